#include "domain/record.h"

#include "domain/accreditation.h"
#include "domain/message.h"
#include "domain/publicity.h"
#include "domain/subject.h"
#include "record_private.h"

#define TEXT_MAX 8000

struct str
record_state_title(const struct pack_record *k, struct str state)
{
    bool open = str_eq(state, STR("OPEN"));
    bool answered = str_eq(state, STR("ANSWERED"));

    if (k->n_states > 0)
        return str_eq(state, STR("CLOSED")) ? STR("已关闭") : state;
    if (k->n_publish_by > 0)
        return publicity_state_title(state);
    if (k->progress.n > 0)
        return record_step_title(k, state);
    if (k->answered)
        return open ? STR("待答复") : answered ? STR("已答复") : STR("已关闭");
    return open || answered ? STR("已登记") : STR("已关闭");
}

const struct pack_record *
record_kind_of_form(const struct pack *p, struct str form)
{
    for (size_t i = 0; i < p->n_records; i++) {
        if (str_eq(p->records[i].form, form))
            return &p->records[i];
    }
    return NULL;
}

static enum status
kind_of(struct act *x, int64_t programme_id, struct str kind,
    const struct programme **ret, const struct pack_record **ret_k,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    const struct pack_record *k = p == NULL ? NULL : pack_record(p->pack, kind);

    if (k == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这种登记");
    *ret = p;
    *ret_k = k;
    return OK;
}

enum status
record_check_form(struct act *x, const struct programme *p,
    const struct pack_record *k, const struct json *content, struct err *err)
{
    const struct form_problem *problems = NULL;
    size_t n = 0;

    form_check(x->a, p->pack, pack_form(p->pack, k->form), NULL, content,
        x->today, &problems, &n);
    for (size_t i = 0; i < n; i++) {
        if (!problems[i].warning)
            return err_field(err, ERR_INPUT, problems[i].field, STR_FMT,
                STR_ARG(problems[i].text));
    }
    return OK;
}

struct str
record_title(const struct pack *p, const struct pack_record *k,
    const struct record *r)
{
    const struct pack_section *s = &pack_form(p, k->form)->sections[0];

    for (size_t i = 0; i < s->n_fields; i++) {
        if (s->fields[i].type == FIELD_TEXT && !s->fields[i].is_private)
            return json_str(json_get(r->content, s->fields[i].name));
    }
    return k->title.zh;
}

enum status
record_tell(struct act *x, const struct programme *p, const struct record *r,
    struct str template_name, struct str key, struct err *err)
{
    const struct pack_record *k = pack_record(p->pack, r->kind);
    struct json *values = json_new(x->a, JSON_OBJECT);
    struct subject s;

    if (r->subject_id == 0 || pack_document(p->pack, template_name) == NULL)
        return OK;
    TRY(subject_get(x, r->subject_id, &s, err));
    json_set(x->a, values, STR("subject"), json_text(x->a, s.name));
    json_set(x->a, values, STR("what"),
        json_text(x->a, pack_record(p->pack, r->kind)->title.zh));
    json_set(x->a, values, STR("deadline"),
        json_text(x->a, day_is_none(r->due) ? STR("约定的期限")
                                            : day_zh(x->a, r->due)));
    json_set(x->a, values, STR("title"),
        json_text(x->a, record_title(p->pack, k, r)));
    json_set(x->a, values, STR("reason"), json_text(x->a, r->answer));
    return message_to_subject(x, p->pack, r->subject_id, template_name,
        values, arena_fmt(x->a, "/mine/records/" STR_FMT, STR_ARG(r->kind)),
        key, err);
}

enum status
record_audit(struct act *x, const struct record *r, const char *event,
    struct str from, struct str to, struct str clause, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = r->programme_id,
            .subject_id = r->subject_id,
            .object_kind = "record",
            .object_id = r->id,
            .event = event,
            .from = from,
            .to = to,
            .clause = clause },
        err);
}

enum status
record_put_row(
    struct act *x, struct record *r, struct str clause, struct err *err)
{
    if (r->id == 0)
        r->id = world_id(&x->d->world);
    r->created_us = x->now_us;
    r->created_by = x->who->account_id;
    r->version = 1;
    if (r->region.n == 0)
        TRY(record_follow(
            x, domain_programme(x->d, r->programme_id), r, err));
    TRY(record_store_add(x, r, err));
    return record_audit(x, r, "record", STR_EMPTY, r->state, clause, err);
}

/* The last day to be done with a row: as its form says, or a term from now. */
static enum status
set_due(struct act *x, const struct pack_record *k, struct record *r,
    struct err *err)
{
    struct deadline d;

    r->due = DAY_NONE;
    if (k->due_field.n > 0) {
        const struct json *v = json_get(r->content, k->due_field);

        return json_is_null(v) ? OK : day_parse(json_str(v), &r->due, err);
    }
    if (k->due.n == 0)
        return OK;
    TRY(deadline_compute(
        x->a, x->d->holidays, x->today, k->due, &d, err));
    r->due = d.last_day;
    return OK;
}

static bool
waits(const struct pack_record *k)
{
    return k->answered || k->n_states > 0 || k->progress.n > 0;
}

/* Rights end with the status (CW-6-1, S-C35); officers may still note
 * something about a former holder, unless the pack says otherwise. The report
 * of a year is still owed when the status has ended since. */
static enum status
check_status(struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id, struct err *err)
{
    struct accreditation c;
    bool found = false;

    if (report_duty(p->pack, k) != NULL ||
        str_eq(k->write, STR("public")) ||
        str_eq(k->write, STR("applicant")))
        return OK;
    if (record_may_keep(x, p, k, MAY_SUPERVISE, STR_EMPTY) &&
        (!k->while_active || subject_id == 0))
        return OK;
    TRY(record_holding(x, p->id, subject_id, 0, &c, &found, err));
    if (found && accreditation_has_rights(&c, x->today))
        return OK;
    if (found && k->while_active)
        return err_set(err, ERR_DENIED,
            "资格于 " STR_FMT " 起无效（" STR_FMT
            "），不能登记“" STR_FMT "”",
            STR_ARG(day_iso(x->a, day_is_none(c.ended)
                                      ? day_add_days(c.last_day, 1)
                                      : c.ended)),
            STR_ARG(accreditation_state_title(
                accreditation_state_on(&c, x->today))),
            STR_ARG(k->title.zh));
    return err_set(err, ERR_DENIED,
        "没有有效的资格，不能登记“" STR_FMT "”", STR_ARG(k->title.zh));
}

/* A correction is right for a living row of the same kind, once. */
static enum status
check_corrects(struct act *x, const struct record *r, struct err *err)
{
    const struct record *list = NULL;
    size_t n = 0;

    if (r->corrects == 0)
        return OK;
    TRY(record_store_of(
        x, r->programme_id, r->subject_id, r->kind, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].id != r->corrects || list[i].subject_id != r->subject_id)
            continue;
        if (list[i].corrected || str_eq(list[i].state, STR("CLOSED")))
            return err_set(err, ERR_CONFLICT,
                "这条记录已经更正或关闭，请更正最新的一条");
        return OK;
    }
    return err_set(err, ERR_NOT_FOUND, "没有找到要更正的记录");
}

enum status
record_set_first(struct act *x, const struct pack *p,
    const struct pack_record *k, struct record *r, struct err *err)
{
    struct json *content = json_new(x->a, JSON_OBJECT);
    const struct pack_field *f = k->decide_field.n == 0
        ? NULL
        : form_field(pack_form(p, k->form), k->decide_field);

    r->state = k->n_states > 0 ? k->states[0] : STR("OPEN");
    r->done = !waits(k);
    r->answer = STR_EMPTY;
    r->flags = json_new(x->a, JSON_LIST);
    /* What others decide nobody writes for them. */
    for (size_t i = 0; k->n_states > 0 && i < r->content->n; i++) {
        struct str name = r->content->keys[i];

        if (!str_eq(name, k->decide_field) && !str_eq(name, k->decide_day))
            json_set(x->a, content, name, r->content->items[i]);
    }
    if (f != NULL)
        json_set(x->a, content, f->name, json_text(x->a, r->state));
    if (k->n_states > 0)
        r->content = content;
    r->content = record_first_step(x->a, p, k, r->content);
    return set_due(x, k, r, err);
}

enum status
record_keep(struct act *x, int64_t programme_id, int64_t subject_id,
    struct str kind, const struct json *values, struct str clause,
    struct err *err)
{
    int64_t id = 0;

    return record_keep_row(
        x, programme_id, subject_id, kind, values, clause, &id, err);
}

enum status
record_keep_row(struct act *x, int64_t programme_id, int64_t subject_id,
    struct str kind, const struct json *values, struct str clause,
    int64_t *ret, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;
    struct json *content = json_new(x->a, JSON_OBJECT);

    TRY(kind_of(x, programme_id, kind, &p, &k, err));
    const struct pack_form *form = pack_form(p->pack, k->form);
    for (size_t i = 0; i < values->n; i++) {
        if (form_field(form, values->keys[i]) != NULL &&
            !json_is_null(values->items[i]))
            json_set(x->a, content, values->keys[i], values->items[i]);
    }
    if (form_field(form, STR("决定日期")) != NULL)
        json_set(x->a, content, STR("决定日期"),
            json_text(x->a, day_iso(x->a, x->today)));
    struct record r = { .subject_id = subject_id,
        .programme_id = programme_id,
        .kind = k->name,
        .content = content };
    TRY(record_set_first(x, p->pack, k, &r, err));
    TRY(record_guard(x, p, k, &r, STR_EMPTY, err));
    TRY(record_put_row(x, &r, clause, err));
    *ret = r.id;
    return OK;
}

/* The row that this one is right for, with what it brought about. */
static enum status
take_back_old(struct act *x, const struct record *r, struct err *err)
{
    struct record old;
    bool found = false;

    TRY(record_store_get(x, r->subject_id, r->corrects, &old, &found, err));
    return found ? record_take_back(x, &old, r,
                       STR("原登记有误，已更正"), err)
                 : OK;
}

enum status
record_add(struct act *x, struct record *r, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(kind_of(x, r->programme_id, r->kind, &p, &k, err));
    if (k->n_publish_by > 0)
        return publicity_write(x, p, k, r, err);
    TRY(record_place(x, p, k, r, err));
    TRY(record_require_write(x, p, k, r, err));
    TRY(check_status(x, p, k, r->subject_id, err));
    TRY(record_set_first(x, p->pack, k, r, err));
    TRY(record_check_form(x, p, k, r->content, err));
    TRY(record_check_task(x, k, r, err));
    TRY(check_corrects(x, r, err));
    TRY(record_check_report(x, p, k, r, err));
    TRY(record_check_place(x, p, k, r, err));
    TRY(record_guard(x, p, k, r, STR_EMPTY, err));
    TRY(record_put_row(x, r, k->clause, err));
    TRY(record_consequences(x, p, k, r, err));
    if (r->corrects != 0)
        TRY(take_back_old(x, r, err));
    if (k->progress.n > 0)
        TRY(record_tell(x, p, r, STR("assigned"), STR_EMPTY, err));
    else if (str_eq(k->write, STR("officer")) &&
             !str_eq(k->read, STR("officer")))
        TRY(record_tell(x, p, r, STR("recorded"), STR_EMPTY, err));
    return OK;
}

/* Has another row been entered that is right for this one? */
static enum status
mark_corrected(struct act *x, struct record *r, struct err *err)
{
    const struct record *list = NULL;
    size_t n = 0;

    TRY(record_store_of(
        x, r->programme_id, r->subject_id, r->kind, &list, &n, err));
    for (size_t i = 0; i < n; i++)
        r->corrected = r->corrected || list[i].corrects == r->id;
    return OK;
}

enum status
record_get(struct act *x, int64_t subject_id, int64_t id, struct record *ret,
    struct err *err)
{
    struct record r;
    bool found = false, reads = false;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(record_store_get(x, subject_id, id, &r, &found, err));
    if (found) {
        TRY(kind_of(x, r.programme_id, r.kind, &p, &k, err));
        TRY(record_reads(x, p, k, &r, &reads, err));
    }
    if (!reads || !publicity_may_see(x, p, k, &r))
        return err_set(err, ERR_NOT_FOUND, "没有找到这条记录");
    TRY(mark_corrected(x, &r, err));
    *ret = r;
    return OK;
}

/* Rows of the programme that are not for the actor's region stay out. */
static const struct record *
sift_of(struct act *x, const struct programme *p, const struct pack_record *k,
    const struct record *list, size_t n, size_t *ret_n)
{
    VEC_OF(struct record) v = { 0 };

    for (size_t i = 0; i < n; i++) {
        if (list[i].subject_id != 0 || x->who->n_grants == 0 ||
            record_reads_row(x, p, k, &list[i]))
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret_n = v.n;
    return v.p;
}

enum status
record_list_of(struct act *x, int64_t programme_id, int64_t subject_id,
    struct str kind, const struct record **ret, size_t *ret_n,
    struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;
    const struct record *list = NULL;
    struct record any = { .subject_id = subject_id,
        .programme_id = programme_id };
    bool reads = false;
    size_t n = 0;

    TRY(kind_of(x, programme_id, kind, &p, &k, err));
    TRY(record_follow(x, p, &any, err));
    TRY(record_reads(x, p, k, &any, &reads, err));
    if (!reads || !publicity_may_see(x, p, k, &any))
        return err_set(err, ERR_NOT_FOUND, "没有这种登记");
    TRY(record_store_of(x, programme_id, subject_id, kind, &list, &n, err));
    *ret = sift_of(x, p, k, list, n, ret_n);
    return OK;
}

enum status
record_list(struct act *x, int64_t programme_id, struct str kind,
    struct str state, int64_t before_us, size_t n, const struct record **ret,
    size_t *ret_n, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;
    VEC_OF(struct record) v = { 0 };
    size_t got = n;

    TRY(kind_of(x, programme_id, kind, &p, &k, err));
    if (!record_is_reader(x, p, k))
        return act_require(x, MAY_READ_FILES, programme_id, STR_EMPTY, err);
    if (!publicity_may_see(x, p, k, &(struct record){ 0 }))
        state = STR("PUBLISHED");
    if (record_reads_all(x, p, k))
        return record_store_list(
            x, programme_id, kind, state, before_us, n, ret, ret_n, err);
    while (v.n < n && got == n) {
        const struct record *list = NULL;

        TRY(record_store_list(
            x, programme_id, kind, state, before_us, n, &list, &got, err));
        for (size_t i = 0; i < got && v.n < n; i++) {
            before_us = list[i].created_us;
            if (record_reads_row(x, p, k, &list[i]))
                *VEC_PUSH(x->a, &v) = list[i];
        }
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
record_tallies(struct act *x, int64_t programme_id, struct str kind,
    const struct record_tally **ret, size_t *ret_n, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;
    const struct record_tally *list = NULL;
    VEC_OF(struct record_tally) v = { 0 };
    size_t n = 0;

    TRY(kind_of(x, programme_id, kind, &p, &k, err));
    if (!record_is_reader(x, p, k))
        return act_require(x, MAY_READ_FILES, programme_id, STR_EMPTY, err);
    TRY(record_store_tallies(x, programme_id, kind, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct record of = { .region = list[i].region };

        if (record_reads_row(x, p, k, &of))
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- answering --- */

enum status
record_load_version(struct act *x, int64_t subject_id, int64_t id, int64_t version,
    struct record *ret, const struct programme **ret_p,
    const struct pack_record **ret_k, struct err *err)
{
    bool found = false;

    TRY(record_store_get(x, subject_id, id, ret, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这条记录");
    TRY(kind_of(x, ret->programme_id, ret->kind, ret_p, ret_k, err));
    if (ret->subject_id != 0 && (*ret_k)->host_field.n == 0)
        TRY(record_follow(x, *ret_p, ret, err));
    if (ret->version != version)
        return err_set(err, ERR_CONFLICT,
            "这条记录已被他人改动，请刷新后再试");
    return OK;
}

enum status
record_check_text(struct str text, const char *field, bool needed, struct err *err)
{
    if ((needed && str_trim(text).n == 0) || text.n > TEXT_MAX)
        return err_field(err, ERR_INPUT, str_of(field),
            "请填写文字，1 至 2000 字");
    return OK;
}

enum status
record_move(struct act *x, struct record *r, struct str state,
    struct str answer, const char *event, struct str clause, bool done,
    struct err *err)
{
    struct str from = r->state;

    r->state = state;
    r->done = done;
    r->answer = answer;
    r->answered_us = x->now_us;
    r->answered_by = x->who->account_id;
    TRY(record_store_put(x, r, err));
    return record_audit(x, r, event, from, state, clause, err);
}

static enum status
move_to(struct act *x, struct record *r, struct str state, struct str answer,
    const char *event, struct str clause, struct err *err)
{
    return record_move(x, r, state, answer, event, clause, true, err);
}

enum status
record_answer(struct act *x, int64_t subject_id, int64_t id, int64_t version,
    struct str text, struct err *err)
{
    struct record r;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(record_check_text(text, "answer", true, err));
    TRY(record_load_version(x, subject_id, id, version, &r, &p, &k, err));
    TRY(record_require_keep(x, p, k, &r, err));
    if (!k->answered || !str_eq(r.state, STR("OPEN")))
        return err_set(err, ERR_CONFLICT, "这条记录不需要答复或已经答复");
    TRY(move_to(
        x, &r, STR("ANSWERED"), text, "answer-record", k->clause, err));
    return record_tell(x, p, &r, STR("answered"), STR_EMPTY, err);
}

enum status
record_close(struct act *x, int64_t subject_id, int64_t id, int64_t version,
    struct str reason, struct err *err)
{
    struct record r;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(record_check_text(reason, "reason", true, err));
    TRY(record_load_version(x, subject_id, id, version, &r, &p, &k, err));
    TRY(record_require_keep(x, p, k, &r, err));
    if (str_eq(r.state, STR("CLOSED")))
        return err_set(err, ERR_CONFLICT, "这条记录已经关闭");
    TRY(record_check_place(x, p, k, &r, err));
    TRY(move_to(
        x, &r, STR("CLOSED"), reason, "close-record", k->clause, err));
    return record_take_back(x, &r, NULL, reason, err);
}

enum status
record_drop(struct act *x, int64_t subject_id, int64_t id, struct str reason,
    struct err *err)
{
    struct record r;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;
    bool found = false;

    TRY(record_store_get(x, subject_id, id, &r, &found, err));
    if (!found || str_eq(r.state, STR("CLOSED")))
        return OK;
    TRY(kind_of(x, r.programme_id, r.kind, &p, &k, err));
    return move_to(
        x, &r, STR("CLOSED"), reason, "close-record", k->clause, err);
}

/* --- deciding --- */

static enum status
check_decider(struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r, struct str state,
    struct err *err)
{
    bool known = false;

    if (!record_may_decide(x, p, k, r))
        return err_set(err, ERR_DENIED,
            k->by_superior ? "“" STR_FMT "”须由上一级主管机关办理"
                           : "您的账号不能办理这一地区的“" STR_FMT "”",
            STR_ARG(k->title.zh));
    if (r->subject_id != 0)
        TRY(act_require_no_interest(x, r->subject_id, err));
    for (size_t i = 1; i < k->n_states; i++)
        known = known || str_eq(k->states[i], state);
    if (!known)
        return err_field(err, ERR_INPUT, STR("state"),
            "“" STR_FMT "”不能决定为“" STR_FMT "”", STR_ARG(k->title.zh),
            STR_ARG(state));
    if (!str_eq(r->state, k->states[0]))
        return err_set(err, ERR_CONFLICT,
            "已经决定为“" STR_FMT "”，不能再次决定",
            STR_ARG(record_state_title(k, r->state)));
    if (k->four_eyes && r->created_by == x->who->account_id)
        return err_set(err, ERR_CONFLICT,
            "登记人和决定人不能是同一人，请由另一人决定");
    return OK;
}

static const struct json *
decided_content(struct act *x, const struct pack_record *k,
    const struct record *r, struct str state, const struct json *more)
{
    struct json *o = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; i < r->content->n; i++)
        json_set(x->a, o, r->content->keys[i], r->content->items[i]);
    if (k->decide_day.n > 0)
        json_set(x->a, o, k->decide_day,
            json_text(x->a, day_iso(x->a, x->today)));
    for (size_t i = 0; more != NULL && i < more->n; i++)
        json_set(x->a, o, more->keys[i], more->items[i]);
    if (k->decide_field.n > 0)
        json_set(x->a, o, k->decide_field, json_text(x->a, state));
    return o;
}

enum status
record_decide(struct act *x, int64_t subject_id, int64_t id, int64_t version,
    struct str state, const struct json *more, struct str remark,
    struct err *err)
{
    struct record r;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(record_check_text(remark, "answer", false, err));
    TRY(record_load_version(x, subject_id, id, version, &r, &p, &k, err));
    if (k->n_states == 0)
        return err_set(err, ERR_CONFLICT, "这种登记不需要决定");
    TRY(check_decider(x, p, k, &r, state, err));
    r.content = decided_content(x, k, &r, state, more);
    TRY(record_check_form(x, p, k, r.content, err));
    TRY(record_guard(x, p, k, &r, state, err));
    TRY(move_to(x, &r, state, remark, "decide-record", k->clause, err));
    TRY(record_effects(x, p, k, &r, state, err));
    return record_tell(x, p, &r, STR("answered"), STR_EMPTY, err);
}

/* --- irregularities --- */

enum status
record_irregularity(struct act *x, const struct programme *p,
    int64_t subject_id, struct str what, struct day day, struct str facts,
    struct err *err)
{
    const struct pack_record *k =
        record_kind_of_form(p->pack, STR("irregularity"));
    struct json *content = json_new(x->a, JSON_OBJECT);
    const struct pack_field *kinds = NULL;
    struct str chosen = STR("其他");

    if (k == NULL)
        return OK;
    kinds =
        form_field(pack_form(p->pack, k->form), STR("不规范行为种类"));
    for (size_t i = 0; kinds != NULL && i < kinds->n_options; i++) {
        if (str_eq(kinds->options[i].value, what))
            chosen = what;
    }
    json_set(
        x->a, content, STR("不规范行为种类"), json_text(x->a, chosen));
    json_set(
        x->a, content, STR("发生日期"), json_text(x->a, day_iso(x->a, day)));
    json_set(x->a, content, STR("行为事实"), json_text(x->a, facts));
    struct record r = { .subject_id = subject_id,
        .programme_id = p->id,
        .kind = k->name,
        .content = content };
    TRY(record_set_first(x, p->pack, k, &r, err));
    return record_put_row(x, &r, k->clause, err);
}

/* --- breaches --- */

static const struct pack_field *
field_of_type(const struct pack_form *form, enum field_type type)
{
    const struct pack_section *s = &form->sections[0];

    for (size_t i = 0; i < s->n_fields; i++) {
        if (s->fields[i].type == type)
            return &s->fields[i];
    }
    return NULL;
}

/* The checker saw to it that the register and its three fields are there. */
enum status
record_breach(struct act *x, const struct programme *p, int64_t subject_id,
    struct str what, struct str facts, struct err *err)
{
    struct json *content = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; i < p->pack->n_records; i++) {
        const struct pack_record *k = &p->pack->records[i];
        const struct pack_form *form = pack_form(p->pack, k->form);

        if (!k->breaches)
            continue;
        json_set(x->a, content, field_of_type(form, FIELD_ONE_OF)->name,
            json_text(x->a, what));
        json_set(x->a, content, field_of_type(form, FIELD_DATE)->name,
            json_text(x->a, day_iso(x->a, x->today)));
        json_set(x->a, content, field_of_type(form, FIELD_LONG_TEXT)->name,
            json_text(x->a, facts));
        struct record r = { .subject_id = subject_id,
            .programme_id = p->id,
            .kind = k->name,
            .content = content };
        TRY(record_set_first(x, p->pack, k, &r, err));
        return record_put_row(x, &r, k->clause, err);
    }
    return OK;
}
