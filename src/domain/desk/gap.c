/* Holders that a list of the pack names. */
#include "domain/gap.h"

#include "domain/affiliation.h"
#include "domain/incident.h"
#include "domain/record.h"

enum status
gap_facts(struct act *x, const struct programme *p,
    const struct accreditation *c, struct str rule, struct pack_facts *ret,
    struct err *err)
{
    struct json *extra = json_new(x->a, JSON_OBJECT);

    TRY(incident_holder_facts(x, c, x->today, ret, err));
    for (size_t i = 0; i < ret->extra->n; i++)
        json_set(x->a, extra, ret->extra->keys[i], ret->extra->items[i]);
    TRY(affiliation_facts(x, c, NULL, extra, err));
    TRY(record_facts(x, p, c->subject_id, rule, extra, err));
    TRY(record_report_facts(x, p, c->subject_id,
        record_report_year(x->today), extra, err));
    ret->extra = extra;
    return OK;
}

enum status
gap_list(struct act *x, const struct programme *p,
    const struct pack_watch *watch, struct register_cursor after,
    size_t most, const struct gap **ret, size_t *ret_n, size_t *ret_looked,
    struct register_cursor *next, struct err *err)
{
    const struct register_row *rows = NULL;
    VEC_OF(struct gap) v = { 0 };
    size_t n = 0;
    int64_t total = 0;

    TRY(act_require(x, MAY_READ_FILES, p->id, STR_EMPTY, err));
    TRY(register_list(x, &(struct register_filter){ .programme_id = p->id },
        after, most, &rows, &n, &total, err));
    for (size_t i = 0; i < n; i++) {
        struct accreditation c;
        struct pack_facts f;
        struct pack_verdict verdict;

        TRY(accreditation_load(
            x, rows[i].subject_id, rows[i].id, &c, err));
        if (actor_is_barred(x->who, c.subject_id) ||
            !may_in(x, MAY_READ_FILES, p->id, c.region))
            continue;
        TRY(gap_facts(x, p, &c, watch->when, &f, err));
        TRY(pack_judge(x->a, p->pack, watch->when, &f, &verdict, err));
        if (verdict.outcome == MET)
            *VEC_PUSH(x->a, &v) =
                (struct gap){ .holder = c, .why = verdict.why };
    }
    if (n > 0)
        *next = (struct register_cursor){ rows[n - 1].admitted,
            rows[n - 1].id };
    *ret = v.p;
    *ret_n = v.n;
    *ret_looked = n;
    return OK;
}
