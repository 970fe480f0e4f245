/* head.c - from what MHD parsed of a head to a checked http_request.
 *
 * MHD is lenient where RFC 9112 lets a proxy and a server read one message
 * differently; such messages are refused here.
 */
#include "internal.h"

#include <string.h>
#include <strings.h>

#define TARGET_MAX 8192

struct heads {
    struct arena *a;
    VEC_OF(struct http_pair) v;
    bool bad;
    unsigned hosts, lengths, codings;
    struct str length, coding;
};

static bool
same_word(struct str s, const char *word)
{
    return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

/* Copies: MHD's own strings end with the connection, which may be cut while
 * a handler still reads. */
static enum MHD_Result
add_header(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_size,
    const char *value, size_t value_size)
{
    struct heads *h = cls;
    struct http_pair *pair = VEC_PUSH(h->a, &h->v);

    (void)kind;
    pair->name = arena_str(h->a, (struct str){ key, key_size });
    pair->value = str_trim(arena_str(h->a, (struct str){ value, value_size }));
    for (size_t i = 0; i < pair->value.n; i++) {
        unsigned char c = (unsigned char)pair->value.p[i];

        if ((c < ' ' && c != '\t') || c == 0x7f)
            h->bad = true;
    }
    if (!parse_is_token(pair->name)) {
        h->bad = true;
    } else if (same_word(pair->name, "Host")) {
        h->hosts++;
    } else if (same_word(pair->name, "Content-Length")) {
        h->lengths++;
        h->length = pair->value;
    } else if (same_word(pair->name, "Transfer-Encoding")) {
        h->codings++;
        h->coding = pair->value;
    }
    return MHD_YES;
}

static enum http_method
method_of(const char *name)
{
    static const struct {
        const char *name;
        enum http_method method;
    } METHODS[] = {
        { "GET", HTTP_GET },
        { "POST", HTTP_POST },
        { "HEAD", HTTP_HEAD },
        { "PUT", HTTP_PUT },
        { "DELETE", HTTP_DELETE },
        { "OPTIONS", HTTP_OPTIONS },
    };

    for (size_t i = 0; i < sizeof(METHODS) / sizeof(METHODS[0]); i++)
        if (strcmp(name, METHODS[i].name) == 0)
            return METHODS[i].method;
    return HTTP_OTHER;
}

/* Length and coding must leave no doubt where the request ends. */
static enum refusal
check_framing(const struct heads *h, const char *version, int64_t *ret_length)
{
    *ret_length = 0;
    if (h->bad || h->hosts > 1 || h->lengths > 1 || h->codings > 1 ||
        (h->lengths == 1 && h->codings == 1))
        return REFUSE_REQUEST;
    if (h->hosts == 0 && strcmp(version, "HTTP/1.0") != 0)
        return REFUSE_REQUEST;
    if (h->codings == 1) {
        if (strcmp(version, "HTTP/1.0") == 0)
            return REFUSE_REQUEST;
        *ret_length = -1;
        return same_word(h->coding, "chunked") ? REFUSE_NONE : REFUSE_CODING;
    }
    if (h->lengths == 1 && !num_int(h->length, 0, INT64_MAX, ret_length))
        return REFUSE_REQUEST;
    return REFUSE_NONE;
}

static struct body_rule
ask_rule(const struct http_exchange *x, struct str content_type)
{
    const struct http_options *o = &x->s->o;
    struct str type = parse_media_type(x->a, content_type);
    struct body_rule rule = { o->limits.body_bytes, true };

    if (str_eq(type, STR("multipart/form-data")))
        rule.limit = o->limits.upload_bytes;
    if (o->body_rule != NULL)
        o->body_rule(
            x->req.method, x->req.path, &rule.limit, &rule.files, o->arg);
    if (rule.limit > SIZE_MAX / 2)
        rule.limit = SIZE_MAX / 2;
    return rule;
}

/* length -1: not known before. */
static struct refused
begin_body(struct http_exchange *x, int64_t length)
{
    struct refused r = { REFUSE_NONE, 0 };
    struct str type = http_header(&x->req, "Content-Type");
    struct body_rule rule = ask_rule(x, type);

    if (length > 0 && (uint64_t)length > rule.limit)
        return (struct refused){ REFUSE_SIZE, rule.limit };
    x->body = body_new(x->a, &x->s->o.limits, x->s->o.temp_dir, type, rule, &r);
    return r;
}

struct refused
head_read(struct http_exchange *x, const char *method, const char *version,
    bool *ret_close)
{
    const union MHD_ConnectionInfo *size = MHD_get_connection_info(
        x->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    const struct http_limits *limits = &x->s->o.limits;
    struct heads h = { .a = x->a };
    struct refused r = { REFUSE_NONE, 0 };
    int64_t length;

    *ret_close = true;
    x->req.method = method_of(method);
    if (size != NULL && size->header_size > limits->header_bytes) {
        bool target = x->req.raw_target.n > limits->header_bytes / 2;

        return (struct refused){ target ? REFUSE_TARGET : REFUSE_HEADERS,
            limits->header_bytes };
    }
    (void)MHD_get_connection_values_n(x->mhd, MHD_HEADER_KIND, add_header, &h);
    x->req.headers = h.v.p;
    x->req.n_headers = h.v.n;

    r.why = check_framing(&h, version, &length);
    if (r.why != REFUSE_NONE)
        return r;
    *ret_close = length != 0;
    if (x->req.raw_target.n > TARGET_MAX)
        return (struct refused){ REFUSE_TARGET, TARGET_MAX };
    r.why = parse_target(x->a, x->req.raw_target, &x->req.path, &x->query_text);
    if (r.why == REFUSE_NONE && length != 0)
        r = begin_body(x, length);
    return r;
}
