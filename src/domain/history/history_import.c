/* Holders from before the regulation by workbook. */
#include "history_import_store.h"

/* --- the template --- */

#define LIST_MOST 50

static const struct pack_field PERSON = { .name = STR_INIT("name"),
    .label = { STR_INIT("姓名"), STR_INIT("Name") },
    .type = FIELD_TEXT,
    .required = true,
    .max = 100 };
static const struct pack_field NAME = { .name = STR_INIT("name"),
    .label = { STR_INIT("名称"), STR_INIT("Name") },
    .type = FIELD_TEXT,
    .required = true,
    .max = 100 };
static const struct pack_field ID_NO = { .name = STR_INIT("id_no"),
    .label = { STR_INIT("公民身份号码"), STR_INIT("Identity number") },
    .type = FIELD_ID_NO };
static const struct pack_field CREDIT_CODE = {
    .name = STR_INIT("credit_code"),
    .label = { STR_INIT("统一社会信用代码"), STR_INIT("Credit code") },
    .type = FIELD_CREDIT_CODE
};
static const struct pack_field NUMBER = { .name = STR_INIT("number"),
    .label = { STR_INIT("原证书编号"), STR_INIT("Number") },
    .type = FIELD_TEXT,
    .max = 60 };
static const struct pack_field RECOGNISED = { .name = STR_INIT("recognised"),
    .label = { STR_INIT("原认定日期"), STR_INIT("Recognised on") },
    .type = FIELD_DATE,
    .required = true,
    .not_future = true };
static const struct pack_field LAST_DAY = { .name = STR_INIT("last_day"),
    .label = { STR_INIT("有效期末日"), STR_INIT("Last day") },
    .type = FIELD_DATE };
static const struct pack_field REGION = { .name = STR_INIT("region"),
    .label = { STR_INIT("行政区划"), STR_INIT("Region") },
    .type = FIELD_REGION,
    .required = true };
static const struct pack_field CONTACT = { .name = STR_INIT("contact"),
    .label = { STR_INIT("登记联系人"), STR_INIT("Contact") },
    .type = FIELD_TEXT,
    .max = 50 };
static const struct pack_field PHONE = { .name = STR_INIT("phone"),
    .label = { STR_INIT("登记手机号码"), STR_INIT("Mobile number") },
    .type = FIELD_MOBILE };
static const struct pack_field SOURCE = { .name = STR_INIT("source"),
    .label = { STR_INIT("原认定文件"), STR_INIT("Document") },
    .type = FIELD_TEXT,
    .required = true,
    .max = 200 };
/* Rows that have a number are told apart by it. */
static const struct str UNIQUE[] = { STR_INIT("number") };

static const struct pack_field *
category_field(struct arena *a, const struct pack *p)
{
    struct pack_option *options =
        arena_new_array(a, struct pack_option, p->n_categories + 1);
    struct pack_field *f = arena_one(a, struct pack_field);

    for (size_t i = 0; i < p->n_categories; i++)
        options[i] = (struct pack_option){ p->categories[i].name,
            p->categories[i].title };
    *f = (struct pack_field){ .name = STR("category"),
        .label = { STR("类别"), STR("Category") },
        .type = FIELD_ONE_OF,
        .required = true,
        .options = options,
        .n_options = p->n_categories };
    return f;
}

static const struct pack_field *
host_field(struct arena *a, const struct programme *hosts)
{
    struct pack_field *f = arena_one(a, struct pack_field);

    *f = (struct pack_field){ .name = STR("host"),
        .label = { arena_fmt(a, "所在" STR_FMT "的编号",
                       STR_ARG(hosts->pack->holder_title.zh)),
            STR("Number of the place of work") },
        .type = FIELD_TEXT,
        .required = true,
        .max = 60 };
    return f;
}

/* A term that ends has a last day; that of the pack's stage of grant. */
static bool
has_end(const struct pack *p)
{
    const struct pack_procedure *apply = pack_procedure(p, STR("apply"));
    const struct pack_stage *grant =
        apply == NULL ? NULL : procedure_stage(apply, STAGE_GRANT);

    return grant != NULL && grant->term_years > 0;
}

static size_t
form_columns(const struct pack *p, const struct pack_field **columns,
    size_t n)
{
    const struct pack_form *form = pack_form(p, p->history_form);

    for (size_t s = 0; form != NULL && s < form->n_sections; s++) {
        for (size_t i = 0; i < form->sections[s].n_fields; i++) {
            const struct pack_field *f = &form->sections[s].fields[i];

            if (f->type != FIELD_FILE && f->type != FIELD_ROWS &&
                n < SHEET_COLUMNS_MAX)
                columns[n++] = f;
        }
    }
    return n;
}

struct sheet_layout
history_layout(struct arena *a, const struct domain *d,
    const struct programme *p)
{
    const struct pack_field **columns =
        arena_new_array(a, const struct pack_field *, SHEET_COLUMNS_MAX);
    const struct programme *hosts =
        domain_programme_by_code(d, p->pack->works_at);
    bool person = str_eq(p->pack->subject, STR("person"));
    size_t n = 0;

    columns[n++] = person ? &PERSON : &NAME;
    columns[n++] = person ? &ID_NO : &CREDIT_CODE;
    columns[n++] = &NUMBER;
    if (p->pack->n_categories > 0)
        columns[n++] = category_field(a, p->pack);
    columns[n++] = &RECOGNISED;
    if (has_end(p->pack))
        columns[n++] = &LAST_DAY;
    columns[n++] = hosts != NULL ? host_field(a, hosts) : &REGION;
    columns[n++] = &SOURCE;
    n = form_columns(p->pack, columns, n);
    if (n + 2 <= SHEET_COLUMNS_MAX) {
        columns[n++] = &CONTACT;
        columns[n++] = &PHONE;
    }
    return (struct sheet_layout){ .title = arena_fmt(a, "补录" STR_FMT,
                                      STR_ARG(p->pack->holder_title.zh)),
        .help = STR("每行一个。原证书没有编号的留空，由系统编号；有效期末日留空的，"
                    "按办法规定的年限计算；行政区划填代码或者全称。"),
        .columns = columns,
        .n_columns = n,
        .unique = UNIQUE,
        .n_unique = 1,
        .max_rows = HISTORY_ROWS_MAX };
}

/* --- one row --- */

struct entry {
    struct history_entry e;
    struct day last_day;
};

static struct str
text(const struct json *values, const struct pack_field *f)
{
    return json_str(json_get(values, f->name));
}

static void
entry_of(struct act *x, const struct programme *p, const struct json *values,
    struct entry *ret)
{
    const struct pack_field *fields[SHEET_COLUMNS_MAX];
    size_t n = form_columns(p->pack, fields, 0);
    struct json *info = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; i < n; i++)
        json_set(x->a, info, fields[i]->name,
            json_get(values, fields[i]->name));
    *ret = (struct entry){ .e = { .name = text(values, &NAME),
                               .credit_code = text(values, &CREDIT_CODE),
                               .id_no = text(values, &ID_NO),
                               .number = text(values, &NUMBER),
                               .region = text(values, &REGION),
                               .recognised = DAY_NONE,
                               .contact = text(values, &CONTACT),
                               .phone = text(values, &PHONE),
                               .source = text(values, &SOURCE),
                               .info = n == 0 ? NULL : info,
                               .host = json_str(
                                   json_get(values, STR("host"))),
                               .category = json_str(
                                   json_get(values, STR("category"))) } };
    if (day_parse(text(values, &RECOGNISED), &ret->e.recognised, NULL) != OK)
        ret->e.recognised = DAY_NONE;
    if (day_parse(text(values, &LAST_DAY), &ret->last_day, NULL) == OK)
        ret->e.last_day = &ret->last_day;
}

/* Words for the row, not a failure of the whole. */
static bool
is_about_row(enum status st)
{
    return st == ERR_INPUT || st == ERR_CONFLICT || st == ERR_DENIED ||
           st == ERR_NOT_FOUND;
}

static struct sheet_line
with_problem(struct arena *a, const struct sheet_layout *l,
    const struct sheet_line *line, struct str field, struct str zh)
{
    struct sheet_problem *p = arena_one(a, struct sheet_problem);
    struct sheet_line ret = *line;
    size_t column = 0;

    while (column < l->n_columns && !str_eq(l->columns[column]->name, field))
        column++;
    *p = (struct sheet_problem){
        .column = column < l->n_columns ? column : SIZE_MAX,
        .text = arena_str(a, zh),
        .text_en = STR_EMPTY
    };
    ret.problems = p;
    ret.n_problems = 1;
    return ret;
}

/* Who a row is about, so that nobody stands there twice. */
static struct str
identity(struct arena *a, const struct history_entry *e)
{
    struct str code = e->credit_code.n > 0 ? e->credit_code
                      : e->id_no.n > 0     ? e->id_no
                                           : e->number;

    return arena_fmt(a, STR_FMT "/" STR_FMT "/" STR_FMT,
        STR_ARG(code.n > 0 ? STR_EMPTY : utf8_key(a, e->name)),
        STR_ARG(utf8_key(a, code)), STR_ARG(e->category));
}

static enum status
look_at(struct act *x, const struct programme *p,
    const struct sheet_layout *layout, struct map *seen,
    struct sheet_line *line, struct history_preview *v, struct err *err)
{
    struct history_outlook outlook;
    struct entry entry;
    struct err why = { 0 };

    if (line->n_problems > 0)
        return OK;
    entry_of(x, p, line->values, &entry);
    struct str key = identity(x->a, &entry.e);
    const struct sheet_line *first = map_get(seen, key);
    if (first != NULL) {
        *line = with_problem(x->a, layout, line, NAME.name,
            arena_fmt(x->a, "与第%d行是同一个，请删除一行，或者填写各自的编号",
                first->row));
        return OK;
    }
    (void)map_put(seen, key, line);
    enum status st = history_check(x, p->id, &entry.e, &outlook, &why);
    if (is_about_row(st)) {
        *line = with_problem(x->a, layout, line, str_of(why.field),
            str_of(why.text));
        return OK;
    }
    if (st != OK)
        return err_set(err, st, "%s", why.text);
    v->sheet.n_good++;
    v->n_known += outlook.known;
    v->n_expired += outlook.expired;
    v->n_living += !outlook.expired;
    return OK;
}

enum status
history_import_preview(struct act *x, const struct programme *p,
    const struct sheet_layout *layout, const struct sheet *sheet,
    struct history_preview *ret, struct err *err)
{
    struct sheet_line *lines =
        arena_new_array(x->a, struct sheet_line, sheet->n + 1);
    struct map *seen = map_new(x->a);

    *ret = (struct history_preview){ .sheet = *sheet };
    ret->sheet.lines = lines;
    ret->sheet.n_good = 0;
    for (size_t i = 0; i < sheet->n; i++) {
        lines[i] = sheet->lines[i];
        TRY(look_at(x, p, layout, seen, &lines[i], ret, err));
    }
    return OK;
}

/* --- drafts --- */

enum status
history_import_add(struct act *x, int64_t programme_id,
    const struct sheet *sheet, struct history_import *file, struct err *err)
{
    if (domain_programme(x->d, programme_id) == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    TRY(act_require(x, MAY_DECIDE, programme_id, STR_EMPTY, err));
    file->id = world_id(&x->d->world);
    file->programme_id = programme_id;
    file->row_count = (int64_t)sheet->n;
    file->entered = 0;
    file->created_us = x->now_us;
    file->created_by = x->who->account_id;
    file->done_us = 0;
    file->state = HISTORY_DRAFT;
    return history_store_add(x, file, err);
}

enum status
history_import_get(
    struct act *x, int64_t id, struct history_import *ret, struct err *err)
{
    struct history_import m;

    TRY(history_store_get(x, id, &m, err));
    TRY(act_require(x, MAY_DECIDE, m.programme_id, STR_EMPTY, err));
    *ret = m;
    return OK;
}

enum status
history_import_list(struct act *x, const struct history_import **ret,
    size_t *ret_n, struct err *err)
{
    const struct history_import *list = NULL;
    VEC_OF(struct history_import) v = { 0 };
    size_t n = 0;

    TRY(history_store_list(x, &list, &n, err));
    for (size_t i = 0; i < n && v.n < LIST_MOST; i++) {
        if (may_in(x, MAY_DECIDE, list[i].programme_id, STR_EMPTY))
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

static enum status
note(struct act *x, const struct history_import *m, const char *event,
    const char *to, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = m->programme_id,
            .object_kind = "history_import",
            .object_id = m->id,
            .event = event,
            .from = STR("DRAFT"),
            .to = str_of(to),
            .reason = arena_fmt(x->a, "共 %lld 行，补录 %lld 行",
                (long long)m->row_count, (long long)m->entered),
            .document = m->file_name },
        err);
}

enum status
history_import_apply(struct act *x, int64_t id, const struct sheet *sheet,
    struct history_import *ret, struct err *err)
{
    struct history_preview v;
    struct history_import m;

    TRY(history_import_get(x, id, &m, err));
    const struct programme *p = domain_programme(x->d, m.programme_id);
    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    struct sheet_layout layout = history_layout(x->a, x->d, p);
    TRY(history_import_preview(x, p, &layout, sheet, &v, err));
    if (v.sheet.n_good == 0)
        return err_set(err, ERR_CONFLICT,
            "没有一行可以补录，请按原因改正后重新上传");
    for (size_t i = 0; i < v.sheet.n; i++) {
        const struct sheet_line *line = &v.sheet.lines[i];
        struct accreditation c;
        struct entry entry;
        struct err why = { 0 };

        if (line->n_problems > 0)
            continue;
        entry_of(x, p, line->values, &entry);
        enum status st = history_add(x, p->id, &entry.e, &c, &why);
        if (st != OK)
            return err_set(err, st, "第%d行：%s全部未补录", line->row,
                arena_cstr(x->a, arena_fmt(x->a, "%s；", why.text)));
    }
    m.entered = (int64_t)v.sheet.n_good;
    m.done_us = x->now_us;
    m.state = HISTORY_DONE;
    TRY(history_store_done(x, &m, err));
    TRY(note(x, &m, "import", "DONE", err));
    *ret = m;
    return OK;
}

enum status
history_import_discard(struct act *x, int64_t id, struct err *err)
{
    struct history_import m;

    TRY(history_import_get(x, id, &m, err));
    m.done_us = x->now_us;
    m.state = HISTORY_DISCARDED;
    TRY(history_store_done(x, &m, err));
    return note(x, &m, "discard", "DISCARDED", err);
}
