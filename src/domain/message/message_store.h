/* message_store.h - rows of the outbox; no rules. */
#ifndef MESSAGE_STORE_H
#define MESSAGE_STORE_H

#include "domain/message.h"

struct message_new {
    struct str channel, address, template_name, title, body, link, once_key;
    int64_t account_id, subject_id; /* 0: none */
};
/* In-app messages are SENT at once. *ret_added false: the once_key is known. */
NODISCARD enum status message_store_add(struct act *x,
    const struct message_new *m, bool *ret_added, struct err *err);
NODISCARD enum status message_store_claim(struct act *x, int64_t id,
    int64_t next_us, bool *ret, struct err *err);
NODISCARD enum status message_store_attempts(
    struct act *x, int64_t id, int64_t *ret, struct err *err);
/* time_us: when it was sent, or when to try again. */
/* A FAILED one back into the queue; *ret false if it is none. */
NODISCARD enum status message_store_retry(
    struct act *x, int64_t id, bool *ret, struct err *err);
NODISCARD enum status message_store_finish(struct act *x, int64_t id,
    struct str state, int64_t attempts, int64_t time_us, struct str error,
    struct err *err);

#endif
