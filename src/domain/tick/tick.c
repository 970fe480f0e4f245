/* The daily run. */
#include "domain/tick.h"

#include "domain/application.h"
#include "domain/assessment.h"
#include "domain/decision.h"
#include "domain/draw.h"
#include "domain/instance.h"
#include "domain/gap.h"
#include "domain/incident.h"
#include "domain/message.h"
#include "domain/proceeding.h"
#include "domain/record.h"
#include "domain/rectification.h"
#include "tick_store.h"
#include "pack/uses.h"

#define CHUNK 200
#define DUE_AFTER_US (5 * INT64_C(60000000)) /* 00:05 */
#define LAST_DAY STR("tick/last-day")
/* How far a border is looked for. */
#define LOOK_BACK_DAYS 4000
#define LOOK_AHEAD_DAYS 400

/* Those that watches look at: what is not over. */
static const enum accreditation_state LIVING[] = { ACC_ACTIVE, ACC_WARNED,
    ACC_RECTIFYING, ACC_SUSPENDED };
#define N_LIVING (sizeof(LIVING) / sizeof(LIVING[0]))

struct run {
    struct store *store;
    const struct domain *d;
    int64_t now_us;
    struct day today, last_run;
    struct arena *a;              /* of the chunk */
    const struct programme *programme;
    const struct pack_watch *watch;
    bool on_records;              /* the watch looks at registers */
    bool by_term;                 /* candidates by last day, else by watch day */
    enum accreditation_state state;
    struct day from, until;
    struct tick_row after;
    const struct tick_row *rows;
    size_t n, first, upto;        /* rows handled in this transaction */
    struct day days[LOOK_AHEAD_DAYS + 2]; /* last days there are */
    size_t n_days;
    struct tick_counts counts, here;
};

bool
tick_is_due(struct day last_run, int64_t now_us)
{
    struct day today = day_of_us(now_us);

    return !day_eq(last_run, today) &&
           now_us >= day_start_us(today) + DUE_AFTER_US;
}

enum status
tick_last_day(struct act *x, struct day *ret, struct err *err)
{
    struct str text;

    TRY(setting_get(x, LAST_DAY, STR_EMPTY, &text, err));
    *ret = DAY_NONE;
    return text.n == 0 ? OK : day_parse(text, ret, err);
}

static struct act
system_act(struct run *r, struct tx *tx, const struct actor *who)
{
    return act_make(r->a, r->d, tx, who, r->now_us);
}

/* --- where the border lies: the rule is asked --- */

/* The rule for a holder with such days and nothing else known. */
static enum status
ask(struct run *r, struct day watch, struct day last, struct day reference,
    enum outcome *ret, struct err *err)
{
    struct actor system = actor_system();
    struct act x = system_act(r, NULL, &system);
    struct accreditation c = { .programme_id = r->programme->id,
        .state = r->state,
        .info = json_new(r->a, JSON_OBJECT),
        .admitted = watch,
        .last_day = last,
        .ended = DAY_NONE,
        .last_activity = DAY_NONE,
        .watch = watch,
        .pack = r->programme->pack };
    static const struct str OPEN[] = { STR_INIT("所持类别"),
        STR_INIT("培育中") };
    struct pack_facts f = holder_facts(&x, &c, reference);
    struct json *known = json_new(r->a, JSON_OBJECT);

    for (size_t i = 0; i < f.extra->n; i++) {
        if (!str_eq(f.extra->keys[i], OPEN[0]) &&
            !str_eq(f.extra->keys[i], OPEN[1]))
            json_set(r->a, known, f.extra->keys[i], f.extra->items[i]);
    }
    f.extra = known;
    return pack_outcome(
        r->a, r->programme->pack, r->watch->when, &f, ret, err);
}

/* The latest watch day for which the rule may be met; later ones are safe. */
static enum status
watch_border(struct run *r, struct day *ret, bool *ret_any, struct err *err)
{
    int low = -LOOK_BACK_DAYS, high = 0;
    struct day far = day_add_days(r->today, 100000);
    enum outcome o;

    TRY(ask(r, day_add_days(r->today, low), far, r->today, &o, err));
    *ret_any = o != NOT_MET;
    while (*ret_any && low < high) {
        int middle = low + (high - low + 1) / 2;

        TRY(ask(r, day_add_days(r->today, middle), far, r->today, &o, err));
        if (o != NOT_MET)
            low = middle;
        else
            high = middle - 1;
    }
    *ret = day_add_days(r->today, low);
    return OK;
}

/* --- one holder --- */

static struct json *
term_values(struct act *x, const struct accreditation *c)
{
    struct json *v = json_new(x->a, JSON_OBJECT);

    json_set(x->a, v, STR("subject"), json_text(x->a, c->name));
    json_set(x->a, v, STR("number"), json_text(x->a, c->number));
    json_set(x->a, v, STR("first_day"),
        json_text(x->a, day_zh(x->a, c->admitted)));
    json_set(x->a, v, STR("last_day"),
        json_text(x->a, day_zh(x->a, c->last_day)));
    return v;
}

static enum status
tell(struct act *x, const struct run *r, const struct accreditation *c,
    const char *message, const char *key, struct err *err)
{
    if (pack_document(r->programme->pack, str_of(message)) == NULL)
        return OK;
    /* What rests on registers is told once a year, else once a term. */
    return message_to_subject(x, r->programme->pack, c->subject_id,
        str_of(message), term_values(x, c),
        arena_fmt(x->a, "/mine/holdings/%lld", (long long)c->id),
        arena_fmt(x->a, "%s/" STR_FMT "/%lld/%lld", key,
            STR_ARG(r->watch->name), (long long)c->id,
            r->on_records ? (long long)record_report_year(r->today)
                          : (long long)c->last_day.n),
        err);
}

static enum status
expire(struct act *x, struct run *r, struct accreditation *c,
    const struct pack_verdict *v, struct err *err)
{
    TRY(accreditation_move(x, c,
        &(struct accreditation_move){ .to = ACC_EXPIRED,
            .event = "expire",
            .reason = v->why,
            .clause = r->watch->clause },
        err));
    r->here.expired++;
    return tell(x, r, c, "expired", "expired", err);
}

/* Somebody incubated has been recognised since, or has asked for it: that is
 * decided first. */
static enum status
promotion_waits(struct act *x, const struct accreditation *c, bool *ret,
    struct err *err)
{
    const struct accreditation *held = NULL;
    const struct application *list = NULL;
    size_t n = 0;

    *ret = false;
    if (!c->incubating)
        return OK;
    TRY(accreditation_held(
        x, c->subject_id, c->programme_id, &held, &n, err));
    for (size_t i = 0; i < n; i++)
        *ret = *ret || (!held[i].incubating &&
                           str_eq(held[i].category, c->category));
    TRY(application_of_subject(x, c->subject_id, &list, &n, err));
    for (size_t i = 0; i < n && !*ret; i++) {
        const struct decision_line *lines = NULL;
        size_t n_lines = 0;

        if (list[i].programme_id != c->programme_id ||
            list[i].accreditation_id == 0 || list[i].submitted_us == 0 ||
            !application_is_open(list[i].state) ||
            !decision_by_lines(
                pack_procedure(list[i].pack, list[i].procedure)))
            continue;
        TRY(decision_lines(x, &list[i], &lines, &n_lines, err));
        for (size_t k = 0; k < n_lines; k++)
            *ret = *ret || str_eq(lines[k].category, c->category);
    }
    return OK;
}

static enum status
handle(struct act *x, struct run *r, const struct tick_row *row,
    struct err *err)
{
    struct accreditation c;
    enum outcome outcome;
    struct pack_verdict v;
    bool done = false;

    r->here.looked++;
    TRY(accreditation_load(x, row->subject_id, row->id, &c, err));
    if (c.state != r->state)
        return OK;
    struct pack_facts f;

    if (r->on_records)
        TRY(gap_facts(x, r->programme, &c, r->watch->when, &f, err));
    else
        TRY(incident_holder_facts(x, &c, x->today, &f, err));
    TRY(pack_outcome(
        x->a, r->programme->pack, r->watch->when, &f, &outcome, err));
    if (outcome != MET)
        return OK;
    TRY(pack_judge(
        x->a, r->programme->pack, r->watch->when, &f, &v, err));
    switch (r->watch->then) {
    case WATCH_WARN:
        TRY(proceeding_warn_watch(x, &c, r->watch, &v, &done, err));
        r->here.warned += done ? 1 : 0;
        return OK;
    case WATCH_EXPIRE:
        return expire(x, r, &c, &v, err);
    case WATCH_REMIND:
        r->here.reminded++;
        return tell(x, r, &c, "reminder", "remind", err);
    case WATCH_LIST:
        return OK;
    case WATCH_PROPOSE_REVOKE:
        TRY(promotion_waits(x, &c, &done, err));
        if (done)
            return OK;
        TRY(proceeding_propose_watch(x, &c, r->watch, &v, &done, err));
        r->here.proposed += done ? 1 : 0;
        return OK;
    }
    return OK;
}

/* --- chunks --- */

static enum status
find_rows(struct tx *tx, void *arg, struct err *err)
{
    struct run *r = arg;
    struct actor system = actor_system();
    struct act x = system_act(r, tx, &system);

    if (r->by_term)
        return tick_store_term(&x, r->programme->id, r->state, r->from,
            r->until, r->after, CHUNK, &r->rows, &r->n, err);
    return tick_store_watch(&x, r->programme->id, r->state, r->until,
        r->after, CHUNK, &r->rows, &r->n, err);
}

static enum status
handle_some(struct tx *tx, void *arg, struct err *err)
{
    struct run *r = arg;
    struct actor system = actor_system();
    struct act x = system_act(r, tx, &system);

    r->here = (struct tick_counts){ 0 }; /* it may run again */
    for (size_t i = r->first; i < r->upto; i++)
        TRY(handle(&x, r, &r->rows[i], err));
    return OK;
}

static void
add_counts(struct run *r)
{
    r->counts.looked += r->here.looked;
    r->counts.warned += r->here.warned;
    r->counts.expired += r->here.expired;
    r->counts.reminded += r->here.reminded;
    r->counts.proposed += r->here.proposed;
}

static bool
is_theirs(enum status st)
{
    return st == ERR_IO || st == ERR_BUSY || st == ERR_UNCERTAIN;
}

/* A holder whose data are at fault does not hold up the others: then each is
 * handled in a transaction of its own. */
static enum status
handle_chunk(struct run *r, struct err *err)
{
    r->first = 0;
    r->upto = r->n;
    enum status st = store_write(r->store, handle_some, r, err);
    if (st == OK) {
        add_counts(r);
        return OK;
    }
    if (is_theirs(st))
        return st;
    for (size_t i = 0; i < r->n; i++) {
        r->first = i;
        r->upto = i + 1;
        st = store_write(r->store, handle_some, r, err);
        if (is_theirs(st))
            return st;
        if (st == OK)
            add_counts(r);
        else
            r->counts.failed++;
    }
    return OK;
}

static enum status
run_candidates(struct run *r, struct err *err)
{
    r->after = (struct tick_row){ 0, 0, { INT32_MIN } };
    do {
        arena_reset(r->a);
        TRY(store_read(r->store, find_rows, r, err));
        if (r->n == 0)
            return OK;
        r->after = r->rows[r->n - 1];
        TRY(handle_chunk(r, err));
    } while (r->n == CHUNK);
    return OK;
}

/* --- watches --- */

static enum status
run_warn(struct run *r, struct err *err)
{
    bool any = false;

    r->state = ACC_ACTIVE;
    r->by_term = false;
    TRY(watch_border(r, &r->until, &any, err));
    return any ? run_candidates(r, err) : OK;
}

/* As the warning, but those who were warned already are asked as well. A rule
 * over the last day has no border in the watch day: everybody is asked. */
static enum status
run_propose(struct run *r, struct err *err)
{
    r->by_term = pack_fact_used(
        r->programme->pack, r->watch->when, STR("有效期末日"));
    r->from = (struct day){ INT32_MIN };
    for (size_t i = 0; r->by_term && i <= N_LIVING; i++) {
        r->state = i < N_LIVING ? LIVING[i] : ACC_EXPIRED;
        r->until = day_add_days(r->today, 100000);
        TRY(run_candidates(r, err));
    }
    for (size_t i = 0; !r->by_term && i < N_LIVING; i++) {
        bool any = false;

        r->state = LIVING[i];
        arena_reset(r->a);
        TRY(watch_border(r, &r->until, &any, err));
        if (any)
            TRY(run_candidates(r, err));
    }
    return OK;
}

static enum status
run_expire(struct run *r, struct err *err)
{
    r->by_term = true;
    r->from = (struct day){ INT32_MIN };
    r->until = day_add_days(r->today, -1);
    for (size_t i = 0; i < N_LIVING; i++) {
        r->state = LIVING[i];
        TRY(run_candidates(r, err));
    }
    return OK;
}

/* The last days ahead that anybody has: few, since many are admitted on one
 * day; only about these the rule is asked. */
static enum status
find_days(struct tx *tx, void *arg, struct err *err)
{
    struct run *r = arg;
    struct actor system = actor_system();
    struct act x = system_act(r, tx, &system);
    struct day at = day_add_days(r->today, -1);
    struct day until = day_add_days(r->today, LOOK_AHEAD_DAYS);

    r->n_days = 0;
    for (;;) {
        struct day a, b;

        TRY(tick_store_next(&x, ACC_ACTIVE, at, until, &a, err));
        TRY(tick_store_next(&x, ACC_WARNED, at, until, &b, err));
        if (day_is_none(a) && day_is_none(b))
            return OK;
        at = day_is_none(a)                         ? b
             : day_is_none(b) || day_cmp(a, b) <= 0 ? a
                                                    : b;
        r->days[r->n_days++] = at;
    }
}

/* Only last days that have come into the time of the reminder since the last
 * run: the others were reminded then. */
static enum status
run_remind(struct run *r, struct err *err)
{
    bool before = !day_is_none(r->last_run) &&
                  day_cmp(r->last_run, r->today) <= 0;

    r->by_term = true;
    arena_reset(r->a);
    TRY(store_read(r->store, find_days, r, err));
    for (size_t i = 0; i < r->n_days; i++) {
        struct day last = r->days[i];
        struct day watch = day_add_days(r->today, -1);
        enum outcome now, then = NOT_MET;

        r->state = ACC_ACTIVE;
        arena_reset(r->a);
        TRY(ask(r, watch, last, r->today, &now, err));
        if (now == MET && before)
            TRY(ask(r, watch, last, r->last_run, &then, err));
        if (now == NOT_MET || then == MET)
            continue;
        r->from = r->until = last;
        TRY(run_candidates(r, err));
        r->state = ACC_WARNED;
        TRY(run_candidates(r, err));
    }
    return OK;
}

/* A part that looks at nothing but the day and whether the report is filed:
 * not met either way, it is not met for anybody. */
static enum status
part_rules_out(
    struct run *r, struct str part, bool *ret, struct err *err)
{
    static const struct str DATED[] = { STR_INIT("基准日"), STR_INIT("年度"),
        STR_INIT("年度首日"), STR_INIT("年度末日"),
        STR_INIT("年度报告已提交") };
    const struct pack *p = r->programme->pack;
    int64_t year = record_report_year(r->today);

    *ret = false;
    if (!pack_facts_within(
            p, part, DATED, sizeof(DATED) / sizeof(DATED[0])))
        return OK;
    for (int filed = 0; filed < 2; filed++) {
        struct json *known = json_new(r->a, JSON_OBJECT);
        enum outcome o;

        json_set(r->a, known, DATED[1], json_number(r->a, year));
        json_set(r->a, known, DATED[2],
            json_text(
                r->a, day_iso(r->a, day_of_ymd((int)year, 1, 1))));
        json_set(r->a, known, DATED[3],
            json_text(
                r->a, day_iso(r->a, day_of_ymd((int)year, 12, 31))));
        json_set(r->a, known, DATED[4], json_boolean(r->a, filed == 1));
        struct pack_facts f = holder_facts(
            &(struct act){ .a = r->a, .d = r->d, .today = r->today },
            &(struct accreditation){ .programme_id = r->programme->id,
                .state = ACC_ACTIVE,
                .info = json_new(r->a, JSON_OBJECT),
                .admitted = r->today,
                .last_day = r->today,
                .ended = DAY_NONE,
                .last_activity = DAY_NONE,
                .watch = r->today,
                .pack = p },
            r->today);
        f.extra = known;
        TRY(pack_outcome(r->a, p, part, &f, &o, err));
        if (o != NOT_MET)
            return OK;
    }
    *ret = true;
    return OK;
}

/* Whether the day alone tells that the watch is met for nobody: one part of a
 * rule that asks for all of them is enough. */
static enum status
nobody_today(struct run *r, bool *ret, struct err *err)
{
    const struct pack_rule *rule =
        pack_rule(r->programme->pack, r->watch->when);

    *ret = false;
    arena_reset(r->a);
    if (rule->kind != RULE_ALL)
        return part_rules_out(r, r->watch->when, ret, err);
    for (size_t i = 0; i < rule->n_parts && !*ret; i++)
        TRY(part_rules_out(r, rule->parts[i], ret, err));
    return OK;
}

/* No border tells whom such a watch may concern: everybody is asked, on days
 * on which it may be met at all. */
static enum status
run_on_records(struct run *r, struct err *err)
{
    bool nobody = false;

    TRY(nobody_today(r, &nobody, err));
    if (nobody)
        return OK;
    r->by_term = true;
    r->from = day_add_days(r->today, -1);
    r->until = ACC_NO_END;
    for (size_t i = 0; i < N_LIVING; i++) {
        r->state = LIVING[i];
        TRY(run_candidates(r, err));
    }
    return OK;
}

static bool
looks_at_records(struct run *r)
{
    const struct pack *p = r->programme->pack;
    bool *used = arena_new_array(r->a, bool, p->n_records + 1);

    return pack_records_used(p, r->watch->when, used) ||
           pack_fact_used(p, r->watch->when, STR("年度报告已提交")) ||
           pack_fact_used(p, r->watch->when, STR("在册人数")) ||
           pack_fact_used(p, r->watch->when, STR("所在.状态"));
}

static enum status
run_watch(struct run *r, struct err *err)
{
    if (r->watch->then == WATCH_LIST) /* looked at when somebody asks */
        return OK;
    r->on_records = looks_at_records(r);
    if (r->on_records)
        return run_on_records(r, err);
    switch (r->watch->then) {
    case WATCH_WARN:
        return run_warn(r, err);
    case WATCH_EXPIRE:
        return run_expire(r, err);
    case WATCH_REMIND:
        return run_remind(r, err);
    case WATCH_PROPOSE_REVOKE:
        return run_propose(r, err);
    case WATCH_LIST:
        break;
    }
    return OK;
}

/* Ends of terms first: nobody is warned whose status is over. */
static enum status
run_watches(struct run *r, bool expiring, struct err *err)
{
    const struct pack *pack = r->programme->pack;

    for (size_t i = 0; i < pack->n_watches; i++) {
        r->watch = &pack->watches[i];
        if ((r->watch->then == WATCH_EXPIRE) == expiring)
            TRY(run_watch(r, err));
    }
    return OK;
}

/* --- the rest --- */

static enum status
lapse(struct tx *tx, void *arg, struct err *err)
{
    struct run *r = arg;
    struct actor system = actor_system();
    struct act x = system_act(r, tx, &system);

    return application_lapse_due(&x, CHUNK, &r->n, err);
}

static enum status
run_lapse(struct run *r, struct err *err)
{
    do {
        arena_reset(r->a);
        TRY(store_write(r->store, lapse, r, err));
        r->counts.lapsed += r->n;
    } while (r->n == CHUNK);
    return OK;
}

/* Names that hold from today on. */
static enum status
run_names(struct tx *tx, void *arg, struct err *err)
{
    struct run *r = arg;
    struct actor system = actor_system();
    struct act x = system_act(r, tx, &system);

    return incident_names_due(&x, &r->n, err);
}

/* Files that wait too long with bodies beside the authority. */
static enum status
remind_bodies(struct tx *tx, void *arg, struct err *err)
{
    struct run *r = arg;
    struct actor system = actor_system();
    struct act x = system_act(r, tx, &system);

    return instance_remind_due(&x, r->programme, &r->n, err);
}

/* Inspections and correction orders: last days and reminders. */
static enum status
run_inspections(struct tx *tx, void *arg, struct err *err)
{
    struct run *r = arg;
    struct actor system = actor_system();
    struct act x = system_act(r, tx, &system);

    TRY(draw_daily(&x, r->programme, err));
    return rectification_daily(&x, r->programme, err);
}

/* Tasks that are not reported in time. */
static enum status
remind_tasks(struct tx *tx, void *arg, struct err *err)
{
    struct run *r = arg;
    struct actor system = actor_system();
    struct act x = system_act(r, tx, &system);

    return record_remind_overdue(&x, r->programme, err);
}

struct one_setting {
    struct run *r;
    struct str name, value;
};

static enum status
get_setting(struct tx *tx, void *arg, struct err *err)
{
    struct one_setting *s = arg;
    struct actor system = actor_system();
    struct act x = system_act(s->r, tx, &system);

    return setting_get(&x, s->name, STR_EMPTY, &s->value, err);
}

static enum status
put_setting(struct tx *tx, void *arg, struct err *err)
{
    struct one_setting *s = arg;
    struct actor system = actor_system();
    struct act x = system_act(s->r, tx, &system);

    return setting_put(&x, s->name, s->value, err);
}

/* The list of the year gone by, once its last entries are in. */
static enum status
run_list(struct run *r, struct err *err)
{
    int64_t year = day_ymd(r->today).year - 1;
    struct day closes = assessment_closes(r->programme, year);
    size_t n = 0;

    if (day_is_none(closes) || day_cmp(r->today, closes) <= 0)
        return OK;
    arena_reset(r->a);
    struct one_setting s = { r,
        arena_fmt(r->a, "assessment/" STR_FMT "/%lld",
            STR_ARG(r->programme->code), (long long)year),
        STR_EMPTY };
    TRY(store_read(r->store, get_setting, &s, err));
    if (s.value.n > 0)
        return OK;
    TRY(assessment_make(
        r->store, r->d, r->programme->id, year, r->now_us, &n, err));
    s.value = day_iso(r->a, r->today);
    TRY(store_write(r->store, put_setting, &s, err));
    r->counts.lists++;
    return OK;
}

static enum status
read_last_run(struct tx *tx, void *arg, struct err *err)
{
    struct run *r = arg;
    struct actor system = actor_system();
    struct act x = system_act(r, tx, &system);

    return tick_last_day(&x, &r->last_run, err);
}

static enum status
run_all(struct run *r, struct err *err)
{
    TRY(store_read(r->store, read_last_run, r, err));
    TRY(run_lapse(r, err));
    arena_reset(r->a);
    TRY(store_write(r->store, run_names, r, err));
    for (size_t i = 0; i < r->d->n_programmes; i++) {
        r->programme = &r->d->programmes[i];
        TRY(run_watches(r, true, err));
        TRY(run_watches(r, false, err));
        TRY(run_list(r, err));
        arena_reset(r->a);
        TRY(store_write(r->store, remind_bodies, r, err));
        arena_reset(r->a);
        TRY(store_write(r->store, run_inspections, r, err));
        arena_reset(r->a);
        TRY(store_write(r->store, remind_tasks, r, err));
    }
    arena_reset(r->a);
    struct one_setting s = { r, LAST_DAY, day_iso(r->a, r->today) };
    return store_write(r->store, put_setting, &s, err);
}

enum status
tick_run(struct store *store, const struct domain *d, int64_t now_us,
    struct tick_counts *ret, struct err *err)
{
    struct run r = { .store = store,
        .d = d,
        .now_us = now_us,
        .today = day_of_us(now_us),
        .last_run = DAY_NONE,
        .a = arena_new("tick") };
    enum status st = run_all(&r, err);

    *ret = r.counts;
    arena_free(r.a);
    return st;
}
