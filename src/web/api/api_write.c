/* Judging facts, and reporting diaries with a token. */
#include "api.h"

#include "domain/accreditation.h"
#include "domain/diary.h"
#include "domain/token.h"

#define BODY_MAX (256u * 1024)
#define KEY_MIN 8
#define KEY_MAX 100
#define WRITES_PER_MINUTE 60

static enum status
read_body(struct web *w, const struct json **ret, struct err *err)
{
    if (w->req->body.n == 0)
        return err_set(err, ERR_INPUT,
            "请求正文应为 JSON，Content-Type 应为 application/json");
    TRY(json_parse(w->a, w->req->body, BODY_MAX, ret, err));
    if ((*ret)->type != JSON_OBJECT)
        return err_set(err, ERR_INPUT, "请求正文应为 JSON 对象");
    return OK;
}

/* --- check --- */

static struct str
deciding_rule(const struct pack *p)
{
    const struct pack_procedure *proc = pack_procedure(p, STR("apply"));

    for (size_t i = 0; proc != NULL && i < proc->n_stages; i++) {
        if (proc->stages[i].decide.n > 0)
            return proc->stages[i].decide;
    }
    return STR_EMPTY;
}

/* Nothing is stored: a read transaction is enough. */
static enum status
check(struct web *w, struct err *err)
{
    const struct programme *p = domain_programme_by_code(w->d, w->params[0]);
    const struct json *body = NULL;
    struct json *extra = json_new(w->a, JSON_OBJECT);
    struct json *o = json_new(w->a, JSON_OBJECT);
    struct pack_verdict v = { 0 };
    struct explain_node steps;
    struct day reference = w->today;

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    TRY(read_body(w, &body, err));
    const struct json *facts = json_get(body, STR("facts"));
    if (facts->type != JSON_OBJECT)
        return err_field(err, ERR_INPUT, STR("facts"), "facts 应为 JSON 对象");
    struct str rule = json_str(json_get(body, STR("rule")));
    if (rule.n == 0)
        rule = deciding_rule(p->pack);
    struct str day = json_str(json_get(body, STR("reference")));
    if (day.n > 0 && day_parse(day, &reference, NULL) != OK)
        return err_field(err, ERR_INPUT, STR("reference"),
            "基准日应为 2023-03-12 的形式");
    json_set(w->a, extra, STR("渠道"), json_text(w->a, STR("self")));
    TRY(pack_judge(w->a, p->pack, rule,
        &(struct pack_facts){ .answers = facts,
            .extra = extra,
            .readings = p->readings,
            .reference = reference,
            .now_us = w->now_us,
            .holidays = w->d->holidays },
        &v, err));
    api_text(w, o, "programme", p->code);
    api_text(w, o, "pack_hash", p->pack->hash);
    api_day(w, o, "reference", reference);
    json_set(w->a, o, STR("verdict"), pack_verdict_json(w->a, &v));
    pack_explain(w->a, p->pack, &v, w->english, &steps);
    json_set(w->a, o, STR("steps"), pack_explain_json(w->a, &steps));
    return web_json(w, o);
}

/* --- diary --- */

struct report {
    bool again;        /* answered before */
    struct str answer; /* the body sent */
};

/* "Authorization: Bearer <token>" */
static enum status
sign_in(struct web *w, int64_t *ret_token, struct err *err)
{
    struct str given = str_trim(http_header(w->req, "Authorization"));

    if (!str_starts(given, STR("Bearer ")))
        return err_set(err, ERR_DENIED,
            "缺少令牌，应在请求头写 Authorization: Bearer 令牌");
    TRY(token_actor(&w->x, str_trim(str_sub(given, 7, SIZE_MAX)), &w->who,
        ret_token, err));
    return rate_hit(&w->x,
        arena_fmt(w->a, "api/%lld", (long long)*ret_token),
        WRITES_PER_MINUTE, 60, err);
}

static enum status
key_of(struct web *w, struct str *ret, struct err *err)
{
    struct str key = str_trim(http_header(w->req, "Idempotency-Key"));

    if (key.n < KEY_MIN || key.n > KEY_MAX || !utf8_valid(key))
        return err_field(err, ERR_INPUT, STR("Idempotency-Key"),
            "请求头 Idempotency-Key 应为 %d 至 %d 个字符", KEY_MIN, KEY_MAX);
    *ret = key;
    return OK;
}

/* The form's own checks; files cannot come this way. */
static enum status
check_answers(struct web *w, const struct pack *p,
    const struct pack_form *form, const struct json *answers,
    struct err *err)
{
    const struct form_problem *problems = NULL;
    size_t n = 0;

    form_check(w->a, p, form, NULL, answers, w->today, &problems, &n);
    for (size_t i = 0; i < n; i++) {
        if (!problems[i].warning)
            web_problem_str(w, problems[i].field, problems[i].text,
                problems[i].text_en);
    }
    return web_problems(w, err);
}

static enum status
submit(struct web *w, const struct json *body, struct json *o,
    struct err *err)
{
    struct accreditation c;
    struct diary_new e = { 0 };
    struct diary d;
    const struct json *answers = json_get(body, STR("answers"));

    if (answers->type != JSON_OBJECT)
        return err_field(
            err, ERR_INPUT, STR("answers"), "answers 应为 JSON 对象");
    TRY(accreditation_by_number(&w->x,
        json_str(json_get(body, STR("accreditation"))), &c, err));
    TRY(act_require_member(&w->x, c.subject_id, "editor", err));
    const struct pack_form *form = pack_form(c.pack, STR("diary"));
    if (form == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目没有志愿日记");
    TRY(check_answers(w, c.pack, form, answers, err));
    e.subject_id = c.subject_id;
    e.accreditation_id = c.id;
    e.day = DAY_NONE;
    TRY(diary_from_answers(w->a, form, answers, &e, err));
    TRY(diary_submit(&w->x, &e, &d, err));
    api_text(w, o, "id", arena_fmt(w->a, "%lld", (long long)d.id));
    api_text(w, o, "accreditation", c.number);
    api_day(w, o, "day", d.day);
    api_int(w, o, "minutes", d.minutes);
    api_int(w, o, "enterprises", d.enterprises);
    api_flag(w, o, "late", d.late);
    api_instant(w, o, "submitted", d.submitted_us);
    return OK;
}

static enum status
diary_act(struct web *w, struct err *err)
{
    struct report *r = arena_one(w->a, struct report);
    struct json *o = json_new(w->a, JSON_OBJECT);
    const struct json *body = NULL;
    struct kept_reply kept;
    struct str key, digest = domain_sha256(w->a, w->req->body);
    struct buf b;
    int64_t token = 0;

    w->state = r;
    TRY(sign_in(w, &token, err));
    TRY(key_of(w, &key, err));
    TRY(read_body(w, &body, err));
    TRY(reply_find(&w->x, token, key, &kept, err));
    if (kept.found && !str_eq(kept.request, digest))
        return err_field(err, ERR_CONFLICT, STR("Idempotency-Key"),
            "这个 Idempotency-Key 已用于另一份内容，请换一个");
    if (kept.found) {
        *r = (struct report){ true, kept.body };
        return OK;
    }
    TRY(submit(w, body, o, err));
    buf_init(&b, w->a, BODY_MAX);
    json_write(&b, o);
    TRY(buf_done(&b, &r->answer, err));
    return reply_keep(&w->x, token, key, digest, r->answer, err);
}

static enum status
diary_reply(struct web *w, struct err *err)
{
    const struct report *r = w->state;
    const struct json *v = NULL;

    TRY(json_parse(w->a, r->answer, BODY_MAX, &v, err));
    w->resp->status = 201;
    if (r->again)
        http_add_header(w->resp, "Idempotent-Replayed", STR("true"));
    return web_json(w, v);
}

/* --- for the description --- */

#define LEN(array) (sizeof(array) / sizeof((array)[0]))
static const struct api_field CHECK_BODY[] = {
    { "facts", "object",
        "Answers by the names of the form: dates as 2023-03-12, money in fen.",
        true },
    { "rule", "string", "Name of a rule; default: the deciding one.", false },
    { "reference", "date", "Reference day; default: today.", false },
};
static const struct api_field CHECK_ANSWER[] = {
    { "programme", "string", "Code of the programme.", false },
    { "pack_hash", "string", "SHA-256 of the rules that judged.", false },
    { "reference", "date", "Reference day.", false },
    { "verdict", "object",
        "Outcome, arithmetic, clauses, parts, what is missing and where it "
        "belongs, first day on which it holds, what would change it, trace.",
        false },
    { "steps", "object",
        "The same as people read it: each part with its value and note.",
        false },
};
static const struct api_field DIARY_BODY[] = {
    { "accreditation", "string", "Number of the certificate.", true },
    { "answers", "object", "Answers by the names of the form diary.", true },
};
static const struct api_field DIARY_ANSWER[] = {
    { "id", "string", "Of the entry.", false },
    { "accreditation", "string", "Number of the certificate.", false },
    { "day", "date", "Day of the service.", false },
    { "minutes", "integer", "Minutes that count.", false },
    { "enterprises", "integer", "Enterprises served.", false },
    { "late", "boolean", "Reported after the days allowed.", false },
    { "submitted", "date-time", "When it was received.", false },
};
static const struct api_op OPS[] = {
    { HTTP_POST, "/api/v1/check/:programme", .body = CHECK_BODY,
        .n_body = LEN(CHECK_BODY), .answer = CHECK_ANSWER,
        .n_answer = LEN(CHECK_ANSWER) },
    { HTTP_POST, "/api/v1/diary", .body = DIARY_BODY,
        .n_body = LEN(DIARY_BODY), .answer = DIARY_ANSWER,
        .n_answer = LEN(DIARY_ANSWER), .token = true, .created = 201 },
};
const struct api_ops api_write_ops = { OPS, LEN(OPS) };

static const struct route ROUTES[] = {
    { HTTP_POST, "/api/v1/check/:programme", MAY_ANYBODY, .get = check,
        .flags = ROUTE_NO_CSRF | ROUTE_PLAIN,
        .about = "Judges facts by the rules; nothing is stored." },
    { HTTP_POST, "/api/v1/diary", MAY_ANYBODY, .act = diary_act,
        .reply = diary_reply, .flags = ROUTE_NO_CSRF | ROUTE_PLAIN,
        .about = "Reports a diary entry, once per Idempotency-Key." },
};
const struct route_set api_write_routes = ROUTE_SET("api-write", ROUTES);
