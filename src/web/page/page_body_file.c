/* A file as the body sees it that it is with: to read, to attest, to decide. */
#include "domain/attachment.h"
#include "domain/instance.h"
#include "page_application.h"

static const struct {
    const char *key;
    enum instance_decision decision;
} DECISIONS[] = {
    { "pass", INSTANCE_PASS },
    { "return", INSTANCE_RETURN },
    { "refuse", INSTANCE_REFUSE },
};
#define N_DECISIONS (sizeof(DECISIONS) / sizeof(DECISIONS[0]))

/* --- reading --- */

static enum status
read_sheet(struct web *w, struct instance_sheet *ret, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    enum status st = instance_sheet(&w->x, id, ret, err);
    if (st == ERR_NOT_FOUND)
        w->note = application_refused;
    return st;
}

static void
act_begin(struct web *w, const struct instance_sheet *s, const char *act,
    bool files)
{
    part_form_begin(w,
        url_make(w->a, "/body/files/%d/%s", s->app.id, str_of(act)), files);
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)s->app.version));
}

static void
marks_form(struct web *w, const struct instance_sheet *s)
{
    struct choice c[] = { { STR("yes"), str_of(T(w, "符合")) },
        { STR("no"), str_of(T(w, "不符合")) } };

    if (!s->may_decide || s->n_attested == 0)
        return;
    part_card_begin(w, str_of(T(w, "本单位认定")), false);
    act_begin(w, s, "marks", false);
    for (size_t i = 0; i < s->n_attested; i++) {
        const struct pack_rule *r = s->attested[i];
        const struct pack_clause *k = pack_clause(s->app.pack, r->clause);
        const struct json *v = json_get(
            s->marks, arena_join(w->a, STR("认定."), r->name));

        part_radios(w, arena_cstr(w->a, arena_fmt(w->a, "mark%zu", i)),
            L(w, r->title),
            k == NULL ? STR_EMPTY
                      : arena_fmt(w->a, STR_FMT "：" STR_FMT,
                            STR_ARG(k->cite), STR_ARG(k->text)),
            c, 2,
            json_is_null(v) ? STR_EMPTY
            : json_bool(v)  ? STR("yes")
                            : STR("no"));
    }
    part_button(w, BUTTON_SECOND, str_of(T(w, "保存认定")));
    part_form_end(w);
    part_card_end(w);
}

/* What each decision brings about, by the rules of this stage. */
static void
decision_choices(
    struct web *w, const struct instance_sheet *s, struct choice *c)
{
    const struct pack_stage *t = s->stage;
    struct str left = STR_EMPTY;

    if (t->max_returns > 0)
        left = arena_fmt(w->a, T(w, "（至多 %d 次，已退回 %zu 次）"),
            t->max_returns, s->returns);
    c[0] = (struct choice){ STR("pass"),
        str_of(T(w, "通过，等待转报")) };
    c[1] = (struct choice){ STR("return"),
        arena_fmt(w->a, "%s" STR_FMT, T(w, "退回申请人修改"),
            STR_ARG(left)) };
    c[2] = (struct choice){ STR("refuse"),
        t->refusal_ends
            ? str_of(T(w, "不予通过，申请就此终结"))
            : str_of(T(w, "不予通过，退给申请人，可以另选渠道或单位")) };
}

static void
decide_form(struct web *w, const struct instance_sheet *s)
{
    struct choice c[N_DECISIONS];

    if (!s->may_decide)
        return;
    part_card_begin(w, str_of(T(w, "本单位意见")), false);
    if (s->passed)
        part_callout(w, false,
            str_of(T(w, "已通过，等待转报；转报之前可以更改意见。")));
    if (s->verdict.rule != NULL && s->verdict.outcome == NOT_MET)
        part_callout(w, true,
            str_of(T(w, "有条件不符合，不能通过；可以退回修改或者不予通过。")));
    else if (s->verdict.rule != NULL && s->verdict.outcome == UNDECIDED)
        part_callout(w, true,
            str_of(T(w, "有条件尚不能确定，请先核对或认定。")));
    decision_choices(w, s, c);
    act_begin(w, s, "decide", true);
    part_radios(w, "decision", str_of(T(w, "结论")), STR_EMPTY, c,
        N_DECISIONS, STR_EMPTY);
    part_input(w,
        &(struct input){ .name = "opinion",
            .label = str_of(T(w, "意见")),
            .hint = str_of(T(w, "退回、不予通过的必须写明理由；将告知申请人")),
            .kind = INPUT_AREA,
            .optional = true,
            .max_length = 2000 });
    part_input(w,
        &(struct input){ .name = "seal",
            .label = str_of(T(w, "盖章的意见（扫描件）")),
            .hint = str_of(T(w, "PDF 或图片，不超过 20 MB")),
            .kind = INPUT_FILE,
            .optional = true });
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交意见")));
    part_form_end(w);
    part_card_end(w);
}

static void
facts_card(struct web *w, const struct instance_sheet *s)
{
    const struct application *app = &s->app;
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);

    part_card_begin(w, str_of(T(w, "申请")), true);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "编号")), app->number);
    part_dl(w, str_of(T(w, "事项")), L(w, p->title));
    part_dl(w, str_of(T(w, "地区")),
        region_path(w->a, w->d->regions, app->region));
    part_dl(w, str_of(T(w, "提交时间")), show_us(w, app->submitted_us));
    if (s->stage != NULL)
        part_dl(w, str_of(T(w, "送达时间")), show_us(w, app->entered_us));
    if (!day_is_none(s->remind.last_day))
        part_dl(w, str_of(T(w, "请在此日之前办理")),
            show_day(w, s->remind.last_day));
    part_dl(w, str_of(T(w, "曾退回（次）")),
        arena_fmt(w->a, "%zu", s->returns));
    part_dl_end(w);
    html_raw(w->h, "<p>");
    part_tag(w, state_colour(app->state), show_state(w, app->state));
    html_raw(w->h, "</p>");
    if (s->stage != NULL)
        part_clause(w, s->programme, app->pack, s->stage->clause);
    part_card_end(w);
}

static enum status
file_page(struct web *w, struct err *err)
{
    struct instance_sheet s;

    TRY(read_sheet(w, &s, err));
    const struct seat *seat = actor_seat(&w->who, s.app.body_id);
    struct dossier d = { .app = s.app,
        .programme = s.programme,
        .form = s.form };
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = s.app.name,
            .nav = "body",
            .crumbs = { { seat == NULL ? str_of(T(w, "单位办理")) : seat->name,
                url_with(w->a, url_path("/body"), "body",
                    arena_fmt(w->a, "%lld", (long long)s.app.body_id)) } },
            .n_crumbs = 1 });
    if (s.why_not.n > 0)
        part_callout(w, true, web_said(w, s.why_not));
    html_raw(w->h, "<div class=\"grid\"><div class=\"c8\">");
    if (s.verdict.rule != NULL) {
        part_card_begin(w, L(w, s.stage->title), false);
        part_verdict(w, s.programme, s.app.pack, &s.verdict);
        part_card_end(w);
    }
    marks_form(w, &s);
    part_card_begin(w, str_of(T(w, "申请材料")), false);
    dossier_answers(w, &d, s.answers, false);
    part_card_end(w);
    html_raw(w->h, "</div><div class=\"c4\">");
    facts_card(w, &s);
    decide_form(w, &s);
    instance_opinion_list(w, s.app.subject_id, s.opinions, s.n_opinions);
    part_card_begin(w, str_of(T(w, "办理记录")), false);
    application_timeline(w, &s.app, true, NULL);
    part_card_end(w);
    html_raw(w->h, "</div></div>");
    page_end(w);
    return OK;
}

/* --- acts --- */

struct deciding {
    struct attachment seal;
    bool has_seal;
    struct instance_sheet sheet;
    enum instance_decision decision;
};

static enum status
may_act(struct web *w, struct err *err)
{
    struct deciding *k = w->state;

    TRY(read_sheet(w, &k->sheet, err));
    return k->sheet.may_decide
               ? OK
               : err_set(err, ERR_CONFLICT, STR_FMT,
                     STR_ARG(k->sheet.why_not));
}

/* Bytes are kept for those alone who may decide. */
static enum status
decide_before(struct web *w, struct err *err)
{
    const struct http_file *f = http_file_of(w->req, "seal", 0);
    struct deciding *k = arena_one(w->a, struct deciding);

    w->state = k;
    TRY(web_read(w, may_act, err));
    if (f == NULL || f->file_name.n == 0)
        return OK;
    TRY(web_keep_file(w, f, &k->seal, err));
    k->has_seal = true;
    return OK;
}

static enum status
target(struct web *w, int64_t *ret_id, int64_t *ret_version, struct err *err)
{
    TRY(web_param_id(w, 0, ret_id, err));
    if (!num_int(web_field(w, "version"), 0, INT64_MAX, ret_version))
        return err_set(err, ERR_CONFLICT, "请刷新页面后重试");
    return OK;
}

static enum status
decide_act(struct web *w, struct err *err)
{
    struct deciding *k = w->state;
    struct str typed = web_field(w, "decision");
    int64_t id = 0, version = 0;
    bool found = false;

    TRY(target(w, &id, &version, err));
    for (size_t i = 0; i < N_DECISIONS; i++) {
        if (!str_eq(typed, str_of(DECISIONS[i].key)))
            continue;
        k->decision = DECISIONS[i].decision;
        found = true;
    }
    if (!found)
        return err_field(err, ERR_INPUT, STR("decision"), "请选择结论");
    return instance_decide(&w->x, id, k->decision, web_field(w, "opinion"),
        k->has_seal ? &k->seal : NULL, version, err);
}

/* What was returned or refused is with the body no longer. */
static enum status
decide_reply(struct web *w, struct err *err)
{
    const struct deciding *k = w->state;

    (void)err;
    if (k->decision == INSTANCE_PASS)
        return web_redirect(w,
            url_make(w->a, "/body/files/%d", k->sheet.app.id), "decided");
    return web_redirect(w,
        url_with(w->a, url_path("/body"), "body",
            arena_fmt(w->a, "%lld", (long long)k->sheet.app.body_id)),
        "decided");
}

static enum status
marks_act(struct web *w, struct err *err)
{
    struct json *marks = json_new(w->a, JSON_OBJECT);
    struct instance_sheet s;
    int64_t id = 0, version = 0;

    TRY(target(w, &id, &version, err));
    TRY(read_sheet(w, &s, err));
    for (size_t i = 0; i < s.n_attested; i++) {
        struct str v = web_field(
            w, arena_cstr(w->a, arena_fmt(w->a, "mark%zu", i)));

        if (str_eq(v, STR("yes")) || str_eq(v, STR("no")))
            json_set(w->a, marks,
                arena_join(w->a, STR("认定."), s.attested[i]->name),
                json_boolean(w->a, str_eq(v, STR("yes"))));
    }
    return instance_mark(&w->x, id, marks, version, err);
}

static enum status
marks_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(w, url_make(w->a, "/body/files/%d", id), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/body/files/:id", MAY_SIT, .get = file_page,
        .about = "A file as the body sees it that it is with." },
    { HTTP_POST, "/body/files/:id/decide", MAY_SIT, .before = decide_before,
        .act = decide_act, .reply = decide_reply, .again = file_page,
        .flags = ROUTE_FILES,
        .about = "Passes, returns or refuses a file, with the sealed "
                 "opinion." },
    { HTTP_POST, "/body/files/:id/marks", MAY_SIT, .act = marks_act,
        .reply = marks_reply, .again = file_page,
        .about = "Keeps what the body attests." },
};
const struct route_set body_file_routes = ROUTE_SET("body-file", ROUTES);
