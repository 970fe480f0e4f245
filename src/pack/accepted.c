/* Rows that are accepted one by one: their facts. */
#include "pack/accepted.h"

#include "load.h"

const struct pack_field *
pack_rows_judged(const struct pack *p, struct str name)
{
    for (size_t i = 0; i < p->n_procedures; i++) {
        const struct pack_stage *s =
            procedure_stage(&p->procedures[i], STAGE_EVALUATION);
        const struct pack_form *form = pack_form(p, p->procedures[i].form);
        const struct pack_field *f =
            s == NULL || form == NULL ? NULL : form_field(form, name);

        for (size_t k = 0; f != NULL && k < s->n_criteria; k++) {
            if (f->type == FIELD_ROWS && str_eq(s->criteria[k], name))
                return f;
        }
    }
    return NULL;
}

const struct pack_field *
pack_rows_of_fact(const struct pack *p, struct str fact)
{
    static const struct str PREFIXES[] = { STR_INIT(PACK_ACCEPTED),
        STR_INIT(PACK_UNSEEN) };

    for (size_t i = 0; i < 2; i++) {
        if (str_starts(fact, PREFIXES[i]))
            return pack_rows_judged(
                p, str_sub(fact, PREFIXES[i].n, SIZE_MAX));
    }
    return NULL;
}

/* Another stage than `evaluation` looks at a file as a whole. */
void
accepted_check(struct load *l)
{
    for (size_t i = 0; i < l->pack->n_procedures; i++) {
        const struct pack_procedure *p = &l->pack->procedures[i];
        const struct pack_form *form = pack_form(l->pack, p->form);

        for (size_t s = 0; form != NULL && s < p->n_stages; s++) {
            for (size_t k = 0; k < p->stages[s].n_criteria; k++) {
                struct str name = p->stages[s].criteria[k];
                const struct pack_field *f = form_field(form, name);

                if (f != NULL && f->type == FIELD_ROWS &&
                    p->stages[s].kind != STAGE_EVALUATION)
                    problem_error(&l->problems, load_origin(l, p),
                        "“" STR_FMT "”的各行只能在 evaluation 环节逐行认可",
                        STR_ARG(name));
            }
        }
    }
}
