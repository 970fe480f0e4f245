/* Inspections: assigned by a draw, handed on, published, read. */
#include "domain/account.h"
#include "domain/interest.h"
#include "domain/message.h"
#include "draw_private.h"
#include "draw_store.h"
#include "inspection_private.h"

#define TEXT_MOST 500

static const struct {
    struct str name, title;
} STATES[INSPECT_STATE_COUNT_] = {
    [INSPECT_ASSIGNED] = { STR_INIT("ASSIGNED"), STR_INIT("待检查") },
    [INSPECT_RECORDED] = { STR_INIT("RECORDED"), STR_INIT("已检查，待公布") },
    [INSPECT_PUBLISHED] = { STR_INIT("PUBLISHED"), STR_INIT("已公布") },
    [INSPECT_DROPPED] = { STR_INIT("DROPPED"), STR_INIT("不再检查") },
};

struct str
inspection_state_name(enum inspection_state s)
{
    return STATES[s].name;
}

struct str
inspection_state_title(enum inspection_state s)
{
    return STATES[s].title;
}

/* --- what all share --- */

enum status
inspection_load(
    struct act *x, int64_t id, struct inspection *ret, struct err *err)
{
    bool found = false;

    TRY(inspection_store_get(x, id, ret, &found, err));
    return found ? OK : err_set(err, ERR_NOT_FOUND, "没有找到这次检查");
}

enum status
inspection_section(struct act *x, const struct inspection *i,
    const struct programme **ret_p, const struct pack_inspection **ret,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, i->programme_id);
    const struct pack_inspection *s =
        p == NULL ? NULL : pack_inspection(p->pack, i->inspection);

    if (s == NULL)
        return err_set(err, ERR_NOT_FOUND,
            "政策包中已没有检查“" STR_FMT "”", STR_ARG(i->inspection));
    *ret_p = p;
    *ret = s;
    return OK;
}

enum status
inspection_is_mine(
    struct act *x, const struct inspection *i, bool *ret, struct err *err)
{
    const struct inspection_person *list = NULL;
    size_t n = 0;

    *ret = false;
    if (x->who->account_id == 0)
        return OK;
    TRY(inspector_store_list(x, i->id, &list, &n, err));
    for (size_t k = 0; k < n; k++)
        *ret = *ret || (list[k].account_id == x->who->account_id &&
                           !list[k].replaced);
    return OK;
}

enum status
inspection_audit(struct act *x, const struct inspection *i,
    const char *event, enum inspection_state from, struct str reason,
    struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_inspection *s = NULL;

    TRY(inspection_section(x, i, &p, &s, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = i->programme_id,
            .subject_id = i->subject_id,
            .object_kind = "inspection",
            .object_id = i->id,
            .event = event,
            .from = from == i->state ? STR_EMPTY
                                     : inspection_state_name(from),
            .to = inspection_state_name(i->state),
            .reason = reason,
            .clause = s->clause,
            .document = i->draw_number },
        err);
}

static enum status
check_reason(struct str reason, struct err *err)
{
    if (str_trim(reason).n == 0)
        return err_field(
            err, ERR_INPUT, STR("reason"), "请填写%s", "理由");
    if (utf8_count(reason) > TEXT_MOST)
        return err_field(err, ERR_INPUT, STR("reason"),
            "%s应为 %d 字以内，现为 %zu 字", "理由", TEXT_MOST,
            utf8_count(reason));
    return OK;
}

static enum status
require_assigned(const struct inspection *i, struct err *err)
{
    if (i->state == INSPECT_ASSIGNED)
        return OK;
    return err_set(err, ERR_CONFLICT,
        "这次检查现为“" STR_FMT "”，不能这样办理",
        STR_ARG(inspection_state_title(i->state)));
}

/* --- assigning --- */

static enum status
tell_inspector(struct act *x, const struct inspection *i, int64_t account_id,
    struct err *err)
{
    struct str until = day_is_none(i->due)
        ? STR("记录和公布的期限待节假日安排补充后确定")
        : arena_fmt(x->a, "并在 " STR_FMT " 前完成记录和公布",
              STR_ARG(day_iso(x->a, i->due)));

    return message_to_account(x, account_id, STR("您被抽中参加检查"),
        arena_fmt(x->a,
            "抽取 " STR_FMT "：请检查“" STR_FMT "”（" STR_FMT
            "），" STR_FMT "。",
            STR_ARG(i->draw_number), STR_ARG(i->name), STR_ARG(i->number),
            STR_ARG(until)),
        arena_fmt(x->a, "/desk/inspections/%lld", (long long)i->id), err);
}

static enum status
assign_people(struct act *x, const struct inspection *i,
    const struct json *people, struct err *err)
{
    for (size_t k = 0; k < people->n; k++) {
        int64_t account = 0;
        struct str id = json_str(json_get(people->items[k], STR("id")));

        if (!num_int(id, 1, INT64_MAX, &account))
            return err_set(err, ERR_INPUT,
                "检查人员编号“" STR_FMT "”不是账号", STR_ARG(id));
        TRY(inspector_store_add(x, i->id, account, (int64_t)k + 1, err));
        TRY(tell_inspector(x, i, account, err));
    }
    return OK;
}

enum status
inspection_assign(struct act *x, const struct draw *d, struct err *err)
{
    const struct json *drawn = json_get(d->result, STR("drawn"));

    for (size_t k = 0; k < drawn->n; k++) {
        const struct json *row = drawn->items[k];
        struct str number = json_str(json_get(row, STR("id")));
        struct holder_key key;
        struct accreditation c;

        TRY(draw_store_holder(x, d->programme_id, number, &key, err));
        if (key.id == 0)
            return err_set(err, ERR_NOT_FOUND,
                "没有编号为“" STR_FMT "”的持有人", STR_ARG(number));
        TRY(accreditation_load(x, key.subject_id, key.id, &c, err));
        struct inspection i = { .subject_id = c.subject_id,
            .id = world_id(&x->d->world),
            .draw_id = d->id,
            .position = (int64_t)k + 1,
            .programme_id = d->programme_id,
            .accreditation_id = c.id,
            .name = c.name,
            .number = c.number,
            .region = c.region,
            .draw_number = d->number,
            .inspection = d->inspection,
            .state = INSPECT_ASSIGNED,
            .due = d->due,
            .visited = DAY_NONE,
            .version = 1 };
        TRY(inspection_store_add(x, &i, err));
        TRY(assign_people(
            x, &i, json_get(row, STR("inspectors")), err));
        TRY(inspection_audit(
            x, &i, "assign", INSPECT_ASSIGNED, STR_EMPTY, err));
    }
    return OK;
}

/* --- somebody else goes --- */

struct order {
    struct sampler_entry *list;
    size_t n;
    const struct json *people; /* of the plan */
};

/* All inspectors of the pool by their tickets for this object. */
static enum status
order_of(struct act *x, const struct inspection *i, struct order *ret,
    struct err *err)
{
    struct draw d;

    TRY(draw_get(x, i->draw_id, &d, err));
    ret->people = json_get(d.plan, STR("inspectors"));
    ret->n = ret->people->n;
    ret->list = arena_new_array(x->a, struct sampler_entry, ret->n + 1);
    for (size_t k = 0; k < ret->n; k++)
        ret->list[k] = (struct sampler_entry){
            .id = json_str(json_get(ret->people->items[k], STR("id"))),
            .tickets = 1,
            .at = k
        };
    sampler_order_inspectors(
        x->a, d.seed_used, i->number, ret->list, ret->n);
    return OK;
}

/* The next who was not drawn yet, still has his account, and has no interest by
 * now. */
static enum status
next_inspector(struct act *x, const struct inspection *i,
    const struct inspection_person *people, size_t n, int64_t *ret,
    struct str *ret_name, struct err *err)
{
    struct order o;

    *ret = 0;
    TRY(order_of(x, i, &o, err));
    for (size_t k = 0; k < o.n && *ret == 0; k++) {
        struct account account;
        int64_t id = 0;
        bool taken = false;

        if (!num_int(o.list[k].id, 1, INT64_MAX, &id))
            continue;
        for (size_t p = 0; p < n; p++)
            taken = taken || people[p].account_id == id;
        if (!taken)
            TRY(interest_bars(x, id, i->subject_id, &taken, err));
        if (taken)
            continue;
        TRY(account_get(x, id, &account, err));
        if (account.closed)
            continue;
        *ret = id;
        *ret_name = account.name;
    }
    return OK;
}

enum status
inspection_replace(struct act *x, int64_t id, int64_t account_id,
    struct str reason, struct str *ret_name, struct err *err)
{
    const struct inspection_person *people = NULL;
    struct inspection i;
    int64_t next = 0;
    size_t n = 0;

    TRY(inspection_load(x, id, &i, err));
    TRY(act_require(x, MAY_SUPERVISE, i.programme_id, i.region, err));
    TRY(require_assigned(&i, err));
    TRY(check_reason(reason, err));
    TRY(inspector_store_list(x, id, &people, &n, err));
    TRY(inspector_store_replace(
        x, id, account_id, str_trim(reason), err));
    TRY(next_inspector(x, &i, people, n, &next, ret_name, err));
    if (next == 0)
        return err_set(err, ERR_CONFLICT,
            "名单中没有其他可派的检查人员，不能替换");
    TRY(inspector_store_add(x, id, next, (int64_t)n + 1, err));
    TRY(tell_inspector(x, &i, next, err));
    return inspection_audit(
        x, &i, "replace", INSPECT_ASSIGNED, str_trim(reason), err);
}

enum status
inspection_drop(
    struct act *x, int64_t id, struct str reason, struct err *err)
{
    struct inspection i;
    struct accreditation c;

    TRY(inspection_load(x, id, &i, err));
    TRY(act_require(x, MAY_SUPERVISE, i.programme_id, i.region, err));
    TRY(require_assigned(&i, err));
    TRY(check_reason(reason, err));
    TRY(accreditation_load(x, i.subject_id, i.accreditation_id, &c, err));
    if (accreditation_has_rights(&c, x->today))
        return err_set(err, ERR_CONFLICT,
            "对方的资格仍然有效，抽中的检查应当进行");
    i.state = INSPECT_DROPPED;
    i.remark = str_trim(reason);
    TRY(inspection_store_put(x, &i, err));
    return inspection_audit(
        x, &i, "drop", INSPECT_ASSIGNED, i.remark, err);
}

enum status
inspection_publish(struct act *x, int64_t id, int64_t version,
    struct inspection *ret, struct err *err)
{
    struct inspection i;

    TRY(inspection_load(x, id, &i, err));
    TRY(act_require(x, MAY_PUBLISH, i.programme_id, i.region, err));
    if (i.state != INSPECT_RECORDED)
        return err_set(err, ERR_CONFLICT,
            "这次检查现为“" STR_FMT "”，不能公布",
            STR_ARG(inspection_state_title(i.state)));
    if (version != i.version)
        return err_set(err, ERR_CONFLICT,
            "这次检查刚刚被其他人办理，请刷新后查看");
    i.state = INSPECT_PUBLISHED;
    i.published_us = x->now_us;
    i.published_by = x->who->account_id;
    TRY(inspection_store_put(x, &i, err));
    TRY(inspection_audit(x, &i, "publish", INSPECT_RECORDED,
        !day_is_none(i.due) && day_cmp(x->today, i.due) > 0
            ? arena_fmt(x->a, "应于 " STR_FMT " 前公布，逾期 %d 天",
                  STR_ARG(day_iso(x->a, i.due)), x->today.n - i.due.n)
            : STR_EMPTY,
        err));
    *ret = i;
    return OK;
}

/* --- day by day --- */

#define REMIND_DAYS 5

static enum status
remind_one(struct act *x, const struct inspection *i, int64_t account_id,
    bool over, struct err *err)
{
    return message_remind_account(x, account_id,
        over ? STR("检查结果逾期未公布") : STR("检查期限临近"),
        arena_fmt(x->a,
            "“" STR_FMT "”（" STR_FMT "）的检查结果应于 " STR_FMT
            " 前公布，现为“" STR_FMT "”。",
            STR_ARG(i->name), STR_ARG(i->number),
            STR_ARG(day_iso(x->a, i->due)),
            STR_ARG(inspection_state_title(i->state))),
        arena_fmt(x->a, "/desk/inspections/%lld", (long long)i->id),
        arena_fmt(x->a, "inspect-%s/%lld/%lld", over ? "over" : "due",
            (long long)i->id, (long long)account_id),
        err);
}

/* Its inspectors while there is no record; who entered the seed when the
 * record waits to be published or the day is over. */
static enum status
remind_all(struct act *x, const struct inspection *i, struct err *err)
{
    const struct inspection_person *people = NULL;
    bool over = day_cmp(x->today, i->due) > 0;
    struct draw d;
    size_t n = 0;

    TRY(inspector_store_list(x, i->id, &people, &n, err));
    for (size_t k = 0; k < n && i->state == INSPECT_ASSIGNED; k++) {
        if (!people[k].replaced)
            TRY(remind_one(x, i, people[k].account_id, over, err));
    }
    if (!over && i->state == INSPECT_ASSIGNED)
        return OK;
    TRY(draw_get(x, i->draw_id, &d, err));
    return d.seeded_by == 0 ? OK : remind_one(x, i, d.seeded_by, over, err);
}

enum status
inspection_remind(struct act *x, const struct programme *p, struct err *err)
{
    static const enum inspection_state WAITING[] = { INSPECT_ASSIGNED,
        INSPECT_RECORDED };

    for (size_t s = 0; s < sizeof(WAITING) / sizeof(WAITING[0]); s++) {
        const struct inspection *list = NULL;
        size_t n = 0;

        TRY(inspection_store_list(x, BY_PROGRAMME, p->id,
            inspection_state_name(WAITING[s]), &list, &n, err));
        for (size_t i = 0; i < n; i++) {
            if (!day_is_none(list[i].due) &&
                list[i].due.n - x->today.n <= REMIND_DAYS)
                TRY(remind_all(x, &list[i], err));
        }
    }
    return OK;
}

/* --- reading --- */

static void
hide(struct inspection *i)
{
    i->findings = NULL;
    i->remark = i->place = STR_EMPTY;
    i->visited = DAY_NONE;
    i->defects = 0;
}

/* Officers see everything, the holder's people what is recorded. */
static bool
officer_sees(const struct act *x, const struct inspection *i)
{
    return may_in(x, MAY_READ_FILES, i->programme_id, i->region);
}

static bool
holder_sees(const struct act *x, const struct inspection *i)
{
    return i->state != INSPECT_ASSIGNED &&
           acts_for(x->who, i->subject_id, "viewer");
}

enum status
inspection_get(
    struct act *x, int64_t id, struct inspection *ret, struct err *err)
{
    struct inspection i;
    bool mine = false;

    TRY(inspection_load(x, id, &i, err));
    TRY(inspection_is_mine(x, &i, &mine, err));
    if (!mine && !officer_sees(x, &i) && !holder_sees(x, &i))
        return err_set(err, ERR_NOT_FOUND, "没有找到这次检查");
    *ret = i;
    return OK;
}

enum status
inspection_people(struct act *x, int64_t id,
    const struct inspection_person **ret, size_t *ret_n, struct err *err)
{
    return inspector_store_list(x, id, ret, ret_n, err);
}

enum status
inspection_of_draw(struct act *x, int64_t draw_id,
    const struct inspection **ret, size_t *ret_n, struct err *err)
{
    const struct inspection *list = NULL;
    size_t n = 0;

    TRY(inspection_store_list(
        x, BY_DRAW, draw_id, STR_EMPTY, &list, &n, err));
    struct inspection *seen = arena_new_array(x->a, struct inspection, n + 1);
    for (size_t i = 0; i < n; i++) {
        seen[i] = list[i];
        if (list[i].state != INSPECT_PUBLISHED &&
            list[i].state != INSPECT_DROPPED && !officer_sees(x, &list[i]) &&
            !holder_sees(x, &list[i]))
            hide(&seen[i]);
    }
    *ret = seen;
    *ret_n = n;
    return OK;
}

enum status
inspection_mine(struct act *x, const struct inspection **ret, size_t *ret_n,
    struct err *err)
{
    return inspection_store_list(x, BY_ACCOUNT, x->who->account_id,
        STR_EMPTY, ret, ret_n, err);
}

enum status
inspection_list(struct act *x, int64_t programme_id, int state,
    const struct inspection **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct inspection) v = { 0 };
    struct str name =
        state < 0 ? STR_EMPTY
                  : inspection_state_name((enum inspection_state)state);

    TRY(act_require(x, MAY_READ_FILES, programme_id, STR_EMPTY, err));
    for (size_t i = 0; i < x->d->n_programmes; i++) {
        int64_t id = x->d->programmes[i].id;
        const struct inspection *list = NULL;
        size_t n = 0;

        if (programme_id != 0 && programme_id != id)
            continue;
        TRY(inspection_store_list(
            x, BY_PROGRAMME, id, name, &list, &n, err));
        for (size_t k = 0; k < n; k++) {
            if (officer_sees(x, &list[k]))
                *VEC_PUSH(x->a, &v) = list[k];
        }
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

static bool
is_among(const struct inspection *list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].id == id)
            return true;
    }
    return false;
}

enum status
inspection_waiting(struct act *x, int64_t programme_id,
    const struct inspection **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct inspection) v = { 0 };
    const struct inspection *mine = NULL, *list = NULL;
    size_t n_mine = 0, n = 0;

    *ret_n = 0;
    if (domain_programme(x->d, programme_id)->pack->n_inspections == 0)
        return OK;
    TRY(inspection_mine(x, &mine, &n_mine, err));
    TRY(inspection_list(x, programme_id, -1, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        bool late = !day_is_none(list[i].due) &&
                    day_cmp(x->today, list[i].due) > 0;
        bool waits = list[i].state == INSPECT_ASSIGNED
            ? late || is_among(mine, n_mine, list[i].id)
            : list[i].state == INSPECT_RECORDED &&
                  may_in(x, MAY_PUBLISH, programme_id, list[i].region);

        if (waits && !actor_is_barred(x->who, list[i].subject_id))
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
inspection_of_subject(struct act *x, int64_t subject_id,
    const struct inspection **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct inspection) v = { 0 };
    const struct inspection *list = NULL;
    size_t n = 0;

    TRY(inspection_store_list(
        x, BY_SUBJECT, subject_id, STR_EMPTY, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (officer_sees(x, &list[i]) || holder_sees(x, &list[i]))
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
