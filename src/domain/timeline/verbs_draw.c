/* Verbs of double-random draws and inspections, and what is expected of
 * them. */
#include "run.h"

#include "domain/inspection.h"

/* --- the pools --- */

/* names: officers who may be drawn. */
static enum status
do_inspectors(struct run *r, struct act *x, struct err *err)
{
    const struct tree *t = run_with(r, "names");

    (void)x;
    (void)err;
    if (t == NULL || t->type != TREE_LIST)
        return run_wrong(r, r->step, "names 应为名单");
    for (size_t i = 0; i < t->n; i++) {
        if (run_person(r, t->items[i]->text, t->items[i]) == NULL)
            return ERR_INPUT;
    }
    return OK;
}

/* Somebody of the case who is there already. */
static const struct person *
somebody(struct run *r, const struct tree *name)
{
    for (size_t i = 0; i < r->people.n; i++) {
        if (str_eq(r->people.p[i].name, name->text))
            return &r->people.p[i];
    }
    (void)run_fail(r, name, "还没有“" STR_FMT "”：请在前一步写明",
        STR_ARG(name->text));
    return NULL;
}

static enum status
exclusions(struct run *r, struct act *x, const char *key, bool holders,
    const struct draw_exclusion **ret, size_t *ret_n, struct err *err)
{
    const struct tree *t = run_with(r, key);
    struct draw_exclusion *list;

    *ret = NULL;
    *ret_n = 0;
    if (t == NULL)
        return OK;
    if (t->type != TREE_MAP)
        return run_wrong(r, t, "%s 应写 {名称: 理由}", key);
    list = arena_new_array(r->a, struct draw_exclusion, t->n + 1);
    for (size_t i = 0; i < t->n; i++) {
        const struct person *p = somebody(r, t->keys[i]);
        struct accreditation c = { 0 };

        if (p == NULL)
            return ERR_INPUT;
        if (holders)
            TRY(run_accreditation(r, x, p, &c, err));
        list[i] = (struct draw_exclusion){
            holders ? c.id : p->who.account_id, t->items[i]->text
        };
    }
    *ret = list;
    *ret_n = t->n;
    return OK;
}

/* inspection (default: the pack's first), region, count, count_reason, spot,
 * exclude, exclude_inspectors: {name: reason}, seed_source, seed_day. */
static enum status
do_draw_commit(struct run *r, struct act *x, struct err *err)
{
    struct draw_new n = { .programme_id = run_programme(r),
        .region = run_text(r, "region", ""),
        .spot = run_flag(r, "spot", false),
        .count = run_int(r, "count", 0),
        .count_reason = run_text(r, "count_reason", ""),
        .seed_source = run_text(r, "seed_source", "当日公开摇出的号码"),
        .seed_day = run_day(r, "seed_day", x->today) };
    struct draw_pools pools;
    struct draw d;

    if (r->pack->n_inspections == 0)
        return run_wrong(r, r->step, "政策包没有 inspections");
    n.inspection = run_with(r, "inspection") != NULL
                       ? run_text(r, "inspection", "")
                       : r->pack->inspections[0].name;
    TRY(exclusions(
        r, x, "exclude", true, &n.objects, &n.n_objects, err));
    TRY(exclusions(r, x, "exclude_inspectors", false, &n.inspectors,
        &n.n_inspectors, err));
    TRY(draw_pools(x, &n, &pools, err));
    run_figure(r, "pool", (int64_t)pools.n_objects_in);
    run_figure(r, "inspectors", (int64_t)pools.n_inspectors_in);
    run_figure(r, "conflicts", (int64_t)pools.n_conflicts);
    TRY(draw_commit(x, &n, &d, err));
    run_figure(r, "count", d.places);
    r->draw_before = r->draw;
    r->draw = d.id;
    return OK;
}

/* --- seed and withdrawal --- */

/* seed, source, taken (an instant; default: now). */
static enum status
do_draw_seed(struct run *r, struct act *x, struct err *err)
{
    const struct tree *taken = run_with(r, "taken");
    struct draw_seed s = { .value = run_text(r, "seed", ""),
        .source = run_text(r, "source", "公开摇号"),
        .taken_us = x->now_us };
    struct draw d;

    if (taken != NULL && us_parse(taken->text, &s.taken_us, err) != OK)
        return run_wrong(r, taken, "%s", err->text);
    TRY(draw_enter_seed(x, r->draw, &s, &d, err));
    run_figure(r, "drawn",
        (int64_t)json_get(d.result, STR("drawn"))->n);
    return OK;
}

static enum status
do_draw_void(struct run *r, struct act *x, struct err *err)
{
    return draw_withdraw(
        x, r->draw, run_text(r, "reason", "名单有误"), err);
}

/* change: {text: text} is replaced in the file before it is computed again. */
static enum status
do_draw_verify(struct run *r, struct act *x, struct err *err)
{
    const struct tree *change = run_with(r, "change");
    struct draw_report report;
    struct draw d;
    struct str file;

    TRY(draw_get(x, r->draw, &d, err));
    TRY(draw_file(x, &d, &file, err));
    for (size_t i = 0; change != NULL && i < change->n; i++) {
        struct str from = change->keys[i]->text;
        size_t at = str_find(file, from);

        if (at == SIZE_MAX)
            return run_wrong(r, change->keys[i], "文件中没有“" STR_FMT "”",
                STR_ARG(from));
        struct str head = str_sub(file, 0, at);
        struct str tail = str_sub(file, at + from.n, SIZE_MAX);
        file = arena_join(
            r->a, arena_join(r->a, head, change->items[i]->text), tail);
    }
    TRY(draw_verify(r->a, file, STR_EMPTY, &report, err));
    run_figure(r, "matches", report.good);
    return OK;
}

static enum status
do_draw_count(struct run *r, struct act *x, struct err *err)
{
    struct draw_count now, before;

    TRY(draw_counts(x, run_programme(r),
        run_int(r, "year", day_ymd(x->today).year), &now, &before, err));
    run_figure(r, "draws", now.regular);
    run_figure(r, "spot", now.spot);
    run_figure(r, "before", before.regular);
    run_figure(r, "spot_before", before.spot);
    run_figure(r, "objects", now.objects + now.spot_objects);
    run_figure(
        r, "objects_before", before.objects + before.spot_objects);
    return OK;
}

/* --- inspections --- */

/* The newest inspection of the holder, as the system sees it. */
static enum status
newest(struct run *r, struct act *x, struct inspection *ret, struct err *err)
{
    const struct person *p = run_subject(r);
    const struct inspection *list = NULL;
    struct actor system = actor_system();
    struct act all = run_as(x, &system);
    size_t n = 0;

    if (p == NULL)
        return ERR_INPUT;
    TRY(inspection_of_subject(&all, p->subject, &list, &n, err));
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, "“" STR_FMT "”没有被抽中的检查",
            STR_ARG(p->name));
    *ret = list[0];
    return OK;
}

/* "ok", "none", or one finding or a list of them. */
static void
read_line(struct run *r, const struct tree *key, const struct tree *t,
    struct inspection_line *line)
{
    size_t n = t->type == TREE_LIST ? t->n : 1;
    struct str *names = arena_new_array(r->a, struct str, n + 1);

    *line = (struct inspection_line){ .item = key->text,
        .text = run_text(r, "text", "") };
    if (t->type == TREE_SCALAR && str_eq(t->text, STR("ok")))
        return;
    if (t->type == TREE_SCALAR && str_eq(t->text, STR("none"))) {
        line->not_looked = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        names[i] = t->type == TREE_LIST ? t->items[i]->text : t->text;
    line->findings = names;
    line->n_findings = n;
}

/* Written by the actor; by the system it is written as the first inspector
 * drawn for it. */
static enum status
do_inspect(struct run *r, struct act *x, struct err *err)
{
    const struct tree *items = run_with(r, "items");
    struct inspection i = { 0 };
    size_t n = items == NULL ? 0 : items->n;
    struct inspection_line *lines =
        arena_new_array(r->a, struct inspection_line, n + 1);
    const struct rectification *orders = NULL;
    size_t n_orders = 0, opened = 0;

    for (size_t k = 0; k < n; k++)
        read_line(r, items->keys[k], items->items[k], &lines[k]);
    TRY(newest(r, x, &i, err));
    TRY(inspection_write(x,
        &(struct inspection_record){ .id = i.id,
            .version = i.version,
            .visited = run_day(r, "day", x->today),
            .place = run_text(r, "place", ""),
            .remark = run_text(r, "remark", ""),
            .lines = lines,
            .n_lines = n,
            .correct_by = run_day(r, "correct_by", DAY_NONE) },
        &i, err));
    TRY(rectification_of_source(
        x, i.subject_id, "inspection", i.id, &orders, &n_orders, err));
    for (size_t k = 0; k < i.findings->n; k++) {
        const struct json *list =
            json_get(i.findings->items[k], STR("findings"));

        for (size_t f = 0; f < list->n; f++)
            opened +=
                json_str(json_get(list->items[f], STR("case"))).n > 0;
    }
    run_figure(r, "defects", i.defects);
    run_figure(r, "orders", (int64_t)n_orders);
    run_figure(r, "opened", (int64_t)opened);
    return OK;
}

static enum status
do_replace_inspector(struct run *r, struct act *x, struct err *err)
{
    const struct tree *who = run_with(r, "inspector");
    const struct person *p = who == NULL ? NULL : somebody(r, who);
    struct inspection i = { 0 };
    struct str name;

    if (p == NULL)
        return run_wrong(r, r->step, "请写明 inspector");
    TRY(newest(r, x, &i, err));
    return inspection_replace(x, i.id, p->who.account_id,
        run_text(r, "reason", "临时有其他任务"), &name, err);
}

static enum status
do_drop_inspection(struct run *r, struct act *x, struct err *err)
{
    struct inspection i = { 0 };

    TRY(newest(r, x, &i, err));
    return inspection_drop(x, i.id, run_text(r, "reason", "已注销"), err);
}

static enum status
do_publish_inspection(struct run *r, struct act *x, struct err *err)
{
    struct inspection i = { 0 };

    TRY(newest(r, x, &i, err));
    return inspection_publish(x, i.id, i.version, &i, err);
}

/* --- corrections --- */

static enum status
newest_order(
    struct run *r, struct act *x, struct rectification *ret, struct err *err)
{
    const struct person *p = run_subject(r);
    const struct rectification *list = NULL;
    struct actor system = actor_system();
    struct act all = run_as(x, &system);
    size_t n = 0;

    if (p == NULL)
        return ERR_INPUT;
    TRY(rectification_of_subject(&all, p->subject, &list, &n, err));
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, "“" STR_FMT "”没有整改通知",
            STR_ARG(p->name));
    *ret = list[0];
    return OK;
}

static enum status
do_report_correction(struct run *r, struct act *x, struct err *err)
{
    struct rectification o = { 0 };

    TRY(newest_order(r, x, &o, err));
    return rectification_report(
        x, o.id, run_text(r, "text", "已完成整改"), err);
}

static enum status
do_recheck(struct run *r, struct act *x, struct err *err)
{
    struct rectification o = { 0 };
    bool passed = run_flag(r, "passed", true);

    TRY(newest_order(r, x, &o, err));
    TRY(rectification_check(x, o.id, passed,
        run_text(r, "remark", passed ? "整改到位" : "仍未整改"), o.version,
        &o, err));
    run_figure(r, "opened", o.proceeding_id != 0);
    return OK;
}

/* --- expectations --- */

static bool
load_draw(struct run *r, struct act *x, const struct tree *t, int64_t id,
    struct draw *ret)
{
    struct err err = { 0 };

    if (id != 0 && draw_get(x, id, ret, &err) == OK && ret->result != NULL)
        return true;
    return run_fail(r, t, "还没有抽取结果 %s", err.text);
}

static void
same_words(
    struct run *r, const struct tree *t, const char *what, struct str actual)
{
    if (!str_eq(t->text, actual))
        (void)run_fail(r, t, "%s 应为 " STR_FMT "，实为 " STR_FMT, what,
            STR_ARG(t->text), STR_ARG(actual));
}

/* Names by id of a pool of the plan. */
static struct str
name_in(const struct json *pool, struct str id)
{
    for (size_t i = 0; i < pool->n; i++) {
        if (str_eq(json_str(json_get(pool->items[i], STR("id"))), id))
            return json_str(json_get(pool->items[i], STR("name")));
    }
    return id;
}

/* "甲、乙" of rows with ids. */
static struct str
names_of(struct run *r, const struct json *pool, const struct json *rows)
{
    struct buf b;

    buf_init(&b, r->a, 1u << 20);
    for (size_t i = 0; i < rows->n; i++) {
        buf_str(&b, i > 0 ? STR("、") : STR_EMPTY);
        buf_str(&b, name_in(pool,
            json_str(json_get(rows->items[i], STR("id")))));
    }
    return buf_view(&b);
}

static struct str
joined(struct run *r, const struct tree *t)
{
    struct buf b;

    if (t->type != TREE_LIST)
        return t->text;
    buf_init(&b, r->a, 1u << 20);
    for (size_t i = 0; i < t->n; i++) {
        buf_str(&b, i > 0 ? STR("、") : STR_EMPTY);
        buf_str(&b, t->items[i]->text);
    }
    return buf_view(&b);
}

static void
same_names(struct run *r, const struct tree *t, const char *what,
    struct str actual)
{
    struct str want = joined(r, t);

    if (!str_eq(want, actual))
        (void)run_fail(r, t, "%s 应为 " STR_FMT "，实为 " STR_FMT, what,
            STR_ARG(want), STR_ARG(actual));
}

/* A number, or the names in order. */
void
check_drawn(struct run *r, struct act *x, const struct tree *t)
{
    int64_t want = 0;
    struct draw d;

    if (!load_draw(r, x, t, r->draw, &d))
        return;
    const struct json *drawn = json_get(d.result, STR("drawn"));
    if (t->type == TREE_SCALAR && tree_int(t, &want)) {
        if (want != (int64_t)drawn->n)
            (void)run_fail(r, t, "drawn 应为 %lld，实为 %zu",
                (long long)want, drawn->n);
        return;
    }
    same_names(r, t, "drawn",
        names_of(r, json_get(d.plan, STR("objects")), drawn));
}

/* The row of an object that was drawn, by name; NULL: not drawn. */
static const struct json *
row_of(const struct draw *d, struct str name)
{
    const struct json *drawn = json_get(d->result, STR("drawn"));

    for (size_t i = 0; i < drawn->n; i++) {
        struct str id = json_str(json_get(drawn->items[i], STR("id")));

        if (str_eq(name_in(json_get(d->plan, STR("objects")), id), name))
            return drawn->items[i];
    }
    return NULL;
}

void
check_inspectors_of(struct run *r, struct act *x, const struct tree *t)
{
    struct draw d;

    if (!load_draw(r, x, t, r->draw, &d))
        return;
    for (size_t i = 0; i < t->n; i++) {
        const struct json *row = row_of(&d, t->keys[i]->text);

        if (row == NULL)
            (void)run_fail(r, t->keys[i], "“" STR_FMT "”没有被抽中",
                STR_ARG(t->keys[i]->text));
        else
            same_names(r, t->items[i], "inspectors_of",
                names_of(r, json_get(d.plan, STR("inspectors")),
                    json_get(row, STR("inspectors"))));
    }
}

/* Drawn or not: these never go there. Their conflict is in the plan. */
void
check_never(struct run *r, struct act *x, const struct tree *t)
{
    struct draw d;

    if (!load_draw(r, x, t, r->draw, &d))
        return;
    const struct json *people = json_get(d.plan, STR("inspectors"));
    const struct json *objects = json_get(d.plan, STR("objects"));
    const struct json *bars = json_get(d.plan, STR("conflicts"));
    for (size_t i = 0; i < t->n; i++) {
        const struct tree *list = t->items[i];
        const struct json *row = row_of(&d, t->keys[i]->text);
        struct str sent = row == NULL
            ? STR_EMPTY
            : names_of(r, people, json_get(row, STR("inspectors")));

        for (size_t k = 0; k < list->n; k++) {
            struct str who = list->items[k]->text;
            bool listed = false;

            for (size_t b = 0; b < bars->n; b++)
                listed = listed ||
                         (str_eq(name_in(people, json_str(json_get(
                                             bars->items[b],
                                             STR("inspector")))),
                              who) &&
                             str_eq(name_in(objects, json_str(json_get(
                                                 bars->items[b],
                                                 STR("object")))),
                                 t->keys[i]->text));
            if (!listed || str_find(arena_fmt(r->a, "、" STR_FMT "、",
                                        STR_ARG(sent)),
                               arena_fmt(r->a, "、" STR_FMT "、",
                                   STR_ARG(who))) != SIZE_MAX)
                (void)run_fail(r, list->items[k],
                    "“" STR_FMT "”不应派往“" STR_FMT "”：回避%s，检查人员 "
                    STR_FMT,
                    STR_ARG(who), STR_ARG(t->keys[i]->text),
                    listed ? "已列" : "未列", STR_ARG(sent));
        }
    }
}

void
check_same_draw(struct run *r, struct act *x, const struct tree *t)
{
    struct draw a, b;
    struct buf p, q;

    if (!load_draw(r, x, t, r->draw, &a) ||
        !load_draw(r, x, t, r->draw_before, &b))
        return;
    buf_init(&p, r->a, DRAW_FILE_MAX);
    buf_init(&q, r->a, DRAW_FILE_MAX);
    json_write_canonical(&p, a.result);
    json_write_canonical(&q, b.result);
    same_words(r, t, "same_draw",
        str_eq(buf_view(&p), buf_view(&q)) ? STR("true") : STR("false"));
}

void
check_inspection(struct run *r, struct act *x, const struct tree *t)
{
    struct inspection i = { 0 };
    struct err err = { 0 };

    same_words(r, t, "inspection",
        newest(r, x, &i, &err) == OK ? inspection_state_name(i.state)
                                     : STR("none"));
}

void
check_rectification(struct run *r, struct act *x, const struct tree *t)
{
    struct rectification o = { 0 };
    struct err err = { 0 };

    same_words(r, t, "rectification",
        newest_order(r, x, &o, &err) == OK
            ? rectification_state_name(o.state)
            : STR("none"));
}

void
check_correct_by(struct run *r, struct act *x, const struct tree *t)
{
    struct rectification o = { 0 };
    struct err err = { 0 };

    same_words(r, t, "correct_by",
        newest_order(r, x, &o, &err) == OK ? day_iso(r->a, o.due)
                                           : STR("none"));
}

static const struct verb VERBS[] = {
    { "inspectors", do_inspectors, "names", false, true },
    { "draw_commit", do_draw_commit,
        "inspection region count count_reason spot exclude "
        "exclude_inspectors seed_source seed_day",
        false, false },
    { "draw_seed", do_draw_seed, "seed source taken", false, false },
    { "draw_void", do_draw_void, "reason", false, false },
    { "draw_verify", do_draw_verify, "change", false, false },
    { "draw_count", do_draw_count, "year", false, false },
    { "inspect", do_inspect, "items text day place remark correct_by", false,
        false },
    { "replace_inspector", do_replace_inspector, "inspector reason", false,
        false },
    { "drop_inspection", do_drop_inspection, "reason", false, false },
    { "publish_inspection", do_publish_inspection, "", false, false },
    { "report_correction", do_report_correction, "text", false, false },
    { "recheck", do_recheck, "passed remark", false, false },
};
const struct verb_set verbs_draw = VERB_SET(VERBS);
