/* Who holds a title and applies again: in the calendar year in which the term
 * ends (A-19-b), or not at all. */
#include "domain/again.h"

#include "application_states.h"
#include "domain/incident.h"

static int
year_of(struct day d)
{
    return day_ymd(d).year;
}

static struct day
year_first(struct day d)
{
    return day_of_ymd(year_of(d), 1, 1);
}

static struct day
year_last(struct day d)
{
    return day_of_ymd(year_of(d), 12, 31);
}

static struct str
cite_of(const struct pack *p, struct str clause)
{
    const struct pack_clause *c = pack_clause(p, clause);

    return c == NULL ? p->title.zh : c->cite;
}

/* A term that runs: the title cannot be applied for a second time. */
static enum status
refuse_holder(struct act *x, const struct programme *p,
    const struct pack_procedure *proc, const struct accreditation *c,
    struct err *err)
{
    if (!proc->again_in_expiry_year)
        return err_set(err, ERR_CONFLICT,
            "已具有有效资格，无需再次申报；到期前后可以申请续期");
    return err_set(err, ERR_CONFLICT,
        "现有资格有效至 " STR_FMT "，依" STR_FMT
        "，可于 " STR_FMT " 至 " STR_FMT " 再次申报，今天是 " STR_FMT,
        STR_ARG(day_iso(x->a, c->last_day)),
        STR_ARG(cite_of(p->pack, proc->again_clause)),
        STR_ARG(day_iso(x->a, year_first(c->last_day))),
        STR_ARG(day_iso(x->a, year_last(c->last_day))),
        STR_ARG(day_iso(x->a, x->today)));
}

enum status
application_find_previous(struct act *x, const struct programme *p,
    const struct pack_procedure *proc, int64_t subject_id, int64_t *ret_id,
    struct err *err)
{
    const struct accreditation *list = NULL;
    int64_t previous = 0;
    size_t n = 0;

    *ret_id = 0;
    /* Of several titles each is held by itself: what may be asked for shows
     * when they are chosen (decision_check_categories). */
    if (proc->categories_field.n > 0)
        return OK;
    TRY(accreditation_of_subject(x, subject_id, p->id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        enum accreditation_state s =
            accreditation_state_on(&list[i], x->today);
        bool this_year = year_of(list[i].last_day) == year_of(x->today);
        bool holds = accreditation_has_rights(&list[i], x->today);

        if (holds && !(proc->again_in_expiry_year && this_year))
            return refuse_holder(x, p, proc, &list[i], err);
        if (proc->again_in_expiry_year && this_year &&
            (holds || s == ACC_EXPIRED))
            previous = list[i].id;
    }
    *ret_id = previous;
    return OK;
}

/* --- for whoever asks beforehand --- */

static enum again_state
state_of(struct act *x, const struct accreditation *c,
    const struct pack_procedure *proc, const struct again *g)
{
    bool over = accreditation_state_on(c, x->today) == ACC_EXPIRED;

    if (!accreditation_is_held(c->state) && c->state != ACC_EXPIRED)
        return AGAIN_FIRST; /* it ended before its time */
    if (day_cmp(x->today, g->first) < 0)
        return AGAIN_NOT_YET;
    if (!proc->again_in_expiry_year)
        return over ? AGAIN_FIRST : AGAIN_NOT_YET;
    return day_cmp(x->today, g->last) <= 0 ? AGAIN_OPEN : AGAIN_FIRST;
}

/* A draft or a file that is being worked on. */
static enum status
running(struct act *x, const struct accreditation *c, int64_t *ret,
    struct err *err)
{
    const struct application *list = NULL;
    size_t n = 0;

    TRY(application_of_subject(x, c->subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].programme_id == c->programme_id &&
            list[i].accreditation_id == 0 &&
            str_eq(list[i].procedure, STR("apply")) &&
            application_is_open(list[i].state))
            *ret = list[i].id;
    }
    return OK;
}

enum status
again_of(struct act *x, const struct accreditation *c, struct again *ret,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, c->programme_id);
    const struct pack_procedure *proc =
        p == NULL ? NULL : pack_procedure(p->pack, STR("apply"));
    struct again g = { .first = DAY_NONE,
        .last = DAY_NONE,
        .next_last = DAY_NONE };
    struct ban b;

    *ret = g;
    if (proc == NULL || proc->again_clause.n == 0 ||
        day_eq(c->last_day, ACC_NO_END))
        return OK;
    g.ruled = true;
    g.clause = proc->again_clause;
    g.in_expiry_year = proc->again_in_expiry_year;
    g.first = g.in_expiry_year ? year_first(c->last_day)
                               : day_add_days(c->last_day, 1);
    if (g.in_expiry_year)
        g.last = year_last(c->last_day);
    g.state = state_of(x, c, proc, &g);
    const struct pack_stage *grant = procedure_stage(proc, STAGE_GRANT);
    if (g.in_expiry_year && grant != NULL && grant->term_years > 0 &&
        accreditation_has_rights(c, x->today))
        g.next_last = day_add_years(c->last_day, (int)grant->term_years);
    TRY(ban_on(x, c->subject_id, c->programme_id, x->today, &b, &g.banned,
        err));
    if (g.banned) {
        g.ban_clause = b.clause;
        g.ban_arithmetic = ban_arithmetic(x->a, &b);
    }
    TRY(running(x, c, &g.application_id, err));
    *ret = g;
    return OK;
}
