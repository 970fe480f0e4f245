/* Plaques, from the order to the way back. */
#include "domain/plaque.h"

#include "plaque_store.h"

#define RECEIVER_MOST 200

static const struct {
    struct str name, title;
} STATES[PLAQUE_STATE_COUNT_] = {
    [PLAQUE_MADE] = { STR_INIT("MADE"), STR_INIT("已制作") },
    [PLAQUE_HANDED] = { STR_INIT("HANDED"), STR_INIT("已颁发") },
    [PLAQUE_RECLAIM_DUE] = { STR_INIT("RECLAIM_DUE"), STR_INIT("应收回") },
    [PLAQUE_RECLAIMED] = { STR_INIT("RECLAIMED"), STR_INIT("已收回") },
    [PLAQUE_VOID] = { STR_INIT("VOID"), STR_INIT("作废") },
};

struct str
plaque_state_name(enum plaque_state s)
{
    return STATES[s].name;
}

struct str
plaque_state_title(enum plaque_state s)
{
    return STATES[s].title;
}

bool
plaque_state_of(struct str name, enum plaque_state *ret)
{
    for (size_t i = 0; i < PLAQUE_STATE_COUNT_; i++) {
        if (!str_eq(STATES[i].name, name))
            continue;
        *ret = (enum plaque_state)i;
        return true;
    }
    return false;
}

static enum status
audit(struct act *x, const struct plaque *p, const char *event,
    struct str from, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = p->programme_id,
            .subject_id = p->subject_id,
            .object_kind = "plaque",
            .object_id = p->id,
            .event = event,
            .from = from,
            .to = STATES[p->state].name,
            .reason = p->remark,
            .document = p->number },
        err);
}

static enum status
move(struct act *x, struct plaque *p, enum plaque_state to,
    const char *event, struct err *err)
{
    struct str from = STATES[p->state].name;

    p->state = to;
    TRY(plaque_store_put(x, p, err));
    return audit(x, p, event, from, err);
}

/* --- with the title --- */

/* What one plaque stands for: titles that run, in the pack's order. */
struct standing_for {
    struct str categories;
    struct day first, last; /* of the longest reach */
    size_t n;
};

static enum status
read_standing(struct act *x, const struct accreditation *c,
    struct standing_for *ret, struct err *err)
{
    const struct accreditation *held = NULL;
    struct standing_for s = { .first = DAY_NONE, .last = DAY_NONE };
    size_t n = 0;

    TRY(accreditation_held(
        x, c->subject_id, c->programme_id, &held, &n, err));
    for (size_t k = 0; k < c->pack->n_categories + 1; k++) {
        bool last = k == c->pack->n_categories;
        struct str name =
            last ? STR_EMPTY : c->pack->categories[k].name;

        for (size_t i = 0; i < n; i++) {
            const struct accreditation *h = &held[i];

            if (h->incubating || !str_eq(h->category, name) ||
                !accreditation_has_rights(h, x->today))
                continue;
            s.categories = s.n++ == 0
                               ? name
                               : arena_fmt(x->a, STR_FMT "、" STR_FMT,
                                     STR_ARG(s.categories), STR_ARG(name));
            if (day_is_none(s.first) || day_cmp(h->admitted, s.first) < 0)
                s.first = h->admitted;
            if (day_is_none(s.last) || day_cmp(h->last_day, s.last) > 0)
                s.last = h->last_day;
        }
    }
    *ret = s;
    return OK;
}

/* The document that makes one plaque for a holder; NULL: one for each title. */
static const struct pack_document *
joint_document(const struct pack *p)
{
    for (size_t i = 0; i < p->n_documents; i++) {
        if (p->documents[i].one_for_holder)
            return &p->documents[i];
    }
    return NULL;
}

/* The newest of the holder in the programme; NULL: none. */
static enum status
newest_joint(struct act *x, const struct accreditation *c,
    const struct plaque **ret, struct err *err)
{
    const struct plaque *list = NULL;
    size_t n = 0;

    *ret = NULL;
    TRY(plaque_store_of_subject(x, c->subject_id, &list, &n, err));
    for (size_t i = 0; i < n && *ret == NULL; i++) {
        if (list[i].programme_id == c->programme_id)
            *ret = &list[i];
    }
    return OK;
}

static struct str
wording(struct act *x, const struct accreditation *c,
    const struct pack_document *d, struct str categories, struct str number,
    struct day first, struct day last)
{
    const struct programme *p = domain_programme(x->d, c->programme_id);
    struct json *v = json_new(x->a, JSON_OBJECT);

    json_set(x->a, v, STR("subject"), json_text(x->a, c->name));
    json_set(x->a, v, STR("number"), json_text(x->a, number));
    json_set(x->a, v, STR("categories"), json_text(x->a, categories));
    json_set(x->a, v, STR("first_day"), json_text(x->a, day_zh(x->a, first)));
    json_set(x->a, v, STR("last_day"), json_text(x->a, day_zh(x->a, last)));
    json_set(x->a, v, STR("authority"),
        json_text(x->a, p == NULL ? c->pack->issuer : p->authority));
    json_set(x->a, v, STR("holder_title"),
        json_text(x->a, c->pack->holder_title.zh));
    return template_fill(x->a, d->body, v);
}

/* The plaque of the term before: one valid plaque for each term. */
static enum status
call_back(struct act *x, const struct accreditation *c, struct day due,
    struct err *err)
{
    const struct plaque *list = NULL;
    size_t n = 0;

    TRY(plaque_store_of_subject(x, c->subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct plaque p = list[i];

        if (p.accreditation_id != c->id)
            continue;
        p.due = due;
        if (p.state == PLAQUE_HANDED)
            TRY(move(x, &p, PLAQUE_RECLAIM_DUE, "reclaim-due", err));
        else if (p.state == PLAQUE_MADE)
            TRY(move(x, &p, PLAQUE_VOID, "void", err));
    }
    return OK;
}

/* The plaque there is: one that is still in the house is worded anew, *ret is
 * true; one with the holder is to come back for the new one. */
static enum status
make_room(struct act *x, const struct accreditation *c,
    const struct pack_document *d, const struct standing_for *s, bool *ret,
    struct err *err)
{
    const struct plaque *now = NULL;

    *ret = false;
    TRY(newest_joint(x, c, &now, err));
    if (now == NULL)
        return OK;
    struct plaque p = *now;
    if (p.state == PLAQUE_HANDED) {
        p.due = x->today;
        return move(x, &p, PLAQUE_RECLAIM_DUE, "reclaim-due", err);
    }
    if (p.state != PLAQUE_MADE)
        return OK;
    p.categories = s->categories;
    p.body =
        wording(x, c, d, p.categories, p.number, s->first, s->last);
    *ret = true;
    return move(x, &p, PLAQUE_MADE, "reword", err);
}

enum status
plaque_make(struct act *x, const struct accreditation *c,
    struct str document, struct str number, struct day first,
    struct day last, struct err *err)
{
    const struct pack_document *d = pack_document(c->pack, document);

    struct standing_for s = { .first = first, .last = last };
    bool done = false;

    if (d == NULL || !str_eq(d->layout, STR("plaque")))
        return OK;
    if (d->one_for_holder) {
        TRY(read_standing(x, c, &s, err));
        TRY(make_room(x, c, d, &s, &done, err));
    }
    if (done)
        return OK;
    TRY(call_back(x, c, x->today, err));
    struct plaque p = { .subject_id = c->subject_id,
        .id = world_id(&x->d->world),
        .programme_id = c->programme_id,
        .accreditation_id = c->id,
        .number = number,
        .title = d->title.zh,
        .categories = d->one_for_holder ? s.categories : c->category,
        .name = c->name,
        .region = c->region,
        .state = PLAQUE_MADE,
        .made = x->today,
        .due = DAY_NONE,
        .handed = DAY_NONE,
        .reclaimed = DAY_NONE,
        .version = 1 };
    if (number.n == 0)
        TRY(number_make(x, d->number_format, &p.number, err));
    p.body = wording(x, c, d, p.categories, p.number, s.first, s.last);
    TRY(plaque_store_add(x, &p, err));
    return audit(x, &p, "make", STR_EMPTY, err);
}

/* Another title of the holder begins or ends: what the one plaque stands for,
 * and whether it stays. */
static enum status
follow_joint(struct act *x, const struct accreditation *c, struct err *err)
{
    const struct plaque *now = NULL;
    struct standing_for s;

    TRY(newest_joint(x, c, &now, err));
    TRY(read_standing(x, c, &s, err));
    if (now == NULL)
        return OK;
    struct plaque p = *now;
    if (s.n > 0) {
        p.categories = s.categories;
        if (p.state == PLAQUE_RECLAIM_DUE) {
            p.due = DAY_NONE;
            return move(x, &p, PLAQUE_HANDED, "keep", err);
        }
        if (p.state == PLAQUE_MADE || p.state == PLAQUE_HANDED)
            return move(x, &p, p.state, "categories", err);
        return OK;
    }
    p.due = day_is_none(c->ended) ? x->today : c->ended;
    if (p.state == PLAQUE_HANDED)
        return move(x, &p, PLAQUE_RECLAIM_DUE, "reclaim-due", err);
    return p.state == PLAQUE_MADE
               ? move(x, &p, PLAQUE_VOID, "void", err)
               : OK;
}

enum status
plaque_title_ended(
    struct act *x, const struct accreditation *c, struct err *err)
{
    if (joint_document(c->pack) != NULL)
        return c->incubating ? OK : follow_joint(x, c, err);
    return call_back(
        x, c, day_is_none(c->ended) ? x->today : c->ended, err);
}

enum status
plaque_title_back(
    struct act *x, const struct accreditation *c, struct err *err)
{
    const struct plaque *list = NULL;
    size_t n = 0;

    if (joint_document(c->pack) != NULL)
        return c->incubating ? OK : follow_joint(x, c, err);
    TRY(plaque_store_of_subject(x, c->subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct plaque p = list[i];

        /* The newest of the title is the one of its present term. */
        if (p.accreditation_id != c->id)
            continue;
        if (p.state != PLAQUE_RECLAIM_DUE)
            return OK;
        p.due = DAY_NONE;
        return move(x, &p, PLAQUE_HANDED, "keep", err);
    }
    return OK;
}

/* --- reading --- */

enum status
plaque_list(struct act *x, const struct plaque_filter *f,
    const struct plaque **ret, size_t *ret_n, struct err *err)
{
    const struct plaque *list = NULL;
    VEC_OF(struct plaque) v = { 0 };
    size_t n = 0;

    TRY(act_require(x, MAY_READ_FILES, f->programme_id, STR_EMPTY, err));
    TRY(plaque_store_list(x, f, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (may_in(x, MAY_READ_FILES, list[i].programme_id, list[i].region))
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
plaque_get(struct act *x, int64_t id, struct plaque *ret, struct err *err)
{
    struct plaque p;
    bool found = false;

    TRY(plaque_store_get(x, id, &p, &found, err));
    if (!found ||
        (!acts_for(x->who, p.subject_id, "viewer") &&
            !may_in(x, MAY_READ_FILES, p.programme_id, p.region)))
        return err_set(err, ERR_NOT_FOUND, "没有找到这块牌匾");
    *ret = p;
    return OK;
}

enum status
plaque_of_subject(struct act *x, int64_t subject_id,
    const struct plaque **ret, size_t *ret_n, struct err *err)
{
    return plaque_store_of_subject(x, subject_id, ret, ret_n, err);
}

/* --- handing out and taking back --- */

static enum status
open_plaque(struct act *x, int64_t id, enum plaque_state state,
    int64_t version, struct plaque *ret, struct err *err)
{
    TRY(plaque_get(x, id, ret, err));
    TRY(act_require(
        x, MAY_SUPERVISE, ret->programme_id, ret->region, err));
    TRY(act_require_no_interest(x, ret->subject_id, err));
    if (ret->state != state || ret->version != version)
        return err_set(err, ERR_CONFLICT,
            "牌匾 " STR_FMT " 现为“" STR_FMT "”，不能这样办理",
            STR_ARG(ret->number), STR_ARG(STATES[ret->state].title));
    return OK;
}

/* From `first` to today. */
static enum status
check_day(struct act *x, struct day day, struct day first, struct err *err)
{
    if (!day_is_none(day) && day_cmp(day, first) >= 0 &&
        day_cmp(day, x->today) <= 0)
        return OK;
    return err_field(err, ERR_INPUT, STR("day"),
        "日期应在 " STR_FMT " 至 " STR_FMT "（今天）之间",
        STR_ARG(day_iso(x->a, first)), STR_ARG(day_iso(x->a, x->today)));
}

enum status
plaque_hand_out(struct act *x, int64_t id, struct day day,
    struct str receiver, int64_t version, struct err *err)
{
    struct plaque p;

    TRY(open_plaque(x, id, PLAQUE_MADE, version, &p, err));
    TRY(check_day(x, day, p.made, err));
    if (receiver.n == 0 || receiver.n > RECEIVER_MOST)
        return err_field(
            err, ERR_INPUT, STR("receiver"), "请填写接收人姓名");
    p.handed = day;
    p.receiver = receiver;
    return move(x, &p, PLAQUE_HANDED, "hand-out", err);
}

enum status
plaque_reclaim(struct act *x, int64_t id, struct day day, bool is_void,
    struct str remark, int64_t version, struct err *err)
{
    struct plaque p;

    TRY(open_plaque(x, id, PLAQUE_RECLAIM_DUE, version, &p, err));
    TRY(check_day(x, day, p.due, err));
    if (is_void && remark.n == 0)
        return err_field(err, ERR_INPUT, STR("remark"),
            "请写明不能收回的原因和公告作废的情况");
    p.reclaimed = day;
    p.remark = remark;
    return move(x, &p, is_void ? PLAQUE_VOID : PLAQUE_RECLAIMED,
        is_void ? "declare-void" : "reclaim", err);
}
