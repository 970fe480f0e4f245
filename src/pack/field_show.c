/* Stored answers back to text: for people, and for the input element. */
#include "field.h"

#define OUT_MAX (PACK_ANSWERS_MAX + ((size_t)1 << 20))

static struct str
json_of(struct arena *a, const struct json *v)
{
    struct buf b;
    struct str ret;

    buf_init(&b, a, OUT_MAX);
    json_write(&b, v);
    return buf_done(&b, &ret, NULL) == OK ? ret : STR_EMPTY;
}

static struct str
option_text(const struct pack_field *f, struct str value, bool english)
{
    for (size_t i = 0; i < f->n_options; i++) {
        const struct pack_option *o = &f->options[i];

        if (!str_eq(o->value, value))
            continue;
        if (english && o->label.en.n > 0)
            return o->label.en;
        return o->label.zh.n > 0 ? o->label.zh : o->value;
    }
    return value;
}

/* 1234567 -> "1,234,567" */
static struct str
grouped(struct arena *a, int64_t v)
{
    struct str digits = arena_fmt(a, "%lld", (long long)v);
    struct buf b;
    struct str ret;

    buf_init(&b, a, 64);
    for (size_t i = 0; i < digits.n; i++) {
        if (i > 0 && (digits.n - i) % 3 == 0 && digits.p[i - 1] != '-')
            buf_byte(&b, ',');
        buf_byte(&b, digits.p[i]);
    }
    return buf_done(&b, &ret, NULL) == OK ? ret : digits;
}

/* By its bounds: from 1900 to 9999 at most, of four digits. */
static bool
is_year(const struct pack_field *f)
{
    return f->type == FIELD_INTEGER && f->has_max && f->min >= 1900 &&
           f->max <= 9999;
}

static struct str
show_money(struct arena *a, int64_t fen, bool english)
{
    return arena_fmt(a, STR_FMT ".%02lld%s", STR_ARG(grouped(a, fen / 100)),
        (long long)(fen % 100), english ? " yuan" : " 元");
}

static struct str
show_date(struct arena *a, struct str iso, bool english)
{
    struct day d;
    struct err err;

    if (english || day_parse(iso, &d, &err) != OK)
        return iso;
    return day_zh(a, d);
}

static struct str
show_date_time(struct arena *a, struct str stored, bool english)
{
    int64_t us;
    struct err err;

    if (us_parse(stored, &us, &err) != OK)
        return stored;
    struct str local = us_beijing(a, us);
    struct str day = str_sub(local, 0, 10), time = str_sub(local, 11, 5);
    return arena_fmt(a, STR_FMT " " STR_FMT,
        STR_ARG(show_date(a, day, english)), STR_ARG(time));
}

/* Texts of a list's elements with a comma between. */
static struct str
show_list(struct arena *a, const struct pack_field *f, const struct json *v,
    bool english)
{
    struct buf b;
    struct str ret;

    buf_init(&b, a, OUT_MAX);
    for (size_t i = 0; i < v->n; i++) {
        struct str s = f->type == FIELD_FILE
                           ? json_str(json_get(v->items[i], STR("name")))
                           : option_text(f, json_str(v->items[i]), english);

        buf_fmt(&b, "%s" STR_FMT,
            i == 0    ? ""
            : english ? ", "
                      : "、",
            STR_ARG(s));
    }
    return buf_done(&b, &ret, NULL) == OK ? ret : STR_EMPTY;
}

static struct str
mask_email(struct arena *a, struct str s)
{
    struct str local;
    bool more;
    struct str domain = str_cut(s, '@', &local, &more);

    if (!more)
        return STR("***");
    return arena_fmt(a, STR_FMT "***@" STR_FMT, STR_ARG(utf8_head(local, 1)),
        STR_ARG(domain));
}

static struct str
masked(struct arena *a, const struct pack_field *f, const struct json *v,
    bool english)
{
    struct str s = json_str(v);

    switch (f->type) {
    case FIELD_MOBILE:
    case FIELD_PHONE:
        return mask_mobile(a, s);
    case FIELD_ID_NO:
        return mask_id_no(a, s);
    case FIELD_EMAIL:
        return mask_email(a, s);
    case FIELD_TEXT:
        /* A name; anything longer is no name and is hidden whole. */
        if (utf8_count(s) <= 50)
            return mask_name(a, s);
        break;
    case FIELD_DATE:
        return arena_fmt(a, "%.4s-**-**", s.n >= 4 ? s.p : "****");
    default:
        break;
    }
    return english ? STR("(not shown)") : STR("（不公开）");
}

struct str
field_show(struct arena *a, const struct pack_field *f, const struct json *v,
    bool mask, bool english)
{
    if (field_is_empty(v))
        return STR_EMPTY;
    if (mask && f->is_private)
        return masked(a, f, v, english);

    switch (v->type) {
    case JSON_TRUE:
        return english ? STR("Yes") : STR("是");
    case JSON_FALSE:
        return english ? STR("No") : STR("否");
    case JSON_INT:
        if (f->type == FIELD_MONEY_FEN)
            return show_money(a, v->i, english);
        return is_year(f) ? arena_fmt(a, "%lld", (long long)v->i)
                          : grouped(a, v->i);
    case JSON_LIST:
        if (f->type == FIELD_ROWS)
            return arena_fmt(a, english ? "%zu rows" : "共 %zu 行", v->n);
        return show_list(a, f, v, english);
    case JSON_TEXT:
        break;
    default:
        return json_of(a, v);
    }
    if (f->type == FIELD_DATE)
        return show_date(a, v->s, english);
    if (f->type == FIELD_DATE_TIME)
        return show_date_time(a, v->s, english);
    return f->type == FIELD_ONE_OF ? option_text(f, v->s, english) : v->s;
}

struct str
field_input(struct arena *a, const struct pack_field *f, const struct json *v)
{
    switch (v->type) {
    case JSON_NULL:
        return STR_EMPTY;
    case JSON_TRUE:
        return STR("1");
    case JSON_FALSE:
        return STR("0");
    case JSON_INT:
        if (f->type == FIELD_MONEY_FEN && v->i >= 0)
            return arena_fmt(a, "%lld.%02lld", (long long)(v->i / 100),
                (long long)(v->i % 100));
        return arena_fmt(a, "%lld", (long long)v->i);
    case JSON_TEXT:
        /* What <input type="datetime-local"> takes. */
        if (f->type == FIELD_DATE_TIME && v->s.n == 25 &&
            str_ends(v->s, STR("+08:00")))
            return str_sub(v->s, 0, 16);
        return v->s;
    case JSON_DECIMAL:
        return v->s;
    case JSON_LIST:
    case JSON_OBJECT:
        break;
    }
    return json_of(a, v);
}
