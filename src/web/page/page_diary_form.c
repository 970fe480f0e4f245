/* Writing and correcting a diary entry, by the pack's form. */
#include "domain/activity.h"
#include "domain/attachment.h"
#include "page_service.h"

struct writing {
    struct accreditation c;
    const struct pack_form *form;
    const struct pack_section *section;
    struct part_files files;
    struct diary d;      /* as saved */
    bool rows;           /* only a row was added or removed */
};

static enum status
load(struct web *w, struct writing *wr, struct err *err)
{
    TRY(service_holding(w, &wr->c, err));
    wr->form = pack_form(wr->c.pack, STR("diary"));
    if (wr->form == NULL || wr->form->n_sections == 0)
        return err_set(err, ERR_NOT_FOUND, "这类资格没有志愿日记");
    wr->section = &wr->form->sections[0];
    return OK;
}

/* --- what the form begins with --- */

static const struct json *
blank(struct web *w)
{
    struct json *o = json_new(w->a, JSON_OBJECT);

    json_set(w->a, o, STR("收费金额"), json_number(w->a, 0));
    return o;
}

/* The entry before, without its times and its consent. */
static enum status
copy_last(struct web *w, const struct accreditation *c,
    const struct json **ret, struct err *err)
{
    const struct diary *list = NULL;
    const struct diary_enterprise *rows = NULL;
    size_t n = 0, n_rows = 0;
    static const struct str NOT[] = { STR_INIT("服务日期"),
        STR_INIT("开始时间"), STR_INIT("结束时间"), STR_INIT("服务成果") };

    TRY(diary_list(&w->x, c->subject_id, c->id, 0, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].is_void)
            continue;
        TRY(diary_enterprises(&w->x, &list[i], &rows, &n_rows, err));
        const struct json *all =
            diary_answers(w->a, &list[i], rows, n_rows);
        struct json *o = json_new(w->a, JSON_OBJECT);
        for (size_t k = 0; k < all->n; k++)
            json_set(w->a, o, all->keys[k], all->items[k]);
        for (size_t k = 0; k < sizeof(NOT) / sizeof(NOT[0]); k++)
            json_set(w->a, o, NOT[k], json_new(w->a, JSON_NULL));
        *ret = o;
        return OK;
    }
    *ret = blank(w);
    return OK;
}

/* Time, place and enterprises of an activity of one's own. */
static enum status
copy_activity(struct web *w, int64_t id, const struct json **ret,
    struct err *err)
{
    struct activity ac;
    const struct enrolment *who = NULL;
    size_t n = 0, k = 0;

    TRY(activity_get(&w->x, id, &ac, err));
    TRY(activity_enrolments(&w->x, &ac, &who, &n, err));
    struct diary_enterprise *rows =
        arena_new_array(w->a, struct diary_enterprise, n + 1);
    int64_t people = 0;
    for (size_t i = 0; i < n; i++) {
        if (who[i].is_expert || who[i].cancelled)
            continue;
        people += who[i].persons;
        rows[k++] = (struct diary_enterprise){ .name = who[i].name,
            .credit_code = who[i].credit_code,
            .mobile = who[i].mobile };
    }
    struct diary d = { .day = day_of_us(ac.starts_us),
        .start_us = ac.starts_us,
        .end_us = ac.ends_us,
        .mode = ac.mode,
        .place = ac.place,
        .topic = ac.title,
        .experts = ac.experts,
        .campaign = ac.campaign,
        .content = ac.content,
        .people = people,
        .extra = json_new(w->a, JSON_OBJECT) };
    *ret = diary_answers(w->a, &d, rows, k);
    return OK;
}

static enum status
first_answers(struct web *w, const struct writing *wr,
    const struct json **ret, struct err *err)
{
    int64_t activity = 0;

    if (w->req->method == HTTP_POST) {
        *ret = service_typed(w, wr->section);
        return OK;
    }
    if (num_int(web_query(w, "activity"), 1, INT64_MAX, &activity))
        return copy_activity(w, activity, ret, err);
    if (str_eq(web_query(w, "from"), STR("last")))
        return copy_last(w, &wr->c, ret, err);
    *ret = blank(w);
    return OK;
}

/* --- the page --- */

static void
form_top(struct web *w, const struct writing *wr, struct str title)
{
    bool mine = service_kind(w, &wr->c) == PAGE_MINE;

    page_begin(w,
        &(struct page){ .kind = mine ? PAGE_MINE : PAGE_DESK,
            .title = title,
            .nav = mine ? "diary" : "holders",
            .crumbs = { { str_of(T(w, "志愿日记")),
                url_path("/mine/diary") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p class=\"lead\">");
    html_text(w->h, L(w, wr->section->hint));
    html_raw(w->h, "</p>");
    if (!mine)
        part_callout(w, true,
            str_of(T(w, "您正在代录，本篇将长期标记为“工作人员代录”。")));
}

static enum status
new_page(struct web *w, struct err *err)
{
    struct writing wr = { 0 };
    const struct json *answers = NULL;

    TRY(load(w, &wr, err));
    TRY(first_answers(w, &wr, &answers, err));
    form_top(w, &wr, L(w, wr.form->title));
    part_form_begin_guarded(
        w, url_path("/mine/diary/new"), true, (struct url){ STR_EMPTY });
    part_hidden(w, "holding",
        arena_fmt(w->a, "%lld", (long long)wr.c.id));
    part_hidden(w, "activity",
        web_typed(w, "activity", web_query(w, "activity")));
    service_fields(
        w, wr.c.pack, wr.section, answers, wr.c.subject_id);
    html_raw(w->h, "<div class=\"actions\">");
    part_button(w, BUTTON_MAIN, str_of(T(w, "报送")));
    html_raw(w->h, "</div>");
    part_form_end(w);
    page_end(w);
    return OK;
}

static enum status
correct_page(struct web *w, struct err *err)
{
    struct writing wr = { 0 };
    struct diary old;
    const struct json *answers = NULL;
    const struct diary_enterprise *rows = NULL;
    size_t n = 0;

    TRY(service_diary(w, 0, &old, err));
    TRY(accreditation_load(
        &w->x, old.subject_id, old.accreditation_id, &wr.c, err));
    wr.form = pack_form(wr.c.pack, STR("diary"));
    if (wr.form == NULL)
        return err_set(err, ERR_NOT_FOUND, "这类资格没有志愿日记");
    wr.section = &wr.form->sections[0];
    TRY(diary_enterprises(&w->x, &old, &rows, &n, err));
    answers = diary_answers(w->a, &old, rows, n);
    if (w->req->method == HTTP_POST)
        TRY(first_answers(w, &wr, &answers, err));
    form_top(w, &wr, str_of(T(w, "更正志愿日记")));
    part_callout(w, false,
        str_of(T(w, "原来的一篇将作废并保留，更正后的一篇按新内容计入；"
                    "企业需要重新确认。")));
    part_form_begin_guarded(w,
        url_make(w->a, "/mine/diary/%d/correct", old.id), true,
        (struct url){ STR_EMPTY });
    part_hidden(w, "subject",
        arena_fmt(w->a, "%lld", (long long)old.subject_id));
    part_hidden(w, "holding",
        arena_fmt(w->a, "%lld", (long long)wr.c.id));
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "更正的理由")),
            .max_length = 500 });
    service_fields(
        w, wr.c.pack, wr.section, answers, wr.c.subject_id);
    html_raw(w->h, "<div class=\"actions\">");
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交更正")));
    html_raw(w->h, "</div>");
    part_form_end(w);
    page_end(w);
    return OK;
}

/* --- saving --- */

static enum status
look(struct web *w, struct err *err)
{
    return load(w, w->state, err);
}

static enum status
write_before(struct web *w, struct err *err)
{
    struct writing *wr = arena_one(w->a, struct writing);

    w->state = wr;
    wr->rows = service_is_row_button(w);
    TRY(web_read(w, look, err));
    return wr->rows ? OK
                    : part_keep_files(w, wr->section, &wr->files, err);
}

/* Reads and checks the form; *e is complete but for what is corrected. */
static enum status
read_entry(struct web *w, struct writing *wr, struct diary_new *e,
    const struct json **ret_answers, struct err *err)
{
    bool again = false;
    const struct json *answers = part_read_section(
        w, wr->section, json_new(w->a, JSON_OBJECT), &again);
    struct str *photos =
        arena_new_array(w->a, struct str, wr->files.n + 1);

    service_check(w, wr->c.pack, wr->form, answers);
    TRY(web_problems(w, err));
    *e = (struct diary_new){ .subject_id = wr->c.subject_id,
        .accreditation_id = wr->c.id };
    TRY(diary_from_answers(w->a, wr->form, answers, e, err));
    for (size_t i = 0; i < wr->files.n; i++)
        photos[i] = wr->files.list[i].sha256;
    e->photos = photos;
    e->n_photos = wr->files.n;
    if (!num_int(
            web_field(w, "activity"), 1, INT64_MAX, &e->activity_id))
        e->activity_id = 0;
    *ret_answers = answers;
    return OK;
}

static enum status
write_act(struct web *w, struct err *err)
{
    struct writing *wr = w->state;
    struct diary_new e;
    const struct json *answers = NULL;

    if (wr->rows)
        return OK;
    w->problems = NULL; /* the act may be repeated */
    w->n_problems = 0;
    TRY(read_entry(w, wr, &e, &answers, err));
    if (w->params[0].n > 0) {
        struct diary old;

        TRY(service_diary(w, 0, &old, err));
        e.activity_id = old.activity_id;
        TRY(diary_correct(
            &w->x, old.id, &e, web_field(w, "reason"), &wr->d, err));
    } else {
        TRY(diary_submit(&w->x, &e, &wr->d, err));
    }
    return part_add_files(w, wr->section, &wr->files, wr->c.subject_id,
        STR("diary"), wr->d.id, answers, &answers, err);
}

static enum status
write_reply(struct web *w, struct err *err)
{
    struct writing *wr = w->state;

    if (wr->rows)
        return web_read(
            w, w->params[0].n > 0 ? correct_page : new_page, err);
    return web_redirect(w, service_diary_url(w, &wr->d), "submitted");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/diary/new", MAY_SIGNED_IN, .get = new_page,
        .about = "Form of a diary entry." },
    { HTTP_POST, "/mine/diary/new", MAY_SIGNED_IN, .before = write_before,
        .act = write_act, .reply = write_reply, .again = new_page,
        .flags = ROUTE_FILES, .about = "Reports a diary entry." },
    { HTTP_GET, "/mine/diary/:id/correct", MAY_SIGNED_IN,
        .get = correct_page, .about = "Form for correcting an entry." },
    { HTTP_POST, "/mine/diary/:id/correct", MAY_SIGNED_IN,
        .before = write_before, .act = write_act, .reply = write_reply,
        .again = correct_page, .flags = ROUTE_FILES,
        .about = "Corrects an entry: a new one, the old one void." },
};
const struct route_set diary_form_routes = ROUTE_SET("diary-form", ROUTES);
