/* Reading what people typed into the stored form of a field. */
#include "field.h"

struct str
field_label(const struct pack_field *f, bool english)
{
    if (english && f->label.en.n > 0)
        return f->label.en;
    return f->label.zh.n > 0 ? f->label.zh : f->name;
}

#define ZH(f) STR_ARG(field_label((f), false))
#define EN(f) STR_ARG(field_label((f), true))

static void
add(struct field_reader *r, struct str path, bool warning, struct str zh,
    struct str en)
{
    *VEC_PUSH(r->a, &r->problems) = (struct form_problem){
        .field = path, .warning = warning, .text = zh, .text_en = en
    };
    if (!warning)
        r->errors++;
}

/* What was typed, fit to be stored: bytes that are no text become U+FFFD. */
static struct str
storable(struct arena *a, struct str typed)
{
    if (utf8_valid(typed))
        return arena_str(a, typed);

    char *out = arena_alloc(a, 3 * typed.n + 1);
    size_t n = 0;
    for (size_t at = 0; at < typed.n;) {
        uint32_t c = utf8_next(typed, &at);

        n += utf8_put(out + n, c == UTF8_BAD ? 0xfffd : c);
    }
    return (struct str){ out, n };
}

const struct json *
field_wrong(struct field_reader *r, struct str path, struct str typed,
    struct str zh, struct str en)
{
    add(r, path, false, zh, en);
    return json_text(r->a, storable(r->a, typed));
}

void
field_warn(
    struct field_reader *r, struct str path, struct str zh, struct str en)
{
    add(r, path, true, zh, en);
}

/* Line ends of every system to LF. */
static struct str
unix_lines(struct arena *a, struct str s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\r') {
            out[n++] = '\n';
            if (i + 1 < s.n && s.p[i + 1] == '\n')
                i++;
        } else {
            out[n++] = s.p[i];
        }
    }
    return (struct str){ out, n };
}

static const struct json *
read_text(struct field_reader *r, const struct pack_field *f, struct str path,
    struct str typed)
{
    bool is_long = f->type == FIELD_LONG_TEXT;
    struct str s = str_trim(typed);
    int64_t max = f->max > 0 ? f->max
                  : is_long  ? FIELD_LONG_TEXT_MAX
                             : FIELD_TEXT_MAX;

    if (is_long)
        s = str_trim(unix_lines(r->a, s));
    int64_t n = (int64_t)utf8_count(s);
    if (n > max)
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s应不超过 %lld 字，现为 %lld 字", ZH(f),
                (long long)max, (long long)n),
            arena_fmt(r->a, "%.*s: at most %lld characters, this has %lld",
                EN(f), (long long)max, (long long)n));
    if (n < f->min)
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s应不少于 %lld 字，现为 %lld 字", ZH(f),
                (long long)f->min, (long long)n),
            arena_fmt(r->a, "%.*s: at least %lld characters, this has %lld",
                EN(f), (long long)f->min, (long long)n));
    if (f->warn_below > n)
        field_warn(r, path,
            arena_fmt(r->a, "%.*s建议不少于 %lld 字，现为 %lld 字", ZH(f),
                (long long)f->warn_below, (long long)n),
            arena_fmt(r->a,
                "%.*s: at least %lld characters are advised, this has %lld",
                EN(f), (long long)f->warn_below, (long long)n));
    return json_text(r->a, arena_str(r->a, s));
}

/* --- numbers --- */

/*
 * Half-width, without spaces and separators of thousands. False if a comma
 * stands where no group of three digits follows.
 */
static bool
plain_number(struct arena *a, struct str typed, struct str *ret)
{
    struct str s = utf8_narrow(a, typed);
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0, since_comma = 0;
    bool commas = false, ok = true, fraction = false;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ' ')
            continue;
        if (s.p[i] == ',') {
            ok = ok && !fraction && since_comma > 0 &&
                 (commas ? since_comma == 3 : since_comma <= 3);
            commas = true;
            since_comma = 0;
            continue;
        }
        if (s.p[i] == '.' && !fraction) {
            ok = ok && (!commas || since_comma == 3);
            fraction = true;
        }
        since_comma += s.p[i] != '-';
        out[n++] = s.p[i];
    }
    *ret = (struct str){ out, n };
    return ok && (fraction || !commas || since_comma == 3);
}

static void
integer_bounds(const struct pack_field *f, int64_t *min, int64_t *max)
{
    *min = f->min;
    *max = f->max;
    if (f->max == 0 && !f->has_max && f->min >= 0)
        *max = FIELD_INTEGER_MAX;
}

static const struct json *
read_integer(struct field_reader *r, const struct pack_field *f,
    struct str path, struct str typed)
{
    struct str s;
    int64_t min, max, v;
    bool grouped = plain_number(r->a, typed, &s);

    integer_bounds(f, &min, &max);
    if (!grouped || !num_int(s, INT64_MIN, INT64_MAX, &v))
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s应为整数，如 1200，现为“%.*s”", ZH(f),
                STR_ARG(utf8_head(typed, 40))),
            arena_fmt(r->a, "%.*s must be a whole number such as 1200", EN(f)));
    if (v < min || v > max)
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s应在 %lld 至 %lld 之间，现为 %lld", ZH(f),
                (long long)min, (long long)max, (long long)v),
            arena_fmt(r->a, "%.*s must lie within %lld and %lld, this is %lld",
                EN(f), (long long)min, (long long)max, (long long)v));
    return json_number(r->a, v);
}

/* Sign and unit that people write with an amount of yuan. */
static struct str
without_yuan(struct str s)
{
    static const char *const signs[] = { "¥", "￥" };
    struct str yuan = STR("元");

    for (size_t i = 0; i < 2; i++)
        if (str_starts(s, str_of(signs[i])))
            s = str_sub(s, str_of(signs[i]).n, SIZE_MAX);
    if (str_ends(s, yuan) && !str_ends(s, STR("万元")))
        s = str_sub(s, 0, s.n - yuan.n);
    return str_trim(s);
}

static struct str
yuan_text(struct arena *a, int64_t fen)
{
    return arena_fmt(
        a, "%lld.%02lld", (long long)(fen / 100), (long long)(fen % 100));
}

static const struct json *
in_fen_bounds(struct field_reader *r, const struct pack_field *f,
    struct str path, struct str typed, int64_t fen)
{
    int64_t max = f->max > 0 || f->has_max ? f->max : FIELD_FEN_MAX;
    struct str low = yuan_text(r->a, f->min), high = yuan_text(r->a, max);

    if (fen >= f->min && fen <= max)
        return json_number(r->a, fen);
    if (f->min == max)
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s应为 %.*s 元，现为 %.*s 元", ZH(f),
                STR_ARG(high), STR_ARG(yuan_text(r->a, fen))),
            arena_fmt(r->a, "%.*s must be %.*s yuan, this is %.*s", EN(f),
                STR_ARG(high), STR_ARG(yuan_text(r->a, fen))));
    return field_wrong(r, path, typed,
        arena_fmt(r->a, "%.*s应在 %.*s 元至 %.*s 元之间", ZH(f), STR_ARG(low),
            STR_ARG(high)),
        arena_fmt(r->a, "%.*s must lie within %.*s and %.*s yuan", EN(f),
            STR_ARG(low), STR_ARG(high)));
}

static const struct json *
read_money(struct field_reader *r, const struct pack_field *f, struct str path,
    struct str typed)
{
    struct str s;
    int64_t fen;
    bool grouped =
        plain_number(r->a, without_yuan(utf8_narrow(r->a, typed)), &s);
    struct str whole, decimals;
    bool has_point;

    decimals = str_cut(s, '.', &whole, &has_point);
    if (has_point && decimals.n > 2)
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s以元填写，小数应不超过 2 位，现为 %zu 位",
                ZH(f), decimals.n),
            arena_fmt(r->a, "%.*s: at most 2 decimals, this has %zu", EN(f),
                decimals.n));
    if (whole.n > 13)
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s的整数部分应不超过 13 位，现为 %zu 位", ZH(f),
                whole.n),
            arena_fmt(r->a,
                "%.*s: at most 13 digits before the point, this "
                "has %zu",
                EN(f), whole.n));
    if (!grouped || !num_fen(s, FIELD_FEN_MAX, &fen))
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s应为以元计的金额，如 12,345.60，现为“%.*s”",
                ZH(f), STR_ARG(utf8_head(typed, 40))),
            arena_fmt(r->a, "%.*s must be an amount of yuan such as 12,345.60",
                EN(f)));
    return in_fen_bounds(r, f, path, typed, fen);
}

/* --- days and instants --- */

static const struct json *
read_date(struct field_reader *r, const struct pack_field *f, struct str path,
    struct str typed)
{
    struct day d;
    struct err err;

    if (day_parse(typed, &d, &err) != OK)
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s：%s", ZH(f), err.text),
            arena_fmt(r->a, "%.*s must be a date such as 2023-03-12", EN(f)));
    if (f->not_future && day_cmp(d, r->today) > 0)
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s应不晚于今天（%.*s），现为 %.*s", ZH(f),
                STR_ARG(day_iso(r->a, r->today)), STR_ARG(day_iso(r->a, d))),
            arena_fmt(r->a, "%.*s must not lie after today (%.*s)", EN(f),
                STR_ARG(day_iso(r->a, r->today))));
    return json_text(r->a, day_iso(r->a, d));
}

/* "14:30" or "14:30:05" as seconds since midnight. */
static bool
clock_seconds(struct str s, int64_t *ret)
{
    struct str hour, minute, second = STR("0");
    bool more;
    int64_t h, m, sec;
    struct str rest = str_cut(s, ':', &hour, &more);

    if (!more)
        return false;
    rest = str_cut(rest, ':', &minute, &more);
    if (more)
        second = rest;
    if (!num_int(hour, 0, 24, &h) || !num_int(minute, 0, 59, &m) ||
        !num_int(second, 0, 59, &sec))
        return false;
    *ret = h * 3600 + m * 60 + sec;
    return *ret <= 24 * 3600;
}

/* An instant as ISO 8601 says it, or a day and a time of Beijing. */
static bool
instant_of(struct arena *a, struct str typed, int64_t *ret_us)
{
    struct str s = utf8_narrow(a, typed);
    struct err err;

    if (us_parse(s, ret_us, &err) == OK)
        return true;

    size_t cut = str_find(s, STR("T"));
    if (cut == SIZE_MAX)
        cut = str_find(s, STR(" "));
    if (cut == SIZE_MAX)
        return false;
    struct day d;
    int64_t seconds;
    if (day_parse(str_sub(s, 0, cut), &d, &err) != OK ||
        !clock_seconds(str_trim(str_sub(s, cut + 1, SIZE_MAX)), &seconds))
        return false;
    *ret_us = day_start_us(d) + seconds * 1000000;
    return true;
}

static const struct json *
read_date_time(struct field_reader *r, const struct pack_field *f,
    struct str path, struct str typed)
{
    int64_t us;

    if (!instant_of(r->a, typed, &us))
        return field_wrong(r, path, typed,
            arena_fmt(r->a,
                "%.*s应为日期和时间，如 2023-03-12 14:30，现为“%.*s”", ZH(f),
                STR_ARG(utf8_head(typed, 40))),
            arena_fmt(r->a,
                "%.*s must be a date and time such as 2023-03-12 14:30",
                EN(f)));
    if (f->not_future && day_cmp(day_of_us(us), r->today) > 0)
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s应不晚于今天（%.*s）", ZH(f),
                STR_ARG(day_iso(r->a, r->today))),
            arena_fmt(r->a, "%.*s must not lie after today (%.*s)", EN(f),
                STR_ARG(day_iso(r->a, r->today))));
    struct str local = us_beijing(r->a, us);
    return json_text(r->a, arena_fmt(r->a,
                               "%.10s"
                               "T"
                               "%.8s+08:00",
                               local.p, local.p + 11));
}

/* --- choices --- */

static const struct json *
read_yes_no(struct field_reader *r, const struct pack_field *f, struct str path,
    struct str typed)
{
    static const char *const yes[] = { "1", "on", "true", "yes", "y", "是",
        "有", "√" };
    static const char *const no[] = { "0", "off", "false", "no", "n", "否",
        "无", "×" };
    struct str s = utf8_narrow(r->a, typed);
    struct str key = utf8_key(r->a, s);

    for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
        if (str_eq(key, str_of(yes[i])) || str_eq(s, str_of(yes[i])))
            return json_boolean(r->a, true);
        if (str_eq(key, str_of(no[i])) || str_eq(s, str_of(no[i])))
            return json_boolean(r->a, false);
    }
    return field_wrong(r, path, typed,
        arena_fmt(r->a, "%.*s应选“是”或“否”，现为“%.*s”", ZH(f),
            STR_ARG(utf8_head(typed, 40))),
        arena_fmt(r->a, "%.*s must be yes or no", EN(f)));
}

static const struct json *
read_one_of(struct field_reader *r, const struct pack_field *f, struct str path,
    struct str typed)
{
    const struct pack_option *o = field_option(r->a, f, typed);
    struct buf zh, en;

    if (o != NULL)
        return json_text(r->a, o->value);
    if (f->other)
        return field_other(r, f, path, typed);
    buf_init(&zh, r->a, 4096);
    buf_init(&en, r->a, 4096);
    for (size_t i = 0; i < f->n_options; i++) {
        const struct label *l = &f->options[i].label;

        buf_fmt(&zh, "%s%.*s", i > 0 ? "、" : "", STR_ARG(l->zh));
        buf_fmt(&en, "%s%.*s", i > 0 ? ", " : "",
            STR_ARG(l->en.n > 0 ? l->en : l->zh));
    }
    return field_wrong(r, path, typed,
        arena_fmt(r->a, "%.*s没有“%.*s”这一项，应为：%.*s", ZH(f),
            STR_ARG(utf8_head(typed, 40)), STR_ARG(buf_view(&zh))),
        arena_fmt(r->a, "%.*s has no such option; choose one of: %.*s", EN(f),
            STR_ARG(buf_view(&en))));
}

/* --- codes --- */

static const struct json *
read_region(struct field_reader *r, const struct pack_field *f, struct str path,
    struct str typed)
{
    struct str s = utf8_narrow(r->a, typed);
    int64_t code;

    if (s.n != 6 || !num_int(s, 110000, 999999, &code))
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s应选择到市或区县（6 位行政区划代码）", ZH(f)),
            arena_fmt(r->a,
                "%.*s: choose a prefecture or county (code of 6 digits)",
                EN(f)));
    return json_text(r->a, s);
}

static const struct json *
read_code(struct field_reader *r, const struct pack_field *f, struct str path,
    struct str typed)
{
    struct id_check c = { 0 };

    if (f->type == FIELD_CREDIT_CODE)
        c = credit_code_check(r->a, typed);
    else if (f->type == FIELD_ID_NO)
        c = id_no_check(r->a, typed, r->today);
    else if (f->type == FIELD_MOBILE)
        c = mobile_check(r->a, typed);
    else if (f->type == FIELD_PHONE)
        c = phone_check(r->a, typed);
    else
        c = email_check(r->a, typed);
    if (!c.ok)
        return field_wrong(r, path, typed, c.text, c.text_en);
    if (c.warning.n > 0)
        field_warn(r, path, c.warning, c.warning);
    return json_text(r->a, c.normal);
}

static const struct json *
read_by_type(struct field_reader *r, const struct pack_field *f,
    struct str path, struct str typed)
{
    switch (f->type) {
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
        return read_text(r, f, path, typed);
    case FIELD_INTEGER:
        return read_integer(r, f, path, typed);
    case FIELD_MONEY_FEN:
        return read_money(r, f, path, typed);
    case FIELD_DATE:
        return read_date(r, f, path, typed);
    case FIELD_DATE_TIME:
        return read_date_time(r, f, path, typed);
    case FIELD_YES_NO:
    case FIELD_TICK:
        return read_yes_no(r, f, path, typed);
    case FIELD_ONE_OF:
        return read_one_of(r, f, path, typed);
    case FIELD_MANY_OF:
        return field_read_many(r, f, path, typed);
    case FIELD_REGION:
        return read_region(r, f, path, typed);
    case FIELD_FILE:
        return field_read_files(r, f, path, typed);
    case FIELD_ROWS:
        return field_read_rows(r, f, path, typed);
    case FIELD_CREDIT_CODE:
    case FIELD_ID_NO:
    case FIELD_MOBILE:
    case FIELD_PHONE:
    case FIELD_EMAIL:
        break;
    }
    return read_code(r, f, path, typed);
}

const struct json *
field_read_one(struct field_reader *r, const struct pack_field *f,
    struct str path, struct str typed)
{
    bool lines = f->type == FIELD_LONG_TEXT || f->type == FIELD_MANY_OF ||
                 f->type == FIELD_FILE || f->type == FIELD_ROWS;

    if (str_trim(typed).n == 0)
        return json_new(r->a, JSON_NULL);
    if (!utf8_valid(typed) || utf8_has_control(str_trim(typed), lines))
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s含有不能显示的控制字符%s，请删去后重填", ZH(f),
                lines ? "" : "或换行"),
            arena_fmt(r->a,
                "%.*s holds control characters%s; please remove them", EN(f),
                lines ? "" : " or line breaks"));
    return read_by_type(r, f, path, typed);
}

bool
field_read(struct arena *a, const struct pack_field *f, struct str typed,
    struct day today, const struct json **ret, struct form_problem *ret_problem)
{
    struct field_reader r = { .a = a, .today = today };

    *ret = field_read_one(&r, f, f->name, typed);
    *ret_problem = (struct form_problem){ 0 };
    for (size_t i = 0; i < r.problems.n; i++) {
        *ret_problem = r.problems.p[i];
        if (!ret_problem->warning)
            break;
    }
    return r.errors == 0;
}
