/* The entrusted body of the demo: one list that became holders, one that waits
 * for the Centre, one draft with three bad rows. */
#include "demo.h"

#include "domain/direct.h"

#define COLUMNS_MAX 16
#define ROWS_MAX 12

struct list {
    struct demo_person body;
    struct entrustment entrustment;
    struct direct_list list;
    size_t rows;
    bool bad; /* three of them */
    int64_t good;
};

static struct kept_file
kept(struct act *x, struct demo *m, const char *name, const char *type,
    struct str bytes, struct err *err, enum status *ret)
{
    struct kept_file f = { .file_name = str_of(name),
        .type = str_of(type),
        .bytes = (int64_t)bytes.n };

    *ret = attachment_keep_bytes(x->a, m->d, bytes, &f.sha256, err);
    return f;
}

static enum status
entrust(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct list *l = arg;
    const struct actor *centre = &m->officers[OFFICER_CENTRE].actor;
    struct demo_person *officer = &m->officers[OFFICER_RECOMMENDER];
    const struct region *province =
        region_find(m->d->regions, officer->actor.grants[0].region);
    struct str name = arena_fmt(m->a, STR_FMT "中小企业服务中心（演示）",
        STR_ARG(province->name));
    enum status st;

    TRY(demo_register(x, m, false, name, STR_EMPTY, province, &l->body, err));
    struct act owner = demo_as(x, &l->body.actor);
    TRY(member_set(&owner, l->body.subject_id, officer->account_id,
        STR("editor"), err));
    officer->actor.memberships = l->body.actor.memberships;
    officer->actor.n_memberships = 1;
    struct kept_file proof = kept(x, m, "委托函.pdf", "application/pdf",
        demo_pdf(m, 90), err, &st);
    TRY(st);
    l->entrustment = (struct entrustment){ .subject_id = l->body.subject_id,
        .programme_id = m->station->id,
        .body = name,
        .region = province->code,
        .document_no = STR("演示委〔2025〕1号"),
        .first = day_add_days(day_of_us(m->end_us), -60),
        .last = day_add_days(day_of_us(m->end_us), 300) };
    struct act decides = demo_as(x, centre);
    return entrustment_add(&decides, &l->entrustment,
        demo_credit_code(m, m->serial), &proof, err);
}

/* A row of the table, by the names of its columns. */
static struct str
cell_of(struct demo *m, struct str column, struct str name, bool bad,
    size_t row)
{
    if (str_eq(column, STR("地址")))
        return arena_fmt(m->a, "四川省成都市示例路%zu号", row + 1);
    if (str_eq(column, STR("联系人")))
        return bad && row == 4 ? STR_EMPTY : demo_person_name(m);
    if (str_eq(column, STR("联系电话")))
        return bad && row == 2 ? STR("1300000")
                               : arena_fmt(m->a, "1300001%04zu", row + 1);
    return name;
}

static enum status
add_list(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct list *l = arg;
    const struct pack_import *im = NULL;
    const struct pack_channel *channel = NULL;
    struct str cells[ROWS_MAX * COLUMNS_MAX], head[COLUMNS_MAX];
    struct direct_sheet sheet;
    struct region city = { .code = l->entrustment.region,
        .name = STR("成都市"),
        .parent = l->entrustment.region };

    if (!direct_import_of(m->station->pack, &im, &channel) ||
        im->n_columns > COLUMNS_MAX || im->n_head > COLUMNS_MAX)
        return err_set(err, ERR_CONFLICT, "该项目没有直接纳入渠道");
    for (size_t i = 0; i < im->n_head; i++)
        head[i] = i == 0   ? l->entrustment.body
                  : i == 1 ? STR("示例乙")
                           : STR("028-00000000");
    for (size_t r = 0; r < l->rows; r++) {
        struct str kind;
        struct str name = demo_station_name(m, 5000 + m->serial++, &city,
            &kind);

        if (l->bad && r == 7) /* named twice */
            name = cells[(r - 1) * im->n_columns];
        for (size_t k = 0; k < im->n_columns; k++)
            cells[r * im->n_columns + k] =
                cell_of(m, im->columns[k].name, name, l->bad, r);
    }
    TRY(direct_read_typed(x->a, m->station->pack, im, head, cells, l->rows,
        x->today, &sheet, err));
    l->good = (int64_t)sheet.n_good;
    return direct_add(x, l->entrustment.id, &sheet, NULL, &l->list, err);
}

static enum status
submit(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct list *l = arg;
    const struct pack_import *im = NULL;
    const struct pack_channel *channel = NULL;
    const struct direct_row *rows = NULL;
    struct str word, head[COLUMNS_MAX] = { { NULL, 0 } };
    size_t n = 0;
    enum status st;

    (void)direct_import_of(m->station->pack, &im, &channel);
    TRY(direct_rows(
        x, &l->list, STR_EMPTY, 0, ROWS_MAX, &rows, &n, err));
    for (size_t i = 0; i < im->n_head; i++)
        head[i] = json_str(json_get(l->list.head, im->head[i].name));
    TRY(direct_write_docx(x->a, m->station->pack, im, l->list.number, head,
        rows, n, x->now_us, &word, err));
    struct direct_submission s = { .apply_mode = STR("good"),
        .mailed = DAY_NONE,
        .received_us = x->now_us,
        .version = l->list.version };
    s.pdf = kept(x, m, "汇总表（盖章）.pdf", "application/pdf", demo_pdf(m, 91),
        err, &st);
    TRY(st);
    s.word = kept(x, m, "汇总表.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml."
        "document",
        word, err, &st);
    TRY(st);
    return direct_submit(x, l->list.id, &s, &l->list, err);
}

static enum status
accept(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct list *l = arg;

    (void)m;
    return direct_confirm(x, l->list.id, l->good, &l->list, err);
}

bool
demo_direct(struct demo *m)
{
    struct demo_person *officer = &m->officers[OFFICER_RECOMMENDER];
    struct list l = { .rows = 6 };

    m->now_us = m->end_us - 20 * DAY_US;
    if (!demo_do(m, NULL, entrust, &l, "entrusting") ||
        !demo_do(m, &officer->actor, add_list, &l, "list") ||
        !demo_do(m, &officer->actor, submit, &l, "submitting a list"))
        return false;
    m->now_us = m->end_us - 15 * DAY_US;
    if (!demo_do(m, &m->officers[OFFICER_CENTRE].actor, accept, &l,
            "confirming a list"))
        return false;
    m->now_us = m->end_us - 3 * DAY_US;
    l.rows = 4;
    if (!demo_do(m, &officer->actor, add_list, &l, "list") ||
        !demo_do(m, &officer->actor, submit, &l, "submitting a list"))
        return false;
    m->now_us = m->end_us - DAY_US;
    l.rows = 10;
    l.bad = true;
    return demo_do(m, &officer->actor, add_list, &l, "draft list");
}
