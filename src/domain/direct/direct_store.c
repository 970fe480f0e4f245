#include "direct_store.h"
#include "domain/reading.h"

enum {
    Q_ADD_ENTRUSTMENT, Q_END_ENTRUSTMENT, Q_ENTRUSTMENTS, Q_ENTRUSTMENT,
    Q_MEMBERS, Q_ADD, Q_GET, Q_PUT, Q_LISTS, Q_ADD_ROW, Q_ROWS, Q_ROWS_OF,
    Q_COUNT, Q_COUNT_OF, Q_PUT_ROW, Q_NAMESAKES, Q_CLAIM_ROW, Q_SET_CLAIMED
};

#define ENTRUSTMENT_COLUMNS \
    "e.id, e.subject_id, e.programme_id, e.attachment_id, e.entered_us, " \
    "s.name, e.region, e.document_no, e.valid_from_day, e.valid_to_day, " \
    "CASE WHEN e.state = 'ENDED' THEN 1 ELSE 0 END"
#define ENTRUSTMENT_OUT "iiiIisssiii"
#define LIST_COLUMNS \
    "l.id, l.programme_id, l.round_id, l.body_subject_id, " \
    "l.entrustment_id, l.source_attachment_id, l.pdf_attachment_id, " \
    "l.word_attachment_id, l.row_count, l.good_count, l.job_id, " \
    "l.created_us, l.created_by, l.submitted_us, l.decided_us, " \
    "l.decided_by, l.version, s.name, l.region, l.import_name, l.number, " \
    "l.apply_mode, l.reason, l.head, l.mailed_day, l.state"
#define LIST_OUT "iiIiIIIIiiIiiIIIisssssssIs"
#define ROW_COLUMNS \
    "d.sheet_row, d.subject_id, d.accreditation_id, d.claimed_us, d.serial, " \
    "d.name, d.problem, d.state, d.claim_code, d.cells, a.number FROM " \
    "direct_row d LEFT JOIN accreditation a ON a.subject_id = d.subject_id " \
    "AND a.id = d.accreditation_id"
#define ROW_OUT "iIIIssssssS"

static const struct sql Q[] = {
    [Q_ADD_ENTRUSTMENT] = { "iiissIiiii", "",
        "INSERT INTO entrustment (id, subject_id, programme_id, region, "
        "document_no, attachment_id, valid_from_day, valid_to_day, state, "
        "entered_us, entered_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
        "'VALID', $9, $10)" },
    [Q_END_ENTRUSTMENT] = { "i", "",
        "UPDATE entrustment SET state = 'ENDED' WHERE id = $1 AND "
        "state = 'VALID'" },
    [Q_ENTRUSTMENTS] = { "", ENTRUSTMENT_OUT,
        "SELECT " ENTRUSTMENT_COLUMNS " FROM entrustment e JOIN subject s ON "
        "s.id = e.subject_id ORDER BY e.valid_to_day DESC, e.id DESC "
        "LIMIT 1000" },
    [Q_ENTRUSTMENT] = { "i", ENTRUSTMENT_OUT,
        "SELECT " ENTRUSTMENT_COLUMNS " FROM entrustment e JOIN subject s ON "
        "s.id = e.subject_id WHERE e.id = $1" },
    [Q_MEMBERS] = { "i", "i",
        "SELECT COUNT(*) FROM account_subject WHERE subject_id = $1" },
    [Q_ADD] = { "iiiissssIiiii", "",
        "INSERT INTO direct_list (id, programme_id, body_subject_id, "
        "entrustment_id, region, import_name, number, head, "
        "source_attachment_id, row_count, good_count, created_us, "
        "created_by, apply_mode, state, reason, version) VALUES ($1, $2, $3, "
        "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', 'DRAFT', '', 1)" },
    [Q_GET] = { "i", LIST_OUT,
        "SELECT " LIST_COLUMNS " FROM direct_list l JOIN subject s ON "
        "s.id = l.body_subject_id WHERE l.id = $1" },
    [Q_PUT] = { "iiIIIIssssIIIIi", "",
        "UPDATE direct_list SET version = version + 1, round_id = $3, "
        "pdf_attachment_id = $4, word_attachment_id = $5, job_id = $6, "
        "number = $7, apply_mode = $8, reason = $9, state = $10, "
        "submitted_us = $11, decided_us = $12, decided_by = $13, "
        "mailed_day = $14, good_count = $15 WHERE id = $1 AND "
        "version = $2" },
    [Q_LISTS] = { "s", LIST_OUT,
        "SELECT " LIST_COLUMNS " FROM direct_list l JOIN subject s ON "
        "s.id = l.body_subject_id WHERE ($1 = '' OR l.state = $1) AND "
        "l.state <> 'DISCARDED' ORDER BY l.created_us DESC, l.id DESC "
        "LIMIT 2000" },
    [Q_ADD_ROW] = { "iisssss", "",
        "INSERT INTO direct_row (list_id, sheet_row, serial, name, cells, "
        "problem, state, claim_code) VALUES ($1, $2, $3, $4, $5, $6, $7, "
        "'')" },
    [Q_ROWS] = { "iii", ROW_OUT,
        "SELECT " ROW_COLUMNS " WHERE d.list_id = $1 AND d.sheet_row > $2 "
        "ORDER BY d.sheet_row LIMIT $3" },
    [Q_ROWS_OF] = { "iisi", ROW_OUT,
        "SELECT " ROW_COLUMNS " WHERE d.list_id = $1 AND d.sheet_row > $2 "
        "AND d.state = $3 ORDER BY d.sheet_row LIMIT $4" },
    [Q_COUNT] = { "i", "i",
        "SELECT COUNT(*) FROM direct_row WHERE list_id = $1" },
    [Q_COUNT_OF] = { "is", "i",
        "SELECT COUNT(*) FROM direct_row WHERE list_id = $1 AND "
        "state = $2" },
    [Q_PUT_ROW] = { "iissIIs", "",
        "UPDATE direct_row SET problem = $3, state = $4, subject_id = $5, "
        "accreditation_id = $6, claim_code = $7 WHERE list_id = $1 AND "
        "sheet_row = $2" },
    [Q_NAMESAKES] = { "ssi", "isSIS",
        "SELECT s.id, s.region, p.mobile, a.id, a.number FROM subject s "
        "LEFT JOIN subject_private p ON p.subject_id = s.id "
        "LEFT JOIN accreditation a ON a.subject_id = s.id AND "
        "a.programme_id = $3 AND a.state IN ('ACTIVE', 'WARNED', 'RECTIFYING') "
        "WHERE s.name_key = $1 AND s.kind = $2 ORDER BY s.id LIMIT 50" },
    [Q_CLAIM_ROW] = { "i", "iisI",
        "SELECT list_id, sheet_row, claim_code, claimed_us FROM direct_row "
        "WHERE accreditation_id = $1" },
    [Q_SET_CLAIMED] = { "iii", "",
        "UPDATE direct_row SET claimed_us = $3 WHERE list_id = $1 AND "
        "sheet_row = $2 AND claimed_us IS NULL" },
};
const struct sql_set direct_sql = SQL_SET("direct", Q);

/* --- entrustments --- */

static struct entrustment
read_entrustment(struct rows *r)
{
    return (struct entrustment){ .id = row_int(r, 0),
        .subject_id = row_int(r, 1),
        .programme_id = row_int(r, 2),
        .attachment_id = row_int(r, 3),
        .entered_us = row_int(r, 4),
        .body = row_str(r, 5),
        .region = row_str(r, 6),
        .document_no = row_str(r, 7),
        .first = { (int32_t)row_int(r, 8) },
        .last = { (int32_t)row_int(r, 9) },
        .ended = row_int(r, 10) != 0 };
}

COPY_ALL(all_entrustments, struct entrustment, read_entrustment)

enum status
direct_store_add_entrustment(
    struct act *x, const struct entrustment *e, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD_ENTRUSTMENT],
        DB_ARGS(db_i(e->id), db_i(e->subject_id), db_i(e->programme_id),
            db_s(e->region), db_s(e->document_no),
            db_id_or_null(e->attachment_id), db_i(e->first.n), db_i(e->last.n),
            db_i(x->now_us), db_i(x->who->account_id)),
        NULL, err);
}

enum status
direct_store_end_entrustment(
    struct act *x, int64_t id, bool *ret_changed, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_END_ENTRUSTMENT], DB_ARGS(db_i(id)), &changed,
        err));
    *ret_changed = changed > 0;
    return OK;
}

enum status
direct_store_entrustments(struct act *x, const struct entrustment **ret,
    size_t *ret_n, struct err *err)
{
    return all_entrustments(x, &Q[Q_ENTRUSTMENTS], DB_NONE, ret, ret_n, err);
}

enum status
direct_store_entrustment(
    struct act *x, int64_t id, struct entrustment *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    struct entrustment e = { 0 };

    TRY(tx_one(x->tx, x->a, &Q[Q_ENTRUSTMENT], DB_ARGS(db_i(id)), &found, &r,
        err));
    if (found)
        e = read_entrustment(r);
    TRY(rows_end(r, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有这份委托");
    *ret = e;
    return OK;
}

enum status
direct_store_members(
    struct act *x, int64_t subject_id, int64_t *ret, struct err *err)
{
    return tx_int(
        x->tx, &Q[Q_MEMBERS], DB_ARGS(db_i(subject_id)), ret, err);
}

/* --- lists --- */

static enum direct_state
state_of(struct str name)
{
    for (size_t i = 0; i < DIRECT_STATE_COUNT_; i++) {
        if (str_eq(direct_state_name((enum direct_state)i), name))
            return (enum direct_state)i;
    }
    return DIRECT_DISCARDED;
}

static struct direct_list
read_list(struct rows *r, struct str *ret_head)
{
    *ret_head = row_str(r, 23);
    return (struct direct_list){ .id = row_int(r, 0),
        .programme_id = row_int(r, 1),
        .round_id = row_int(r, 2),
        .body_subject_id = row_int(r, 3),
        .entrustment_id = row_int(r, 4),
        .source_id = row_int(r, 5),
        .pdf_id = row_int(r, 6),
        .word_id = row_int(r, 7),
        .row_count = row_int(r, 8),
        .good_count = row_int(r, 9),
        .job_id = row_int(r, 10),
        .created_us = row_int(r, 11),
        .created_by = row_int(r, 12),
        .submitted_us = row_int(r, 13),
        .decided_us = row_int(r, 14),
        .decided_by = row_int(r, 15),
        .version = row_int(r, 16),
        .body = row_str(r, 17),
        .region = row_str(r, 18),
        .import_name = row_str(r, 19),
        .number = row_str(r, 20),
        .apply_mode = row_str(r, 21),
        .reason = row_str(r, 22),
        .mailed = row_day(r, 24),
        .state = state_of(row_str(r, 25)) };
}

static struct str
head_text(struct arena *a, const struct json *head)
{
    struct buf b;

    buf_init(&b, a, 65536);
    json_write(&b, head);
    return buf_view(&b);
}

enum status
direct_store_add(struct act *x, const struct direct_list *l, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(l->id), db_i(l->programme_id), db_i(l->body_subject_id),
            db_i(l->entrustment_id), db_s(l->region), db_s(l->import_name),
            db_s(l->number), db_s(head_text(x->a, l->head)),
            db_id_or_null(l->source_id), db_i(l->row_count),
            db_i(l->good_count), db_i(l->created_us), db_i(l->created_by)),
        NULL, err);
}

enum status
direct_store_get(
    struct act *x, int64_t id, struct direct_list *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    struct direct_list l = { 0 };
    struct str head = STR_EMPTY;

    TRY(tx_one(x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(id)), &found, &r, err));
    if (found)
        l = read_list(r, &head);
    TRY(rows_end(r, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这份汇总表，或者您无权查看");
    TRY(json_parse(x->a, head, 65536, &l.head, err));
    *ret = l;
    return OK;
}

enum status
direct_store_put(struct act *x, struct direct_list *l, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(l->id), db_i(l->version), db_id_or_null(l->round_id),
            db_id_or_null(l->pdf_id), db_id_or_null(l->word_id),
            db_id_or_null(l->job_id), db_s(l->number), db_s(l->apply_mode),
            db_s(l->reason), db_s(direct_state_name(l->state)),
            db_id_or_null(l->submitted_us), db_id_or_null(l->decided_us),
            db_id_or_null(l->decided_by),
            day_is_none(l->mailed) ? db_null() : db_i(l->mailed.n),
            db_i(l->good_count)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这份汇总表刚刚被其他人处理，请刷新后重试");
    l->version++;
    return OK;
}

enum status
direct_store_lists(struct act *x, struct str state,
    const struct direct_list **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct direct_list) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_LISTS], DB_ARGS(db_s(state)), &r, err));
    while (rows_next(r)) {
        struct str head = STR_EMPTY;
        struct direct_list l = read_list(r, &head);

        l.head = json_new(x->a, JSON_OBJECT);
        *VEC_PUSH(x->a, &v) = l;
    }
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- rows --- */

enum status
direct_store_add_row(struct act *x, int64_t list_id,
    const struct direct_line *line, size_t n_cells, struct str problem,
    struct err *err)
{
    struct json *cells = json_new(x->a, JSON_LIST);
    struct buf b;

    for (size_t i = 0; i < n_cells; i++)
        json_push(x->a, cells, json_text(x->a, line->cells[i]));
    buf_init(&b, x->a, 1024 * 1024);
    json_write(&b, cells);
    return tx_exec(x->tx, &Q[Q_ADD_ROW],
        DB_ARGS(db_i(list_id), db_i(line->sheet_row), db_s(line->serial),
            db_s(line->name), db_s(buf_view(&b)), db_s(problem),
            db_s(problem.n == 0 ? STR("GOOD") : STR("BAD"))),
        NULL, err);
}

static enum status
read_cells(
    struct arena *a, struct str text, struct direct_row *row, struct err *err)
{
    const struct json *list = NULL;

    TRY(json_parse(a, text, 1024 * 1024, &list, err));
    struct str *cells = arena_new_array(a, struct str, list->n);
    for (size_t i = 0; i < list->n; i++)
        cells[i] = json_str(json_at(list, i));
    row->cells = cells;
    row->n_cells = list->n;
    return OK;
}

enum status
direct_store_rows(struct act *x, int64_t list_id, struct str which,
    int64_t after, size_t n, const struct direct_row **ret, size_t *ret_n,
    struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct direct_row) v = { 0 };
    VEC_OF(struct str) texts = { 0 };

    if (which.n == 0)
        TRY(tx_query(x->tx, x->a, &Q[Q_ROWS],
            DB_ARGS(db_i(list_id), db_i(after), db_i((int64_t)n)), &r, err));
    else
        TRY(tx_query(x->tx, x->a, &Q[Q_ROWS_OF],
            DB_ARGS(db_i(list_id), db_i(after), db_s(which),
                db_i((int64_t)n)),
            &r, err));
    while (rows_next(r)) {
        *VEC_PUSH(x->a, &v) = (struct direct_row){ .sheet_row = row_int(r, 0),
            .subject_id = row_int(r, 1),
            .accreditation_id = row_int(r, 2),
            .claimed_us = row_int(r, 3),
            .serial = row_str(r, 4),
            .name = row_str(r, 5),
            .problem = row_str(r, 6),
            .state = row_str(r, 7),
            .claim_code = row_str(r, 8),
            .number = row_str(r, 10) };
        *VEC_PUSH(x->a, &texts) = row_str(r, 9);
    }
    TRY(rows_end(r, err));
    for (size_t i = 0; i < v.n; i++)
        TRY(read_cells(x->a, texts.p[i], &v.p[i], err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
direct_store_count(struct act *x, int64_t list_id, struct str which,
    int64_t *ret, struct err *err)
{
    if (which.n == 0)
        return tx_int(
            x->tx, &Q[Q_COUNT], DB_ARGS(db_i(list_id)), ret, err);
    return tx_int(x->tx, &Q[Q_COUNT_OF],
        DB_ARGS(db_i(list_id), db_s(which)), ret, err);
}

enum status
direct_store_put_row(struct act *x, int64_t list_id,
    const struct direct_row *row, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_PUT_ROW],
        DB_ARGS(db_i(list_id), db_i(row->sheet_row), db_s(row->problem),
            db_s(row->state), db_id_or_null(row->subject_id),
            db_id_or_null(row->accreditation_id), db_s(row->claim_code)),
        NULL, err);
}

static struct namesake
read_namesake(struct rows *r)
{
    return (struct namesake){ .subject_id = row_int(r, 0),
        .region = row_str(r, 1),
        .mobile = row_str(r, 2),
        .living_id = row_int(r, 3),
        .number = row_str(r, 4) };
}

COPY_ALL(all_namesakes, struct namesake, read_namesake)

enum status
direct_store_namesakes(struct act *x, struct str name, bool is_person,
    int64_t programme_id, const struct namesake **ret, size_t *ret_n,
    struct err *err)
{
    return all_namesakes(x, &Q[Q_NAMESAKES],
        DB_ARGS(db_s(utf8_key(x->a, name)),
            db_s(is_person ? STR("person") : STR("organisation")),
            db_i(programme_id)),
        ret, ret_n, err);
}

/* --- claims --- */

enum status
direct_store_claim_row(struct act *x, int64_t accreditation_id,
    struct str *ret_code, int64_t *ret_claimed_us, int64_t *ret_list_id,
    int64_t *ret_sheet_row, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_one(x->tx, x->a, &Q[Q_CLAIM_ROW], DB_ARGS(db_i(accreditation_id)),
        &found, &r, err));
    *ret_list_id = found ? row_int(r, 0) : 0;
    *ret_sheet_row = found ? row_int(r, 1) : 0;
    *ret_code = found ? row_str(r, 2) : STR_EMPTY;
    *ret_claimed_us = found ? row_int(r, 3) : 0;
    return rows_end(r, err);
}

enum status
direct_store_set_claimed(
    struct act *x, int64_t list_id, int64_t sheet_row, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_SET_CLAIMED],
        DB_ARGS(db_i(list_id), db_i(sheet_row), db_i(x->now_us)), NULL, err);
}
