/* Lists of applications for officers. */
#include "application_store.h"

enum { Q_PAGE, Q_COUNT };

#define COUNT_MAX 10000
/* Rows looked through when the text or the officer's regions are compared in
 * C, which no index of the database can do. */
#define LOOK_MAX INT64_C(200000)
#define PROGRAMMES 8

/* $1-$8 programmes, $9-$27 states (lists are filled up by repetition), $28 and
 * $29 the range of region codes, $30 the round. */
#define WHERE \
    "WHERE programme_id IN ($1, $2, $3, $4, $5, $6, $7, $8) AND " \
    "state IN ($9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, " \
    "$21, $22, $23, $24, $25, $26, $27) AND region >= $28 AND region <= $29 " \
    "AND ($30 = 0 OR round_id = $30) "
#define IN "iiiiiiiisssssssssssssssssssssi"
#define N_ARGS 30

static const struct sql Q[] = {
    [Q_PAGE] = { IN "ii", "iiisssssisIiIIi",
        "SELECT subject_id, id, programme_id, COALESCE(number, ''), name, "
        "region, channel, procedure_name, COALESCE(submitted_us, 0), state, "
        "due_us, priority, reviewer_id, body_id, entered_us FROM application " WHERE
        "ORDER BY priority DESC, submitted_us NULLS LAST, id "
        "LIMIT $31 OFFSET $32" },
    [Q_COUNT] = { IN "i", "i",
        "SELECT COUNT(*) FROM (SELECT id FROM application " WHERE
        "ORDER BY id LIMIT $31) AS found" },
};
const struct sql_set application_list_sql = SQL_SET("application_list", Q);

/* What the statement cannot tell: part of a name, the officer's regions, files
 * closed to him: they are not counted either. */
struct sieve {
    struct act *x;
    struct str key, number;
    bool by_region, by_interest;
};

static bool
passes(const struct sieve *s, const struct application_row *r)
{
    if (s->by_interest && actor_is_barred(s->x->who, r->subject_id))
        return false;
    if (s->by_region &&
        !may_in(s->x, MAY_READ_FILES, r->programme_id, r->region))
        return false;
    if (s->number.n == 0)
        return true;
    return str_find(r->number, s->number) != SIZE_MAX ||
           (s->key.n > 0 &&
               str_find(utf8_key(s->x->a, r->name), s->key) != SIZE_MAX);
}

static void
read_list_row(struct rows *r, struct application_row *row)
{
    *row = (struct application_row){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .programme_id = row_int(r, 2),
        .number = row_str(r, 3),
        .name = row_str(r, 4),
        .region = row_str(r, 5),
        .channel = row_str(r, 6),
        .procedure = row_str(r, 7),
        .submitted_us = row_int(r, 8),
        .due_us = row_int(r, 10),
        .priority = row_int(r, 11),
        .reviewer_id = row_int(r, 12),
        .body_id = row_int(r, 13),
        .entered_us = row_int(r, 14) };
    (void)application_state_of(row_peek(r, 9), &row->state);
}

static bool
only_some_regions(const struct actor *who)
{
    bool some = false;

    for (size_t i = 0; i < who->n_grants; i++)
        some = some || who->grants[i].region.n > 0;
    return some && !who->is_system;
}

/* "510000" covers 510000 to 519999, "510100" 510100 to 510199. */
static void
region_range(struct arena *a, struct str region, struct dbv *from,
    struct dbv *upto)
{
    struct str stem = region;

    while (stem.n >= 2 && str_ends(stem, STR("00")))
        stem = str_sub(stem, 0, stem.n - 2);
    *from = db_s(region.n == 0 || stem.n == 0 ? STR("") : region);
    *upto = db_s(arena_join(a, stem, STR("~")));
}

/* Fills $1 to $30; false if the actor may see no programme at all. */
static bool
list_args(
    struct act *x, const struct application_filter *f, struct dbv *args)
{
    size_t n = 0;

    for (size_t i = 0; i < x->d->n_programmes && n < PROGRAMMES; i++) {
        int64_t id = x->d->programmes[i].id;

        if ((f->programme_id == 0 || f->programme_id == id) &&
            may_in(x, MAY_READ_FILES, id, STR_EMPTY))
            args[n++] = db_i(id);
    }
    if (n == 0)
        return false;
    for (; n < PROGRAMMES; n++)
        args[n] = args[n - 1];
    for (size_t s = 0; f->n_states == 0 && s < APP_STATE_COUNT_; s++)
        args[n++] = db_s(application_state_name(
            s == APP_DRAFT ? APP_SUBMITTED : (enum application_state)s));
    for (size_t s = 0; f->n_states > 0 && s < APP_STATE_COUNT_; s++)
        args[n++] = db_s(application_state_name(
            f->states[s < f->n_states ? s : f->n_states - 1]));
    region_range(x->a, f->region, &args[n], &args[n + 1]);
    args[n + 2] = db_i(f->round_id);
    return true;
}

enum status
application_list(struct act *x, const struct application_filter *f,
    size_t offset, size_t n, const struct application_row **ret,
    size_t *ret_n, int64_t *ret_total, struct err *err)
{
    struct dbv args[N_ARGS + 2];
    struct sieve s = { .x = x,
        .number = utf8_narrow(x->a, f->text),
        .by_region = only_some_regions(x->who),
        .by_interest = x->who->n_interests > 0 };
    VEC_OF(struct application_row) v = { 0 };
    struct rows *r = NULL;
    int64_t total = 0;

    TRY(act_require(
        x, MAY_READ_FILES, f->programme_id, STR_EMPTY, err));
    s.key = utf8_key(x->a, f->text);
    bool sifted = s.number.n > 0 || s.by_region || s.by_interest;
    *ret = NULL;
    *ret_n = 0;
    *ret_total = 0;
    if (!list_args(x, f, args))
        return OK;
    args[N_ARGS] = db_i(sifted ? LOOK_MAX : (int64_t)n);
    args[N_ARGS + 1] = db_i(sifted ? 0 : (int64_t)offset);
    TRY(tx_query(x->tx, x->a, &Q[Q_PAGE], args, N_ARGS + 2, &r, err));
    while (rows_next(r)) {
        struct application_row row;

        read_list_row(r, &row);
        if (sifted && !passes(&s, &row))
            continue;
        total++;
        if (!sifted || ((size_t)total > offset && v.n < n))
            *VEC_PUSH(x->a, &v) = row;
        if (sifted && total >= COUNT_MAX && v.n >= n)
            break;
    }
    TRY(rows_end(r, err));
    if (!sifted) {
        args[N_ARGS] = db_i(COUNT_MAX);
        TRY(tx_int(x->tx, &Q[Q_COUNT], args, N_ARGS + 1, &total, err));
    }
    *ret = v.p;
    *ret_n = v.n;
    *ret_total = total;
    return OK;
}
