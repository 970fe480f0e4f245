/* Entering facts about subjects, and taking them back. */
#include "domain/incident.h"

#include "domain/proceeding.h"
#include "domain/record.h"
#include "domain/subject.h"
#include "incident_store.h"
#include "naming.h"

#define TEXT_MAX 4000
#define LINE_MAX_CHARS 200

const struct str incident_licence_states[INCIDENT_LICENCE_STATES] = {
    STR_INIT("正常"), STR_INIT("停业整顿"), STR_INIT("吊销"),
    STR_INIT("注销"), STR_INIT("解散") };

static const struct {
    struct str name, title;
} KINDS[INC_KIND_COUNT_] = {
    [INC_PENALTY] = { STR_INIT("penalty"), STR_INIT("行政处罚") },
    [INC_SANCTION] = { STR_INIT("sanction"), STR_INIT("行业处分") },
    [INC_COMPLAINT] = { STR_INIT("complaint"), STR_INIT("有效投诉") },
    [INC_LICENCE] = { STR_INIT("licence"), STR_INIT("执业状态") },
    [INC_NAME] = { STR_INIT("name"), STR_INIT("更名") },
    [INC_MERGER] = { STR_INIT("merger"), STR_INIT("合并、分立") },
    [INC_RELOCATION] = { STR_INIT("relocation"), STR_INIT("迁移") },
    [INC_HEAD] = { STR_INIT("head"), STR_INIT("负责人变更") },
};
static const struct {
    struct str name, title;
} STATES[INC_STATE_COUNT_] = {
    [INC_IN_FORCE] = { STR_INIT("IN_FORCE"), STR_INIT("生效") },
    [INC_STAYED] = { STR_INIT("STAYED"), STR_INIT("停止执行") },
    [INC_REVOKED] = { STR_INIT("REVOKED"), STR_INIT("已撤销") },
};

struct str
incident_kind_name(enum incident_kind k)
{
    return KINDS[k].name;
}

struct str
incident_kind_title(enum incident_kind k)
{
    return KINDS[k].title;
}

bool
incident_kind_of(struct str name, enum incident_kind *ret)
{
    for (size_t i = 0; i < INC_KIND_COUNT_; i++) {
        if (!str_eq(KINDS[i].name, name))
            continue;
        *ret = (enum incident_kind)i;
        return true;
    }
    return false;
}

struct str
incident_state_name(enum incident_state s)
{
    return STATES[s].name;
}

struct str
incident_state_title(enum incident_state s)
{
    return STATES[s].title;
}

bool
incident_state_of(struct str name, enum incident_state *ret)
{
    for (size_t i = 0; i < INC_STATE_COUNT_; i++) {
        if (!str_eq(STATES[i].name, name))
            continue;
        *ret = (enum incident_state)i;
        return true;
    }
    return false;
}

/* --- entering --- */

/* 川司罚〔2024〕1号 and 川司罚[2024] 1号 are one number: brackets and blanks do
 * not count, nor do wide characters and letters' case. */
static struct str
doc_key(struct arena *a, struct str number, int64_t id)
{
    static const struct str DROP[] = { STR_INIT("〔"), STR_INIT("〕"),
        STR_INIT("【"), STR_INIT("】"), STR_INIT("["), STR_INIT("]"),
        STR_INIT("("), STR_INIT(")"), STR_INIT(" "), STR_INIT("　") };
    struct str rest = utf8_narrow(a, number);
    struct buf b;

    if (rest.n == 0)
        return arena_fmt(a, "#%lld", (long long)id);
    buf_init(&b, a, 4096);
    while (rest.n > 0) {
        size_t skip = 0;

        for (size_t i = 0; i < sizeof(DROP) / sizeof(DROP[0]); i++) {
            if (str_starts(rest, DROP[i]))
                skip = DROP[i].n;
        }
        if (skip == 0) {
            char c = rest.p[0];

            buf_byte(&b, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
            skip = 1;
        }
        rest = str_sub(rest, skip, SIZE_MAX);
    }
    return buf_view(&b);
}

static enum status
check_line(struct str field, struct str text, bool needed, const char *what,
    struct err *err)
{
    if (needed && text.n == 0)
        return err_field(err, ERR_INPUT, field, "请填写%s", what);
    if (utf8_count(text) > LINE_MAX_CHARS)
        return err_field(err, ERR_INPUT, field, "%s应为 %d 字以内", what,
            LINE_MAX_CHARS);
    return OK;
}

static bool
needs_number(enum incident_kind k)
{
    return k == INC_PENALTY || k == INC_SANCTION || k == INC_COMPLAINT;
}

static enum status
check_entry(struct act *x, const struct incident *in, struct err *err)
{
    bool known = in->kind != INC_LICENCE;

    if (day_is_none(in->decided))
        return err_field(
            err, ERR_INPUT, STR("decided"), "请填写决定或者登记的日期");
    if (day_cmp(in->decided, x->today) > 0)
        return err_field(err, ERR_INPUT, STR("decided"),
            "决定日期 " STR_FMT " 晚于今日，请核对",
            STR_ARG(day_iso(x->a, in->decided)));
    if (day_cmp(in->effective, in->decided) < 0)
        return err_field(err, ERR_INPUT, STR("effective"),
            "生效日期不应早于决定日期 " STR_FMT,
            STR_ARG(day_iso(x->a, in->decided)));
    TRY(check_line(
        STR("authority"), in->authority, true, "作出决定或者登记的机关", err));
    TRY(check_line(STR("doc_no"), in->doc_no, needs_number(in->kind), "文号",
        err));
    TRY(check_line(STR("source"), in->source, true, "信息来源", err));
    if (in->content.n == 0 || utf8_count(in->content) > TEXT_MAX)
        return err_field(err, ERR_INPUT, STR("content"),
            "请写明内容，1 至 %d 字，现为 %zu 字", TEXT_MAX,
            utf8_count(in->content));
    for (size_t i = 0; i < INCIDENT_LICENCE_STATES; i++)
        known = known || str_eq(in->value, incident_licence_states[i]);
    if (!known)
        return err_field(err, ERR_INPUT, STR("value"),
            "执业状态应为正常、停业整顿、吊销、注销或者解散");
    return OK;
}

static enum status
audit(struct act *x, const struct incident *i, const char *event,
    struct str from, struct str reason, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .subject_id = i->subject_id,
            .object_kind = "incident",
            .object_id = i->id,
            .event = event,
            .from = from,
            .to = incident_state_name(i->state),
            .reason = reason,
            .document = i->doc_no },
        err);
}

/* Officers of the region of the subject, or of one where it holds something:
 * a person is registered at home and works elsewhere. */
static enum status
allowed(struct act *x, enum permission perm, int64_t subject_id,
    struct str region, bool *ret, struct err *err)
{
    const struct accreditation *held = NULL;
    size_t n = 0;

    *ret = may_in(x, perm, 0, region);
    if (*ret || !may(x->who, perm))
        return OK;
    TRY(accreditation_of_subject(x, subject_id, 0, &held, &n, err));
    for (size_t i = 0; i < n && !*ret; i++)
        *ret = accreditation_is_held(held[i].state) &&
               may_in(x, perm, held[i].programme_id, held[i].region);
    return OK;
}

static enum status
require(struct act *x, int64_t subject_id, struct str region,
    struct err *err)
{
    bool ok = false;

    TRY(allowed(x, MAY_SUPERVISE, subject_id, region, &ok, err));
    if (!ok)
        return act_require(x, MAY_SUPERVISE, 0, region, err);
    return act_require_no_interest(x, subject_id, err);
}

/* By the number of what it holds; not_found is no error. */
static enum status
by_number(struct act *x, struct str number, int64_t *ret, struct err *err)
{
    struct accreditation c;
    enum status st =
        accreditation_by_number(x, utf8_narrow(x->a, number), &c, err);

    if (st == ERR_NOT_FOUND)
        return OK;
    TRY(st);
    *ret = c.subject_id;
    return OK;
}

/* The one meant: by id, by the number of what it holds, or by a name it has or
 * had. */
static enum status
find_subject(struct act *x, const struct incident *in, struct subject *ret,
    struct err *err)
{
    int64_t id = in->subject_id;

    if (id == 0)
        TRY(by_number(x, str_trim(in->subject_name), &id, err));
    if (id == 0)
        TRY(subject_by_name(
            x, str_trim(in->subject_name), false, &id, err));
    if (id == 0)
        TRY(subject_by_name(x, str_trim(in->subject_name), true, &id, err));
    if (id == 0)
        return err_field(err, ERR_NOT_FOUND, STR("subject"),
            "没有叫“" STR_FMT "”的单位或个人（包括曾用名），请核对名称或者改填代码",
            STR_ARG(str_trim(in->subject_name)));
    return subject_get(x, id, ret, err);
}

static enum status
run_triggers(struct act *x, const struct incident *i, struct err *err)
{
    struct json *f = json_new(x->a, JSON_OBJECT);
    struct str effective = day_iso(x->a, i->effective);

    json_set(x->a, f, STR("登记种类"),
        json_text(x->a, incident_kind_title(i->kind)));
    json_set(x->a, f, STR("登记日期"),
        json_text(x->a, day_iso(x->a, i->decided)));
    json_set(x->a, f, STR("登记生效日"), json_text(x->a, effective));
    json_set(x->a, f, STR("登记机关"), json_text(x->a, i->authority));
    json_set(x->a, f, STR("登记文号"), json_text(x->a, i->doc_no));
    json_set(x->a, f, STR("登记内容"), json_text(x->a, i->content));
    /* The entry is judged, not a later one that is there already. */
    if (i->kind == INC_PENALTY || i->kind == INC_SANCTION)
        json_set(x->a, f, STR("最近处罚日"), json_text(x->a, effective));
    return incident_trigger(x,
        &(struct trigger_event){ .on = incident_kind_name(i->kind),
            .subject_id = i->subject_id,
            .incident_id = i->id,
            .facts = f,
            .text = arena_fmt(x->a,
                STR_FMT "于 " STR_FMT " 以 " STR_FMT " 作出" STR_FMT
                "，自 " STR_FMT " 生效：" STR_FMT,
                STR_ARG(i->authority), STR_ARG(day_iso(x->a, i->decided)),
                STR_ARG(i->doc_no.n > 0 ? i->doc_no : STR("（无文号）")),
                STR_ARG(incident_kind_title(i->kind)), STR_ARG(effective),
                STR_ARG(i->content)),
            .task_from = x->today },
        err);
}

enum status
incident_enter(struct act *x, const struct incident *in, struct incident *ret,
    bool *ret_known, struct err *err)
{
    struct incident i = *in;
    struct subject s;

    TRY(find_subject(x, in, &s, err));
    TRY(require(x, s.id, s.region, err));
    if (day_is_none(i.effective))
        i.effective = i.decided;
    i.authority = str_trim(in->authority);
    i.doc_no = str_trim(in->doc_no);
    i.source = str_trim(in->source);
    i.content = str_trim(in->content);
    TRY(check_entry(x, &i, err));
    i.subject_id = s.id;
    i.subject_name = s.name;
    i.region = s.region;
    i.id = world_id(&x->d->world);
    struct str key = doc_key(x->a, i.doc_no, i.id);
    TRY(incident_store_by_document(
        x, s.id, i.kind, key, ret, ret_known, err));
    if (*ret_known)
        return OK;
    i.entered_us = i.changed_us = x->now_us;
    i.entered_by = x->who->account_id;
    i.version = 1;
    TRY(incident_store_add(x, &i, key, err));
    TRY(naming_settle(x, &i, err));
    TRY(audit(x, &i, "register", STR_EMPTY, i.content, err));
    if (i.state != INC_REVOKED)
        TRY(run_triggers(x, &i, err));
    *ret = i;
    return OK;
}

/* --- changing the state --- */

/* What rests on this entry alone is taken back. */
static enum status
undo(struct act *x, const struct incident *i, struct str reason,
    struct err *err)
{
    const struct incident_effect *list = NULL;
    size_t n = 0;

    TRY(effect_store_of(x, i->subject_id, i->id, &list, &n, err));
    for (size_t k = 0; k < n; k++) {
        const struct incident_effect *e = &list[k];
        int64_t others = 0, stayed = 0;

        if (e->undone_us != 0)
            continue;
        TRY(effect_store_undo(x, i->subject_id, i->id, e->id, err));
        if (e->record_id != 0)
            TRY(record_drop(x, i->subject_id, e->record_id, reason, err));
        if (e->proceeding_id == 0)
            continue;
        TRY(effect_store_basis(
            x, i->subject_id, e->proceeding_id, &others, &stayed, err));
        if (others == 0)
            TRY(proceeding_undo(x, e->proceeding_id, reason, err));
    }
    return OK;
}

enum status
incident_set_state(struct act *x, int64_t subject_id, int64_t id,
    enum incident_state to, struct str reason, int64_t version,
    struct err *err)
{
    struct incident i;
    bool found = false;

    TRY(incident_store_get(x, subject_id, id, &i, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这条登记");
    TRY(require(x, i.subject_id, i.region, err));
    reason = str_trim(reason);
    if (reason.n == 0 || utf8_count(reason) > TEXT_MAX)
        return err_field(err, ERR_INPUT, STR("reason"),
            "请写明依据，如复议决定书、判决书的文号，1 至 %d 字", TEXT_MAX);
    if (i.state == INC_REVOKED || i.state == to)
        return err_set(err, ERR_CONFLICT,
            "这条登记现为“" STR_FMT "”，不能再改为“" STR_FMT "”",
            STR_ARG(STATES[i.state].title), STR_ARG(STATES[to].title));
    if (version != i.version)
        return err_set(err, ERR_CONFLICT,
            "这条登记刚刚被其他人修改，请刷新后再办理");
    struct str from = incident_state_name(i.state);
    i.state = to;
    i.reason = reason;
    i.changed_us = x->now_us;
    TRY(incident_store_put(x, &i, err));
    TRY(audit(x, &i, "change-entry", from, reason, err));
    TRY(naming_settle(x, &i, err));
    return to == INC_REVOKED ? undo(x, &i, reason, err) : OK;
}

/* --- reading --- */

/* Officers, whatever their programme; the subject's people. */
static enum status
may_read(struct act *x, int64_t subject_id, struct str region, bool *ret,
    struct err *err)
{
    *ret = acts_for(x->who, subject_id, "viewer");
    return *ret ? OK
                : allowed(x, MAY_READ_FILES, subject_id, region, ret, err);
}

enum status
incident_get(struct act *x, int64_t subject_id, int64_t id,
    struct incident *ret, struct err *err)
{
    struct incident i;
    bool found = false, reads = false;

    TRY(incident_store_get(x, subject_id, id, &i, &found, err));
    if (found)
        TRY(may_read(x, i.subject_id, i.region, &reads, err));
    if (!reads)
        return err_set(err, ERR_NOT_FOUND, "没有找到这条登记");
    *ret = i;
    return OK;
}

enum status
incident_of_subject(struct act *x, int64_t subject_id,
    const struct incident **ret, size_t *ret_n, struct err *err)
{
    struct subject s;
    bool reads = false;

    TRY(subject_get(x, subject_id, &s, err));
    TRY(may_read(x, subject_id, s.region, &reads, err));
    if (!reads)
        return err_set(err, ERR_NOT_FOUND, "没有找到这些登记");
    return incident_store_of(x, subject_id, ret, ret_n, err);
}

enum status
incident_effects(struct act *x, int64_t subject_id, int64_t id,
    const struct incident_effect **ret, size_t *ret_n, struct err *err)
{
    struct incident i = { 0 };

    TRY(incident_get(x, subject_id, id, &i, err));
    return effect_store_of(x, i.subject_id, i.id, ret, ret_n, err);
}

enum status
incident_flags(struct act *x, int64_t subject_id, int64_t accreditation_id,
    int64_t application_id, const struct incident_effect **ret, size_t *ret_n,
    struct err *err)
{
    VEC_OF(struct incident_effect) v = { 0 };
    const struct incident_effect *list = NULL;
    size_t n = 0;

    TRY(effect_store_standing(x, subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(list[i].then, STR("flag")) ||
            (accreditation_id != 0 &&
                list[i].accreditation_id != accreditation_id) ||
            (application_id != 0 &&
                list[i].application_id != application_id))
            continue;
        *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
incident_list(struct act *x, int kind, size_t offset, size_t n,
    const struct incident **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct incident) v = { 0 };
    const struct incident *list = NULL;
    size_t got = 0;

    TRY(act_require(x, MAY_READ_FILES, 0, STR_EMPTY, err));
    TRY(incident_store_list(x,
        kind < 0 ? STR_EMPTY : incident_kind_name((enum incident_kind)kind),
        offset, n, &list, &got, err));
    for (size_t i = 0; i < got; i++) {
        bool reads = false;

        TRY(may_read(
            x, list[i].subject_id, list[i].region, &reads, err));
        if (reads)
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
incident_of_record(struct act *x, int64_t subject_id, int64_t record_id,
    const struct incident **ret, size_t *ret_n, struct err *err)
{
    return incident_store_of_record(
        x, subject_id, record_id, ret, ret_n, err);
}
