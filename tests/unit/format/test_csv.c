#include "check.h"
#include "format/csv.h"

static struct arena *arena;

static int
setup(void **state)
{
    (void)state;
    arena = arena_new("test");
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* Rows as text: cells in [..], one line a row with its number. */
static struct str
shown(struct str text)
{
    const struct csv_row *rows;
    struct err err;
    struct buf b;
    size_t n;

    buf_init(&b, arena, 1 << 20);
    if (csv_read(arena, text, 1000, &rows, &n, &err) != OK) {
        buf_fmt(&b, "%s %s", status_name(err.code), err.text);
        return buf_view(&b);
    }
    for (size_t i = 0; i < n; i++) {
        buf_fmt(&b, "%d:", rows[i].line);
        for (size_t j = 0; j < rows[i].n; j++) {
            buf_byte(&b, '[');
            buf_str(&b, rows[i].cells[j]);
            buf_byte(&b, ']');
        }
        buf_byte(&b, '\n');
    }
    return buf_view(&b);
}

static void
reads_plain_rows(void **state)
{
    (void)state;
    check_str(shown(STR("姓名,时长\r\n张三,12\n李四,\n")),
        "1:[姓名][时长]\n2:[张三][12]\n3:[李四][]\n");
    check_str(shown(STR("a,b")), "1:[a][b]\n");
    check_str(shown(STR("\xEF\xBB\xBFx")), "1:[x]\n");
    check_str(shown(STR_EMPTY), "");
    check_str(shown(STR("\xEF\xBB\xBF")), "");
    check_str(shown(STR("a\r")), "1:[a]\n");
}

static void
reads_quoted_cells(void **state)
{
    (void)state;
    check_str(shown(STR("\"a,b\",\"say \"\"hi\"\"\",\"\"\nx")),
        "1:[a,b][say \"hi\"][]\n2:[x]\n");
    check_str(shown(STR("\"one\ntwo\r\nthree\",z\nnext")),
        "1:[one\ntwo\r\nthree][z]\n4:[next]\n");
    check_str(shown(STR("a\"b,c")), "1:[a\"b][c]\n");
    check_str(shown(STR(" \"a\" ,b")), "1:[ \"a\" ][b]\n");
    check_str(shown(STR("\"a\"\r\n\"b\"")), "1:[a]\n2:[b]\n");
}

static void
takes_tabs_if_the_first_line_has_only_those(void **state)
{
    (void)state;
    check_str(shown(STR("a\tb\n1,5\t2\n")), "1:[a][b]\n2:[1,5][2]\n");
    check_str(shown(STR("a\tb,c\n")), "1:[a\tb][c]\n");
    check_str(shown(STR("\"a\tb\nc\",d\n")), "1:[a\tb\nc][d]\n");
    check_str(shown(STR("\"a,\"\"b\"\tc\n")), "1:[a,\"b][c]\n");
}

static void
drops_blank_rows_at_the_end_only(void **state)
{
    (void)state;
    check_str(shown(STR("a,b\n\n,\nc,d\n,,,\n \n\n")),
        "1:[a][b]\n2:[]\n3:[][]\n4:[c][d]\n");
    check_str(shown(STR("\n\n,\n")), "");
}

static void
refuses_what_is_no_csv(void **state)
{
    (void)state;
    /* "姓名" in GBK */
    check_contains(shown(STR("\xd0\xd5\xc3\xfb,1\n")), "UTF-8");
    check_contains(shown(STR("\xff\xfe" "a\0b\0")), "ERR_INPUT");
    check_contains(shown(STR("a\0b")), "ERR_INPUT");
    check_contains(shown(STR("PK\x03\x04zzz")), "xlsx");
    check_str(shown(STR("\xEF\xBB\xBFPK\x03\x04")), "1:[PK\x03\x04]\n");
    check_contains(shown(STR("a\n\"b\nc\nd")), "第 2 行");
    check_contains(shown(STR("a\n\"b\"c\n")), "第 2 行");
    check_contains(shown(STR("\"")), "第 1 行");
}

static void
keeps_to_its_limits(void **state)
{
    const struct csv_row *rows = NULL;
    struct err err;
    struct buf b;
    size_t n = 77;

    (void)state;
    assert_int_equal(
        csv_read(arena, STR("1\n2\n3\n\n\n"), 3, &rows, &n, &err), OK);
    assert_int_equal(n, 3);
    n = 77;
    assert_int_equal(
        csv_read(arena, STR("1\n2\n3\n4\n"), 3, &rows, &n, &err), ERR_LIMIT);
    assert_int_equal(n, 77);

    buf_init(&b, arena, 4096);
    for (int i = 0; i < 255; i++)
        buf_byte(&b, ',');
    assert_int_equal(
        csv_read(arena, buf_view(&b), 3, &rows, &n, &err), OK);
    buf_lit(&b, ",x");
    assert_int_equal(
        csv_read(arena, buf_view(&b), 3, &rows, &n, &err), ERR_LIMIT);
}

static struct str
written(struct str cell)
{
    struct buf b;

    buf_init(&b, arena, 4096);
    csv_cell(&b, true, cell);
    return buf_view(&b);
}

static void
writes_formulas_as_text(void **state)
{
    (void)state;
    check_str(written(STR("=1+1")), "'=1+1");
    check_str(written(STR("=\"a\"")), "\"'=\"\"a\"\"\"");
    check_str(written(STR("+cmd")), "'+cmd");
    check_str(written(STR("-1-2")), "'-1-2");
    check_str(written(STR("@x")), "'@x");
    check_str(written(STR("\tx")), "\"'\tx\"");
    check_str(written(STR("\rx")), "\"'\rx\"");
    check_str(written(STR("＝1")), "'＝1");
    check_str(written(STR("-")), "'-");
    check_str(written(STR("-1.")), "'-1.");
    check_str(written(STR("-1.5.2")), "'-1.5.2");
}

static void
writes_numbers_and_text_plainly(void **state)
{
    struct buf b;

    (void)state;
    check_str(written(STR("-12.5")), "-12.5");
    check_str(written(STR("+3")), "+3");
    check_str(written(STR("张三")), "张三");
    check_str(written(STR("a=b")), "a=b");
    check_str(written(STR(" a")), "\" a\"");
    check_str(written(STR_EMPTY), "");
    buf_init(&b, arena, 100);
    csv_begin(&b);
    csv_cell(&b, true, STR("a,b"));
    csv_cell_int(&b, false, -7);
    csv_cell(&b, false, STR("\""));
    csv_end_row(&b);
    csv_cell_int(&b, true, 1);
    check_str(buf_view(&b), "\xEF\xBB\xBF\"a,b\",-7,\"\"\"\"\r\n1");
}

static void
reads_what_it_wrote(void **state)
{
    static const char *const cells[] = { "a\"\"b", "x\ny", ",", " ", "，",
        "\"", "a\tb", "第一行\r\n第二行" };
    const struct csv_row *rows;
    struct err err;
    struct buf b;
    size_t n;

    (void)state;
    buf_init(&b, arena, 4096);
    csv_begin(&b);
    for (size_t i = 0; i < 8; i++)
        csv_cell(&b, i == 0, str_of(cells[i]));
    csv_end_row(&b);
    assert_int_equal(
        csv_read(arena, buf_view(&b), 10, &rows, &n, &err), OK);
    assert_int_equal(n, 1);
    assert_int_equal(rows[0].n, 8);
    for (size_t i = 0; i < 8; i++)
        check_str(rows[0].cells[i], cells[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_plain_rows),
        cmocka_unit_test(reads_quoted_cells),
        cmocka_unit_test(takes_tabs_if_the_first_line_has_only_those),
        cmocka_unit_test(drops_blank_rows_at_the_end_only),
        cmocka_unit_test(refuses_what_is_no_csv),
        cmocka_unit_test(keeps_to_its_limits),
        cmocka_unit_test(writes_formulas_as_text),
        cmocka_unit_test(writes_numbers_and_text_plainly),
        cmocka_unit_test(reads_what_it_wrote),
    };

    return cmocka_run_group_tests_name("csv", tests, setup, teardown);
}
