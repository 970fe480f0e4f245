/* body.c - what comes after the head: forms, uploads, other text. */
#include "upload.h"

#include <string.h>

enum kind { KIND_RAW, KIND_FORM, KIND_MULTIPART };

enum part {
    PART_FIELD,
    PART_FILE,
    PART_UNNAMED /* a file field: no file chosen, unless bytes follow */
};

struct body {
    struct arena *a;
    const struct http_limits *limits;
    const char *temp_dir;
    struct body_rule rule;
    enum kind kind;
    uint64_t got;
    struct buf raw; /* raw and urlencoded: all of it */

    struct multipart *parts;
    VEC_OF(struct http_pair) fields;
    VEC_OF(struct http_file) files;
    enum part part;
    struct part_head head; /* of the part being read */
    struct buf text;       /* value, if it is a field */
    uint64_t text_bytes;   /* of all fields */
    struct upload *upload; /* if it is a file */
    uint64_t passed;       /* the limit that made a sink refuse */
};

/* ---- parts of a multipart form ---- */

static enum refusal
begin_file(struct body *b)
{
    if (!b->rule.files)
        return REFUSE_NO_FILES;
    if (b->files.n >= b->limits->files) {
        b->passed = b->limits->files;
        return REFUSE_FILES;
    }
    if (b->head.file_name.n == 0)
        b->head.file_name = STR("未命名");
    b->part = PART_FILE;
    b->upload = upload_begin(b->a, b->temp_dir, &b->head);
    return b->upload == NULL ? REFUSE_STORAGE : REFUSE_NONE;
}

static enum refusal
part_begin(void *arg, const struct part_head *head)
{
    struct body *b = arg;

    b->head = *head;
    if (head->is_file) {
        b->part = PART_UNNAMED;
        return head->file_name.n > 0 ? begin_file(b) : REFUSE_NONE;
    }
    if (b->fields.n >= b->limits->fields) {
        b->passed = b->limits->fields;
        return REFUSE_FIELDS;
    }
    b->part = PART_FIELD;
    buf_init(&b->text, b->a, b->limits->body_bytes + 1);
    return REFUSE_NONE;
}

static enum refusal
part_data(void *arg, struct str bytes)
{
    struct body *b = arg;

    if (b->part == PART_UNNAMED) {
        enum refusal why = begin_file(b);

        if (why != REFUSE_NONE)
            return why;
    }
    if (b->part == PART_FILE)
        return upload_data(b->upload, bytes) ? REFUSE_NONE : REFUSE_STORAGE;

    b->text_bytes += bytes.n;
    if (b->text_bytes > b->limits->body_bytes) {
        b->passed = b->limits->body_bytes;
        return REFUSE_SIZE;
    }
    buf_str(&b->text, bytes);
    return REFUSE_NONE;
}

static enum refusal
part_end(void *arg)
{
    struct body *b = arg;
    struct str value;

    if (b->part == PART_FILE) {
        upload_end(b->upload, VEC_PUSH(b->a, &b->files));
        b->upload = NULL;
        return REFUSE_NONE;
    }
    if (b->part == PART_UNNAMED)
        return REFUSE_NONE;
    value = buf_view(&b->text);
    if (!utf8_valid(value) ||
        (value.n > 0 && memchr(value.p, '\0', value.n) != NULL))
        return REFUSE_UTF8;
    *VEC_PUSH(b->a, &b->fields) = (struct http_pair){ b->head.name, value };
    return REFUSE_NONE;
}

/* ---- the whole ---- */

struct body *
body_new(struct arena *a, const struct http_limits *limits,
    const char *temp_dir, struct str content_type, struct body_rule rule,
    struct refused *ret_refused)
{
    struct body *b = arena_one(a, struct body);
    struct str type = parse_media_type(a, content_type);

    b->a = a;
    b->limits = limits;
    b->temp_dir = temp_dir;
    b->rule = rule;
    if (str_eq(type, STR("multipart/form-data"))) {
        struct str boundary;

        b->kind = KIND_MULTIPART;
        if (!parse_boundary(a, content_type, &boundary)) {
            *ret_refused = (struct refused){ REFUSE_MULTIPART, 0 };
            return NULL;
        }
        b->parts = multipart_new(a, boundary,
            (struct multipart_sink){ part_begin, part_data, part_end, b });
        return b;
    }
    b->kind = str_eq(type, STR("application/x-www-form-urlencoded")) ? KIND_FORM
                                                                     : KIND_RAW;
    buf_init(&b->raw, a, (size_t)rule.limit + 1);
    return b;
}

struct refused
body_feed(struct body *b, struct str bytes)
{
    struct refused r = { REFUSE_NONE, 0 };

    b->got += bytes.n;
    if (b->got > b->rule.limit)
        return (struct refused){ REFUSE_SIZE, b->rule.limit };
    if (b->kind != KIND_MULTIPART) {
        buf_str(&b->raw, bytes);
        return r;
    }
    r.why = multipart_feed(b->parts, bytes);
    if (r.why != REFUSE_NONE)
        r.limit = b->passed;
    return r;
}

struct refused
body_end(struct body *b)
{
    struct refused r = { REFUSE_NONE, 0 };

    if (b->kind == KIND_MULTIPART)
        r.why = multipart_end(b->parts);
    return r;
}

struct refused
body_store(struct body *b, struct http_request *req)
{
    struct refused r = { REFUSE_NONE, 0 };
    struct str raw = buf_view(&b->raw);

    switch (b->kind) {
    case KIND_MULTIPART:
        req->fields = b->fields.p;
        req->n_fields = b->fields.n;
        req->files = b->files.p;
        req->n_files = b->files.n;
        break;
    case KIND_FORM:
        r.why = parse_form(
            b->a, raw, b->limits->fields, &req->fields, &req->n_fields);
        if (r.why == REFUSE_FIELDS)
            r.limit = b->limits->fields;
        break;
    case KIND_RAW:
        req->body = raw;
        break;
    }
    return r;
}
