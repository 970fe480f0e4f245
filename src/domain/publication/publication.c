/* Joint publications: drafting, signing, publishing. */
#include "domain/publication.h"

#include "domain/interest.h"
#include "domain/path.h"
#include "domain/standing.h"
#include "publication_store.h"

#define BODY_MAX (4u * 1024 * 1024)
/* The pack's text of the notice that calls for a round. */
#define CALL_DOCUMENT "joint_notice"

struct str
publication_state_title(enum publication_state s)
{
    static const struct str TITLES[PUBLICATION_STATE_COUNT_] = {
        [PUBLICATION_DRAFT] = STR_INIT("待签署"),
        [PUBLICATION_PUBLISHED] = STR_INIT("已发布"),
        [PUBLICATION_DROPPED] = STR_INIT("已作废"),
    };

    return TITLES[s];
}

static const struct pack_stage *
stage_of(const struct publication *p)
{
    const struct pack_procedure *proc = pack_procedure(p->pack, p->procedure);

    return proc == NULL ? NULL : procedure_stage(proc, STAGE_PUBLICATION);
}

static const struct pack_document *
document_of(const struct publication *p)
{
    const struct pack_stage *s = stage_of(p);

    if (p->kind == PUBLICATION_CALL)
        return pack_document(p->pack, STR(CALL_DOCUMENT));
    return s == NULL ? NULL : pack_document(p->pack, s->document);
}

/* --- the text --- */

static void
list_one(struct act *x, struct buf *b, const struct publication_entry *e,
    size_t position)
{
    const struct region *r = region_find(x->d->regions,
        e->region.n >= 4 ? arena_fmt(x->a, STR_FMT "00",
                               STR_ARG(str_sub(e->region, 0, 4)))
                         : e->region);

    buf_str(b, arena_fmt(x->a, "%zu. " STR_FMT, position, STR_ARG(e->name)));
    if (r != NULL)
        buf_str(b, arena_fmt(x->a, "（" STR_FMT "）", STR_ARG(r->name)));
    if (e->beyond_quota)
        buf_str(b, STR("，经领导小组决定突破名额认定"));
    buf_byte(b, '\n');
}

/* The recognised or the incubated of one category. */
static void
list_category(struct act *x, struct buf *b, struct str title,
    struct str category, enum decision_outcome outcome,
    const struct publication_entry *e, size_t n)
{
    size_t count = 0, position = 0;

    for (size_t i = 0; i < n; i++)
        count += e[i].outcome == outcome && str_eq(e[i].category, category);
    if (count == 0)
        return;
    buf_str(b, arena_fmt(x->a, STR_FMT "%s%zu家：\n", STR_ARG(title),
                   title.n > 0 ? " " : "", count));
    for (size_t i = 0; i < n; i++) {
        if (e[i].outcome == outcome && str_eq(e[i].category, category))
            list_one(x, b, &e[i], ++position);
    }
}

static void
list_outcome(struct act *x, struct buf *b, const struct publication *p,
    enum decision_outcome outcome, const struct publication_entry *e,
    size_t n)
{
    bool any = false;

    for (size_t i = 0; i < n; i++)
        any = any || e[i].outcome == outcome;
    if (!any)
        return;
    buf_str(b, outcome == DECISION_RECOGNISE ? STR("认定名单\n")
                                             : STR("培育名单\n"));
    if (p->pack->n_categories == 0)
        list_category(x, b, STR_EMPTY, STR_EMPTY, outcome, e, n);
    for (size_t i = 0; i < p->pack->n_categories; i++)
        list_category(x, b, p->pack->categories[i].title.zh,
            p->pack->categories[i].name, outcome, e, n);
    buf_byte(b, '\n');
}

static struct str
names_of_signers(struct act *x, const struct publication *p)
{
    const struct pack_stage *s = stage_of(p);
    struct str out = STR_EMPTY;

    for (size_t i = 0; s != NULL && i < s->n_bodies; i++) {
        const struct pack_body *kind = pack_body(p->pack, s->bodies[i]);

        out = arena_fmt(x->a, STR_FMT "%s" STR_FMT, STR_ARG(out),
            i == 0 ? "" : "、",
            STR_ARG(kind == NULL ? s->bodies[i] : kind->title.zh));
    }
    return out;
}

static void
set_text(struct act *x, struct json *v, const char *name, struct str s)
{
    json_set(x->a, v, str_of(name), json_text(x->a, s));
}

/* What a call says of its round. */
static struct str
call_items(struct act *x, const struct round *r)
{
    struct buf b;

    buf_init(&b, x->a, BODY_MAX);
    buf_str(&b, arena_fmt(x->a, "批次：" STR_FMT "\n", STR_ARG(r->name)));
    buf_str(&b, arena_fmt(x->a, "申报开始：" STR_FMT "\n",
                   STR_ARG(day_zh(x->a, day_of_us(r->opens_us)))));
    if (!day_is_none(r->reference))
        buf_str(&b, arena_fmt(x->a, "条件的基准日：" STR_FMT "\n",
                       STR_ARG(day_zh(x->a, r->reference))));
    if (r->contact.n > 0 || r->phone.n > 0)
        buf_str(&b, arena_fmt(x->a, "联系人：" STR_FMT " " STR_FMT "\n",
                       STR_ARG(r->contact), STR_ARG(r->phone)));
    return buf_view(&b);
}

static enum status
fill_text(struct act *x, struct publication *p,
    const struct publication_entry *e, size_t n, struct err *err)
{
    const struct pack_document *d = document_of(p);
    struct json *v = json_new(x->a, JSON_OBJECT);
    struct round r = { .name = STR_EMPTY };
    struct buf b;

    if (d == NULL)
        return err_set(
            err, ERR_INPUT, "政策包没有这份发布稿的文本，请先补充");
    if (p->round_id != 0)
        TRY(round_get(x, p->round_id, &r, err));
    buf_init(&b, x->a, BODY_MAX);
    list_outcome(x, &b, p, DECISION_RECOGNISE, e, n);
    list_outcome(x, &b, p, DECISION_INCUBATE, e, n);
    set_text(x, v, "round",
        r.name.n > 0 ? r.name
                     : arena_fmt(x->a, "%d年", day_ymd(x->today).year));
    set_text(x, v, "number", p->number);
    set_text(x, v, "date", day_zh(x->a, x->today));
    set_text(x, v, "deadline",
        r.closes_us == 0 ? STR("另行通知")
                         : day_zh(x->a, day_of_us(r.closes_us - 1)));
    set_text(x, v, "items",
        p->kind == PUBLICATION_CALL ? call_items(x, &r)
                                    : str_trim(buf_view(&b)));
    p->title = r.name.n > 0 ? arena_fmt(x->a, STR_FMT "（" STR_FMT "）",
                                  STR_ARG(d->title.zh), STR_ARG(r.name))
                            : d->title.zh;
    p->body = template_fill(x->a, d->body, v);
    return OK;
}

/* --- drafting --- */

static enum status
audit(struct act *x, const struct publication *p, const char *event,
    struct str reason, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = p->programme_id,
            .object_kind = "publication",
            .object_id = p->id,
            .event = event,
            .reason = reason,
            .clause = p->clause,
            .document = p->number },
        err);
}

static enum status
check_waiting(
    struct act *x, const struct publication *p, struct err *err)
{
    const int64_t *subjects = NULL, *ids = NULL;
    size_t n = 0;

    TRY(publication_store_files(
        x, p, APP_DECISION, &subjects, &ids, &n, err));
    return n == 0 ? OK
                  : err_set(err, ERR_CONFLICT,
                        "还有 %zu 份申请等待决定，请先决定，"
                        "或者选择先发布已决定的部分",
                        n);
}

static enum status
collect(struct act *x, struct publication *p, struct err *err)
{
    const int64_t *subjects = NULL, *ids = NULL;
    VEC_OF(struct publication_entry) v = { 0 };
    size_t n = 0;

    if (p->kind == PUBLICATION_CALL)
        return fill_text(x, p, NULL, 0, err);
    TRY(publication_store_files(
        x, p, APP_PUBLICATION, &subjects, &ids, &n, err));
    if (n == 0)
        return err_set(err, ERR_CONFLICT, "没有已决定、等待发布的申请");
    for (size_t i = 0; i < n; i++) {
        const struct decision_line *lines = NULL;
        struct application app;
        size_t n_lines = 0;
        struct str why = STR_EMPTY;
        bool beyond = false;

        TRY(application_load(x, subjects[i], ids[i], &app, err));
        TRY(standing_hinders(x, &app, false, &why, err));
        if (why.n > 0)
            continue; /* publication_held tells it */
        TRY(decision_lines(x, &app, &lines, &n_lines, err));
        TRY(publication_store_beyond(x, &app, &beyond, err));
        for (size_t k = 0; k < n_lines; k++)
            *VEC_PUSH(x->a, &v) = (struct publication_entry){
                .subject_id = app.subject_id,
                .application_id = app.id,
                .category = lines[k].category,
                .name = app.name,
                .region = app.region,
                .outcome = lines[k].decision,
                .beyond_quota = beyond &&
                                lines[k].decision == DECISION_RECOGNISE,
            };
    }
    if (v.n == 0)
        return err_set(err, ERR_CONFLICT,
            "等待发布的 %zu 份申请均处于不得申报的期间或者不再符合条件，"
            "没有可以发布的申请；请先退回重新决定",
            n);
    for (size_t i = 0; i < v.n; i++)
        TRY(publication_store_entry_add(
            x, p->id, (int64_t)i + 1, &v.p[i], err));
    return fill_text(x, p, v.p, v.n, err);
}

static enum status
check_only(struct act *x, const struct publication *p, struct err *err)
{
    const struct publication *list = NULL;
    size_t n = 0;

    TRY(publication_store_list(x, p->programme_id, true, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        bool same = list[i].kind == p->kind &&
                    list[i].round_id == p->round_id &&
                    str_eq(list[i].procedure, p->procedure);

        if (same && list[i].state == PUBLICATION_DRAFT)
            return err_set(err, ERR_CONFLICT,
                "已有一份待签署的发布稿，请先办结或者作废");
        if (same && p->kind == PUBLICATION_CALL)
            return err_set(err, ERR_CONFLICT,
                "这一批次的通知已经发布（" STR_FMT "）",
                STR_ARG(list[i].number));
    }
    return OK;
}

/* Who has to keep away from an open file learns neither that it is decided nor
 * that it is not; so he collects no result. */
static enum status
check_collector(
    struct act *x, const struct publication *p, struct err *err)
{
    bool barred = false;

    if (p->kind == PUBLICATION_RESULT)
        TRY(interest_open(x, p->programme_id, &barred, err));
    return barred ? err_set(err, ERR_DENIED,
                        "您在本项目有应回避的申请尚未办结，评审结果由其他"
                        "工作人员汇总")
                  : OK;
}

enum status
publication_draft(struct act *x, const struct publication_new *n,
    struct publication *ret, struct err *err)
{
    const struct programme *prog = domain_programme(x->d, n->programme_id);
    struct publication p = { .id = world_id(&x->d->world),
        .programme_id = n->programme_id,
        .round_id = n->round_id,
        .procedure =
            n->kind == PUBLICATION_CALL ? STR("apply") : n->procedure,
        .kind = n->kind,
        .created_us = x->now_us,
        .created_by = x->who->account_id,
        .version = 1 };

    TRY(act_require_whole(x, MAY_PUBLISH, n->programme_id, err));
    if (prog == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    p.pack = prog->pack;
    if (n->round_id != 0) {
        struct round r;

        TRY(round_get(x, n->round_id, &r, err));
        if (r.programme_id != n->programme_id)
            return err_set(err, ERR_NOT_FOUND, "没有这个批次");
        if (domain_pack(x->d, r.pack_hash) != NULL)
            p.pack = domain_pack(x->d, r.pack_hash);
    } else if (n->kind == PUBLICATION_CALL) {
        return err_field(
            err, ERR_INPUT, STR("round"), "请选择通知所开放的批次");
    }
    const struct pack_stage *s = stage_of(&p);
    if (s == NULL || s->n_bodies == 0)
        return err_field(err, ERR_INPUT, STR("procedure"),
            "这个项目没有联合发布的环节");
    p.clause = p.kind == PUBLICATION_CALL && document_of(&p) != NULL
                   ? document_of(&p)->clause
                   : s->clause;
    p.issuers = names_of_signers(x, &p);
    TRY(check_collector(x, &p, err));
    TRY(check_only(x, &p, err));
    if (p.kind == PUBLICATION_RESULT && !n->partly)
        TRY(check_waiting(x, &p, err));
    TRY(collect(x, &p, err));
    TRY(publication_store_add(x, &p, err));
    *ret = p;
    return audit(x, &p, "draft", p.title, err);
}

static enum status
open_draft(struct act *x, int64_t id, int64_t version,
    struct publication *ret, struct err *err)
{
    bool found = false;

    TRY(publication_store_get(x, id, ret, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这份发布稿");
    if (ret->state != PUBLICATION_DRAFT)
        return err_set(err, ERR_CONFLICT, "这份发布稿" STR_FMT "，不能再办理",
            STR_ARG(publication_state_title(ret->state)));
    if (ret->version != version)
        return err_set(err, ERR_CONFLICT,
            "这份发布稿刚刚被其他人办理，请刷新后重试");
    return OK;
}

enum status
publication_refresh(
    struct act *x, int64_t id, int64_t version, struct err *err)
{
    struct publication p;

    TRY(open_draft(x, id, version, &p, err));
    TRY(act_require_whole(x, MAY_PUBLISH, p.programme_id, err));
    TRY(check_collector(x, &p, err));
    TRY(publication_store_entry_clear(x, p.id, err));
    TRY(publication_store_unsign(x, p.id, err));
    TRY(collect(x, &p, err));
    TRY(publication_store_put(x, &p, err));
    return audit(x, &p, "collect", p.title, err);
}

enum status
publication_drop(
    struct act *x, int64_t id, int64_t version, struct err *err)
{
    struct publication p;

    TRY(open_draft(x, id, version, &p, err));
    TRY(act_require_whole(x, MAY_PUBLISH, p.programme_id, err));
    p.state = PUBLICATION_DROPPED;
    TRY(publication_store_put(x, &p, err));
    return audit(x, &p, "drop", p.title, err);
}

/* --- signing --- */

static const struct seat *
seat_for(struct act *x, const struct publication *p, struct str kind)
{
    for (size_t i = 0; i < x->who->n_seats; i++) {
        const struct seat *s = &x->who->seats[i];

        if (s->programme_id == p->programme_id && str_eq(s->kind, kind))
            return s;
    }
    return NULL;
}

/* The position of the application's first line is what counts. */
static bool
seen_before(const struct publication_entry *e, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (e[k].application_id == e[i].application_id)
            return true;
    }
    return false;
}

static bool
is_granted(const struct publication_entry *e, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (e[i].application_id == id &&
            (e[i].outcome == DECISION_RECOGNISE ||
                e[i].outcome == DECISION_INCUBATE))
            return true;
    }
    return false;
}

/* last: the signature that publishes; what it was judged by is kept. */
static enum status
check_entries(struct act *x, const struct publication_entry *e, size_t n,
    bool last, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        struct str why = STR_EMPTY;
        struct application app;

        if (seen_before(e, i))
            continue;
        TRY(act_require_no_interest(x, e[i].subject_id, err));
        TRY(application_load(
            x, e[i].subject_id, e[i].application_id, &app, err));
        if (app.state != APP_PUBLICATION)
            return err_set(err, ERR_CONFLICT,
                "“" STR_FMT "”的申请现为“" STR_FMT
                "”，请由秘书处重新汇总后再签署",
                STR_ARG(app.name),
                STR_ARG(application_state_title(app.state)));
        TRY(standing_hinders(x, &app, last, &why, err));
        if (why.n > 0)
            return err_set(err, ERR_CONFLICT,
                "“" STR_FMT "”" STR_FMT "，请由秘书处重新汇总后再签署",
                STR_ARG(app.name), STR_ARG(why));
    }
    return OK;
}

static enum status
take_effect(struct act *x, const struct publication *p,
    const struct publication_entry *e, size_t n, struct err *err)
{
    const struct pack_stage *stage = stage_of(p);

    for (size_t i = 0; i < n; i++) {
        struct application app;

        if (seen_before(e, i))
            continue;
        TRY(application_load(
            x, e[i].subject_id, e[i].application_id, &app, err));
        if (!is_granted(e, n, app.id)) {
            TRY(decision_end_rejected(x, &app, p->number, err));
            continue;
        }
        TRY(path_advance(x, &app, stage,
            &(struct move){ .event = "publish",
                .reason = p->title,
                .clause = stage->clause,
                .document = p->number },
            err));
    }
    return OK;
}

static enum status
publish(struct act *x, struct publication *p,
    const struct publication_entry *e, size_t n, struct err *err)
{
    const struct pack_document *d = document_of(p);

    p->state = PUBLICATION_PUBLISHED;
    p->published_us = x->now_us;
    if (d != NULL && d->number_format.n > 0)
        TRY(number_make(x, d->number_format, &p->number, err));
    TRY(fill_text(x, p, e, n, err));
    TRY(take_effect(x, p, e, n, err));
    TRY(publication_store_put(x, p, err));
    return audit(x, p, "publish", p->title, err);
}

static enum status
check_turn(struct act *x, const struct publication *p,
    const struct publication_signature *done, size_t n_done,
    const struct seat **ret, struct err *err)
{
    const struct pack_stage *s = stage_of(p);
    const struct pack_body *kind;

    if (s == NULL || n_done >= s->n_bodies)
        return err_set(err, ERR_CONFLICT, "这份发布稿已经签署完毕");
    kind = pack_body(p->pack, s->bodies[n_done]);
    *ret = seat_for(x, p, s->bodies[n_done]);
    if (*ret == NULL)
        return err_set(err, ERR_DENIED,
            "现在应由“" STR_FMT "”的人员签署，请用该单位的账号办理",
            STR_ARG(kind == NULL ? s->bodies[n_done] : kind->title.zh));
    for (size_t i = 0; i < n_done; i++) {
        if (done[i].account_id == x->who->account_id)
            return err_set(err, ERR_DENIED,
                "您已代表“" STR_FMT "”签署，同一人不能代表两个单位签署",
                STR_ARG(done[i].body));
    }
    return OK;
}

enum status
publication_sign(
    struct act *x, int64_t id, int64_t version, struct err *err)
{
    const struct publication_signature *done = NULL;
    const struct publication_entry *e = NULL;
    const struct seat *seat = NULL;
    struct publication p;
    size_t n_done = 0, n = 0;

    TRY(open_draft(x, id, version, &p, err));
    TRY(publication_store_signatures(x, p.id, &done, &n_done, err));
    TRY(check_turn(x, &p, done, n_done, &seat, err));
    TRY(publication_store_entries(x, p.id, &e, &n, err));
    bool last = n_done + 1 == stage_of(&p)->n_bodies;
    TRY(check_entries(x, e, n, last, err));
    TRY(publication_store_sign(x, p.id, (int64_t)n_done + 1,
        &(struct publication_signature){ .body_id = seat->body_id,
            .account_id = x->who->account_id,
            .body = seat->name,
            .signed_us = x->now_us },
        err));
    TRY(audit(x, &p, "sign", seat->name, err));
    if (last)
        return publish(x, &p, e, n, err);
    return publication_store_put(x, &p, err);
}

/* --- reading --- */

static bool
works_on(struct act *x, const struct publication *p)
{
    const struct pack_stage *s = stage_of(p);

    if (may_in(x, MAY_READ_FILES, p->programme_id, STR_EMPTY))
        return true;
    for (size_t i = 0; s != NULL && i < s->n_bodies; i++) {
        if (seat_for(x, p, s->bodies[i]) != NULL)
            return true;
    }
    return false;
}

/* Published ones for everybody; drafts for those who work on them, if nothing
 * in them is closed to the actor. */
static enum status
sees(struct act *x, const struct publication *p, bool *ret, struct err *err)
{
    const struct publication_entry *e = NULL;
    size_t n = 0;

    *ret = p->state == PUBLICATION_PUBLISHED || works_on(x, p);
    if (!*ret || p->state == PUBLICATION_PUBLISHED)
        return OK;
    TRY(publication_store_entries(x, p->id, &e, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (act_require_no_interest(x, e[i].subject_id, NULL) != OK)
            *ret = false;
    }
    return OK;
}

enum status
publication_get(
    struct act *x, int64_t id, struct publication *ret, struct err *err)
{
    struct publication p;
    bool found = false, seen = false;

    TRY(publication_store_get(x, id, &p, &found, err));
    if (found)
        TRY(sees(x, &p, &seen, err));
    if (!seen)
        return err_set(err, ERR_NOT_FOUND, "没有找到这份公告");
    *ret = p;
    return OK;
}

/* Who was rejected is not published. */
enum status
publication_entries(struct act *x, const struct publication *p,
    const struct publication_entry **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct publication_entry) v = { 0 };
    const struct publication_entry *e = NULL;
    bool all = works_on(x, p);
    size_t n = 0;

    TRY(publication_store_entries(x, p->id, &e, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (e[i].outcome != DECISION_REJECT ||
            (all &&
                act_require_no_interest(x, e[i].subject_id, NULL) == OK))
            *VEC_PUSH(x->a, &v) = e[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
publication_held(struct act *x, const struct publication *p,
    const struct publication_held **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct publication_held) v = { 0 };
    const struct publication_entry *e = NULL;
    const int64_t *subjects = NULL, *ids = NULL;
    size_t n = 0, n_e = 0;

    if (p->kind == PUBLICATION_RESULT && p->state == PUBLICATION_DRAFT &&
        works_on(x, p)) {
        TRY(publication_store_files(
            x, p, APP_PUBLICATION, &subjects, &ids, &n, err));
        TRY(publication_store_entries(x, p->id, &e, &n_e, err));
    }
    for (size_t i = 0; i < n; i++) {
        struct publication_held h = { .subject_id = subjects[i],
            .application_id = ids[i] };
        struct application app;

        if (act_require_no_interest(x, subjects[i], NULL) != OK)
            continue;
        TRY(application_load(x, subjects[i], ids[i], &app, err));
        TRY(standing_hinders(x, &app, false, &h.why, err));
        for (size_t k = 0; k < n_e; k++)
            h.listed = h.listed || e[k].application_id == ids[i];
        h.name = app.name;
        if (h.why.n > 0 || !h.listed)
            *VEC_PUSH(x->a, &v) = h;
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
publication_signatures(struct act *x, const struct publication *p,
    const struct publication_signature **ret, size_t *ret_n, struct err *err)
{
    const struct publication_signature *done = NULL;
    const struct pack_stage *s = stage_of(p);
    VEC_OF(struct publication_signature) v = { 0 };
    size_t n = 0;

    TRY(publication_store_signatures(x, p->id, &done, &n, err));
    for (size_t i = 0; s != NULL && i < s->n_bodies; i++) {
        struct publication_signature one = { .body = s->bodies[i] };

        if (i < n)
            one = done[i];
        one.kind = pack_body(p->pack, s->bodies[i]);
        *VEC_PUSH(x->a, &v) = one;
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
publication_list(struct act *x, int64_t programme_id, bool open,
    const struct publication **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct publication) v = { 0 };
    const struct publication *list = NULL;
    size_t n = 0;

    TRY(publication_store_list(x, programme_id, open, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        bool seen = false;

        TRY(sees(x, &list[i], &seen, err));
        if (seen)
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
publication_queue(struct act *x, const struct publication **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct publication) v = { 0 };
    const struct publication *list = NULL;
    size_t n = 0;

    TRY(publication_store_list(x, 0, true, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct publication_signature *done = NULL;
        const struct seat *seat = NULL;
        size_t n_done = 0;
        struct err ignored;

        bool seen = false;

        TRY(sees(x, &list[i], &seen, err));
        if (list[i].state != PUBLICATION_DRAFT || !seen)
            continue;
        TRY(publication_store_signatures(x, list[i].id, &done, &n_done, err));
        if (check_turn(
                x, &list[i], done, n_done, &seat, &ignored) == OK)
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
