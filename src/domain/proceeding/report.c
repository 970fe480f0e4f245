/* Reports of the public, and who may read which case. */
#include "domain/proceeding.h"

#include "proceeding_private.h"
#include "proceeding_store.h"

#define FACTS_MIN 10
#define FACTS_MAX 5000
#define REMARK_MAX 1000
/* Rows looked through for an officer of some regions. */
#define LOOK_MAX 10000

static enum status
check_report(struct act *x, const struct report_new *r, struct err *err)
{
    size_t n = utf8_count(r->facts);

    (void)x;
    if (n < FACTS_MIN || n > FACTS_MAX)
        return err_field(err, ERR_INPUT, STR("facts"),
            "请写明时间、地点和经过，%d 至 %d 字，现为 %zu 字", FACTS_MIN,
            FACTS_MAX, n);
    if (utf8_count(r->reporter) > 100)
        return err_field(
            err, ERR_INPUT, STR("reporter"), "姓名或单位应为 100 字以内");
    if (utf8_count(r->contact) > 100)
        return err_field(
            err, ERR_INPUT, STR("contact"), "联系方式应为 100 字以内");
    return OK;
}

/* Of a person the identity number, of a unit the credit code. */
static enum status
read_identity(struct act *x, struct str typed, struct str *ret,
    struct err *err)
{
    struct id_check person = id_no_check(x->a, typed, x->today);
    struct id_check unit = credit_code_check(x->a, typed);

    if (!person.ok && !unit.ok)
        return err_field(err, ERR_INPUT, STR("identity"),
            "实名举报应填写身份证号码（个人）或者统一社会信用代码（单位），"
            "18 位并且校验码正确，现为 %zu 位",
            utf8_count(str_trim(typed)));
    *ret = person.ok ? person.normal : unit.normal;
    return OK;
}

/* Who reports under the real name is answered: name, identity, contact,
 * evidence. */
static enum status
check_real_name(struct act *x, const struct pack_ground *g,
    const struct report_new *r, struct str *ret_identity, struct err *err)
{
    *ret_identity = STR_EMPTY;
    if (!g->real_name)
        return OK;
    if (utf8_count(str_trim(r->reporter)) < 2)
        return err_field(err, ERR_INPUT, STR("reporter"),
            "实名举报应填写真实姓名或者单位名称；匿名的不作为举报受理（" STR_FMT
            "）",
            STR_ARG(g->clause));
    TRY(read_identity(x, r->identity, ret_identity, err));
    if (utf8_count(str_trim(r->contact)) < 5)
        return err_field(err, ERR_INPUT, STR("contact"),
            "实名举报应填写电话或者邮箱，以便答复");
    if (r->n_files == 0)
        return err_field(err, ERR_INPUT, STR("evidence"),
            "实名举报应附至少一份佐证材料，现为 0 份");
    return OK;
}

enum status
proceeding_report(struct act *x, const struct report_new *r,
    struct proceeding *ret, struct err *err)
{
    const struct pack_ground *ground = NULL;
    struct accreditation c;

    TRY(accreditation_by_number(x, r->holder_number, &c, err));
    TRY(check_report(x, r, err));
    const struct pack *pack = domain_programme(x->d, c.programme_id)->pack;
    for (size_t i = 0; i < pack->n_grounds; i++) {
        if (str_eq(pack->grounds[i].name, r->ground))
            ground = &pack->grounds[i];
    }
    if (ground == NULL)
        return err_field(
            err, ERR_INPUT, STR("ground"), "请选择反映的问题属于哪一类");
    struct str identity;
    TRY(check_real_name(x, ground, r, &identity, err));
    struct proceeding p = { .subject_id = c.subject_id,
        .accreditation_id = c.id,
        .programme_id = c.programme_id,
        .kind = PROC_REPORT,
        .ground = ground->name,
        .clause = ground->clause,
        .since = DAY_NONE,
        .meeting_day = DAY_NONE,
        .facts = r->facts,
        .before = accreditation_state_name(c.state),
        .state = PROC_PROPOSED,
        .opened_us = x->now_us,
        .reporter = r->reporter,
        .reporter_contact = r->contact,
        .reporter_identity = identity,
        .version = 1 };
    bool twice = false;
    TRY(case_said_today(x, &p, ret, &twice, err));
    if (twice)
        return OK;
    p.id = world_id(&x->d->world);
    TRY(number_make(x, STR("FY-{{year}}-{{serial:5}}"), &p.number, err));
    TRY(proceeding_store_add(x, &p, err));
    *ret = p;
    /* The audit line names no reporter: others read it. */
    return audit_add(x,
        &(struct audit_line){ .programme_id = p.programme_id,
            .subject_id = p.subject_id,
            .object_kind = "proceeding",
            .object_id = p.id,
            .event = "report",
            .to = proceeding_state_name(PROC_PROPOSED),
            .reason = ground->title.zh,
            .clause = p.clause,
            .document = p.number },
        err);
}

enum status
proceeding_take(struct act *x, int64_t id, struct err *err)
{
    struct proceeding p;
    bool found = false;

    TRY(proceeding_store_get(x, id, &p, &found, err));
    if (!found || p.kind != PROC_REPORT)
        return err_set(err, ERR_NOT_FOUND, "没有找到这件问题反映");
    TRY(act_require(x, MAY_SUPERVISE, p.programme_id, p.region, err));
    TRY(act_require_no_interest(x, p.subject_id, err));
    if (p.state != PROC_PROPOSED)
        return err_set(err, ERR_CONFLICT, "这件问题反映已经办结");
    if (p.handler_id != 0 && p.handler_id != x->who->account_id)
        return err_set(err, ERR_CONFLICT, "这件反映已由另一名工作人员承办");
    p.handler_id = x->who->account_id;
    TRY(proceeding_store_put(x, &p, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = p.programme_id,
            .subject_id = p.subject_id,
            .object_kind = "proceeding",
            .object_id = p.id,
            .event = "take",
            .clause = p.clause,
            .document = p.number },
        err);
}

/* A real-name report that waits for its answer, in the hands of the actor. */
static enum status
load_own(struct act *x, int64_t id, struct proceeding *ret,
    const struct pack_ground **ret_ground, struct err *err)
{
    struct proceeding p;
    bool found = false;

    TRY(proceeding_store_get(x, id, &p, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这件问题反映");
    TRY(act_require(x, MAY_SUPERVISE, p.programme_id, p.region, err));
    TRY(act_require_no_interest(x, p.subject_id, err));
    *ret_ground = pack_ground(
        domain_programme(x->d, p.programme_id)->pack, p.ground);
    if (p.kind != PROC_REPORT || p.state != PROC_PROPOSED ||
        *ret_ground == NULL || !(*ret_ground)->real_name)
        return err_set(err, ERR_CONFLICT,
            "只有尚未办结的实名举报才核实举报人身份");
    if (p.handler_id == 0 || p.handler_id != x->who->account_id)
        return err_set(
            err, ERR_DENIED, "举报人身份由承办人核实，请先承办");
    *ret = p;
    return OK;
}

enum status
proceeding_check_reporter(struct act *x, int64_t id, bool genuine,
    struct str remark, struct err *err)
{
    const struct pack_ground *g = NULL;
    struct proceeding p;

    TRY(load_own(x, id, &p, &g, err));
    if (remark.n == 0 || utf8_count(remark) > REMARK_MAX)
        return err_field(err, ERR_INPUT, STR("remark"),
            "请写明怎样核实的，不超过 %d 字，不要写举报人的姓名和证件号码",
            REMARK_MAX);
    p.reporter_check = genuine ? REPORTER_GENUINE : REPORTER_FALSE;
    TRY(proceeding_store_put(x, &p, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = p.programme_id,
            .subject_id = p.subject_id,
            .object_kind = "proceeding",
            .object_id = p.id,
            .event = "check-reporter",
            .to = genuine ? STR("GENUINE") : STR("FALSE"),
            .reason = remark,
            .clause = g->clause,
            .document = p.number },
        err);
}

enum status
proceeding_answer(struct act *x, int64_t id, enum report_answer answer,
    struct str reason, int64_t *ret_id, struct err *err)
{
    static const struct str DECISIONS[] = {
        [REPORT_UNFOUNDED] = STR_INIT("UNFOUNDED"),
        [REPORT_WARN] = STR_INIT("WARN"),
        [REPORT_CASE] = STR_INIT("CASE"),
        [REPORT_CORRECTED] = STR_INIT("CORRECTED"),
    };
    struct proceeding p, next = { 0 };

    TRY(proceeding_get(x, id, &p, err));
    TRY(act_require(x, MAY_SUPERVISE, p.programme_id, p.region, err));
    TRY(act_require_no_interest(x, p.subject_id, err));
    if (p.kind != PROC_REPORT || p.state != PROC_PROPOSED)
        return err_set(err, ERR_CONFLICT, "这件问题反映已经办结");
    if (p.handler_id != 0 && p.handler_id != x->who->account_id)
        return err_set(err, ERR_DENIED, "这件反映由另一名工作人员承办");
    if (p.reporter_check == REPORTER_FALSE && answer != REPORT_UNFOUNDED)
        return err_set(err, ERR_CONFLICT,
            "举报人身份核实不实，不作为实名举报办理（" STR_FMT
            "），只能办结；所反映的情况可以作为监测线索另行登记",
            STR_ARG(p.clause));
    if (reason.n == 0)
        return err_field(
            err, ERR_INPUT, STR("reason"), "请写明核查的情况和结论");
    p.handler_id = x->who->account_id;
    p.state = PROC_CLOSED;
    p.decision = DECISIONS[answer];
    p.reason = reason;
    p.decided_us = x->now_us;
    p.decided_by = x->who->account_id;
    TRY(proceeding_store_put(x, &p, err));
    TRY(audit_add(x,
        &(struct audit_line){ .programme_id = p.programme_id,
            .subject_id = p.subject_id,
            .object_kind = "proceeding",
            .object_id = p.id,
            .event = "answer",
            .from = proceeding_state_name(PROC_PROPOSED),
            .to = proceeding_state_name(PROC_CLOSED),
            .reason = reason,
            .clause = p.clause,
            .document = p.number },
        err));
    const struct pack_ground *g = pack_ground(
        domain_programme(x->d, p.programme_id)->pack, p.ground);
    struct proceeding_new n = { .accreditation_id = p.accreditation_id,
        .ground = answer == REPORT_CASE && g != NULL && g->opens.n > 0
                      ? g->opens
                      : p.ground,
        .facts = reason };
    if (answer == REPORT_WARN)
        TRY(proceeding_warn(x, &n, &next, err));
    else if (answer == REPORT_CASE)
        TRY(proceeding_open(x, &n, &next, err));
    *ret_id = next.id;
    return OK;
}

/* --- reading --- */

static bool
holder_sees(const struct proceeding *p)
{
    return p->kind != PROC_REPORT && p->notified_us + p->decided_us > 0;
}

/* Those who do not handle reports learn no names; of one made under the real
 * name, only who has taken it on. */
static void
mask_reporter(struct act *x, struct proceeding *p)
{
    const struct programme *prog = domain_programme(x->d, p->programme_id);
    const struct pack_ground *g =
        prog == NULL ? NULL : pack_ground(prog->pack, p->ground);

    if (p->kind != PROC_REPORT ||
        (may_in(x, MAY_SUPERVISE, p->programme_id, p->region) &&
            (g == NULL || !g->real_name ||
                (p->handler_id != 0 &&
                    p->handler_id == x->who->account_id))))
        return;
    p->reporter = mask_name(x->a, p->reporter);
    p->reporter_contact = STR_EMPTY;
    p->reporter_identity = STR_EMPTY;
}

enum status
proceeding_get(
    struct act *x, int64_t id, struct proceeding *ret, struct err *err)
{
    struct proceeding p;
    bool found = false;

    TRY(proceeding_store_get(x, id, &p, &found, err));
    bool officer =
        found && may_in(x, MAY_READ_FILES, p.programme_id, p.region);
    bool mine = found && acts_for(x->who, p.subject_id, "viewer") &&
                holder_sees(&p);
    if (!officer && !mine)
        return err_set(err, ERR_NOT_FOUND, "没有找到这一案件");
    mask_reporter(x, &p);
    *ret = p;
    return OK;
}

enum status
proceeding_of_subject(struct act *x, int64_t subject_id,
    const struct proceeding **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct proceeding) v = { 0 };
    const struct proceeding *list = NULL;
    size_t n = 0;

    TRY(proceeding_store_of_subject(x, subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct proceeding p = list[i];
        bool officer = may_in(x, MAY_READ_FILES, p.programme_id, p.region);

        if (!officer &&
            !(acts_for(x->who, subject_id, "viewer") && holder_sees(&p)))
            continue;
        mask_reporter(x, &p);
        *VEC_PUSH(x->a, &v) = p;
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* Open ones by due date, those without at the end; else newest first. */
static bool
comes_before(
    const struct proceeding *a, const struct proceeding *b, bool by_due)
{
    int64_t x = a->due_us == 0 ? INT64_MAX : a->due_us;
    int64_t y = b->due_us == 0 ? INT64_MAX : b->due_us;

    if (by_due && x != y)
        return x < y;
    return by_due ? a->id < b->id : a->id > b->id;
}

enum status
proceeding_list(struct act *x, const struct proceeding_filter *f,
    size_t offset, size_t n, const struct proceeding **ret, size_t *ret_n,
    int64_t *ret_total, struct err *err)
{
    struct str kind =
        f->has_kind ? proceeding_kind_name(f->kind) : STR_EMPTY;
    VEC_OF(struct proceeding) v = { 0 };
    int64_t total = 0;

    TRY(act_require(x, MAY_READ_FILES, f->programme_id, STR_EMPTY, err));
    for (size_t i = 0; i < x->d->n_programmes; i++) {
        int64_t id = x->d->programmes[i].id, here = 0;
        const struct proceeding *rows = NULL;
        size_t got = 0;

        if ((f->programme_id != 0 && f->programme_id != id) ||
            !may_in(x, MAY_READ_FILES, id, STR_EMPTY))
            continue;
        bool sifted = !may_everywhere(x, MAY_READ_FILES, id);

        TRY(proceeding_store_page(x, id, kind, f->open_only, 0,
            sifted ? LOOK_MAX : offset + n, &rows, &got, &here, err));
        total += sifted ? 0 : here;
        for (size_t k = 0; k < got; k++) {
            struct proceeding p = rows[k];

            if (!may_in(x, MAY_READ_FILES, id, p.region))
                continue;
            total += sifted;
            mask_reporter(x, &p);
            *VEC_PUSH(x->a, &v) = p;
            size_t at = v.n - 1;
            for (; at > 0 && comes_before(&p, &v.p[at - 1], f->open_only);
                 at--)
                v.p[at] = v.p[at - 1];
            v.p[at] = p;
        }
    }
    size_t from = offset < v.n ? offset : v.n;
    *ret = v.n == 0 ? NULL : v.p + from;
    *ret_n = v.n - from < n ? v.n - from : n;
    *ret_total = total;
    return OK;
}
