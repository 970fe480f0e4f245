/* What the record of the subject knows already need not be typed again. */
#include "application_states.h"
#include "domain/subject.h"

/* Told by the field's type or by its autocomplete token, never by its name:
 * names are the pack's own. */
static struct str
known(const struct pack_field *f, const struct subject *s,
    const struct subject_private *p)
{
    switch (f->type) {
    case FIELD_CREDIT_CODE:
        return s->credit_code;
    case FIELD_ID_NO:
        return s->is_person ? p->id_no : STR_EMPTY;
    case FIELD_MOBILE:
        return p->mobile;
    case FIELD_EMAIL:
        return p->email;
    case FIELD_REGION:
        /* Forms want a prefecture or county. */
        return str_ends(s->region, STR("0000")) ? STR_EMPTY : s->region;
    case FIELD_TEXT:
        if (str_eq(f->autocomplete, STR("organization")))
            return s->is_person ? STR_EMPTY : s->name;
        if (str_eq(f->autocomplete, STR("name")))
            return s->is_person ? s->name : p->contact;
        return STR_EMPTY;
    default:
        return STR_EMPTY;
    }
}

enum status
application_prefill(struct act *x, const struct pack_form *form,
    const struct subject *s, const struct json **ret, struct err *err)
{
    struct json *draft = json_new(x->a, JSON_OBJECT);
    struct subject_private p;

    TRY(subject_private_get(x, s->id, &p, err));
    for (size_t i = 0; form != NULL && i < form->n_sections; i++) {
        const struct pack_section *sec = &form->sections[i];

        for (size_t k = 0; k < sec->n_fields; k++) {
            const struct pack_field *f = &sec->fields[k];
            struct str text = known(f, s, &p);
            const struct json *v = NULL;
            struct form_problem problem = { 0 };

            if (text.n > 0 &&
                field_read(x->a, f, text, x->today, &v, &problem))
                json_set(x->a, draft, f->name, v);
        }
    }
    *ret = draft;
    return OK;
}
