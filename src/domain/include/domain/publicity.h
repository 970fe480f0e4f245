/* publicity.h - registers that are published about holders: profiles, articles.
 * The holder consents; the people of the pack's editing bodies write; somebody
 * else approves; the public reads. What the holder takes back, or what
 * outlives its title, is down at once (B-4-3-5). Errors of all calls: core.h.
 *
 * A row is DRAFT, PUBLISHED or WITHDRAWN.
 */
#ifndef DOMAIN_PUBLICITY_H
#define DOMAIN_PUBLICITY_H

#include "domain/accreditation.h"
#include "domain/record.h"

struct str publicity_state_title(struct str state); /* 编辑中, 已发布, 已撤下 */

/* --- the holder's consent to a register --- */

struct public_consent {
    int64_t subject_id, id, given_us, given_by, withdrawn_us; /* 0: stands */
    struct str reason, name, account; /* of the holder; of who gave it */
};
/* The newest of a holder; *ret_found false: it never gave one. */
NODISCARD enum status publicity_consent(struct act *x,
    const struct programme *p, const struct pack_record *k,
    int64_t subject_id, struct public_consent *ret, bool *ret_found,
    struct err *err);
/* All that stand, by name. For editors and officers. */
NODISCARD enum status publicity_consents(struct act *x,
    const struct programme *p, const struct pack_record *k,
    const struct public_consent **ret, size_t *ret_n, struct err *err);
/* Gives it, for people of the holder who may edit. ERR_CONFLICT: it stands, or
 * the title is over. */
NODISCARD enum status publicity_give(struct act *x,
    const struct programme *p, const struct pack_record *k,
    int64_t subject_id, struct err *err);
/* Takes it back: whatever is published in this register about the holder is
 * down with this transaction. ERR_CONFLICT: none stands. */
NODISCARD enum status publicity_withdraw(struct act *x,
    const struct programme *p, const struct pack_record *k,
    int64_t subject_id, struct str reason, struct err *err);

/* --- writing, approving, taking down --- */

/* People of an editing body whose region the holder lies in ("" any region
 * will do), and officers. */
bool publicity_may_edit(const struct act *x, const struct programme *p,
    const struct pack_record *k, struct str region);
bool publicity_may_approve(const struct act *x, const struct programme *p,
    const struct pack_record *k);
/* Of drafts and what was taken down only editors, officers and the holder's
 * people know. True for ordinary registers. */
bool publicity_may_see(const struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r);

/* A draft about a holder; record_add ends here. ERR_CONFLICT: no consent
 * stands, or the title is over. ERR_INPUT: not about a holder, form. */
NODISCARD enum status publicity_write(struct act *x,
    const struct programme *p, const struct pack_record *k, struct record *r,
    struct err *err);
/* ERR_CONFLICT: another version, or no draft. */
NODISCARD enum status publicity_edit(struct act *x, int64_t subject_id,
    int64_t id, int64_t version, const struct json *content,
    struct err *err);
/* Public from now on; an older row of a single register goes down. The holder
 * is told. ERR_CONFLICT: who edited last does not approve; no consent; over. */
NODISCARD enum status publicity_approve(struct act *x, int64_t subject_id,
    int64_t id, int64_t version, struct err *err);
/* Editors, officers, or the holder that does not agree with this row. */
NODISCARD enum status publicity_take_down(struct act *x, int64_t subject_id,
    int64_t id, int64_t version, struct str reason, struct err *err);

/* --- reading --- */

/* What the public may read now, newest first, at most 500; of one holder, or
 * (0) of all. Rows of holders whose title is over are left out. */
struct published {
    struct record row;
    struct accreditation holder; /* the living title, first of several */
};
NODISCARD enum status publicity_published(struct act *x,
    const struct programme *p, const struct pack_record *k,
    int64_t subject_id, const struct published **ret, size_t *ret_n,
    struct err *err);
/* Drafts and others, newest first, at most n. Editors and officers. */
NODISCARD enum status publicity_rows(struct act *x,
    const struct programme *p, const struct pack_record *k, struct str state,
    size_t n, const struct record **ret, size_t *ret_n, struct err *err);

#endif
