/* Rounds, applications in every state, notices and a summary table. */
#include "demo.h"

#include "domain/application.h"
#include "domain/notice.h"
#include "domain/review.h"

/* How far an application comes. */
enum goal { GOAL_DRAFT, GOAL_SUBMITTED, GOAL_TAKEN, GOAL_SUPPLEMENT,
    GOAL_LAPSED, GOAL_DECISION, GOAL_PASSED, GOAL_NOTICE, GOAL_GRANTED,
    GOAL_REFUSED, GOAL_WITHDRAWN, GOAL_COUNT_ };

/* How many of each, for each programme. */
static const size_t HOW_MANY[GOAL_COUNT_] = { 3, 4, 3, 2, 1, 2, 2, 6, 5, 2,
    1 };

struct file {
    struct demo_person who;
    bool person;
    enum goal goal;
    int64_t id, version;
    struct str reason;
    bool pass;
    int64_t notice_id;
};

/* --- answers --- */

/* The template with what is the applicant's own. */
static struct json *
answers_of(struct demo *m, const struct file *f, const struct region *city,
    unsigned serial)
{
    const struct json *t = demo_template(
        m, f->person ? STR("demo/person.json")
                     : STR("demo/organisation.json"));
    struct json *out = json_new(m->a, JSON_OBJECT);
    const struct {
        struct str key, value;
    } own[] = {
        { STR("单位名称"), f->who.name },
        { STR("姓名"), f->who.name },
        { STR("统一社会信用代码"), demo_credit_code(m, serial) },
        { STR("公民身份号码"), demo_id_no(m, serial) },
        { STR("手机号码"), f->who.mobile },
        { STR("所在地区"), city->code },
        { STR("电子邮箱"),
            arena_fmt(m->a, "person%u@demo.example", serial) },
    };

    for (size_t i = 0; i < t->n; i++)
        json_set(m->a, out, t->keys[i], t->items[i]);
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
        if (demo_has(t, own[i].key))
            json_set(m->a, out, own[i].key, json_text(m->a, own[i].value));
    }
    if (f->goal == GOAL_REFUSED && demo_has(t, STR("上年服务中小企业数")))
        json_set(m->a, out, STR("上年服务中小企业数"),
            json_number(m->a, 96));
    return out;
}

/* --- acts --- */

static enum status
fill_in(struct act *x, struct demo *m, struct file *f,
    const struct region *city, struct application *app, struct err *err)
{
    return demo_fill(
        x, m, app, answers_of(m, f, city, m->serial),
        f->goal == GOAL_DRAFT ? 2 : 1, err);
}

static enum status
start(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct file *f = arg;
    const struct programme *p = f->person ? m->expert : m->station;
    const struct region *city = demo_city(m, 22 + demo_dice(m, 31));
    struct application app;
    struct str kind, name = f->person
                                ? demo_person_name(m)
                                : demo_station_name(m, 2000 + m->serial,
                                      city, &kind);
    bool first = f->goal == GOAL_DRAFT && !f->person && f->notice_id == 0;

    TRY(demo_register(x, m, f->person, name,
        first ? STR("applicant@demo.example") : STR_EMPTY, city, &f->who,
        err));
    struct act mine = demo_as(x, &f->who.actor);
    TRY(application_start(&mine, p->id, STR("apply"), f->who.subject_id, 0,
        STR("self"), &app, err));
    f->id = app.id;
    TRY(fill_in(&mine, m, f, city, &app, err));
    if (f->goal == GOAL_DRAFT)
        return OK;
    return application_submit(&mine, app.id, mine.now_us, &app, err);
}

static enum status
version_of(struct act *x, struct file *f, struct err *err)
{
    struct application app;

    TRY(application_load(x, f->who.subject_id, f->id, &app, err));
    f->version = app.version;
    return OK;
}

static enum status
take(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct file *f = arg;
    struct application app;

    (void)m;
    TRY(version_of(x, f, err));
    return review_take(x, f->id, f->version, &app, err);
}

static enum status
supplement(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct file *f = arg;
    struct review_sheet s;
    struct deadline due;
    struct json *items = json_new(m->a, JSON_LIST);
    struct json *one = json_new(m->a, JSON_OBJECT);

    TRY(review_sheet(x, f->id, &s, err));
    for (size_t i = 0; i < s.form->n_sections && items->n == 0; i++) {
        const struct pack_section *sec = &s.form->sections[i];

        for (size_t k = 0; k < sec->n_fields; k++) {
            if (sec->fields[k].type != FIELD_FILE ||
                !sec->fields[k].required || sec->fields[k].show_if.n > 0)
                continue;
            json_set(m->a, one, STR("field"),
                json_text(m->a, sec->fields[k].name));
            json_set(m->a, one, STR("reason"),
                json_text(m->a, STR("扫描件不清晰，请重新上传完整清晰的扫描件")));
            json_push(m->a, items, one);
            break;
        }
    }
    return review_supplement(x, f->id, items, s.app.version, &due, err);
}

static enum status
propose(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct file *f = arg;
    struct review_sheet s;
    struct application app;
    struct json *marks = json_new(m->a, JSON_OBJECT);

    TRY(review_sheet(x, f->id, &s, err));
    for (size_t i = 0; i < s.n_attested; i++)
        json_set(m->a, marks,
            arena_join(m->a, STR("认定."), s.attested[i]->name),
            json_boolean(m->a, f->pass));
    for (size_t i = 0; i < s.stage->n_criteria; i++)
        json_set(m->a, marks,
            arena_join(m->a, STR("核验."), s.stage->criteria[i]),
            json_boolean(m->a, f->pass));
    TRY(review_mark(x, f->id, marks, s.app.version, err));
    TRY(version_of(x, f, err));
    return review_propose(
        x, f->id, f->pass, f->reason, f->version, &app, err);
}

static enum status
confirm(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct file *f = arg;
    struct application app;

    (void)m;
    TRY(version_of(x, f, err));
    return review_confirm(
        x, f->id, true, STR_EMPTY, f->version, &app, err);
}

static enum status
withdraw(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct file *f = arg;

    (void)m;
    return application_withdraw(
        x, f->id, STR("本年度人员调整，拟下一批次再申报"), err);
}

/* --- one application, day by day --- */

static void
days_ago(struct demo *m, int days, int hour)
{
    m->now_us = day_start_us(day_add_days(day_of_us(m->end_us), -days)) +
                hour * INT64_C(3600000000);
}

/* Terms of working days that begin now can be counted: they do not reach into
 * a year whose holidays are not published. */
static bool
is_countable(const struct demo *m)
{
    return day_cmp(demo_ago(m, 0, 24), day_of_us(m->end_us)) == 0;
}

static bool
review(struct demo *m, struct file *f, int ago)
{
    const struct actor *secretary = &m->officers[OFFICER_SECRETARY].actor;

    days_ago(m, ago, 9);
    if (!demo_do(m, secretary, take, f, "taking"))
        return false;
    if (f->goal == GOAL_TAKEN ||
        (f->goal == GOAL_SUPPLEMENT && !is_countable(m)))
        return true;
    if (f->goal == GOAL_SUPPLEMENT || f->goal == GOAL_LAPSED) {
        days_ago(m, f->goal == GOAL_LAPSED ? ago : 2, 10);
        return demo_do(m, secretary, supplement, f, "supplement");
    }
    f->pass = f->goal != GOAL_REFUSED;
    f->reason = f->pass ? STR_EMPTY : STR("经核验，申报条件不具备");
    days_ago(m, ago - 1, 11);
    if (!demo_do(m, secretary, propose, f, "proposing"))
        return false;
    if (f->goal == GOAL_DECISION)
        return true;
    days_ago(m, ago - 2, 14);
    return demo_do(m, &m->officers[OFFICER_CENTRE].actor, confirm, f,
        "confirming");
}

static bool
one_file(struct demo *m, struct file *f, size_t i)
{
    days_ago(m, 38 - (int)(i % 5), 9 + (int)(i % 8));
    if (f->goal == GOAL_SUBMITTED || f->goal == GOAL_DRAFT)
        days_ago(m, 1 + (int)(i % 6), 15);
    if (!demo_do(m, NULL, start, f, "applying"))
        return false;
    switch (f->goal) {
    case GOAL_DRAFT:
    case GOAL_SUBMITTED:
        return true;
    case GOAL_WITHDRAWN:
        days_ago(m, 15, 16);
        return demo_do(m, &f->who.actor, withdraw, f, "withdrawing");
    case GOAL_NOTICE:
        return review(m, f, 9);
    case GOAL_GRANTED:
    case GOAL_LAPSED:
        return review(m, f, 32);
    default:
        return review(m, f, 6);
    }
}

/* --- notices --- */

struct publishing {
    struct file *files;
    size_t n;
    bool person;
    enum goal goal;
    struct notice notice;
};

static enum status
publish(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct publishing *p = arg;
    int64_t *ids = arena_new_array(m->a, int64_t, p->n);
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++) {
        if (p->files[i].goal == p->goal && p->files[i].person == p->person)
            ids[n++] = p->files[i].id;
    }
    return notice_publish(x, p->person ? m->expert->id : m->station->id, ids,
        n, DAY_NONE, &p->notice, err);
}

static enum status
object(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct publishing *p = arg;
    struct objection o = { .notice_id = p->notice.id,
        .position = 2,
        .objector = demo_person_name(m),
        .contact = STR("13000009998"),
        .facts = STR("反映该单位所列专职人员中有两人实际在其他单位任职，"
                     "附社会保险查询说明") };

    return objection_add(x, &o, err);
}

static enum status
grant(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct publishing *p = arg;
    struct notice_outcome out;

    (void)m;
    return notice_grant(x, p->notice.id, &out, err);
}

static bool
notices(struct demo *m, struct file *files, size_t n)
{
    const struct actor *centre = &m->officers[OFFICER_CENTRE].actor;

    for (int person = 0; person < 2; person++) {
        struct publishing old = { files, n, person == 1, GOAL_GRANTED,
            { 0 } };
        struct publishing running = { files, n, person == 1, GOAL_NOTICE,
            { 0 } };

        days_ago(m, 28, 9);
        if (!demo_do(m, centre, publish, &old, "publishing"))
            return false;
        days_ago(m, 12, 10);
        if (!demo_do(m, centre, grant, &old, "granting"))
            return false;
        /* At the turn of a year the working days of the next one may be
         * unknown: then nothing is published, as in life. */
        days_ago(m, 2, 9);
        if (!demo_do(m, centre, publish, &running, "publishing"))
            continue;
        days_ago(m, 1, 16);
        if (person == 0 &&
            !demo_do(m, NULL, object, &running, "objecting"))
            return false;
    }
    return true;
}

/* --- all --- */

/* One call that is over, and one that is open. */
static enum status
add_rounds(struct act *x, struct demo *m, void *arg, struct err *err)
{
    static const struct {
        int opens, closes; /* days from today */
        const char *name;
    } ROUNDS[] = { { -40, -33, "第一批（演示）" },
        { -30, 30, "第二批（演示）" } };
    const struct programme *both[] = { m->station, m->expert };
    struct day today = day_of_us(m->end_us);

    (void)arg;
    for (size_t i = 0; i < 4; i++) {
        struct day closes = day_add_days(today, ROUNDS[i / 2].closes);
        struct round r = { .programme_id = both[i % 2]->id,
            .name = arena_fmt(m->a, "%d年%s", day_ymd(today).year,
                ROUNDS[i / 2].name),
            .doc_no = STR("演示通知"),
            .contact = STR("演示联系人"),
            .phone = STR("010-00000000"),
            .email = STR("round@demo.example"),
            .opens_us =
                day_start_us(day_add_days(today, ROUNDS[i / 2].opens)),
            .closes_us = day_end_us(closes),
            .reference = closes,
            .open = true };

        TRY(round_save(x, &r, err));
    }
    return OK;
}

static enum status
lapse(struct act *x, struct demo *m, void *arg, struct err *err)
{
    size_t n = 0;

    (void)m;
    (void)arg;
    return application_lapse_due(x, 100, &n, err);
}

bool
demo_applications(struct demo *m)
{
    struct file files[128];
    size_t n = 0;

    days_ago(m, 40, 8);
    if (!demo_do(m, NULL, add_rounds, NULL, "rounds"))
        return false;
    for (int person = 0; person < 2; person++) {
        for (size_t goal = 0; goal < GOAL_COUNT_; goal++) {
            for (size_t k = 0; k < HOW_MANY[goal]; k++) {
                files[n] = (struct file){ .person = person == 1,
                    .goal = (enum goal)goal,
                    .notice_id = (int64_t)k };
                if (!one_file(m, &files[n], n))
                    return false;
                n++;
            }
        }
    }
    if (!notices(m, files, n))
        return false;
    m->now_us = m->end_us;
    return demo_do(m, NULL, lapse, NULL, "lapsing");
}
