/* The name that holds: entries set aside take their renaming with them. */
#include "naming.h"

#include "domain/subject.h"
#include "incident_store.h"

/* Days for which a daily run may have been missed. */
#define LOOK_BACK 60

struct naming {
    struct str name;
    struct day day;  /* from when it holds */
    int64_t seq;     /* among those of one day: when it was entered */
};

static void
take_later(struct naming *best, struct naming other)
{
    int order = day_cmp(other.day, best->day);

    if (order > 0 || (order == 0 && other.seq >= best->seq))
        *best = other;
}

static bool
holds(const struct act *x, const struct incident *i)
{
    return i->kind == INC_NAME && i->state == INC_IN_FORCE &&
           i->value.n > 0 && day_cmp(i->effective, x->today) <= 0;
}

static enum status
name_in_force(struct act *x, const struct subject *s, struct str *ret,
    struct err *err)
{
    struct naming best = { s->name, { INT32_MIN }, INT64_MIN };
    const struct former_name *former = NULL;
    const struct incident *rows = NULL;
    size_t n = 0, n_rows = 0;
    bool first = true;

    TRY(subject_former_names(x, s->id, &former, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (former[i].became.n == 0)
            continue;
        if (first)
            best.name = former[i].name;
        first = false;
    }
    for (size_t i = 0; i < n; i++) {
        if (former[i].became.n > 0 && former[i].incident_id == 0)
            take_later(&best,
                (struct naming){ former[i].became,
                    day_of_us(former[i].changed_us),
                    former[i].changed_us });
    }
    TRY(incident_store_of(x, s->id, &rows, &n_rows, err));
    /* They come newest first; of two of one instant the later one counts. */
    for (size_t i = n_rows; i > 0; i--) {
        const struct incident *r = &rows[i - 1];

        if (holds(x, r))
            take_later(&best,
                (struct naming){
                    str_trim(r->value), r->effective, r->entered_us });
    }
    *ret = best.name;
    return OK;
}

static struct str
reason_of(struct act *x, const struct incident *i)
{
    struct str basis = arena_fmt(x->a, STR_FMT " " STR_FMT,
        STR_ARG(i->authority), STR_ARG(i->doc_no));

    if (i->state == INC_IN_FORCE)
        return basis;
    return arena_fmt(x->a, STR_FMT " " STR_FMT "：" STR_FMT, STR_ARG(basis),
        STR_ARG(incident_state_title(i->state)),
        STR_ARG(utf8_head(i->reason, 300)));
}

enum status
naming_settle(struct act *x, const struct incident *i, struct err *err)
{
    struct str name = STR_EMPTY;
    struct subject s;
    int64_t known = 0;

    if (i->kind != INC_NAME || i->value.n == 0)
        return OK;
    TRY(subject_get(x, i->subject_id, &s, err));
    TRY(name_in_force(x, &s, &name, err));
    TRY(subject_follow_entry(x, s.id, name, i->state != INC_IN_FORCE, i->id,
        reason_of(x, i), err));
    if (!holds(x, i))
        return OK;
    /* One from before a later renaming is found by it all the same. */
    TRY(subject_by_name(x, str_trim(i->value), s.is_person, &known, err));
    return known == s.id ? OK
                         : subject_keep_name(x, s.id, str_trim(i->value),
                               i->id, err);
}

enum status
incident_names_due(struct act *x, size_t *ret_n, struct err *err)
{
    const struct incident *rows = NULL;
    size_t n = 0;

    *ret_n = 0;
    TRY(incident_store_names_between(x, day_add_days(x->today, -LOOK_BACK),
        x->today, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct incident after;
        bool found = false;

        TRY(naming_settle(x, &rows[i], err));
        TRY(incident_store_get(
            x, rows[i].subject_id, rows[i].id, &after, &found, err));
        *ret_n +=
            found && !str_eq(after.subject_name, rows[i].subject_name);
    }
    return OK;
}
