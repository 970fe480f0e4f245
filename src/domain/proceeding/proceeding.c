/* Cases: warnings and revocations. */
#include "domain/proceeding.h"

#include "domain/diary.h"
#include "paper.h"
#include "proceeding_private.h"
#include "proceeding_store.h"

#define NUMBER_FORMAT STR("AJ-{{year}}-{{serial:5}}")
#define STATEMENT_DAYS 10
#define TEXT_MAX 5000

struct str
proceeding_kind_title(enum proceeding_kind k)
{
    static const struct str TITLES[PROC_KIND_COUNT_] = {
        [PROC_WARNING] = STR_INIT("警告"),
        [PROC_REVOCATION] = STR_INIT("撤销资格"),
        [PROC_REPORT] = STR_INIT("问题反映"),
    };

    return TITLES[k];
}

struct str
proceeding_state_title(enum proceeding_kind k, enum proceeding_state s)
{
    static const struct str TITLES[PROC_STATE_COUNT_] = {
        [PROC_PROPOSED] = STR_INIT("待告知"),
        [PROC_NOTIFIED] = STR_INIT("已告知，等待陈述"),
        [PROC_STATED] = STR_INIT("已陈述，待决定"),
        [PROC_DECIDED] = STR_INIT("已决定"),
        [PROC_CLOSED] = STR_INIT("已办结"),
        [PROC_REVERSED] = STR_INIT("决定已撤回"),
    };

    if (k == PROC_REPORT && s == PROC_PROPOSED)
        return STR("待核查");
    return TITLES[s];
}

struct str
proceeding_decision_title(struct str decision)
{
    static const struct {
        struct str name, title;
    } TITLES[] = {
        { STR_INIT("REVOKE"), STR_INIT("撤销资格") },
        { STR_INIT("KEEP"), STR_INIT("不予撤销") },
        { STR_INIT("MARK"), STR_INIT("保留资格，另作处理") },
        { STR_INIT("CORRECTED"), STR_INIT("已更正信息") },
        { STR_INIT("MOOT"), STR_INIT("资格已终止，不再作出决定") },
        { STR_INIT("WARN"), STR_INIT("予以警告") },
        { STR_INIT("CASE"), STR_INIT("立案处理") },
        { STR_INIT("UNFOUNDED"), STR_INIT("不属实") },
    };

    for (size_t i = 0; i < sizeof(TITLES) / sizeof(TITLES[0]); i++) {
        if (str_eq(TITLES[i].name, decision))
            return TITLES[i].title;
    }
    return STR_EMPTY;
}

/* --- grounds --- */

static const struct pack_duty *
find_duty(const struct pack *p, struct str name)
{
    for (size_t i = 0; i < p->n_duties; i++) {
        if (str_eq(p->duties[i].name, name))
            return &p->duties[i];
    }
    return NULL;
}

struct label
ground_title(const struct pack *p, struct str name)
{
    const struct pack_ground *g = pack_ground(p, name);
    const struct pack_duty *d = find_duty(p, name);

    if (g != NULL)
        return g->title;
    if (d != NULL)
        return d->title;
    for (size_t i = 0; i < p->n_watches; i++) {
        if (str_eq(p->watches[i].name, name))
            return p->watches[i].title;
    }
    return (struct label){ name, name };
}

/* --- what all share --- */

enum status
case_audit(struct act *x, const struct proceeding *p, const char *event,
    struct str from, struct str reason, struct str document, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = p->programme_id,
            .subject_id = p->subject_id,
            .object_kind = "proceeding",
            .object_id = p->id,
            .event = event,
            .from = from,
            .to = proceeding_state_name(p->state),
            .reason = reason,
            .clause = p->clause,
            .document = document },
        err);
}

static enum status
add(struct act *x, struct proceeding *p, const struct accreditation *c,
    struct err *err)
{
    p->subject_id = c->subject_id;
    p->id = world_id(&x->d->world);
    p->accreditation_id = c->id;
    p->programme_id = c->programme_id;
    p->before = accreditation_state_name(c->state);
    p->meeting_day = DAY_NONE;
    p->opened_us = x->now_us;
    p->opened_by = x->who->account_id;
    p->version = 1;
    p->holder = c->name;
    p->holder_number = c->number;
    p->region = c->region;
    p->holder_state = c->state;
    TRY(number_make(x, NUMBER_FORMAT, &p->number, err));
    TRY(proceeding_store_add(x, p, err));
    return case_audit(x, p, "open", STR_EMPTY, p->facts, p->number, err);
}

enum status
case_check_text(struct str field, struct str text, const char *what,
    struct err *err)
{
    if (text.n == 0)
        return err_field(err, ERR_INPUT, field, "请填写%s", what);
    if (utf8_count(text) > TEXT_MAX)
        return err_field(err, ERR_INPUT, field, "%s应为 %d 字以内，现为 %zu 字",
            what, TEXT_MAX, utf8_count(text));
    return OK;
}

enum status
case_load(struct act *x, int64_t id, struct proceeding *ret, struct err *err)
{
    bool found = false;

    TRY(proceeding_store_get(x, id, ret, &found, err));
    return found ? OK : err_set(err, ERR_NOT_FOUND, "没有找到这一案件");
}

enum status
case_load_holder(struct act *x, const struct proceeding *p,
    struct accreditation *ret, struct err *err)
{
    return accreditation_load(
        x, p->subject_id, p->accreditation_id, ret, err);
}

enum status
case_wrong_state(const struct proceeding *p, const char *want, struct err *err)
{
    return err_set(err, ERR_CONFLICT,
        "案件现为“" STR_FMT "”，只有“%s”的案件可以这样办理",
        STR_ARG(proceeding_state_title(p->kind, p->state)), want);
}

/* A proposal that nobody has decided yet. */
bool
case_is_open(const struct proceeding *p)
{
    return p->state == PROC_PROPOSED || p->state == PROC_NOTIFIED ||
           p->state == PROC_STATED;
}

/* --- warnings --- */

/* The warning was ended by entries that are void by now: as if there had been
 * none (S-C20), so it is due again. */
static enum status
ended_by_void(struct act *x, const struct accreditation *c,
    const struct proceeding *p, bool *ret, struct err *err)
{
    *ret = false;
    if (p->state != PROC_DECIDED)
        return OK;
    return diary_none_left_since(
        x, c->subject_id, c->id, p->decided_us, ret, err);
}

enum status
proceeding_warn_watch(struct act *x, struct accreditation *c,
    const struct pack_watch *watch, const struct pack_verdict *v,
    bool *ret_done, struct err *err)
{
    const struct proceeding *list = NULL;
    struct str letter = STR_EMPTY;
    size_t n = 0;
    bool again = false;

    *ret_done = false;
    TRY(proceeding_store_of_subject(x, c->subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].kind == PROC_WARNING &&
            list[i].accreditation_id == c->id &&
            str_eq(list[i].ground, watch->name) &&
            day_eq(list[i].since, c->watch)) {
            TRY(ended_by_void(x, c, &list[i], &again, err));
            if (!again)
                return OK;
            break; /* the newest one counts */
        }
    }
    struct proceeding p = { .kind = PROC_WARNING,
        .ground = watch->name,
        .clause = watch->clause,
        .since = c->watch,
        .facts = v->why,
        .verdict = pack_verdict_json(x->a, v),
        .state = PROC_DECIDED,
        .decision = STR("WARN"),
        .reason = v->why,
        .decided_us = x->now_us };
    TRY(add(x, &p, c, err));
    struct json *values = paper_values(x, c, &p, v->why);
    TRY(paper_issue(x, c, &p, "warning_letter", values, &letter, err));
    c->warned_us = x->now_us;
    TRY(accreditation_move(x, c,
        &(struct accreditation_move){ .to = ACC_WARNED,
            .event = "warn",
            .reason = v->why,
            .clause = watch->clause,
            .document = letter },
        err));
    TRY(paper_tell(x, c, &p, "warned", values,
        arena_fmt(x->a, "warn/%lld/%lld", (long long)c->id,
            (long long)p.id),
        err));
    *ret_done = true;
    return OK;
}

enum status
proceeding_propose_watch(struct act *x, struct accreditation *c,
    const struct pack_watch *watch, const struct pack_verdict *v,
    bool *ret_done, struct err *err)
{
    const struct proceeding *list = NULL;
    size_t n = 0;

    *ret_done = false;
    TRY(proceeding_store_of_subject(x, c->subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].kind == PROC_REVOCATION &&
            list[i].accreditation_id == c->id &&
            str_eq(list[i].ground, watch->name) &&
            day_eq(list[i].since, c->watch))
            return OK;
    }
    struct proceeding p = { .kind = PROC_REVOCATION,
        .ground = watch->name,
        .clause = watch->clause,
        .since = c->watch,
        .facts = v->why,
        .verdict = pack_verdict_json(x->a, v),
        .state = PROC_PROPOSED };
    TRY(add(x, &p, c, err));
    *ret_done = true;
    return OK;
}

enum status
case_said_today(struct act *x, const struct proceeding *said,
    struct proceeding *ret, bool *ret_found, struct err *err)
{
    const struct proceeding *list = NULL;
    size_t n = 0;

    *ret_found = false;
    TRY(proceeding_store_of_subject(x, said->subject_id, &list, &n, err));
    for (size_t i = 0; i < n && !*ret_found; i++) {
        const struct proceeding *p = &list[i];

        *ret_found = p->kind == said->kind && p->state == said->state &&
                     p->accreditation_id == said->accreditation_id &&
                     day_eq(day_of_us(p->opened_us), x->today) &&
                     str_eq(p->ground, said->ground) &&
                     str_eq(p->facts, said->facts) &&
                     str_eq(p->reporter, said->reporter) &&
                     str_eq(p->reporter_contact, said->reporter_contact);
        if (*ret_found)
            *ret = *p;
    }
    return OK;
}

enum status
proceeding_warn(struct act *x, const struct proceeding_new *in,
    struct proceeding *ret, struct err *err)
{
    struct accreditation c;

    TRY(accreditation_load(x, 0, in->accreditation_id, &c, err));
    TRY(act_require(x, MAY_SUPERVISE, c.programme_id, c.region, err));
    TRY(act_require_no_interest(x, c.subject_id, err));
    TRY(case_check_text(STR("facts"), in->facts, "事实", err));
    if (!accreditation_is_held(c.state))
        return err_set(err, ERR_CONFLICT,
            "资格现为“" STR_FMT "”，不能再警告",
            STR_ARG(accreditation_state_title(c.state)));
    const struct pack_ground *g =
        pack_ground(domain_programme(x->d, c.programme_id)->pack, in->ground);
    if (g == NULL)
        return err_field(
            err, ERR_INPUT, STR("ground"), "请选择管理办法所列的情形");
    struct proceeding p = { .subject_id = c.subject_id,
        .accreditation_id = c.id,
        .kind = PROC_WARNING,
        .ground = g->name,
        .clause = g->clause,
        .since = DAY_NONE,
        .facts = in->facts,
        .state = PROC_DECIDED,
        .decision = STR("WARN"),
        .reason = in->facts,
        .decided_us = x->now_us,
        .decided_by = x->who->account_id };
    bool twice = false;
    TRY(case_said_today(x, &p, ret, &twice, err));
    if (twice)
        return OK;
    TRY(add(x, &p, &c, err));
    struct json *values = paper_values(x, &c, &p, in->facts);
    struct str letter = STR_EMPTY;
    TRY(paper_issue(x, &c, &p, "conduct_letter", values, &letter, err));
    TRY(paper_tell(x, &c, &p, "conduct_warned", values, STR_EMPTY, err));
    *ret = p;
    return OK;
}

/* --- opening a revocation --- */

/* The same ground (and year) is not taken up twice, unless the first case
 * ended without revocation and stands for no year. */
static enum status
check_twice(struct act *x, const struct accreditation *c, struct str ground,
    int64_t year, struct err *err)
{
    const struct proceeding *list = NULL;
    size_t n = 0;

    TRY(proceeding_store_of_subject(x, c->subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct proceeding *p = &list[i];
        if (p->kind != PROC_REVOCATION || p->accreditation_id != c->id ||
            !str_eq(p->ground, ground) || p->year != year)
            continue;
        if (case_is_open(p) || year != 0)
            return err_set(err, ERR_CONFLICT,
                "同一情形已有案件 " STR_FMT "（" STR_FMT "），不重复立案",
                STR_ARG(p->number),
                STR_ARG(proceeding_state_title(p->kind, p->state)));
    }
    return OK;
}

enum status
proceeding_open(struct act *x, const struct proceeding_new *in,
    struct proceeding *ret, struct err *err)
{
    struct accreditation c;

    TRY(accreditation_load(x, 0, in->accreditation_id, &c, err));
    TRY(act_require(x, MAY_SUPERVISE, c.programme_id, c.region, err));
    TRY(act_require_no_interest(x, c.subject_id, err));
    TRY(case_check_text(STR("facts"), in->facts, "事实", err));
    if (!accreditation_is_held(c.state))
        return err_set(err, ERR_CONFLICT,
            "资格现为“" STR_FMT "”，不能再立案撤销",
            STR_ARG(accreditation_state_title(c.state)));
    const struct pack *pack = domain_programme(x->d, c.programme_id)->pack;
    const struct pack_ground *g = pack_ground(pack, in->ground);
    const struct pack_duty *d = find_duty(pack, in->ground);
    if (g == NULL && d == NULL)
        return err_field(
            err, ERR_INPUT, STR("ground"), "请选择管理办法所列的情形");
    if (g != NULL && !g->may_end)
        return err_field(err, ERR_INPUT, STR("ground"),
            "“" STR_FMT "”没有规定撤销资格，可以先行警告",
            STR_ARG(g->title.zh));
    TRY(check_twice(x, &c, in->ground, in->year, err));
    struct proceeding p = { .kind = PROC_REVOCATION,
        .ground = in->ground,
        .clause = in->clause.n > 0 ? in->clause
                  : g != NULL      ? g->clause
                                   : d->sanction_clause,
        .year = in->year,
        .since = DAY_NONE,
        .facts = in->facts,
        .verdict = in->verdict,
        .state = PROC_PROPOSED };
    TRY(add(x, &p, &c, err));
    *ret = p;
    return OK;
}

/* The term of the task that goes with it; a year without holiday table gives
 * none, the case is there all the same. */
static void
set_task(struct act *x, const struct proceeding_auto *n, struct proceeding *p)
{
    struct deadline due;

    if (n->task.n == 0 || deadline_compute(x->a, x->d->holidays,
                              n->task_from, n->task, &due, NULL) != OK)
        return;
    p->due_us = due.end_us;
    p->derivation = deadline_text(x->a, &due, false);
}

enum status
proceeding_open_auto(struct act *x, const struct proceeding_auto *n,
    struct proceeding *ret, struct err *err)
{
    const struct accreditation *c = n->holding;
    const struct proceeding *list = NULL;
    size_t count = 0;

    TRY(proceeding_store_of_subject(x, c->subject_id, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (list[i].kind == PROC_REVOCATION &&
            list[i].accreditation_id == c->id && case_is_open(&list[i]) &&
            str_eq(list[i].ground, n->ground)) {
            *ret = list[i];
            return OK;
        }
    }
    struct proceeding p = { .kind = PROC_REVOCATION,
        .ground = n->ground,
        .clause = n->clause,
        .since = DAY_NONE,
        .meeting_day = DAY_NONE,
        .facts = n->facts,
        .verdict = n->verdict,
        .state = PROC_PROPOSED };
    set_task(x, n, &p);
    TRY(add(x, &p, c, err));
    *ret = p;
    return OK;
}

enum status
proceeding_standing(struct act *x, const struct accreditation *c,
    struct label *ret, struct err *err)
{
    const struct programme *prog = domain_programme(x->d, c->programme_id);
    const struct proceeding *list = NULL;
    size_t n = 0;

    *ret = (struct label){ STR_EMPTY, STR_EMPTY };
    TRY(proceeding_store_of_subject(x, c->subject_id, &list, &n, err));
    for (size_t i = 0; prog != NULL && i < n; i++) {
        if (list[i].kind == PROC_REVOCATION && case_is_open(&list[i]) &&
            list[i].accreditation_id == c->id)
            *ret = prog->pack->case_title;
    }
    return OK;
}

/* --- notice and statement --- */

enum status
proceeding_notify(
    struct act *x, int64_t id, struct proceeding *ret, struct err *err)
{
    struct accreditation c;
    struct deadline due;
    struct proceeding p;
    struct str letter = STR_EMPTY;
    int64_t days = STATEMENT_DAYS;

    TRY(case_load(x, id, &p, err));
    TRY(act_require(x, MAY_SUPERVISE, p.programme_id, p.region, err));
    TRY(act_require_no_interest(x, p.subject_id, err));
    if (p.kind != PROC_REVOCATION || p.state != PROC_PROPOSED)
        return case_wrong_state(&p, "待告知", err);
    TRY(case_load_holder(x, &p, &c, err));
    /* A pack without the parameter keeps the ten days. */
    (void)!pack_parameter(domain_programme(x->d, p.programme_id)->pack,
        STR("陈述期工作日"), &days, NULL);
    TRY(deadline_compute(x->a, x->d->holidays, x->today,
        (struct term){ TERM_WORKING_DAYS, (int)days, DAY_NONE }, &due, err));
    p.state = PROC_NOTIFIED;
    p.notified_us = x->now_us;
    p.due_us = due.end_us;
    p.derivation = deadline_text(x->a, &due, false);
    TRY(proceeding_store_put(x, &p, err));
    struct json *values = paper_values(x, &c, &p, p.facts);
    TRY(paper_issue(x, &c, &p, "hearing_notice", values, &letter, err));
    TRY(case_audit(x, &p, "notify", proceeding_state_name(PROC_PROPOSED),
        arena_fmt(x->a, "陈述期至 " STR_FMT " 24:00",
            STR_ARG(day_iso(x->a, due.last_day))),
        letter, err));
    TRY(paper_tell(x, &c, &p, "hearing", values, STR_EMPTY, err));
    *ret = p;
    return OK;
}

enum status
proceeding_state_view(
    struct act *x, int64_t id, struct str statement, struct err *err)
{
    struct accreditation c;
    struct proceeding p;

    TRY(proceeding_get(x, id, &p, err));
    TRY(act_require_member(x, p.subject_id, "editor", err));
    if (p.kind != PROC_REVOCATION || p.state != PROC_NOTIFIED)
        return case_wrong_state(&p, "已告知，等待陈述", err);
    if (x->now_us >= p.due_us)
        return err_set(err, ERR_CONFLICT,
            "陈述期已于 " STR_FMT " 24:00（北京时间）届满",
            STR_ARG(day_zh(x->a, day_of_us(p.due_us - 1))));
    TRY(case_check_text(STR("statement"), statement, "陈述", err));
    TRY(case_load_holder(x, &p, &c, err));
    p.state = PROC_STATED;
    p.statement = statement;
    p.statement_us = x->now_us;
    TRY(proceeding_store_put(x, &p, err));
    TRY(case_audit(x, &p, "state", proceeding_state_name(PROC_NOTIFIED), STR_EMPTY,
        STR_EMPTY, err));
    return paper_tell(x, &c, &p, "statement_received",
        paper_values(x, &c, &p, STR_EMPTY), STR_EMPTY, err);
}
