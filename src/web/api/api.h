/* api.h - the JSON API: what its files share. Errors are problem+json (RFC
 * 9457); the description (OpenAPI 3.1) is made from the table of routes and
 * the operations below. */
#ifndef WEB_API_H
#define WEB_API_H

#include "web/web.h"

/* Name, type and meaning of a parameter or member. Types: string, integer,
 * boolean, date, date-time, object, list (of objects), texts (list of text). */
struct api_field {
    const char *name, *type, *about;
    bool required; /* of parameters and bodies */
};
/* What the table of routes does not say of an operation. */
struct api_op {
    enum http_method method;
    const char *path;
    const struct api_field *query, *body, *answer;
    size_t n_query, n_body, n_answer;
    bool items;  /* the answer is {items: [answer], next} */
    bool token;  /* needs Authorization: Bearer */
    int created; /* 201 in place of 200 */
};
struct api_ops {
    const struct api_op *list;
    size_t n;
};
extern const struct api_ops api_public_ops, api_write_ops;
const struct api_op *api_op_of(enum http_method m, struct str path);

/* Sets a member of an object. */
void api_text(struct web *w, struct json *o, const char *key, struct str v);
void api_int(struct web *w, struct json *o, const char *key, int64_t v);
void api_flag(struct web *w, struct json *o, const char *key, bool v);
void api_day(struct web *w, struct json *o, const char *key, struct day v);
void api_instant(
    struct web *w, struct json *o, const char *key, int64_t us);
/* {items: list, next: address or null} as the answer. */
enum status api_items(struct web *w, const struct json *list, struct str next);

#endif
