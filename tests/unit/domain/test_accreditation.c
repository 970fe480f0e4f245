/* Terms, moves, rights and the register, with the dates of the scenarios. */
#include "domain/accreditation.h"
#include "fixture.h"

#include <stdio.h>

struct one {
    struct fixture *f;
    int64_t subject, id;
    const char *name, *region;
    struct accreditation c;
    struct accreditation_move move;
    struct day day;
    struct register_filter filter;
    struct register_cursor after;
    size_t n;
    const struct register_row *rows;
    size_t n_rows;
    int64_t total;
    const struct term_row *terms;
    size_t n_terms;
    const struct audit_row *history;
    size_t n_history;
    struct issued issued;
    struct str number;
};

static enum status
grant(struct act *x, void *arg, struct err *err)
{
    struct one *o = arg;

    return accreditation_grant(x,
        &(struct accreditation_grant){ .subject_id = o->subject,
            .programme_id = o->f->station_programme,
            .route = STR("self"),
            .name = str_of(o->name),
            .region = str_of(o->region),
            .pack = o->f->station,
            .admitted = x->today,
            .term_years = 3,
            .completed = true,
            .clause = STR("CW-5-3-b"),
            .document = STR("电子证书") },
        &o->c, err);
}

static enum status
load(struct act *x, void *arg, struct err *err)
{
    struct one *o = arg;

    TRY(accreditation_load(x, o->subject, o->c.id, &o->c, err));
    TRY(accreditation_terms(x, &o->c, &o->terms, &o->n_terms, err));
    return audit_list(x, STR("accreditation"), o->c.id, INT64_MAX, 50,
        &o->history, &o->n_history, err);
}

static enum status
move(struct act *x, void *arg, struct err *err)
{
    struct one *o = arg;

    TRY(accreditation_load(x, o->subject, o->c.id, &o->c, err));
    return accreditation_move(x, &o->c, &o->move, err);
}

static enum status
extend(struct act *x, void *arg, struct err *err)
{
    struct one *o = arg;

    TRY(accreditation_load(x, o->subject, o->c.id, &o->c, err));
    return accreditation_extend(x, &o->c, 3, 0, STR("CW-12-b"), err);
}

static enum status
activity(struct act *x, void *arg, struct err *err)
{
    struct one *o = arg;

    TRY(accreditation_load(x, o->subject, o->c.id, &o->c, err));
    return accreditation_activity(x, &o->c, o->day, err);
}

static enum status
list(struct act *x, void *arg, struct err *err)
{
    struct one *o = arg;

    return register_list(x, &o->filter, o->after, o->n == 0 ? 20 : o->n,
        &o->rows, &o->n_rows, &o->total, err);
}

static struct one
holder(struct fixture *f, const char *name, const char *region)
{
    struct actor who = fixture_applicant(f, name, false, region);
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct one o = { .f = f,
        .subject = who.memberships[0].subject_id,
        .name = name,
        .region = region,
        .after = { DAY_NONE, 0 } };
    struct err err = { 0 };

    expect_ok(fixture_write(f, &centre, grant, &o, &err), &err);
    return o;
}

static enum status
write_as_centre(struct one *o, fixture_fn fn, struct err *err)
{
    struct actor centre = fixture_officer(o->f, ROLE_CENTRE);

    return fixture_write(o->f, &centre, fn, o, err);
}

static enum status
read_as_visitor(struct one *o, fixture_fn fn, struct err *err)
{
    struct actor visitor = actor_visitor();

    return fixture_read(o->f, &visitor, fn, o, err);
}

static enum status
run_rename(struct act *x, void *arg, struct err *err)
{
    struct one *o = arg;

    return subject_rename(
        x, o->subject, str_of(o->name), STR("登记机关核准变更"), err);
}

/* Found by the new name and by the old one; shown under the new one. */
static void
test_rename(void **state)
{
    struct fixture *f = *state;
    struct one o = holder(f, "旧称示例服务站", "510100");
    struct err err = { 0 };
    static const char *const NAMES[] = { "旧称示例", "新名样板" };

    o.name = "新名样板服务站";
    expect_ok(write_as_centre(&o, run_rename, &err), &err);
    for (size_t i = 0; i < 2; i++) {
        o.filter = (struct register_filter){ .text = str_of(NAMES[i]) };
        expect_ok(read_as_visitor(&o, list, &err), &err);
        assert_int_equal(o.n_rows, 1);
        assert_true(str_eq(o.rows[0].name, STR("新名样板服务站")));
    }
    o.filter = (struct register_filter){ .text = STR("旧称样板") };
    expect_ok(read_as_visitor(&o, list, &err), &err);
    assert_int_equal(o.n_rows, 0);
    expect_ok(write_as_centre(&o, load, &err), &err);
    assert_true(str_eq(o.c.name, STR("新名样板服务站")));
}

static void
assert_str(struct str got, const char *want)
{
    if (!str_eq(got, str_of(want)))
        print_error("got %.*s, want %s\n", STR_ARG(got), want);
    assert_true(str_eq(got, str_of(want)));
}

static void
test_grant(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };

    fixture_at(f, "2023-04-12 09:00:00");
    struct one o = holder(f, "示例（重庆）园区管理有限公司", "500112");
    assert_str(o.c.number, "ZYGZZ-2023-00001");
    assert_int_equal(o.c.verify_code.n, 8);
    assert_str(day_iso(f->a, o.c.last_day), "2026-04-12");
    assert_int_equal(write_as_centre(&o, grant, &err), ERR_CONFLICT);
    struct one second = holder(f, "示例乙公司", "510107");
    assert_str(second.c.number, "ZYGZZ-2023-00002");
    expect_ok(read_as_visitor(&o, load, &err), &err);
    assert_int_equal(o.n_terms, 1);
    assert_str(day_iso(f->a, o.terms[0].first), "2023-04-12");
    assert_str(day_iso(f->a, o.terms[0].last), "2026-04-12");
    assert_int_equal(o.n_history, 1);
    assert_str(o.history[0].document, "ZYGZZ-2023-00001");
    assert_str(o.history[0].clause, "CW-5-3-b");
}

/* S-C31: admitted 2023-04-12, EXPIRED 2026-04-13 to 2026-05-19, renewal on
 * 2026-05-20 gives ACTIVE until 2029-04-12. */
static void
test_renewal(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };

    fixture_at(f, "2023-04-12 09:00:00");
    struct one o = holder(f, "续期示例公司", "510107");
    struct day last = day_of_ymd(2026, 4, 12);
    struct day next = day_of_ymd(2026, 4, 13);
    assert_true(accreditation_has_rights(&o.c, last));
    assert_false(accreditation_has_rights(&o.c, next));
    assert_int_equal(accreditation_state_on(&o.c, last), ACC_ACTIVE);
    assert_int_equal(accreditation_state_on(&o.c, next), ACC_EXPIRED);

    fixture_at(f, "2026-04-13 00:05:00");
    o.move = (struct accreditation_move){ .to = ACC_EXPIRED,
        .event = "expire", .clause = STR("CW-12-a") };
    expect_ok(write_as_centre(&o, move, &err), &err);
    assert_str(day_iso(f->a, o.c.ended), "2026-04-13");
    assert_int_equal(write_as_centre(&o, move, &err), ERR_CONFLICT);

    fixture_at(f, "2026-05-20 10:00:00");
    expect_ok(write_as_centre(&o, extend, &err), &err);
    expect_ok(read_as_visitor(&o, load, &err), &err);
    assert_int_equal(o.c.state, ACC_ACTIVE);
    assert_true(day_is_none(o.c.ended));
    assert_str(day_iso(f->a, o.c.last_day), "2029-04-12");
    assert_int_equal(o.n_terms, 2);
    assert_str(day_iso(f->a, o.terms[1].first), "2026-04-13");
    assert_str(day_iso(f->a, o.terms[1].last), "2029-04-12");
    assert_str(o.history[0].from, "EXPIRED");
    assert_str(o.history[0].to, "ACTIVE");
}

static void
test_moves(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };

    fixture_at(f, "2023-04-12 09:00:00");
    struct one o = holder(f, "状态示例公司", "510107");
    fixture_at(f, "2023-10-13 00:05:00");
    o.move = (struct accreditation_move){ .to = ACC_WARNED, .event = "warn" };
    expect_ok(write_as_centre(&o, move, &err), &err);
    assert_true(accreditation_has_rights(&o.c, day_of_ymd(2023, 10, 13)));
    assert_int_equal(o.c.warned_us, f->now_us);

    /* S-C20: an accepted diary ends the warning; the history keeps it. */
    o.day = day_of_ymd(2023, 10, 14);
    fixture_at(f, "2023-10-15 09:00:00");
    expect_ok(write_as_centre(&o, activity, &err), &err);
    assert_int_equal(o.c.state, ACC_ACTIVE);
    assert_str(day_iso(f->a, o.c.watch), "2023-10-14");
    expect_ok(read_as_visitor(&o, load, &err), &err);
    assert_int_equal(o.n_history, 3);
    assert_str(o.history[0].event, "end-warning");
    assert_str(o.history[1].to, "WARNED");
    /* An earlier day does not move the watch back. */
    o.day = day_of_ymd(2023, 9, 1);
    expect_ok(write_as_centre(&o, activity, &err), &err);
    assert_str(day_iso(f->a, o.c.watch), "2023-10-14");

    o.move = (struct accreditation_move){ .to = ACC_REVOKED,
        .event = "revoke", .reason = STR("年度服务未达标") };
    expect_ok(write_as_centre(&o, move, &err), &err);
    assert_str(o.c.end_reason, "年度服务未达标");
    assert_str(day_iso(f->a, o.c.ended), "2023-10-15");
    assert_int_equal(write_as_centre(&o, extend, &err), ERR_CONFLICT);
    o.move.to = ACC_ACTIVE;
    o.move.event = "grant";
    assert_int_equal(write_as_centre(&o, move, &err), ERR_CONFLICT);
    o.move.event = "reverse";
    expect_ok(write_as_centre(&o, move, &err), &err);
    assert_true(day_is_none(o.c.ended));
    o.move = (struct accreditation_move){ .to = ACC_WITHDRAWN,
        .event = "withdraw" };
    expect_ok(write_as_centre(&o, move, &err), &err);
    o.move = (struct accreditation_move){ .to = ACC_ACTIVE,
        .event = "reverse" };
    assert_int_equal(write_as_centre(&o, move, &err), ERR_CONFLICT);
}

static enum status
issue(struct act *x, void *arg, struct err *err)
{
    struct one *o = arg;

    o->issued = (struct issued){ .subject_id = o->subject,
        .owner_kind = STR("accreditation"),
        .owner_id = o->c.id,
        .document = STR("电子证书"),
        .number = o->c.number,
        .sha256 = STR("00"),
        .fields = json_new(x->a, JSON_OBJECT) };
    return issued_add(x, &o->issued, err);
}

static enum status
latest(struct act *x, void *arg, struct err *err)
{
    struct one *o = arg;

    return issued_latest(x, o->subject, STR("accreditation"), o->c.id,
        STR("电子证书"), &o->issued, err);
}

static void
test_certificates_end(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };
    struct one o = holder(f, "证书示例公司", "510107");

    assert_int_equal(read_as_visitor(&o, latest, &err), ERR_NOT_FOUND);
    expect_ok(write_as_centre(&o, issue, &err), &err);
    expect_ok(read_as_visitor(&o, latest, &err), &err);
    assert_str(o.issued.number, "ZYGZZ-2023-00001");
    expect_ok(write_as_centre(&o, extend, &err), &err);
    assert_int_equal(read_as_visitor(&o, latest, &err), ERR_NOT_FOUND);
    expect_ok(write_as_centre(&o, issue, &err), &err);
    o.move = (struct accreditation_move){ .to = ACC_WITHDRAWN,
        .event = "withdraw" };
    expect_ok(write_as_centre(&o, move, &err), &err);
    assert_int_equal(read_as_visitor(&o, latest, &err), ERR_NOT_FOUND);
}

static void
expect_found(struct one *o, const char *text, size_t want)
{
    struct err err = { 0 };

    o->filter.text = str_of(text);
    expect_ok(read_as_visitor(o, list, &err), &err);
    if (o->n_rows != want)
        print_error("“%s”: %zu found, %zu wanted\n", text, o->n_rows, want);
    assert_int_equal(o->n_rows, want);
    assert_int_equal(o->total, (int64_t)want);
}

/* An officer of one province sees its holders only, ended ones too. */
static void
test_register_of_a_province(void **state)
{
    struct fixture *f = *state;
    struct one o = holder(f, "示例重庆园区公司", "500112");
    struct role_grant grant = { .role = ROLE_SECRETARIAT,
        .region = STR("500000") };
    struct actor officer = { .account_id = 77,
        .name = STR("重庆"),
        .second_factor = true,
        .grants = &grant,
        .n_grants = 1 };
    struct err err = { 0 };

    o.filter.with_ended = true;
    assert_int_equal(
        fixture_read(f, &officer, list, &o, &err), ERR_DENIED);
    o.filter.region = STR("510000");
    assert_int_equal(
        fixture_read(f, &officer, list, &o, &err), ERR_DENIED);
    o.filter.region = STR("500000");
    expect_ok(fixture_read(f, &officer, list, &o, &err), &err);
    assert_int_equal(o.n_rows, 1);
    grant.region = STR_EMPTY;
    o.filter.region = STR_EMPTY;
    expect_ok(fixture_read(f, &officer, list, &o, &err), &err);
}

static void
test_register_spellings(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };
    struct one o = holder(f, "示例(重庆)律师事务所", "500112");
    struct one b = holder(f, "示例成都园区公司", "510107");

    (void)b;
    expect_found(&o, "示例（重庆）", 1);
    expect_found(&o, "示例(重庆)", 1);
    expect_found(&o, "  示例 重庆 律师 ", 1);
    expect_found(&o, "示例", 2);
    expect_found(&o, "重庆示例", 0);
    expect_found(&o, "事务所律师", 0); /* pairs there, but not together */
    expect_found(&o, "zygzz-2023-00002", 1);
    assert_str(o.rows[0].name, "示例成都园区公司");
    expect_found(&o, "ＺＹＧＺＺ２０２３００００１", 1);
    expect_found(&o, "", 2);
    o.filter.text = STR("示");
    assert_int_equal(read_as_visitor(&o, list, &err), ERR_INPUT);
    assert_string_equal(err.field, "text");
    o.filter.region = STR("500000");
    expect_found(&o, "", 1);
    expect_found(&o, "示例", 1);
    o.filter.region = STR("510100");
    expect_found(&o, "", 1);
    o.filter.region = STR("510108");
    expect_found(&o, "", 0);
    o.filter.region = STR("51");
    assert_int_equal(read_as_visitor(&o, list, &err), ERR_INPUT);
    o.filter.region = STR("000000");
    expect_found(&o, "", 2);
    o.filter.programme_id = f->expert_programme;
    expect_found(&o, "示例", 0);
    expect_found(&o, "", 0);
}

/* Ended holders leave the public register; a holder past its last day leaves
 * it without the daily run. */
static void
test_register_ended(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };
    struct one o;

    fixture_at(f, "2023-04-12 09:00:00");
    o = holder(f, "示例甲公司", "500112");
    struct one b = holder(f, "示例乙公司", "500112");
    b.move = (struct accreditation_move){ .to = ACC_WITHDRAWN,
        .event = "withdraw" };
    expect_ok(write_as_centre(&b, move, &err), &err);
    expect_found(&o, "", 1);
    expect_found(&o, "示例", 1);
    o.filter.with_ended = true;
    o.filter.text = STR("示例");
    assert_int_equal(read_as_visitor(&o, list, &err), ERR_DENIED);
    expect_ok(write_as_centre(&o, list, &err), &err);
    assert_int_equal(o.n_rows, 2);
    o.filter = (struct register_filter){ 0 };
    fixture_at(f, "2026-04-12 23:59:59");
    expect_found(&o, "示例", 1);
    fixture_at(f, "2026-04-13 00:00:00");
    expect_found(&o, "示例", 0);
    expect_found(&o, "", 0);
}

static void
test_register_pages(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };
    struct one o = { 0 };
    char name[64];
    struct day before = DAY_NONE;
    int64_t before_id = 0;

    fixture_at(f, "2023-04-12 09:00:00");
    for (int i = 0; i < 25; i++) {
        (void)snprintf(name, sizeof(name), "翻页示例第%02d公司", i);
        if (i == 10)
            fixture_at(f, "2023-04-13 09:00:00");
        o = holder(f, name, "510107");
        if (i % 3 == 0) {
            o.move = (struct accreditation_move){ .to = ACC_WARNED,
                .event = "warn" };
            expect_ok(write_as_centre(&o, move, &err), &err);
        }
    }
    for (int text = 0; text < 2; text++) {
        size_t seen = 0;

        o.filter.text = text ? STR("翻页示例") : STR_EMPTY;
        o.after = (struct register_cursor){ DAY_NONE, 0 };
        o.n = 7;
        do {
            expect_ok(read_as_visitor(&o, list, &err), &err);
            assert_int_equal(o.total, 25);
            for (size_t i = 0; i < o.n_rows; i++) {
                const struct register_row *r = &o.rows[i];

                if (seen++ > 0) {
                    assert_true(day_cmp(r->admitted, before) <= 0);
                    assert_true(r->id < before_id);
                }
                before = r->admitted;
                before_id = r->id;
            }
            o.after = (struct register_cursor){ before, before_id };
        } while (o.n_rows == 7);
        assert_int_equal(seen, 25);
    }
}

static enum status
by_number(struct act *x, void *arg, struct err *err)
{
    struct one *o = arg;

    return accreditation_by_number(x, o->number, &o->c, err);
}

static enum status
get(struct act *x, void *arg, struct err *err)
{
    struct one *o = arg;

    return accreditation_get(x, o->c.id, &o->c, err);
}

static void
test_reading(void **state)
{
    struct fixture *f = *state;
    struct err err = { 0 };
    struct one o = holder(f, "查询示例公司", "510107");
    struct actor secretariat = fixture_officer(f, ROLE_SECRETARIAT);
    struct actor admin = fixture_officer(f, ROLE_ADMIN);

    o.number = STR(" zygzz－2023－00001 ");
    expect_ok(read_as_visitor(&o, by_number, &err), &err);
    o.number = STR("ZYGZZ-2023-00009");
    assert_int_equal(read_as_visitor(&o, by_number, &err), ERR_NOT_FOUND);
    assert_int_equal(read_as_visitor(&o, get, &err), ERR_NOT_FOUND);
    expect_ok(fixture_read(f, &secretariat, get, &o, &err), &err);
    assert_int_equal(
        fixture_read(f, &admin, get, &o, &err), ERR_NOT_FOUND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_rename, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_grant, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_renewal, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_moves, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_certificates_end, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_register_spellings, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_register_of_a_province, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_register_ended, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_register_pages, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_reading, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
