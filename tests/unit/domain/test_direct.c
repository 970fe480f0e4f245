/* Direct inclusion by summary table: CN-2, CW-5-4-a, CE-4-4, CT-3, CT-4. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

#include "domain/accreditation.h"
#include "domain/application.h"
#include "domain/direct.h"
#include "domain/job.h"
#include "domain/message.h"

#define STATION_HEAD \
    "中小企业志愿服务工作站汇总表\n填写单位：示例省中心\n联系人：甲某\n" \
    "联系电话：0431-88880000\n"
#define STATION_COLUMNS "序号,单位名称,地址,联系人,联系电话\n"
#define EXPERT_HEAD \
    "填写单位：示例省中心　联系人：甲某　联系电话：0431-88880000,,,,,\n"
#define EXPERT_COLUMNS \
    "序号,姓名,所在单位(机构),擅长领域,联系电话,联系邮箱\n"

struct town {
    struct fixture *f;
    struct actor centre, body, other;
    struct entrustment e;
    struct direct_list list;
    struct direct_sheet sheet;
    struct direct_submission s;
    const struct kept_file *proof;
    int64_t n;
};

static struct town *
town_of(void **state)
{
    return *state;
}

static enum status
do_round(struct act *x, void *arg, struct err *err)
{
    struct town *t = arg;
    int64_t ids[] = { t->f->station_programme, t->f->expert_programme };

    for (size_t i = 0; i < 2; i++) {
        struct round r = { .programme_id = ids[i],
            .name = STR("2023年招募"),
            .opens_us = day_start_us(day_of_ymd(2023, 2, 1)),
            .closes_us = day_end_us(day_of_ymd(2023, 3, 12)),
            .reference = DAY_NONE,
            .open = true };

        TRY(round_save(x, &r, err));
    }
    return OK;
}

static struct actor
recommender(struct fixture *f, const char *region)
{
    struct actor who = fixture_officer(f, ROLE_RECOMMENDER);
    struct role_grant *g = arena_one(f->a, struct role_grant);

    *g = (struct role_grant){ ROLE_RECOMMENDER, 0, str_of(region) };
    who.grants = g;
    return who;
}

static struct kept_file
file_of(const char *name, const char *type)
{
    return (struct kept_file){ str_of(name), str_of(type),
        STR("0000000000000000000000000000000000000000000000000000000000000000"),
        100 };
}

static enum status
do_entrust(struct act *x, void *arg, struct err *err)
{
    struct town *t = arg;

    return entrustment_add(x, &t->e, STR_EMPTY, t->proof, err);
}

static int
setup(void **state)
{
    struct fixture *f = fixture_open();
    struct town *t = arena_one(f->a, struct town);
    struct kept_file *proof = arena_one(f->a, struct kept_file);
    struct err err = { 0 };

    *proof = file_of("委托书.pdf", "application/pdf");
    t->f = f;
    t->proof = proof;
    t->centre = fixture_officer(f, ROLE_CENTRE);
    t->body = recommender(f, "220000");
    t->other = recommender(f, "510000");
    expect_ok(fixture_write(f, &t->centre, do_round, t, &err), &err);
    t->e = (struct entrustment){ .programme_id = f->station_programme,
        .body = STR("示例省中小企业服务中心"),
        .region = STR("220000"),
        .document_no = STR("示例中小企函〔2023〕1号"),
        .first = day_of_ymd(2023, 1, 1),
        .last = day_of_ymd(2023, 12, 31) };
    expect_ok(fixture_write(f, &t->centre, do_entrust, t, &err), &err);
    t->s = (struct direct_submission){ .apply_mode = STR("all"),
        .pdf = file_of("盖章.pdf", "application/pdf"),
        .word = file_of("汇总表.docx",
            "application/vnd.openxmlformats-officedocument."
            "wordprocessingml.document"),
        .mailed = DAY_NONE };
    *state = t;
    return 0;
}

static int
teardown(void **state)
{
    fixture_close(town_of(state)->f);
    return 0;
}

/* --- reading --- */

static const struct pack_import *
import_of(const struct pack *p)
{
    const struct pack_import *im = NULL;

    assert_true(direct_import_of(p, &im, NULL));
    return im;
}

static enum status
read_text(struct fixture *f, const struct pack *p, struct str text,
    struct direct_sheet *ret, struct err *err)
{
    char path[160];

    (void)snprintf(path, sizeof(path), "%s/table.csv", f->data_dir);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(text.p, 1, text.n, out), text.n);
    assert_int_equal(fclose(out), 0);
    return direct_read_file(f->a, p, import_of(p), path, true,
        day_of_us(f->now_us), ret, err);
}

static struct str
stations(struct arena *a, int n)
{
    struct buf b;

    buf_init(&b, a, 64u * 1024 * 1024);
    buf_lit(&b, STATION_HEAD STATION_COLUMNS);
    for (int i = 1; i <= n; i++)
        buf_fmt(&b, "%d,示例服务单位%d号,示例市示例路%d号,联系人,%lld\n", i, i,
            i, 13000000000LL + i);
    return buf_view(&b);
}

static void
refused_with(void **state, const struct pack *p, const char *text,
    const char *words)
{
    struct direct_sheet sheet;
    struct err err = { 0 };

    assert_int_equal(read_text(town_of(state)->f, p, str_of(text), &sheet,
                         &err),
        ERR_INPUT);
    if (strstr(err.text, words) == NULL)
        fail_msg("%s\nlacks %s", err.text, words);
}

static void
reads_the_official_table(void **state)
{
    struct fixture *f = town_of(state)->f;
    struct direct_sheet s;
    struct err err = { 0 };

    expect_ok(read_text(f, f->station, stations(f->a, 12), &s, &err), &err);
    assert_int_equal(s.n, 12);
    assert_int_equal(s.n_good, 12);
    assert_true(str_eq(s.head[0], STR("示例省中心")));
    assert_true(str_eq(s.head[1], STR("甲某")));
    assert_true(str_eq(s.head[2], STR("0431-88880000")));
    assert_int_equal(s.lines[0].sheet_row, 6);
    assert_true(str_eq(s.lines[11].name, STR("示例服务单位12号")));
    /* One line of head, brackets of either width, blank rows and a note. */
    expect_ok(read_text(f, f->expert,
                  STR(EXPERT_HEAD "序号,姓名,所在单位（机构）,擅长领域,联系电话,"
                                  "联系邮箱\n"
                                  "1,测试甲,示例大学,政策、法律,13000000001,"
                                  "a@example.org\n,,,,,\n"
                                  "注：擅长领域包括：政策等。,,,,,\n"),
                  &s, &err),
        &err);
    assert_int_equal(s.n, 1);
    assert_int_equal(s.n_good, 1);
    assert_true(str_eq(s.head[1], STR("甲某")));
}

/* S-C13 */
static void
names_row_and_column_of_what_is_wrong(void **state)
{
    struct fixture *f = town_of(state)->f;

    refused_with(state, f->expert,
        EXPERT_HEAD "序号,姓名,所在单位(机构),联系电话,擅长领域,联系邮箱\n",
        "第2行第4列应为“擅长领域”，现为“联系电话”");
    refused_with(state, f->expert,
        EXPERT_HEAD EXPERT_COLUMNS
        "1,甲,示例大学,政策,13000000001,a@example.org\n"
        "2,乙,示例大学,政策,13000000002,b@example.org\n"
        "4,丙,示例大学,政策,13000000003,c@example.org\n",
        "第5行第1列“序号”应为 3，现为“4”");
    refused_with(state, f->station,
        STATION_HEAD "单位名称,地址,联系人,联系电话\n", "第5行第1列应为“序号”");
    refused_with(state, f->station,
        STATION_HEAD "序号,单位名称,地址,联系人,联系电话,备注\n",
        "第5行第6列是表式以外的“备注”列");
    refused_with(state, f->station, STATION_HEAD STATION_COLUMNS,
        "没有填写任何一行");
    refused_with(state, f->station, "甲,乙\n", "没有找到以“序号”开头的列名行");
    refused_with(state, f->station,
        "填写单位：甲中心\n联系人：甲\n" STATION_COLUMNS
        "1,甲单位,甲路,甲,13000000001\n",
        "表头的“联系电话”未填写");
    refused_with(state, f->station, "\xd0\xf2\xba\xc5,\xb5\xa5\n", "UTF-8");
}

static void
keeps_bad_rows_with_reasons(void **state)
{
    struct fixture *f = town_of(state)->f;
    struct direct_sheet s;
    struct err err = { 0 };
    static const char *const WORDS[] = { "", "未填写“单位名称”",
        "与第6行“示例甲单位”重复", "联系电话", "未填写“地址”；未填写“联系人”" };

    expect_ok(read_text(f, f->station,
                  STR(STATION_HEAD STATION_COLUMNS
                      "1,示例甲单位,甲路,甲,13000000001\n"
                      "2,,甲路,甲,13000000002\n"
                      "3,示例 甲单位,甲路,甲,13000000003\n"
                      "4,示例丁单位,甲路,甲,123\n"
                      "5,示例戊单位,,,13000000005\n6,,,,\n"),
                  &s, &err),
        &err);
    assert_int_equal(s.n, 5);
    assert_int_equal(s.n_good, 1);
    for (size_t i = 0; i < 5; i++) {
        if (str_find(s.lines[i].problem, str_of(WORDS[i])) == SIZE_MAX)
            fail_msg("row %zu: %.*s", i, STR_ARG(s.lines[i].problem));
        assert_int_equal(s.lines[i].problem.n == 0, i == 0);
    }
    /* Persons may share a name, not name and telephone; other fields of the
     * note are kept. */
    expect_ok(read_text(f, f->expert,
                  STR(EXPERT_HEAD EXPERT_COLUMNS
                      "1,张三,示例大学,航天,13000000001,a@example.org\n"
                      "2,张三,示例学院,金融,13000000002,b@example.org\n"
                      "3,张三,示例学校,金融,13000000002,c@example.org\n"
                      "4,李四,示例学校,金融,13000000004,没有\n"),
                  &s, &err),
        &err);
    assert_int_equal(s.n_good, 2);
    assert_true(str_find(s.lines[2].problem, STR("重复")) != SIZE_MAX);
    assert_true(s.lines[3].problem.n > 0);
}

static void
writes_what_it_reads(void **state)
{
    struct fixture *f = town_of(state)->f;
    const struct pack_import *im = import_of(f->station);
    struct str head[] = { STR("示例省中心"), STR("甲某"),
        STR("0431-88880000") };
    struct str cells[2][4] = { { STR("示例甲单位"), STR("甲路"), STR("甲"),
                                   STR("13000000001") },
        { STR("示例乙单位"), STR("乙路"), STR("乙"), STR("12") } };
    struct direct_row rows[2] = {
        { .serial = STR("1"), .cells = cells[0], .n_cells = 4 },
        { .serial = STR("2"), .cells = cells[1], .n_cells = 4,
            .problem = STR("电话不对") },
    };
    char path[160];
    struct direct_sheet s;
    struct err err = { 0 };

    (void)snprintf(path, sizeof(path), "%s/t.xlsx", f->data_dir);
    expect_ok(direct_write_xlsx(
                  f->a, im, head, rows, 2, false, path, &err),
        &err);
    expect_ok(direct_read_file(f->a, f->station, im, path, false,
                  day_of_us(f->now_us), &s, &err),
        &err);
    assert_int_equal(s.n, 2);
    assert_int_equal(s.n_good, 1);
    assert_true(str_eq(s.head[0], STR("示例省中心")));
    assert_true(s.lines[1].problem.n > 0);
    /* With the column of reasons it is no official table any more. */
    expect_ok(
        direct_write_xlsx(f->a, im, head, rows, 2, true, path, &err), &err);
    assert_int_equal(direct_read_file(f->a, f->station, im, path, false,
                         day_of_us(f->now_us), &s, &err),
        ERR_INPUT);
    assert_non_null(strstr(err.text, "错误原因"));
    /* The CSV template is read up to its missing values. */
    struct str csv;
    expect_ok(direct_write_csv(f->a, im, &csv, &err), &err);
    assert_int_equal(
        read_text(f, f->station, csv, &s, &err), ERR_INPUT);
    assert_non_null(strstr(err.text, "没有填写任何一行"));
    struct str docx;
    expect_ok(direct_write_docx(f->a, f->station, im, STR("N-1"), head, rows,
                  2, f->now_us, &docx, &err),
        &err);
    assert_true(docx.n > 1000);
}

static void
reads_typed_rows(void **state)
{
    struct fixture *f = town_of(state)->f;
    struct str head[] = { STR("示例省中心"), STR("甲"), STR("13000000000") };
    struct str cells[] = { STR("示例甲"), STR("路"), STR("甲"),
        STR("13000000001"), STR(""), STR(" "), STR(""), STR(""),
        STR("示例乙"), STR("路"), STR("乙"), STR("13000000002") };
    struct direct_sheet s;
    struct err err = { 0 };

    expect_ok(direct_read_typed(f->a, f->station, import_of(f->station),
                  head, cells, 3, day_of_us(f->now_us), &s, &err),
        &err);
    assert_int_equal(s.n, 2);
    assert_int_equal(s.n_good, 2);
    assert_true(str_eq(s.lines[1].serial, STR("2")));
    head[0] = STR("");
    assert_int_equal(direct_read_typed(f->a, f->station,
                         import_of(f->station), head, cells, 3,
                         day_of_us(f->now_us), &s, &err),
        ERR_INPUT);
}

/* Cells as spreadsheets spoil them: merged, a formula's error, digits lost in
 * a long number; a second sheet is left alone. */
static void
sees_what_spreadsheets_do_to_cells(void **state)
{
    struct fixture *f = town_of(state)->f;
    char path[160];
    static const char *const HEAD[] = { "序号", "单位名称", "地址", "联系人",
        "联系电话" };
    static const char *const WORDS[] = { "", "合并单元格", "#N/A",
        "超过 15 位" };
    struct direct_sheet s;
    struct err err = { 0 };

    (void)snprintf(path, sizeof(path), "%s/odd.xlsx", f->data_dir);
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "附件3");
    (void)worksheet_write_string(sheet, 0, 0,
        "填写单位：示例省中心　联系人：甲某　联系电话：0431-88880000", NULL);
    for (lxw_col_t c = 0; c < 5; c++)
        (void)worksheet_write_string(sheet, 1, c, HEAD[c], NULL);
    for (lxw_row_t r = 0; r < 4; r++) {
        char name[32];

        (void)snprintf(name, sizeof(name), "示例单位%u", r);
        (void)worksheet_write_number(sheet, r + 2, 0, r + 1, NULL);
        (void)worksheet_write_string(sheet, r + 2, 1, name, NULL);
        (void)worksheet_write_string(sheet, r + 2, 3, "甲", NULL);
        (void)worksheet_write_number(
            sheet, r + 2, 4, r == 3 ? 1.3e16 : 13000000000.0 + r, NULL);
    }
    (void)worksheet_merge_range(sheet, 2, 2, 3, 2, "同一地址", NULL);
    (void)worksheet_write_formula_str(
        sheet, 4, 2, "=NA()", NULL, "#N/A");
    (void)worksheet_write_string(sheet, 5, 2, "丁路", NULL);
    (void)worksheet_write_string(
        workbook_add_worksheet(book, "说明"), 0, 0, "随便", NULL);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    expect_ok(direct_read_file(f->a, f->station, import_of(f->station),
                  path, false, day_of_us(f->now_us), &s, &err),
        &err);
    assert_int_equal(s.n, 4);
    for (size_t i = 0; i < 4; i++) {
        if (str_find(s.lines[i].problem, str_of(WORDS[i])) == SIZE_MAX)
            fail_msg("row %zu: %.*s", i, STR_ARG(s.lines[i].problem));
        assert_int_equal(s.lines[i].problem.n == 0, i == 0);
    }
    /* A file that is no workbook gets the reader's words. */
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fputs("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", out) < 0,
        0);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(direct_read_file(f->a, f->station,
                         import_of(f->station), path, false,
                         day_of_us(f->now_us), &s, &err),
        ERR_INPUT);
    assert_non_null(strstr(err.text, "xlsx"));
}

/* --- lists --- */

static enum status
do_add(struct act *x, void *arg, struct err *err)
{
    struct town *t = arg;

    return direct_add(x, t->e.id, &t->sheet, NULL, &t->list, err);
}

static enum status
do_submit(struct act *x, void *arg, struct err *err)
{
    struct town *t = arg;

    return direct_submit(x, t->list.id, &t->s, &t->list, err);
}

static enum status
do_confirm(struct act *x, void *arg, struct err *err)
{
    struct town *t = arg;

    return direct_confirm(x, t->list.id, t->n, &t->list, err);
}

static void
draft(struct town *t, struct str text)
{
    struct err err = { 0 };

    expect_ok(
        read_text(t->f, t->f->station, text, &t->sheet, &err), &err);
    expect_ok(fixture_write(t->f, &t->body, do_add, t, &err), &err);
}

struct counted {
    struct fixture *f;
    int64_t holders, messages, included;
    struct direct_list list;
    struct accreditation first;
    struct direct_row row;
};

static enum status
do_count(struct act *x, void *arg, struct err *err)
{
    struct counted *c = arg;
    const struct register_row *rows = NULL;
    const struct direct_row *lines = NULL;
    const struct message_row *messages = NULL;
    size_t n = 0;

    TRY(register_list(x,
        &(struct register_filter){ .programme_id = c->f->station_programme },
        (struct register_cursor){ DAY_NONE, 0 }, 100, &rows, &n,
        &c->holders, err));
    TRY(direct_count(x, &c->list, STR("INCLUDED"), &c->included, err));
    TRY(direct_rows(
        x, &c->list, STR("INCLUDED"), 0, 1, &lines, &n, err));
    if (n == 0)
        return OK;
    c->row = lines[0];
    TRY(accreditation_load(
        x, c->row.subject_id, c->row.accreditation_id, &c->first, err));
    TRY(message_of_subject(x, c->row.subject_id, &messages, &n, err));
    c->messages = (int64_t)n;
    return OK;
}

static struct counted
count(struct town *t)
{
    struct counted c = { .f = t->f, .list = t->list };
    struct err err = { 0 };

    expect_ok(fixture_read(t->f, &t->centre, do_count, &c, &err), &err);
    return c;
}

/* S-C11 */
static void
sealed_table_makes_twelve_holders(void **state)
{
    struct town *t = town_of(state);
    struct err err = { 0 };

    draft(t, stations(t->f->a, 12));
    assert_int_equal(t->list.good_count, 12);
    assert_true(t->list.number.n > 0);
    t->s.word.sha256 = STR_EMPTY;
    assert_int_equal(
        fixture_write(t->f, &t->body, do_submit, t, &err), ERR_INPUT);
    assert_string_equal(err.field, "word");
    t->s.word = t->s.pdf;
    assert_int_equal(
        fixture_write(t->f, &t->body, do_submit, t, &err), ERR_INPUT);
    t->s.word = file_of("a.doc", "application/msword");
    expect_ok(fixture_write(t->f, &t->body, do_submit, t, &err), &err);
    assert_int_equal(count(t).holders, 0);
    t->n = 11; /* the scan has another number of rows */
    assert_int_equal(
        fixture_write(t->f, &t->centre, do_confirm, t, &err), ERR_INPUT);
    t->n = 12;
    assert_int_equal(
        fixture_write(t->f, &t->body, do_confirm, t, &err), ERR_DENIED);
    fixture_at(t->f, "2023-03-20 10:00:00");
    expect_ok(fixture_write(t->f, &t->centre, do_confirm, t, &err), &err);
    struct counted c = count(t);
    assert_int_equal(c.holders, 12);
    assert_int_equal(c.included, 12);
    assert_true(str_eq(c.first.route, STR("direct")));
    assert_int_equal(c.first.state, ACC_ACTIVE);
    assert_false(c.first.completed);
    assert_true(day_eq(c.first.admitted, day_of_ymd(2023, 3, 20)));
    assert_true(c.messages >= 2); /* in-app and SMS */
    /* Twice does nothing. */
    expect_ok(fixture_write(t->f, &t->centre, do_confirm, t, &err), &err);
    struct counted again = count(t);
    assert_int_equal(again.holders, 12);
    assert_int_equal(again.messages, c.messages);
}

static void
only_good_rows_on_request(void **state)
{
    struct town *t = town_of(state);
    struct err err = { 0 };

    draft(t, STR(STATION_HEAD STATION_COLUMNS
                 "1,示例甲单位,甲路,甲,13000000001\n"
                 "2,示例乙单位,,甲,13000000002\n"
                 "3,示例丙单位,丙路,丙,13000000003\n"));
    assert_int_equal(t->list.good_count, 2);
    assert_int_equal(
        fixture_write(t->f, &t->body, do_submit, t, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "有 1 行有误"));
    t->s.apply_mode = STR("good");
    expect_ok(fixture_write(t->f, &t->body, do_submit, t, &err), &err);
    t->n = 2;
    expect_ok(fixture_write(t->f, &t->centre, do_confirm, t, &err), &err);
    assert_int_equal(count(t).holders, 2);
    /* The next table: those are holders now. */
    draft(t, STR(STATION_HEAD STATION_COLUMNS
                 "1,示例甲单位,甲路,甲,13000000001\n"
                 "2,示例乙单位,乙路,甲,13000000002\n"));
    assert_int_equal(t->list.good_count, 1);
}

static void
entrustment_window_and_region_bind(void **state)
{
    struct town *t = town_of(state);
    struct err err = { 0 };

    expect_ok(read_text(t->f, t->f->station, stations(t->f->a, 1), &t->sheet,
                  &err),
        &err);
    assert_int_equal(
        fixture_write(t->f, &t->other, do_add, t, &err), ERR_DENIED);
    assert_int_equal(
        fixture_write(t->f, &t->centre, do_add, t, &err), ERR_DENIED);
    fixture_at(t->f, "2022-12-31 23:59:59");
    assert_int_equal(
        fixture_write(t->f, &t->body, do_add, t, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "有效期"));
    fixture_at(t->f, "2023-02-02 09:00:00");
    draft(t, stations(t->f->a, 1));
    assert_int_equal(
        fixture_write(t->f, &t->other, do_submit, t, &err), ERR_NOT_FOUND);
    fixture_at(t->f, "2023-03-13 00:00:00");
    assert_int_equal(
        fixture_write(t->f, &t->body, do_submit, t, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "截止"));
    fixture_at(t->f, "2023-03-12 23:59:59");
    expect_ok(fixture_write(t->f, &t->body, do_submit, t, &err), &err);
}

static void
organisation_of_another_region_is_a_bad_row(void **state)
{
    struct town *t = town_of(state);

    (void)fixture_applicant(t->f, "示例外省单位", false, "510000");
    (void)fixture_applicant(t->f, "示例本省单位", false, "220000");
    draft(t, STR(STATION_HEAD STATION_COLUMNS
                 "1,示例外省单位,甲路,甲,13000000001\n"
                 "2,示例本省单位,甲路,甲,13000000002\n"));
    assert_int_equal(t->list.good_count, 1);
}

static enum status
do_end(struct act *x, void *arg, struct err *err)
{
    struct town *t = arg;

    return entrustment_end(x, t->e.id, STR("委托撤回"), err);
}

static enum status
do_refuse(struct act *x, void *arg, struct err *err)
{
    struct town *t = arg;

    return direct_refuse(x, t->list.id, STR("公章不清"), err);
}

static void
ended_entrustment_is_refused_by_the_centre(void **state)
{
    struct town *t = town_of(state);
    struct err err = { 0 };

    draft(t, stations(t->f->a, 2));
    expect_ok(fixture_write(t->f, &t->body, do_submit, t, &err), &err);
    expect_ok(fixture_write(t->f, &t->centre, do_end, t, &err), &err);
    t->n = 2;
    assert_int_equal(
        fixture_write(t->f, &t->centre, do_confirm, t, &err), ERR_CONFLICT);
    expect_ok(fixture_write(t->f, &t->centre, do_refuse, t, &err), &err);
    assert_int_equal(
        fixture_write(t->f, &t->centre, do_refuse, t, &err), ERR_CONFLICT);
    assert_int_equal(count(t).holders, 0);
}

/* --- jobs --- */

static enum status
do_step(struct act *x, void *arg, struct err *err)
{
    struct town *t = arg;
    bool more = false;

    return job_step(x, t->list.job_id, &more, err);
}

static enum status
do_cancel(struct act *x, void *arg, struct err *err)
{
    return job_cancel(x, ((struct town *)arg)->list.job_id, err);
}

static enum status
do_step_and_fail(struct act *x, void *arg, struct err *err)
{
    TRY(do_step(x, arg, err));
    return err_set(err, ERR_IO, "power failure");
}

static void
long_lists_go_on_after_a_restart(void **state)
{
    struct town *t = town_of(state);
    struct actor system = actor_system();
    struct err err = { 0 };
    size_t steps = 0;

    draft(t, stations(t->f->a, 450));
    expect_ok(fixture_write(t->f, &t->body, do_submit, t, &err), &err);
    t->n = 450;
    expect_ok(fixture_write(t->f, &t->centre, do_confirm, t, &err), &err);
    assert_true(t->list.job_id != 0);
    assert_int_equal(count(t).included, 0);
    expect_ok(fixture_write(t->f, &system, do_step, t, &err), &err);
    assert_int_equal(count(t).included, 200);
    /* A step that is lost leaves nothing. */
    assert_int_equal(
        fixture_write(t->f, &system, do_step_and_fail, t, &err), ERR_IO);
    assert_int_equal(count(t).included, 200);
    expect_ok(fixture_write(t->f, &t->centre, do_cancel, t, &err), &err);
    expect_ok(fixture_write(t->f, &system, do_step, t, &err), &err);
    assert_int_equal(count(t).included, 200);
    /* Confirmed once more: the rest, and nobody twice. */
    expect_ok(fixture_write(t->f, &t->centre, do_confirm, t, &err), &err);
    expect_ok(job_run_all(t->f->store, t->f->d, NULL, &steps, &err), &err);
    assert_true(steps >= 2);
    assert_int_equal(count(t).included, 450);
    expect_ok(job_run_all(t->f->store, t->f->d, NULL, &steps, &err), &err);
    assert_int_equal(steps, 0);
    assert_int_equal(
        fixture_write(t->f, &t->centre, do_cancel, t, &err), ERR_CONFLICT);
}

/* --- the nominee --- */

struct claiming {
    struct direct_claim c;
    struct direct_claimed found;
    struct err denied;
    int64_t account;
};

static enum status
do_find(struct act *x, void *arg, struct err *err)
{
    struct claiming *q = arg;

    return direct_claim_find(x, q->c.number, q->c.code, STR("192.0.2.1"),
        &q->found, &q->denied, err);
}

static enum status
do_claim(struct act *x, void *arg, struct err *err)
{
    struct claiming *q = arg;

    return direct_claim(x, &q->c, &q->found, &q->account, err);
}

static void
nominee_completes_its_account(void **state)
{
    struct town *t = town_of(state);
    struct actor visitor = actor_visitor();
    struct err err = { 0 };

    draft(t, stations(t->f->a, 1));
    expect_ok(fixture_write(t->f, &t->body, do_submit, t, &err), &err);
    t->n = 1;
    expect_ok(fixture_write(t->f, &t->centre, do_confirm, t, &err), &err);
    struct counted c = count(t);
    struct claiming q = { .c = { .number = c.first.number,
                              .code = STR("AAAAAAAAAA"),
                              .credit_code = fixture_credit_code(t->f->a, 7),
                              .contact = STR("经办"),
                              .mobile = STR("13000009999"),
                              .region = STR("220000"),
                              .password_hash = STR("-") } };
    expect_ok(fixture_write(t->f, &visitor, do_find, &q, &err), &err);
    assert_int_equal(q.denied.code, ERR_NOT_FOUND);
    q.c.code = c.row.claim_code;
    expect_ok(fixture_write(t->f, &visitor, do_find, &q, &err), &err);
    assert_int_equal(q.denied.code, OK);
    assert_false(q.found.is_person);
    expect_ok(fixture_write(t->f, &visitor, do_claim, &q, &err), &err);
    assert_true(count(t).first.completed);
    assert_int_equal(
        fixture_write(t->f, &visitor, do_claim, &q, &err), ERR_CONFLICT);
    expect_ok(fixture_write(t->f, &visitor, do_find, &q, &err), &err);
    assert_int_equal(q.denied.code, ERR_NOT_FOUND);
    for (int i = 0; i < 30; i++)
        expect_ok(fixture_write(t->f, &visitor, do_find, &q, &err), &err);
    assert_int_equal(q.denied.code, ERR_LIMIT);
}

static void
no_entrustment_without_proof_or_power(void **state)
{
    struct town *t = town_of(state);
    struct actor secretariat = fixture_officer(t->f, ROLE_SECRETARIAT);
    struct err err = { 0 };

    assert_int_equal(fixture_write(t->f, &secretariat, do_entrust, t, &err),
        ERR_DENIED);
    t->proof = NULL;
    assert_int_equal(
        fixture_write(t->f, &t->centre, do_entrust, t, &err), ERR_INPUT);
    assert_string_equal(err.field, "proof");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(reads_the_official_table),
        CASE(names_row_and_column_of_what_is_wrong),
        CASE(keeps_bad_rows_with_reasons),
        CASE(writes_what_it_reads),
        CASE(reads_typed_rows),
        CASE(sees_what_spreadsheets_do_to_cells),
        CASE(sealed_table_makes_twelve_holders),
        CASE(only_good_rows_on_request),
        CASE(entrustment_window_and_region_bind),
        CASE(organisation_of_another_region_is_a_bad_row),
        CASE(ended_entrustment_is_refused_by_the_centre),
        CASE(long_lists_go_on_after_a_restart),
        CASE(nominee_completes_its_account),
        CASE(no_entrustment_without_proof_or_power),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
