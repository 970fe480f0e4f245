/* message_parts.h - what was sent, and whether it was read. */
#ifndef WEB_MESSAGE_PARTS_H
#define WEB_MESSAGE_PARTS_H

#include "domain/message.h"
#include "web/web.h"

/* A cell: read when, not read; nothing for mail and SMS, of which nobody
 * knows. */
void receipt_cell(struct web *w, const struct message_row *m);
/* Who was told of the page `link` by an in-app message and who has read it;
 * nothing if nobody was told. */
NODISCARD enum status message_receipt_card(
    struct web *w, struct str link, struct err *err);

#endif
