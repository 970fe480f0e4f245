/* The section `planning`: its keys, and the facts it gives to applications. */
#include "pack/planning.h"

#include "shape.h"

/* --- decimals --- */

bool
plan_decimal_read(struct str text, struct plan_decimal *ret)
{
    struct str whole, part = STR_EMPTY;
    int64_t scale = 1, high, low = 0;
    bool point = false;

    part = str_cut(text, '.', &whole, &point);
    if (whole.n < 1 || whole.n > 4 || !num_int(whole, 0, 9999, &high))
        return false;
    if (point && (part.n < 1 || part.n > 3 || !num_int(part, 0, 999, &low)))
        return false;
    for (size_t i = 0; point && i < part.n; i++)
        scale *= 10;
    *ret = (struct plan_decimal){ high * scale + low, scale };
    return true;
}

/* --- finding --- */

const struct pack_ratio *
planning_ratio(const struct pack_planning *p, struct str name)
{
    for (size_t i = 0; p != NULL && i < p->n_ratios; i++) {
        if (str_eq(p->ratios[i].name, name))
            return &p->ratios[i];
    }
    return NULL;
}

const struct pack_take *
planning_take(const struct pack_planning *p, struct str procedure)
{
    for (size_t i = 0; p != NULL && i < p->n_takes; i++) {
        if (str_eq(p->takes[i].name, procedure))
            return &p->takes[i];
    }
    return NULL;
}

/* --- keys --- */

static const struct key ratio_keys[] = {
    TITLE_KEY(pack_ratio),
    KEY("numerator", KEY_REFS, LIST_AT(pack_ratio, numerator),
        .ref = REF_FIELD, .flags = KEY_MUST),
    KEY("denominator", KEY_REF, AT(pack_ratio, denominator),
        .ref = REF_FIELD, .flags = KEY_MUST),
    KEY("per", KEY_INTEGER, AT(pack_ratio, per), .min = 1, .max = 100000,
        .flags = KEY_MUST),
    KEY("threshold", KEY_TEXT, AT(pack_ratio, threshold),
        .flags = KEY_MUST),
    KEY("tolerance", KEY_REF, AT(pack_ratio, tolerance),
        .ref = REF_READING),
    CLAUSE_KEY(pack_ratio),
};

static void
ratio_done(struct load *l, const struct tree *t, void *object)
{
    struct pack_ratio *r = object;
    const struct tree *at = tree_get(t, STR("threshold"));

    if (at != NULL && (!plan_decimal_read(r->threshold, &r->reached) ||
                          r->reached.value == 0))
        LOAD_ERROR(l, at,
            "threshold 应为大于 0 的小数，整数部分至多 4 位、小数至多 3 位，如 "
            "\"2.3\"，现为“" STR_FMT "”",
            STR_ARG(r->threshold));
}

static const struct shape shape_ratio = { "比率", sizeof(struct pack_ratio),
    AT(pack_ratio, name), ratio_keys, COUNT(ratio_keys), ratio_done };

static const struct key move_keys[] = {
    KEY("of", KEY_TEXT, AT(pack_unit_move, of), .flags = KEY_MUST),
    KEY("towns", KEY_NAMES, LIST_AT(pack_unit_move, towns)),
    KEY("to", KEY_TEXT, AT(pack_unit_move, to), .flags = KEY_MUST),
};
static const struct shape shape_move = { "区划去向",
    sizeof(struct pack_unit_move), NO_NAME, move_keys, COUNT(move_keys),
    NULL };

static const struct key change_keys[] = {
    KEY("on", KEY_DAY, AT(pack_unit_change, on), .flags = KEY_MUST),
    KEY("from", KEY_NAMES, LIST_AT(pack_unit_change, from),
        .flags = KEY_MUST),
    KEY("to", KEY_NAMES, LIST_AT(pack_unit_change, to), .flags = KEY_MUST),
    KEY("moves", KEY_LIST, LIST_AT(pack_unit_change, moves),
        .shape = &shape_move),
    KEY("note", KEY_TEXT, AT(pack_unit_change, note), .flags = KEY_MUST),
};
static const struct shape shape_change = { "区划变更",
    sizeof(struct pack_unit_change), NO_NAME, change_keys,
    COUNT(change_keys), NULL };

static const struct key zone_keys[] = {
    KEY("in", KEY_NAMES, LIST_AT(pack_zone, in), .flags = KEY_MUST),
    KEY("note", KEY_TEXT, AT(pack_zone, note), .flags = KEY_MUST),
};
static const struct shape shape_zone = { "功能区", sizeof(struct pack_zone),
    AT(pack_zone, name), zone_keys, COUNT(zone_keys), NULL };

static const struct key units_keys[] = {
    KEY("within", KEY_TEXT, AT(pack_units, within), .flags = KEY_MUST),
    KEY("changes", KEY_LIST, LIST_AT(pack_units, changes),
        .shape = &shape_change),
    KEY("zones", KEY_MAP, LIST_AT(pack_units, zones), .shape = &shape_zone),
    KEY("zones_clause", KEY_REF, AT(pack_units, zones_clause),
        .ref = REF_CLAUSE),
};
static const struct shape shape_units = { "计划单元",
    sizeof(struct pack_units), NO_NAME, units_keys, COUNT(units_keys), NULL };

static const struct key take_keys[] = {
    KEY("unit", KEY_TEXT, AT(pack_take, unit), .flags = KEY_MUST),
    KEY("from", KEY_TEXT, AT(pack_take, from)),
    KEY("rural", KEY_TEXT, AT(pack_take, rural)),
    KEY("unless", KEY_REF, AT(pack_take, unless), .ref = REF_CONDITION),
    CLAUSE_KEY(pack_take),
};
static const struct shape shape_take = { "占用名额的事项",
    sizeof(struct pack_take), AT(pack_take, name), take_keys,
    COUNT(take_keys), NULL };

static const struct key planning_keys[] = {
    KEY("title", KEY_LABEL, AT(pack_planning, title), .flags = KEY_MUST),
    CLAUSE_KEY(pack_planning),
    KEY("form", KEY_REF, AT(pack_planning, form), .ref = REF_FORM,
        .flags = KEY_MUST),
    KEY("as_of", KEY_REF, AT(pack_planning, as_of), .ref = REF_FIELD,
        .flags = KEY_MUST),
    KEY("source", KEY_REF, AT(pack_planning, source), .ref = REF_FIELD,
        .flags = KEY_MUST),
    KEY("headcount", KEY_REF, AT(pack_planning, headcount),
        .ref = REF_FIELD, .flags = KEY_MUST),
    KEY("rural", KEY_REF, AT(pack_planning, rural), .ref = REF_FIELD),
    KEY("weak", KEY_REF, AT(pack_planning, weak), .ref = REF_FIELD),
    KEY("units", KEY_OBJECT, AT(pack_planning, units),
        .shape = &shape_units, .flags = KEY_MUST),
    KEY("ratios", KEY_MAP, LIST_AT(pack_planning, ratios),
        .shape = &shape_ratio, .flags = KEY_MUST),
    KEY("gate", KEY_TEXT, AT(pack_planning, gate), .flags = KEY_MUST),
    KEY("target", KEY_TEXT, AT(pack_planning, target), .flags = KEY_MUST),
    KEY("rural_share", KEY_REF, AT(pack_planning, rural_share),
        .ref = REF_PARAMETER),
    KEY("rural_clause", KEY_REF, AT(pack_planning, rural_clause),
        .ref = REF_CLAUSE),
    KEY("takes", KEY_MAP, LIST_AT(pack_planning, takes),
        .shape = &shape_take),
};
const struct shape shape_planning = { "发展计划",
    sizeof(struct pack_planning), NO_NAME, planning_keys,
    COUNT(planning_keys), NULL };

/* --- facts --- */

static const struct {
    const char *name, *zh, *en;
    enum feel_type type;
    const char *unit;
} GIVEN[] = {
    { "单位", "计划单元代码", "planning unit", FEEL_STRING, "" },
    { "单位名称", "计划单元", "name of the planning unit", FEEL_STRING, "" },
    { "年度", "计划年度", "year of the plan", FEEL_NUMBER, "" },
    { "单位存在", "计划单元当日存在", "the planning unit exists on the day",
        FEEL_BOOLEAN, "" },
    { "已达标", "已达到门槛", "gate reached", FEEL_BOOLEAN, "" },
    { "缺口", "与目标的缺口", "gap to the target", FEEL_NUMBER, "人" },
    { "计划状态", "计划状态", "state of the plan", FEEL_STRING, "" },
    { "已下达", "计划已下达", "the plan is issued", FEEL_BOOLEAN, "" },
    { "计划名额", "计划名额", "places of the plan", FEEL_NUMBER, "人" },
    { "已用名额", "已用名额", "places used", FEEL_NUMBER, "人" },
    { "剩余名额", "剩余名额", "places left", FEEL_NUMBER, "人" },
    { "农村已用名额", "农村已用名额", "rural places used", FEEL_NUMBER, "人" },
    { "农村占比足", "核准后农村占比仍够", "rural share kept", FEEL_BOOLEAN,
        "" },
    { "跨单位", "调入另一计划单元", "moves into another unit", FEEL_BOOLEAN,
        "" },
    { "占用名额", "核准占用名额", "approval takes a place", FEEL_BOOLEAN, "" },
};

struct adding {
    struct load *l;
    VEC_OF(struct pack_fact) list;
};

static void
add(struct adding *to, struct str name, struct label title,
    enum feel_type type, struct str unit, struct str clause)
{
    *VEC_PUSH(to->l->a, &to->list) = (struct pack_fact){
        .name = arena_join(to->l->a, STR(PLAN_FACTS), name),
        .title = title,
        .type = type,
        .unit = unit,
        .source = to->l->pack->planning->title.zh,
        .clause = clause,
    };
}

/* Integers and yes or no of the form: 规划.常住人口. */
static void
add_fields(struct adding *to, const struct pack_form *form, struct str clause)
{
    for (size_t s = 0; form != NULL && s < form->n_sections; s++) {
        for (size_t i = 0; i < form->sections[s].n_fields; i++) {
            const struct pack_field *f = &form->sections[s].fields[i];

            if (f->type == FIELD_INTEGER || f->type == FIELD_YES_NO)
                add(to, f->name, f->label,
                    f->type == FIELD_INTEGER ? FEEL_NUMBER : FEEL_BOOLEAN,
                    f->unit, f->clause.n > 0 ? f->clause : clause);
        }
    }
}

void
planning_facts(struct load *l)
{
    const struct pack_planning *p = l->pack->planning;
    struct adding to = { .l = l };

    if (p == NULL)
        return;
    for (size_t i = 0; i < l->pack->n_facts; i++)
        *VEC_PUSH(l->a, &to.list) = l->pack->facts[i];
    for (size_t i = 0; i < COUNT(GIVEN); i++)
        add(&to, str_of(GIVEN[i].name),
            (struct label){ str_of(GIVEN[i].zh), str_of(GIVEN[i].en) },
            GIVEN[i].type, str_of(GIVEN[i].unit), p->clause);
    add_fields(&to, pack_form(l->pack, p->form), p->clause);
    for (size_t i = 0; i < p->n_ratios; i++) {
        const struct pack_ratio *r = &p->ratios[i];

        add(&to, r->name, r->title, FEEL_NUMBER, STR_EMPTY, r->clause);
        add(&to, arena_join(l->a, r->name, STR(".已达标")),
            (struct label){ arena_join(l->a, r->title.zh, STR("已达标")),
                arena_join(l->a, r->title.en, STR(" reached")) },
            FEEL_BOOLEAN, STR_EMPTY, r->clause);
    }
    l->pack->facts = to.list.p;
    l->pack->n_facts = to.list.n;
}
