/* Summary tables and the wording of plaques: the same input gives the same
 * bytes, long tables go over several pages, odd input does no harm. The folder
 * of fonts is the first argument. */
#include "report/plaque.h"
#include "report/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct arena *a;
static struct pdf_fonts *fonts;
static const char *font_dir;

static int
setup(void **state)
{
    (void)state;
    a = arena_new("test");
    return pdf_fonts_open(font_dir, &fonts, NULL) == OK ? 0 : -1;
}

static int
teardown(void **state)
{
    (void)state;
    arena_free(a);
    pdf_fonts_close(fonts);
    return 0;
}

static const struct str HEADS[] = { STR_INIT("序号"),
    STR_INIT("律师事务所名称"), STR_INIT("所在地"), STR_INIT("备注") };

static struct str
table(size_t rows)
{
    struct str *cells = arena_new_array(a, struct str, rows * 4 + 1);
    struct str bytes = STR_EMPTY;
    struct err err = { 0 };

    for (size_t i = 0; i < rows; i++) {
        cells[i * 4] = arena_fmt(a, "%zu", i + 1);
        cells[i * 4 + 1] = STR("示例（四川）律师事务所");
        cells[i * 4 + 2] = STR("四川省 成都市 武侯区");
        cells[i * 4 + 3] = i % 2 == 0 ? STR_EMPTY : STR("再次申报");
    }
    if (table_pdf(a, fonts,
            &(struct table_paper){ .title = STR("汇总表"),
                .number = STR("HZ-2024-001"),
                .intro = STR("现将公示期满的申请表汇总如下，报请备案。"),
                .heads = HEADS,
                .n_columns = 4,
                .cells = cells,
                .n_rows = rows,
                .issuer = STR("示例协会"),
                .day = day_of_ymd(2024, 6, 12) },
            &bytes, &err) != OK)
        fail_msg("%s", err.text);
    return bytes;
}

/* Pages by the objects of their type; the tree of pages is "/Type /Pages". */
static size_t
pages(struct str pdf)
{
    struct str rest = pdf, mark = STR("/Type /Page\n");
    size_t n = 0, at;

    while ((at = str_find(rest, mark)) != SIZE_MAX) {
        n++;
        rest = str_sub(rest, at + mark.n, SIZE_MAX);
    }
    return n;
}

static void
test_same_bytes(void **state)
{
    (void)state;
    struct str one = table(3), two = table(3);

    assert_true(one.n > 1000);
    assert_memory_equal(one.p, "%PDF-", 5);
    assert_true(str_eq(one, two));
}

static void
test_long_tables_have_more_pages(void **state)
{
    (void)state;
    struct str none = table(0), few = table(3), many = table(120);

    assert_int_equal(pages(none), pages(few));
    assert_true(many.n > few.n);
    if (pages(few) > 0) /* object streams hide them */
        assert_true(pages(many) > pages(few));
}

static struct str
plaque(const char *body)
{
    struct str bytes = STR_EMPTY;
    struct err err = { 0 };

    if (plaque_pdf(a, fonts,
            &(struct plaque_paper){ .body = str_of(body),
                .number = STR("FLZ-2024-00001"),
                .issuer = STR("示例协会"),
                .made = day_of_ymd(2024, 6, 12) },
            &bytes, &err) != OK)
        fail_msg("%s", err.text);
    return bytes;
}

static void
test_plaques(void **state)
{
    (void)state;
    struct str one = plaque("示例协会法律服务工作站\n\n授予：示例律师事务所\n\n"
                            "编号：FLZ-2024-00001\n"),
               same = plaque("示例协会法律服务工作站\n\n授予：示例律师事务所\n\n"
                             "编号：FLZ-2024-00001\n"),
               empty = plaque("");
    struct buf b;
    struct str longest;

    assert_true(str_eq(one, same));
    assert_false(str_eq(one, empty));
    buf_init(&b, a, 1u << 20);
    for (int i = 0; i < 400; i++)
        buf_str(&b, STR("很长的名称"));
    assert_int_equal(buf_done(&b, &longest, NULL), OK);
    assert_memory_equal(plaque(arena_cstr(a, longest)).p, "%PDF-", 5);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_long_tables_have_more_pages),
        cmocka_unit_test(test_plaques),
    };

    if (argc < 2)
        return 2;
    font_dir = argv[1];
    return cmocka_run_group_tests(tests, setup, teardown);
}
