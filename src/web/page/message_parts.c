/* What was sent, and whether it was read. */
#include "message_parts.h"

void
receipt_cell(struct web *w, const struct message_row *m)
{
    part_td_begin(w);
    if (!str_eq(m->channel, STR("INBOX")))
        html_raw(w->h, "—");
    else if (m->read_us == 0)
        part_tag(w, TAG_AMBER, str_of(T(w, "未读")));
    else
        html_text(w->h, show_us(w, m->read_us));
    part_td_end(w);
}

enum status
message_receipt_card(struct web *w, struct str link, struct err *err)
{
    const struct message_row *list = NULL;
    size_t n = 0, unread = 0;

    TRY(message_receipts(&w->x, link, &list, &n, err));
    if (n == 0)
        return OK;
    for (size_t i = 0; i < n; i++)
        unread += list[i].read_us == 0;
    html_raw(w->h, "<details><summary>");
    html_text(w->h,
        arena_fmt(w->a, T(w, "送达和阅读：共 %d 条，未读 %d 条"), (int)n,
            (int)unread));
    html_raw(w->h, "</summary>");
    part_table_begin(w, str_of(T(w, "送达和阅读")));
    part_th(w, str_of(T(w, "收件")), false);
    part_th(w, str_of(T(w, "标题")), false);
    part_th(w, str_of(T(w, "时间")), false);
    part_th(w, str_of(T(w, "阅读")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, list[i].reader);
        part_td(w, list[i].title);
        part_td(w, show_us(w, list[i].created_us));
        receipt_cell(w, &list[i]);
        part_tr_end(w);
    }
    part_table_end(w);
    html_raw(w->h, "</details>");
    return OK;
}
