/* Numbers of licences, documents and post codes. Where no standard is
 * published the check only refuses what cannot be right and warns of the rest.
 */
#include "ids.h"

#define LAWYER_LEN 17

/*
 * 律师执业证号: 1, province, city, year of first practice, class, sex, serial.
 * Class and sex are known from practice only, so they warn.
 */
struct id_check
lawyer_licence_check(struct arena *a, struct str typed, struct day today)
{
    struct str s = ids_squeeze(a, typed, true);
    int64_t year;

    if (utf8_count(s) != LAWYER_LEN)
        return ids_bad_length(
            a, s, "律师执业证号", "A lawyer's licence number", "17", "17");
    if (!ids_all_digits(s))
        return ids_bad(s, STR("律师执业证号应为 17 位数字，不含字母"),
            STR("A lawyer's licence number has 17 digits and no letters"));
    if (s.p[0] != '1')
        return ids_bad(s,
            arena_fmt(a, "律师执业证号应以 1 开头，现以 %c 开头%s", s.p[0],
                s.p[0] == '2' ? "（2 开头是律师事务所的旧许可证号）" : ""),
            arena_fmt(a,
                "A lawyer's licence number begins with 1, this with %c",
                s.p[0]));
    if (!ids_province(str_sub(s, 1, 2)))
        return ids_bad(s,
            arena_fmt(a,
                "律师执业证号第 2、3 位应为省级代码，没有 %.2s 这一代码",
                s.p + 1),
            arena_fmt(a,
                "Digits 2 and 3 are the code of a province; there is no %.2s",
                s.p + 1));
    if (!num_int(str_sub(s, 5, 4), 1980, day_ymd(today).year, &year))
        return ids_bad(s,
            arena_fmt(a,
                "律师执业证号第 6 至 9 位应为首次执业年份（1980 至今年），"
                "现为 %.4s",
                s.p + 5),
            arena_fmt(a,
                "Digits 6 to 9 are the year of first practice, 1980 to this "
                "year; this has %.4s",
                s.p + 5));
    if (s.p[9] == '0')
        return ids_bad(s,
            STR("律师执业证号第 10 位应为执业类别 1 至 9，现为 0"),
            STR("Digit 10 is the class of practice, 1 to 9; this has 0"));
    struct id_check r = ids_ok(s);
    if (s.p[10] != '0' && s.p[10] != '1')
        r.warning = arena_fmt(a,
            "第 11 位通常为 0（男）或 1（女），现为 %c，请对照证件核对",
            s.p[10]);
    return r;
}

/* A credit code issued by a registration authority with the given prefix. */
static struct id_check
code_with_prefix(struct arena *a, struct str typed, const char *prefix,
    const char *zh, const char *en)
{
    struct id_check r = credit_code_check(a, typed);

    if (r.ok && !str_starts(r.normal, str_of(prefix)))
        return ids_bad(r.normal,
            arena_fmt(a, "%s的统一社会信用代码应以 %s 开头，现以 %.2s 开头", zh,
                prefix, r.normal.p),
            arena_fmt(a, "The code of %s begins with %s, this with %.2s", en,
                prefix, r.normal.p));
    return r;
}

struct id_check
firm_licence_check(struct arena *a, struct str typed)
{
    struct str s = ids_squeeze(a, typed, true);

    /* The number of licences issued before the change to credit codes. */
    if (s.n == LAWYER_LEN && ids_all_digits(s)) {
        if (s.p[0] != '2' || !ids_province(str_sub(s, 1, 2)))
            return ids_bad(s,
                STR("17 位的律师事务所旧许可证号应以 2 和省级代码开头；"
                    "1 开头的是律师个人的执业证号"),
                STR("An old licence number of a law firm begins with 2 and the "
                    "code of a province; 1 begins a lawyer's own number"));
        return ids_ok(s);
    }
    return code_with_prefix(a, typed, "31", "律师事务所", "a law firm");
}

struct id_check
office_code_check(struct arena *a, struct str typed)
{
    return code_with_prefix(
        a, typed, "33", "基层法律服务所", "a grass-roots legal service office");
}

struct id_check
postcode_check(struct arena *a, struct str typed)
{
    struct str s = ids_squeeze(a, typed, true);

    if (utf8_count(s) != 6)
        return ids_bad_length(a, s, "邮政编码", "A post code", "6", "6");
    if (!ids_all_digits(s))
        return ids_bad(
            s, STR("邮政编码应为 6 位数字"), STR("A post code has 6 digits"));
    return ids_ok(s);
}

/* --- document numbers: 渝司发〔2020〕37号 (GB/T 9704-2012) --- */

/* Brackets of every kind to 〔 and 〕, white space away. */
static struct str
doc_no_normal(struct arena *a, struct str typed)
{
    struct str s = ids_squeeze(a, typed, false), ret;
    struct buf b;

    buf_init(&b, a, 3 * s.n + 1);
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = utf8_next(s, &at);

        if (c == '[' || c == '(' || c == 0x3010 || c == 0x3014)
            buf_lit(&b, "〔");
        else if (c == ']' || c == ')' || c == 0x3011 || c == 0x3015)
            buf_lit(&b, "〕");
        else
            buf_str(&b, str_sub(s, from, at - from));
    }
    return buf_done(&b, &ret, NULL) == OK ? ret : s;
}

static struct id_check
doc_no_bad(struct str s, struct str what)
{
    return ids_bad(s, what,
        STR("A document number reads 渝司发〔2020〕37号: the issuer's sign, "
            "the year in brackets, the number without leading zeros, 号"));
}

struct id_check
doc_no_check(struct arena *a, struct str typed)
{
    struct str s = doc_no_normal(a, typed);
    struct str open = STR("〔"), close = STR("〕"), hao = STR("号");
    size_t i = str_find(s, open), j = str_find(s, close);
    int64_t year, serial;

    if (i == SIZE_MAX || j == SIZE_MAX || j < i || i == 0)
        return doc_no_bad(s, STR("发文字号应为“机关代字〔年份〕序号号”的形式，"
                                 "如 渝司发〔2020〕37号"));
    if (!num_int(str_sub(s, i + open.n, j - i - open.n), 1900, 2099, &year))
        return doc_no_bad(
            s, STR("发文字号括号内应为四位年份，如 渝司发〔2020〕37号"));
    struct str rest = str_sub(s, j + close.n, SIZE_MAX);
    if (str_starts(rest, STR("第")))
        return doc_no_bad(
            s, STR("发文字号的序号前不加“第”字，如 渝司发〔2020〕37号"));
    if (!str_ends(rest, hao))
        return doc_no_bad(
            s, STR("发文字号应以“号”字结尾，如 渝司发〔2020〕37号"));
    rest = str_sub(rest, 0, rest.n - hao.n);
    if (rest.n > 0 && rest.p[0] == '0')
        return doc_no_bad(s, STR("发文字号的序号不编虚位，应为 37 而不是 037"));
    if (!num_int(rest, 1, 99999, &serial))
        return doc_no_bad(
            s, STR("发文字号的序号应为数字，如 渝司发〔2020〕37号"));
    return ids_ok(s);
}
