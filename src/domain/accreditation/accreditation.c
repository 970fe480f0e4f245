/* What a granted application creates: requirements 2.3, rows 5 to 14. */
#include "domain/accreditation.h"

#include "accreditation_store.h"
#include "domain/affiliation.h"
#include "domain/handover.h"
#include "domain/interest.h"
#include "domain/message.h"
#include "domain/plaque.h"
#include "domain/proceeding.h"
#include "register_index.h"

#define VERIFY_CODE_LENGTH 8
#define NUMBER_MOST 60 /* characters of a number given */

static const struct {
    struct str name, title;
} STATES[ACC_STATE_COUNT_] = {
    [ACC_ACTIVE] = { STR_INIT("ACTIVE"), STR_INIT("有效") },
    [ACC_WARNED] = { STR_INIT("WARNED"), STR_INIT("有效（已警告）") },
    [ACC_EXPIRED] = { STR_INIT("EXPIRED"), STR_INIT("已到期") },
    [ACC_WITHDRAWN] = { STR_INIT("WITHDRAWN"), STR_INIT("已退出") },
    [ACC_REVOKED] = { STR_INIT("REVOKED"), STR_INIT("已撤销") },
    [ACC_SUSPENDED] = { STR_INIT("SUSPENDED"), STR_INIT("停业") },
    [ACC_RECTIFYING] = { STR_INIT("RECTIFYING"),
        STR_INIT("有效（限期整改）") },
    [ACC_DEREGISTERED] = { STR_INIT("DEREGISTERED"), STR_INIT("已注销") },
};

#define TO(state) (1u << (state))

#define ENDS \
    (TO(ACC_EXPIRED) | TO(ACC_WITHDRAWN) | TO(ACC_REVOKED) | \
        TO(ACC_DEREGISTERED))
#define HELD \
    (TO(ACC_ACTIVE) | TO(ACC_WARNED) | TO(ACC_SUSPENDED) | TO(ACC_RECTIFYING))

/* Out of REVOKED and DEREGISTERED only a reversal leads, with the event
 * "reverse". */
static const unsigned LEADS_TO[ACC_STATE_COUNT_] = {
    [ACC_ACTIVE] =
        ENDS | TO(ACC_WARNED) | TO(ACC_SUSPENDED) | TO(ACC_RECTIFYING),
    [ACC_WARNED] =
        ENDS | TO(ACC_ACTIVE) | TO(ACC_SUSPENDED) | TO(ACC_RECTIFYING),
    [ACC_SUSPENDED] = ENDS | TO(ACC_ACTIVE) | TO(ACC_RECTIFYING),
    [ACC_RECTIFYING] = ENDS | TO(ACC_ACTIVE) | TO(ACC_SUSPENDED),
    [ACC_EXPIRED] = TO(ACC_ACTIVE),
    [ACC_REVOKED] = HELD | TO(ACC_EXPIRED),
    [ACC_DEREGISTERED] = HELD | TO(ACC_EXPIRED),
};

struct str
accreditation_state_name(enum accreditation_state s)
{
    return STATES[s].name;
}

struct str
accreditation_state_title(enum accreditation_state s)
{
    return STATES[s].title;
}

struct str
accreditation_public_title(enum accreditation_state s)
{
    return STATES[s == ACC_WARNED || s == ACC_RECTIFYING ? ACC_ACTIVE : s]
        .title;
}

bool
accreditation_state_of(struct str name, enum accreditation_state *ret)
{
    for (size_t i = 0; i < ACC_STATE_COUNT_; i++) {
        if (!str_eq(STATES[i].name, name))
            continue;
        *ret = (enum accreditation_state)i;
        return true;
    }
    return false;
}

static bool
is_living(enum accreditation_state s)
{
    return s == ACC_ACTIVE || s == ACC_WARNED || s == ACC_RECTIFYING;
}

bool
accreditation_is_held(enum accreditation_state s)
{
    return (HELD & TO(s)) != 0;
}

enum accreditation_state
accreditation_state_on(const struct accreditation *c, struct day today)
{
    if (accreditation_is_held(c->state) && day_cmp(today, c->last_day) > 0)
        return ACC_EXPIRED;
    return c->state;
}

bool
accreditation_has_rights(const struct accreditation *c, struct day today)
{
    return is_living(accreditation_state_on(c, today));
}

static enum status
audit(struct act *x, const struct accreditation *c,
    const struct audit_line *what, struct err *err)
{
    struct audit_line line = *what;

    line.programme_id = c->programme_id;
    line.subject_id = c->subject_id;
    line.object_kind = "accreditation";
    line.object_id = c->id;
    return audit_add(x, &line, err);
}

static enum status
tell(struct act *x, const struct accreditation *c, struct str template_name,
    struct err *err)
{
    struct json *v = json_new(x->a, JSON_OBJECT);
    struct str link =
        arena_fmt(x->a, "/mine/holdings/%lld", (long long)c->id);

    if (pack_document(c->pack, template_name) == NULL)
        return OK;
    json_set(x->a, v, STR("subject"), json_text(x->a, c->name));
    json_set(x->a, v, STR("number"), json_text(x->a, c->number));
    json_set(x->a, v, STR("first_day"),
        json_text(x->a, day_zh(x->a, c->admitted)));
    json_set(x->a, v, STR("last_day"),
        json_text(x->a, day_zh(x->a, c->last_day)));
    return message_to_subject(x, c->pack, c->subject_id, template_name, v,
        link, STR_EMPTY, err);
}

/* The register's counters follow every change of state. */
static enum status
count_move(struct act *x, const struct accreditation *c,
    enum accreditation_state from, struct err *err)
{
    if (from == c->state)
        return OK;
    TRY(register_store_shift(x, c->programme_id, from, -1, err));
    return register_store_shift(x, c->programme_id, c->state, 1, err);
}

/* --- granting --- */

/* The second outcome has words of its own, where the pack has them. */
static struct str
welcome(const struct accreditation *c)
{
    bool own = c->incubating &&
               pack_document(c->pack, STR("incubated")) != NULL;

    return own ? STR("incubated") : STR("admitted");
}

/* As numbers are kept and looked for. A slash becomes its full-width sign: a
 * number is a part of addresses. */
static struct str
number_normal(struct arena *a, struct str number)
{
    struct str narrow = utf8_narrow(a, number);
    struct buf b;

    buf_init(&b, a, SIZE_MAX);
    for (size_t i = 0; i < narrow.n; i++) {
        char c = narrow.p[i];

        if (c == '/')
            buf_lit(&b, "／");
        else if (c == '\\')
            buf_lit(&b, "＼");
        else
            buf_byte(&b, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
    }
    return buf_view(&b);
}

enum status
accreditation_check_number(
    struct act *x, struct str given, struct err *err)
{
    struct str number = number_normal(x->a, str_trim(given));
    struct accreditation other;
    bool taken = false;

    for (size_t i = 0; i < number.n; i++) {
        if ((unsigned char)number.p[i] < ' ' || number.p[i] == 0x7f)
            return err_field(err, ERR_INPUT, STR("number"),
                "编号中有不能显示的字符，请重新输入");
    }
    if (utf8_count(number) > NUMBER_MOST)
        return err_field(err, ERR_INPUT, STR("number"),
            "编号最多 %d 个字符，现为 %d 个", NUMBER_MOST,
            (int)utf8_count(number));
    if (str_eq(number, STR(".")) || str_eq(number, STR("..")))
        return err_field(err, ERR_INPUT, STR("number"),
            "编号不能只是一个或者两个点");
    if (number.n > 0)
        TRY(accreditation_store_by_number(x, number, &other, &taken, err));
    if (taken)
        return err_field(err, ERR_CONFLICT, STR("number"),
            "编号“" STR_FMT "”已由“" STR_FMT "”使用，请核对",
            STR_ARG(number), STR_ARG(other.name));
    return OK;
}

/* The number it has, or the next one that nobody has. */
static enum status
number_of(struct act *x, const struct pack_document *d, struct str given,
    struct str *ret, struct err *err)
{
    struct str number = number_normal(x->a, str_trim(given));
    struct accreditation other;
    bool taken = false;

    TRY(accreditation_check_number(x, given, err));
    if (number.n > 0) {
        *ret = number;
        return OK;
    }
    do {
        TRY(number_make(x, d->number_format, &number, err));
        number = number_normal(x->a, number);
        TRY(accreditation_store_by_number(x, number, &other, &taken, err));
    } while (taken);
    *ret = number;
    return OK;
}

/* The channel's title; nothing for who comes from before the programme, of whom
 * another line says where he was found. */
static struct str
route_title(const struct pack *p, struct str route)
{
    for (size_t i = 0; i < p->n_procedures; i++) {
        const struct pack_procedure *q = &p->procedures[i];

        for (size_t k = 0; k < q->n_channels; k++) {
            if (str_eq(q->channels[k].name, route))
                return q->channels[k].title.zh;
        }
    }
    return STR_EMPTY;
}

enum status
accreditation_grant(struct act *x, const struct accreditation_grant *g,
    struct accreditation *ret, struct err *err)
{
    const struct pack_document *d = pack_document(g->pack, g->document);
    char *code = arena_alloc(x->a, VERIFY_CODE_LENGTH);
    const struct accreditation *held = NULL;
    size_t n_held = 0;

    if (d == NULL || d->number_format.n == 0)
        return err_set(err, ERR_INPUT,
            "政策包中没有带编号格式的证书“" STR_FMT "”", STR_ARG(g->document));
    TRY(accreditation_held(
        x, g->subject_id, g->programme_id, &held, &n_held, err));
    for (size_t i = 0; i < n_held; i++) {
        if (str_eq(held[i].category, g->category))
            return err_set(err, ERR_CONFLICT,
                "“" STR_FMT "”已具有这个项目的有效资格，不能重复认定",
                STR_ARG(g->name));
    }
    world_code(&x->d->world, code, VERIFY_CODE_LENGTH);
    struct accreditation c = { .subject_id = g->subject_id,
        .id = world_id(&x->d->world),
        .programme_id = g->programme_id,
        .application_id = g->application_id,
        .verify_code = { code, VERIFY_CODE_LENGTH },
        .state = ACC_ACTIVE,
        .route = g->route,
        .name = g->name,
        .region = g->region,
        .info = g->info == NULL ? json_new(x->a, JSON_OBJECT) : g->info,
        .admitted = g->admitted,
        .last_day = g->last_day != NULL ? *g->last_day
                    : g->term_years < 1
                        ? ACC_NO_END
                        : term_last_day(g->admitted, g->term_years),
        .ended = DAY_NONE,
        .last_activity = DAY_NONE,
        .watch = g->admitted,
        .completed = g->completed,
        .pack = g->pack,
        .category = g->category,
        .incubating = g->incubating,
        .version = 1 };
    TRY(number_of(x, d, g->number, &c.number, err));
    TRY(accreditation_store_add(x, &c, err));
    TRY(trait_keep(x, c.subject_id, err));
    TRY(register_store_shift(x, c.programme_id, c.state, 1, err));
    TRY(term_store_add(
        x, &c, 1, c.admitted, c.last_day, g->application_id, err));
    TRY(register_index_add(x, &c, err));
    TRY(audit(x, &c,
        &(struct audit_line){ .event = "grant",
            .to = STATES[ACC_ACTIVE].name,
            .reason = route_title(g->pack, g->route),
            .clause = g->clause,
            .document = c.number },
        err));
    if (!c.incubating) /* no plaque before the recognition */
        TRY(plaque_make(
            x, &c, g->document, c.number, c.admitted, c.last_day, err));
    if (g->completed && !g->silent)
        TRY(tell(x, &c, welcome(&c), err));
    *ret = c;
    return OK;
}

enum status
accreditation_complete(
    struct act *x, struct accreditation *c, struct err *err)
{
    if (c->completed)
        return OK;
    c->completed = true;
    TRY(accreditation_store_put(x, c, err));
    return audit(x, c,
        &(struct audit_line){
            .event = "complete", .document = c->number },
        err);
}

/* --- reading --- */

enum status
accreditation_load(struct act *x, int64_t subject_id, int64_t id,
    struct accreditation *ret, struct err *err)
{
    bool found = false;

    TRY(accreditation_store_get(x, subject_id, id, ret, &found, err));
    return found ? OK : err_set(err, ERR_NOT_FOUND, "没有找到这项资格");
}

enum status
accreditation_get(
    struct act *x, int64_t id, struct accreditation *ret, struct err *err)
{
    struct accreditation c;

    TRY(accreditation_load(x, 0, id, &c, err));
    if (!acts_for(x->who, c.subject_id, "viewer") &&
        !may_in(x, MAY_READ_FILES, c.programme_id, c.region))
        return err_set(err, ERR_NOT_FOUND, "没有找到这项资格");
    *ret = c;
    return OK;
}

enum status
accreditation_by_number(struct act *x, struct str number,
    struct accreditation *ret, struct err *err)
{
    bool found = false;

    TRY(accreditation_store_by_number(
        x, number_normal(x->a, number), ret, &found, err));
    return found ? OK
                 : err_field(err, ERR_NOT_FOUND, STR("number"),
                       "没有这个编号，请核对证书上的编号");
}

enum status
accreditation_mine(struct act *x, const struct accreditation **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct accreditation) v = { 0 };

    for (size_t i = 0; i < x->who->n_memberships; i++) {
        const struct accreditation *list = NULL;
        size_t n = 0;

        TRY(accreditation_store_of_subject(
            x, x->who->memberships[i].subject_id, &list, &n, err));
        for (size_t k = 0; k < n; k++)
            *VEC_PUSH(x->a, &v) = list[k];
    }
    /* Few of them: newest first by insertion. */
    for (size_t i = 1; i < v.n; i++) {
        struct accreditation one = v.p[i];
        size_t k = i;

        for (; k > 0 && v.p[k - 1].id < one.id; k--)
            v.p[k] = v.p[k - 1];
        v.p[k] = one;
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
accreditation_held(struct act *x, int64_t subject_id, int64_t programme_id,
    const struct accreditation **ret, size_t *ret_n, struct err *err)
{
    const struct accreditation *list = NULL;
    VEC_OF(struct accreditation) v = { 0 };
    size_t n = 0;

    TRY(accreditation_store_of_subject(x, subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].programme_id == programme_id &&
            accreditation_is_held(
                accreditation_state_on(&list[i], x->today)))
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

struct label
accreditation_title(const struct accreditation *c, enum accreditation_state s)
{
    struct str zh = accreditation_public_title(s);

    if (s == ACC_REVOKED && c->pack != NULL)
        return c->pack->ended_title;
    return (struct label){ zh, STR_EMPTY };
}

enum status
accreditation_living(struct act *x, int64_t subject_id, int64_t programme_id,
    int64_t *ret_id, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    TRY(accreditation_held(x, subject_id, programme_id, &list, &n, err));
    *ret_id = n == 0 ? 0 : list[0].id;
    return OK;
}

enum status
accreditation_of_subject(struct act *x, int64_t subject_id,
    int64_t programme_id, const struct accreditation **ret, size_t *ret_n,
    struct err *err)
{
    const struct accreditation *list = NULL;
    VEC_OF(struct accreditation) v = { 0 };
    size_t n = 0;

    TRY(accreditation_store_of_subject(x, subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (programme_id == 0 || list[i].programme_id == programme_id)
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
accreditation_terms(struct act *x, const struct accreditation *c,
    const struct term_row **ret, size_t *ret_n, struct err *err)
{
    return term_store_list(x, c, ret, ret_n, err);
}

/* --- moving --- */

static enum status
refuse_move(enum accreditation_state from, enum accreditation_state to,
    struct err *err)
{
    return err_set(err, ERR_CONFLICT,
        "资格现为“" STR_FMT "”，不能转为“" STR_FMT "”",
        STR_ARG(STATES[from].title), STR_ARG(STATES[to].title));
}

/* Back from REVOKED, if no new accreditation took its place meanwhile. */
static enum status
check_reversal(struct act *x, const struct accreditation *c,
    const struct accreditation_move *m, struct err *err)
{
    const struct accreditation *held = NULL;
    size_t n = 0;

    if (!str_eq(str_of(m->event), STR("reverse")))
        return refuse_move(c->state, m->to, err);
    TRY(accreditation_held(
        x, c->subject_id, c->programme_id, &held, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (str_eq(held[i].category, c->category))
            return err_set(err, ERR_CONFLICT,
                "该主体已重新取得资格，原资格不能恢复");
    }
    return OK;
}

enum status
accreditation_move(struct act *x, struct accreditation *c,
    const struct accreditation_move *m, struct err *err)
{
    enum accreditation_state from = c->state;

    if ((LEADS_TO[from] & TO(m->to)) == 0)
        return refuse_move(from, m->to, err);
    if (from == ACC_REVOKED || from == ACC_DEREGISTERED)
        TRY(check_reversal(x, c, m, err));
    c->state = m->to;
    if (m->to == ACC_WARNED)
        c->warned_us = x->now_us;
    if (accreditation_is_held(m->to)) {
        c->ended = DAY_NONE;
        c->end_reason = STR_EMPTY;
    } else {
        /* The term ends by itself at 24:00 of its last day. */
        c->ended =
            m->to == ACC_EXPIRED ? day_add_days(c->last_day, 1) : x->today;
        c->end_reason = m->reason;
        TRY(issued_store_void(
            x, c->subject_id, STR("accreditation"), c->id, err));
    }
    TRY(accreditation_store_put(x, c, err));
    TRY(count_move(x, c, from, err));
    if (!accreditation_is_held(m->to))
        TRY(plaque_title_ended(x, c, err));
    else if (!accreditation_is_held(from))
        TRY(plaque_title_back(x, c, err));
    TRY(affiliation_follow(x, c, err));
    if (accreditation_is_held(m->to) != accreditation_is_held(from))
        TRY(handover_follow(x, c, err));
    if (m->to == ACC_WITHDRAWN ||
        (m->to == ACC_DEREGISTERED && !str_eq(str_of(m->event), STR("revoke"))))
        TRY(proceeding_close_open(x, c->subject_id, c->id,
            STR("资格已退出，案件终止"), err));
    return audit(x, c,
        &(struct audit_line){ .event = m->event,
            .from = STATES[from].name,
            .to = STATES[m->to].name,
            .reason = m->reason,
            .clause = m->clause,
            .document = m->document },
        err);
}

enum status
accreditation_extend(struct act *x, struct accreditation *c, int years,
    int64_t application_id, struct str clause, struct err *err)
{
    enum accreditation_state from = c->state;
    struct day first = day_add_days(c->last_day, 1);
    const struct term_row *terms = NULL;
    size_t n = 0;

    if (from != ACC_ACTIVE && from != ACC_WARNED && from != ACC_EXPIRED)
        return err_set(err, ERR_CONFLICT,
            "资格现为“" STR_FMT "”，不能顺延有效期",
            STR_ARG(STATES[from].title));
    if (years < 1)
        return err_set(err, ERR_INPUT, "顺延的年数应为 1 年以上");
    TRY(term_store_list(x, c, &terms, &n, err));
    c->last_day = day_add_years(c->last_day, years);
    if (day_cmp(x->today, c->last_day) > 0)
        return err_set(err, ERR_CONFLICT,
            "顺延后的有效期末日 " STR_FMT " 仍早于今日，不能顺延",
            STR_ARG(day_iso(x->a, c->last_day)));
    c->state = ACC_ACTIVE;
    c->ended = DAY_NONE;
    c->end_reason = STR_EMPTY;
    TRY(accreditation_store_put(x, c, err));
    TRY(count_move(x, c, from, err));
    TRY(term_store_add(x, c, n == 0 ? 1 : terms[n - 1].seq + 1, first,
        c->last_day, application_id, err));
    /* The certificate names the term: a new one is made when asked for. */
    TRY(issued_store_void(
        x, c->subject_id, STR("accreditation"), c->id, err));
    TRY(audit(x, c,
        &(struct audit_line){ .event = "extend",
            .from = STATES[from].name,
            .to = STATES[ACC_ACTIVE].name,
            .reason = arena_fmt(x->a, "有效期顺延至 " STR_FMT,
                STR_ARG(day_iso(x->a, c->last_day))),
            .clause = clause,
            .document = c->number },
        err));
    return tell(x, c, STR("renewed"), err);
}

enum status
accreditation_activity(struct act *x, struct accreditation *c, struct day day,
    struct err *err)
{
    bool later = day_is_none(c->last_activity) ||
                 day_cmp(day, c->last_activity) > 0;
    bool warned = c->state == ACC_WARNED;

    if (!later && !warned)
        return OK;
    if (later) {
        c->last_activity = day;
        c->watch = day_cmp(day, c->admitted) > 0 ? day : c->admitted;
    }
    if (!warned)
        return accreditation_store_put_activity(x, c, err);
    c->state = ACC_ACTIVE; /* warned_us stays: the history */
    TRY(accreditation_store_put(x, c, err));
    TRY(count_move(x, c, ACC_WARNED, err));
    return audit(x, c,
        &(struct audit_line){ .event = "end-warning",
            .from = STATES[ACC_WARNED].name,
            .to = STATES[ACC_ACTIVE].name,
            .reason = arena_fmt(x->a, "已报送 " STR_FMT " 的活动",
                STR_ARG(day_iso(x->a, day))) },
        err);
}

enum status
accreditation_change(struct act *x, struct accreditation *c,
    const struct json *info, struct str region, const char *event,
    struct str clause, struct err *err)
{
    struct json *all = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; i < c->info->n; i++)
        json_set(x->a, all, c->info->keys[i], c->info->items[i]);
    for (size_t i = 0; info != NULL && i < info->n; i++)
        json_set(x->a, all, info->keys[i], info->items[i]);
    c->info = all;
    if (region.n > 0)
        c->region = region;
    TRY(accreditation_store_put(x, c, err));
    TRY(register_index_add(x, c, err));
    TRY(issued_store_void(
        x, c->subject_id, STR("accreditation"), c->id, err));
    return audit(x, c,
        &(struct audit_line){ .event = event,
            .from = STATES[c->state].name,
            .to = STATES[c->state].name,
            .clause = clause,
            .document = c->number },
        err);
}

enum status
accreditation_rename(struct act *x, int64_t subject_id, struct str also,
    struct str name, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    TRY(accreditation_store_of_subject(x, subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct accreditation c = list[i];

        if (!accreditation_is_held(c.state) &&
            !(also.n > 0 && str_eq(c.name, also)))
            continue;
        c.name = name;
        TRY(accreditation_store_put(x, &c, err));
        TRY(register_index_add(x, &c, err));
        /* The certificate names the holder: a new one is made when asked. */
        TRY(issued_store_void(
            x, subject_id, STR("accreditation"), c.id, err));
    }
    return OK;
}

/* --- documents issued --- */

enum status
issued_add(struct act *x, struct issued *d, struct err *err)
{
    d->id = world_id(&x->d->world);
    if (d->issued_us == 0)
        d->issued_us = x->now_us;
    return issued_store_add(x, d, err);
}

enum status
issued_latest(struct act *x, int64_t subject_id, struct str owner_kind,
    int64_t owner_id, struct str document, struct issued *ret,
    struct err *err)
{
    bool found = false;

    TRY(issued_store_latest(x, subject_id, owner_kind, owner_id, document,
        ret, &found, err));
    return found ? OK : err_set(err, ERR_NOT_FOUND, "这份文书还没有制作");
}
