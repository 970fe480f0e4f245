/* Correction orders and their re-check. */
#include "domain/letter.h"
#include "domain/message.h"
#include "domain/proceeding.h"
#include "rectification_store.h"

#define NUMBER_FORMAT STR("ZG-{{year}}-{{serial:5}}")
#define TEXT_MOST 5000

static const struct {
    struct str name, title;
} STATES[RECT_STATE_COUNT_] = {
    [RECT_OPEN] = { STR_INIT("OPEN"), STR_INIT("整改中") },
    [RECT_PASSED] = { STR_INIT("PASSED"), STR_INIT("复查合格") },
    [RECT_FAILED] = { STR_INIT("FAILED"), STR_INIT("复查不合格") },
    [RECT_WITHDRAWN] = { STR_INIT("WITHDRAWN"), STR_INIT("已撤回") },
};

struct str
rectification_state_name(enum rectification_state s)
{
    return STATES[s].name;
}

struct str
rectification_state_title(enum rectification_state s)
{
    return STATES[s].title;
}

/* --- what all share --- */

static enum status
check_text(
    struct str field, struct str text, const char *what, struct err *err)
{
    if (str_trim(text).n == 0)
        return err_field(err, ERR_INPUT, field, "请填写%s", what);
    if (utf8_count(text) > TEXT_MOST)
        return err_field(err, ERR_INPUT, field,
            "%s应为 %d 字以内，现为 %zu 字", what, TEXT_MOST,
            utf8_count(text));
    return OK;
}

static enum status
audit(struct act *x, const struct rectification *r, const char *event,
    const char *from, struct str reason, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = r->programme_id,
            .subject_id = r->subject_id,
            .object_kind = "rectification",
            .object_id = r->id,
            .event = event,
            .from = str_of(from),
            .to = rectification_state_name(r->state),
            .reason = reason,
            .clause = r->clause,
            .document = r->letter.n > 0 ? r->letter : r->number },
        err);
}

/* An open last day says that it may move. */
static struct str
deadline_words(struct arena *a, const struct rectification *r)
{
    return arena_fmt(a, STR_FMT "%s", STR_ARG(day_zh(a, r->due)),
        r->due_open ? "（如为休息日，顺延至其后的第一个工作日）" : "");
}

static struct json *
values_of(struct act *x, const struct rectification *r, struct str reason)
{
    const struct programme *p = domain_programme(x->d, r->programme_id);
    const struct pack_clause *c = pack_clause(p->pack, r->clause);
    struct json *v = json_new(x->a, JSON_OBJECT);
    const struct {
        struct str name, value;
    } VALUES[] = {
        { STR("subject"), r->holder },
        { STR("number"), r->holder_number },
        { STR("authority"), p->authority },
        { STR("programme"), p->title.zh },
        { STR("holder_title"), p->pack->holder_title.zh },
        { STR("doc_no"), programme_doc_no(p) },
        { STR("date"), day_zh(x->a, x->today) },
        { STR("today"), day_zh(x->a, x->today) },
        { STR("items"), r->items },
        { STR("reason"), reason },
        { STR("deadline"), deadline_words(x->a, r) },
        { STR("clause"), r->clause },
        { STR("cite"), c == NULL ? r->clause : c->cite },
        { STR("sentence"), c == NULL ? STR_EMPTY : c->text },
    };

    for (size_t i = 0; i < sizeof(VALUES) / sizeof(VALUES[0]); i++)
        json_set(x->a, v, VALUES[i].name, json_text(x->a, VALUES[i].value));
    return v;
}

/* Tells the holder, if the pack has the message. */
static enum status
tell(struct act *x, const struct rectification *r, const char *message,
    const struct json *values, struct err *err)
{
    const struct pack *p = domain_programme(x->d, r->programme_id)->pack;

    if (pack_document(p, str_of(message)) == NULL)
        return OK;
    return message_to_subject(x, p, r->subject_id, str_of(message), values,
        arena_fmt(x->a, "/mine/rectifications/%lld", (long long)r->id),
        STR_EMPTY, err);
}

static enum status
load(struct act *x, int64_t id, struct rectification *ret, struct err *err)
{
    bool found = false;

    TRY(rectification_store_get(x, id, ret, &found, err));
    return found ? OK
                 : err_set(err, ERR_NOT_FOUND, "没有找到这份整改通知");
}

static enum status
require_open(const struct rectification *r, struct err *err)
{
    if (r->state == RECT_OPEN)
        return OK;
    return err_set(err, ERR_CONFLICT,
        "整改通知 " STR_FMT " 已办结（" STR_FMT "），不再办理",
        STR_ARG(r->number), STR_ARG(rectification_state_title(r->state)));
}

/* --- ordering --- */

static enum status
last_day(struct act *x, const struct rectification_new *n,
    struct rectification *r, struct err *err)
{
    struct due d;

    r->derivation = STR_EMPTY;
    if (!day_is_none(n->due)) {
        r->due = n->due;
        if (day_cmp(n->due, x->today) <= 0)
            return err_field(err, ERR_INPUT, STR("due"),
                "整改期限应晚于今天（" STR_FMT "），现为 " STR_FMT,
                STR_ARG(day_iso(x->a, x->today)),
                STR_ARG(day_iso(x->a, n->due)));
        return OK;
    }
    TRY(due_compute(x, x->today, n->term, &d, err));
    if (day_is_none(d.day))
        return err_set(err, ERR_NOT_FOUND, STR_FMT, STR_ARG(d.why));
    r->due = d.day;
    r->due_open = d.open;
    r->derivation = d.why;
    return OK;
}

/* Whether the last day moves, once the table has its year. */
static enum status
settle(struct act *x, struct rectification *r, struct err *err)
{
    struct day zero = day_of_us(r->ordered_us), before = r->due;
    struct due d;

    if (!r->due_open ||
        !holidays_has_year(x->d->holidays, day_ymd(r->due).year))
        return OK;
    TRY(due_compute(x, zero,
        (struct term){ TERM_CALENDAR_DAYS, r->due.n - zero.n, DAY_NONE }, &d,
        err));
    if (d.open)
        return OK;
    r->due_open = false;
    r->due = d.day;
    r->derivation = d.why;
    TRY(rectification_store_settle(x, r, err));
    return audit(x, r, "settle", "OPEN",
        arena_fmt(x->a, "节假日安排已补充，期限由 " STR_FMT " 确定为 " STR_FMT,
            STR_ARG(day_iso(x->a, before)), STR_ARG(day_iso(x->a, r->due))),
        err);
}

static enum status
issue(struct act *x, struct rectification *r, struct str document,
    struct json *values, struct err *err)
{
    const struct programme *p = domain_programme(x->d, r->programme_id);

    if (document.n == 0)
        return OK;
    return letter_issue(x,
        &(struct letter_new){ .programme = p,
            .pack = p->pack,
            .subject_id = r->subject_id,
            .owner_id = r->id,
            .owner_kind = "rectification",
            .document = arena_cstr(x->a, document),
            .clause = r->clause },
        values, &r->letter, err);
}

enum status
rectification_order(struct act *x, const struct rectification_new *n,
    struct rectification *ret, struct err *err)
{
    struct accreditation c;

    TRY(accreditation_load(x, 0, n->accreditation_id, &c, err));
    TRY(check_text(STR("items"), n->items, "需要整改的事项", err));
    if (!day_is_none(c.ended) ||
        accreditation_state_on(&c, x->today) == ACC_EXPIRED)
        return err_set(err, ERR_CONFLICT,
            "资格现为“" STR_FMT "”，不能再责令整改",
            STR_ARG(accreditation_state_title(
                accreditation_state_on(&c, x->today))));
    struct rectification r = { .subject_id = c.subject_id,
        .id = world_id(&x->d->world),
        .accreditation_id = c.id,
        .programme_id = c.programme_id,
        .source = str_of(n->source),
        .source_id = n->source_id,
        .items = n->items,
        .clause = n->clause,
        .failed_ground = n->failed_ground,
        .state = RECT_OPEN,
        .ordered_us = x->now_us,
        .ordered_by = x->who->account_id,
        .version = 1,
        .holder = c.name,
        .holder_number = c.number,
        .region = c.region };
    TRY(last_day(x, n, &r, err));
    TRY(number_make(x, NUMBER_FORMAT, &r.number, err));
    struct json *values = values_of(x, &r, STR_EMPTY);
    TRY(issue(x, &r, n->document, values, err));
    TRY(rectification_store_add(x, &r, err));
    TRY(audit(x, &r, "order", "",
        arena_fmt(x->a, "期限至 " STR_FMT " 24:00：" STR_FMT,
            STR_ARG(day_iso(x->a, r.due)), STR_ARG(r.items)),
        err));
    TRY(tell(x, &r, "rectify_ordered", values, err));
    *ret = r;
    return OK;
}

/* --- what the holder says, and what the re-check finds --- */

enum status
rectification_report(
    struct act *x, int64_t id, struct str report, struct err *err)
{
    struct rectification r;

    TRY(load(x, id, &r, err));
    TRY(act_require_member(x, r.subject_id, "editor", err));
    TRY(require_open(&r, err));
    TRY(check_text(STR("report"), report, "整改情况", err));
    r.report = report;
    r.reported_us = x->now_us;
    TRY(rectification_store_put(x, &r, err));
    return audit(x, &r, "report", "OPEN", STR_EMPTY, err);
}

/* The case of a failed re-check; one that is open already is enough. */
static enum status
propose(struct act *x, struct rectification *r, struct err *err)
{
    struct proceeding p;

    if (r->failed_ground.n == 0)
        return OK;
    enum status st = proceeding_open(x,
        &(struct proceeding_new){ .accreditation_id = r->accreditation_id,
            .ground = r->failed_ground,
            .facts = arena_fmt(x->a,
                "整改通知 " STR_FMT "（期限 " STR_FMT
                "）复查不合格：" STR_FMT,
                STR_ARG(r->number), STR_ARG(day_iso(x->a, r->due)),
                STR_ARG(r->remark)) },
        &p, err);
    if (st == ERR_CONFLICT)
        return OK;
    if (st == OK)
        r->proceeding_id = p.id;
    return st;
}

/* A holding that was rectifying is as before. */
static enum status
end_rectifying(struct act *x, const struct rectification *r,
    const char *event, struct err *err)
{
    struct accreditation c;

    TRY(accreditation_load(
        x, r->subject_id, r->accreditation_id, &c, err));
    if (c.state != ACC_RECTIFYING || !str_eq(r->source, STR("assessment")))
        return OK;
    return accreditation_move(x, &c,
        &(struct accreditation_move){ .to = ACC_ACTIVE,
            .event = event,
            .reason = r->remark,
            .clause = r->clause,
            .document = r->number },
        err);
}

enum status
rectification_check(struct act *x, int64_t id, bool passed,
    struct str remark, int64_t version, struct rectification *ret,
    struct err *err)
{
    struct rectification r;

    TRY(load(x, id, &r, err));
    TRY(act_require(x, MAY_SUPERVISE, r.programme_id, r.region, err));
    TRY(act_require_no_interest(x, r.subject_id, err));
    TRY(require_open(&r, err));
    if (version != r.version)
        return err_set(err, ERR_CONFLICT,
            "这份整改通知刚刚被其他人办理，请刷新后查看");
    TRY(check_text(STR("remark"), remark, "复查情况", err));
    if (!passed && r.reported_us == 0) {
        TRY(settle(x, &r, err));
        if (r.due_open && day_cmp(x->today, r.due) > 0)
            return err_set(err, ERR_NOT_FOUND,
                "还不能认定逾期未整改：" STR_FMT, STR_ARG(r.derivation));
    }
    if (!passed && r.reported_us == 0 && day_cmp(x->today, r.due) <= 0)
        return err_set(err, ERR_CONFLICT,
            "整改期限至 " STR_FMT
            " 24:00，届满前对方尚未报告整改情况，不能认定不合格",
            STR_ARG(day_iso(x->a, r.due)));
    r.state = passed ? RECT_PASSED : RECT_FAILED;
    r.remark = remark;
    r.checked_us = x->now_us;
    r.checked_by = x->who->account_id;
    TRY(passed ? end_rectifying(x, &r, "rectified", err) : propose(x, &r, err));
    TRY(rectification_store_put(x, &r, err));
    TRY(audit(x, &r, passed ? "pass" : "fail", "OPEN", remark, err));
    TRY(tell(x, &r, passed ? "rectify_passed" : "rectify_failed",
        values_of(x, &r, remark), err));
    *ret = r;
    return OK;
}

enum status
rectification_withdraw(
    struct act *x, int64_t id, struct str reason, struct err *err)
{
    struct rectification r;

    TRY(load(x, id, &r, err));
    if (r.state != RECT_OPEN && r.state != RECT_FAILED)
        return OK;
    struct str from = rectification_state_name(r.state);
    int64_t opened = r.proceeding_id;
    r.state = RECT_WITHDRAWN;
    r.remark = reason;
    r.checked_us = x->now_us;
    r.checked_by = x->who->account_id;
    if (opened != 0)
        TRY(proceeding_undo(x, opened, reason, err));
    TRY(end_rectifying(x, &r, "rectify-withdrawn", err));
    TRY(rectification_store_put(x, &r, err));
    TRY(audit(x, &r, "withdraw", arena_cstr(x->a, from), reason, err));
    return tell(x, &r, "rectify_withdrawn", values_of(x, &r, reason), err);
}

enum status
rectification_carry(struct act *x, int64_t subject_id, const char *source,
    int64_t from, int64_t to, bool *ret_found, struct err *err)
{
    const struct rectification *list = NULL;
    size_t n = 0;

    *ret_found = false;
    TRY(rectification_of_source(
        x, subject_id, source, from, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].state == RECT_WITHDRAWN)
            continue;
        *ret_found = true;
        TRY(rectification_store_carry(x, &list[i], to, err));
    }
    return OK;
}

/* --- day by day --- */

/* The holder before the end; the holder and who ordered it when it is over. */
static enum status
remind(struct act *x, const struct programme *p,
    const struct rectification *r, struct err *err)
{
    bool over = day_cmp(x->today, r->due) > 0;
    struct str key = arena_fmt(x->a, "rectify-%s/%lld",
        over ? "over" : "due", (long long)r->id);
    struct str state = over
        ? STR("整改期限已届满")
        : arena_fmt(x->a, "距整改期限届满还有 %d 天", r->due.n - x->today.n);

    if (r->reported_us == 0 &&
        pack_document(p->pack, STR("rectify_remind")) != NULL)
        TRY(message_to_subject(x, p->pack, r->subject_id,
            STR("rectify_remind"), values_of(x, r, state),
            arena_fmt(x->a, "/mine/rectifications/%lld", (long long)r->id),
            key, err));
    if (!over || r->ordered_by == 0)
        return OK;
    return message_remind_account(x, r->ordered_by, STR("整改期限已届满，请复查"),
        arena_fmt(x->a,
            "“" STR_FMT "”（" STR_FMT "）的整改期限于 " STR_FMT
            " 24:00 届满，%s，请复查：" STR_FMT,
            STR_ARG(r->holder), STR_ARG(r->holder_number),
            STR_ARG(day_iso(x->a, r->due)),
            r->reported_us > 0 ? "对方已报告整改情况" : "对方没有报告整改情况",
            STR_ARG(r->items)),
        arena_fmt(x->a, "/desk/rectifications/%lld", (long long)r->id),
        arena_fmt(x->a, "rectify-check/%lld", (long long)r->id), err);
}

enum status
rectification_daily(
    struct act *x, const struct programme *p, struct err *err)
{
    const struct rectification *list = NULL;
    size_t n = 0;

    TRY(rectification_store_daily(x, p->id,
        day_add_days(x->today, RECTIFY_REMIND_DAYS), &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct rectification r = list[i];

        TRY(settle(x, &r, err));
        if (!r.due_open &&
            r.due.n - x->today.n <= RECTIFY_REMIND_DAYS)
            TRY(remind(x, p, &r, err));
    }
    return OK;
}

/* --- reading --- */

static bool
may_read(const struct act *x, const struct rectification *r)
{
    return may_in(x, MAY_READ_FILES, r->programme_id, r->region) ||
           acts_for(x->who, r->subject_id, "viewer");
}

enum status
rectification_get(
    struct act *x, int64_t id, struct rectification *ret, struct err *err)
{
    struct rectification r;

    TRY(load(x, id, &r, err));
    if (!may_read(x, &r))
        return err_set(err, ERR_NOT_FOUND, "没有找到这份整改通知");
    *ret = r;
    return OK;
}

enum status
rectification_of_source(struct act *x, int64_t subject_id,
    const char *source, int64_t source_id, const struct rectification **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct rectification) v = { 0 };
    const struct rectification *list = NULL;
    size_t n = 0;

    TRY(rectification_store_of_subject(x, subject_id, &list, &n, err));
    for (size_t i = n; i > 0; i--) {
        if (list[i - 1].source_id == source_id &&
            str_eq(list[i - 1].source, str_of(source)))
            *VEC_PUSH(x->a, &v) = list[i - 1];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
rectification_of_subject(struct act *x, int64_t subject_id,
    const struct rectification **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct rectification) v = { 0 };
    const struct rectification *list = NULL;
    size_t n = 0;

    TRY(rectification_store_of_subject(x, subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (may_read(x, &list[i]))
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
rectification_list(struct act *x, int64_t programme_id, bool open_only,
    const struct rectification **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct rectification) v = { 0 };

    TRY(act_require(x, MAY_READ_FILES, programme_id, STR_EMPTY, err));
    for (size_t i = 0; i < x->d->n_programmes; i++) {
        int64_t id = x->d->programmes[i].id;
        const struct rectification *list = NULL;
        size_t n = 0;

        if (programme_id != 0 && programme_id != id)
            continue;
        TRY(rectification_store_list(x, id, open_only, &list, &n, err));
        for (size_t k = 0; k < n; k++) {
            if (may_in(x, MAY_READ_FILES, id, list[k].region))
                *VEC_PUSH(x->a, &v) = list[k];
        }
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
