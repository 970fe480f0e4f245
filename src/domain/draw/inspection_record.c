/* The record of an inspection, item by item, and what follows from it. */
#include "domain/proceeding.h"
#include "domain/record.h"
#include "draw_private.h"
#include "inspection_private.h"

#define TEXT_MOST 2000

struct writing {
    struct act *x;
    const struct inspection_record *r;
    struct inspection i;
    const struct programme *p;
    const struct pack_inspection *s;
    struct accreditation c;
    struct json *findings;
    struct buf correct;         /* what has to be put right */
    struct str correct_clause;  /* of the first of it */
    size_t n_correct;
};

static void
put(struct act *x, struct json *o, const char *name, struct str s)
{
    json_set(x->a, o, str_of(name), json_text(x->a, s));
}

/* --- what was handed in --- */

static const struct inspection_line *
line_of(const struct inspection_record *r, struct str item)
{
    for (size_t i = 0; i < r->n_lines; i++) {
        if (str_eq(r->lines[i].item, item))
            return &r->lines[i];
    }
    return NULL;
}

static const struct pack_finding *
finding_of(const struct pack_inspection_item *item, struct str name)
{
    for (size_t i = 0; i < item->n_findings; i++) {
        if (str_eq(item->findings[i].name, name))
            return &item->findings[i];
    }
    return NULL;
}

static const struct pack_inspection_item *
item_of(const struct pack_inspection *s, struct str name)
{
    for (size_t i = 0; i < s->n_items; i++) {
        if (str_eq(s->items[i].name, name))
            return &s->items[i];
    }
    return NULL;
}

static enum status
check_line(const struct writing *w, const struct inspection_line *line,
    struct err *err)
{
    const struct pack_inspection_item *item = item_of(w->s, line->item);

    if (item == NULL)
        return err_field(err, ERR_INPUT, line->item,
            "没有检查事项“" STR_FMT "”", STR_ARG(line->item));
    for (size_t i = 0; i < line->n_findings; i++) {
        if (finding_of(item, line->findings[i]) == NULL)
            return err_field(err, ERR_INPUT, line->item,
                "检查事项“" STR_FMT "”没有“" STR_FMT "”这一问题",
                STR_ARG(item->title.zh), STR_ARG(line->findings[i]));
    }
    if (line->not_looked && line->n_findings > 0)
        return err_field(err, ERR_INPUT, line->item,
            "“" STR_FMT "”已选择发现的问题，不能又写未检查",
            STR_ARG(item->title.zh));
    if (line->not_looked && str_trim(line->text).n == 0)
        return err_field(err, ERR_INPUT, line->item,
            "“" STR_FMT "”未检查的，应说明原因", STR_ARG(item->title.zh));
    if (utf8_count(line->text) > TEXT_MOST)
        return err_field(err, ERR_INPUT, line->item,
            "%s应为 %d 字以内，现为 %zu 字", "说明", TEXT_MOST,
            utf8_count(line->text));
    return OK;
}

static enum status
check_visit(const struct writing *w, const struct draw *d, struct err *err)
{
    struct day first = day_of_us(d->seeded_us);
    struct day v = w->r->visited;

    if (day_is_none(v) || day_cmp(v, first) < 0 ||
        day_cmp(v, w->x->today) > 0)
        return err_field(err, ERR_INPUT, STR("visited"),
            "请填写检查日期，应在抽取日（" STR_FMT "）至今天（" STR_FMT
            "）之间",
            STR_ARG(day_iso(w->x->a, first)),
            STR_ARG(day_iso(w->x->a, w->x->today)));
    if (utf8_count(w->r->place) > TEXT_MOST ||
        utf8_count(w->r->remark) > TEXT_MOST)
        return err_field(err, ERR_INPUT, STR("remark"),
            "%s应为 %d 字以内，现为 %zu 字", "说明", TEXT_MOST,
            utf8_count(w->r->remark));
    return OK;
}

static enum status
check_actor(struct writing *w, struct err *err)
{
    bool mine = w->x->who->is_system;

    if (!mine)
        TRY(inspection_is_mine(w->x, &w->i, &mine, err));
    if (!mine)
        return err_set(err, ERR_DENIED,
            "只有抽中的检查人员可以填写检查记录");
    return act_require_no_interest(w->x, w->i.subject_id, err);
}

/* --- item by item --- */

/* The finding as it goes into the record; what follows from it. */
static enum status
one_finding(struct writing *w, const struct pack_finding *f, struct str text,
    struct json *list, struct err *err)
{
    static const char *const THEN[] = { "note", "rectify", "case" };
    struct act *x = w->x;
    struct json *o = json_new(x->a, JSON_OBJECT);
    const struct pack_clause *c = pack_clause(w->p->pack, f->clause);
    struct str facts = arena_fmt(x->a,
        "检查（抽取 " STR_FMT "，" STR_FMT "）发现：" STR_FMT "%s" STR_FMT
        "（" STR_FMT "）",
        STR_ARG(w->i.draw_number), STR_ARG(day_iso(x->a, w->r->visited)),
        STR_ARG(f->title.zh), text.n > 0 ? "，" : "", STR_ARG(text),
        STR_ARG(c == NULL ? f->clause : c->cite));

    put(x, o, "name", f->name);
    put(x, o, "title", f->title.zh);
    put(x, o, "clause", f->clause);
    put(x, o, "then", str_of(THEN[f->then]));
    json_push(x->a, list, o);
    if (f->then == FINDING_RECTIFY) {
        if (w->n_correct++ == 0)
            w->correct_clause = f->clause;
        else
            buf_lit(&w->correct, "；");
        buf_str(&w->correct, f->title.zh);
        buf_str(&w->correct, text.n > 0 ? STR("，") : STR_EMPTY);
        buf_str(&w->correct, text);
    }
    if (f->breach.n > 0)
        TRY(record_breach(
            x, w->p, w->i.subject_id, f->breach, facts, err));
    if (f->then != FINDING_CASE)
        return OK;
    /* An inspector of another body opens no cases by himself: the program
     * does, on what he found. One that is open already is enough. */
    struct actor system = actor_system();
    struct proceeding made;
    struct act y = *x;
    if (!may_in(x, MAY_SUPERVISE, w->i.programme_id, w->i.region))
        y.who = &system;
    enum status st = proceeding_open(&y,
        &(struct proceeding_new){ .accreditation_id = w->i.accreditation_id,
            .ground = f->ground,
            .clause = f->clause,
            .facts = facts },
        &made, err);
    if (st == OK)
        put(x, o, "case", made.number);
    return st == ERR_CONFLICT ? OK : st;
}

/* The registers speak as well: not met, it is a defect. */
static enum status
judge_check(struct writing *w, const struct pack_inspection_item *item,
    struct json *o, bool *ret_not_met, struct err *err)
{
    static const char *const NAMES[] = { "not_met", "met", "undecided" };
    struct pack_verdict v;

    *ret_not_met = false;
    if (item->check.n == 0)
        return OK;
    TRY(draw_judge(w->x, w->p, &w->c, item->check, &v, err));
    put(w->x, o, "check", str_of(NAMES[v.outcome]));
    put(w->x, o, "why", draw_why(w->x->a, &v));
    *ret_not_met = v.outcome == NOT_MET;
    return OK;
}

static enum status
one_item(struct writing *w, const struct pack_inspection_item *item,
    struct err *err)
{
    const struct inspection_line *line = line_of(w->r, item->name);
    struct json *o = json_new(w->x->a, JSON_OBJECT);
    struct json *list = json_new(w->x->a, JSON_LIST);
    struct str text = line == NULL ? STR_EMPTY : str_trim(line->text);
    bool not_met = false;

    put(w->x, o, "item", item->name);
    put(w->x, o, "title", item->title.zh);
    put(w->x, o, "clause", item->clause);
    TRY(judge_check(w, item, o, &not_met, err));
    for (size_t i = 0; line != NULL && i < line->n_findings; i++)
        TRY(one_finding(w, finding_of(item, line->findings[i]), text, list,
            err));
    if (list->n == 0 && not_met) {
        struct str why = json_str(json_get(o, STR("why")));

        TRY(one_finding(w, &item->findings[0],
            text.n > 0 ? text
                       : arena_fmt(w->x->a, "登记显示：" STR_FMT,
                             STR_ARG(why)),
            list, err));
    }
    json_set(w->x->a, o, STR("findings"), list);
    put(w->x, o, "text", text);
    put(w->x, o, "result",
        list->n > 0                          ? STR("DEFECT")
        : line != NULL && line->not_looked ? STR("NONE")
                                             : STR("OK"));
    w->i.defects += list->n > 0;
    json_push(w->x->a, w->findings, o);
    return OK;
}

/* --- all of it --- */

static enum status
order_correction(struct writing *w, struct err *err)
{
    struct rectification made;
    struct str items;

    if (w->n_correct == 0)
        return OK;
    TRY(buf_done(&w->correct, &items, err));
    return rectification_order(w->x,
        &(struct rectification_new){
            .accreditation_id = w->i.accreditation_id,
            .source = "inspection",
            .source_id = w->i.id,
            .items = items,
            .clause = w->correct_clause,
            .term = w->s->correct,
            .due = w->r->correct_by,
            .document = w->s->order_document,
            .failed_ground = w->s->failed_ground },
        &made, err);
}

static enum status
check_all(struct writing *w, struct err *err)
{
    struct draw d;

    TRY(check_actor(w, err));
    if (w->i.state != INSPECT_ASSIGNED)
        return err_set(err, ERR_CONFLICT,
            "这次检查现为“" STR_FMT "”，不能这样办理",
            STR_ARG(inspection_state_title(w->i.state)));
    if (w->r->version != w->i.version)
        return err_set(err, ERR_CONFLICT,
            "这次检查刚刚被其他人办理，请刷新后查看");
    TRY(draw_get(w->x, w->i.draw_id, &d, err));
    TRY(check_visit(w, &d, err));
    for (size_t i = 0; i < w->r->n_lines; i++)
        TRY(check_line(w, &w->r->lines[i], err));
    return OK;
}

enum status
inspection_write(struct act *x, const struct inspection_record *r,
    struct inspection *ret, struct err *err)
{
    struct writing w = { .x = x,
        .r = r,
        .findings = json_new(x->a, JSON_LIST) };

    buf_init(&w.correct, x->a, 16384);
    TRY(inspection_load(x, r->id, &w.i, err));
    TRY(inspection_section(x, &w.i, &w.p, &w.s, err));
    TRY(check_all(&w, err));
    TRY(accreditation_load(
        x, w.i.subject_id, w.i.accreditation_id, &w.c, err));
    for (size_t i = 0; i < w.s->n_items; i++)
        TRY(one_item(&w, &w.s->items[i], err));
    w.i.findings = w.findings;
    w.i.visited = r->visited;
    w.i.place = str_trim(r->place);
    w.i.remark = str_trim(r->remark);
    w.i.state = INSPECT_RECORDED;
    w.i.recorded_us = x->now_us;
    w.i.recorded_by = x->who->account_id;
    TRY(inspection_store_put(x, &w.i, err));
    TRY(inspection_audit(x, &w.i, "record", INSPECT_ASSIGNED,
        arena_fmt(x->a, "发现问题 %lld 项", (long long)w.i.defects), err));
    TRY(order_correction(&w, err));
    *ret = w.i;
    return OK;
}
