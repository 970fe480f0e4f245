/* test_upload.c - multipart forms over the wire, temporary files. */
#include "rig.h"
#include "rig_fixture.h"

#include <openssl/evp.h>
#include <string.h>
#include <time.h>

#define TYPE "multipart/form-data; boundary=XyZ"

static struct answer
post(struct fixture *f, const char *target, struct str body)
{
    return rig_ask(&f->r, f->a, rig_post(f->a, target, TYPE, body));
}

static void
add_part(struct buf *b, const char *disposition, struct str bytes)
{
    buf_fmt(b, "--XyZ\r\nContent-Disposition: form-data; %s\r\n", disposition);
    buf_lit(b, "Content-Type: application/pdf\r\n\r\n");
    buf_str(b, bytes);
    buf_lit(b, "\r\n");
}

static struct str
one_part(struct fixture *f, const char *disposition, struct str bytes)
{
    struct buf b;

    buf_init(&b, f->a, 64 << 20);
    add_part(&b, disposition, bytes);
    buf_lit(&b, "--XyZ--\r\n");
    return buf_view(&b);
}

static void
assert_refused(const struct answer *w, int status)
{
    assert_false(w->closed);
    assert_int_equal(w->status, status);
    assert_true(answer_has(w, "lang=\"zh-CN\""));
}

static void
test_form_with_files(void **state)
{
    struct fixture *f = *state;
    struct answer w;
    struct buf b;

    rig_start(&f->r);
    buf_init(&b, f->a, 1 << 20);
    add_part(&b, "name=\"名称\"", STR("重庆 &\r\n<b>"));
    add_part(&b, "name=\"doc\"; filename=\"申请表.pdf\"", STR("abc"));
    add_part(&b, "name=\"doc\"; filename=\"C:\\x\\空.pdf\"", STR(""));
    add_part(&b, "name=\"none\"; filename=\"\"", STR(""));
    add_part(&b, "name=\"kind\"", STR(""));
    add_part(&b, "name=\"unnamed\"; filename=\"..\"", STR("x"));
    buf_lit(&b, "--XyZ--\r\n");
    w = post(f, "/echo", buf_view(&b));
    assert_int_equal(w.status, 200);
    assert_true(answer_has(&w, "field 名称=重庆 &\r\n<b>\nfield kind=\n"));
    assert_true(answer_has(&w,
        "file doc [申请表.pdf] application/pdf 3 "
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad "
        "1 3\n"));
    assert_true(answer_has(&w,
        "file doc [空.pdf] application/pdf 0 "
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 "
        "1 0\n"));
    assert_true(answer_has(&w, "file unnamed [未命名] application/pdf 1 "));
    assert_false(answer_has(&w, "file none"));
}

static void
test_twenty_megabytes(void **state)
{
    struct fixture *f = *state;
    const size_t size = 20 * 1000 * 1000;
    unsigned char *bytes = arena_alloc(f->a, size), digest[32];
    uint64_t x = 88172645463325252u;
    struct answer w;
    char hex[65] = { 0 };

    for (size_t i = 0; i < size; i++) {
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        bytes[i] = (unsigned char)x;
    }
    assert_int_equal(
        EVP_Digest(bytes, size, digest, NULL, EVP_sha256(), NULL), 1);
    num_to_hex(digest, 32, hex);

    rig_start(&f->r);
    w = post(f, "/echo",
        one_part(f, "name=\"f\"; filename=\"big.bin\"",
            (struct str){ (char *)bytes, size }));
    assert_int_equal(w.status, 200);
    assert_true(answer_has(
        &w, arena_cstr(f->a,
                arena_fmt(f->a, "file f [big.bin] application/pdf %zu %s 1 0\n",
                    size, hex))));
    assert_int_equal(rig_get(&f->r, f->a, "/hello").status, 200);
    rig_stop(&f->r, 5000);
    assert_int_equal(rig_temp_files(&f->r), 0);
}

/* Up to 64 KiB the bytes are at hand, one more and they are only on disk. */
static void
test_bytes_at_hand(void **state)
{
    struct fixture *f = *state;
    char *bytes = arena_alloc(f->a, 65537);
    struct answer w;

    rig_start(&f->r);
    w = post(f, "/echo",
        one_part(f, "name=f; filename=a", (struct str){ bytes, 65536 }));
    assert_true(answer_has(&w, " 1 65536\n"));
    w = post(f, "/echo",
        one_part(f, "name=f; filename=a", (struct str){ bytes, 65537 }));
    assert_true(answer_has(&w, " 1 0\n"));
}

static void
test_limits(void **state)
{
    struct fixture *f = *state;
    struct answer w;
    struct buf b;
    char *bytes = arena_alloc(f->a, 300000);

    f->r.options.limits.files = 2;
    f->r.options.limits.fields = 3;
    f->r.options.limits.body_bytes = 1000;
    f->r.options.limits.upload_bytes = 200000;
    rig_start(&f->r);
    buf_init(&b, f->a, 1 << 20);
    for (int i = 0; i < 2; i++)
        add_part(&b, "name=f; filename=a", STR("1"));
    for (int i = 0; i < 3; i++)
        add_part(&b, "name=t", STR("1"));
    struct str most = buf_view(&b);
    struct str end = STR("--XyZ--\r\n");
    assert_int_equal(post(f, "/echo", arena_join(f->a, most, end)).status, 200);

    struct str full = arena_str(f->a, most);
    add_part(&b, "name=t", STR("1"));
    w = post(f, "/echo", arena_join(f->a, buf_view(&b), end));
    assert_refused(&w, 400);
    assert_true(answer_has(&w, "上限 3 个"));
    buf_clear(&b);
    add_part(&b, "name=f; filename=a", STR("1"));
    w = post(f, "/echo",
        arena_join(f->a, arena_join(f->a, full, buf_view(&b)), end));
    assert_refused(&w, 400);
    assert_true(answer_has(&w, "上限 2 个"));

    /* Text has the limit of text, files that of uploads. */
    w = post(f, "/echo", one_part(f, "name=t", (struct str){ bytes, 1001 }));
    assert_refused(&w, 413);
    w = post(f, "/echo",
        one_part(f, "name=f; filename=a", (struct str){ bytes, 199000 }));
    assert_int_equal(w.status, 200);
    w = post(f, "/echo",
        one_part(f, "name=f; filename=a", (struct str){ bytes, 300000 }));
    assert_refused(&w, 413);
    assert_int_equal(rig_get(&f->r, f->a, "/hello").status, 200);
}

static void
test_no_files_here(void **state)
{
    struct fixture *f = *state;
    struct answer w;

    rig_start(&f->r);
    w = post(f, "/small/echo", one_part(f, "name=a", STR("text")));
    assert_int_equal(w.status, 200);
    w = post(f, "/small/echo", one_part(f, "name=a; filename=\"\"", STR("")));
    assert_int_equal(w.status, 200); /* no file was chosen */
    w = post(
        f, "/small/echo", one_part(f, "name=a; filename=\"a.txt\"", STR("")));
    assert_refused(&w, 400);
    w = post(f, "/small/echo", one_part(f, "name=a; filename=\"\"", STR("x")));
    assert_refused(&w, 400);
    assert_true(answer_has(&w, "不接收文件"));
}

static void
test_bad_multipart(void **state)
{
    struct fixture *f = *state;
    struct str whole;
    struct answer w;
    struct buf b;

    rig_start(&f->r);
    whole = one_part(f, "name=f; filename=a", STR("abc"));
    w = rig_ask(
        &f->r, f->a, rig_post(f->a, "/echo", "multipart/form-data", whole));
    assert_refused(&w, 400); /* no boundary */
    w = rig_ask(&f->r, f->a,
        rig_post(f->a, "/echo", "multipart/form-data; boundary=other", whole));
    assert_refused(&w, 400);
    w = post(f, "/echo", str_sub(whole, 0, whole.n - 9));
    assert_refused(&w, 400); /* the end is missing */
    w = post(f, "/echo", STR(""));
    assert_int_equal(w.status, 200); /* no body at all */
    w = post(f, "/echo", STR("--XyZ--"));
    assert_int_equal(w.status, 200);
    w = post(f, "/echo", one_part(f, "filename=a", STR("abc")));
    assert_refused(&w, 400); /* no name */
    w = post(f, "/echo", one_part(f, "name=t", STR("\xff")));
    assert_refused(&w, 400);
    assert_true(answer_has(&w, "UTF-8"));
    w = post(f, "/echo", one_part(f, "name=t", STR("a\0b")));
    assert_refused(&w, 400);
    w = post(
        f, "/echo", one_part(f, "name=f; filename=\"\xd6\xd0\"", STR("abc")));
    assert_refused(&w, 400);
    buf_init(&b, f->a, 1 << 20);
    buf_lit(&b, "--XyZ\r\nX-Long: ");
    for (int i = 0; i < 20000; i++)
        buf_byte(&b, 'x');
    w = post(f, "/echo", buf_view(&b));
    assert_refused(&w, 400); /* a head too long */
    assert_int_equal(rig_get(&f->r, f->a, "/hello").status, 200);
}

static void
test_client_leaves_in_upload(void **state)
{
    struct fixture *f = *state;
    const struct timespec t = { .tv_nsec = 5000000 };
    struct client c;

    rig_start(&f->r);
    for (int i = 0; i < 5; i++) {
        struct str all = rig_post(f->a, "/echo", TYPE,
            one_part(f, "name=f; filename=a",
                (struct str){ arena_alloc(f->a, 200000), 200000 }));

        client_open(&c, &f->r);
        client_send(&c, str_sub(all, 0, all.n / 2));
        for (int k = 0; k < 1000 && rig_temp_files(&f->r) == 0; k++)
            (void)nanosleep(&t, NULL);
        assert_int_equal(rig_temp_files(&f->r), 1);
        client_close(&c);
        for (int k = 0; k < 1000 && rig_temp_files(&f->r) > 0; k++)
            (void)nanosleep(&t, NULL);
        assert_int_equal(rig_temp_files(&f->r), 0);
    }
}

static void
test_no_room_for_files(void **state)
{
    struct fixture *f = *state;
    struct answer w;

    f->r.options.temp_dir = "/nonexistent";
    rig_start(&f->r);
    w = post(f, "/echo", one_part(f, "name=f; filename=a", STR("abc")));
    assert_refused(&w, 503);
    w = post(f, "/echo", one_part(f, "name=f", STR("abc")));
    assert_int_equal(w.status, 200);
}

int
main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_set_up, rig_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_form_with_files),
        TEST(test_twenty_megabytes),
        TEST(test_bytes_at_hand),
        TEST(test_limits),
        TEST(test_no_files_here),
        TEST(test_bad_multipart),
        TEST(test_client_leaves_in_upload),
        TEST(test_no_room_for_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
