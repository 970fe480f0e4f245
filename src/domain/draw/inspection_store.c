/* SQL of inspections and their inspectors. */
#include "inspection_store.h"
#include "domain/reading.h"

enum { Q_ADD, Q_GET, Q_PUT, Q_DRAW, Q_ACCOUNT, Q_PROGRAMME, Q_SUBJECT,
    Q_PERSON_ADD, Q_PERSON_REPLACE, Q_PEOPLE };

#define READ \
    "SELECT i.subject_id, i.id, i.draw_id, i.position, i.programme_id, " \
    "i.accreditation_id, i.name, i.number, i.region, i.state, i.due_day, " \
    "i.visited_day, i.place, i.remark, i.findings, i.defects, " \
    "i.recorded_us, i.recorded_by, i.published_us, i.published_by, " \
    "i.version, d.number, d.inspection FROM inspection i " \
    "JOIN draw d ON d.id = i.draw_id "
#define READ_OUT "iiiiiissssIIsssiIIIIiss"
#define BY_DUE \
    "ORDER BY CASE WHEN i.state = 'ASSIGNED' THEN 0 ELSE 1 END, i.due_day " \
    "NULLS LAST, i.id LIMIT 500"

static const struct sql Q[] = {
    [Q_ADD] = { "iiiiiissssIi", "",
        "INSERT INTO inspection (subject_id, id, draw_id, position, "
        "programme_id, accreditation_id, name, number, region, state, "
        "due_day, version, place, remark, findings, defects) VALUES ($1, $2, "
        "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', '', '', 0)" },
    [Q_GET] = { "i", READ_OUT, READ "WHERE i.id = $1" },
    [Q_PUT] = { "iiisIsssiIIII", "",
        "UPDATE inspection SET state = $4, visited_day = $5, place = $6, "
        "remark = $7, findings = $8, defects = $9, recorded_us = $10, "
        "recorded_by = $11, published_us = $12, published_by = $13, "
        "version = version + 1 WHERE subject_id = $1 AND id = $2 AND "
        "version = $3" },
    [Q_DRAW] = { "is", READ_OUT,
        READ "WHERE i.draw_id = $1 AND ($2 = '' OR i.state = $2) "
             "ORDER BY i.position" },
    [Q_ACCOUNT] = { "is", READ_OUT,
        READ "JOIN inspection_inspector p ON p.inspection_id = i.id "
             "WHERE p.account_id = $1 AND p.replaced = 0 AND "
             "($2 = '' OR i.state = $2) " BY_DUE },
    [Q_PROGRAMME] = { "is", READ_OUT,
        READ "WHERE i.programme_id = $1 AND ($2 = '' OR i.state = $2) "
             BY_DUE },
    [Q_SUBJECT] = { "is", READ_OUT,
        READ "WHERE i.subject_id = $1 AND ($2 = '' OR i.state = $2) "
             "ORDER BY i.id DESC" },
    [Q_PERSON_ADD] = { "iii", "",
        "INSERT INTO inspection_inspector (inspection_id, account_id, "
        "position, replaced, reason) VALUES ($1, $2, $3, 0, '')" },
    [Q_PERSON_REPLACE] = { "iis", "",
        "UPDATE inspection_inspector SET replaced = 1, reason = $3 WHERE "
        "inspection_id = $1 AND account_id = $2 AND replaced = 0" },
    [Q_PEOPLE] = { "i", "iisis",
        "SELECT p.account_id, p.position, a.name, p.replaced, p.reason "
        "FROM inspection_inspector p JOIN account a ON a.id = p.account_id "
        "WHERE p.inspection_id = $1 ORDER BY p.position" },
};
const struct sql_set inspection_sql = SQL_SET("inspection", Q);

#define FINDINGS_MAX (256u << 10)

static enum status
findings_text(struct act *x, const struct inspection *i, struct str *ret,
    struct err *err)
{
    struct buf b;

    *ret = STR_EMPTY;
    if (i->findings == NULL)
        return OK;
    buf_init(&b, x->a, FINDINGS_MAX);
    json_write(&b, i->findings);
    return buf_done(&b, ret, err);
}

enum status
inspection_store_add(
    struct act *x, const struct inspection *i, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(i->subject_id), db_i(i->id), db_i(i->draw_id),
            db_i(i->position), db_i(i->programme_id),
            db_i(i->accreditation_id), db_s(i->name), db_s(i->number),
            db_s(i->region), db_s(inspection_state_name(i->state)),
            db_day_or_null(i->due), db_i(i->version)),
        NULL, err);
}

static enum status
read_one(struct act *x, struct rows *r, struct inspection *i, struct err *err)
{
    *i = (struct inspection){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .draw_id = row_int(r, 2),
        .position = row_int(r, 3),
        .programme_id = row_int(r, 4),
        .accreditation_id = row_int(r, 5),
        .name = row_str(r, 6),
        .number = row_str(r, 7),
        .region = row_str(r, 8),
        .due = row_day(r, 10),
        .visited = row_day(r, 11),
        .place = row_str(r, 12),
        .remark = row_str(r, 13),
        .defects = row_int(r, 15),
        .recorded_us = row_int(r, 16),
        .recorded_by = row_int(r, 17),
        .published_us = row_int(r, 18),
        .published_by = row_int(r, 19),
        .version = row_int(r, 20),
        .draw_number = row_str(r, 21),
        .inspection = row_str(r, 22) };
    for (size_t s = 0; s < INSPECT_STATE_COUNT_; s++) {
        if (str_eq(row_peek(r, 9),
                inspection_state_name((enum inspection_state)s)))
            i->state = (enum inspection_state)s;
    }
    struct str text = row_str(r, 14);
    return text.n == 0 ? OK
                       : json_parse(
                             x->a, text, FINDINGS_MAX, &i->findings, err);
}

READ_ONE(one_inspection, struct inspection, read_one)
READ_ALL(all_inspections, struct inspection, read_one)

enum status
inspection_store_get(struct act *x, int64_t id, struct inspection *ret,
    bool *ret_found, struct err *err)
{
    return one_inspection(x, &Q[Q_GET], DB_ARGS(db_i(id)), ret, ret_found, err);
}

enum status
inspection_store_put(struct act *x, struct inspection *i, struct err *err)
{
    int64_t changed = 0;
    struct str findings;

    TRY(findings_text(x, i, &findings, err));
    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(i->subject_id), db_i(i->id), db_i(i->version),
            db_s(inspection_state_name(i->state)),
            db_day_or_null(i->visited), db_s(i->place), db_s(i->remark),
            db_s(findings), db_i(i->defects), db_id_or_null(i->recorded_us),
            db_id_or_null(i->recorded_by), db_id_or_null(i->published_us),
            db_id_or_null(i->published_by)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这次检查刚刚被其他人办理，请刷新后查看");
    i->version++;
    return OK;
}

enum status
inspection_store_list(struct act *x, enum inspection_by by, int64_t key,
    struct str state, const struct inspection **ret, size_t *ret_n,
    struct err *err)
{
    static const int WHICH[] = { [BY_DRAW] = Q_DRAW,
        [BY_ACCOUNT] = Q_ACCOUNT,
        [BY_PROGRAMME] = Q_PROGRAMME,
        [BY_SUBJECT] = Q_SUBJECT };
    return all_inspections(
        x, &Q[WHICH[by]], DB_ARGS(db_i(key), db_s(state)), ret, ret_n, err);
}

/* --- inspectors --- */

enum status
inspector_store_add(struct act *x, int64_t id, int64_t account_id,
    int64_t position, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_PERSON_ADD],
        DB_ARGS(db_i(id), db_i(account_id), db_i(position)), NULL, err);
}

enum status
inspector_store_replace(struct act *x, int64_t id, int64_t account_id,
    struct str reason, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_PERSON_REPLACE],
        DB_ARGS(db_i(id), db_i(account_id), db_s(reason)), &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, "此人不是这次检查的检查人员");
    return OK;
}

static struct inspection_person
read_inspection_person(struct rows *r)
{
    return (struct inspection_person){ .account_id = row_int(r, 0),
        .position = row_int(r, 1),
        .name = row_str(r, 2),
        .replaced = row_int(r, 3) == 1,
        .reason = row_str(r, 4) };
}

COPY_ALL(
    all_inspection_persons, struct inspection_person, read_inspection_person)

enum status
inspector_store_list(struct act *x, int64_t id,
    const struct inspection_person **ret, size_t *ret_n, struct err *err)
{
    return all_inspection_persons(
        x, &Q[Q_PEOPLE], DB_ARGS(db_i(id)), ret, ret_n, err);
}
