/* What waits in programmes that select: refusals to look at again, places
 * beyond the quota, joint publication, recordation. */
#include "domain/decision.h"
#include "domain/publication.h"
#include "domain/recheck.h"
#include "domain/recordation.h"
#include "desk_private.h"

static enum status
rechecks(struct act *x, const struct programme *p, struct desk_items *v,
    struct err *err)
{
    const struct recheck *list = NULL;
    size_t n = 0;

    TRY(recheck_list(x, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].programme_id == p->id && list[i].state == RECHECK_OPEN &&
            may_in(x, MAY_REVIEW, p->id, list[i].region))
            *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = DESK_RECHECK,
                .programme_id = p->id,
                .id = list[i].application_id,
                .number = list[i].number,
                .name = list[i].name,
                .since_us = list[i].asked_us };
    }
    return OK;
}

/* For a second person: not for who asked. */
static enum status
overrides(struct act *x, const struct programme *p, struct desk_items *v,
    struct err *err)
{
    const struct quota_override *list = NULL;
    size_t n = 0;

    if (p->pack->n_quotas == 0 || !may_in(x, MAY_DECIDE, p->id, STR_EMPTY))
        return OK;
    TRY(override_list(x, p->id, 0, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].state == OVERRIDE_ASKED &&
            list[i].asked_by != x->who->account_id)
            *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = DESK_OVERRIDE,
                .programme_id = p->id,
                .id = list[i].application_id,
                .number = list[i].number,
                .name = list[i].name,
                .since_us = list[i].asked_us };
    }
    return OK;
}

/* Is a draft open that collects this procedure and round? */
static bool
is_drafted(const struct publication *list, size_t n,
    const struct decision_row *row)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].state == PUBLICATION_DRAFT &&
            list[i].kind == PUBLICATION_RESULT &&
            list[i].round_id == row->round_id &&
            str_eq(list[i].procedure, row->procedure))
            return true;
    }
    return false;
}

static enum status
publications(struct act *x, const struct programme *p, struct desk_items *v,
    struct err *err)
{
    const struct publication *drafts = NULL;
    const struct decision_row *rows = NULL;
    size_t n = 0, n_drafts = 0;

    if (!may_everywhere(x, MAY_PUBLISH, p->id) ||
        !may_everywhere(x, MAY_READ_FILES, p->id))
        return OK;
    TRY(decision_list(x, p->id, 0, &rows, &n, err));
    TRY(publication_list(x, p->id, true, &drafts, &n_drafts, err));
    for (size_t i = 0; i < n; i++) {
        if (rows[i].state == APP_PUBLICATION &&
            !is_drafted(drafts, n_drafts, &rows[i]))
            *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = DESK_PUBLISH,
                .programme_id = p->id,
                .id = rows[i].id,
                .number = rows[i].number,
                .name = rows[i].name,
                .since_us = rows[i].entered_us };
    }
    return OK;
}

/* Files to be reported, and reports to be recorded. */
static enum status
recordations(struct act *x, const struct programme *p, struct desk_items *v,
    struct err *err)
{
    const struct application_row *files = NULL;
    const struct recordation *reports = NULL;
    size_t n = 0, n_reports = 0;

    if (recordation_stage(p, NULL) == NULL)
        return OK;
    TRY(recordation_waiting(x, p->id, &files, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (may_in(x, MAY_PUBLISH, p->id, files[i].region))
            *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = DESK_RECORD,
                .programme_id = p->id,
                .number = files[i].number,
                .name = files[i].name,
                .since_us = files[i].entered_us };
    }
    if (!recordation_may_record(x, p))
        return OK;
    TRY(recordation_list(x, p->id, &reports, &n_reports, err));
    for (size_t i = 0; i < n_reports; i++) {
        if (!str_eq(reports[i].state, STR("CLOSED")) &&
            reports[i].proposed_by != x->who->account_id)
            *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = DESK_RECORD,
                .programme_id = p->id,
                .id = reports[i].id,
                .number = reports[i].number,
                .name = p->pack->authority.zh,
                .since_us = reports[i].reported_us };
    }
    return OK;
}

enum status
desk_select_items(struct act *x, const struct programme *p,
    struct desk_items *ret, struct err *err)
{
    struct desk_items v = { 0 };

    TRY(rechecks(x, p, &v, err));
    TRY(overrides(x, p, &v, err));
    TRY(publications(x, p, &v, err));
    TRY(recordations(x, p, &v, err));
    *ret = v;
    return OK;
}
