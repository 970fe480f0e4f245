/* Rounds: the calls of a programme. */
#include "domain/application.h"
#include "domain/reading.h"

enum { Q_LIST, Q_GET, Q_ADD, Q_PUT };

#define COLUMNS \
    "id, programme_id, name, opens_us, closes_us, reference_day, doc_no, " \
    "contact, phone, email, pack_hash, " \
    "CASE WHEN state = 'OPEN' THEN 1 ELSE 0 END, version"
#define OUT "iisiIIsssssii"

static const struct sql Q[] = {
    [Q_LIST] = { "i", OUT,
        "SELECT " COLUMNS " FROM round WHERE $1 = 0 OR programme_id = $1 "
        "ORDER BY opens_us DESC, id DESC" },
    [Q_GET] = { "i", OUT, "SELECT " COLUMNS " FROM round WHERE id = $1" },
    [Q_ADD] = { "iisiIIssssss", "",
        "INSERT INTO round (id, programme_id, name, opens_us, closes_us, "
        "reference_day, doc_no, contact, phone, email, pack_hash, state, "
        "version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
        "1)" },
    [Q_PUT] = { "iisiIIsssss", "",
        "UPDATE round SET name = $3, opens_us = $4, closes_us = $5, "
        "reference_day = $6, doc_no = $7, contact = $8, phone = $9, "
        "email = $10, state = $11, version = version + 1 "
        "WHERE id = $1 AND version = $2" },
};
const struct sql_set round_sql = SQL_SET("round", Q);

static struct round
read_round(struct rows *r)
{
    return (struct round){ .id = row_int(r, 0),
        .programme_id = row_int(r, 1),
        .name = row_str(r, 2),
        .opens_us = row_int(r, 3),
        .closes_us = row_int(r, 4),
        .reference = row_day(r, 5),
        .doc_no = row_str(r, 6),
        .contact = row_str(r, 7),
        .phone = row_str(r, 8),
        .email = row_str(r, 9),
        .pack_hash = row_str(r, 10),
        .open = row_int(r, 11) != 0,
        .version = row_int(r, 12) };
}

COPY_ALL(all_rounds, struct round, read_round)

enum status
round_list(struct act *x, int64_t programme_id, const struct round **ret,
    size_t *ret_n, struct err *err)
{
    return all_rounds(
        x, &Q[Q_LIST], DB_ARGS(db_i(programme_id)), ret, ret_n, err);
}

enum status
round_get(struct act *x, int64_t id, struct round *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    struct round got = { 0 };

    TRY(tx_one(x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(id)), &found, &r, err));
    if (found)
        got = read_round(r);
    TRY(rows_end(r, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有这个批次");
    *ret = got;
    return OK;
}

enum status
round_current(struct act *x, int64_t programme_id, struct round *ret,
    struct err *err)
{
    const struct round *list = NULL, *last = NULL, *next = NULL;
    size_t n = 0;

    TRY(round_list(x, programme_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct round *r = &list[i]; /* newest first */

        if (!r->open)
            continue;
        if (r->opens_us > x->now_us) {
            next = r;
        } else if (r->closes_us == 0 || x->now_us < r->closes_us) {
            *ret = *r;
            return OK;
        } else if (last == NULL) {
            last = r;
        }
    }
    if (next != NULL)
        return err_set(err, ERR_NOT_FOUND,
            "本批次将于 " STR_FMT "（北京时间）开始申报",
            STR_ARG(us_beijing(x->a, next->opens_us)));
    if (last != NULL)
        return err_set(err, ERR_NOT_FOUND,
            "“" STR_FMT "”的申报已于 " STR_FMT " 24:00（北京时间）截止",
            STR_ARG(last->name),
            STR_ARG(day_zh(x->a, day_of_us(last->closes_us - 1))));
    return err_set(err, ERR_NOT_FOUND, "目前没有开放申报的批次");
}

enum status
round_save(struct act *x, struct round *r, struct err *err)
{
    const struct programme *p = domain_programme(x->d, r->programme_id);
    struct dbv closes = r->closes_us == 0 ? db_null() : db_i(r->closes_us);
    struct dbv reference =
        day_is_none(r->reference) ? db_null() : db_i(r->reference.n);
    struct str state = r->open ? STR("OPEN") : STR("CLOSED");
    bool is_new = r->id == 0;

    TRY(act_require(x, MAY_RULE, r->programme_id, STR_EMPTY, err));
    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    if (r->open && day_is_none(programme_in_force(p)))
        return err_set(err, ERR_CONFLICT,
            "该办法仍是草案，只能演练，不能开放申报；印发后请先录入印发日期");
    if (r->open && !p->pack->may_open &&
        r->opens_us < day_start_us(programme_in_force(p)))
        return err_field(err, ERR_INPUT, STR("opens"),
            "办法自 " STR_FMT " 起施行，开始时间不能早于这一天",
            STR_ARG(day_iso(x->a, programme_in_force(p))));
    if (r->name.n == 0)
        return err_field(err, ERR_INPUT, STR("name"), "请填写批次名称");
    if (r->closes_us != 0 && r->closes_us <= r->opens_us)
        return err_field(err, ERR_INPUT, STR("closes"),
            "截止时间应晚于开始时间");
    if (is_new) {
        r->id = world_id(&x->d->world);
        r->pack_hash = p->pack->hash;
        TRY(tx_exec(x->tx, &Q[Q_ADD],
            DB_ARGS(db_i(r->id), db_i(r->programme_id), db_s(r->name),
                db_i(r->opens_us), closes, reference, db_s(r->doc_no),
                db_s(r->contact), db_s(r->phone), db_s(r->email),
                db_s(r->pack_hash), db_s(state)),
            NULL, err));
    } else {
        int64_t changed = 0;

        TRY(tx_exec(x->tx, &Q[Q_PUT],
            DB_ARGS(db_i(r->id), db_i(r->version), db_s(r->name),
                db_i(r->opens_us), closes, reference, db_s(r->doc_no),
                db_s(r->contact), db_s(r->phone), db_s(r->email),
                db_s(state)),
            &changed, err));
        if (changed == 0)
            return err_set(err, ERR_CONFLICT,
                "这个批次刚刚被其他人修改，请刷新后重试");
    }
    r->version++;
    return audit_add(x,
        &(struct audit_line){ .programme_id = r->programme_id,
            .object_kind = "round",
            .object_id = r->id,
            .event = is_new ? "add" : "change",
            .to = state,
            .reason = r->name,
            .document = r->doc_no },
        err);
}
