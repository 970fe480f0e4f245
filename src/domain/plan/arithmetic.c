/* Ratios in integers: what is compared is never rounded (R10). Every figure is
 * at most PLAN_FIGURE_MAX, per at most 100,000, scales at most 1,000, decimals
 * below 10,000, so all products fit 64 bits. */
#include "plan_private.h"

bool
figure_of(const struct json *answers, struct str field, int64_t *ret)
{
    const struct json *v =
        answers == NULL || field.n == 0 ? NULL : json_get(answers, field);

    if (v == NULL || v->type != JSON_INT)
        return false;
    *ret = v->i;
    return true;
}

/* What people call a field of the form. */
static struct str
called(const struct pack *p, struct str field)
{
    const struct pack_form *form = pack_form(p, p->planning->form);
    const struct pack_field *f =
        form == NULL ? NULL : form_field(form, field);

    return f == NULL || f->label.zh.n == 0 ? field : f->label.zh;
}

/* numerator * per / denominator, four decimals, cut. */
static struct str
shown(struct arena *a, int64_t numerator, int64_t per, int64_t denominator)
{
    int64_t whole = numerator * per / denominator;
    int64_t rest = numerator * per % denominator;
    int64_t part = 0;

    for (int i = 0; i < 4; i++) {
        rest *= 10;
        part = part * 10 + rest / denominator;
        rest %= denominator;
    }
    return arena_fmt(a, "%lld.%04lld", (long long)whole, (long long)part);
}

static void
miss(struct arena *a, struct str field, struct plan_passport *ret)
{
    struct str *list =
        arena_new_array(a, struct str, ret->n_missing + 1);

    for (size_t i = 0; i < ret->n_missing; i++)
        list[i] = ret->missing[i];
    list[ret->n_missing++] = field;
    ret->missing = list;
}

static void
add_up(struct arena *a, const struct pack *p, const struct pack_ratio *r,
    const struct json *answers, struct plan_passport *ret)
{
    for (size_t i = 0; i < r->n_numerator; i++) {
        int64_t v = 0;

        if (!figure_of(answers, r->numerator[i], &v)) {
            miss(a, r->numerator[i], ret);
            continue;
        }
        ret->numerator += v;
        ret->parts = arena_fmt(a, STR_FMT "%s" STR_FMT " %lld",
            STR_ARG(ret->parts), ret->parts.n > 0 ? " + " : "",
            STR_ARG(called(p, r->numerator[i])), (long long)v);
    }
    if (!figure_of(answers, r->denominator, &ret->denominator) ||
        ret->denominator <= 0)
        miss(a, r->denominator, ret);
}

static struct str
tolerance_of(const struct pack *p, const struct pack_ratio *r,
    const struct json *readings)
{
    const struct pack_reading *reading =
        r->tolerance.n == 0 ? NULL : pack_reading(p, r->tolerance);
    struct str chosen = readings == NULL || reading == NULL
                            ? STR_EMPTY
                            : json_str(json_get(readings, reading->name));

    if (reading == NULL)
        return STR_EMPTY;
    return chosen.n > 0 ? chosen : reading->chosen;
}

/* The least that counts as reached: threshold less tolerance. */
static struct plan_decimal
least(const struct pack_ratio *r, struct str tolerance)
{
    struct plan_decimal t = { 0, 1 }, all = r->reached;

    if (!plan_decimal_read(tolerance, &t))
        return all;
    while (all.scale < t.scale) {
        all.scale *= 10;
        all.value *= 10;
    }
    all.value -= t.value * (all.scale / t.scale);
    return all;
}

static struct str
decimal_text(struct arena *a, struct plan_decimal d)
{
    int64_t whole = d.value / d.scale, part = d.value % d.scale;

    while (d.scale > 1 && part % 10 == 0) {
        part /= 10;
        d.scale /= 10;
    }
    if (d.scale == 1)
        return arena_fmt(a, "%lld", (long long)whole);
    int digits = d.scale == 10 ? 1 : d.scale == 100 ? 2 : 3;
    return arena_fmt(
        a, "%lld.%0*lld", (long long)whole, digits, (long long)part);
}

/* "229 × 10000 = 2290000 < 2.3 × 1000000 = 2300000" */
static struct str
compared(struct arena *a, const struct pack_ratio *r,
    const struct plan_passport *q, struct plan_decimal d)
{
    int64_t left = q->numerator * r->per;
    struct plan_decimal right = { d.value * q->denominator, d.scale };

    return arena_fmt(a, "%lld × %lld = %lld %s " STR_FMT " × %lld = " STR_FMT,
        (long long)q->numerator, (long long)r->per, (long long)left,
        q->reached ? "≥" : "<", STR_ARG(decimal_text(a, d)),
        (long long)q->denominator, STR_ARG(decimal_text(a, right)));
}

static int64_t
gap_of(const struct pack_ratio *r, const struct plan_passport *q)
{
    int64_t unit = r->reached.scale * r->per;
    int64_t need = (r->reached.value * q->denominator + unit - 1) / unit;

    return need > q->numerator ? need - q->numerator : 0;
}

void
plan_ratio(struct arena *a, const struct pack *p, const struct pack_ratio *r,
    const struct json *readings, const struct json *answers,
    struct plan_passport *ret)
{
    const struct pack_planning *q = p->planning;

    *ret = (struct plan_passport){ .ratio = r,
        .as_of = DAY_NONE,
        .tolerance = tolerance_of(p, r, readings) };
    if (answers != NULL) {
        struct str day = json_str(json_get(answers, q->as_of));

        if (day.n > 0 && day_parse(day, &ret->as_of, NULL) != OK)
            ret->as_of = DAY_NONE;
        ret->source = json_str(json_get(answers, q->source));
    }
    add_up(a, p, r, answers, ret);
    ret->known = ret->n_missing == 0;
    if (!ret->known)
        return;
    struct plan_decimal d = least(r, ret->tolerance);
    ret->reached = ret->numerator * r->per * d.scale >=
                   d.value * ret->denominator;
    ret->shown = shown(a, ret->numerator, r->per, ret->denominator);
    ret->gap = gap_of(r, ret);
    ret->arithmetic = compared(a, r, ret, d);
}

static struct str
missing_words(struct arena *a, const struct plan_passport *p)
{
    struct str all = STR_EMPTY;

    for (size_t i = 0; i < p->n_missing; i++)
        all = arena_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(all),
            i > 0 ? "、" : "", STR_ARG(p->missing[i]));
    return all;
}

struct str
plan_passport_text(struct arena *a, const struct plan_passport *p)
{
    struct str where = arena_fmt(a, "%lld 年，" STR_FMT "%s" STR_FMT,
        (long long)p->year, STR_ARG(p->unit), p->borders.n > 0 ? "，" : "",
        STR_ARG(p->borders));
    struct str from = day_is_none(p->as_of)
        ? STR_EMPTY
        : arena_fmt(a, "；统计时点 " STR_FMT "，来源：" STR_FMT,
              STR_ARG(day_iso(a, p->as_of)), STR_ARG(p->source));

    if (!p->known)
        return arena_fmt(a, STR_FMT "：尚不能计算，缺少" STR_FMT "（" STR_FMT
                            STR_FMT "）",
            STR_ARG(p->ratio->title.zh), STR_ARG(missing_words(a, p)),
            STR_ARG(where), STR_ARG(from));
    return arena_fmt(a,
        STR_FMT " " STR_FMT "：（" STR_FMT "）÷ %lld × %lld（" STR_FMT STR_FMT
                "）；" STR_FMT "，%s",
        STR_ARG(p->ratio->title.zh), STR_ARG(p->shown), STR_ARG(p->parts),
        (long long)p->denominator, (long long)p->ratio->per, STR_ARG(where),
        STR_ARG(from), STR_ARG(p->arithmetic),
        p->reached ? "已达到" : "未达到");
}

bool
plan_rural_kept(const struct pack *p, int64_t rural, int64_t total)
{
    int64_t share = 0;

    if (p->planning->rural_share.n == 0 || total == 0 ||
        pack_parameter(p, p->planning->rural_share, &share, NULL) != OK)
        return true;
    return rural * 100 > share * total;
}
