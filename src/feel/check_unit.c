/* Units of numbers: which may be compared, and what arithmetic makes of them.
 *
 * A unit is a name; those known here have a dimension and a size in it. The
 * working day is no part of a day: how many days it is depends on the
 * holidays. Months and days do not convert either. */
#include "check.h"

enum dimension {
    DIM_TIME,
    DIM_MONTHS,
    DIM_WORKING_DAYS,
    DIM_MONEY,
    DIM_COUNT,
    DIM_SHARE
};

struct unit {
    const char *name;
    enum dimension dimension;
    int64_t size;
    const char *same_as; /* another word for it */
};

/* Counted things of different kinds do not compare (persons with firms);
 * 个 and 项 count anything. */
static const struct unit units[] = {
    { "秒", DIM_TIME, 1, NULL },
    { "分钟", DIM_TIME, 60, NULL },
    { "小时", DIM_TIME, 3600, NULL },
    { "时", DIM_TIME, 3600, "小时" },
    { "日", DIM_TIME, 86400, NULL },
    { "天", DIM_TIME, 86400, "日" },
    { "周", DIM_TIME, 604800, NULL },
    { "星期", DIM_TIME, 604800, "周" },
    { "月", DIM_MONTHS, 1, NULL },
    { "个月", DIM_MONTHS, 1, "月" },
    { "季度", DIM_MONTHS, 3, NULL },
    { "年", DIM_MONTHS, 12, NULL },
    { "工作日", DIM_WORKING_DAYS, 1, NULL },
    { "分", DIM_MONEY, 1, NULL },
    { "角", DIM_MONEY, 10, NULL },
    { "元", DIM_MONEY, 100, NULL },
    { "千元", DIM_MONEY, 100000, NULL },
    { "万元", DIM_MONEY, 1000000, NULL },
    { "亿元", DIM_MONEY, 10000000000, NULL },
    { "个", DIM_COUNT, 1, NULL },
    { "项", DIM_COUNT, 1, "个" },
    { "人", DIM_COUNT, 1, NULL },
    { "名", DIM_COUNT, 1, "人" },
    { "位", DIM_COUNT, 1, "人" },
    { "万人", DIM_COUNT, 10000, NULL },
    { "家", DIM_COUNT, 1, NULL },
    { "户", DIM_COUNT, 1, "家" },
    { "所", DIM_COUNT, 1, "家" },
    { "件", DIM_COUNT, 1, NULL },
    { "起", DIM_COUNT, 1, "件" },
    { "次", DIM_COUNT, 1, NULL },
    { "场", DIM_COUNT, 1, "次" },
    { "篇", DIM_COUNT, 1, NULL },
    { "条", DIM_COUNT, 1, "篇" },
    { "‰", DIM_SHARE, 1, NULL },
    { "%", DIM_SHARE, 10, NULL },
    { "％", DIM_SHARE, 10, "%" },
    { "百分比", DIM_SHARE, 10, "%" },
    { "比例", DIM_SHARE, 1000, NULL },
    { "倍", DIM_SHARE, 1000, "比例" },
};

#define N_UNITS (sizeof(units) / sizeof(*units))

static const struct unit *
find_unit(struct str name)
{
    for (size_t i = 0; i < N_UNITS; i++)
        if (str_eq(name, str_of(units[i].name)))
            return &units[i];
    return NULL;
}

static struct str
canonical(struct str name)
{
    const struct unit *u = find_unit(name);

    return u != NULL && u->same_as != NULL ? str_of(u->same_as) : name;
}

static bool
counts_anything(struct str canon)
{
    return str_eq(canon, STR("个"));
}

static bool
fits(struct str x, struct str y)
{
    const struct unit *a = find_unit(x), *b = find_unit(y);

    x = canonical(x);
    y = canonical(y);
    if (str_eq(x, y))
        return true;
    return a != NULL && b != NULL && a->dimension == DIM_COUNT &&
        b->dimension == DIM_COUNT && a->size == b->size &&
        (counts_anything(x) || counts_anything(y));
}

bool
unit_fits(const struct feel_kind *x, const struct feel_kind *y)
{
    if (x->unit.n == 0 || y->unit.n == 0 || fits(x->unit, y->unit))
        return true;
    if (x->also.n > 0 && fits(x->also, y->unit))
        return true;
    return y->also.n > 0 &&
        (fits(x->unit, y->also) || (x->also.n > 0 && fits(x->also, y->also)));
}

struct str
unit_advice(
    struct arena *a, const struct feel_kind *x, const struct feel_kind *y)
{
    const struct unit *left = find_unit(x->unit), *right = find_unit(y->unit);

    if (left == NULL || right == NULL ||
        left->dimension != right->dimension ||
        left->dimension == DIM_COUNT || left->size == right->size)
        return STR_EMPTY;
    if (right->size > left->size && right->size % left->size == 0)
        return arena_fmt(a, "右边乘以 %lld",
            (long long)(right->size / left->size));
    if (left->size > right->size && left->size % right->size == 0)
        return arena_fmt(a, "左边乘以 %lld",
            (long long)(left->size / right->size));
    return STR_EMPTY;
}

/* The unit of a dimension that has this size, in its usual word. */
static struct str
unit_of_size(enum dimension dimension, int64_t size)
{
    for (size_t i = 0; i < N_UNITS; i++)
        if (units[i].dimension == dimension && units[i].size == size)
            return str_of(units[i].name);
    return STR_EMPTY;
}

static bool
is_literal(const struct feel_kind *k)
{
    return k->unit.n == 0 && k->has_low && k->has_high && k->low == k->high;
}

/* Minutes / 60 may be meant as hours. */
static void
convert(const struct feel_kind *x, int64_t by, bool divide,
    struct feel_kind *ret)
{
    const struct unit *u = find_unit(x->unit);
    struct str other = STR_EMPTY;
    int64_t size;

    ret->unit = x->unit;
    ret->also = x->also;
    if (u == NULL || by <= 1 || u->dimension == DIM_COUNT)
        return;
    if (divide && num_mul(u->size, by, &size))
        other = unit_of_size(u->dimension, size);
    else if (!divide && u->size % by == 0)
        other = unit_of_size(u->dimension, u->size / by);
    if (other.n > 0)
        ret->also = other;
}

static bool
is_plain_count(const struct feel_kind *k)
{
    const struct unit *u = find_unit(k->unit);

    return u != NULL && u->dimension == DIM_COUNT;
}

static bool
is_share(const struct feel_kind *k)
{
    return str_eq(canonical(k->unit), STR("比例"));
}

void
unit_multiply(const struct feel_kind *x, const struct feel_kind *y,
    bool divide, struct feel_kind *ret)
{
    ret->unit = STR_EMPTY;
    ret->also = STR_EMPTY;
    if (is_literal(y)) {
        convert(x, y->low, divide, ret);
        return;
    }
    if (!divide && is_literal(x)) {
        convert(y, x->low, false, ret);
        return;
    }
    if (x->unit.n == 0 || y->unit.n == 0)
        return; /* what the neutral part stands for is not known */
    if (divide) {
        if (fits(x->unit, y->unit))
            ret->unit = STR("比例");
        else if (is_share(y))
            ret->unit = x->unit;
        return;
    }
    /* three persons with twenty hours each are sixty hours */
    if (is_plain_count(y) || is_share(y))
        ret->unit = x->unit;
    else if (is_plain_count(x) || is_share(x))
        ret->unit = y->unit;
}
