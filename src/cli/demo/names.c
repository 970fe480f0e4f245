/* Names, numbers and places of the demo. */
#include "demo.h"

#include "format/csv.h"

#include <string.h>

size_t
demo_dice(struct demo *m, size_t n)
{
    uint64_t z;

    /* splitmix64 */
    m->dice += UINT64_C(0x9e3779b97f4a7c15);
    z = m->dice;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (size_t)((z ^ (z >> 31)) % n);
}

/* One column of a word list; a column "weight" repeats the word. */
static struct demo_words
words_of(struct demo *m, const char *file, size_t column, size_t weight)
{
    const struct csv_row *rows = NULL;
    size_t n = 0;
    struct err err = { 0 };
    VEC_OF(struct str) out = { 0 };

    if (csv_read(m->a, cli_data_file(str_of(file)), 10000, &rows, &n, &err) !=
        OK)
        return (struct demo_words){ NULL, 0 };
    for (size_t i = 1; i < n; i++) {
        int64_t times = 1;

        if (rows[i].n <= column)
            continue;
        if (weight > 0 && rows[i].n > weight)
            (void)num_int(rows[i].cells[weight], 1, 100, &times);
        for (int64_t k = 0; k < times; k++)
            *VEC_PUSH(m->a, &out) = rows[i].cells[column];
    }
    return (struct demo_words){ out.p, out.n };
}

/* Made-up towns, of streets or of the countryside. */
struct demo_words
demo_towns(struct demo *m, bool streets)
{
    struct demo_words names = words_of(m, "vocab/fictional_towns.csv", 0, 0);
    struct demo_words kinds = words_of(m, "vocab/fictional_towns.csv", 1, 0);
    VEC_OF(struct str) out = { 0 };

    for (size_t i = 0; i < names.n && i < kinds.n; i++) {
        if (str_eq(kinds.words[i], STR("街道")) == streets)
            *VEC_PUSH(m->a, &out) = names.words[i];
    }
    return (struct demo_words){ out.p, out.n };
}

void
demo_read_words(struct demo *m)
{
    m->surnames = words_of(m, "vocab/surnames.csv", 0, 1);
    m->given = words_of(m, "vocab/given_names.csv", 0, 0);
    m->stations = words_of(m, "vocab/station_org_names.csv", 0, 0);
    m->station_kinds = words_of(m, "vocab/station_org_names.csv", 1, 0);
    m->brands = words_of(m, "vocab/company_brands.csv", 0, 0);
    m->law_brands = words_of(m, "vocab/law_firm_brands.csv", 0, 0);
    m->industries = words_of(m, "vocab/company_industries.csv", 0, 0);
    m->activities = words_of(m, "vocab/activity_titles.csv", 0, 0);
}

struct str
demo_word(struct demo *m, const struct demo_words *w)
{
    return w->words[demo_dice(m, w->n)];
}

static bool
is_taken(const struct demo *m, struct str name)
{
    for (size_t i = 0; i < m->n_taken; i++) {
        if (str_eq(m->taken[i], name))
            return true;
    }
    return false;
}

struct str
demo_person_name(struct demo *m)
{
    struct str name;

    do {
        struct str surname = demo_word(m, &m->surnames);
        struct str given = demo_word(m, &m->given);

        name = arena_join(m->a, surname, given);
    } while (is_taken(m, name));
    return name;
}

struct str
demo_own_name(struct demo *m)
{
    struct str name = demo_person_name(m);

    if (m->n_taken < DEMO_TAKEN)
        m->taken[m->n_taken++] = name;
    return name;
}

/* "成都市" -> "成都", "内蒙古自治区" -> "内蒙古". */
static struct str
short_place(struct str name)
{
    bool long_name = str_starts(name, STR("内蒙古")) ||
                     str_starts(name, STR("黑龙江"));

    return utf8_head(name, long_name ? 3 : 2);
}

struct str
demo_company_name(struct demo *m, const struct region *city)
{
    struct str place = short_place(city->name);
    struct str brand = demo_word(m, &m->brands);
    struct str industry = demo_word(m, &m->industries);

    return arena_fmt(m->a, STR_FMT STR_FMT STR_FMT "有限公司",
        STR_ARG(place), STR_ARG(brand), STR_ARG(industry));
}

/* Puts the words of a pattern in: {city}{brand}行业协会. */
static struct str
fill_pattern(struct demo *m, struct str pattern, const struct region *city,
    struct str brand)
{
    const struct region *province =
        region_find(m->d->regions, city->parent);
    struct buf b;

    buf_init(&b, m->a, 4096);
    while (pattern.n > 0) {
        if (str_starts(pattern, STR("{city}"))) {
            buf_str(&b, short_place(city->name));
            pattern = str_sub(pattern, 6, SIZE_MAX);
        } else if (str_starts(pattern, STR("{brand}"))) {
            buf_str(&b, brand);
            pattern = str_sub(pattern, 7, SIZE_MAX);
        } else if (str_starts(pattern, STR("{province}"))) {
            buf_str(&b,
                short_place(province == NULL ? city->name : province->name));
            pattern = str_sub(pattern, 10, SIZE_MAX);
        } else {
            buf_add(&b, pattern.p, 1);
            pattern = str_sub(pattern, 1, SIZE_MAX);
        }
    }
    return buf_view(&b);
}

struct str
demo_station_name(struct demo *m, size_t i, const struct region *city,
    struct str *ret_kind)
{
    size_t k = i % m->stations.n;
    struct str brand = m->brands.words[i * 7 / m->stations.n % m->brands.n];

    *ret_kind = m->station_kinds.words[k];
    return fill_pattern(m, m->stations.words[k], city, brand);
}

struct str
demo_credit_code(struct demo *m, unsigned serial)
{
    char *code = arena_cstr(
        m->a, arena_fmt(m->a, "91510199%08u00", serial % 100000000u));

    credit_code_complete(code);
    return (struct str){ code, 18 };
}

struct str
demo_id_no(struct demo *m, unsigned serial)
{
    char *id = arena_cstr(m->a,
        arena_fmt(m->a, "500199%04u%02u%02u%03u0", 1960 + serial % 30,
            1 + serial / 30 % 12, 1 + serial / 360 % 28, serial % 1000));

    id_no_complete(id);
    return (struct str){ id, 18 };
}

const struct region *
demo_city(struct demo *m, size_t i)
{
    struct day today = day_of_us(m->end_us);
    size_t n = 0, k = 0;
    const struct region *const *provinces =
        region_children(m->a, m->d->regions, STR_EMPTY, today, &n);
    const struct region *province = provinces[0];

    /* Hong Kong, Macau and Taiwan have no children in the table. */
    for (size_t seen = 0; seen <= i % 31; k++) {
        size_t children = 0;

        province = provinces[k % n];
        (void)region_children(
            m->a, m->d->regions, province->code, today, &children);
        seen += children > 0;
    }
    size_t children = 0;
    const struct region *const *cities = region_children(
        m->a, m->d->regions, province->code, today, &children);
    return cities[demo_dice(m, children)];
}
