/* Telephone numbers and mail addresses. Formats: mobile ^1[3-9]\d{9}$,
 * landline 0AA-NNNNNNNN[-extension], service numbers 400/800-NNN-NNNN. */
#include "ids.h"

#define MOBILE_LEN 11

/* Takes "+86", "0086" or "86" before a mobile number away. */
static struct str
without_country(struct str s, bool *ret_had)
{
    *ret_had = true;
    if (str_starts(s, STR("+86")))
        return str_sub(s, s.n > 3 && s.p[3] == '-' ? 4 : 3, SIZE_MAX);
    if (str_starts(s, STR("0086")))
        return str_sub(s, s.n > 4 && s.p[4] == '-' ? 5 : 4, SIZE_MAX);
    if (s.n == MOBILE_LEN + 2 && str_starts(s, STR("861")))
        return str_sub(s, 2, SIZE_MAX);
    *ret_had = false;
    return s;
}

struct id_check
mobile_check(struct arena *a, struct str typed)
{
    bool had;
    struct str s = without_country(ids_squeeze(a, typed, true), &had);

    if (!ids_all_digits(s))
        return ids_bad(s, STR("手机号码应为 11 位数字，不含其他字符"),
            STR("A mobile number has 11 digits and nothing else"));
    if (s.n != MOBILE_LEN)
        return ids_bad_length(a, s, "手机号码", "A mobile number", "11", "11");
    if (s.p[0] != '1' || s.p[1] < '3')
        return ids_bad(s,
            arena_fmt(a, "手机号码应以 13 至 19 开头，现以 %.2s 开头", s.p),
            arena_fmt(a, "A mobile number begins with 13 to 19, this with %.2s",
                s.p));
    return ids_ok(s);
}

/* Area codes have three digits in Beijing (010) and for 02x, else four. */
static size_t
area_length(struct str s)
{
    return s.n > 1 && (s.p[1] == '1' || s.p[1] == '2') ? 3 : 4;
}

/* Brackets round the area code and 转 before an extension become hyphens. */
static struct str
phone_hyphens(struct arena *a, struct str s)
{
    struct buf b;
    struct str turn = STR("转"), ret;

    buf_init(&b, a, s.n + 8);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '(')
            continue;
        if (str_starts(str_sub(s, i, turn.n), turn)) {
            buf_byte(&b, '-');
            i += turn.n - 1;
        } else if (s.p[i] == ')') {
            if (i + 1 < s.n && s.p[i + 1] != '-')
                buf_byte(&b, '-');
        } else {
            buf_byte(&b, s.p[i]);
        }
    }
    return buf_done(&b, &ret, NULL) == OK ? ret : s;
}

static struct id_check
phone_bad(struct str s)
{
    return ids_bad(s,
        STR("电话号码应为 11 位手机号码，或带区号的固定电话，"
            "如 023-60000000，分机写在后面，如 023-60000000-801"),
        STR("A telephone number is a mobile number of 11 digits or a landline "
            "with area code such as 023-60000000, extension after a hyphen"));
}

/* 400-800-1234 and the like. */
static struct id_check
service_number(struct arena *a, struct str s)
{
    struct str d = ids_squeeze(a, s, true);

    if (d.n != 10 || !ids_all_digits(d))
        return phone_bad(s);
    return ids_ok(arena_fmt(a, "%.3s-%.3s-%.4s", d.p, d.p + 3, d.p + 6));
}

static struct id_check
landline(struct arena *a, struct str s)
{
    bool more, ext_more = false;
    struct str number, area = STR_EMPTY, ext = STR_EMPTY;
    struct str rest = str_cut(s, '-', &area, &more);

    if (!more) {
        size_t n = area_length(s);

        area = str_sub(s, 0, n);
        rest = str_sub(s, n, SIZE_MAX);
    }
    ext = str_cut(rest, '-', &number, &ext_more);
    if (!ids_all_digits(area) || !ids_all_digits(number) ||
        (ext_more && (!ids_all_digits(ext) || ext.n > 6)))
        return phone_bad(s);
    if (area.p[0] != '0')
        return ids_bad(s,
            arena_fmt(a, "固定电话的区号应以 0 开头，如 023，现为 " STR_FMT,
                STR_ARG(area)),
            arena_fmt(a,
                "The area code of a landline begins with 0, this is " STR_FMT,
                STR_ARG(area)));
    if (area.n < 3 || area.n > 4)
        return phone_bad(s);
    if (number.n < 7 || number.n > 8)
        return ids_bad(s,
            arena_fmt(a, "固定电话区号后应为 7 或 8 位，现为 %zu 位", number.n),
            arena_fmt(a,
                "After the area code a landline has 7 or 8 digits, this has "
                "%zu",
                number.n));
    return ids_ok(arena_fmt(a, STR_FMT "-" STR_FMT "%s" STR_FMT, STR_ARG(area),
        STR_ARG(number), ext_more ? "-" : "", STR_ARG(ext)));
}

struct id_check
phone_check(struct arena *a, struct str typed)
{
    bool had;
    struct str s =
        without_country(phone_hyphens(a, ids_squeeze(a, typed, false)), &had);
    struct str digits = ids_squeeze(a, s, true);

    if (digits.n > 0 && digits.p[0] == '1')
        return mobile_check(a, digits);
    if (str_starts(digits, STR("400")) || str_starts(digits, STR("800")))
        return service_number(a, s);
    if (had && s.n > 0 && s.p[0] != '0')
        s = arena_join(a, STR("0"), s); /* +86 23 ... */
    return landline(a, s);
}

/* --- mail --- */

/* RFC 5321 atoms, and anything beyond ASCII (RFC 6531). */
static bool
mail_atom(unsigned char c)
{
    static const char marks[] = "!#$%&'*+/=?^_`{|}~-";

    if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
        (c >= 'A' && c <= 'Z'))
        return true;
    for (size_t i = 0; i + 1 < sizeof(marks); i++)
        if ((unsigned char)marks[i] == c)
            return true;
    return false;
}

static bool
mail_local(struct str s)
{
    if (s.n == 0 || s.n > 64 || s.p[0] == '.' || s.p[s.n - 1] == '.' ||
        str_find(s, STR("..")) != SIZE_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '.' && !mail_atom((unsigned char)s.p[i]))
            return false;
    return true;
}

static bool
mail_label(struct str s)
{
    if (s.n == 0 || s.n > 63 || s.p[0] == '-' || s.p[s.n - 1] == '-')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c != '-' && c < 0x80 && !(c >= '0' && c <= '9') &&
            !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
            return false;
    }
    return true;
}

/* At least two labels, the last not a number. */
static bool
mail_domain(struct str s)
{
    bool more = true;
    size_t labels = 0;
    struct str label = STR_EMPTY;

    while (more) {
        s = str_cut(s, '.', &label, &more);
        if (!mail_label(label))
            return false;
        labels++;
    }
    return labels >= 2 && label.n >= 2 && !ids_all_digits(label);
}

struct id_check
email_check(struct arena *a, struct str typed)
{
    struct str s = ids_squeeze(a, typed, false);
    struct str local;
    bool more;
    struct str domain = str_cut(s, '@', &local, &more);

    if (!more || !utf8_valid(s) || s.n > 254 || !mail_local(local) ||
        utf8_has_control(s, false))
        return ids_bad(s,
            STR("电子邮箱应为“用户名@域名”的形式，如 name@example.org.cn"),
            STR("A mail address reads name@example.org.cn"));
    if (!mail_domain(domain))
        return ids_bad(s, STR("电子邮箱“@”后应为完整域名，如 example.org.cn"),
            STR("After @ a mail address has a full domain such as "
                "example.org.cn"));
    struct id_check r = ids_ok(s);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            r.warning = STR("含中文的邮箱地址有的邮件系统不能送达，"
                            "建议另填一个英文地址");
    return r;
}
