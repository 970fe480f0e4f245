/* Steps that programmes that select have in common. */
#include "select.h"

#include "domain/instance.h"
#include "domain/record.h"
#include "domain/review.h"

#include <stdarg.h>

struct act
demo_at(const struct act *x, struct demo *m, const struct actor *who,
    struct day day, int hour)
{
    int64_t now = day_start_us(day) + hour * HOUR_US;

    m->now_us = now < m->end_us ? now : m->end_us;
    return act_make(x->a, x->d, x->tx, who, m->now_us);
}

struct batch {
    struct demo_select *s;
    enum status (*fn)(
        struct act *x, struct demo_select *s, void *arg, struct err *err);
    void *arg;
};

static enum status
run_batch(struct act *x, struct demo *m, void *arg, struct err *err)
{
    const struct batch *b = arg;
    struct arena *scratch = arena_new("demo");

    (void)m;
    x->a = scratch;
    enum status st = b->fn(x, b->s, b->arg, err);
    arena_free(scratch);
    return st;
}

bool
demo_batch(struct demo_select *s,
    enum status (*fn)(
        struct act *x, struct demo_select *s, void *arg, struct err *err),
    void *arg, const char *what)
{
    struct batch b = { s, fn, arg };

    return demo_do(s->m, NULL, run_batch, &b, what);
}

bool
demo_fresh(struct demo_select *s)
{
    struct err err = { 0 };

    if (demo_read(s->m, &err) == OK) {
        s->p = s->m->legal;
        return true;
    }
    (void)cli_failed(&err);
    return false;
}

/* --- applying --- */

/* Each place and brand once. */
static struct str
firm_name(struct demo_select *s, const struct region *city)
{
    size_t i = s->n_named++;
    struct str place = utf8_head(city->name, 2);
    struct str brand =
        s->brands.words[(i / DEMO_CITIES + 7 * (i % DEMO_CITIES)) %
                        s->brands.n];

    return arena_fmt(s->m->a, STR_FMT STR_FMT "律师事务所", STR_ARG(place),
        STR_ARG(brand));
}

enum status
demo_add_firm(struct act *x, struct demo_select *s, struct demo_firm *f,
    const struct region *city, struct day day, struct str login,
    struct err *err)
{
    struct actor program = actor_system();
    struct act sys = demo_at(x, s->m, &program, day, 8);

    f->city = city;
    return demo_register(&sys, s->m, false, firm_name(s, city), login, city,
        &f->who, err);
}

static void
put(struct arena *a, struct json *o, const char *key, struct str value)
{
    json_set(a, o, str_of(key), json_text(a, value));
}

enum status
demo_apply(struct act *x, struct demo_select *s, struct demo_firm *f,
    struct day day, struct json *answers, int64_t body, size_t part,
    struct err *err)
{
    struct act mine = demo_at(x, s->m, &f->who.actor, day, 10);
    unsigned serial = s->m->serial;
    struct application app;

    put(x->a, answers, "律所名称", f->who.name);
    put(x->a, answers, "统一社会信用代码", demo_credit_code(s->m, serial));
    put(x->a, answers, "所在地区", f->city->code);
    put(x->a, answers, "执业许可证号",
        arena_fmt(x->a, "2510120%010u", serial));
    put(x->a, answers, "律所主任", demo_person_name(s->m));
    put(x->a, answers, "联系人", f->who.actor.name);
    put(x->a, answers, "手机号码", f->who.mobile);
    put(x->a, answers, "电子邮箱",
        arena_fmt(x->a, "firm%u@demo.example", serial));
    put(x->a, answers, "盖章日期", day_iso(x->a, day));
    TRY(application_start(&mine, s->p->id, STR("apply"), f->who.subject_id, 0,
        body != 0 ? STR("recommended") : STR("self"), &app, err));
    f->id = app.id;
    TRY(demo_fill(&mine, s->m, &app, answers, part == 0 ? 1 : part, err));
    if (body != 0)
        TRY(instance_choose(&mine, f->id, body, err));
    if (part != 1)
        return OK;
    TRY(application_load(&mine, f->who.subject_id, f->id, &app, err));
    return application_submit(&mine, f->id, mine.now_us, &app, err);
}

/* --- bodies and offices --- */

enum status
demo_pass_on(struct act *x, struct demo_select *s,
    const struct demo_person *who, int64_t body, struct demo_firm *const *fs,
    size_t n, struct day day, const char *opinion, struct err *err)
{
    struct act his = demo_at(x, s->m, &who->actor, day, 11);
    int64_t *ids = arena_new_array(x->a, int64_t, n + 1);
    const struct instance_left *left = NULL;
    struct instance_batch batch;
    size_t n_left = 0;

    if (n == 0)
        return OK;
    for (size_t i = 0; i < n; i++) {
        struct instance_sheet sheet;
        struct json *marks = json_new(x->a, JSON_OBJECT);

        ids[i] = fs[i]->id;
        TRY(instance_sheet(&his, ids[i], &sheet, err));
        for (size_t k = 0; k < sheet.n_attested; k++)
            json_set(x->a, marks,
                arena_join(x->a, STR("认定."), sheet.attested[k]->name),
                json_boolean(x->a, true));
        if (sheet.n_attested > 0) {
            TRY(instance_mark(&his, ids[i], marks, sheet.app.version, err));
            TRY(instance_sheet(&his, ids[i], &sheet, err));
        }
        TRY(instance_decide(&his, ids[i], INSTANCE_PASS, str_of(opinion),
            NULL, sheet.app.version, err));
    }
    TRY(instance_forward(
        &his, body, ids, n, &batch, &left, &n_left, err));
    return n_left == 0
               ? OK
               : err_set(err, ERR_CONFLICT, STR_FMT, STR_ARG(left[0].why));
}

static enum status
version_of(struct act *x, const struct demo_firm *f, int64_t *ret,
    struct err *err)
{
    struct application app;

    TRY(application_load(x, f->who.subject_id, f->id, &app, err));
    *ret = app.version;
    return OK;
}

enum status
demo_review(struct act *x, struct demo_select *s, const struct demo_firm *f,
    const struct actor *officer, struct day day, bool pass,
    const char *reason, struct err *err)
{
    struct act his = demo_at(x, s->m, officer, day, 14);
    struct json *marks = json_new(x->a, JSON_OBJECT);
    struct application app;
    struct review_sheet sheet;
    int64_t version = 0;

    TRY(version_of(&his, f, &version, err));
    TRY(review_take(&his, f->id, version, &app, err));
    if (reason == NULL)
        return OK;
    TRY(review_sheet(&his, f->id, &sheet, err));
    for (size_t i = 0; i < sheet.n_attested; i++)
        json_set(x->a, marks,
            arena_join(x->a, STR("认定."), sheet.attested[i]->name),
            json_boolean(x->a, pass));
    for (size_t i = 0; i < sheet.stage->n_criteria; i++)
        json_set(x->a, marks,
            arena_join(x->a, STR("核验."), sheet.stage->criteria[i]),
            json_boolean(x->a, pass));
    TRY(review_mark(&his, f->id, marks, sheet.app.version, err));
    TRY(version_of(&his, f, &version, err));
    return review_propose(
        &his, f->id, pass, str_of(reason), version, &app, err);
}

/* --- panels --- */

enum status
demo_appoint(struct act *x, struct demo_select *s, const struct actor *leader,
    const char *name, const char *document, struct day day, struct err *err)
{
    static const char *const UNITS[] = { "示例大学法学院", "示例仲裁委员会",
        "示例产业研究院", "示例企业家协会", "示例公证协会" };
    struct act his = demo_at(x, s->m, leader, day, 9);
    struct panel_member *members =
        arena_new_array(s->m->a, struct panel_member, s->n_judges);

    for (size_t i = 0; i < s->n_judges; i++)
        members[i] = (struct panel_member){
            .account_id = s->hands[s->first_judge + i].account_id,
            .unit = str_of(UNITS[i % 5]),
            .rank = i == 0                 ? PANEL_CHAIR
                    : i + 1 < s->n_judges  ? PANEL_MEMBER
                    : s->n_judges > 3      ? PANEL_SUBSTITUTE
                                           : PANEL_MEMBER };
    s->panel = (struct panel){ .programme_id = s->p->id,
        .name = str_of(name),
        .document_no = str_of(document),
        .members = members,
        .n_members = s->n_judges };
    TRY(panel_appoint(&his, &s->panel, err));
    for (size_t i = 0; i < s->n_judges; i++)
        TRY(demo_reload(x, s, &s->hands[s->first_judge + i], err));
    return OK;
}

static const struct json *
opinion_of(struct act *x, struct demo *m, const struct panel_sheet *sheet,
    const struct demo_sitting *how)
{
    struct json *content = json_new(x->a, JSON_OBJECT);
    struct json *marks = json_new(x->a, JSON_OBJECT);
    struct json *scores = json_new(x->a, JSON_OBJECT);
    struct json *categories = json_new(x->a, JSON_OBJECT);
    bool pass = how->vote == VOTE_PASS;

    for (size_t i = 0; i < sheet->n_criteria; i++) {
        struct json *one = json_new(x->a, JSON_OBJECT);

        bool yes = pass || sheet->criteria[i].table != NULL || i % 3 != 1;

        put(x->a, one, "mark", yes ? STR("yes") : STR("no"));
        json_set(x->a, marks, sheet->criteria[i].name, one);
    }
    for (size_t i = 0; i < sheet->stage->n_scores; i++) {
        int64_t most = sheet->stage->scores[i].max;
        int64_t score = (how->score + (int64_t)demo_dice(m, 12)) * most / 100;

        json_set(x->a, scores, sheet->stage->scores[i].name,
            json_number(x->a, score > most ? most : score));
    }
    for (size_t i = 0; i < sheet->n_categories; i++)
        put(x->a, categories, arena_cstr(x->a, sheet->categories[i]),
            decision_name(how->proposal));
    json_set(x->a, content, STR("marks"), marks);
    json_set(x->a, content, STR("scores"), scores);
    json_set(x->a, content, STR("categories"), categories);
    put(x->a, content, "opinion",
        pass ? STR("材料真实完整，逐项核对无误，符合条件，服务能力较强。")
             : STR("材料真实，但管理制度和信息化应用与条件尚有差距。"));
    return content;
}

static enum status
give_opinion(struct act *x, struct demo *m, int64_t id,
    const struct demo_sitting *how, struct err *err)
{
    struct panel_sheet sheet;

    TRY(panel_declare(x, id, false, STR_EMPTY, err));
    TRY(panel_sheet(x, id, &sheet, err));
    for (size_t i = 0; i < sheet.n_materials; i++)
        TRY(panel_open(x, id, sheet.materials[i].what, err));
    return panel_opinion_save(
        x, id, opinion_of(x, m, &sheet, how), how->vote, true, err);
}

enum status
demo_sit(struct act *x, struct demo_select *s, const struct demo_firm *f,
    const struct actor *officer, const struct demo_sitting *how,
    struct day day, struct err *err)
{
    size_t done = 0, members = s->n_judges > 3 ? s->n_judges - 1
                                               : s->n_judges;
    struct application app;
    int64_t version = 0;

    for (size_t i = 0; i < members; i++) {
        struct demo_person *p = &s->hands[s->first_judge + i];
        struct act his = demo_at(x, s->m, &p->actor, day, 9 + (int)i);

        if (how->opinions > 0 && done == how->opinions)
            return OK;
        if (actor_is_barred(&p->actor, f->who.subject_id))
            continue;
        if (i == how->recused) {
            TRY(panel_declare(&his, f->id, true,
                STR("三年内曾任该所法律顾问，申请回避"), err));
            TRY(demo_reload(x, s, p, err));
            continue;
        }
        TRY(give_opinion(&his, s->m, f->id, how, err));
        done++;
    }
    struct act office = demo_at(x, s->m, officer, day, 16);
    TRY(version_of(&office, f, &version, err));
    return panel_conclude(
        &office, f->id, STR_EMPTY, version, &app, err);
}

/* --- registers --- */

const struct json *
demo_row(struct act *x, const char *fmt, ...)
{
    const struct json *v = NULL;
    struct err err = { 0 };
    va_list ap;

    va_start(ap, fmt);
    struct str text = arena_vfmt(x->a, fmt, ap);
    va_end(ap);
    if (json_parse(x->a, text, 65536, &v, &err) != OK)
        return json_new(x->a, JSON_OBJECT);
    return v;
}

enum status
demo_record(struct act *x, struct demo_select *s, const char *kind,
    int64_t subject_id, const struct json *content, struct err *err)
{
    struct record r = { .subject_id = subject_id,
        .programme_id = s->p->id,
        .kind = str_of(kind),
        .content = content };

    return record_add(x, &r, err);
}

/* --- all --- */

bool
demo_selecting(struct demo *m)
{
    struct demo_select *s = arena_one(m->a, struct demo_select);

    *s = (struct demo_select){ .m = m, .brands = m->law_brands };
    m->now_us = day_start_us(day_of_ymd(2023, 5, 8)) + 9 * HOUR_US;
    return demo_people(s) && demo_stations(s) && demo_firms(s);
}
