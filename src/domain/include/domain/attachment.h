/* attachment.h - files by content: bytes under their SHA-256 in the data
 * folder, rows in the database. Errors of all calls: core.h. */
#ifndef DOMAIN_ATTACHMENT_H
#define DOMAIN_ATTACHMENT_H

#include "domain/core.h"

struct attachment {
    int64_t subject_id, id, owner_id, bytes, uploaded_us, uploaded_by;
    struct str owner_kind; /* application, diary, objection, direct_list ... */
    struct str field, file_name, type, sha256;
    bool removed;
};

#define ATTACHMENT_MAX_BYTES (20 * 1024 * 1024)

/*
 * Looks at the first bytes: "application/pdf", "image/jpeg", "image/png",
 * docx, xlsx, doc, xls, "text/csv"; "" for anything else (HTML, scripts,
 * programs). head: the first up to 4096 bytes; size: of the whole.
 */
struct str attachment_type(struct str head, struct str file_name);

/*
 * Puts the bytes of a temporary file into the data folder, before the
 * transaction: same content, same place; durable (fsync of file and folder).
 * Errors: ERR_INPUT  empty, or a type that is not accepted; says which are.
 *         ERR_LIMIT  larger than ATTACHMENT_MAX_BYTES.
 *         ERR_IO     disk full and the like.
 */
NODISCARD enum status attachment_keep(struct arena *a, const struct domain *d,
    const char *path, struct str file_name, uint64_t size,
    const unsigned char sha256[32], struct str *ret_type, struct err *err);
/* The same for bytes of our own (documents issued). */
NODISCARD enum status attachment_keep_bytes(struct arena *a,
    const struct domain *d, struct str bytes, struct str *ret_sha256,
    struct err *err);
/* Path of kept bytes. */
const char *attachment_path(
    struct arena *a, const struct domain *d, struct str sha256);

/* Row about bytes kept; id is set. */
NODISCARD enum status attachment_add(
    struct act *x, struct attachment *at, struct err *err);
NODISCARD enum status attachment_get(struct act *x, int64_t subject_id,
    int64_t id, struct attachment *ret, struct err *err);
/* Keeps that an account asked for a file that is not its to see (S-B14). */
NODISCARD enum status attachment_note_refusal(
    struct act *x, int64_t subject_id, int64_t id, struct err *err);
NODISCARD enum status attachment_list(struct act *x, int64_t subject_id,
    struct str owner_kind, int64_t owner_id, const struct attachment **ret,
    size_t *ret_n, struct err *err);
/* The row stays, marked as removed; by who uploaded it, or edits for its
 * subject (else ERR_DENIED). ERR_CONFLICT: it is removed already. */
NODISCARD enum status attachment_remove(
    struct act *x, int64_t subject_id, int64_t id, struct err *err);

#endif
