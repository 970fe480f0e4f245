/* Specialised firms of the demo: the rounds of 2024 and 2025 from the cities
 * to the joint publication, and files at every step of a further call. */
#include "select.h"

#include "domain/instance.h"
#include "domain/publication.h"

#include <string.h>

#define BATCH 10

/* How far a file comes. */
enum firm_end { END_RECOGNISED, END_INCUBATED, END_REJECTED, END_REFUSED,
    END_WITHDRAWN,
    /* files of today */
    END_DRAFT, END_CITY, END_WAITING, END_PANEL, END_PROPOSED };

struct yearly {
    int year;
    const char *name, *doc_no, *panel, *appointed, *decided;
    struct day opens, applied, closes, passed, sat, decided_on, drafted;
    size_t n[END_WITHDRAWN + 1];
};

struct crowd {
    const struct yearly *y;
    struct demo_firm *all; /* of this round */
    size_t n, from;
    int64_t round_id;
};

static const size_t N_2024[] = { 39, 22, 8, 4, 2 };
static const size_t N_2025[] = { 30, 24, 7, 3, 1 };

/* --- answers --- */

/* Sections of categories that were not chosen stay empty. */
static bool
is_of_other(const struct pack *p, const struct demo_firm *f, struct str key)
{
    const struct pack_form *form =
        pack_form(p, pack_procedure(p, STR("apply"))->form);

    for (size_t i = 0; i < form->n_sections; i++) {
        const struct pack_section *s = &form->sections[i];
        bool chosen = false, is_category = false;

        for (size_t k = 0; k < p->n_categories; k++)
            is_category =
                is_category || str_eq(p->categories[k].name, s->name);
        for (size_t k = 0; k < f->n_categories; k++)
            chosen = chosen || str_eq(f->categories[k], s->name);
        for (size_t k = 0; is_category && !chosen && k < s->n_fields; k++) {
            if (str_eq(s->fields[k].name, key))
                return true;
        }
    }
    return false;
}

static void
put_rows(struct act *x, struct json *out, struct day reference)
{
    int year = day_ymd(reference).year;
    struct str day = day_iso(x->a, day_add_days(reference, -250));

    json_set(x->a, out, STR("营收情况"),
        demo_row(x,
            "[{\"会计年度\":%d,\"总营收\":500000000,\"领域收入\":200000000},"
            "{\"会计年度\":%d,\"总营收\":600000000,\"领域收入\":240000000}]",
            year - 2, year - 1));
    if (!json_is_null(json_get(out, STR("影响力材料"))))
        json_set(x->a, out, STR("影响力材料"),
            demo_row(x,
                "[{\"材料日期\":\"" STR_FMT "\",\"影响范围\":\"省\","
                "\"影响内容\":\"任省级专业委员会主任（演示）\"}]",
                STR_ARG(day)));
    if (!json_is_null(json_get(out, STR("代表业绩"))))
        json_set(x->a, out, STR("代表业绩"),
            demo_row(x,
                "[{\"业绩名称\":\"示例专利侵权案\",\"业绩日期\":\"" STR_FMT
                "\",\"业绩角色\":\"代理人\",\"业绩金额\":320000000}]",
                STR_ARG(day)));
}

static struct json *
answers_of(struct act *x, struct demo_select *s, const struct demo_firm *f,
    struct day reference)
{
    const struct json *t =
        demo_template(s->m, STR("demo/selected-firm.json"));
    struct json *out = json_new(x->a, JSON_OBJECT);
    struct json *chosen = json_new(x->a, JSON_LIST);
    int64_t lawyers = 12 + (int64_t)demo_dice(s->m, 20);

    for (size_t i = 0; i < t->n; i++) {
        if (!is_of_other(s->p->pack, f, t->keys[i]))
            json_set(x->a, out, t->keys[i], t->items[i]);
    }
    for (size_t i = 0; i < f->n_categories; i++)
        json_push(x->a, chosen, json_text(x->a, f->categories[i]));
    json_set(x->a, out, STR("申报类别"), chosen);
    json_set(x->a, out, STR("执业律师数"), json_number(x->a, lawyers));
    json_set(x->a, out, STR("律所总人数"), json_number(x->a, lawyers + 7));
    put_rows(x, out, reference);
    return out;
}

/* One in five asks for two. */
static void
choose(struct demo_select *s, struct demo_firm *f, size_t i)
{
    const struct pack *p = s->p->pack;

    f->n_categories = i % 5 == 0 ? 2 : 1;
    for (size_t k = 0; k < f->n_categories; k++)
        f->categories[k] =
            p->categories[(i + 2 * k) % p->n_categories].name;
}

/* --- a round --- */

static enum status
add_round(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct crowd *c = arg;
    struct round r = { .programme_id = s->p->id,
        .name = str_of(c->y->name),
        .doc_no = str_of(c->y->doc_no),
        .contact = STR("演示联系人"),
        .phone = STR("028-00000000"),
        .email = STR("round@demo.example"),
        .opens_us = day_start_us(c->y->opens),
        .closes_us = day_end_us(c->y->closes),
        .reference = c->y->closes,
        .open = true };

    if (c->y->year == 0) /* places that are left of 2024 */
        r.reference = day_of_ymd(2024, 12, 31);
    TRY(round_save(x, &r, err));
    c->round_id = r.id;
    return OK;
}

static struct str
login_of(const struct crowd *c, size_t i)
{
    if (c->y->year == 2024 && i == 0)
        return STR("holder-b@demo.example");
    if (c->y->year == 2025 && i == c->y->n[END_RECOGNISED])
        return STR("incubated@demo.example");
    return c->y->year == 0 && i == 0 ? STR("firm-b@demo.example")
                                     : STR_EMPTY;
}

static enum status
apply_some(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct crowd *c = arg;

    for (size_t i = c->from; i < c->from + BATCH && i < c->n; i++) {
        struct demo_firm *f = &c->all[i];
        struct day day = day_add_days(c->y->applied, (int)(i % 9) * 3);
        struct str login = login_of(c, i);
        struct day reference = c->y->year == 0 ? day_of_ymd(2024, 12, 31)
                                               : c->y->closes;

        if (c->y->year == 0)
            day = day_add_days(c->y->applied, (int)(i % 3));
        choose(s, f, login.n > 0 ? 0 : i);
        TRY(demo_add_firm(x, s, f,
            s->city_regions[login.n > 0 ? 0 : i % DEMO_CITIES], day, login,
            err));
        TRY(demo_apply(x, s, f, day, answers_of(x, s, f, reference), 0,
            f->outcome != END_DRAFT ? 1 : i == 0 ? 0 : 2, err));
        if (f->outcome == END_WITHDRAWN) {
            struct act mine = demo_at(
                x, s->m, &f->who.actor, day_add_days(day, 5), 15);

            TRY(application_withdraw(&mine, f->id,
                STR("合伙人调整，拟下一批次申报"), err));
        }
    }
    return OK;
}

static enum status
refuse(struct act *x, struct demo_select *s, const struct demo_firm *f,
    size_t city, struct day day, struct err *err)
{
    struct act his =
        demo_at(x, s->m, &s->cities[city].actor, day, 15);
    struct instance_sheet sheet;

    TRY(instance_sheet(&his, f->id, &sheet, err));
    return instance_decide(&his, f->id, INSTANCE_REFUSE,
        STR("经核对，执业律师人数和规模不属于本市中小型律师事务所。"), NULL,
        sheet.app.version, err);
}

static enum status
cities_pass(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct crowd *c = arg;

    for (size_t k = 0; k < DEMO_CITIES; k++) {
        struct demo_firm *mine[DEMO_FIRMS];
        size_t n = 0;

        for (size_t i = 0; i < c->n; i++) {
            struct demo_firm *f = &c->all[i];

            if (f->city != s->city_regions[k])
                continue;
            if (f->outcome == END_REFUSED)
                TRY(refuse(x, s, f, k, c->y->passed, err));
            else if (f->outcome <= END_REJECTED ||
                     f->outcome >= END_WAITING)
                mine[n++] = f;
        }
        TRY(demo_pass_on(x, s, &s->cities[k], s->city_bodies[k], mine, n,
            c->y->passed, "材料齐全，属于本市中小型律师事务所，同意上报。",
            err));
    }
    return OK;
}

static enum decision_outcome
outcome_of(const struct demo_firm *f)
{
    return f->outcome == END_INCUBATED  ? DECISION_INCUBATE
           : f->outcome == END_REJECTED ? DECISION_REJECT
                                        : DECISION_RECOGNISE;
}

static enum status
appoint(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct crowd *c = arg;
    struct actor *group = &s->hands[HAND_GROUP].actor;
    struct day day = day_add_days(c->y->sat, -3);
    int64_t ids[DEMO_FIRMS];
    size_t n = 0;

    TRY(demo_appoint(
        x, s, group, c->y->panel, c->y->appointed, day, err));
    for (size_t i = 0; i < c->n; i++) {
        int o = c->all[i].outcome;

        if (o <= END_REJECTED || o >= END_PANEL)
            ids[n++] = c->all[i].id;
    }
    struct act his = demo_at(x, s->m, group, day, 14);
    return panel_assign(&his, s->panel.id, ids, n, err);
}

static enum status
sit_some(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct crowd *c = arg;

    for (size_t i = c->from; i < c->from + BATCH && i < c->n; i++) {
        struct demo_firm *f = &c->all[i];
        struct demo_sitting how = { .vote = VOTE_PASS,
            .proposal = outcome_of(f),
            .recused = SIZE_MAX,
            .opinions = f->outcome == END_PANEL ? 1 : 0,
            .score = f->outcome == END_RECOGNISED  ? 84
                     : f->outcome == END_INCUBATED ? 72
                     : f->outcome == END_REJECTED  ? 50
                                                   : 80 };

        if (f->outcome > END_REJECTED && f->outcome < END_PANEL)
            continue;
        TRY(demo_sit(x, s, f, &s->hands[HAND_OFFICE].actor, &how, c->y->sat,
            err));
    }
    return OK;
}

static enum status
decide_some(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct crowd *c = arg;
    struct act his = demo_at(
        x, s->m, &s->hands[HAND_GROUP].actor, c->y->decided_on, 15);

    for (size_t i = c->from; i < c->from + BATCH && i < c->n; i++) {
        struct demo_firm *f = &c->all[i];

        for (size_t k = 0; f->outcome <= END_REJECTED && k < f->n_categories;
             k++) {
            struct decision_new n = { .category = f->categories[k],
                .outcome = outcome_of(f),
                .reason = f->outcome == END_REJECTED
                              ? STR("所申报类别的条件未全部具备，详见评审意见")
                              : STR_EMPTY,
                .document_no = str_of(c->y->decided),
                .decided = c->y->decided_on };
            struct application app;

            TRY(application_load(
                &his, f->who.subject_id, f->id, &app, err));
            TRY(decision_make(&his, f->id, &n, app.version, &app, err));
        }
    }
    return OK;
}

static enum status
publish(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct crowd *c = arg;
    const enum demo_hand SIGN[] = { HAND_PARTY, HAND_SOCIETY };
    struct act his = demo_at(
        x, s->m, &s->hands[HAND_OFFICE].actor, c->y->drafted, 10);
    struct publication p;

    TRY(publication_draft(&his,
        &(struct publication_new){ .programme_id = s->p->id,
            .round_id = c->round_id,
            .procedure = STR("apply"),
            .kind = PUBLICATION_RESULT },
        &p, err));
    for (size_t i = 0; i < 2; i++) {
        his = demo_at(x, s->m, &s->hands[SIGN[i]].actor,
            day_add_days(c->y->drafted, 1 + (int)i), 10);
        TRY(publication_get(&his, p.id, &p, err));
        TRY(publication_sign(&his, p.id, p.version, err));
    }
    return OK;
}

static bool
by_parts(struct demo_select *s, struct crowd *c,
    enum status (*fn)(
        struct act *x, struct demo_select *s, void *arg, struct err *err),
    const char *what)
{
    for (c->from = 0; c->from < c->n; c->from += BATCH) {
        if (!demo_batch(s, fn, c, what))
            return false;
    }
    return true;
}

static bool
one_round(struct demo_select *s, struct crowd *c)
{
    return demo_batch(s, add_round, c, "firms: round") &&
           by_parts(s, c, apply_some, "firms: applying") &&
           demo_batch(s, cities_pass, c, "firms: cities") &&
           demo_batch(s, appoint, c, "firms: panel") &&
           by_parts(s, c, sit_some, "firms: opinions") &&
           (c->y->year == 0 || (by_parts(s, c, decide_some,
                                    "firms: deciding") &&
                                   demo_batch(s, publish, c,
                                       "firms: publishing")));
}

/* --- all --- */

static const struct yearly Y_2024 = { .year = 2024,
    .name = "2024年首批（演示）",
    .doc_no = "演示联〔2024〕1号",
    .panel = "2024年初评小组",
    .appointed = "演示执〔2024〕1号",
    .decided = "演示领〔2024〕1号" };
static const struct yearly Y_2025 = { .year = 2025,
    .name = "2025年第二批（演示）",
    .doc_no = "演示联〔2025〕1号",
    .panel = "2025年初评小组",
    .appointed = "演示执〔2025〕1号",
    .decided = "演示领〔2025〕1号" };
static const struct yearly Y_NOW = { .year = 0,
    .name = "2024年名额补充申报（演示）",
    .doc_no = "演示联〔2026〕2号",
    .panel = "补充申报初评小组",
    .appointed = "演示执〔2026〕2号",
    .decided = "演示领〔2026〕2号" };

static struct yearly
dated(const struct yearly *of)
{
    struct yearly y = *of;

    y.opens = day_of_ymd(y.year, 2, 19);
    y.applied = day_of_ymd(y.year, 3, 4);
    y.closes = day_of_ymd(y.year, 4, 15);
    y.passed = day_of_ymd(y.year, 4, 18);
    y.sat = day_of_ymd(y.year, 4, 28);
    y.decided_on = day_of_ymd(y.year, 5, 22);
    y.drafted = day_of_ymd(y.year, 5, 27);
    return y;
}

static struct yearly
dated_now(struct day today)
{
    struct yearly y = Y_NOW;

    y.opens = day_add_days(today, -45);
    y.applied = day_add_days(today, -36);
    y.closes = day_add_days(today, 30);
    y.passed = day_add_days(today, -26);
    y.sat = day_add_days(today, -12);
    return y;
}

static struct crowd
crowd_of(struct demo_select *s, const struct yearly *y, const size_t *n)
{
    struct crowd c = { .y = y };

    for (size_t k = 0; k <= END_WITHDRAWN; k++)
        c.n += n[k];
    c.all = arena_new_array(s->m->a, struct demo_firm, c.n);
    for (size_t k = 0, i = 0; k <= END_WITHDRAWN; k++) {
        for (size_t j = 0; j < n[k]; j++)
            c.all[i++].outcome = (int)k;
    }
    return c;
}

static struct crowd
crowd_now(struct demo_select *s, const struct yearly *y)
{
    static const enum firm_end ENDS[] = { END_DRAFT, END_DRAFT, END_CITY,
        END_CITY, END_CITY, END_WAITING, END_WAITING, END_PANEL, END_PANEL,
        END_PROPOSED, END_PROPOSED, END_PROPOSED };
    struct crowd c = { .y = y, .n = sizeof(ENDS) / sizeof(ENDS[0]) };

    c.all = arena_new_array(s->m->a, struct demo_firm, c.n);
    for (size_t i = 0; i < c.n; i++)
        c.all[i].outcome = (int)ENDS[i];
    return c;
}

bool
demo_firms(struct demo_select *s)
{
    struct yearly first = dated(&Y_2024), second = dated(&Y_2025);
    struct yearly now = dated_now(day_of_us(s->m->end_us));
    struct crowd a, b, c;

    s->p = s->m->firms;
    s->first_judge = HAND_RATER;
    s->n_judges = 3;
    a = crowd_of(s, &first, N_2024);
    memcpy(first.n, N_2024, sizeof(first.n));
    b = crowd_of(s, &second, N_2025);
    memcpy(second.n, N_2025, sizeof(second.n));
    c = crowd_now(s, &now);
    return one_round(s, &a) && one_round(s, &b) && one_round(s, &c) &&
           demo_firms_life(s, a.all, a.n, b.all, b.n);
}
