/* Planning units: divisions by their code, as they stand on a day. */
#include "plan_private.h"

#include "pack/tree.h"

static const struct region *
child_on(struct act *x, const struct pack_planning *p, struct str code,
    struct day on)
{
    size_t n = 0;
    const struct region *const *list = region_children(
        x->a, x->d->regions, p->units->within, on, &n);

    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i]->code, code))
            return list[i];
    }
    return NULL;
}

static bool
is_among(struct str code, const struct str *codes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(codes[i], code))
            return true;
    }
    return false;
}

static struct str
names_of(struct act *x, const struct str *codes, size_t n, struct str but)
{
    struct str all = STR_EMPTY;

    for (size_t i = 0; i < n; i++) {
        const struct region *r = region_find(x->d->regions, codes[i]);

        if (str_eq(codes[i], but))
            continue;
        all = arena_fmt(x->a, STR_FMT "%s" STR_FMT, STR_ARG(all),
            all.n > 0 ? "、" : "", STR_ARG(r == NULL ? codes[i] : r->name));
    }
    return all;
}

/* What the changes say of a unit: its borders on the day, and what follows
 * it. */
static void
tell_changes(struct act *x, const struct pack_planning *p, struct day on,
    struct plan_unit *u)
{
    for (size_t i = 0; i < p->units->n_changes; i++) {
        const struct pack_unit_change *c = &p->units->changes[i];
        bool before = is_among(u->code, c->from, c->n_from);
        bool after = is_among(u->code, c->to, c->n_to);

        if (after && day_cmp(c->on, on) <= 0) {
            u->borders = c->on;
            u->borders_note = c->note;
        }
        if (before && !after)
            u->successors = names_of(x, c->to, c->n_to, u->code);
    }
}

static struct plan_unit
unit_of(struct act *x, const struct pack_planning *p, const struct region *r,
    struct day on)
{
    struct plan_unit u = { .code = r->code,
        .name = r->name,
        .exists = child_on(x, p, r->code, on) != NULL,
        .from = r->valid_from,
        .to = r->valid_to,
        .borders = DAY_NONE };

    tell_changes(x, p, on, &u);
    return u;
}

enum status
plan_unit_find(struct act *x, const struct pack_planning *p, struct str code,
    struct day on, struct plan_unit *ret, struct err *err)
{
    struct str at = code.n > 6 ? str_sub(code, 0, 6) : code;
    const struct region *r = region_find(x->d->regions, at);

    for (int depth = 0; r != NULL && depth < 4 &&
         !str_eq(r->parent, p->units->within);
         depth++)
        r = r->parent.n == 0 ? NULL : region_find(x->d->regions, r->parent);
    if (r == NULL || !str_eq(r->parent, p->units->within))
        return err_field(err, ERR_NOT_FOUND, STR("unit"),
            "“" STR_FMT "”不是计划单元，应为" STR_FMT "所辖的行政区划",
            STR_ARG(code),
            STR_ARG(region_path(x->a, x->d->regions, p->units->within)));
    *ret = unit_of(x, p, r, on);
    return OK;
}

enum status
plan_units(struct act *x, const struct pack_planning *p, struct day on,
    const struct plan_unit **ret, size_t *ret_n, struct err *err)
{
    size_t n = 0;
    const struct region *const *list = region_children(
        x->a, x->d->regions, p->units->within, on, &n);
    struct plan_unit *units = arena_new_array(x->a, struct plan_unit, n + 1);

    if (n == 0)
        return err_set(err, ERR_NOT_FOUND,
            "行政区划表中没有 " STR_FMT " 所辖的区划",
            STR_ARG(p->units->within));
    for (size_t i = 0; i < n; i++)
        units[i] = unit_of(x, p, list[i], on);
    *ret = units;
    *ret_n = n;
    return OK;
}

/* A division of this name on a day, NULL if none. */
static const struct region *
named_on(struct act *x, const struct pack_planning *p, struct str name,
    struct day on)
{
    size_t n = 0;
    const struct region *const *list = region_children(
        x->a, x->d->regions, p->units->within, on, &n);

    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i]->name, name) || str_eq(list[i]->code, name))
            return list[i];
    }
    return NULL;
}

/* The sentence that makes only divisions units. */
static struct str
zone_cite(struct act *x, const struct pack_planning *p)
{
    for (size_t i = 0; i < x->d->n_programmes; i++) {
        const struct pack *pack = x->d->programmes[i].pack;
        const struct pack_clause *c = pack->planning == p
            ? pack_clause(pack, p->units->zones_clause)
            : NULL;

        if (c != NULL)
            return arena_fmt(
                x->a, "（依据" STR_FMT "）", STR_ARG(c->cite));
    }
    return STR_EMPTY;
}

static const struct pack_zone *
zone_named(const struct pack_planning *p, struct str name)
{
    for (size_t i = 0; i < p->units->n_zones; i++) {
        if (str_eq(p->units->zones[i].name, name))
            return &p->units->zones[i];
    }
    return NULL;
}

/* Says where its figures belong: the units it lies in, of that day. */
static enum status
refuse_zone(struct act *x, const struct pack_planning *p,
    const struct pack_zone *z, struct day on, struct err *err)
{
    struct str *there = arena_new_array(x->a, struct str, z->n_in + 1);
    size_t n = 0;

    for (size_t i = 0; i < z->n_in; i++) {
        if (child_on(x, p, z->in[i], on) != NULL)
            there[n++] = z->in[i];
    }
    return err_field(err, ERR_NOT_FOUND, STR("unit"),
        "“" STR_FMT "”不是计划单元" STR_FMT "：" STR_FMT "；其数据请计入" STR_FMT,
        STR_ARG(z->name), STR_ARG(zone_cite(x, p)), STR_ARG(z->note),
        STR_ARG(names_of(x, there, n, STR_EMPTY)));
}

static enum status
unknown_name(struct act *x, const struct pack_planning *p, struct str name,
    struct day on, struct err *err)
{
    size_t n = 0;
    const struct region *const *list = region_children(
        x->a, x->d->regions, p->units->within, on, &n);
    struct str *names = arena_new_array(x->a, struct str, n + 1);
    struct str near;

    for (size_t i = 0; i < n; i++)
        names[i] = list[i]->name;
    near = nearest_name(x->a, name, names, n);
    if (near.n > 0)
        return err_field(err, ERR_NOT_FOUND, STR("unit"),
            "没有计划单元“" STR_FMT "”，是否为“" STR_FMT "”？",
            STR_ARG(name), STR_ARG(near));
    return err_field(err, ERR_NOT_FOUND, STR("unit"),
        "没有计划单元“" STR_FMT "”，应为" STR_FMT "所辖区划的全称或 6 位代码",
        STR_ARG(name),
        STR_ARG(region_path(x->a, x->d->regions, p->units->within)));
}

enum status
plan_unit_named(struct act *x, const struct pack_planning *p,
    struct str name, struct day on, struct plan_unit *ret, struct err *err)
{
    const struct region *r = named_on(x, p, name, on);

    /* Names from before and after each change of the map. */
    for (size_t i = p->units->n_changes; r == NULL && i > 0; i--) {
        struct day c = p->units->changes[i - 1].on;

        r = named_on(x, p, name, day_add_days(c, -1));
        if (r == NULL)
            r = named_on(x, p, name, c);
    }
    if (r == NULL && zone_named(p, name) != NULL)
        return refuse_zone(x, p, zone_named(p, name), on, err);
    if (r == NULL)
        return unknown_name(x, p, name, on, err);
    *ret = unit_of(x, p, r, on);
    return OK;
}

enum status
plan_unit_require(struct act *x, const struct plan_unit *u, struct day on,
    struct err *err)
{
    if (u->exists)
        return OK;
    if (!day_is_none(u->from) && day_cmp(on, u->from) < 0)
        return err_field(err, ERR_CONFLICT, STR("unit"),
            STR_FMT "自 " STR_FMT " 起设立，" STR_FMT
                    " 时尚不存在，请用当时的区划",
            STR_ARG(u->name), STR_ARG(day_iso(x->a, u->from)),
            STR_ARG(day_iso(x->a, on)));
    if (u->successors.n > 0)
        return err_field(err, ERR_CONFLICT, STR("unit"),
            STR_FMT "已于 " STR_FMT " 撤销，其区域现属" STR_FMT
                    "，请改用现在的区划；此前的数据仍然保留",
            STR_ARG(u->name), STR_ARG(day_iso(x->a, u->to)),
            STR_ARG(u->successors));
    return err_field(err, ERR_CONFLICT, STR("unit"),
        STR_FMT "在 " STR_FMT " 不是现行的行政区划", STR_ARG(u->name),
        STR_ARG(day_iso(x->a, on)));
}

struct day
plan_day(int64_t year, struct day today)
{
    struct day first = day_of_ymd((int)year, 1, 1);
    struct day last = day_of_ymd((int)year, 12, 31);

    if (day_cmp(today, first) < 0)
        return first;
    return day_cmp(today, last) > 0 ? last : today;
}
