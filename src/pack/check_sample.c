/* Trying every expression out with values of the right types: what cannot be
 * computed with them never can. Finds a date compared with a number, text
 * added to a date, a condition that is none, and conditions that no fact can
 * change. */
#include "functions.h"
#include "load.h"

#include <stdio.h>

#define WORK_MOST 20000

struct sample {
    struct function_context fn; /* first: the functions see it */
    struct load *l;
    const struct fact_name *names;
    size_t n;
    struct arena *a;
    const struct feel_use *use;
    size_t work; /* values computed for one expression */
    bool reported;
};

static struct feel_value sample_field(
    struct arena *a, const struct pack_field *f, struct str name);

/* Numbers differ by name, so that a difference of two is not zero. */
static struct feel_value
sample_of(enum feel_type type, struct str name)
{
    switch (type) {
    case FEEL_NUMBER:
        return feel_int((int64_t)(7 + str_hash(name) % 997));
    case FEEL_BOOLEAN:
        return feel_boolean(true);
    case FEEL_DATE:
        return feel_date(day_of_ymd(2024, 5, 15));
    case FEEL_DATE_TIME:
        return feel_instant(
            day_start_us(day_of_ymd(2024, 5, 15)), 8 * 3600);
    case FEEL_LIST:
        return feel_list(NULL, 0);
    default:
        return feel_string(STR("文字"));
    }
}

static struct feel_value
sample_row(struct arena *a, const struct pack_field *f)
{
    struct str *names = arena_new_array(a, struct str, f->n_columns + 1);
    struct feel_value *values =
        arena_new_array(a, struct feel_value, f->n_columns + 1);
    struct feel_value *row = arena_one(a, struct feel_value);

    for (size_t i = 0; i < f->n_columns; i++) {
        names[i] = f->columns[i].name;
        values[i] = sample_field(a, &f->columns[i], names[i]);
    }
    row->type = FEEL_CONTEXT;
    row->context.names = names;
    row->context.values = values;
    row->context.n = f->n_columns;
    return feel_list(row, 1);
}

static struct feel_value
sample_field(struct arena *a, const struct pack_field *f, struct str name)
{
    struct feel_value *item;

    if (f->type == FIELD_ROWS)
        return sample_row(a, f);
    if (f->type == FIELD_ONE_OF && f->n_options > 0)
        return feel_string(f->options[0].value);
    if (f->type == FIELD_MANY_OF || f->type == FIELD_FILE) {
        item = arena_one(a, struct feel_value);
        *item = feel_string(
            f->n_options > 0 ? f->options[0].value : STR("文件.pdf"));
        return feel_list(item, 1);
    }
    return sample_of(field_feel_type(f->type), name);
}

static bool
sample_fact(struct str name, struct feel_value *ret, void *arg)
{
    struct sample *s = arg;
    const struct pack_rule *rule = pack_rule(s->l->pack, name);
    const struct pack_reading *reading = pack_reading(s->l->pack, name);
    int64_t value;

    if (rule != NULL && rule->kind == RULE_VALUE) {
        *ret = feel_null();
        if (++s->work > WORK_MOST)
            return false;
        return feel_evaluate(s->a, rule->expr, sample_fact, arg, 0, NULL, ret,
                   NULL, NULL) == OK;
    }
    if (reading != NULL) {
        *ret = feel_string(reading->chosen);
        return true;
    }
    if (pack_parameter(s->l->pack, name, &value, NULL) == OK) {
        *ret = feel_int(value);
        return true;
    }
    for (size_t i = 0; i < s->n; i++) {
        if (!str_eq(s->names[i].name, name))
            continue;
        *ret = s->names[i].field != NULL
            ? sample_field(s->a, s->names[i].field, name)
            : sample_of(s->names[i].type, name);
        return true;
    }
    return false;
}

static const char *
type_name(enum feel_type type)
{
    static const char *const names[] = { [FEEL_NULL] = "空值",
        [FEEL_BOOLEAN] = "是或否", [FEEL_NUMBER] = "数",
        [FEEL_STRING] = "文字", [FEEL_DATE] = "日期", [FEEL_TIME] = "时刻",
        [FEEL_DATE_TIME] = "日期时间", [FEEL_DAYS_DURATION] = "天数",
        [FEEL_YEARS_DURATION] = "年月数", [FEEL_LIST] = "列表",
        [FEEL_CONTEXT] = "一组值", [FEEL_RANGE] = "区间",
        [FEEL_FUNCTION] = "函数" };

    return names[type];
}

/* Place of a part inside its expression. */
static struct place
part_place(const struct sample *s, const struct feel_trace *t)
{
    struct str all = feel_text(*s->use->ret);
    char where[48];
    size_t at = 0, line = 1, start = 0;

    if (t->text.p >= all.p && t->text.p <= all.p + all.n)
        at = (size_t)(t->text.p - all.p);
    for (size_t i = 0; i < at; i++) {
        if (all.p[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    snprintf(where, sizeof(where), "%zu:%zu", line,
        utf8_count(str_sub(all, start, at - start)) + 1);
    return feel_place(s->l, s->use, where);
}

static bool
comparable(enum feel_type x, enum feel_type y)
{
    return x == y || x == FEEL_NULL || y == FEEL_NULL || y == FEEL_RANGE ||
        y == FEEL_LIST;
}

/* The innermost parts first: one cause, one problem. */
static void
check_part(struct sample *s, const struct feel_trace *t)
{
    for (size_t i = 0; i < t->n; i++)
        check_part(s, t->parts[i]);
    if (s->reported || t->is_fact)
        return;
    /* a test of a list tells its types by its text only */
    if (t->is_comparison && !str_eq(t->op, STR("in")) &&
        !comparable(t->left.type, t->right.type)) {
        problem_error(&s->l->problems, part_place(s, t),
            "“" STR_FMT "”左边是%s、右边是%s，无法比较：两边类型应相同",
            STR_ARG(t->text), type_name(t->left.type),
            type_name(t->right.type));
        s->reported = true;
    } else if (t->value.type == FEEL_NULL && t->value.missing != NULL &&
        t->value.missing->is_error) {
        problem_warning(&s->l->problems, part_place(s, t),
            "“" STR_FMT "”以样例值试算时算不出来（" STR_FMT
            "）：请检查各部分的类型和除数",
            STR_ARG(t->text), STR_ARG(t->value.missing->text));
        s->reported = true;
    }
}

static bool
constant(const struct sample *s, const struct feel_expr *x)
{
    for (size_t i = 0; i < feel_used_count(x); i++) {
        bool found = false;

        for (size_t k = 0; k < s->n; k++)
            found = found ||
                (s->names[k].constant &&
                    str_eq(s->names[k].name, feel_used(x, i)));
        if (!found)
            return false;
    }
    return true;
}

static void
check_result(struct sample *s, const struct feel_value *v)
{
    struct place at = use_place(s->use);

    if (s->use->kind != USE_CONDITION || s->reported)
        return;
    if (v->type != FEEL_BOOLEAN && v->type != FEEL_NULL)
        problem_error(&s->l->problems, at,
            "条件应得出是或否，这个表达式得出%s：请写成比较，或改用 value",
            type_name(v->type));
    else if (constant(s, *s->use->ret))
        problem_warning(&s->l->problems, at,
            "这个条件不取决于任何事实，%s：请检查是否写错",
            v->type == FEEL_BOOLEAN && v->boolean ? "总是符合"
                                                  : "永远不会符合");
}

void
check_samples(struct load *l)
{
    struct sample s = { .fn = { NULL, true }, .l = l };

    s.names = fact_names(l->a, l->pack, &s.n);
    s.a = arena_new("pack samples");
    for (size_t i = 0; i < l->feels.n; i++) {
        const struct feel_trace *trace = NULL;
        struct feel_value v = feel_null();
        struct err err = { 0 };

        s.use = &l->feels.p[i];
        s.reported = false;
        s.work = 0;
        if (feel_evaluate(s.a, *s.use->ret, sample_fact, &s, 0, NULL, &v,
                &trace, &err) != OK) {
            problem_error(&l->problems,
                use_place(s.use), "%s", err.text);
        } else {
            check_part(&s, trace);
            check_result(&s, &v);
        }
        arena_reset(s.a);
    }
    arena_free(s.a);
}
