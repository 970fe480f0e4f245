/* Enrolling: enterprises without account, experts with theirs. */
#include "activity_store.h"
#include "domain/accreditation.h"
#include "domain/subject.h"

#define CHECK_CODE_LENGTH 8
#define GUESSES_AN_HOUR 20

static enum status
check_enterprise(struct act *x, struct enrolment *e, struct err *err)
{
    struct id_check mobile = mobile_check(x->a, e->mobile);

    e->name = str_trim(e->name);
    e->contact = str_trim(e->contact);
    if (e->name.n == 0 || utf8_count(e->name) > 100 ||
        utf8_has_control(e->name, false))
        return err_field(
            err, ERR_INPUT, STR("name"), "请填写企业名称，1 至 100 个字");
    if (e->contact.n == 0 || utf8_count(e->contact) > 50 ||
        utf8_has_control(e->contact, false))
        return err_field(
            err, ERR_INPUT, STR("contact"), "请填写联系人，1 至 50 个字");
    if (!mobile.ok)
        return err_field(err, ERR_INPUT, STR("mobile"), STR_FMT,
            STR_ARG(mobile.text));
    e->mobile = mobile.normal;
    if (e->credit_code.n > 0) {
        struct id_check code = credit_code_check(x->a, e->credit_code);

        if (!code.ok)
            return err_field(err, ERR_INPUT, STR("credit_code"), STR_FMT,
                STR_ARG(code.text));
        e->credit_code = code.normal;
    }
    if (e->persons < 1 || e->persons > 1000)
        return err_field(
            err, ERR_INPUT, STR("persons"), "参加人数应为 1 至 1000");
    return OK;
}

static enum status
add_enrolment(struct act *x, const struct activity *ac, struct enrolment *e,
    struct err *err)
{
    int64_t same = 0;

    TRY(enrolment_store_same(x, ac, e, &same, err));
    if (same > 0)
        return err_set(err, ERR_CONFLICT, "已经报名，无需重复提交");
    e->id = world_id(&x->d->world);
    e->created_us = x->now_us;
    return enrolment_store_add(x, ac, e, err);
}

enum status
activity_enrol(struct act *x, int64_t activity_id, struct enrolment *e,
    struct err *err)
{
    struct activity ac;
    int64_t taken = 0;
    char *code = arena_alloc(x->a, CHECK_CODE_LENGTH);

    TRY(check_enterprise(x, e, err));
    TRY(activity_load_open(x, activity_id, true, &ac, err));
    /* Counted in the transaction that adds: the last place goes once. */
    TRY(enrolment_store_count(x, &ac, &taken, err));
    if (ac.capacity > 0 && taken >= ac.capacity)
        return err_set(err, ERR_LIMIT, "名额 %lld 家已满，请选择其他活动",
            (long long)ac.capacity);
    world_code(&x->d->world, code, CHECK_CODE_LENGTH);
    e->is_expert = false;
    e->check_code = (struct str){ code, CHECK_CODE_LENGTH };
    return add_enrolment(x, &ac, e, err);
}

/* Any status of a person that gives rights will do. */
static enum status
has_person_status(struct act *x, int64_t subject_id, bool *ret,
    struct err *err)
{
    *ret = false;
    for (size_t i = 0; i < x->d->n_programmes; i++) {
        const struct programme *p = &x->d->programmes[i];
        struct accreditation c;
        int64_t id = 0;

        if (!str_eq(p->pack->subject, STR("person")))
            continue;
        TRY(accreditation_living(x, subject_id, p->id, &id, err));
        if (id == 0)
            continue;
        TRY(accreditation_load(x, subject_id, id, &c, err));
        if (accreditation_has_rights(&c, x->today))
            *ret = true;
    }
    return OK;
}

enum status
activity_enrol_expert(struct act *x, int64_t activity_id, int64_t subject_id,
    struct err *err)
{
    struct activity ac;
    struct subject s;
    bool may = false;

    TRY(act_require_member(x, subject_id, "editor", err));
    TRY(activity_load_open(x, activity_id, true, &ac, err));
    TRY(has_person_status(x, subject_id, &may, err));
    if (!may)
        return err_set(err, ERR_DENIED,
            "有效或被警告期间的志愿专家才能报名参加活动");
    TRY(subject_get(x, subject_id, &s, err));
    return add_enrolment(x, &ac,
        &(struct enrolment){ .is_expert = true,
            .who_subject_id = subject_id,
            .name = s.name,
            .persons = 1 },
        err);
}

enum status
activity_enrol_cancel(struct act *x, int64_t activity_id, struct str mobile,
    struct str check_code, bool *ret, struct err *err)
{
    struct activity ac;
    int64_t changed = 0;
    struct str digits = utf8_narrow(x->a, mobile);

    TRY(activity_load_open(x, activity_id, true, &ac, err));
    TRY(rate_hit(x, arena_fmt(x->a, "enrolment/%lld", (long long)activity_id),
        GUESSES_AN_HOUR, 3600, err));
    TRY(enrolment_store_cancel(x, &ac, digits,
        utf8_narrow(x->a, check_code), &changed, err));
    *ret = changed > 0;
    return OK;
}
