#include "eval.h"

#include "decimal.h"
#include "temporal.h"

#include <string.h>

enum style {
    SHOW_FEEL,  /* date("2023-03-12"), "text" */
    SHOW_PLAIN, /* 2023-03-12, "text" inside lists */
    SHOW_PEOPLE /* 2023-03-12, text, 是 */
};

static void show(struct buf *b, struct arena *a, const struct feel_value *v,
    enum style style, size_t depth);

static void
show_quoted(struct buf *b, struct str s)
{
    buf_byte(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c == '"' || c == '\\') {
            buf_byte(b, '\\');
            buf_byte(b, c);
        } else if (c == '\n') {
            buf_lit(b, "\\n");
        } else if (c == '\r') {
            buf_lit(b, "\\r");
        } else if (c == '\t') {
            buf_lit(b, "\\t");
        } else {
            buf_byte(b, c);
        }
    }
    buf_byte(b, '"');
}

static void
show_number(struct buf *b, struct feel_number n)
{
    char text[DEC_TEXT_MAX];

    buf_add(b, text, dec_text(n, text));
}

static void
show_temporal(struct buf *b, struct arena *a, const struct feel_value *v,
    enum style style)
{
    static const char *const calls[] = {
        [FEEL_DATE] = "date",
        [FEEL_TIME] = "time",
        [FEEL_DATE_TIME] = "date and time",
        [FEEL_DAYS_DURATION] = "duration",
        [FEEL_YEARS_DURATION] = "duration",
    };
    struct str text = temporal_text(a, v);

    if (style == SHOW_FEEL)
        buf_fmt(b, "%s(\"" STR_FMT "\")", calls[v->type], STR_ARG(text));
    else
        buf_str(b, text);
}

/* 2年3个月, 5天3小时 */
static void
show_duration_zh(struct buf *b, const struct feel_value *v)
{
    static const int64_t months[] = { 12, 1 };
    static const char *const months_zh[] = { "年", "个月" };
    static const int64_t seconds[] = { 86400, 3600, 60, 1 };
    static const char *const seconds_zh[] = { "天", "小时", "分钟", "秒" };
    bool years = v->type == FEEL_YEARS_DURATION;
    int64_t n = years ? v->months : v->seconds;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

    if (n < 0)
        buf_lit(b, "负");
    if (n == 0)
        buf_str(b, years ? STR("0个月") : STR("0天"));
    for (size_t i = 0; i < (years ? 2u : 4u); i++) {
        uint64_t unit = (uint64_t)(years ? months[i] : seconds[i]);

        if (rest / unit > 0)
            buf_fmt(b, "%llu%s", (unsigned long long)(rest / unit),
                years ? months_zh[i] : seconds_zh[i]);
        rest %= unit;
    }
}

/* 2023-03-12 23:59:59, with an offset shown only if it is not Beijing's. */
static void
show_moment_zh(struct buf *b, struct arena *a, const struct feel_value *v)
{
    struct feel_value local = *v;
    struct str text;

    if (v->has_zone && v->zone_s == TEMPORAL_BEIJING_S) {
        local.has_zone = false;
        if (v->type == FEEL_DATE_TIME)
            local.epoch_s += TEMPORAL_BEIJING_S;
    }
    text = temporal_text(a, &local);
    for (size_t i = 0; i < text.n; i++)
        buf_byte(b, text.p[i] == 'T' ? ' ' : text.p[i]);
}

static bool
plain_key(struct str s)
{
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t cp = utf8_next(s, &at);

        if (!(from == 0 ? feel_is_name_start(cp)
                        : feel_is_name_part(cp) || cp == ' '))
            return false;
    }
    return s.n > 0;
}

static void
show_context(struct buf *b, struct arena *a, const struct feel_value *v,
    enum style style, size_t depth)
{
    buf_str(b, style == SHOW_PEOPLE ? STR("") : STR("{"));
    for (size_t i = 0; i < v->context.n; i++) {
        if (i > 0)
            buf_str(b, style == SHOW_PEOPLE ? STR("；") : STR(", "));
        if (style == SHOW_PEOPLE || plain_key(v->context.names[i]))
            buf_str(b, v->context.names[i]);
        else
            show_quoted(b, v->context.names[i]);
        buf_str(b, style == SHOW_PEOPLE ? STR("：") : STR(": "));
        show(b, a, &v->context.values[i], style, depth + 1);
    }
    buf_str(b, style == SHOW_PEOPLE ? STR("") : STR("}"));
}

static void
show_list(struct buf *b, struct arena *a, const struct feel_value *v,
    enum style style, size_t depth)
{
    buf_str(b, style == SHOW_PEOPLE ? STR("") : STR("["));
    if (style == SHOW_PEOPLE && v->list.n == 0)
        buf_lit(b, "无");
    for (size_t i = 0; i < v->list.n && !b->failed; i++) {
        if (i > 0)
            buf_str(b, style == SHOW_PEOPLE ? STR("、") : STR(", "));
        show(b, a, &v->list.items[i], style, depth + 1);
    }
    buf_str(b, style == SHOW_PEOPLE ? STR("") : STR("]"));
}

static void
show_range(struct buf *b, struct arena *a, const struct feel_range *r,
    enum style style, size_t depth)
{
    static const struct str signs[] = {
        [FEEL_RANGE_BOTH] = STR_INIT(""),
        [FEEL_RANGE_LT] = STR_INIT("(< "),
        [FEEL_RANGE_LE] = STR_INIT("(<= "),
        [FEEL_RANGE_GT] = STR_INIT("(> "),
        [FEEL_RANGE_GE] = STR_INIT("(>= "),
        [FEEL_RANGE_EQ] = STR_INIT("(= "),
        [FEEL_RANGE_NE] = STR_INIT("(!= "),
    };
    bool below = r->form == FEEL_RANGE_LT || r->form == FEEL_RANGE_LE;

    if (r->form == FEEL_RANGE_BOTH) {
        buf_byte(b, r->low_closed ? '[' : '(');
        show(b, a, &r->low, style, depth + 1);
        buf_lit(b, "..");
        show(b, a, &r->high, style, depth + 1);
        buf_byte(b, r->high_closed ? ']' : ')');
        return;
    }
    buf_str(b, signs[r->form]);
    show(b, a, below ? &r->high : &r->low, style, depth + 1);
    buf_lit(b, ")");
}

/* A function without a name shows its parameters. */
static void
show_function(
    struct buf *b, const struct feel_value *v, const struct feel_function *f)
{
    struct str name = f->kind == FUNCTION_BUILTIN ? f->builtin->name
        : f->kind == FUNCTION_NATIVE              ? f->native->name
        : f->kind == FUNCTION_OUTSIDE             ? f->outside.name
                                                  : STR_EMPTY;

    if (name.n > 0) {
        buf_str(b, name);
        return;
    }
    buf_lit(b, "function(");
    for (size_t i = 0; i < feel_parameter_count(v); i++) {
        if (i > 0)
            buf_lit(b, ", ");
        buf_str(b, feel_parameter_name(v, i));
    }
    buf_lit(b, ")");
}

static void
show(struct buf *b, struct arena *a, const struct feel_value *v,
    enum style style, size_t depth)
{
    bool zh = style == SHOW_PEOPLE;

    if (depth > FEEL_VALUE_DEPTH || b->failed) {
        buf_lit(b, "...");
        b->failed = b->failed || style == SHOW_PLAIN;
        return;
    }
    switch (v->type) {
    case FEEL_NULL:
        buf_str(b, zh ? STR("未知") : STR("null"));
        return;
    case FEEL_BOOLEAN:
        if (zh)
            buf_str(b, v->boolean ? STR("是") : STR("否"));
        else
            buf_str(b, v->boolean ? STR("true") : STR("false"));
        return;
    case FEEL_NUMBER:
        show_number(b, v->number);
        return;
    case FEEL_STRING:
        if (zh)
            buf_str(b, v->string);
        else
            show_quoted(b, v->string);
        return;
    case FEEL_DATE:
    case FEEL_TIME:
    case FEEL_DATE_TIME:
        if (zh)
            show_moment_zh(b, a, v);
        else
            show_temporal(b, a, v, style);
        return;
    case FEEL_DAYS_DURATION:
    case FEEL_YEARS_DURATION:
        if (zh)
            show_duration_zh(b, v);
        else
            show_temporal(b, a, v, style);
        return;
    case FEEL_LIST:
        show_list(b, a, v, style, depth);
        return;
    case FEEL_CONTEXT:
        show_context(b, a, v, style, depth);
        return;
    case FEEL_RANGE:
        show_range(b, a, v->range, style, depth);
        return;
    case FEEL_FUNCTION:
        show_function(b, v, v->function);
        return;
    }
}

static struct str
shown(struct arena *a, const struct feel_value *v, enum style style)
{
    struct buf b;

    buf_init(&b, a, FEEL_TEXT_MAX);
    show(&b, a, v, style, 0);
    return buf_view(&b);
}

struct str
feel_show(struct arena *a, const struct feel_value *v)
{
    return shown(a, v, SHOW_FEEL);
}

struct str
feel_show_zh(struct arena *a, const struct feel_value *v)
{
    return shown(a, v, SHOW_PEOPLE);
}

bool
feel_plain(struct arena *a, const struct feel_value *v, struct str *ret)
{
    struct buf b;

    if (v->type == FEEL_STRING) {
        *ret = v->string;
        return true;
    }
    buf_init(&b, a, FEEL_TEXT_MAX);
    show(&b, a, v, SHOW_PLAIN, 0);
    *ret = buf_view(&b);
    return !b.failed;
}
