/* What the people of a body are told: of a file that arrives, and of one that
 * waits too long. */
#include "../body/body_store.h"
#include "../message/message_store.h"
#include "instance_private.h"
#include "instance_store.h"

/* Once for each person: once_key is made their own. */
static enum status
tell_seats(struct act *x, int64_t body_id, struct str title, struct str text,
    struct str link, struct str once_key, struct err *err)
{
    const struct body_seat_row *seats = NULL;
    size_t n = 0;
    bool added = false;

    TRY(body_store_seats(x, body_id, &seats, &n, err));
    for (size_t i = 0; i < n; i++)
        TRY(message_store_add(x,
            &(struct message_new){ .channel = STR("INBOX"),
                .account_id = seats[i].account_id,
                .title = title,
                .body = text,
                .link = link,
                .once_key = arena_fmt(x->a, STR_FMT "/%lld",
                    STR_ARG(once_key), (long long)seats[i].account_id) },
            &added, err));
    return OK;
}

static struct str
file_link(struct act *x, int64_t id)
{
    return arena_fmt(x->a, "/body/files/%lld", (long long)id);
}

enum status
instance_tell_arrival(
    struct act *x, const struct application *app, struct err *err)
{
    return tell_seats(x, app->body_id, STR("有新的申请送达"),
        arena_fmt(x->a,
            "“" STR_FMT "”的申请（编号" STR_FMT
            "）已送达本单位，请登录后办理。",
            STR_ARG(app->name), STR_ARG(app->number)),
        file_link(x, app->id),
        arena_fmt(x->a, "body-file/%lld/%lld", (long long)app->id,
            (long long)x->now_us),
        err);
}

static enum status
remind_body(
    struct act *x, const struct body *b, const struct pack *p, size_t *ret_n,
    struct err *err)
{
    struct instance_row *rows = NULL;
    size_t n = 0;

    TRY(queue_store_list(x, b->id, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct instance_row *r = &rows[i];

        if (r->passed || !instance_is_late(x, p, r))
            continue;
        TRY(tell_seats(x, b->id, STR("有申请等待较久"),
            arena_fmt(x->a,
                "“" STR_FMT "”的申请（编号" STR_FMT "）自" STR_FMT
                "送达以来尚未办理，请尽快办理。",
                STR_ARG(r->name), STR_ARG(r->number),
                STR_ARG(day_zh(x->a, r->arrived))),
            file_link(x, r->id),
            arena_fmt(x->a, "body-late/%lld/%lld", (long long)r->id,
                (long long)r->entered_us),
            err));
        (*ret_n)++;
    }
    return OK;
}

enum status
instance_remind_due(struct act *x, const struct programme *p, size_t *ret_n,
    struct err *err)
{
    const struct body *list = NULL;
    size_t n = 0;

    *ret_n = 0;
    if (p->pack->n_bodies == 0)
        return OK;
    TRY(body_store_list(x, p->id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (!list[i].ended)
            TRY(remind_body(x, &list[i], p->pack, ret_n, err));
    }
    return OK;
}
