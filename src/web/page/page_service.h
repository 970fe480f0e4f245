/* page_service.h - what the pages of activities, needs, diary and registers
 * share. */
#ifndef PAGE_SERVICE_H
#define PAGE_SERVICE_H

#include "domain/accreditation.h"
#include "domain/diary.h"
#include "web/web.h"

/* The status that the page is about: of ?holding= or the field "holding", else
 * the first with rights of the actor, else its newest. ERR_NOT_FOUND: it has
 * none. */
NODISCARD enum status service_holding(
    struct web *w, struct accreditation *ret, struct err *err);
/* Links to the actor's other holdings, if it has several. path is ours. */
NODISCARD enum status service_switch(struct web *w,
    const struct accreditation *now, struct url path, struct err *err);
/* The page of somebody without status, for the nav entry given. */
enum status service_nothing(
    struct web *w, struct str title, const char *nav);

/* Own pages for holders, the desk for officers who act on behalf. */
enum page_kind service_kind(
    const struct web *w, const struct accreditation *c);

/* Fields of the form's section; values typed before stay. The form must have
 * been begun. */
void service_fields(struct web *w, const struct pack *p,
    const struct pack_section *s, const struct json *answers,
    int64_t subject_id);
/* What was typed into a section, for showing the form again: the problems the
 * act found stay as they are. */
const struct json *service_typed(
    struct web *w, const struct pack_section *s);
/* Problems of a complete form, added to w. */
void service_check(struct web *w, const struct pack *p,
    const struct pack_form *form, const struct json *answers);
/* "add", "remove" and "drop": the form is shown again with 200. */
bool service_is_row_button(const struct web *w);

/* The entry of the path: of the actor's own holders, or (officers) of
 * ?subject=. */
NODISCARD enum status service_diary(struct web *w, size_t param,
    struct diary *ret, struct err *err);
/* Address of an entry for this actor. */
struct url service_diary_url(const struct web *w, const struct diary *d);

/* A word of the domain (states, flags) in the visitor's language. */
struct str service_word(const struct web *w, struct str word);

/* 2 小时 5 分 */
struct str service_minutes(struct web *w, int64_t minutes);

#endif
