#include "research_table.h"

enum status
study_read(struct web *w, struct study *ret, struct err *err)
{
    *ret = (struct study){ .p = domain_programme_by_code(
                               w->d, w->params[0]) };
    if (ret->p != NULL)
        ret->r = pack_research(ret->p->pack, w->params[1]);
    if (ret->r == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这项调研");
    return research_rows(&w->x,
        &(struct research_filter){ .programme_id = ret->p->id,
            .category = web_query(w, "category"),
            .standing = register_standing_of(web_query(w, "standing")),
            .with_ended = web_query(w, "ended").n > 0 },
        ret->r, &ret->rows, &ret->n, err);
}

static const struct pack_field *
field_of(const struct study *s, struct str name)
{
    for (size_t i = 0; i < s->p->pack->n_forms; i++) {
        const struct pack_field *f =
            form_field(&s->p->pack->forms[i], name);

        if (f != NULL)
            return f;
    }
    return NULL;
}

struct label
study_label(const struct study *s, struct str name)
{
    const struct pack_field *f = field_of(s, name);
    const struct pack_rule *r = pack_rule(s->p->pack, name);

    return f != NULL   ? f->label
           : r != NULL ? r->title
                       : (struct label){ .zh = name };
}

struct str
study_progress(struct web *w, const struct research_row *row)
{
    switch (row->progress) {
    case PROGRESS_YEAR:
        return arena_fmt(w->a, T(w, "培育第 %d 年"), row->year);
    case PROGRESS_ASKED:
        return str_of(T(w, "已申请认定"));
    case PROGRESS_PROMOTED:
        return str_of(T(w, "已转为认定"));
    case PROGRESS_OVER:
        return str_of(T(w, "培育期满未认定"));
    case PROGRESS_ENDED:
        return str_of(T(w, "培育已终止"));
    case PROGRESS_NONE:
        break;
    }
    return STR_EMPTY;
}

struct str
study_number(
    struct web *w, const struct study *s, struct str name, int64_t number)
{
    const struct pack_field *f = field_of(s, name);

    return f == NULL ? arena_fmt(w->a, "%lld", (long long)number)
                     : field_show(w->a, f, json_number(w->a, number), false,
                           w->english);
}
