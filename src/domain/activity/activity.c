/* Publishing, editing, cancelling, reading. */
#include "activity_store.h"
#include "domain/accreditation.h"
#include "domain/message.h"
#include "domain/subject.h"

#define COUNT_MAX 2000

const struct pack_form *
activity_form(const struct pack *p)
{
    return pack_form(p, STR("activity"));
}

/* --- the form's answers --- */

static struct str
text_at(const struct json *answers, struct str name)
{
    return json_str(json_get(answers, name));
}

static enum status
read_time(const struct json *answers, struct str name, int64_t *ret,
    struct err *err)
{
    struct err bad;

    if (us_parse(text_at(answers, name), ret, &bad) != OK)
        return err_field(err, ERR_INPUT, name,
            "应为日期和时间，如 2023-04-12 14:30");
    return OK;
}

enum status
activity_from_answers(struct act *x, const struct pack *p,
    const struct json *answers, struct activity *ac, struct err *err)
{
    const struct form_problem *problems = NULL;
    size_t n = 0;

    form_check(x->a, p, activity_form(p), NULL, answers, x->today, &problems,
        &n);
    for (size_t i = 0; i < n; i++) {
        if (!problems[i].warning)
            return err_field(err, ERR_INPUT, problems[i].field, STR_FMT,
                STR_ARG(problems[i].text));
    }
    if (json_int(json_get(answers, STR("活动收费")), 0) != 0)
        return err_field(err, ERR_INPUT, STR("活动收费"),
            "不得以资格名义从事有偿活动，应为 0 元");
    TRY(read_time(answers, STR("活动开始"), &ac->starts_us, err));
    TRY(read_time(answers, STR("活动结束"), &ac->ends_us, err));
    ac->title = text_at(answers, STR("活动标题"));
    ac->organiser = text_at(answers, STR("组织专人"));
    ac->organiser_phone = text_at(answers, STR("专人电话"));
    ac->mode = text_at(answers, STR("活动方式"));
    ac->region = text_at(answers, STR("活动地区"));
    ac->place = text_at(answers, STR("活动地点"));
    ac->target = text_at(answers, STR("面向对象"));
    ac->capacity = json_int(json_get(answers, STR("名额")), 0);
    ac->field = text_at(answers, STR("活动领域"));
    ac->content = text_at(answers, STR("活动说明"));
    ac->experts = text_at(answers, STR("活动专家"));
    ac->campaign = text_at(answers, STR("活动所属服务行动"));
    return OK;
}

static void
put_text(struct arena *a, struct json *o, struct str name, struct str s)
{
    if (s.n > 0)
        json_set(a, o, name, json_text(a, s));
}

static void
put_time(struct arena *a, struct json *o, struct str name, int64_t us)
{
    struct str s = us_beijing(a, us); /* 2023-03-12 14:30:00 */

    json_set(a, o, name,
        json_text(a,
            arena_fmt(a, STR_FMT "T" STR_FMT "+08:00",
                STR_ARG(str_sub(s, 0, 10)), STR_ARG(str_sub(s, 11, 8)))));
}

const struct json *
activity_answers(struct arena *a, const struct activity *ac)
{
    struct json *o = json_new(a, JSON_OBJECT);

    put_text(a, o, STR("活动标题"), ac->title);
    put_text(a, o, STR("组织专人"), ac->organiser);
    put_text(a, o, STR("专人电话"), ac->organiser_phone);
    put_text(a, o, STR("活动方式"), ac->mode);
    put_text(a, o, STR("活动地区"), ac->region);
    put_text(a, o, STR("活动地点"), ac->place);
    put_time(a, o, STR("活动开始"), ac->starts_us);
    put_time(a, o, STR("活动结束"), ac->ends_us);
    put_text(a, o, STR("面向对象"), ac->target);
    json_set(a, o, STR("名额"), json_number(a, ac->capacity));
    put_text(a, o, STR("活动领域"), ac->field);
    put_text(a, o, STR("活动说明"), ac->content);
    put_text(a, o, STR("活动专家"), ac->experts);
    put_text(a, o, STR("活动所属服务行动"), ac->campaign);
    json_set(a, o, STR("活动收费"), json_number(a, 0));
    return o;
}

/* --- publishing --- */

static enum status
check_activity(
    const struct act *x, const struct activity *ac, struct err *err)
{
    if (ac->title.n == 0 || ac->organiser.n == 0 ||
        ac->organiser_phone.n == 0)
        return err_field(err, ERR_INPUT,
            ac->title.n == 0 ? STR("活动标题") : STR("组织专人"),
            "请填写活动标题、负责的专人和电话");
    if (ac->ends_us <= ac->starts_us)
        return err_field(err, ERR_INPUT, STR("活动结束"),
            "结束时间应晚于开始时间");
    if (ac->starts_us <= x->now_us)
        return err_field(err, ERR_INPUT, STR("活动开始"),
            "开始时间应晚于现在，已开展的活动请填写志愿日记");
    if (ac->capacity < 0)
        return err_field(
            err, ERR_INPUT, STR("名额"), "名额应为 0（不限）或正整数");
    return OK;
}

static enum status
require_rights(struct act *x, const struct activity *ac,
    struct accreditation *ret, struct err *err)
{
    TRY(act_require_member(x, ac->subject_id, "editor", err));
    TRY(accreditation_load(
        x, ac->subject_id, ac->accreditation_id, ret, err));
    if (!accreditation_has_rights(ret, x->today))
        return err_set(err, ERR_DENIED,
            "资格现为“" STR_FMT "”，有效或被警告期间才能发布活动",
            STR_ARG(accreditation_state_title(
                accreditation_state_on(ret, x->today))));
    if (activity_form(ret->pack) == NULL)
        return err_set(err, ERR_DENIED, "这类资格不发布活动");
    return OK;
}

static enum status
audit_activity(struct act *x, const struct activity *ac, const char *event,
    struct str to, struct str reason, struct err *err)
{
    const struct programme *p = domain_programme(x->d, ac->programme_id);

    return audit_add(x,
        &(struct audit_line){ .programme_id = ac->programme_id,
            .subject_id = ac->subject_id,
            .object_kind = "activity",
            .object_id = ac->id,
            .event = event,
            .to = to,
            .reason = reason,
            .clause = p == NULL ? STR_EMPTY
                                : form_clause(p->pack, STR("activity")) },
        err);
}

enum status
activity_publish(struct act *x, struct activity *ac, struct err *err)
{
    struct accreditation c;

    TRY(require_rights(x, ac, &c, err));
    TRY(check_activity(x, ac, err));
    ac->id = world_id(&x->d->world);
    ac->programme_id = c.programme_id;
    if (ac->region.n == 0)
        ac->region = c.region;
    TRY(activity_store_add(x, ac, err));
    return audit_activity(
        x, ac, "publish-activity", STR("PUBLISHED"), STR_EMPTY, err);
}

enum status
activity_load_open(struct act *x, int64_t id, bool not_begun,
    struct activity *ret, struct err *err)
{
    TRY(activity_get(x, id, ret, err));
    if (ret->cancelled)
        return err_set(err, ERR_CONFLICT, "活动已取消");
    if (ret->ends_us <= x->now_us)
        return err_set(err, ERR_CONFLICT, "活动已结束");
    if (not_begun && ret->starts_us <= x->now_us)
        return err_set(err, ERR_CONFLICT, "活动已开始，报名截止");
    return OK;
}

enum status
activity_edit(struct act *x, const struct activity *ac, struct err *err)
{
    struct activity before, after = *ac;
    struct accreditation c;
    int64_t taken = 0;

    TRY(activity_load_open(x, ac->id, true, &before, err));
    after.subject_id = before.subject_id;
    after.accreditation_id = before.accreditation_id;
    after.programme_id = before.programme_id;
    TRY(require_rights(x, &after, &c, err));
    TRY(check_activity(x, &after, err));
    TRY(enrolment_store_count(x, &before, &taken, err));
    if (after.capacity > 0 && after.capacity < taken)
        return err_field(err, ERR_CONFLICT, STR("名额"),
            "已有 %lld 家企业报名，名额不能少于这个数", (long long)taken);
    if (after.region.n == 0)
        after.region = before.region;
    TRY(activity_store_put(x, &after, err));
    return audit_activity(
        x, &after, "edit-activity", STR_EMPTY, STR_EMPTY, err);
}

/* --- cancelling --- */

static enum status
tell_cancelled(struct act *x, const struct accreditation *c,
    const struct enrolment *e, struct str reason, struct err *err)
{
    const struct pack_document *doc =
        pack_document(c->pack, STR("activity_cancelled"));
    struct json *values = json_new(x->a, JSON_OBJECT);

    if (doc == NULL || e->cancelled)
        return OK;
    json_set(x->a, values, STR("subject"), json_text(x->a, e->name));
    json_set(x->a, values, STR("reason"), json_text(x->a, reason));
    if (e->is_expert)
        return message_to_subject(x, c->pack, e->who_subject_id, doc->name,
            values, STR("/activities"), STR_EMPTY, err);
    return message_to_address(x, "SMS", e->mobile, doc->title.zh,
        template_fill(x->a, doc->body, values), err);
}

enum status
activity_cancel(
    struct act *x, int64_t id, struct str reason, struct err *err)
{
    struct activity ac;
    struct accreditation c;
    const struct enrolment *list = NULL;
    size_t n = 0;

    if (str_trim(reason).n == 0 || utf8_count(reason) > 200)
        return err_field(
            err, ERR_INPUT, STR("reason"), "请写明取消的原因，1 至 200 字");
    TRY(activity_load_open(x, id, false, &ac, err));
    if (!may_in(x, MAY_SUPERVISE, ac.programme_id, STR_EMPTY))
        TRY(act_require_member(x, ac.subject_id, "editor", err));
    TRY(accreditation_load(x, ac.subject_id, ac.accreditation_id, &c, err));
    TRY(activity_store_cancel(x, &ac, reason, err));
    TRY(enrolment_store_list(x, &ac, &list, &n, err));
    for (size_t i = 0; i < n; i++)
        TRY(tell_cancelled(x, &c, &list[i], reason, err));
    return audit_activity(
        x, &ac, "cancel-activity", STR("CANCELLED"), reason, err);
}

enum status
activity_pass_on(struct act *x, int64_t id, int64_t to_subject_id,
    int64_t to_accreditation_id, struct str reason, struct err *err)
{
    struct activity ac;

    TRY(activity_load_open(x, id, false, &ac, err));
    TRY(activity_store_move(
        x, &ac, to_subject_id, to_accreditation_id, err));
    TRY(audit_activity(
        x, &ac, "pass-on-activity", STR_EMPTY, reason, err));
    ac.subject_id = to_subject_id;
    return audit_activity(
        x, &ac, "take-activity", STR("PUBLISHED"), reason, err);
}

/* --- reading --- */

enum status
activity_get(
    struct act *x, int64_t id, struct activity *ret, struct err *err)
{
    bool found = false;
    struct activity ac;

    TRY(activity_store_get(x, id, &ac, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这项活动");
    *ret = ac;
    return OK;
}

enum status
activity_list(struct act *x, const struct activity_filter *f, int64_t page,
    size_t per_page, const struct activity **ret, size_t *ret_n,
    int64_t *ret_total, struct err *err)
{
    int64_t offset = (page - 1) * (int64_t)per_page;

    TRY(activity_store_count(x, f, ret_total, err));
    if (offset > COUNT_MAX)
        offset = COUNT_MAX;
    return activity_store_list(
        x, f, offset, (int64_t)per_page, ret, ret_n, err);
}

enum status
activity_enrolments(struct act *x, const struct activity *ac,
    const struct enrolment **ret, size_t *ret_n, struct err *err)
{
    struct subject s;

    if (!acts_for(x->who, ac->subject_id, "viewer")) {
        TRY(subject_get(x, ac->subject_id, &s, err));
        TRY(act_require(
            x, MAY_READ_FILES, ac->programme_id, s.region, err));
    }
    return enrolment_store_list(x, ac, ret, ret_n, err);
}
