/* Inspections: those one was drawn for, the record form (for a phone in the
 * field), what follows, publication. */
#include "case_parts.h"
#include "domain/attachment.h"
#include "draw_parts.h"

#define FINDINGS_MOST 20
#define ITEMS_MOST 40
#define PHOTOS_MOST 10 /* of an item */

/* --- lists --- */

static void
table(struct web *w, const struct inspection *list, size_t n,
    const char *caption)
{
    part_table_begin(w, str_of(caption));
    part_th(w, str_of(T(w, "检查对象")), false);
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "抽取编号")), false);
    part_th(w, str_of(T(w, "公布期限")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        bool late = list[i].state < INSPECT_PUBLISHED &&
                    !day_is_none(list[i].due) &&
                    day_cmp(w->today, list[i].due) > 0;

        part_tr(w);
        part_td_begin(w);
        part_link(w, url_make(w->a, "/desk/inspections/%d", list[i].id),
            list[i].name);
        part_td_end(w);
        part_td(w, list[i].number);
        part_td(w, list[i].draw_number);
        part_td(w, show_day(w, list[i].due));
        part_td_begin(w);
        inspection_tag(w, list[i].state);
        if (late)
            part_tag(w, TAG_RED, str_of(T(w, "已逾期")));
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
list_page(struct web *w, struct err *err)
{
    const struct inspection *mine = NULL, *all = NULL;
    size_t n_mine = 0, n_all = 0;

    TRY(inspection_mine(&w->x, &mine, &n_mine, err));
    if (may(&w->who, MAY_READ_FILES))
        TRY(inspection_list(&w->x, 0, -1, &all, &n_all, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "检查和记录")),
            .nav = "inspections" });
    if (n_mine > 0)
        table(w, mine, n_mine, T(w, "我被抽中的检查"));
    else
        part_empty(w, str_of(T(w, "您没有被抽中的检查。")),
            str_of(T(w, "公开的抽查")), url_path("/draws"));
    if (may(&w->who, MAY_READ_FILES)) {
        html_raw(w->h, "<p>");
        part_link(w, url_path("/desk/rectifications"),
            str_of(T(w, "限期整改")));
        html_raw(w->h, "</p>");
    }
    if (n_all > 0)
        table(w, all, n_all, T(w, "全部检查"));
    page_end(w);
    return OK;
}

/* --- the record form --- */

static const char *
field_of(struct web *w, const char *what, size_t item)
{
    return arena_cstr(w->a, arena_fmt(w->a, "%s.%zu", what, item));
}

static bool
was_ticked(struct web *w, const char *name, struct str value)
{
    struct str v;

    for (size_t i = 0; http_field_at(w->req, name, i, &v); i++) {
        if (str_eq(v, value))
            return true;
    }
    return false;
}

static void
box(struct web *w, const char *name, struct str value, struct str label)
{
    html_raw(w->h, "<label><input type=\"checkbox\"");
    html_attr(w->h, "name", str_of(name));
    html_attr(w->h, "value", value);
    if (was_ticked(w, name, value))
        html_raw(w->h, " checked");
    html_raw(w->h, "> <span>");
    html_text(w->h, label);
    html_raw(w->h, "</span></label>");
}

static void
item_fields(struct web *w, const struct programme *p,
    const struct pack_inspection_item *item, size_t at)
{
    static const char *const THEN[] = { N_("记录并公布"),
        N_("责令限期整改"), N_("立案") };
    const char *name = field_of(w, "findings", at);

    html_raw(w->h, "<fieldset class=\"field\"");
    html_attr(w->h, "id", field_id(w->a, item->name));
    html_raw(w->h, "><legend>");
    html_text(w->h, L(w, item->title));
    html_raw(w->h, "</legend>");
    if (item->hint.zh.n > 0) {
        html_raw(w->h, "<p class=\"hint\">");
        html_text(w->h, L(w, item->hint));
        html_raw(w->h, "</p>");
    }
    if (web_error_at(w, item->name).n > 0) {
        html_raw(w->h, "<p class=\"error\">");
        html_text(w->h, web_error_at(w, item->name));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "<div class=\"checks\">");
    for (size_t i = 0; i < item->n_findings; i++) {
        const struct pack_finding *f = &item->findings[i];

        box(w, name, f->name,
            arena_fmt(w->a, STR_FMT "（%s）", STR_ARG(L(w, f->title)),
                catalog_get(w->catalog, THEN[f->then])));
    }
    box(w, field_of(w, "none", at), STR("1"),
        str_of(T(w, "这一项没有检查（请说明原因）")));
    html_raw(w->h, "</div>");
    part_input(w,
        &(struct input){ .name = field_of(w, "text", at),
            .label = arena_fmt(w->a, T(w, "“%.*s”的说明"),
                STR_ARG(L(w, item->title))),
            .kind = INPUT_AREA,
            .optional = true,
            .max_length = 2000 });
    part_input(w,
        &(struct input){ .name = field_of(w, "photo", at),
            .label = arena_fmt(w->a, T(w, "“%.*s”的照片"),
                STR_ARG(L(w, item->title))),
            .hint = arena_fmt(w->a,
                T(w, "图片或 PDF，每个不超过 20 MB，最多 %d 个"), PHOTOS_MOST),
            .kind = INPUT_FILE,
            .several = true,
            .optional = true });
    part_clause(w, p, p->pack, item->clause);
    html_raw(w->h, "</fieldset>");
}

static void
record_form(struct web *w, const struct inspection *i,
    const struct programme *p, const struct pack_inspection *s)
{
    part_card_begin(w, str_of(T(w, "填写检查记录")), true);
    part_form_begin_guarded(w,
        url_make(w->a, "/desk/inspections/%d/record", i->id), true,
        (struct url){ STR_EMPTY });
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)i->version));
    part_input(w,
        &(struct input){ .name = "visited",
            .label = str_of(T(w, "检查日期")),
            .kind = INPUT_DATE,
            .value = day_iso(w->a, w->today),
            .width = 10 });
    part_input(w,
        &(struct input){ .name = "place",
            .label = str_of(T(w, "检查地点")),
            .optional = true,
            .max_length = 200 });
    for (size_t k = 0; k < s->n_items; k++)
        item_fields(w, p, &s->items[k], k);
    case_file_inputs(w);
    part_input(w,
        &(struct input){ .name = "remark",
            .label = str_of(T(w, "其他情况")),
            .kind = INPUT_AREA,
            .optional = true,
            .max_length = 2000 });
    if (s->correct.n > 0)
        part_input(w,
            &(struct input){ .name = "correct_by",
                .label = str_of(T(w, "整改期限")),
                .hint = arena_fmt(w->a,
                    T(w, "不填的为 %d 天；有责令整改的问题时有效"),
                    s->correct.n),
                .kind = INPUT_DATE,
                .optional = true,
                .width = 10 });
    part_callout(w, false,
        str_of(T(w,
            "没有选择问题的事项记为未发现问题；登记簿不符合要求的，不论是否选择"
            "都列为问题。记录提交后不能修改。")));
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交检查记录")));
    part_form_end(w);
    part_card_end(w);
}

/* --- one inspection --- */

static enum status
people(struct web *w, const struct inspection *i, bool officer,
    struct err *err)
{
    const struct inspection_person *list = NULL;
    size_t n = 0;

    TRY(inspection_people(&w->x, i->id, &list, &n, err));
    part_heading(w, T(w, "检查人员"));
    html_raw(w->h, "<ul class=\"list\">");
    for (size_t k = 0; k < n; k++) {
        html_raw(w->h, "<li>");
        html_text(w->h, list[k].name);
        if (list[k].replaced)
            html_text(w->h,
                arena_fmt(w->a, T(w, "（已替换：%.*s）"),
                    STR_ARG(list[k].reason)));
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
    if (!officer || i->state != INSPECT_ASSIGNED)
        return OK;
    struct choice *choices = arena_new_array(w->a, struct choice, n + 1);
    size_t n_choices = 0;
    for (size_t k = 0; k < n; k++) {
        if (!list[k].replaced)
            choices[n_choices++] = (struct choice){
                arena_fmt(w->a, "%lld", (long long)list[k].account_id),
                list[k].name
            };
    }
    part_fold_begin(w, BUTTON_SECOND, T(w, "替换检查人员"));
    part_form_begin(w,
        url_make(w->a, "/desk/inspections/%d/replace", i->id), false);
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "由抽取次序中的下一名检查人员接替，不能指定人选。"));
    html_raw(w->h, "</p>");
    part_select(w, "account", str_of(T(w, "不能参加的检查人员")), STR_EMPTY,
        choices, n_choices, STR_EMPTY);
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "替换的理由")),
            .max_length = 500 });
    part_button(w, BUTTON_SECOND, str_of(T(w, "替换")));
    part_form_end(w);
    html_raw(w->h, "</details>");
    return OK;
}

static void
drop_form(struct web *w, const struct inspection *i)
{
    part_fold_begin(w, BUTTON_DANGER, T(w, "不再检查"));
    part_form_begin(
        w, url_make(w->a, "/desk/inspections/%d/drop", i->id), false);
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "对方的资格已经终止，没有可以检查的对象；理由公开。"));
    html_raw(w->h, "</p>");
    part_input(w,
        &(struct input){ .name = "drop_reason",
            .label = str_of(T(w, "不再检查的理由")),
            .max_length = 500 });
    part_button(w, BUTTON_DANGER, str_of(T(w, "不再检查")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static void
photos_of(struct web *w, struct str title, struct str field,
    const struct attachment *files, size_t n)
{
    struct attachment *some = arena_new_array(w->a, struct attachment, n + 1);
    size_t found = 0;

    for (size_t i = 0; i < n; i++) {
        if (str_eq(files[i].field, field))
            some[found++] = files[i];
    }
    if (found == 0)
        return;
    html_raw(w->h, "<h3>");
    html_text(w->h, title);
    html_raw(w->h, "</h3>");
    part_attachments(w, some, found);
}

/* Item by item; what belongs to the whole visit last. */
static void
photos(struct web *w, const struct inspection *i,
    const struct attachment *files, size_t n)
{
    if (n == 0)
        return;
    part_heading(w, T(w, "照片和材料"));
    for (size_t k = 0; i->findings != NULL && k < i->findings->n; k++)
        photos_of(w,
            json_str(json_get(i->findings->items[k], STR("title"))),
            json_str(json_get(i->findings->items[k], STR("item"))), files, n);
    photos_of(w, str_of(T(w, "其他材料")), STR("evidence"), files, n);
}

static enum status
facts(struct web *w, const struct inspection *i, struct err *err)
{
    const struct rectification *orders = NULL;
    const struct attachment *files = NULL;
    size_t n_orders = 0, n_files = 0;

    part_dl_begin(w);
    part_dl(w, str_of(T(w, "检查对象")),
        arena_fmt(w->a, STR_FMT "（" STR_FMT "）", STR_ARG(i->name),
            STR_ARG(i->number)));
    part_dl(w, str_of(T(w, "公布期限")), show_day(w, i->due));
    if (!day_is_none(i->visited))
        part_dl(w, str_of(T(w, "检查日期")), show_day(w, i->visited));
    if (i->place.n > 0)
        part_dl(w, str_of(T(w, "检查地点")), i->place);
    if (i->remark.n > 0)
        part_dl(w, str_of(T(w, "其他情况")), i->remark);
    if (i->published_us > 0)
        part_dl(w, str_of(T(w, "公布时间")), show_us(w, i->published_us));
    part_dl_end(w);
    inspection_findings(w, i);
    TRY(attachment_list(&w->x, i->subject_id, STR("inspection"), i->id,
        &files, &n_files, err));
    photos(w, i, files, n_files);
    TRY(rectification_of_source(&w->x, i->subject_id, "inspection", i->id,
        &orders, &n_orders, err));
    for (size_t k = 0; k < n_orders; k++)
        rectification_line(w, &orders[k],
            url_make(w->a, "/desk/rectifications/%d", orders[k].id));
    return OK;
}

static void
publish_form(struct web *w, const struct inspection *i)
{
    part_form_begin(
        w, url_make(w->a, "/desk/inspections/%d/publish", i->id), false);
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)i->version));
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "公布后任何人都可以看到检查结果和整改期限；附件不公开。"));
    html_raw(w->h, "</p>");
    part_button(w, BUTTON_MAIN, str_of(T(w, "公布检查结果")));
    part_form_end(w);
}

static enum status
is_mine(struct web *w, int64_t id, bool *ret, struct err *err)
{
    const struct inspection_person *list = NULL;
    size_t n = 0;

    *ret = false;
    TRY(inspection_people(&w->x, id, &list, &n, err));
    for (size_t i = 0; i < n; i++)
        *ret = *ret || (list[i].account_id == w->who.account_id &&
                           !list[i].replaced);
    return OK;
}

static enum status
one_page(struct web *w, struct err *err)
{
    struct inspection i;
    int64_t id = 0;
    bool mine = false;

    TRY(web_param_id(w, 0, &id, err));
    TRY(inspection_get(&w->x, id, &i, err));
    TRY(is_mine(w, id, &mine, err));
    const struct programme *p = domain_programme(w->d, i.programme_id);
    const struct pack_inspection *s =
        p == NULL ? NULL : pack_inspection(p->pack, i.inspection);
    bool officer = may_in(&w->x, MAY_SUPERVISE, i.programme_id, i.region);
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, T(w, "检查 %.*s"), STR_ARG(i.name)),
            .nav = "inspections",
            .crumbs = { { str_of(T(w, "检查和记录")),
                url_path("/desk/inspections") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    inspection_tag(w, i.state);
    html_raw(w->h, " ");
    part_link(w, url_make(w->a, "/draws/%s", i.draw_number),
        arena_fmt(w->a, T(w, "抽查 %.*s"), STR_ARG(i.draw_number)));
    html_raw(w->h, "</p>");
    TRY(facts(w, &i, err));
    if (mine && s != NULL && i.state == INSPECT_ASSIGNED)
        record_form(w, &i, p, s);
    if (officer && i.state == INSPECT_RECORDED)
        publish_form(w, &i);
    TRY(people(w, &i, officer, err));
    if (officer && i.state == INSPECT_ASSIGNED)
        drop_form(w, &i);
    page_end(w);
    return OK;
}

/* --- acts --- */

/* Files of the visit, and photos of its items by their place in the form. */
struct recording {
    struct case_files files;
    struct photo {
        struct attachment at;
        size_t item;
    } *photos;
    size_t n_photos;
};

static enum status
keep_photos(struct web *w, size_t item, struct recording *rec,
    struct err *err)
{
    const char *name = field_of(w, "photo", item);
    const struct http_file *f;

    for (size_t i = 0; (f = http_file_of(w->req, name, i)) != NULL; i++) {
        struct photo *p = &rec->photos[rec->n_photos];

        if (f->size == 0)
            break; /* no file was chosen */
        if (i == PHOTOS_MOST)
            return err_field(err, ERR_INPUT, str_of(name),
                "每项的照片最多 %d 个，请合并后再提交", PHOTOS_MOST);
        *p = (struct photo){ { .owner_kind = STR("inspection") }, item };
        TRY(web_keep_file(w, f, &p->at, err));
        rec->n_photos++;
    }
    return OK;
}

static enum status
record_before(struct web *w, struct err *err)
{
    struct recording *rec = arena_one(w->a, struct recording);

    rec->photos =
        arena_new_array(w->a, struct photo, ITEMS_MOST * PHOTOS_MOST);
    w->state = rec;
    for (size_t i = 0; i < ITEMS_MOST; i++)
        TRY(keep_photos(w, i, rec, err));
    return case_keep_files(w, "inspection", &rec->files, err);
}

static enum status
add_photos(struct web *w, const struct recording *rec,
    const struct pack_inspection *s, const struct inspection *i,
    struct err *err)
{
    for (size_t k = 0; k < rec->n_photos; k++) {
        struct attachment at = rec->photos[k].at;

        if (rec->photos[k].item >= s->n_items)
            continue; /* no field of this form */
        at.field = s->items[rec->photos[k].item].name;
        at.subject_id = i->subject_id;
        at.owner_id = i->id;
        TRY(attachment_add(&w->x, &at, err));
    }
    return OK;
}

static void
read_line(struct web *w, const struct pack_inspection_item *item, size_t at,
    struct inspection_line *line)
{
    struct str *names = arena_new_array(w->a, struct str, FINDINGS_MOST);
    struct str v;

    *line = (struct inspection_line){ .item = item->name,
        .findings = names,
        .not_looked = web_field(w, field_of(w, "none", at)).n > 0,
        .text = web_field(w, field_of(w, "text", at)) };
    while (line->n_findings < FINDINGS_MOST &&
           http_field_at(w->req, field_of(w, "findings", at),
               line->n_findings, &v))
        names[line->n_findings++] = v;
}

static enum status
day_of(struct web *w, const char *name, struct day *ret, struct err *err)
{
    struct str typed = web_field(w, name);

    *ret = DAY_NONE;
    if (typed.n > 0 && day_parse(typed, ret, err) != OK)
        return err_field(err, ERR_INPUT, str_of(name),
            "日期应写作 2024-06-11，现为“" STR_FMT "”", STR_ARG(typed));
    return OK;
}

static enum status
record_act(struct web *w, struct err *err)
{
    const struct recording *rec = w->state;
    struct inspection_record r = { .place = web_field(w, "place"),
        .remark = web_field(w, "remark") };
    struct inspection i;

    TRY(web_param_id(w, 0, &r.id, err));
    TRY(inspection_get(&w->x, r.id, &i, err));
    const struct programme *p = domain_programme(w->d, i.programme_id);
    const struct pack_inspection *s =
        p == NULL ? NULL : pack_inspection(p->pack, i.inspection);
    if (s == NULL)
        return err_set(err, ERR_NOT_FOUND,
            "政策包中已没有检查“" STR_FMT "”", STR_ARG(i.inspection));
    struct inspection_line *lines =
        arena_new_array(w->a, struct inspection_line, s->n_items + 1);
    for (size_t k = 0; k < s->n_items; k++)
        read_line(w, &s->items[k], k, &lines[k]);
    r.lines = lines;
    r.n_lines = s->n_items;
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &r.version);
    TRY(day_of(w, "visited", &r.visited, err));
    TRY(day_of(w, "correct_by", &r.correct_by, err));
    enum status st = inspection_write(&w->x, &r, &i, err);
    if (st == ERR_INPUT && str_eq(str_of(err->field), STR("due")))
        return web_at_field(w, st, "correct_by", err);
    TRY(st);
    TRY(add_photos(w, rec, s, &i, err));
    return case_add_files(w, &rec->files, i.subject_id, i.id, err);
}

static enum status
replace_act(struct web *w, struct err *err)
{
    int64_t id = 0, account = 0;
    struct str name;

    TRY(web_param_id(w, 0, &id, err));
    (void)num_int(web_field(w, "account"), 1, INT64_MAX, &account);
    return inspection_replace(
        &w->x, id, account, web_field(w, "reason"), &name, err);
}

static enum status
drop_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_at_field(w,
        inspection_drop(&w->x, id, web_field(w, "drop_reason"), err),
        "drop_reason", err);
}

static enum status
publish_act(struct web *w, struct err *err)
{
    struct inspection i;
    int64_t id = 0, version = 0;

    TRY(web_param_id(w, 0, &id, err));
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    return inspection_publish(&w->x, id, version, &i, err);
}

static enum status
to_page(struct web *w, const char *done, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/inspections/%d", id), done);
}

static enum status
saved_reply(struct web *w, struct err *err)
{
    return to_page(w, "saved", err);
}

static enum status
published_reply(struct web *w, struct err *err)
{
    return to_page(w, "published", err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/inspections", MAY_SIGNED_IN, .get = list_page,
        .about = "Inspections one was drawn for; for officers all." },
    { HTTP_GET, "/desk/inspections/:id", MAY_SIGNED_IN, .get = one_page,
        .about = "An inspection with its record form or its record." },
    { HTTP_POST, "/desk/inspections/:id/record", MAY_SIGNED_IN,
        .before = record_before, .act = record_act, .reply = saved_reply,
        .again = one_page, .flags = ROUTE_FILES,
        .about = "Writes the record of an inspection, with photos." },
    { HTTP_POST, "/desk/inspections/:id/replace", MAY_SUPERVISE,
        .act = replace_act, .reply = saved_reply, .again = one_page,
        .about = "The next inspector in the order takes a place." },
    { HTTP_POST, "/desk/inspections/:id/drop", MAY_SUPERVISE,
        .act = drop_act, .reply = saved_reply, .again = one_page,
        .about = "Nothing to inspect: the status has ended." },
    { HTTP_POST, "/desk/inspections/:id/publish", MAY_PUBLISH,
        .act = publish_act, .reply = published_reply, .again = one_page,
        .about = "Publishes what an inspection found." },
};
const struct route_set inspection_routes =
    ROUTE_SET("inspections", ROUTES);
