#include "domain/need.h"

#include "domain/accreditation.h"
#include "domain/activity.h"
#include "domain/message.h"
#include "domain/subject.h"
#include "need_store.h"

#define CHECK_CODE_LENGTH 8
#define GUESSES_AN_HOUR 20
#define PER_PAGE 50
/* The same words within ten minutes are the same need, sent twice. */
#define SAME_US (10 * INT64_C(60000000))

struct str
need_state_title(struct str state)
{
    if (str_eq(state, STR("OPEN")))
        return STR("待对接");
    if (str_eq(state, STR("TAKEN")))
        return STR("已对接");
    return str_eq(state, STR("DONE")) ? STR("已答复") : STR("已关闭");
}

static struct str
text_at(const struct json *answers, struct str name)
{
    return json_str(json_get(answers, name));
}

enum status
need_from_answers(struct act *x, const struct pack *p,
    const struct json *answers, struct need *n, struct err *err)
{
    const struct pack_form *form = pack_form(p, STR("need"));
    const struct form_problem *problems = NULL;
    size_t n_problems = 0;

    if (form == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有需求登记表");
    form_check(x->a, p, form, NULL, answers, x->today, &problems,
        &n_problems);
    for (size_t i = 0; i < n_problems; i++) {
        if (!problems[i].warning)
            return err_field(err, ERR_INPUT, problems[i].field, STR_FMT,
                STR_ARG(problems[i].text));
    }
    n->enterprise = text_at(answers, STR("需求企业"));
    n->credit_code = text_at(answers, STR("需求企业代码"));
    n->region = text_at(answers, STR("需求地区"));
    n->field = text_at(answers, STR("需求领域"));
    n->content = text_at(answers, STR("需求内容"));
    n->contact = text_at(answers, STR("需求联系人"));
    n->mobile = text_at(answers, STR("需求手机"));
    return OK;
}

/* Needs are put to all programmes together: the first one whose pack has the
 * form says on what they rest. */
static struct str
need_clause(const struct domain *d)
{
    for (size_t i = 0; i < d->n_programmes; i++) {
        struct str c = form_clause(d->programmes[i].pack, STR("need"));

        if (c.n > 0)
            return c;
    }
    return STR_EMPTY;
}

static enum status
audit_need(struct act *x, const struct need *n, const char *event,
    struct str from, int64_t subject_id, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .subject_id = subject_id,
            .object_kind = "need",
            .object_id = n->id,
            .event = event,
            .from = from,
            .to = n->state,
            .clause = need_clause(x->d),
            .document = n->number },
        err);
}

enum status
need_put(struct act *x, struct need *n, struct err *err)
{
    char *code = arena_alloc(x->a, CHECK_CODE_LENGTH);

    if (n->enterprise.n == 0 || n->content.n == 0 || n->mobile.n == 0)
        return err_field(err, ERR_INPUT, STR("需求内容"),
            "请填写企业名称、需求内容和手机号码");
    n->source = STR("web");
    if (n->station_subject_id != 0) {
        struct subject s;

        TRY(act_require_member(x, n->station_subject_id, "editor", err));
        TRY(subject_get(x, n->station_subject_id, &s, err));
        n->source = s.name;
    }
    struct need same;
    bool found = false;
    TRY(need_store_same(
        x, n, x->now_us - SAME_US, &same, &found, err));
    if (found) {
        *n = same;
        return OK;
    }
    world_code(&x->d->world, code, CHECK_CODE_LENGTH);
    n->check_code = (struct str){ code, CHECK_CODE_LENGTH };
    n->id = world_id(&x->d->world);
    n->state = STR("OPEN");
    TRY(number_make(x, STR("XQ-{{year}}-{{serial:6}}"), &n->number, err));
    TRY(need_store_add(x, n, err));
    return audit_need(
        x, n, "put-need", STR_EMPTY, n->station_subject_id, err);
}

enum status
need_by_number(struct act *x, struct str number, struct str check_code,
    struct need *ret, bool *ret_found, struct err *err)
{
    struct need n;
    bool found = false;
    struct str typed = utf8_narrow(x->a, number);

    if (tx_is_write(x->tx))
        TRY(rate_hit(x, arena_fmt(x->a, "need/" STR_FMT, STR_ARG(typed)),
            GUESSES_AN_HOUR, 3600, err));
    TRY(need_store_by_number(x, typed, &n, &found, err));
    *ret_found =
        found && str_eq(n.check_code, utf8_narrow(x->a, check_code));
    if (*ret_found)
        *ret = n;
    return OK;
}

/* --- reading --- */

/* Has the actor a holder that may take needs? Not everybody who signed up
 * reads what enterprises ask for. */
static bool
is_holder(struct act *x)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    if (accreditation_mine(x, &list, &n, NULL) != OK)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (accreditation_has_rights(&list[i], x->today))
            return true;
    }
    return false;
}

static void
hide_contact(struct arena *a, struct need *n)
{
    n->contact = mask_name(a, n->contact);
    n->mobile = mask_mobile(a, n->mobile);
    n->check_code = STR_EMPTY;
}

enum status
need_get(struct act *x, int64_t id, struct need *ret, struct err *err)
{
    struct need n;
    bool found = false;

    TRY(need_store_get(x, id, &n, &found, err));
    bool officer = found && may_in(x, MAY_READ_FILES, 0, n.region);
    bool taker = found && n.taken_by_subject_id != 0 &&
                 acts_for(x->who, n.taken_by_subject_id, "viewer");
    bool open = found && str_eq(n.state, STR("OPEN")) && is_holder(x);
    if (!officer && !taker && !open)
        return err_set(err, ERR_NOT_FOUND, "没有找到这条需求");
    if (!officer && !taker)
        hide_contact(x->a, &n);
    n.check_code = STR_EMPTY;
    *ret = n;
    return OK;
}

enum status
need_open(struct act *x, struct str region, struct str field,
    const struct need **ret, size_t *ret_n, struct err *err)
{
    struct str from = STR_EMPTY, until = STR("~");
    int64_t province = 0;

    if (!is_holder(x))
        TRY(act_require_whole(x, MAY_READ_FILES, 0, err));
    if (region.n == 6 && num_int(str_sub(region, 0, 2), 11, 99, &province)) {
        from = arena_fmt(x->a, "%02lld0000", (long long)province);
        until = arena_fmt(x->a, "%02lld0000", (long long)province + 1);
    }
    const struct need *list = NULL;
    size_t n = 0;
    TRY(need_store_open(x, from, until, field, &list, &n, err));
    struct need *shown = arena_new_array(x->a, struct need, n + 1);
    for (size_t i = 0; i < n; i++) {
        shown[i] = list[i];
        hide_contact(x->a, &shown[i]);
    }
    *ret = shown;
    *ret_n = n;
    return OK;
}

enum status
need_taken(struct act *x, int64_t subject_id, const struct need **ret,
    size_t *ret_n, struct err *err)
{
    TRY(act_require_member(x, subject_id, "viewer", err));
    return need_store_taken(x, subject_id, ret, ret_n, err);
}

enum status
need_list(struct act *x, struct str state, int64_t page,
    const struct need **ret, size_t *ret_n, int64_t *ret_total,
    struct err *err)
{
    TRY(act_require_whole(x, MAY_READ_FILES, 0, err));
    TRY(need_store_count(x, state, ret_total, err));
    return need_store_list(
        x, state, (page - 1) * PER_PAGE, PER_PAGE, ret, ret_n, err);
}

/* --- taking up --- */

static enum status
tell_enterprise(
    struct act *x, const struct need *n, struct str text, struct err *err)
{
    if (n->mobile.n == 0)
        return OK;
    return message_to_address(x, "SMS", n->mobile, STR("服务需求办理情况"),
        arena_fmt(x->a, "【志愿平台】贵单位的服务需求 " STR_FMT " " STR_FMT,
            STR_ARG(n->number), STR_ARG(text)),
        err);
}

/* A living status with rights in any programme. */
static enum status
require_status(struct act *x, int64_t subject_id, struct err *err)
{
    for (size_t i = 0; i < x->d->n_programmes; i++) {
        struct accreditation c;
        int64_t id = 0;

        TRY(accreditation_living(
            x, subject_id, x->d->programmes[i].id, &id, err));
        if (id == 0)
            continue;
        TRY(accreditation_load(x, subject_id, id, &c, err));
        if (accreditation_has_rights(&c, x->today))
            return OK;
    }
    return err_set(err, ERR_DENIED, "有效或被警告期间才能对接服务需求");
}

static enum status
require_rights(struct act *x, int64_t subject_id, struct err *err)
{
    TRY(act_require_member(x, subject_id, "editor", err));
    return require_status(x, subject_id, err);
}

enum status
need_take(struct act *x, int64_t id, int64_t subject_id, struct err *err)
{
    struct need n;
    struct subject s;
    bool found = false;

    TRY(require_rights(x, subject_id, err));
    TRY(need_store_get(x, id, &n, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这条需求");
    if (!str_eq(n.state, STR("OPEN")))
        return err_set(err, ERR_CONFLICT,
            "这条需求现为“" STR_FMT "”，不能再对接",
            STR_ARG(need_state_title(n.state)));
    TRY(subject_get(x, subject_id, &s, err));
    n.state = STR("TAKEN");
    n.taken_by_subject_id = subject_id;
    TRY(need_store_put(x, &n, err));
    TRY(tell_enterprise(x, &n,
        arena_fmt(x->a, "已由“" STR_FMT "”对接，将与您联系，服务免费。",
            STR_ARG(s.name)),
        err));
    return audit_need(x, &n, "take-need", STR("OPEN"), subject_id, err);
}

static enum status
load_taken(struct act *x, int64_t id, int64_t version, struct need *ret,
    struct err *err)
{
    bool found = false;

    TRY(need_store_get(x, id, ret, &found, err));
    if (!found || ret->taken_by_subject_id == 0)
        return err_set(err, ERR_NOT_FOUND, "没有找到这条需求");
    TRY(act_require_member(x, ret->taken_by_subject_id, "editor", err));
    if (ret->version != version || !str_eq(ret->state, STR("TAKEN")))
        return err_set(err, ERR_CONFLICT,
            "这条需求现为“" STR_FMT "”，请刷新后再试",
            STR_ARG(need_state_title(ret->state)));
    return OK;
}

enum status
need_release(struct act *x, int64_t id, int64_t version, struct err *err)
{
    struct need n;

    TRY(load_taken(x, id, version, &n, err));
    int64_t subject_id = n.taken_by_subject_id;
    n.state = STR("OPEN");
    n.taken_by_subject_id = 0;
    TRY(need_store_put(x, &n, err));
    return audit_need(x, &n, "release-need", STR("TAKEN"), subject_id, err);
}

enum status
need_answer(struct act *x, int64_t id, int64_t version, int64_t activity_id,
    struct str matched, struct str answer, struct err *err)
{
    struct need n;

    if (str_trim(answer).n == 0 || utf8_count(answer) > 2000 ||
        utf8_count(matched) > 200)
        return err_field(
            err, ERR_INPUT, STR("answer"), "请填写答复，1 至 2000 字");
    TRY(load_taken(x, id, version, &n, err));
    if (activity_id != 0) {
        struct activity ac;

        TRY(activity_get(x, activity_id, &ac, err));
        if (ac.subject_id != n.taken_by_subject_id)
            return err_field(err, ERR_INPUT, STR("activity"),
                "只能选择本单位的活动");
    }
    n.state = STR("DONE");
    n.activity_id = activity_id;
    n.matched = matched;
    n.answer = answer;
    TRY(need_store_put(x, &n, err));
    TRY(tell_enterprise(x, &n,
        STR("已答复，请凭编号和查询码登录平台“需求进度”查看。"), err));
    return audit_need(
        x, &n, "answer-need", STR("TAKEN"), n.taken_by_subject_id, err);
}

enum status
need_withdraw(struct act *x, struct str number, struct str check_code,
    bool *ret_found, struct err *err)
{
    struct need n;

    TRY(need_by_number(x, number, check_code, &n, ret_found, err));
    if (!*ret_found)
        return OK;
    if (!str_eq(n.state, STR("OPEN")) && !str_eq(n.state, STR("TAKEN")))
        return err_set(err, ERR_CONFLICT, "这条需求已经办结");
    struct str from = n.state;
    n.state = STR("CLOSED");
    n.answer = STR("企业撤回");
    TRY(need_store_put(x, &n, err));
    return audit_need(
        x, &n, "withdraw-need", from, n.taken_by_subject_id, err);
}

enum status
need_close(struct act *x, int64_t id, int64_t version, struct str reason,
    struct err *err)
{
    struct need n;
    bool found = false;

    if (str_trim(reason).n == 0 || utf8_count(reason) > 500)
        return err_field(
            err, ERR_INPUT, STR("reason"), "请写明关闭的理由，1 至 500 字");
    TRY(need_store_get(x, id, &n, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这条需求");
    TRY(act_require(x, MAY_SUPERVISE, 0, n.region, err));
    if (n.version != version || str_eq(n.state, STR("CLOSED")))
        return err_set(err, ERR_CONFLICT, "这条需求已被办理，请刷新后再试");
    struct str from = n.state;
    n.state = STR("CLOSED");
    n.answer = reason;
    TRY(need_store_put(x, &n, err));
    TRY(tell_enterprise(x, &n,
        arena_fmt(x->a, "已关闭，理由：" STR_FMT, STR_ARG(reason)), err));
    return audit_need(
        x, &n, "close-need", from, n.taken_by_subject_id, err);
}

enum status
need_pass_on(struct act *x, int64_t id, int64_t to_subject_id,
    struct str reason, struct err *err)
{
    struct need n;
    struct subject s = { .name = STR_EMPTY };
    bool found = false;

    TRY(need_store_get(x, id, &n, &found, err));
    if (!found || !str_eq(n.state, STR("TAKEN")))
        return err_set(err, ERR_CONFLICT, "这条需求已被办理，请刷新后再试");
    if (to_subject_id != 0) {
        TRY(require_status(x, to_subject_id, err));
        TRY(subject_get(x, to_subject_id, &s, err));
    } else {
        n.state = STR("OPEN");
    }
    int64_t from = n.taken_by_subject_id;
    n.taken_by_subject_id = to_subject_id;
    TRY(need_store_put(x, &n, err));
    TRY(tell_enterprise(x, &n,
        to_subject_id != 0
            ? arena_fmt(x->a,
                  "改由“" STR_FMT "”对接，将与您联系，服务免费。原因：" STR_FMT,
                  STR_ARG(s.name), STR_ARG(reason))
            : arena_fmt(x->a, "已重新发布，等待对接。原因：" STR_FMT,
                  STR_ARG(reason)),
        err));
    TRY(audit_need(x, &n, "pass-on-need", STR("TAKEN"), from, err));
    return to_subject_id == 0
               ? OK
               : audit_need(
                     x, &n, "take-need", STR("TAKEN"), to_subject_id, err);
}
