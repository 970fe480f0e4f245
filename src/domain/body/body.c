/* Bodies: what they may take part in, and who sits on them. */
#include "domain/body.h"

#include "body_store.h"
#include "domain/account.h"
#include "domain/message.h"

#define NAME_MAX_BYTES 300

static const char *const LEVELS[] = { "全国", "省级", "市（州）", "区县" };

static int
level_of(const struct act *x, struct str region)
{
    const struct region *r =
        region.n == 0 ? NULL : region_find(x->d->regions, region);

    return r == NULL ? 0 : r->level;
}

static enum status
audit(struct act *x, const struct body *b, const char *event,
    struct str reason, struct err *err)
{
    const struct programme *p = domain_programme(x->d, b->programme_id);
    const struct pack_body *kind =
        p == NULL ? NULL : pack_body(p->pack, b->kind);

    return audit_add(x,
        &(struct audit_line){ .programme_id = b->programme_id,
            .object_kind = "body",
            .object_id = b->id,
            .event = event,
            .to = b->ended ? STR("ENDED") : STR("VALID"),
            .reason = reason,
            .clause = kind == NULL ? STR_EMPTY : kind->clause,
            .document = b->name },
        err);
}

/* --- keeping --- */

static enum status
check_fields(struct act *x, const struct body *b, struct err *err)
{
    const struct programme *p = domain_programme(x->d, b->programme_id);
    const struct pack_body *kind =
        p == NULL ? NULL : pack_body(p->pack, b->kind);

    if (kind == NULL)
        return err_field(err, ERR_INPUT, STR("kind"),
            "请选择办法规定的单位类型");
    if (b->name.n == 0 || b->name.n > NAME_MAX_BYTES)
        return err_field(
            err, ERR_INPUT, STR("name"), "请填写单位名称，不超过 100 字");
    if (b->region.n > 0 && region_find(x->d->regions, b->region) == NULL)
        return err_field(err, ERR_INPUT, STR("region"),
            "没有这个行政区划，请重新选择");
    if (level_of(x, b->region) != kind->level)
        return err_field(err, ERR_INPUT, STR("region"),
            "“" STR_FMT "”的辖区应为%s，现为%s", STR_ARG(kind->title.zh),
            LEVELS[kind->level], LEVELS[level_of(x, b->region)]);
    return OK;
}

enum status
body_save(struct act *x, struct body *b, struct err *err)
{
    struct body old;

    if (b->id != 0) {
        TRY(body_get(x, b->id, &old, err));
        b->programme_id = old.programme_id;
        b->kind = old.kind;
        b->ended = old.ended;
    }
    TRY(act_require(x, MAY_RULE, b->programme_id, STR_EMPTY, err));
    TRY(check_fields(x, b, err));
    if (b->id != 0) {
        TRY(body_store_put(x, b, err));
        b->version++;
        return audit(x, b, "change", STR_EMPTY, err);
    }
    b->id = world_id(&x->d->world);
    b->version = 1;
    TRY(body_store_add(x, b, err));
    return audit(x, b, "add", STR_EMPTY, err);
}

enum status
body_retire(struct act *x, int64_t id, struct str reason, int64_t version,
    struct err *err)
{
    struct body b;
    int64_t waiting = 0;

    TRY(body_get(x, id, &b, err));
    TRY(act_require(x, MAY_RULE, b.programme_id, STR_EMPTY, err));
    if (reason.n == 0)
        return err_field(
            err, ERR_INPUT, STR("reason"), "请填写不再参与的理由");
    TRY(body_store_waiting(x, id, &waiting, err));
    if (waiting > 0)
        return err_set(err, ERR_CONFLICT,
            "这个单位还有 %lld 份申请没有办结，办结后才能停用",
            (long long)waiting);
    b.ended = true;
    b.version = version;
    TRY(body_store_put(x, &b, err));
    return audit(x, &b, "end", reason, err);
}

/* --- reading --- */

enum status
body_get(struct act *x, int64_t id, struct body *ret, struct err *err)
{
    bool found = false;

    TRY(body_store_get(x, id, ret, &found, err));
    return found ? OK : err_set(err, ERR_NOT_FOUND, "没有这个单位");
}

enum status
body_list(struct act *x, int64_t programme_id, const struct body **ret,
    size_t *ret_n, struct err *err)
{
    return body_store_list(x, programme_id, ret, ret_n, err);
}

/* --- responsibility --- */

static bool
fits_type(const struct body *b, const struct pack *pack,
    const struct pack_stage *stage)
{
    const struct pack_body *kind = pack_body(pack, b->kind);

    if (kind == NULL ||
        (stage->kind == STAGE_RECOMMEND && !kind->may_recommend))
        return false;
    for (size_t i = 0; i < stage->n_bodies; i++) {
        if (str_eq(stage->bodies[i], b->kind))
            return true;
    }
    return false;
}

enum status
body_responsible(struct act *x, int64_t programme_id, const struct pack *pack,
    const struct pack_stage *stage, struct str region,
    const struct body **ret, size_t *ret_n, struct err *err)
{
    const struct body *all = NULL;
    VEC_OF(struct body) v = { 0 };
    size_t n = 0;

    TRY(body_store_list(x, programme_id, &all, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (!all[i].ended && fits_type(&all[i], pack, stage) &&
            region_within(x->d->regions, region, all[i].region))
            *VEC_PUSH(x->a, &v) = all[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* The titles of the kinds that act in a stage: 甲、乙 */
static struct str
kinds_of(struct act *x, const struct pack *pack,
    const struct pack_stage *stage)
{
    struct str all = STR_EMPTY;

    for (size_t i = 0; i < stage->n_bodies; i++) {
        const struct pack_body *kind = pack_body(pack, stage->bodies[i]);

        if (kind == NULL ||
            (stage->kind == STAGE_RECOMMEND && !kind->may_recommend))
            continue;
        all = arena_fmt(x->a, STR_FMT "%s" STR_FMT, STR_ARG(all),
            all.n > 0 ? "、" : "", STR_ARG(kind->title.zh));
    }
    return all;
}

enum status
body_check(struct act *x, const struct body *b, const struct pack *pack,
    const struct pack_stage *stage, struct str region, struct err *err)
{
    const struct pack_body *kind = pack_body(pack, b->kind);
    struct str clause = kind == NULL ? stage->clause : kind->clause;

    if (b->ended)
        return err_field(err, ERR_INPUT, STR("body"),
            "“" STR_FMT "”已不再参与，请另选单位", STR_ARG(b->name));
    if (!fits_type(b, pack, stage))
        return err_field(err, ERR_INPUT, STR("body"),
            "“" STR_FMT "”的类型不符：这一环节由" STR_FMT
            "办理（" STR_FMT "）",
            STR_ARG(b->name), STR_ARG(kinds_of(x, pack, stage)),
            STR_ARG(clause));
    if (!region_within(x->d->regions, region, b->region))
        return err_field(err, ERR_INPUT, STR("body"),
            "“" STR_FMT "”的辖区是" STR_FMT "，不包括申请人所在的" STR_FMT
            "（" STR_FMT "）",
            STR_ARG(b->name),
            STR_ARG(region_path(x->a, x->d->regions, b->region)),
            STR_ARG(region_path(x->a, x->d->regions, region)),
            STR_ARG(clause));
    return OK;
}

/* --- seats --- */

enum status
body_seats(struct act *x, int64_t body_id, const struct body_seat_row **ret,
    size_t *ret_n, struct err *err)
{
    TRY(act_require(x, MAY_SEE_DESK, 0, STR_EMPTY, err));
    return body_store_seats(x, body_id, ret, ret_n, err);
}

enum status
body_seat_add(
    struct act *x, int64_t body_id, int64_t account_id, struct err *err)
{
    struct actor who;
    struct body b;

    TRY(act_require(x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    TRY(body_get(x, body_id, &b, err));
    TRY(actor_load(x, account_id, &who, err));
    if (b.ended)
        return err_set(err, ERR_CONFLICT, "这个单位已不再参与");
    if (who.n_memberships > 0)
        return err_set(err, ERR_CONFLICT,
            "这个账号是“" STR_FMT
            "”的成员，不能同时审核他人的申请，请用对方的另一个账号",
            STR_ARG(who.memberships[0].subject_name));
    TRY(body_store_seat_add(x, body_id, account_id, err));
    TRY(message_to_account(x, account_id, STR("您已成为办理单位的经办人"),
        arena_fmt(x->a,
            "您的账号已登记为“" STR_FMT
            "”的经办人，请登录后在“单位办理”中办理送达本单位的申请。",
            STR_ARG(b.name)),
        STR("/body"), err));
    return audit(x, &b, "seat", who.name, err);
}

enum status
body_seat_remove(
    struct act *x, int64_t body_id, int64_t account_id, struct err *err)
{
    struct body b;

    TRY(act_require(x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    TRY(body_get(x, body_id, &b, err));
    TRY(body_store_seat_remove(x, body_id, account_id, err));
    return audit(x, &b, "unseat", STR_EMPTY, err);
}
