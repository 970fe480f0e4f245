/* Writing a row: what holders, their hosts and officers have in common. */
#include "record_parts.h"

#include "page_service.h"

/* The register of the address: of a holder's programme, or of the desk's. */
static enum status
add_look(struct web *w, struct err *err)
{
    struct record_adding *ad = w->state;
    bool desk = str_starts(w->req->path, STR("/desk/"));
    struct accreditation c;

    if (desk)
        return record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
            w->params[1], &ad->s, err);
    TRY(service_holding(w, &c, err));
    ad->holding = c.id;
    ad->r.subject_id = c.subject_id;
    return record_shelf(w, domain_programme(w->d, c.programme_id), w->params[0],
        &ad->s, err);
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
        w, section, json_new(w->a, JSON_OBJECT), &again);
    if (str_starts(w->req->path, STR("/desk/")))
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

