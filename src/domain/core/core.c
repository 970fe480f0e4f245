/* The installation's snapshot, numbers of documents. */
#include "domain/core.h"

const struct programme *
domain_programme(const struct domain *d, int64_t id)
{
    for (size_t i = 0; i < d->n_programmes; i++) {
        if (d->programmes[i].id == id)
            return &d->programmes[i];
    }
    return NULL;
}

const struct programme *
domain_programme_by_code(const struct domain *d, struct str code)
{
    for (size_t i = 0; i < d->n_programmes; i++) {
        if (str_eq(d->programmes[i].code, code))
            return &d->programmes[i];
    }
    return NULL;
}

struct day
programme_in_force(const struct programme *p)
{
    return p->pack->may_open ? p->pack->in_force : p->issued;
}

struct str
programme_doc_no(const struct programme *p)
{
    return p->pack->may_open || p->issued_no.n == 0 ? p->pack->doc_no
                                                    : p->issued_no;
}

const struct pack *
domain_pack(const struct domain *d, struct str hash)
{
    for (size_t i = 0; i < d->n_packs; i++) {
        if (str_eq(d->packs[i]->hash, hash))
            return d->packs[i];
    }
    return NULL;
}

/* The format with {{serial...}} taken out and the year filled in: the scope in
 * which the serial counts. */
enum status
number_make(
    struct act *x, struct str format, struct str *ret, struct err *err)
{
    struct json *values = json_new(x->a, JSON_OBJECT);
    int year = day_ymd(x->today).year;

    json_set(x->a, values, STR("year"), json_number(x->a, year));
    struct str scope = template_fill(x->a, format, values);
    int64_t serial = 0;
    TRY(serial_next(x, scope, &serial, err));
    json_set(x->a, values, STR("serial"), json_number(x->a, serial));
    *ret = template_fill(x->a, format, values);
    return OK;
}
