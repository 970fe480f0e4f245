/* Tickets and their order. */
#include "domain/sampler.h"

#include "domain/core.h"

#include <stdlib.h>

/* --- seeds and ids --- */

static struct str
without_space(struct arena *a, struct str s)
{
    struct buf b;

    buf_init(&b, a, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != ' ')
            buf_byte(&b, s.p[i]);
    }
    return buf_view(&b);
}

enum status
sampler_seed(
    struct arena *a, struct str typed, struct str *ret, struct err *err)
{
    struct str field = STR("seed");

    if (!utf8_valid(typed) || utf8_has_control(str_trim(typed), false))
        return err_field(err, ERR_INPUT, field,
            "种子应为一行文字或者数字，不能有换行和控制字符");
    struct str seed = without_space(a, utf8_narrow(a, typed));
    if (seed.n == 0)
        return err_field(err, ERR_INPUT, field,
            "请填写种子，如公证抽出的号码、当期彩票开奖号码");
    if (utf8_count(seed) > SAMPLER_SEED_MOST)
        return err_field(err, ERR_INPUT, field,
            "种子应为 %d 个字符以内，现为 %zu 个", SAMPLER_SEED_MOST,
            utf8_count(seed));
    *ret = seed;
    return OK;
}

bool
sampler_id_is_good(struct str id)
{
    return id.n > 0 && id.n <= SAMPLER_ID_MOST && utf8_valid(id) &&
           !utf8_has_control(id, false);
}

/* --- tickets --- */

struct str
sampler_object_ticket(struct arena *a, struct str seed, struct str id, int n,
    int *ret_k)
{
    struct str lowest = STR_EMPTY;

    for (int k = 1; k <= n; k++) {
        struct str ticket = domain_sha256(a,
            arena_fmt(a, SAMPLER_FORMAT "\nobject\n" STR_FMT "\n" STR_FMT
                                        "\n%d\n",
                STR_ARG(seed), STR_ARG(id), k));

        if (lowest.n > 0 && str_cmp(lowest, ticket) <= 0)
            continue;
        lowest = ticket;
        if (ret_k != NULL)
            *ret_k = k;
    }
    return lowest;
}

struct str
sampler_inspector_ticket(struct arena *a, struct str seed, struct str object,
    struct str inspector)
{
    return domain_sha256(a,
        arena_fmt(a, SAMPLER_FORMAT "\ninspector\n" STR_FMT "\n" STR_FMT
                                    "\n" STR_FMT "\n",
            STR_ARG(seed), STR_ARG(object), STR_ARG(inspector)));
}

static int
by_ticket(const void *p, const void *q)
{
    const struct sampler_entry *a = p, *b = q;
    int c = str_cmp(a->ticket, b->ticket);

    return c != 0 ? c : str_cmp(a->id, b->id);
}

static void
order(struct sampler_entry *list, size_t n)
{
    if (n > 1)
        qsort(list, n, sizeof(*list), by_ticket);
}

void
sampler_order_objects(struct arena *a, struct str seed,
    struct sampler_entry *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        list[i].ticket = sampler_object_ticket(
            a, seed, list[i].id, list[i].tickets, &list[i].k);
    order(list, n);
}

void
sampler_order_inspectors(struct arena *a, struct str seed, struct str object,
    struct sampler_entry *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        list[i].ticket =
            sampler_inspector_ticket(a, seed, object, list[i].id);
    order(list, n);
}

size_t
sampler_count(size_t pool, int64_t percent, size_t least)
{
    size_t part = (size_t)percent, n;

    if (percent <= 0)
        part = 0;
    /* pool * part / 100 rounded up, without overflow */
    n = pool / 100 * part + (pool % 100 * part + 99) / 100;
    if (n < least)
        n = least;
    return n < pool ? n : pool;
}
