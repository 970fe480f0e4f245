/* html.h - HTML that is safe by construction.
 *
 *     html_raw(h, "<td>");            literals only; else a syntax error
 *     html_text(h, s);                struct str, escaped
 *     html_attr(h, "title", s);       writes  title="..."  with a space before
 *     html_href(h, "href", u);        struct url only, made by url_*()
 *
 * There is no function for script, style, comments or event attributes: they
 * cannot be written. A wrong call does not compile.
 */
#ifndef FORMAT_HTML_H
#define FORMAT_HTML_H

#include "base/base.h"

struct html {
    struct buf *out;
};

/* An address that may stand in href, src, action. */
struct url {
    struct str s;
};

void html_raw_(struct html *h, const char *literal, size_t n);
#define html_raw(h, lit) html_raw_((h), "" lit "", sizeof(lit) - 1)

/* Escapes & < > " ' and drops control characters other than \n and \t. */
void html_text(struct html *h, struct str s);
/* The same for text of the program itself (translated literals). */
void html_cstr(struct html *h, const char *s);
void html_int(struct html *h, int64_t v);
/* 12,345 */
void html_int_grouped(struct html *h, int64_t v);
/* Escaped, line breaks become <br>. */
void html_multiline(struct html *h, struct str s);

void html_attr_(struct html *h, const char *name, size_t n, struct str value);
#define html_attr(h, name, value) \
    html_attr_((h), " " name "=", sizeof(" " name "=") - 1, (value))
#define html_attr_int(h, name, value) \
    html_attr_int_((h), " " name "=", sizeof(" " name "=") - 1, (value))
void html_attr_int_(struct html *h, const char *name, size_t n, int64_t value);
void html_href_(struct html *h, const char *name, size_t n, struct url u);
#define html_href(h, name, u) \
    html_href_((h), " " name "=", sizeof(" " name "=") - 1, (u))

/* --- addresses --- */

/* A path of ours that is a literal: url_path("/register"). */
#define url_path(lit) ((struct url){ { "" lit "", sizeof(lit) - 1 } })

/*
 * Builds a path of ours: every "%s" of the literal format takes the next
 * struct str percent-encoded as one segment or value, every "%d" an int64_t.
 *     url_make(a, "/applications/%d/section/%s", id, name)
 */
#define url_make(a, lit, ...) url_make_((a), "" lit "", __VA_ARGS__)
struct url url_make_(struct arena *a, const char *format, ...);

/* Adds name=value to the query. */
struct url url_with(
    struct arena *a, struct url u, const char *name, struct str value);

/* An address typed by a person: only http, https and mailto; anything else
 * becomes "#". */
struct url url_user(struct arena *a, struct str s);

/* "#id" for a literal or a name of ours */
struct url url_fragment(struct arena *a, struct str id);

/* The address as text, for Location headers, mails, QR codes. */
struct str url_text(struct url u);

/* Percent-encodes everything but unreserved characters (RFC 3986). */
void url_encode(struct buf *out, struct str s);

#endif
