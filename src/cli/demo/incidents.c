/* What is registered about stations and firms: complaints of members, found
 * true or waiting for a statement; a penalty; a change that is to be reported;
 * a report under the real name. */
#include "select.h"

#include "domain/complaint.h"
#include "domain/incident.h"
#include "domain/proceeding.h"

/* --- stations --- */

struct complaining {
    struct demo_firm *firm;
    struct str *members, *codes;
    size_t member;
    int days;        /* ago */
    bool settled;    /* stated and found true; else it waits */
};

static enum status
complain(struct act *x, struct demo_select *s, const struct complaining *k,
    struct err *err)
{
    static const struct str FACTS[] = {
        STR_INIT("约定的一对一指导三次没有按时进行，要求说明并补做。"),
        STR_INIT("出具的合同审查意见遗漏了违约责任条款，要求复核。"),
        STR_INIT("咨询电话多日无人接听，预约后没有答复。"),
    };
    struct day day = demo_ago(s->m, k->days, 40);
    struct actor visitor = actor_visitor();
    struct act his = demo_at(x, s->m, &visitor, day, 10);
    const struct accreditation *held = NULL;
    size_t n = 0;

    TRY(accreditation_of_subject(
        x, k->firm->who.subject_id, s->p->id, &held, &n, err));
    if (n == 0 || !accreditation_has_rights(&held[n - 1], day))
        return OK;
    struct complaint c = { .holder_number = held[n - 1].number,
        .complainant = k->members[k->member],
        .credit_code = k->codes[k->member],
        .member_no = arena_fmt(x->a, "HY-%04zu", k->member + 1),
        .contact = STR("示例联系人"),
        .phone = STR("13000000001"),
        .complained = day,
        .facts = FACTS[k->member % 3] };
    TRY(complaint_add(&his, &c, err));
    if (!k->settled)
        return OK;
    struct act mine = demo_at(
        x, s->m, &k->firm->who.actor, day_add_days(day, 2), 11);
    TRY(complaint_state(&mine, c.id,
        STR("因承办律师出庭改期，已于当周补做并向企业致歉。"), err));
    struct act office = demo_at(x, s->m, &s->hands[HAND_SERVICE].actor,
        day_add_days(day, 5), 15);
    return complaint_decide(&office, c.id, FINDING_VERIFIED, STR_EMPTY,
        STR("经向双方了解，投诉的事实属实，已补救。"), 2, err);
}

struct stations {
    struct demo_firm *firms;
    struct str *members, *codes;
    size_t n, holder;
};

static enum status
complaints(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    const struct stations *l = arg;
    struct demo_firm *other = &l->firms[(l->holder + 1) % l->n];

    TRY(complain(x, s,
        &(struct complaining){ &l->firms[l->holder], l->members, l->codes, 0,
            40, true },
        err));
    TRY(complain(x, s,
        &(struct complaining){ &l->firms[l->holder], l->members, l->codes, 1,
            3, false },
        err));
    for (size_t i = 0; i < 3; i++) /* the third one opens a case */
        TRY(complain(x, s,
            &(struct complaining){
                other, l->members, l->codes, i, 60 - 15 * (int)i, true },
            err));
    return OK;
}

bool
demo_station_incidents(struct demo_select *s, struct demo_firm *firms,
    size_t n, size_t holder, struct str *members, struct str *codes)
{
    struct stations l = { firms, members, codes, n, holder };

    return demo_batch(s, complaints, &l, "stations: complaints");
}

/* --- firms --- */

struct holders {
    struct demo_firm *firms;
    size_t n;
};

/* The k-th of them that holds a title; NULL: there are not so many. */
static enum status
holding(struct act *x, struct demo_select *s, const struct holders *h,
    size_t k, const struct demo_firm **ret, struct accreditation *ret_held,
    struct err *err)
{
    *ret = NULL;
    for (size_t i = 0; i < h->n && *ret == NULL; i++) {
        const struct accreditation *list = NULL;
        size_t n = 0;

        TRY(accreditation_of_subject(
            x, h->firms[i].who.subject_id, s->p->id, &list, &n, err));
        if (n == 0 || !accreditation_has_rights(&list[0], x->today) ||
            k-- > 0)
            continue;
        *ret = &h->firms[i];
        *ret_held = list[0];
    }
    return OK;
}

static enum status
enter(struct act *x, struct demo_select *s, const struct demo_firm *f,
    const struct incident *what, int days, struct err *err)
{
    struct day day = demo_ago(s->m, days, 30);
    struct act his = demo_at(
        x, s->m, &s->hands[HAND_SECRETARIES].actor, day, 10);
    struct incident in = *what, made;
    bool known = false;

    in.subject_id = f->who.subject_id;
    in.decided = day_add_days(day, -1);
    in.effective = DAY_NONE;
    in.source = STR("司法行政机关公示（演示）");
    return incident_enter(&his, &in, &made, &known, err);
}

static enum status
report(struct act *x, struct demo_select *s, const struct demo_firm *f,
    const struct accreditation *c, struct str ground, struct err *err)
{
    struct actor visitor = actor_visitor();
    struct act his = demo_at(x, s->m, &visitor,
        day_add_days(day_of_us(s->m->end_us), -2), 10);
    struct json *files = json_new(x->a, JSON_OBJECT);
    struct proceeding p;

    TRY(proceeding_report(&his,
        &(struct report_new){ .holder_number = c->number,
            .ground = ground,
            .facts = STR("申报材料中的一项专业成果署名与公开发表的不一致。"),
            .reporter = STR("示例举报人"),
            .contact = STR("13000000002"),
            .identity = demo_id_no(s->m, s->m->serial),
            .n_files = 1 },
        &p, err));
    return demo_attach(&his, s->m, f->who.subject_id, STR("report"), p.id,
        STR("evidence"), files, err);
}

static enum status
facts(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    const struct holders *h = arg;
    const struct demo_firm *f = NULL;
    struct accreditation c;

    TRY(holding(x, s, h, 2, &f, &c, err));
    if (f != NULL)
        TRY(enter(x, s, f,
            &(struct incident){ .kind = INC_PENALTY,
                .authority = STR("示例市司法局"),
                .doc_no = STR("示司罚〔2026〕12号"),
                .content = STR("未按规定统一收取费用，警告。") },
            4, err));
    TRY(holding(x, s, h, 4, &f, &c, err));
    if (f != NULL)
        TRY(enter(x, s, f,
            &(struct incident){ .kind = INC_HEAD,
                .authority = STR("示例市司法局"),
                .content = STR("律师事务所主任变更登记。") },
            6, err));
    TRY(holding(x, s, h, 6, &f, &c, err));
    for (size_t i = 0; f != NULL && i < s->p->pack->n_grounds; i++) {
        if (s->p->pack->grounds[i].real_name)
            return report(
                x, s, f, &c, s->p->pack->grounds[i].name, err);
    }
    return OK;
}

bool
demo_firm_incidents(
    struct demo_select *s, struct demo_firm *firms, size_t n)
{
    struct holders h = { firms, n };

    return demo_batch(s, facts, &h, "firms: penalties and reports");
}
