/* eval_loop.c - boxed filter, for, some, every. */
#include "eval.h"

static size_t
most(const struct run *run)
{
    return run->call->limits != NULL ? run->call->limits->list
                                     : feel_limits_default().list;
}

/* Ends of ranges beyond this are not gone through. */
#define END_MAX (INT64_C(1) << 53)

static bool
end_of(const struct feel_value *v, int64_t *ret)
{
    return feel_to_int(v, ret) && *ret >= -END_MAX && *ret <= END_MAX;
}

/* The whole numbers of a range, in its direction; *ret is left alone if it
 * has none. */
static enum status
range_items(
    struct run *run, const struct feel_range *r, struct feel_value *ret)
{
    struct feel_value *items;
    int64_t low, high, step;
    size_t n = 0;

    if (!end_of(&r->low, &low) || !end_of(&r->high, &high))
        return OK;
    step = low <= high ? 1 : -1;
    low += r->low_closed ? 0 : step;
    high -= r->high_closed ? 0 : step;
    if ((high - low) * step >= 0)
        n = (size_t)((high - low) * step) + 1;
    if (n > most(run))
        return err_set(run->err, ERR_LIMIT,
            "列表不应超过 %zu 项（上限 list）", most(run));
    items = arena_new_array(run->a, struct feel_value, n);
    for (size_t i = 0; i < n; i++)
        items[i] = feel_int(low + step * (int64_t)i);
    *ret = feel_list(items, n);
    return OK;
}

/* What is gone through: always a list, or a null with its reason. */
static enum status
domain(struct activation *act, const struct box *b, struct feel_value *ret)
{
    struct run *run = act->run;
    struct feel_value v;

    TRY(eval_box(act, b->kids[0], STR("in"), &v));
    if (v.type == FEEL_RANGE)
        TRY(range_items(run, v.range, &v));
    if (v.type != FEEL_LIST && v.type != FEEL_NULL)
        v = feel_list(arena_dup(run->a, &v, sizeof(v)), 1);
    else if (v.type == FEEL_NULL && v.missing == NULL)
        v = eval_fail(run, act->e, "循环的对象是 null，应为列表");
    *ret = v;
    return OK;
}

static bool
is_true(const struct feel_value *v)
{
    return v->type == FEEL_BOOLEAN && v->boolean;
}

/* --- filter --- */

/* Names of members mean those of the element where it has them. */
static void
show_element(struct activation *act, const struct box *b,
    const struct feel_value *item)
{
    for (size_t i = 0; i < b->n_shadows; i++) {
        const struct shadow *s = &b->shadows[i];
        const struct feel_value *member = item->type == FEEL_CONTEXT
            ? feel_member(item, s->name)
            : NULL;

        if (member != NULL) {
            act->values[s->slot] = member;
        } else if (s->outer != SIZE_MAX && act->values[s->outer] != NULL) {
            act->values[s->slot] = act->values[s->outer];
        } else if (s->outer < act->e->n_bindings) {
            struct feel_value v;

            if (act->frame.get(act->run->e, s->outer, &v, act, NULL) == OK)
                act->values[s->slot] = act->values[s->outer];
        } else {
            act->values[s->slot] = NULL;
        }
    }
    activation_set(act, b->slot, item);
}

/* The element at a place counted from 1, or from the end if negative. */
static struct feel_value
at_index(struct run *run, const struct element *e,
    const struct feel_value *list, const struct feel_value *index)
{
    int64_t i, n = (int64_t)list->list.n;

    if (!feel_to_int(index, &i))
        return eval_fail(run, e, "序号应为整数");
    if (i < 0)
        i += n + 1;
    if (i < 1 || i > n)
        return eval_fail(run, e, "序号超出列表的 %zu 项", list->list.n);
    return list->list.items[i - 1];
}

enum status
eval_filter(
    struct activation *act, const struct box *b, struct feel_value *ret)
{
    struct run *run = act->run;
    struct feel_value list;
    size_t n = 0;

    TRY(domain(act, b, &list));
    if (list.type != FEEL_LIST) {
        *ret = list;
        return OK;
    }

    struct feel_value *kept =
        arena_new_array(run->a, struct feel_value, list.list.n);

    for (size_t i = 0; i < list.list.n; i++) {
        struct activation *inner = activation_copy(act);
        struct feel_value test;

        show_element(inner, b, &list.list.items[i]);
        TRY(eval_box(inner, b->kids[1], STR("match"), &test));
        if (eval_is_unknown(&test)) {
            *ret = test;
            return OK;
        }
        if (test.type == FEEL_NUMBER) {
            *ret = at_index(run, act->e, &list, &test);
            return OK;
        }
        if (test.type != FEEL_BOOLEAN && test.type != FEEL_NULL) {
            *ret = eval_fail(run, act->e, "筛选条件应为真或假，现为 %s",
                feel_type_name(test.type));
            return OK;
        }
        if (is_true(&test))
            kept[n++] = list.list.items[i];
    }
    *ret = feel_list(kept, n);
    return OK;
}

/* --- loops --- */

static enum status
round_of(struct activation *act, const struct box *b,
    const struct feel_value *item, const struct feel_value *partial,
    struct feel_value *ret)
{
    struct activation *inner = activation_copy(act);

    activation_set(inner, b->slots[0], item);
    if (partial != NULL)
        activation_set(inner, b->slot, partial);
    return eval_box(inner, b->kids[1],
        b->kind == BOX_FOR ? STR("return") : STR("satisfies"), ret);
}

static enum status
eval_for(struct activation *act, const struct box *b,
    const struct feel_value *list, struct feel_value *ret)
{
    size_t n = list->list.n;
    struct feel_value *made =
        arena_new_array(act->run->a, struct feel_value, n);

    for (size_t i = 0; i < n; i++) {
        struct feel_value partial = feel_list(made, i), v;

        TRY(round_of(act, b, &list->list.items[i], &partial, &v));
        made[i] = v;
    }
    *ret = feel_list(made, n);
    return OK;
}

/* some is decided by a true, every by a false; what is unknown keeps it open,
 * and what is no truth value makes it an error. */
static enum status
eval_quantified(struct activation *act, const struct box *b,
    const struct feel_value *list, struct feel_value *ret)
{
    bool deciding = b->kind == BOX_SOME;
    struct feel_value open = feel_boolean(!deciding);

    for (size_t i = 0; i < list->list.n; i++) {
        struct feel_value v;

        TRY(round_of(act, b, &list->list.items[i], NULL, &v));
        if (v.type == FEEL_BOOLEAN) {
            if (v.boolean == deciding) {
                *ret = v;
                return OK;
            }
        } else if (eval_is_unknown(&v)) {
            open = v;
        } else if (!eval_is_unknown(&open)) {
            open = v.type == FEEL_NULL && v.missing != NULL
                ? v
                : eval_fail(act->run, act->e,
                      "satisfies 应为真或假，现为 %s", feel_type_name(v.type));
        }
    }
    *ret = open;
    return OK;
}

enum status
eval_loop(struct activation *act, const struct box *b, struct feel_value *ret)
{
    struct feel_value list;

    TRY(domain(act, b, &list));
    if (list.type != FEEL_LIST) {
        *ret = list;
        return OK;
    }
    if (b->kind == BOX_FOR)
        return eval_for(act, b, &list, ret);
    return eval_quantified(act, b, &list, ret);
}
