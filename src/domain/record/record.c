#include "domain/record.h"

#include "domain/accreditation.h"
#include "domain/message.h"
#include "domain/subject.h"
#include "record_store.h"

#define TEXT_MAX 8000

static bool
is_assignment(const struct pack_record *k)
{
    return str_eq(k->form, STR("assignment"));
}

struct str
record_state_title(const struct pack_record *k, struct str state)
{
    bool open = str_eq(state, STR("OPEN"));
    bool answered = str_eq(state, STR("ANSWERED"));

    if (is_assignment(k))
        return open ? STR("已安排") : answered ? STR("已接受") : STR("已完成");
    if (k->answered)
        return open ? STR("待答复")
                    : answered ? STR("已答复") : STR("已关闭");
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

bool
record_may_write(const struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id)
{
    if (may_in(x, MAY_SUPERVISE, p->id, STR_EMPTY))
        return true;
    if (str_eq(k->write, STR("public")))
        return true;
    return str_eq(k->write, STR("holder")) && subject_id != 0 &&
           acts_for(x->who, subject_id, "editor");
}

bool
record_may_read(const struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id)
{
    if (str_eq(k->read, STR("public")) ||
        may_in(x, MAY_READ_FILES, p->id, STR_EMPTY))
        return true;
    if (subject_id == 0)
        return str_eq(k->read, STR("holder")) && x->who->n_memberships > 0;
    /* What a holder wrote itself it may read again. */
    return acts_for(x->who, subject_id, "viewer") &&
           (str_eq(k->read, STR("holder")) ||
               str_eq(k->write, STR("holder")));
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

static enum status
check_form(struct act *x, const struct programme *p,
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

static enum status
tell(struct act *x, const struct programme *p, int64_t subject_id,
    struct str template_name, struct str kind, struct err *err)
{
    struct json *values = json_new(x->a, JSON_OBJECT);
    struct subject s;

    if (subject_id == 0 || pack_document(p->pack, template_name) == NULL)
        return OK;
    TRY(subject_get(x, subject_id, &s, err));
    json_set(x->a, values, STR("subject"), json_text(x->a, s.name));
    return message_to_subject(x, p->pack, subject_id, template_name, values,
        arena_fmt(x->a, "/mine/records/" STR_FMT, STR_ARG(kind)), STR_EMPTY,
        err);
}

static enum status
audit_record(struct act *x, const struct record *r, const char *event,
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

static enum status
put_row(struct act *x, struct record *r, struct str clause, struct err *err)
{
    r->id = world_id(&x->d->world);
    r->state = STR("OPEN");
    r->created_us = x->now_us;
    r->created_by = x->who->account_id;
    r->version = 1;
    TRY(record_store_add(x, r, err));
    return audit_record(x, r, "record", STR_EMPTY, r->state, clause, err);
}

enum status
record_add(struct act *x, struct record *r, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;
    int64_t living = 0;

    TRY(kind_of(x, r->programme_id, r->kind, &p, &k, err));
    if (!record_may_write(x, p, k, r->subject_id))
        return err_set(
            err, ERR_DENIED, "您的账号不能登记“" STR_FMT "”",
            STR_ARG(k->title.zh));
    if (r->subject_id != 0)
        TRY(accreditation_living(
            x, r->subject_id, r->programme_id, &living, err));
    /* Rights end with the status (CW-6-1, S-C35); officers may still note
     * something about a former holder. */
    if (!may_in(x, MAY_SUPERVISE, p->id, STR_EMPTY) && living == 0 &&
        !str_eq(k->write, STR("public")))
        return err_set(err, ERR_DENIED,
            "没有有效的资格，不能登记“" STR_FMT "”", STR_ARG(k->title.zh));
    TRY(check_form(x, p, k, r->content, err));
    TRY(put_row(x, r, k->clause, err));
    if (is_assignment(k))
        TRY(tell(x, p, r->subject_id, STR("assigned"), r->kind, err));
    return OK;
}

enum status
record_get(struct act *x, int64_t subject_id, int64_t id, struct record *ret,
    struct err *err)
{
    struct record r;
    bool found = false;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(record_store_get(x, subject_id, id, &r, &found, err));
    if (found)
        TRY(kind_of(x, r.programme_id, r.kind, &p, &k, err));
    if (!found || !record_may_read(x, p, k, subject_id))
        return err_set(err, ERR_NOT_FOUND, "没有找到这条记录");
    *ret = r;
    return OK;
}

enum status
record_list_of(struct act *x, int64_t programme_id, int64_t subject_id,
    struct str kind, const struct record **ret, size_t *ret_n,
    struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(kind_of(x, programme_id, kind, &p, &k, err));
    if (!record_may_read(x, p, k, subject_id))
        return err_set(err, ERR_NOT_FOUND, "没有这种登记");
    return record_store_of(
        x, programme_id, subject_id, kind, ret, ret_n, err);
}

enum status
record_list(struct act *x, int64_t programme_id, struct str kind,
    struct str state, int64_t before_us, size_t n, const struct record **ret,
    size_t *ret_n, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(kind_of(x, programme_id, kind, &p, &k, err));
    if (!str_eq(k->read, STR("public")))
        TRY(act_require(x, MAY_READ_FILES, programme_id, STR_EMPTY, err));
    return record_store_list(
        x, programme_id, kind, state, before_us, n, ret, ret_n, err);
}

enum status
record_count_open(struct act *x, int64_t programme_id, struct str kind,
    int64_t *ret, struct err *err)
{
    return record_store_count(x, programme_id, kind, ret, err);
}

/* --- answering --- */

static enum status
load_version(struct act *x, int64_t subject_id, int64_t id, int64_t version,
    struct record *ret, const struct programme **ret_p,
    const struct pack_record **ret_k, struct err *err)
{
    bool found = false;

    TRY(record_store_get(x, subject_id, id, ret, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这条记录");
    TRY(kind_of(x, ret->programme_id, ret->kind, ret_p, ret_k, err));
    if (ret->version != version)
        return err_set(err, ERR_CONFLICT,
            "这条记录已被他人改动，请刷新后再试");
    return OK;
}

static enum status
check_text(struct str text, const char *field, bool needed, struct err *err)
{
    if ((needed && str_trim(text).n == 0) || text.n > TEXT_MAX)
        return err_field(err, ERR_INPUT, str_of(field),
            "请填写文字，1 至 2000 字");
    return OK;
}

static enum status
move_to(struct act *x, struct record *r, struct str state, struct str answer,
    const char *event, struct str clause, struct err *err)
{
    struct str from = r->state;

    r->state = state;
    r->answer = answer;
    r->answered_us = x->now_us;
    r->answered_by = x->who->account_id;
    TRY(record_store_put(x, r, err));
    return audit_record(x, r, event, from, state, clause, err);
}

enum status
record_answer(struct act *x, int64_t subject_id, int64_t id, int64_t version,
    struct str text, struct err *err)
{
    struct record r;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(check_text(text, "answer", true, err));
    TRY(load_version(x, subject_id, id, version, &r, &p, &k, err));
    TRY(act_require(x, MAY_SUPERVISE, p->id, STR_EMPTY, err));
    if (!k->answered || !str_eq(r.state, STR("OPEN")))
        return err_set(err, ERR_CONFLICT, "这条记录不需要答复或已经答复");
    TRY(move_to(
        x, &r, STR("ANSWERED"), text, "answer-record", k->clause, err));
    return tell(x, p, subject_id, STR("answered"), r.kind, err);
}

/* The step is also written into the form's own field of choices, so that
 * exports show it. */
static const struct json *
with_step(struct arena *a, const struct pack *p, const struct pack_record *k,
    const struct json *content, size_t step)
{
    const struct pack_form *f = pack_form(p, k->form);
    struct json *copy = json_new(a, JSON_OBJECT);

    for (size_t i = 0; i < content->n; i++)
        json_set(a, copy, content->keys[i], content->items[i]);
    for (size_t s = 0; s < f->n_sections; s++) {
        for (size_t i = 0; i < f->sections[s].n_fields; i++) {
            const struct pack_field *field = &f->sections[s].fields[i];

            if (field->type == FIELD_ONE_OF && step < field->n_options)
                json_set(a, copy, field->name,
                    json_text(a, field->options[step].value));
        }
    }
    return copy;
}

enum status
record_proceed(struct act *x, int64_t subject_id, int64_t id,
    int64_t version, struct str remark, struct err *err)
{
    struct record r;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(check_text(remark, "answer", false, err));
    TRY(load_version(x, subject_id, id, version, &r, &p, &k, err));
    TRY(act_require_member(x, subject_id, "editor", err));
    if (!is_assignment(k) || str_eq(r.state, STR("CLOSED")))
        return err_set(err, ERR_CONFLICT, "这条记录没有下一步可办");
    bool first = str_eq(r.state, STR("OPEN"));
    r.content = with_step(x->a, p->pack, k, r.content, first ? 1 : 2);
    return move_to(x, &r, first ? STR("ANSWERED") : STR("CLOSED"),
        remark.n > 0 ? remark : r.answer,
        first ? "accept-assignment" : "finish-assignment", k->clause, err);
}

enum status
record_close(struct act *x, int64_t subject_id, int64_t id, int64_t version,
    struct str reason, struct err *err)
{
    struct record r;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(check_text(reason, "reason", true, err));
    TRY(load_version(x, subject_id, id, version, &r, &p, &k, err));
    TRY(act_require(x, MAY_SUPERVISE, p->id, STR_EMPTY, err));
    if (str_eq(r.state, STR("CLOSED")))
        return err_set(err, ERR_CONFLICT, "这条记录已经关闭");
    return move_to(
        x, &r, STR("CLOSED"), reason, "close-record", k->clause, err);
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
    return put_row(x, &r, k->clause, err);
}
