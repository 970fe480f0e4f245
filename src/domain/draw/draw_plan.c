/* The plan of a draw and what follows from it. Sees nothing but the file. */
#include "domain/draw_file.h"

#include "domain/core.h"

enum status
draw_plan_bytes(struct arena *a, const struct json *plan, struct str *ret,
    struct err *err)
{
    struct buf b;

    buf_init(&b, a, DRAW_FILE_MAX);
    json_write_canonical(&b, plan);
    return buf_done(&b, ret, err);
}

struct str
draw_commitment(struct arena *a, struct str bytes)
{
    return domain_sha256(a, bytes);
}

static struct str
id_of(const struct json *o)
{
    return json_str(json_get(o, STR("id")));
}

/* --- is the plan good? --- */

/* A list of {"id"} sorted by bytes, each once; *ret has them all. */
static enum status
check_pool(struct arena *a, const struct json *list, const char *name,
    const char *what, size_t most, struct map **ret, struct err *err)
{
    struct str field = str_of(name), before = STR_EMPTY;

    *ret = map_new(a);
    if (list->type != JSON_LIST || list->n == 0)
        return err_field(err, ERR_INPUT, field,
            "%s名单是空的，至少应有 1 名", what);
    if (list->n > most)
        return err_field(err, ERR_LIMIT, field,
            "%s名单应不超过 %zu 名，现为 %zu 名", what, most, list->n);
    for (size_t i = 0; i < list->n; i++) {
        const struct json *id = json_get(list->items[i], STR("id"));

        if (id->type != JSON_TEXT || !sampler_id_is_good(id->s))
            return err_field(err, ERR_INPUT, field,
                "%s名单第 %zu 名没有编号，或者编号不是一行 %d 字节以内的文字",
                what, i + 1, SAMPLER_ID_MOST);
        if (i > 0 && str_cmp(before, id->s) >= 0)
            return err_field(err, ERR_INPUT, field,
                "%s名单应按编号排列，每个编号只列一次：“" STR_FMT
                "”的位置不对",
                what, STR_ARG(id->s));
        before = id->s;
        (void)map_put(
            *ret, id->s, (void *)(uintptr_t)list->items[i]);
    }
    return OK;
}

/* Nobody is in the pool and excluded from it. */
static enum status
check_excluded(const struct json *list, const struct map *pool,
    const char *name, const char *what, struct err *err)
{
    for (size_t i = 0; list->type == JSON_LIST && i < list->n; i++) {
        const struct json *o = list->items[i];

        if (map_get(pool, id_of(o)) != NULL)
            return err_field(err, ERR_INPUT, str_of(name),
                "“" STR_FMT "”既在%s名单中，又列为排除",
                STR_ARG(id_of(o)), what);
        if (json_str(json_get(o, STR("reason"))).n == 0)
            return err_field(err, ERR_INPUT, str_of(name),
                "排除“" STR_FMT "”应写明理由", STR_ARG(id_of(o)));
    }
    return OK;
}

static enum status
check_tickets(const struct json *objects, struct err *err)
{
    for (size_t i = 0; i < objects->n; i++) {
        int64_t n = json_int(
            json_get(objects->items[i], STR("tickets")), 0);

        if (n < 1 || n > SAMPLER_TICKETS_MOST)
            return err_field(err, ERR_INPUT, STR("objects"),
                "“" STR_FMT "”的签数应为 1 至 %d，现为 %lld",
                STR_ARG(id_of(objects->items[i])), SAMPLER_TICKETS_MOST,
                (long long)n);
    }
    return OK;
}

static enum status
check_count(const struct json *plan, size_t pool, struct err *err)
{
    const struct json *share = json_get(plan, STR("share"));
    int64_t percent = json_int(json_get(share, STR("percent")), 0);
    int64_t least = json_int(json_get(share, STR("least")), 0);
    int64_t count = json_int(json_get(share, STR("count")), 0);
    struct str from = json_str(json_get(share, STR("count_from")));

    if (percent < 1 || percent > 100 || least < 1 || least > INT32_MAX)
        return err_field(err, ERR_INPUT, STR("share"),
            "抽查比例应为 1 至 100（%%），最少数应不小于 1");
    if (count < 1)
        return err_field(err, ERR_INPUT, STR("count"),
            "抽取数应不小于 1，现为 %lld", (long long)count);
    if ((uint64_t)count > pool)
        return err_field(err, ERR_INPUT, STR("count"),
            "抽取数应不多于名单的 %zu 名，现为 %lld", pool,
            (long long)count);
    size_t due = sampler_count(pool, percent, (size_t)least);
    if (str_eq(from, STR("given")) &&
        json_str(json_get(share, STR("reason"))).n == 0)
        return err_field(err, ERR_INPUT, STR("count"),
            "不按比例确定抽取数的，应写明理由");
    if (!str_eq(from, STR("given")) && (uint64_t)count != due)
        return err_field(err, ERR_INPUT, STR("count"),
            "按 %lld%% 和最少 %lld 名，%zu 名中应抽 %zu 名，现为 %lld 名",
            (long long)percent, (long long)least, pool, due,
            (long long)count);
    return OK;
}

/* "object LF inspector": ids have no control characters. */
static struct str
pair_key(struct arena *a, struct str object, struct str inspector)
{
    return arena_fmt(a, STR_FMT "\n" STR_FMT, STR_ARG(object),
        STR_ARG(inspector));
}

/* Conflicts by pair; *ret_bars counts them by object if it is not NULL. */
static struct map *
conflicts_of(struct arena *a, const struct json *plan, struct map *bars)
{
    const struct json *list = json_get(plan, STR("conflicts"));
    struct map *m = map_new(a);

    for (size_t i = 0; list->type == JSON_LIST && i < list->n; i++) {
        const struct json *o = list->items[i];
        struct str object = json_str(json_get(o, STR("object")));
        struct str key = pair_key(
            a, object, json_str(json_get(o, STR("inspector"))));

        if (map_put(m, key, (void *)(uintptr_t)o) != NULL || bars == NULL)
            continue;
        size_t *n = map_get(bars, object);
        if (n == NULL) {
            n = arena_one(a, size_t);
            (void)map_put(bars, object, n);
        }
        (*n)++;
    }
    return m;
}

static enum status
check_conflicts(struct arena *a, const struct json *plan,
    const struct map *objects, const struct map *inspectors, struct err *err)
{
    const struct json *list = json_get(plan, STR("conflicts"));
    int64_t each =
        json_int(json_get(plan, STR("inspectors_per_object")), 0);
    struct map *bars = map_new(a);

    for (size_t i = 0; list->type == JSON_LIST && i < list->n; i++) {
        struct str object =
            json_str(json_get(list->items[i], STR("object")));
        struct str who =
            json_str(json_get(list->items[i], STR("inspector")));

        if (map_get(objects, object) == NULL ||
            map_get(inspectors, who) == NULL)
            return err_field(err, ERR_INPUT, STR("conflicts"),
                "第 %zu 条回避的对象或者人员不在名单中", i + 1);
    }
    if (each < 1 || each > 20)
        return err_field(err, ERR_INPUT, STR("inspectors"),
            "每个对象的检查人员应为 1 至 20 名，现为 %lld 名",
            (long long)each);
    (void)conflicts_of(a, plan, bars);
    for (size_t i = 0; i < map_count(objects); i++) {
        const size_t *n = map_get(bars, map_key(objects, i));
        size_t left = map_count(inspectors) - (n == NULL ? 0 : *n);
        const struct json *o = map_value(objects, i);

        if (left < (size_t)each)
            return err_field(err, ERR_INPUT, STR("inspectors"),
                "“" STR_FMT "”（" STR_FMT
                "）可派的检查人员只有 %zu 名（名单 %zu 名，回避 %zu 名），应有 "
                "%lld 名，请增加检查人员",
                STR_ARG(json_str(json_get(o, STR("name")))),
                STR_ARG(id_of(o)), left, map_count(inspectors),
                n == NULL ? (size_t)0 : *n, (long long)each);
    }
    return OK;
}

enum status
draw_plan_check(
    struct arena *a, const struct json *plan, struct err *err)
{
    const struct json *objects = json_get(plan, STR("objects"));
    const struct json *people = json_get(plan, STR("inspectors"));
    struct map *by_object = NULL, *by_person = NULL;
    int64_t count =
        json_int(json_get(json_get(plan, STR("share")), STR("count")), 0);

    if (!str_eq(json_str(json_get(plan, STR("format"))),
            STR(SAMPLER_FORMAT)))
        return err_set(err, ERR_INPUT,
            "抽取方案的 format 应为 %s", SAMPLER_FORMAT);
    TRY(check_pool(a, objects, "objects", "检查对象", DRAW_OBJECTS_MOST,
        &by_object, err));
    TRY(check_pool(a, people, "inspectors", "检查人员", DRAW_INSPECTORS_MOST,
        &by_person, err));
    TRY(check_excluded(json_get(plan, STR("objects_excluded")), by_object,
        "objects", "检查对象", err));
    TRY(check_excluded(json_get(plan, STR("inspectors_excluded")), by_person,
        "inspectors", "检查人员", err));
    TRY(check_tickets(objects, err));
    TRY(check_count(plan, objects->n, err));
    if ((uint64_t)count * people->n > DRAW_PLACES_MOST)
        return err_field(err, ERR_LIMIT, STR("count"),
            "抽取数和检查人员数的乘积应不超过 %d", DRAW_PLACES_MOST);
    return check_conflicts(a, plan, by_object, by_person, err);
}

/* --- what follows --- */

static struct sampler_entry *
entries(struct arena *a, const struct json *list, bool objects)
{
    struct sampler_entry *e =
        arena_new_array(a, struct sampler_entry, list->n + 1);

    for (size_t i = 0; i < list->n; i++)
        e[i] = (struct sampler_entry){ .id = id_of(list->items[i]),
            .tickets = objects ? (int)json_int(json_get(list->items[i],
                                                   STR("tickets")),
                                     1)
                               : 1,
            .at = i };
    return e;
}

static struct json *
ticket_row(struct arena *a, const struct sampler_entry *e)
{
    struct json *o = json_new(a, JSON_OBJECT);

    json_set(a, o, STR("id"), json_text(a, e->id));
    json_set(a, o, STR("ticket"), json_text(a, e->ticket));
    return o;
}

/* Inspectors of one object: the lowest tickets of those without a conflict. */
static const struct json *
drawn_row(struct arena *a, const struct json *plan, struct str seed,
    struct str object, const struct map *conflicts)
{
    const struct json *people = json_get(plan, STR("inspectors"));
    int64_t each =
        json_int(json_get(plan, STR("inspectors_per_object")), 0);
    struct sampler_entry *e = entries(a, people, false);
    struct json *row = json_new(a, JSON_OBJECT);
    struct json *chosen = json_new(a, JSON_LIST);
    struct json *passed = json_new(a, JSON_LIST);

    sampler_order_inspectors(a, seed, object, e, people->n);
    for (size_t i = 0; i < people->n && (int64_t)chosen->n < each; i++) {
        struct json *o = ticket_row(a, &e[i]);
        const struct json *conflict =
            map_get(conflicts, pair_key(a, object, e[i].id));

        if (conflict == NULL) {
            json_push(a, chosen, o);
            continue;
        }
        json_set(a, o, STR("reason"), json_get(conflict, STR("reason")));
        json_push(a, passed, o);
    }
    json_set(a, row, STR("id"), json_text(a, object));
    json_set(a, row, STR("inspectors"), chosen);
    json_set(a, row, STR("passed_over"), passed);
    return row;
}

enum status
draw_result(struct arena *a, const struct json *plan, struct str seed,
    const struct json **ret, struct err *err)
{
    const struct json *objects = json_get(plan, STR("objects"));
    int64_t count =
        json_int(json_get(json_get(plan, STR("share")), STR("count")), 0);
    struct sampler_entry *e;
    struct json *result, *order, *drawn;

    if (seed.n == 0)
        return err_field(err, ERR_INPUT, STR("seed"), "没有种子，不能抽取");
    e = entries(a, objects, true);
    sampler_order_objects(a, seed, e, objects->n);
    const struct map *conflicts = conflicts_of(a, plan, NULL);
    result = json_new(a, JSON_OBJECT);
    order = json_new(a, JSON_LIST);
    drawn = json_new(a, JSON_LIST);
    for (size_t i = 0; i < objects->n; i++) {
        struct json *o = ticket_row(a, &e[i]);

        json_set(a, o, STR("k"), json_number(a, e[i].k));
        json_push(a, order, o);
        if ((int64_t)i < count)
            json_push(
                a, drawn, drawn_row(a, plan, seed, e[i].id, conflicts));
    }
    json_set(a, result, STR("order"), order);
    json_set(a, result, STR("drawn"), drawn);
    *ret = result;
    return OK;
}
