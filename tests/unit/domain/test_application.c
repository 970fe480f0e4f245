/* From draft to submission: window, conditions, own hand, supplements. */
#include "application_work.h"

#include "domain/accreditation.h"
#include "domain/verdict.h"

/* --- recomputing --- */

static enum status
judge_again(struct act *x, void *arg, struct err *err)
{
    struct work *w = arg;
    const struct verdict_row *rows = NULL;
    struct pack_verdict again;
    bool same = false;

    TRY(verdict_list(x, &w->got, &rows, &w->n, err));
    for (size_t i = 0; i < w->n; i++) {
        TRY(verdict_again(x, &rows[i], &again, &same, err));
        if (!same)
            return err_set(err, ERR_CONFLICT, "verdict %zu differs", i);
        /* Another day gives another result: the comparison can fail. */
        struct verdict_row other = rows[i];
        other.reference = day_of_ymd(2015, 1, 1);
        TRY(verdict_again(x, &other, &again, &same, err));
        if (same)
            return err_set(err, ERR_CONFLICT, "verdict %zu is blind", i);
    }
    return OK;
}

/* Years later, with the same record, the same verdict. */
static void
test_recomputed(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };

    case_rounds(f);
    struct work *w =
        draft(f, "复算示例公司", false, case_answers(f, false, 10));
    f->now_us = w->received_us = at("2023-03-01T10:00:00+08:00");
    expect_ok(fixture_write(f, &w->c.who, submit, w, &err), &err);
    f->now_us = at("2026-11-21T10:00:00+08:00");
    expect_ok(fixture_read(f, &w->c.who, judge_again, w, &err), &err);
    assert_int_equal(w->n, 1);
}

/* --- a fault of a rule --- */

struct faults {
    struct work *w;
    const struct verdict_fault *list;
    size_t n;
};

/* As if one condition had been divided by zero. */
static enum status
keep_faulty(struct act *x, void *arg, struct err *err)
{
    struct faults *t = arg;
    struct pack_verdict v, parts[2];

    TRY(application_check(x, &t->w->got, &t->w->check, err));
    v = t->w->check.verdict;
    parts[0] = v.parts[0];
    parts[1] = v.parts[1];
    parts[1].error = STR("division by zero");
    v.parts = parts;
    v.n_parts = 2;
    v.error = parts[1].error;
    v.outcome = UNDECIDED;
    return verdict_keep(
        x, &t->w->got, STR("submit"), &v, &t->w->check.facts, err);
}

static enum status
read_faults(struct act *x, void *arg, struct err *err)
{
    struct faults *t = arg;

    return verdict_faults(x, t->w->received_us, 10, &t->list, &t->n, err);
}

/* Officers are told which rule is wrong and where; nobody else is. */
static void
test_faults_reach_officers(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };
    struct actor officer = fixture_officer(f, ROLE_SECRETARIAT);

    case_rounds(f);
    struct work *w =
        draft(f, "规则有误示例公司", false, case_answers(f, false, 10));
    f->now_us = w->received_us = at("2023-03-01T10:00:00+08:00");
    expect_ok(fixture_write(f, &w->c.who, submit, w, &err), &err);
    struct faults t = { .w = w };
    expect_ok(fixture_read(f, &officer, read_faults, &t, &err), &err);
    assert_int_equal(t.n, 0);
    expect_ok(fixture_write(f, &w->c.who, keep_faulty, &t, &err), &err);
    expect_ok(fixture_read(f, &officer, read_faults, &t, &err), &err);
    assert_int_equal(t.n, 1);
    assert_true(t.list[0].application_id == w->got.id);
    assert_true(str_eq(t.list[0].text, STR("有专人：division by zero")));
    assert_true(str_eq(t.list[0].number, w->got.number));
    expect_ok(fixture_read(f, &w->c.who, read_faults, &t, &err), &err);
    assert_int_equal(t.n, 0);
    w->received_us = f->now_us + 1; /* later ones only */
    expect_ok(fixture_read(f, &officer, read_faults, &t, &err), &err);
    assert_int_equal(t.n, 0);
}

/* --- S-C01 --- */

static void
test_window(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };

    case_rounds(f);
    struct work *in = draft(f, "窗内示例公司", false, case_answers(f, false, 10));
    struct work *out = draft(f, "窗外示例公司", false, case_answers(f, false, 10));

    f->now_us = in->received_us = at("2023-03-12T23:59:59+08:00");
    expect_ok(fixture_write(f, &in->c.who, submit, in, &err), &err);
    assert_int_equal(in->got.state, APP_SUBMITTED);
    assert_true(str_eq(in->got.number, STR("SB-GZZ-2023-000001")));
    assert_int_equal(in->got.submitted_us, in->received_us);
    assert_int_equal(in->got.reference.n, day_of_ymd(2023, 3, 12).n);
    assert_int_equal(in->got.check_code.n, 8);

    f->now_us = out->received_us = at("2023-03-12T16:00:00Z");
    assert_int_equal(
        fixture_write(f, &out->c.who, submit, out, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "2023年3月12日 24:00"));
    expect_ok(fixture_read(f, &out->c.who, reload, out, &err), &err);
    assert_int_equal(out->got.state, APP_DRAFT);
    assert_true(json_str(json_get(out->got.draft, STR("单位名称"))).n > 0);

    /* Pressed again, and read anew later: same number, same second. */
    f->now_us += 5000000;
    in->received_us = f->now_us;
    struct application first = in->got;
    expect_ok(fixture_write(f, &in->c.who, submit, in, &err), &err);
    assert_true(str_eq(in->got.number, first.number));
    assert_int_equal(in->got.submitted_us, first.submitted_us);
    expect_ok(fixture_read(f, &in->c.who, reload, in, &err), &err);
    assert_int_equal(in->n, 1);
    assert_int_equal(in->versions[0].sha256.n, 64);
    assert_true(str_eq(in->got.number, first.number));
}

/* --- conditions --- */

static void
test_conditions(void **state)
{
    struct fixture *f = *state;
    const struct json *good = case_answers(f, false, 10);
    const struct json *no = json_boolean(f->a, false);

    case_rounds(f);
    /* S-C02: two years on the reference day 2023-03-12. */
    assert_int_equal(
        outcome_of(f, false, "满两年公司", good, "成立满两年"), MET);
    assert_int_equal(outcome_of(f, false, "差一日公司",
                         with(f, good, "成立日期",
                             json_text(f->a, STR("2021-03-13"))),
                         "成立满两年"),
        NOT_MET);
    /* S-C04: 160 enterprises, neither model nor events. */
    const struct json *neither =
        with(f, with(f, with(f, good, "具有活动举办经验", no),
                    "具有成熟服务模式", no),
            "上年服务中小企业数", json_number(f->a, 160));
    assert_int_equal(
        outcome_of(f, false, "两无公司", neither, "申报条件"), NOT_MET);
    /* S-C05 */
    assert_int_equal(
        outcome_of(f, false, "十人公司", good, "专职人员达标"), MET);
    assert_int_equal(outcome_of(f, false, "九人公司",
                         case_answers(f, false, 9), "专职人员达标"),
        NOT_MET);
}

static const struct json *
experience(struct fixture *f, const char *from, const char *upto)
{
    return case_json(f->a,
        arena_fmt(f->a,
            "[{\"起\":\"%s\",\"止\":\"%s\",\"经历单位\":\"示例大学\","
            "\"经历内容\":\"咨询\"}]",
            from, upto));
}

static void
test_expert_conditions(void **state)
{
    struct fixture *f = *state;
    const struct json *good = case_answers(f, true, 0);
    struct err err = { 0 };

    case_rounds(f);
    /* S-C26 */
    assert_int_equal(outcome_of(f, true, "六十月",
                         with(f, good, "服务经历",
                             experience(f, "2018-03-13", "2023-03-12")),
                         "服务经验达标"),
        MET);
    assert_int_equal(outcome_of(f, true, "五十九月",
                         with(f, good, "服务经历",
                             experience(f, "2018-03-13", "2023-02-12")),
                         "服务经验达标"),
        NOT_MET);
    /* S-C28 */
    assert_int_equal(
        outcome_of(f, true, "专科学历",
            with(f,
                with(f, good, "学历", json_text(f->a, STR("专科"))),
                "服务经历", experience(f, "2003-01-01", "2023-01-01")),
            "学历达标"),
        NOT_MET);
    /* S-C29: ten digits are refused, eleven accepted. */
    struct work *t = draft(f, "短号码", true,
        with(f, good, "手机号码", json_text(f->a, STR("1371491493"))));
    assert_int_equal(
        fixture_write(f, &t->c.who, submit, t, &err), ERR_INPUT);
    assert_string_equal(err.field, "手机号码");
    assert_non_null(strstr(err.text, "11 位"));
    t = draft(f, "全号码", true,
        with(f, good, "手机号码", json_text(f->a, STR("13714914933"))));
    expect_ok(fixture_write(f, &t->c.who, submit, t, &err), &err);
}

/* --- S-C34 --- */

static void
test_own_hand(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };

    case_rounds(f);
    struct work *t = draft(f, "受邀专家", true, case_answers(f, true, 0));
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct membership m = t->c.who.memberships[0];
    centre.memberships = &m;
    centre.n_memberships = 1;
    assert_int_equal(
        fixture_write(f, &centre, submit, t, &err), ERR_DENIED);
    assert_non_null(strstr(err.text, "本人"));
    struct actor helper = t->c.who;
    struct membership editor = m;
    editor.role = STR("editor");
    helper.memberships = &editor;
    assert_int_equal(
        fixture_write(f, &helper, submit, t, &err), ERR_DENIED);
    struct actor stranger = fixture_applicant(f, "旁人", true, "510107");
    assert_int_equal(
        fixture_write(f, &stranger, submit, t, &err), ERR_NOT_FOUND);
    expect_ok(fixture_write(f, &t->c.who, submit, t, &err), &err);
}

/* --- one open application, channels, kinds of subject --- */

static void
test_one_open(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };

    case_rounds(f);
    struct work *t = draft(f, "只有一份公司", false, case_answers(f, false, 10));
    struct work second = { .c = t->c };
    assert_int_equal(
        fixture_write(f, &t->c.who, start, &second, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "尚未提交"));
    expect_ok(fixture_write(f, &t->c.who, submit, t, &err), &err);
    assert_int_equal(
        fixture_write(f, &t->c.who, start, &second, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "SB-GZZ-2023-000001"));
    expect_ok(fixture_write(f, &t->c.who, withdraw, t, &err), &err);
    assert_int_equal(
        fixture_write(f, &t->c.who, withdraw, t, &err), ERR_CONFLICT);
    second.channel = STR("direct");
    assert_int_equal(
        fixture_write(f, &t->c.who, start, &second, &err), ERR_INPUT);
    second.channel = STR("self");
    expect_ok(fixture_write(f, &t->c.who, start, &second, &err), &err);
    /* A company is no expert. */
    second.c.expert = true;
    assert_int_equal(
        fixture_write(f, &t->c.who, start, &second, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "个人"));
}

/* --- drafts --- */

static void
test_drafts(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };

    case_rounds(f);
    struct work *t = draft(f, "草稿公司", false, case_answers(f, false, 10));
    t->c.version = t->c.app.version;
    t->section = STR("单位基本情况");
    t->values = case_json(f->a,
        STR("{\"统一社会信用代码\":\"12345\",\"详细地址\":null}"));
    expect_ok(fixture_write(f, &t->c.who, save_one, t, &err), &err);
    /* Wrong text is kept, null empties, the rest stays. */
    assert_true(str_eq(
        json_str(json_get(t->c.app.draft, STR("统一社会信用代码"))),
        STR("12345")));
    assert_true(json_is_null(json_get(t->c.app.draft, STR("详细地址"))));
    assert_true(json_get(t->c.app.draft, STR("专职人员"))->n == 10);
    expect_ok(fixture_read(f, &t->c.who, check, t, &err), &err);
    assert_int_equal(t->check.errors, 2);
    assert_int_equal(
        fixture_write(f, &t->c.who, submit, t, &err), ERR_INPUT);
    /* The version of before was changed meanwhile. */
    assert_int_equal(
        fixture_write(f, &t->c.who, save_one, t, &err), ERR_CONFLICT);
    t->c.version = t->c.app.version;
    t->section = STR("没有这一部分");
    assert_int_equal(
        fixture_write(f, &t->c.who, save_one, t, &err), ERR_NOT_FOUND);
    /* A field of another section is not touched. */
    t->section = STR("志愿服务经验和成果");
    t->values = case_json(f->a, STR("{\"单位名称\":\"他人\"}"));
    expect_ok(fixture_write(f, &t->c.who, save_one, t, &err), &err);
    assert_false(str_eq(
        json_str(json_get(t->c.app.draft, STR("单位名称"))), STR("他人")));
    struct actor viewer = t->c.who;
    struct membership m = viewer.memberships[0];
    m.role = STR("viewer");
    viewer.memberships = &m;
    t->c.version = t->c.app.version;
    assert_int_equal(
        fixture_write(f, &viewer, save_one, t, &err), ERR_NOT_FOUND);
}

/* --- supplements --- */

static enum status
ask_supplement(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;
    struct deadline due;

    TRY(application_load(x, 0, t->c.app.id, &t->c.app, err));
    TRY(review_take(x, t->c.app.id, t->c.app.version, &t->c.app, err));
    TRY(review_supplement(x, t->c.app.id,
        case_json(x->a, STR("[{\"field\":\"资源整合能力\",\"reason\":"
                            "\"请补充实例\"}]")),
        t->c.app.version, &due, err));
    return application_load(x, 0, t->c.app.id, &t->c.app, err);
}

static struct work *
in_supplement(struct fixture *f, const char *name)
{
    struct actor secretariat = fixture_officer(f, ROLE_SECRETARIAT);
    struct err err = { 0 };
    struct work *t = draft(f, name, false, case_answers(f, false, 10));

    expect_ok(fixture_write(f, &t->c.who, submit, t, &err), &err);
    fixture_at(f, "2023-03-13 10:00:00");
    expect_ok(fixture_write(f, &secretariat, ask_supplement, t, &err), &err);
    assert_int_equal(t->c.app.state, APP_SUPPLEMENT);
    t->c.version = t->c.app.version;
    t->section = STR("经营服务场所和设施");
    t->values = case_json(f->a,
        STR("{\"资源整合能力\":\"去年与十二家机构合办三场对接会\"}"));
    return t;
}

static void
test_supplement(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };

    case_rounds(f);
    struct work *t = in_supplement(f, "补正公司");
    struct str number = t->c.app.number;
    int64_t submitted = t->c.app.submitted_us;
    /* Only what was asked for may change; the same value is no change. */
    const struct json *asked = t->values;
    t->values = case_json(f->a, STR("{\"场所面积\":900}"));
    assert_int_equal(
        fixture_write(f, &t->c.who, save_one, t, &err), ERR_DENIED);
    assert_non_null(strstr(err.text, "场所面积"));
    t->values = case_json(f->a, STR("{\"场所面积\":800}"));
    expect_ok(fixture_write(f, &t->c.who, save_one, t, &err), &err);
    t->c.version = t->c.app.version;
    t->values = asked;
    expect_ok(fixture_write(f, &t->c.who, save_one, t, &err), &err);
    t->received_us = f->now_us;
    expect_ok(fixture_write(f, &t->c.who, submit, t, &err), &err);
    assert_int_equal(t->got.state, APP_FORMAL_REVIEW);
    expect_ok(fixture_read(f, &t->c.who, reload, t, &err), &err);
    assert_int_equal(t->n, 2);
    assert_false(str_eq(t->versions[0].sha256, t->versions[1].sha256));
    assert_true(str_eq(t->got.number, number));
    assert_int_equal(t->got.submitted_us, submitted);
    /* Closed again. */
    t->c.version = t->got.version;
    assert_int_equal(
        fixture_write(f, &t->c.who, save_one, t, &err), ERR_CONFLICT);
}

static enum status
lapse(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return application_lapse_due(x, 100, &t->n, err);
}

static void
test_lapse(void **state)
{
    struct fixture *f = *state;
    struct actor system = actor_system();
    struct err err = { 0 };

    case_rounds(f);
    struct work *t = in_supplement(f, "逾期公司");
    int64_t due = t->c.app.due_us;
    /* 5 working days from Monday 13 March: Monday 20 March, 24:00. */
    assert_int_equal(due, at("2023-03-20T24:00:00+08:00"));
    f->now_us = due - 1;
    expect_ok(fixture_write(f, &system, lapse, t, &err), &err);
    assert_int_equal(t->n, 0);
    f->now_us = t->received_us = due;
    assert_int_equal(
        fixture_write(f, &t->c.who, save_one, t, &err), ERR_CONFLICT);
    assert_int_equal(
        fixture_write(f, &t->c.who, submit, t, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "补正期限"));
    expect_ok(fixture_write(f, &system, lapse, t, &err), &err);
    assert_int_equal(t->n, 1);
    expect_ok(fixture_write(f, &system, lapse, t, &err), &err);
    assert_int_equal(t->n, 0);
    expect_ok(fixture_read(f, &t->c.who, reload, t, &err), &err);
    assert_int_equal(t->got.state, APP_LAPSED);
}

/* --- R14: the rule version in force on the submission day --- */

static struct str
replaced(struct fixture *f, struct str text, const char *old, const char *new)
{
    size_t found = str_find(text, str_of(old));

    assert_int_not_equal(found, SIZE_MAX);
    return arena_fmt(f->a, STR_FMT "%s" STR_FMT,
        STR_ARG(str_sub(text, 0, found)), new,
        STR_ARG(str_sub(text, found + strlen(old), SIZE_MAX)));
}

/* The station pack with 12 full-time staff, in force from 2023-03-05. */
static const struct pack *
next_version(struct fixture *f)
{
    struct pack_file *files =
        arena_new_array(f->a, struct pack_file, f->station->n_files);
    const struct pack_problem *problems = NULL;
    const struct pack *p = NULL;
    struct err err = { 0 };
    size_t n = 0;

    for (size_t i = 0; i < f->station->n_files; i++) {
        files[i] = f->station->files[i];
        if (!str_eq(files[i].path, STR("pack.yaml")))
            continue;
        files[i].bytes = replaced(
            f, files[i].bytes, "version: 2023.1", "version: 2023.2");
        files[i].bytes = replaced(f, files[i].bytes,
            "in_force: 2023-02-01", "in_force: 2023-03-05");
        files[i].bytes = replaced(f, files[i].bytes,
            "最低专职人员数: {value: 10", "最低专职人员数: {value: 12");
    }
    expect_ok(pack_load_files(f->a, files, f->station->n_files, &p, &problems,
                  &n, &err),
        &err);
    assert_non_null(p);
    return p;
}

static enum status
adopt(struct act *x, void *arg, struct err *err)
{
    const struct pack *p = arg;
    int64_t id = 0;

    TRY(install_pack(x, p, err));
    return install_programme(
        x, x->d->programmes[0].authority_id, p, &id, err);
}

static enum outcome
staff_now(struct fixture *f, struct work *t)
{
    struct err err = { 0 };

    expect_ok(fixture_read(f, &t->c.who, check, t, &err), &err);
    return part_named(&t->check.verdict, STR("专职人员达标"))->outcome;
}

static void
test_rule_version(void **state)
{
    struct fixture *f = *state;
    struct actor system = actor_system();
    struct err err = { 0 };

    case_rounds(f);
    struct str old = arena_str(f->a, f->station->hash);
    struct work *early = draft(f, "早交公司", false, case_answers(f, false, 10));
    struct work *late = draft(f, "晚交公司", false, case_answers(f, false, 10));
    struct pack *next = (struct pack *)next_version(f);
    expect_ok(fixture_write(f, &system, adopt, next, &err), &err);
    fixture_refresh(f);
    assert_false(str_eq(f->station->hash, old));

    fixture_at(f, "2023-03-04 23:00:00");
    early->received_us = f->now_us;
    assert_int_equal(staff_now(f, early), MET);
    expect_ok(fixture_write(f, &early->c.who, submit, early, &err), &err);
    assert_true(str_eq(early->got.pack->hash, old));

    fixture_at(f, "2023-03-05 00:00:00");
    late->received_us = f->now_us;
    assert_int_equal(staff_now(f, late), NOT_MET);
    expect_ok(fixture_write(f, &late->c.who, submit, late, &err), &err);
    assert_true(str_eq(late->got.pack->hash, next->hash));
    /* What was submitted stays under its version. */
    assert_int_equal(staff_now(f, early), MET);
}

/* --- renewal: 90 days around the last day --- */

static enum status
grant(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;
    struct accreditation c;

    TRY(accreditation_grant(x,
        &(struct accreditation_grant){
            .subject_id = t->c.who.memberships[0].subject_id,
            .programme_id = t->c.f->station_programme,
            .route = STR("self"),
            .name = STR("续期公司"),
            .region = STR("510107"),
            .info = json_new(x->a, JSON_OBJECT),
            .pack = t->c.f->station,
            .admitted = day_of_ymd(2023, 4, 12),
            .term_years = 3,
            .completed = true,
            .document = STR("电子证书") },
        &c, err));
    t->total = c.id;
    t->received_us = day_start_us(c.last_day);
    return OK;
}

static enum status
start_renewal(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return application_start(x, t->c.f->station_programme, STR("renew"),
        t->c.who.memberships[0].subject_id, t->total, STR("self"), &t->c.app,
        err);
}

static void
test_renewal_window(void **state)
{
    struct fixture *f = *state;
    struct actor system = actor_system();
    struct err err = { 0 };
    struct work t = { .c = { .f = f,
        .who = fixture_applicant(f, "续期公司", false, "510107") } };

    case_rounds(f);
    fixture_at(f, "2023-04-12 09:00:00");
    expect_ok(fixture_write(f, &system, grant, &t, &err), &err);
    struct day last = day_of_us(t.received_us);
    /* It has a living title: no second application. */
    assert_int_equal(
        fixture_write(f, &t.c.who, start, &t, &err), ERR_CONFLICT);
    f->now_us = day_start_us(day_add_days(last, -91));
    assert_int_equal(
        fixture_write(f, &t.c.who, start_renewal, &t, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "90 日"));
    f->now_us = day_end_us(day_add_days(last, 90));
    assert_int_equal(
        fixture_write(f, &t.c.who, start_renewal, &t, &err), ERR_CONFLICT);
    f->now_us = day_start_us(day_add_days(last, -90));
    expect_ok(fixture_write(f, &t.c.who, start_renewal, &t, &err), &err);
    expect_ok(fixture_read(f, &t.c.who, check, &t, &err), &err);
    assert_int_equal(t.check.verdict.outcome, MET);
    assert_true(t.check.window_open);
    /* A draft of the window is not taken after it. */
    t.received_us = f->now_us = day_end_us(day_add_days(last, 90));
    assert_int_equal(
        fixture_write(f, &t.c.who, submit, &t, &err), ERR_CONFLICT);
}

/* --- moves that do not exist --- */

static enum status
jump(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    TRY(application_load(x, 0, t->c.app.id, &t->c.app, err));
    return application_move(x, &t->c.app,
        &(struct move){ .to = APP_PUBLIC_NOTICE, .event = "jump" }, err);
}

static void
test_moves(void **state)
{
    struct fixture *f = *state;
    struct actor system = actor_system();
    struct err err = { 0 };

    case_rounds(f);
    struct work *t = draft(f, "跳步公司", false, case_answers(f, false, 10));
    assert_int_equal(
        fixture_write(f, &system, jump, t, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "草稿"));
    assert_non_null(strstr(err.text, "公示中"));
    for (int i = 0; i < APP_STATE_COUNT_; i++) {
        enum application_state back = APP_DRAFT;

        assert_true(application_state_of(
            application_state_name((enum application_state)i), &back));
        assert_int_equal(back, i);
        assert_true(
            application_state_title((enum application_state)i).n > 0);
    }
}

#define ON_FIXTURE(fn) \
    cmocka_unit_test_setup_teardown(fn, fixture_setup, fixture_teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_FIXTURE(test_recomputed),
        ON_FIXTURE(test_faults_reach_officers),
        ON_FIXTURE(test_window),
        ON_FIXTURE(test_conditions),
        ON_FIXTURE(test_expert_conditions),
        ON_FIXTURE(test_own_hand),
        ON_FIXTURE(test_one_open),
        ON_FIXTURE(test_drafts),
        ON_FIXTURE(test_supplement),
        ON_FIXTURE(test_lapse),
        ON_FIXTURE(test_rule_version),
        ON_FIXTURE(test_renewal_window),
        ON_FIXTURE(test_moves),
    };

    return cmocka_run_group_tests_name("application", tests, NULL, NULL);
}
