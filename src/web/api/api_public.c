/* What anybody may read through the API; the same facts as on the pages. */
#include "api.h"

#include "../page/public_info.h"
#include "domain/accreditation.h"
#include "domain/activity.h"
#include "domain/application.h"
#include "domain/notice.h"
#include "domain/statistics.h"

#define PER_PAGE 50
#define PER_PAGE_MAX 200

/* ?limit=, 1 to PER_PAGE_MAX. */
static size_t
limit_of(const struct web *w)
{
    int64_t n = PER_PAGE;

    if (!num_int(web_query(w, "limit"), 1, PER_PAGE_MAX, &n))
        n = PER_PAGE;
    return (size_t)n;
}

/* ?programme=: ERR_INPUT if there is none of that code; *ret NULL without. */
static enum status
programme_of(
    struct web *w, const struct programme **ret, struct err *err)
{
    struct str code = web_query(w, "programme");

    *ret = NULL;
    if (code.n == 0)
        return OK;
    *ret = domain_programme_by_code(w->d, code);
    if (*ret == NULL)
        return err_field(err, ERR_INPUT, STR("programme"),
            "没有代码为“" STR_FMT "”的项目", STR_ARG(code));
    return OK;
}

static struct str
code_of(const struct web *w, int64_t programme_id)
{
    const struct programme *p = domain_programme(w->d, programme_id);

    return p == NULL ? STR_EMPTY : p->code;
}

/* --- programmes, rounds --- */

static enum status
programmes(struct web *w, struct err *err)
{
    struct json *list = json_new(w->a, JSON_LIST);

    (void)err;
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];
        struct json *o = json_new(w->a, JSON_OBJECT);

        api_text(w, o, "code", p->code);
        api_text(w, o, "title", p->title.zh);
        api_text(w, o, "title_en", p->title.en);
        api_text(w, o, "authority", p->authority);
        api_text(w, o, "regulation", p->pack->doc_no);
        api_text(w, o, "pack_version", p->pack->version);
        api_text(w, o, "pack_hash", p->pack->hash);
        json_push(w->a, list, o);
    }
    return api_items(w, list, STR_EMPTY);
}

static enum status
rounds(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    const struct round *r = NULL;
    struct json *list = json_new(w->a, JSON_LIST);
    size_t n = 0;

    TRY(programme_of(w, &p, err));
    TRY(round_list(&w->x, p == NULL ? 0 : p->id, &r, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct json *o = json_new(w->a, JSON_OBJECT);

        api_text(w, o, "programme", code_of(w, r[i].programme_id));
        api_text(w, o, "name", r[i].name);
        api_instant(w, o, "opens", r[i].opens_us);
        api_instant(w, o, "closes", r[i].closes_us);
        api_day(w, o, "reference", r[i].reference);
        api_text(w, o, "doc_no", r[i].doc_no);
        api_flag(w, o, "open",
            r[i].open && r[i].opens_us <= w->now_us &&
                (r[i].closes_us == 0 || w->now_us < r[i].closes_us));
        json_push(w->a, list, o);
    }
    return api_items(w, list, STR_EMPTY);
}

/* --- register --- */

/* Public facts of the pack, by the names of its table. */
static const struct json *
info_of(struct web *w, const struct pack *p, const struct json *info)
{
    struct public_columns c = public_columns_of(p);
    struct json *o = json_new(w->a, JSON_OBJECT);

    for (size_t i = 0; i < c.n; i++) {
        struct str text = public_cell(w->a, &c, i, info);

        if (text.n > 0)
            json_set(w->a, o, c.bare[i], json_text(w->a, text));
    }
    return o;
}

static struct json *
holder_json(struct web *w, const struct programme *p,
    const struct register_row *r)
{
    struct json *o = json_new(w->a, JSON_OBJECT);
    enum accreditation_state state = r->state;
    bool living = accreditation_is_held(state);

    if (living && day_cmp(r->last_day, w->today) < 0)
        state = ACC_EXPIRED;
    if (state == ACC_WARNED || state == ACC_RECTIFYING)
        state = ACC_ACTIVE; /* a warning is not public */
    api_text(w, o, "programme", p->code);
    api_text(w, o, "number", r->number);
    api_text(w, o, "name", r->name);
    api_text(w, o, "region", r->region);
    api_text(w, o, "region_name",
        region_path(w->a, w->d->regions, r->region));
    api_text(w, o, "state", accreditation_state_name(state));
    if (r->category.n > 0) {
        api_text(w, o, "category", r->category);
        api_text(w, o, "standing",
            r->incubating ? STR("INCUBATING") : STR("RECOGNISED"));
    }
    api_day(w, o, "admitted", r->admitted);
    api_day(w, o, "last_day", r->last_day);
    json_set(w->a, o, STR("info"), info_of(w, p->pack, r->info));
    return o;
}

static struct json *
holder_row(struct web *w, const struct programme *p,
    const struct accreditation *c)
{
    return holder_json(w, p,
        &(struct register_row){ .number = c->number,
            .name = c->name,
            .region = c->region,
            .info = c->info,
            .category = c->category,
            .incubating = c->incubating,
            .state = c->state,
            .admitted = c->admitted,
            .last_day = c->last_day });
}

static enum status
holders(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    const struct register_row *rows = NULL;
    struct json *list = json_new(w->a, JSON_LIST);
    struct str next = STR_EMPTY;
    size_t n = 0, limit = limit_of(w);
    int64_t total = 0;

    TRY(programme_of(w, &p, err));
    if (p == NULL)
        return err_field(err, ERR_INPUT, STR("programme"),
            "请用 programme 给出项目代码");
    struct register_filter f = { .programme_id = p->id,
        .text = web_query(w, "q"),
        .region = web_query(w, "region"),
        .category = web_query(w, "category"),
        .standing = register_standing_of(web_query(w, "standing")) };
    TRY(register_list(&w->x, &f, register_cursor_of(web_query(w, "after")),
        limit, &rows, &n, &total, err));
    for (size_t i = 0; i < n; i++)
        json_push(w->a, list, holder_json(w, p, &rows[i]));
    if (n == limit) {
        struct url u = url_with(
            w->a, url_path("/api/v1/register"), "programme", p->code);

        if (f.text.n > 0)
            u = url_with(w->a, u, "q", f.text);
        if (f.region.n > 0)
            u = url_with(w->a, u, "region", f.region);
        if (f.category.n > 0)
            u = url_with(w->a, u, "category", f.category);
        if (f.standing != STANDING_ANY)
            u = url_with(w->a, u, "standing", web_query(w, "standing"));
        u = url_with(
            w->a, u, "limit", arena_fmt(w->a, "%zu", limit));
        next = url_text(url_with(
            w->a, u, "after", register_cursor_text(w->a, &rows[n - 1])));
    }
    return api_items(w, list, next);
}

static enum status
holder(struct web *w, struct err *err)
{
    struct accreditation c;
    struct holder_public h;
    struct json *years = json_new(w->a, JSON_LIST);
    struct json *marks = json_new(w->a, JSON_LIST);

    TRY(accreditation_by_number(&w->x, w->params[0], &c, err));
    const struct programme *p = domain_programme(w->d, c.programme_id);
    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有找到这项资格");
    TRY(holder_public_read(
        &w->x, c.subject_id, c.id, c.programme_id, &h, err));
    struct json *o = holder_row(w, p, &c);
    api_day(w, o, "ended", c.ended);
    for (size_t i = 0; i < h.n_years; i++) {
        struct json *y = json_new(w->a, JSON_OBJECT);

        api_int(w, y, "year", h.years[i].year);
        api_int(w, y, "minutes", h.years[i].minutes);
        api_int(w, y, "enterprises", h.years[i].enterprises);
        api_int(w, y, "entries", h.years[i].diaries);
        json_push(w->a, years, y);
    }
    for (size_t i = 0; i < h.n_commended; i++) {
        struct json *m = json_new(w->a, JSON_OBJECT);

        api_int(w, m, "year", h.commended[i].n);
        api_text(w, m, "doc_no", h.commended[i].name);
        json_push(w->a, marks, m);
    }
    json_set(w->a, o, STR("years"), years);
    json_set(w->a, o, STR("commendations"), marks);
    return web_json(w, o);
}

/* --- verification --- */

static enum status
verify(struct web *w, struct err *err)
{
    struct accreditation c;
    struct str code = utf8_narrow(w->a, web_query(w, "code"));
    struct json *o = json_new(w->a, JSON_OBJECT);

    TRY(accreditation_by_number(&w->x, web_query(w, "number"), &c, err));
    const struct programme *p = domain_programme(w->d, c.programme_id);
    if (p == NULL || (code.n > 0 && !str_eq(code, c.verify_code)))
        return err_set(err, ERR_NOT_FOUND,
            "编号与查验码不符，请核对证书上的编号和查验码");
    o = holder_row(w, p, &c);
    api_flag(w, o, "code_matches", code.n > 0);
    api_flag(w, o, "valid", accreditation_has_rights(&c, w->today));
    return web_json(w, o);
}

/* --- notices --- */

static struct json *
notice_json(struct web *w, const struct notice *n)
{
    struct json *o = json_new(w->a, JSON_OBJECT);

    api_text(w, o, "id", arena_fmt(w->a, "%lld", (long long)n->id));
    api_text(w, o, "programme", code_of(w, n->programme_id));
    api_text(w, o, "number", n->number);
    api_text(w, o, "title", n->title);
    api_day(w, o, "first_day", n->first_day);
    api_day(w, o, "last_day", n->last_day);
    api_text(w, o, "state", n->state);
    api_flag(w, o, "running", notice_is_running(n, w->now_us));
    api_int(w, o, "entries", n->entries);
    return o;
}

static enum status
notices(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    const struct notice *rows = NULL;
    struct json *list = json_new(w->a, JSON_LIST);
    struct str next = STR_EMPTY;
    int64_t before = INT64_MAX;
    size_t n = 0, limit = limit_of(w);

    TRY(programme_of(w, &p, err));
    if (!num_int(web_query(w, "after"), 1, INT64_MAX, &before))
        before = INT64_MAX;
    TRY(notice_list(&w->x, p == NULL ? 0 : p->id, before, limit, &rows, &n,
        err));
    for (size_t i = 0; i < n; i++)
        json_push(w->a, list, notice_json(w, &rows[i]));
    if (n == limit) {
        struct url u = url_with(w->a, url_path("/api/v1/notices"), "after",
            arena_fmt(w->a, "%lld", (long long)rows[n - 1].published_us));

        if (p != NULL)
            u = url_with(w->a, u, "programme", p->code);
        next = url_text(url_with(
            w->a, u, "limit", arena_fmt(w->a, "%zu", limit)));
    }
    return api_items(w, list, next);
}

static enum status
notice_detail(struct web *w, struct err *err)
{
    struct notice n;
    const struct notice_entry *e = NULL;
    struct json *list = json_new(w->a, JSON_LIST);
    size_t n_entries = 0;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(notice_get(&w->x, id, &n, err));
    TRY(notice_entries(&w->x, id, &e, &n_entries, err));
    const struct programme *p = domain_programme(w->d, n.programme_id);
    for (size_t i = 0; i < n_entries; i++) {
        struct json *o = json_new(w->a, JSON_OBJECT);

        api_int(w, o, "position", e[i].position);
        api_text(w, o, "name", e[i].name);
        api_text(w, o, "region", e[i].region);
        if (p != NULL)
            json_set(
                w->a, o, STR("info"), info_of(w, p->pack, e[i].info));
        json_push(w->a, list, o);
    }
    struct json *o = notice_json(w, &n);
    api_text(w, o, "body", n.body);
    json_set(w->a, o, STR("derivation"), n.derivation);
    json_set(w->a, o, STR("list"), list);
    return web_json(w, o);
}

/* --- activities --- */

static enum status
activities(struct web *w, struct err *err)
{
    struct activity_filter f = { .past = str_eq(
                                     web_query(w, "past"), STR("true")),
        .region = web_query(w, "region") };
    const struct activity *rows = NULL;
    struct json *list = json_new(w->a, JSON_LIST);
    int64_t total = 0, page = web_page(w);
    struct str next = STR_EMPTY;
    size_t n = 0;

    TRY(activity_list(&w->x, &f, page, PER_PAGE, &rows, &n, &total, err));
    for (size_t i = 0; i < n; i++) {
        const struct activity *v = &rows[i];
        struct json *o = json_new(w->a, JSON_OBJECT);

        if (v->cancelled)
            continue;
        api_text(w, o, "id", arena_fmt(w->a, "%lld", (long long)v->id));
        api_text(w, o, "programme", code_of(w, v->programme_id));
        api_text(w, o, "title", v->title);
        api_text(w, o, "holder", v->holder);
        api_text(w, o, "mode", v->mode);
        api_text(w, o, "region", v->region);
        api_text(w, o, "place", v->place);
        api_instant(w, o, "starts", v->starts_us);
        api_instant(w, o, "ends", v->ends_us);
        api_text(w, o, "field", v->field);
        api_int(w, o, "capacity", v->capacity);
        api_int(w, o, "enrolled", v->enrolled);
        json_push(w->a, list, o);
    }
    if (page * PER_PAGE < total) {
        struct url u = url_with(w->a, url_path("/api/v1/activities"), "page",
            arena_fmt(w->a, "%lld", (long long)page + 1));

        if (f.past)
            u = url_with(w->a, u, "past", STR("true"));
        if (f.region.n > 0)
            u = url_with(w->a, u, "region", f.region);
        next = url_text(u);
    }
    return api_items(w, list, next);
}

/* --- what these are, for the description --- */

#define PROGRAMME \
    { "programme", "string", "Code, see /api/v1/programmes.", false }
#define LIMIT { "limit", "integer", "Rows, 1 to 200; default 50.", false }
#define AFTER { "after", "string", "Cursor; taken from next.", false }
#define HOLDER \
    { "programme", "string", "Code of the programme.", false }, \
        { "number", "string", "Number of the certificate.", false }, \
        { "name", "string", "Name of the organisation or person.", false }, \
        { "region", "string", "Division code (GB/T 2260).", false }, \
        { "region_name", "string", "The division in words.", false }, \
        { "state", "string", \
            "ACTIVE, EXPIRED, WITHDRAWN or REVOKED.", false }, \
        { "admitted", "date", "Day of admission.", false }, \
        { "last_day", "date", "Last day of the term.", false }, \
        { "info", "object", "Public facts of the official table.", false }
#define NOTICE \
    { "id", "string", "For /api/v1/notices/{id}.", false }, \
        { "programme", "string", "Code of the programme.", false }, \
        { "number", "string", "Number of the notice.", false }, \
        { "title", "string", "Title.", false }, \
        { "first_day", "date", "Day of publication.", false }, \
        { "last_day", "date", \
            "Last day for objections, until 24:00.", false }, \
        { "state", "string", "PUBLISHED, CLOSED or CANCELLED.", false }, \
        { "running", "boolean", "Objections can be made now.", false }, \
        { "entries", "integer", "How many are proposed.", false }

static const struct api_field PROGRAMME_ANSWER[] = {
    { "code", "string", "Code, also in addresses.", false },
    { "title", "string", "Title in Chinese.", false },
    { "title_en", "string", "Title in English.", false },
    { "authority", "string", "Who decides.", false },
    { "regulation", "string", "Number of the regulation.", false },
    { "pack_version", "string", "Version of the rules in force.", false },
    { "pack_hash", "string", "SHA-256 of the rules in force.", false },
};
static const struct api_field ROUND_QUERY[] = { PROGRAMME };
static const struct api_field ROUND_ANSWER[] = {
    { "programme", "string", "Code of the programme.", false },
    { "name", "string", "Name of the round.", false },
    { "opens", "date-time", "First instant.", false },
    { "closes", "date-time",
        "First instant after the window, or null.", false },
    { "reference", "date",
        "Reference day, or null: day of submission.", false },
    { "doc_no", "string", "Number of the call.", false },
    { "open", "boolean", "Applications are taken now.", false },
};
static const struct api_field REGISTER_QUERY[] = {
    { "programme", "string", "Code of a programme.", true },
    { "q", "string", "Part of the name or number, any spelling.", false },
    { "region", "string", "Division code of any level.", false }, LIMIT, AFTER
};
static const struct api_field REGISTER_ANSWER[] = { HOLDER };
static const struct api_field HOLDER_ANSWER[] = { HOLDER,
    { "ended", "date", "Day on which it ended early, or null.", false },
    { "years", "list", "Service by calendar year, newest first.", false },
    { "commendations", "list",
        "Commendations: year and document number.", false } };
static const struct api_field VERIFY_QUERY[] = {
    { "number", "string", "Number of the certificate.", true },
    { "code", "string", "Verification code of the certificate.", false },
};
static const struct api_field VERIFY_ANSWER[] = { HOLDER,
    { "code_matches", "boolean",
        "A code was given and is the right one.", false },
    { "valid", "boolean", "The status gives rights today.", false } };
static const struct api_field NOTICE_QUERY[] = { PROGRAMME, LIMIT, AFTER };
static const struct api_field NOTICE_LIST[] = { NOTICE };
static const struct api_field NOTICE_ANSWER[] = { NOTICE,
    { "body", "string", "Wording.", false },
    { "derivation", "object", "How the last day was counted.", false },
    { "list", "list",
        "Who is proposed: position, name, region, info.", false } };
static const struct api_field ACTIVITY_QUERY[] = {
    { "past", "boolean", "Those that are over, newest first.", false },
    { "region", "string", "Division code of any level.", false },
    { "page", "integer", "Page of 50, from 1.", false },
};
static const struct api_field ACTIVITY_ANSWER[] = {
    { "id", "string", "For /activities/{id} of the site.", false },
    { "programme", "string", "Code of the programme.", false },
    { "title", "string", "Title.", false },
    { "holder", "string", "Who holds it.", false },
    { "mode", "string", "On line or on site.", false },
    { "region", "string", "Division code.", false },
    { "place", "string", "Place or platform.", false },
    { "starts", "date-time", "Begin.", false },
    { "ends", "date-time", "End.", false },
    { "field", "string", "Field of service.", false },
    { "capacity", "integer", "Places for enterprises; 0: no limit.", false },
    { "enrolled", "integer", "Places taken.", false },
};

#define LEN(array) (sizeof(array) / sizeof((array)[0]))
static const struct api_op OPS[] = {
    { HTTP_GET, "/api/v1/programmes", .answer = PROGRAMME_ANSWER,
        .n_answer = LEN(PROGRAMME_ANSWER), .items = true },
    { HTTP_GET, "/api/v1/rounds", .query = ROUND_QUERY,
        .n_query = LEN(ROUND_QUERY), .answer = ROUND_ANSWER,
        .n_answer = LEN(ROUND_ANSWER), .items = true },
    { HTTP_GET, "/api/v1/register", .query = REGISTER_QUERY,
        .n_query = LEN(REGISTER_QUERY), .answer = REGISTER_ANSWER,
        .n_answer = LEN(REGISTER_ANSWER), .items = true },
    { HTTP_GET, "/api/v1/register/:number", .answer = HOLDER_ANSWER,
        .n_answer = LEN(HOLDER_ANSWER) },
    { HTTP_GET, "/api/v1/verify", .query = VERIFY_QUERY,
        .n_query = LEN(VERIFY_QUERY), .answer = VERIFY_ANSWER,
        .n_answer = LEN(VERIFY_ANSWER) },
    { HTTP_GET, "/api/v1/notices", .query = NOTICE_QUERY,
        .n_query = LEN(NOTICE_QUERY), .answer = NOTICE_LIST,
        .n_answer = LEN(NOTICE_LIST), .items = true },
    { HTTP_GET, "/api/v1/notices/:id", .answer = NOTICE_ANSWER,
        .n_answer = LEN(NOTICE_ANSWER) },
    { HTTP_GET, "/api/v1/activities", .query = ACTIVITY_QUERY,
        .n_query = LEN(ACTIVITY_QUERY), .answer = ACTIVITY_ANSWER,
        .n_answer = LEN(ACTIVITY_ANSWER), .items = true },
};
const struct api_ops api_public_ops = { OPS, LEN(OPS) };

static const struct route ROUTES[] = {
    { HTTP_GET, "/api/v1/programmes", MAY_ANYBODY, .get = programmes,
        .flags = ROUTE_PLAIN, .about = "Programmes and their rules." },
    { HTTP_GET, "/api/v1/rounds", MAY_ANYBODY, .get = rounds,
        .flags = ROUTE_PLAIN, .about = "Calls for applications." },
    { HTTP_GET, "/api/v1/register", MAY_ANYBODY, .get = holders,
        .flags = ROUTE_PLAIN, .about = "Holders of a programme." },
    { HTTP_GET, "/api/v1/register/:number", MAY_ANYBODY, .get = holder,
        .flags = ROUTE_PLAIN, .about = "One holder with its service." },
    { HTTP_GET, "/api/v1/verify", MAY_ANYBODY, .get = verify,
        .flags = ROUTE_PLAIN, .about = "Whether a certificate is genuine." },
    { HTTP_GET, "/api/v1/notices", MAY_ANYBODY, .get = notices,
        .flags = ROUTE_PLAIN, .about = "Public notices, newest first." },
    { HTTP_GET, "/api/v1/notices/:id", MAY_ANYBODY, .get = notice_detail,
        .flags = ROUTE_PLAIN, .about = "One notice with its list." },
    { HTTP_GET, "/api/v1/activities", MAY_ANYBODY, .get = activities,
        .flags = ROUTE_PLAIN, .about = "Volunteer activities." },
};
const struct route_set api_public_routes = ROUTE_SET("api-public", ROUTES);
