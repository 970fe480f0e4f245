/* The pools of a draw: who is in, who is out and why, who must not meet. */
#include "domain/account.h"
#include "domain/incident.h"
#include "domain/interest.h"
#include "domain/record.h"
#include "draw_private.h"
#include "draw_store.h"

#include <stdlib.h>

/* --- conditions on a holder --- */

enum status
draw_judge(struct act *x, const struct programme *p,
    const struct accreditation *c, struct str rule, struct pack_verdict *ret,
    struct err *err)
{
    struct pack_facts f;
    struct json *extra = json_new(x->a, JSON_OBJECT);

    TRY(incident_holder_facts(x, c, x->today, &f, err));
    for (size_t i = 0; i < f.extra->n; i++)
        json_set(x->a, extra, f.extra->keys[i], f.extra->items[i]);
    json_set(x->a, extra, STR("状态"),
        json_text(x->a,
            accreditation_state_name(accreditation_state_on(c, x->today))));
    TRY(record_facts(x, p, c->subject_id, rule, extra, err));
    TRY(record_report_facts(
        x, p, c->subject_id, record_report_year(x->today), extra, err));
    f.extra = extra;
    return pack_judge(x->a, p->pack, rule, &f, ret, err);
}

struct str
draw_why(struct arena *a, const struct pack_verdict *v)
{
    struct buf b;

    if (v->outcome != UNDECIDED || v->n_missing == 0)
        return v->error.n > 0 ? v->error : v->why;
    buf_init(&b, a, 8192);
    buf_lit(&b, "尚不能判断，缺少");
    for (size_t i = 0; i < v->n_missing; i++) {
        buf_str(&b, i > 0 ? STR("、") : STR_EMPTY);
        buf_str(&b, v->sources != NULL ? v->sources[i].label.zh
                                       : v->missing[i]);
    }
    return buf_view(&b);
}

/* --- objects --- */

static struct str
given_reason(
    const struct draw_exclusion *list, size_t n, int64_t id, bool *ret_given)
{
    *ret_given = false;
    for (size_t i = 0; i < n; i++) {
        if (list[i].id != id)
            continue;
        *ret_given = true;
        return str_trim(list[i].reason);
    }
    return STR_EMPTY;
}

static enum status
no_reason(struct str name, struct err *err)
{
    return err_field(err, ERR_INPUT, STR("reason"),
        "排除“" STR_FMT "”应写明理由", STR_ARG(name));
}

/* Out of the pool by the pack's condition. What cannot be judged stays in: a
 * missing fact does not save anybody from being drawn. */
static enum status
judge_where(struct act *x, const struct draw_pools_full *f,
    const struct accreditation *c, struct draw_object *o, struct err *err)
{
    struct pack_verdict v;

    if (f->p.inspection->where.n == 0 || o->excluded.n > 0)
        return OK;
    TRY(draw_judge(x, f->programme, c, f->p.inspection->where, &v, err));
    if (v.outcome == NOT_MET)
        o->excluded = arena_fmt(x->a, "不在抽查范围：" STR_FMT,
            STR_ARG(draw_why(x->a, &v)));
    return OK;
}

static enum status
judge_raise(struct act *x, const struct draw_pools_full *f,
    const struct accreditation *c, struct draw_object *o, struct err *err)
{
    struct json *list = json_new(x->a, JSON_LIST);

    o->tickets = 1;
    for (size_t i = 0; i < f->p.inspection->n_raise; i++) {
        const struct pack_raise *r = &f->p.inspection->raise[i];
        struct json *line;
        struct pack_verdict v;

        TRY(draw_judge(x, f->programme, c, r->rule, &v, err));
        if (v.outcome == NOT_MET)
            continue;
        if (v.outcome == MET && r->factor > o->tickets)
            o->tickets = r->factor;
        line = json_new(x->a, JSON_OBJECT);
        json_set(x->a, line, STR("title"), json_text(x->a, r->title.zh));
        json_set(x->a, line, STR("clause"), json_text(x->a, r->clause));
        json_set(x->a, line, STR("factor"),
            json_number(x->a, v.outcome == MET ? r->factor : 1));
        json_set(x->a, line, STR("why"),
            json_text(x->a, draw_why(x->a, &v)));
        json_push(x->a, list, line);
    }
    o->raised = list;
    return OK;
}

static enum status
add_object(struct act *x, const struct draw_new *n,
    const struct draw_pools_full *f, const struct accreditation *c,
    struct draw_object *o, struct err *err)
{
    bool given = false;

    *o = (struct draw_object){ .subject_id = c->subject_id,
        .accreditation_id = c->id,
        .id = c->number,
        .name = c->name,
        .region = c->region,
        .tickets = 1,
        .raised = json_new(x->a, JSON_LIST) };
    o->excluded = given_reason(n->objects, n->n_objects, c->id, &given);
    if (given && o->excluded.n == 0)
        return no_reason(c->name, err);
    if (!sampler_id_is_good(c->number))
        o->excluded = STR("没有可用的编号，不能参加抽取");
    TRY(judge_where(x, f, c, o, err));
    return o->excluded.n > 0 ? OK : judge_raise(x, f, c, o, err);
}

static int
by_id(const void *p, const void *q)
{
    const struct draw_object *a = p, *b = q;
    int c = str_cmp(a->id, b->id);

    return c != 0 ? c
                  : (a->accreditation_id > b->accreditation_id) -
                        (a->accreditation_id < b->accreditation_id);
}

static enum status
read_objects(struct act *x, const struct draw_new *n,
    struct draw_pools_full *f, struct err *err)
{
    const struct holder_key *keys = NULL;
    struct map *seen = map_new(x->a);
    size_t n_keys = 0;

    TRY(draw_store_holders(x, n->programme_id, DRAW_OBJECTS_MOST + 1, &keys,
        &n_keys, err));
    if (n_keys > DRAW_OBJECTS_MOST)
        return err_field(err, ERR_INPUT, STR("region"),
            "持有人超过 %d 名，请分地区抽取", DRAW_OBJECTS_MOST);
    f->objects = arena_new_array(x->a, struct draw_object, n_keys + 1);
    for (size_t i = 0; i < n_keys; i++) {
        struct accreditation c;

        TRY(accreditation_load(
            x, keys[i].subject_id, keys[i].id, &c, err));
        if (!accreditation_has_rights(&c, x->today) ||
            (n->region.n > 0 &&
                !region_within(x->d->regions, c.region, n->region)))
            continue;
        /* One subject, one place, however many titles it holds. */
        struct str key =
            arena_fmt(x->a, "%lld", (long long)c.subject_id);
        if (map_put(seen, key, f) != NULL)
            continue;
        TRY(add_object(
            x, n, f, &c, &f->objects[f->p.n_objects++], err));
    }
    if (f->p.n_objects > 1)
        qsort(f->objects, f->p.n_objects, sizeof(*f->objects), by_id);
    return OK;
}

/* --- inspectors --- */

static bool
covers(const struct act *x, struct str outer, struct str region)
{
    if (outer.n == 0)
        return true;
    return region.n > 0 && region_within(x->d->regions, region, outer);
}

static bool
may_be_sent(const struct pack_inspection *s, const struct candidate *c)
{
    for (size_t i = 0; i < s->n_bodies; i++) {
        if (str_eq(s->bodies[i], c->kind))
            return true;
    }
    return s->n_bodies == 0;
}

static int
by_account(const void *p, const void *q)
{
    const struct draw_inspector *a = p, *b = q;

    return str_cmp(a->id, b->id);
}

/* Officers of this programme. Who works for all programmes at once is of the
 * installation and inspects only where nobody was entered for this one. */
static enum status
officers(struct act *x, int64_t programme_id, const struct candidate **ret,
    size_t *ret_n, struct err *err)
{
    const struct officer_grant *list = NULL;
    struct candidate *all;
    size_t n = 0;
    bool own = false;

    TRY(officer_list(x, programme_id, &list, &n, err));
    all = arena_new_array(x->a, struct candidate, n + 1);
    *ret_n = 0;
    for (size_t i = 0; i < n; i++)
        own = own || list[i].programme_id == programme_id;
    for (size_t i = 0; i < n; i++) {
        if (own && list[i].programme_id != programme_id)
            continue;
        all[(*ret_n)++] = (struct candidate){ .account_id = list[i].account_id,
            .name = list[i].name,
            .unit = role_title(list[i].role),
            .region = list[i].region };
    }
    *ret = all;
    return OK;
}

static enum status
read_inspectors(struct act *x, const struct draw_new *n,
    struct draw_pools_full *f, struct err *err)
{
    const struct pack_inspection *s = f->p.inspection;
    const struct candidate *list = NULL;
    size_t found = 0;

    TRY(s->n_bodies > 0
            ? draw_store_seats(x, n->programme_id, &list, &found, err)
            : officers(x, n->programme_id, &list, &found, err));
    f->inspectors = arena_new_array(x->a, struct draw_inspector, found + 1);
    for (size_t i = 0; i < found; i++) {
        size_t *at = &f->p.n_inspectors;
        bool given = false;

        if (!may_be_sent(s, &list[i]) ||
            !covers(x, list[i].region, n->region) ||
            (*at > 0 &&
                f->inspectors[*at - 1].account_id == list[i].account_id))
            continue;
        struct draw_inspector *who = &f->inspectors[(*at)++];
        *who = (struct draw_inspector){ .account_id = list[i].account_id,
            .id = arena_fmt(
                x->a, "%lld", (long long)list[i].account_id),
            .name = list[i].name,
            .unit = list[i].unit };
        who->excluded = given_reason(
            n->inspectors, n->n_inspectors, who->account_id, &given);
        if (given && who->excluded.n == 0)
            return no_reason(who->name, err);
    }
    if (f->p.n_inspectors > 1)
        qsort(f->inspectors, f->p.n_inspectors, sizeof(*f->inspectors),
            by_account);
    return OK;
}

/* --- who must not meet --- */

static const struct interest_bar *
find_bar(const struct interest_bar *list, size_t n, int64_t subject_id)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (list[mid].subject_id < subject_id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && list[lo].subject_id == subject_id ? &list[lo] : NULL;
}

static enum status
read_bars(struct act *x, struct draw_pools_full *f, struct err *err)
{
    VEC_OF(struct draw_bar) v = { 0 };

    for (size_t i = 0; i < f->p.n_inspectors; i++) {
        struct draw_inspector *who = &f->inspectors[i];
        const struct interest_bar *bars = NULL;
        size_t n = 0;

        if (who->excluded.n > 0)
            continue;
        TRY(interest_bars_of(x, who->account_id, &bars, &n, err));
        for (size_t k = 0; n > 0 && k < f->p.n_objects; k++) {
            const struct interest_bar *b =
                find_bar(bars, n, f->objects[k].subject_id);

            if (b == NULL || f->objects[k].excluded.n > 0)
                continue;
            *VEC_PUSH(x->a, &v) = (struct draw_bar){ k, i, b->why };
            f->objects[k].conflicts++;
            who->conflicts++;
        }
    }
    f->bars = v.p;
    f->n_bars = f->p.n_conflicts = v.n;
    return OK;
}

/* --- all together --- */

/* Every exclusion is about somebody in the pools. */
static enum status
check_exclusions(const struct draw_new *n, const struct draw_pools_full *f,
    struct err *err)
{
    for (size_t i = 0; i < n->n_objects; i++) {
        bool found = false;

        for (size_t k = 0; k < f->p.n_objects; k++)
            found = found ||
                    f->objects[k].accreditation_id == n->objects[i].id;
        if (!found)
            return err_field(err, ERR_INPUT, STR("objects"),
                "要排除的检查对象不在名单中，请刷新后再办理");
    }
    for (size_t i = 0; i < n->n_inspectors; i++) {
        bool found = false;

        for (size_t k = 0; k < f->p.n_inspectors; k++)
            found = found ||
                    f->inspectors[k].account_id == n->inspectors[i].id;
        if (!found)
            return err_field(err, ERR_INPUT, STR("inspectors"),
                "要排除的检查人员不在名单中，请刷新后再办理");
    }
    return OK;
}

static enum status
require(struct act *x, const struct draw_new *n, struct err *err)
{
    if (n->region.n == 0)
        return act_require_whole(x, MAY_SUPERVISE, n->programme_id, err);
    if (region_find(x->d->regions, n->region) == NULL)
        return err_field(err, ERR_INPUT, STR("region"),
            "没有行政区划代码“" STR_FMT "”", STR_ARG(n->region));
    return act_require(x, MAY_SUPERVISE, n->programme_id, n->region, err);
}

static void
count(struct draw_pools_full *f)
{
    for (size_t i = 0; i < f->p.n_objects; i++)
        f->p.n_objects_in += f->objects[i].excluded.n == 0;
    for (size_t i = 0; i < f->p.n_inspectors; i++)
        f->p.n_inspectors_in += f->inspectors[i].excluded.n == 0;
    f->p.count = sampler_count(f->p.n_objects_in, f->p.percent,
        (size_t)f->p.inspection->least);
    f->p.objects = f->objects;
    f->p.inspectors = f->inspectors;
}

enum status
draw_pools_make(struct act *x, const struct draw_new *n,
    struct draw_pools_full *ret, struct err *err)
{
    const struct programme *p = domain_programme(x->d, n->programme_id);
    struct draw_pools_full f = { .programme = p };

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有找到这一项目");
    TRY(require(x, n, err));
    f.p.inspection = pack_inspection(p->pack, n->inspection);
    if (f.p.inspection == NULL)
        return err_field(err, ERR_INPUT, STR("inspection"),
            "请选择这一项目的检查种类");
    TRY(pack_parameter(
        p->pack, f.p.inspection->share, &f.p.percent, err));
    TRY(read_objects(x, n, &f, err));
    TRY(read_inspectors(x, n, &f, err));
    TRY(check_exclusions(n, &f, err));
    TRY(read_bars(x, &f, err));
    count(&f);
    *ret = f;
    return OK;
}

enum status
draw_pools(struct act *x, const struct draw_new *n, struct draw_pools *ret,
    struct err *err)
{
    struct draw_pools_full f;

    TRY(draw_pools_make(x, n, &f, err));
    *ret = f.p;
    return OK;
}
