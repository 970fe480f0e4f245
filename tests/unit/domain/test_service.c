/* Activities, needs and the pack's registers. */
#include "holder.h"

#include "domain/activity.h"
#include "domain/need.h"
#include "domain/record.h"

static int
restart(void **state)
{
    fixture_at(*state, "2023-02-01 09:00:00");
    return 0;
}

/* --- activities --- */

static struct activity
activity_of(const struct holder *h)
{
    return (struct activity){ .subject_id = h->c.subject_id,
        .accreditation_id = h->c.id,
        .title = STR("政策宣讲"),
        .organiser = STR("专人"),
        .organiser_phone = STR("028-00000000"),
        .mode = STR("线下"),
        .region = STR("510100"),
        .place = STR("示例路1号"),
        .starts_us = at("2023-03-10 14:00:00"),
        .ends_us = at("2023-03-10 16:00:00"),
        .target = STR("中小企业"),
        .capacity = 2,
        .field = STR("政策") };
}

static enum status
run_publish(struct act *x, void *arg, struct err *err)
{
    return activity_publish(x, arg, err);
}

static enum status
run_edit(struct act *x, void *arg, struct err *err)
{
    return activity_edit(x, arg, err);
}

static enum status
run_read(struct act *x, void *arg, struct err *err)
{
    struct activity *ac = arg;

    return activity_get(x, ac->id, ac, err);
}

static enum status
run_cancel(struct act *x, void *arg, struct err *err)
{
    struct activity *ac = arg;

    return activity_cancel(x, ac->id, STR("讲师生病"), err);
}

struct move_call {
    struct holder *h;
    enum accreditation_state to;
};

static enum status
run_move(struct act *x, void *arg, struct err *err)
{
    struct move_call *m = arg;

    return accreditation_move(x, &m->h->c,
        &(struct accreditation_move){ .to = m->to, .event = "test" }, err);
}

/* S-C35: WARNED may, EXPIRED may not. */
static void
test_rights(void **state)
{
    struct fixture *f = *state;
    struct actor system = actor_system();
    struct holder h = make_holder(f, "发布示例站", false);
    struct holder other = make_holder(f, "旁人示例站", false);
    struct activity ac = activity_of(&h);
    struct err err = { 0 };

    struct move_call m = { &h, ACC_WARNED };
    expect_ok(fixture_write(f, &system, run_move, &m, &err), &err);
    expect_ok(fixture_write(f, &h.who, run_publish, &ac, &err), &err);
    assert_int_equal(
        fixture_write(f, &other.who, run_publish, &ac, &err),
        ERR_NOT_FOUND);
    reload(f, &h);
    m.to = ACC_EXPIRED;
    expect_ok(fixture_write(f, &system, run_move, &m, &err), &err);
    assert_int_equal(
        fixture_write(f, &h.who, run_publish, &ac, &err), ERR_DENIED);
    /* The pack of persons has no such form. */
    struct holder person = make_holder(f, "发布专家", true);
    struct activity mine = activity_of(&person);
    assert_int_equal(
        fixture_write(f, &person.who, run_publish, &mine, &err), ERR_DENIED);
}

static void
test_publish_checks(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "核对示例站", false);
    struct activity ac = activity_of(&h);
    struct err err = { 0 };

    ac.organiser = STR_EMPTY;
    assert_int_equal(
        fixture_write(f, &h.who, run_publish, &ac, &err), ERR_INPUT);
    assert_string_equal(err.field, "组织专人");
    ac = activity_of(&h);
    ac.ends_us = ac.starts_us;
    assert_int_equal(
        fixture_write(f, &h.who, run_publish, &ac, &err), ERR_INPUT);
    ac = activity_of(&h);
    fixture_at(f, "2023-03-10 14:00:00");
    assert_int_equal(
        fixture_write(f, &h.who, run_publish, &ac, &err), ERR_INPUT);
}

struct enrol_call {
    int64_t activity_id;
    struct enrolment e;
    int64_t subject_id;
    bool matched;
};

static enum status
run_enrol(struct act *x, void *arg, struct err *err)
{
    struct enrol_call *c = arg;

    if (c->subject_id != 0)
        return activity_enrol_expert(
            x, c->activity_id, c->subject_id, err);
    return activity_enrol(x, c->activity_id, &c->e, err);
}

static enum status
run_enrol_cancel(struct act *x, void *arg, struct err *err)
{
    struct enrol_call *c = arg;

    return activity_enrol_cancel(x, c->activity_id, c->e.mobile,
        c->e.check_code, &c->matched, err);
}

static struct enrol_call
enrol_of(struct fixture *f, const struct activity *ac, int i)
{
    return (struct enrol_call){ .activity_id = ac->id,
        .e = { .name = arena_fmt(f->a, "企业%d", i),
            .contact = STR("联系人"),
            .mobile = arena_fmt(f->a, "1390000%04d", i),
            .persons = 1 } };
}

static void
test_capacity(void **state)
{
    struct fixture *f = *state;
    struct actor visitor = actor_visitor();
    struct holder h = make_holder(f, "名额示例站", false);
    struct activity ac = activity_of(&h);
    struct err err = { 0 };

    expect_ok(fixture_write(f, &h.who, run_publish, &ac, &err), &err);
    struct enrol_call a = enrol_of(f, &ac, 1), b = enrol_of(f, &ac, 2),
                      c = enrol_of(f, &ac, 3);
    expect_ok(fixture_write(f, &visitor, run_enrol, &a, &err), &err);
    struct enrol_call again = a;
    assert_int_equal(
        fixture_write(f, &visitor, run_enrol, &again, &err), ERR_CONFLICT);
    expect_ok(fixture_write(f, &visitor, run_enrol, &b, &err), &err);
    assert_int_equal(
        fixture_write(f, &visitor, run_enrol, &c, &err), ERR_LIMIT);
    /* A wrong code frees nothing, the right one does. */
    struct enrol_call wrong = a;
    wrong.e.check_code = STR("22222222");
    expect_ok(
        fixture_write(f, &visitor, run_enrol_cancel, &wrong, &err), &err);
    assert_false(wrong.matched);
    expect_ok(fixture_write(f, &visitor, run_enrol_cancel, &a, &err), &err);
    assert_true(a.matched);
    expect_ok(fixture_write(f, &visitor, run_enrol, &c, &err), &err);
    ac.capacity = 1;
    assert_int_equal(
        fixture_write(f, &h.who, run_edit, &ac, &err), ERR_CONFLICT);
    ac.capacity = 0;
    ac.version = 1;
    expect_ok(fixture_write(f, &h.who, run_edit, &ac, &err), &err);
    ac.version = 1;
    assert_int_equal(
        fixture_write(f, &h.who, run_edit, &ac, &err), ERR_CONFLICT);
    struct enrol_call d = enrol_of(f, &ac, 4);
    d.e.mobile = STR("12345");
    assert_int_equal(
        fixture_write(f, &visitor, run_enrol, &d, &err), ERR_INPUT);
    assert_string_equal(err.field, "mobile");
    expect_ok(fixture_write(f, &h.who, run_cancel, &ac, &err), &err);
    d = enrol_of(f, &ac, 4);
    assert_int_equal(
        fixture_write(f, &visitor, run_enrol, &d, &err), ERR_CONFLICT);
}

/* Many at once: as many as there are places get one. */
struct crowd {
    struct fixture *f;
    int64_t activity_id;
    int index;
    _Atomic int *got, *full, *done;
    struct arena *a;
    struct enrol_call call;
};

static enum status
crowd_enrol(struct tx *tx, void *arg, struct err *err)
{
    struct crowd *c = arg;
    struct actor visitor = actor_visitor();
    struct act x = act_make(c->a, c->f->d, tx, &visitor, c->f->now_us);

    return run_enrol(&x, &c->call, err);
}

static void
crowd_done(enum status st, const struct err *err, void *arg)
{
    struct crowd *c = arg;

    (void)err;
    if (st == OK)
        (*c->got)++;
    else if (st == ERR_LIMIT)
        (*c->full)++;
    (*c->done)++;
}

static enum status
nothing(struct act *x, void *arg, struct err *err)
{
    (void)x;
    (void)arg;
    (void)err;
    return OK;
}

static void
test_contention(void **state)
{
    struct fixture *f = *state;
    struct actor system = actor_system();
    struct holder h = make_holder(f, "抢位示例站", false);
    struct activity ac = activity_of(&h);
    struct err err = { 0 };
    _Atomic int got = 0, full = 0, done = 0;
    struct crowd crowd[40];

    ac.capacity = 7;
    expect_ok(fixture_write(f, &h.who, run_publish, &ac, &err), &err);
    for (int i = 0; i < 40; i++) {
        crowd[i] = (struct crowd){ f, ac.id, i, &got, &full, &done,
            arena_new("crowd"), enrol_of(f, &ac, i) };
        store_write_async(f->store, crowd_enrol, &crowd[i], crowd_done);
    }
    while (done < 40)
        expect_ok(fixture_write(f, &system, nothing, NULL, &err), &err);
    for (int i = 0; i < 40; i++)
        arena_free(crowd[i].a);
    assert_int_equal(got, 7);
    assert_int_equal(full, 33);
    expect_ok(fixture_read(f, &system, run_read, &ac, &err), &err);
    assert_int_equal(ac.enrolled, 7);
}

static void
test_experts_enrol(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "邀请示例站", false);
    struct holder p = make_holder(f, "报名专家", true);
    struct actor nobody = fixture_applicant(f, "无资格者", true, "510100");
    struct activity ac = activity_of(&h);
    struct err err = { 0 };

    expect_ok(fixture_write(f, &h.who, run_publish, &ac, &err), &err);
    struct enrol_call c = { .activity_id = ac.id,
        .subject_id = p.c.subject_id };
    expect_ok(fixture_write(f, &p.who, run_enrol, &c, &err), &err);
    assert_int_equal(
        fixture_write(f, &p.who, run_enrol, &c, &err), ERR_CONFLICT);
    c.subject_id = nobody.memberships[0].subject_id;
    assert_int_equal(
        fixture_write(f, &nobody, run_enrol, &c, &err), ERR_DENIED);
    expect_ok(fixture_read(f, &h.who, run_read, &ac, &err), &err);
    assert_int_equal(ac.enrolled, 0);
}

/* --- needs --- */

static enum status
run_put_need(struct act *x, void *arg, struct err *err)
{
    return need_put(x, arg, err);
}

struct need_call {
    int64_t id, subject_id, version;
    struct str number, code;
    struct need n;
    bool found;
    size_t open;
    struct str region;
};

static enum status
run_take(struct act *x, void *arg, struct err *err)
{
    struct need_call *c = arg;

    return need_take(x, c->id, c->subject_id, err);
}

static enum status
run_answer_need(struct act *x, void *arg, struct err *err)
{
    struct need_call *c = arg;

    return need_answer(
        x, c->id, c->version, 0, STR("专家甲"), STR("已安排"), err);
}

static enum status
run_by_number(struct act *x, void *arg, struct err *err)
{
    struct need_call *c = arg;

    return need_by_number(x, c->number, c->code, &c->n, &c->found, err);
}

static enum status
run_open(struct act *x, void *arg, struct err *err)
{
    struct need_call *c = arg;
    const struct need *list = NULL;

    TRY(need_open(x, c->region, STR_EMPTY, &list, &c->open, err));
    if (c->open > 0)
        c->n = list[0];
    return OK;
}

static void
test_needs(void **state)
{
    struct fixture *f = *state;
    struct actor visitor = actor_visitor();
    struct holder h = make_holder(f, "对接示例站", false);
    struct holder late = make_holder(f, "来迟示例站", false);
    struct err err = { 0 };
    struct need n = { .enterprise = STR("示例企业"),
        .region = STR("510107"),
        .field = STR("法律"),
        .content = STR("合同审查"),
        .contact = STR("王五"),
        .mobile = STR("13900000001") };

    expect_ok(fixture_write(f, &visitor, run_put_need, &n, &err), &err);
    assert_true(str_starts(n.number, STR("XQ-2023-")));
    /* The button was pressed twice: one need, the same receipt. */
    struct need again = n;
    again.number = again.check_code = STR_EMPTY;
    expect_ok(fixture_write(f, &visitor, run_put_need, &again, &err), &err);
    assert_int_equal(again.id, n.id);
    assert_true(str_eq(again.check_code, n.check_code));
    struct need_call c = { .id = n.id,
        .subject_id = h.c.subject_id,
        .number = n.number,
        .code = STR("AAAAAAAA"),
        .region = STR("510100") };
    expect_ok(fixture_write(f, &visitor, run_by_number, &c, &err), &err);
    assert_false(c.found);
    expect_ok(fixture_read(f, &h.who, run_open, &c, &err), &err);
    assert_int_equal(c.open, 1);
    assert_true(str_eq(c.n.mobile, mask_mobile(f->a, n.mobile)));
    c.region = STR("440000");
    expect_ok(fixture_read(f, &h.who, run_open, &c, &err), &err);
    assert_int_equal(c.open, 0);
    assert_int_equal(
        fixture_read(f, &visitor, run_open, &c, &err), ERR_DENIED);
    /* Signing up alone opens nothing. */
    struct actor fresh = fixture_applicant(f, "新注册公司", false, "500000");
    assert_int_equal(
        fixture_read(f, &fresh, run_open, &c, &err), ERR_DENIED);
    expect_ok(fixture_write(f, &h.who, run_take, &c, &err), &err);
    struct need_call second = c;
    second.subject_id = late.c.subject_id;
    assert_int_equal(
        fixture_write(f, &late.who, run_take, &second, &err), ERR_CONFLICT);
    c.version = 2;
    assert_int_equal(
        fixture_write(f, &late.who, run_answer_need, &c, &err),
        ERR_NOT_FOUND);
    expect_ok(fixture_write(f, &h.who, run_answer_need, &c, &err), &err);
    c.code = n.check_code;
    expect_ok(fixture_read(f, &visitor, run_by_number, &c, &err), &err);
    assert_true(c.found);
    assert_true(str_eq(c.n.state, STR("DONE")));
    assert_true(str_eq(c.n.answer, STR("已安排")));
}

static void
test_guesses_end(void **state)
{
    struct fixture *f = *state;
    struct actor visitor = actor_visitor();
    struct need_call c = { .number = STR("XQ-2023-999999"),
        .code = STR("AAAAAAAA") };
    struct err err = { 0 };

    for (int i = 0; i < 20; i++)
        expect_ok(fixture_write(f, &visitor, run_by_number, &c, &err), &err);
    assert_int_equal(
        fixture_write(f, &visitor, run_by_number, &c, &err), ERR_LIMIT);
}

/* --- registers --- */

struct record_call {
    struct record r;
    int64_t version;
    size_t n;
};

static enum status
run_record(struct act *x, void *arg, struct err *err)
{
    struct record_call *c = arg;

    return record_add(x, &c->r, err);
}

static enum status
run_record_answer(struct act *x, void *arg, struct err *err)
{
    struct record_call *c = arg;

    return record_answer(
        x, c->r.subject_id, c->r.id, c->version, STR("已采纳"), err);
}

static enum status
run_record_step(struct act *x, void *arg, struct err *err)
{
    struct record_call *c = arg;

    return record_proceed(
        x, c->r.subject_id, c->r.id, c->version, NULL, STR_EMPTY, err);
}

static enum status
run_record_get(struct act *x, void *arg, struct err *err)
{
    struct record_call *c = arg;

    return record_get(x, c->r.subject_id, c->r.id, &c->r, err);
}

static struct json *
answers(struct fixture *f, const char *const *pairs)
{
    struct json *o = json_new(f->a, JSON_OBJECT);

    for (size_t i = 0; pairs[i] != NULL; i += 2)
        json_set(f->a, o, str_of(pairs[i]),
            json_text(f->a, str_of(pairs[i + 1])));
    return o;
}

static void
test_suggestion(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "建议示例站", false);
    struct actor officer = fixture_officer(f, ROLE_SECRETARIAT);
    static const char *const PAIRS[] = { "建议主题", "培训", "建议内容",
        "多办线上培训", NULL };
    struct err err = { 0 };
    struct record_call c = { .r = { .subject_id = h.c.subject_id,
                                 .programme_id = f->station_programme,
                                 .kind = STR("意见建议"),
                                 .content = json_new(f->a, JSON_OBJECT) },
        .version = 1 };

    assert_int_equal(
        fixture_write(f, &h.who, run_record, &c, &err), ERR_INPUT);
    assert_string_equal(err.field, "建议主题");
    c.r.content = answers(f, PAIRS);
    expect_ok(fixture_write(f, &h.who, run_record, &c, &err), &err);
    assert_int_equal(
        fixture_write(f, &h.who, run_record_answer, &c, &err), ERR_DENIED);
    expect_ok(fixture_write(f, &officer, run_record_answer, &c, &err), &err);
    assert_int_equal(
        fixture_write(f, &officer, run_record_answer, &c, &err),
        ERR_CONFLICT);
    expect_ok(fixture_read(f, &h.who, run_record_get, &c, &err), &err);
    assert_true(str_eq(c.r.answer, STR("已采纳")));
    assert_true(str_eq(c.r.state, STR("ANSWERED")));
    struct actor stranger = fixture_applicant(f, "陌生单位", false, "510100");
    assert_int_equal(
        fixture_read(f, &stranger, run_record_get, &c, &err),
        ERR_NOT_FOUND);
    c.r.kind = STR("没有这种");
    assert_int_equal(
        fixture_write(f, &h.who, run_record, &c, &err), ERR_NOT_FOUND);
}

static void
test_assignment(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "任务示例站", false);
    struct actor officer = fixture_officer(f, ROLE_CENTRE);
    static const char *const PAIRS[] = { "任务名称", "宣讲", "任务要求",
        "三月底前宣讲一次", "任务办理", "已安排", NULL };
    struct err err = { 0 };
    struct record_call c = { .r = { .subject_id = h.c.subject_id,
                                 .programme_id = f->station_programme,
                                 .kind = STR("任务安排"),
                                 .content = answers(f, PAIRS) },
        .version = 1 };

    assert_int_equal(
        fixture_write(f, &h.who, run_record, &c, &err), ERR_DENIED);
    expect_ok(fixture_write(f, &officer, run_record, &c, &err), &err);
    for (int step = 1; step <= 2; step++) {
        expect_ok(
            fixture_write(f, &h.who, run_record_step, &c, &err), &err);
        assert_int_equal(
            fixture_write(f, &h.who, run_record_step, &c, &err),
            ERR_CONFLICT);
        c.version++;
        expect_ok(fixture_read(f, &h.who, run_record_get, &c, &err), &err);
        assert_true(
            str_eq(json_str(json_get(c.r.content, STR("任务办理"))),
                step == 1 ? STR("已接受") : STR("已完成")));
    }
    assert_int_equal(
        fixture_write(f, &h.who, run_record_step, &c, &err), ERR_CONFLICT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_rights, restart),
        cmocka_unit_test_setup(test_publish_checks, restart),
        cmocka_unit_test_setup(test_capacity, restart),
        cmocka_unit_test_setup(test_contention, restart),
        cmocka_unit_test_setup(test_experts_enrol, restart),
        cmocka_unit_test_setup(test_needs, restart),
        cmocka_unit_test_setup(test_guesses_end, restart),
        cmocka_unit_test_setup(test_suggestion, restart),
        cmocka_unit_test_setup(test_assignment, restart),
    };

    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
