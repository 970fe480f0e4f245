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

/* HTML written once and put in many times: all that h holds so far, which
 * lives as long as the buffer of h. */
struct html_part {
    struct str s;
};
struct html_part html_part(const struct html *h);
void html_put(struct html *h, struct html_part p);

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
 * struct str percent-encoded as one segment or value, every "%d" the next
 * integer (int, int64_t, long long). One to six arguments, of these types
 * only; their number and kind must match the format (aborts).
 *     url_make(a, "/applications/%d/section/%s", id, name)
 * An address of more than 8192 bytes becomes "#".
 */
#define url_make(a, lit, ...) \
    url_make_((a), "" lit "", \
        (const struct url_arg[]){ URL_ARGS_(__VA_ARGS__) }, \
        sizeof((const struct url_arg[]){ URL_ARGS_(__VA_ARGS__) }) / \
            sizeof(struct url_arg))

struct url_arg {
    bool is_text;
    struct str text;
    int64_t number;
};
struct url_arg url_arg_str_(struct str s);
struct url_arg url_arg_int_(long long v);
struct url url_make_(struct arena *a, const char *format,
    const struct url_arg *args, size_t n);

/* Each argument by its type, so that a wrong one does not compile. */
#define URL_ARG_(x) \
    _Generic((x), struct str: url_arg_str_, int: url_arg_int_, \
        unsigned: url_arg_int_, long: url_arg_int_, \
        long long: url_arg_int_)(x)
#define URL_ARGS_(...) \
    URL_PICK_(__VA_ARGS__, URL_6_, URL_5_, URL_4_, URL_3_, URL_2_, URL_1_, \
        unused)(__VA_ARGS__)
#define URL_PICK_(a, b, c, d, e, f, name, ...) name
#define URL_1_(a) URL_ARG_(a)
#define URL_2_(a, b) URL_ARG_(a), URL_ARG_(b)
#define URL_3_(a, b, c) URL_2_(a, b), URL_ARG_(c)
#define URL_4_(a, b, c, d) URL_3_(a, b, c), URL_ARG_(d)
#define URL_5_(a, b, c, d, e) URL_4_(a, b, c, d), URL_ARG_(e)
#define URL_6_(a, b, c, d, e, f) URL_5_(a, b, c, d, e), URL_ARG_(f)

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
