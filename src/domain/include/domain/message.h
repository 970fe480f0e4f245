/* message.h - effects on people: rows of the outbox, written in the
 * transaction of the change, delivered after it, once. Errors of all calls:
 * core.h. */
#ifndef DOMAIN_MESSAGE_H
#define DOMAIN_MESSAGE_H

#include "domain/core.h"

/*
 * Tells a subject's people: an in-app message, an SMS to its mobile and a mail
 * to its address if it has them.
 *
 * template  name of a document of the pack with layout "message"; values fill
 *           its {{names}}; title is the document's title. A value "letter"
 *           (letter.h) becomes the last line: where to read the letter.
 * link      path of ours opened from the message, or "".
 * once_key  "" or a key that makes this message unique for ever ("warn/ID/DAY"):
 *           a second call with the same key does nothing.
 * Errors: ERR_NOT_FOUND  no such document.
 */
NODISCARD enum status message_to_subject(struct act *x, const struct pack *p,
    int64_t subject_id, struct str template_name, const struct json *values,
    struct str link, struct str once_key, struct err *err);

/* Plain text to an account (password reset, log-in notices) or, with
 * account_id 0, to an address: "MAIL" or "SMS". */
NODISCARD enum status message_to_account(struct act *x, int64_t account_id,
    struct str title, struct str body, struct str link, struct err *err);
/* As message_to_account, once for ever by the key ("inspect-due/ID"). */
NODISCARD enum status message_remind_account(struct act *x,
    int64_t account_id, struct str title, struct str body, struct str link,
    struct str once_key, struct err *err);
NODISCARD enum status message_to_address(struct act *x, const char *channel,
    struct str address, struct str title, struct str body, struct err *err);

/* In-app messages of an account and of the subjects it acts for. */
struct message_row {
    int64_t id, created_us, sent_us, read_us; /* 0: not yet */
    struct str channel, title, body, link, state, error, template_name;
    struct str address_masked;
    struct str reader; /* message_receipts: account or subject told */
    int64_t attempts;
};
NODISCARD enum status message_inbox(struct act *x, int64_t before, size_t n,
    const struct message_row **ret, size_t *ret_n, struct err *err);
NODISCARD enum status message_unread(
    struct act *x, int64_t *ret, struct err *err);
NODISCARD enum status message_mark_read(
    struct act *x, int64_t id, struct err *err);
/* Everything sent about a subject (officers), newest first. */
NODISCARD enum status message_of_subject(struct act *x, int64_t subject_id,
    const struct message_row **ret, size_t *ret_n, struct err *err);
/* In-app messages that lead to a page (`link`): whom they told, and who has
 * read them; newest first, at most 500. Officers who may read files. */
NODISCARD enum status message_receipts(struct act *x, struct str link,
    const struct message_row **ret, size_t *ret_n, struct err *err);
/* All of one state ("" any), newest first, for the officers' page. */
NODISCARD enum status message_list(struct act *x, struct str state,
    int64_t before, size_t n, const struct message_row **ret, size_t *ret_n,
    struct err *err);

/* --- delivery --- */

struct message_due {
    int64_t id;
    bool is_sms;
    struct str address, title, body;
    struct str link; /* path of the page it is about, "" none */
    int64_t attempts;
};
/* Those of a channel ("MAIL", "SMS") whose time has come, oldest first, at
 * most n. */
NODISCARD enum status message_due(struct act *x, const char *channel,
    size_t n, const struct message_due **ret, size_t *ret_n, struct err *err);
/* Claims one before it is sent, so that two senders never send it twice:
 * moves next_us ahead; *ret false if somebody else has it. */
NODISCARD enum status message_claim(
    struct act *x, int64_t id, bool *ret, struct err *err);
/* Result: sent, or failed with the reason (without personal data). After the
 * 8th failure it stays FAILED; before, it is tried again after 1, 2, 4 ...
 * minutes. */
NODISCARD enum status message_result(struct act *x, int64_t id, bool sent,
    struct str error, struct err *err);
/* Puts a FAILED message back into the queue. ERR_CONFLICT: it is not. */
NODISCARD enum status message_retry(
    struct act *x, int64_t id, struct err *err);

#endif
