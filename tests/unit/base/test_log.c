/* test_log.c - one event, one line, whatever the words hold. */
#include "base/base.h"
#include "base/log.h"
#include "check.h"

#include <limits.h>
#include <unistd.h>

/* 2023-03-12T15:59:59.000042Z */
#define NOW_US INT64_C(1678636799000042)

/* What log_event writes, through a pipe. */
struct fixture {
    int from, to;
    char text[2 * PIPE_BUF];
};

static int
open_pipe(void **state)
{
    static struct fixture f;
    int ends[2];

    if (pipe(ends) != 0)
        return -1;
    f.from = ends[0];
    f.to = ends[1];
    *state = &f;
    return 0;
}

static int
close_pipe(void **state)
{
    struct fixture *f = *state;

    close(f->from);
    if (f->to >= 0)
        close(f->to);
    return 0;
}

static const char *
read_all(struct fixture *f)
{
    size_t n = 0;
    ssize_t got;

    close(f->to);
    f->to = -1;
    while ((got = read(f->from, f->text + n, sizeof(f->text) - 1 - n)) > 0)
        n += (size_t)got;
    f->text[n] = '\0';
    return f->text;
}

static void
writes_a_line(void **state)
{
    struct fixture *f = *state;
    const struct log l = { f->to, LOG_INFO };

    log_event(&l, LOG_INFO, NOW_US, "request",
        LOG_FIELDS({ "path", STR("/apply"), 0 }, { "status", STR_EMPTY, 200 },
            { "ms", STR_EMPTY, INT64_MIN }));
    assert_string_equal(read_all(f),
        "2023-03-12T15:59:59.000042Z info request path=/apply status=200 "
        "ms=-9223372036854775808\n");
}

static void
leaves_out_what_is_below_the_level(void **state)
{
    struct fixture *f = *state;
    const struct log l = { f->to, LOG_WARN };

    log_event(&l, LOG_INFO, NOW_US, "a", NULL, 0);
    log_event(&l, LOG_DEBUG, NOW_US, "b", NULL, 0);
    log_event(&l, LOG_WARN, NOW_US, "c", NULL, 0);
    log_event(&l, LOG_ERROR, NOW_US, "d", NULL, 0);
    log_event(NULL, LOG_ERROR, NOW_US, "e", NULL, 0);
    assert_string_equal(read_all(f),
        "2023-03-12T15:59:59.000042Z warn c\n"
        "2023-03-12T15:59:59.000042Z error d\n");
}

static void
cannot_be_made_to_forge_a_line(void **state)
{
    struct fixture *f = *state;
    const struct log l = { f->to, LOG_INFO };

    log_event(&l, LOG_INFO, NOW_US, "x",
        LOG_FIELDS({ "a", STR("1\n2 error y\x1b[0m\x7f\0"), 0 },
            { "b", STR("say \"hi\\\" k=v"), 0 }, { "c", STR(""), 0 },
            { "d", STR("年"), 0 }));
    assert_string_equal(read_all(f),
        "2023-03-12T15:59:59.000042Z info x "
        "a=\"1\\x0a2 error y\\x1b[0m\\x7f\\x00\" "
        "b=\"say \\\"hi\\\\\\\" k=v\" c=\"\" d=年\n");
}

static void
keeps_a_line_in_one_write(void **state)
{
    struct fixture *f = *state;
    const struct log l = { f->to, LOG_INFO };
    struct arena *a = arena_new("test");
    const char *text;

    log_event(&l, LOG_INFO, NOW_US, "x",
        LOG_FIELDS({ "a", arena_fmt(a, "%9000d", 1), 0 }));
    text = read_all(f);
    assert_int_equal(strlen(text), PIPE_BUF);
    assert_int_equal(text[PIPE_BUF - 1], '\n');
    assert_ptr_equal(strchr(text, '\n'), text + PIPE_BUF - 1);
    arena_free(a);
}

static void
tells_times_before_the_epoch(void **state)
{
    struct fixture *f = *state;
    const struct log l = { f->to, LOG_INFO };

    log_event(&l, LOG_INFO, -1, "x", NULL, 0);
    assert_string_equal(
        read_all(f), "1969-12-31T23:59:59.999999Z info x\n");
}

static void
survives_a_closed_descriptor(void **state)
{
    const struct log l = { -1, LOG_INFO };

    (void)state;
    log_event(&l, LOG_INFO, NOW_US, "x", NULL, 0);
}

#define WITH_PIPE(f) cmocka_unit_test_setup_teardown(f, open_pipe, close_pipe)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PIPE(writes_a_line),
        WITH_PIPE(leaves_out_what_is_below_the_level),
        WITH_PIPE(cannot_be_made_to_forge_a_line),
        WITH_PIPE(keeps_a_line_in_one_write),
        WITH_PIPE(tells_times_before_the_epoch),
        cmocka_unit_test(survives_a_closed_descriptor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
