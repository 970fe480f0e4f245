/* Identifiers, masks, templates: against the vectors in tests/data (path as
 * first argument) and the messages people see. */
#include "format/csv.h"
#include "pack/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define VECTOR_COUNT 87

static const char *vectors_path;

static struct day
today(void)
{
    return day_of_ymd(2026, 11, 20);
}

static struct str
read_file(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    char *bytes = arena_alloc(a, 1 << 20);

    if (f == NULL)
        fail_msg("cannot open %s", path);
    size_t n = fread(bytes, 1, 1 << 20, f);
    (void)fclose(f);
    return (struct str){ bytes, n };
}

/* Dates and division codes are checked by other rooms; here only whether they
 * take and refuse what the vectors say. */
static struct id_check
check_date(struct arena *a, struct str typed)
{
    struct day d;
    struct err err;

    if (day_parse(typed, &d, &err) != OK)
        return (struct id_check){ 0 };
    /* The basic form and the one of official papers are valid as they are. */
    bool basic = typed.n == 8 && str_find(typed, STR("-")) == SIZE_MAX;
    return (struct id_check){ .ok = true,
        .normal =
            basic || str_eq(typed, day_zh(a, d)) ? typed : day_iso(a, d) };
}

static struct id_check
check(struct arena *a, struct str type, struct str typed)
{
    if (str_eq(type, STR("uscc")))
        return credit_code_check(a, typed);
    if (str_eq(type, STR("resident_id")))
        return id_no_check(a, typed, today());
    if (str_eq(type, STR("lawyer_license_no")))
        return lawyer_licence_check(a, typed, today());
    if (str_eq(type, STR("law_firm_license_no")))
        return firm_licence_check(a, typed);
    if (str_eq(type, STR("grassroots_office_code")))
        return office_code_check(a, typed);
    if (str_eq(type, STR("mobile")))
        return mobile_check(a, typed);
    if (str_eq(type, STR("landline")))
        return phone_check(a, typed);
    if (str_eq(type, STR("doc_no")))
        return doc_no_check(a, typed);
    if (str_eq(type, STR("postcode")))
        return postcode_check(a, typed);
    if (str_eq(type, STR("email")))
        return email_check(a, typed);
    if (str_eq(type, STR("date")))
        return check_date(a, typed);
    return (struct id_check){ 0 };
}

/* A few codes stand for the table that test_regions reads whole. */
static const char region_csv[] =
    "code,name,level,parent_code,status,valid_from,valid_to,sources,note\n"
    "500000,重庆市,province,,current,,,A,\n"
    "500105,江北区,county,500000,abolished,,2025-11-06,B,\n"
    "500157,两江新区,county,500000,current,2025-11-06,,A,\n";

/*
 * `valid` says whether the text is the strict stored form. A tolerant check
 * may take more, but must then change it or warn. Lower-case x at the end of
 * an identity number is valid by the vectors and stored as X.
 */
static void
vectors(void **state)
{
    struct arena *a = arena_new("test");
    const struct csv_row *rows;
    const struct regions *regions;
    struct err err;
    size_t n, checked = 0;

    (void)state;
    assert_int_equal(
        csv_read(a, read_file(a, vectors_path), 1000, &rows, &n, &err), OK);
    assert_int_equal(
        regions_from_csv(a, str_of(region_csv), &regions, &err), OK);
    for (size_t i = 1; i < n; i++) {
        struct str type = rows[i].cells[0], value = rows[i].cells[1];
        bool valid = str_eq(rows[i].cells[2], STR("1"));
        struct id_check c;

        if (str_eq(type, STR("region_code"))) {
            c = (struct id_check){ .ok = region_find(regions, value) != NULL,
                .normal = value };
        } else {
            c = check(a, type, value);
        }
        bool clean = c.ok && str_eq(c.normal, value) && c.warning.n == 0;
        if (valid ? !c.ok : clean)
            fail_msg("line %d: " STR_FMT " %s: " STR_FMT, rows[i].line,
                STR_ARG(value), c.ok ? "accepted" : "refused",
                STR_ARG(rows[i].cells[3]));
        checked++;
    }
    assert_int_equal(checked, VECTOR_COUNT);
    arena_free(a);
}

static void
says(struct id_check c, const char *zh)
{
    assert_false(c.ok);
    assert_true(c.text_en.n > 0);
    if (!str_eq(c.text, str_of(zh)))
        fail_msg("said: " STR_FMT, STR_ARG(c.text));
}

static void
becomes(struct id_check c, const char *normal)
{
    if (!c.ok)
        fail_msg("refused: " STR_FMT, STR_ARG(c.text));
    if (!str_eq(c.normal, str_of(normal)))
        fail_msg("became: " STR_FMT, STR_ARG(c.normal));
}

static void
messages_say_what_is_right(void **state)
{
    struct arena *a = arena_new("test");

    (void)state;
    says(credit_code_check(a, STR("31510000MD0000016")),
        "统一社会信用代码应为 18 位，现为 17 位");
    says(credit_code_check(a, STR("3151000OMD0000016C")),
        "统一社会信用代码只用数字和大写字母（不用 I、O、S、V、Z），"
        "第 8 位为“O”，是否应为数字 0");
    says(credit_code_check(a, STR("31510000MD0000016D")),
        "统一社会信用代码校验不符：按前 17 位，第 18 位应为 C，现为 D，"
        "请核对各位是否有误");
    says(credit_code_check(a, STR("中文中文中文中文中文中文中文中文中文")),
        "统一社会信用代码只用数字和大写字母（不用 I、O、S、V、Z），"
        "第 1 位为“中”");
    says(
        credit_code_check(a, STR("")), "统一社会信用代码应为 18 位，现为 0 位");
    says(mobile_check(a, STR("1371491493")), "手机号码应为 11 位，现为 10 位");
    says(mobile_check(a, STR("12000000000")),
        "手机号码应以 13 至 19 开头，现以 12 开头");
    says(mobile_check(a, STR("1371491493O")),
        "手机号码应为 11 位数字，不含其他字符");
    says(id_no_check(a, STR("500103188902300011"), today()),
        "公民身份号码第 7 至 14 位应为出生日期，现为 18890230，没有这一天");
    says(id_no_check(a, STR("110105491231002"), today()),
        "15 位身份证号码已停用，应填写 18 位公民身份号码");
    says(phone_check(a, STR("23-60000000")),
        "固定电话的区号应以 0 开头，如 023，现为 23");
    says(email_check(a, STR("a@b")),
        "电子邮箱“@”后应为完整域名，如 example.org.cn");
    says(doc_no_check(a, STR("渝司发〔2020〕第037号")),
        "发文字号的序号前不加“第”字，如 渝司发〔2020〕37号");
    arena_free(a);
}

static void
typing_is_tolerated(void **state)
{
    struct arena *a = arena_new("test");

    (void)state;
    becomes(credit_code_check(a, STR("　31510000 md0000016c ")),
        "31510000MD0000016C");
    becomes(
        credit_code_check(a, STR("３１５１００００－ＭＤ００００－０１６Ｃ")),
        "31510000MD0000016C");
    becomes(
        id_no_check(a, STR("１１０１０５１９４９１２３１００２ｘ"), today()),
        "11010519491231002X");
    becomes(mobile_check(a, STR("+86 130-0000-0000")), "13000000000");
    becomes(mobile_check(a, STR("0086 13000000000")), "13000000000");
    becomes(mobile_check(a, STR("86 130 0000 0000")), "13000000000");
    becomes(mobile_check(a, STR("１３７１４９１４９３３")), "13714914933");
    becomes(phone_check(a, STR("（023）60000000转801")), "023-60000000-801");
    becomes(phone_check(a, STR("02360000000")), "023-60000000");
    becomes(phone_check(a, STR("08382000000")), "0838-2000000");
    becomes(phone_check(a, STR("+86 23 6000 0000")), "023-60000000");
    becomes(phone_check(a, STR("400 800 1234")), "400-800-1234");
    becomes(phone_check(a, STR("130 0000 0000")), "13000000000");
    becomes(email_check(a, STR(" ａ.b+c＠example.org.cn ")),
        "a.b+c@example.org.cn");
    becomes(doc_no_check(a, STR("渝司发[2020] 37号")), "渝司发〔2020〕37号");
    arena_free(a);
}

static void
oddities_warn(void **state)
{
    struct arena *a = arena_new("test");

    (void)state;
    assert_true(credit_code_check(a, STR("31510000MD0000010R")).warning.n > 0);
    assert_true(
        id_no_check(a, STR("440524188001010014"), today()).warning.n > 0);
    assert_true(email_check(a, STR("张三@例子.中国")).warning.n > 0);
    assert_int_equal(
        credit_code_check(a, STR("31510000MD0000016C")).warning.n, 0);
    arena_free(a);
}

static void
bad_mail(void **state)
{
    static const char *const bad[] = { "", "@", "a@", "@b.cn", "a..b@c.cn",
        ".a@b.cn", "a@-b.cn", "a@b-.cn", "a@b..cn", "a@1.2.3.4", "a b@@c.cn",
        "a@b.c", "a\x01@b.cn", "<a@b.cn>" };
    struct arena *a = arena_new("test");

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (email_check(a, str_of(bad[i])).ok)
            fail_msg("accepted %s", bad[i]);
    arena_free(a);
}

static void
facts_of_an_identity_number(void **state)
{
    (void)state;
    assert_true(day_eq(
        id_no_birth(STR("11010519491231002X")), day_of_ymd(1949, 12, 31)));
    assert_false(id_no_is_male(STR("11010519491231002X")));
    assert_true(id_no_is_male(STR("500103188906150014")));
    assert_true(day_is_none(id_no_birth(STR("short"))));
}

static void
same(struct str got, const char *want)
{
    if (!str_eq(got, str_of(want)))
        fail_msg("got \"" STR_FMT "\", want \"%s\"", STR_ARG(got), want);
}

static void
masks(void **state)
{
    struct arena *a = arena_new("test");

    (void)state;
    same(mask_mobile(a, STR("13800001234")), "138****1234");
    same(mask_mobile(a, STR("023-60000000")), "023*****0000");
    same(mask_mobile(a, STR("1234567")), "1****67");
    same(mask_mobile(a, STR("123")), "***");
    same(mask_id_no(a, STR("500103188906150014")), "5001**********0014");
    same(mask_id_no(a, STR("12345")), "*****");
    same(mask_name(a, STR("张明")), "张*");
    same(mask_name(a, STR("张晓明")), "张*明");
    same(mask_name(a, STR("欧阳晓明")), "欧**明");
    same(mask_name(a, STR("明")), "*");
    same(mask_name(a, STR("𠅤某")), "𠅤*");
    same(mask_name(a, STR_EMPTY), "");
    arena_free(a);
}

static void
templates(void **state)
{
    struct arena *a = arena_new("test");
    struct json *v = json_new(a, JSON_OBJECT);
    struct json *list = json_new(a, JSON_LIST);

    (void)state;
    json_push(a, list, json_text(a, STR("政策")));
    json_push(a, list, json_text(a, STR("法律")));
    json_set(a, v, STR("subject"), json_text(a, STR("示例<单位>")));
    json_set(a, v, STR("serial"), json_number(a, 42));
    json_set(a, v, STR("擅长领域"), list);
    same(template_fill(a, STR("{{subject}}：第{{serial:5}}号"), v),
        "示例<单位>：第00042号");
    same(template_fill(a, STR("{{ serial : 1 }}|{{擅长领域}}|{{unknown}}|"), v),
        "42|政策、法律||");
    same(template_fill(a, STR("{{serial"), v), "{{serial");
    same(template_fill(a, STR("a}}b{{}}c"), v), "a}}bc");
    same(template_fill(a, STR("{{serial:999}}{{unknown:5}}"), v), "42");
    same(template_fill(a, STR_EMPTY, v), "");
    arena_free(a);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors),
        cmocka_unit_test(messages_say_what_is_right),
        cmocka_unit_test(typing_is_tolerated),
        cmocka_unit_test(oddities_warn),
        cmocka_unit_test(bad_mail),
        cmocka_unit_test(facts_of_an_identity_number),
        cmocka_unit_test(masks),
        cmocka_unit_test(templates),
    };

    if (argc < 2)
        return 2;
    vectors_path = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
