/* Words that an application waits for. */
#include "domain/consent.h"

#include "consent_store.h"
#include "domain/affiliation.h"
#include "domain/message.h"

#define TEXT_MOST 2000
#define QUEUE_MOST 200

struct str
consent_state_title(enum consent_state s)
{
    static const struct str TITLES[CONSENT_STATE_COUNT_] = {
        [CONSENT_ASKED] = STR_INIT("待答复"),
        [CONSENT_GIVEN] = STR_INIT("同意"),
        [CONSENT_REFUSED] = STR_INIT("不同意"),
        [CONSENT_DROPPED] = STR_INIT("不再需要"),
    };

    return TITLES[s];
}

/* --- whose word is needed --- */

/* Where the applicant works and where it asks to; id 0: nowhere. */
struct hosts {
    struct accreditation now, asked;
};

static enum status
find_hosts(struct act *x, const struct application *app, struct hosts *ret,
    struct err *err)
{
    struct accreditation c;
    struct affiliation f;
    bool found = false;

    *ret = (struct hosts){ 0 };
    TRY(affiliation_asked(x, app, &ret->asked, &found, err));
    if (app->accreditation_id == 0)
        return OK;
    TRY(accreditation_load(
        x, app->subject_id, app->accreditation_id, &c, err));
    TRY(affiliation_current(x, &c, &f, &found, err));
    return found ? accreditation_load(
                       x, f.host_subject_id, f.host_id, &ret->now, err)
                 : OK;
}

/* The party as the file stands now; *ret_needed false: nobody is. */
static void
party_of(const struct act *x, const struct pack_consent *kind,
    const struct hosts *h, struct consent *c, bool *ret_needed)
{
    const struct accreditation *host =
        kind->of == PARTY_ASKED_HOST ? &h->asked : &h->now;

    *ret_needed =
        host->id != 0 &&
        (!kind->across || (h->asked.id != 0 && h->now.id != 0 &&
                              !str_eq(h->asked.region, h->now.region)));
    if (!*ret_needed)
        return;
    bool authority = kind->of == PARTY_HOST_AUTHORITY;
    c->party_id = authority ? 0 : host->subject_id;
    c->region = host->region;
    c->party_name = authority ? region_path(x->a, x->d->regions, host->region)
                              : host->name;
}

static bool
same_party(const struct consent *a, const struct consent *b)
{
    return a->party_id == b->party_id &&
           (a->party_id != 0 || str_eq(a->region, b->region));
}

static enum status
tell(struct act *x, const struct application *app, const struct consent *c,
    int64_t subject_id, const char *template_name, const char *path,
    struct err *err)
{
    const struct pack_procedure *p = pack_procedure(app->pack, app->procedure);
    struct json *v = json_new(x->a, JSON_OBJECT);

    if (subject_id == 0 ||
        pack_document(app->pack, str_of(template_name)) == NULL)
        return OK;
    for (size_t i = 0; p != NULL && i < p->n_consents; i++) {
        if (str_eq(p->consents[i].name, c->name))
            json_set(x->a, v, STR("what"),
                json_text(x->a, p->consents[i].title.zh));
    }
    json_set(x->a, v, STR("subject"), json_text(x->a, app->name));
    json_set(x->a, v, STR("party"), json_text(x->a, c->party_name));
    json_set(x->a, v, STR("number"), json_text(x->a, app->number));
    json_set(x->a, v, STR("result"),
        json_text(x->a, consent_state_title(c->state)));
    json_set(x->a, v, STR("reason"), json_text(x->a, c->reason));
    return message_to_subject(x, app->pack, subject_id,
        str_of(template_name), v, str_of(path), STR_EMPTY, err);
}

static enum status
audit(struct act *x, const struct application *app, const struct consent *c,
    const char *event, struct str clause, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = app->programme_id,
            .subject_id = app->subject_id,
            .object_kind = "application",
            .object_id = app->id,
            .event = event,
            .to = c->name,
            .reason = c->state == CONSENT_ASKED ? c->party_name : c->reason,
            .clause = clause },
        err);
}

/* --- asking --- */

/* Those of one name: the one that stands is kept or dropped. */
static enum status
drop_others(struct act *x, const struct consent *list, size_t n,
    const struct consent *now, bool needed, bool *ret_there, struct err *err)
{
    *ret_there = false;
    for (size_t i = 0; i < n; i++) {
        struct consent old = list[i];

        if (!str_eq(old.name, now->name) || old.state == CONSENT_DROPPED)
            continue;
        if (needed && same_party(&old, now)) {
            *ret_there = true;
            continue;
        }
        old.state = CONSENT_DROPPED;
        TRY(consent_store_put(x, &old, err));
    }
    return OK;
}

enum status
consent_ask(struct act *x, const struct application *app, struct err *err)
{
    const struct pack_procedure *p = pack_procedure(app->pack, app->procedure);
    const struct consent *list = NULL;
    struct hosts h;
    size_t n = 0;

    if (p == NULL || p->n_consents == 0)
        return OK;
    TRY(find_hosts(x, app, &h, err));
    TRY(consent_store_list(x, app, &list, &n, err));
    for (size_t i = 0; i < p->n_consents; i++) {
        const struct pack_consent *kind = &p->consents[i];
        struct consent c = { .subject_id = app->subject_id,
            .application_id = app->id,
            .programme_id = app->programme_id,
            .name = kind->name,
            .state = CONSENT_ASKED,
            .asked_us = x->now_us };
        bool needed = false, there = false;

        party_of(x, kind, &h, &c, &needed);
        TRY(drop_others(x, list, n, &c, needed, &there, err));
        if (!needed || there)
            continue;
        c.id = world_id(&x->d->world);
        TRY(consent_store_add(x, &c, err));
        TRY(audit(x, app, &c, "ask-consent", kind->clause, err));
        TRY(tell(x, app, &c, c.party_id, "consent_asked", "/mine/consents",
            err));
    }
    return OK;
}

static const struct pack_consent *
kind_of(const struct application *app, struct str name)
{
    const struct pack_procedure *p = pack_procedure(app->pack, app->procedure);

    for (size_t i = 0; p != NULL && i < p->n_consents; i++) {
        if (str_eq(p->consents[i].name, name))
            return &p->consents[i];
    }
    return NULL;
}

/* Who answered already keeps his name. */
enum status
consent_follow(struct act *x, const struct application *app, struct str from,
    struct err *err)
{
    const struct consent *list = NULL;
    struct hosts h;
    size_t n = 0;

    TRY(consent_list(x, app, &list, &n, err));
    if (n > 0)
        TRY(find_hosts(x, app, &h, err));
    for (size_t i = 0; i < n; i++) {
        struct consent c = list[i], now = list[i];
        const struct pack_consent *kind = kind_of(app, c.name);
        bool needed = false;

        if (kind == NULL || !str_eq(c.region, from))
            continue;
        struct pack_consent same = *kind;
        same.across = false; /* asked once, it stays asked */
        party_of(x, &same, &h, &now, &needed);
        if (!needed || str_eq(now.region, from))
            continue;
        c.region = now.region;
        if (c.state == CONSENT_ASKED)
            c.party_name = now.party_name;
        TRY(consent_store_move(x, &c, err));
    }
    return OK;
}

/* --- reading --- */

enum status
consent_list(struct act *x, const struct application *app,
    const struct consent **ret, size_t *ret_n, struct err *err)
{
    const struct pack_procedure *p = pack_procedure(app->pack, app->procedure);
    const struct consent *list = NULL;
    VEC_OF(struct consent) v = { 0 };
    size_t n = 0;

    *ret = NULL;
    *ret_n = 0;
    if (p == NULL || p->n_consents == 0)
        return OK;
    TRY(consent_store_list(x, app, &list, &n, err));
    for (size_t k = 0; k < p->n_consents; k++) {
        for (size_t i = 0; i < n; i++) {
            if (str_eq(list[i].name, p->consents[k].name) &&
                list[i].state != CONSENT_DROPPED)
                *VEC_PUSH(x->a, &v) = list[i];
        }
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* The people of the host; officers unless the applicant's files are closed to
 * them: to answer those of the level that is asked, to read those above too. */
static bool
is_party(const struct act *x, const struct consent *c,
    const struct pack_consent *kind, bool answering)
{
    if (c->party_id != 0)
        return acts_for(x->who, c->party_id, answering ? "editor" : "viewer");
    if (actor_is_barred(x->who, c->subject_id))
        return false;
    return answering ? may_at(x, MAY_DECIDE, c->programme_id, c->region,
                           kind == NULL ? 0 : kind->level)
                     : may_in(x, MAY_READ_FILES, c->programme_id, c->region);
}

/* Rows that the actor may see, with the file they are about. */
static enum status
add_rows(struct act *x, const struct consent *list, size_t n, bool open,
    struct consent_row *rows, size_t *ret_n, struct err *err)
{
    for (size_t i = 0; i < n && *ret_n < QUEUE_MOST; i++) {
        struct application app;

        if (!is_party(x, &list[i], NULL, false))
            continue;
        TRY(application_load(
            x, list[i].subject_id, list[i].application_id, &app, err));
        const struct pack_consent *kind = kind_of(&app, list[i].name);
        if (kind == NULL || (open && !application_is_open(app.state)))
            continue;
        rows[(*ret_n)++] = (struct consent_row){ .c = list[i],
            .title_zh = kind->title.zh,
            .title_en = kind->title.en,
            .name = app.name,
            .number = app.number,
            .state = app.state };
    }
    return OK;
}

enum status
consent_queue(struct act *x, bool open, const struct consent_row **ret,
    size_t *ret_n, struct err *err)
{
    struct consent_row *rows =
        arena_new_array(x->a, struct consent_row, QUEUE_MOST);
    const struct consent *list = NULL;
    size_t n = 0;

    *ret_n = 0;
    *ret = rows;
    for (size_t i = 0; i < x->who->n_memberships; i++) {
        TRY(consent_store_of(x, x->who->memberships[i].subject_id, open,
            &list, &n, err));
        TRY(add_rows(x, list, n, open, rows, ret_n, err));
    }
    if (!may(x->who, MAY_READ_FILES))
        return OK;
    TRY(consent_store_of(x, 0, open, &list, &n, err));
    return add_rows(x, list, n, open, rows, ret_n, err);
}

enum status
consent_get(
    struct act *x, int64_t id, struct consent_sheet *ret, struct err *err)
{
    struct hosts h;
    bool found = false;

    *ret = (struct consent_sheet){ 0 };
    TRY(consent_store_get(x, id, &ret->c, &found, err));
    if (found)
        TRY(application_load(
            x, ret->c.subject_id, ret->c.application_id, &ret->app, err));
    bool handles =
        found && !actor_is_barred(x->who, ret->c.subject_id) &&
        application_require(x, MAY_REVIEW, &ret->app,
            application_stage(&ret->app, STAGE_FORMAL_REVIEW), NULL) == OK;
    if (!found || (!handles && !is_party(x, &ret->c, NULL, false)) ||
        ret->c.state == CONSENT_DROPPED)
        return err_set(err, ERR_NOT_FOUND, "没有找到这项征求意见");
    TRY(find_hosts(x, &ret->app, &h, err));
    ret->host = h.now;
    ret->asked = h.asked;
    ret->kind = kind_of(&ret->app, ret->c.name);
    bool party = is_party(x, &ret->c, ret->kind, true);
    ret->on_paper = !party && handles && ret->c.party_id != 0;
    ret->may_answer = (party || ret->on_paper) && ret->kind != NULL &&
                      application_is_open(ret->app.state) &&
                      ret->app.state != APP_DRAFT;
    return OK;
}

/* --- answering --- */

static enum status
check_answer(struct act *x, const struct consent_sheet *s, bool agree,
    struct str reason, struct err *err)
{
    if (s->app.state == APP_DRAFT || !application_is_open(s->app.state))
        return err_set(err, ERR_CONFLICT,
            "申请现为“" STR_FMT "”，不再征求意见",
            STR_ARG(application_state_title(s->app.state)));
    if (!s->may_answer)
        return err_set(err, ERR_DENIED,
            s->c.party_id == 0 ? "这项意见须由“" STR_FMT "”的主管机关负责人作出"
                               : "这项意见须由“" STR_FMT "”作出",
            STR_ARG(s->c.party_name));
    if (s->c.party_id == 0 || s->on_paper)
        TRY(act_require_no_interest(x, s->app.subject_id, err));
    if ((!agree || s->on_paper) && reason.n == 0)
        return err_field(err, ERR_INPUT, STR("reason"),
            s->on_paper ? "请写明书面材料的名称和日期"
                        : "不同意的，请写明理由");
    if (utf8_count(reason) > TEXT_MOST)
        return err_field(err, ERR_INPUT, STR("reason"),
            "理由最多 %d 字，现为 %d 字", TEXT_MOST,
            (int)utf8_count(reason));
    return OK;
}

enum status
consent_answer(struct act *x, int64_t id, bool agree, struct str reason,
    struct err *err)
{
    struct consent_sheet s;

    TRY(consent_get(x, id, &s, err));
    TRY(check_answer(x, &s, agree, str_trim(reason), err));
    s.c.state = agree ? CONSENT_GIVEN : CONSENT_REFUSED;
    s.c.reason = str_trim(reason);
    s.c.on_paper = s.on_paper;
    s.c.answered_us = x->now_us;
    s.c.answered_by = x->who->account_id;
    TRY(consent_store_put(x, &s.c, err));
    TRY(audit(x, &s.app, &s.c, agree ? "give-consent" : "refuse-consent",
        s.kind->clause, err));
    return tell(x, &s.app, &s.c, s.app.subject_id, "consent_answered",
        arena_cstr(x->a, arena_fmt(x->a, "/applications/%lld",
                             (long long)s.app.id)),
        err);
}

/* --- as facts --- */

/* Who has to answer, since when and where; or that it refused. */
static struct str
note_of(const struct act *x, const struct consent *c)
{
    const char *where = c->party_id == 0 ? "待办（/desk/consents）"
                                         : "我的（/mine/consents）";

    if (c->state == CONSENT_REFUSED)
        return arena_fmt(x->a, "“" STR_FMT "”已于 " STR_FMT " 答复不同意",
            STR_ARG(c->party_name),
            STR_ARG(day_iso(x->a, day_of_us(c->answered_us))));
    if (c->asked_us == 0)
        return arena_fmt(x->a, "提交后由“" STR_FMT "”在%s的征求意见中答复",
            STR_ARG(c->party_name), where);
    return arena_fmt(x->a,
        "已于 " STR_FMT " 征求“" STR_FMT "”%s意见，尚未答复；由其在%s的"
        "征求意见中答复%s",
        STR_ARG(day_iso(x->a, day_of_us(c->asked_us))),
        STR_ARG(c->party_name), c->party_id == 0 ? "主管机关的" : "的",
        where,
        c->party_id == 0 ? "" : "，或者由办理人凭书面材料登记");
}

/* The word of one kind as the file stands now. */
static void
one_fact(struct act *x, const struct pack_consent *kind,
    const struct hosts *h, const struct consent *list, size_t n,
    struct json *extra)
{
    struct str fact = arena_join(x->a, STR(PACK_CONSENT), kind->name);
    struct consent now = { .name = kind->name };
    bool needed = false;

    party_of(x, kind, h, &now, &needed);
    for (size_t i = 0; needed && i < n; i++) {
        if (str_eq(list[i].name, kind->name) && same_party(&now, &list[i]))
            now = list[i];
    }
    if (now.state == CONSENT_GIVEN || now.state == CONSENT_REFUSED)
        json_set(x->a, extra, fact,
            json_boolean(x->a, now.state == CONSENT_GIVEN));
    if (needed && now.state != CONSENT_GIVEN)
        json_set(x->a, extra, arena_join(x->a, fact, STR(PACK_NOTE)),
            json_text(x->a, note_of(x, &now)));
}

enum status
consent_facts(struct act *x, const struct application *app,
    struct json *extra, struct err *err)
{
    const struct pack_procedure *p = pack_procedure(app->pack, app->procedure);
    const struct consent *list = NULL;
    struct hosts h;
    size_t n = 0;

    if (p == NULL || p->n_consents == 0)
        return OK;
    TRY(consent_list(x, app, &list, &n, err));
    TRY(find_hosts(x, app, &h, err));
    for (size_t i = 0; i < p->n_consents; i++)
        one_fact(x, &p->consents[i], &h, list, n, extra);
    return OK;
}
