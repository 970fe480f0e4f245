/* SQL of what members declare, open and say, of reviews on site and of
 * falsifications. */
#include "domain/reading.h"
#include "panel_store.h"

enum {
    Q_CREW, Q_DECLARE, Q_STAND_IN, Q_VIEW_ADD, Q_VIEWS, Q_OPINION, Q_REOPEN,
    Q_ONSITE_ADD, Q_ONSITES, Q_ONSITE_RECORD, Q_FALSE
};

#define CONTENT_MAX (256u * 1024)

static const struct sql Q[] = {
    [Q_CREW] = { "iii", "issssissiII",
        "SELECT m.account_id, a.name, m.unit, m.seat, "
        "COALESCE(p.declared, 'NOT_YET'), COALESCE(p.stands_in, 0), "
        "COALESCE(o.content, ''), COALESCE(o.vote, ''), "
        "COALESCE(o.seq, 0), o.saved_us, o.submitted_us FROM panel_member m "
        "JOIN account a ON a.id = m.account_id LEFT JOIN panel_place p ON "
        "p.subject_id = $1 AND p.application_id = $2 AND "
        "p.panel_id = m.panel_id AND p.account_id = m.account_id "
        "LEFT JOIN panel_opinion o ON o.subject_id = $1 AND "
        "o.application_id = $2 AND o.panel_id = m.panel_id AND "
        "o.account_id = m.account_id WHERE m.panel_id = $3 AND "
        "m.left_us IS NULL AND (m.seat <> 'SUBSTITUTE' OR p.stands_in = 1) "
        "ORDER BY CASE WHEN m.seat = 'CHAIR' THEN 0 WHEN m.seat = 'MEMBER' "
        "THEN 1 ELSE 2 END, m.since_us, m.account_id" },
    [Q_DECLARE] = { "iiiissi", "",
        "INSERT INTO panel_place (subject_id, application_id, panel_id, "
        "account_id, declared, reason, declared_us, stands_in) VALUES ($1, "
        "$2, $3, $4, $5, $6, $7, 0) ON CONFLICT (subject_id, "
        "application_id, panel_id, account_id) DO UPDATE SET declared = $5, "
        "reason = $6, declared_us = $7" },
    [Q_STAND_IN] = { "iiii", "",
        "INSERT INTO panel_place (subject_id, application_id, panel_id, "
        "account_id, declared, reason, stands_in) VALUES ($1, $2, $3, $4, "
        "'NOT_YET', '', 1) ON CONFLICT (subject_id, application_id, "
        "panel_id, account_id) DO UPDATE SET stands_in = 1" },
    [Q_VIEW_ADD] = { "iiisi", "",
        "INSERT INTO panel_view (subject_id, application_id, account_id, "
        "what, at_us) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (subject_id, "
        "application_id, account_id, what) DO NOTHING" },
    [Q_VIEWS] = { "iii", "s",
        "SELECT what FROM panel_view WHERE subject_id = $1 AND "
        "application_id = $2 AND account_id = $3 ORDER BY what" },
    [Q_OPINION] = { "iiiissiiI", "",
        "INSERT INTO panel_opinion (subject_id, application_id, panel_id, "
        "account_id, content, vote, seq, saved_us, submitted_us) VALUES ($1, "
        "$2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (subject_id, "
        "application_id, panel_id, account_id) DO UPDATE SET content = $5, "
        "vote = $6, seq = $7, saved_us = $8, submitted_us = $9 WHERE "
        "panel_opinion.submitted_us IS NULL" },
    [Q_REOPEN] = { "iii", "",
        "UPDATE panel_opinion SET submitted_us = NULL WHERE subject_id = $1 "
        "AND application_id = $2 AND panel_id = $3" },
    [Q_ONSITE_ADD] = { "iiiisiiis", "",
        "INSERT INTO panel_onsite (subject_id, application_id, id, panel_id, "
        "content, held_day, ordered_us, ordered_by, derivation, record) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '{}')" },
    [Q_ONSITES] = { "ii", "isiisI",
        "SELECT id, content, held_day, ordered_us, record, recorded_us FROM "
        "panel_onsite WHERE subject_id = $1 AND application_id = $2 "
        "ORDER BY id" },
    [Q_ONSITE_RECORD] = { "iiisii", "",
        "UPDATE panel_onsite SET record = $4, recorded_us = $5, "
        "recorded_by = $6 WHERE subject_id = $1 AND application_id = $2 AND "
        "id = $3 AND recorded_us IS NULL" },
    [Q_FALSE] = { "iiisssii", "",
        "INSERT INTO falsification (subject_id, application_id, id, finding, "
        "statement, conclusion, at_us, by_id) VALUES ($1, $2, $3, $4, $5, "
        "$6, $7, $8)" },
};
const struct sql_set panel_opinion_sql = SQL_SET("panel_opinion", Q);

static enum status
written(struct act *x, const struct json *v, struct str *ret, struct err *err)
{
    struct buf b;

    buf_init(&b, x->a, CONTENT_MAX);
    json_write_canonical(&b, v);
    return buf_done(&b, ret, err);
}

/* --- crews and places --- */

static enum panel_vote
vote_of(struct str name)
{
    if (str_eq(name, STR("PASS")))
        return VOTE_PASS;
    return str_eq(name, STR("REJECT")) ? VOTE_REJECT : VOTE_NONE;
}

static enum status
read_opinion(struct act *x, struct rows *r, struct panel_opinion *o,
    struct err *err)
{
    struct str content = row_str(r, 6);

    *o = (struct panel_opinion){ .account_id = row_int(r, 0),
        .name = row_str(r, 1),
        .unit = row_str(r, 2),
        .declared = str_eq(row_peek(r, 4), STR("CLEAR")),
        .recused = str_eq(row_peek(r, 4), STR("RECUSED")),
        .stands_in = row_int(r, 5) == 1,
        .vote = vote_of(row_peek(r, 7)),
        .seq = row_int(r, 8),
        .saved_us = row_is_null(r, 9) ? 0 : row_int(r, 9),
        .submitted_us = row_is_null(r, 10) ? 0 : row_int(r, 10) };
    (void)panel_rank_of(row_peek(r, 3), &o->rank);
    if (content.n == 0)
        return OK;
    return json_parse(x->a, content, CONTENT_MAX, &o->content, err);
}

READ_ALL(all_panel_opinions, struct panel_opinion, read_opinion)

enum status
crew_store_list(struct act *x, const struct application *app,
    int64_t panel_id, const struct panel_opinion **ret, size_t *ret_n,
    struct err *err)
{
    return all_panel_opinions(x, &Q[Q_CREW],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(panel_id)), ret,
        ret_n, err);
}

enum status
place_store_put(struct act *x, const struct application *app,
    int64_t panel_id, int64_t account_id, struct str declared,
    struct str reason, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_DECLARE],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(panel_id),
            db_i(account_id), db_s(declared), db_s(reason),
            db_i(x->now_us)),
        NULL, err);
}

enum status
place_store_stand_in(struct act *x, const struct application *app,
    int64_t panel_id, int64_t account_id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_STAND_IN],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(panel_id),
            db_i(account_id)),
        NULL, err);
}

/* --- views --- */

enum status
view_store_add(struct act *x, const struct application *app,
    struct str what, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_VIEW_ADD],
        DB_ARGS(db_i(app->subject_id), db_i(app->id),
            db_i(x->who->account_id), db_s(what), db_i(x->now_us)),
        NULL, err);
}

enum status
view_store_list(struct act *x, const struct application *app,
    const struct str **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct str) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_VIEWS],
        DB_ARGS(db_i(app->subject_id), db_i(app->id),
            db_i(x->who->account_id)),
        &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = row_str(r, 0);
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

/* --- opinions --- */

enum status
opinion_store_put(struct act *x, const struct application *app,
    int64_t panel_id, const struct json *content, enum panel_vote vote,
    bool final, bool *ret_done, struct err *err)
{
    static const struct str VOTES[] = { STR_INIT(""), STR_INIT("PASS"),
        STR_INIT("REJECT") };
    struct str text;
    int64_t changed = 0;

    TRY(written(x, content, &text, err));
    TRY(tx_exec(x->tx, &Q[Q_OPINION],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(panel_id),
            db_i(x->who->account_id), db_s(text), db_s(VOTES[vote]),
            db_i(app->versions), db_i(x->now_us),
            final ? db_i(x->now_us) : db_null()),
        &changed, err));
    *ret_done = changed > 0;
    return OK;
}

enum status
opinion_store_reopen(struct act *x, const struct application *app,
    int64_t panel_id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_REOPEN],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(panel_id)), NULL,
        err);
}

/* --- on site --- */

enum status
onsite_store_add(struct act *x, const struct application *app,
    int64_t panel_id, const struct panel_onsite *o,
    struct str derivation, struct err *err)
{
    struct str content;

    TRY(written(x, o->content, &content, err));
    return tx_exec(x->tx, &Q[Q_ONSITE_ADD],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(o->id),
            db_i(panel_id), db_s(content), db_i(o->held.n), db_i(x->now_us),
            db_i(x->who->account_id), db_s(derivation)),
        NULL, err);
}

enum status
onsite_store_list(struct act *x, const struct application *app,
    const struct panel_onsite **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct panel_onsite) v = { 0 };
    struct rows *r = NULL;
    enum status st = OK;

    TRY(tx_query(x->tx, x->a, &Q[Q_ONSITES],
        DB_ARGS(db_i(app->subject_id), db_i(app->id)), &r, err));
    while (st == OK && rows_next(r)) {
        struct panel_onsite *o = VEC_PUSH(x->a, &v);

        *o = (struct panel_onsite){ .id = row_int(r, 0),
            .held = { (int32_t)row_int(r, 2) },
            .ordered_us = row_int(r, 3),
            .recorded_us = row_is_null(r, 5) ? 0 : row_int(r, 5) };
        st = json_parse(x->a, row_peek(r, 1), CONTENT_MAX, &o->content, err);
        if (st == OK)
            st = json_parse(
                x->a, row_peek(r, 4), CONTENT_MAX, &o->record, err);
    }
    TRY(rows_close(r, st, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
onsite_store_record(struct act *x, const struct application *app, int64_t id,
    const struct json *record, bool *ret_done, struct err *err)
{
    struct str text;
    int64_t changed = 0;

    TRY(written(x, record, &text, err));
    TRY(tx_exec(x->tx, &Q[Q_ONSITE_RECORD],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(id), db_s(text),
            db_i(x->now_us), db_i(x->who->account_id)),
        &changed, err));
    *ret_done = changed > 0;
    return OK;
}

/* --- falsification --- */

enum status
falsification_store_add(struct act *x, const struct application *app,
    const struct falsification *f, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_FALSE],
        DB_ARGS(db_i(app->subject_id), db_i(app->id),
            db_i(world_id(&x->d->world)), db_s(f->finding),
            db_s(f->statement), db_s(f->conclusion), db_i(x->now_us),
            db_i(x->who->account_id)),
        NULL, err);
}
