#include "check.h"
#include "format/html.h"

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
    buf_init(&page.out, page.a, 1 << 16);
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

static void
text_is_escaped(void **state)
{
    struct page *p = *state;

    html_raw(&p->h, "<td>");
    html_text(&p->h, STR("<b>\"明\" & '册'</b>"));
    html_raw(&p->h, "</td>");
    check_str(buf_view(&p->out),
        "<td>&lt;b&gt;&quot;明&quot; &amp; &#39;册&#39;&lt;/b&gt;</td>");
}

static void
text_without_specials_stands_as_it_is(void **state)
{
    struct page *p = *state;

    html_text(&p->h, STR_EMPTY);
    html_text(&p->h, STR("第七条 申请"));
    html_cstr(&p->h, "，<完>");
    check_str(buf_view(&p->out), "第七条 申请，&lt;完&gt;");
}

static void
controls_are_dropped_but_not_tab_and_line_feed(void **state)
{
    struct page *p = *state;

    html_text(&p->h, STR("a\x01\x1f\x7f\tb\nc\r\xc2\x85" "d\xc2\xa0"));
    check_str(buf_view(&p->out), "a\tb\ncd\xc2\xa0");
}

static void
nul_is_dropped(void **state)
{
    struct page *p = *state;

    html_text(&p->h, STR("a\0b"));
    check_str(buf_view(&p->out), "ab");
}

static void
cut_sequence_at_the_end_is_not_read_past(void **state)
{
    struct page *p = *state;

    html_text(&p->h, (struct str){ "\xc2\x85", 1 });
    assert_int_equal(buf_view(&p->out).n, 1);
}

static void
attributes_are_quoted(void **state)
{
    struct page *p = *state;

    html_raw(&p->h, "<input");
    html_attr(&p->h, "value", STR("x\" onfocus=\"alert(1)"));
    html_attr_int(&p->h, "size", -5);
    html_raw(&p->h, ">");
    check_str(buf_view(&p->out),
        "<input value=\"x&quot; onfocus=&quot;alert(1)\" size=\"-5\">");
}

static void
lines_become_breaks(void **state)
{
    struct page *p = *state;

    html_multiline(&p->h, STR("一\r\n二<\n\n三"));
    check_str(buf_view(&p->out), "一<br>二&lt;<br><br>三");
}

static void
numbers_are_grouped(void **state)
{
    static const struct {
        int64_t v;
        const char *want;
    } cases[] = {
        { 0, "0" }, { 7, "7" }, { 999, "999" }, { 1000, "1,000" },
        { 12345, "12,345" }, { -1234567, "-1,234,567" },
        { INT64_MAX, "9,223,372,036,854,775,807" },
        { INT64_MIN, "-9,223,372,036,854,775,808" },
    };
    struct page *p = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        buf_clear(&p->out);
        html_int_grouped(&p->h, cases[i].v);
        check_str(buf_view(&p->out), cases[i].want);
    }
}

static void
addresses_are_escaped_in_attributes(void **state)
{
    struct page *p = *state;
    struct url u = url_with(p->a, url_path("/register"), "q", STR("a&b"));

    u = url_with(p->a, u, "page", STR("2"));
    html_raw(&p->h, "<a");
    html_href(&p->h, "href", u);
    html_raw(&p->h, ">");
    check_str(buf_view(&p->out),
        "<a href=\"/register?q=a%26b&amp;page=2\">");
}

static void
paths_encode_their_segments(void **state)
{
    struct page *p = *state;
    struct str name = STR("张三/../x?y#z");
    int64_t id = INT64_C(123456789012345);

    check_str(url_text(url_make(p->a, "/applications/%d/section/%s", id,
                  name)),
        "/applications/123456789012345/section/"
        "%E5%BC%A0%E4%B8%89%2F..%2Fx%3Fy%23z");
    check_str(url_text(url_make(p->a, "/a/%d/%d/%d/%s/%s/%d", 1, 2L, -3LL,
                  STR("a-b_c.d~e"), STR(" "), 6U)),
        "/a/1/2/-3/a-b_c.d~e/%20/6");
}

static void
an_empty_segment_does_not_name_a_host(void **state)
{
    struct page *p = *state;

    check_str(
        url_text(url_make(p->a, "/%s/%s", STR_EMPTY, STR("example.com"))),
        "/.//example.com");
}

static void
too_long_an_address_leads_nowhere(void **state)
{
    struct page *p = *state;
    struct str big = { arena_alloc(p->a, 9000), 9000 };

    check_str(url_text(url_make(p->a, "/x/%s", big)), "#");
    check_str(url_text(url_with(p->a, url_path("/x"), "q", big)), "#");
}

static void
queries_go_before_the_fragment(void **state)
{
    struct page *p = *state;

    check_str(url_text(url_with(p->a, url_path("/a#top"), "状态", STR("有效"))),
        "/a?%E7%8A%B6%E6%80%81=%E6%9C%89%E6%95%88#top");
    check_str(url_text(url_fragment(p->a, STR("CW-7-2-b"))), "#CW-7-2-b");
    check_str(url_text(url_fragment(p->a, STR("a b\""))), "#a%20b%22");
}

static void
typed_addresses_keep_to_known_schemes(void **state)
{
    static const char *const good[] = {
        "http://example.com/", "HTTPS://example.com/a?b=c#d",
        "mailto:office@example.com", "https://例子.example/路径",
    };
    static const char *const bad[] = {
        "", "#", "/relative", "//example.com", "javascript:alert(1)",
        "JaVaScRiPt:alert(1)", "data:text/html,x", "http:example.com",
        "https://", "https://a b", "java\nscript:alert(1)",
        "https://a\\@b", "vbscript:x", "https://a\xff",
        "https://a\xe2\x80\xaez", /* bidi override */
    };
    struct page *p = *state;

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        check_str(url_text(url_user(p->a, str_of(good[i]))), good[i]);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        check_str(url_text(url_user(p->a, str_of(bad[i]))), "#");
    check_str(url_text(url_user(p->a, STR("  https://example.com\n"))),
        "https://example.com");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define PAGE_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
        PAGE_TEST(text_is_escaped),
        PAGE_TEST(text_without_specials_stands_as_it_is),
        PAGE_TEST(controls_are_dropped_but_not_tab_and_line_feed),
        PAGE_TEST(nul_is_dropped),
        PAGE_TEST(cut_sequence_at_the_end_is_not_read_past),
        PAGE_TEST(attributes_are_quoted),
        PAGE_TEST(lines_become_breaks),
        PAGE_TEST(numbers_are_grouped),
        PAGE_TEST(addresses_are_escaped_in_attributes),
        PAGE_TEST(paths_encode_their_segments),
        PAGE_TEST(an_empty_segment_does_not_name_a_host),
        PAGE_TEST(too_long_an_address_leads_nowhere),
        PAGE_TEST(queries_go_before_the_fragment),
        PAGE_TEST(typed_addresses_keep_to_known_schemes),
    };

    return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
