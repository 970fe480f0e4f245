/* What the section `planning` names, and whether it fits. */
#include "pack/planning.h"

#include "load.h"

struct field_of {
    struct str name;
    const char *key;
    enum field_type type;
    const char *word;
};

/* The field stands in the form of the section and has the type. */
static void
check_field(struct load *l, const struct pack_form *form,
    const struct field_of *of, const void *owner)
{
    const struct pack_field *f = form_field(form, of->name);

    if (of->name.n == 0 || (f != NULL && f->type == of->type))
        return;
    problem_error(&l->problems, load_origin(l, owner),
        "planning 的 %s 应为表单“" STR_FMT
        "”中类型 %s 的字段，现为“" STR_FMT "”",
        of->key, STR_ARG(form->name), of->word, STR_ARG(of->name));
}

static void
check_fields(struct load *l, const struct pack_planning *p,
    const struct pack_form *form)
{
    const struct field_of fields[] = {
        { p->as_of, "as_of", FIELD_DATE, "date" },
        { p->source, "source", FIELD_TEXT, "text" },
        { p->headcount, "headcount", FIELD_INTEGER, "integer" },
        { p->rural, "rural", FIELD_INTEGER, "integer" },
        { p->weak, "weak", FIELD_YES_NO, "yes_no" },
    };

    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
        check_field(l, form, &fields[i], p);
    for (size_t i = 0; i < p->n_ratios; i++) {
        const struct pack_ratio *r = &p->ratios[i];
        struct field_of below = { r->denominator, "denominator",
            FIELD_INTEGER, "integer" };

        check_field(l, form, &below, r);
        for (size_t k = 0; k < r->n_numerator; k++) {
            struct field_of above = { r->numerator[k], "numerator",
                FIELD_INTEGER, "integer" };

            check_field(l, form, &above, r);
        }
    }
}

/* Every option of the reading is a decimal below the threshold. */
static void
check_tolerance(struct load *l, const struct pack_ratio *r)
{
    const struct pack_reading *reading = pack_reading(l->pack, r->tolerance);

    for (size_t i = 0; reading != NULL && i < reading->n_options; i++) {
        struct plan_decimal d;

        if (plan_decimal_read(reading->options[i].value, &d) &&
            d.value * r->reached.scale < r->reached.value * d.scale)
            continue;
        problem_error(&l->problems, load_origin(l, r),
            "比率“" STR_FMT "”的 tolerance 读法“" STR_FMT
            "”的选项应为小于 " STR_FMT " 的小数，如 \"0.2\"，现有“" STR_FMT
            "”",
            STR_ARG(r->name), STR_ARG(r->tolerance), STR_ARG(r->threshold),
            STR_ARG(reading->options[i].value));
    }
}

static void
check_ratios(struct load *l, const struct pack_planning *p)
{
    const struct pack_ratio *gate = planning_ratio(p, p->gate);

    if (gate == NULL)
        problem_error(&l->problems, load_origin(l, p),
            "planning 的 gate 应为 ratios 之一，现为“" STR_FMT "”",
            STR_ARG(p->gate));
    else if (gate->tolerance.n > 0)
        problem_error(&l->problems, load_origin(l, gate),
            "门槛“" STR_FMT "”按整数精确比较，不能有 tolerance，请删去",
            STR_ARG(gate->name));
    if (planning_ratio(p, p->target) == NULL)
        problem_error(&l->problems, load_origin(l, p),
            "planning 的 target 应为 ratios 之一，现为“" STR_FMT "”",
            STR_ARG(p->target));
    for (size_t i = 0; i < p->n_ratios; i++)
        check_tolerance(l, &p->ratios[i]);
}

static bool
is_division(struct str code)
{
    int64_t n;

    return code.n == 6 && num_int(code, 100000, 999999, &n);
}

static void
check_codes(struct load *l, const struct pack_unit_change *c,
    const struct str *codes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!is_division(codes[i]))
            problem_error(&l->problems, load_origin(l, c),
                "区划代码应为 6 位数字，现为“" STR_FMT "”",
                STR_ARG(codes[i]));
    }
}

static void
check_units(struct load *l, const struct pack_units *u)
{
    if (!is_division(u->within))
        problem_error(&l->problems, load_origin(l, u),
            "within 应为 6 位行政区划代码，现为“" STR_FMT "”",
            STR_ARG(u->within));
    for (size_t i = 0; i < u->n_changes; i++) {
        const struct pack_unit_change *c = &u->changes[i];

        check_codes(l, c, c->from, c->n_from);
        check_codes(l, c, c->to, c->n_to);
        if (i > 0 && day_cmp(c->on, u->changes[i - 1].on) < 0)
            problem_error(&l->problems, load_origin(l, c),
                "changes 应按日期先后排列");
    }
}

static void
check_known(struct load *l, const struct pack_take *t, const char *key,
    struct str name, const struct fact_name *names, size_t n)
{
    for (size_t i = 0; name.n > 0 && i < n; i++) {
        if (str_eq(names[i].name, name))
            return;
    }
    if (name.n > 0)
        problem_error(&l->problems, load_origin(l, t),
            "takes“" STR_FMT "”的 %s 应为事实、字段或规则的名称，没有“" STR_FMT
            "”",
            STR_ARG(t->name), key, STR_ARG(name));
}

static void
check_takes(struct load *l, const struct pack_planning *p)
{
    size_t n = 0;
    const struct fact_name *names = fact_names(l->tmp, l->pack, &n);

    for (size_t i = 0; i < p->n_takes; i++) {
        const struct pack_take *t = &p->takes[i];

        if (pack_procedure(l->pack, t->name) == NULL)
            problem_error(&l->problems, load_origin(l, t),
                "takes 中没有事项“" STR_FMT "”，请写 procedures 中的名称",
                STR_ARG(t->name));
        check_known(l, t, "unit", t->unit, names, n);
        check_known(l, t, "from", t->from, names, n);
        check_known(l, t, "rural", t->rural, names, n);
    }
}

void
check_planning(struct load *l)
{
    const struct pack_planning *p = l->pack->planning;
    const struct pack_form *form;
    int64_t share = 0;

    for (size_t i = 0; i < l->pack->n_quotas; i++) {
        if (str_starts(l->pack->quotas[i].name, STR("plan/")))
            problem_error(&l->problems,
                load_origin(l, &l->pack->quotas[i]),
                "名额的名称不能以“plan/”开头：它留给发展计划");
    }
    if (p == NULL)
        return;
    form = pack_form(l->pack, p->form);
    if (form != NULL)
        check_fields(l, p, form);
    check_ratios(l, p);
    if (p->units != NULL)
        check_units(l, p->units);
    check_takes(l, p);
    if ((p->rural_share.n > 0) != (p->rural_clause.n > 0))
        problem_error(&l->problems, load_origin(l, p),
            "planning 的 rural_share 与 rural_clause 应同时写明");
    if (p->rural_share.n > 0 &&
        pack_parameter(l->pack, p->rural_share, &share, NULL) == OK &&
        (share < 0 || share > 100))
        problem_error(&l->problems, load_origin(l, p),
            "rural_share 应为 0 到 100 的百分数，现为 %lld",
            (long long)share);
}
