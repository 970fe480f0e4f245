/* Reporting, correcting, taking back, reading. */
#include "diary_private.h"

#include "domain/activity.h"
#include "domain/message.h"
#include "domain/subject.h"

#define REASON_MAX 2000

enum status
diary_require_editor(struct act *x, const struct accreditation *c,
    bool *ret_on_behalf, struct err *err)
{
    bool own = acts_for(x->who, c->subject_id, "editor") && !x->who->is_system;

    if (!own) {
        if (!may_in(x, MAY_REVIEW, c->programme_id, c->region))
            return err_set(err, ERR_NOT_FOUND, "没有找到这项资格");
        TRY(act_require_no_interest(x, c->subject_id, err));
    }
    *ret_on_behalf = !own;
    return OK;
}

/* --- adding --- */

static enum status
tell_enterprise(struct act *x, const struct accreditation *c,
    const struct diary *d, const struct diary_enterprise *e, struct str token,
    struct err *err)
{
    const struct pack_document *doc =
        pack_document(c->pack, STR("confirm_request"));
    struct json *values = json_new(x->a, JSON_OBJECT);

    if (e->mobile.n == 0 || doc == NULL)
        return OK;
    json_set(x->a, values, STR("subject"), json_text(x->a, c->name));
    json_set(x->a, values, STR("date"),
        json_text(x->a, day_zh(x->a, d->day)));
    json_set(x->a, values, STR("url"),
        json_text(x->a,
            arena_fmt(x->a, STR_FMT "/confirm/" STR_FMT,
                STR_ARG(x->d->base_url), STR_ARG(token))));
    return message_to_address(x, "SMS", e->mobile, doc->title.zh,
        template_fill(x->a, doc->body, values), err);
}

static enum status
add_enterprises(struct act *x, const struct accreditation *c,
    const struct diary *d, const struct diary_new *e, struct str *keys,
    int64_t *ret_new, struct err *err)
{
    int64_t fresh = 0;

    TRY(diary_known_keys(x, d, e, keys, err));
    for (size_t i = 0; i < e->n_enterprises; i++) {
        struct diary_enterprise row = e->enterprises[i];
        struct str token = diary_make_token(x);
        bool is_new = false;
        int64_t merged = 0;

        row.n = (int64_t)i + 1;
        row.name = str_trim(row.name);
        if (row.credit_code.n > 0) {
            row.credit_code = keys[i];
            TRY(count_store_adopt(x, d,
                arena_join(x->a, STR("n:"), utf8_key(x->a, row.name)),
                keys[i], &merged, err));
        }
        row.mobile = utf8_narrow(x->a, row.mobile);
        TRY(diary_store_add_enterprise(
            x, d, &row, keys[i], diary_token_hash(x->a, token), err));
        TRY(count_store_add_key(x, d, keys[i], &is_new, err));
        fresh += (int64_t)is_new - merged;
        TRY(tell_enterprise(x, c, d, &row, token, err));
    }
    *ret_new = fresh;
    return OK;
}

static struct diary
entry_of(struct act *x, const struct diary_new *e,
    const struct accreditation *c, bool on_behalf)
{
    return (struct diary){ .subject_id = c->subject_id,
        .id = world_id(&x->d->world),
        .accreditation_id = c->id,
        .programme_id = c->programme_id,
        .activity_id = e->activity_id,
        .start_us = e->start_us,
        .end_us = e->end_us,
        .mode = e->mode,
        .place = e->place,
        .service_type = e->service_type,
        .form = e->form,
        .topic = e->topic,
        .people = e->people,
        .experts = e->experts,
        .campaign = e->campaign,
        .content = e->content,
        .results = e->results,
        .extra = e->extra != NULL ? e->extra : json_new(x->a, JSON_OBJECT),
        .enterprises = (int64_t)e->n_enterprises,
        .on_behalf = on_behalf,
        .submitted_us = x->now_us,
        .submitted_by = x->who->account_id,
        .version = 1 };
}

/* An entry may belong to an activity of its holder, or (experts) to one of
 * somebody else; it must be there and not cancelled. */
static enum status
check_activity(struct act *x, const struct diary_new *e, struct err *err)
{
    struct activity ac;

    if (e->activity_id == 0)
        return OK;
    TRY(activity_get(x, e->activity_id, &ac, err));
    if (ac.cancelled)
        return err_set(err, ERR_CONFLICT,
            "活动“" STR_FMT "”已取消，不能据此填写日记", STR_ARG(ac.title));
    return OK;
}

/* Adds an entry that may stand in place of `replaced`, which is void by
 * then. */
static enum status
add_entry(struct act *x, const struct diary_new *e, struct accreditation *c,
    const struct diary *replaced, bool on_behalf, struct diary *ret,
    struct err *err)
{
    struct diary d = entry_of(x, e, c, on_behalf);
    struct str *keys = NULL, list_hash;
    int64_t fresh = 0;

    d.corrects_id = replaced == NULL ? 0 : replaced->id;
    TRY(check_activity(x, e, err));
    TRY(diary_check(x, e, c, replaced, &d, &keys, &list_hash, err));
    TRY(diary_store_add(x, &d, list_hash, err));
    TRY(add_enterprises(x, c, &d, e, keys, &fresh, err));
    TRY(count_store_add(x, &d,
        &(struct year_count){
            .minutes = d.minutes, .enterprises = fresh, .diaries = 1 },
        err));
    if (c->state == ACC_ACTIVE || c->state == ACC_WARNED)
        TRY(accreditation_activity(x, c, d.day, err));
    TRY(audit_add(x,
        &(struct audit_line){ .programme_id = d.programme_id,
            .subject_id = d.subject_id,
            .object_kind = "diary",
            .object_id = d.id,
            .event = on_behalf ? "report-on-behalf" : "report",
            .to = STR("ACCEPTED"),
            .clause = form_clause(c->pack, STR("diary")) },
        err));
    *ret = d;
    return OK;
}

enum status
diary_submit(struct act *x, const struct diary_new *e, struct diary *ret,
    struct err *err)
{
    struct accreditation c;
    bool on_behalf = false;

    TRY(accreditation_load(x, e->subject_id, e->accreditation_id, &c, err));
    TRY(diary_require_editor(x, &c, &on_behalf, err));
    return add_entry(x, e, &c, NULL, on_behalf, ret, err);
}

/* --- correcting and taking back --- */

static enum status
check_reason(struct str reason, struct err *err)
{
    if (str_trim(reason).n == 0 || reason.n > REASON_MAX)
        return err_field(
            err, ERR_INPUT, STR("reason"), "请写明理由，不超过 500 字");
    return OK;
}

static enum status
load_accepted(struct act *x, int64_t subject_id, int64_t id,
    struct diary *ret, struct accreditation *ret_c, bool *ret_on_behalf,
    struct err *err)
{
    bool found = false;

    TRY(diary_store_get(x, subject_id, id, ret, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这篇日记");
    TRY(accreditation_load(
        x, subject_id, ret->accreditation_id, ret_c, err));
    TRY(diary_require_editor(x, ret_c, ret_on_behalf, err));
    if (ret->is_void)
        return err_set(err, ERR_CONFLICT, "这篇日记已经作废");
    return OK;
}

enum status
diary_make_void(struct act *x, const struct accreditation *c,
    const struct diary *d, struct str reason, struct err *err)
{
    const struct str *keys = NULL;
    const struct diary_enterprise *rows = NULL;
    size_t n = 0, n_rows = 0;
    struct year_count delta = { .minutes = -d->minutes, .diaries = -1 };

    TRY(diary_store_put_void(x, d, reason, err));
    TRY(diary_store_keys(x, d->subject_id, d->id, &keys, &n, err));
    for (size_t i = 0; i < n; i++) {
        bool gone = false;

        TRY(count_store_drop_key(x, d, keys[i], &gone, err));
        delta.enterprises -= gone;
    }
    TRY(diary_store_enterprises(
        x, d->subject_id, d->id, &rows, &n_rows, err));
    for (size_t i = 0; i < n_rows; i++) {
        if (str_eq(rows[i].answer, STR("CONFIRMED")))
            delta.confirmed_minutes = -d->minutes;
        delta.rating_sum -= rows[i].rating;
        delta.rating_count -= rows[i].rating > 0;
    }
    TRY(count_store_add(x, d, &delta, err));
    /* The watch must not rest on an entry that no longer counts. */
    if (day_eq(c->last_activity, d->day)) {
        struct day last = DAY_NONE;

        TRY(diary_store_last_day(x, c->subject_id, c->id, &last, err));
        TRY(diary_store_put_watch(x, c, last, err));
    }
    return audit_add(x,
        &(struct audit_line){ .programme_id = d->programme_id,
            .subject_id = d->subject_id,
            .object_kind = "diary",
            .object_id = d->id,
            .event = "void",
            .from = STR("ACCEPTED"),
            .to = STR("VOID"),
            .reason = reason,
            .clause = form_clause(c->pack, STR("diary")) },
        err);
}

enum status
diary_void(struct act *x, int64_t subject_id, int64_t id, struct str reason,
    struct err *err)
{
    struct diary d;
    struct accreditation c;
    bool on_behalf = false;

    TRY(check_reason(reason, err));
    TRY(load_accepted(x, subject_id, id, &d, &c, &on_behalf, err));
    return diary_make_void(x, &c, &d, reason, err);
}

enum status
diary_correct(struct act *x, int64_t old_id, const struct diary_new *e,
    struct str reason, struct diary *ret, struct err *err)
{
    struct diary old;
    struct accreditation c;
    bool on_behalf = false;

    TRY(check_reason(reason, err));
    TRY(load_accepted(
        x, e->subject_id, old_id, &old, &c, &on_behalf, err));
    TRY(diary_make_void(x, &c, &old, reason, err));
    /* Its watch day may have moved. */
    TRY(accreditation_load(x, c.subject_id, c.id, &c, err));
    return add_entry(
        x, e, &c, &old, on_behalf || old.on_behalf, ret, err);
}

/* --- reading --- */

static enum status
require_reader(struct act *x, int64_t subject_id, int64_t accreditation_id,
    struct err *err)
{
    struct accreditation c;

    if (acts_for(x->who, subject_id, "viewer"))
        return OK;
    if (may(x->who, MAY_READ_FILES) &&
        accreditation_load(x, subject_id, accreditation_id, &c, NULL) == OK &&
        may_in(x, MAY_READ_FILES, c.programme_id, c.region))
        return OK;
    return err_set(err, ERR_NOT_FOUND, "没有找到这篇日记");
}

enum status
diary_get(struct act *x, int64_t subject_id, int64_t id, struct diary *ret,
    struct err *err)
{
    struct diary d;
    bool found = false;

    TRY(diary_store_get(x, subject_id, id, &d, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这篇日记");
    TRY(require_reader(x, subject_id, d.accreditation_id, err));
    *ret = d;
    return OK;
}

enum status
diary_enterprises(struct act *x, const struct diary *d,
    const struct diary_enterprise **ret, size_t *ret_n, struct err *err)
{
    TRY(require_reader(x, d->subject_id, d->accreditation_id, err));
    return diary_store_enterprises(
        x, d->subject_id, d->id, ret, ret_n, err);
}

enum status
diary_list(struct act *x, int64_t subject_id, int64_t accreditation_id,
    int year, const struct diary **ret, size_t *ret_n, struct err *err)
{
    struct day first = day_of_ymd(year == 0 ? 1600 : year, 1, 1);
    struct day last = day_of_ymd(year == 0 ? 2999 : year, 12, 31);

    TRY(require_reader(x, subject_id, accreditation_id, err));
    return diary_store_list(
        x, subject_id, accreditation_id, first, last, ret, ret_n, err);
}

enum status
diary_recent(struct act *x, int64_t programme_id, int64_t before_us,
    bool flagged, size_t n, const struct diary **ret, size_t *ret_n,
    struct err *err)
{
    TRY(act_require_whole(x, MAY_READ_FILES, programme_id, err));
    return diary_store_recent(
        x, programme_id, before_us, flagged, n, ret, ret_n, err);
}

/* --- counters --- */

enum status
diary_count(struct act *x, int64_t subject_id, int64_t accreditation_id,
    int year, struct year_count *ret, struct err *err)
{
    return count_store_get(x, subject_id, accreditation_id, year, ret, err);
}

enum status
diary_rebuild_counts(struct act *x, int64_t subject_id,
    int64_t accreditation_id, struct err *err)
{
    return count_store_rebuild(x, subject_id, accreditation_id, err);
}

const struct json *
diary_facts(struct arena *a, const struct accreditation *c,
    const struct year_count *count)
{
    struct json *f = json_new(a, JSON_OBJECT);
    struct day first = day_of_ymd(count->year, 1, 1);
    struct day last = day_of_ymd(count->year, 12, 31);
    bool whole = day_cmp(c->admitted, first) <= 0 &&
                 day_cmp(c->last_day, last) >= 0 &&
                 (day_is_none(c->ended) || day_cmp(c->ended, last) > 0);

    json_set(a, f, STR("年度"), json_number(a, count->year));
    json_set(a, f, STR("年度首日"), json_text(a, day_iso(a, first)));
    json_set(a, f, STR("年度末日"), json_text(a, day_iso(a, last)));
    json_set(a, f, STR("年度服务分钟"), json_number(a, count->minutes));
    json_set(a, f, STR("年度服务企业数"), json_number(a, count->enterprises));
    json_set(a, f, STR("年度日记数"), json_number(a, count->diaries));
    json_set(a, f, STR("年度收费分"), json_number(a, 0));
    json_set(a, f, STR("整年在册"), json_boolean(a, whole));
    json_set(a, f, STR("准入日"), json_text(a, day_iso(a, c->admitted)));
    json_set(a, f, STR("有效期末日"), json_text(a, day_iso(a, c->last_day)));
    return f;
}
