/* Complaints: their terms, acceptance, and the officers of another region. */
#include "complaint_parts.h"
#include "complaint_store.h"
#include "domain/message.h"
#include "pack/regions.h"

#define STATEMENT_DAYS 10

bool
complaint_is_new(const struct complaint *c)
{
    return c->finding == FINDING_NONE && c->intake_due_us != 0 &&
           c->accepted_us == 0;
}

int64_t
complaint_waits_until(const struct complaint *c)
{
    if (c->finding != FINDING_NONE)
        return 0;
    return complaint_is_new(c) ? c->intake_due_us : c->outcome_due_us;
}

size_t
complaint_moves(const struct complaint *c)
{
    return c->moves == NULL ? 0 : c->moves->n;
}

struct complaint_move
complaint_move_at(const struct complaint *c, size_t i)
{
    const struct json *m = json_at(c->moves, i);

    return (struct complaint_move){ .from = json_str(json_get(m, STR("from"))),
        .to = json_str(json_get(m, STR("to"))),
        .us = json_int(json_get(m, STR("us")), 0),
        .reason = json_str(json_get(m, STR("reason"))) };
}

static enum status
working_days(struct act *x, int64_t days, struct deadline *ret,
    struct err *err)
{
    return deadline_compute(x->a, x->d->holidays, x->today,
        (struct term){ TERM_WORKING_DAYS, (int)days, DAY_NONE }, ret, err);
}

/* The statement and the outcome. */
static enum status
start_terms(struct act *x, const struct pack *pack, struct complaint *c,
    struct err *err)
{
    const struct pack_record *kind = complaint_kind(pack);
    int64_t days = STATEMENT_DAYS;
    struct deadline d;

    (void)!pack_parameter(pack, STR("陈述期工作日"), &days, NULL);
    TRY(working_days(x, days, &d, err));
    c->due_us = d.end_us;
    c->derivation = deadline_text(x->a, &d, false);
    c->outcome_days =
        kind->due.kind == TERM_CALENDAR_DAYS ? kind->due.n : 0;
    return OK;
}

static enum status
start_intake(struct act *x, const struct pack *pack, struct complaint *c,
    bool *ret, struct err *err)
{
    struct deadline d;
    int64_t days = 0;

    *ret = pack_parameter(pack, STR("投诉受理工作日"), &days, NULL) == OK;
    if (!*ret)
        return OK;
    TRY(working_days(x, days, &d, err));
    c->intake_due_us = d.end_us;
    c->derivation = deadline_text(x->a, &d, false);
    return OK;
}

enum status
complaint_begin(struct act *x, struct complaint *c, struct err *err)
{
    const struct pack *pack = domain_programme(x->d, c->programme_id)->pack;
    bool waits = false;

    TRY(start_intake(x, pack, c, &waits, err));
    return waits ? OK : start_terms(x, pack, c, err);
}

/* --- acceptance --- */

static enum status
accept_it(struct act *x, const struct pack *pack, struct complaint *c,
    struct str reason, struct err *err)
{
    const struct pack_record *kind = complaint_kind(pack);

    c->accepted_us = x->now_us;
    TRY(start_terms(x, pack, c, err));
    TRY(complaint_store_put(x, c, err));
    TRY(complaint_audit(
        x, c, "accept", STR_EMPTY, reason, kind->clause, err));
    return complaint_tell(x, c, err);
}

enum status
complaint_accept(struct act *x, int64_t id, bool accepted, struct str reason,
    int64_t version, struct err *err)
{
    struct complaint c;

    TRY(complaint_for_officer(x, id, version, &c, err));
    const struct pack *pack = domain_programme(x->d, c.programme_id)->pack;
    reason = str_trim(reason);
    if (!complaint_is_new(&c))
        return err_set(err, ERR_CONFLICT, "这件投诉已经受理");
    TRY(complaint_check_text("reason", reason, accepted ? 0 : 1,
        COMPLAINT_TEXT_MAX, "不予受理的理由", err));
    if (accepted)
        return accept_it(x, pack, &c, reason, err);
    c.finding = FINDING_NOT_ACCEPTED;
    c.reason = reason;
    c.decided_us = x->now_us;
    c.decided_by = x->who->account_id;
    TRY(complaint_store_put(x, &c, err));
    return complaint_audit(x, &c, "accept",
        complaint_finding_name(FINDING_NONE), reason,
        complaint_kind(pack)->clause, err);
}

/* --- another region --- */

static enum status
check_region(struct act *x, const struct complaint *c, struct str region,
    struct err *err)
{
    const struct region *r = region_find(x->d->regions, region);

    if (r == NULL)
        return err_field(err, ERR_INPUT, STR("region"),
            "请选择接办的区划");
    if (str_eq(region, c->region))
        return err_field(err, ERR_INPUT, STR("region"),
            "已经由" STR_FMT "办理", STR_ARG(r->name));
    if ((!day_is_none(r->valid_to) && day_cmp(x->today, r->valid_to) > 0) ||
        (!day_is_none(r->valid_from) && day_cmp(x->today, r->valid_from) < 0))
        return err_field(err, ERR_INPUT, STR("region"),
            STR_FMT "今日不是有效的区划，请选择现在的区划",
            STR_ARG(r->name));
    return OK;
}

static const struct json *
with_move(struct act *x, const struct complaint *c, struct str to,
    struct str reason)
{
    struct json *list = json_new(x->a, JSON_LIST);
    struct json *m = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; i < complaint_moves(c); i++)
        json_push(x->a, list, json_at(c->moves, i));
    json_set(x->a, m, STR("from"), json_text(x->a, c->region));
    json_set(x->a, m, STR("to"), json_text(x->a, to));
    json_set(x->a, m, STR("us"), json_number(x->a, x->now_us));
    json_set(x->a, m, STR("reason"), json_text(x->a, reason));
    json_push(x->a, list, m);
    return list;
}

enum status
complaint_hand_on(struct act *x, int64_t id, struct str region,
    struct str reason, int64_t version, struct err *err)
{
    struct complaint c;
    bool waits = false;

    TRY(complaint_for_officer(x, id, version, &c, err));
    const struct pack *pack = domain_programme(x->d, c.programme_id)->pack;
    reason = str_trim(reason);
    TRY(check_region(x, &c, region, err));
    TRY(complaint_check_text(
        "reason", reason, 1, COMPLAINT_TEXT_MAX, "移送的理由", err));
    struct str from = c.region;
    c.moves = with_move(x, &c, region, reason);
    c.region = region;
    if (complaint_is_new(&c))
        TRY(start_intake(x, pack, &c, &waits, err));
    TRY(complaint_store_put(x, &c, err));
    return complaint_audit(x, &c, "hand_on", from, reason,
        complaint_kind(pack)->clause, err);
}
