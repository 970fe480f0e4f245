#include "domain/message.h"

#include "domain/subject.h"
#include "message_store.h"

#define MESSAGE_BODY_MAX 16384
#define ATTEMPTS_MAX 8
#define CLAIM_US (5 * 60 * INT64_C(1000000))

enum status
message_to_subject(struct act *x, const struct pack *p, int64_t subject_id,
    struct str template_name, const struct json *values, struct str link,
    struct str once_key, struct err *err)
{
    const struct pack_document *d = pack_document(p, template_name);
    struct subject_private contact;

    if (d == NULL)
        return err_set(err, ERR_NOT_FOUND,
            "政策包中没有消息文本“" STR_FMT "”", STR_ARG(template_name));
    struct str body = template_fill(x->a, d->body, values);
    struct str letter = json_str(json_get(values, STR("letter")));
    if (letter.n > 0)
        body = arena_fmt(x->a, STR_FMT "\n" STR_FMT,
            STR_ARG(str_trim(body)), STR_ARG(letter));
    struct message_new m = { .channel = STR("INBOX"),
        .subject_id = subject_id,
        .template_name = template_name,
        .title = d->title.zh,
        .body = body,
        .link = link,
        .once_key = once_key };
    bool added = false;
    TRY(message_store_add(x, &m, &added, err));
    if (!added)
        return OK;
    TRY(subject_private_get(x, subject_id, &contact, err));
    m.once_key = STR_EMPTY;
    if (contact.mobile.n > 0) {
        m.channel = STR("SMS");
        m.address = contact.mobile;
        TRY(message_store_add(x, &m, &added, err));
    }
    if (contact.email.n > 0) {
        m.channel = STR("MAIL");
        m.address = contact.email;
        TRY(message_store_add(x, &m, &added, err));
    }
    return OK;
}

enum status
message_remind_account(struct act *x, int64_t account_id, struct str title,
    struct str body, struct str link, struct str once_key, struct err *err)
{
    bool added = false;

    return message_store_add(x,
        &(struct message_new){ .channel = STR("INBOX"),
            .account_id = account_id,
            .title = title,
            .body = body,
            .link = link,
            .once_key = once_key },
        &added, err);
}

enum status
message_to_account(struct act *x, int64_t account_id, struct str title,
    struct str body, struct str link, struct err *err)
{
    return message_remind_account(
        x, account_id, title, body, link, STR_EMPTY, err);
}

enum status
message_to_address(struct act *x, const char *channel, struct str address,
    struct str title, struct str body, struct err *err)
{
    bool added = false;

    return message_store_add(x,
        &(struct message_new){ .channel = str_of(channel),
            .address = address,
            .title = title,
            .body = body },
        &added, err);
}

enum status
message_claim(struct act *x, int64_t id, bool *ret, struct err *err)
{
    return message_store_claim(x, id, x->now_us + CLAIM_US, ret, err);
}

enum status
message_result(
    struct act *x, int64_t id, bool sent, struct str error, struct err *err)
{
    int64_t attempts = 0;

    TRY(message_store_attempts(x, id, &attempts, err));
    attempts++;
    if (sent)
        return message_store_finish(
            x, id, STR("SENT"), attempts, x->now_us, STR_EMPTY, err);
    /* 1, 2, 4 ... minutes; after the last try it stays FAILED. */
    int64_t wait_us = (INT64_C(60000000) << (attempts - 1));
    return message_store_finish(x, id,
        attempts >= ATTEMPTS_MAX ? STR("FAILED") : STR("QUEUED"), attempts,
        x->now_us + wait_us, error, err);
}

enum status
message_retry(struct act *x, int64_t id, struct err *err)
{
    bool done = false;

    TRY(act_require_whole(x, MAY_SUPERVISE, 0, err));
    TRY(message_store_retry(x, id, &done, err));
    return done ? OK
                : err_set(err, ERR_CONFLICT, "这条消息不是“发送失败”，无需重发");
}
