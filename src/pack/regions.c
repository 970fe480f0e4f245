/* Administrative divisions (GB/T 2260), with the days on which they exist. */
#include "format/csv.h"
#include "pack/pack.h"

#include <stdlib.h>

#define ROWS_MAX 20000
#define DEPTH_MAX 8
#define CODE_LENGTH 6

/* One row. `ended`: abolished on a day that is not known. */
struct entry {
    struct region region;
    uint64_t key; /* of the code */
    bool ended;
};

struct regions {
    const struct entry *entries; /* by code; of one code the current first */
    const struct entry **inside; /* the same by the division they lie in */
    size_t n;
};

/* Six bytes as a number of the same order; a code of another length, which no
 * entry has, as whatever it begins with. */
static uint64_t
code_key(struct str code)
{
    uint64_t key = 0;

    for (size_t i = 0; i < CODE_LENGTH; i++)
        key = key << 8 | (i < code.n ? (unsigned char)code.p[i] : 0);
    return key;
}

static int
entry_cmp(const void *x, const void *y)
{
    const struct entry *a = x, *b = y;
    int c = str_cmp(a->region.code, b->region.code);

    return c != 0 ? c : (int)a->ended - (int)b->ended;
}

/* By parent, and among those of one parent in the order of the entries. */
static int
inside_cmp(const void *x, const void *y)
{
    const struct entry *a = *(const struct entry *const *)x;
    const struct entry *b = *(const struct entry *const *)y;
    int c = str_cmp(a->region.parent, b->region.parent);

    return c != 0 ? c : (a > b) - (a < b);
}

enum column {
    COL_CODE,
    COL_NAME,
    COL_LEVEL,
    COL_PARENT,
    COL_STATUS,
    COL_FROM,
    COL_TO,
    N_COLUMNS
};

static enum status
find_columns(const struct csv_row *head, size_t at[N_COLUMNS], struct err *err)
{
    static const char *const names[N_COLUMNS] = { "code", "name", "level",
        "parent_code", "status", "valid_from", "valid_to" };

    for (size_t c = 0; c < N_COLUMNS; c++) {
        size_t i = 0;

        while (i < head->n && !str_eq(head->cells[i], str_of(names[c])))
            i++;
        if (i == head->n)
            return err_set(err, ERR_INPUT, "行政区划表缺少“%s”一列", names[c]);
        at[c] = i;
    }
    return OK;
}

static int
level_of(struct str s)
{
    if (str_eq(s, STR("province")))
        return 1;
    if (str_eq(s, STR("prefecture")))
        return 2;
    return str_eq(s, STR("county")) ? 3 : 0;
}

/* Of some divisions only the month is known ("2024-12"): its first day. */
static enum status
read_day(struct arena *tmp, struct str s, struct day *ret, struct err *err)
{
    *ret = DAY_NONE;
    if (s.n == 0)
        return OK;
    return day_parse(s.n == 7 ? arena_join(tmp, s, STR("-01")) : s, ret, err);
}

static enum status
read_row(struct arena *a, struct arena *tmp, const struct csv_row *row,
    const size_t at[N_COLUMNS], struct entry *ret, struct err *err)
{
    struct region *r = &ret->region;

    for (size_t c = 0; c < N_COLUMNS; c++)
        if (at[c] >= row->n)
            return err_set(err, ERR_INPUT, "行政区划表这一行的列数不足");
    r->code = arena_str(a, row->cells[at[COL_CODE]]);
    r->name = arena_str(a, row->cells[at[COL_NAME]]);
    r->parent = arena_str(a, row->cells[at[COL_PARENT]]);
    r->level = level_of(row->cells[at[COL_LEVEL]]);
    if (r->code.n != CODE_LENGTH)
        return err_set(err, ERR_INPUT,
            "行政区划代码应为 6 位，现为“" STR_FMT "”", STR_ARG(r->code));
    if (r->level == 0)
        return err_set(err, ERR_INPUT,
            "行政区划级别应为 province、prefecture 或 county，现为“" STR_FMT
            "”",
            STR_ARG(row->cells[at[COL_LEVEL]]));
    TRY(read_day(tmp, row->cells[at[COL_FROM]], &r->valid_from, err));
    TRY(read_day(tmp, row->cells[at[COL_TO]], &r->valid_to, err));
    ret->key = code_key(r->code);
    ret->ended = str_eq(row->cells[at[COL_STATUS]], STR("abolished"));
    return OK;
}

/* tmp: the cells of the file, of which the divisions keep a part. */
static enum status
read_regions(struct arena *a, struct arena *tmp, struct str csv,
    const struct regions **ret, struct err *err)
{
    const struct csv_row *rows;
    size_t n, at[N_COLUMNS];

    TRY(csv_read(tmp, csv, ROWS_MAX, &rows, &n, err));
    if (n == 0)
        return err_set(err, ERR_INPUT, "行政区划表是空的");
    TRY(find_columns(&rows[0], at, err));

    struct entry *entries = arena_new_array(a, struct entry, n);
    for (size_t i = 1; i < n; i++)
        if (read_row(a, tmp, &rows[i], at, &entries[i - 1], err) != OK)
            return err_where(err, STR("regions.csv"), rows[i].line, 1);
    qsort(entries, n - 1, sizeof(entries[0]), entry_cmp);

    const struct entry **inside =
        arena_new_array(a, const struct entry *, n);
    for (size_t i = 0; i < n - 1; i++)
        inside[i] = &entries[i];
    qsort(inside, n - 1, sizeof(inside[0]), inside_cmp);

    struct regions *r = arena_one(a, struct regions);
    *r = (struct regions){ entries, inside, n - 1 };
    *ret = r;
    return OK;
}

enum status
regions_from_csv(struct arena *a, struct str csv, const struct regions **ret,
    struct err *err)
{
    struct arena *tmp = arena_new("reading regions");
    enum status st = read_regions(a, tmp, csv, ret, err);

    arena_free(tmp);
    return st;
}

const struct region *
region_find(const struct regions *r, struct str code)
{
    size_t lo = 0, hi = r->n; /* entries before lo are smaller */
    uint64_t key = code_key(code);

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (r->entries[mid].key < key)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == r->n || !str_eq(r->entries[lo].region.code, code))
        return NULL;
    return &r->entries[lo].region;
}

struct str
region_path(struct arena *a, const struct regions *r, struct str code)
{
    struct str path = STR_EMPTY;
    const struct region *at = region_find(r, code);

    for (int depth = 0; at != NULL && depth < DEPTH_MAX; depth++) {
        path = path.n == 0 ? at->name
                           : arena_join(a, arena_join(a, at->name, STR(" ")),
                                 path);
        at = at->parent.n == 0 ? NULL : region_find(r, at->parent);
    }
    return path;
}

/* A division whose end is not known counts as ended on every day asked for. */
static bool
exists_on(const struct entry *e, struct day on)
{
    const struct region *r = &e->region;

    if (!day_is_none(r->valid_from) && day_cmp(on, r->valid_from) < 0)
        return false;
    if (!day_is_none(r->valid_to))
        return day_cmp(on, r->valid_to) < 0;
    return !e->ended;
}

/* A division whose full path, without the blanks, is this text. */
static bool
is_path(struct arena *a, const struct regions *r, const struct region *of,
    struct str text)
{
    struct str rest = region_path(a, r, of->code), part, tail = text;
    bool more = true;

    while (more) {
        rest = str_cut(rest, ' ', &part, &more);
        tail = str_trim(tail);
        if (!str_starts(tail, part))
            return false;
        tail = str_sub(tail, part.n, SIZE_MAX);
    }
    return str_trim(tail).n == 0;
}

const struct region *
region_named(struct arena *a, const struct regions *r, struct str text,
    struct day on)
{
    const struct region *named = NULL;
    size_t n = 0;
    struct str s = str_trim(text);

    if (region_find(r, s) != NULL)
        return region_find(r, s);
    for (size_t i = 0; s.n > 0 && i < r->n; i++) {
        const struct region *one = &r->entries[i].region;

        if (!exists_on(&r->entries[i], on) || !str_ends(s, one->name))
            continue;
        if (is_path(a, r, one, s))
            return one;
        if (str_eq(s, one->name)) {
            named = one;
            n++;
        }
    }
    return n == 1 ? named : NULL;
}

const struct region *const *
region_children(struct arena *a, const struct regions *r, struct str parent,
    struct day on, size_t *ret_n)
{
    VEC_OF(const struct region *) found = { 0 };
    size_t lo = 0, hi = r->n; /* entries before lo lie in smaller ones */

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (str_cmp(r->inside[mid]->region.parent, parent) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < r->n && str_eq(r->inside[lo]->region.parent, parent); lo++)
        if (exists_on(r->inside[lo], on))
            *VEC_PUSH(a, &found) = &r->inside[lo]->region;
    *ret_n = found.n;
    return found.p;
}

static const struct region *
at_level(const struct regions *r, struct str code, int level)
{
    const struct region *at = region_find(r, code);

    for (int depth = 0; depth < DEPTH_MAX && at != NULL && at->level > level;
         depth++)
        at = region_find(r, at->parent);
    return at;
}

struct str
region_at_level(const struct regions *r, struct str code, int level)
{
    const struct region *at = at_level(r, code, level);

    return at == NULL ? STR_EMPTY : at->code;
}

struct str
prefecture_name(const struct regions *r, struct str code)
{
    const struct region *at = at_level(r, code, 2);

    return at == NULL ? STR_EMPTY : at->name;
}

bool
region_within(const struct regions *r, struct str code, struct str outer)
{
    if (outer.n == 0 || str_eq(outer, STR("000000")))
        return true;
    for (int depth = 0; depth < DEPTH_MAX && code.n > 0; depth++) {
        if (str_eq(code, outer))
            return true;
        const struct region *at = region_find(r, code);
        code = at == NULL ? STR_EMPTY : at->parent;
    }
    return false;
}
