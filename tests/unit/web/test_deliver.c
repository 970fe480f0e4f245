/* Messages on their way, against a real mail server and gateway on loopback
 * (receiver.py). argv[1]: the receiver. */
#include "fixture.h"

#include "domain/message.h"
#include "web/deliver.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *receiver;

struct rig {
    struct fixture *f;
    pid_t child;
    int stdin_fd;
    struct deliver_options o;
};

static void
read_file(struct rig *r, const char *name, char *out, size_t n)
{
    char path[128];

    (void)snprintf(path, sizeof(path), "%s/%s", r->f->data_dir, name);
    out[0] = '\0';
    FILE *in = fopen(path, "rb");
    if (in == NULL)
        return;
    size_t got = fread(out, 1, n - 1, in);
    out[got] = '\0';
    (void)fclose(in);
}

static int
setup(void **state)
{
    struct rig *r = calloc(1, sizeof(*r));
    char ports[64];
    int pipes[2], smtp = 0, http = 0;

    assert_non_null(r);
    r->f = fixture_open();
    assert_int_equal(pipe(pipes), 0);
    r->child = fork();
    assert_true(r->child >= 0);
    if (r->child == 0) {
        (void)dup2(pipes[0], 0);
        (void)close(pipes[0]);
        (void)close(pipes[1]);
        (void)execl(receiver, receiver, r->f->data_dir, (char *)NULL);
        _exit(127);
    }
    (void)close(pipes[0]);
    r->stdin_fd = pipes[1];
    for (int i = 0; i < 600; i++) {
        read_file(r, "ports", ports, sizeof(ports));
        if (sscanf(ports, "%d %d", &smtp, &http) == 2)
            break;
        usleep(50000);
    }
    assert_true(smtp > 0 && http > 0);
    r->o = (struct deliver_options){
        .smtp_url = arena_fmt(r->f->a, "smtp://127.0.0.1:%d", smtp),
        .smtp_from = STR("no-reply@mingce.example"),
        .sms_url = arena_fmt(r->f->a, "http://127.0.0.1:%d/send", http),
        .sms_token = STR("secret"),
        .timeout_ms = 1000 };
    *state = r;
    return 0;
}

static int
teardown(void **state)
{
    struct rig *r = *state;

    (void)close(r->stdin_fd);
    assert_int_equal(waitpid(r->child, NULL, 0), r->child);
    fixture_close(r->f);
    free(r);
    return 0;
}

struct one {
    const char *channel, *address, *title, *body;
};

static enum status
put(struct act *x, void *arg, struct err *err)
{
    const struct one *o = arg;

    return message_to_address(x, o->channel, str_of(o->address),
        str_of(o->title), str_of(o->body), err);
}

static void
queue(struct rig *r, const char *channel, const char *address,
    const char *title, const char *body)
{
    struct actor system = actor_system();
    struct one o = { channel, address, title, body };
    struct err err = { 0 };

    expect_ok(fixture_write(r->f, &system, put, &o, &err), &err);
}

struct listing {
    const struct message_row *rows;
    size_t n;
};

static enum status
list(struct act *x, void *arg, struct err *err)
{
    struct listing *l = arg;

    return message_list(x, STR_EMPTY, INT64_MAX, 50, &l->rows, &l->n, err);
}

static struct listing
all(struct rig *r)
{
    struct actor system = actor_system();
    struct listing l = { 0 };
    struct err err = { 0 };

    expect_ok(fixture_read(r->f, &system, list, &l, &err), &err);
    return l;
}

static struct deliver_counts
run(struct rig *r)
{
    struct deliver_counts n = { 0 };
    struct err err = { 0 };

    expect_ok(deliver_run(
                  r->f->store, r->f->d, &r->o, r->f->now_us, 100, &n, &err),
        &err);
    return n;
}

static void
minutes_later(struct rig *r, int n)
{
    r->f->now_us += (int64_t)n * 60 * 1000000;
}

static int
count(const char *text, const char *what)
{
    int n = 0;

    for (const char *p = strstr(text, what); p != NULL;
         p = strstr(p + 1, what))
        n++;
    return n;
}

static void
test_mail(void **state)
{
    struct rig *r = *state;
    char log[8192];

    queue(r, "MAIL", "someone@firm.example",
        "关于《中小企业志愿服务工作站管理办法（试行）》有效期即将届满的提醒",
        "甲公司：\n.\n工作站有效期至2026年4月12日。🙂");
    struct deliver_counts n = run(r);
    assert_int_equal(n.sent, 1);
    assert_int_equal(n.failed, 0);
    read_file(r, "log", log, sizeof(log));
    assert_non_null(strstr(log, "\"someone@firm.example\""));
    assert_non_null(strstr(log,
        "\"关于《中小企业志愿服务工作站管理办法（试行）》有效期即将届满的提醒\""));
    assert_non_null(strstr(log, "甲公司：\\n.\\n工作站有效期至2026年4月12日。🙂"));
    assert_non_null(strstr(log, "\"defects\": 0"));
    assert_non_null(strstr(log, "\"ascii\": true"));
    assert_true(str_eq(all(r).rows[0].state, STR("SENT")));
    assert_int_equal(all(r).rows[0].sent_us, r->f->now_us);
    /* Once. */
    minutes_later(r, 600);
    n = run(r);
    assert_int_equal(n.sent, 0);
    read_file(r, "log", log, sizeof(log));
    assert_int_equal(count(log, "\"kind\": \"mail\""), 1);
}

static enum status
put_linked(struct act *x, void *arg, struct err *err)
{
    struct json *values = json_new(x->a, JSON_OBJECT);
    const int64_t *subject = arg;

    json_set(x->a, values, STR("subject"), json_text(x->a, STR("甲公司")));
    return message_to_subject(x, x->d->programmes[0].pack, *subject,
        STR("reminder"), values, STR("/mine/holdings/7"), STR_EMPTY, err);
}

static enum status
give_address(struct act *x, void *arg, struct err *err)
{
    const int64_t *subject = arg;

    return subject_private_put(x, *subject,
        &(struct subject_private){ .email = STR("link@firm.example") }, err);
}

/* A mail says where to go on, by the address of this installation. */
static void
test_link(void **state)
{
    struct rig *r = *state;
    char log[8192];
    struct actor who = fixture_applicant(r->f, "甲公司", false, "510100");
    int64_t subject = who.memberships[0].subject_id;
    struct actor system = actor_system();
    struct err err = { 0 };

    expect_ok(
        fixture_write(r->f, &system, give_address, &subject, &err), &err);
    expect_ok(fixture_write(r->f, &system, put_linked, &subject, &err), &err);
    assert_true(run(r).sent >= 1);
    read_file(r, "log", log, sizeof(log));
    assert_non_null(
        strstr(log, "\\nhttps://mingce.example/mine/holdings/7\\n"));
}

static void
test_refused(void **state)
{
    struct rig *r = *state;
    struct deliver_counts n;

    queue(r, "MAIL", "refused@firm.example", "题目", "正文");
    queue(r, "MAIL", "good@firm.example", "题目", "正文");
    queue(r, "MAIL", "evil@firm.example>\r\nRCPT TO:<x@y", "题目", "正文");
    n = run(r);
    assert_int_equal(n.sent, 1);
    assert_int_equal(n.failed, 2);
    struct listing l = all(r);
    for (size_t i = 0; i < l.n; i++) {
        if (str_eq(l.rows[i].state, STR("SENT")))
            continue;
        assert_true(str_eq(l.rows[i].state, STR("QUEUED")));
        assert_int_equal(l.rows[i].attempts, 1);
        assert_true(l.rows[i].error.n > 0);
        assert_int_equal(str_find(l.rows[i].error, STR("firm")), SIZE_MAX);
    }
    assert_true(str_find(l.rows[2].error, STR("550")) != SIZE_MAX);
    /* Not at once again; after a minute; the wait doubles. */
    assert_int_equal(run(r).failed, 0);
    minutes_later(r, 1);
    assert_int_equal(run(r).failed, 2);
    minutes_later(r, 1);
    assert_int_equal(run(r).failed, 0);
    minutes_later(r, 1);
    assert_int_equal(run(r).failed, 2);
    for (int i = 0; i < 5; i++) {
        minutes_later(r, 256);
        assert_int_equal(run(r).failed, 2);
    }
    l = all(r);
    assert_true(str_eq(l.rows[2].state, STR("FAILED")));
    assert_int_equal(l.rows[2].attempts, 8);
    minutes_later(r, 10000);
    assert_int_equal(run(r).failed, 0);
}

static void
test_sms(void **state)
{
    struct rig *r = *state;
    char log[8192];
    struct deliver_counts n;

    queue(r, "SMS", "13000000001", "", "【志愿平台】“甲”：已通过");
    queue(r, "SMS", "13000000500", "", "网关出错");
    queue(r, "SMS", "13000000599", "", "网关太慢");
    n = run(r);
    assert_int_equal(n.sent, 1);
    assert_int_equal(n.failed, 2);
    read_file(r, "log", log, sizeof(log));
    assert_non_null(strstr(log, "Bearer secret"));
    assert_non_null(strstr(log, "application/json"));
    assert_non_null(strstr(log, "【志愿平台】“甲”：已通过"));
    struct listing l = all(r);
    assert_true(str_find(l.rows[1].error, STR("500")) != SIZE_MAX);
    assert_true(str_find(l.rows[0].error, STR("没有在规定时间内")) !=
                SIZE_MAX);
    /* A gateway that wants a form. */
    r->o.sms_form = STR("to={{mobile}}&msg={{text}}&key=1");
    queue(r, "SMS", "13000000002", "", "甲&乙=1");
    assert_int_equal(run(r).sent, 1);
    read_file(r, "log", log, sizeof(log));
    assert_non_null(strstr(
        log, "to=13000000002&msg=%E7%94%B2%26%E4%B9%99%3D1&key=1"));
}

static void
test_dry(void **state)
{
    struct rig *r = *state;
    struct deliver_options full = r->o;

    queue(r, "MAIL", "someone@firm.example", "题目", "正文");
    queue(r, "SMS", "13000000001", "", "正文");
    r->o = (struct deliver_options){ 0 };
    assert_int_equal(run(r).sent, 0);
    assert_true(str_eq(all(r).rows[0].state, STR("QUEUED")));
    assert_int_equal(all(r).rows[0].attempts, 0);
    /* Only mail: the SMS waits. */
    r->o = full;
    r->o.sms_url = STR_EMPTY;
    assert_int_equal(run(r).sent, 1);
    r->o = full;
    assert_int_equal(run(r).sent, 1);
    /* Nobody there. */
    queue(r, "MAIL", "someone@firm.example", "题目", "正文");
    r->o.smtp_url = STR("smtp://127.0.0.1:1");
    assert_int_equal(run(r).failed, 1);
    assert_true(
        str_find(all(r).rows[0].error, STR("连接不上")) != SIZE_MAX);
}

static void
test_text(void **state)
{
    struct rig *r = *state;
    struct str s = deliver_mail_text(r->f->a, STR("a@b.example"),
        STR("c@d.example"), STR("长题目长题目长题目长题目长题目长题目"),
        STR(""), 1678636799000000, 7);

    assert_true(str_starts(
        s, STR("Date: Sun, 12 Mar 2023 23:59:59 +0800\r\nFrom: <a@b.ex")));
    assert_true(str_find(s, STR("<7@b.example>")) != SIZE_MAX);
    while (s.n > 0) {
        struct str line;
        s = str_cut(s, '\n', &line, NULL);
        assert_true(line.n <= 79);
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_text, setup, teardown),
        cmocka_unit_test_setup_teardown(test_mail, setup, teardown),
        cmocka_unit_test_setup_teardown(test_link, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sms, setup, teardown),
        cmocka_unit_test_setup_teardown(test_dry, setup, teardown),
    };

    if (argc < 2)
        return 2;
    receiver = argv[1];
    return cmocka_run_group_tests_name("deliver", tests, NULL, NULL);
}
