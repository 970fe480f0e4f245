/* The public register. Without text and region it is read by the index of
 * programme, state and day, one state and programme at a time, and merged;
 * with them by the rarest pairs of characters. Either way a page costs the
 * same among ten rows and ten million. */
#include "accreditation_store.h"
#include "register_index.h"

#define TOTAL_MOST 10000
#define GRAM_COUNT_MOST 2000
#define GRAMS_READ 64 /* pairs of one name or one query */
#define SEARCH_ROUNDS 20

/* --- grams --- */

static size_t
grams_of(struct str key, struct str *ret, size_t most)
{
    size_t n = 0, at = 0, before = 0;
    bool any = false;

    while (at < key.n && n < most) {
        size_t start = at;

        if (utf8_next(key, &at) == UTF8_BAD)
            continue;
        if (any)
            ret[n++] = str_sub(key, before, at - before);
        before = start;
        any = true;
    }
    return n;
}

static enum status
add_text(struct act *x, const struct accreditation *c, struct str text,
    struct err *err)
{
    struct str grams[GRAMS_READ];
    size_t n = grams_of(utf8_key(x->a, text), grams, GRAMS_READ);

    for (size_t i = 0; i < n; i++)
        TRY(gram_store_add(x, c, grams[i], err));
    return OK;
}

static struct str
region_gram(struct arena *a, struct str region, size_t digits)
{
    return arena_join(a, STR("@"), str_sub(region, 0, digits));
}

/* Letters of a name never begin with these. */
static struct str
category_gram(struct arena *a, struct str category)
{
    return arena_join(a, STR("#"), category);
}

static struct str
standing_gram(bool incubating)
{
    return incubating ? STR("%incubating") : STR("%recognised");
}

enum status
register_index_add(
    struct act *x, const struct accreditation *c, struct err *err)
{
    TRY(add_text(x, c, c->name, err));
    TRY(add_text(x, c, c->number, err));
    for (size_t digits = 2; digits <= 6 && c->region.n == 6; digits += 2)
        TRY(gram_store_add(
            x, c, region_gram(x->a, c->region, digits), err));
    if (c->category.n == 0)
        return OK;
    TRY(gram_store_add(x, c, category_gram(x->a, c->category), err));
    return gram_store_add(x, c, standing_gram(c->incubating), err);
}

/* "510000" is a province, "510100" a prefecture, "510107" a county. */
static struct str
region_query(struct arena *a, struct str region)
{
    struct str tail = str_sub(region, 2, 4);

    if (str_eq(tail, STR("0000")))
        return region_gram(a, region, 2);
    if (str_ends(region, STR("00")))
        return region_gram(a, region, 4);
    return region_gram(a, region, 6);
}

enum register_standing
register_standing_of(struct str name)
{
    if (str_eq(name, STR("INCUBATING")))
        return STANDING_INCUBATING;
    return str_eq(name, STR("RECOGNISED")) ? STANDING_RECOGNISED
                                           : STANDING_ANY;
}

/* --- what to read --- */

struct query {
    const struct register_filter *f;
    enum accreditation_state states[ACC_STATE_COUNT_];
    size_t n_states;
    struct str key;               /* of the text */
    struct str grams[GRAMS_READ]; /* of text, region, category */
    size_t n_grams;
    int64_t programmes[64];
    size_t n_programmes;
};

static enum status
make_query(struct act *x, const struct register_filter *f, struct query *q,
    struct err *err)
{
    *q = (struct query){ .f = f, .key = utf8_key(x->a, f->text) };
    if (f->n_states == 0) {
        q->states[q->n_states++] = ACC_ACTIVE;
        q->states[q->n_states++] = ACC_WARNED;
        q->states[q->n_states++] = ACC_RECTIFYING;
        q->states[q->n_states++] = ACC_SUSPENDED;
    }
    for (size_t i = 0; i < f->n_states && i < ACC_STATE_COUNT_; i++)
        q->states[q->n_states++] = f->states[i];
    if (f->n_states == 0 && f->with_ended) {
        q->states[q->n_states++] = ACC_EXPIRED;
        q->states[q->n_states++] = ACC_WITHDRAWN;
        q->states[q->n_states++] = ACC_REVOKED;
        q->states[q->n_states++] = ACC_DEREGISTERED;
    }
    if (f->text.n > 0 && utf8_count(q->key) < 2)
        return err_field(err, ERR_INPUT, STR("text"),
            "查询内容至少为两个字，现为 %d 个字", (int)utf8_count(q->key));
    q->n_grams = grams_of(q->key, q->grams, GRAMS_READ - 3);
    if (f->category.n > 0)
        q->grams[q->n_grams++] = category_gram(x->a, f->category);
    if (f->standing != STANDING_ANY)
        q->grams[q->n_grams++] =
            standing_gram(f->standing == STANDING_INCUBATING);
    if (f->region.n > 0 && !str_eq(f->region, STR("000000"))) {
        if (f->region.n != 6)
            return err_field(err, ERR_INPUT, STR("region"),
                "行政区划代码应为 6 位，现为 %d 位", (int)f->region.n);
        q->grams[q->n_grams++] = region_query(x->a, f->region);
    }
    if (f->programme_id != 0) {
        q->programmes[q->n_programmes++] = f->programme_id;
        return OK;
    }
    for (size_t i = 0; i < x->d->n_programmes && i < 64; i++)
        q->programmes[q->n_programmes++] = x->d->programmes[i].id;
    return OK;
}

/* --- merging --- */

struct found {
    struct register_row *p;
    size_t n, cap;
};

static bool
comes_before(
    const struct register_row *a, const struct register_row *b, bool by_id)
{
    int c = by_id ? 0 : day_cmp(a->admitted, b->admitted);

    return c != 0 ? c > 0 : a->id > b->id;
}

/* Both are sorted; keeps the first n. */
static struct found
merge(struct arena *a, struct found x, struct found y, size_t n, bool by_id)
{
    struct found out = { 0 };
    size_t i = 0, k = 0;

    if (x.n == 0)
        return y;
    while (out.n < n && (i < x.n || k < y.n)) {
        bool from_x = k >= y.n ||
                      (i < x.n && comes_before(&x.p[i], &y.p[k], by_id));

        *VEC_PUSH(a, &out) = from_x ? x.p[i++] : y.p[k++];
    }
    return out;
}

/* --- pages by the index --- */

/* Takes the newest row of the scans, n times. */
static enum status
take_newest(struct act *x, struct register_scan *scans, size_t n_scans,
    size_t n, struct found *out, struct err *err)
{
    while (out->n < n) {
        struct register_scan *next = NULL;

        for (size_t i = 0; i < n_scans; i++) {
            if (scans[i].there &&
                (next == NULL ||
                    comes_before(&scans[i].row, &next->row, false)))
                next = &scans[i];
        }
        if (next == NULL)
            return OK;
        *VEC_PUSH(x->a, out) = next->row;
        TRY(register_store_next(x, next, err));
    }
    return OK;
}

/* A page of one programme. */
static enum status
list_one(struct act *x, const struct query *q, int64_t programme_id,
    struct register_cursor after, size_t n, struct found *out,
    int64_t *ret_total, struct err *err)
{
    struct register_scan scans[ACC_STATE_COUNT_];

    for (size_t i = 0; i < q->n_states; i++) {
        int64_t count = 0;

        TRY(register_store_scan(
            x, programme_id, q->states[i], after, n, &scans[i], err));
        TRY(register_store_count(
            x, programme_id, q->states[i], &count, err));
        *ret_total += count;
    }
    TRY(take_newest(x, scans, q->n_states, n, out, err));
    for (size_t i = 0; i < q->n_states; i++)
        TRY(register_store_end(&scans[i], err));
    return OK;
}

static enum status
list_plain(struct act *x, const struct query *q, struct register_cursor after,
    size_t n, struct found *out, int64_t *ret_total, struct err *err)
{
    int64_t total = 0;

    for (size_t i = 0; i < q->n_programmes; i++) {
        struct found one = { 0 };

        TRY(list_one(
            x, q, q->programmes[i], after, n, &one, &total, err));
        *out = merge(x->a, *out, one, n, false);
    }
    if (day_is_none(after.admitted) && out->n < n)
        total = (int64_t)out->n; /* exact: all of them are on this page */
    *ret_total = total;
    return OK;
}

/* --- search --- */

struct rare {
    struct str grams[GRAMS_MOST + 1];
    int64_t counts[GRAMS_MOST + 1];
    size_t n;
};

static void
put_rare(struct rare *r, struct str gram, int64_t count)
{
    size_t k = r->n;

    for (; k > 0 && r->counts[k - 1] > count; k--) {
        r->grams[k] = r->grams[k - 1];
        r->counts[k] = r->counts[k - 1];
    }
    r->grams[k] = gram;
    r->counts[k] = count;
    if (r->n < GRAMS_MOST)
        r->n++;
}

/* The four rarest grams, rarest first; repeats one where there are fewer. */
static enum status
choose_grams(struct act *x, const struct query *q, int64_t programme_id,
    struct register_search *s, struct err *err)
{
    struct rare rare = { 0 };

    for (size_t i = 0; i < q->n_grams; i++) {
        int64_t count = 0;

        TRY(gram_store_count(x, programme_id, q->grams[i], GRAM_COUNT_MOST,
            &count, err));
        put_rare(&rare, q->grams[i], count);
        if (count == 0)
            break;
    }
    for (size_t i = 0; i < GRAMS_MOST; i++)
        s->grams[i] = rare.grams[i < rare.n ? i : 0];
    return OK;
}

/* The rarest grams alone were asked for: those of the filter may be others. */
static bool
fits_filter(struct act *x, const struct register_filter *f,
    const struct register_row *r)
{
    if (f->region.n == 6 && !str_eq(f->region, STR("000000")) &&
        !str_starts(r->region,
            str_sub(region_query(x->a, f->region), 1, SIZE_MAX)))
        return false;
    if (f->category.n > 0 && !str_eq(f->category, r->category))
        return false;
    return f->standing == STANDING_ANY ||
           (r->category.n > 0 &&
               r->incubating == (f->standing == STANDING_INCUBATING));
}

/* Grams say that the pairs are there, not that they stand together. A holder
 * that was renamed is found by the former name too. */
static enum status
matches(struct act *x, const struct query *q, const struct register_row *r,
    bool *ret, struct err *err)
{
    *ret = false;
    if (!fits_filter(x, q->f, r))
        return OK;
    *ret = q->key.n == 0 ||
           str_find(utf8_key(x->a, r->name), q->key) != SIZE_MAX ||
           str_find(utf8_key(x->a, r->number), q->key) != SIZE_MAX;
    return *ret ? OK
                : register_store_former(x, r->subject_id, q->key, ret, err);
}

static enum status
search_one(struct act *x, const struct query *q, struct register_search *s,
    size_t n, struct found *out, struct err *err)
{
    for (int round = 0; round < SEARCH_ROUNDS && out->n < n; round++) {
        const struct register_row *rows = NULL;
        size_t n_rows = 0, ask = n < 50 ? 50 : n;

        TRY(register_store_search(x, s, ask, &rows, &n_rows, err));
        for (size_t i = 0; i < n_rows && out->n < n; i++) {
            bool fits = false;

            TRY(matches(x, q, &rows[i], &fits, err));
            if (fits)
                *VEC_PUSH(x->a, out) = rows[i];
        }
        if (n_rows < ask)
            return OK;
        s->before = rows[n_rows - 1].id;
    }
    return OK;
}

static enum status
list_search(struct act *x, const struct query *q,
    struct register_cursor after, size_t n, struct found *out,
    int64_t *ret_total, struct err *err)
{
    bool first = day_is_none(after.admitted);
    int64_t total = 0;
    bool all_seen = first;

    for (size_t p = 0; p < q->n_programmes; p++) {
        struct register_search s = { .programme_id = q->programmes[p],
            .before = INT64_MAX };
        struct found one = { 0 };
        int64_t count = 0;

        for (size_t i = 0; i < ACC_STATE_COUNT_; i++)
            s.states[i] = q->states[i < q->n_states ? i : 0];
        TRY(choose_grams(x, q, s.programme_id, &s, err));
        if (total <= TOTAL_MOST)
            TRY(register_store_search_count(
                x, &s, TOTAL_MOST + 1, &count, err));
        total += count;
        s.before = first ? INT64_MAX : after.id;
        TRY(search_one(x, q, &s, n, &one, err));
        all_seen = all_seen && one.n < n;
        *out = merge(x->a, *out, one, n, true);
    }
    if (all_seen && out->n < n)
        total = (int64_t)out->n; /* exact: all of them are on this page */
    *ret_total = total > TOTAL_MOST ? -1 : total;
    return OK;
}

struct register_cursor
register_cursor_of(struct str text)
{
    struct str day, id = str_cut(text, '-', &day, NULL);
    struct register_cursor c = { DAY_NONE, 0 };
    int64_t n = 0, last = 0;

    if (num_int(day, -200000, 800000, &n) && num_int(id, 1, INT64_MAX, &last)) {
        c.admitted.n = (int32_t)n;
        c.id = last;
    }
    return c;
}

struct str
register_cursor_text(struct arena *a, const struct register_row *last)
{
    return arena_fmt(a, "%d-%lld", last->admitted.n, (long long)last->id);
}

enum status
register_list(struct act *x, const struct register_filter *f,
    struct register_cursor after, size_t n, const struct register_row **ret,
    size_t *ret_n, int64_t *ret_total, struct err *err)
{
    struct query *q = arena_one(x->a, struct query);
    struct found out = { 0 };
    int64_t total = 0;

    if (f->with_ended && f->region.n == 0)
        TRY(act_require_whole(x, MAY_SEE_DESK, f->programme_id, err));
    if (f->with_ended)
        TRY(act_require(
            x, MAY_SEE_DESK, f->programme_id, f->region, err));
    TRY(make_query(x, f, q, err));
    if (q->n_grams > 0)
        TRY(list_search(x, q, after, n, &out, &total, err));
    else
        TRY(list_plain(x, q, after, n, &out, &total, err));
    *ret = out.p;
    *ret_n = out.n;
    *ret_total = total;
    return OK;
}
