/* test_parse.c - the pure parsers, without a socket. */
#include "internal.h"

#include "cmocka_all.h"

#include <stdio.h>
#include <string.h>

static struct arena *arena;

static int
set_up(void **state)
{
    (void)state;
    arena = arena_new("test");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void
assert_str(struct str got, struct str want)
{
    if (!str_eq(got, want))
        fail_msg("got \"" STR_FMT "\" want \"" STR_FMT "\"", STR_ARG(got),
            STR_ARG(want));
}

static void
test_form(void **state)
{
    const struct http_pair *p = NULL;
    size_t n = 99;
    struct err err;

    (void)state;
    assert_int_equal(
        http_parse_form(arena, STR("a=1&b=%E4%B8%AD+x&&c&=d&e=f=g&a=%2B"), 10,
            &p, &n, &err),
        OK);
    assert_int_equal(n, 6);
    assert_str(p[0].value, STR("1"));
    assert_str(p[1].name, STR("b"));
    assert_str(p[1].value, STR("中 x"));
    assert_str(p[2].name, STR("c"));
    assert_str(p[2].value, STR(""));
    assert_str(p[3].name, STR(""));
    assert_str(p[3].value, STR("d"));
    assert_str(p[4].value, STR("f=g"));
    assert_str(p[5].value, STR("+"));

    assert_int_equal(http_parse_form(arena, STR_EMPTY, 0, &p, &n, &err), OK);
    assert_int_equal(n, 0);
    assert_int_equal(http_parse_form(arena, STR("&&&"), 0, &p, &n, &err), OK);
    assert_int_equal(n, 0);
}

static void
test_form_refused(void **state)
{
    static const struct {
        struct str text;
        enum status want;
    } CASES[] = {
        { STR_INIT("a=%"), ERR_INPUT },
        { STR_INIT("a=%4"), ERR_INPUT },
        { STR_INIT("a=%4g"), ERR_INPUT },
        { STR_INIT("a=%g4"), ERR_INPUT },
        { STR_INIT("%zz=1"), ERR_INPUT },
        { STR_INIT("a=%00"), ERR_INPUT },
        { STR_INIT("a=%ff"), ERR_INPUT },
        { STR_INIT("a=\xd6\xd0"), ERR_INPUT },  /* GBK */
        { STR_INIT("a=%ED%A0%80"), ERR_INPUT }, /* a surrogate */
        { STR_INIT("a=%C0%80"), ERR_INPUT },    /* overlong */
        { STR_INIT("%E4=%B8%AD"), ERR_INPUT },  /* cut in the middle */
        { STR_INIT("a=1&b=2&c=3&d=4"), ERR_LIMIT },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        const struct http_pair *p = NULL;
        size_t n = 77;
        struct err err = { 0 };

        assert_int_equal(http_parse_form(arena, CASES[i].text, 3, &p, &n, &err),
            CASES[i].want);
        assert_null(p);
        assert_int_equal(n, 77);
        assert_true(strlen(err.text) > 0);
    }
}

static void
test_target(void **state)
{
    static const struct {
        const char *target;
        enum refusal why;
        const char *path;
        const char *query;
    } CASES[] = {
        { "/", REFUSE_NONE, "/", "" },
        { "/?", REFUSE_NONE, "/", "" },
        { "/a/b", REFUSE_NONE, "/a/b", "" },
        { "/a/", REFUSE_NONE, "/a/", "" },
        { "/a?x=/../?y", REFUSE_NONE, "/a", "x=/../?y" },
        { "/%e4%b8%ad%20", REFUSE_NONE, "/中 ", "" },
        { "/a+b", REFUSE_NONE, "/a+b", "" },
        { "/...", REFUSE_NONE, "/...", "" },
        { "/.a/b.", REFUSE_NONE, "/.a/b.", "" },
        { "", REFUSE_PATH, NULL, NULL },
        { "*", REFUSE_PATH, NULL, NULL },
        { "a", REFUSE_PATH, NULL, NULL },
        { "?x", REFUSE_PATH, NULL, NULL },
        { "http://host/", REFUSE_PATH, NULL, NULL },
        { "//", REFUSE_PATH, NULL, NULL },
        { "//a", REFUSE_PATH, NULL, NULL },
        { "/a//b", REFUSE_PATH, NULL, NULL },
        { "/a//", REFUSE_PATH, NULL, NULL },
        { "/..", REFUSE_PATH, NULL, NULL },
        { "/.", REFUSE_PATH, NULL, NULL },
        { "/a/./b", REFUSE_PATH, NULL, NULL },
        { "/a/../b", REFUSE_PATH, NULL, NULL },
        { "/a/%2e%2E/b", REFUSE_PATH, NULL, NULL },
        { "/a/.%2e", REFUSE_PATH, NULL, NULL },
        { "/a%2fb", REFUSE_PATH, NULL, NULL },
        { "/a%5Cb", REFUSE_PATH, NULL, NULL },
        { "/a\\b", REFUSE_PATH, NULL, NULL },
        { "/a#b", REFUSE_PATH, NULL, NULL },
        { "/a%00b", REFUSE_PATH, NULL, NULL },
        { "/a%0ab", REFUSE_PATH, NULL, NULL },
        { "/a%7f", REFUSE_PATH, NULL, NULL },
        { "/%ff", REFUSE_PATH, NULL, NULL },
        { "/%e4%b8", REFUSE_PATH, NULL, NULL },
        { "/a%", REFUSE_ESCAPE, NULL, NULL },
        { "/a%4", REFUSE_ESCAPE, NULL, NULL },
        { "/a%xx", REFUSE_ESCAPE, NULL, NULL },
        { "/a b", REFUSE_REQUEST, NULL, NULL },
        { "/a?b\tc", REFUSE_REQUEST, NULL, NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct str path = STR_EMPTY, query = STR_EMPTY;
        enum refusal why =
            parse_target(arena, str_of(CASES[i].target), &path, &query);

        if (why != CASES[i].why)
            fail_msg("%s: %d", CASES[i].target, (int)why);
        if (why == REFUSE_NONE) {
            assert_str(path, str_of(CASES[i].path));
            assert_str(query, str_of(CASES[i].query));
        }
    }
}

static void
test_boundary(void **state)
{
    struct str b;
    char longer[128];

    (void)state;
    assert_true(
        parse_boundary(arena, STR("multipart/form-data; boundary=abc"), &b));
    assert_str(b, STR("abc"));
    assert_true(parse_boundary(arena,
        STR("Multipart/Form-Data ; charset=x;Boundary=\"a b'c\" ; z=1"), &b));
    assert_str(b, STR("a b'c"));
    assert_false(parse_boundary(arena, STR("multipart/form-data"), &b));
    assert_false(
        parse_boundary(arena, STR("multipart/form-data; boundary="), &b));
    assert_false(
        parse_boundary(arena, STR("multipart/form-data; boundary=\"a"), &b));
    assert_false(parse_boundary(
        arena, STR("multipart/form-data; boundary=\"a\tb\""), &b));
    (void)snprintf(
        longer, sizeof(longer), "multipart/form-data; boundary=%071d", 0);
    assert_false(parse_boundary(arena, str_of(longer), &b));
}

static void
test_file_names(void **state)
{
    static const struct {
        const char *head;
        enum refusal why;
        const char *name;
    } CASES[] = {
        { "filename=\"a.txt\"", REFUSE_NONE, "a.txt" },
        { "filename=a.txt", REFUSE_NONE, "a.txt" },
        { "filename=\"申请表（盖章）.pdf\"", REFUSE_NONE,
            "申请表（盖章）.pdf" },
        { "filename=\"C:\\dir\\b.txt\"", REFUSE_NONE, "b.txt" },
        { "filename=\"../../etc/passwd\"", REFUSE_NONE, "passwd" },
        { "filename=\"..\\\"", REFUSE_MULTIPART, NULL }, /* never closed */
        { "filename=\"/\"", REFUSE_NONE, "" },
        { "filename=\"..\"", REFUSE_NONE, "" },
        { "filename=\"\"", REFUSE_NONE, "" },
        { "filename=\"a;b=c.txt\"", REFUSE_NONE, "a;b=c.txt" },
        { "filename=\"a\\\"b.txt\"", REFUSE_NONE, "a\"b.txt" },
        { "filename=\"a\x01"
          "b\x7f.t\tx\"",
            REFUSE_NONE, "ab.tx" },
        { "filename=\"\xe2\x80\xae"
          "txt.exe\"",
            REFUSE_NONE, "txt.exe" },
        { "filename=\"%41.txt\"", REFUSE_NONE, "%41.txt" },
        { "filename=\"\xd6\xd0.txt\"", REFUSE_UTF8, NULL },
        { "filename=\"a.txt\"; filename*=UTF-8''%E4%B8%AD%2e%74xt", REFUSE_NONE,
            "中.txt" },
        { "filename*=utf-8'zh'%2Fa%2F%E4%B8%AD; filename=\"a.txt\"",
            REFUSE_NONE, "中" },
        { "filename*=UTF-8''%ff", REFUSE_UTF8, NULL },
        { "filename*=GBK''%D6%D0; filename=\"a.txt\"", REFUSE_NONE, "a.txt" },
        { "filename*=UTF-8''%4; filename=\"a.txt\"", REFUSE_NONE, "a.txt" },
        { "filename=\"a\" x", REFUSE_MULTIPART, NULL },
        { "=\"a\"", REFUSE_MULTIPART, NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct part_head h = { 0 };
        enum refusal why = parse_part_head(arena,
            arena_fmt(arena,
                "Content-Disposition: form-data; name=\"f\"; %s\r\n"
                "Content-Type: text/x",
                CASES[i].head),
            &h);

        if (why != CASES[i].why)
            fail_msg("%s: %d", CASES[i].head, (int)why);
        if (why != REFUSE_NONE)
            continue;
        assert_true(h.is_file);
        assert_str(h.name, STR("f"));
        assert_str(h.type, STR("text/x"));
        assert_str(h.file_name, str_of(CASES[i].name));
    }
}

static void
test_part_heads(void **state)
{
    static const struct {
        const char *head;
        enum refusal why;
    } CASES[] = {
        { "content-disposition:form-data;name=a", REFUSE_NONE },
        { "Content-Disposition: form-data; name=\"字段\"", REFUSE_NONE },
        { "", REFUSE_MULTIPART },
        { "Content-Disposition: form-data", REFUSE_MULTIPART },
        { "Content-Disposition: form-data; name=\"\"", REFUSE_MULTIPART },
        { "Content-Disposition: form-data; name=\"a\"; name=\"b\"",
            REFUSE_MULTIPART },
        { "Content-Disposition: form-data; name=\"a\"\r\n"
          "Content-Disposition: form-data; name=\"b\"",
            REFUSE_MULTIPART },
        { "Content-Disposition: attachment; name=\"a\"", REFUSE_MULTIPART },
        { "Content-Type: text/plain", REFUSE_MULTIPART },
        { "Content-Disposition form-data", REFUSE_MULTIPART },
        { "Content-Disposition : form-data; name=a", REFUSE_MULTIPART },
        { "Content-Disposition: form-data; name=a\r\n folded",
            REFUSE_MULTIPART },
        { "Content-Disposition: form-data; name=a\r\n"
          "Content-Transfer-Encoding: base64",
            REFUSE_MULTIPART },
        { "Content-Disposition: form-data; name=a\r\n"
          "Content-Transfer-Encoding: binary",
            REFUSE_NONE },
        { "Content-Disposition: form-data; name=\"\xff\"", REFUSE_UTF8 },
        { "Content-Disposition: form-data; name=\"a\x01\"", REFUSE_UTF8 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct part_head h = { 0 };
        enum refusal why = parse_part_head(arena, str_of(CASES[i].head), &h);

        if (why != CASES[i].why)
            fail_msg("%s: %d", CASES[i].head, (int)why);
        if (why == REFUSE_NONE)
            assert_false(h.is_file);
    }
}

/* A sink that writes down what it is told. */
static enum refusal
told_begin(void *arg, const struct part_head *head)
{
    buf_fmt(arg, "[" STR_FMT ":", STR_ARG(head->name));
    return REFUSE_NONE;
}

static enum refusal
told_data(void *arg, struct str bytes)
{
    buf_str(arg, bytes);
    return REFUSE_NONE;
}

static enum refusal
told_end(void *arg)
{
    buf_byte(arg, ']');
    return REFUSE_NONE;
}

/* Feeds text in pieces of n bytes. */
static enum refusal
feed(struct str text, size_t n, struct buf *told)
{
    struct multipart *m;
    enum refusal why = REFUSE_NONE;

    buf_init(told, arena, 1 << 20);
    m = multipart_new(arena, STR("B"),
        (struct multipart_sink){ told_begin, told_data, told_end, told });
    for (size_t at = 0; at < text.n && why == REFUSE_NONE; at += n)
        why = multipart_feed(m, str_sub(text, at, n));
    return why == REFUSE_NONE ? multipart_end(m) : why;
}

#define PART(name) "Content-Disposition: form-data; name=" name "\r\n\r\n"

static void
test_multipart(void **state)
{
    static const struct {
        struct str text;
        enum refusal why;
        const char *told;
    } CASES[] = {
        { STR_INIT(
              "--B\r\n" PART("a") "1\r\n--B\r\n" PART("b") "\r\n--B--\r\n"),
            REFUSE_NONE, "[a:1][b:]" },
        { STR_INIT("preamble\r\n--B \t\r\n" PART(
              "a") "\r\n-\r\n--\r\n--A\r\r\n--B--epilogue\r\n--B\r\n"),
            REFUSE_NONE, "[a:\r\n-\r\n--\r\n--A\r]" },
        { STR_INIT("--B--"), REFUSE_NONE, "" },
        { STR_INIT(""), REFUSE_MULTIPART, NULL },
        { STR_INIT("--B"), REFUSE_MULTIPART, NULL },
        { STR_INIT("--B\r\n"), REFUSE_MULTIPART, NULL },
        { STR_INIT("--B\r\n" PART("a") "1"), REFUSE_MULTIPART, NULL },
        { STR_INIT("--B\r\n" PART("a") "1\r\n--B"), REFUSE_MULTIPART, NULL },
        { STR_INIT("--B\r\n" PART("a") "1\r\n--B-"), REFUSE_MULTIPART, NULL },
        { STR_INIT("--B\r\n" PART("a") "1\n--B--"), REFUSE_MULTIPART, NULL },
        { STR_INIT("--Bx\r\n" PART("a") "1\r\n--B--"), REFUSE_MULTIPART, NULL },
        { STR_INIT("--B\r\nX: y\r\n\r\n1\r\n--B--"), REFUSE_MULTIPART, NULL },
        { STR_INIT("--B\r\n\r\n1\r\n--B--"), REFUSE_MULTIPART, NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++)
        for (size_t n = 1; n <= 70; n++) {
            struct buf told;
            enum refusal why = feed(CASES[i].text, n, &told);

            if (why != CASES[i].why)
                fail_msg("case %zu in pieces of %zu: %d", i, n, (int)why);
            if (why == REFUSE_NONE)
                assert_str(buf_view(&told), str_of(CASES[i].told));
        }
}

/* Data larger than the window, with near misses of the delimiter. */
static void
test_multipart_long(void **state)
{
    static const size_t SIZES[] = { 1, 1000, 32768, 1 << 20 };
    struct buf text, told;

    (void)state;
    buf_init(&text, arena, 1 << 20);
    buf_lit(&text, "--B\r\n" PART("a"));
    for (int i = 0; i < 20000; i++)
        buf_lit(&text, "\r\n--A\r\n-");
    struct str want = arena_fmt(arena, "[a:" STR_FMT "]",
        STR_ARG(
            str_sub(buf_view(&text), sizeof("--B\r\n" PART("a")) - 1, text.n)));
    buf_lit(&text, "\r\n--B--");
    for (size_t i = 0; i < sizeof(SIZES) / sizeof(SIZES[0]); i++) {
        assert_int_equal(feed(buf_view(&text), SIZES[i], &told), REFUSE_NONE);
        assert_int_equal(buf_view(&told).n, want.n);
        assert_true(str_eq(buf_view(&told), want));
    }

    /* A head without end. */
    buf_clear(&text);
    buf_lit(&text, "--B\r\nX: ");
    for (int i = 0; i < 9000; i++)
        buf_byte(&text, 'x');
    assert_int_equal(feed(buf_view(&text), 100, &told), REFUSE_MULTIPART);
    buf_lit(&text, "\r\n\r\n");
    assert_int_equal(feed(buf_view(&text), 1 << 20, &told), REFUSE_MULTIPART);
    buf_clear(&text);
    buf_lit(&text, "--B");
    for (int i = 0; i < 9000; i++)
        buf_byte(&text, ' ');
    assert_int_equal(feed(buf_view(&text), 100, &told), REFUSE_MULTIPART);
}

static void
test_lookups(void **state)
{
    const struct http_pair headers[] = {
        { STR("Accept"), STR("a/b") },
        { STR("Cookie"), STR("a=1;b=\"2\"; c") },
        { STR("cookie"), STR("d=4; a=5") },
    };
    const struct http_pair fields[] = {
        { STR("x"), STR("1") },
        { STR("y"), STR("2") },
        { STR("x"), STR("3") },
    };
    const struct http_file files[] = {
        { .field = STR("f"), .size = 1 },
        { .field = STR("g"), .size = 2 },
        { .field = STR("f"), .size = 3 },
    };
    const struct http_request r = { .headers = headers,
        .n_headers = 3,
        .fields = fields,
        .n_fields = 3,
        .query = fields,
        .n_query = 2,
        .files = files,
        .n_files = 3 };
    struct str v = STR("untouched");

    (void)state;
    assert_str(http_header(&r, "ACCEPT"), STR("a/b"));
    assert_int_equal(http_header(&r, "Accep").n, 0);
    assert_str(http_cookie(&r, "a"), STR("1"));
    assert_str(http_cookie(&r, "b"), STR("2"));
    assert_str(http_cookie(&r, "d"), STR("4"));
    assert_int_equal(http_cookie(&r, "c").n, 0);
    assert_int_equal(http_cookie(&r, "A").n, 0);
    assert_str(http_query(&r, "x"), STR("1"));
    assert_str(http_field(&r, "y"), STR("2"));
    assert_int_equal(http_field(&r, "z").n, 0);
    assert_true(http_field_at(&r, "x", 1, &v));
    assert_str(v, STR("3"));
    assert_false(http_field_at(&r, "x", 2, &v));
    assert_str(v, STR("3"));
    assert_int_equal(http_file_of(&r, "f", 1)->size, 3);
    assert_null(http_file_of(&r, "f", 2));
    assert_null(http_file_of(&r, "h", 0));
}

static void
test_refusals(void **state)
{
    (void)state;
    for (int why = REFUSE_REQUEST; why <= REFUSE_STORAGE; why++) {
        struct refused r = { (enum refusal)why, 2048 };
        struct str m = refusal_message(arena, r, false);
        struct str h = refusal_message(arena, r, true);

        assert_in_range(refusal_status(r.why), 400, 503);
        assert_true(str_starts(m, h));
        assert_true(str_ends(h, STR("\r\n\r\n")));
        assert_true(utf8_valid(m));
        assert_true(str_find(m, str_of(refusal_text(r.why))) != SIZE_MAX);
        assert_true(str_find(m, STR("lang=\"en\"")) != SIZE_MAX);
        assert_true(str_find(m, STR("上限 2")) != SIZE_MAX);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form),
        cmocka_unit_test(test_form_refused),
        cmocka_unit_test(test_target),
        cmocka_unit_test(test_boundary),
        cmocka_unit_test(test_file_names),
        cmocka_unit_test(test_part_heads),
        cmocka_unit_test(test_multipart),
        cmocka_unit_test(test_multipart_long),
        cmocka_unit_test(test_lookups),
        cmocka_unit_test(test_refusals),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
