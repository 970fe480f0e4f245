/* Amounts as people read them: exact, in the unit of the fact. */
#include "judge.h"

#include "field.h"

#include <stdlib.h>

#define CUT_CHARS 60 /* a value longer than this is cut */

/* 3570 -> 59 小时 30 分; only whole minutes of an hour and more. */
static struct str
hours(struct arena *a, int64_t minutes, bool english)
{
    int64_t n = minutes < 0 ? -minutes : minutes;
    const char *sign = minutes < 0 ? "-" : "";

    if (n < 60)
        return STR_EMPTY;
    if (n % 60 == 0)
        return arena_fmt(a, english ? "%s%lld h" : "%s%lld 小时", sign,
            (long long)(n / 60));
    return arena_fmt(a,
        english ? "%s%lld h %lld min" : "%s%lld 小时 %lld 分", sign,
        (long long)(n / 60), (long long)(n % 60));
}

/* 800001 -> 8,000.01 元 */
static struct str
yuan(struct arena *a, int64_t fen, bool english)
{
    static const struct pack_field money = { .type = FIELD_MONEY_FEN };
    int64_t n = fen < 0 ? -fen : fen;
    struct str s =
        field_show(a, &money, json_number(a, n), false, english);

    return fen < 0 ? arena_join(a, STR("-"), s) : s;
}

static struct str
english_unit(struct str unit)
{
    static const char *const units[][2] = { { "家", "enterprises" },
        { "人", "persons" }, { "月", "months" }, { "个月", "months" },
        { "年", "years" }, { "日", "days" }, { "天", "days" },
        { "工作日", "working days" }, { "项", "items" }, { "篇", "entries" },
        { "场", "events" }, { "件", "cases" }, { "次", "times" },
        { "分钟", "minutes" }, { "小时", "hours" }, { "元", "yuan" } };

    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
        if (str_eq(unit, str_of(units[i][0])))
            return str_of(units[i][1]);
    return STR_EMPTY;
}

static struct str
plain(struct arena *a, const struct feel_value *v, bool english)
{
    struct str s;

    if (v->type == FEEL_LIST)
        return arena_fmt(a, english ? "%zu items" : "%zu 项", v->list.n);
    if (v->type == FEEL_BOOLEAN && english)
        return v->boolean ? STR("yes") : STR("no");
    s = feel_show_zh(a, v);
    if (utf8_count(s) > CUT_CHARS)
        s = arena_join(a, utf8_head(s, CUT_CHARS), STR("…"));
    return s;
}

/* The least integer has no opposite. */
static bool
whole(const struct feel_value *v, int64_t *ret)
{
    return v->type == FEEL_NUMBER && feel_to_int(v, ret) &&
        *ret > -INT64_C(1000000000000000) && *ret < INT64_C(1000000000000000);
}

struct str
amount_shown(struct arena *a, struct str unit, const struct feel_value *v,
    bool english)
{
    struct str h;
    int64_t n;

    if (str_eq(unit, STR("分")) && whole(v, &n))
        return yuan(a, n, english);
    if (str_eq(unit, STR("分钟")) && whole(v, &n)) {
        h = hours(a, n, english);
        if (h.n > 0)
            return arena_fmt(a,
                english ? STR_FMT " (" STR_FMT ")" : STR_FMT "（" STR_FMT "）",
                STR_ARG(plain(a, v, english)), STR_ARG(h));
    }
    return plain(a, v, english);
}

struct str
amount_with_unit(struct arena *a, struct str unit,
    const struct feel_value *v, bool english)
{
    struct str named = english ? english_unit(unit)
        : str_eq(unit, STR("月")) ? STR("个月") : unit;
    struct str h = STR_EMPTY;
    int64_t n;

    if (str_eq(unit, STR("分")) && whole(v, &n))
        return yuan(a, n, english);
    if (named.n == 0)
        return plain(a, v, english);
    if (english && feel_to_int(v, &n) && n == 1 &&
        str_ends(named, STR("ies")))
        named = STR("entry");
    else if (english && feel_to_int(v, &n) && n == 1)
        named = str_sub(named, 0, named.n - 1);
    if (str_eq(unit, STR("分钟")) && whole(v, &n))
        h = hours(a, n, english);
    return arena_fmt(a, STR_FMT " " STR_FMT "%s" STR_FMT "%s",
        STR_ARG(plain(a, v, english)), STR_ARG(named),
        h.n == 0 ? "" : english ? " (" : "（", STR_ARG(h),
        h.n == 0 ? "" : english ? ")" : "）");
}

static const struct pack_field *
field_of(const struct pack *p, struct str name)
{
    for (size_t i = 0; i < p->n_forms; i++) {
        const struct pack_field *f = form_field(&p->forms[i], name);

        if (f != NULL)
            return f;
    }
    return NULL;
}

struct str
fact_shown(struct arena *a, const struct pack *p, struct str name,
    const struct feel_value *v, bool english)
{
    const struct pack_field *f = field_of(p, name);

    if (f != NULL && v->type == FEEL_STRING && v->string.n > 0 &&
        (f->is_private || f->type == FIELD_ONE_OF)) {
        struct str s = field_show(
            a, f, json_text(a, v->string), f->is_private, english);

        if (s.n > 0)
            return s;
    }
    if (f != NULL && f->is_private && v->type == FEEL_DATE)
        return field_show(
            a, f, json_text(a, day_iso(a, v->date)), true, english);
    return amount_shown(a, fact_unit(p, name), v, english);
}
