#include "case_parts.h"

#include "domain/attachment.h"

void
case_tag(struct web *w, const struct proceeding *p)
{
    static const enum tag TONES[PROC_STATE_COUNT_] = {
        [PROC_PROPOSED] = TAG_AMBER,
        [PROC_NOTIFIED] = TAG_BLUE,
        [PROC_STATED] = TAG_AMBER,
        [PROC_DECIDED] = TAG_GREY,
        [PROC_CLOSED] = TAG_GREY,
        [PROC_REVERSED] = TAG_GREY,
    };

    part_tag(w, TONES[p->state], proceeding_state_title(p->kind, p->state));
}

void
case_kept_verdict(struct web *w, const struct json *v, int depth)
{
    struct str why = json_str(json_get(v, STR("why")));
    const struct json *parts = json_get(v, STR("parts"));

    if (parts->n == 0 && why.n > 0) {
        html_raw(w->h, "<p class=\"why\">");
        html_text(w->h, why);
        html_raw(w->h, "</p>");
    }
    for (size_t i = 0; i < parts->n && depth < 8; i++)
        case_kept_verdict(w, json_at(parts, i), depth + 1);
}

static enum status
attachments(struct web *w, const struct proceeding *p, struct err *err)
{
    const struct attachment *list = NULL;
    size_t n = 0;

    /* The evidence may tell who reported. */
    if (p->kind == PROC_REPORT && p->handler_id != 0 &&
        p->handler_id != w->who.account_id)
        return OK;
    TRY(attachment_list(&w->x, p->subject_id,
        p->kind == PROC_REPORT ? STR("report") : STR("proceeding"), p->id,
        &list, &n, err));
    if (n == 0)
        return OK;
    html_raw(w->h, "<h3>");
    html_cstr(w->h, T(w, "附件"));
    html_raw(w->h, "</h3>");
    part_attachments(w, list, n);
    return OK;
}

static void
deadline(struct web *w, const struct proceeding *p)
{
    if (p->due_us == 0)
        return;
    html_raw(w->h, "<details><summary>");
    html_cstr(w->h,
        p->notified_us > 0 ? T(w, "陈述期怎样计算")
                           : T(w, "办理期限怎样计算"));
    html_raw(w->h, "</summary><p>");
    html_multiline(w->h, p->derivation);
    html_raw(w->h, "</p></details>\n");
}

static void
facts(struct web *w, const struct proceeding *p, bool officer)
{
    const struct programme *prog = domain_programme(w->d, p->programme_id);

    part_dl_begin(w);
    part_dl(w, str_of(T(w, "名称")),
        arena_fmt(w->a, STR_FMT "（" STR_FMT "）", STR_ARG(p->holder),
            STR_ARG(p->holder_number)));
    if (officer)
        part_dl(w, str_of(T(w, "资格状态")),
            accreditation_state_title(p->holder_state));
    part_dl(w, str_of(T(w, "情形")), L(w, ground_title(prog->pack, p->ground)));
    if (p->year > 0)
        part_dl(w, str_of(T(w, "年度")),
            arena_fmt(w->a, "%lld", (long long)p->year));
    part_dl(w, str_of(T(w, "事实")), p->facts);
    part_dl(w, str_of(T(w, "立案时间")), show_us(w, p->opened_us));
    if (p->kind == PROC_REPORT && officer) {
        part_dl(w, str_of(T(w, "反映人")), p->reporter);
        part_dl(w, str_of(T(w, "联系方式")), p->reporter_contact);
        if (p->reporter_identity.n > 0)
            part_dl(w, str_of(T(w, "身份证号码或者统一社会信用代码")),
                p->reporter_identity);
        if (p->reporter_check != REPORTER_UNCHECKED)
            part_dl(w, str_of(T(w, "举报人身份")),
                p->reporter_check == REPORTER_GENUINE
                    ? str_of(T(w, "已核实属实"))
                    : str_of(T(w, "核实不实，不作为实名举报办理")));
    }
    if (p->checked_us > 0) {
        part_dl(w, str_of(T(w, "初核时间")), show_us(w, p->checked_us));
        part_dl(w, str_of(T(w, "初核意见")), p->check_text);
    }
    if (p->meeting.n > 0)
        part_dl(w, str_of(T(w, "会议核实")),
            arena_fmt(w->a, STR_FMT " " STR_FMT " %s",
                STR_ARG(show_day(w, p->meeting_day)),
                STR_ARG(p->minutes_no),
                str_eq(p->meeting, STR("CONFIRMED"))
                    ? T(w, "确已不符合")
                    : T(w, "仍然符合")));
    if (p->notified_us > 0)
        part_dl(w, str_of(T(w, "告知时间")), show_us(w, p->notified_us));
    if (p->due_us > 0)
        part_dl(w,
            str_of(p->notified_us > 0 ? T(w, "陈述期届满")
                                      : T(w, "应当办结")),
            arena_fmt(w->a, STR_FMT " 24:00",
                STR_ARG(day_iso(w->a, day_of_us(p->due_us - 1)))));
    if (p->statement_us > 0) {
        part_dl(w, str_of(T(w, "陈述时间")), show_us(w, p->statement_us));
        part_dl(w, str_of(T(w, "陈述内容")), p->statement);
    }
    if (p->decided_us > 0) {
        if (p->decision.n > 0)
            part_dl(w, str_of(T(w, "决定")),
                proceeding_decision_title(p->decision));
        part_dl(w, str_of(T(w, "理由")), p->reason);
        part_dl(w, str_of(T(w, "决定时间")), show_us(w, p->decided_us));
    }
    part_dl_end(w);
}

enum status
case_body(
    struct web *w, const struct proceeding *p, bool officer, struct err *err)
{
    const struct programme *prog = domain_programme(w->d, p->programme_id);

    html_raw(w->h, "<p>");
    case_tag(w, p);
    html_raw(w->h, "</p>");
    part_card_begin(w, proceeding_kind_title(p->kind), false);
    facts(w, p, officer);
    deadline(w, p);
    part_clause(w, prog, prog->pack, p->clause);
    if (!json_is_null(p->verdict)) {
        html_raw(w->h, "<h3>");
        html_cstr(w->h, T(w, "规则的计算"));
        html_raw(w->h, "</h3>");
        case_kept_verdict(w, p->verdict, 0);
    }
    TRY(attachments(w, p, err));
    part_card_end(w);
    return part_letters(
        w, p->subject_id, STR("proceeding"), p->id, err);
}

/* --- evidence --- */

enum status
case_keep_files(struct web *w, const char *owner_kind, struct case_files *ret,
    struct err *err)
{
    struct case_files k = { arena_new_array(
                                w->a, struct attachment, CASE_FILES_MOST),
        0 };
    const struct http_file *f;

    while (k.n < CASE_FILES_MOST &&
           (f = http_file_of(w->req, "evidence", k.n)) != NULL) {
        struct attachment *at = &k.list[k.n];

        if (f->size == 0)
            break; /* no file was chosen */
        *at = (struct attachment){ .owner_kind = str_of(owner_kind),
            .field = STR("evidence") };
        TRY(web_keep_file(w, f, at, err));
        k.n++;
    }
    f = http_file_of(w->req, "evidence", CASE_FILES_MOST);
    if (f != NULL && f->size > 0)
        return err_field(err, ERR_INPUT, STR("evidence"),
            "证据材料最多 %d 个文件，请合并后再提交", CASE_FILES_MOST);
    *ret = k;
    return OK;
}

enum status
case_add_files(struct web *w, const struct case_files *files,
    int64_t subject_id, int64_t owner_id, struct err *err)
{
    for (size_t i = 0; i < files->n; i++) {
        struct attachment at = files->list[i];

        at.subject_id = subject_id;
        at.owner_id = owner_id;
        TRY(attachment_add(&w->x, &at, err));
    }
    return OK;
}

void
case_file_inputs(struct web *w)
{
    part_input(w,
        &(struct input){ .name = "evidence",
            .label = str_of(T(w, "证据材料")),
            .hint = arena_fmt(w->a,
                T(w, "PDF、图片或 Office 文件，每个不超过 20 MB，可一次选择多"
                     "个，最多 %d 个"),
                CASE_FILES_MOST),
            .kind = INPUT_FILE,
            .several = true,
            .optional = true });
}

void
case_ground_select(struct web *w, const struct pack *p, bool may_end)
{
    struct choice *c = arena_new_array(w->a, struct choice, p->n_grounds + 1);
    size_t n = 0;

    c[n++] = (struct choice){ STR_EMPTY, str_of(T(w, "请选择")) };
    for (size_t i = 0; i < p->n_grounds; i++) {
        if (!may_end || p->grounds[i].may_end)
            c[n++] = (struct choice){ p->grounds[i].name,
                L(w, p->grounds[i].title) };
    }
    part_select(w, "ground", str_of(T(w, "情形")), STR_EMPTY, c, n,
        web_typed(w, "ground", STR_EMPTY));
}
