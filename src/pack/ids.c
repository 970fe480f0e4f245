/* Unified social credit codes (GB 32100-2015) and identity numbers (GB
 * 11643-1999), and the hygiene of typing that all identifiers share. */
#include "ids.h"

#define CREDIT_LEN 18
#define ID_NO_LEN 18
#define OLDEST_PLAUSIBLE_YEARS 120

/* Not blank for the eye, but no part of a code either. */
static bool
is_blank(uint32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0d) || c == 0xa0 || c == 0x3000 ||
           (c >= 0x2000 && c <= 0x200d) || c == 0x202f || c == 0x2060 ||
           c == 0xfeff;
}

static bool
is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ||
           c == 0xfe63 || c == 0xff0d;
}

struct str
ids_squeeze(struct arena *a, struct str typed, bool drop_dashes)
{
    struct str s = utf8_narrow(a, typed);
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;

    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = utf8_next(s, &at);

        if (is_blank(c))
            continue;
        if (is_dash(c)) {
            if (!drop_dashes)
                out[n++] = '-';
            continue;
        }
        for (size_t i = from; i < at; i++)
            out[n++] = s.p[i];
    }
    return (struct str){ out, n };
}

struct str
ids_upper(struct arena *a, struct str s)
{
    char *out = arena_alloc(a, s.n + 1);

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        out[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return (struct str){ out, s.n };
}

bool
ids_all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

bool
ids_province(struct str two)
{
    static const struct {
        int low, high;
    } known[] = { { 11, 15 }, { 21, 23 }, { 31, 37 }, { 41, 46 }, { 50, 54 },
        { 61, 65 }, { 71, 71 }, { 81, 83 } };
    int64_t n;

    if (two.n != 2 || !num_int(two, 0, 99, &n))
        return false;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (n >= known[i].low && n <= known[i].high)
            return true;
    return false;
}

struct id_check
ids_ok(struct str normal)
{
    return (struct id_check){ .ok = true, .normal = normal };
}

struct id_check
ids_bad(struct str normal, struct str zh, struct str en)
{
    return (struct id_check){ .normal = normal, .text = zh, .text_en = en };
}

struct id_check
ids_bad_length(struct arena *a, struct str normal, const char *zh,
    const char *en, const char *want_zh, const char *want_en)
{
    size_t n = utf8_count(normal);

    return ids_bad(normal,
        arena_fmt(a, "%s应为 %s 位，现为 %zu 位", zh, want_zh, n),
        arena_fmt(
            a, "%s must have %s characters, this has %zu", en, want_en, n));
}

/* --- unified social credit code --- */

static const char credit_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static int
credit_value(char c)
{
    for (int i = 0; i < 31; i++)
        if (credit_alphabet[i] == c)
            return i;
    return -1;
}

/* Value of a character in GB 11714: digits, A = 10 .. Z = 35. */
static int
body_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c - 'A' + 10;
}

static char
credit_check_char(const char *p)
{
    int sum = 0, weight = 1;

    for (int i = 0; i < CREDIT_LEN - 1; i++) {
        sum += credit_value(p[i]) * weight;
        weight = weight * 3 % 31;
    }
    return credit_alphabet[(31 - sum % 31) % 31];
}

/* Position 17: the check character of the organisation code inside. */
static char
body_check_char(const char *p)
{
    static const int weights[] = { 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;

    for (int i = 0; i < 8; i++)
        sum += body_value(p[8 + i]) * weights[i];
    int c = 11 - sum % 11;
    if (c == 10)
        return 'X';
    return c == 11 ? '0' : (char)('0' + c);
}

void
credit_code_complete(char code[18])
{
    code[16] = body_check_char(code);
    code[17] = credit_check_char(code);
}

static struct id_check
credit_bad_char(struct arena *a, struct str s, size_t i)
{
    size_t at = i;

    (void)utf8_next(s, &at);
    struct str c = str_sub(s, i, at - i);
    size_t place = utf8_count(str_sub(s, 0, i)) + 1;
    const char *hint = c.p[0] == 'O'   ? "，是否应为数字 0"
                       : c.p[0] == 'I' ? "，是否应为数字 1"
                       : c.p[0] == 'Z' ? "，是否应为数字 2"
                       : c.p[0] == 'S' ? "，是否应为数字 5"
                                       : "";
    return ids_bad(s,
        arena_fmt(a,
            "统一社会信用代码只用数字和大写字母（不用 I、O、S、V、Z），"
            "第 %zu 位为“" STR_FMT "”%s",
            place, STR_ARG(c), hint),
        arena_fmt(a,
            "A unified social credit code has digits and capital letters "
            "without I, O, S, V, Z only; character %zu is \"" STR_FMT "\"",
            place, STR_ARG(c)));
}

struct id_check
credit_code_check(struct arena *a, struct str typed)
{
    struct str s = ids_upper(a, ids_squeeze(a, typed, true));

    if (utf8_count(s) != CREDIT_LEN)
        return ids_bad_length(a, s, "统一社会信用代码",
            "A unified social credit code", "18", "18");
    for (size_t i = 0; i < s.n; i++)
        if (credit_value(s.p[i]) < 0)
            return credit_bad_char(a, s, i);

    char want = credit_check_char(s.p);
    if (s.p[17] != want)
        return ids_bad(s,
            arena_fmt(a,
                "统一社会信用代码校验不符：按前 17 位，第 18 位应为 %c，"
                "现为 %c，请核对各位是否有误",
                want, s.p[17]),
            arena_fmt(a,
                "The code's check character does not fit: by the first 17 "
                "characters the last must be %c, this has %c",
                want, s.p[17]));

    struct id_check r = ids_ok(s);
    char body = body_check_char(s.p);
    if (s.p[16] != body)
        r.warning = arena_fmt(a,
            "主体标识码（第 9 至 17 位）校验不符：第 17 位应为 %c，现为 %c，"
            "请对照证照核对",
            body, s.p[16]);
    return r;
}

/* --- identity number --- */

static char
id_no_check_char(const char *p)
{
    static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5,
        8, 4, 2 };
    int sum = 0;

    for (int i = 0; i < ID_NO_LEN - 1; i++)
        sum += (p[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

void
id_no_complete(char id_no[18])
{
    id_no[17] = id_no_check_char(id_no);
}

static bool
id_no_ymd(struct str s, struct ymd *ret)
{
    int64_t y, m, d;

    if (!num_int(str_sub(s, 6, 4), 1600, 2999, &y) ||
        !num_int(str_sub(s, 10, 2), 1, 12, &m) ||
        !num_int(str_sub(s, 12, 2), 1, 31, &d))
        return false;
    *ret = (struct ymd){ (int)y, (int)m, (int)d };
    return ymd_valid((int)y, (int)m, (int)d);
}

static struct id_check
id_no_bad_birth(
    struct arena *a, struct str s, const char *why_zh, const char *why_en)
{
    struct str digits = str_sub(s, 6, 8);

    return ids_bad(s,
        arena_fmt(a,
            "公民身份号码第 7 至 14 位应为出生日期，现为 " STR_FMT "，%s",
            STR_ARG(digits), why_zh),
        arena_fmt(a,
            "Characters 7 to 14 of an identity number are the date of birth; "
            "" STR_FMT " %s",
            STR_ARG(digits), why_en));
}

static struct id_check
id_no_check_birth(struct arena *a, struct str s, struct day today)
{
    struct ymd b;

    if (!id_no_ymd(s, &b))
        return id_no_bad_birth(a, s, "没有这一天", "is no date");
    struct day birth = day_of_ymd(b.year, b.month, b.day);
    if (day_cmp(birth, today) > 0)
        return id_no_bad_birth(a, s, "晚于今天", "lies after today");

    char want = id_no_check_char(s.p);
    if (s.p[17] != want)
        return ids_bad(s,
            arena_fmt(a,
                "公民身份号码校验不符：按前 17 位，第 18 位应为 %c，现为 %c，"
                "请核对各位是否有误",
                want, s.p[17]),
            arena_fmt(a,
                "The number's check character does not fit: by the first 17 "
                "digits the last must be %c, this has %c",
                want, s.p[17]));

    struct id_check r = ids_ok(s);
    int age = day_full_years(birth, today);
    if (age > OLDEST_PLAUSIBLE_YEARS)
        r.warning =
            arena_fmt(a, "按出生日期已满 %d 周岁，请核对公民身份号码", age);
    return r;
}

struct id_check
id_no_check(struct arena *a, struct str typed, struct day today)
{
    struct str s = ids_upper(a, ids_squeeze(a, typed, true));

    if (s.n == 15 && ids_all_digits(s))
        return ids_bad(s,
            STR("15 位身份证号码已停用，应填写 18 位公民身份号码"),
            STR("Identity numbers of 15 digits are no longer valid; give the "
                "one of 18 characters"));
    if (utf8_count(s) != ID_NO_LEN)
        return ids_bad_length(
            a, s, "公民身份号码", "An identity number", "18", "18");
    bool x_last = s.p[s.n - 1] == 'X';
    if (s.n != ID_NO_LEN || !ids_all_digits(str_sub(s, 0, 17)) ||
        !(x_last || ids_all_digits(str_sub(s, 17, 1))))
        return ids_bad(s,
            STR("公民身份号码前 17 位应为数字，第 18 位应为数字或 X"),
            STR("The first 17 characters of an identity number are digits, the "
                "last is a digit or X"));
    if (!ids_province(str_sub(s, 0, 2)))
        return ids_bad(s,
            arena_fmt(a,
                "公民身份号码前两位应为省级行政区划代码，现为 "
                "%.2s，没有这一代码",
                s.p),
            arena_fmt(a,
                "The first two digits of an identity number are the code of a "
                "province; there is no %.2s",
                s.p));
    return id_no_check_birth(a, s, today);
}

struct day
id_no_birth(struct str id_no)
{
    struct ymd b;

    if (id_no.n != ID_NO_LEN || !id_no_ymd(id_no, &b))
        return DAY_NONE;
    return day_of_ymd(b.year, b.month, b.day);
}

bool
id_no_is_male(struct str id_no)
{
    return id_no.n == ID_NO_LEN && (id_no.p[16] - '0') % 2 == 1;
}
