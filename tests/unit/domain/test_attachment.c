/* Files: told by content, kept by hash, seen by the right people. */
#include "fixture.h"

#include "domain/attachment.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PDF "%PDF-1.7\nshort"

static void
assert_type(struct str head, struct str name, const char *want)
{
    struct str got = attachment_type(head, name);

    assert_int_equal(got.n, strlen(want));
    assert_memory_equal(got.p == NULL ? "" : got.p, want, got.n);
}

static void
test_types(void **state)
{
    (void)state;
    assert_type(STR(PDF), STR("a.pdf"), "application/pdf");
    assert_type(STR(PDF), STR("a.html"), "application/pdf");
    assert_type(STR("\xff\xd8\xff\xe0"), STR("a.JPG"), "image/jpeg");
    assert_type(STR("\x89PNG\r\n\x1a\nxx"), STR("a"), "image/png");
    assert_type(STR("PK\x03\x04....[Content_Types].xml...word/d"),
        STR("申请.DOCX"),
        "application/vnd.openxmlformats-officedocument."
        "wordprocessingml.document");
    assert_type(STR("PK\x03\x04....[Content_Types].xml...word/d"),
        STR("a.xlsx"), "");
    assert_type(STR("PK\x03\x04....[Content_Types].xml...xl/w"),
        STR("a.xlsx"),
        "application/vnd.openxmlformats-officedocument."
        "spreadsheetml.sheet");
    assert_type(STR("PK\x03\x04....readme.txt"), STR("a.docx"), "");
    assert_type(STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), STR("a.doc"),
        "application/msword");
    assert_type(STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), STR("a.msi"), "");
    assert_type(STR("\xef\xbb\xbf序号,姓名\r\n"), STR("a.csv"), "text/csv");
    assert_type(STR("<html><script>"), STR("a.csv"), "");
    assert_type(STR(" \n <!doctype html>"), STR("a.csv"), "");
    assert_type(STR("a,b\0c"), STR("a.csv"), "");
    assert_type(STR("<html>"), STR("a.pdf"), "");
    assert_type(STR("<svg xmlns=''>"), STR("a.png"), "");
    assert_type(STR("MZ\x90"), STR("a.pdf"), "");
    assert_type(STR_EMPTY, STR("a.pdf"), "");
}

static void
write_file(struct fixture *f, char path[96], struct str bytes)
{
    (void)snprintf(path, 96, "%s/upload", f->data_dir);
    FILE *out = fopen(path, "wb");

    assert_non_null(out);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, out), bytes.n);
    assert_int_equal(fclose(out), 0);
}

static enum status
keep(struct fixture *f, struct str bytes, const char *name,
    struct str *ret_type, struct str *ret_hash, struct err *err)
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    char *hex = arena_alloc(f->a, 64);
    char path[96];

    write_file(f, path, bytes);
    SHA256((const unsigned char *)bytes.p, bytes.n, digest);
    num_to_hex(digest, sizeof(digest), hex);
    *ret_hash = (struct str){ hex, 64 };
    return attachment_keep(f->a, f->d, path, str_of(name), bytes.n, digest,
        ret_type, err);
}

static void
test_keep(void **state)
{
    struct fixture *f = *state;
    struct str type = STR_EMPTY, hash, hash2;
    struct err err = { 0 };
    char back[64] = { 0 };

    expect_ok(keep(f, STR(PDF), "执业证.pdf", &type, &hash, &err), &err);
    FILE *in = fopen(attachment_path(f->a, f->d, hash), "rb");
    assert_non_null(in);
    assert_int_equal(fread(back, 1, sizeof(back), in), sizeof(PDF) - 1);
    assert_int_equal(fclose(in), 0);
    assert_string_equal(back, PDF);
    /* The same bytes again, and as bytes of our own: same place. */
    expect_ok(keep(f, STR(PDF), "再传.pdf", &type, &hash, &err), &err);
    expect_ok(attachment_keep_bytes(f->a, f->d, STR(PDF), &hash2, &err), &err);
    assert_true(str_eq(hash, hash2));

    assert_int_equal(
        keep(f, STR("<html>"), "a.pdf", &type, &hash, &err), ERR_INPUT);
    assert_non_null(strstr(err.text, "PDF、JPG"));
    assert_int_not_equal(access(attachment_path(f->a, f->d, hash), F_OK), 0);
    assert_int_equal(keep(f, STR(""), "a.pdf", &type, &hash, &err), ERR_INPUT);
    assert_non_null(strstr(err.text, "空"));
    unsigned char zero[32] = { 0 };
    assert_int_equal(attachment_keep(f->a, f->d, "x", STR("大.pdf"),
                         ATTACHMENT_MAX_BYTES + 1, zero, &type, &err),
        ERR_LIMIT);
    /* Bytes that are not what they are said to be are not kept. */
    char path[96];
    write_file(f, path, STR(PDF));
    zero[0] = 7;
    assert_int_equal(attachment_keep(f->a, f->d, path, STR("a.pdf"),
                         sizeof(PDF) - 1, zero, &type, &err),
        ERR_IO);
}

struct row {
    int64_t subject_id, id;
    const char *kind;
    struct attachment got;
    size_t n;
};

static enum status
add(struct act *x, void *arg, struct err *err)
{
    struct row *r = arg;
    struct attachment at = { .subject_id = r->subject_id,
        .owner_kind = str_of(r->kind),
        .owner_id = 5,
        .field = STR("材料"),
        .file_name = STR("执业证.pdf"),
        .type = STR("application/pdf"),
        .bytes = 14,
        .sha256 = STR("00") };

    TRY(attachment_add(x, &at, err));
    r->id = at.id;
    return OK;
}

static enum status
get(struct act *x, void *arg, struct err *err)
{
    struct row *r = arg;
    const struct attachment *list = NULL;

    TRY(attachment_list(
        x, r->subject_id, str_of(r->kind), 5, &list, &r->n, err));
    return attachment_get(x, r->subject_id, r->id, &r->got, err);
}

static enum status
drop(struct act *x, void *arg, struct err *err)
{
    struct row *r = arg;

    return attachment_remove(x, r->subject_id, r->id, err);
}

static void
test_who_sees(void **state)
{
    struct fixture *f = *state;
    struct actor mine = fixture_applicant(f, "附件示例公司", false, "500000");
    struct actor other = fixture_applicant(f, "他人示例公司", false, "510000");
    struct actor officer = fixture_officer(f, ROLE_SECRETARIAT);
    struct actor admin = fixture_officer(f, ROLE_ADMIN);
    struct actor visitor = actor_visitor();
    struct row r = { .subject_id = mine.memberships[0].subject_id,
        .kind = "diary" };
    struct err err = { 0 };

    expect_ok(fixture_write(f, &mine, add, &r, &err), &err);
    expect_ok(fixture_read(f, &mine, get, &r, &err), &err);
    assert_int_equal(r.n, 1);
    assert_int_equal(r.got.bytes, 14);
    expect_ok(fixture_read(f, &officer, get, &r, &err), &err);
    assert_int_equal(fixture_read(f, &other, get, &r, &err), ERR_NOT_FOUND);
    assert_int_equal(fixture_read(f, &admin, get, &r, &err), ERR_NOT_FOUND);
    assert_int_equal(fixture_read(f, &visitor, get, &r, &err), ERR_NOT_FOUND);
    assert_int_equal(fixture_write(f, &other, drop, &r, &err), ERR_NOT_FOUND);
    assert_int_equal(fixture_write(f, &officer, drop, &r, &err), ERR_DENIED);
    expect_ok(fixture_write(f, &mine, drop, &r, &err), &err);
    expect_ok(fixture_read(f, &mine, get, &r, &err), &err);
    assert_true(r.got.removed);
    assert_int_equal(r.n, 0);
    assert_int_equal(fixture_write(f, &mine, drop, &r, &err), ERR_CONFLICT);

    /* Evidence against the subject: not for its own people. */
    r.kind = "objection";
    expect_ok(fixture_write(f, &visitor, add, &r, &err), &err);
    assert_int_equal(fixture_read(f, &mine, get, &r, &err), ERR_NOT_FOUND);
    expect_ok(fixture_read(f, &officer, get, &r, &err), &err);
    /* An officer of another province. */
    struct role_grant grant = { .role = ROLE_SECRETARIAT,
        .region = STR("510000") };
    struct actor elsewhere = officer;
    elsewhere.grants = &grant;
    assert_int_equal(
        fixture_read(f, &elsewhere, get, &r, &err), ERR_NOT_FOUND);
    /* A file of an application that is not there: no officer sees it. */
    r.kind = "application";
    expect_ok(fixture_write(f, &mine, add, &r, &err), &err);
    assert_int_equal(fixture_read(f, &officer, get, &r, &err), ERR_NOT_FOUND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),
        cmocka_unit_test_setup_teardown(
            test_keep, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_who_sees, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests_name("attachment", tests, NULL, NULL);
}
