#include "base/embed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

EMBED_DECLARE(test_files);

static const struct embedded_file *
find(struct str path)
{
    return embed_find(test_files, test_files_n, path);
}

static void
test_table(void **state)
{
    static const char *const paths[] = { "a/all.bin", "a/b/pairs.bin",
        "a/empty", "a/text.txt", "z.txt" };

    (void)state;
    assert_int_equal(test_files_n, 5);
    for (size_t i = 0; i < test_files_n; i++) {
        assert_string_equal(test_files[i].path, paths[i]);
        assert_int_equal(strlen(test_files[i].sha256), 64);
        assert_int_equal(test_files[i].bytes[test_files[i].n], 0);
        assert_ptr_equal(find(str_of(paths[i])), &test_files[i]);
    }
    assert_null(find(STR("a")));
    assert_null(find(STR("a/.hidden")));
    assert_null(find(STR("zz")));
    assert_null(find(STR("")));
    assert_null(embed_find(test_files, 0, STR("z.txt")));
}

static void
test_bytes(void **state)
{
    const struct embedded_file *all = find(STR("a/all.bin"));
    const struct embedded_file *pairs = find(STR("a/b/pairs.bin"));

    (void)state;
    assert_int_equal(all->n, 256);
    assert_int_equal(pairs->n, 512);
    for (unsigned i = 0; i < 256; i++) {
        assert_int_equal(all->bytes[i], i);
        assert_int_equal(pairs->bytes[2 * i], i);
        assert_int_equal(pairs->bytes[2 * i + 1], '7');
    }
    assert_int_equal(find(STR("a/empty"))->n, 0);
    assert_true(str_eq(embed_text(find(STR("a/text.txt"))),
        STR("一行\r\n\"引号\" \\n \?\?/ \n")));
}

static void
test_hash(void **state)
{
    (void)state;
    /* SHA-256 of nothing and of 0..255, from sha256sum */
    assert_string_equal(find(STR("a/empty"))->sha256,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(find(STR("a/all.bin"))->sha256,
        "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_hash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
