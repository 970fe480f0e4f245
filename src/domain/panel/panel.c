/* Appointing panels and giving them files. */
#include "domain/account.h"
#include "domain/interest.h"
#include "domain/message.h"
#include "panel_store.h"

#define NAME_MOST 100
#define DOCUMENT_MOST 60
#define ASSIGN_MOST 500

static const struct {
    struct str name, title;
} RANKS[PANEL_RANK_COUNT_] = {
    [PANEL_CHAIR] = { STR_INIT("CHAIR"), STR_INIT("组长") },
    [PANEL_MEMBER] = { STR_INIT("MEMBER"), STR_INIT("成员") },
    [PANEL_SUBSTITUTE] = { STR_INIT("SUBSTITUTE"), STR_INIT("候补成员") },
};

struct str
panel_rank_name(enum panel_rank r)
{
    return RANKS[r].name;
}

struct str
panel_rank_title(enum panel_rank r)
{
    return RANKS[r].title;
}

bool
panel_rank_of(struct str name, enum panel_rank *ret)
{
    for (size_t i = 0; i < PANEL_RANK_COUNT_; i++) {
        if (!str_eq(RANKS[i].name, name))
            continue;
        *ret = (enum panel_rank)i;
        return true;
    }
    return false;
}

/* --- what the pack says --- */

enum status
panel_stage(const struct application *app, const struct pack_stage **ret,
    struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_stage *s =
        p == NULL ? NULL : procedure_stage(p, STAGE_EVALUATION);

    if (s == NULL)
        return err_set(err, ERR_CONFLICT, "办法没有规定评审环节");
    *ret = s;
    return OK;
}

/* The procedure that grants says how large a panel is. */
enum status
panel_programme_stage(struct act *x, int64_t programme_id,
    const struct pack_stage **ret, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);

    for (size_t i = 0; p != NULL && i < p->pack->n_procedures; i++) {
        const struct pack_stage *s = procedure_stage(
            &p->pack->procedures[i], STAGE_EVALUATION);

        if (s == NULL)
            continue;
        *ret = s;
        return OK;
    }
    return err_set(err, ERR_CONFLICT, "这个项目的办法没有规定评审小组");
}

/* --- appointing --- */

static enum status
audit(struct act *x, const struct panel *p, const char *event,
    struct str reason, struct str clause, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = p->programme_id,
            .object_kind = "panel",
            .object_id = p->id,
            .event = event,
            .to = p->closed ? STR("CLOSED") : STR("OPEN"),
            .reason = reason,
            .clause = clause,
            .document = p->document_no },
        err);
}

static enum status
check_size(const struct panel *p, const struct pack_stage *s, struct err *err)
{
    int n = 0, chairs = 0;

    for (size_t i = 0; i < p->n_members; i++) {
        n += p->members[i].rank != PANEL_SUBSTITUTE;
        chairs += p->members[i].rank == PANEL_CHAIR;
        for (size_t k = 0; k < i; k++) {
            if (p->members[k].account_id == p->members[i].account_id)
                return err_field(err, ERR_INPUT, STR("members"),
                    "“" STR_FMT "”被列了两次，成员应为不同的人",
                    STR_ARG(p->members[i].name));
        }
    }
    int least = s->panel_min > 0 ? s->panel_min : 1;
    if (n < least || (s->panel_max > 0 && n > s->panel_max))
        return s->panel_max > 0
                   ? err_field(err, ERR_INPUT, STR("members"),
                         "评审小组应为 %d 至 %d 人，现为 %d 人（" STR_FMT
                         "），候补成员不计",
                         least, s->panel_max, n, STR_ARG(s->clause))
                   : err_field(err, ERR_INPUT, STR("members"),
                         "评审小组应不少于 %d 人，现为 %d 人（" STR_FMT
                         "），候补成员不计",
                         least, n, STR_ARG(s->clause));
    if (chairs != 1)
        return err_field(err, ERR_INPUT, STR("members"),
            "评审小组应有 1 名组长，现为 %d 名", chairs);
    return OK;
}

/* Whoever works on others' files does not act for an applicant. */
static enum status
check_person(
    struct act *x, struct panel_member *m, struct err *err)
{
    struct actor who;

    TRY(actor_load(x, m->account_id, &who, err));
    m->name = who.name;
    if (who.n_memberships > 0)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”的账号是“" STR_FMT
            "”的成员，不能同时评审他人的申请，请用对方的另一个账号",
            STR_ARG(who.name), STR_ARG(who.memberships[0].subject_name));
    return OK;
}

/* Puts a member down with what ties him, and tells him. */
static enum status
seat(struct act *x, const struct panel *p, const struct panel_member *m,
    struct err *err)
{
    TRY(member_store_add(x, p->id, m, err));
    TRY(tie_of_account(x, m->account_id, m->unit, err));
    return message_to_account(x, m->account_id, STR("评审小组聘请"),
        arena_fmt(x->a,
            "您被聘为“" STR_FMT "”" STR_FMT "（" STR_FMT
            "）。请先登记与申请单位的利害关系；分配给小组的申请在“我的评审”"
            "中办理，打开材料前须声明是否应当回避。",
            STR_ARG(p->name), STR_ARG(RANKS[m->rank].title),
            STR_ARG(p->document_no)),
        STR("/panel"), err);
}

enum status
panel_appoint(struct act *x, struct panel *p, struct err *err)
{
    const struct pack_stage *stage = NULL;
    struct panel_member *members =
        arena_new_array(x->a, struct panel_member, p->n_members);
    struct panel made = *p;

    TRY(act_require(x, MAY_DECIDE, p->programme_id, STR_EMPTY, err));
    TRY(panel_programme_stage(x, p->programme_id, &stage, err));
    if (p->name.n == 0 || utf8_count(p->name) > NAME_MOST)
        return err_field(err, ERR_INPUT, STR("name"),
            "请填写评审小组的名称，不超过 %d 字", NAME_MOST);
    if (p->document_no.n == 0 || utf8_count(p->document_no) > DOCUMENT_MOST)
        return err_field(err, ERR_INPUT, STR("document_no"),
            "请填写组成文件的文号，不超过 %d 字", DOCUMENT_MOST);
    for (size_t i = 0; i < p->n_members; i++) {
        members[i] = p->members[i];
        TRY(check_person(x, &members[i], err));
    }
    made.members = members;
    TRY(check_size(&made, stage, err));
    made.id = world_id(&x->d->world);
    made.version = 1;
    made.appointed_us = x->now_us;
    made.appointed_by = x->who->account_id;
    TRY(panel_store_add(x, &made, err));
    for (size_t i = 0; i < made.n_members; i++)
        TRY(seat(x, &made, &members[i], err));
    TRY(audit(x, &made, "appoint",
        arena_fmt(x->a, "%zu 人", made.n_members), stage->clause, err));
    *p = made;
    return OK;
}

static enum status
load_to_change(
    struct act *x, int64_t id, struct panel *ret, struct err *err)
{
    TRY(panel_get(x, id, ret, err));
    TRY(act_require(x, MAY_DECIDE, ret->programme_id, STR_EMPTY, err));
    return ret->closed
               ? err_set(err, ERR_CONFLICT, "这个评审小组已经结束")
               : OK;
}

static const struct panel_member *
member_of(const struct panel *p, int64_t account_id)
{
    for (size_t i = 0; i < p->n_members; i++) {
        if (p->members[i].account_id == account_id)
            return &p->members[i];
    }
    return NULL;
}

enum status
panel_add_substitute(struct act *x, int64_t id, int64_t account_id,
    struct str unit, struct err *err)
{
    struct panel_member m = { .account_id = account_id,
        .unit = unit,
        .rank = PANEL_SUBSTITUTE };
    struct panel p;

    TRY(load_to_change(x, id, &p, err));
    TRY(check_person(x, &m, err));
    if (member_of(&p, account_id) != NULL)
        return err_field(err, ERR_INPUT, STR("members"),
            "“" STR_FMT "”已在这个评审小组", STR_ARG(m.name));
    TRY(seat(x, &p, &m, err));
    return audit(x, &p, "add-substitute", m.name, STR_EMPTY, err);
}

enum status
panel_replace(struct act *x, int64_t id, int64_t account_id,
    int64_t substitute_id, struct str reason, struct err *err)
{
    struct panel p;

    TRY(load_to_change(x, id, &p, err));
    const struct panel_member *out = member_of(&p, account_id);
    const struct panel_member *in = member_of(&p, substitute_id);
    if (out == NULL || out->left || out->rank == PANEL_SUBSTITUTE)
        return err_set(err, ERR_NOT_FOUND, "这个小组没有这名在任成员");
    if (in == NULL || in->left || in->rank != PANEL_SUBSTITUTE)
        return err_field(err, ERR_INPUT, STR("substitute"),
            "请选择这个小组的候补成员");
    if (reason.n == 0 || utf8_count(reason) > PANEL_REASON_MOST)
        return err_field(err, ERR_INPUT, STR("reason"),
            "请填写更换成员的理由，不超过 %d 字", PANEL_REASON_MOST);
    TRY(member_store_leave(x, id, account_id, reason, err));
    TRY(member_store_rank(x, id, substitute_id, out->rank, err));
    return audit(x, &p, "replace",
        arena_fmt(x->a, STR_FMT " → " STR_FMT "：" STR_FMT,
            STR_ARG(out->name), STR_ARG(in->name), STR_ARG(reason)),
        STR_EMPTY, err);
}

enum status
panel_close(struct act *x, int64_t id, int64_t version, struct err *err)
{
    const struct panel_file *files = NULL;
    size_t n = 0;
    struct panel p;

    TRY(load_to_change(x, id, &p, err));
    TRY(file_store_list(x, id, &files, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (files[i].decided_us == 0 && files[i].state == APP_EVALUATION)
            return err_set(err, ERR_CONFLICT,
                "还有申请没有形成结果，全部形成后才能结束这个小组");
    }
    TRY(panel_store_close(x, id, version, err));
    p.closed = true;
    return audit(x, &p, "close", STR_EMPTY, STR_EMPTY, err);
}

/* --- reading --- */

static bool
sits_on(const struct act *x, int64_t panel_id)
{
    for (size_t i = 0; i < x->who->n_panels; i++) {
        if (x->who->panels[i].panel_id == panel_id)
            return true;
    }
    return false;
}

/* Counts without the files that are closed to the actor. */
static enum status
recount(struct act *x, struct panel *p, struct err *err)
{
    const struct panel_file *files = NULL;
    size_t n = 0;

    if (x->who->n_interests == 0)
        return OK;
    TRY(file_store_list(x, p->id, &files, &n, err));
    p->files = p->decided = 0;
    for (size_t i = 0; i < n; i++) {
        if (actor_is_barred(x->who, files[i].subject_id))
            continue;
        p->files++;
        p->decided += files[i].decided_us != 0 ? 1 : 0;
    }
    return OK;
}

enum status
panel_get(struct act *x, int64_t id, struct panel *ret, struct err *err)
{
    const struct panel *list = NULL;
    size_t n = 0;

    if (id != 0)
        TRY(panel_store_list(x, id, &list, &n, err));
    if (n == 0 ||
        (!sits_on(x, id) &&
            !may_in(x, MAY_READ_FILES, list[0].programme_id, STR_EMPTY)))
        return err_set(err, ERR_NOT_FOUND, "没有这个评审小组");
    struct panel p = list[0];
    TRY(recount(x, &p, err));
    TRY(member_store_list(x, id, &p.members, &p.n_members, err));
    *ret = p;
    return OK;
}

enum status
panel_list(
    struct act *x, const struct panel **ret, size_t *ret_n, struct err *err)
{
    const struct panel *all = NULL;
    VEC_OF(struct panel) v = { 0 };
    size_t n = 0;

    TRY(act_require(x, MAY_READ_FILES, 0, STR_EMPTY, err));
    TRY(panel_store_list(x, 0, &all, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (may_in(x, MAY_READ_FILES, all[i].programme_id, STR_EMPTY))
            *VEC_PUSH(x->a, &v) = all[i];
    }
    for (size_t i = 0; i < v.n; i++)
        TRY(recount(x, &v.p[i], err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- files --- */

/* Without those closed to the actor, and those outside his regions. */
static void
sift(struct act *x, int64_t programme_id, const struct panel_file *all,
    size_t n, bool by_region, const struct panel_file **ret, size_t *ret_n)
{
    VEC_OF(struct panel_file) v = { 0 };

    for (size_t i = 0; i < n; i++) {
        if (act_require_no_interest(x, all[i].subject_id, NULL) == OK &&
            (!by_region || may_in(x, MAY_READ_FILES, programme_id,
                               all[i].region)))
            *VEC_PUSH(x->a, &v) = all[i];
    }
    *ret = v.p;
    *ret_n = v.n;
}

enum status
panel_waiting(struct act *x, const struct panel *p,
    const struct panel_file **ret, size_t *ret_n, struct err *err)
{
    const struct panel_file *all = NULL;
    size_t n = 0;

    TRY(act_require(x, MAY_READ_FILES, p->programme_id, STR_EMPTY, err));
    TRY(file_store_waiting(x, p, &all, &n, err));
    sift(x, p->programme_id, all, n, true, ret, ret_n);
    return OK;
}

enum status
panel_files(struct act *x, int64_t id, const struct panel_file **ret,
    size_t *ret_n, struct err *err)
{
    const struct panel_file *all = NULL;
    size_t n = 0;
    struct panel p;

    TRY(panel_get(x, id, &p, err));
    TRY(act_require(x, MAY_READ_FILES, p.programme_id, STR_EMPTY, err));
    TRY(file_store_list(x, id, &all, &n, err));
    sift(x, p.programme_id, all, n, true, ret, ret_n);
    return OK;
}

enum status
panel_desk(struct act *x, const struct panel_file **ret, size_t *ret_n,
    struct err *err)
{
    const struct panel_file *all = NULL;
    size_t n = 0;

    TRY(act_require(x, MAY_JUDGE, 0, STR_EMPTY, err));
    TRY(file_store_desk(x, &all, &n, err));
    sift(x, 0, all, n, false, ret, ret_n);
    return OK;
}

/* How many of the files are not closed to somebody: what is, is not counted
 * for him either. */
static enum status
count_for(struct act *x, int64_t account_id, const int64_t *subjects,
    size_t n, size_t *ret, struct err *err)
{
    *ret = 0;
    for (size_t i = 0; i < n; i++) {
        bool barred = false;

        TRY(interest_bars(x, account_id, subjects[i], &barred, err));
        *ret += barred ? 0 : 1;
    }
    return OK;
}

/* The members learn how many files came, not whose: they have not declared. */
static enum status
tell_members(struct act *x, const struct panel *p, const int64_t *subjects,
    size_t n_subjects, struct err *err)
{
    for (size_t i = 0; i < p->n_members; i++) {
        const struct panel_member *m = &p->members[i];
        size_t n = 0;

        if (m->left || m->rank == PANEL_SUBSTITUTE)
            continue;
        TRY(count_for(x, m->account_id, subjects, n_subjects, &n, err));
        if (n == 0)
            continue;
        TRY(message_to_account(x, m->account_id, STR("有申请待评审"),
            arena_fmt(x->a,
                "“" STR_FMT "”分配到 %zu 份申请，请在“我的评审”中逐份声明"
                "有无利害关系后评审。",
                STR_ARG(p->name), n),
            STR("/panel"), err));
    }
    return OK;
}

static enum status
assign_one(struct act *x, const struct panel *p, int64_t application_id,
    int64_t *ret_subject, struct err *err)
{
    struct application app;
    struct panel_given given;
    bool found = false;

    TRY(application_get(x, application_id, &app, err));
    TRY(act_require_no_interest(x, app.subject_id, err));
    if (app.programme_id != p->programme_id)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”不是这个项目的申请", STR_ARG(app.name));
    if (app.state != APP_EVALUATION)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”现为“" STR_FMT "”，没有进入评审，这一批均未分配",
            STR_ARG(app.name), STR_ARG(application_state_title(app.state)));
    TRY(file_store_given(x, app.id, &given, &found, err));
    if (found && str_eq(given.state, STR("OPEN")))
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”已经分配给评审小组，这一批均未分配",
            STR_ARG(app.name));
    TRY(file_store_add(x, p->id, &app, err));
    TRY(opinion_store_reopen(x, &app, p->id, err));
    *ret_subject = app.subject_id;
    return application_note(x, &app, "assign-panel", p->name, STR_EMPTY, err);
}

enum status
panel_assign(struct act *x, int64_t id, const int64_t *applications, size_t n,
    struct err *err)
{
    struct panel p;

    TRY(load_to_change(x, id, &p, err));
    if (n == 0 || n > ASSIGN_MOST)
        return err_field(err, ERR_INPUT, STR("ids"),
            "请勾选 1 至 %d 份申请，现为 %zu 份", ASSIGN_MOST, n);
    int64_t *subjects = arena_new_array(x->a, int64_t, n);
    for (size_t i = 0; i < n; i++)
        TRY(assign_one(x, &p, applications[i], &subjects[i], err));
    return tell_members(x, &p, subjects, n, err);
}

enum status
panel_stand_in(struct act *x, int64_t application_id, int64_t account_id,
    struct err *err)
{
    const struct panel_opinion *crew = NULL;
    struct application app;
    struct panel_given g;
    struct panel p;
    bool barred = false;
    size_t n = 0;

    TRY(panel_load(x, application_id, &app, &g, err));
    TRY(load_to_change(x, g.panel_id, &p, err));
    TRY(panel_require_open(&app, &g, err));
    const struct panel_member *m = member_of(&p, account_id);
    if (m == NULL || m->left || m->rank != PANEL_SUBSTITUTE)
        return err_field(err, ERR_INPUT, STR("substitute"),
            "请选择这个小组的候补成员");
    TRY(interest_bars(x, account_id, app.subject_id, &barred, err));
    if (barred)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”与申请单位有利害关系，不能递补", STR_ARG(m->name));
    TRY(panel_crew(x, &app, p.id, &crew, &n, err));
    struct panel_count c = panel_counted(x, &app, crew, n);
    const struct pack_stage *stage = NULL;
    TRY(panel_stage(&app, &stage, err));
    if (stage->panel_max > 0 && c.in_office >= (size_t)stage->panel_max)
        return err_set(err, ERR_CONFLICT,
            "这份申请的评审成员已有 %zu 人，按规定至多 %d 人", c.in_office,
            stage->panel_max);
    for (size_t i = 0; i < n; i++) {
        if (crew[i].account_id == account_id)
            return err_set(err, ERR_CONFLICT,
                "“" STR_FMT "”已经递补为这份申请的评审成员",
                STR_ARG(m->name));
    }
    TRY(place_store_stand_in(x, &app, p.id, account_id, err));
    TRY(message_to_account(x, account_id, STR("有申请待评审"),
        arena_fmt(x->a,
            "您递补为“" STR_FMT
            "”一份申请的评审成员，请在“我的评审”中声明有无利害关系后评审。",
            STR_ARG(p.name)),
        STR("/panel"), err));
    return application_note(x, &app, "stand-in", m->name, stage->clause, err);
}
