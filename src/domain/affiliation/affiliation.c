/* Who works where: one host at a time. */
#include "domain/affiliation.h"

#include "affiliation_store.h"
#include "domain/handover.h"

enum status
affiliation_list(struct act *x, const struct accreditation *c,
    const struct affiliation **ret, size_t *ret_n, struct err *err)
{
    return affiliation_store_list(x, c->subject_id, c->id, ret, ret_n, err);
}

enum status
affiliation_current(struct act *x, const struct accreditation *c,
    struct affiliation *ret, bool *ret_found, struct err *err)
{
    const struct affiliation *list = NULL;
    size_t n = 0;

    *ret_found = false;
    if (c->pack == NULL || c->pack->works_at.n == 0)
        return OK;
    TRY(affiliation_list(x, c, &list, &n, err));
    for (size_t i = 0; i < n && !*ret_found; i++) {
        *ret_found = day_is_none(list[i].until);
        if (*ret_found)
            *ret = list[i];
    }
    return OK;
}

static enum status
check_reader(
    const struct act *x, const struct accreditation *host, struct err *err)
{
    return acts_for(x->who, host->subject_id, "viewer") ||
                   may_in(x, MAY_READ_FILES, host->programme_id, host->region)
               ? OK
               : err_set(err, ERR_NOT_FOUND, "没有找到这项资格");
}

enum status
affiliation_of_host(struct act *x, const struct accreditation *host,
    const struct affiliate **ret, size_t *ret_n, struct err *err)
{
    TRY(check_reader(x, host, err));
    return affiliation_store_of_host(x, host->id, false, ret, ret_n, err);
}

enum status
affiliation_left_host(struct act *x, const struct accreditation *host,
    const struct affiliate **ret, size_t *ret_n, struct err *err)
{
    TRY(check_reader(x, host, err));
    return affiliation_store_of_host(x, host->id, true, ret, ret_n, err);
}

enum status
affiliation_public(struct act *x, const struct accreditation *host,
    const struct affiliate **ret, size_t *ret_n, struct err *err)
{
    return affiliation_store_of_host(x, host->id, false, ret, ret_n, err);
}

const struct programme *
affiliation_guests(const struct domain *d, const struct programme *p)
{
    for (size_t i = 0; i < d->n_programmes; i++) {
        if (str_eq(d->programmes[i].pack->works_at, p->code))
            return &d->programmes[i];
    }
    return NULL;
}

/* --- beginning and ending --- */

static enum status
audit(struct act *x, const struct accreditation *c, const char *event,
    struct str from, struct str to, struct str clause, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = c->programme_id,
            .subject_id = c->subject_id,
            .object_kind = "accreditation",
            .object_id = c->id,
            .event = event,
            .from = from,
            .to = to,
            .clause = clause,
            .document = c->number },
        err);
}

enum status
affiliation_begin(struct act *x, const struct accreditation *c,
    const struct accreditation *host, struct day since,
    int64_t application_id, struct str clause, struct err *err)
{
    struct affiliation now;
    bool found = false;

    TRY(affiliation_current(x, c, &now, &found, err));
    if (found && now.host_id == host->id)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”已在“" STR_FMT "”执业",
            STR_ARG(c->name), STR_ARG(host->name));
    if (found && day_cmp(since, now.since) < 0)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”自 " STR_FMT " 起才在“" STR_FMT
            "”执业，不能自 " STR_FMT " 起到另一机构执业",
            STR_ARG(c->name), STR_ARG(day_iso(x->a, now.since)),
            STR_ARG(now.host_name), STR_ARG(day_iso(x->a, since)));
    /* Who came and goes on one day was there for that day. */
    if (found)
        TRY(affiliation_store_end(x, &now,
            day_cmp(since, now.since) == 0 ? since : day_add_days(since, -1),
            err));
    struct affiliation f = { .subject_id = c->subject_id,
        .accreditation_id = c->id,
        .id = world_id(&x->d->world),
        .host_subject_id = host->subject_id,
        .host_id = host->id,
        .since = since,
        .until = DAY_NONE,
        .application_id = application_id };
    TRY(affiliation_store_add(x, &f, err));
    return audit(x, c, found ? "move" : "work-at",
        found ? now.host_number : STR_EMPTY, host->number, clause, err);
}

enum status
affiliation_follow(
    struct act *x, const struct accreditation *c, struct err *err)
{
    const struct affiliation *list = NULL;
    struct accreditation host;
    size_t n = 0;

    if (c->pack == NULL || c->pack->works_at.n == 0)
        return OK;
    TRY(affiliation_list(x, c, &list, &n, err));
    bool there = n > 0 && day_is_none(list[0].until);
    bool held = accreditation_is_held(c->state);
    if (n == 0 || there == held)
        return OK;
    if (there) {
        TRY(affiliation_store_end(x, &list[0],
            day_cmp(x->today, list[0].since) < 0 ? list[0].since : x->today,
            err));
        return audit(x, c, "leave", list[0].host_number, STR_EMPTY,
            STR_EMPTY, err);
    }
    TRY(accreditation_load(
        x, list[0].host_subject_id, list[0].host_id, &host, err));
    if (!accreditation_is_held(host.state))
        return audit(x, c, "host-gone", host.number, STR_EMPTY, STR_EMPTY,
            err);
    return affiliation_begin(x, c, &host, x->today, 0, STR_EMPTY, err);
}

/* --- the host that is asked for --- */

enum status
affiliation_host(struct act *x, const struct pack *p, struct str field,
    struct str number, struct accreditation *ret, struct err *err)
{
    const struct programme *hosts = domain_programme_by_code(
        x->d, p->works_at);
    struct accreditation c;

    if (hosts == NULL)
        return err_field(err, ERR_INPUT, field, "没有可以执业的机构名册");
    enum status st = accreditation_by_number(x, str_trim(number), &c, err);
    if (st != OK && st != ERR_NOT_FOUND)
        return st;
    if (st == ERR_NOT_FOUND || c.programme_id != hosts->id)
        return err_field(err, ERR_INPUT, field,
            "没有编号为“" STR_FMT "”的" STR_FMT "，请核对证书上的编号",
            STR_ARG(number), STR_ARG(hosts->pack->holder_title.zh));
    if (!accreditation_has_rights(&c, x->today))
        return err_field(err, ERR_INPUT, field,
            "“" STR_FMT "”现为“" STR_FMT "”，不能在该机构执业",
            STR_ARG(c.name),
            STR_ARG(accreditation_state_title(
                accreditation_state_on(&c, x->today))));
    *ret = c;
    return OK;
}

static struct str
asked_number(const struct application *app, struct str *ret_field)
{
    const struct pack_procedure *proc =
        pack_procedure(app->pack, app->procedure);

    *ret_field = proc == NULL ? STR_EMPTY : proc->host_field;
    return ret_field->n == 0
               ? STR_EMPTY
               : json_str(json_get(app->draft, *ret_field));
}

enum status
affiliation_asked(struct act *x, const struct application *app,
    struct accreditation *ret, bool *ret_found, struct err *err)
{
    struct str field, number = asked_number(app, &field);

    *ret_found = false;
    if (number.n == 0)
        return OK;
    enum status st = affiliation_host(x, app->pack, field, number, ret, err);
    if (st == ERR_INPUT)
        return OK;
    TRY(st);
    *ret_found = true;
    return OK;
}

enum status
affiliation_check(
    struct act *x, const struct application *app, struct err *err)
{
    struct str field, number = asked_number(app, &field);
    struct accreditation host, c;
    struct affiliation now;
    bool found = false;

    if (field.n == 0)
        return OK;
    TRY(affiliation_host(x, app->pack, field, number, &host, err));
    if (app->accreditation_id == 0)
        return OK;
    TRY(accreditation_load(
        x, app->subject_id, app->accreditation_id, &c, err));
    TRY(affiliation_current(x, &c, &now, &found, err));
    if (found && now.host_id == host.id)
        return err_field(err, ERR_INPUT, field,
            "“" STR_FMT "”就是现在的执业机构，应填写另一机构的编号",
            STR_ARG(host.name));
    return OK;
}

/* --- facts --- */

static void
set(struct act *x, struct json *extra, const char *where, struct str key,
    const struct json *v)
{
    if (!json_is_null(v))
        json_set(x->a, extra,
            arena_fmt(x->a, "%s." STR_FMT, where, STR_ARG(key)), v);
}

static void
host_facts(struct act *x, struct json *extra, const char *where,
    const struct accreditation *host)
{
    for (size_t i = 0; i < host->info->n; i++)
        set(x, extra, where, host->info->keys[i], host->info->items[i]);
    set(x, extra, where, STR("编号"), json_text(x->a, host->number));
    set(x, extra, where, STR("名称"), json_text(x->a, host->name));
    set(x, extra, where, STR("行政区划"), json_text(x->a, host->region));
    if (!day_is_none(host->ended))
        set(x, extra, where, STR("终止日"),
            json_text(x->a, day_iso(x->a, host->ended)));
    set(x, extra, where, STR("状态"),
        json_text(x->a, accreditation_state_name(
                            accreditation_state_on(host, x->today))));
}

static enum status
holder_of(struct act *x, const struct accreditation *c, bool applies,
    struct json *extra, struct err *err)
{
    const struct affiliate *there = NULL;
    const struct work_item *open = NULL;
    struct affiliation now;
    struct accreditation host;
    size_t n = 0;
    int64_t working = 0;
    bool found = false;

    if (c->id == 0)
        return OK;
    if (c->pack->works_at.n == 0) {
        TRY(affiliation_store_of_host(
            x, c->id, false, &there, &n, err));
        for (size_t i = 0; i < n; i++)
            working += there[i].state != ACC_SUSPENDED;
        json_set(x->a, extra, STR("在册人数"), json_number(x->a, working));
        return OK;
    }
    TRY(affiliation_current(x, c, &now, &found, err));
    if (!found && applies)
        json_set(
            x->a, extra, STR("所在.未结业务数"), json_number(x->a, 0));
    if (!found)
        return OK;
    TRY(accreditation_load(
        x, now.host_subject_id, now.host_id, &host, err));
    host_facts(x, extra, "所在", &host);
    set(x, extra, "所在", STR("自"),
        json_text(x->a, day_iso(x->a, now.since)));
    if (!applies)
        return OK;
    TRY(handover_items(x, c, now.host_id, &open, &n, err));
    json_set(
        x->a, extra, STR("所在.未结业务数"), json_number(x->a, (int64_t)n));
    return OK;
}

enum status
affiliation_facts(struct act *x, const struct accreditation *c,
    const struct application *app, struct json *extra, struct err *err)
{
    struct accreditation host;
    bool found = false;

    if (c != NULL)
        TRY(holder_of(x, c, app != NULL, extra, err));
    if (app == NULL)
        return OK;
    TRY(affiliation_asked(x, app, &host, &found, err));
    if (found)
        host_facts(x, extra, "拟入", &host);
    return OK;
}
