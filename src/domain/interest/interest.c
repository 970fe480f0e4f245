/* Ties, what they meet, and what becomes of it. */
#include "domain/interest.h"

#include "domain/account.h"
#include "domain/subject.h"
#include "interest_store.h"

#define VALUE_MOST 100
#define NOTE_MOST 500
#define FORMER_YEARS 3
#define TRAITS_MOST 6000

static const struct {
    struct str name, title, kind;
} RELATIONS[TIE_RELATION_COUNT_] = {
    [TIE_UNIT] = { STR_INIT("UNIT"), STR_INIT("现工作单位"),
        STR_INIT("NAME") },
    [TIE_FORMER] = { STR_INIT("FORMER"), STR_INIT("三年内原工作单位"),
        STR_INIT("NAME") },
    [TIE_FIRM] = { STR_INIT("FIRM"), STR_INIT("有利害关系的单位"),
        STR_INIT("NAME") },
    [TIE_PHONE] = { STR_INIT("PHONE"), STR_INIT("电话"), STR_INIT("PHONE") },
    [TIE_ADDRESS] = { STR_INIT("ADDRESS"), STR_INIT("地址"),
        STR_INIT("ADDRESS") },
    [TIE_PERSON] = { STR_INIT("PERSON"), STR_INIT("本人或者近亲属"),
        STR_INIT("PERSON") },
};

struct str
tie_relation_name(enum tie_relation r)
{
    return RELATIONS[r].name;
}

struct str
tie_relation_title(enum tie_relation r)
{
    return RELATIONS[r].title;
}

bool
tie_relation_of(struct str name, enum tie_relation *ret)
{
    for (size_t i = 0; i < TIE_RELATION_COUNT_; i++) {
        if (!str_eq(RELATIONS[i].name, name))
            continue;
        *ret = (enum tie_relation)i;
        return true;
    }
    return false;
}

/* --- normal forms --- */

/* "示例（成都）律师事务所" and "示例律师事务所成都分所" are of one house: what
 * stands in brackets goes, and what follows the form of the house. */
static struct str
house_name(struct arena *a, struct str name)
{
    static const char *const FORMS[] = { "律师事务所", "法律服务所",
        "有限责任公司", "股份有限公司", "有限公司" };
    static const char *const BRANCHES[] = { "分所", "分公司", "办事处",
        "分支机构", "代表处", "工作站" };
    struct buf b;
    int depth = 0;

    buf_init(&b, a, name.n + 1);
    for (size_t i = 0; i < name.n;) {
        struct str rest = str_sub(name, i, SIZE_MAX);
        bool wide_open = str_starts(rest, STR("（"));
        bool wide_close = str_starts(rest, STR("）"));

        if (wide_open || rest.p[0] == '(')
            depth++;
        else if (depth > 0 && (wide_close || rest.p[0] == ')'))
            depth--;
        else if (depth == 0)
            buf_byte(&b, rest.p[0]);
        i += wide_open || wide_close ? 3 : 1;
    }
    struct str plain = buf_view(&b);
    for (size_t i = 0; i < sizeof(BRANCHES) / sizeof(BRANCHES[0]); i++) {
        if (!str_ends(plain, str_of(BRANCHES[i])))
            continue;
        for (size_t f = 0; f < sizeof(FORMS) / sizeof(FORMS[0]); f++) {
            size_t at = str_find(plain, str_of(FORMS[f]));

            if (at != SIZE_MAX)
                return utf8_key(
                    a, str_sub(plain, 0, at + str_of(FORMS[f]).n));
        }
    }
    return utf8_key(a, plain);
}

static struct str
digits(struct arena *a, struct str s)
{
    struct buf b;
    struct str narrow = utf8_narrow(a, s);

    buf_init(&b, a, narrow.n + 1);
    for (size_t i = 0; i < narrow.n; i++) {
        if (narrow.p[i] >= '0' && narrow.p[i] <= '9')
            buf_byte(&b, narrow.p[i]);
    }
    return buf_view(&b);
}

/* Digest of the normal form; "" for what says too little to be compared. */
static struct str
trait_of(struct arena *a, struct str kind, struct str value)
{
    struct str normal;
    size_t least = 2;

    if (str_eq(kind, STR("NAME"))) {
        normal = house_name(a, value);
        least = 4;
    } else if (str_eq(kind, STR("PHONE"))) {
        normal = digits(a, value);
        least = 7;
    } else {
        normal = utf8_key(a, value);
        if (str_eq(kind, STR("ADDRESS")))
            least = 5;
    }
    if (utf8_count(normal) < least)
        return STR_EMPTY;
    return domain_digest(
        a, "trait", arena_fmt(a, STR_FMT ":" STR_FMT, STR_ARG(kind),
                        STR_ARG(normal)));
}

/* --- ties --- */

static enum status
require_official(const struct act *x, struct err *err)
{
    if (x->who->is_system || actor_is_official(x->who))
        return OK;
    return err_set(
        err, ERR_DENIED, "只有审核、评审人员需要申报利害关系");
}

enum status
tie_list(struct act *x, const struct tie **ret, size_t *ret_n,
    struct err *err)
{
    TRY(require_official(x, err));
    return tie_store_list(x, x->who->account_id, ret, ret_n, err);
}

/* A tie that is there already is not entered again. */
static enum status
enter(struct act *x, int64_t account_id, enum tie_relation relation,
    struct str value, struct day until, struct err *err)
{
    struct str trait = trait_of(x->a, RELATIONS[relation].kind, value);
    const struct tie *list = NULL;
    size_t n = 0;

    if (trait.n == 0)
        return OK;
    TRY(tie_store_list(x, account_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].relation == relation && str_eq(list[i].value, value))
            return OK;
    }
    struct tie t = { .account_id = account_id,
        .id = world_id(&x->d->world),
        .relation = relation,
        .value = value,
        .until = until };
    TRY(tie_store_add(x, &t, RELATIONS[relation].kind, trait, err));
    return audit_add(x,
        &(struct audit_line){ .object_kind = "account",
            .object_id = account_id,
            .event = "tie",
            .to = RELATIONS[relation].name },
        err);
}

static enum status
check_left(struct act *x, struct day left, struct err *err)
{
    if (day_is_none(left) || day_cmp(left, x->today) > 0)
        return err_field(err, ERR_INPUT, STR("left"),
            "请填写离开该单位的日期，不晚于今天");
    return OK;
}

enum status
tie_add(struct act *x, enum tie_relation relation, struct str value,
    struct day left, struct err *err)
{
    struct day until = DAY_NONE;

    TRY(require_official(x, err));
    if (trait_of(x->a, RELATIONS[relation].kind, value).n == 0 ||
        utf8_count(value) > VALUE_MOST)
        return err_field(err, ERR_INPUT, STR("value"),
            "请填写完整的名称、号码或者地址，不超过 %d 字", VALUE_MOST);
    if (relation == TIE_FORMER) {
        TRY(check_left(x, left, err));
        until = day_add_years(left, FORMER_YEARS);
    }
    return enter(x, x->who->account_id, relation, value, until, err);
}

enum status
tie_leave(struct act *x, int64_t id, struct day left, struct err *err)
{
    bool found = false;

    TRY(require_official(x, err));
    TRY(check_left(x, left, err));
    TRY(tie_store_leave(
        x, id, day_add_years(left, FORMER_YEARS), &found, err));
    if (!found)
        return err_set(err, ERR_CONFLICT,
            "只有现工作单位可以登记离开，其他关系请由其他工作人员核实");
    return audit_add(x,
        &(struct audit_line){ .object_kind = "account",
            .object_id = x->who->account_id,
            .event = "tie-leave",
            .to = STR("FORMER"),
            .reason = day_iso(x->a, left) },
        err);
}

enum status
tie_of_account(
    struct act *x, int64_t account_id, struct str unit, struct err *err)
{
    struct account account;

    TRY(account_get(x, account_id, &account, err));
    if (unit.n > 0)
        TRY(enter(x, account_id, TIE_UNIT, unit, DAY_NONE, err));
    if (account.mobile.n > 0)
        TRY(enter(x, account_id, TIE_PHONE, account.mobile, DAY_NONE, err));
    return enter(x, account_id, TIE_PERSON, account.name, DAY_NONE, err);
}

/* --- traits --- */

struct traits {
    struct act *x;
    int64_t subject_id;
    size_t n;
};

static enum status
put(struct traits *t, const char *kind, struct str value, struct str source,
    struct err *err)
{
    struct str trait = trait_of(t->x->a, str_of(kind), value);

    if (trait.n == 0 || t->n >= TRAITS_MOST)
        return OK;
    t->n++;
    return trait_store_add(
        t->x, t->subject_id, str_of(kind), trait, source, err);
}

static enum status
put_field(struct traits *t, const struct pack_field *f,
    const struct json *value, struct err *err)
{
    struct str text = json_str(value);

    for (size_t r = 0; f->type == FIELD_ROWS && value != NULL &&
                       value->type == JSON_LIST && r < value->n;
         r++) {
        for (size_t c = 0; c < f->n_columns; c++)
            TRY(put_field(t, &f->columns[c],
                json_get(value->items[r], f->columns[c].name), err));
    }
    if (text.n == 0)
        return OK;
    if (f->type == FIELD_MOBILE || f->type == FIELD_PHONE)
        return put(t, "PHONE", text, f->label.zh, err);
    if (f->type != FIELD_TEXT)
        return OK;
    if (str_eq(f->autocomplete, STR("street-address")))
        return put(t, "ADDRESS", text, f->label.zh, err);
    if (str_eq(f->autocomplete, STR("organization")))
        return put(t, "NAME", text, f->label.zh, err);
    /* Names of people are short; no form says which text is one. */
    return utf8_count(text) <= 15 ? put(t, "PERSON", text, f->label.zh, err)
                                  : OK;
}

static enum status
put_answers(struct traits *t, const struct application *app,
    const struct json *answers, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_form *form =
        p == NULL ? NULL : pack_form(app->pack, p->form);

    for (size_t s = 0; form != NULL && s < form->n_sections; s++) {
        const struct pack_section *section = &form->sections[s];

        for (size_t i = 0; i < section->n_fields; i++)
            TRY(put_field(t, &section->fields[i],
                json_get(answers, section->fields[i].name), err));
    }
    return OK;
}

/* What is kept of the subject itself, whether it applies for something or
 * not. */
static enum status
put_subject(struct traits *t, struct err *err)
{
    struct act *x = t->x;
    int64_t subject_id = t->subject_id;
    struct subject s;
    struct subject_private p;
    const struct str *names = NULL;
    size_t n = 0;

    TRY(subject_get(x, subject_id, &s, err));
    TRY(subject_private_get(x, subject_id, &p, err));
    TRY(trait_store_names(x, subject_id, &names, &n, err));
    TRY(put(t, s.is_person ? "PERSON" : "NAME", s.name, STR("名称"), err));
    for (size_t i = 0; i < n; i++)
        TRY(put(t, s.is_person ? "PERSON" : "NAME", names[i],
            STR("曾用名"), err));
    TRY(put(t, "PHONE", p.mobile, STR("登记的手机号码"), err));
    TRY(put(t, "ADDRESS", p.address, STR("登记的地址"), err));
    return put(t, "PERSON", p.contact, STR("登记的联系人"), err);
}

enum status
trait_keep(struct act *x, int64_t subject_id, struct err *err)
{
    return put_subject(&(struct traits){ x, subject_id, 0 }, err);
}

enum status
trait_refresh(struct act *x, int64_t subject_id,
    const struct application *app, const struct json *answers,
    struct err *err)
{
    struct traits t = { x, subject_id, 0 };

    TRY(trait_store_drop(x, subject_id, err));
    TRY(put_subject(&t, err));
    return app == NULL ? OK : put_answers(&t, app, answers, err);
}

enum status
trait_renamed(struct act *x, const struct subject *s, struct str name,
    struct err *err)
{
    struct traits t = { x, s->id, 0 };
    const char *kind = s->is_person ? "PERSON" : "NAME";

    TRY(put(&t, kind, s->name, STR("曾用名"), err));
    return put(&t, kind, name, STR("名称"), err);
}

/* --- hits --- */

static bool
may_look(struct act *x, const struct interest_hit *h)
{
    return h->account_id != x->who->account_id &&
           !actor_is_barred(x->who, h->subject_id) &&
           may_in(x, MAY_READ_FILES, h->programme_id, h->region);
}

static enum status
shown(struct act *x, int64_t application_id, const struct interest_hit **ret,
    size_t *ret_n, struct err *err)
{
    const struct interest_hit *all = NULL;
    VEC_OF(struct interest_hit) v = { 0 };
    size_t n = 0;

    TRY(hit_store_list(x, application_id, &all, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct interest_hit h = all[i];

        if (!may_look(x, &h))
            continue;
        if (h.relation == TIE_PHONE)
            h.value = mask_mobile(x->a, h.value);
        *VEC_PUSH(x->a, &v) = h;
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
interest_hits(struct act *x, const struct application *app,
    const struct interest_hit **ret, size_t *ret_n, struct err *err)
{
    TRY(act_require(
        x, MAY_READ_FILES, app->programme_id, app->region, err));
    return shown(x, app->id, ret, ret_n, err);
}

enum status
interest_hits_all(struct act *x, const struct interest_hit **ret,
    size_t *ret_n, struct err *err)
{
    TRY(act_require(x, MAY_READ_FILES, 0, STR_EMPTY, err));
    return shown(x, 0, ret, ret_n, err);
}

static enum status
audit(struct act *x, const struct application *app, const char *event,
    int64_t account_id, struct str reason, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = app->programme_id,
            .subject_id = app->subject_id,
            .object_kind = "application",
            .object_id = app->id,
            .event = event,
            .reason = reason,
            .document = arena_fmt(x->a, "%lld", (long long)account_id) },
        err);
}

static enum status
check_note(struct str note, struct str field, struct err *err)
{
    if (note.n == 0 || utf8_count(note) > NOTE_MOST)
        return err_field(err, ERR_INPUT, field,
            "请写明理由，不超过 %d 字", NOTE_MOST);
    return OK;
}

enum status
interest_clear(struct act *x, int64_t account_id, int64_t application_id,
    struct str trait, struct str note, struct err *err)
{
    const struct interest_hit *hits = NULL;
    struct application app;
    size_t n = 0;

    TRY(application_get(x, application_id, &app, err));
    TRY(act_require(x, MAY_DECIDE, app.programme_id, app.region, err));
    if (account_id == x->who->account_id)
        return err_set(err, ERR_DENIED,
            "与自己有关的提示须由其他工作人员核实");
    TRY(check_note(note, STR("note"), err));
    TRY(interest_hits(x, &app, &hits, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (hits[i].account_id != account_id || hits[i].cleared ||
            !str_eq(hits[i].trait, trait))
            continue;
        TRY(hit_store_clear(
            x, account_id, app.subject_id, trait, note, err));
        return audit(x, &app, "clear-hit", account_id, note, err);
    }
    return err_set(err, ERR_NOT_FOUND, "没有这条利害关系提示，或者已经核实");
}

/* --- declared interests --- */

enum status
interest_list(struct act *x, const struct application *app,
    const struct interest_row **ret, size_t *ret_n, struct err *err)
{
    TRY(act_require(
        x, MAY_READ_FILES, app->programme_id, app->region, err));
    if (actor_is_barred(x->who, app->subject_id))
        return err_set(err, ERR_NOT_FOUND, "没有找到这份申请");
    return interest_store_list(x, app->subject_id, ret, ret_n, err);
}

enum status
interest_add(struct act *x, int64_t account_id, int64_t subject_id,
    struct str reason, struct err *err)
{
    return interest_store_add(x, account_id, subject_id, reason, err);
}

enum status
interest_lift(struct act *x, int64_t account_id, int64_t application_id,
    struct str reason, bool *ret_lifted, struct err *err)
{
    const struct interest_row *list = NULL, *row = NULL;
    struct application app;
    size_t n = 0;

    TRY(application_get(x, application_id, &app, err));
    TRY(act_require(x, MAY_DECIDE, app.programme_id, app.region, err));
    TRY(interest_store_list(x, app.subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].account_id == account_id &&
            !str_eq(list[i].state, STR("LIFTED")))
            row = &list[i];
    }
    if (row == NULL)
        return err_set(err, ERR_CONFLICT, "没有需要解除的回避");
    if (account_id == x->who->account_id)
        return err_set(err, ERR_DENIED, "自己的回避不能由自己解除");
    if (str_eq(row->state, STR("VALID"))) {
        TRY(check_note(reason, STR("reason"), err));
        TRY(interest_store_propose(
            x, account_id, app.subject_id, reason, err));
        *ret_lifted = false;
        return audit(x, &app, "propose-lift", account_id, reason, err);
    }
    if (row->lift_by == x->who->account_id)
        return err_set(err, ERR_DENIED,
            "解除由您提出，须由另一名工作人员同意");
    TRY(interest_store_lift(x, account_id, app.subject_id, err));
    *ret_lifted = true;
    return audit(x, &app, "lift", account_id, row->lift_reason, err);
}

enum status
interest_bars(struct act *x, int64_t account_id, int64_t subject_id,
    bool *ret, struct err *err)
{
    return interest_store_bars(x, account_id, subject_id, ret, err);
}

/* --- all that are closed to one account --- */

static struct str
bar_title(struct str relation)
{
    enum tie_relation r;

    if (tie_relation_of(relation, &r))
        return tie_relation_title(r);
    return str_eq(relation, STR("MEMBER")) ? STR("是该主体的成员")
                                           : STR("申报的利害关系");
}

enum status
interest_bars_of(struct act *x, int64_t account_id,
    const struct interest_bar **ret, size_t *ret_n, struct err *err)
{
    const struct interest_bar *rows = NULL;
    VEC_OF(struct interest_bar) v = { 0 };
    size_t n = 0;

    TRY(interest_store_bars_of(x, account_id, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (v.n == 0 || v.p[v.n - 1].subject_id != rows[i].subject_id)
            *VEC_PUSH(x->a, &v) = (struct interest_bar){
                rows[i].subject_id, bar_title(rows[i].why)
            };
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
interest_open(
    struct act *x, int64_t programme_id, bool *ret, struct err *err)
{
    *ret = false;
    for (size_t i = 0; i < x->who->n_interests && !*ret; i++) {
        int64_t n = 0;

        TRY(interest_store_open(
            x, x->who->interests[i], programme_id, &n, err));
        *ret = n > 0;
    }
    return OK;
}
