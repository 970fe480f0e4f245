/* Decisions on cases, the meeting before them, and taking them back. */
#include "domain/proceeding.h"

#include "domain/incident.h"
#include "domain/record.h"
#include "../incident/incident_store.h"
#include "paper.h"
#include "proceeding_private.h"
#include "proceeding_store.h"

static const struct pack *
pack_of(const struct act *x, const struct proceeding *p)
{
    return domain_programme(x->d, p->programme_id)->pack;
}

/* --- first check and meeting --- */

static enum status
load_for(struct act *x, int64_t id, enum permission may,
    struct proceeding *ret, struct err *err)
{
    TRY(case_load(x, id, ret, err));
    TRY(act_require(x, may, ret->programme_id, ret->region, err));
    return act_require_no_interest(x, ret->subject_id, err);
}

static enum status
needs_meeting(
    const struct act *x, const struct proceeding *p, struct err *err)
{
    const struct pack_ground *g = pack_ground(pack_of(x, p), p->ground);

    if (p->kind != PROC_REVOCATION || !case_is_open(p))
        return case_wrong_state(p, "未办结", err);
    if (g == NULL || !g->meeting)
        return err_set(err, ERR_CONFLICT, "这一情形不需要初核和会议核实");
    return OK;
}

enum status
proceeding_check(
    struct act *x, int64_t id, struct str text, struct err *err)
{
    struct proceeding p;

    TRY(load_for(x, id, MAY_SUPERVISE, &p, err));
    TRY(needs_meeting(x, &p, err));
    if (p.checked_us != 0)
        return err_set(err, ERR_CONFLICT, "初核意见已经登记");
    TRY(case_check_text(STR("check"), text, "初核意见", err));
    p.checked_us = x->now_us;
    p.checked_by = x->who->account_id;
    p.check_text = text;
    TRY(proceeding_store_put(x, &p, err));
    return case_audit(x, &p, "first-check", proceeding_state_name(p.state),
        text, STR_EMPTY, err);
}

enum status
proceeding_meet(struct act *x, int64_t id, struct day day,
    struct str minutes_no, bool confirmed, struct err *err)
{
    struct proceeding p;

    TRY(load_for(x, id, MAY_SUPERVISE, &p, err));
    TRY(needs_meeting(x, &p, err));
    if (p.checked_us == 0)
        return err_set(err, ERR_CONFLICT, "先登记初核意见，再由会议核实");
    if (p.meeting.n > 0)
        return err_set(err, ERR_CONFLICT, "会议核实的结果已经登记");
    minutes_no = str_trim(minutes_no);
    if (minutes_no.n == 0 || utf8_count(minutes_no) > 100)
        return err_field(err, ERR_INPUT, STR("minutes_no"),
            "请填写会议纪要的文号，1 至 100 字");
    if (day_is_none(day) || day_cmp(day, x->today) > 0 ||
        day_cmp(day, day_of_us(p.checked_us)) < 0)
        return err_field(err, ERR_INPUT, STR("meeting_day"),
            "会议日期应在初核之日 " STR_FMT " 至今日之间",
            STR_ARG(day_iso(x->a, day_of_us(p.checked_us))));
    p.meeting_day = day;
    p.minutes_no = minutes_no;
    p.meeting = confirmed ? STR("CONFIRMED") : STR("NOT_CONFIRMED");
    TRY(proceeding_store_put(x, &p, err));
    return case_audit(x, &p, "meeting", proceeding_state_name(p.state),
        confirmed ? STR("会议核实确已不符合") : STR("会议核实仍符合"),
        minutes_no, err);
}

/* --- decision --- */

/* A statement that was asked for is waited for; a ground without one is
 * decided at once. */
static enum status
check_statement(struct act *x, const struct proceeding *p,
    const struct pack_ground *g, struct err *err)
{
    if (g != NULL && g->no_statement && p->state == PROC_PROPOSED)
        return OK;
    if (p->state != PROC_NOTIFIED && p->state != PROC_STATED)
        return case_wrong_state(p, "已告知或者已陈述", err);
    if (p->state == PROC_NOTIFIED && x->now_us < p->due_us)
        return err_set(err, ERR_CONFLICT,
            "陈述期至 " STR_FMT " 24:00（北京时间）届满，届满前未收到陈述的不能决定",
            STR_ARG(day_zh(x->a, day_of_us(p->due_us - 1))));
    return OK;
}

static enum status
check_decision(struct act *x, const struct proceeding *p, bool revoke,
    struct err *err)
{
    const struct pack_ground *g = pack_ground(pack_of(x, p), p->ground);
    int64_t all = 0, stayed = 0;

    if (p->kind != PROC_REVOCATION)
        return case_wrong_state(p, "已告知或者已陈述", err);
    TRY(check_statement(x, p, g, err));
    if (p->opened_by != 0 && p->opened_by == x->who->account_id)
        return err_set(err, ERR_DENIED,
            "立案人不能同时作出决定，请由另一名工作人员决定");
    if (!revoke)
        return OK;
    if (g != NULL && g->meeting && !str_eq(p->meeting, STR("CONFIRMED")))
        return err_set(err, ERR_CONFLICT,
            p->meeting.n == 0
                ? "会议尚未核实，不能作出这一决定：先登记初核意见和会议核实的结果"
                : "会议核实仍符合，不能作出这一决定");
    TRY(effect_store_basis(x, p->subject_id, p->id, &all, &stayed, err));
    if (all > 0 && all == stayed)
        return err_set(err, ERR_CONFLICT,
            "所依据的处罚、处分正停止执行，恢复执行前不能作出这一决定");
    return OK;
}

/* Everything else of the subject in the programme ends with it. */
static enum status
end_others(struct act *x, const struct proceeding *p,
    const struct accreditation_move *m, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    TRY(accreditation_of_subject(
        x, p->subject_id, p->programme_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct accreditation c = list[i];

        if (c.id != p->accreditation_id &&
            accreditation_has_rights(&c, x->today))
            TRY(accreditation_move(x, &c, m, err));
    }
    return OK;
}

/* The status ends this minute; the ban begins today. */
static enum status
end_status(struct act *x, const struct proceeding *p, struct accreditation *c,
    struct str letter, struct err *err)
{
    const struct pack *pack = pack_of(x, p);
    const struct pack_ground *g = pack_ground(pack, p->ground);
    struct str ground = ground_title(pack, p->ground).zh;
    bool lapse = g != NULL && g->lapse;
    const struct accreditation_move m = {
        .to = lapse               ? ACC_EXPIRED
              : pack->deregisters ? ACC_DEREGISTERED
                                  : ACC_REVOKED,
        .event = lapse ? "lapse" : "revoke",
        .reason = ground,
        .clause = p->clause,
        .document = letter };
    int64_t years = 0;

    if (c->state != m.to)
        TRY(accreditation_move(x, c, &m, err));
    TRY(record_keep_event(x, "end", c, NULL,
        pack->deregisters ? STR("注销") : STR("撤销"), ground, p->clause,
        err));
    if (g == NULL)
        return OK;
    if (g->whole)
        TRY(end_others(x, p, &m, err));
    if (g->ban_years.n > 0)
        TRY(pack_parameter(pack, g->ban_years, &years, err));
    if (years <= 0)
        return OK;
    return ban_begin(x, p->subject_id, p->programme_id, p->id, (int)years,
        g->ban_clause.n > 0 ? g->ban_clause : g->clause, err);
}

/* A case that followed on a failed rectification ends it either way. */
static enum status
keep_status(struct act *x, const struct proceeding *p,
    struct accreditation *c, struct err *err)
{
    if (c->state != ACC_RECTIFYING)
        return OK;
    return accreditation_move(x, c,
        &(struct accreditation_move){ .to = ACC_ACTIVE,
            .event = "keep",
            .reason = p->reason,
            .clause = p->clause },
        err);
}

/* The end of a term that somebody confirms. */
static bool
lapses(const struct act *x, const struct proceeding *p)
{
    const struct pack_ground *g = pack_ground(pack_of(x, p), p->ground);

    return g != NULL && g->lapse;
}

/* The document of a decision: the ground's own, or the usual one. */
static const char *
document_of(const struct act *x, const struct proceeding *p, bool message,
    const char *usual)
{
    const struct pack_ground *g = pack_ground(pack_of(x, p), p->ground);
    struct str own = g == NULL ? STR_EMPTY : message ? g->message : g->letter;

    return own.n == 0 ? usual : arena_cstr(x->a, own);
}

static enum status
decide(struct act *x, int64_t id, struct str decision, struct str reason,
    int64_t version, struct proceeding *ret, struct err *err)
{
    struct accreditation c;
    struct proceeding p;
    struct str letter = STR_EMPTY;
    bool revoke = str_eq(decision, STR("REVOKE"));

    TRY(load_for(x, id, MAY_DECIDE, &p, err));
    TRY(check_decision(x, &p, revoke, err));
    TRY(case_check_text(STR("reason"), reason, "决定的理由", err));
    if (version != p.version)
        return err_set(err, ERR_CONFLICT,
            "这一案件刚刚被其他人修改，请刷新后再办理");
    TRY(case_load_holder(x, &p, &c, err));
    if (revoke && !accreditation_is_held(c.state) &&
        !(c.state == ACC_EXPIRED && lapses(x, &p)))
        return err_set(err, ERR_CONFLICT,
            "资格现为“" STR_FMT "”，已没有可以撤销的资格，请按资格已终止办结",
            STR_ARG(accreditation_state_title(c.state)));
    struct str from = proceeding_state_name(p.state);
    p.before = accreditation_state_name(c.state);
    p.state = PROC_DECIDED;
    p.decision = decision;
    p.reason = reason;
    p.decided_us = x->now_us;
    p.decided_by = x->who->account_id;
    TRY(proceeding_store_put(x, &p, err));
    struct json *values = paper_values(x, &c, &p,
        revoke ? arena_fmt(x->a, STR_FMT "\n\n" STR_FMT, STR_ARG(p.facts),
                     STR_ARG(reason))
               : reason);
    TRY(paper_issue(x, &c, &p,
        revoke ? document_of(x, &p, false, "revocation") : "keep_decision",
        values, &letter, err));
    TRY(case_audit(
        x, &p, revoke ? "revoke" : "keep", from, reason, letter, err));
    TRY(revoke ? end_status(x, &p, &c, letter, err)
               : keep_status(x, &p, &c, err));
    TRY(paper_tell(x, &c, &p,
        revoke ? document_of(x, &p, true, "revoked") : "kept", values,
        STR_EMPTY, err));
    *ret = p;
    return OK;
}

enum status
proceeding_decide(struct act *x, int64_t id, bool revoke, struct str reason,
    int64_t version, struct proceeding *ret, struct err *err)
{
    return decide(x, id, revoke ? STR("REVOKE") : STR("KEEP"), reason,
        version, ret, err);
}

enum status
proceeding_decide_mark(struct act *x, int64_t id, struct str reason,
    int64_t version, struct proceeding *ret, struct err *err)
{
    struct proceeding p;

    TRY(load_for(x, id, MAY_DECIDE, &p, err));
    const struct pack_ground *g = pack_ground(pack_of(x, &p), p.ground);
    if (g == NULL || g->keeps.zh.n == 0)
        return err_set(err, ERR_CONFLICT, "这一情形没有这种处理");
    return decide(x, id, STR("MARK"), reason, version, ret, err);
}

enum status
proceeding_without_object(struct act *x, int64_t id, struct str reason,
    int64_t version, struct proceeding *ret, struct err *err)
{
    struct accreditation c;
    struct proceeding p;

    TRY(case_load(x, id, &p, err));
    TRY(act_require(x, MAY_DECIDE, p.programme_id, p.region, err));
    TRY(act_require_no_interest(x, p.subject_id, err));
    if (p.kind != PROC_REVOCATION || !case_is_open(&p))
        return case_wrong_state(&p, "未办结", err);
    TRY(case_load_holder(x, &p, &c, err));
    if (accreditation_is_held(c.state))
        return err_set(err, ERR_CONFLICT,
            "资格现为“" STR_FMT "”，应当作出撤销或者不予撤销的决定",
            STR_ARG(accreditation_state_title(c.state)));
    TRY(case_check_text(STR("reason"), reason, "理由", err));
    if (version != p.version)
        return err_set(err, ERR_CONFLICT,
            "这一案件刚刚被其他人修改，请刷新后再办理");
    struct str from = proceeding_state_name(p.state);
    bool told = p.state != PROC_PROPOSED;
    p.state = PROC_CLOSED;
    p.decision = STR("MOOT");
    p.reason = reason;
    p.decided_us = x->now_us;
    p.decided_by = x->who->account_id;
    TRY(proceeding_store_put(x, &p, err));
    TRY(case_audit(x, &p, "moot", from, reason, p.number, err));
    if (told) /* who was told of the intention is told of its end */
        TRY(paper_tell(x, &c, &p, "case_closed",
            paper_values(x, &c, &p, reason), STR_EMPTY, err));
    *ret = p;
    return OK;
}

/* --- taking back --- */

/* Ended by a case, under the name that the pack has for it. */
static bool
is_struck(enum accreditation_state s)
{
    return s == ACC_REVOKED || s == ACC_DEREGISTERED;
}

static enum status
restore(struct act *x, const struct proceeding *p, struct accreditation *c,
    struct str reason, struct err *err)
{
    enum accreditation_state to = ACC_ACTIVE;

    (void)accreditation_state_of(p->before, &to);
    if (day_cmp(x->today, c->last_day) > 0)
        to = ACC_EXPIRED;
    if (c->state == to)
        return OK;
    return accreditation_move(x, c,
        &(struct accreditation_move){ .to = to,
            .event = "reverse",
            .reason = reason,
            .clause = p->clause,
            .document = p->number },
        err);
}

/* What ended together with it, on the same day for the same reason. */
static enum status
restore_others(struct act *x, const struct proceeding *p, struct str reason,
    struct err *err)
{
    const struct pack *pack = pack_of(x, p);
    const struct pack_ground *g = pack_ground(pack, p->ground);
    const struct accreditation *list = NULL;
    size_t n = 0;

    if (g == NULL || !g->whole)
        return OK;
    TRY(accreditation_of_subject(
        x, p->subject_id, p->programme_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct accreditation c = list[i];

        if (c.id != p->accreditation_id && is_struck(c.state) &&
            day_eq(c.ended, day_of_us(p->decided_us)) &&
            str_eq(c.end_reason, ground_title(pack, p->ground).zh))
            TRY(restore(x, p, &c, reason, err));
    }
    return OK;
}

/* The decision is taken back, with all it brought about. */
static enum status
take_back(struct act *x, struct proceeding *p, struct str reason,
    struct err *err)
{
    struct accreditation c;

    TRY(case_load_holder(x, p, &c, err));
    bool in_force = p->kind == PROC_REVOCATION
                        ? is_struck(c.state)
                        : c.state == ACC_WARNED && !day_is_none(p->since);
    struct str from = proceeding_state_name(p->state);
    p->state = PROC_REVERSED;
    TRY(proceeding_store_put(x, p, err));
    TRY(case_audit(x, p, "reverse", from, reason, p->number, err));
    if (p->kind == PROC_REVOCATION && str_eq(p->decision, STR("REVOKE")))
        TRY(restore_others(x, p, reason, err));
    if (in_force && !str_eq(p->decision, STR("MARK")))
        TRY(restore(x, p, &c, reason, err));
    if (p->kind != PROC_REVOCATION)
        return OK;
    TRY(ban_lift(x, p->subject_id, p->id, reason, err));
    return paper_tell(x, &c, p, "reversed",
        paper_values(x, &c, p, reason), STR_EMPTY, err);
}

enum status
proceeding_reverse(
    struct act *x, int64_t id, struct str reason, struct err *err)
{
    struct proceeding p;

    TRY(load_for(x, id, MAY_DECIDE, &p, err));
    if (p.state != PROC_DECIDED || str_eq(p.decision, STR("KEEP")))
        return case_wrong_state(&p, "已决定", err);
    TRY(case_check_text(STR("reason"), reason, "撤回决定的理由", err));
    return take_back(x, &p, reason, err);
}

static enum status
close_case(struct act *x, struct proceeding *p, struct str note,
    struct err *err)
{
    struct str from = proceeding_state_name(p->state);

    p->state = PROC_CLOSED;
    p->reason = note;
    p->decided_us = x->now_us;
    TRY(proceeding_store_put(x, p, err));
    return case_audit(x, p, "close", from, note, p->number, err);
}

enum status
proceeding_undo(
    struct act *x, int64_t id, struct str reason, struct err *err)
{
    struct accreditation c;
    struct proceeding p;
    int64_t living = 0;

    TRY(case_load(x, id, &p, err));
    if (case_is_open(&p)) {
        bool told = p.state != PROC_PROPOSED;

        TRY(close_case(x, &p, reason, err));
        TRY(case_load_holder(x, &p, &c, err));
        if (told)
            TRY(paper_tell(x, &c, &p, "case_closed",
                paper_values(x, &c, &p, reason), STR_EMPTY, err));
        return OK;
    }
    if (p.state != PROC_DECIDED || str_eq(p.decision, STR("KEEP")))
        return OK;
    /* Who has been granted it anew meanwhile keeps that one; the ban goes. */
    TRY(accreditation_living(
        x, p.subject_id, p.programme_id, &living, err));
    if (living != 0 && str_eq(p.decision, STR("REVOKE")))
        return ban_lift(x, p.subject_id, p.id, reason, err);
    return take_back(x, &p, reason, err);
}

enum status
proceeding_close_open(struct act *x, int64_t subject_id,
    int64_t accreditation_id, struct str note, struct err *err)
{
    const struct proceeding *list = NULL;
    size_t n = 0;

    TRY(proceeding_store_of_subject(x, subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct proceeding p = list[i];

        if (p.accreditation_id != accreditation_id ||
            p.kind == PROC_REPORT || !case_is_open(&p))
            continue;
        TRY(close_case(x, &p, note, err));
    }
    return OK;
}
