#include "format/svg.h"

#include <assert.h>
#include <errno.h>
#include <qrencode.h>

/* Modules of white around the code; readers need them (ISO/IEC 18004). */
#define QUIET 4

/* Runs of dark modules as one path: a tenth of the size of a square each. */
static void
write_modules(struct html *h, const QRcode *code)
{
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width;) {
            const unsigned char *row = code->data + y * code->width;
            int from = x;

            while (x < code->width && (row[x] & 1))
                x++;
            if (x > from)
                buf_fmt(h->out, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET,
                    x - from, x - from);
            else
                x++;
        }
}

enum status
svg_qr(struct html *h, struct str text, int pixels, struct err *err)
{
    QRcode *code;
    int side;

    assert(pixels > 0);
    if (text.n == 0 || text.n > 2331) /* version 40, level M, bytes */
        return err_set(err, ERR_LIMIT,
            "二维码内容应为 1 至 2331 字节，现为 %zu 字节", text.n);
    code = QRcode_encodeData(
        (int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
    if (!code)
        return err_set(err, errno == ERANGE ? ERR_LIMIT : ERR_IO,
            "二维码未能生成，内容应不超过 2331 字节");
    side = code->width + 2 * QUIET;
    html_raw(h, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
    html_attr_int(h, "width", pixels);
    html_attr_int(h, "height", pixels);
    buf_fmt(h->out, " viewBox=\"0 0 %d %d\"", side, side);
    html_attr(h, "aria-label", text);
    html_raw(h, " shape-rendering=\"crispEdges\"><title>");
    html_text(h, text);
    html_raw(h, "</title><path fill=\"#fff\" d=\"M0 0");
    buf_fmt(h->out, "h%dv%dh-%dz\"/><path d=\"", side, side, side);
    write_modules(h, code);
    html_raw(h, "\"/></svg>");
    QRcode_free(code);
    return OK;
}
