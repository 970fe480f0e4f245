/* What stands in the menus: a page that no programme of the reader has any use
 * for does not. */
#include "app_private.h"
#include "domain/complaint.h"

#include <string.h>

/* --- what a programme has --- */

static bool
has_stage(const struct pack *p, enum stage_kind kind)
{
    for (size_t i = 0; i < p->n_procedures; i++) {
        if (procedure_stage(&p->procedures[i], kind) != NULL)
            return true;
    }
    return false;
}

static bool
has_panels(const struct pack *p)
{
    return has_stage(p, STAGE_EVALUATION);
}

static bool
has_decisions(const struct pack *p)
{
    return has_stage(p, STAGE_DECISION);
}

static bool
has_notices(const struct pack *p)
{
    return has_stage(p, STAGE_PUBLIC_NOTICE);
}

static bool
has_recordations(const struct pack *p)
{
    return has_stage(p, STAGE_RECORDATION);
}

static bool
has_plaques(const struct pack *p)
{
    for (size_t i = 0; i < p->n_documents; i++) {
        if (str_eq(p->documents[i].layout, STR("plaque")))
            return true;
    }
    return false;
}

/* Lists of entrusted bodies, taken in as a workbook. */
static bool
has_direct(const struct pack *p)
{
    for (size_t i = 0; i < p->n_procedures; i++) {
        const struct pack_procedure *q = &p->procedures[i];

        for (size_t k = 0; k < q->n_channels; k++) {
            if (q->channels[k].import.n > 0)
                return true;
        }
    }
    return false;
}

static bool
has_activities(const struct pack *p)
{
    return pack_form(p, STR("activity")) != NULL;
}

static bool
has_diary(const struct pack *p)
{
    return pack_form(p, STR("diary")) != NULL;
}

static bool
has_watches(const struct pack *p)
{
    return p->n_watches > 0;
}

static bool
has_rechecks(const struct pack *p)
{
    for (size_t i = 0; i < p->n_procedures; i++) {
        for (size_t k = 0; k < p->procedures[i].n_stages; k++) {
            if (p->procedures[i].stages[k].recheck.n > 0)
                return true;
        }
    }
    return false;
}

static bool
has_complaints(const struct pack *p)
{
    return complaint_kind(p) != NULL;
}

static bool
has_inspections(const struct pack *p)
{
    return p->n_inspections > 0;
}

static bool
has_duties(const struct pack *p)
{
    return p->n_duties > 0;
}

static bool
has_records(const struct pack *p)
{
    return p->n_records > 0;
}

static bool
has_consents(const struct pack *p)
{
    for (size_t i = 0; i < p->n_procedures; i++) {
        if (p->procedures[i].n_consents > 0)
            return true;
    }
    return false;
}

static bool
has_towns(const struct pack *p)
{
    return p->town_field.n > 0;
}

static bool
has_plans(const struct pack *p)
{
    return p->planning != NULL;
}

static bool
has_bodies(const struct pack *p)
{
    return p->n_bodies > 0;
}

static bool
has_publicity(const struct pack *p)
{
    for (size_t i = 0; i < p->n_records; i++) {
        if (p->records[i].n_publish_by > 0)
            return true;
    }
    return false;
}

/* --- the menus --- */

static const struct {
    enum page_kind kind;
    const char *key;
    const char *text; /* msgid */
    struct url to;
    enum permission need;
    bool (*of)(const struct pack *p); /* NULL: of any programme */
} NAVIGATION[] = {
    { PAGE_PUBLIC, "home", N_("首页"),
        { STR_INIT("/") }, MAY_ANYBODY, NULL },
    { PAGE_PUBLIC, "guide", N_("办事指南"),
        { STR_INIT("/guide") }, MAY_ANYBODY, NULL },
    { PAGE_PUBLIC, "register", N_("公示名册"),
        { STR_INIT("/register") }, MAY_ANYBODY, NULL },
    { PAGE_PUBLIC, "zone", N_("宣传专区"),
        { STR_INIT("/zone") }, MAY_ANYBODY, has_publicity },
    { PAGE_PUBLIC, "towns", N_("乡镇机构和人员"),
        { STR_INIT("/towns") }, MAY_ANYBODY, has_towns },
    { PAGE_PUBLIC, "notices", N_("公示公告"),
        { STR_INIT("/notices") }, MAY_ANYBODY, NULL },
    { PAGE_PUBLIC, "activities", N_("志愿活动"),
        { STR_INIT("/activities") }, MAY_ANYBODY, has_activities },
    { PAGE_PUBLIC, "verify", N_("证书查验"),
        { STR_INIT("/verify") }, MAY_ANYBODY, NULL },
    { PAGE_PUBLIC, "draws", N_("双随机抽查"),
        { STR_INIT("/draws") }, MAY_ANYBODY, has_inspections },
    { PAGE_PUBLIC, "progress", N_("办理进度"),
        { STR_INIT("/progress") }, MAY_ANYBODY, NULL },
    { PAGE_PUBLIC, "plans", N_("发展计划"),
        { STR_INIT("/plan") }, MAY_ANYBODY, has_plans },
    { PAGE_PUBLIC, "statistics", N_("统计"),
        { STR_INIT("/statistics") }, MAY_ANYBODY, NULL },

    { PAGE_MINE, "mine", N_("我的申报"),
        { STR_INIT("/mine") }, MAY_SIGNED_IN, NULL },
    { PAGE_MINE, "holdings", N_("我的资格"),
        { STR_INIT("/mine/holdings") }, MAY_SIGNED_IN, NULL },
    { PAGE_MINE, "consents", N_("征求意见"),
        { STR_INIT("/mine/consents") }, MAY_SIGNED_IN, has_consents },
    { PAGE_MINE, "diary", N_("志愿日记"),
        { STR_INIT("/mine/diary") }, MAY_SIGNED_IN, has_diary },
    { PAGE_MINE, "my-activities", N_("活动与需求"),
        { STR_INIT("/mine/activities") }, MAY_SIGNED_IN, has_activities },
    { PAGE_MINE, "my-records", N_("登记事项"),
        { STR_INIT("/mine/records") }, MAY_SIGNED_IN, has_records },
    { PAGE_MINE, "messages", N_("消息"),
        { STR_INIT("/mine/messages") }, MAY_SIGNED_IN, NULL },
    { PAGE_MINE, "account", N_("账号与单位"),
        { STR_INIT("/mine/account") }, MAY_SIGNED_IN, NULL },

    { PAGE_DESK, "body", N_("单位办理"),
        { STR_INIT("/body") }, MAY_SIT, NULL },
    { PAGE_DESK, "body-publications", N_("联合发布签署"),
        { STR_INIT("/body/publications") }, MAY_SIT, NULL },
    { PAGE_DESK, "desk-zone", N_("宣传编辑"),
        { STR_INIT("/desk/zone") }, MAY_SIT, has_publicity },
    { PAGE_DESK, "panel", N_("我的评审"),
        { STR_INIT("/panel") }, MAY_JUDGE, NULL },
    { PAGE_DESK, "ties", N_("我的利害关系"),
        { STR_INIT("/ties") }, MAY_SIGNED_IN, NULL },
    { PAGE_DESK, "inbox", N_("待办"),
        { STR_INIT("/desk") }, MAY_SEE_DESK, NULL },
    { PAGE_DESK, "applications", N_("申请"),
        { STR_INIT("/desk/applications") }, MAY_READ_FILES, NULL },
    { PAGE_DESK, "rechecks", N_("复查"),
        { STR_INIT("/desk/rechecks") }, MAY_READ_FILES, has_rechecks },
    { PAGE_DESK, "desk-consents", N_("征求意见"),
        { STR_INIT("/desk/consents") }, MAY_READ_FILES, has_consents },
    { PAGE_DESK, "panels", N_("评审小组"),
        { STR_INIT("/desk/panels") }, MAY_READ_FILES, has_panels },
    { PAGE_DESK, "interests", N_("利害关系核对"),
        { STR_INIT("/desk/interests") }, MAY_READ_FILES, has_panels },
    { PAGE_DESK, "decisions", N_("评审决定"),
        { STR_INIT("/desk/decisions") }, MAY_READ_FILES, has_decisions },
    { PAGE_DESK, "desk-notices", N_("公示与异议"),
        { STR_INIT("/desk/notices") }, MAY_READ_FILES, has_notices },
    { PAGE_DESK, "recordations", N_("备案"),
        { STR_INIT("/desk/recordations") }, MAY_READ_FILES,
        has_recordations },
    { PAGE_DESK, "plaques", N_("牌匾登记"),
        { STR_INIT("/desk/plaques") }, MAY_READ_FILES, has_plaques },
    { PAGE_DESK, "direct", N_("直接纳入"),
        { STR_INIT("/desk/direct") }, MAY_SEE_DESK, has_direct },
    { PAGE_DESK, "holders", N_("资格名册"),
        { STR_INIT("/desk/holders") }, MAY_READ_FILES, NULL },
    { PAGE_DESK, "watch", N_("预警"),
        { STR_INIT("/desk/watch") }, MAY_READ_FILES, has_watches },
    { PAGE_DESK, "proceedings", N_("监督处理"),
        { STR_INIT("/desk/proceedings") }, MAY_READ_FILES, NULL },
    { PAGE_DESK, "incidents", N_("处罚和变更登记"),
        { STR_INIT("/desk/incidents") }, MAY_READ_FILES, NULL },
    { PAGE_DESK, "complaints", N_("投诉"),
        { STR_INIT("/desk/complaints") }, MAY_READ_FILES,
        has_complaints },
    { PAGE_DESK, "desk-draws", N_("双随机抽查"),
        { STR_INIT("/desk/draws") }, MAY_READ_FILES, has_inspections },
    { PAGE_DESK, "inspections", N_("检查和记录"),
        { STR_INIT("/desk/inspections") }, MAY_SIGNED_IN,
        has_inspections },
    { PAGE_DESK, "rectifications", N_("限期整改"),
        { STR_INIT("/desk/rectifications") }, MAY_READ_FILES,
        has_inspections },
    { PAGE_DESK, "assessments", N_("年度考核"),
        { STR_INIT("/desk/assessments") }, MAY_READ_FILES, has_duties },
    { PAGE_DESK, "records", N_("登记簿"),
        { STR_INIT("/desk/records") }, MAY_KEEP, has_records },
    { PAGE_DESK, "desk-zone", N_("宣传编辑"),
        { STR_INIT("/desk/zone") }, MAY_READ_FILES, has_publicity },
    { PAGE_DESK, "plan", N_("发展计划"),
        { STR_INIT("/desk/plan") }, MAY_READ_FILES, has_plans },
    { PAGE_DESK, "rounds", N_("批次"),
        { STR_INIT("/desk/rounds") }, MAY_SEE_DESK, NULL },
    { PAGE_DESK, "bodies", N_("参与单位"),
        { STR_INIT("/desk/bodies") }, MAY_SEE_DESK, has_bodies },
    { PAGE_DESK, "desk-messages", N_("消息发送"),
        { STR_INIT("/desk/messages") }, MAY_READ_FILES, NULL },
    { PAGE_DESK, "calendar", N_("工作日历"),
        { STR_INIT("/desk/calendar") }, MAY_SEE_DESK, NULL },
    { PAGE_DESK, "packs", N_("政策包"),
        { STR_INIT("/desk/packs") }, MAY_SEE_DESK, NULL },
    { PAGE_DESK, "users", N_("用户"),
        { STR_INIT("/desk/users") }, MAY_ADMINISTER, NULL },
    { PAGE_DESK, "audit", N_("审计"),
        { STR_INIT("/desk/audit") }, MAY_AUDIT, NULL },
};
#define N_NAVIGATION (sizeof(NAVIGATION) / sizeof(NAVIGATION[0]))

static bool
for_holders(size_t i)
{
    return NAVIGATION[i].kind == PAGE_MINE &&
           (NAVIGATION[i].of == has_diary ||
               NAVIGATION[i].of == has_activities ||
               NAVIGATION[i].of == has_records);
}

/* Does the reader, or a unit it acts for, hold a title of the programme? */
static bool
is_held(const struct web *w, int64_t programme_id)
{
    for (size_t i = 0; i < w->who.n_held; i++) {
        if (w->who.held[i] == programme_id)
            return true;
    }
    return false;
}

/* On the desk: by a programme where the reader is an officer. On one's own
 * pages what is for holders: by one that is held. Else by any. */
static bool
is_used(const struct web *w, size_t i)
{
    enum permission need = NAVIGATION[i].need == MAY_SIGNED_IN &&
            NAVIGATION[i].kind == PAGE_DESK
        ? MAY_SEE_DESK
        : NAVIGATION[i].need;
    /* w->x is not there yet on the page of an early error. */
    struct act x = act_make(w->a, w->d, NULL, &w->who, w->now_us);

    if (NAVIGATION[i].of == NULL)
        return true;
    for (size_t k = 0; k < w->d->n_programmes; k++) {
        const struct programme *p = &w->d->programmes[k];

        if (NAVIGATION[i].of(p->pack) &&
            may_in(&x, need, p->id, STR_EMPTY) &&
            (!for_holders(i) || is_held(w, p->id)))
            return true;
    }
    return false;
}

/* What is not kept apart by region is for those who may in all of it. */
static bool
reaches(const struct web *w, const char *key, enum permission need)
{
    struct act x = act_make(w->a, w->d, NULL, &w->who, w->now_us);

    if (strcmp(key, "watch") == 0 || strcmp(key, "assessments") == 0)
        return may_everywhere_in_one(&x, need);
    if (strcmp(key, "desk-messages") == 0)
        return may_everywhere(&x, need, 0);
    return may(&w->who, need);
}

static bool
is_shown(const struct web *w, size_t i)
{
    return reaches(w, NAVIGATION[i].key, NAVIGATION[i].need) &&
           is_used(w, i);
}

bool
web_in_menu(const struct web *w, const char *key)
{
    for (size_t i = 0; i < N_NAVIGATION; i++) {
        if (strcmp(NAVIGATION[i].key, key) == 0)
            return is_shown(w, i);
    }
    return false;
}

void
navigation_entries(struct web *w, enum page_kind kind, const char *current)
{
    struct html *h = w->h;

    for (size_t i = 0; i < N_NAVIGATION; i++) {
        if (NAVIGATION[i].kind != kind || !is_shown(w, i))
            continue;
        html_raw(h, "<li><a");
        html_href(h, "href", NAVIGATION[i].to);
        if (current != NULL && strcmp(current, NAVIGATION[i].key) == 0)
            html_raw(h, " aria-current=\"page\"");
        html_raw(h, ">");
        html_cstr(h, catalog_get(w->catalog, NAVIGATION[i].text));
        html_raw(h, "</a></li>");
    }
}
