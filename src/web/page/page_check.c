/* 我能申报吗: the rules judged on a few answers, without account, without
 * storing anything. */
#include "page_application.h"

#define NEEDED_MAX 40
#define ROWS_MAX 1000

struct question {
    const struct programme *programme;
    const struct pack *pack;
    const struct pack_form *form;
    struct str rule;              /* judged at the end */
    struct day reference;
    struct pack_section asked;    /* the few fields, simplified */
    const struct pack_field *originals[NEEDED_MAX];
};

static bool
has_dates(const struct pack_field *f)
{
    for (size_t i = 0; i < f->n_columns; i++) {
        if (f->columns[i].type == FIELD_DATE)
            return true;
    }
    return false;
}

/* Personal data is not asked here; what depends on it stays undecided. */
static bool
may_ask(const struct pack_field *f)
{
    switch (f->type) {
    case FIELD_MOBILE:
    case FIELD_PHONE:
    case FIELD_EMAIL:
    case FIELD_ID_NO:
    case FIELD_CREDIT_CODE:
        return false;
    default:
        return !f->is_private || f->type == FIELD_ROWS;
    }
}

/* A field as it is asked here: whether there is a file, how many rows. */
static struct pack_field
simplified(struct web *w, const struct pack_field *f)
{
    struct pack_field s = *f;

    s.show_if = STR_EMPTY;
    s.show_if_expr = NULL;
    s.required = true;
    if (f->type == FIELD_FILE || f->type == FIELD_LONG_TEXT) {
        s.type = FIELD_YES_NO;
        s.hint = (struct label){ STR("申报时是否能够提供"),
            STR("Can you provide it when you apply?") };
    } else if (f->type == FIELD_ROWS && has_dates(f)) {
        struct pack_field *c =
            arena_new_array(w->a, struct pack_field, f->n_columns);

        s.columns = c;
        s.n_columns = 0;
        for (size_t i = 0; i < f->n_columns; i++) {
            if (f->columns[i].type == FIELD_DATE ||
                f->columns[i].type == FIELD_YES_NO ||
                f->columns[i].type == FIELD_ONE_OF)
                c[s.n_columns++] = f->columns[i];
        }
    } else if (f->type == FIELD_ROWS) {
        s.type = FIELD_INTEGER;
        s.min = 0;
        s.max = ROWS_MAX;
        s.has_max = true;
        s.hint = (struct label){ STR("有几个（人、项），填数字"),
            STR("How many: a number") };
    }
    return s;
}

static void
ask(struct web *w, struct question *q, struct str name)
{
    const struct pack_field *f = form_field(q->form, name);
    struct pack_field *fields = (struct pack_field *)q->asked.fields;

    if (f == NULL) { /* a derived value: the fields it rests on */
        const struct pack_rule *r = pack_rule(q->pack, name);

        for (size_t i = 0; r != NULL && i < r->n_evidence; i++) {
            if (form_field(q->form, r->evidence[i]) != NULL)
                ask(w, q, r->evidence[i]);
        }
        return;
    }
    if (!may_ask(f) || q->asked.n_fields == NEEDED_MAX)
        return;
    for (size_t i = 0; i < q->asked.n_fields; i++) {
        if (q->originals[i] == f)
            return;
    }
    q->originals[q->asked.n_fields] = f;
    fields[q->asked.n_fields++] = simplified(w, f);
}

static void
collect(struct web *w, struct question *q, const struct pack_verdict *v)
{
    for (size_t i = 0; i < v->n_missing; i++)
        ask(w, q, v->missing[i]);
    for (size_t i = 0; i < v->n_parts; i++)
        collect(w, q, &v->parts[i]);
}

static enum status
judge(struct web *w, const struct question *q, const struct json *answers,
    struct pack_verdict *ret, struct err *err)
{
    struct json *extra = json_new(w->a, JSON_OBJECT);

    json_set(w->a, extra, STR("渠道"), json_text(w->a, STR("self")));
    return pack_judge(w->a, q->pack, q->rule,
        &(struct pack_facts){ .answers = answers,
            .extra = extra,
            .readings = q->programme->readings,
            .reference = q->reference,
            .now_us = w->now_us,
            .holidays = w->d->holidays },
        ret, err);
}

static enum status
prepare(struct web *w, struct question *q, struct err *err)
{
    struct pack_verdict v = { 0 };
    struct round r;

    q->programme = domain_programme_by_code(w->d, w->params[0]);
    if (q->programme == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    q->pack = q->programme->pack;
    const struct pack_procedure *proc =
        pack_procedure(q->pack, STR("apply"));
    q->rule = proc == NULL ? STR_EMPTY : procedure_conditions(proc);
    q->form = proc == NULL ? NULL : pack_form(q->pack, proc->form);
    if (q->form == NULL || q->rule.n == 0)
        return err_set(err, ERR_NOT_FOUND, "这个项目没有可以预先判断的条件");
    q->reference = w->today;
    if (round_current(&w->x, q->programme->id, &r, NULL) == OK &&
        !day_is_none(r.reference))
        q->reference = r.reference;
    q->asked.fields = arena_new_array(w->a, struct pack_field, NEEDED_MAX);
    TRY(judge(w, q, json_new(w->a, JSON_OBJECT), &v, err));
    collect(w, q, &v);
    return OK;
}

/* The simplified answers as the form would have them. */
static const struct json *
as_facts(
    struct web *w, const struct question *q, const struct json *typed)
{
    struct json *facts = json_new(w->a, JSON_OBJECT);

    for (size_t i = 0; i < q->asked.n_fields; i++) {
        const struct pack_field *f = q->originals[i];
        const struct pack_field *s = &q->asked.fields[i];
        const struct json *v = json_get(typed, f->name);
        struct json *list = json_new(w->a, JSON_LIST);

        if (json_is_null(v))
            continue;
        if (f->type == s->type) {
            json_set(w->a, facts, f->name, v);
            continue;
        }
        if (f->type == FIELD_LONG_TEXT) {
            if (json_bool(v))
                json_set(w->a, facts, f->name, json_text(w->a, STR("有")));
            else
                json_set(w->a, facts, f->name, json_text(w->a, STR_EMPTY));
            continue;
        }
        int64_t n = f->type == FIELD_FILE ? (json_bool(v) ? 1 : 0)
                                          : json_int(v, 0);
        for (int64_t k = 0; k < n && k < ROWS_MAX; k++)
            json_push(w->a, list, json_new(w->a, JSON_OBJECT));
        json_set(w->a, facts, f->name, list);
    }
    return facts;
}

static void
result(struct web *w, const struct question *q, const struct pack_verdict *v)
{
    html_raw(w->h, "<section id=\"result\" tabindex=\"-1\"><h2>");
    html_cstr(w->h, T(w, "判断结果"));
    html_raw(w->h, "</h2>");
    switch (v->outcome) {
    case MET:
        part_callout(
            w, false, str_of(T(w, "按所填内容，符合申报条件。")));
        break;
    case NOT_MET:
        part_callout(w, true,
            str_of(T(w, "按所填内容，有条件不符合；下面逐条列出差多少、何时可以符合。")));
        break;
    case UNDECIDED:
        part_callout(w, false,
            str_of(T(w, "可以计算的条件没有不符合的；"
                     "其余由审核人员依据材料认定，或者在申报时填写。")));
        break;
    }
    part_verdict(w, q->programme, q->pack, v);
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "开始申报")),
        url_make(w->a, "/mine/start/%s", q->programme->code));
    html_raw(w->h, "</p></section>\n");
}

static enum status
write_page(struct web *w, struct question *q, const struct json *typed,
    const struct pack_verdict *v)
{
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "我能申报吗")),
            .nav = "guide",
            .crumbs = { { L(w, q->programme->title),
                url_make(w->a, "/guide/%s", q->programme->code) } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "填几项情况，系统按条文逐条判断。不需要账号，不保存所填内容。"));
    html_raw(w->h, "</p><p class=\"muted\">");
    html_cstr(w->h, T(w, "基准日："));
    html_text(w->h, show_day(w, q->reference));
    html_raw(w->h, "</p>");
    if (v != NULL)
        result(w, q, v);
    part_form_begin(
        w, url_make(w->a, "/check/%s", q->programme->code), false);
    /* Enter must ask for the verdict, not for another row. */
    html_raw(w->h, "<button class=\"vh\" tabindex=\"-1\" "
                   "aria-hidden=\"true\">&nbsp;</button>");
    for (size_t i = 0; i < q->asked.n_fields; i++)
        part_pack_field(w, &q->asked.fields[i], typed, true, 0, 0);
    html_raw(w->h, "<div class=\"actions\">");
    part_button(w, BUTTON_MAIN, str_of(T(w, "判断")));
    html_raw(w->h, "</div>");
    part_form_end(w);
    page_end(w);
    return OK;
}

static enum status
check_get(struct web *w, struct err *err)
{
    struct question q = { 0 };

    TRY(prepare(w, &q, err));
    return write_page(w, &q, json_new(w->a, JSON_OBJECT), NULL);
}

static enum status
check_act(struct web *w, struct err *err)
{
    (void)w;
    (void)err;
    return OK; /* nothing is stored */
}

static enum status
verdict_page(struct web *w, struct err *err)
{
    struct question q = { 0 };
    struct pack_verdict v = { 0 };
    bool again = false;

    TRY(prepare(w, &q, err));
    const struct json *typed =
        part_read_section(w, &q.asked, json_new(w->a, JSON_OBJECT), &again);
    if (again || w->n_problems > 0) {
        if (!again)
            w->resp->status = 422;
        return write_page(w, &q, typed, NULL);
    }
    TRY(judge(w, &q, as_facts(w, &q, typed), &v, err));
    return write_page(w, &q, typed, &v);
}

static enum status
check_reply(struct web *w, struct err *err)
{
    return web_read(w, verdict_page, err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/check/:programme", MAY_ANYBODY, .get = check_get,
        .about = "The few questions that the conditions rest on." },
    { HTTP_POST, "/check/:programme", MAY_ANYBODY, .act = check_act,
        .reply = check_reply, .again = check_get,
        .about = "Verdict for every condition; nothing is stored." },
};
const struct route_set check_routes = ROUTE_SET("check", ROUTES);
