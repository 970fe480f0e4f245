/* The description of the API for programs (OpenAPI 3.1) and for people, both
 * made from the table of routes. */
#include "api.h"

#include "../core/app_private.h"

#define VERSION "1"

static struct json *
object(struct web *w)
{
    return json_new(w->a, JSON_OBJECT);
}

static struct json *
list(struct web *w)
{
    return json_new(w->a, JSON_LIST);
}

static struct json *
typed(struct web *w, const char *type)
{
    struct json *o = object(w);

    api_text(w, o, "type", str_of(type));
    return o;
}

/* --- schemas --- */

/* Days and instants of answers may be null. */
static const struct json *
field_schema(struct web *w, const struct api_field *f, bool may_be_null)
{
    struct str type = str_of(f->type);
    struct json *o = object(w);

    if (str_eq(type, STR("list")) || str_eq(type, STR("texts"))) {
        api_text(w, o, "type", STR("array"));
        json_set(w->a, o, STR("items"),
            typed(w, str_eq(type, STR("list")) ? "object" : "string"));
    } else if (str_eq(type, STR("date")) || str_eq(type, STR("date-time"))) {
        struct json *types = list(w);

        json_push(w->a, types, json_text(w->a, STR("string")));
        json_push(w->a, types, json_text(w->a, STR("null")));
        if (may_be_null)
            json_set(w->a, o, STR("type"), types);
        else
            api_text(w, o, "type", STR("string"));
        api_text(w, o, "format", type);
    } else {
        api_text(w, o, "type", type);
    }
    api_text(w, o, "description", str_of(f->about));
    return o;
}

static struct json *
object_schema(struct web *w, const struct api_field *f, size_t n, bool answer)
{
    struct json *o = typed(w, "object"), *members = object(w);
    struct json *required = list(w);

    for (size_t i = 0; i < n; i++) {
        json_set(w->a, members, str_of(f[i].name),
            field_schema(w, &f[i], answer));
        if (f[i].required || answer)
            json_push(w->a, required, json_text(w->a, str_of(f[i].name)));
    }
    json_set(w->a, o, STR("properties"), members);
    if (required->n > 0)
        json_set(w->a, o, STR("required"), required);
    return o;
}

static const struct json *
answer_schema(struct web *w, const struct api_op *op)
{
    struct json *one = object_schema(w, op->answer, op->n_answer, true);
    struct json *o, *members, *items, *required, *types;

    if (!op->items)
        return one;
    o = typed(w, "object");
    members = object(w);
    items = typed(w, "array");
    required = list(w);
    types = list(w);
    json_set(w->a, items, STR("items"), one);
    json_set(w->a, members, STR("items"), items);
    json_push(w->a, types, json_text(w->a, STR("string")));
    json_push(w->a, types, json_text(w->a, STR("null")));
    one = object(w);
    json_set(w->a, one, STR("type"), types);
    api_text(w, one, "description", STR("Address of the next page, or null."));
    json_set(w->a, members, STR("next"), one);
    json_push(w->a, required, json_text(w->a, STR("items")));
    json_push(w->a, required, json_text(w->a, STR("next")));
    json_set(w->a, o, STR("properties"), members);
    json_set(w->a, o, STR("required"), required);
    return o;
}

/* {"content": {type: {"schema": ...}}} */
static struct json *
content(struct web *w, const char *type, const struct json *schema)
{
    struct json *o = object(w), *c = object(w), *t = object(w);

    json_set(w->a, t, STR("schema"), schema);
    json_set(w->a, c, str_of(type), t);
    json_set(w->a, o, STR("content"), c);
    return o;
}

/* --- an operation --- */

static void
parameter(struct web *w, struct json *all, const char *in,
    const struct api_field *f, bool required)
{
    struct json *o = object(w);

    api_text(w, o, "name", str_of(f->name));
    api_text(w, o, "in", str_of(in));
    api_text(w, o, "description", str_of(f->about));
    api_flag(w, o, "required", required);
    json_set(w->a, o, STR("schema"), typed(w, f->type));
    json_push(w->a, all, o);
}

/* "/api/v1/register/:number" -> "/api/v1/register/{number}", with a parameter
 * for each name. */
static struct str
path_template(struct web *w, struct str path, struct json *parameters)
{
    struct buf b;
    struct str rest = str_sub(path, 1, SIZE_MAX), segment;

    buf_init(&b, w->a, 1024);
    while (rest.n > 0) {
        rest = str_cut(rest, '/', &segment, NULL);
        buf_lit(&b, "/");
        if (segment.n == 0 || segment.p[0] != ':') {
            buf_str(&b, segment);
            continue;
        }
        segment = str_sub(segment, 1, SIZE_MAX);
        buf_lit(&b, "{");
        buf_str(&b, segment);
        buf_lit(&b, "}");
        parameter(w, parameters, "path",
            &(struct api_field){ .name = arena_cstr(w->a, segment),
                .type = "string",
                .about = "Part of the address." },
            true);
    }
    return buf_view(&b);
}

static void
answers(struct web *w, const struct api_op *op, struct json *o)
{
    struct json *r = object(w);
    struct json *good = content(w, "application/json", answer_schema(w, op));
    struct json *ref = object(w), *bad;

    api_text(w, ref, "$ref", STR("#/components/schemas/Problem"));
    bad = content(w, "application/problem+json", ref);
    api_text(w, good, "description", STR("Done."));
    api_text(w, bad, "description", STR("What is wrong (RFC 9457)."));
    json_set(w->a, r, op->created != 0 ? STR("201") : STR("200"), good);
    json_set(w->a, r, STR("default"), bad);
    json_set(w->a, o, STR("responses"), r);
}

static void
security(struct web *w, struct json *o, struct json *parameters)
{
    struct json *one = object(w), *all = list(w);

    json_set(w->a, one, STR("token"), list(w));
    json_push(w->a, all, one);
    json_set(w->a, o, STR("security"), all);
    parameter(w, parameters, "header",
        &(struct api_field){ "Idempotency-Key", "string",
            "8 to 100 characters; the same key and body get the same answer "
            "for seven days.", false },
        true);
}

/* "get" and the path without signs: "get-api-v1-register-number" */
static struct str
operation_id(struct web *w, struct str verb, struct str path)
{
    struct buf b;

    buf_init(&b, w->a, 1024);
    buf_str(&b, verb);
    for (size_t i = 0; i < path.n; i++) {
        if (path.p[i] == '/')
            buf_lit(&b, "-");
        else if (path.p[i] != ':')
            buf_byte(&b, path.p[i]);
    }
    return buf_view(&b);
}

static void
add_operation(struct web *w, const struct route *r, struct json *paths)
{
    const struct api_op *op = api_op_of(r->method, str_of(r->path));
    struct str verb = r->method == HTTP_POST ? STR("post") : STR("get");
    struct json *o = object(w), *parameters = list(w), *at = object(w);

    if (op == NULL)
        return;
    struct str path = path_template(w, str_of(r->path), parameters);
    for (size_t i = 0; i < op->n_query; i++)
        parameter(
            w, parameters, "query", &op->query[i], op->query[i].required);
    if (op->token)
        security(w, o, parameters);
    api_text(w, o, "summary", str_of(r->about));
    api_text(w, o, "operationId", operation_id(w, verb, str_of(r->path)));
    if (parameters->n > 0)
        json_set(w->a, o, STR("parameters"), parameters);
    if (op->n_body > 0) {
        struct json *body = content(w, "application/json",
            object_schema(w, op->body, op->n_body, false));

        api_flag(w, body, "required", true);
        json_set(w->a, o, STR("requestBody"), body);
    }
    answers(w, op, o);
    json_set(w->a, at, verb, o);
    json_set(w->a, paths, path, at);
}

static const struct json *
components(struct web *w)
{
    static const struct api_field PROBLEM[] = {
        { "type", "string", "about:blank.", false },
        { "title", "string", "Kind of error.", false },
        { "status", "integer", "HTTP status.", false },
        { "detail", "string", "What is wrong, in Chinese.", false },
        { "code", "string", "Kind of error for programs.", false },
        { "instance", "string", "Address asked for.", false },
        { "errors", "list",
            "Fields with their problems: field, detail.", false },
    };
    struct json *o = object(w), *schemas = object(w);
    struct json *schemes = object(w), *token = object(w);

    json_set(w->a, schemas, STR("Problem"),
        object_schema(
            w, PROBLEM, sizeof(PROBLEM) / sizeof(PROBLEM[0]), false));
    api_text(w, token, "type", STR("http"));
    api_text(w, token, "scheme", STR("bearer"));
    json_set(w->a, schemes, STR("token"), token);
    json_set(w->a, o, STR("schemas"), schemas);
    json_set(w->a, o, STR("securitySchemes"), schemes);
    return o;
}

static enum status
openapi(struct web *w, struct err *err)
{
    struct json *o = object(w), *info = object(w), *paths = object(w);
    struct json *servers = list(w), *server = object(w);

    (void)err;
    api_text(w, o, "openapi", STR("3.1.0"));
    api_text(w, info, "title",
        arena_fmt(w->a, "%.*s API", STR_ARG(w->d->site_name_en)));
    api_text(w, info, "version", STR(VERSION));
    api_text(w, info, "description",
        arena_fmt(w->a,
            "Public data needs no token. %d requests per minute and client.",
            API_PER_MINUTE));
    json_set(w->a, o, STR("info"), info);
    api_text(w, server, "url",
        w->d->base_url.n > 0 ? w->d->base_url : STR("/"));
    json_push(w->a, servers, server);
    json_set(w->a, o, STR("servers"), servers);
    for (size_t s = 0; s < route_set_count; s++) {
        for (size_t i = 0; i < route_sets[s]->n; i++)
            add_operation(w, &route_sets[s]->routes[i], paths);
    }
    json_set(w->a, o, STR("paths"), paths);
    json_set(w->a, o, STR("components"), components(w));
    return web_json(w, o);
}

/* --- for people --- */

static void
operation_row(struct web *w, const struct route *r)
{
    const struct api_op *op = api_op_of(r->method, str_of(r->path));

    if (op == NULL)
        return;
    part_tr(w);
    part_td(w, r->method == HTTP_POST ? STR("POST") : STR("GET"));
    html_raw(w->h, "<td><code>");
    html_cstr(w->h, r->path);
    html_raw(w->h, "</code></td>");
    html_raw(w->h, "<td lang=\"en\">");
    html_cstr(w->h, r->about);
    html_raw(w->h, "</td>");
    part_td(w, str_of(op->token ? T(w, "需要") : T(w, "不需要")));
    part_tr_end(w);
}

static enum status
api_page(struct web *w, struct err *err)
{
    (void)err;
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "数据接口")) });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "公开数据可由程序读取，无需注册；报送志愿日记须使用令牌。"));
    html_raw(w->h, "</p><ul><li>");
    part_link(w, url_path("/api/openapi.json"),
        str_of(T(w, "机器可读的说明（OpenAPI 3.1）")));
    html_raw(w->h, "</li><li>");
    part_link(w, url_path("/mine/account/tokens"),
        str_of(T(w, "创建和停用令牌")));
    html_raw(w->h, "</li></ul>");
    part_table_begin(w, str_of(T(w, "数据接口")));
    part_th(w, str_of(T(w, "方法")), false);
    part_th(w, str_of(T(w, "地址")), false);
    part_th(w, str_of(T(w, "说明")), false);
    part_th(w, str_of(T(w, "令牌")), false);
    part_table_body(w);
    for (size_t s = 0; s < route_set_count; s++) {
        for (size_t i = 0; i < route_sets[s]->n; i++)
            operation_row(w, &route_sets[s]->routes[i]);
    }
    part_table_end(w);
    html_raw(w->h, "<p>");
    html_text(w->h,
        arena_fmt(w->a,
            T(w, "每个地址来源每分钟最多 %d 次请求。出错时返回 "
                 "application/problem+json，写明原因和应改之处。"),
            API_PER_MINUTE));
    html_raw(w->h, "</p>");
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/api", MAY_ANYBODY, .get = api_page,
        .about = "The API for people." },
    { HTTP_GET, "/api/openapi.json", MAY_ANYBODY, .get = openapi,
        .flags = ROUTE_PLAIN, .about = "The API as OpenAPI 3.1." },
};
const struct route_set openapi_routes = ROUTE_SET("openapi", ROUTES);
