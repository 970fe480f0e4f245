/* What is committed, as JSON (docs/draw.md). */
#include "draw_private.h"

static void
put(struct act *x, struct json *o, const char *name, struct str s)
{
    json_set(x->a, o, str_of(name), json_text(x->a, s));
}

static void
put_int(struct act *x, struct json *o, const char *name, int64_t n)
{
    json_set(x->a, o, str_of(name), json_number(x->a, n));
}

static struct json *
name_row(struct act *x, struct str id, struct str name)
{
    struct json *o = json_new(x->a, JSON_OBJECT);

    put(x, o, "id", id);
    put(x, o, "name", name);
    return o;
}

static void
put_objects(
    struct act *x, const struct draw_pools_full *f, struct json *plan)
{
    struct json *in = json_new(x->a, JSON_LIST);
    struct json *out = json_new(x->a, JSON_LIST);

    for (size_t i = 0; i < f->p.n_objects; i++) {
        const struct draw_object *o = &f->objects[i];
        struct json *row = name_row(x, o->id, o->name);

        if (o->excluded.n > 0) {
            put(x, row, "reason", o->excluded);
            json_push(x->a, out, row);
            continue;
        }
        put(x, row, "region", o->region);
        put_int(x, row, "tickets", o->tickets);
        json_set(x->a, row, STR("raised"), o->raised);
        json_push(x->a, in, row);
    }
    json_set(x->a, plan, STR("objects"), in);
    json_set(x->a, plan, STR("objects_excluded"), out);
}

static void
put_inspectors(
    struct act *x, const struct draw_pools_full *f, struct json *plan)
{
    struct json *in = json_new(x->a, JSON_LIST);
    struct json *out = json_new(x->a, JSON_LIST);
    struct json *bars = json_new(x->a, JSON_LIST);

    for (size_t i = 0; i < f->p.n_inspectors; i++) {
        const struct draw_inspector *who = &f->inspectors[i];
        struct json *row = name_row(x, who->id, who->name);

        put(x, row, "unit", who->unit);
        if (who->excluded.n > 0)
            put(x, row, "reason", who->excluded);
        json_push(x->a, who->excluded.n > 0 ? out : in, row);
    }
    for (size_t i = 0; i < f->n_bars; i++) {
        struct json *o = json_new(x->a, JSON_OBJECT);

        put(x, o, "object", f->objects[f->bars[i].object].id);
        put(x, o, "inspector", f->inspectors[f->bars[i].inspector].id);
        put(x, o, "reason", f->bars[i].why);
        json_push(x->a, bars, o);
    }
    json_set(x->a, plan, STR("inspectors"), in);
    json_set(x->a, plan, STR("inspectors_excluded"), out);
    json_set(x->a, plan, STR("conflicts"), bars);
}

static void
put_share(struct act *x, const struct draw_new *n,
    const struct draw_pools_full *f, struct json *plan)
{
    struct json *o = json_new(x->a, JSON_OBJECT);

    put_int(x, o, "percent", f->p.percent);
    put_int(x, o, "least", f->p.inspection->least);
    put_int(x, o, "count",
        n->count > 0 ? n->count : (int64_t)f->p.count);
    put(x, o, "count_from", n->count > 0 ? STR("given") : STR("share"));
    put(x, o, "reason", n->count > 0 ? str_trim(n->count_reason) : STR(""));
    json_set(x->a, plan, STR("share"), o);
    put_int(x, plan, "inspectors_per_object", f->p.inspection->inspectors);
}

static void
put_programme(struct act *x, const struct draw_new *n,
    const struct draw_pools_full *f, struct json *plan)
{
    const struct pack *p = f->programme->pack;
    const struct pack_clause *c = pack_clause(p, f->p.inspection->clause);
    const struct region *r = region_find(x->d->regions, n->region);
    struct json *pack = json_new(x->a, JSON_OBJECT);

    put(x, plan, "programme", f->programme->code);
    put(x, plan, "programme_title", f->programme->title.zh);
    put(x, plan, "authority", f->programme->authority);
    put(x, pack, "id", p->id);
    put(x, pack, "version", p->version);
    put(x, pack, "sha256", p->hash);
    json_set(x->a, plan, STR("pack"), pack);
    put(x, plan, "inspection", f->p.inspection->name);
    put(x, plan, "title", f->p.inspection->title.zh);
    put(x, plan, "clause", f->p.inspection->clause);
    put(x, plan, "cite", c == NULL ? STR_EMPTY : c->cite);
    put(x, plan, "kind", n->spot ? STR("spot") : STR("regular"));
    put_int(x, plan, "year", day_ymd(x->today).year);
    put(x, plan, "as_of", day_iso(x->a, x->today));
    put(x, plan, "region", n->region);
    put(x, plan, "region_name", r == NULL ? STR_EMPTY : r->name);
}

static void
put_items(
    struct act *x, const struct draw_pools_full *f, struct json *plan)
{
    struct json *list = json_new(x->a, JSON_LIST);

    for (size_t i = 0; i < f->p.inspection->n_items; i++) {
        const struct pack_inspection_item *item = &f->p.inspection->items[i];
        struct json *o = json_new(x->a, JSON_OBJECT);

        put(x, o, "name", item->name);
        put(x, o, "title", item->title.zh);
        put(x, o, "clause", item->clause);
        json_push(x->a, list, o);
    }
    json_set(x->a, plan, STR("items"), list);
}

const struct json *
draw_plan_make(struct act *x, const struct draw_new *n,
    const struct draw_pools_full *f, struct str number)
{
    struct json *plan = json_new(x->a, JSON_OBJECT);
    struct json *seed = json_new(x->a, JSON_OBJECT);

    put(x, plan, "format", STR(SAMPLER_FORMAT));
    put(x, plan, "number", number);
    put_programme(x, n, f, plan);
    put_items(x, f, plan);
    put_share(x, n, f, plan);
    put_objects(x, f, plan);
    put_inspectors(x, f, plan);
    put(x, seed, "source", str_trim(n->seed_source));
    put(x, seed, "day", day_iso(x->a, n->seed_day));
    json_set(x->a, plan, STR("seed"), seed);
    return plan;
}
