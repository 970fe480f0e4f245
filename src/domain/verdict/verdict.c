#include "domain/verdict.h"

#define RESULT_MAX (4u * 1024 * 1024)

static enum status
canonical(struct arena *a, const struct json *v, struct str *ret,
    struct err *err)
{
    struct buf b;

    buf_init(&b, a, RESULT_MAX);
    json_write_canonical(&b, v);
    return buf_done(&b, ret, err);
}

enum status
verdict_again(struct act *x, const struct verdict_row *row,
    struct pack_verdict *ret, bool *ret_same, struct err *err)
{
    const struct pack *p = domain_pack(x->d, row->pack_hash);
    const struct json *readings = json_get(row->inputs, STR("readings"));
    struct pack_facts facts = {
        .answers = json_get(row->inputs, STR("answers")),
        .extra = json_get(row->inputs, STR("extra")),
        .readings = json_is_null(readings) ? NULL : readings,
        .reference = row->reference,
        .now_us = json_int(json_get(row->inputs, STR("now_us")), row->at_us),
        .holidays = x->d->holidays,
    };
    struct str then, now;

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND,
            "作出结论时的政策包版本（" STR_FMT "）没有安装在本系统",
            STR_ARG(row->pack_hash));
    TRY(pack_judge(x->a, p, row->rule, &facts, ret, err));
    TRY(canonical(x->a, row->result, &then, err));
    TRY(canonical(x->a, pack_verdict_json(x->a, ret), &now, err));
    *ret_same = str_eq(then, now);
    return OK;
}

/* --- the day of the decision --- */

const struct pack_verdict *
verdict_hindrance(const struct pack_verdict *v, enum outcome kind)
{
    for (size_t i = 0; i < v->n_parts; i++) {
        const struct pack_verdict *h =
            v->parts[i].outcome == kind
                ? verdict_hindrance(&v->parts[i], kind)
                : NULL;

        if (h != NULL)
            return h;
    }
    return v->outcome == kind ? v : NULL;
}

enum status
verdict_on_day(struct act *x, const struct application *app, struct str rule,
    const struct pack_facts *facts, struct day day, struct pack_verdict *ret,
    struct err *err)
{
    struct pack_facts then = *facts;

    if (day_cmp(day, then.reference) > 0)
        then.reference = day;
    TRY(pack_judge(x->a, app->pack, rule, &then, ret, err));
    return verdict_keep(x, app, STR("decision_day"), ret, &then, err);
}

enum status
verdict_recheck(struct act *x, const struct application *app, struct str rule,
    const struct pack_facts *facts, struct day day, const char *what,
    struct err *err)
{
    struct pack_verdict v;

    TRY(verdict_on_day(x, app, rule, facts, day, &v, err));
    if (v.outcome != NOT_MET)
        return OK;
    const struct pack_verdict *h = verdict_hindrance(&v, NOT_MET);
    const struct pack_clause *c = pack_clause(app->pack, h->rule->clause);
    return err_set(err, ERR_CONFLICT,
        "不能%s：“" STR_FMT "”以 " STR_FMT " 为基准日复核，“" STR_FMT
        "”不符合（" STR_FMT "）；依据" STR_FMT,
        what, STR_ARG(app->name),
        STR_ARG(day_iso(x->a,
            day_cmp(day, facts->reference) > 0 ? day : facts->reference)),
        STR_ARG(h->rule->title.zh), STR_ARG(h->why),
        STR_ARG(c == NULL ? h->rule->clause : c->cite));
}
