/* Writing a row: what holders, their hosts and officers have in common. */
#include "record_parts.h"

#include "page_service.h"

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
    TRY(web_read(w, add_look, err));
    return part_keep_files(
        w, &ad->s.form->sections[0], &ad->files, err);
}

/* Officers name the holder by its number; empty: the programme itself. */
static enum status
holder_by_number(struct web *w, struct record_adding *ad, struct err *err)
{
    struct accreditation c;
    struct str typed = utf8_narrow(w->a, web_field(w, "holder"));

    ad->r.subject_id = 0;
    if (typed.n == 0)
        return OK;
    if (accreditation_by_number(&w->x, typed, &c, err) != OK)
        return err_field(err, ERR_INPUT, STR("holder"),
            "没有编号为“" STR_FMT "”的资格", STR_ARG(typed));
    ad->r.subject_id = c.subject_id;
    return OK;
}

enum status
record_add_act(struct web *w, struct err *err)
{
    struct record_adding *ad = w->state;
    const struct pack_section *section = &ad->s.form->sections[0];
    bool again = false;

    w->problems = NULL; /* the act may be repeated */
    w->n_problems = 0;
    const struct json *answers = part_read_section(
        w, section,
        ad->before != NULL ? ad->before : json_new(w->a, JSON_OBJECT),
        &again);
    if (is_desk(w) && ad->r.corrects == 0)
        TRY(holder_by_number(w, ad, err));
    /* Files are answers too: they are there before the row is judged. */
    ad->r.id = world_id(&w->d->world);
    TRY(part_add_files(w, section, &ad->files, ad->r.subject_id,
        STR("record"), ad->r.id, answers, &answers, err));
    service_check(w, ad->s.p->pack, ad->s.form, answers);
    TRY(web_problems(w, err));
    ad->r.programme_id = ad->s.p->id;
    ad->r.kind = ad->s.k->name;
    ad->r.content = answers;
    return record_add(&w->x, &ad->r, err);
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
           !s->k->answered && !str_eq(s->k->form, STR("assignment")) &&
           !str_eq(r->state, STR("CLOSED")) && !r->corrected;
}

void
record_correct_form(struct web *w, const struct shelf *s,
    const struct record *r, struct url action, int64_t holding)
{
    const struct pack_section *section = &s->form->sections[0];
    const struct json *answers = w->req->method == HTTP_POST
        ? service_typed(w, section)
        : r->content;

    part_callout(w, false,
        str_of(T(w, "原登记保留并标明“已由更正代替”；由它引起的整改、披露和案件"
                    "随之撤回，更正后仍然成立的继续办理。")));
    part_form_begin(w, action, true);
    if (holding != 0)
        part_hidden(w, "holding",
            arena_fmt(w->a, "%lld", (long long)holding));
    service_fields(w, s->p->pack, section, answers, r->subject_id);
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交更正")));
    part_form_end(w);
}
