/* Lists of direct inclusion: draft, submission, and what a row means. */
#include "domain/application.h"
#include "direct_private.h"

#define NUMBER_FORMAT STR("ZJNR-{{year}}-{{serial:5}}")

static const struct {
    struct str name, title;
} STATES[DIRECT_STATE_COUNT_] = {
    [DIRECT_DRAFT] = { STR_INIT("DRAFT"), STR_INIT("草稿") },
    [DIRECT_SUBMITTED] = { STR_INIT("SUBMITTED"), STR_INIT("待确认") },
    [DIRECT_CONFIRMED] = { STR_INIT("CONFIRMED"), STR_INIT("已确认纳入") },
    [DIRECT_REFUSED] = { STR_INIT("REFUSED"), STR_INIT("已退回") },
    [DIRECT_DISCARDED] = { STR_INIT("DISCARDED"), STR_INIT("已删除") },
};

struct str
direct_state_name(enum direct_state s)
{
    return STATES[s].name;
}

struct str
direct_state_title(enum direct_state s)
{
    return STATES[s].title;
}

/* --- what a row means --- */

/* Persons have namesakes: the same one has the same mobile number too. */
static bool
is_meant(const struct namesake *n, bool persons, struct str region,
    struct str phone, const struct regions *regions)
{
    if (persons)
        return phone.n > 0 && str_eq(n->mobile, phone);
    return n->region.n == 0 || region_within(regions, n->region, region) ||
           region_within(regions, region, n->region);
}

enum status
direct_match(struct act *x, const struct pack *p,
    const struct pack_import *im, int64_t programme_id, struct str region,
    struct str name, const struct str *cells, struct row_match *ret,
    struct err *err)
{
    const struct namesake *list = NULL;
    size_t n = 0;
    bool persons = str_eq(p->subject, STR("person"));
    struct str phone = line_phone(x->a, im, cells);

    *ret = (struct row_match){ 0 };
    TRY(direct_store_namesakes(
        x, name, persons, programme_id, &list, &n, err));
    for (size_t i = 0; i < n && ret->subject_id == 0; i++) {
        if (!is_meant(&list[i], persons, region, phone, x->d->regions))
            continue;
        ret->subject_id = list[i].subject_id;
        if (list[i].living_id != 0)
            ret->problem = arena_fmt(x->a,
                "“" STR_FMT "”已在名册中（" STR_FMT "），不能重复纳入",
                STR_ARG(name), STR_ARG(list[i].number));
    }
    if (ret->subject_id == 0 && !persons && n > 0)
        ret->problem = arena_fmt(x->a,
            "“" STR_FMT "”登记的所在地是" STR_FMT "，不在推荐机构的辖区内",
            STR_ARG(name),
            STR_ARG(region_path(x->a, x->d->regions, list[0].region)));
    return OK;
}

/* --- permission --- */

enum status
direct_get(struct act *x, int64_t id, struct direct_list *ret, struct err *err)
{
    struct direct_list l;
    bool mine = false;

    TRY(direct_store_get(x, id, &l, err));
    mine = may_in(x, MAY_READ_FILES, l.programme_id, l.region);
    if (!mine)
        TRY(direct_of_body(x, l.programme_id, l.region, l.body_subject_id,
            &mine, err));
    if (!mine)
        return err_set(err, ERR_NOT_FOUND, "没有找到这份汇总表，或者您无权查看");
    *ret = l;
    return OK;
}

enum status
direct_is_mine(struct act *x, const struct direct_list *l, bool *ret,
    struct err *err)
{
    return direct_of_body(
        x, l->programme_id, l->region, l->body_subject_id, ret, err);
}

/* The list was shown to the actor, so are its files. */
enum status
direct_file(struct act *x, int64_t subject_id, int64_t attachment_id,
    struct attachment *ret, struct err *err)
{
    struct act as_system = *x;
    struct actor system = actor_system();

    as_system.who = &system;
    return attachment_get(&as_system, subject_id, attachment_id, ret, err);
}

static enum status
get_as_body(
    struct act *x, int64_t id, struct direct_list *ret, struct err *err)
{
    bool mine = false;

    TRY(direct_get(x, id, ret, err));
    TRY(direct_of_body(x, ret->programme_id, ret->region,
        ret->body_subject_id, &mine, err));
    return mine ? OK
                : err_set(err, ERR_DENIED, "只有推荐机构可以办理这份汇总表");
}

enum status
direct_lists(struct act *x, enum direct_state state, size_t offset, size_t n,
    const struct direct_list **ret, size_t *ret_n, int64_t *ret_total,
    struct err *err)
{
    const struct direct_list *all = NULL;
    size_t n_all = 0;
    VEC_OF(struct direct_list) v = { 0 };
    int64_t total = 0;

    TRY(act_require(x, MAY_SEE_DESK, 0, STR_EMPTY, err));
    TRY(direct_store_lists(x,
        state == DIRECT_STATE_COUNT_ ? STR_EMPTY : STATES[state].name, &all,
        &n_all, err));
    for (size_t i = 0; i < n_all; i++) {
        const struct direct_list *l = &all[i];
        bool mine = may_in(x, MAY_READ_FILES, l->programme_id, l->region) &&
                    l->state != DIRECT_DRAFT;

        if (!mine)
            TRY(direct_of_body(x, l->programme_id, l->region,
                l->body_subject_id, &mine, err));
        if (!mine)
            continue;
        if ((size_t)total++ >= offset && v.n < n)
            *VEC_PUSH(x->a, &v) = *l;
    }
    *ret = v.p;
    *ret_n = v.n;
    *ret_total = total;
    return OK;
}

enum status
direct_rows(struct act *x, const struct direct_list *l, struct str which,
    int64_t after, size_t n, const struct direct_row **ret, size_t *ret_n,
    struct err *err)
{
    return direct_store_rows(x, l->id, which, after, n, ret, ret_n, err);
}

enum status
direct_count(struct act *x, const struct direct_list *l, struct str which,
    int64_t *ret, struct err *err)
{
    return direct_store_count(x, l->id, which, ret, err);
}

/* --- draft --- */

static enum status
require_entrusted(struct act *x, const struct entrustment *e, struct err *err)
{
    bool mine = false;

    TRY(direct_of_body(
        x, e->programme_id, e->region, e->subject_id, &mine, err));
    if (!mine)
        return err_set(err, ERR_DENIED,
            "您的账号不能以“" STR_FMT "”的名义推荐", STR_ARG(e->body));
    if (entrustment_valid(e, x->today))
        return OK;
    if (e->ended)
        return err_set(err, ERR_CONFLICT,
            "委托（" STR_FMT "）已经终止，请联系认定机关",
            STR_ARG(e->document_no));
    return err_set(err, ERR_CONFLICT,
        "委托（" STR_FMT "）的有效期为 " STR_FMT " 至 " STR_FMT
        "，今天不在有效期内",
        STR_ARG(e->document_no), STR_ARG(day_iso(x->a, e->first)),
        STR_ARG(day_iso(x->a, e->last)));
}

static enum status
add_rows(struct act *x, struct direct_list *l, const struct pack *p,
    const struct pack_import *im, const struct direct_sheet *sheet,
    struct err *err)
{
    struct act row = *x;
    enum status st = OK;

    row.a = arena_new("direct-rows");
    l->good_count = 0;
    for (size_t i = 0; i < sheet->n && st == OK; i++) {
        const struct direct_line *line = &sheet->lines[i];
        struct str problem = line->problem;

        if (problem.n == 0) {
            struct row_match m;

            st = direct_match(&row, p, im, l->programme_id, l->region,
                line->name, line->cells, &m, err);
            if (st != OK)
                break;
            problem = m.problem;
        }
        l->good_count += problem.n == 0;
        st = direct_store_add_row(
            &row, l->id, line, im->n_columns, problem, err);
        arena_reset(row.a);
    }
    arena_free(row.a);
    return st;
}

enum status
direct_add(struct act *x, int64_t entrustment_id,
    const struct direct_sheet *sheet, const struct kept_file *source,
    struct direct_list *ret, struct err *err)
{
    struct entrustment e;
    const struct pack_import *im = NULL;

    TRY(direct_store_entrustment(x, entrustment_id, &e, err));
    TRY(require_entrusted(x, &e, err));
    const struct programme *p = domain_programme(x->d, e.programme_id);
    if (p == NULL || !direct_import_of(p->pack, &im, NULL))
        return err_set(err, ERR_CONFLICT, "这个项目没有直接纳入渠道");
    struct json *head = json_new(x->a, JSON_OBJECT);
    for (size_t i = 0; i < im->n_head; i++)
        json_set(x->a, head, im->head[i].name,
            json_text(x->a, sheet->head[i]));
    struct direct_list l = { .id = world_id(&x->d->world),
        .programme_id = e.programme_id,
        .body_subject_id = e.subject_id,
        .body = e.body,
        .entrustment_id = e.id,
        .region = e.region,
        .import_name = im->name,
        .head = head,
        .row_count = (int64_t)sheet->n,
        .created_us = x->now_us,
        .created_by = x->who->account_id,
        .mailed = DAY_NONE,
        .state = DIRECT_DRAFT,
        .version = 1 };
    TRY(number_make(x, NUMBER_FORMAT, &l.number, err));
    if (source != NULL && source->sha256.n > 0)
        TRY(direct_keep(x, e.subject_id, l.id, STR("source"), source,
            &l.source_id, err));
    TRY(direct_store_add(x, &l, err));
    TRY(add_rows(x, &l, p->pack, im, sheet, err));
    TRY(direct_store_put(x, &l, err));
    TRY(audit_add(x,
        &(struct audit_line){ .programme_id = l.programme_id,
            .subject_id = l.body_subject_id,
            .object_kind = "direct_list",
            .object_id = l.id,
            .event = "add",
            .to = STATES[DIRECT_DRAFT].name,
            .clause = im->clause,
            .document = l.number },
        err));
    *ret = l;
    return OK;
}

/* --- moving --- */

enum status
direct_move(struct act *x, struct direct_list *l, enum direct_state to,
    const char *event, struct str clause, struct err *err)
{
    struct str from = STATES[l->state].name;

    l->state = to;
    TRY(direct_store_put(x, l, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = l->programme_id,
            .subject_id = l->body_subject_id,
            .object_kind = "direct_list",
            .object_id = l->id,
            .event = event,
            .from = from,
            .to = STATES[to].name,
            .reason = l->reason,
            .clause = clause,
            .document = l->number },
        err);
}

static bool
is_word(struct str type)
{
    return str_eq(type, STR("application/msword")) ||
           str_eq(type,
               STR("application/vnd.openxmlformats-officedocument."
                   "wordprocessingml.document"));
}

static enum status
check_files(const struct direct_submission *s, struct err *err)
{
    if (s->pdf.sha256.n == 0)
        return err_field(err, ERR_INPUT, STR("pdf"),
            "请上传加盖公章的汇总表扫描件（PDF）");
    if (!str_eq(s->pdf.type, STR("application/pdf")))
        return err_field(
            err, ERR_INPUT, STR("pdf"), "盖章扫描件应为 PDF 文件");
    if (s->word.sha256.n == 0)
        return err_field(
            err, ERR_INPUT, STR("word"), "请上传汇总表的 Word 版");
    if (!is_word(s->word.type))
        return err_field(err, ERR_INPUT, STR("word"),
            "Word 版应为 .docx 或 .doc 文件");
    return OK;
}

static enum status
check_rows(const struct direct_list *l, struct str mode, struct err *err)
{
    bool all = str_eq(mode, STR("all"));

    if (!all && !str_eq(mode, STR("good")))
        return err_field(err, ERR_INPUT, STR("apply_mode"),
            "请选择全部提交，或者只提交无误的行");
    if (l->good_count == 0)
        return err_field(err, ERR_CONFLICT, STR("apply_mode"),
            "没有一行无误，请改正后重新上传");
    if (all && l->good_count != l->row_count)
        return err_field(err, ERR_CONFLICT, STR("apply_mode"),
            "有 %lld 行有误，不能全部提交；请改正后重新上传，或者只提交无误的 "
            "%lld 行",
            (long long)(l->row_count - l->good_count),
            (long long)l->good_count);
    return OK;
}

/* CN-3-a binds recommending bodies too. */
static enum status
check_window(struct act *x, struct direct_list *l, int64_t received_us,
    struct err *err)
{
    struct act then = *x;
    struct round r;

    if (received_us != 0)
        then.now_us = received_us;
    enum status st = round_current(&then, l->programme_id, &r, err);
    if (st == ERR_NOT_FOUND && err != NULL)
        err->code = ERR_CONFLICT;
    if (st != OK)
        return st == ERR_NOT_FOUND ? ERR_CONFLICT : st;
    l->round_id = r.id;
    return OK;
}

enum status
direct_submit(struct act *x, int64_t id, const struct direct_submission *s,
    struct direct_list *ret, struct err *err)
{
    struct direct_list l;
    struct entrustment e;

    TRY(get_as_body(x, id, &l, err));
    if (l.state != DIRECT_DRAFT)
        return err_set(err, ERR_CONFLICT,
            "这份汇总表是“" STR_FMT "”，不能再提交",
            STR_ARG(STATES[l.state].title));
    if (s->version != 0 && s->version != l.version)
        return err_set(err, ERR_CONFLICT,
            "这份汇总表刚刚被其他人处理，请刷新后重试");
    TRY(direct_store_entrustment(x, l.entrustment_id, &e, err));
    TRY(require_entrusted(x, &e, err));
    TRY(check_window(x, &l, s->received_us, err));
    TRY(check_rows(&l, s->apply_mode, err));
    TRY(check_files(s, err));
    TRY(direct_keep(x, l.body_subject_id, l.id, STR("pdf"), &s->pdf,
        &l.pdf_id, err));
    TRY(direct_keep(x, l.body_subject_id, l.id, STR("word"), &s->word,
        &l.word_id, err));
    l.apply_mode = s->apply_mode;
    l.mailed = s->mailed;
    l.submitted_us = s->received_us != 0 ? s->received_us : x->now_us;
    const struct pack_import *im = NULL;
    const struct programme *p = domain_programme(x->d, l.programme_id);
    struct str clause =
        p != NULL && direct_import_of(p->pack, &im, NULL) ? im->clause
                                                          : STR_EMPTY;
    TRY(direct_move(x, &l, DIRECT_SUBMITTED, "submit", clause, err));
    *ret = l;
    return OK;
}

enum status
direct_discard(struct act *x, int64_t id, struct err *err)
{
    struct direct_list l;

    TRY(get_as_body(x, id, &l, err));
    if (l.state != DIRECT_DRAFT)
        return err_set(
            err, ERR_CONFLICT, "只有草稿可以删除，已提交的由认定机关办理");
    return direct_move(x, &l, DIRECT_DISCARDED, "discard", STR_EMPTY, err);
}
