/* deliver.h - mails and SMS of the outbox on their way: SMTP and an HTTP
 * gateway, by libcurl. Called by the server's background thread and by
 * `mingce tick`; never inside a transaction of anybody else.
 *
 * A message is claimed before it is sent (message_claim), so that two senders
 * never send it twice, and its result is written after. A failure changes the
 * message and nothing else.
 */
#ifndef WEB_DELIVER_H
#define WEB_DELIVER_H

#include "domain/core.h"

struct deliver_options {
    struct str smtp_url;      /* "smtp://host:25", "smtps://host"; "" none */
    struct str smtp_user, smtp_password;
    struct str smtp_from;     /* "name@host" */
    struct str sms_url;       /* POST; "" none */
    struct str sms_token;     /* bearer token, "" none */
    struct str sms_form;      /* "": JSON {"mobile", "text"}; else a form such
                                 as "to={{mobile}}&msg={{text}}", values are
                                 percent-encoded */
    int64_t timeout_ms;       /* of one message; 0: 20000 */
    const _Atomic bool *stop; /* NULL, or ends a running transfer when true */
};

/* A channel without its address (mail: and without a sender) is dry: its
 * messages stay QUEUED. */
bool deliver_has_mail(const struct deliver_options *o);
bool deliver_has_sms(const struct deliver_options *o);

struct deliver_counts {
    size_t sent, failed;
};

/*
 * Sends what is due at now_us, at most `most` messages a channel, oldest
 * first. That a message cannot be delivered is no error: it is counted, and its
 * row says why (without personal data).
 * Errors: those of the store; ERR_IO  libcurl cannot be set up.
 */
NODISCARD enum status deliver_run(struct store *s, const struct domain *d,
    const struct deliver_options *o, int64_t now_us, size_t most,
    struct deliver_counts *ret, struct err *err);

/* Text of a mail as it goes out: headers and body, RFC 5322, 2047, 2045. */
struct str deliver_mail_text(struct arena *a, struct str from, struct str to,
    struct str subject, struct str body, int64_t now_us, int64_t id);

#endif
