/* tck_report.c - results as the kit's csv and as JUnit XML. */
#include "tck.h"

#define REPORT_MAX (64u << 20)

/* A quoted cell; the kit's files quote every one. */
static void
cell(struct buf *b, struct str s, bool last)
{
    buf_byte(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_byte(b, '"');
        buf_byte(b, s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i]);
    }
    buf_str(b, last ? STR("\"\n") : STR("\","));
}

struct str
tck_csv(struct arena *a, const struct tck_results *r)
{
    struct buf b;
    struct str all = STR_EMPTY;

    buf_init(&b, a, REPORT_MAX);
    for (size_t i = 0; i < r->all.n; i++) {
        const struct tck_result *x = &r->all.p[i];

        cell(&b, x->folder, false);
        cell(&b, x->file, false);
        cell(&b, x->id, false);
        cell(&b, x->passed ? STR("SUCCESS") : STR("ERROR"), false);
        cell(&b, x->text, true);
    }
    return buf_done(&b, &all, NULL) == OK ? all : STR_EMPTY;
}

/* Text of an attribute; what XML 1.0 has no room for becomes "?". */
static void
attribute(struct buf *b, const char *name, struct str s)
{
    buf_fmt(b, " %s=\"", name);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c == '&')
            buf_lit(b, "&amp;");
        else if (c == '<')
            buf_lit(b, "&lt;");
        else if (c == '>')
            buf_lit(b, "&gt;");
        else if (c == '"')
            buf_lit(b, "&quot;");
        else
            buf_byte(b, (unsigned char)c < 0x20 ? '?' : c);
    }
    buf_byte(b, '"');
}

static void
junit_suite(struct buf *b, const struct tck_results *r, size_t from, size_t to)
{
    size_t failed = 0;

    for (size_t i = from; i < to; i++)
        failed += !r->all.p[i].passed;
    buf_lit(b, "  <testsuite");
    attribute(b, "name", r->all.p[from].folder);
    buf_fmt(b, " tests=\"%zu\" failures=\"%zu\">\n", to - from, failed);
    for (size_t i = from; i < to; i++) {
        const struct tck_result *x = &r->all.p[i];

        buf_lit(b, "    <testcase");
        attribute(b, "classname", x->file);
        attribute(b, "name", x->id);
        if (x->passed) {
            buf_lit(b, "/>\n");
            continue;
        }
        buf_lit(b, "><failure");
        attribute(b, "type",
            x->is_external ? STR("external function") : STR("result"));
        attribute(b, "message", x->text);
        buf_lit(b, "/></testcase>\n");
    }
    buf_lit(b, "  </testsuite>\n");
}

struct str
tck_junit(struct arena *a, const struct tck_results *r)
{
    struct buf b;
    struct str all = STR_EMPTY;

    buf_init(&b, a, REPORT_MAX);
    buf_fmt(&b,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites tests=\"%zu\" failures=\"%zu\">\n",
        r->all.n, r->failed);
    for (size_t from = 0, to; from < r->all.n; from = to) {
        for (to = from + 1; to < r->all.n &&
             str_eq(r->all.p[to].folder, r->all.p[from].folder);)
            to++;
        junit_suite(&b, r, from, to);
    }
    buf_lit(&b, "</testsuites>\n");
    return buf_done(&b, &all, NULL) == OK ? all : STR_EMPTY;
}
