/* A holder that was included directly completes its account. */
#include "identity_parts.h"

#include "domain/account.h"
#include "domain/direct.h"

struct claim_state {
    struct direct_claim c;
    struct direct_claimed found;
    struct err denied;
    const struct form_problem *problems; /* of the fields typed */
    size_t n_problems;
    struct str token;
    int64_t account_id;
};

static enum status
claim_page(struct web *w, struct err *err)
{
    /* Only a POST looks a code up: guesses are counted there. */
    const struct claim_state *s = w->state;
    bool known = s != NULL && s->found.subject_id != 0;
    struct direct_claimed found =
        known ? s->found : (struct direct_claimed){ 0 };

    (void)err;
    page_begin(w, &(struct page){ .kind = PAGE_PUBLIC,
                      .title = str_of(T(w, "完善账户")) });
    html_raw(w->h, "<div class=\"narrow\"><p>");
    html_cstr(w->h, T(w,
        "经推荐直接纳入的单位和专家在此完善账户；完善后可以下载证书、填"
        "写志愿日记。编号和验证码见短信，或向推荐机构索取。"));
    html_raw(w->h, "</p>");
    part_form_begin(w, url_path("/mine/claim"), false);
    part_input(w,
        &(struct input){ .name = "number",
            .label = str_of(T(w, "资格编号")),
            .value = web_query(w, "number") });
    part_input(w,
        &(struct input){ .name = "code",
            .label = str_of(T(w, "验证码")),
            .hint = str_of(T(w, "10 位字母和数字")),
            .value = web_query(w, "code"),
            .width = 20 });
    if (!known) {
        part_button_named(w, BUTTON_MAIN, str_of(T(w, "下一步")), "step",
            STR("find"));
        part_form_end(w);
        html_raw(w->h, "</div>");
        page_end(w);
        return OK;
    }
    html_raw(w->h, "<h2>");
    html_text(w->h, found.name);
    html_raw(w->h, "</h2>");
    identity_inputs(w, found.is_person);
    identity_contact_inputs(w, w->who.account_id == 0);
    part_button(w, BUTTON_MAIN, str_of(T(w, "完善账户")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

static enum status
find(struct web *w, struct err *err)
{
    struct claim_state *s = w->state;

    return direct_claim_find(&w->x, s->c.number, s->c.code, w->req->client,
        &s->found, &s->denied, err);
}

static void
read_fields(struct web *w, struct claim_state *s)
{
    struct identity who = identity_read(w, s->found.is_person);

    s->c.id_no = who.id_no;
    s->c.credit_code = who.credit_code;
    s->c.contact = who.contact;
    s->c.mobile = who.mobile;
    s->c.email = who.email;
}

static enum status
claim_before(struct web *w, struct err *err)
{
    struct claim_state *s = arena_one(w->a, struct claim_state);
    struct str password = http_field(w->req, "password");
    struct err bad = { 0 };

    w->state = s;
    s->c.number = web_field(w, "number");
    s->c.code = web_field(w, "code");
    s->token = web_new_token(w);
    TRY(web_read(w, find, err));
    if (s->denied.code != OK || web_field(w, "step").n > 0)
        return OK; /* counted, and answered, after the act */
    read_fields(w, s);
    if (w->who.account_id == 0 &&
        password_check(password, s->c.mobile, &bad) != OK)
        web_problem(w, STR("password"), arena_cstr(w->a, str_of(bad.text)),
            "Use at least 10 characters that are not all the same");
    /* Told after the act, which counts the guess: else a field left empty
     * would tell whether a code is right, however often one asks. */
    s->problems = w->problems;
    s->n_problems = w->n_problems;
    if (s->n_problems > 0 || w->who.account_id != 0)
        return OK;
    return password_hash(
        w->a, &w->d->world, password, &s->c.password_hash, err);
}

static enum status
claim_act(struct web *w, struct err *err)
{
    struct claim_state *s = w->state;
    struct err unused;

    TRY(direct_claim_find(&w->x, s->c.number, s->c.code, w->req->client,
        &s->found, &s->denied, err));
    if (s->denied.code != OK || s->n_problems > 0 ||
        web_field(w, "step").n > 0)
        return OK;
    TRY(direct_claim(&w->x, &s->c, &s->found, &s->account_id, err));
    if (w->who.account_id != 0)
        return OK;
    return session_start(&w->x, s->account_id, true, w->req->client,
        web_token_hash(w, s->token), &unused, err);
}

static enum status
claim_reply(struct web *w, struct err *err)
{
    struct claim_state *s = w->state;

    if (s->denied.code != OK) {
        w->failed = s->denied;
        w->resp->status = s->denied.code == ERR_LIMIT ? 429 : 422;
        return web_read(w, claim_page, err);
    }
    if (web_field(w, "step").n > 0)
        return web_read(w, claim_page, err);
    if (s->n_problems > 0) {
        w->problems = s->problems;
        w->n_problems = s->n_problems;
        w->resp->status = 422;
        return web_read(w, claim_page, err);
    }
    if (w->who.account_id == 0)
        web_start_session(w, s->token);
    return web_redirect(w, url_path("/mine/holdings"), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/claim", MAY_ANYBODY, .get = claim_page,
        .about = "Form to complete an account after direct inclusion." },
    { HTTP_POST, "/mine/claim", MAY_ANYBODY, .before = claim_before,
        .act = claim_act, .reply = claim_reply, .again = claim_page,
        .about = "Completes the account." },
};
const struct route_set claim_routes = ROUTE_SET("claim", ROUTES);
