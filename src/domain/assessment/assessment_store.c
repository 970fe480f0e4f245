/* SQL of the yearly lists. */
#include "assessment_store.h"
#include "domain/reading.h"

enum {
    Q_HOLDERS,
    Q_PUT,
    Q_ALL,
    Q_STANDARD,
    Q_PROPOSE,
    Q_EXCELLENT,
    Q_GET,
    Q_COUNTS,
    Q_COUNT_EXCELLENT,
    Q_MADE,
    Q_TO_PROPOSE,
    Q_TO_COMMEND,
    Q_GRADE
};

#define COLUMNS \
    "s.subject_id, s.accreditation_id, s.year, s.programme_id, s.minutes, " \
    "s.enterprises, s.events, s.rating_sum, s.rating_count, " \
    "COALESCE(s.effect, -1), s.grade, s.standard, s.full_year, s.propose, " \
    "s.verdict, s.commended_no, s.made_us, s.version, a.name, a.number, " \
    "a.region, a.state"
#define OUT "iiiiiiiiiissiissiissss"
#define FROM \
    " FROM assessment s JOIN accreditation a ON a.subject_id = s.subject_id " \
    "AND a.id = s.accreditation_id WHERE s.programme_id = $1 AND s.year = $2 "
#define ORDER " ORDER BY s.subject_id, s.accreditation_id "

/* Holders are read in order of id, chunk by chunk; the sums with nought keep
 * the planner from an index by which it would sort everybody each time. */
static const struct sql Q[] = {
    [Q_HOLDERS] = { "iiiiii", "iiiiiiis",
        "SELECT a.subject_id, a.id, COALESCE(y.minutes, 0), "
        "COALESCE(y.enterprises, 0), COALESCE(y.diaries, 0), "
        "COALESCE(y.rating_sum, 0), COALESCE(y.rating_count, 0), a.region "
        "FROM accreditation a LEFT JOIN year_count y ON "
        "y.subject_id = a.subject_id AND y.accreditation_id = a.id AND "
        "y.year = $2 WHERE a.id > $3 AND a.programme_id + 0 = $1 AND "
        "a.admitted_day + 0 < $5 AND (a.ended_day IS NULL OR a.ended_day > $4) "
        "ORDER BY a.id LIMIT $6" },
    [Q_PUT] = { "iiiiiiiiisiisi", "",
        "INSERT INTO assessment (subject_id, accreditation_id, year, "
        "programme_id, minutes, enterprises, events, rating_sum, "
        "rating_count, effect, grade, standard, full_year, propose, "
        "verdict, commended_no, made_us, version) VALUES ($1, $2, $3, $4, "
        "$5, $6, $7, $8, $9, NULL, '', $10, $11, $12, $13, '', $14, 1) "
        "ON CONFLICT (subject_id, accreditation_id, year) DO UPDATE SET "
        "minutes = $5, enterprises = $6, events = $7, rating_sum = $8, "
        "rating_count = $9, standard = $10, full_year = $11, propose = $12, "
        "verdict = $13, made_us = $14, version = assessment.version + 1" },
    [Q_ALL] = { "iiii", OUT,
        "SELECT " COLUMNS FROM ORDER "LIMIT $3 OFFSET $4" },
    [Q_STANDARD] = { "iiiis", OUT,
        "SELECT " COLUMNS FROM "AND s.standard = $5" ORDER
        "LIMIT $3 OFFSET $4" },
    [Q_PROPOSE] = { "iiii", OUT,
        "SELECT " COLUMNS FROM "AND s.propose = 1" ORDER "LIMIT $3 OFFSET $4" },
    [Q_EXCELLENT] = { "iiii", OUT,
        "SELECT " COLUMNS FROM "AND s.grade = 'EXCELLENT'" ORDER
        "LIMIT $3 OFFSET $4" },
    [Q_GET] = { "iii", OUT,
        "SELECT " COLUMNS " FROM assessment s JOIN accreditation a ON "
        "a.subject_id = s.subject_id AND a.id = s.accreditation_id "
        "WHERE s.subject_id = $1 AND s.accreditation_id = $2 AND "
        "s.year = $3" },
    [Q_COUNTS] = { "ii", "sii",
        "SELECT standard, propose, COUNT(*) FROM assessment WHERE "
        "programme_id = $1 AND year = $2 GROUP BY standard, propose "
        "ORDER BY standard, propose" },
    [Q_COUNT_EXCELLENT] = { "ii", "ii",
        "SELECT COUNT(*), COALESCE(CAST(SUM(CASE WHEN commended_no <> '' "
        "THEN 1 ELSE 0 END) AS BIGINT), 0) FROM assessment WHERE "
        "programme_id = $1 AND year = $2 AND grade = 'EXCELLENT'" },
    [Q_MADE] = { "ii", "i",
        "SELECT made_us FROM assessment WHERE programme_id = $1 AND "
        "year = $2 ORDER BY subject_id, accreditation_id LIMIT 1" },
    [Q_TO_PROPOSE] = { "iisi", OUT,
        "SELECT " COLUMNS FROM "AND s.propose = 1 AND "
        "a.state IN ('ACTIVE', 'WARNED') AND NOT EXISTS (SELECT 1 FROM "
        "proceeding p WHERE p.subject_id = s.subject_id AND "
        "p.accreditation_id = s.accreditation_id AND "
        "p.kind = 'REVOCATION' AND p.ground = $3 AND p.year = s.year)" ORDER
        "LIMIT $4" },
    [Q_TO_COMMEND] = { "iii", OUT,
        "SELECT " COLUMNS FROM "AND s.grade = 'EXCELLENT' AND "
        "s.commended_no = ''" ORDER "LIMIT $3" },
    [Q_GRADE] = { "iiiiIss", "",
        "UPDATE assessment SET effect = $5, grade = $6, commended_no = $7, "
        "version = version + 1 WHERE subject_id = $1 AND "
        "accreditation_id = $2 AND year = $3 AND version = $4" },
};
const struct sql_set assessment_sql = SQL_SET("assessment", Q);

static const struct str STANDARDS[] = {
    [NOT_MET] = STR_INIT("NOT_MET"),
    [MET] = STR_INIT("MET"),
    [UNDECIDED] = STR_INIT("UNDECIDED"),
};

static enum outcome
standard_of(struct str s)
{
    return str_eq(s, STANDARDS[MET])       ? MET
           : str_eq(s, STANDARDS[NOT_MET]) ? NOT_MET
                                           : UNDECIDED;
}

enum status
assessment_store_holders(struct act *x, int64_t programme_id, int64_t year,
    int64_t after, size_t n, const struct assessment **ret, size_t *ret_n,
    struct err *err)
{
    VEC_OF(struct assessment) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_HOLDERS],
        DB_ARGS(db_i(programme_id), db_i(year), db_i(after),
            db_i(day_of_ymd((int)year, 1, 1).n),
            db_i(day_of_ymd((int)year + 1, 1, 1).n), db_i((int64_t)n)),
        &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct assessment){
            .subject_id = row_int(r, 0),
            .accreditation_id = row_int(r, 1),
            .programme_id = programme_id,
            .year = year,
            .minutes = row_int(r, 2),
            .enterprises = row_int(r, 3),
            .events = row_int(r, 4),
            .rating_sum = row_int(r, 5),
            .rating_count = row_int(r, 6),
            .region = row_str(r, 7),
            .effect = -1 };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
assessment_store_put(
    struct act *x, const struct assessment *s, struct err *err)
{
    struct buf b;

    buf_init(&b, x->a, 1024 * 1024);
    json_write(&b, s->verdict);
    return tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(s->subject_id), db_i(s->accreditation_id),
            db_i(s->year), db_i(s->programme_id), db_i(s->minutes),
            db_i(s->enterprises), db_i(s->events), db_i(s->rating_sum),
            db_i(s->rating_count), db_s(STANDARDS[s->standard]),
            db_i(s->full_year ? 1 : 0), db_i(s->propose ? 1 : 0),
            db_s(buf_view(&b)), db_i(x->now_us)),
        NULL, err);
}

static enum status
read_row(struct act *x, struct rows *r, struct assessment *s, struct err *err)
{
    *s = (struct assessment){ .subject_id = row_int(r, 0),
        .accreditation_id = row_int(r, 1),
        .year = row_int(r, 2),
        .programme_id = row_int(r, 3),
        .minutes = row_int(r, 4),
        .enterprises = row_int(r, 5),
        .events = row_int(r, 6),
        .rating_sum = row_int(r, 7),
        .rating_count = row_int(r, 8),
        .effect = row_int(r, 9),
        .grade = row_str(r, 10),
        .standard = standard_of(row_peek(r, 11)),
        .full_year = row_int(r, 12) == 1,
        .propose = row_int(r, 13) == 1,
        .commended_no = row_str(r, 15),
        .made_us = row_int(r, 16),
        .version = row_int(r, 17),
        .name = row_str(r, 18),
        .number = row_str(r, 19),
        .region = row_str(r, 20) };
    (void)accreditation_state_of(row_peek(r, 21), &s->state);
    return json_parse(x->a, row_str(r, 14), 1024 * 1024, &s->verdict, err);
}

READ_ONE(one_assessment, struct assessment, read_row)
READ_ALL(all_assessments, struct assessment, read_row)

enum status
assessment_store_page(struct act *x, int64_t programme_id, int64_t year,
    enum assessment_part part, size_t offset, size_t n,
    const struct assessment **ret, size_t *ret_n, struct err *err)
{
    static const int STATEMENT[ASSESS_PART_COUNT_] = {
        [ASSESS_ALL] = Q_ALL,
        [ASSESS_MET] = Q_STANDARD,
        [ASSESS_NOT_MET] = Q_STANDARD,
        [ASSESS_PROPOSE] = Q_PROPOSE,
        [ASSESS_EXCELLENT] = Q_EXCELLENT,
    };
    bool standard = STATEMENT[part] == Q_STANDARD;
    struct dbv args[] = { db_i(programme_id), db_i(year), db_i((int64_t)n),
        db_i((int64_t)offset),
        db_s(STANDARDS[part == ASSESS_MET ? MET : NOT_MET]) };

    return all_assessments(
        x, &Q[STATEMENT[part]], args, standard ? 5 : 4, ret, ret_n, err);
}

enum status
assessment_store_get(struct act *x, int64_t subject_id,
    int64_t accreditation_id, int64_t year, struct assessment *ret,
    bool *ret_found, struct err *err)
{
    return one_assessment(x, &Q[Q_GET],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id), db_i(year)), ret,
        ret_found, err);
}

enum status
assessment_store_counts(struct act *x, int64_t programme_id, int64_t year,
    struct assessment_counts *ret, struct err *err)
{
    struct assessment_counts c = { 0 };
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_query(x->tx, x->a, &Q[Q_COUNTS],
        DB_ARGS(db_i(programme_id), db_i(year)), &r, err));
    while (rows_next(r)) {
        enum outcome o = standard_of(row_peek(r, 0));
        int64_t n = row_int(r, 2);

        c.n[ASSESS_ALL] += n;
        c.n[ASSESS_MET] += o == MET ? n : 0;
        c.n[ASSESS_NOT_MET] += o == NOT_MET ? n : 0;
        c.n[ASSESS_PROPOSE] += row_int(r, 1) == 1 ? n : 0;
    }
    TRY(rows_end(r, err));
    TRY(tx_one(x->tx, x->a, &Q[Q_COUNT_EXCELLENT],
        DB_ARGS(db_i(programme_id), db_i(year)), &found, &r, err));
    c.n[ASSESS_EXCELLENT] = row_int(r, 0);
    c.commended = row_int(r, 1);
    TRY(rows_end(r, err));
    TRY(tx_one(x->tx, x->a, &Q[Q_MADE],
        DB_ARGS(db_i(programme_id), db_i(year)), &found, &r, err));
    c.made_us = row_int(r, 0);
    TRY(rows_end(r, err));
    *ret = c;
    return OK;
}

enum status
assessment_store_to_propose(struct act *x, int64_t programme_id,
    int64_t year, struct str ground, size_t n, const struct assessment **ret,
    size_t *ret_n, struct err *err)
{
    return all_assessments(x, &Q[Q_TO_PROPOSE],
        DB_ARGS(db_i(programme_id), db_i(year), db_s(ground), db_i((int64_t)n)),
        ret, ret_n, err);
}

enum status
assessment_store_to_commend(struct act *x, int64_t programme_id,
    int64_t year, size_t n, const struct assessment **ret, size_t *ret_n,
    struct err *err)
{
    return all_assessments(x, &Q[Q_TO_COMMEND],
        DB_ARGS(db_i(programme_id), db_i(year), db_i((int64_t)n)), ret, ret_n,
        err);
}

enum status
assessment_store_grade(
    struct act *x, const struct assessment *s, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_GRADE],
        DB_ARGS(db_i(s->subject_id), db_i(s->accreditation_id),
            db_i(s->year), db_i(s->version),
            s->effect < 0 ? db_null() : db_i(s->effect), db_s(s->grade),
            db_s(s->commended_no)),
        &changed, err));
    return changed > 0 ? OK
                       : err_set(err, ERR_CONFLICT,
                             "这一条考核刚刚被其他人修改，请刷新后再填写");
}

enum status
assessment_store_made(struct act *x, int64_t programme_id, int64_t year,
    int64_t *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_one(x->tx, x->a, &Q[Q_MADE],
        DB_ARGS(db_i(programme_id), db_i(year)), &found, &r, err));
    *ret = found ? row_int(r, 0) : 0;
    return rows_end(r, err);
}
