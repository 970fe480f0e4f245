/* Who holds a title and applies again: in the calendar year in which the term
 * ends (A-19-b), or not at all. */
#include "application_states.h"
#include "domain/accreditation.h"

static int
year_of(struct day d)
{
    return day_ymd(d).year;
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
        "，可于 %d-01-01 至 %d-12-31 再次申报，今天是 " STR_FMT,
        STR_ARG(day_iso(x->a, c->last_day)),
        STR_ARG(cite_of(p->pack, proc->again_clause)),
        year_of(c->last_day), year_of(c->last_day),
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
