/* Registers of a pack: their rows as facts, and what their keys ask of the
 * rest of the pack. */
#include "load.h"
#include "pack/uses.h"

/* --- rows as facts --- */

static void
set_rows(struct load *l, struct pack_record *r)
{
    const struct pack_form *form = pack_form(l->pack, r->form);
    const struct pack_section *s =
        form == NULL || form->n_sections == 0 ? NULL : &form->sections[0];
    size_t n = s == NULL ? 0 : s->n_fields;
    struct pack_field *columns =
        arena_new_array(l->a, struct pack_field, n + 2);
    struct pack_field *rows = arena_one(l->a, struct pack_field);
    struct pack_option *states =
        arena_new_array(l->a, struct pack_option, r->n_states + 1);

    for (size_t i = 0; i < n; i++)
        columns[i] = s->fields[i];
    for (size_t i = 0; i < r->n_states; i++)
        states[i] = (struct pack_option){ r->states[i], { r->states[i],
                                                            STR_EMPTY } };
    columns[n] = (struct pack_field){ .name = STR(PACK_RECORD_DAY),
        .label = { STR(PACK_RECORD_DAY), STR("entered on") },
        .type = FIELD_DATE };
    columns[n + 1] = (struct pack_field){ .name = STR(PACK_RECORD_STATE),
        .label = { STR(PACK_RECORD_STATE), STR("state") },
        .type = r->n_states > 0 ? FIELD_ONE_OF : FIELD_TEXT,
        .options = states,
        .n_options = r->n_states };
    *rows = (struct pack_field){
        .name = arena_join(l->a, STR(PACK_RECORDS), r->name),
        .label = r->title,
        .type = FIELD_ROWS,
        .clause = r->clause,
        .columns = columns,
        .n_columns = n + 2 };
    r->rows = rows;
}

/* The loader made the array: until it is done it may still be written. */
void
records_rows(struct load *l)
{
    struct pack_record *list = arena_dup(l->a, l->pack->records,
        l->pack->n_records * sizeof(*l->pack->records));

    for (size_t i = 0; i < l->pack->n_records; i++) {
        for (size_t k = 0; k < l->origins.n; k++) {
            if (l->origins.p[k].object == &l->pack->records[i])
                l->origins.p[k].object = &list[i];
        }
        set_rows(l, &list[i]);
    }
    l->pack->records = list;
}

/* --- what a rule looks at --- */

/* Calls hit for every fact a rule rests on until one returns true. Rules do
 * not go round in circles, and not deep: check_cycles. */
static bool
each_fact(const struct pack *p, const struct pack_rule *r,
    bool (*hit)(const struct pack *p, struct str fact, void *arg), void *arg,
    int depth)
{
    bool any = false;

    if (r == NULL || depth > 40)
        return false;
    for (size_t i = 0; i < r->n_parts; i++)
        any |= each_fact(
            p, pack_rule(p, r->parts[i]), hit, arg, depth + 1);
    for (size_t i = 0; r->expr != NULL && i < feel_used_count(r->expr); i++) {
        struct str name = feel_used(r->expr, i);
        const struct pack_rule *inner = pack_rule(p, name);

        any |= inner != NULL ? each_fact(p, inner, hit, arg, depth + 1)
                             : hit(p, name, arg);
    }
    return any;
}

static bool
mark_register(const struct pack *p, struct str fact, void *arg)
{
    bool *used = arg;
    size_t prefix = sizeof(PACK_RECORDS) - 1;

    if (!str_starts(fact, STR(PACK_RECORDS)))
        return false;
    for (size_t i = 0; i < p->n_records; i++) {
        if (str_eq(p->records[i].name, str_sub(fact, prefix, SIZE_MAX))) {
            used[i] = true;
            return true;
        }
    }
    return false;
}

bool
pack_records_used(const struct pack *p, struct str rule, bool *used)
{
    return each_fact(p, pack_rule(p, rule), mark_register, used, 0);
}

static bool
is_fact(const struct pack *p, struct str fact, void *arg)
{
    const struct str *wanted = arg;

    (void)p;
    return str_eq(fact, *wanted);
}

bool
pack_fact_used(const struct pack *p, struct str rule, struct str fact)
{
    return each_fact(p, pack_rule(p, rule), is_fact, &fact, 0);
}

struct within {
    const struct str *facts;
    size_t n;
};

static bool
is_foreign(const struct pack *p, struct str fact, void *arg)
{
    const struct within *w = arg;
    int64_t value;
    struct err none;

    for (size_t i = 0; i < w->n; i++) {
        if (str_eq(fact, w->facts[i]))
            return false;
    }
    return pack_parameter(p, fact, &value, &none) != OK &&
           pack_reading(p, fact) == NULL;
}

static bool
calls_model(const struct pack *p, const struct pack_rule *r, int depth)
{
    if (r == NULL || depth > 40)
        return true; /* unknown */
    if (r->model != NULL)
        return true;
    for (size_t i = 0; i < r->n_parts; i++) {
        if (calls_model(p, pack_rule(p, r->parts[i]), depth + 1))
            return true;
    }
    for (size_t i = 0; r->expr != NULL && i < feel_used_count(r->expr); i++) {
        const struct pack_rule *inner = pack_rule(p, feel_used(r->expr, i));

        if (inner != NULL && calls_model(p, inner, depth + 1))
            return true;
    }
    return false;
}

bool
pack_facts_within(const struct pack *p, struct str rule,
    const struct str *facts, size_t n)
{
    const struct pack_rule *r = pack_rule(p, rule);
    struct within w = { facts, n };

    return r != NULL && r->kind != RULE_ATTESTED &&
           !calls_model(p, r, 0) && !each_fact(p, r, is_foreign, &w, 0);
}

/* --- keys --- */

#define RECORD_ERROR(l, r, ...) \
    problem_error(&(l)->problems, load_origin((l), (r)), __VA_ARGS__)

static const struct pack_field *
own_field(struct load *l, const struct pack_record *r, const char *key,
    struct str name)
{
    const struct pack_form *form = pack_form(l->pack, r->form);
    const struct pack_field *f =
        form == NULL || name.n == 0 ? NULL : form_field(form, name);

    if (name.n > 0 && form != NULL && f == NULL)
        RECORD_ERROR(l, r,
            "台账“" STR_FMT "”的 %s 应为其表单的字段，表单中没有“" STR_FMT
            "”",
            STR_ARG(r->name), key, STR_ARG(name));
    return f;
}

static void
typed_field(struct load *l, const struct pack_record *r, const char *key,
    struct str name, enum field_type type, const char *word)
{
    const struct pack_field *f = own_field(l, r, key, name);

    if (f != NULL && f->type != type)
        RECORD_ERROR(l, r,
            "台账“" STR_FMT "”的 %s 应为类型 %s 的字段，“" STR_FMT
            "”不是",
            STR_ARG(r->name), key, word, STR_ARG(name));
}

static bool
has_state(const struct pack_record *r, struct str state)
{
    for (size_t i = 0; i < r->n_states; i++) {
        if (str_eq(r->states[i], state))
            return true;
    }
    return false;
}

static bool
has_option(const struct pack_field *f, struct str value)
{
    for (size_t i = 0; i < f->n_options; i++) {
        if (str_eq(f->options[i].value, value))
            return true;
    }
    return false;
}

static void
check_states(struct load *l, const struct pack_record *r)
{
    const struct pack_field *f =
        own_field(l, r, "decide_field", r->decide_field);

    if (r->n_states == 1)
        RECORD_ERROR(l, r,
            "台账“" STR_FMT
            "”的 states 至少写两个：新登记的状态和可以决定的状态",
            STR_ARG(r->name));
    if ((r->n_states > 0) != (r->decide_by.n > 0))
        RECORD_ERROR(l, r,
            "台账“" STR_FMT "”的 states 和 decide_by 应同时写明",
            STR_ARG(r->name));
    if (r->n_states == 0 &&
        (r->decide_field.n > 0 || r->decide_day.n > 0 || r->four_eyes))
        RECORD_ERROR(l, r,
            "台账“" STR_FMT
            "”没有 states，不能有 decide_field、decide_day 或 four_eyes",
            STR_ARG(r->name));
    if (r->n_states > 0 && r->answered)
        RECORD_ERROR(l, r,
            "台账“" STR_FMT "”有 states，由决定了结，请删去 answered",
            STR_ARG(r->name));
    for (size_t i = 0; f != NULL && i < r->n_states; i++) {
        if (f->type != FIELD_ONE_OF || !has_option(f, r->states[i]))
            RECORD_ERROR(l, r,
                "台账“" STR_FMT "”的状态“" STR_FMT "”不是字段“" STR_FMT
                "”的选项",
                STR_ARG(r->name), STR_ARG(r->states[i]), STR_ARG(f->name));
    }
    typed_field(
        l, r, "decide_day", r->decide_day, FIELD_DATE, "date");
}

/* The register that breaches are entered in; NULL if the pack has none. */
static const struct pack_record *
breach_register(const struct pack *p)
{
    for (size_t i = 0; i < p->n_records; i++) {
        if (p->records[i].breaches)
            return &p->records[i];
    }
    return NULL;
}

static const struct pack_field *
field_of_type(const struct pack_form *form, enum field_type type)
{
    const struct pack_section *s =
        form == NULL || form->n_sections == 0 ? NULL : &form->sections[0];

    for (size_t i = 0; s != NULL && i < s->n_fields; i++) {
        if (s->fields[i].type == type)
            return &s->fields[i];
    }
    return NULL;
}

void
check_breach(struct load *l, struct place at, struct str what,
    struct str name, struct str breach)
{
    const struct pack_record *b = breach_register(l->pack);
    const struct pack_field *kind = b == NULL
        ? NULL
        : field_of_type(pack_form(l->pack, b->form), FIELD_ONE_OF);

    if (kind == NULL)
        problem_error(&l->problems, at,
            STR_FMT "“" STR_FMT
            "”要登记违规：政策包应有一个 breaches: true 的台账，表单中有"
            " one_of、date、long_text 各一个字段",
            STR_ARG(what), STR_ARG(name));
    else if (!has_option(kind, breach))
        problem_error(&l->problems, at,
            "违规种类“" STR_FMT "”不是台账“" STR_FMT "”字段“" STR_FMT
            "”的选项",
            STR_ARG(breach), STR_ARG(b->name), STR_ARG(kind->name));
}

static void
check_guard(
    struct load *l, const struct pack_record *r, const struct pack_guard *g)
{
    for (size_t i = 0; i < g->n_states; i++) {
        if (!has_state(r, g->states[i]))
            RECORD_ERROR(l, r,
                "台账“" STR_FMT "”没有状态“" STR_FMT
                "”，核对“" STR_FMT "”不会进行",
                STR_ARG(r->name), STR_ARG(g->states[i]), STR_ARG(g->rule));
    }
    if ((g->otherwise == GUARD_BREACH) != (g->breach.n > 0))
        RECORD_ERROR(l, r,
            "台账“" STR_FMT "”的核对“" STR_FMT
            "”：else: breach 和 breach（违规种类）应同时写明",
            STR_ARG(r->name), STR_ARG(g->rule));
    if (g->breach.n > 0)
        check_breach(l, load_origin(l, r), STR("核对"), g->rule, g->breach);
}

static void
check_breaches(struct load *l, const struct pack_record *r)
{
    const struct pack_form *form = pack_form(l->pack, r->form);

    if (!r->breaches || form == NULL)
        return;
    if (breach_register(l->pack) != r)
        RECORD_ERROR(l, r,
            "只能有一个 breaches: true 的台账，“" STR_FMT "”是第二个",
            STR_ARG(r->name));
    if (field_of_type(form, FIELD_ONE_OF) == NULL ||
        field_of_type(form, FIELD_DATE) == NULL ||
        field_of_type(form, FIELD_LONG_TEXT) == NULL)
        RECORD_ERROR(l, r,
            "台账“" STR_FMT
            "”登记违规，表单应有 one_of、date、long_text 各一个字段",
            STR_ARG(r->name));
}

static bool
is_report_register(const struct pack *p, struct str name)
{
    for (size_t i = 0; i < p->n_duties; i++) {
        if (p->duties[i].kind == DUTY_REPORT &&
            str_eq(p->duties[i].record, name))
            return true;
    }
    return false;
}

static void
check_days(struct load *l, const struct pack_record *r)
{
    const struct pack_field *day = own_field(l, r, "day_field", r->day_field);

    typed_field(l, r, "due_field", r->due_field, FIELD_DATE, "date");
    for (size_t i = 0; i < r->n_unique; i++)
        (void)own_field(l, r, "unique", r->unique[i]);
    if (r->due_field.n > 0 && r->due.n > 0)
        RECORD_ERROR(l, r,
            "台账“" STR_FMT "”的 due_field 和 due 只写一个",
            STR_ARG(r->name));
    if (day != NULL && day->type != FIELD_DATE && day->type != FIELD_INTEGER)
        RECORD_ERROR(l, r,
            "台账“" STR_FMT
            "”的 day_field 应为日期，或者写年度的整数字段，“" STR_FMT
            "”不是",
            STR_ARG(r->name), STR_ARG(day->name));
    if (r->frozen_by.n == 0)
        return;
    if (r->day_field.n == 0)
        RECORD_ERROR(l, r,
            "台账“" STR_FMT
            "”有 frozen_by，应写明 day_field：哪个字段说明所属年度",
            STR_ARG(r->name));
    if (!is_report_register(l->pack, r->frozen_by))
        RECORD_ERROR(l, r,
            "台账“" STR_FMT "”的 frozen_by 应为年度报告的台账，“" STR_FMT
            "”没有 kind: report 的义务",
            STR_ARG(r->name), STR_ARG(r->frozen_by));
}

static void
check_duty_record(struct load *l, const struct pack_duty *d)
{
    const struct pack_record *r = pack_record(l->pack, d->record);
    const struct pack_form *form =
        r == NULL ? NULL : pack_form(l->pack, r->form);
    const struct pack_field *f =
        form == NULL ? NULL : form_field(form, d->year_field);

    if (d->kind == DUTY_REPORT && form != NULL &&
        (f == NULL || f->type != FIELD_INTEGER))
        RECORD_ERROR(l, d,
            "义务“" STR_FMT "”的 year_field 应为台账“" STR_FMT
            "”表单中类型 integer 的字段，现为“" STR_FMT "”",
            STR_ARG(d->name), STR_ARG(r->name), STR_ARG(d->year_field));
}

static void
check_duty_value(
    struct load *l, const struct pack_duty *d, const char *key, struct str s)
{
    const struct pack_rule *rule = s.n == 0 ? NULL : pack_rule(l->pack, s);
    int64_t value;

    if (s.n == 0 || (rule != NULL && rule->kind == RULE_VALUE) ||
        pack_parameter(l->pack, s, &value, NULL) == OK)
        return;
    RECORD_ERROR(l, d,
        "义务“" STR_FMT "”的 %s 应为算出数值的规则（value）或参数，现为“"
        STR_FMT "”",
        STR_ARG(d->name), key, STR_ARG(s));
}

static void
check_hosts(struct load *l, const struct pack_record *r)
{
    bool host = str_eq(r->write, STR("host")) ||
                str_eq(r->read, STR("host")) || r->host_field.n > 0;

    typed_field(l, r, "host_field", r->host_field, FIELD_TEXT, "text");
    typed_field(l, r, "public_until", r->public_until, FIELD_DATE, "date");
    if (host && l->pack->works_at.n == 0)
        RECORD_ERROR(l, r,
            "台账“" STR_FMT
            "”由执业机构登记或者按执业机构归属（host），政策包应写明 works_at",
            STR_ARG(r->name));
    if (r->by_superior && r->kept_by.n > 0)
        RECORD_ERROR(l, r,
            "台账“" STR_FMT
            "”由参与单位办理（kept_by），不能同时由上一级决定（decide_at）",
            STR_ARG(r->name));
}

/* The steps of a task are the first options of its field, in order; the
 * program writes it, so nobody has to fill it in. */
static void
check_task(struct load *l, const struct pack_record *r)
{
    const struct pack_field *f = own_field(l, r, "progress", r->progress);
    size_t steps = r->accept_by.n > 0 ? 4 : 3;

    typed_field(l, r, "report_day", r->report_day, FIELD_DATE, "date");
    for (size_t i = 0; i < r->n_report; i++)
        (void)own_field(l, r, "report", r->report[i]);
    if (f == NULL)
        return;
    if (f->type != FIELD_ONE_OF || f->n_options != steps || f->required)
        RECORD_ERROR(l, r,
            "台账“" STR_FMT "”的 progress：字段“" STR_FMT
            "”应为有 %zu 个选项的 one_of（依次为安排、接受、报告%s），不设必填",
            STR_ARG(r->name), STR_ARG(f->name), steps,
            r->accept_by.n > 0 ? "、验收" : "即完成");
}

/* What the program enters must be fields of the register. */
static void
check_draft(struct load *l, const void *of, struct str name,
    struct str record, const struct pack_draft *draft, size_t n)
{
    const struct pack_record *r = pack_record(l->pack, record);
    const struct pack_form *form =
        r == NULL ? NULL : pack_form(l->pack, r->form);

    for (size_t i = 0; form != NULL && i < n; i++) {
        if (form_field(form, draft[i].name) == NULL)
            RECORD_ERROR(l, of,
                "“" STR_FMT "”的 draft：台账“" STR_FMT
                "”的表单没有字段“" STR_FMT "”",
                STR_ARG(name), STR_ARG(record), STR_ARG(draft[i].name));
    }
}

static void
check_effect(struct load *l, const struct pack_record *r,
    const struct pack_effect_of *e)
{
    const struct pack_field *rows = own_field(l, r, "rows", e->rows);
    bool found = rows == NULL;

    check_draft(l, r, r->name, e->record, e->draft, e->n_draft);
    for (size_t i = 0; rows != NULL && i < rows->n_columns; i++)
        found = found || str_eq(rows->columns[i].name, e->number);
    if (!found)
        RECORD_ERROR(l, r,
            "台账“" STR_FMT "”的 effects：“" STR_FMT
            "”应是表格栏目，其中有一列“" STR_FMT "”",
            STR_ARG(r->name), STR_ARG(e->rows), STR_ARG(e->number));
    for (size_t i = 0; i < e->n_states; i++) {
        if (!has_state(r, e->states[i]))
            RECORD_ERROR(l, r,
                "台账“" STR_FMT "”没有状态“" STR_FMT "”",
                STR_ARG(r->name), STR_ARG(e->states[i]));
    }
}

void
check_records(struct load *l)
{
    for (size_t i = 0; i < l->pack->n_records; i++) {
        const struct pack_record *r = &l->pack->records[i];

        check_states(l, r);
        check_breaches(l, r);
        check_days(l, r);
        check_hosts(l, r);
        check_task(l, r);
        for (size_t g = 0; g < r->n_guards; g++)
            check_guard(l, r, &r->guards[g]);
        for (size_t e = 0; e < r->n_effects; e++)
            check_effect(l, r, &r->effects[e]);
    }
    for (size_t i = 0; i < l->pack->n_triggers; i++)
        check_draft(l, &l->pack->triggers[i], l->pack->triggers[i].name,
            l->pack->triggers[i].record, l->pack->triggers[i].draft,
            l->pack->triggers[i].n_draft);
    for (size_t i = 0; i < l->pack->n_duties; i++) {
        check_duty_record(l, &l->pack->duties[i]);
        check_duty_value(
            l, &l->pack->duties[i], "done", l->pack->duties[i].done);
        check_duty_value(
            l, &l->pack->duties[i], "goal", l->pack->duties[i].goal);
    }
}
