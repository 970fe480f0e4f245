/* Complaints: receipt, statement, finding. */
#include "domain/complaint.h"

#include "complaint_parts.h"
#include "complaint_store.h"
#include "domain/incident.h"
#include "domain/message.h"
#include "domain/record.h"
#include "domain/subject.h"

#define CODE_LENGTH 8
#define ROWS_MOST 10000

static const struct {
    struct str name, title;
} FINDINGS[FINDING_COUNT_] = {
    [FINDING_NONE] = { STR_INIT("NONE"), STR_INIT("待核实") },
    [FINDING_VERIFIED] = { STR_INIT("VERIFIED"), STR_INIT("属实") },
    [FINDING_NOT_VERIFIED] = { STR_INIT("NOT_VERIFIED"), STR_INIT("不属实") },
    [FINDING_WITHDRAWN] = { STR_INIT("WITHDRAWN"), STR_INIT("已撤回") },
    [FINDING_MERGED] = { STR_INIT("MERGED"), STR_INIT("并入") },
    [FINDING_NOT_ACCEPTED] = { STR_INIT("NOT_ACCEPTED"),
        STR_INIT("不予受理") },
};

struct str
complaint_finding_name(enum complaint_finding f)
{
    return FINDINGS[f].name;
}

struct str
complaint_finding_title(enum complaint_finding f)
{
    return FINDINGS[f].title;
}

bool
complaint_finding_of(struct str name, enum complaint_finding *ret)
{
    for (size_t i = 1; i < FINDING_COUNT_; i++) {
        if (!str_eq(FINDINGS[i].name, name))
            continue;
        *ret = (enum complaint_finding)i;
        return true;
    }
    return false;
}

const struct pack_record *
complaint_kind(const struct pack *p)
{
    return record_kind_of_form(p, STR("complaint"));
}

bool
complaint_of_members(const struct pack *p)
{
    return record_kind_of_form(p, STR("member")) != NULL;
}

/* --- who was a member --- */

static bool
was_member(const struct json *row, struct str code, struct day on)
{
    struct day since, until = DAY_NONE;
    struct str end = json_str(json_get(row, STR("退会日期")));

    if (!str_eq(json_str(json_get(row, STR("企业代码"))), code) ||
        day_parse(json_str(json_get(row, STR("入会日期"))), &since, NULL) !=
            OK)
        return false;
    if (end.n > 0 && day_parse(end, &until, NULL) != OK)
        return false;
    return day_cmp(since, on) <= 0 &&
           (day_is_none(until) || day_cmp(on, until) <= 0);
}

/* By the register whose form is "member", read by the program. */
static enum status
find_member(struct act *x, const struct programme *p, struct complaint *c,
    struct err *err)
{
    const struct pack_record *k = record_kind_of_form(p->pack, STR("member"));
    static const struct role_grant all = { .role = ROLE_AUDITOR };
    const struct actor reader = { .is_system = true,
        .second_factor = true,
        .grants = &all,
        .n_grants = 1 };
    struct act sys = act_make(x->a, x->d, x->tx, &reader, x->now_us);
    const struct record *rows = NULL;
    size_t n = 0;

    c->member = false;
    if (k == NULL)
        return OK;
    TRY(record_list(&sys, p->id, k->name, STR_EMPTY, INT64_MAX, ROWS_MOST,
        &rows, &n, err));
    for (size_t i = 0; i < n && !c->member; i++)
        c->member = was_member(rows[i].content, c->credit_code, c->complained);
    return OK;
}

/* --- handing in --- */

enum status
complaint_check_text(const char *field, struct str text, size_t least,
    size_t most, const char *what, struct err *err)
{
    size_t n = utf8_count(text);

    if (n < least || n > most)
        return err_field(err, ERR_INPUT, str_of(field),
            "%s应为 %zu 至 %zu 字，现为 %zu 字", what, least, most, n);
    return OK;
}

static enum status
check_enterprise(struct act *x, struct complaint *c, struct err *err)
{
    struct id_check code = credit_code_check(x->a, c->credit_code);

    TRY(complaint_check_text(
        "complainant", c->complainant, 2, 100, "投诉企业", err));
    if (!code.ok)
        return err_field(err, ERR_INPUT, STR("credit_code"), STR_FMT,
            STR_ARG(code.text));
    c->credit_code = code.normal;
    TRY(complaint_check_text(
        "member_no", c->member_no, 1, 50, "会员编号", err));
    return complaint_check_text(
        "contact", c->contact, 2, 50, "联系人", err);
}

/* Under his own name. */
static enum status
check_person(struct complaint *c, struct err *err)
{
    c->credit_code = c->member_no = c->contact = STR_EMPTY;
    c->complainant = str_trim(c->complainant);
    return complaint_check_text("complainant", c->complainant, 2, 50,
        "投诉人姓名或者单位名称", err);
}

static enum status
check_new(struct act *x, bool members, struct complaint *c, struct err *err)
{
    struct id_check phone = phone_check(x->a, c->phone);

    TRY(members ? check_enterprise(x, c, err) : check_person(c, err));
    if (!phone.ok)
        return err_field(
            err, ERR_INPUT, STR("phone"), STR_FMT, STR_ARG(phone.text));
    c->phone = phone.normal;
    TRY(complaint_check_text(
        "facts", c->facts, 10, COMPLAINT_TEXT_MAX, "投诉的事实", err));
    if (day_is_none(c->complained) || day_cmp(c->complained, x->today) > 0)
        return err_field(err, ERR_INPUT, STR("complained"),
            "投诉日期应为今日或者以前的日期");
    return OK;
}

enum status
complaint_audit(struct act *x, const struct complaint *c, const char *event,
    struct str from, struct str reason, struct str clause, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = c->programme_id,
            .subject_id = c->subject_id,
            .object_kind = "complaint",
            .object_id = c->id,
            .event = event,
            .from = from,
            .to = complaint_finding_name(c->finding),
            .reason = reason,
            .clause = clause,
            .document = c->number },
        err);
}

/* The holder learns of it without the complainant's name. */
enum status
complaint_tell(struct act *x, const struct complaint *c, struct err *err)
{
    const struct pack *pack = domain_programme(x->d, c->programme_id)->pack;
    struct str document = STR("complaint_received");
    struct json *v = json_new(x->a, JSON_OBJECT);

    if (pack_document(pack, document) == NULL)
        return OK;
    json_set(x->a, v, STR("subject"), json_text(x->a, c->holder));
    json_set(x->a, v, STR("number"), json_text(x->a, c->number));
    json_set(x->a, v, STR("date"), json_text(x->a, day_zh(x->a, x->today)));
    json_set(x->a, v, STR("deadline"),
        json_text(x->a, day_zh(x->a, day_of_us(c->due_us - 1))));
    return message_to_subject(x, pack, c->subject_id, document, v,
        arena_fmt(x->a, "/mine/complaints/%lld", (long long)c->id), STR_EMPTY,
        err);
}

/* One enterprise by its code, one person by name and telephone. */
static bool
same_complainant(const struct complaint *a, const struct complaint *b)
{
    if (a->credit_code.n > 0 || b->credit_code.n > 0)
        return str_eq(a->credit_code, b->credit_code);
    return str_eq(a->complainant, b->complainant) &&
           str_eq(a->phone, b->phone);
}

static enum status
same_again(struct act *x, struct complaint *c, bool *ret, struct err *err)
{
    const struct complaint *list = NULL;
    size_t n = 0;

    *ret = false;
    TRY(complaint_store_of(x, c->subject_id, &list, &n, err));
    for (size_t i = 0; i < n && !*ret; i++) {
        if (list[i].accreditation_id != c->accreditation_id ||
            !same_complainant(&list[i], c) ||
            !str_eq(list[i].facts, c->facts) ||
            !day_eq(day_of_us(list[i].received_us), x->today))
            continue;
        *c = list[i];
        *ret = true;
    }
    return OK;
}

enum status
complaint_add(struct act *x, struct complaint *c, struct err *err)
{
    struct accreditation held;
    bool twice = false;
    char *code = arena_alloc(x->a, CODE_LENGTH);

    TRY(accreditation_by_number(x, c->holder_number, &held, err));
    const struct programme *p = domain_programme(x->d, held.programme_id);
    const struct pack_record *kind = complaint_kind(p->pack);
    if (kind == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目不受理投诉");
    TRY(check_new(x, complaint_of_members(p->pack), c, err));
    c->subject_id = held.subject_id;
    c->accreditation_id = held.id;
    c->programme_id = held.programme_id;
    c->holder = held.name;
    c->region = held.region;
    c->account_id = x->who->account_id;
    TRY(same_again(x, c, &twice, err));
    if (twice)
        return OK;
    TRY(find_member(x, p, c, err));
    world_code(&x->d->world, code, CODE_LENGTH);
    c->id = world_id(&x->d->world);
    c->check_code = (struct str){ code, CODE_LENGTH };
    c->received_us = x->now_us;
    TRY(complaint_begin(x, c, err));
    c->finding = FINDING_NONE;
    c->version = 1;
    TRY(number_make(x, STR("TS-{{year}}-{{serial:5}}"), &c->number, err));
    TRY(complaint_store_add(x, c, err));
    TRY(complaint_audit(x, c, "complain", STR_EMPTY, STR_EMPTY, kind->clause, err));
    return complaint_is_new(c) ? OK : complaint_tell(x, c, err);
}

/* --- the holder's side --- */

enum status
complaint_state(
    struct act *x, int64_t id, struct str statement, struct err *err)
{
    struct complaint c;
    bool found = false;

    TRY(complaint_store_get(x, id, &c, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这件投诉");
    TRY(act_require_member(x, c.subject_id, "editor", err));
    if (complaint_is_new(&c))
        return err_set(err, ERR_NOT_FOUND, "没有找到这件投诉");
    if (c.finding != FINDING_NONE || c.statement_us != 0)
        return err_set(err, ERR_CONFLICT, "说明已经提交，或者投诉已经办结");
    if (x->now_us >= c.due_us)
        return err_set(err, ERR_CONFLICT,
            "说明的期限已于 " STR_FMT " 24:00（北京时间）届满",
            STR_ARG(day_zh(x->a, day_of_us(c.due_us - 1))));
    TRY(complaint_check_text("statement", statement, 1, COMPLAINT_TEXT_MAX, "说明", err));
    c.statement = statement;
    c.statement_us = x->now_us;
    TRY(complaint_store_put(x, &c, err));
    return complaint_audit(x, &c, "state", STR_EMPTY, STR_EMPTY, STR_EMPTY, err);
}

/* --- the finding --- */

/* An earlier one of the same complainant about the same holding. */
static enum status
check_matter(struct act *x, const struct complaint *c, struct str matter,
    struct str *ret, struct err *err)
{
    struct complaint first;
    bool found = false;

    matter = str_trim(matter);
    *ret = c->number;
    if (matter.n == 0)
        return OK;
    TRY(complaint_store_by_number(x, matter, &first, &found, err));
    if (!found || first.accreditation_id != c->accreditation_id ||
        first.id == c->id || !same_complainant(&first, c))
        return err_field(err, ERR_INPUT, STR("matter"),
            "“" STR_FMT "”不是同一投诉人对同一对象的另一件投诉，请核对编号",
            STR_ARG(matter));
    *ret = first.matter.n > 0 ? first.matter : first.number;
    return OK;
}

enum status
complaint_for_officer(struct act *x, int64_t id, int64_t version,
    struct complaint *ret, struct err *err)
{
    bool found = false;

    TRY(complaint_store_get(x, id, ret, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这件投诉");
    TRY(act_require(x, MAY_SUPERVISE, ret->programme_id, ret->region, err));
    TRY(act_require_no_interest(x, ret->subject_id, err));
    if (ret->finding != FINDING_NONE)
        return err_set(err, ERR_CONFLICT, "这件投诉已经办结（" STR_FMT "）",
            STR_ARG(complaint_finding_title(ret->finding)));
    if (version != ret->version)
        return err_set(err, ERR_CONFLICT,
            "这件投诉刚刚被其他人修改，请刷新后再办理");
    return OK;
}

enum status
complaint_decide(struct act *x, int64_t id, enum complaint_finding finding,
    struct str matter, struct str reason, int64_t version, struct err *err)
{
    struct complaint c;

    TRY(complaint_for_officer(x, id, version, &c, err));
    const struct pack *pack = domain_programme(x->d, c.programme_id)->pack;
    const struct pack_record *kind = complaint_kind(pack);
    if (complaint_is_new(&c))
        return err_set(
            err, ERR_CONFLICT, "这件投诉尚未受理，请先决定是否受理");
    if (finding == FINDING_NONE || finding == FINDING_NOT_ACCEPTED)
        return err_field(
            err, ERR_INPUT, STR("finding"), "请选择核实的结论");
    if (finding == FINDING_VERIFIED && c.statement_us == 0 &&
        x->now_us < c.due_us)
        return err_set(err, ERR_CONFLICT,
            "说明的期限至 " STR_FMT
            " 24:00（北京时间）届满，届满前未收到说明的不能认定属实",
            STR_ARG(day_zh(x->a, day_of_us(c.due_us - 1))));
    TRY(complaint_check_text("reason", reason, 1, COMPLAINT_TEXT_MAX, "核实的情况", err));
    TRY(check_matter(x, &c, matter, &c.matter, err));
    if (finding == FINDING_MERGED && str_eq(c.matter, c.number))
        return err_field(
            err, ERR_INPUT, STR("matter"), "请填写并入的投诉编号");
    c.finding = finding;
    c.reason = reason;
    c.decided_us = x->now_us;
    c.decided_by = x->who->account_id;
    TRY(complaint_store_put(x, &c, err));
    TRY(complaint_audit(x, &c, "find", complaint_finding_name(FINDING_NONE), reason,
        kind == NULL ? STR_EMPTY : kind->clause, err));
    if (finding != FINDING_VERIFIED)
        return OK;
    return incident_trigger(x,
        &(struct trigger_event){ .on = STR("member_complaint"),
            .subject_id = c.subject_id,
            .programme_id = c.programme_id,
            .incident_id = c.id,
            .text = arena_fmt(x->a, "会员企业投诉 " STR_FMT "（" STR_FMT
                                    "）经核实属实：" STR_FMT,
                STR_ARG(c.number), STR_ARG(day_iso(x->a, c.complained)),
                STR_ARG(reason)),
            .task_from = x->today },
        err);
}

/* --- reading --- */

/* An enterprise follows what it handed in under its own code. */
static bool
is_complainant(struct act *x, const struct complaint *c)
{
    if (c->account_id != 0 && c->account_id == x->who->account_id)
        return true;
    for (size_t i = 0; i < x->who->n_memberships; i++) {
        struct subject s;

        if (subject_get(x, x->who->memberships[i].subject_id, &s, NULL) ==
                OK &&
            s.credit_code.n > 0 && str_eq(s.credit_code, c->credit_code))
            return true;
    }
    return false;
}

/* The holder's people do not learn whom to call; the other side does not read
 * the statement. */
static bool
may_read(struct act *x, struct complaint *c)
{
    if (may_in(x, MAY_READ_FILES, c->programme_id, c->region))
        return true;
    c->check_code = STR_EMPTY;
    if (is_complainant(x, c)) {
        c->statement = STR_EMPTY;
        return true;
    }
    c->contact = c->phone = STR_EMPTY;
    if (c->credit_code.n == 0)
        c->complainant = arena_fmt(
            x->a, STR_FMT "**", STR_ARG(utf8_head(c->complainant, 1)));
    return acts_for(x->who, c->subject_id, "viewer") &&
           !complaint_is_new(c) && c->finding != FINDING_NOT_ACCEPTED;
}

enum status
complaint_get(
    struct act *x, int64_t id, struct complaint *ret, struct err *err)
{
    struct complaint c;
    bool found = false;

    TRY(complaint_store_get(x, id, &c, &found, err));
    if (!found || !may_read(x, &c))
        return err_set(err, ERR_NOT_FOUND, "没有找到这件投诉");
    *ret = c;
    return OK;
}

static void
sift(struct act *x, const struct complaint *list, size_t n,
    const struct complaint **ret, size_t *ret_n)
{
    VEC_OF(struct complaint) v = { 0 };

    for (size_t i = 0; i < n; i++) {
        struct complaint c = list[i];

        if (may_read(x, &c))
            *VEC_PUSH(x->a, &v) = c;
    }
    *ret = v.p;
    *ret_n = v.n;
}

enum status
complaint_of_subject(struct act *x, int64_t subject_id,
    const struct complaint **ret, size_t *ret_n, struct err *err)
{
    const struct complaint *list = NULL;
    size_t n = 0;

    TRY(complaint_store_of(x, subject_id, &list, &n, err));
    sift(x, list, n, ret, ret_n);
    return OK;
}

static bool
is_in(const struct complaint *list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].id == id)
            return true;
    }
    return false;
}

enum status
complaint_mine(struct act *x, const struct complaint **ret, size_t *ret_n,
    struct err *err)
{
    const struct complaint *own = NULL;
    size_t n_own = 0;
    VEC_OF(struct complaint) v = { 0 };

    if (x->who->account_id != 0)
        TRY(complaint_store_by_account(
            x, x->who->account_id, &own, &n_own, err));
    for (size_t i = 0; i < n_own; i++)
        *VEC_PUSH(x->a, &v) = own[i];
    for (size_t i = 0; i < x->who->n_memberships; i++) {
        const struct complaint *list = NULL;
        struct subject s;
        size_t n = 0;

        TRY(subject_get(x, x->who->memberships[i].subject_id, &s, err));
        if (s.credit_code.n > 0)
            TRY(complaint_store_by_code(x, s.credit_code, &list, &n, err));
        for (size_t k = 0; k < n; k++) {
            if (!is_in(own, n_own, list[k].id))
                *VEC_PUSH(x->a, &v) = list[k];
        }
    }
    for (size_t i = 0; i < v.n; i++)
        v.p[i].statement = STR_EMPTY;
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
complaint_list(struct act *x, bool open_only, size_t offset, size_t n,
    const struct complaint **ret, size_t *ret_n, struct err *err)
{
    const struct complaint *list = NULL;
    size_t got = 0;

    TRY(act_require(x, MAY_READ_FILES, 0, STR_EMPTY, err));
    TRY(complaint_store_page(x, open_only, offset, n, &list, &got, err));
    sift(x, list, got, ret, ret_n);
    return OK;
}

enum status
complaint_waiting(struct act *x, int64_t programme_id, size_t n,
    const struct complaint **ret, size_t *ret_n, struct err *err)
{
    const struct complaint *list = NULL;
    VEC_OF(struct complaint) v = { 0 };
    size_t got = 0;

    TRY(complaint_store_waiting(x, programme_id, &list, &got, err));
    for (size_t i = 0; i < got && v.n < n; i++) {
        if (may_in(x, MAY_SUPERVISE, programme_id, list[i].region) &&
            !actor_is_barred(x->who, list[i].subject_id))
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
complaint_by_number(struct act *x, struct str number, struct str code,
    struct complaint *ret, struct err *err)
{
    bool found = false;

    TRY(complaint_store_by_number(x, number, ret, &found, err));
    if (!found || !str_eq(ret->check_code, code))
        return err_field(err, ERR_NOT_FOUND, STR("number"),
            "投诉编号或查询码不正确，请核对回执");
    ret->statement = STR_EMPTY;
    return OK;
}
