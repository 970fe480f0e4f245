/* Registers that are published about holders, with their consent. */
#include "domain/publicity.h"

#include "domain/message.h"
#include "record_private.h"

#define REASON_MOST 500
#define PUBLISHED_MOST 500

static const struct str DRAFT = STR_INIT("DRAFT");
static const struct str PUBLISHED = STR_INIT("PUBLISHED");
static const struct str WITHDRAWN = STR_INIT("WITHDRAWN");

struct str
publicity_state_title(struct str state)
{
    if (str_eq(state, DRAFT))
        return STR("编辑中");
    return str_eq(state, PUBLISHED) ? STR("已发布") : STR("已撤下");
}

/* --- who may --- */

bool
publicity_may_edit(const struct act *x, const struct programme *p,
    const struct pack_record *k, struct str region)
{
    if (may_in(x, MAY_SUPERVISE, p->id, region))
        return true;
    for (size_t i = 0; i < x->who->n_seats; i++) {
        const struct seat *s = &x->who->seats[i];

        for (size_t b = 0; b < k->n_publish_by; b++) {
            if (s->programme_id == p->id &&
                str_eq(s->kind, k->publish_by[b]) &&
                (region.n == 0 ||
                    region_within(x->d->regions, region, s->region)))
                return true;
        }
    }
    return false;
}

bool
publicity_may_approve(const struct act *x, const struct programme *p,
    const struct pack_record *k)
{
    return may_in(x,
        str_eq(k->approve_by, STR("centre")) ? MAY_DECIDE : MAY_SUPERVISE,
        p->id, STR_EMPTY);
}

bool
publicity_may_see(const struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r)
{
    return k->n_publish_by == 0 || str_eq(r->state, PUBLISHED) ||
           may_in(x, MAY_READ_FILES, p->id, STR_EMPTY) ||
           (r->subject_id != 0 &&
               acts_for(x->who, r->subject_id, "viewer")) ||
           publicity_may_edit(x, p, k, STR_EMPTY);
}

/* A living title of the holder with rights, for its region and its state. */
static enum status
living_title(struct act *x, const struct programme *p, int64_t subject_id,
    struct accreditation *ret, bool *ret_found, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    *ret_found = false;
    TRY(accreditation_held(x, subject_id, p->id, &list, &n, err));
    for (size_t i = 0; i < n && !*ret_found; i++) {
        *ret_found = accreditation_has_rights(&list[i], x->today);
        *ret = list[i];
    }
    return OK;
}

static enum status
require_title(struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id,
    struct accreditation *ret, struct err *err)
{
    bool found = false;

    if (subject_id != 0)
        TRY(living_title(x, p, subject_id, ret, &found, err));
    return found ? OK
                 : err_field(err, ERR_CONFLICT, STR("holder"),
                       "没有有效的资格，不能发布“" STR_FMT "”",
                       STR_ARG(k->title.zh));
}

static enum status
require_editor(struct act *x, const struct programme *p,
    const struct pack_record *k, struct str region, struct err *err)
{
    if (publicity_may_edit(x, p, k, region))
        return OK;
    return err_set(err, ERR_DENIED, "您的账号不能编辑“" STR_FMT "”",
        STR_ARG(k->title.zh));
}

/* --- consent --- */

static enum status
audit_consent(struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id, const char *event,
    struct str reason, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = p->id,
            .subject_id = subject_id,
            .object_kind = "consent",
            .object_id = subject_id,
            .event = event,
            .reason = reason,
            .clause = k->clause,
            .document = k->name },
        err);
}

enum status
publicity_consent(struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id, struct public_consent *ret,
    bool *ret_found, struct err *err)
{
    return publicity_store_newest(
        x, p->id, subject_id, k->name, ret, ret_found, err);
}

enum status
publicity_consents(struct act *x, const struct programme *p,
    const struct pack_record *k, const struct public_consent **ret, size_t *ret_n,
    struct err *err)
{
    if (!may_in(x, MAY_READ_FILES, p->id, STR_EMPTY))
        TRY(require_editor(x, p, k, STR_EMPTY, err));
    return publicity_store_standing(x, p->id, k->name, ret, ret_n, err);
}

static enum status
stands(struct act *x, const struct programme *p, const struct pack_record *k,
    int64_t subject_id, struct public_consent *ret, bool *ret_stands,
    struct err *err)
{
    TRY(publicity_consent(x, p, k, subject_id, ret, ret_stands, err));
    *ret_stands = *ret_stands && ret->withdrawn_us == 0;
    return OK;
}

static enum status
require_consent(struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id, struct err *err)
{
    struct public_consent c;
    bool standing = false;

    TRY(stands(x, p, k, subject_id, &c, &standing, err));
    return standing
               ? OK
               : err_field(err, ERR_CONFLICT, STR("holder"),
                     "对方没有同意发布“" STR_FMT "”，或者已经撤回同意，请先取得同意",
                     STR_ARG(k->title.zh));
}

enum status
publicity_give(struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id, struct err *err)
{
    struct accreditation title;
    struct public_consent c;
    bool standing = false;

    TRY(act_require_member(x, subject_id, "editor", err));
    TRY(require_title(x, p, k, subject_id, &title, err));
    TRY(stands(x, p, k, subject_id, &c, &standing, err));
    if (standing)
        return err_set(err, ERR_CONFLICT, "已经同意，不必再次同意");
    TRY(publicity_store_add(x, p->id, subject_id, k->name, err));
    return audit_consent(
        x, p, k, subject_id, "give-consent", STR_EMPTY, err);
}

static enum status
check_reason(struct str reason, struct err *err)
{
    if (utf8_count(reason) > REASON_MOST)
        return err_field(
            err, ERR_INPUT, STR("reason"), "理由不能超过 500 字");
    return OK;
}

/* Every published row of the holder in this register, but one. */
static enum status
all_down(struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id, int64_t but,
    struct str reason, struct err *err)
{
    const struct record *list = NULL;
    size_t n = 0;

    TRY(record_store_of(x, p->id, subject_id, k->name, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct record r = list[i];

        if (r.id == but || !str_eq(r.state, PUBLISHED))
            continue;
        TRY(record_move(x, &r, WITHDRAWN, reason, "take-down", k->clause,
            true, err));
    }
    return OK;
}

enum status
publicity_withdraw(struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id, struct str reason,
    struct err *err)
{
    struct public_consent c;
    bool standing = false;

    TRY(act_require_member(x, subject_id, "editor", err));
    TRY(check_reason(reason, err));
    TRY(stands(x, p, k, subject_id, &c, &standing, err));
    if (!standing)
        return err_set(err, ERR_CONFLICT, "没有需要撤回的同意");
    TRY(publicity_store_withdraw(x, &c, reason, err));
    TRY(all_down(
        x, p, k, subject_id, 0, STR("持有人撤回同意"), err));
    return audit_consent(
        x, p, k, subject_id, "withdraw-consent", reason, err);
}

/* --- rows --- */

enum status
publicity_write(struct act *x, const struct programme *p,
    const struct pack_record *k, struct record *r, struct err *err)
{
    struct accreditation title = { .region = STR_EMPTY };

    if (r->subject_id == 0)
        return err_field(err, ERR_INPUT, STR("holder"),
            "请写明是哪一家的“" STR_FMT "”", STR_ARG(k->title.zh));
    TRY(require_editor(x, p, k, STR_EMPTY, err));
    TRY(require_title(x, p, k, r->subject_id, &title, err));
    TRY(require_editor(x, p, k, title.region, err));
    TRY(require_consent(x, p, k, r->subject_id, err));
    TRY(record_check_form(x, p, k, r->content, err));
    TRY(record_set_first(x, p->pack, k, r, err));
    TRY(record_guard(x, p, k, r, STR_EMPTY, err));
    r->state = DRAFT;
    r->done = false;
    r->corrects = 0;
    return record_put_row(x, r, k->clause, err);
}

static enum status
load_row(struct act *x, int64_t subject_id, int64_t id, int64_t version,
    struct record *ret, const struct programme **ret_p,
    const struct pack_record **ret_k, struct err *err)
{
    TRY(record_get(x, subject_id, id, ret, err));
    *ret_p = domain_programme(x->d, ret->programme_id);
    *ret_k = pack_record((*ret_p)->pack, ret->kind);
    if ((*ret_k)->n_publish_by == 0)
        return err_set(err, ERR_CONFLICT, "这种登记不公开发布");
    if (ret->version != version)
        return err_set(err, ERR_CONFLICT,
            "这条记录已被他人改动，请刷新后再试");
    return OK;
}

static enum status
require_draft(const struct record *r, struct err *err)
{
    return str_eq(r->state, DRAFT)
               ? OK
               : err_set(err, ERR_CONFLICT,
                     "这一条现为“" STR_FMT "”，请另起一稿",
                     STR_ARG(publicity_state_title(r->state)));
}

enum status
publicity_edit(struct act *x, int64_t subject_id, int64_t id,
    int64_t version, const struct json *content, struct err *err)
{
    struct record r;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;
    struct accreditation title = { .region = STR_EMPTY };

    TRY(load_row(x, subject_id, id, version, &r, &p, &k, err));
    TRY(require_draft(&r, err));
    TRY(require_title(x, p, k, subject_id, &title, err));
    TRY(require_editor(x, p, k, title.region, err));
    TRY(require_consent(x, p, k, subject_id, err));
    TRY(record_check_form(x, p, k, content, err));
    r.content = content;
    return record_move(x, &r, DRAFT, STR_EMPTY, "edit-record", k->clause,
        false, err);
}

static enum status
tell(struct act *x, const struct programme *p, const struct pack_record *k,
    int64_t subject_id, const char *document, struct str reason,
    struct err *err)
{
    struct json *values = json_new(x->a, JSON_OBJECT);

    if (pack_document(p->pack, str_of(document)) == NULL)
        return OK;
    json_set(x->a, values, STR("title"), json_text(x->a, k->title.zh));
    json_set(x->a, values, STR("reason"), json_text(x->a, reason));
    struct accreditation title = { .name = STR_EMPTY };
    bool found = false;
    TRY(living_title(x, p, subject_id, &title, &found, err));
    json_set(x->a, values, STR("subject"), json_text(x->a, title.name));
    return message_to_subject(x, p->pack, subject_id, str_of(document),
        values, arena_fmt(x->a, "/mine/records/" STR_FMT, STR_ARG(k->name)),
        STR_EMPTY, err);
}

enum status
publicity_approve(struct act *x, int64_t subject_id, int64_t id,
    int64_t version, struct err *err)
{
    struct record r;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;
    struct accreditation title;

    TRY(load_row(x, subject_id, id, version, &r, &p, &k, err));
    if (!publicity_may_approve(x, p, k))
        return err_set(err, ERR_DENIED, "您的账号不能批准发布");
    TRY(act_require_no_interest(x, subject_id, err));
    TRY(require_draft(&r, err));
    int64_t editor = r.answered_by != 0 ? r.answered_by : r.created_by;
    if (editor == x->who->account_id)
        return err_set(err, ERR_CONFLICT,
            "最后编辑的人不能批准发布，请由另一人批准");
    TRY(require_title(x, p, k, subject_id, &title, err));
    TRY(require_consent(x, p, k, subject_id, err));
    if (k->single)
        TRY(all_down(x, p, k, subject_id, id, STR("由新稿代替"), err));
    TRY(record_move(x, &r, PUBLISHED, STR_EMPTY, "approve-record", k->clause,
        true, err));
    return tell(x, p, k, subject_id, "published", STR_EMPTY, err);
}

enum status
publicity_take_down(struct act *x, int64_t subject_id, int64_t id,
    int64_t version, struct str reason, struct err *err)
{
    struct record r;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;
    bool own = acts_for(x->who, subject_id, "editor"), found = false;
    struct accreditation title = { .region = STR_EMPTY };

    TRY(load_row(x, subject_id, id, version, &r, &p, &k, err));
    TRY(living_title(x, p, subject_id, &title, &found, err));
    if (!own)
        TRY(require_editor(x, p, k, title.region, err));
    TRY(check_reason(reason, err));
    if (str_trim(reason).n == 0)
        return err_field(err, ERR_INPUT, STR("reason"), "请写明理由");
    if (str_eq(r.state, WITHDRAWN))
        return err_set(err, ERR_CONFLICT, "已经撤下");
    TRY(record_move(x, &r, WITHDRAWN, reason, "take-down", k->clause, true,
        err));
    return own ? OK : tell(x, p, k, subject_id, "taken_down", reason, err);
}

/* --- reading --- */

enum status
publicity_published(struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id,
    const struct published **ret, size_t *ret_n, struct err *err)
{
    const struct record *list = NULL;
    VEC_OF(struct published) v = { 0 };
    size_t n = 0;

    if (subject_id != 0)
        TRY(record_store_of(x, p->id, subject_id, k->name, &list, &n, err));
    else
        TRY(record_store_list(x, p->id, k->name, PUBLISHED, INT64_MAX,
            PUBLISHED_MOST, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct accreditation title;
        bool found = false;

        if (!str_eq(list[i].state, PUBLISHED) || list[i].subject_id == 0)
            continue;
        TRY(living_title(x, p, list[i].subject_id, &title, &found, err));
        if (found)
            *VEC_PUSH(x->a, &v) =
                (struct published){ .row = list[i], .holder = title };
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
publicity_rows(struct act *x, const struct programme *p,
    const struct pack_record *k, struct str state, size_t n,
    const struct record **ret, size_t *ret_n, struct err *err)
{
    if (!may_in(x, MAY_READ_FILES, p->id, STR_EMPTY))
        TRY(require_editor(x, p, k, STR_EMPTY, err));
    return record_store_list(
        x, p->id, k->name, state, INT64_MAX, n, ret, ret_n, err);
}
