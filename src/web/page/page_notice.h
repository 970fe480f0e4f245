/* page_notice.h - what the public pages and the desk show of a notice. */
#ifndef PAGE_NOTICE_H
#define PAGE_NOTICE_H

#include "domain/notice.h"
#include "web/web.h"

/* 公示中, 公示期满, 已办结 */
void notice_state_tag(struct web *w, const struct notice *n);
/* The stored derivation of the period, folded. */
void notice_derivation(struct web *w, const struct notice *n);
void notice_entry_tag(struct web *w, const struct notice_entry *e);
/* Unit, fields and the like in one line. */
struct str notice_entry_info(struct web *w, const struct notice_entry *e);
void objection_state_tag(struct web *w, const struct objection *o);

#endif
