/* case_parts.h - how a case looks, for officers and holders. */
#ifndef PAGE_CASE_PARTS_H
#define PAGE_CASE_PARTS_H

#include "domain/proceeding.h"
#include "web/web.h"

/* Facts, clause, verdict, deadline, statement, letters, decision. */
NODISCARD enum status case_body(
    struct web *w, const struct proceeding *p, bool officer, struct err *err);
/* The lines of a verdict as it was kept (pack_verdict_json): why, parts. */
void case_kept_verdict(struct web *w, const struct json *v, int depth);
void case_tag(struct web *w, const struct proceeding *p);

/* Forms of what the ground asks for beside notice and decision. */
void case_more_acts(struct web *w, const struct proceeding *p);
/* The officers' page of the case in the first parameter of the path. */
NODISCARD enum status case_desk_page(struct web *w, struct err *err);

/* Evidence kept before the transaction. */
#define CASE_FILES_MOST 10
struct case_files {
    struct attachment *list;
    size_t n;
};
NODISCARD enum status case_keep_files(struct web *w, const char *owner_kind,
    struct case_files *ret, struct err *err);
NODISCARD enum status case_add_files(struct web *w,
    const struct case_files *files, int64_t subject_id, int64_t owner_id,
    struct err *err);
/* Inputs for up to three files. */
void case_file_inputs(struct web *w);
/* Choices of the pack's grounds. */
void case_ground_select(struct web *w, const struct pack *p, bool may_end);

#endif
