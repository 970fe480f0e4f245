/* test_num.c - numbers with bounds. */
#include "base/base.h"
#include "check.h"

static bool
reads(const char *s, int64_t wanted)
{
    int64_t v = wanted + 1;

    return num_int(str_of(s), INT64_MIN, INT64_MAX, &v) && v == wanted;
}

static bool
refuses(const char *s)
{
    int64_t v = 77;

    return !num_int(str_of(s), INT64_MIN, INT64_MAX, &v) && v == 77;
}

static void
reads_integers(void **state)
{
    (void)state;
    assert_true(reads("0", 0));
    assert_true(reads("-0", 0));
    assert_true(reads("007", 7));
    assert_true(reads("-42", -42));
    assert_true(reads("9223372036854775806", INT64_MAX - 1));
    assert_true(reads("-9223372036854775808", INT64_MIN));
    assert_true(refuses("9223372036854775808"));
    assert_true(refuses("-9223372036854775809"));
    assert_true(refuses("99999999999999999999999999"));
    assert_true(refuses(""));
    assert_true(refuses("-"));
    assert_true(refuses("--1"));
    assert_true(refuses("+1"));
    assert_true(refuses(" 1"));
    assert_true(refuses("1 "));
    assert_true(refuses("1.0"));
    assert_true(refuses("0x10"));
    assert_true(refuses("１"));
}

static void
keeps_bounds(void **state)
{
    int64_t v = 0;

    (void)state;
    assert_true(num_int(STR("1"), 1, 10, &v));
    assert_true(num_int(STR("10"), 1, 10, &v));
    assert_int_equal(v, 10);
    assert_false(num_int(STR("0"), 1, 10, &v));
    assert_false(num_int(STR("11"), 1, 10, &v));
    assert_int_equal(v, 10);
    assert_false(num_int(STR("1\0"), 1, 10, &v));
}

static void
reads_hexadecimal(void **state)
{
    uint64_t v = 5;

    (void)state;
    assert_true(num_hex(STR("ffffffffffffffff"), &v));
    assert_true(v == UINT64_MAX);
    assert_true(num_hex(STR("00000000000000000000AbC"), &v));
    assert_int_equal(v, 0xABC);
    assert_false(num_hex(STR("10000000000000000"), &v));
    assert_false(num_hex(STR(""), &v));
    assert_false(num_hex(STR("0x1"), &v));
    assert_false(num_hex(STR("g"), &v));
    assert_int_equal(v, 0xABC);
}

static void
reads_money(void **state)
{
    static const struct {
        const char *s;
        int64_t fen;
    } good[] = { { "0", 0 }, { "1", 100 }, { "1.5", 150 }, { "1.05", 105 },
        { "1,234.50", 123450 }, { "1234.50", 123450 },
        { "12,345,678", 1234567800 }, { "0.01", 1 }, { "00.10", 10 },
        { "100000", 10000000 } };
    static const char *const bad[] = { "", ".", ".5", "5.", "1.234", "-1",
        "+1", "1,23", "1,2345", "1234,567", ",123", "1,", "1,,234", "1.2.3",
        "1.-5", "1 000", "一百", "1.5,0", "100000000000000000000" };
    int64_t v = 9;

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        if (!num_fen(str_of(good[i].s), INT64_MAX, &v))
            fail_msg("refused \"%s\"", good[i].s);
        assert_int_equal(v, good[i].fen);
    }
    v = 9;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (num_fen(str_of(bad[i]), INT64_MAX, &v) || v != 9)
            fail_msg("took \"%s\"", bad[i]);
    assert_true(num_fen(STR("1.00"), 100, &v));
    assert_false(num_fen(STR("1.01"), 100, &v));
    assert_true(num_fen(STR("92233720368547758.07"), INT64_MAX, &v));
    assert_true(v == INT64_MAX);
    assert_false(num_fen(STR("92233720368547758.08"), INT64_MAX, &v));
}

static void
notices_overflow(void **state)
{
    int64_t v = 3;

    (void)state;
    assert_true(num_mul(-3, 4, &v));
    assert_int_equal(v, -12);
    assert_false(num_mul(INT64_MAX, 2, &v));
    assert_false(num_mul(INT64_MIN, -1, &v));
    assert_false(num_add(INT64_MAX, 1, &v));
    assert_false(num_add(INT64_MIN, -1, &v));
    assert_int_equal(v, -12);
    assert_true(num_add(INT64_MAX, INT64_MIN, &v));
    assert_int_equal(v, -1);
}

static void
turns_bytes_to_hex_and_back(void **state)
{
    unsigned char bytes[256], again[256];
    char text[513] = { 0 };

    (void)state;
    for (int i = 0; i < 256; i++)
        bytes[i] = (unsigned char)i;
    num_to_hex(bytes, 256, text);
    assert_memory_equal(text, "000102", 6);
    assert_string_equal(text + 508, "feff");
    assert_true(num_from_hex(str_of(text), again, 256));
    assert_memory_equal(bytes, again, 256);
    assert_true(num_from_hex(STR("AbCd"), again, 2));
    assert_int_equal(again[0], 0xAB);
    assert_int_equal(again[1], 0xCD);
    assert_false(num_from_hex(STR("abc"), again, 1));
    assert_false(num_from_hex(STR("abcd"), again, 1));
    assert_false(num_from_hex(STR("ab"), again, 2));
    assert_false(num_from_hex(STR("1x"), again, 1));
    assert_int_equal(again[0], 0xAB);
    assert_true(num_from_hex(STR_EMPTY, again, 0));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_integers),
        cmocka_unit_test(keeps_bounds),
        cmocka_unit_test(reads_hexadecimal),
        cmocka_unit_test(reads_money),
        cmocka_unit_test(notices_overflow),
        cmocka_unit_test(turns_bytes_to_hex_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
