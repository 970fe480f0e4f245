/* What a holder has begun and not done, read where each noun keeps it. */
#include "domain/handover.h"

#include "domain/activity.h"
#include "domain/affiliation.h"
#include "domain/need.h"
#include "domain/record.h"

#define TITLE_MOST 40 /* characters of a text that names a row */

static const struct str NAMES[WORK_NOUN_COUNT_] = {
    [WORK_RECORD] = STR_INIT("record"),
    [WORK_CASE] = STR_INIT("case"),
    [WORK_NEED] = STR_INIT("need"),
    [WORK_ACTIVITY] = STR_INIT("activity"),
};

struct str
work_noun_name(enum work_noun n)
{
    return NAMES[n];
}

bool
work_noun_of(struct str name, enum work_noun *ret)
{
    for (size_t i = 0; i < WORK_NOUN_COUNT_; i++) {
        if (!str_eq(NAMES[i], name))
            continue;
        *ret = (enum work_noun)i;
        return true;
    }
    return false;
}

struct items {
    struct work_item *p;
    size_t n, cap;
};

static struct str
shortened(struct arena *a, struct str s)
{
    size_t end = 0;

    if (utf8_count(s) <= TITLE_MOST)
        return s;
    for (size_t i = 0, seen = 0; i < s.n && seen <= TITLE_MOST; i++) {
        bool begins = ((unsigned char)s.p[i] & 0xc0) != 0x80;

        seen += begins;
        end = seen <= TITLE_MOST ? i + 1 : end;
    }
    return arena_fmt(a, STR_FMT "…", STR_ARG(str_sub(s, 0, end)));
}

/* The register, and the first words of the row that are nobody's secret. */
static struct str
row_title(struct act *x, const struct pack *p, const struct pack_record *k,
    const struct record *r)
{
    const struct pack_section *s = &pack_form(p, k->form)->sections[0];

    for (size_t i = 0; i < s->n_fields; i++) {
        const struct pack_field *f = &s->fields[i];
        struct str text = json_str(json_get(r->content, f->name));

        if ((f->type == FIELD_TEXT || f->type == FIELD_LONG_TEXT) &&
            !f->is_private && text.n > 0)
            return arena_fmt(x->a, STR_FMT "：" STR_FMT,
                STR_ARG(k->title.zh), STR_ARG(shortened(x->a, text)));
    }
    return k->title.zh;
}

static enum status
add_rows(struct act *x, int64_t programme_id, int64_t subject_id,
    struct str by, struct items *v, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    const struct record *list = NULL;
    size_t n = 0;

    TRY(record_open(x, programme_id, subject_id, by, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct record *r = &list[i];
        const struct pack_record *k = pack_record(p->pack, r->kind);

        *VEC_PUSH(x->a, v) = (struct work_item){
            .noun = by.n > 0 ? WORK_CASE : WORK_RECORD,
            .subject_id = r->subject_id,
            .id = r->id,
            .version = r->version,
            .kind = r->kind,
            .title = row_title(x, p->pack, k, r),
            .state = record_state_title(k, r->state),
            .due = r->due,
            .may_assign = by.n > 0 || record_may_give_on(k) };
    }
    return OK;
}

/* Cases at the host where it is, or was last; or at one host. */
static enum status
add_cases(struct act *x, const struct accreditation *c, int64_t host_id,
    struct items *v, struct err *err)
{
    const struct affiliation *list = NULL;
    struct accreditation host;
    size_t n = 0;

    if (c->pack == NULL || c->pack->works_at.n == 0)
        return OK;
    TRY(affiliation_list(x, c, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        bool again = false;

        if (host_id != 0 && list[i].host_id != host_id)
            continue;
        for (size_t k = 0; k < i; k++)
            again = again || list[k].host_id == list[i].host_id;
        if (again)
            continue;
        TRY(accreditation_load(
            x, list[i].host_subject_id, list[i].host_id, &host, err));
        TRY(add_rows(x, host.programme_id, host.subject_id, c->number, v,
            err));
    }
    return OK;
}

static enum status
add_needs(struct act *x, const struct accreditation *c, struct items *v,
    struct err *err)
{
    const struct need *list = NULL;
    size_t n = 0;

    TRY(need_taken(x, c->subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i].state, STR("TAKEN")))
            *VEC_PUSH(x->a, v) = (struct work_item){ .noun = WORK_NEED,
                .subject_id = c->subject_id,
                .id = list[i].id,
                .version = list[i].version,
                .title = arena_fmt(x->a, STR_FMT " " STR_FMT,
                    STR_ARG(list[i].number),
                    STR_ARG(shortened(x->a, list[i].content))),
                .served = list[i].enterprise,
                .state = need_state_title(list[i].state),
                .due = DAY_NONE,
                .may_assign = true };
    }
    return OK;
}

#define ACTIVITIES_MOST 200

static enum status
add_activities(struct act *x, const struct accreditation *c, struct items *v,
    struct err *err)
{
    const struct activity *list = NULL;
    size_t n = 0;
    int64_t total = 0;

    TRY(activity_list(x,
        &(struct activity_filter){ .subject_id = c->subject_id }, 1,
        ACTIVITIES_MOST, &list, &n, &total, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].accreditation_id != c->id || list[i].cancelled)
            continue;
        *VEC_PUSH(x->a, v) = (struct work_item){ .noun = WORK_ACTIVITY,
            .subject_id = c->subject_id,
            .id = list[i].id,
            .version = list[i].version,
            .title = list[i].title,
            .served = arena_fmt(x->a, "已报名企业 %lld 家",
                (long long)list[i].enrolled),
            .state = STR("已发布"),
            .due = day_of_us(list[i].starts_us),
            .may_assign = true };
    }
    return OK;
}

/* Whether another title of the holder carries its work on: of this programme,
 * and of any. */
static enum status
carried_on(struct act *x, const struct accreditation *c, bool *ret_here,
    bool *ret_any, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    *ret_here = *ret_any = false;
    TRY(accreditation_of_subject(x, c->subject_id, 0, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].id == c->id ||
            !accreditation_has_rights(&list[i], x->today))
            continue;
        *ret_any = true;
        *ret_here = *ret_here || list[i].programme_id == c->programme_id;
    }
    return OK;
}

enum status
handover_items(struct act *x, const struct accreditation *c, int64_t host_id,
    const struct work_item **ret, size_t *ret_n, struct err *err)
{
    struct actor system = actor_system();
    struct act y = *x;
    struct items v = { 0 };
    bool here = false, any = false;

    y.who = &system;
    TRY(add_cases(&y, c, host_id, &v, err));
    TRY(carried_on(&y, c, &here, &any, err));
    if (host_id == 0 && !here) {
        TRY(add_rows(
            &y, c->programme_id, c->subject_id, STR_EMPTY, &v, err));
        TRY(add_activities(&y, c, &v, err));
    }
    if (host_id == 0 && !any)
        TRY(add_needs(&y, c, &v, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
