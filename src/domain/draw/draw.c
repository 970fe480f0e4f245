/* Draws: the plan is committed, the seed comes after it, the result stays. */
#include "domain/draw.h"

#include "domain/account.h"
#include "draw_private.h"
#include "draw_store.h"

#define NUMBER_FORMAT STR("CC-{{year}}-{{serial:4}}")
#define TEXT_MOST 500

static const struct str STATES[DRAW_STATE_COUNT_] = {
    [DRAW_COMMITTED] = STR_INIT("COMMITTED"),
    [DRAW_DRAWN] = STR_INIT("DRAWN"),
    [DRAW_VOID] = STR_INIT("VOID"),
};

struct str
draw_state_name(enum draw_state s)
{
    return STATES[s];
}

/* --- what all share --- */

static enum status
check_text(
    const char *field, struct str text, const char *what, struct err *err)
{
    if (str_trim(text).n == 0)
        return err_field(err, ERR_INPUT, str_of(field), "请填写%s", what);
    if (utf8_count(text) > TEXT_MOST)
        return err_field(err, ERR_INPUT, str_of(field),
            "%s应为 %d 字以内，现为 %zu 字", what, TEXT_MOST,
            utf8_count(text));
    return OK;
}

static enum status
audit(struct act *x, const struct draw *d, const char *event,
    const char *from, struct str reason, struct err *err)
{
    const struct programme *p = domain_programme(x->d, d->programme_id);
    const struct pack_inspection *s =
        p == NULL ? NULL : pack_inspection(p->pack, d->inspection);

    return audit_add(x,
        &(struct audit_line){ .programme_id = d->programme_id,
            .object_kind = "draw",
            .object_id = d->id,
            .event = event,
            .from = str_of(from),
            .to = draw_state_name(d->state),
            .reason = reason,
            .clause = s == NULL ? STR_EMPTY : s->clause,
            .document = d->number },
        err);
}

static enum status
name_seeder(struct act *x, struct draw *d, struct err *err)
{
    struct account who = { .name = STR("系统") };

    if (d->seeded_us == 0)
        return OK;
    if (d->seeded_by != 0)
        TRY(account_get(x, d->seeded_by, &who, err));
    d->seeder = who.name;
    return OK;
}

static enum status
load(struct act *x, int64_t id, struct draw *ret, struct err *err)
{
    bool found = false;

    TRY(draw_store_get(x, id, ret, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这次抽取");
    return name_seeder(x, ret, err);
}

static enum status
require(struct act *x, enum permission p, const struct draw *d,
    struct err *err)
{
    return d->region.n == 0
               ? act_require_whole(x, p, d->programme_id, err)
               : act_require(x, p, d->programme_id, d->region, err);
}

/* --- the plan --- */

enum status
draw_commit(struct act *x, const struct draw_new *n, struct draw *ret,
    struct err *err)
{
    struct draw_pools_full full;
    struct draw d = { .id = world_id(&x->d->world),
        .programme_id = n->programme_id,
        .inspection = n->inspection,
        .spot = n->spot,
        .region = n->region,
        .year = day_ymd(x->today).year,
        .state = DRAW_COMMITTED,
        .committed_us = x->now_us,
        .committed_by = x->who->account_id,
        .seed_day = n->seed_day,
        .due = DAY_NONE };

    TRY(draw_pools_make(x, n, &full, err));
    TRY(check_text("seed_source", n->seed_source, "种子的来源", err));
    d.seed_source = str_trim(n->seed_source);
    if (day_is_none(n->seed_day) || day_cmp(n->seed_day, x->today) < 0)
        return err_field(err, ERR_INPUT, STR("seed_day"),
            "请填写种子产生的日期，不早于今天（" STR_FMT "）",
            STR_ARG(day_iso(x->a, x->today)));
    if (n->count < 0)
        return err_field(err, ERR_INPUT, STR("count"),
            "抽取数应不小于 1，现为 %lld", (long long)n->count);
    if (n->count > 0)
        TRY(check_text("count_reason", n->count_reason,
            "不按比例确定抽取数的理由", err));
    TRY(number_make(x, NUMBER_FORMAT, &d.number, err));
    d.plan = draw_plan_make(x, n, &full, d.number);
    TRY(draw_plan_check(x->a, d.plan, err));
    TRY(draw_plan_bytes(x->a, d.plan, &d.plan_bytes, err));
    d.commitment = draw_commitment(x->a, d.plan_bytes);
    d.pool = (int64_t)full.p.n_objects_in;
    d.places = n->count > 0 ? n->count : (int64_t)full.p.count;
    TRY(draw_store_add(x, &d, err));
    TRY(audit(x, &d, "commit", "",
        arena_fmt(x->a, "承诺值 " STR_FMT, STR_ARG(d.commitment)), err));
    *ret = d;
    return OK;
}

/* --- the seed --- */

static enum status
check_open(const struct draw *d, struct err *err)
{
    if (d->state == DRAW_COMMITTED)
        return OK;
    if (d->state == DRAW_DRAWN)
        return err_set(err, ERR_CONFLICT,
            "抽取 " STR_FMT " 的种子已录入，结果已产生，不能再录入第二个种子",
            STR_ARG(d->number));
    return err_set(err, ERR_CONFLICT,
        "抽取 " STR_FMT " 的方案已撤回，不能再办理", STR_ARG(d->number));
}

static enum status
check_taken(struct act *x, const struct draw *d, int64_t taken_us,
    struct err *err)
{
    struct str field = STR("taken");

    if (taken_us > x->now_us)
        return err_field(err, ERR_INPUT, field,
            "种子产生的时间应不晚于现在（" STR_FMT "）",
            STR_ARG(us_beijing(x->a, x->now_us)));
    /* Both are shown and kept by the second. */
    if (taken_us / 1000000 < d->committed_us / 1000000)
        return err_field(err, ERR_INPUT, field,
            "种子应在方案公布（" STR_FMT "）之后产生，现为 " STR_FMT,
            STR_ARG(us_beijing(x->a, d->committed_us)),
            STR_ARG(us_beijing(x->a, taken_us)));
    if (day_cmp(day_of_us(taken_us), d->seed_day) < 0)
        return err_field(err, ERR_INPUT, field,
            "方案公布的种子产生日期为 " STR_FMT "，不能使用更早的种子",
            STR_ARG(day_iso(x->a, d->seed_day)));
    return OK;
}

/* Until when the results are to be published. */
static enum status
set_due(struct act *x, struct draw *d, struct err *err)
{
    const struct programme *p = domain_programme(x->d, d->programme_id);
    const struct pack_inspection *s =
        pack_inspection(p->pack, d->inspection);
    struct due due;

    if (s == NULL)
        return err_set(err, ERR_NOT_FOUND,
            "政策包中已没有检查“" STR_FMT "”", STR_ARG(d->inspection));
    TRY(due_compute(x, day_of_us(d->seeded_us), s->publish, &due, err));
    d->due = due.open ? DAY_NONE : due.day;
    d->derivation = due.why;
    return OK;
}

enum status
draw_enter_seed(struct act *x, int64_t id, const struct draw_seed *s,
    struct draw *ret, struct err *err)
{
    struct draw d;
    struct buf b;
    struct str result;

    TRY(load(x, id, &d, err));
    TRY(require(x, MAY_SUPERVISE, &d, err));
    TRY(check_open(&d, err));
    TRY(sampler_seed(x->a, s->value, &d.seed_used, err));
    TRY(check_text("source", s->source, "种子的来源", err));
    TRY(check_taken(x, &d, s->taken_us, err));
    d.seed = str_trim(s->value);
    d.seed_source = str_trim(s->source);
    d.seed_taken_us = s->taken_us;
    d.seeded_us = x->now_us;
    d.seeded_by = x->who->account_id;
    d.state = DRAW_DRAWN;
    TRY(draw_plan_check(x->a, d.plan, err));
    TRY(draw_result(x->a, d.plan, d.seed_used, &d.result, err));
    buf_init(&b, x->a, DRAW_FILE_MAX);
    json_write_canonical(&b, d.result);
    TRY(buf_done(&b, &result, err));
    TRY(set_due(x, &d, err));
    TRY(draw_store_drawn(x, &d, result, err));
    TRY(audit(x, &d, "draw", "COMMITTED",
        arena_fmt(x->a, "种子 " STR_FMT "（" STR_FMT "）",
            STR_ARG(d.seed_used), STR_ARG(d.seed_source)),
        err));
    TRY(inspection_assign(x, &d, err));
    TRY(name_seeder(x, &d, err));
    *ret = d;
    return OK;
}

/* --- day by day --- */

enum status
draw_daily(struct act *x, const struct programme *p, struct err *err)
{
    const struct draw *list = NULL;
    size_t n = 0;

    if (p->pack->n_inspections == 0)
        return OK;
    TRY(draw_store_open(x, p->id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct draw d = list[i];

        TRY(set_due(x, &d, err));
        if (!day_is_none(d.due))
            TRY(draw_store_settle(x, &d, err));
    }
    return inspection_remind(x, p, err);
}

enum status
draw_withdraw(
    struct act *x, int64_t id, struct str reason, struct err *err)
{
    struct draw d;

    TRY(load(x, id, &d, err));
    TRY(require(x, MAY_DECIDE, &d, err));
    TRY(check_open(&d, err));
    TRY(check_text("reason", reason, "撤回的理由", err));
    if (day_cmp(x->today, d.seed_day) >= 0)
        return err_set(err, ERR_CONFLICT,
            "种子产生日（" STR_FMT "）已到，方案不能再撤回，请录入种子",
            STR_ARG(day_iso(x->a, d.seed_day)));
    d.state = DRAW_VOID;
    d.void_reason = str_trim(reason);
    d.voided_us = x->now_us;
    d.voided_by = x->who->account_id;
    TRY(draw_store_void(x, &d, err));
    return audit(x, &d, "withdraw", "COMMITTED", d.void_reason, err);
}

/* --- reading --- */

enum status
draw_get(struct act *x, int64_t id, struct draw *ret, struct err *err)
{
    return load(x, id, ret, err);
}

enum status
draw_by_number(
    struct act *x, struct str number, struct draw *ret, struct err *err)
{
    int64_t id = 0;

    TRY(draw_store_by_number(x, number, &id, err));
    return load(x, id, ret, err);
}

enum status
draw_list(struct act *x, int64_t programme_id, int state, size_t n,
    const struct draw **ret, size_t *ret_n, struct err *err)
{
    struct str name = state < 0 ? STR_EMPTY
                                : draw_state_name((enum draw_state)state);

    return draw_store_list(x, programme_id, name, n, ret, ret_n, err);
}

enum status
draw_counts(struct act *x, int64_t programme_id, int64_t year,
    struct draw_count *ret, struct draw_count *ret_before, struct err *err)
{
    TRY(draw_store_count(x, programme_id, year, ret, err));
    return draw_store_count(x, programme_id, year - 1, ret_before, err);
}

/* --- the file --- */

static void
put(struct act *x, struct json *o, const char *name, struct str s)
{
    json_set(x->a, o, str_of(name), json_text(x->a, s));
}

/* "2026-11-21T10:00:00+08:00" */
static struct str
instant(struct act *x, int64_t us)
{
    struct str s = us_beijing(x->a, us);

    return arena_fmt(x->a, STR_FMT "T" STR_FMT "+08:00",
        STR_ARG(str_sub(s, 0, 10)), STR_ARG(str_sub(s, 11, 8)));
}

static void
put_seed(struct act *x, const struct draw *d, struct json *file)
{
    struct json *seed = json_new(x->a, JSON_OBJECT);

    put(x, seed, "value", d->seed);
    put(x, seed, "used", d->seed_used);
    put(x, seed, "source", d->seed_source);
    put(x, seed, "taken_at", instant(x, d->seed_taken_us));
    put(x, seed, "entered_at", instant(x, d->seeded_us));
    put(x, seed, "entered_by", d->seeder);
    json_set(x->a, file, STR("seed"), seed);
    json_set(x->a, file, STR("result"), d->result);
}

enum status
draw_file(
    struct act *x, const struct draw *d, struct str *ret, struct err *err)
{
    struct json *file = json_new(x->a, JSON_OBJECT);
    struct json *commitment = json_new(x->a, JSON_OBJECT);
    struct buf b;

    put(x, file, "format", STR(SAMPLER_FORMAT));
    put(x, file, "state", draw_state_name(d->state));
    json_set(x->a, file, STR("plan"), d->plan);
    put(x, commitment, "sha256", d->commitment);
    put(x, commitment, "at", instant(x, d->committed_us));
    json_set(x->a, file, STR("commitment"), commitment);
    if (d->state == DRAW_DRAWN)
        put_seed(x, d, file);
    if (d->state == DRAW_VOID) {
        struct json *gone = json_new(x->a, JSON_OBJECT);

        put(x, gone, "reason", d->void_reason);
        put(x, gone, "at", instant(x, d->voided_us));
        json_set(x->a, file, STR("void"), gone);
    }
    buf_init(&b, x->a, DRAW_FILE_MAX);
    json_write(&b, file);
    return buf_done(&b, ret, err);
}
