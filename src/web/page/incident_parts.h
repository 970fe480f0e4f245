/* incident_parts.h - how entries of the register, bans and complaints look on
 * the pages of subjects and files. */
#ifndef PAGE_INCIDENT_PARTS_H
#define PAGE_INCIDENT_PARTS_H

#include "domain/complaint.h"
#include "domain/incident.h"
#include "web/web.h"

void incident_tag(struct web *w, const struct incident *i);
void incident_table(struct web *w, const struct incident *rows, size_t n);
/* officer: with the name and the case. */
void ban_table(
    struct web *w, const struct ban *list, size_t n, bool officer);

void complaint_tag(struct web *w, const struct complaint *c);
/* Rows of a list of terms: about whom, who deals with it, days, outcome. */
void complaint_terms(struct web *w, const struct complaint *c);
/* How the day until which something has to be done comes about. */
void complaint_derivation(struct web *w, const struct complaint *c);
/* Files of a kind that came with it, under a heading. */
NODISCARD enum status complaint_files(struct web *w,
    const struct complaint *c, const char *kind, const char *title,
    struct err *err);
/* Count and arithmetic of the rules of the pack that look at complaints of
 * members. */
NODISCARD enum status complaint_count(
    struct web *w, const struct accreditation *c, struct err *err);

/* Everything the register has about the holder of c, for officers or its own
 * people: entries, flags, complaints, bans, open case; nothing if there is
 * nothing. */
NODISCARD enum status incident_card(struct web *w,
    const struct accreditation *c, bool officer, struct err *err);
/* For lists of files: those whose subject may not apply are looked up once. */
struct banned {
    const struct ban *list;
    size_t n;
};
NODISCARD enum status banned_read(
    struct web *w, struct banned *ret, struct err *err);
/* Why the file of a row has to wait, below its state; else nothing. */
NODISCARD enum status banned_note(struct web *w, const struct banned *b,
    int64_t subject_id, int64_t application_id, struct err *err);
/* A warning that a ban stands in the way of the application; nothing else. */
NODISCARD enum status incident_warning(
    struct web *w, const struct application *app, struct err *err);

#endif
