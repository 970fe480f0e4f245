/* Stations and experts of the demo: 31 provinces, terms from June 2023 on. */
#include "demo.h"

#define BATCH 25

/* Text of the pack's list for public facts of experts. */
static struct str
option_of(struct demo *m, const struct pack *p, const char *list)
{
    const struct pack_list *l = pack_list(p, str_of(list));

    return l == NULL || l->n == 0
               ? STR_EMPTY
               : l->options[demo_dice(m, l->n)].value;
}

/* The last stage of "apply" grants. */
static const struct pack_stage *
grant_of(const struct pack *p)
{
    const struct pack_procedure *apply = pack_procedure(p, STR("apply"));

    return &apply->stages[apply->n_stages - 1];
}

/* Admitted: one in four in June 2023, the others on any day since. */
static struct day
admission_day(struct demo *m, size_t i)
{
    struct day first = day_of_ymd(2023, 6, 20);
    int span = day_of_us(m->end_us).n - first.n - 20;

    if (i % 4 == 0 || span < 1)
        return first;
    return day_add_days(first, (int)demo_dice(m, (size_t)span));
}

static const struct json *
public_info(struct demo *m, const struct demo_holder *h, struct str kind)
{
    struct json *info = json_new(m->a, JSON_OBJECT);

    if (!h->is_expert) {
        json_set(m->a, info, STR("单位类别"), json_text(m->a, kind));
        return info;
    }
    json_set(m->a, info, STR("所在单位"), json_text(m->a, kind));
    json_set(m->a, info, STR("擅长领域"),
        json_text(m->a, option_of(m, m->expert->pack, "擅长领域种类")));
    return info;
}

static struct str
address_of(size_t i)
{
    return i == 0                ? STR("station@demo.example")
           : i == 1              ? STR("idle@demo.example")
           : i == DEMO_STATIONS  ? STR("expert@demo.example")
                                 : STR_EMPTY;
}

static enum status
add_holder(struct act *x, struct demo *m, size_t i, struct err *err)
{
    struct demo_holder *h = &m->holders[i];
    const struct region *city = demo_city(m, i);
    const struct programme *p;
    const struct pack_stage *grant;
    struct accreditation c;
    struct str kind, name;

    h->is_expert = i >= DEMO_STATIONS;
    p = h->is_expert ? m->expert : m->station;
    grant = grant_of(p->pack);
    if (h->is_expert) {
        name = demo_person_name(m);
        kind = demo_company_name(m, city);
    } else {
        name = demo_station_name(m, i, city, &kind);
    }
    /* The first are young enough to be valid; the second is made idle. */
    h->admitted = i == 0 || i == DEMO_STATIONS
                      ? day_add_months(day_of_us(m->end_us), -20)
                  : i == 1 ? day_add_months(day_of_us(m->end_us), -14)
                           : admission_day(m, i);
    x->now_us = day_start_us(h->admitted) + INT64_C(36000000000);
    x->today = h->admitted;
    m->now_us = x->now_us;
    TRY(demo_register(
        x, m, h->is_expert, name, address_of(i), city, &h->who, err));
    TRY(accreditation_grant(x,
        &(struct accreditation_grant){ .subject_id = h->who.subject_id,
            .programme_id = p->id,
            .route = i % 3 == 0 ? STR("direct") : STR("self"),
            .name = name,
            .region = city->code,
            .info = public_info(m, h, kind),
            .pack = p->pack,
            .admitted = h->admitted,
            .term_years = grant->term_years,
            .clause = grant->clause,
            .document = grant->document },
        &c, err));
    TRY(accreditation_complete(x, &c, err));
    h->accreditation_id = c.id;
    return OK;
}

static enum status
add_batch(struct act *x, struct demo *m, void *arg, struct err *err)
{
    size_t from = *(size_t *)arg;

    for (size_t i = from; i < from + BATCH && i < m->n_holders; i++)
        TRY(add_holder(x, m, i, err));
    return OK;
}

/* Terms that have ended: four of five were extended in time. */
static enum status
end_terms(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct day today = day_of_us(m->end_us);
    size_t from = *(size_t *)arg;

    for (size_t i = from; i < from + BATCH * 4 && i < m->n_holders; i++) {
        const struct demo_holder *h = &m->holders[i];
        struct day last = day_add_years(h->admitted, 3);
        const struct pack *p =
            h->is_expert ? m->expert->pack : m->station->pack;
        struct accreditation c;

        if (day_cmp(last, today) >= 0)
            continue;
        x->today = i % 5 == 4 ? day_add_days(last, 1)
                              : day_add_days(last, -20);
        x->now_us = day_start_us(x->today) + INT64_C(36000000000);
        m->now_us = x->now_us;
        TRY(accreditation_load(
            x, h->who.subject_id, h->accreditation_id, &c, err));
        if (i % 5 != 4)
            TRY(accreditation_extend(x, &c, 3, 0,
                pack_procedure(p, STR("renew"))->clause, err));
        else
            TRY(accreditation_move(x, &c,
                &(struct accreditation_move){ .to = ACC_EXPIRED,
                    .event = "expire",
                    .reason = STR("有效期届满"),
                    .clause = grant_of(p)->clause },
                err));
    }
    return OK;
}

bool
demo_holders(struct demo *m)
{
    m->n_holders = DEMO_STATIONS + DEMO_EXPERTS;
    m->holders = arena_new_array(m->a, struct demo_holder, m->n_holders);
    for (size_t i = 0; i < m->n_holders; i += BATCH) {
        if (!demo_do(m, NULL, add_batch, &i, "holders"))
            return false;
    }
    for (size_t i = 0; i < m->n_holders; i += BATCH * 4) {
        if (!demo_do(m, NULL, end_terms, &i, "terms"))
            return false;
    }
    return true;
}
