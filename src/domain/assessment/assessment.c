/* The yearly list: counted, judged, proposed, graded, commended. */
#include "domain/assessment.h"

#include "assessment_store.h"
#include "domain/duty.h"
#include "domain/message.h"
#include "domain/proceeding.h"
#include "pack/batch.h"

#define AT_ONCE 500
#define LISTS_BACK 10   /* years */
#define PREVIEW_MOST 5000 /* holders of one preview */

struct str
grade_title(struct str grade)
{
    static const struct {
        struct str name, title;
    } GRADES[] = {
        { STR_INIT("EXCELLENT"), STR_INIT("优秀") },
        { STR_INIT("PASS"), STR_INIT("合格") },
        { STR_INIT("FAIL"), STR_INIT("不合格") },
    };

    for (size_t i = 0; i < sizeof(GRADES) / sizeof(GRADES[0]); i++) {
        if (str_eq(GRADES[i].name, grade))
            return GRADES[i].title;
    }
    return STR_EMPTY;
}

/* The duty of the year: the first that binds holders. */
static const struct pack_duty *
duty_of(const struct programme *p)
{
    for (size_t i = 0; p != NULL && i < p->pack->n_duties; i++) {
        if (p->pack->duties[i].kind != DUTY_PROGRAMME)
            return &p->pack->duties[i];
    }
    return NULL;
}

struct day
duty_due_day(const struct pack_duty *d, int64_t year)
{
    int64_t month = 1, day = 15;
    struct str m, rest;

    if (d == NULL || year < 1900 || year > 2900)
        return DAY_NONE;
    rest = str_cut(d->due_day, '-', &m, NULL);
    if (!num_int(m, 1, 12, &month) || !num_int(rest, 1, 31, &day) ||
        !ymd_valid((int)year + 1, (int)month, (int)day))
        return day_of_ymd((int)year + 1, 1, 15);
    return day_of_ymd((int)year + 1, (int)month, (int)day);
}

struct day
assessment_closes(const struct programme *p, int64_t year)
{
    return duty_due_day(duty_of(p), year);
}

/* --- making --- */

struct making {
    struct arena *a;
    const struct domain *d;
    const struct programme *programme;
    const struct pack_duty *duty;
    int64_t year, now_us, after, next;
    size_t n;
};

/* Duties on the registers: all that bind the holder must be met. */
static enum status
judge_states(struct act *x, const struct accreditation *c,
    struct assessment *s, struct err *err)
{
    const struct duty_state *states = NULL;
    struct json *all = json_new(x->a, JSON_OBJECT);
    size_t n = 0;

    s->standard = MET;
    TRY(duty_states(x, c, s->year, &states, &n, err));
    for (size_t i = 0; i < n; i++) {
        enum outcome o = states[i].verdict.outcome;

        if (!states[i].binds)
            continue;
        json_set(x->a, all, states[i].duty->name,
            pack_verdict_json(x->a, &states[i].verdict));
        if (o == NOT_MET || (o == UNDECIDED && s->standard == MET))
            s->standard = o;
    }
    s->verdict = all;
    return OK;
}

static enum status
judge(struct act *x, const struct making *m, struct assessment *s,
    struct err *err)
{
    struct json *both = json_new(x->a, JSON_OBJECT);
    struct accreditation c;
    struct pack_verdict v;

    TRY(accreditation_load(
        x, s->subject_id, s->accreditation_id, &c, err));
    s->name = c.name;
    s->number = c.number;
    s->full_year = holder_full_year(&c, m->year);
    if (m->duty->kind != DUTY_COUNTERS)
        return judge_states(x, &c, s, err);
    struct pack_facts f =
        holder_facts(x, &c, day_of_ymd((int)m->year, 12, 31));
    holder_year_facts(x, &c, s, &f);
    TRY(pack_judge(x->a, m->programme->pack, m->duty->met, &f, &v, err));
    s->standard = v.outcome;
    json_set(x->a, both, STR("met"), pack_verdict_json(x->a, &v));
    if (m->duty->propose_if.n > 0) {
        TRY(pack_judge(
            x->a, m->programme->pack, m->duty->propose_if, &f, &v, err));
        s->propose = v.outcome == MET;
        json_set(x->a, both, STR("propose"), pack_verdict_json(x->a, &v));
    }
    s->verdict = both;
    return OK;
}

static enum status
make_chunk(struct tx *tx, void *arg, struct err *err)
{
    struct making *m = arg;
    struct actor system = actor_system();
    struct act x = act_make(m->a, m->d, tx, &system, m->now_us);
    const struct assessment *list = NULL;

    TRY(assessment_store_holders(&x, m->programme->id, m->year, m->after,
        AT_ONCE, &list, &m->n, err));
    for (size_t i = 0; i < m->n; i++) {
        struct assessment s = list[i];

        TRY(judge(&x, m, &s, err));
        TRY(assessment_store_put(&x, &s, err));
        m->next = s.accreditation_id;
    }
    return OK;
}

enum status
assessment_make(struct store *store, const struct domain *d,
    int64_t programme_id, int64_t year, int64_t now_us, size_t *ret_n,
    struct err *err)
{
    const struct programme *p = domain_programme(d, programme_id);
    struct making m = { .d = d,
        .programme = p,
        .duty = duty_of(p),
        .year = year,
        .now_us = now_us };
    size_t total = 0;
    enum status st;

    if (m.duty == NULL || year < 2000 || year > 2900)
        return err_set(
            err, ERR_NOT_FOUND, "这个项目没有规定年度义务，或者没有这一年度");
    m.a = arena_new("assessment");
    do {
        arena_reset(m.a);
        st = store_write(store, make_chunk, &m, err);
        total += m.n;
        m.after = m.next;
    } while (st == OK && m.n == AT_ONCE);
    arena_free(m.a);
    if (st == OK)
        *ret_n = total;
    return st;
}

/* --- what another reading would change --- */

static const struct json *
with_reading(struct arena *a, const struct json *now, struct str reading,
    struct str value)
{
    struct json *o = json_new(a, JSON_OBJECT);

    for (size_t i = 0; now != NULL && i < now->n; i++)
        json_set(a, o, now->keys[i], now->items[i]);
    json_set(a, o, reading, json_text(a, value));
    return o;
}

/* The newest year that has a list. */
static enum status
last_list(struct act *x, int64_t programme_id, int64_t *ret, struct err *err)
{
    int64_t made_us = 0;

    for (int64_t year = day_ymd(x->today).year; made_us == 0; year--) {
        if (year < day_ymd(x->today).year - LISTS_BACK)
            return err_set(err, ERR_NOT_FOUND, "还没有制作过年度名单");
        TRY(assessment_store_made(x, programme_id, year, &made_us, err));
        *ret = year;
    }
    return OK;
}

/* Holders of a chunk with what is known of them. */
struct previewed {
    const struct assessment *list;
    struct str *names, *numbers;
    struct pack_facts *facts;
    enum outcome *before[2], *after[2]; /* met, propose_if */
};

static enum status
preview_load(struct act *y, const struct making *m, struct previewed *r,
    struct err *err)
{
    r->names = arena_new_array(y->a, struct str, m->n);
    r->numbers = arena_new_array(y->a, struct str, m->n);
    r->facts = arena_new_array(y->a, struct pack_facts, m->n);
    for (size_t k = 0; k < 2; k++) {
        r->before[k] = arena_new_array(y->a, enum outcome, m->n);
        r->after[k] = arena_new_array(y->a, enum outcome, m->n);
    }
    for (size_t i = 0; i < m->n; i++) {
        struct accreditation c;

        TRY(accreditation_load(y, r->list[i].subject_id,
            r->list[i].accreditation_id, &c, err));
        r->facts[i] = holder_facts(y, &c, day_of_ymd((int)m->year, 12, 31));
        holder_year_facts(y, &c, &r->list[i], &r->facts[i]);
        r->names[i] = c.name;
        r->numbers[i] = c.number;
    }
    return OK;
}

/* Only outcomes are compared, so nothing is explained. */
static enum status
preview_judge(struct act *y, const struct making *m,
    const struct json *readings, struct previewed *r, struct err *err)
{
    const struct str rules[] = { m->duty->met, m->duty->propose_if };
    size_t n = m->duty->propose_if.n > 0 ? 2 : 1;

    TRY(pack_judge_many(y->a, m->programme->pack, rules, n, r->facts, m->n,
        r->before, err));
    for (size_t i = 0; i < m->n; i++)
        r->facts[i].readings = readings;
    return pack_judge_many(y->a, m->programme->pack, rules, n, r->facts, m->n,
        r->after, err);
}

static enum status
preview_chunk(struct act *y, struct act *x, struct making *m,
    const struct json *readings, struct reading_preview *p, struct err *err)
{
    struct previewed r = { 0 };

    TRY(assessment_store_holders(y, m->programme->id, m->year, m->after,
        AT_ONCE, &r.list, &m->n, err));
    TRY(preview_load(y, m, &r, err));
    TRY(preview_judge(y, m, readings, &r, err));
    for (size_t i = 0; i < m->n; i++) {
        bool before = r.before[1][i] == MET, after = r.after[1][i] == MET;

        m->after = r.list[i].accreditation_id;
        p->looked++;
        if (r.before[0][i] == r.after[0][i] && before == after)
            continue;
        if (p->changed++ < READING_PREVIEW_NAMES)
            p->rows[p->changed - 1] = (struct reading_change){
                .accreditation_id = r.list[i].accreditation_id,
                .name = arena_str(x->a, r.names[i]),
                .number = arena_str(x->a, r.numbers[i]),
                .before = r.before[0][i],
                .after = r.after[0][i],
                .propose_before = before,
                .propose_after = after };
    }
    return OK;
}

enum status
assessment_preview(struct act *x, int64_t programme_id, struct str reading,
    struct str value, struct reading_preview *ret, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    struct reading_preview *out = arena_one(x->a, struct reading_preview);
    struct making m = { .d = x->d, .programme = p, .duty = duty_of(p) };
    struct act y = *x;
    enum status st = OK;

    TRY(act_require(x, MAY_SEE_DESK, programme_id, STR_EMPTY, err));
    if (m.duty == NULL || pack_reading(p->pack, reading) == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这项理解或者年度义务");
    TRY(last_list(x, programme_id, &m.year, err));
    out->year = m.year;
    y.a = arena_new("reading-preview");
    do {
        arena_reset(y.a);
        st = preview_chunk(&y, x, &m,
            with_reading(y.a, p->readings, reading, value), out, err);
    } while (st == OK && m.n == AT_ONCE && out->looked < PREVIEW_MOST);
    arena_free(y.a);
    out->more = st == OK && m.n == AT_ONCE;
    if (st == OK)
        *ret = *out;
    return st;
}

/* --- reading --- */

enum status
assessment_counts(struct act *x, int64_t programme_id, int64_t year,
    struct assessment_counts *ret, struct err *err)
{
    TRY(act_require_whole(x, MAY_READ_FILES, programme_id, err));
    return assessment_store_counts(x, programme_id, year, ret, err);
}

enum status
assessment_list(struct act *x, int64_t programme_id, int64_t year,
    enum assessment_part part, size_t offset, size_t n,
    const struct assessment **ret, size_t *ret_n, struct err *err)
{
    TRY(act_require_whole(x, MAY_READ_FILES, programme_id, err));
    return assessment_store_page(
        x, programme_id, year, part, offset, n, ret, ret_n, err);
}

enum status
assessment_get(struct act *x, int64_t accreditation_id, int64_t year,
    struct assessment *ret, struct err *err)
{
    struct accreditation c;
    bool found = false;

    TRY(accreditation_get(x, accreditation_id, &c, err));
    TRY(assessment_store_get(
        x, c.subject_id, c.id, year, ret, &found, err));
    return found ? OK
                 : err_set(err, ERR_NOT_FOUND, "这一年度的名单中没有这一主体");
}

/* --- proposals --- */

/* The pack's ground with the duty's sanction clause, else the duty itself. */
static struct str
ground_of(const struct pack *p, const struct pack_duty *d)
{
    for (size_t i = 0; i < p->n_grounds; i++) {
        if (p->grounds[i].may_end &&
            str_eq(p->grounds[i].clause, d->sanction_clause))
            return p->grounds[i].name;
    }
    return d->name;
}

/* "2024年度服务时长 3570，标准 3600；服务企业 149，标准 150" */
static struct str
facts_text(struct act *x, const struct programme *p,
    const struct pack_duty *d, const struct assessment *s)
{
    struct accreditation nobody = { .programme_id = p->id,
        .admitted = DAY_NONE,
        .last_day = DAY_NONE,
        .ended = DAY_NONE,
        .last_activity = DAY_NONE };
    struct pack_facts f = holder_facts(x, &nobody, x->today);
    struct buf b;

    holder_year_facts(x, &nobody, s, &f);
    buf_init(&b, x->a, 4096);
    buf_fmt(&b, "%lld年度", (long long)s->year);
    for (size_t i = 0; i < d->n_counters; i++) {
        int64_t goal = 0;

        buf_fmt(&b, "%s" STR_FMT " %lld", i == 0 ? "" : "；",
            STR_ARG(d->counters[i].title.zh),
            (long long)json_int(json_get(f.extra, d->counters[i].counter), 0));
        if (pack_parameter(p->pack, d->counters[i].goal, &goal, NULL) == OK)
            buf_fmt(&b, "，标准 %lld", (long long)goal);
        for (size_t k = 0; k < p->pack->n_parameters; k++) {
            if (str_eq(p->pack->parameters[k].name, d->counters[i].goal))
                buf_fmt(&b, " " STR_FMT,
                    STR_ARG(p->pack->parameters[k].unit));
        }
    }
    return buf_view(&b);
}

enum status
assessment_propose(struct act *x, int64_t programme_id, int64_t year,
    size_t *ret_n, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    const struct pack_duty *d = duty_of(p);
    const struct assessment *list = NULL;
    struct day closes = assessment_closes(p, year);
    size_t n = 0, opened = 0;

    TRY(act_require_whole(x, MAY_SUPERVISE, programme_id, err));
    if (d == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目没有规定年度义务");
    if (day_cmp(x->today, closes) <= 0)
        return err_set(err, ERR_CONFLICT,
            "志愿日记可以报送到 " STR_FMT
            " 24:00（北京时间），此前名单是初步的，不能据此立案",
            STR_ARG(day_zh(x->a, closes)));
    struct str ground = ground_of(p->pack, d);
    TRY(assessment_store_to_propose(
        x, programme_id, year, ground, AT_ONCE, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct proceeding made;

        /* Left to a colleague without interest. */
        if (act_require_no_interest(x, list[i].subject_id, NULL) != OK)
            continue;
        TRY(proceeding_open(x,
            &(struct proceeding_new){
                .accreditation_id = list[i].accreditation_id,
                .ground = ground,
                .clause = d->sanction_clause,
                .facts = facts_text(x, p, d, &list[i]),
                .year = year,
                .verdict = json_get(list[i].verdict, STR("propose")) },
            &made, err));
        opened++;
    }
    *ret_n = opened;
    return OK;
}

/* --- grades and commendations --- */

static enum status
audit(struct act *x, const struct assessment *s, const char *event,
    struct str reason, struct str document, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = s->programme_id,
            .subject_id = s->subject_id,
            .object_kind = "assessment",
            .object_id = s->accreditation_id,
            .event = event,
            .to = s->grade,
            .reason = reason,
            .document = document },
        err);
}

enum status
assessment_grade(struct act *x, int64_t accreditation_id, int64_t year,
    int64_t effect, struct str grade, int64_t version, struct err *err)
{
    struct assessment s;

    TRY(assessment_get(x, accreditation_id, year, &s, err));
    TRY(act_require(x, MAY_DECIDE, s.programme_id, s.region, err));
    TRY(act_require_no_interest(x, s.subject_id, err));
    if (effect < 0 || effect > 100)
        return err_field(
            err, ERR_INPUT, STR("effect"), "服务效果应为 0 至 100 的整数");
    if (grade_title(grade).n == 0)
        return err_field(err, ERR_INPUT, STR("grade"), "请选择考核等次");
    if (str_eq(grade, STR("EXCELLENT")) && s.standard != MET)
        return err_field(err, ERR_INPUT, STR("grade"),
            "年度服务未达标的不能评为优秀");
    if (s.commended_no.n > 0)
        return err_set(err, ERR_CONFLICT,
            "已经表彰（" STR_FMT "），等次不再修改", STR_ARG(s.commended_no));
    s.effect = effect;
    s.grade = grade;
    s.version = version;
    TRY(assessment_store_grade(x, &s, err));
    return audit(x, &s, "grade",
        arena_fmt(x->a, "%lld年度，服务效果 %lld 分", (long long)year,
            (long long)effect),
        STR_EMPTY, err);
}

enum status
assessment_commend(struct act *x, int64_t programme_id, int64_t year,
    struct str decision_no, size_t *ret_n, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    const struct assessment *list = NULL;
    struct json *v = json_new(x->a, JSON_OBJECT);
    size_t n = 0;

    TRY(act_require_whole(x, MAY_DECIDE, programme_id, err));
    if (decision_no.n == 0 || utf8_count(decision_no) > 60)
        return err_field(err, ERR_INPUT, STR("decision_no"),
            "请填写表彰决定的文号，60 字以内");
    TRY(assessment_store_to_commend(
        x, programme_id, year, AT_ONCE, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct assessment s = list[i];

        s.commended_no = decision_no;
        TRY(assessment_store_grade(x, &s, err));
        TRY(audit(x, &s, "commend",
            arena_fmt(x->a, "%lld年度", (long long)year), decision_no, err));
        json_set(x->a, v, STR("subject"), json_text(x->a, s.name));
        json_set(x->a, v, STR("number"), json_text(x->a, decision_no));
        json_set(x->a, v, STR("年度"), json_number(x->a, year));
        if (pack_document(p->pack, STR("commended")) != NULL)
            TRY(message_to_subject(x, p->pack, s.subject_id,
                STR("commended"), v,
                arena_fmt(x->a, "/mine/holdings/%lld",
                    (long long)s.accreditation_id),
                arena_fmt(x->a, "commend/%lld/%lld",
                    (long long)s.accreditation_id, (long long)year),
                err));
    }
    *ret_n = n;
    return OK;
}
