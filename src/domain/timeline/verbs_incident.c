/* Verbs of the register: entries, complaints, reports of changes and of the
 * public, meetings; and what cases and bans come to. */
#include "run.h"

#include "domain/complaint.h"
#include "domain/incident.h"
#include "domain/proceeding.h"
#include "domain/record.h"

/* --- entries --- */

static enum status
do_register(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    struct str kind = run_text(r, "kind", "penalty");
    struct incident in = { 0 }, made;
    bool known = false;

    if (p == NULL)
        return ERR_INPUT;
    if (!incident_kind_of(kind, &in.kind))
        return run_wrong(r, run_with(r, "kind"), "没有登记种类“" STR_FMT "”",
            STR_ARG(kind));
    if (run_with(r, "name") == NULL)
        in.subject_id = p->subject;
    in.subject_name = run_text(r, "name", "");
    in.decided = run_day(r, "decided", x->today);
    in.effective = run_day(r, "effective", in.decided);
    in.authority = run_text(r, "authority", "示例司法局");
    in.doc_no = run_text(r, "doc_no", "示例罚〔2024〕1号");
    in.value = run_text(r, "value", "");
    in.content = run_text(r, "content", "警告。");
    in.source = run_text(r, "source", "司法行政机关公示");
    TRY(incident_enter(x, &in, &made, &known, err));
    run_figure(r, "known", known ? 1 : 0);
    return OK;
}

/* The newest, or that with the number. */
static enum status
find_entry(struct run *r, struct act *x, struct incident *ret,
    struct err *err)
{
    const struct person *p = run_subject(r);
    const struct incident *list = NULL;
    const struct tree *t = run_with(r, "doc_no");
    struct act all = *x;
    size_t n = 0;

    if (p == NULL)
        return ERR_INPUT;
    struct actor mine = run_member(r, p->subject);
    all.who = &mine;
    TRY(incident_of_subject(&all, p->subject, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (t == NULL || str_eq(list[i].doc_no, t->text)) {
            *ret = list[i];
            return OK;
        }
    }
    return err_set(err, ERR_NOT_FOUND, "没有这条登记");
}

static enum status
do_revoke_entry(struct run *r, struct act *x, struct err *err)
{
    struct incident i = { 0 };
    enum incident_state to = INC_REVOKED;

    TRY(find_entry(r, x, &i, err));
    if (!incident_state_of(run_text(r, "state", "REVOKED"), &to))
        return run_wrong(r, run_with(r, "state"),
            "state 应为 REVOKED、STAYED 或 IN_FORCE");
    return incident_set_state(x, i.subject_id, i.id, to,
        run_text(r, "reason", "行政复议决定撤销。"), i.version, err);
}

/* --- complaints --- */

/* The credit code of an enterprise of cases, by the sum of its name. */
static struct str
enterprise_code(struct run *r, struct str name)
{
    char *code = arena_alloc(r->a, 18);
    struct str head = arena_fmt(
        r->a, "91510000%08u", (unsigned)(str_hash(name) % 100000000u));

    for (size_t i = 0; i < 16; i++)
        code[i] = head.p[i];
    credit_code_complete(code);
    return (struct str){ code, 18 };
}

/* An enterprise enters the register of members. */
static enum status
do_member(struct run *r, struct act *x, struct err *err)
{
    const struct pack_record *k =
        record_kind_of_form(r->pack, STR("member"));
    struct json *o = json_new(r->a, JSON_OBJECT);
    struct str name = run_text(r, "enterprise", "会员企业1");
    struct day until = run_day(r, "until", DAY_NONE);

    if (k == NULL)
        return run_wrong(r, r->step, "政策包没有会员企业名册");
    json_set(r->a, o, STR("企业名称"), json_text(r->a, name));
    json_set(r->a, o, STR("企业代码"),
        json_text(r->a, enterprise_code(r, name)));
    json_set(r->a, o, STR("企业地区"), json_text(r->a, STR("510104")));
    json_set(r->a, o, STR("入会日期"),
        json_text(r->a, day_iso(r->a, run_day(r, "since", x->today))));
    if (!day_is_none(until))
        json_set(r->a, o, STR("退会日期"),
            json_text(r->a, day_iso(r->a, until)));
    struct record row = { .programme_id = run_programme(r),
        .kind = k->name,
        .content = o };
    return record_add(x, &row, err);
}

static enum status
do_complaint(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    struct accreditation held;
    bool members = complaint_of_members(r->pack);
    struct str name = members ? run_text(r, "enterprise", "会员企业1")
                              : run_text(r, "person", "示例投诉人");

    if (p == NULL)
        return ERR_INPUT;
    TRY(run_accreditation(r, x, p, &held, err));
    struct complaint c = { .holder_number = held.number,
        .complainant = name,
        .credit_code = enterprise_code(r, name),
        .member_no = run_text(r, "member_no", "HY-001"),
        .contact = STR("联系人"),
        .phone = run_text(r, "phone", "028-12345678"),
        .complained = run_day(r, "day", x->today),
        .facts = run_text(r, "facts", "收费后长期不提供约定的法律服务。") };
    TRY(complaint_add(x, &c, err));
    run_figure(r, "is_member", c.member ? 1 : 0);
    r->out.has_deadline = true;
    r->out.deadline.last_day = day_of_us(
        (c.due_us == 0 ? c.intake_due_us : c.due_us) - 1);
    return OK;
}

/* Complaints of the holder, oldest first. */
static enum status
complaints(struct run *r, struct act *x, const struct complaint **ret,
    size_t *ret_n, struct err *err)
{
    static const struct role_grant everything = { .role = ROLE_AUDITOR };
    const struct actor reader = { .is_system = true,
        .second_factor = true,
        .grants = &everything,
        .n_grants = 1 };
    const struct person *p = run_subject(r);

    if (p == NULL)
        return ERR_INPUT;
    struct act all = run_as(x, &reader);
    return complaint_of_subject(&all, p->subject, ret, ret_n, err);
}

/* as: an officer; about the newest. */
static enum status
do_accept(struct run *r, struct act *x, struct err *err)
{
    const struct complaint *list = NULL;
    size_t n = 0;

    TRY(complaints(r, x, &list, &n, err));
    if (n == 0)
        return run_wrong(r, r->step, "没有投诉");
    return complaint_accept(x, list[0].id, run_flag(r, "accepted", true),
        run_text(r, "reason", ""), list[0].version, err);
}

static enum status
do_hand_on(struct run *r, struct act *x, struct err *err)
{
    const struct complaint *list = NULL;
    size_t n = 0;

    TRY(complaints(r, x, &list, &n, err));
    if (n == 0)
        return run_wrong(r, r->step, "没有投诉");
    return complaint_hand_on(x, list[0].id, run_text(r, "region", ""),
        run_text(r, "reason", "不属本辖区。"), list[0].version, err);
}

/* What the newest one has come to, for whoever is named (by default who handed
 * it in, by number and code; else the holder's people). */
static enum status
do_complaint_seen(struct run *r, struct act *x, struct err *err)
{
    const struct complaint *list = NULL;
    size_t n = 0;
    struct complaint c;
    const struct person *p = run_subject(r);

    TRY(complaints(r, x, &list, &n, err));
    if (n == 0)
        return run_wrong(r, r->step, "没有投诉");
    if (run_flag(r, "by_holder", false)) {
        struct actor mine = run_member(r, p->subject);
        struct act his = run_as(x, &mine);

        TRY(complaint_get(&his, list[0].id, &c, err));
    } else {
        TRY(complaint_by_number(
            x, list[0].number, list[0].check_code, &c, err));
    }
    run_word(r, "finding", complaint_finding_name(c.finding));
    run_word(r, "complainant", c.complainant);
    run_word(r, "office", c.region);
    run_figure(r, "accepted", c.accepted_us != 0 ? 1 : 0);
    run_figure(r, "contact_told", c.contact.n + c.phone.n > 0 ? 1 : 0);
    run_figure(r, "statement_told", c.statement.n > 0 ? 1 : 0);
    int64_t until = complaint_waits_until(&c);
    r->out.has_deadline = until != 0;
    if (until != 0)
        r->out.deadline.last_day = day_of_us(until - 1);
    return OK;
}

/* as: an officer; n: which, from 1, the newest if left out; same_as: the number
 * of the earlier one it is about. */
static enum status
do_handle(struct run *r, struct act *x, struct err *err)
{
    const struct complaint *list = NULL;
    size_t n = 0;
    enum complaint_finding f = FINDING_NONE;
    struct str matter = STR_EMPTY;

    TRY(complaints(r, x, &list, &n, err));
    int64_t which = run_int(r, "n", (int64_t)n);
    int64_t same = run_int(r, "same_as", 0);
    if (which < 1 || which > (int64_t)n || same < 0 || same > (int64_t)n)
        return run_wrong(r, r->step, "没有这一件投诉");
    if (!complaint_finding_of(run_text(r, "finding", "VERIFIED"), &f))
        return run_wrong(r, run_with(r, "finding"),
            "finding 应为 VERIFIED、NOT_VERIFIED、WITHDRAWN 或 MERGED");
    if (same > 0)
        matter = list[n - (size_t)same].number;
    const struct complaint *c = &list[n - (size_t)which];
    return complaint_decide(x, c->id, f, matter,
        run_text(r, "reason", "经核实。"), c->version, err);
}

/* The holder's statement on the newest complaint. */
static enum status
do_explain(struct run *r, struct act *x, struct err *err)
{
    const struct complaint *list = NULL;
    size_t n = 0;

    TRY(complaints(r, x, &list, &n, err));
    if (n == 0)
        return run_wrong(r, r->step, "没有投诉");
    return complaint_state(
        x, list[0].id, run_text(r, "text", "情况说明见附件。"), err);
}

/* --- changes --- */

static enum status
do_report_change(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    struct application app;
    bool known = false;

    TRY(run_procedure(r, x, "change", err));
    TRY(run_application(r, x, p, STR("change"), &app, err));
    TRY(change_deadline(x, pack_procedure(app.pack, app.procedure),
        app.draft, &r->out.deadline, &known, err));
    r->out.has_deadline = known;
    return OK;
}

static enum status
do_check_change(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    struct application app;

    if (p == NULL)
        return ERR_INPUT;
    TRY(run_application(r, x, p, STR("change"), &app, err));
    return change_check(x, app.id, run_flag(r, "met", true),
        run_text(r, "reason", "经初核。"), err);
}

/* Newest case, or report, of the person. */
static enum status
newest(struct run *r, struct act *x, enum proceeding_kind kind,
    struct proceeding *ret, struct err *err)
{
    const struct person *p = run_subject(r);
    const struct proceeding *list = NULL;
    struct actor system = actor_system();
    struct act all = run_as(x, &system);
    size_t n = 0;
    int64_t programme = run_programme(r);

    if (p == NULL)
        return ERR_INPUT;
    TRY(proceeding_of_subject(&all, p->subject, &list, &n, err));
    ret->id = 0;
    for (size_t i = 0; i < n; i++) {
        if (list[i].kind == kind && list[i].programme_id == programme &&
            list[i].id > ret->id)
            *ret = list[i];
    }
    return ret->id != 0
               ? OK
               : err_set(err, ERR_NOT_FOUND, "“" STR_FMT "”没有案件",
                     STR_ARG(p->name));
}

static enum status
do_first_check(struct run *r, struct act *x, struct err *err)
{
    struct proceeding p;

    TRY(newest(r, x, PROC_REVOCATION, &p, err));
    return proceeding_check(
        x, p.id, run_text(r, "text", "经初核不再符合。"), err);
}

static enum status
do_meeting(struct run *r, struct act *x, struct err *err)
{
    struct proceeding p;

    TRY(newest(r, x, PROC_REVOCATION, &p, err));
    return proceeding_meet(x, p.id, run_day(r, "day", x->today),
        run_text(r, "minutes", "会纪〔2025〕1号"),
        run_flag(r, "confirmed", true), err);
}

static enum status
do_mark_case(struct run *r, struct act *x, struct err *err)
{
    struct proceeding p;

    TRY(newest(r, x, PROC_REVOCATION, &p, err));
    return proceeding_decide_mark(
        x, p.id, run_text(r, "reason", "经研究决定。"), p.version, &p, err);
}

/* --- reports of the public --- */

static enum status
do_report(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    struct accreditation c;
    struct proceeding made;
    struct str ground = run_text(r, "ground", "");

    if (p == NULL)
        return ERR_INPUT;
    TRY(run_accreditation(r, x, p, &c, err));
    for (size_t i = 0; ground.n == 0 && i < r->pack->n_grounds; i++) {
        if (r->pack->grounds[i].real_name)
            ground = r->pack->grounds[i].name;
    }
    return proceeding_report(x,
        &(struct report_new){ .holder_number = c.number,
            .ground = ground,
            .facts = run_text(
                r, "facts", "公布的代表业绩与实际情况不一致。"),
            .reporter = run_text(r, "reporter", ""),
            .contact = run_text(r, "contact", ""),
            .identity = run_text(r, "identity", "51010719900101000X"),
            .n_files = (size_t)run_int(r, "files", 0) },
        &made, err);
}

/* The newest report of the holder is taken on. */
static enum status
do_take_report(struct run *r, struct act *x, struct err *err)
{
    struct proceeding p;

    TRY(newest(r, x, PROC_REPORT, &p, err));
    return proceeding_take(x, p.id, err);
}

/* genuine: is the reporter who he says? */
static enum status
do_check_reporter(struct run *r, struct act *x, struct err *err)
{
    struct proceeding p;

    TRY(newest(r, x, PROC_REPORT, &p, err));
    return proceeding_check_reporter(x, p.id, run_flag(r, "genuine", true),
        run_text(r, "remark", "电话核实。"), err);
}

static enum status
do_answer_report(struct run *r, struct act *x, struct err *err)
{
    static const char *const ANSWERS[] = { [REPORT_UNFOUNDED] = "unfounded",
        [REPORT_WARN] = "warn", [REPORT_CASE] = "case",
        [REPORT_CORRECTED] = "corrected" };
    struct proceeding p;
    struct str answer = run_text(r, "answer", "unfounded");
    int64_t id = 0;

    TRY(newest(r, x, PROC_REPORT, &p, err));
    for (size_t i = 0; i < 4; i++) {
        if (str_eq(answer, str_of(ANSWERS[i])))
            return proceeding_answer(x, p.id, (enum report_answer)i,
                run_text(r, "reason", "经核查。"), &id, err);
    }
    return run_wrong(r, run_with(r, "answer"),
        "answer 应为 unfounded、corrected、case 或 warn");
}

/* --- expectations --- */

void
check_case_ground(struct run *r, struct act *x, const struct tree *t)
{
    struct proceeding p;
    struct err err;
    bool is = newest(r, x, PROC_REVOCATION, &p, &err) == OK;

    expect_text(r, t, "case", is ? p.ground : STR("none"));
}

void
check_case_state(struct run *r, struct act *x, const struct tree *t)
{
    static const struct str NAMES[PROC_STATE_COUNT_] = {
        [PROC_PROPOSED] = STR_INIT("PROPOSED"),
        [PROC_NOTIFIED] = STR_INIT("NOTIFIED"),
        [PROC_STATED] = STR_INIT("STATED"),
        [PROC_DECIDED] = STR_INIT("DECIDED"),
        [PROC_CLOSED] = STR_INIT("CLOSED"),
        [PROC_REVERSED] = STR_INIT("REVERSED"),
    };
    struct proceeding p;
    struct err err;
    bool is = newest(r, x, PROC_REVOCATION, &p, &err) == OK;

    expect_text(r, t, "case_state", is ? NAMES[p.state] : STR("none"));
}

void
check_task(struct run *r, struct act *x, const struct tree *t)
{
    struct proceeding p;
    struct err err;
    bool is = newest(r, x, PROC_REVOCATION, &p, &err) == OK && p.due_us > 0;

    expect_day(r, t, "task_until", is ? day_of_us(p.due_us - 1) : DAY_NONE);
}

/* Cases of the programme so far. */
void
check_cases(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p = run_subject(r);
    const struct proceeding *list = NULL;
    size_t n = 0;
    int64_t count = 0;
    struct err err;

    if (p == NULL ||
        proceeding_of_subject(x, p->subject, &list, &n, &err) != OK)
        return;
    for (size_t i = 0; i < n; i++)
        count += list[i].kind == PROC_REVOCATION &&
                 list[i].programme_id == run_programme(r);
    expect_int(r, t, "cases", count);
}

void
check_standing(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p = run_subject(r);
    struct accreditation c;
    struct label title = { STR_EMPTY, STR_EMPTY };
    struct err err;

    if (p != NULL && run_accreditation(r, x, p, &c, &err) == OK &&
        proceeding_standing(x, &c, &title, &err) != OK)
        title.zh = STR_EMPTY;
    expect_text(
        r, t, "standing", title.zh.n > 0 ? title.zh : STR("none"));
}

void
check_entry_flags(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p = run_subject(r);
    const struct incident_effect *list = NULL;
    size_t n = 0;
    int64_t count = 0;
    struct err err;

    if (p == NULL ||
        incident_flags(x, p->subject, 0, 0, &list, &n, &err) != OK)
        return;
    for (size_t i = 0; i < n; i++)
        count += list[i].programme_id == run_programme(r);
    expect_int(r, t, "entry_flags", count);
}

/* Last day of the ban that counts in the programme today. */
void
check_ban(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p = run_subject(r);
    struct ban b;
    bool found = false;
    struct err err;

    if (p == NULL || ban_on(x, p->subject, run_programme(r), x->today, &b,
                         &found, &err) != OK)
        return;
    if (str_eq(t->text, STR("none")))
        expect_text(
            r, t, "ban_until", found ? day_iso(r->a, b.last) : STR("none"));
    else
        expect_day(r, t, "ban_until", found ? b.last : DAY_NONE);
}

static const struct verb VERBS[] = {
    { "register", do_register,
        "kind name decided effective authority doc_no value content source",
        false, false },
    { "revoke_entry", do_revoke_entry, "doc_no state reason", false, false },
    { "member", do_member, "enterprise since until", false, false },
    { "complaint", do_complaint,
        "enterprise person phone member_no day facts", false, false },
    { "accept_complaint", do_accept, "accepted reason", false, false },
    { "hand_on_complaint", do_hand_on, "region reason", false, false },
    { "see_complaint", do_complaint_seen, "by_holder", false, false },
    { "explain", do_explain, "text", false, false },
    { "settle", do_handle, "n finding same_as reason", false, false },
    { "report_change", do_report_change, "answers", false, false },
    { "check_change", do_check_change, "met reason", false, false },
    { "first_check", do_first_check, "text", false, false },
    { "meeting", do_meeting, "day minutes confirmed", false, false },
    { "mark_case", do_mark_case, "reason", false, false },
    { "take_report", do_take_report, "", false, false },
    { "check_reporter", do_check_reporter, "genuine remark", false, false },
    { "report", do_report, "ground facts reporter contact identity files", false,
        false },
    { "answer_report", do_answer_report, "answer reason", false, false },
};
const struct verb_set verbs_incident = VERB_SET(VERBS);
