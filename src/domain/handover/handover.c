/* Files of hand-overs: opened when a holder ends or leaves, settled piece by
 * piece. */
#include "domain/handover.h"

#include "domain/activity.h"
#include "domain/affiliation.h"
#include "domain/message.h"
#include "domain/need.h"
#include "domain/record.h"
#include "handover_store.h"

#define REASON_MOST 500

static enum status
tell(struct act *x, const struct accreditation *to, const char *document,
    const char *link, struct json *values, struct err *err)
{
    if (to->pack == NULL ||
        pack_document(to->pack, str_of(document)) == NULL)
        return OK;
    json_set(x->a, values, STR("subject"), json_text(x->a, to->name));
    return message_to_subject(x, to->pack, to->subject_id, str_of(document),
        values, arena_fmt(x->a, link, (long long)to->id), STR_EMPTY, err);
}

/* --- files --- */

enum status
handover_begin(struct act *x, const struct accreditation *c,
    const char *event, int64_t host_id, struct err *err)
{
    const struct work_item *items = NULL;
    struct json *values = json_new(x->a, JSON_OBJECT);
    size_t n = 0;
    int64_t open = 0;

    TRY(handover_items(x, c, host_id, &items, &n, err));
    TRY(handover_store_open(x, c->subject_id, c->id, host_id, &open, err));
    if (n == 0 || open != 0)
        return OK;
    struct handover h = { .id = world_id(&x->d->world),
        .programme_id = c->programme_id,
        .subject_id = c->subject_id,
        .accreditation_id = c->id,
        .host_id = host_id,
        .event = str_of(event),
        .opened_us = x->now_us };
    TRY(handover_store_add(x, &h, err));
    TRY(audit_add(x,
        &(struct audit_line){ .programme_id = c->programme_id,
            .subject_id = c->subject_id,
            .object_kind = "accreditation",
            .object_id = c->id,
            .event = "open-handover",
            .reason = arena_fmt(x->a, "未了事项 %zu 件", n),
            .document = c->number },
        err));
    json_set(x->a, values, STR("count"), json_number(x->a, (int64_t)n));
    return tell(x, c, "handover_due", "/mine/holdings/%lld/work", values, err);
}

enum status
handover_follow(
    struct act *x, const struct accreditation *c, struct err *err)
{
    if (!accreditation_is_held(c->state))
        return handover_begin(x, c, "end", 0, err);
    return handover_store_close(x, c->subject_id, c->id, 0, err);
}

static enum status
count_left(struct act *x, struct handover *h, struct err *err)
{
    struct accreditation c;
    const struct work_item *items = NULL;

    TRY(accreditation_load(
        x, h->subject_id, h->accreditation_id, &c, err));
    return handover_items(x, &c, h->host_id, &items, &h->left, err);
}

enum status
handover_list(struct act *x, int64_t programme_id,
    const struct handover **ret, size_t *ret_n, struct err *err)
{
    const struct handover *list = NULL;
    VEC_OF(struct handover) v = { 0 };
    size_t n = 0;

    TRY(act_require(x, MAY_READ_FILES, programme_id, STR_EMPTY, err));
    TRY(handover_store_list(x, programme_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct handover h = list[i];
        struct accreditation c;

        TRY(accreditation_load(
            x, h.subject_id, h.accreditation_id, &c, err));
        if (!may_in(x, MAY_READ_FILES, h.programme_id, c.region) ||
            actor_is_barred(x->who, h.subject_id))
            continue;
        TRY(count_left(x, &h, err));
        if (h.left > 0)
            *VEC_PUSH(x->a, &v) = h;
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
handover_of(struct act *x, const struct accreditation *c,
    const struct handover **ret, size_t *ret_n, struct err *err)
{
    return handover_store_of(x, c->subject_id, c->id, ret, ret_n, err);
}

enum status
handover_log(struct act *x, const struct accreditation *c,
    const struct handover_line **ret, size_t *ret_n, struct err *err)
{
    return handover_store_lines(x, c, ret, ret_n, err);
}

/* Files of the holding that have nothing left are over. */
static enum status
close_done(struct act *x, const struct accreditation *c, struct err *err)
{
    const struct handover *list = NULL;
    size_t n = 0;

    TRY(handover_of(x, c, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct handover h = list[i];

        if (h.closed_us != 0)
            continue;
        TRY(count_left(x, &h, err));
        if (h.left == 0)
            TRY(handover_store_close(
                x, c->subject_id, c->id, h.host_id, err));
    }
    return OK;
}

/* --- one piece --- */

bool
handover_may(const struct act *x, const struct accreditation *c,
    const struct work_item *item)
{
    if (item != NULL && item->noun == WORK_CASE &&
        acts_for(x->who, item->subject_id, "editor"))
        return true;
    return may_in(x, MAY_SUPERVISE, c->programme_id, c->region) &&
           !actor_is_barred(x->who, c->subject_id);
}

/* The piece as it is now. */
static enum status
begin(struct act *x, const struct accreditation *c,
    const struct work_item *asked, struct str reason, struct work_item *ret,
    struct err *err)
{
    const struct work_item *items = NULL;
    size_t n = 0;

    if (str_trim(reason).n == 0 || utf8_count(reason) > REASON_MOST)
        return err_field(err, ERR_INPUT, STR("reason"),
            "请写明移交或关闭的理由，1 至 500 字");
    TRY(handover_items(x, c, 0, &items, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (items[i].noun != asked->noun || items[i].id != asked->id ||
            items[i].subject_id != asked->subject_id)
            continue;
        if (asked->version != items[i].version)
            break;
        if (!handover_may(x, c, &items[i]))
            return err_set(err, ERR_DENIED, "您的账号不能移交这项工作");
        if (items[i].noun != WORK_CASE ||
            !acts_for(x->who, items[i].subject_id, "editor"))
            TRY(act_require_no_interest(x, c->subject_id, err));
        *ret = items[i];
        return OK;
    }
    return err_set(err, ERR_CONFLICT, "这项工作已被办理，请刷新后再试");
}

/* Who takes it: somebody else with rights, of the programme where the work is
 * of it; a case goes to another at the same host. */
static enum status
find_taker(struct act *x, const struct accreditation *c,
    const struct work_item *item, struct str number,
    struct accreditation *ret, struct err *err)
{
    struct affiliation at;
    bool found = false;
    enum status st = accreditation_by_number(x, number, ret, err);

    if (st == ERR_NOT_FOUND)
        return err_field(err, ERR_INPUT, STR("to"),
            "没有编号“" STR_FMT "”，请核对证书上的编号", STR_ARG(number));
    TRY(st);
    if (ret->subject_id == c->subject_id)
        return err_field(err, ERR_INPUT, STR("to"),
            "“" STR_FMT "”就是原承办人，请移交给别的承办人",
            STR_ARG(ret->number));
    if (!accreditation_has_rights(ret, x->today))
        return err_field(err, ERR_INPUT, STR("to"),
            "“" STR_FMT "”的资格不在有效期内，不能接办这项工作",
            STR_ARG(ret->number));
    if (item->noun != WORK_NEED && ret->programme_id != c->programme_id)
        return err_field(err, ERR_INPUT, STR("to"),
            "“" STR_FMT "”不是同一项目的资格，不能接办这项工作",
            STR_ARG(ret->number));
    if (item->noun != WORK_CASE)
        return OK;
    TRY(affiliation_current(x, ret, &at, &found, err));
    if (!found || at.host_subject_id != item->subject_id)
        return err_field(err, ERR_INPUT, STR("to"),
            "“" STR_FMT "”不在同一执业机构，不能接办这项工作",
            STR_ARG(ret->number));
    return OK;
}

static enum status
row_of(struct act *x, const struct work_item *item, struct record *ret,
    const struct pack_record **ret_k, struct err *err)
{
    struct actor system = actor_system();
    struct act y = *x;

    y.who = &system;
    TRY(record_get(&y, item->subject_id, item->id, ret, err));
    *ret_k = pack_record(
        domain_programme(x->d, ret->programme_id)->pack, ret->kind);
    return OK;
}

static enum status
give_on(struct act *x, const struct work_item *item,
    const struct accreditation *to, struct str reason, struct err *err)
{
    struct record r;
    const struct pack_record *k = NULL;

    if (!item->may_assign)
        return err_set(err, ERR_CONFLICT,
            "这项工作只能由本人办理，不能移交他人，请写明理由后关闭");
    if (item->noun == WORK_NEED)
        return need_pass_on(x, item->id, to->subject_id, reason, err);
    if (item->noun == WORK_ACTIVITY)
        return activity_pass_on(
            x, item->id, to->subject_id, to->id, reason, err);
    TRY(row_of(x, item, &r, &k, err));
    if (item->noun == WORK_CASE)
        return record_amend(
            x, &r, k->activity_of, to->number, "hand-over", err);
    return record_give_on(x, &r, to->subject_id, reason, err);
}

static enum status
finish(struct act *x, const struct work_item *item, struct str reason,
    struct err *err)
{
    struct record r;
    const struct pack_record *k = NULL;

    if (item->noun == WORK_NEED)
        return need_close(x, item->id, item->version, reason, err);
    if (item->noun == WORK_ACTIVITY)
        return activity_cancel(x, item->id, reason, err);
    TRY(row_of(x, item, &r, &k, err));
    return record_finish(x, &r, reason, err);
}

/* The line of the log, and the message to who takes it. */
static enum status
keep(struct act *x, const struct accreditation *c,
    const struct work_item *item, const struct accreditation *to,
    struct str to_name, struct str reason, struct err *err)
{
    struct json *values = json_new(x->a, JSON_OBJECT);

    TRY(handover_store_line(x, c,
        &(struct handover_line){ .noun = item->noun,
            .title = item->title,
            .to_name = to_name,
            .reason = reason },
        to == NULL ? 0 : to->subject_id, err));
    TRY(audit_add(x,
        &(struct audit_line){ .programme_id = c->programme_id,
            .subject_id = c->subject_id,
            .object_kind = "accreditation",
            .object_id = c->id,
            .event = to_name.n > 0 ? "hand-over" : "close-work",
            .to = to_name,
            .reason = reason,
            .document = item->title },
        err));
    if (to != NULL) {
        json_set(x->a, values, STR("from"), json_text(x->a, c->name));
        json_set(x->a, values, STR("title"), json_text(x->a, item->title));
        json_set(x->a, values, STR("reason"), json_text(x->a, reason));
        TRY(tell(x, to, "handed_over", "/mine/holdings/%lld/work", values,
            err));
    }
    return close_done(x, c, err);
}

enum status
handover_settle(struct act *x, const struct accreditation *c,
    const struct work_item *asked, struct str to, struct str reason,
    struct err *err)
{
    struct work_item item;
    struct accreditation taker;

    TRY(begin(x, c, asked, reason, &item, err));
    if (str_trim(to).n == 0) {
        TRY(finish(x, &item, reason, err));
        return keep(x, c, &item, NULL, STR_EMPTY, reason, err);
    }
    TRY(find_taker(x, c, &item, to, &taker, err));
    TRY(give_on(x, &item, &taker, reason, err));
    return keep(x, c, &item, &taker, taker.name, reason, err);
}

enum status
handover_release(struct act *x, const struct accreditation *c,
    const struct work_item *asked, struct str reason, struct err *err)
{
    struct work_item item;

    TRY(begin(x, c, asked, reason, &item, err));
    if (item.noun != WORK_NEED)
        return err_set(err, ERR_CONFLICT, "只有服务需求可以退回供他人对接");
    TRY(need_pass_on(x, item.id, 0, reason, err));
    return keep(x, c, &item, NULL, STR("（退回，供他人对接）"), reason, err);
}
