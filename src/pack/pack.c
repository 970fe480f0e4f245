/* Looking things up in a loaded pack. */
#include "pack/pack.h"

/* Packs have tens of each: a walk is quicker than a table to keep. */
#define FIND(array, n, wanted) \
    for (size_t i_ = 0; i_ < (n); i_++) \
        if (str_eq((array)[i_].name, (wanted))) \
            return &(array)[i_]; \
    return NULL

const struct pack_clause *
pack_clause(const struct pack *p, struct str id)
{
    for (size_t i = 0; i < p->n_clauses; i++)
        if (str_eq(p->clauses[i].id, id))
            return &p->clauses[i];
    return NULL;
}

struct str
pack_cite(const struct pack *p, struct str clause)
{
    const struct pack_clause *c = pack_clause(p, clause);

    return c == NULL ? clause : c->cite;
}

const struct pack_form *
pack_form(const struct pack *p, struct str name)
{
    FIND(p->forms, p->n_forms, name);
}

struct str
form_clause(const struct pack *p, struct str form)
{
    const struct pack_form *f = pack_form(p, form);

    return f == NULL ? STR_EMPTY : f->clause;
}

struct str
form_field_clause(const struct pack *p, struct str form, struct str field)
{
    const struct pack_form *f = pack_form(p, form);
    const struct pack_field *found = f == NULL ? NULL : form_field(f, field);

    return found == NULL ? STR_EMPTY : found->clause;
}

const struct pack_rule *
pack_rule(const struct pack *p, struct str name)
{
    FIND(p->rules, p->n_rules, name);
}

const struct pack_reading *
pack_reading(const struct pack *p, struct str name)
{
    FIND(p->readings, p->n_readings, name);
}

const struct pack_procedure *
pack_procedure(const struct pack *p, struct str name)
{
    FIND(p->procedures, p->n_procedures, name);
}

const struct pack_document *
pack_document(const struct pack *p, struct str name)
{
    FIND(p->documents, p->n_documents, name);
}

const struct pack_body *
pack_body(const struct pack *p, struct str name)
{
    FIND(p->bodies, p->n_bodies, name);
}

const struct pack_category *
pack_category(const struct pack *p, struct str name)
{
    FIND(p->categories, p->n_categories, name);
}

const struct pack_quota *
pack_quota(const struct pack *p, struct str name)
{
    FIND(p->quotas, p->n_quotas, name);
}

const struct pack_ground *
pack_ground(const struct pack *p, struct str name)
{
    FIND(p->grounds, p->n_grounds, name);
}

const struct pack_research *
pack_research(const struct pack *p, struct str name)
{
    FIND(p->research, p->n_research, name);
}

const struct pack_keep *
pack_keep(const struct pack *p, struct str name)
{
    FIND(p->keeps, p->n_keeps, name);
}

const struct pack_exception *
pack_exception(const struct pack *p, struct str name)
{
    FIND(p->exceptions, p->n_exceptions, name);
}

bool
stage_applies(const struct pack_stage *s, struct str channel)
{
    for (size_t i = 0; i < s->n_channels; i++) {
        if (str_eq(s->channels[i], channel))
            return true;
    }
    return s->n_channels == 0;
}

const struct pack_import *
pack_import(const struct pack *p, struct str name)
{
    FIND(p->imports, p->n_imports, name);
}

const struct pack_record *
pack_record(const struct pack *p, struct str name)
{
    FIND(p->records, p->n_records, name);
}

const struct pack_inspection *
pack_inspection(const struct pack *p, struct str name)
{
    FIND(p->inspections, p->n_inspections, name);
}

const struct pack_list *
pack_list(const struct pack *p, struct str name)
{
    FIND(p->lists, p->n_lists, name);
}

const struct pack_stage *
procedure_stage(const struct pack_procedure *p, enum stage_kind kind)
{
    for (size_t i = 0; i < p->n_stages; i++)
        if (p->stages[i].kind == kind)
            return &p->stages[i];
    return NULL;
}

enum status
pack_parameter(
    const struct pack *p, struct str name, int64_t *ret, struct err *err)
{
    for (size_t i = 0; i < p->n_parameters; i++) {
        if (!str_eq(p->parameters[i].name, name))
            continue;
        *ret = p->parameters[i].value;
        return OK;
    }
    return err_set(err, ERR_NOT_FOUND, "政策包没有参数“" STR_FMT "”",
        STR_ARG(name));
}

struct str
procedure_conditions(const struct pack_procedure *p)
{
    if (p->conditions.n > 0)
        return p->conditions;
    for (size_t i = 0; i < p->n_stages; i++) {
        if (p->stages[i].decide.n > 0)
            return p->stages[i].decide;
    }
    return STR_EMPTY;
}
