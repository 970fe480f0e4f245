/* Writing a row: what holders, their hosts and officers have in common. */
#include "record_parts.h"

#include "page_service.h"

#define PICK_MOST 300 /* boxes on a page; of more, numbers are typed */
#define ABOUT_MOST 500

static bool
is_desk(const struct web *w)
{
    return str_starts(w->req->path, STR("/desk/"));
}

static bool
is_staff(const struct web *w)
{
    return str_starts(w->req->path, STR("/mine/staff/"));
}

/* The row that the new one is right for, if the address says so; its id is
 * that parameter, at the desk its subject the one before. */
static enum status
old_row(struct web *w, struct record_adding *ad, size_t param,
    struct err *err)
{
    struct record r;
    int64_t id = 0;

    if (!str_ends(w->req->path, STR("/correct")))
        return OK;
    if (is_desk(w) &&
        !num_int(w->params[param - 1], 0, INT64_MAX, &ad->r.subject_id))
        return err_set(err, ERR_NOT_FOUND, "没有这个页面");
    TRY(web_param_id(w, param, &id, err));
    TRY(record_get(&w->x, ad->r.subject_id, id, &r, err));
    ad->r.corrects = id;
    ad->before = r.content;
    return OK;
}

/* The register of the address: of a holder's programme, or of the desk's. */
static enum status
add_look(struct web *w, struct err *err)
{
    struct record_adding *ad = w->state;
    bool staff = is_staff(w);
    struct accreditation c;
    int64_t id = 0;

    if (is_desk(w)) {
        TRY(record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
            w->params[1], &ad->s, err));
        return old_row(w, ad, 3, err);
    }
    if (staff) {
        TRY(web_param_id(w, 0, &id, err));
        TRY(accreditation_load(&w->x, 0, id, &c, err));
    } else {
        TRY(service_holding(w, &c, err));
    }
    ad->holding = c.id;
    ad->r.subject_id = c.subject_id;
    TRY(record_shelf(w, domain_programme(w->d, c.programme_id),
        w->params[staff ? 1 : 0], &ad->s, err));
    return old_row(w, ad, staff ? 2 : 1, err);
}

enum status
record_add_before(struct web *w, struct err *err)
{
    struct record_adding *ad = arena_one(w->a, struct record_adding);

    w->state = ad;
    ad->rows = service_is_row_button(w);
    TRY(web_read(w, add_look, err));
    if (ad->rows)
        return OK;
    return part_keep_files(
        w, &ad->s.form->sections[0], &ad->files, err);
}

/* --- whom it is about --- */

struct about {
    int64_t ids[ABOUT_MOST];
    size_t n;
};

static enum status
add_holder(struct web *w, struct about *to, struct str typed,
    struct err *err)
{
    struct accreditation c;

    typed = str_trim(utf8_narrow(w->a, typed));
    if (typed.n == 0)
        return OK;
    if (accreditation_by_number(&w->x, typed, &c, err) != OK)
        return err_field(err, ERR_INPUT, STR("holder"),
            "没有编号为“" STR_FMT "”的资格", STR_ARG(typed));
    for (size_t i = 0; i < to->n; i++) {
        if (to->ids[i] == c.subject_id)
            return OK;
    }
    if (to->n == ABOUT_MOST)
        return err_field(err, ERR_INPUT, STR("holder"),
            "一次最多 %d 家，请分几次办理", ABOUT_MOST);
    to->ids[to->n++] = c.subject_id;
    return OK;
}

static bool
parts_numbers(char c)
{
    return c == ',' || c == ';' || c == ' ' || c == '\n' || c == '\r' ||
           c == '\t';
}

/* Officers name the holders by their numbers; none: the programme itself. */
static enum status
holders_named(struct web *w, const struct record_adding *ad,
    struct about *to, struct err *err)
{
    for (size_t i = 0; i < w->req->n_fields; i++) {
        struct str all = utf8_narrow(w->a, w->req->fields[i].value);

        if (!str_eq(w->req->fields[i].name, STR("holder")))
            continue;
        for (size_t from = 0, at = 0; at <= all.n; at++) {
            if (at < all.n && !parts_numbers(all.p[at]))
                continue;
            TRY(add_holder(w, to, str_sub(all, from, at), err));
            from = at + 1;
        }
    }
    if (to->n > 1 && ad->s.k->progress.n == 0)
        return err_field(err, ERR_INPUT, STR("holder"),
            "这种登记一次只写一家的编号");
    if (to->n == 0)
        to->ids[to->n++] = 0;
    return OK;
}

/* --- the act --- */

/* Files are answers too: they are there before the row is judged. */
static enum status
add_about(struct web *w, struct record_adding *ad, int64_t subject_id,
    const struct json *answers, struct err *err)
{
    ad->r.subject_id = subject_id;
    ad->r.id = world_id(&w->d->world);
    TRY(part_add_files(w, &ad->s.form->sections[0], &ad->files, subject_id,
        STR("record"), ad->r.id, answers, &answers, err));
    service_check(w, ad->s.p->pack, ad->s.form, answers);
    TRY(web_problems(w, err));
    ad->r.programme_id = ad->s.p->id;
    ad->r.kind = ad->s.k->name;
    ad->r.content = answers;
    return record_add(&w->x, &ad->r, err);
}

enum status
record_add_act(struct web *w, struct err *err)
{
    struct record_adding *ad = w->state;
    const struct pack_section *section = &ad->s.form->sections[0];
    struct about about = { .n = 0 };
    bool again = false;

    if (ad->rows)
        return OK;
    w->problems = NULL; /* the act may be repeated */
    w->n_problems = 0;
    const struct json *answers = part_read_section(w, section,
        ad->before != NULL ? ad->before : json_new(w->a, JSON_OBJECT),
        &again);
    if (ad->r.corrects != 0 || !is_desk(w))
        return add_about(w, ad, ad->r.subject_id, answers, err);
    TRY(holders_named(w, ad, &about, err));
    for (size_t i = 0; i < about.n; i++)
        TRY(add_about(w, ad, about.ids[i], answers, err));
    return OK;
}

/* --- the form --- */

void
record_fields(struct web *w, const struct shelf *s,
    const struct json *answers, int64_t subject_id)
{
    const struct pack_section *section = &s->form->sections[0];

    for (size_t i = 0; i < section->n_fields; i++) {
        if (!record_is_kept_by_program(s->k, &section->fields[i]))
            part_pack_field(w, &section->fields[i], answers, true,
                subject_id, 0);
    }
}

static bool
was_ticked(const struct web *w, struct str number)
{
    if (str_eq(web_query(w, "holder"), number))
        return true;
    for (size_t i = 0; i < w->req->n_fields; i++) {
        if (str_eq(w->req->fields[i].name, STR("holder")) &&
            str_eq(w->req->fields[i].value, number))
            return true;
    }
    return false;
}

static void
holder_boxes(struct web *w, const struct register_row *rows, size_t n)
{
    struct str problem = web_error_at(w, STR("holder"));

    html_raw(w->h, "<fieldset class=\"field\" id=\"holder\"><legend>");
    html_cstr(w->h, T(w, "安排给（可以选几家）"));
    html_raw(w->h, "</legend>");
    if (problem.n > 0) {
        html_raw(w->h, "<p class=\"error\" id=\"holder-error\">");
        html_text(w->h, problem);
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "<div class=\"checks pick\">");
    for (size_t i = 0; i < n; i++) {
        html_raw(w->h, "<label><input type=\"checkbox\" name=\"holder\"");
        html_attr(w->h, "value", rows[i].number);
        if (was_ticked(w, rows[i].number))
            html_raw(w->h, " checked");
        html_raw(w->h, "><span>");
        html_text(w->h, rows[i].name);
        html_raw(w->h, " <span class=\"id\">");
        html_text(w->h, rows[i].number);
        html_raw(w->h, "</span></span></label>");
    }
    html_raw(w->h, "</div></fieldset>");
}

enum status
record_pick_holder(struct web *w, const struct shelf *s, struct err *err)
{
    const struct register_row *rows = NULL;
    bool task = s->k->progress.n > 0;
    int64_t total = 0;
    size_t n = 0;

    if (task)
        TRY(register_list(&w->x,
            &(struct register_filter){ .programme_id = s->p->id,
                .region = actor_region(&w->x, MAY_SUPERVISE, s->p->id) },
            (struct register_cursor){ DAY_NONE, 0 }, PICK_MOST + 1, &rows,
            &n, &total, err));
    if (n > 0 && n <= PICK_MOST) {
        holder_boxes(w, rows, n);
        return OK;
    }
    part_input(w,
        &(struct input){ .name = "holder",
            .label = str_of(T(w, "资格编号")),
            .value = web_query(w, "holder"),
            .hint = task ? str_of(T(w, "可以写几家，用逗号、空格或者换行分开"))
                         : str_of(T(w, "不针对某一家的不填")),
            .kind = task ? INPUT_AREA : INPUT_TEXT,
            .optional = !task,
            .width = task ? 0 : 20 });
    return OK;
}

enum status
record_target_of(struct web *w, struct record_target *t, struct err *err)
{
    if (num_int(web_field(w, "subject"), 0, INT64_MAX, &t->subject_id) &&
        num_int(web_field(w, "id"), 1, INT64_MAX, &t->id) &&
        num_int(web_field(w, "version"), 1, INT64_MAX, &t->version))
        return OK;
    return err_set(err, ERR_INPUT, "页面不完整，请刷新后再试");
}

bool
record_may_correct(const struct shelf *s, const struct record *r)
{
    return s->k->n_states == 0 && s->k->n_publish_by == 0 &&
           !s->k->answered && s->k->progress.n == 0 &&
           !str_eq(r->state, STR("CLOSED")) && !r->corrected;
}

void
record_correct_form(struct web *w, const struct shelf *s,
    const struct record *r, struct url action, int64_t holding)
{
    const struct json *answers = w->req->method == HTTP_POST
        ? service_typed(w, &s->form->sections[0])
        : r->content;

    part_callout(w, false,
        str_of(T(w, "原登记保留并标明“已由更正代替”；由它引起的整改、披露和案件"
                    "随之撤回，更正后仍然成立的继续办理。")));
    part_form_begin(w, action, true);
    if (holding != 0)
        part_hidden(w, "holding",
            arena_fmt(w->a, "%lld", (long long)holding));
    record_fields(w, s, answers, r->subject_id);
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交更正")));
    part_form_end(w);
}
