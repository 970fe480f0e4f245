/* Who may do what: roles, permissions, memberships, interests. */
#include "domain/core.h"

static const struct {
    const char *name;
    struct str stored, title;
} ROLES[ROLE_COUNT_] = {
    [ROLE_ADMIN] = { "admin", STR_INIT("admin"), STR_INIT("系统管理员") },
    [ROLE_CENTRE] = { "centre", STR_INIT("centre"), STR_INIT("认定机关") },
    [ROLE_SECRETARIAT] = { "secretariat", STR_INIT("secretariat"),
        STR_INIT("审核秘书处") },
    [ROLE_RECOMMENDER] = { "recommender", STR_INIT("recommender"),
        STR_INIT("省级受托机构") },
    [ROLE_RULES] = { "rules", STR_INIT("rules"), STR_INIT("规则管理员") },
    [ROLE_AUDITOR] = { "auditor", STR_INIT("auditor"), STR_INIT("审计员") },
};

#define BIT(role) (1u << (role))
#define OFFICERS \
    (BIT(ROLE_ADMIN) | BIT(ROLE_CENTRE) | BIT(ROLE_SECRETARIAT) | \
        BIT(ROLE_RECOMMENDER) | BIT(ROLE_RULES) | BIT(ROLE_AUDITOR))

/* Which roles give a permission: the one table. */
static const unsigned GIVEN_BY[MAY_COUNT_] = {
    [MAY_SEE_DESK] = OFFICERS,
    [MAY_READ_FILES] =
        BIT(ROLE_CENTRE) | BIT(ROLE_SECRETARIAT) | BIT(ROLE_AUDITOR),
    [MAY_REVIEW] = BIT(ROLE_CENTRE) | BIT(ROLE_SECRETARIAT),
    [MAY_DECIDE] = BIT(ROLE_CENTRE),
    [MAY_PUBLISH] = BIT(ROLE_CENTRE) | BIT(ROLE_SECRETARIAT),
    [MAY_RECOMMEND] = BIT(ROLE_RECOMMENDER),
    [MAY_SUPERVISE] = BIT(ROLE_CENTRE) | BIT(ROLE_SECRETARIAT),
    [MAY_RULE] = BIT(ROLE_RULES) | BIT(ROLE_CENTRE),
    [MAY_ADMINISTER] = BIT(ROLE_ADMIN),
    [MAY_AUDIT] = BIT(ROLE_AUDITOR) | BIT(ROLE_ADMIN),
};

struct str
role_name(enum role r)
{
    return ROLES[r].stored;
}

struct str
role_title(enum role r)
{
    return ROLES[r].title;
}

bool
role_of(struct str name, enum role *ret)
{
    for (size_t i = 0; i < ROLE_COUNT_; i++) {
        if (!str_eq(ROLES[i].stored, name))
            continue;
        *ret = (enum role)i;
        return true;
    }
    return false;
}

struct actor
actor_system(void)
{
    return (struct actor){ .name = STR("系统"), .is_system = true };
}

struct actor
actor_visitor(void)
{
    return (struct actor){ .name = STR("访客") };
}

struct act
act_make(struct arena *a, const struct domain *d, struct tx *tx,
    const struct actor *who, int64_t now_us)
{
    return (struct act){ .a = a,
        .d = d,
        .tx = tx,
        .who = who,
        .now_us = now_us,
        .today = day_of_us(now_us) };
}

/* Does one of the actor's grants give p in this programme and region?
 * regions NULL: anywhere. */
static bool
granted(const struct actor *who, enum permission p, int64_t programme_id,
    struct str region, const struct regions *regions)
{
    if (who->is_system || p == MAY_ANYBODY)
        return true;
    if (p == MAY_UNSET)
        return false;
    if (p == MAY_SIGNED_IN)
        return who->account_id != 0;
    if (p == MAY_SIT)
        return who->n_seats > 0;
    if (p == MAY_JUDGE)
        return who->n_panels > 0;
    if (p == MAY_KEEP)
        return who->n_seats > 0 ||
               granted(who, MAY_READ_FILES, programme_id, region, regions);
    for (size_t i = 0; i < who->n_grants; i++) {
        const struct role_grant *g = &who->grants[i];

        if ((GIVEN_BY[p] & BIT(g->role)) == 0)
            continue;
        if (programme_id != 0 && g->programme_id != 0 &&
            g->programme_id != programme_id)
            continue;
        if (regions != NULL && region.n > 0 && g->region.n > 0 &&
            !region_within(regions, region, g->region))
            continue;
        return true;
    }
    return false;
}

bool
may(const struct actor *who, enum permission p)
{
    return granted(who, p, 0, STR_EMPTY, NULL);
}

bool
may_in(const struct act *x, enum permission p, int64_t programme_id,
    struct str region)
{
    return granted(x->who, p, programme_id, region, x->d->regions);
}

enum status
act_require(const struct act *x, enum permission p, int64_t programme_id,
    struct str region, struct err *err)
{
    if (may_in(x, p, programme_id, region))
        return OK;
    return err_set(err, ERR_DENIED,
        "您的账号没有办理这一事项的权限，请联系系统管理员授权");
}

bool
may_at(const struct act *x, enum permission p, int64_t programme_id,
    struct str region, int level)
{
    struct str at = region_at_level(x->d->regions, region, level);

    if (level == 0 || x->who->is_system)
        return may_in(x, p, programme_id, region);
    for (size_t i = 0; i < x->who->n_grants; i++) {
        const struct role_grant *g = &x->who->grants[i];

        if ((GIVEN_BY[p] & BIT(g->role)) != 0 && str_eq(g->region, at) &&
            (g->programme_id == 0 || programme_id == 0 ||
                g->programme_id == programme_id))
            return true;
    }
    return false;
}

struct str
level_authority(const struct act *x, struct str region, int level)
{
    struct str at = region_at_level(x->d->regions, region, level);

    return at.n == 0 ? STR("主管机关")
                     : arena_join(x->a, region_path(x->a, x->d->regions, at),
                           STR("的主管机关"));
}

enum status
act_require_at(const struct act *x, enum permission p, int64_t programme_id,
    struct str region, int level, struct str cite, struct err *err)
{
    TRY(act_require(x, p, programme_id, region, err));
    if (may_at(x, p, programme_id, region, level))
        return OK;
    if (cite.n == 0)
        return err_set(err, ERR_DENIED,
            "这一环节由" STR_FMT "办理，您可以查看，不能代为办理",
            STR_ARG(level_authority(x, region, level)));
    return err_set(err, ERR_DENIED,
        "这一环节由" STR_FMT "办理，您可以查看，不能代为办理；依据" STR_FMT,
        STR_ARG(level_authority(x, region, level)), STR_ARG(cite));
}

bool
may_everywhere(const struct act *x, enum permission p, int64_t programme_id)
{
    if (x->who->is_system)
        return true;
    for (size_t i = 0; i < x->who->n_grants; i++) {
        const struct role_grant *g = &x->who->grants[i];

        if ((GIVEN_BY[p] & BIT(g->role)) != 0 && g->region.n == 0 &&
            (g->programme_id == 0 || g->programme_id == programme_id))
            return true;
    }
    return false;
}

bool
may_above(const struct act *x, enum permission p, int64_t programme_id,
    struct str region)
{
    const struct region *r = region_find(x->d->regions, region);
    struct str up = r == NULL ? STR_EMPTY : r->parent;

    return up.n > 0 ? may_in(x, p, programme_id, up)
                    : may_everywhere(x, p, programme_id);
}

bool
may_everywhere_in_one(const struct act *x, enum permission p)
{
    for (size_t i = 0; i < x->d->n_programmes; i++) {
        if (may_everywhere(x, p, x->d->programmes[i].id))
            return true;
    }
    return false;
}

struct str
actor_region(const struct act *x, enum permission p, int64_t programme_id)
{
    for (size_t i = 0; !may_everywhere(x, p, programme_id) &&
                       i < x->who->n_grants; i++) {
        const struct role_grant *g = &x->who->grants[i];

        if ((GIVEN_BY[p] & BIT(g->role)) != 0 &&
            (g->programme_id == 0 || g->programme_id == programme_id))
            return g->region;
    }
    return STR_EMPTY;
}

enum status
act_require_whole(const struct act *x, enum permission p,
    int64_t programme_id, struct err *err)
{
    TRY(act_require(x, p, programme_id, STR_EMPTY, err));
    if (may_everywhere(x, p, programme_id))
        return OK;
    return err_set(err, ERR_DENIED,
        "您的权限限于部分地区或项目，不能查看或办理全部对象的事项");
}

const struct seat *
actor_seat(const struct actor *who, int64_t body_id)
{
    for (size_t i = 0; body_id != 0 && i < who->n_seats; i++) {
        if (who->seats[i].body_id == body_id)
            return &who->seats[i];
    }
    return NULL;
}

bool
actor_is_official(const struct actor *who)
{
    return who->n_grants > 0 || who->n_seats > 0 || who->n_panels > 0;
}

static int
rank_of(struct str role)
{
    if (str_eq(role, STR("owner")))
        return 3;
    if (str_eq(role, STR("editor")))
        return 2;
    return str_eq(role, STR("viewer")) ? 1 : 0;
}

bool
acts_for(const struct actor *who, int64_t subject_id, const char *at_least)
{
    if (who->is_system)
        return true;
    for (size_t i = 0; i < who->n_memberships; i++) {
        const struct membership *m = &who->memberships[i];

        if (m->subject_id == subject_id &&
            rank_of(m->role) >= rank_of(str_of(at_least)))
            return true;
    }
    return false;
}

enum status
act_require_member(const struct act *x, int64_t subject_id,
    const char *at_least, struct err *err)
{
    if (acts_for(x->who, subject_id, at_least))
        return OK;
    return err_set(err, ERR_NOT_FOUND, "没有找到这项内容，或者您无权查看");
}

bool
actor_is_barred(const struct actor *who, int64_t subject_id)
{
    for (size_t i = 0; i < who->n_interests; i++) {
        if (who->interests[i] == subject_id)
            return true;
    }
    return false;
}

enum status
act_require_no_interest(
    const struct act *x, int64_t subject_id, struct err *err)
{
    const struct actor *who = x->who;

    if (!actor_is_barred(who, subject_id) &&
        (who->is_system || !acts_for(who, subject_id, "viewer")))
        return OK;
    return err_set(err, ERR_DENIED,
        "您与该申请主体有利害关系，应当回避，请交由其他人员办理");
}
