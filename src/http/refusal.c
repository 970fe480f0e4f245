/* refusal.c - the answers the server gives by itself, in two languages. */
#include "internal.h"

#include <inttypes.h>

struct refusal_row {
    int status;
    const char *zh; /* one sentence without the full stop */
    const char *en;
};

static const struct refusal_row ROWS[] = {
    [REFUSE_NONE] = { 500, "服务器内部出错，请稍后再试",
        "The server failed; please try again later" },
    [REFUSE_REQUEST] = { 400, "请求不符合 HTTP 规范，请刷新页面后重试",
        "The request does not follow HTTP; please reload and try again" },
    [REFUSE_PATH] = { 400,
        "网址的路径不正确，应以“/”开头，不含“..”“//”和控制字符",
        "The path of the address is not valid: it begins with \"/\" and has no "
        "\"..\", \"//\" or control characters" },
    [REFUSE_ESCAPE] = { 400,
        "网址或表单的百分号编码有误，“%”之后应为两位十六进制数字",
        "A percent escape is broken: two hexadecimal digits follow \"%\"" },
    [REFUSE_UTF8] = { 400,
        "提交的文字不是有效的 UTF-8 编码，请用浏览器打开页面重新填写",
        "The text sent is not valid UTF-8; please fill in the form again in a "
        "browser" },
    [REFUSE_FIELDS] = { 400, "提交的字段过多，请减少后再提交",
        "Too many fields; please send fewer" },
    [REFUSE_FILES] = { 400, "一次上传的文件过多，请分次上传",
        "Too many files at once; please upload them in turns" },
    [REFUSE_NO_FILES] = { 400, "此处不接收文件，请去掉附件后再提交",
        "No files are accepted here; please send the form without them" },
    [REFUSE_MULTIPART] = { 400, "上传的内容不完整或格式有误，请重新选择后提交",
        "The upload is incomplete or malformed; please choose the files "
        "again" },
    [REFUSE_SLOW] = { 408, "请求未能在规定时间内传完，请检查网络后重试",
        "The request did not arrive in time; please check the network and try "
        "again" },
    [REFUSE_SIZE] = { 413, "提交的内容过大，请压缩或分次提交",
        "The content is too large; please compress it or send it in parts" },
    [REFUSE_TARGET] = { 414, "网址过长，请缩短查询条件",
        "The address is too long; please shorten the query" },
    [REFUSE_HEADERS] = { 431, "请求头过大，请清除本站的 Cookie 后重试",
        "The request header is too large; please clear the cookies of this "
        "site and try again" },
    [REFUSE_FAULT] = { 500, "服务器内部出错，请稍后再试",
        "The server failed; please try again later" },
    [REFUSE_CODING] = { 501, "不支持这种传输编码，只支持 chunked",
        "This transfer coding is not supported; only \"chunked\" is" },
    [REFUSE_CROWDED] = { 503, "来自您所在网络的连接过多，请稍后再试",
        "Too many connections from your network; please try again later" },
    [REFUSE_BUSY] = { 503, "当前访问人数过多，请稍后再试",
        "The server is busy; please try again later" },
    [REFUSE_STOPPING] = { 503, "系统正在停机，请几分钟后再试",
        "The server is being stopped; please try again in a few minutes" },
    [REFUSE_STORAGE] = { 503, "服务器暂时无法保存上传的文件，请稍后再试",
        "The server cannot store the upload at the moment; please try again "
        "later" },
};

int
refusal_status(enum refusal why)
{
    return ROWS[why].status;
}

const char *
refusal_text(enum refusal why)
{
    return ROWS[why].zh;
}

/* "（上限 1 MiB）": the unit is told by the kind of refusal. */
static void
put_limit(struct buf *b, struct refused r, bool chinese)
{
    const char *open = chinese ? "（上限 " : " (limit: ";
    const char *close = chinese ? "）" : ")";

    if (r.limit == 0)
        return;
    if (r.why == REFUSE_FIELDS || r.why == REFUSE_FILES)
        buf_fmt(
            b, "%s%" PRIu64 "%s%s", open, r.limit, chinese ? " 个" : "", close);
    else if (r.limit >= UINT64_C(1) << 20)
        buf_fmt(b, "%s%" PRIu64 " MiB%s", open, r.limit >> 20, close);
    else if (r.limit >= 1024)
        buf_fmt(b, "%s%" PRIu64 " KiB%s", open, r.limit >> 10, close);
    else
        buf_fmt(b, "%s%" PRIu64 "%s%s", open, r.limit,
            chinese ? " 字节" : " bytes", close);
}

void
refusal_page(struct buf *b, struct refused r)
{
    const struct refusal_row *row = &ROWS[r.why];

    buf_fmt(b,
        "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<title>%d</title>\n<h1>%d</h1>\n<p>%s",
        row->status, row->status, row->zh);
    put_limit(b, r, true);
    buf_fmt(b, "。</p>\n<p lang=\"en\">%s", row->en);
    put_limit(b, r, false);
    buf_lit(b, ".</p>\n</html>\n");
}

void
refusal_fill(struct arena *a, struct http_response *resp, struct refused r)
{
    response_reset(a, resp);
    resp->status = refusal_status(r.why);
    http_add_header(resp, "Cache-Control", STR("no-store"));
    http_add_header(resp, "Content-Security-Policy", STR("default-src 'none'"));
    http_add_header(resp, "X-Content-Type-Options", STR("nosniff"));
    refusal_page(&resp->body, r);
}

struct str
refusal_message(struct arena *a, struct refused r, bool head_only)
{
    struct buf page, all;
    int status = refusal_status(r.why);

    buf_init(&page, a, 4096);
    refusal_page(&page, r);
    buf_init(&all, a, 8192);
    buf_fmt(&all,
        "HTTP/1.1 %d %s\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        "Content-Length: %zu\r\n"
        "Cache-Control: no-store\r\n"
        "Content-Security-Policy: default-src 'none'\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Connection: close\r\n\r\n",
        status, MHD_get_reason_phrase_for((unsigned)status), buf_view(&page).n);
    if (!head_only)
        buf_str(&all, buf_view(&page));
    return buf_view(&all);
}
