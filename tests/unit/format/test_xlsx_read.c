#include "book.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *a;

static int
setup(void **state)
{
    (void)state;
    a = arena_new("test");
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static const char *
read_rows(const char *rows)
{
    book_write(book_path(), &(struct book_text){ .rows = rows });
    return book_dump(a, book_path(), NULL, NULL);
}

static const char *
read_text(const struct book_text *t)
{
    book_write(book_path(), t);
    return book_dump(a, book_path(), NULL, NULL);
}

#define CELL(ref, v) "<c r=\"" ref "\"><v>" v "</v></c>"
#define INLINE(ref, v) \
    "<c r=\"" ref "\" t=\"inlineStr\"><is><t>" v "</t></is></c>"

static void
test_strings(void **state)
{
    (void)state;
    assert_string_equal(
        read_text(&(struct book_text){
            .rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
                    "<c r=\"B1\" t=\"s\"><v>1</v></c>"
                    "<c r=\"C1\" t=\"s\"><v>2</v></c>"
                    "<c r=\"D1\" t=\"s\"><v>3</v></c></row>",
            .strings = "<si><t>张三</t></si>"
                       "<si><r><t>律师</t></r><r><rPr><b/></rPr>"
                       "<t xml:space=\"preserve\"> 事务所</t></r>"
                       "<rPh sb=\"0\" eb=\"1\"><t>lü</t></rPh></si>"
                       "<si><t>一&#10;二&amp;&#x4E09;</t></si>"
                       "<si><t>a_x000D_\nb_x005F_x000D_c</t></si>" }),
        "1 T:张三|T:律师 事务所|T:一\n二&三|T:a\nb_x000D_c\n");
    assert_string_equal(
        read_rows("<row>" INLINE("A1", "甲") "<c t=\"inlineStr\"><is>"
                  "<r><t>乙</t></r><r><t>丙</t></r>"
                  "<rPh sb=\"0\" eb=\"1\"><t>yi</t></rPh></is></c>"
                  "<c t=\"str\"><f>A1</f><v>公式</v></c></row>"),
        "1 T:甲|T:乙丙|T:公式\n");
    /* an index past the end */
    assert_non_null(
        strstr(read_text(&(struct book_text){
                   .rows = "<row><c t=\"s\"><v>1</v></c></row>",
                   .strings = "<si><t>x</t></si>" }),
            "ERR_INPUT: 工作簿已损坏（缺少文字）"));
}

static void
test_numbers(void **state)
{
    static const struct {
        const char *stored, *want;
    } t[] = {
        { "0", "N:0" },
        { "-0", "N:0" },
        { "0.1", "N:0.1" },
        { "0.10000000000000001", "N:0.1" },
        { "0.30000000000000004", "N:0.3" },
        { "1.1000000000000001", "N:1.1" },
        { "-12.50", "N:-12.5" },
        { "13800001234", "N:13800001234" },
        { "1.3800001234E10", "N:13800001234" },
        { "1.3800001234E+10", "N:13800001234" },
        { "9.9999999999999995E-7", "N:0.000001" },
        { "1E-20", "N:0.00000000000000000001" },
        { "1e21", "N!:1000000000000000000000" },
        { "999999999999999", "N:999999999999999" },
        { "110101200001010011", "N!:110101200001010011" },
        { "1.10101200001010E+17", "N!:110101200001010000" },
        { "1234567890123456", "N!:1234567890123456" },
        { "007", "N:7" },
        { "99.999999999999999", "N:100" },
        { "nan", "T:nan" },
        { "1-2", "T:1-2" },
        { "1e999", "T:1e999" },
        { " 5 ", "N:5" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
        const char *rows =
            arena_fmt(a, "<row><c><v>%s</v></c></row>", t[i].stored).p;

        assert_string_equal(
            read_rows(rows), arena_fmt(a, "1 %s\n", t[i].want).p);
    }
}

/* What is shown for a value under a built-in format or a code. */
static const char *
dated(int id, const char *code, const char *value, bool base_1904)
{
    const char *styles = arena_fmt(a,
        "<numFmts><numFmt numFmtId=\"164\" formatCode=\"%s\"/></numFmts>"
        "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"%d\"/></cellXfs>",
        code != NULL ? code : "0", code != NULL ? 164 : id)
                             .p;
    const char *out = read_text(&(struct book_text){
        .rows =
            arena_fmt(a, "<row><c s=\"1\"><v>%s</v></c></row>", value).p,
        .styles = styles,
        .workbook = arena_fmt(a,
            "<workbookPr date1904=\"%d\"/><sheets><sheet name=\"x\" "
            "r:id=\"rId1\"/></sheets>",
            base_1904)
                        .p });

    assert_int_equal(strncmp(out, "1 ", 2), 0);
    return out + 2;
}

#define DATED(id, v, want) \
    assert_string_equal(dated(id, NULL, v, false), want "\n")
#define CODED(code, v, want) \
    assert_string_equal(dated(0, code, v, false), want "\n")

static void
test_dates(void **state)
{
    (void)state;
    for (int id = 0; id < 60; id++) {
        bool date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
            (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

        if (id == 46)
            continue; /* elapsed hours, below */
        assert_string_equal(dated(id, NULL, "46346", false),
            date ? "D:2026-11-20\n" : "N:46346\n");
    }
    DATED(14, "1", "D:1900-01-01");
    DATED(14, "59", "D:1900-02-28");
    DATED(14, "60", "D:1900-02-28");
    DATED(14, "61", "D:1900-03-01");
    DATED(14, "2958465", "D:9999-12-31");
    DATED(14, "2958466", "N:2958466");
    DATED(14, "-1", "N:-1");
    DATED(14, "0", "N:0");
    DATED(14, "45351", "D:2024-02-29");
    DATED(14, "46346.75", "D:2026-11-20");
    DATED(22, "46346.75", "D:2026-11-20T18:00:00");
    DATED(22, "46346.999999", "D:2026-11-21");
    DATED(22, "46346.999988", "D:2026-11-20T23:59:59");
    DATED(20, "0.5", "D:12:00:00");
    DATED(20, "0.60416666666666663", "D:14:30:00");
    DATED(46, "1.0833333333333333", "D:26:00:00");
    assert_string_equal(dated(14, NULL, "0", true), "D:1904-01-01\n");
    assert_string_equal(dated(14, NULL, "44884", true), "D:2026-11-20\n");
    assert_string_equal(dated(14, NULL, "2958465", true), "N:2958465\n");
}

static void
test_date_codes(void **state)
{
    (void)state;
    CODED("yyyy\\-mm\\-dd", "46346", "D:2026-11-20");
    CODED("yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "46346",
        "D:2026-11-20");
    CODED("[$-804]yyyy年m月", "46346", "D:2026-11-20");
    CODED("[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;", "46346",
        "D:2026-11-20");
    CODED("e&quot;年&quot;", "46346", "D:2026-11-20");
    CODED("m/d", "46346.5", "D:2026-11-20");
    CODED("aaaa", "46346", "D:2026-11-20");
    CODED("yyyy/m/d h:mm", "46346.5", "D:2026-11-20T12:00:00");
    CODED("h:mm AM/PM", "0.75", "D:18:00:00");
    CODED("mm:ss.0", "0.001", "D:00:01:26");
    CODED("[h]:mm", "1.5", "D:36:00:00");
    CODED("[mm]", "0.5", "D:12:00:00");
    CODED("General", "46346", "N:46346");
    CODED("0.00E+00", "46346", "N:46346");
    CODED("#,##0.00\\ &quot;days&quot;", "46346", "N:46346");
    CODED("[Red]#,##0;[Blue]\\-d", "46346", "N:46346");
    CODED("0&quot;", "46346", "N:46346");
    CODED("[", "46346", "N:46346");
    CODED("\\", "46346", "N:46346");
    CODED("@", "46346", "N:46346");
    CODED("_d0", "46346", "N:46346");
}

static void
test_other_kinds(void **state)
{
    (void)state;
    assert_string_equal(
        read_rows("<row r=\"2\"><c t=\"b\"><v>1</v></c>"
                  "<c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c>"
                  "<c><f>1+1</f><v>2</v></c><c><f>1+1</f><v/></c>"
                  "<c t=\"str\"><f>&quot;&quot;</f><v></v></c>"
                  "<c t=\"d\"><v>2026-11-20T00:00:00</v></c>"
                  "<c t=\"d\"><v>2026-11-20T08:30:00.000</v></c>"
                  "<c t=\"d\"><v>soon</v></c></row>"),
        "2 B:TRUE|B:FALSE|X:#N/A|N:2|X:#未计算|-|D:2026-11-20|"
        "D:2026-11-20T08:30:00|T:soon\n");
}

static void
test_places(void **state)
{
    (void)state;
    /* sparse, in any order, lower case, and without references */
    assert_string_equal(
        read_rows("<row r=\"3\">" CELL("C3", "3") CELL("a3", "1") "</row>"
                  "<row><c><v>7</v></c><c/><c><v>8</v></c></row>"
                  "<row r=\"10\"><c r=\"B10\"><v>9</v></c><c><v>10</v></c>"
                  "</row>"),
        "3 N:1|-|N:3\n4 N:7|-|N:8\n10 -|N:9|N:10\n");
    /* formatted blanks and white space are no content */
    assert_string_equal(
        read_rows("<row r=\"1\">" CELL("A1", "1") "<c r=\"B1\" s=\"0\"/></row>"
                  "<row r=\"2\"><c r=\"A2\" s=\"0\"/></row><row r=\"3\"/>"
                  "<row r=\"4\">" INLINE("A4", " \t&#xA0;&#x3000;") "</row>"
                  "<row r=\"1048576\"><c r=\"XFD1048576\"/></row>"),
        "1 N:1\n");
    assert_string_equal(read_rows(""), "");
    assert_non_null(
        strstr(read_rows("<row r=\"2\"/><row r=\"2\"/>"), "行号有误"));
    assert_non_null(strstr(read_rows("<row r=\"0\"/>"), "行号有误"));
    assert_non_null(strstr(read_rows("<row r=\"1048577\"/>"), "行号有误"));
    assert_non_null(
        strstr(read_rows("<row>" CELL("XFE1", "1") "</row>"), "位置有误"));
}

static void
test_merged(void **state)
{
    (void)state;
    assert_string_equal(
        read_text(&(struct book_text){
            .rows = "<row r=\"1\">" CELL("A1", "1") "</row>"
                    "<row r=\"2\">" CELL("A2", "2") CELL("B2", "3") "</row>"
                    "<row r=\"3\">" CELL("B3", "4") "</row>"
                    "<row r=\"4\"><c r=\"A4\"/></row>"
                    "<row r=\"5\">" CELL("A5", "5") CELL("B5", "6") "</row>",
            .tail = "<mergeCells><mergeCell ref=\"A2:A5\"/>"
                    "<mergeCell ref=\"A1:C1\"/>"
                    "<mergeCell ref=\"A1:ZZZZ1\"/><mergeCell ref=\"A9\"/>"
                    "<mergeCell ref=\"BZ1:CA9\"/><mergeCell/>"
                    "</mergeCells>" }),
        "1 N:1|-^|-^\n2 N:2|N:3\n3 -^|N:4\n5 N^:5|N:6\n");
}

static void
test_namespaces(void **state)
{
    static const char types[] = "<Types/>";
    static const char rels[] =
        "<p:Relationships xmlns:p=\"http://schemas.openxmlformats.org/"
        "package/2006/relationships\"><p:Relationship Id=\"R7\" "
        "Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/"
        "worksheet\" Target=\"/data/Tab.xml\"/></p:Relationships>";
    static const char top[] =
        "<Relationships><Relationship Id=\"a\" Type=\"http://purl.oclc.org/"
        "ooxml/officeDocument/relationships/officeDocument\" "
        "Target=\"./x/../book/wb.xml\"/></Relationships>";
    static const char book[] =
        "<x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/"
        "main\" xmlns:q=\"http://purl.oclc.org/ooxml/officeDocument/"
        "relationships\"><x:sheets><x:sheet name=\"s\" q:id=\"R7\"/>"
        "</x:sheets></x:workbook>";
    static const char sheet[] =
        "<y:worksheet xmlns:y=\"http://purl.oclc.org/ooxml/spreadsheetml/"
        "main\" xmlns:z=\"urn:other\"><y:sheetData><y:row r=\"1\" "
        "z:r=\"9\"><y:c r=\"A1\" z:t=\"s\"><y:v>5</y:v><z:v>6</z:v></y:c>"
        "</y:row><z:row r=\"2\"><z:c><z:v>7</z:v></z:c></z:row>"
        "</y:sheetData></y:worksheet>";
    const struct book_part parts[] = { { "[content_types].XML", types, 0 },
        { "_rels/.rels", top, 0 }, { "book\\WB.xml", book, 0 },
        { "book/_rels/wb.xml.rels", rels, 0 }, { "data/tab.xml", sheet, 0 } };

    (void)state;
    book_zip(book_path(), parts, 5);
    assert_string_equal(book_dump(a, book_path(), NULL, NULL), "1 N:5\n");
}

static void
test_utf16(void **state)
{
    static const char sheet[] =
        "<worksheet xmlns=\"" BOOK_MAIN "\"><sheetData><row r=\"1\"><c>"
        "<v>1</v></c></row></sheetData><mergeCells><mergeCell "
        "ref=\"A1:B1\"/></mergeCells></worksheet>";
    static const char top[] = "<Relationships/>";
    static const char book[] =
        "<workbook xmlns=\"" BOOK_MAIN "\" xmlns:r=\"" BOOK_R "\"><sheets>"
        "<sheet name=\"s\" r:id=\"R\"/></sheets></workbook>";
    static const char rels[] = "<Relationships><Relationship Id=\"R\" "
                               "Type=\"x/worksheet\" Target=\"s.xml\"/>"
                               "</Relationships>";
    static char wide[2 * sizeof(sheet)];

    (void)state;
    wide[0] = (char)0xff;
    wide[1] = (char)0xfe;
    for (size_t i = 0; i < sizeof(sheet) - 1; i++)
        wide[2 + 2 * i] = sheet[i];
    const struct book_part parts[] = { { "[Content_Types].xml", top, 0 },
        { "_rels/.rels", top, 0 }, { "xl/workbook.xml", book, 0 },
        { "xl/_rels/workbook.xml.rels", rels, 0 },
        { "xl/s.xml", wide, 2 * sizeof(sheet) } };
    book_zip(book_path(), parts, 5);
    assert_string_equal(book_dump(a, book_path(), NULL, NULL), "1 N:1|-^\n");
}

static void
test_sheets(void **state)
{
    const struct xlsx_sheet_info *info;
    struct err err;
    size_t n;

    (void)state;
    book_write(book_path(),
        &(struct book_text){ .rows = "<row><c><v>1</v></c></row>",
            .workbook =
                "<sheets><sheet name=\"旧\" state=\"hidden\" r:id=\"rId1\"/>"
                "<sheet name=\"更旧\" state=\"veryHidden\" r:id=\"rId1\"/>"
                "<sheet name=\"图表\" r:id=\"rId2\"/>"
                "<sheet name=\"名单\" r:id=\"rId1\"/></sheets>" });
    assert_int_equal(xlsx_sheets(a, book_path(), &info, &n, &err), OK);
    assert_int_equal(n, 3);
    assert_true(str_eq(info[0].name, STR("旧")) && info[0].hidden);
    assert_true(str_eq(info[1].name, STR("更旧")) && info[1].hidden);
    assert_true(str_eq(info[2].name, STR("名单")) && !info[2].hidden);
    assert_string_equal(book_dump(a, book_path(), NULL, NULL), "1 N:1\n");
    assert_string_equal(book_dump(a, book_path(), "旧", NULL), "1 N:1\n");
    assert_string_equal(book_dump(a, book_path(), "没有", NULL),
        "ERR_INPUT: 没有名为“没有”的工作表");

    book_write(book_path(),
        &(struct book_text){ .rows = "",
            .workbook = "<sheets><sheet name=\"a\" state=\"hidden\" "
                        "r:id=\"rId1\"/></sheets>" });
    assert_non_null(strstr(
        book_dump(a, book_path(), NULL, NULL), "没有可见的工作表"));
}

static const char *
read_bytes(const void *p, size_t n)
{
    FILE *f = fopen(book_path(), "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return book_dump(a, book_path(), NULL, NULL);
}

static void
test_other_files(void **state)
{
    static const unsigned char mark[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0"
                                        "P\0a\0c\0k\0a\0g\0e";
    static unsigned char cfb[40000] = { 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1,
        0x1a, 0xe1 };

    (void)state;
    assert_non_null(strstr(read_bytes(cfb, sizeof(cfb)), "另存为 .xlsx"));
    /* across the border of what is read at once */
    for (size_t at = 16384 - 40; at < 16384 + 40; at += 8) {
        memset(cfb + 8, 0, sizeof(cfb) - 8);
        memcpy(cfb + at, mark, sizeof(mark));
        assert_non_null(
            strstr(read_bytes(cfb, sizeof(cfb)), "取消密码后再上传"));
    }
    assert_non_null(strstr(read_bytes("", 0), "文件是空的"));
    assert_non_null(strstr(read_bytes("a,b\n1,2\n", 8), "不是 Excel 工作簿"));
    assert_non_null(strstr(read_bytes("\n <html>", 8), "这是网页"));
    assert_non_null(strstr(read_bytes("PK\3\4damaged", 11), "已损坏"));
    assert_non_null(
        strstr(book_dump(a, "/nonexistent/x.xlsx", NULL, NULL), "ERR_IO"));

    const struct book_part word[] = { { "word/document.xml", "<x/>", 0 } };
    book_zip(book_path(), word, 1);
    assert_non_null(
        strstr(book_dump(a, book_path(), NULL, NULL), "这是 Word 文件"));
    const struct book_part xlsb[] = { { "xl/workbook.bin", "x", 0 } };
    book_zip(book_path(), xlsb, 1);
    assert_non_null(strstr(book_dump(a, book_path(), NULL, NULL), ".xlsb"));
    const struct book_part ods[] = { { "content.xml", "<x/>", 0 },
        { "META-INF/manifest.xml", "<x/>", 0 } };
    book_zip(book_path(), ods, 2);
    assert_non_null(strstr(book_dump(a, book_path(), NULL, NULL), ".ods"));
    const struct book_part zip[] = { { "a.txt", "x", 0 } };
    book_zip(book_path(), zip, 1);
    assert_non_null(
        strstr(book_dump(a, book_path(), NULL, NULL), "这是压缩包"));
    const struct book_part gone[] = { { "[Content_Types].xml", "<x/>", 0 } };
    book_zip(book_path(), gone, 1);
    assert_non_null(
        strstr(book_dump(a, book_path(), NULL, NULL), "缺少部件"));
}

static void
test_bad_xml(void **state)
{
    (void)state;
    assert_non_null(
        strstr(read_rows("<row></c></row>"), "内容不是有效的 XML"));
    assert_non_null(strstr(read_rows("<row><c>&x;</c></row>"),
        "内容不是有效的 XML"));
    const struct book_part doctype[] = { { "[Content_Types].xml", "<x/>", 0 },
        { "xl/workbook.xml",
            "<!DOCTYPE w [<!ENTITY a \"b\">]><workbook xmlns=\"" BOOK_MAIN
            "\"/>",
            0 } };
    book_zip(book_path(), doctype, 2);
    assert_non_null(
        strstr(book_dump(a, book_path(), NULL, NULL), "文档类型声明"));

    /* nested without end, and names without end: the parser keeps them */
    struct buf b;
    buf_init(&b, a, 1 << 20);
    for (int i = 0; i < 100; i++)
        buf_lit(&b, "<a>");
    for (int i = 0; i < 100; i++)
        buf_lit(&b, "</a>");
    buf_byte(&b, 0);
    assert_non_null(strstr(read_rows(buf_view(&b).p), "标记异常"));
    buf_clear(&b);
    for (int i = 0; i < 3000; i++)
        buf_fmt(&b, "<name%d/>", i);
    buf_byte(&b, 0);
    assert_non_null(strstr(read_rows(buf_view(&b).p), "标记异常"));
}

static const char *
limited(const struct xlsx_limits *l)
{
    return book_dump(a, book_path(), NULL, l);
}

static void
test_limits(void **state)
{
    struct xlsx_limits l = xlsx_limits_default();

    (void)state;
    assert_int_equal(l.rows, 200000);
    assert_int_equal(l.columns, 64);
    read_rows("<row r=\"1\">" CELL("A1", "1") "</row><row r=\"9\"/>"
              "<row r=\"10\">" CELL("B10", "1") "<c r=\"C10\"/></row>");
    l.rows = 2;
    l.columns = 2;
    assert_string_equal(limited(&l), "1 N:1\n10 -|N:1\n");
    l.columns = 1;
    assert_non_null(strstr(limited(&l), "ERR_LIMIT: 单元格 B10 超出范围"));
    l.columns = 2;
    l.rows = 1;
    assert_non_null(strstr(limited(&l), "ERR_LIMIT: 有内容的行超过 1 行"));
    l = xlsx_limits_default();
    l.part_bytes = 100;
    assert_non_null(strstr(limited(&l), "ERR_LIMIT: 工作簿展开后过大"));

    l = xlsx_limits_default();
    l.strings = 1;
    read_text(&(struct book_text){ .rows = "",
        .strings = "<si><t>a</t></si><si><t>b</t></si>" });
    assert_non_null(strstr(limited(&l), "ERR_LIMIT: 不同的文字超过 1 条"));

    struct buf b;
    buf_init(&b, a, 8 << 20);
    buf_lit(&b, "<row><c><v>1</v></c></row>");
    for (size_t i = 0; i < (3 << 20); i += 4)
        buf_lit(&b, "    ");
    buf_byte(&b, 0);
    assert_non_null(
        strstr(read_rows(buf_view(&b).p), "ERR_LIMIT: 工作簿的压缩比异常"));
    buf_clear(&b);
    buf_lit(&b, "<row><c t=\"str\"><v>");
    for (size_t i = 0; i < (300 << 10); i++)
        buf_byte(&b, (char)('a' + (i * i) % 23));
    buf_lit(&b, "</v></c></row>");
    buf_byte(&b, 0);
    assert_non_null(strstr(
        read_rows(buf_view(&b).p), "ERR_LIMIT: 单元格 A1 的文字过长"));
}

static enum status
stop_at_two(const struct xlsx_row *row, void *arg, struct err *err)
{
    int *seen = arg;

    (*seen)++;
    if (row->number == 2)
        return err_set(err, ERR_CONFLICT, "enough");
    return OK;
}

static void
test_callback_error(void **state)
{
    struct err err;
    int seen = 0;

    (void)state;
    read_rows("<row><c><v>1</v></c></row><row><c><v>1</v></c></row>"
              "<row><c><v>1</v></c></row>");
    assert_int_equal(
        xlsx_read(book_path(), NULL, NULL, stop_at_two, &seen, &err),
        ERR_CONFLICT);
    assert_string_equal(err.text, "enough");
    assert_int_equal(seen, 2);
}

static enum status
count_row(const struct xlsx_row *row, void *arg, struct err *err)
{
    int64_t *sum = arg, v;

    if (row->n != 3 || !num_int(row->cells[0].text, 0, 1000000, &v) ||
        row->number != v)
        return err_set(err, ERR_INPUT, "row %d", row->number);
    *sum += v;
    return OK;
}

static void
test_many_rows(void **state)
{
    struct buf b;
    struct err err;
    int64_t sum = 0;

    (void)state;
    buf_init(&b, a, 64 << 20);
    for (int i = 1; i <= 100000; i++)
        buf_fmt(&b,
            "<row r=\"%d\"><c r=\"A%d\"><v>%d</v></c><c r=\"B%d\" t=\"s\">"
            "<v>%d</v></c><c r=\"C%d\" t=\"inlineStr\"><is><t>第 %d 号</t>"
            "</is></c></row>",
            i, i, i, i, i % 2, i, i * 7919 % 100003);
    buf_byte(&b, 0);
    book_write(book_path(),
        &(struct book_text){ .rows = buf_view(&b).p,
            .strings = "<si><t>是</t></si><si><t>否</t></si>" });
    assert_int_equal(
        xlsx_read(book_path(), NULL, NULL, count_row, &sum, &err), OK);
    assert_int_equal(sum, INT64_C(5000050000));
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_strings),
        TEST(test_numbers),
        TEST(test_dates),
        TEST(test_date_codes),
        TEST(test_other_kinds),
        TEST(test_places),
        TEST(test_merged),
        TEST(test_namespaces),
        TEST(test_utf16),
        TEST(test_sheets),
        TEST(test_other_files),
        TEST(test_bad_xml),
        TEST(test_limits),
        TEST(test_callback_error),
        TEST(test_many_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
