/* Legal-service stations of the demo: half-yearly batches from May 2023 on, by
 * recommenders and on their own, through panel, notice and recordation; and
 * files at every step today. */
#include "select.h"

#include "domain/install.h"
#include "domain/interest.h"
#include "domain/notice.h"
#include "domain/plaque.h"
#include "domain/recordation.h"
#include "domain/review.h"

#define BATCHES 7
#define MOST 24

/* How far a file of a batch comes. */
enum station_end { OUT_GRANTED, OUT_NOT_SELECTED, OUT_REFUSED, OUT_DISQUALIFIED,
    /* files of today */
    OUT_DRAFT, OUT_WITH_BODY, OUT_SUBMITTED, OUT_REVIEW, OUT_PANEL,
    OUT_PANEL_SOME, OUT_PASSED, OUT_NOTICE, OUT_RECORDATION };

static const struct {
    int year, month, day;
    size_t granted;
    size_t again;  /* besides: for a further term */
    const char *panel, *document, *recorded;
} BATCH[BATCHES] = {
    { 2023, 5, 22, 18, 0, "2023年第一评定小组", "演示任〔2023〕1号",
        "演示备〔2023〕1号" },
    { 2023, 11, 6, 18, 0, "2023年第二评定小组", "演示任〔2023〕2号",
        "演示备〔2023〕2号" },
    { 2024, 5, 13, 18, 0, "2024年第一评定小组", "演示任〔2024〕1号",
        "演示备〔2024〕1号" },
    { 2024, 11, 4, 18, 0, "2024年第二评定小组", "演示任〔2024〕2号",
        "演示备〔2024〕2号" },
    { 2025, 5, 12, 16, 0, "2025年第一评定小组", "演示任〔2025〕1号",
        "演示备〔2025〕1号" },
    { 2025, 11, 3, 16, 0, "2025年第二评定小组", "演示任〔2025〕2号",
        "演示备〔2025〕2号" },
    { 2026, 4, 13, 16, 6, "2026年第一评定小组", "演示任〔2026〕1号",
        "演示备〔2026〕1号" },
};

struct files {
    struct demo_firm *all;      /* granted ones first, in order */
    size_t n_all;
    struct demo_firm *now[MOST]; /* of the batch at work */
    size_t n;
    size_t batch;
    struct day start;
    int64_t notice;
};

/* --- answers --- */

static struct json *
answers_of(struct act *x, struct demo_select *s, struct day day, bool young,
    struct str lawyer)
{
    static const char *const ROLES[] = { "律师", "律师", "律师", "实习人员",
        "律师助理", "行政人员" };
    const struct json *t =
        demo_template(s->m, STR("demo/selected-station.json"));
    struct json *out = json_new(x->a, JSON_OBJECT);
    struct json *people = json_new(x->a, JSON_LIST);
    size_t n = 31 + demo_dice(s->m, 12);

    for (size_t i = 0; i < t->n; i++)
        json_set(x->a, out, t->keys[i], t->items[i]);
    for (size_t i = 0; i < n; i++) {
        struct json *one = json_new(x->a, JSON_OBJECT);

        struct str name = demo_person_name(s->m);
        json_set(x->a, one, STR("姓名"),
            json_text(x->a, i == 0 ? lawyer : name));
        json_set(x->a, one, STR("角色"),
            json_text(x->a, str_of(ROLES[i % 6])));
        json_set(x->a, one, STR("入所日期"),
            json_text(x->a, day_iso(x->a,
                day_add_days(day, -400 - (int)demo_dice(s->m, 2000)))));
        json_push(x->a, people, one);
    }
    json_set(x->a, out, STR("人员名册"), people);
    json_set(x->a, out, STR("主任手机"),
        json_text(x->a, arena_fmt(x->a, "1300004%04u", s->m->serial)));
    if (young)
        json_set(x->a, out, STR("执业许可取得日期"),
            json_text(x->a, day_iso(x->a, day_add_years(day, -4))));
    return out;
}

/* --- a batch --- */

static const struct region *
city_of(struct demo_select *s, size_t i)
{
    /* One in three in Chengdu or another city of Sichuan. */
    return i % 3 == 0 ? s->city_regions[i % 6 == 0 ? 0 : i % DEMO_CITIES]
                      : demo_city(s->m, i);
}

static int64_t
body_of(struct demo_select *s, const struct demo_firm *f)
{
    if (!str_starts(f->city->code, STR("51")))
        return 0;
    return str_eq(f->city->code, STR("510100")) ? s->key_city : s->bar;
}

static enum status
apply_all(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct files *b = arg;

    for (size_t i = 0; i < b->n; i++) {
        struct demo_firm *f = b->now[i];
        struct day day = day_add_days(b->start, (int)(i % 8));
        struct str login = b->batch == 3 && i == 0
                               ? STR("station-a@demo.example")
                               : STR_EMPTY;

        if (f->who.subject_id == 0)
            TRY(demo_add_firm(x, s, f,
                login.n > 0 ? s->city_regions[0]
                            : city_of(s, b->batch * MOST + i),
                day, login, err));
        TRY(demo_apply(x, s, f, day,
            answers_of(x, s, day, f->outcome == OUT_REFUSED,
                f->who.actor.name),
            body_of(s, f), 1, err));
    }
    return OK;
}

static enum status
recommend_all(struct act *x, struct demo_select *s, void *arg,
    struct err *err)
{
    struct files *b = arg;
    const int64_t bodies[] = { s->bar, s->key_city };
    const struct demo_person *who[] = { &s->hands[HAND_BAR],
        &s->hands[HAND_BAR_2] };

    for (size_t k = 0; k < 2; k++) {
        struct demo_firm *mine[MOST];
        size_t n = 0;

        for (size_t i = 0; i < b->n; i++) {
            if (body_of(s, b->now[i]) == bodies[k])
                mine[n++] = b->now[i];
        }
        TRY(demo_pass_on(x, s, who[k], bodies[k], mine, n,
            day_add_days(b->start, 10), "条件具备，同意推荐。", err));
    }
    return OK;
}

static enum status
review_all(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct files *b = arg;

    for (size_t i = 0; i < b->n; i++)
        TRY(demo_review(x, s, b->now[i], &s->hands[HAND_SERVICE].actor,
            day_add_days(b->start, 16), b->now[i]->outcome != OUT_REFUSED,
            b->now[i]->outcome == OUT_REFUSED
                ? "取得执业许可证书未满五年，不符合第五条（四）"
                : "",
            err));
    return OK;
}

static enum status
evaluate_all(struct act *x, struct demo_select *s, void *arg,
    struct err *err)
{
    struct files *b = arg;
    struct day day = day_add_days(b->start, 20);
    struct actor *leader = &s->hands[HAND_LEADER].actor;
    int64_t ids[MOST];
    size_t n = 0;

    TRY(demo_appoint(x, s, leader, BATCH[b->batch].panel,
        BATCH[b->batch].document, day, err));
    for (size_t i = 0; i < b->n; i++) {
        if (b->now[i]->outcome != OUT_REFUSED)
            ids[n++] = b->now[i]->id;
    }
    struct act his = demo_at(x, s->m, leader, day, 10);
    TRY(panel_assign(&his, s->panel.id, ids, n, err));
    for (size_t i = 0; i < b->n; i++) {
        struct demo_firm *f = b->now[i];
        struct demo_sitting how = {
            .vote = f->outcome == OUT_NOT_SELECTED ? VOTE_REJECT : VOTE_PASS,
            .recused = i == 2 ? 1 : SIZE_MAX,
            .score = f->outcome == OUT_NOT_SELECTED ? 48 : 80,
        };

        if (f->outcome == OUT_REFUSED)
            continue;
        TRY(demo_sit(x, s, f, &s->hands[HAND_SERVICE].actor, &how,
            day_add_days(day, 4), err));
    }
    struct panel p;
    his = demo_at(x, s->m, leader, day_add_days(day, 6), 9);
    TRY(panel_get(&his, s->panel.id, &p, err));
    return panel_close(&his, p.id, p.version, err);
}

static enum status
publish_some(struct act *x, struct demo_select *s, struct files *b,
    struct day day, enum station_end from, struct err *err)
{
    struct act his =
        demo_at(x, s->m, &s->hands[HAND_SERVICE].actor, day, 9);
    struct notice notice;
    int64_t ids[MOST];
    size_t n = 0;

    for (size_t i = 0; i < b->n; i++) {
        if (b->now[i]->outcome == (int)from)
            ids[n++] = b->now[i]->id;
    }
    TRY(notice_publish(&his, s->p->id, ids, n, DAY_NONE, &notice, err));
    b->notice = notice.id;
    return OK;
}

static enum status
hand_out(struct act *x, struct demo_select *s, struct files *b,
    struct day day, struct err *err)
{
    struct act his =
        demo_at(x, s->m, &s->hands[HAND_SERVICE].actor, day, 15);

    for (size_t i = 0; i < b->n; i++) {
        const struct plaque *list = NULL;
        size_t n = 0;

        if (b->now[i]->outcome != OUT_GRANTED || i % 9 == 8)
            continue;
        TRY(plaque_of_subject(
            &his, b->now[i]->who.subject_id, &list, &n, err));
        if (n > 0 && list[0].state == PLAQUE_MADE)
            TRY(plaque_hand_out(&his, list[0].id, day,
                b->now[i]->who.actor.name, list[0].version, err));
    }
    return OK;
}

static enum status
record_all(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct files *b = arg;
    struct day day = day_add_days(b->start, 44);
    struct act his =
        demo_at(x, s->m, &s->hands[HAND_SERVICE].actor, day, 9);
    struct recordation report;
    struct recordation_outcome o;
    struct notice_outcome n;
    int64_t ids[MOST];
    size_t k = 0;

    TRY(publish_some(
        x, s, b, day_add_days(b->start, 30), OUT_GRANTED, err));
    his = demo_at(x, s->m, &s->hands[HAND_SERVICE].actor, day, 9);
    TRY(notice_grant(&his, b->notice, &n, err));
    for (size_t i = 0; i < b->n; i++) {
        if (b->now[i]->outcome == OUT_GRANTED)
            ids[k++] = b->now[i]->id;
    }
    TRY(recordation_report(&his, s->p->id, ids, k, &report, err));
    day = day_add_days(day, 2);
    his = demo_at(x, s->m, &s->hands[HAND_LEADER].actor, day, 16);
    TRY(recordation_record(&his, report.id, day,
        str_of(BATCH[b->batch].recorded), report.version, &o, err));
    return hand_out(x, s, b, day_add_days(day, 12), err);
}

/* --- today --- */

static const struct {
    enum station_end outcome;
    size_t n;
    int ago; /* days since it was handed in */
} TODAY[] = {
    { OUT_DRAFT, 2, 3 },
    { OUT_WITH_BODY, 3, 22 },
    { OUT_SUBMITTED, 3, 5 },
    { OUT_REVIEW, 2, 12 },
    { OUT_PANEL, 3, 28 },
    { OUT_PANEL_SOME, 1, 28 },
    { OUT_PASSED, 2, 34 },
    { OUT_NOTICE, 3, 40 },
    { OUT_RECORDATION, 2, 60 },
};

static int
ago_of(enum station_end o)
{
    for (size_t i = 0; i < sizeof(TODAY) / sizeof(TODAY[0]); i++) {
        if (TODAY[i].outcome == o)
            return TODAY[i].ago;
    }
    return 0;
}

/* Day of a file of today, after it was handed in. */
static struct day
later(struct demo_select *s, const struct demo_firm *f, int days)
{
    return day_add_days(
        day_of_us(s->m->end_us), days - ago_of((enum station_end)f->outcome));
}

static enum status
apply_today(struct act *x, struct demo_select *s, void *arg,
    struct err *err)
{
    struct files *b = arg;

    for (size_t i = 0; i < b->n; i++) {
        struct demo_firm *f = b->now[i];
        struct day day = later(s, f, 0);
        bool first = i == 0; /* the draft of the tour */
        bool with_body = first || f->outcome == OUT_WITH_BODY;
        const struct region *city = with_body && i % 3 < 2
                                        ? s->city_regions[0]
                                    : with_body ? s->city_regions[8]
                                                : demo_city(s->m, i + 3);

        TRY(demo_add_firm(x, s, f, city, day,
            first ? STR("firm-a@demo.example") : STR_EMPTY, err));
        TRY(demo_apply(x, s, f, day,
            answers_of(x, s, day, false, f->who.actor.name),
            !with_body       ? 0
            : i % 3 < 2      ? s->key_city
                             : s->bar,
            first                     ? 0
            : f->outcome == OUT_DRAFT ? 2
                                      : 1,
            err));
    }
    return OK;
}

static enum status
review_today(struct act *x, struct demo_select *s, void *arg,
    struct err *err)
{
    struct files *b = arg;

    for (size_t i = 0; i < b->n; i++) {
        struct demo_firm *f = b->now[i];

        if (f->outcome >= OUT_REVIEW)
            TRY(demo_review(x, s, f, &s->hands[HAND_SERVICE].actor,
                later(s, f, 4), true, f->outcome == OUT_REVIEW ? NULL : "",
                err));
    }
    return OK;
}

static enum status
panel_today(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct files *b = arg;
    struct actor *leader = &s->hands[HAND_LEADER].actor;
    struct day today = day_of_us(s->m->end_us);
    struct demo_person *tied = &s->hands[HAND_JUDGE_4];
    bool has_tie = false;

    TRY(demo_appoint(x, s, leader, "第二评定小组（本期）",
        "演示任〔2026〕2号", day_add_days(today, -62), err));
    for (size_t i = 0; i < b->n; i++) {
        struct demo_firm *f = b->now[i];
        struct act his =
            demo_at(x, s->m, leader, later(s, f, 6), 10);
        struct demo_sitting how = { .vote = VOTE_PASS,
            .recused = SIZE_MAX,
            .score = 78 + (int)i,
            .opinions = f->outcome == OUT_PANEL_SOME ? 2 : 0 };

        if (f->outcome < OUT_PANEL)
            continue;
        if (f->outcome == OUT_PANEL && !has_tie) {
            struct act own = demo_at(x, s->m, &tied->actor,
                later(s, f, 5), 10);

            TRY(tie_add(&own, TIE_FORMER, f->who.name,
                day_add_days(today, -300), err));
            has_tie = true;
            TRY(demo_reload(x, s, tied, err));
        }
        TRY(panel_assign(&his, s->panel.id, &f->id, 1, err));
        if (f->outcome == OUT_PANEL)
            continue;
        TRY(demo_sit(x, s, f, &s->hands[HAND_SERVICE].actor, &how,
            later(s, f, 9), err));
    }
    return OK;
}

static enum status
object_today(struct act *x, struct demo_select *s, struct files *b,
    struct err *err)
{
    struct actor visitor = actor_visitor();
    struct act his = demo_at(x, s->m, &visitor,
        day_add_days(day_of_us(s->m->end_us), -1), 16);
    struct objection o = { .notice_id = b->notice,
        .position = 2,
        .objector = demo_person_name(s->m),
        .contact = STR("13000009996"),
        .facts = STR("反映该所名册中有三人已于今年转至其他律所执业，"
                     "请核对社会保险和执业证记录") };

    return objection_add(&his, &o, err);
}

static enum status
running_notice(struct act *x, struct demo_select *s, void *arg,
    struct err *err)
{
    struct files *b = arg;

    TRY(publish_some(x, s, b, day_add_days(day_of_us(s->m->end_us), -2),
        OUT_NOTICE, err));
    return object_today(x, s, b, err);
}

static enum status
old_notice(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct files *b = arg;
    struct day today = day_of_us(s->m->end_us);
    struct notice_outcome out;

    TRY(publish_some(x, s, b, day_add_days(today, -40), OUT_RECORDATION,
        err));
    struct act his = demo_at(x, s->m, &s->hands[HAND_SERVICE].actor,
        day_add_days(today, -22), 9);
    return notice_grant(&his, b->notice, &out, err);
}

/* --- all --- */

/* The draft regulation is issued, and takes applications all the time. */
static enum status
open_programme(struct act *x, struct demo_select *s, void *arg,
    struct err *err)
{
    struct day issued = day_of_ymd(2023, 5, 15);
    struct actor program = actor_system();
    struct act sys = demo_at(x, s->m, &program, issued, 9);

    (void)arg;
    return programme_issue(
        &sys, s->p->id, issued, STR("演示发〔2023〕15号"), err);
}

static enum status
add_round(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct day issued = day_of_ymd(2023, 5, 15);
    struct round r = { .programme_id = s->p->id,
        .name = STR("常年受理（演示）"),
        .doc_no = STR("演示发〔2023〕15号"),
        .contact = STR("演示联系人"),
        .phone = STR("010-00000000"),
        .email = STR("round@demo.example"),
        .opens_us = day_start_us(issued),
        .reference = DAY_NONE,
        .open = true };

    (void)arg;
    return round_save(x, &r, err);
}

static bool
one_batch(struct demo_select *s, struct files *b)
{
    size_t granted = BATCH[b->batch].granted;

    b->n = 0;
    b->start = day_of_ymd(BATCH[b->batch].year, BATCH[b->batch].month,
        BATCH[b->batch].day);
    for (size_t i = 0; i < granted; i++)
        b->now[b->n++] = &b->all[b->n_all++];
    /* Those of the first batch whose term ends this year. */
    for (size_t i = 0; i < BATCH[b->batch].again; i++)
        b->now[b->n++] = &b->all[i];
    for (size_t i = 0; i < 2; i++) {
        struct demo_firm *f = arena_one(s->m->a, struct demo_firm);

        *f = (struct demo_firm){ .outcome =
                                     i == 0 ? OUT_NOT_SELECTED : OUT_REFUSED };
        b->now[b->n++] = f;
    }
    return demo_batch(s, apply_all, b, "stations: applying") &&
           demo_batch(s, recommend_all, b, "stations: recommending") &&
           demo_batch(s, review_all, b, "stations: formal review") &&
           demo_batch(s, evaluate_all, b, "stations: panel") &&
           demo_batch(s, record_all, b, "stations: notice, recordation");
}

static bool
files_of_today(struct demo_select *s, struct files *b)
{
    b->n = 0;
    for (size_t i = 0; i < sizeof(TODAY) / sizeof(TODAY[0]); i++) {
        for (size_t k = 0; k < TODAY[i].n; k++) {
            struct demo_firm *f = arena_one(s->m->a, struct demo_firm);

            *f = (struct demo_firm){ .outcome = (int)TODAY[i].outcome };
            b->now[b->n++] = f;
        }
    }
    return demo_batch(s, apply_today, b, "stations: applying") &&
           demo_batch(s, review_today, b, "stations: formal review") &&
           demo_batch(s, panel_today, b, "stations: panel") &&
           demo_batch(s, old_notice, b, "stations: a notice that is over") &&
           (demo_batch(s, running_notice, b, "stations: a notice") ||
               /* At the turn of a year the working days of the next one may
                * be unknown: then nothing is published, as in life. */
               true);
}

bool
demo_stations(struct demo_select *s)
{
    struct files b = { .all = arena_new_array(
                           s->m->a, struct demo_firm, DEMO_LEGAL) };

    s->p = s->m->legal;
    s->first_judge = HAND_JUDGE;
    s->n_judges = 5;
    if (!demo_batch(s, open_programme, NULL, "issuing the regulation") ||
        !demo_fresh(s))
        return false;
    if (!demo_batch(s, add_round, NULL, "stations: round"))
        return false;
    for (b.batch = 0; b.batch < BATCHES; b.batch++) {
        if (!one_batch(s, &b))
            return false;
    }
    return files_of_today(s, &b) && demo_stations_life(s, b.all, b.n_all);
}
