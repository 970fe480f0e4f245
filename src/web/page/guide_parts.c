/* The fixed elements of a guide, the sample of the result, the versions. */
#include "guide_parts.h"

#include "web/workbook.h"

#define BLANK_ROWS 12

/* --- elements --- */

/* Every period that the regulation fixes, in the order of the procedure. */
static struct str
times_text(struct web *w, const struct pack_procedure *proc)
{
    struct buf b;

    buf_init(&b, w->a, 4096);
    for (size_t i = 0; i < proc->n_stages; i++) {
        const struct pack_stage *s = &proc->stages[i];

        if (s->period.n > 0) {
            if (buf_view(&b).n > 0)
                buf_lit(&b, "\n");
            buf_str(&b,
                s->period.kind == TERM_WORKING_DAYS
                    ? arena_fmt(w->a, T(w, "%.*s：%d 个工作日"),
                          STR_ARG(L(w, s->title)), s->period.n)
                    : arena_fmt(w->a, T(w, "%.*s：%d 日"),
                          STR_ARG(L(w, s->title)), s->period.n));
        }
        if (s->supplement.n > 0) {
            if (buf_view(&b).n > 0)
                buf_lit(&b, "\n");
            buf_str(&b,
                arena_fmt(w->a,
                    T(w, "%.*s中的补正：一次性告知后 %d 个工作日"),
                    STR_ARG(L(w, s->title)), s->supplement.n));
        }
    }
    if (buf_view(&b).n == 0)
        return str_of(T(w, "办法没有规定期限"));
    return buf_view(&b);
}

static int
term_years(const struct pack_procedure *proc)
{
    const struct pack_stage *s = procedure_stage(proc, STAGE_GRANT);

    return s == NULL ? 0 : s->term_years;
}

static struct str
result_text(struct web *w, const struct programme *p,
    const struct pack_procedure *proc)
{
    const struct pack_stage *s = procedure_stage(proc, STAGE_GRANT);
    const struct pack_document *d =
        s == NULL ? NULL : pack_document(p->pack, s->document);

    if (d == NULL)
        return STR_EMPTY;
    return arena_fmt(w->a, T(w, "%.*s，有效期 %d 年"),
        STR_ARG(L(w, d->title)), term_years(proc));
}

static struct str
window_text(struct web *w, const struct round *r)
{
    if (r == NULL)
        return str_of(T(w, "现在没有开放的批次；网上填报全天开放，可先存草稿"));
    if (r->closes_us == 0)
        return str_of(T(w, "长期受理，全天开放"));
    return arena_fmt(w->a, T(w, "即日起至 %.*s 24:00（北京时间），全天开放"),
        STR_ARG(day_iso(w->a, day_of_us(r->closes_us - 1))));
}

/* The round's contact if there is one, else the authority's. */
static struct str
contact_text(struct web *w, const struct round *r,
    const struct authority_contact *c)
{
    struct str who = r != NULL && r->contact.n > 0 ? r->contact : c->contact;
    struct str phone = r != NULL && r->phone.n > 0 ? r->phone : c->phone;

    if (who.n == 0 && phone.n == 0)
        return str_of(T(w, "在帮助中心查看常见问题；机构尚未公布咨询电话"));
    return arena_fmt(
        w->a, "%.*s %.*s", STR_ARG(who), STR_ARG(phone));
}

void
guide_elements(struct web *w, const struct programme *p,
    const struct pack_procedure *proc, const struct round *round,
    const struct authority_contact *contact)
{
    bool person = str_eq(p->pack->subject, STR("person"));

    part_dl_begin(w);
    part_dl(w, str_of(T(w, "事项名称")), L(w, proc->title));
    part_dl(w, str_of(T(w, "服务对象")),
        str_of(person ? T(w, "个人") : T(w, "法人和其他组织")));
    part_dl(w, str_of(T(w, "设定依据")),
        arena_fmt(w->a, "%.*s %.*s", STR_ARG(p->pack->issuer),
            STR_ARG(p->pack->doc_no)));
    part_dl(w, str_of(T(w, "办理机构")),
        L(w, (struct label){ p->authority, p->authority_en }));
    part_dl(w, str_of(T(w, "办理形式")),
        str_of(T(w, "全程网上办理，无需到现场")));
    part_dl(w, str_of(T(w, "办理地点")),
        contact->address.n > 0 ? contact->address : str_of(T(w, "本平台")));
    part_dl(w, str_of(T(w, "受理时间")), window_text(w, round));
    part_dl(w, str_of(T(w, "办理时限")), times_text(w, proc));
    part_dl(w, str_of(T(w, "收费")), str_of(T(w, "不收费")));
    part_dl(w, str_of(T(w, "办理结果")), result_text(w, p, proc));
    part_dl(w, str_of(T(w, "送达方式")),
        str_of(T(w, "短信和站内消息通知，电子证书在线下载")));
    part_dl(w, str_of(T(w, "咨询方式")), contact_text(w, round, contact));
    part_dl_end(w);
}

/* --- the sample --- */

/* Every {{name}} gets something to stand for it. */
static const struct json *
sample_values(
    struct web *w, const struct pack_procedure *proc, struct str body)
{
    struct json *v = json_new(w->a, JSON_OBJECT);
    struct str rest = body, name;
    size_t at;

    while ((at = str_find(rest, STR("{{"))) != SIZE_MAX) {
        rest = str_sub(rest, at + 2, SIZE_MAX);
        (void)str_cut(rest, '}', &name, NULL);
        json_set(w->a, v, name, json_text(w->a, STR("××××")));
    }
    json_set(w->a, v, STR("first_day"),
        json_text(w->a, day_iso(w->a, w->today)));
    json_set(w->a, v, STR("last_day"),
        json_text(w->a,
            day_iso(w->a, term_last_day(w->today, term_years(proc)))));
    return v;
}

void
guide_sample(struct web *w, const struct programme *p,
    const struct pack_procedure *proc)
{
    const struct pack_stage *s = procedure_stage(proc, STAGE_GRANT);
    const struct pack_document *d =
        s == NULL ? NULL : pack_document(p->pack, s->document);

    if (d == NULL || s->term_years < 1)
        return;
    html_raw(w->h, "<section class=\"certificate\" lang=\"zh-CN\"><h3>");
    html_text(w->h, d->title.zh);
    html_raw(w->h, "</h3><p>");
    part_tag(w, TAG_GREY, str_of(T(w, "样本")));
    html_raw(w->h, "</p><p>");
    html_multiline(w->h,
        str_trim(
            template_fill(w->a, d->body, sample_values(w, proc, d->body))));
    html_raw(w->h, "</p><p>");
    html_text(w->h, p->authority);
    html_raw(w->h, "</p></section>\n");
}

/* --- versions --- */

void
guide_versions(struct web *w, const struct programme *p)
{
    html_raw(w->h, "<h2 id=\"versions\">");
    html_cstr(w->h, T(w, "版本记录"));
    html_raw(w->h, "</h2><p class=\"muted\">");
    html_cstr(w->h,
        T(w, "已提交的申请按提交之日施行的版本办理；校验值由全部文件算出，"
             "改动一字即不同。"));
    html_raw(w->h, "</p>");
    part_table_begin(w, str_of(T(w, "版本记录")));
    part_th(w, str_of(T(w, "版本")), false);
    part_th(w, str_of(T(w, "施行日期")), false);
    part_th(w, str_of(T(w, "文号")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_th(w, str_of(T(w, "校验值（SHA-256）")), false);
    part_table_body(w);
    for (size_t i = w->d->n_packs; i-- > 0;) {
        const struct pack *k = w->d->packs[i];

        if (!str_eq(k->id, p->pack->id))
            continue;
        part_tr(w);
        part_td(w, k->version);
        part_td(w, show_day(w, k->in_force));
        part_td(w, k->doc_no);
        part_td_begin(w);
        html_text(w->h, k->status);
        if (str_eq(k->hash, p->pack->hash)) {
            html_raw(w->h, " ");
            part_tag(w, TAG_GREEN, str_of(T(w, "现行")));
        }
        part_td_end(w);
        html_raw(w->h, "<td><code>");
        html_text(w->h, k->hash);
        html_raw(w->h, "</code></td>");
        part_tr_end(w);
    }
    part_table_end(w);
}

/* --- blank tables --- */

enum status
guide_blank_workbook(
    struct web *w, const struct pack_import *m, struct err *err)
{
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;
    struct xlsx_column *columns =
        arena_new_array(w->a, struct xlsx_column, m->n_columns + 1);
    struct str *above = arena_new_array(w->a, struct str, m->n_head + 1);

    TRY(web_book_open(w, &book, &x, err));
    columns[0] = (struct xlsx_column){ .title = STR("序号"), .width = 6 };
    for (size_t i = 0; i < m->n_columns; i++)
        columns[i + 1] = (struct xlsx_column){
            .title = m->columns[i].label.zh, .width = 24 };
    above[0] = m->title.zh;
    for (size_t i = 0; i < m->n_head; i++)
        above[i + 1] = arena_fmt(
            w->a, STR_FMT "：", STR_ARG(m->head[i].label.zh));
    xlsx_sheet(x, m->name, above, m->n_head + 1, columns, m->n_columns + 1);
    for (int i = 1; i <= BLANK_ROWS; i++) {
        struct str serial = arena_fmt(w->a, "%d", i);

        xlsx_add_row(x, &serial, 1, XLSX_PLAIN);
    }
    if (m->note.n > 0)
        xlsx_note(x, m->note);
    return web_book_send(book,
        arena_fmt(w->a, STR_FMT ".xlsx", STR_ARG(m->title.zh)), err);
}
