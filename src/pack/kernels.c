/* The functions of a pack over columns; each as in functions.c. */
#include "functions.h"

static bool
fits(int64_t n, struct day *ret)
{
    if (n > FUNCTION_DAY_FAR || n < -FUNCTION_DAY_FAR)
        return false;
    ret->n = (int32_t)n;
    return true;
}

static bool
moved(const struct feel_batch_arg *args, struct day (*fn)(struct day, int),
    int most, int64_t *ret)
{
    struct day day;

    if (!fits(args[0].n, &day) || args[1].n < -most || args[1].n > most)
        return false;
    *ret = fn(day, (int)args[1].n).n;
    return true;
}

static bool
run_days(struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    (void)tmp;
    return moved(args, day_add_days, FUNCTION_DAYS_MOST, ret);
}

static bool
run_months(struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    (void)tmp;
    return moved(args, day_add_months, FUNCTION_MONTHS_MOST, ret);
}

static bool
run_years(struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    (void)tmp;
    return moved(args, day_add_years, FUNCTION_YEARS_MOST, ret);
}

static bool
between(const struct feel_batch_arg *args, int (*fn)(struct day, struct day),
    int64_t *ret)
{
    struct day from, to;

    if (!fits(args[0].n, &from) || !fits(args[1].n, &to))
        return false;
    *ret = fn(from, to);
    return true;
}

static bool
run_full_years(
    struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    (void)tmp;
    return between(args, day_full_years, ret);
}

static bool
run_full_months(
    struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    (void)tmp;
    return between(args, day_full_months, ret);
}

static bool
run_year(struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    struct day day;

    (void)tmp;
    if (!fits(args[0].n, &day))
        return false;
    *ret = day_ymd(day).year;
    return true;
}

/* --- 经历月数 --- */

static const struct feel_column *
days_of(const struct feel_lists *l, struct str name)
{
    for (size_t i = 0; i < l->n_members; i++)
        if (str_eq(l->members[i].name, name))
            return l->members[i].kind == FEEL_COLUMN_DAY ? &l->members[i]
                                                         : NULL;
    return NULL;
}

static bool
day_at(const struct feel_column *c, size_t row, struct day *ret)
{
    ret->n = c->days[row];
    return c->known == NULL || (c->known[row / 8] >> (row % 8) & 1) != 0;
}

static bool
run_covered(struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    const struct feel_lists *l = args[0].lists;
    const struct feel_column *from = days_of(l, STR("起"));
    const struct feel_column *to = days_of(l, STR("止"));
    struct day_range *periods =
        arena_new_array(tmp, struct day_range, args[0].count + 1);
    struct day until;
    size_t k = 0;

    if (l->items != NULL || from == NULL || to == NULL ||
        !fits(args[1].n, &until))
        return false;
    for (size_t i = 0; i < args[0].count; i++) {
        if (!day_at(from, args[0].first + i, &periods[k].first))
            return false;
        if (!day_at(to, args[0].first + i, &periods[k].last))
            periods[k].last = until;
        k += day_cmp(periods[k].first, periods[k].last) <= 0;
    }
    *ret = months_covered(tmp, periods, k, until, NULL);
    return true;
}

/* --- the table --- */

bool
kernel_of(struct str name, struct feel_batch_kernel *ret)
{
    static const struct {
        struct str name;
        struct feel_batch_kernel kernel;
    } table[] = {
        { STR_INIT("加天"), { NULL, "dn", 'd', true, run_days } },
        { STR_INIT("加月"), { NULL, "dn", 'd', true, run_months } },
        { STR_INIT("加年"), { NULL, "dn", 'd', true, run_years } },
        { STR_INIT("满年"), { NULL, "dd", 'n', false, run_full_years } },
        { STR_INIT("满月"), { NULL, "dd", 'n', false, run_full_months } },
        { STR_INIT("年份"), { NULL, "d", 'n', true, run_year } },
        { STR_INIT("经历月数"), { NULL, "ld", 'n', false, run_covered } },
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        if (str_eq(name, table[i].name)) {
            *ret = table[i].kernel;
            return true;
        }
    }
    return false;
}
