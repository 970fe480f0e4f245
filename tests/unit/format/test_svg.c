#include "check.h"
#include "format/svg.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

struct page {
    struct arena *a;
    struct buf out;
    struct html h;
};

static int
setup(void **state)
{
    static struct page page;

    page.a = arena_new("test");
    buf_init(&page.out, page.a, 1 << 20);
    page.h.out = &page.out;
    *state = &page;
    return 0;
}

static int
teardown(void **state)
{
    struct page *p = *state;

    arena_free(p->a);
    return 0;
}

/* What a strict content security policy would refuse. */
static void
refuse_active(void *seen, const XML_Char *name, const XML_Char **attributes)
{
    size_t *elements = seen;

    (*elements)++;
    assert_string_not_equal(name, "script");
    assert_string_not_equal(name, "style");
    assert_string_not_equal(name, "foreignObject");
    for (; *attributes; attributes += 2) {
        assert_string_not_equal(attributes[0], "style");
        assert_memory_not_equal(attributes[0], "on", 2);
        assert_null(strstr(attributes[1], "nan"));
        assert_null(strstr(attributes[1], "inf"));
    }
}

/* Well-formed, harmless; returns the number of elements. */
static size_t
checked(struct page *p)
{
    struct str s = buf_view(&p->out);
    XML_Parser parser = XML_ParserCreate("UTF-8");
    size_t elements = 0;

    XML_SetUserData(parser, &elements);
    XML_SetStartElementHandler(parser, refuse_active);
    if (XML_Parse(parser, s.p, (int)s.n, 1) != XML_STATUS_OK) {
        print_error("%s in %.*s\n",
            XML_ErrorString(XML_GetErrorCode(parser)), STR_ARG(s));
        fail();
    }
    XML_ParserFree(parser);
    return elements;
}

static size_t
count(struct str s, const char *what)
{
    size_t n = 0;
    size_t at;

    while ((at = str_find(s, str_of(what))) != SIZE_MAX) {
        n++;
        s = str_sub(s, at + strlen(what), SIZE_MAX);
    }
    return n;
}

static const struct str labels[] = { STR_INIT("一月"), STR_INIT("<&\"'>"),
    STR_INIT("西部科学城重庆高新区直属机构综合办公室（含派出机构）") };
static const int64_t some[] = { 3, 0, 7 };
static const int64_t more[] = { 12345, 6, 99999 };
static const struct chart_series two[] = { { STR_INIT("受理"), some },
    { STR_INIT("办结</svg>"), more } };
static const struct chart chart = { .title = STR_INIT("办件 <量>"),
    .description = STR_INIT("每月 & 每年"), .unit = STR_INIT("件"),
    .labels = labels, .n = 3, .series = two, .n_series = 2 };

typedef void (*draw_fn)(struct html *h, const struct chart *c);
static const draw_fn draws[] = { svg_bars, svg_ranking, svg_line, svg_ring };

static void
every_chart_is_well_formed_and_named(void **state)
{
    struct page *p = *state;

    for (size_t i = 0; i < 4; i++) {
        struct str s;

        buf_clear(&p->out);
        draws[i](&p->h, &chart);
        s = buf_view(&p->out);
        (void)checked(p);
        check_contains(s, "role=\"img\"");
        check_contains(s, "aria-label=\"办件 &lt;量&gt;\"");
        check_contains(s, "<title>办件 &lt;量&gt;</title>");
        check_contains(s, "<desc>每月 &amp; 每年</desc>");
        check_contains(s, "&lt;&amp;&quot;&#39;&gt;");
    }
}

static void
every_value_has_its_mark(void **state)
{
    struct page *p = *state;

    svg_bars(&p->h, &chart);
    /* six bars and two squares of the legend */
    assert_int_equal(count(buf_view(&p->out), "<rect"), 8);
    check_contains(buf_view(&p->out),
        "<title>一月 办结&lt;/svg&gt; 12,345件</title>");
    buf_clear(&p->out);
    svg_line(&p->h, &chart);
    assert_int_equal(count(buf_view(&p->out), "<polyline"), 2);
    assert_int_equal(count(buf_view(&p->out), "<path"), 6);
    buf_clear(&p->out);
    svg_ring(&p->h, &chart);
    /* the zero has no piece, but a line in the legend */
    assert_int_equal(count(buf_view(&p->out), "<path"), 2);
    assert_int_equal(count(buf_view(&p->out), "<rect"), 3);
    check_contains(buf_view(&p->out), "3件 (30%)");
}

static void
nothing_and_zero_are_drawn_too(void **state)
{
    static const int64_t zeros[] = { 0, 0, 0 };
    static const struct chart_series zero = { STR_INIT(""), zeros };
    struct page *p = *state;
    struct chart c = chart;

    for (size_t i = 0; i < 4; i++) {
        buf_clear(&p->out);
        c.series = &zero;
        c.n_series = 1;
        c.n = 3;
        draws[i](&p->h, &c);
        (void)checked(p);
        buf_clear(&p->out);
        c.n = 0;
        draws[i](&p->h, &c);
        (void)checked(p);
        buf_clear(&p->out);
        c.n_series = 0;
        draws[i](&p->h, &c);
        (void)checked(p);
    }
}

static void
huge_values_stay_inside(void **state)
{
    static const int64_t huge[] = { INT64_MAX, INT64_MAX - 1, 1 };
    static const struct chart_series series = { STR_INIT("x"), huge };
    struct page *p = *state;
    struct chart c = chart;

    c.series = &series;
    c.n_series = 1;
    for (size_t i = 0; i < 4; i++) {
        buf_clear(&p->out);
        draws[i](&p->h, &c);
        (void)checked(p);
    }
}

static void
a_single_share_is_a_whole_ring(void **state)
{
    static const int64_t one[] = { 5 };
    static const struct chart_series series = { STR_INIT("x"), one };
    struct page *p = *state;
    struct chart c = chart;

    c.series = &series;
    c.n_series = 1;
    c.n = 1;
    svg_ring(&p->h, &c);
    (void)checked(p);
    check_contains(buf_view(&p->out), "evenodd");
    check_contains(buf_view(&p->out), "5件 (100%)");
}

/* The axis ends at the first round figure not below the largest value. */
static void
axes_end_on_round_figures(void **state)
{
    static const struct {
        int64_t max;
        const char *top, *beyond;
    } cases[] = {
        { 1, ">1<", ">2<" }, { 5, ">5<", ">6<" }, { 6, ">6<", ">8<" },
        { 11, ">15<", ">20<" }, { 38, ">40<", ">50<" },
        { 128400, ">150,000<", ">200,000<" },
    };
    struct page *p = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct chart_series series = { STR(""), &cases[i].max };
        struct chart c = chart;

        c.series = &series;
        c.n_series = 1;
        c.n = 1;
        buf_clear(&p->out);
        svg_line(&p->h, &c);
        check_contains(buf_view(&p->out), cases[i].top);
        assert_int_equal(count(buf_view(&p->out), cases[i].beyond), 0);
    }
}

static void
progress_says_whether_the_goal_is_met(void **state)
{
    static const int64_t cases[][2] = { { 0, 0 }, { 3412, 3600 },
        { 3600, 3600 }, { 200, 150 }, { 0, 10 }, { INT64_MAX, 1 } };
    struct page *p = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        bool met = cases[i][0] >= cases[i][1];

        buf_clear(&p->out);
        svg_progress(&p->h, STR("时长"), cases[i][0], cases[i][1]);
        (void)checked(p);
        assert_int_equal(count(buf_view(&p->out), "✓"), met ? 1 : 0);
    }
    buf_clear(&p->out);
    svg_progress(&p->h, STR("时长"), 3412, 3600);
    check_contains(buf_view(&p->out), "3,412 / 3,600");
    /* 398 * 3412 / 3600 */
    check_contains(buf_view(&p->out), "width=\"377.2\"");
}

/* Dark modules of the path, back as a grid. */
static int
read_modules(struct str s, char grid[64][64])
{
    size_t at = str_find(s, STR("<path d=\""));
    const char *c;
    int dark = 0;

    assert_int_not_equal(at, SIZE_MAX);
    memset(grid, ' ', 64 * 64);
    for (c = s.p + at + 9; *c == 'M';) {
        char *end;
        long x = strtol(c + 1, &end, 10);
        long y = strtol(end + 1, &end, 10);
        long n = strtol(end + 1, &end, 10);

        assert_true(x >= 4 && y >= 4 && n > 0 && x + n <= 60 && y < 60);
        for (long i = 0; i < n; i++, dark++)
            grid[y][x + i] = '#';
        c = strchr(end, 'z');
        assert_non_null(c);
        c++;
    }
    return dark;
}

static void
qr_codes_have_their_three_corners(void **state)
{
    static const char *const finder[] = { "#######", "#     #", "# ### #",
        "# ### #", "# ### #", "#     #", "#######" };
    struct page *p = *state;
    char grid[64][64];
    struct err err;
    int dark;

    assert_int_equal(
        svg_qr(&p->h, STR("https://example.com/v/1"), 160, &err), OK);
    buf_byte(&p->out, '\0'); /* strtol reads to a NUL */
    p->out.n--;
    (void)checked(p);
    check_contains(buf_view(&p->out), "width=\"160\"");
    /* version 2, level M holds 26 bytes: 25 modules and 8 of quiet zone */
    check_contains(buf_view(&p->out), "viewBox=\"0 0 33 33\"");
    dark = read_modules(buf_view(&p->out), grid);
    for (int y = 0; y < 7; y++) {
        assert_memory_equal(grid[4 + y] + 4, finder[y], 7);
        assert_memory_equal(grid[4 + y] + 4 + 18, finder[y], 7);
        assert_memory_equal(grid[4 + 18 + y] + 4, finder[y], 7);
    }
    assert_in_range(dark, 25 * 25 * 2 / 5, 25 * 25 * 3 / 5);
}

static void
qr_codes_have_a_limit(void **state)
{
    struct page *p = *state;
    char *text = arena_alloc(p->a, 3000);
    struct err err;

    memset(text, 'a', 3000);
    assert_int_equal(
        svg_qr(&p->h, (struct str){ text, 2331 }, 100, &err), OK);
    buf_clear(&p->out);
    assert_int_equal(
        svg_qr(&p->h, (struct str){ text, 2332 }, 100, &err), ERR_LIMIT);
    assert_int_equal(svg_qr(&p->h, STR_EMPTY, 100, &err), ERR_LIMIT);
    assert_int_equal(buf_view(&p->out).n, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define PAGE_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
        PAGE_TEST(every_chart_is_well_formed_and_named),
        PAGE_TEST(every_value_has_its_mark),
        PAGE_TEST(nothing_and_zero_are_drawn_too),
        PAGE_TEST(huge_values_stay_inside),
        PAGE_TEST(a_single_share_is_a_whole_ring),
        PAGE_TEST(axes_end_on_round_figures),
        PAGE_TEST(progress_says_whether_the_goal_is_met),
        PAGE_TEST(qr_codes_have_their_three_corners),
        PAGE_TEST(qr_codes_have_a_limit),
    };

    return cmocka_run_group_tests_name("svg", tests, NULL, NULL);
}
