/* How a complaint looks, for whoever may read it. */
#include "case_parts.h"
#include "domain/attachment.h"
#include "incident_parts.h"
#include "pack/regions.h"

static struct str
end_text(struct web *w, int64_t end_us)
{
    return arena_fmt(w->a, STR_FMT " 24:00",
        STR_ARG(day_iso(w->a, day_of_us(end_us - 1))));
}

/* Who deals with it, since when, and who did before. */
static void
intake_lines(struct web *w, const struct complaint *c)
{
    for (size_t i = 0; i < complaint_moves(c); i++) {
        struct complaint_move m = complaint_move_at(c, i);

        part_dl(w, str_of(T(w, "移送")),
            arena_fmt(w->a,
                STR_FMT " → " STR_FMT "，" STR_FMT "：" STR_FMT,
                STR_ARG(region_path(w->a, w->d->regions, m.from)),
                STR_ARG(region_path(w->a, w->d->regions, m.to)),
                STR_ARG(show_us(w, m.us)), STR_ARG(m.reason)));
    }
    part_dl(w, str_of(T(w, "办理地")),
        region_path(w->a, w->d->regions, c->region));
    part_dl(w, str_of(T(w, "受理期限")), end_text(w, c->intake_due_us));
    if (c->accepted_us != 0)
        part_dl(w, str_of(T(w, "受理时间")), show_us(w, c->accepted_us));
}

void
complaint_terms(struct web *w, const struct complaint *c)
{
    part_dl(w, str_of(T(w, "被投诉人")),
        arena_fmt(w->a, STR_FMT "（" STR_FMT "）", STR_ARG(c->holder),
            STR_ARG(c->holder_number)));
    part_dl(w, str_of(T(w, "收到时间")), show_us(w, c->received_us));
    part_dl(w, str_of(T(w, "投诉的事实")), c->facts);
    if (c->intake_due_us != 0)
        intake_lines(w, c);
    if (c->due_us != 0)
        part_dl(w, str_of(T(w, "对方说明期限")), end_text(w, c->due_us));
    if (c->outcome_due_us != 0)
        part_dl(w, str_of(T(w, "办结期限")),
            arena_fmt(w->a, STR_FMT "%s",
                STR_ARG(end_text(w, c->outcome_due_us)),
                c->outcome_open
                    ? T(w, "（如为休息日则顺延，待节假日安排公布后确定）")
                    : ""));
    if (c->statement_us != 0)
        part_dl(w, str_of(T(w, "收到说明")), show_us(w, c->statement_us));
    if (c->finding == FINDING_NONE)
        return;
    part_dl(w, str_of(T(w, "结论")),
        web_said(w, complaint_finding_title(c->finding)));
    part_dl(w,
        c->finding == FINDING_NOT_ACCEPTED ? str_of(T(w, "理由"))
                                           : str_of(T(w, "核实的情况")),
        c->reason);
    part_dl(w, str_of(T(w, "决定时间")), show_us(w, c->decided_us));
    if (c->matter.n > 0 && !str_eq(c->matter, c->number))
        part_dl(w, str_of(T(w, "同一事项的投诉")), c->matter);
}

void
complaint_derivation(struct web *w, const struct complaint *c)
{
    html_raw(w->h, "<details><summary>");
    html_cstr(w->h, complaint_is_new(c) ? T(w, "受理期限怎样计算")
                                         : T(w, "说明期限怎样计算"));
    html_raw(w->h, "</summary><p>");
    html_multiline(w->h, c->derivation);
    html_raw(w->h, "</p></details>\n");
}

enum status
complaint_files(struct web *w, const struct complaint *c, const char *kind,
    const char *title, struct err *err)
{
    const struct attachment *list = NULL;
    size_t n = 0;

    TRY(attachment_list(
        &w->x, c->subject_id, str_of(kind), c->id, &list, &n, err));
    if (n == 0)
        return OK;
    html_raw(w->h, "<h3>");
    html_cstr(w->h, title);
    html_raw(w->h, "</h3>");
    part_attachments(w, list, n);
    return OK;
}
