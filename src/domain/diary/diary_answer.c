/* The enterprise's word about an entry: by a link, without an account. */
#include "diary_private.h"

#include "domain/record.h"

#define REMARK_MAX 2000

enum status
diary_new_token(struct act *x, int64_t subject_id, int64_t id, int64_t n,
    struct str *ret, struct err *err)
{
    struct diary d;
    struct str token = diary_make_token(x);
    int64_t changed = 0;

    TRY(act_require_member(x, subject_id, "editor", err));
    TRY(diary_get(x, subject_id, id, &d, err));
    if (d.is_void)
        return err_set(err, ERR_CONFLICT, "这篇日记已经作废，不再需要确认");
    TRY(diary_store_put_token(x, subject_id, id, n,
        diary_token_hash(x->a, token), &changed, err));
    if (changed != 1)
        return err_set(err, ERR_CONFLICT, "这家企业已经反馈");
    *ret = token;
    return OK;
}

enum status
diary_by_token(struct act *x, struct str token, struct diary_question *ret,
    struct err *err)
{
    int64_t subject_id = 0, id = 0, n = 0;
    bool found = false;
    struct diary_question q = { 0 };
    const struct diary_enterprise *rows = NULL;
    size_t n_rows = 0;
    struct accreditation c;

    TRY(diary_store_by_token(x, diary_token_hash(x->a, token), &subject_id,
        &id, &n, &found, err));
    if (found)
        TRY(diary_store_get(x, subject_id, id, &q.diary, &found, err));
    if (!found || q.diary.is_void)
        return err_set(err, ERR_NOT_FOUND,
            "这个链接无效或已被更换，请向服务方索取新的链接");
    TRY(diary_store_enterprises(x, subject_id, id, &rows, &n_rows, err));
    for (size_t i = 0; i < n_rows; i++) {
        if (rows[i].n == n)
            q.enterprise = rows[i];
    }
    TRY(accreditation_load(x, subject_id, q.diary.accreditation_id, &c, err));
    q.holder = c.name;
    *ret = q;
    return OK;
}

static enum status
check_answer(const struct diary_answer *answer, const struct diary_question *q,
    struct err *err)
{
    if (q->enterprise.answered_us != 0)
        return err_set(
            err, ERR_CONFLICT, "已经收到您的反馈，每个链接只能反馈一次");
    if (answer->rating < 0 || answer->rating > 5)
        return err_field(
            err, ERR_INPUT, STR("rating"), "评价应为 1 至 5 分");
    if (answer->minutes < 0 || answer->minutes > 24 * 60)
        return err_field(err, ERR_INPUT, STR("minutes"),
            "时长应为 1 至 1440 分钟");
    if (answer->remark.n > REMARK_MAX)
        return err_field(
            err, ERR_INPUT, STR("remark"), "留言应不超过 500 字");
    return OK;
}

static bool
any_confirmed(const struct diary_enterprise *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(rows[i].answer, STR("CONFIRMED")))
            return true;
    }
    return false;
}

/* Sets a flag, and opens a row for the officers. */
static enum status
object(struct act *x, const struct diary_question *q, struct diary *d,
    const char *flag, const char *what, struct str remark, struct err *err)
{
    const struct programme *p = domain_programme(x->d, d->programme_id);

    if (!diary_has_flag(d, flag)) {
        d->flags = str_trim(
            arena_fmt(x->a, STR_FMT " %s", STR_ARG(d->flags), flag));
        TRY(diary_store_put_flags(x, d, d->flags, err));
    }
    return record_irregularity(x, p, d->subject_id, str_of(what), d->day,
        arena_fmt(x->a,
            "企业“" STR_FMT "”对 " STR_FMT " 的志愿日记反馈：%s。" STR_FMT,
            STR_ARG(q->enterprise.name), STR_ARG(day_iso(x->a, d->day)),
            diary_flag_title(flag), STR_ARG(remark)),
        err);
}

/* What the enterprise is asked for rests on the clause of the request that it
 * was sent, else on that of the diary. */
static struct str
answer_clause(struct act *x, const struct diary *d)
{
    const struct programme *p = domain_programme(x->d, d->programme_id);
    const struct pack_document *asked = p == NULL
        ? NULL
        : pack_document(p->pack, STR("confirm_request"));

    if (asked != NULL)
        return asked->clause;
    return p == NULL ? STR_EMPTY : form_clause(p->pack, STR("diary"));
}

enum status
diary_answer(struct act *x, struct str token,
    const struct diary_answer *answer, struct err *err)
{
    struct diary_question q;
    const struct diary_enterprise *rows = NULL;
    size_t n = 0;
    int64_t changed = 0;

    TRY(diary_by_token(x, token, &q, err));
    TRY(check_answer(answer, &q, err));
    TRY(diary_store_enterprises(
        x, q.diary.subject_id, q.diary.id, &rows, &n, err));
    TRY(diary_store_put_answer(
        x, &q.diary, q.enterprise.n, answer, &changed, err));
    if (changed != 1)
        return err_set(err, ERR_CONFLICT, "已经收到您的反馈");
    TRY(count_store_add(x, &q.diary,
        &(struct year_count){
            .confirmed_minutes = answer->was_here && !any_confirmed(rows, n)
                                     ? q.diary.minutes
                                     : 0,
            .rating_sum = answer->rating,
            .rating_count = answer->rating > 0 },
        err));
    if (!answer->was_here)
        TRY(object(x, &q, &q.diary, DIARY_FLAG_DENIED, "其他",
            answer->remark, err));
    if (answer->paid)
        TRY(object(x, &q, &q.diary, DIARY_FLAG_FEE, "向企业收费",
            answer->remark, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = q.diary.programme_id,
            .subject_id = q.diary.subject_id,
            .object_kind = "diary",
            .object_id = q.diary.id,
            .event = answer->was_here ? "enterprise-confirms"
                                      : "enterprise-denies",
            .clause = answer_clause(x, &q.diary) },
        err);
}
