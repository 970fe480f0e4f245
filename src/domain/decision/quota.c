/* Places of quotas, and places beyond them by decision of the leading group
 * (R12). */
#include "decision_private.h"

#include "decision_store.h"
#include "domain/interest.h"
#include "domain/place.h"

/* --- reading --- */

/* The version whose numbers count today, for every application alike. */
static const struct pack *
pack_today(struct act *x, int64_t programme_id, const struct pack *otherwise)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    bool fits = p != NULL && day_cmp(p->pack->in_force, x->today) <= 0;

    return fits || otherwise == NULL ? p->pack : otherwise;
}

static enum status
read_quota(struct act *x, int64_t programme_id, const struct pack *pack,
    const struct pack_quota *def, struct quota *ret, struct err *err)
{
    *ret = (struct quota){ .def = def };
    TRY(pack_parameter(pack, def->limit, &ret->limit, err));
    return place_used(
        x, programme_id, def->name, &ret->used, &ret->overrides, err);
}

static enum status
hide(struct act *x, int64_t programme_id, struct quota *list, size_t n,
    struct err *err)
{
    bool hidden = false;

    TRY(interest_open(x, programme_id, &hidden, err));
    for (size_t i = 0; i < n && hidden; i++) {
        list[i].used = list[i].overrides = 0;
        list[i].hidden = true;
    }
    return OK;
}

enum status
quota_list(struct act *x, int64_t programme_id, const struct quota **ret,
    size_t *ret_n, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    struct quota *list;

    TRY(act_require(x, MAY_READ_FILES, programme_id, STR_EMPTY, err));
    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    list = arena_new_array(x->a, struct quota, p->pack->n_quotas);
    for (size_t i = 0; i < p->pack->n_quotas; i++)
        TRY(read_quota(x, programme_id, p->pack, &p->pack->quotas[i],
            &list[i], err));
    TRY(hide(x, programme_id, list, p->pack->n_quotas, err));
    *ret = list;
    *ret_n = p->pack->n_quotas;
    return OK;
}

enum status
quota_year(struct act *x, const struct application *app, int *ret,
    struct err *err)
{
    struct round r;

    if (app->round_id == 0) {
        *ret = day_ymd(x->today).year;
        return OK;
    }
    TRY(round_get(x, app->round_id, &r, err));
    *ret = day_ymd(
        day_is_none(r.reference) ? day_of_us(r.opens_us) : r.reference)
               .year;
    return OK;
}

/* Of an application, with the numbers as they are. */
static enum status
quotas_of(struct act *x, const struct application *app, struct quota **ret,
    size_t *ret_n, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_stage *s =
        p == NULL ? NULL : procedure_stage(p, STAGE_DECISION);
    const struct pack *now = pack_today(x, app->programme_id, app->pack);
    VEC_OF(struct quota) v = { 0 };
    int year = 0;

    TRY(quota_year(x, app, &year, err));
    for (size_t i = 0; s != NULL && i < s->n_quotas; i++) {
        const struct pack *pack = now;
        const struct pack_quota *def = pack_quota(now, s->quotas[i]);

        if (def == NULL) { /* the version of today knows it no more */
            pack = app->pack;
            def = pack_quota(pack, s->quotas[i]);
        }
        if (def != NULL && (def->year == 0 || def->year == year))
            TRY(read_quota(x, app->programme_id, pack, def,
                VEC_PUSH(x->a, &v), err));
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
decision_quotas(struct act *x, const struct application *app,
    const struct quota **ret, size_t *ret_n, struct err *err)
{
    struct quota *list = NULL;

    TRY(quotas_of(x, app, &list, ret_n, err));
    TRY(hide(x, app->programme_id, list, *ret_n, err));
    *ret = list;
    return OK;
}

enum status
decision_late(struct act *x, const struct application *app,
    const struct decision_line *l, int64_t *ret_days, struct err *err)
{
    struct quota *list = NULL;
    size_t n = 0;

    *ret_days = 0;
    if (l->decision != DECISION_RECOGNISE)
        return OK;
    TRY(quotas_of(x, app, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct day due = list[i].def->due;

        if (!day_is_none(due) && l->decided.n - due.n > *ret_days)
            *ret_days = l->decided.n - due.n;
    }
    return OK;
}

/* --- taking --- */

static enum status
refuse_full(struct act *x, const struct application *app,
    const struct quota *q, struct err *err)
{
    const struct pack_clause *c = pack_clause(app->pack, q->def->clause);
    struct str cite = c == NULL ? q->def->clause : c->cite;
    struct quota now = *q;

    /* As it stands now, not as it was read: another officer was faster. */
    TRY(place_used(x, app->programme_id, q->def->name, &now.used,
        &now.overrides, err));
    TRY(hide(x, app->programme_id, &now, 1, err));
    if (now.hidden)
        return err_set(err, ERR_CONFLICT,
            "不能认定：“" STR_FMT "”已用完；依据" STR_FMT
            "。可以列入培育，或者由领导小组另行决定突破名额",
            STR_ARG(q->def->title.zh), STR_ARG(cite));
    return err_set(err, ERR_CONFLICT,
        "不能认定：“" STR_FMT "”已用完（%lld/%lld）；依据" STR_FMT
        "。可以列入培育，或者由领导小组另行决定突破名额",
        STR_ARG(q->def->title.zh), (long long)now.used, (long long)q->limit,
        STR_ARG(cite));
}

enum status
quota_take(struct act *x, const struct application *app, int64_t override_id,
    struct err *err)
{
    struct quota *list = NULL;
    size_t n = 0;

    TRY(quotas_of(x, app, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        bool beyond = override_id != 0 && list[i].used >= list[i].limit;
        bool taken = false;

        TRY(place_take(x,
            &(struct place_claim){ .programme_id = app->programme_id,
                .of = list[i].def->name,
                .subject_id = app->subject_id,
                .application_id = app->id },
            list[i].limit, beyond ? override_id : 0, &taken, err));
        if (!taken)
            return refuse_full(x, app, &list[i], err);
    }
    return OK;
}

enum status
quota_full(struct act *x, const struct application *app,
    struct str *ret_names, struct str *ret_places, struct err *err)
{
    const struct quota *list = NULL;
    size_t n = 0;

    *ret_names = *ret_places = STR_EMPTY;
    TRY(decision_quotas(x, app, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        bool has = false;

        TRY(place_has(x, app->programme_id, list[i].def->name,
            app->subject_id, &has, err));
        if (has || list[i].used < list[i].limit)
            continue;
        *ret_names = arena_fmt(x->a, STR_FMT "%s" STR_FMT,
            STR_ARG(*ret_names), ret_names->n > 0 ? "、" : "",
            STR_ARG(list[i].def->title.zh));
        *ret_places = arena_fmt(x->a, STR_FMT "%s%lld/%lld",
            STR_ARG(*ret_places), ret_places->n > 0 ? "、" : "",
            (long long)list[i].used, (long long)list[i].limit);
    }
    return OK;
}

enum status
decision_release(
    struct act *x, const struct application *app, struct err *err)
{
    return place_release(
        x, app->programme_id, app->subject_id, app->id, err);
}

/* --- beyond the quota --- */

static enum status
audit(struct act *x, const struct quota_override *o, const char *event,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, o->programme_id);
    const struct pack_quota *q = NULL;

    for (size_t i = 0; i < p->pack->n_quotas && q == NULL; i++) {
        if (str_find(o->quotas, p->pack->quotas[i].title.zh) != SIZE_MAX)
            q = &p->pack->quotas[i];
    }
    return audit_add(x,
        &(struct audit_line){ .programme_id = o->programme_id,
            .subject_id = o->subject_id,
            .object_kind = "application",
            .object_id = o->application_id,
            .event = event,
            .reason = arena_fmt(x->a, STR_FMT "：" STR_FMT,
                STR_ARG(o->quotas), STR_ARG(o->reason)),
            .clause = q == NULL ? STR_EMPTY : q->clause,
            .document = o->document_no },
        err);
}

static enum status
check_ask(struct act *x, const struct application *app, struct str category,
    const struct quota_override *o, struct err *err)
{
    const struct decision_line *lines = NULL;
    const struct decision_line *l = NULL;
    const struct quota_override *list = NULL;
    size_t n = 0;

    TRY(decision_lines(x, app, &lines, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (str_eq(lines[i].category, category))
            l = &lines[i];
    }
    if (l == NULL)
        return err_field(err, ERR_INPUT, STR("category"),
            "这份申请没有申报“" STR_FMT "”", STR_ARG(category));
    if (o->reason.n == 0 || o->reason.n > REASON_MAX * 3)
        return err_field(err, ERR_INPUT, STR("reason"),
            "请写明突破名额的理由，1 至 %d 字", REASON_MAX);
    if (o->document_no.n == 0 || o->document_no.n > DOCUMENT_NO_MAX * 3)
        return err_field(err, ERR_INPUT, STR("document_no"),
            "请填写领导小组决定的文号，1 至 %d 字", DOCUMENT_NO_MAX);
    if (o->quotas.n == 0)
        return err_set(err, ERR_CONFLICT,
            "还有名额，可以直接决定认定，不需要突破名额");
    if (l->proposal == DECISION_NONE)
        return err_set(err, ERR_CONFLICT,
            "还没有评审建议，请先录入初评建议再决定");
    TRY(override_store_list(
        x, app->programme_id, app->id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].state == OVERRIDE_ASKED &&
            str_eq(list[i].category, category))
            return err_set(err, ERR_CONFLICT,
                "已经提出突破名额，等待另一人同意");
    }
    return decision_check_recognise(x, app, l, err);
}

enum status
override_ask(struct act *x, int64_t application_id, struct str category,
    struct str reason, struct str document_no, int64_t version,
    int64_t *ret_id, struct err *err)
{
    struct application app;

    TRY(decision_open(
        x, application_id, MAY_DECIDE, version, &app, err));
    struct quota_override o = { .id = world_id(&x->d->world),
        .programme_id = app.programme_id,
        .subject_id = app.subject_id,
        .application_id = app.id,
        .category = category,
        .reason = reason,
        .document_no = document_no,
        .asked_us = x->now_us,
        .asked_by = x->who->account_id };
    TRY(quota_full(x, &app, &o.quotas, &o.places, err));
    TRY(check_ask(x, &app, category, &o, err));
    TRY(override_store_add(x, &o, err));
    *ret_id = o.id;
    return audit(x, &o, "ask-override", err);
}

enum status
override_settle(struct act *x, int64_t id, bool agree,
    struct application *ret, struct err *err)
{
    struct quota_override o;
    bool found = false;

    TRY(override_store_get(x, id, &o, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这项突破名额的请示");
    TRY(application_load(x, o.subject_id, o.application_id, ret, err));
    TRY(decision_open(
        x, o.application_id, MAY_DECIDE, ret->version, ret, err));
    if (o.state != OVERRIDE_ASKED)
        return err_set(err, ERR_CONFLICT, "这项突破名额的请示已经办结");
    if (o.asked_by == x->who->account_id)
        return err_set(err, ERR_DENIED,
            "突破名额由您提出，须由另一人同意，同一人不能既提出又同意");
    o.state = agree ? OVERRIDE_AGREED : OVERRIDE_DECLINED;
    o.settled_us = x->now_us;
    o.settled_by = x->who->account_id;
    TRY(override_store_settle(x, &o, err));
    TRY(audit(x, &o, agree ? "agree-override" : "decline-override", err));
    if (!agree)
        return OK;
    return decision_settle(x, ret,
        &(struct decision_new){ .category = o.category,
            .outcome = DECISION_RECOGNISE,
            .reason = o.reason,
            .document_no = o.document_no,
            .decided = DAY_NONE },
        o.id, err);
}

enum status
override_list(struct act *x, int64_t programme_id, int64_t application_id,
    const struct quota_override **ret, size_t *ret_n, struct err *err)
{
    const struct quota_override *all = NULL;
    VEC_OF(struct quota_override) v = { 0 };
    bool hidden = false;
    size_t n = 0;

    TRY(act_require(x, MAY_READ_FILES, programme_id, STR_EMPTY, err));
    TRY(override_store_list(x, programme_id, application_id, &all, &n, err));
    TRY(interest_open(x, programme_id, &hidden, err));
    for (size_t i = 0; i < n; i++) {
        struct quota_override o = all[i];

        if (hidden)
            o.places = STR_EMPTY;
        if (act_require_no_interest(x, o.subject_id, NULL) == OK)
            *VEC_PUSH(x->a, &v) = o;
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
