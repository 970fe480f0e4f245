/* Verbs of the registers: rows, corrections, decisions, yearly reports. */
#include "run.h"

#include "domain/duty.h"
#include "domain/record.h"

#include <string.h>

#define ROWS_MOST 2000

/* --- rows --- */

static const struct pack_record *
kind_here(struct run *r)
{
    struct str name = run_text(r, "kind", "");
    const struct pack_record *k = pack_record(r->pack, name);

    if (k == NULL)
        (void)run_fail(r, r->step, "政策包没有台账“" STR_FMT "”",
            STR_ARG(name));
    return k;
}

/* The i-th valid credit code of a division that is not in use. */
static struct str
code_of(struct run *r, int64_t i)
{
    char *code = arena_alloc(r->a, 18);
    struct str head = arena_fmt(r->a, "91500000%08lld00", (long long)i);

    memcpy(code, head.p, 18);
    credit_code_complete(code);
    return (struct str){ code, 18 };
}

static struct str
replaced(struct run *r, struct str s, struct str what, struct str with)
{
    size_t at = str_find(s, what);

    return at == SIZE_MAX
               ? s
               : arena_fmt(r->a, STR_FMT STR_FMT STR_FMT,
                     STR_ARG(str_sub(s, 0, at)), STR_ARG(with),
                     STR_ARG(str_sub(s, at + what.n, SIZE_MAX)));
}

/* <i>: the number of the row; <code>: a credit code of that number. */
static const struct json *
numbered(struct run *r, const struct json *answers, int64_t i)
{
    struct json *o = json_new(r->a, JSON_OBJECT);

    for (size_t k = 0; k < answers->n; k++) {
        const struct json *v = answers->items[k];

        if (v->type == JSON_TEXT)
            v = json_text(r->a,
                replaced(r,
                    replaced(r, v->s, STR("<i>"),
                        arena_fmt(r->a, "%lld", (long long)i)),
                    STR("<code>"), code_of(r, i)));
        json_set(r->a, o, answers->keys[k], v);
    }
    return o;
}

static void
tell_row(struct run *r, const struct record *row)
{
    int64_t late = 0;

    for (size_t i = 0; row->flags != NULL && i < row->flags->n; i++)
        late += str_eq(json_str(json_get(row->flags->items[i], STR("kind"))),
            STR("LATE"));
    run_figure(r, "late", late);
    run_figure(r, "flagged",
        row->flags == NULL ? 0 : (int64_t)row->flags->n);
    r->record_subject = row->subject_id;
    r->record = row->id;
}

/* about: none; a row of the programme, about no holder. */
static enum status
about(struct run *r, int64_t *ret)
{
    const struct person *p;

    *ret = 0;
    if (str_eq(run_text(r, "about", ""), STR("none")))
        return OK;
    p = run_subject(r);
    if (p == NULL)
        return ERR_INPUT;
    *ret = p->subject;
    return OK;
}

static enum status
add_rows(struct run *r, struct act *x, const struct pack_record *k,
    const struct json *answers, int64_t corrects, struct err *err)
{
    int64_t times = run_int(r, "times", 1), from = run_int(r, "from", 1);
    struct record row = { 0 };

    for (int64_t i = 0; i < times && i < ROWS_MOST; i++) {
        row = (struct record){ .programme_id = run_programme(r),
            .kind = k->name,
            .corrects = corrects,
            .content = numbered(r, answers, from + i) };
        TRY(about(r, &row.subject_id));
        TRY(record_add(x, &row, err));
    }
    tell_row(r, &row);
    return OK;
}

static enum status
do_record(struct run *r, struct act *x, struct err *err)
{
    const struct pack_record *k = kind_here(r);

    if (k == NULL)
        return ERR_INPUT;
    const struct json *answers =
        run_answers(r, pack_form(r->pack, k->form),
            arena_cstr(r->a, k->form), run_with(r, "answers"),
            run_with(r, "about") != NULL ? r->as : run_subject(r), true);
    if (r->failed)
        return ERR_INPUT;
    return add_rows(r, x, k, answers, 0, err);
}

/* The row of the last step, or the newest one of a kind. */
static enum status
row_here(struct run *r, struct act *x, struct record *ret, struct err *err)
{
    const struct record *list = NULL;
    struct actor system = actor_system();
    struct act all = run_as(x, &system);
    int64_t subject = 0;
    size_t n = 0;

    if (run_with(r, "kind") == NULL)
        return record_get(&all, r->record_subject, r->record, ret, err);
    if (kind_here(r) == NULL)
        return ERR_INPUT;
    TRY(about(r, &subject));
    TRY(record_list_of(&all, run_programme(r), subject,
        run_text(r, "kind", ""), &list, &n, err));
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, "没有这种记录");
    *ret = list[0];
    return OK;
}

/* The same row again, with other answers laid over. */
static enum status
do_correct(struct run *r, struct act *x, struct err *err)
{
    struct record row;

    TRY(row_here(r, x, &row, err));
    const struct pack_record *k = pack_record(r->pack, row.kind);
    const struct json *answers = run_edited(r, k, row.content);
    if (answers == NULL)
        return ERR_INPUT;
    return add_rows(r, x, k, answers, row.id, err);
}

static enum status
do_handle(struct run *r, struct act *x, struct err *err)
{
    struct record row;

    TRY(row_here(r, x, &row, err));
    const struct pack_record *k = pack_record(r->pack, row.kind);
    const struct json *more = run_answers(r, pack_form(r->pack, k->form),
        "", run_with(r, "answers"), NULL, false);
    if (r->failed)
        return ERR_INPUT;
    TRY(record_decide(x, row.subject_id, row.id, row.version,
        run_text(r, "to", ""), more, run_text(r, "remark", ""), err));
    struct actor system = actor_system();
    struct act all = run_as(x, &system);
    TRY(record_get(&all, row.subject_id, row.id, &row, err));
    tell_row(r, &row);
    return OK;
}

/* --- yearly reports --- */

/* drafted: what the registers give must be this, field by field; it is what is
 * filed. */
static enum status
drafted(struct run *r, struct act *x, const struct pack_duty *duty,
    int64_t year, struct json *answers, struct err *err)
{
    const struct person *p = run_subject(r);
    const struct tree *want = run_with(r, "drafted");
    const struct json *draft = NULL;
    struct accreditation c;

    if (want == NULL || p == NULL)
        return OK;
    TRY(run_accreditation(r, x, p, &c, err));
    TRY(duty_report_draft(x, &c, duty, year, &draft, err));
    for (size_t i = 0; draft != NULL && i < draft->n; i++)
        json_set(r->a, answers, draft->keys[i], draft->items[i]);
    for (size_t i = 0; i < want->n; i++) {
        int64_t v = json_int(json_get(draft, want->keys[i]->text), -1);
        struct str is = arena_fmt(r->a, "%lld", (long long)v);

        if (!str_eq(is, want->items[i]->text))
            return run_wrong(r, want->items[i],
                STR_FMT " 应为 " STR_FMT "，草拟为 " STR_FMT,
                STR_ARG(want->keys[i]->text), STR_ARG(want->items[i]->text),
                STR_ARG(is));
    }
    return OK;
}

static enum status
do_file_report(struct run *r, struct act *x, struct err *err)
{
    const struct pack_duty *duty = NULL;
    int64_t year = run_int(r, "year", day_ymd(x->today).year - 1);
    struct json *answers = json_new(r->a, JSON_OBJECT);

    for (size_t i = 0; duty == NULL && i < r->pack->n_duties; i++) {
        if (r->pack->duties[i].kind == DUTY_REPORT)
            duty = &r->pack->duties[i];
    }
    if (duty == NULL)
        return run_wrong(r, r->step, "这一项目没有年度报告");
    const struct pack_record *k = pack_record(r->pack, duty->record);
    const struct json *given =
        run_answers(r, pack_form(r->pack, k->form),
            arena_cstr(r->a, k->form), run_with(r, "answers"),
            run_subject(r), true);
    if (r->failed)
        return ERR_INPUT;
    for (size_t i = 0; i < given->n; i++)
        json_set(r->a, answers, given->keys[i], given->items[i]);
    json_set(r->a, answers, duty->year_field, json_number(r->a, year));
    TRY(drafted(r, x, duty, year, answers, err));
    return add_rows(r, x, k, answers, 0, err);
}

/* How a duty stands for a year: done and goal as figures, its verdict. */
static enum status
do_duty(struct run *r, struct act *x, struct err *err)
{
    const struct duty_state *states = NULL;
    int64_t year = run_int(r, "year", day_ymd(x->today).year);
    struct str name = run_text(r, "duty", "");
    struct accreditation c;
    size_t n = 0;

    if (run_flag(r, "of_programme", false)) {
        TRY(duty_of_programme(x, domain_programme(r->d, run_programme(r)),
            year, &states, &n, err));
    } else {
        const struct person *p = run_subject(r);

        if (p == NULL)
            return ERR_INPUT;
        TRY(run_accreditation(r, x, p, &c, err));
        TRY(duty_states(x, &c, year, &states, &n, err));
    }
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(states[i].duty->name, name))
            continue;
        r->out.has_verdict = true;
        r->out.verdict = states[i].verdict;
        run_figure(r, "done", states[i].done);
        run_figure(r, "goal", states[i].goal);
        run_figure(r, "binds", states[i].binds);
        return OK;
    }
    return run_wrong(r, r->step, "政策包没有义务“" STR_FMT "”",
        STR_ARG(name));
}

/* --- expectations --- */

static bool
rows_of(struct run *r, struct act *x, struct str kind, const struct tree *t,
    const struct record **ret, size_t *ret_n)
{
    const struct person *p = run_subject(r);
    struct err err = { 0 };

    return p != NULL &&
           (record_list_of(x, run_programme(r), p->subject, kind, ret, ret_n,
                &err) == OK ||
               run_fail(r, t, "%s", err.text));
}

/* {违规登记: 1}: how many rows the holder has, those of the programme too. */
void
expect_rows(struct run *r, struct act *x, const struct tree *t)
{
    for (size_t k = 0; k < t->n; k++) {
        const struct record *list = NULL;
        int64_t wanted = 0;
        size_t n = 0;

        if (!tree_int(t->items[k], &wanted))
            (void)run_fail(r, t->items[k], "rows 应写 {台账: 条数}");
        else if (rows_of(r, x, t->keys[k]->text, t, &list, &n) &&
                 (int64_t)n != wanted)
            (void)run_fail(r, t->items[k],
                "台账“" STR_FMT "”应有 %lld 条，实有 %zu 条",
                STR_ARG(t->keys[k]->text), (long long)wanted, n);
    }
}

static bool
has_flag(const struct record *row, struct str rule)
{
    for (size_t i = 0; row->flags != NULL && i < row->flags->n; i++) {
        if (str_eq(json_str(json_get(row->flags->items[i], STR("rule"))),
                rule))
            return true;
    }
    return false;
}

/* [优惠收费符合]: exactly these flags on the row of the step. */
void
expect_flags(struct run *r, struct act *x, const struct tree *t)
{
    struct record row = { 0 };
    struct err err = { 0 };

    if (record_get(x, r->record_subject, r->record, &row, &err) != OK) {
        (void)run_fail(r, t, "%s", err.text);
        return;
    }
    for (size_t i = 0; i < t->n; i++) {
        if (!has_flag(&row, t->items[i]->text))
            (void)run_fail(r, t->items[i], "没有标记“" STR_FMT "”",
                STR_ARG(t->items[i]->text));
    }
    if (row.flags != NULL && row.flags->n != t->n)
        (void)run_fail(r, t, "应有 %zu 个标记，实有 %zu 个", t->n,
            row.flags->n);
}

/* Words of all flags of the row of the step. */
struct str
expect_flag_words(struct run *r, struct act *x)
{
    struct record row = { 0 };
    struct err err = { 0 };
    struct buf b;

    buf_init(&b, r->a, 65536);
    if (record_get(x, r->record_subject, r->record, &row, &err) != OK)
        return STR_EMPTY;
    for (size_t i = 0; row.flags != NULL && i < row.flags->n; i++) {
        buf_str(&b, json_str(json_get(row.flags->items[i], STR("why"))));
        buf_byte(&b, ' ');
        buf_str(&b, json_str(json_get(row.flags->items[i], STR("clause"))));
        buf_byte(&b, '\n');
    }
    return buf_view(&b);
}

static const struct verb VERBS[] = {
    { "record", do_record, "kind answers about times from", false, false },
    { "correct", do_correct, "kind answers about", false, false },
    { "handle", do_handle, "kind to answers remark about", false, false },
    { "duty", do_duty, "duty year of_programme", false, false },
    { "file_report", do_file_report, "year answers drafted", false, false },
};
const struct verb_set verbs_record = VERB_SET(VERBS);
