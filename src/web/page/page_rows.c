/* Rows that were accepted one by one, as the applicant and the desk see them. */
#include "domain/rows.h"
#include "page_application.h"

/* While a panel is at it nothing is said yet. */
static bool
is_told(const struct application *app, const struct row_mark *rows, size_t n)
{
    bool marked = false;

    for (size_t i = 0; i < n; i++)
        marked = marked || rows[i].state != ROW_UNSEEN;
    return marked && app->state != APP_EVALUATION;
}

static void
count_line(struct web *w, const struct row_mark *rows, size_t n)
{
    size_t accepted = 0, refused = 0;

    for (size_t i = 0; i < n; i++) {
        accepted += rows[i].state == ROW_ACCEPTED;
        refused += rows[i].state == ROW_REFUSED;
    }
    html_raw(w->h, "<p>");
    html_text(w->h,
        arena_fmt(w->a,
            T(w, "填报 %zu 行，认可 %zu 行，不予认可 %zu 行；只计认可的。"), n,
            accepted, refused));
    html_raw(w->h, "</p>\n");
}

static void
state_tag(struct web *w, enum row_state s)
{
    if (s == ROW_ACCEPTED)
        part_tag(w, TAG_GREEN, str_of(T(w, "认可")));
    else if (s == ROW_REFUSED)
        part_tag(w, TAG_AMBER, str_of(T(w, "不予认可")));
    else
        part_tag(w, TAG_GREY, str_of(T(w, "尚未认可")));
}

static void
one_table(struct web *w, const struct application *app,
    const struct row_mark *rows, size_t n)
{
    const struct pack_field *f = rows[0].field;
    struct str title =
        arena_fmt(w->a, T(w, "逐行认可：%.*s"), STR_ARG(L(w, f->label)));

    part_card_begin(w, title, true);
    count_line(w, rows, n);
    part_clause(w, domain_programme(w->d, app->programme_id), app->pack,
        f->clause);
    part_table_begin(w, title);
    part_th(w, str_of(T(w, "行")), true);
    part_th(w, str_of(T(w, "内容")), false);
    part_th(w, str_of(T(w, "结果")), false);
    part_th(w, str_of(T(w, "理由")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_num(w, (int64_t)rows[i].number);
        part_td(w, rows[i].text);
        part_td_begin(w);
        state_tag(w, rows[i].state);
        part_td_end(w);
        part_td(w, rows[i].reason.n > 0 ? rows[i].reason : STR("—"));
        part_tr_end(w);
    }
    part_table_end(w);
    part_card_end(w);
}

enum status
rows_part(struct web *w, const struct application *app, struct err *err)
{
    const struct row_mark *rows = NULL;
    size_t n = 0;

    TRY(rows_marked(&w->x, app, &rows, &n, err));
    if (!is_told(app, rows, n))
        return OK;
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i; k < n && rows[k].field == rows[i].field;)
            k++;
        one_table(w, app, &rows[i], k - i);
    }
    return OK;
}
