#include "xlsx_read.h"

#include <errno.h>
#include <expat.h>
#include <stdio.h>
#include <string.h>
#include <zip.h>

#define CHUNK 65536
#define ENTRIES_MAX 10000
/* Small parts may be packed well without being a bomb. */
#define RATIO_FREE_BYTES ((uint64_t)1024 * 1024)
/* Longest tag, comment or instruction; text comes in pieces anyway. */
#define TOKEN_MAX ((uint64_t)1024 * 1024)
#define DEPTH_MAX 64
/* Different element and attribute names of one part. Excel needs below 200. */
#define NAMES_MAX 1024
#define NAME_BITS 8192
/* How much of an old file is searched for the mark of encryption. */
#define CFB_SEARCH_BYTES ((uint64_t)64 * 1024 * 1024)

#define NS_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main|"
#define NS_STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main|"

struct package {
    zip_t *zip;
    const struct xlsx_limits *limits;
    struct arena *a;
    unsigned char *chunk; /* CHUNK bytes for searching */
};

enum status
xlsx_damaged(struct err *err, const char *what, const char *detail)
{
    enum status s = err_set(err, ERR_INPUT,
        "工作簿已损坏（%s），请用 Excel 或 WPS 打开后另存为 .xlsx 再试", what);

    err_detail(err, "%s", detail);
    return s;
}

/* --- what kind of file --- */

/* Looks for "EncryptedPackage" in UTF-16LE, the stream that an encrypted
 * workbook has inside the container it shares with .xls. */
static bool
is_encrypted(FILE *f)
{
    static const char mark[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0"
                               "P\0a\0c\0k\0a\0g\0e";
    char block[16384];
    size_t kept = 0;
    uint64_t seen = 0;

    rewind(f);
    while (seen < CFB_SEARCH_BYTES) {
        size_t n = fread(block + kept, 1, sizeof(block) - kept, f);
        if (n == 0)
            return false;
        seen += n;
        n += kept;
        if (memmem(block, n, mark, sizeof(mark)) != NULL)
            return true;
        kept = n < sizeof(mark) ? n : sizeof(mark);
        memmove(block, block + n - kept, kept);
    }
    return false;
}

static enum status
check_kind(FILE *f, struct err *err)
{
    static const unsigned char cfb[4] = { 0xd0, 0xcf, 0x11, 0xe0 };
    static const unsigned char bom[3] = { 0xef, 0xbb, 0xbf };
    unsigned char head[64];
    size_t n = fread(head, 1, sizeof(head), f), i = 0;

    if (ferror(f))
        return err_set(err, ERR_IO, "文件无法读取，请稍后重试");
    if (n == 0)
        return err_set(err, ERR_INPUT, "文件是空的，请选择 .xlsx 工作簿");
    if (n >= 4 && memcmp(head, cfb, 4) == 0) {
        if (is_encrypted(f))
            return err_set(err, ERR_INPUT,
                "工作簿设有打开密码，请在 Excel 或 WPS 中取消密码后再上传");
        return err_set(err, ERR_INPUT,
            "这是旧格式文件（.xls 或 .et），请用 Excel 或 WPS 打开，"
            "另存为 .xlsx 后再上传");
    }
    if (n >= 4 && memcmp(head, "PK", 2) == 0)
        return OK;
    if (n >= 3 && memcmp(head, bom, 3) == 0)
        i = 3;
    while (i < n && (head[i] == ' ' || head[i] == '\r' || head[i] == '\n'))
        i++;
    if (i < n && head[i] == '<')
        return err_set(err, ERR_INPUT,
            "这是网页或 XML 表格，不是工作簿，请用 Excel 或 WPS 打开，"
            "另存为 .xlsx 后再上传");
    return err_set(err, ERR_INPUT,
        "不是 Excel 工作簿，应为 .xlsx 文件，请用 Excel 或 WPS 另存为 .xlsx");
}

static void
close_zip(void *p)
{
    zip_discard(p);
}

static enum status
open_zip(const char *path, zip_t **ret, struct err *err)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        enum status s = err_set(err, ERR_IO, "文件无法读取，请稍后重试");
        err_detail(err, "open: %s", strerror(errno));
        return s;
    }
    enum status s = check_kind(f, err);
    fclose(f);
    TRY(s);

    int code = 0;
    zip_t *zip = zip_open(path, ZIP_RDONLY, &code);
    if (zip == NULL) {
        char detail[32];
        snprintf(detail, sizeof(detail), "zip_open: %d", code);
        return xlsx_damaged(err, "压缩包不完整", detail);
    }
    *ret = zip;
    return OK;
}

/* Other files that are zips too. */
static enum status
check_content(const struct package *p, struct err *err)
{
    if (package_has(p, STR("xl/workbook.bin")))
        return err_set(err, ERR_INPUT,
            "这是二进制工作簿（.xlsb），请用 Excel 打开，"
            "另存为 .xlsx 后再上传");
    if (package_has(p, STR("word/document.xml")))
        return err_set(
            err, ERR_INPUT, "这是 Word 文件，应为 .xlsx 工作簿");
    if (package_has(p, STR("content.xml")) &&
        package_has(p, STR("META-INF/manifest.xml")))
        return err_set(err, ERR_INPUT,
            "这是 OpenDocument 表格（.ods），请另存为 .xlsx 后再上传");
    if (!package_has(p, STR("[Content_Types].xml")))
        return err_set(err, ERR_INPUT,
            "这是压缩包，不是 Excel 工作簿，应为 .xlsx 文件");
    return OK;
}

enum status
package_open(struct arena *a, const char *path,
    const struct xlsx_limits *limits, struct package **ret, struct err *err)
{
    struct package *p = arena_one(a, struct package);

    TRY(open_zip(path, &p->zip, err));
    arena_defer(a, close_zip, p->zip);
    p->limits = limits;
    p->a = a;
    p->chunk = arena_alloc(a, CHUNK);
    if (zip_get_num_entries(p->zip, 0) > ENTRIES_MAX)
        return err_set(err, ERR_LIMIT,
            "工作簿内的部件超过 %d 个，请另存为新的 .xlsx 后再上传",
            ENTRIES_MAX);
    TRY(check_content(p, err));
    *ret = p;
    return OK;
}

/* --- parts --- */

static char
fold(char c)
{
    if (c == '\\')
        return '/';
    return c >= 'A' && c <= 'Z' ? (char)(c + 0x20) : c;
}

static bool
same_name(struct str part, const char *entry)
{
    if (*entry == '/' || *entry == '\\')
        entry++;
    for (size_t i = 0; i < part.n; i++) {
        if (entry[i] == 0 || fold(part.p[i]) != fold(entry[i]))
            return false;
    }
    return entry[part.n] == 0;
}

/* Index of the part in the archive or -1. Some programs write backslashes
 * or other case than they refer to. */
static zip_int64_t
find_part(const struct package *p, struct str part)
{
    zip_int64_t n = zip_get_num_entries(p->zip, 0);

    for (zip_int64_t i = 0; i < n; i++) {
        const char *name =
            zip_get_name(p->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);

        if (name != NULL && same_name(part, name))
            return i;
    }
    return -1;
}

bool
package_has(const struct package *p, struct str part)
{
    return find_part(p, part) >= 0;
}

struct part {
    zip_file_t *file;
    uint64_t packed, unpacked;
    const struct xlsx_limits *limits;
};

static enum status
part_open(struct package *p, struct str name, struct part *ret,
    struct err *err)
{
    zip_int64_t at = find_part(p, name);
    if (at < 0) {
        enum status s = xlsx_damaged(err, "缺少部件", "missing part");
        err_where(err, name, 0, 0);
        return s;
    }

    zip_stat_t st;
    if (zip_stat_index(p->zip, (zip_uint64_t)at, 0, &st) != 0 ||
        (st.valid & ZIP_STAT_COMP_SIZE) == 0)
        return xlsx_damaged(err, "压缩包不完整", zip_strerror(p->zip));
    if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
        st.encryption_method != ZIP_EM_NONE)
        return err_set(err, ERR_INPUT,
            "工作簿设有密码，请取消密码后再上传");
    zip_file_t *f = zip_fopen_index(p->zip, (zip_uint64_t)at, 0);
    if (f == NULL)
        return xlsx_damaged(err, "压缩包不完整", zip_strerror(p->zip));
    *ret = (struct part){ f, st.comp_size, 0, p->limits };
    return OK;
}

static enum status
part_read(struct part *p, void *out, size_t *ret_n, struct err *err)
{
    zip_int64_t n = zip_fread(p->file, out, CHUNK);

    if (n < 0)
        return xlsx_damaged(
            err, "压缩数据有误", zip_file_strerror(p->file));
    p->unpacked += (uint64_t)n;
    if (p->unpacked > p->limits->part_bytes)
        return err_set(err, ERR_LIMIT,
            "工作簿展开后过大（超过 %llu MB），"
            "请删去多余的行、列和工作表，或分成几个文件",
            (unsigned long long)(p->limits->part_bytes / (1024 * 1024)));
    if (p->unpacked > RATIO_FREE_BYTES &&
        p->unpacked / p->limits->ratio > p->packed)
        return err_set(err, ERR_LIMIT,
            "工作簿的压缩比异常（超过 %u 倍），请用 Excel 或 WPS 打开，"
            "删去多余的空白行后另存为 .xlsx",
            p->limits->ratio);
    *ret_n = (size_t)n;
    return OK;
}

enum status
package_holds(struct package *p, struct str name, struct str word, bool *ret,
    struct err *err)
{
    struct part part;
    size_t kept = 0, n;
    enum status s;
    bool first = true, found = false;
    unsigned char *joined = arena_alloc(p->a, CHUNK + 64);

    TRY(part_open(p, name, &part, err));
    while ((s = part_read(&part, p->chunk, &n, err)) == OK && n > 0) {
        if (first && n >= 2 &&
            (p->chunk[0] >= 0xfe || p->chunk[0] == 0 || p->chunk[1] == 0))
            found = true; /* UTF-16: the parser will see */
        first = false;
        memcpy(joined + kept, p->chunk, n);
        n += kept;
        if (!found && memmem(joined, n, word.p, word.n) != NULL)
            found = true;
        kept = n < word.n ? n : word.n;
        memmove(joined, joined + n - kept, kept);
    }
    zip_fclose(part.file);
    TRY(s);
    *ret = found;
    return OK;
}

/* --- XML --- */

struct xml {
    XML_Parser parser;
    const struct xml_handlers *h;
    void *ctx;
    struct err *err;
    enum status status;
    int depth;
    size_t names;
    unsigned char seen[NAME_BITS / 8];
};

void *
xml_ctx(const struct xml *x)
{
    return x->ctx;
}

struct err *
xml_err(const struct xml *x)
{
    return x->err;
}

void
xml_fail(struct xml *x, enum status status)
{
    if (x->status != OK)
        return;
    x->status = status;
    XML_StopParser(x->parser, XML_FALSE);
}

const char *
xml_attr(const char **atts, const char *name)
{
    for (; *atts != NULL; atts += 2) {
        if (strcmp(atts[0], name) == 0)
            return atts[1];
    }
    return NULL;
}

const char *
xml_attr_prefixed(const char **atts, const char *name)
{
    for (; *atts != NULL; atts += 2) {
        const char *bar = strrchr(atts[0], '|');

        if (bar != NULL && strcmp(bar + 1, name) == 0)
            return atts[1];
    }
    return NULL;
}

static void
note_name(struct xml *x, const char *name)
{
    uint64_t h = str_hash(str_of(name)) % NAME_BITS;
    unsigned char bit = (unsigned char)(1u << (h & 7));

    if ((x->seen[h / 8] & bit) != 0)
        return;
    x->seen[h / 8] |= bit;
    if (++x->names > NAMES_MAX)
        xml_fail(x, xlsx_damaged(x->err, "标记异常", "too many names"));
}

/* The name without namespace, or NULL for one that is not reported. */
static const char *
local_name(const struct xml *x, const char *name)
{
    if (strncmp(name, NS_MAIN, sizeof(NS_MAIN) - 1) == 0)
        return name + sizeof(NS_MAIN) - 1;
    if (strncmp(name, NS_STRICT, sizeof(NS_STRICT) - 1) == 0)
        return name + sizeof(NS_STRICT) - 1;

    const char *bar = strrchr(name, '|');
    if (bar == NULL)
        return name;
    return x->h->main_only ? NULL : bar + 1;
}

static void XMLCALL
on_start(void *ud, const char *name, const char **atts)
{
    struct xml *x = ud;

    if (x->status != OK)
        return;
    if (++x->depth > DEPTH_MAX) {
        xml_fail(x, xlsx_damaged(x->err, "标记异常", "nested too deep"));
        return;
    }
    const char *local = local_name(x, name);
    if (local == NULL || !x->h->start(x, local, atts))
        note_name(x, name);
    for (; *atts != NULL; atts += 2) {
        if (atts[0][1] != 0) /* there are few of one letter */
            note_name(x, atts[0]);
    }
}

static void XMLCALL
on_end(void *ud, const char *name)
{
    struct xml *x = ud;

    if (x->status != OK)
        return;
    x->depth--;
    const char *local = local_name(x, name);
    if (local != NULL && x->h->end != NULL)
        x->h->end(x, local);
}

static void XMLCALL
on_text(void *ud, const char *s, int n)
{
    struct xml *x = ud;

    if (x->status == OK && n > 0)
        x->h->text(x, (struct str){ s, (size_t)n });
}

static void XMLCALL
on_doctype(void *ud, const char *name, const char *sysid, const char *pubid,
    int has_internal)
{
    struct xml *x = ud;

    (void)name, (void)sysid, (void)pubid, (void)has_internal;
    if (x->status == OK)
        xml_fail(x,
            err_set(x->err, ERR_INPUT,
                "工作簿含有不允许的文档类型声明，"
                "请用 Excel 或 WPS 打开后另存为 .xlsx"));
}

static enum status
feed(struct xml *x, struct part *part)
{
    uint64_t fed = 0;
    size_t n = 1;

    while (n > 0) {
        void *out = XML_GetBuffer(x->parser, CHUNK);
        if (out == NULL)
            return err_set(x->err, ERR_LIMIT, "工作簿过大，内存不足");
        TRY(part_read(part, out, &n, x->err));
        fed += n;
        if (XML_ParseBuffer(x->parser, (int)n, n == 0) != XML_STATUS_OK) {
            if (x->status != OK)
                return x->status;
            return xlsx_damaged(x->err, "内容不是有效的 XML",
                XML_ErrorString(XML_GetErrorCode(x->parser)));
        }
        XML_Index at = XML_GetCurrentByteIndex(x->parser);
        if (at >= 0 && fed - (uint64_t)at > TOKEN_MAX)
            return xlsx_damaged(x->err, "标记过长", "token too long");
    }
    return OK;
}

enum status
package_parse(struct package *p, struct str name,
    const struct xml_handlers *h, void *ctx, struct err *err)
{
    struct part part;
    struct xml x = { .h = h, .ctx = ctx, .err = err };

    TRY(part_open(p, name, &part, err));
    x.parser = XML_ParserCreateNS(NULL, '|');
    if (x.parser == NULL) {
        zip_fclose(part.file);
        return err_set(err, ERR_LIMIT, "内存不足");
    }
    XML_SetUserData(x.parser, &x);
    XML_SetElementHandler(x.parser, on_start, on_end);
    if (h->text != NULL)
        XML_SetCharacterDataHandler(x.parser, on_text);
    XML_SetStartDoctypeDeclHandler(x.parser, on_doctype);
    enum status s = feed(&x, &part);
    XML_ParserFree(x.parser);
    zip_fclose(part.file);
    return s;
}
