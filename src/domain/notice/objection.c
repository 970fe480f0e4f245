/* Objections to entries of a public notice. */
#include "domain/notice.h"
#include "notice_private.h"
#include "notice_store.h"

#define CHECK_CODE_LENGTH 8
#define FACTS_LEAST 10
#define FACTS_MOST 5000
#define CONTACT_MOST 100

enum status
notice_entry_at(struct act *x, int64_t notice_id, int64_t position,
    struct notice_entry *ret, struct err *err)
{
    const struct notice_entry *list = NULL;
    size_t n = 0;

    TRY(entry_store_list(x, notice_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].position != position)
            continue;
        *ret = list[i];
        return OK;
    }
    return err_set(err, ERR_NOT_FOUND, "公示名单中没有这一项");
}

static enum status
check_text(const struct objection *o, struct err *err)
{
    size_t n = utf8_count(o->facts);

    if (o->objector.n == 0 || utf8_count(o->objector) > CONTACT_MOST ||
        utf8_has_control(o->objector, false))
        return err_field(err, ERR_INPUT, STR("objector"),
            "请填写异议人的姓名或单位名称，1 至 %d 个字", CONTACT_MOST);
    if (o->contact.n == 0 || utf8_count(o->contact) > CONTACT_MOST ||
        utf8_has_control(o->contact, false))
        return err_field(err, ERR_INPUT, STR("contact"),
            "请填写联系电话或电子邮箱，用于核实和答复");
    if (n < FACTS_LEAST || n > FACTS_MOST ||
        utf8_has_control(o->facts, true))
        return err_field(err, ERR_INPUT, STR("facts"),
            "请写明事实和理由，应为 %d 至 %d 个字，现为 %zu 个字",
            FACTS_LEAST, FACTS_MOST, n);
    return OK;
}

static enum status
block(struct act *x, const struct notice *n, const struct notice_entry *e,
    struct str number, struct err *err)
{
    struct application app;
    struct json *v = json_new(x->a, JSON_OBJECT);

    if (str_eq(e->state, STR("BLOCKED")))
        return OK; /* another objection did it */
    TRY(application_load(x, e->subject_id, e->application_id, &app, err));
    if (app.state != APP_PUBLIC_NOTICE)
        return err_set(err, ERR_CONFLICT,
            "该对象的申请已“" STR_FMT "”，不再受理异议",
            STR_ARG(application_state_title(app.state)));
    TRY(entry_store_move(x, e, STR("BLOCKED"), err));
    const struct pack_procedure *p = pack_procedure(app.pack, app.procedure);
    const struct pack_stage *s =
        p == NULL ? NULL : procedure_stage(p, STAGE_PUBLIC_NOTICE);
    TRY(application_move(x, &app,
        &(struct move){ .to = APP_OBJECTION,
            .event = "object",
            .reason = n->number,
            .clause = s == NULL ? STR_EMPTY : s->clause,
            .document = number },
        err));
    json_set(x->a, v, STR("subject"), json_text(x->a, app.name));
    return notice_tell(x, &app, STR("objection"), v, err);
}

/* The button pressed twice: the same words of the same person are one
 * objection, with one receipt. */
static enum status
find_same(struct act *x, struct objection *o, bool *ret_found,
    struct err *err)
{
    const struct objection *list = NULL;
    size_t n = 0;

    *ret_found = false;
    TRY(objection_store_list(x, o->notice_id, true, &list, &n, err));
    for (size_t i = 0; i < n && !*ret_found; i++) {
        const struct objection *s = &list[i];

        if (s->position != o->position || !str_eq(s->facts, o->facts) ||
            !str_eq(s->objector, o->objector) ||
            !str_eq(s->contact, o->contact))
            continue;
        *o = *s;
        *ret_found = true;
    }
    return OK;
}

enum status
objection_add(struct act *x, struct objection *o, struct err *err)
{
    struct notice n;
    struct notice_entry e;
    char *code = arena_alloc(x->a, CHECK_CODE_LENGTH);
    bool again = false;

    TRY(notice_get(x, o->notice_id, &n, err));
    TRY(notice_entry_at(x, o->notice_id, o->position, &e, err));
    if (!notice_is_running(&n, x->now_us))
        return err_set(err, ERR_CONFLICT,
            "公示期已于 " STR_FMT " 24:00（北京时间）届满，不再受理异议",
            STR_ARG(day_zh(x->a, n.last_day)));
    if (!str_eq(e.state, STR("OPEN")) && !str_eq(e.state, STR("BLOCKED")))
        return err_set(err, ERR_CONFLICT, "该对象已办结，不再受理异议");
    TRY(check_text(o, err));
    TRY(find_same(x, o, &again, err));
    if (again)
        return OK;
    world_code(&x->d->world, code, CHECK_CODE_LENGTH);
    struct objection added = *o;
    added.id = world_id(&x->d->world);
    added.subject_id = e.subject_id;
    added.check_code = (struct str){ code, CHECK_CODE_LENGTH };
    added.received_us = x->now_us;
    added.state = STR("OPEN");
    added.version = 1;
    TRY(number_make(
        x, STR("YY-{{year}}-{{serial:5}}"), &added.number, err));
    TRY(objection_store_add(x, &added, err));
    TRY(block(x, &n, &e, added.number, err));
    TRY(audit_add(x,
        &(struct audit_line){ .programme_id = n.programme_id,
            .subject_id = e.subject_id,
            .object_kind = "objection",
            .object_id = added.id,
            .event = "receive",
            .to = STR("OPEN"),
            .reason = n.number,
            .document = added.number },
        err));
    *o = added;
    return OK;
}

enum status
objection_by_number(struct act *x, struct str number, struct str code,
    struct objection *ret, struct err *err)
{
    struct objection o;
    bool found = false;

    TRY(objection_store_by_number(x, number, &o, &found, err));
    if (!found || !str_eq(o.check_code, code))
        return err_set(err, ERR_NOT_FOUND,
            "回执编号或查询码不正确，请核对回执上的 %d 位查询码",
            CHECK_CODE_LENGTH);
    *ret = o;
    return OK;
}

enum status
objection_get(
    struct act *x, int64_t id, struct objection *ret, struct err *err)
{
    struct objection o;
    struct notice n;
    struct notice_entry e;
    bool found = false;

    TRY(objection_store_get(x, id, &o, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这项异议");
    TRY(notice_get(x, o.notice_id, &n, err));
    TRY(notice_entry_at(x, o.notice_id, o.position, &e, err));
    TRY(act_require(x, MAY_READ_FILES, n.programme_id, e.region, err));
    TRY(act_require_no_interest(x, o.subject_id, err));
    *ret = o;
    return OK;
}

enum status
objection_list(struct act *x, int64_t notice_id, bool open,
    const struct objection **ret, size_t *ret_n, struct err *err)
{
    const struct objection *list = NULL;
    VEC_OF(struct objection) v = { 0 };
    size_t n = 0;

    TRY(act_require(x, MAY_READ_FILES, 0, STR_EMPTY, err));
    TRY(objection_store_list(x, notice_id, open, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (may_in(x, MAY_READ_FILES, list[i].programme_id, list[i].region))
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- deciding --- */

static enum status
audit_decision(struct act *x, const struct notice *n,
    const struct objection *o, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = n->programme_id,
            .subject_id = o->subject_id,
            .object_kind = "objection",
            .object_id = o->id,
            .event = "decide",
            .from = STR("OPEN"),
            .to = o->state,
            .reason = o->answer,
            .document = o->number },
        err);
}

/* The others against the same entry end with it. */
static enum status
end_others(struct act *x, const struct notice *n, const struct objection *o,
    struct err *err)
{
    const struct objection *list = NULL;
    size_t count = 0;

    TRY(objection_store_list(x, n->id, true, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct objection other = list[i];

        if (other.position != o->position || other.id == o->id)
            continue;
        other.state = o->state;
        other.answer = o->answer;
        TRY(objection_store_decide(x, &other, err));
        TRY(audit_decision(x, n, &other, err));
    }
    return OK;
}

static enum status
uphold(struct act *x, const struct notice *n, const struct objection *o,
    const struct notice_entry *e, struct application *app, struct err *err)
{
    struct json *v = json_new(x->a, JSON_OBJECT);

    TRY(end_others(x, n, o, err));
    TRY(entry_store_move(x, e, STR("REFUSED"), err));
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    /* Where an evaluation selects, it is its result that falls. */
    bool selects = p != NULL && procedure_stage(p, STAGE_EVALUATION) != NULL;
    TRY(application_move(x, app,
        &(struct move){ .to = selects ? APP_NOT_SELECTED : APP_REFUSED,
            .event = "objection-upheld",
            .reason = o->answer,
            .document = o->number },
        err));
    json_set(x->a, v, STR("subject"), json_text(x->a, app->name));
    json_set(
        x->a, v, STR("application_no"), json_text(x->a, app->number));
    json_set(x->a, v, STR("reason"), json_text(x->a, o->answer));
    return notice_tell_refusal(x, app, v, err);
}

static enum status
dismiss(struct act *x, const struct notice *n, const struct objection *o,
    const struct notice_entry *e, struct application *app, struct err *err)
{
    struct json *v = json_new(x->a, JSON_OBJECT);
    int64_t open = 0;

    TRY(objection_store_count_open(x, n->id, o->position, &open, err));
    if (open > 0)
        return OK;
    TRY(entry_store_move(x, e, STR("OPEN"), err));
    TRY(application_move(x, app,
        &(struct move){ .to = APP_PUBLIC_NOTICE,
            .event = "objection-dismissed",
            .reason = o->answer,
            .document = o->number,
            .due_us = n->end_us },
        err));
    json_set(x->a, v, STR("subject"), json_text(x->a, app->name));
    return notice_tell(x, app, STR("objection_dismissed"), v, err);
}

enum status
objection_decide(struct act *x, int64_t id, bool upheld, struct str answer,
    int64_t version, struct err *err)
{
    struct objection o;
    struct notice n;
    struct notice_entry e;
    struct application app;

    TRY(objection_get(x, id, &o, err));
    TRY(notice_get(x, o.notice_id, &n, err));
    TRY(notice_entry_at(x, o.notice_id, o.position, &e, err));
    TRY(act_require(x, MAY_DECIDE, n.programme_id, e.region, err));
    if (!str_eq(o.state, STR("OPEN")) || o.version != version)
        return err_set(err, ERR_CONFLICT, "这项异议已经办理，请刷新后查看");
    if (answer.n == 0)
        return err_field(err, ERR_INPUT, STR("answer"),
            "请写明核实情况和处理理由，将答复异议人");
    TRY(application_load(x, e.subject_id, e.application_id, &app, err));
    o.state = upheld ? STR("UPHELD") : STR("DISMISSED");
    o.answer = answer;
    TRY(objection_store_decide(x, &o, err));
    TRY(audit_decision(x, &n, &o, err));
    if (!application_is_open(app.state)) /* withdrawn meanwhile */
        return entry_store_move(x, &e, STR("WITHDRAWN"), err);
    return upheld ? uphold(x, &n, &o, &e, &app, err)
                  : dismiss(x, &n, &o, &e, &app, err);
}
