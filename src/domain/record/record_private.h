/* record_private.h - what the parts of the registers share. Private to this
 * folder. */
#ifndef RECORD_PRIVATE_H
#define RECORD_PRIVATE_H

#include "domain/accreditation.h"
#include "domain/publicity.h"
#include "record_store.h"

/* The yearly duty that this register has the reports of; NULL: none. */
const struct pack_duty *report_duty(
    const struct pack *p, const struct pack_record *k);
/* Calendar year a row belongs to by its day_field; 0: not told. */
int64_t record_year(const struct pack *p, const struct pack_record *k,
    const struct json *content);

/* The holding a row is about: the newest that began by the end of the year
 * (0: by today). found is false if there is none. */
NODISCARD enum status record_holding(struct act *x, int64_t programme_id,
    int64_t subject_id, int64_t year, struct accreditation *ret,
    bool *ret_found, struct err *err);

/*
 * Judges a row by the guards for a state ("": when it is written). Adds flags
 * to r->flags; enters breaches. Errors: ERR_INPUT  refused, in words.
 */
NODISCARD enum status record_guard(struct act *x, const struct programme *p,
    const struct pack_record *k, struct record *r, struct str state,
    struct err *err);
/* Complete and well formed by the form of the register. ERR_INPUT names the
 * first field that is not. */
NODISCARD enum status record_check_form(struct act *x,
    const struct programme *p, const struct pack_record *k,
    const struct json *content, struct err *err);
/* What a yearly report needs beside its form; marks a late one. ERR_INPUT,
 * ERR_CONFLICT. */
NODISCARD enum status record_check_report(struct act *x,
    const struct programme *p, const struct pack_record *k, struct record *r,
    struct err *err);
/* ERR_CONFLICT: the same row is there, or the year is reported. */
NODISCARD enum status record_check_place(struct act *x,
    const struct programme *p, const struct pack_record *k,
    const struct record *r, struct err *err);

/* State, end of waiting, due day of a new row. */
NODISCARD enum status record_set_first(struct act *x, const struct pack *p,
    const struct pack_record *k, struct record *r, struct err *err);
/* A task as it is before its first step; other answers as they are. */
const struct json *record_first_step(struct arena *a, const struct pack *p,
    const struct pack_record *k, const struct json *content);
NODISCARD enum status record_audit(struct act *x, const struct record *r,
    const char *event, struct str from, struct str to, struct str clause,
    struct err *err);
/* Marks the row: {rule, clause, why, kind, day}. */
void record_add_flag(struct act *x, struct record *r, struct str rule,
    struct str clause, struct str why, const char *kind);
/* Word for the state of a task. */
struct str record_step_title(const struct pack_record *k, struct str state);
/* A new task is somebody's, and its last day has not passed. ERR_INPUT. */
NODISCARD enum status record_check_task(struct act *x,
    const struct pack_record *k, const struct record *r, struct err *err);
/* ERR_INPUT at the field: empty though needed, or too long. */
NODISCARD enum status record_check_text(struct str text, const char *field,
    bool needed, struct err *err);
/* The row to be changed, where its holder is now. ERR_CONFLICT: another
 * version. */
NODISCARD enum status record_load_version(struct act *x, int64_t subject_id,
    int64_t id, int64_t version, struct record *ret,
    const struct programme **ret_p, const struct pack_record **ret_k,
    struct err *err);
/* Tells the holder by a document of the pack, if it has it. key: once_key of
 * message.h. */
NODISCARD enum status record_tell(struct act *x, const struct programme *p,
    const struct record *r, struct str template_name, struct str key,
    struct err *err);
/* Writes a row in its new state, with audit line. */
NODISCARD enum status record_move(struct act *x, struct record *r,
    struct str state, struct str answer, const char *event,
    struct str clause, bool done, struct err *err);

/* --- record_access.c --- */

/* The region of a new row: of the host that it names, of the holder, else of
 * who writes it. */
NODISCARD enum status record_place(struct act *x, const struct programme *p,
    const struct pack_record *k, struct record *r, struct err *err);
/* A row about a holder goes where the holder is now. */
NODISCARD enum status record_follow(struct act *x,
    const struct programme *p, struct record *r, struct err *err);
NODISCARD enum status record_require_write(struct act *x,
    const struct programme *p, const struct pack_record *k,
    const struct record *r, struct err *err);
/* To answer or close a row. */
NODISCARD enum status record_require_keep(struct act *x,
    const struct programme *p, const struct pack_record *k,
    const struct record *r, struct err *err);
/* May this reader of a whole register see the row? record_reads_all: every
 * one; record_is_reader: any at all. */
bool record_reads_row(const struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r);
bool record_reads_all(const struct act *x, const struct programme *p,
    const struct pack_record *k);
NODISCARD enum status record_reads(struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r, bool *ret,
    struct err *err);

/* Writes a new row with audit line; state, done, due, flags are set. */
NODISCARD enum status record_put_row(struct act *x, struct record *r,
    struct str clause, struct err *err);
/* What a new row brings about: effects and activity of the pack. */
NODISCARD enum status record_consequences(struct act *x,
    const struct programme *p, const struct pack_record *k, struct record *r,
    struct err *err);
/* What its effects do once it is in a state ("": written). */
NODISCARD enum status record_effects(struct act *x,
    const struct programme *p, const struct pack_record *k, struct record *r,
    struct str state, struct err *err);
/* Takes back what a row brought about: rows are closed, correction orders
 * withdrawn, its case is undone; what goes on with the row `by` that is right
 * in its place (NULL: none) stays. */
NODISCARD enum status record_take_back(struct act *x, const struct record *r,
    const struct record *by, struct str reason, struct err *err);
/* Facts for rules about a row: its fields, those of the holder (of a year; 0:
 * of today) and the registers that the rule looks at. */
NODISCARD enum status record_row_facts(struct act *x,
    const struct programme *p, const struct record *r, int64_t year,
    struct str rule, struct pack_facts *ret, struct err *err);

/* --- publicity_store.c --- */

NODISCARD enum status publicity_store_add(struct act *x, int64_t programme_id,
    int64_t subject_id, struct str kind, struct err *err);
NODISCARD enum status publicity_store_newest(struct act *x,
    int64_t programme_id, int64_t subject_id, struct str kind,
    struct public_consent *ret, bool *ret_found, struct err *err);
NODISCARD enum status publicity_store_standing(struct act *x,
    int64_t programme_id, struct str kind, const struct public_consent **ret,
    size_t *ret_n, struct err *err);
/* ERR_CONFLICT: it is withdrawn. */
NODISCARD enum status publicity_store_withdraw(struct act *x,
    const struct public_consent *c, struct str reason, struct err *err);

#endif
