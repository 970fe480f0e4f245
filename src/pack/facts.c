/* Names an expression may use. */
#include "judge.h"
#include "load.h"
#include "pack/accepted.h"

/* docs/pack-format.md has the meaning of each. */
static const struct known_fact provided[] = {
    { "基准日", FEEL_DATE, "reference day", NULL },
    { "今日", FEEL_DATE, "today", NULL },
    { "提交日", FEEL_DATE, "day of submission", NULL },
    { "截止日", FEEL_DATE, "closing day", NULL },
    { "准入日", FEEL_DATE, "day of admission", NULL },
    { "有效期首日", FEEL_DATE, "first valid day", NULL },
    { "有效期末日", FEEL_DATE, "last valid day", NULL },
    { "最近活动日", FEEL_DATE, "last activity", NULL },
    { "最近报送日", FEEL_DATE, "last report", NULL },
    { "警告日", FEEL_DATE, "day of the warning", NULL },
    { "退出日", FEEL_DATE, "day of withdrawal", NULL },
    { "年度", FEEL_NUMBER, "year", NULL },
    { "年度首日", FEEL_DATE, "first day of the year", NULL },
    { "年度末日", FEEL_DATE, "last day of the year", NULL },
    { "年度服务分钟", FEEL_NUMBER, "minutes of service in the year", "分钟" },
    { "年度服务企业数", FEEL_NUMBER, "enterprises served in the year", "家" },
    { "年度日记数", FEEL_NUMBER, "diary entries in the year", "篇" },
    { "年度活动数", FEEL_NUMBER, "activities in the year", "次" },
    { "年度收费分", FEEL_NUMBER, "fees of the year (fen)", "分" },
    { "整年在册", FEEL_BOOLEAN, "registered the whole year", NULL },
    { "任期首日", FEEL_DATE, "first day of the term", NULL },
    { "任期未达标年数", FEEL_NUMBER, "years of the term below the standard",
       "年" },
    { "年度报告已提交", FEEL_BOOLEAN, "yearly report submitted", NULL },
    { "年度报告提交日", FEEL_DATE, "day of the yearly report", NULL },
    { "未结案件数", FEEL_NUMBER, "open cases", "件" },
    { "最近处罚日", FEEL_DATE, "last penalty", NULL },
    { "处罚数", FEEL_NUMBER, "penalties", "件" },
    { "禁入期末日", FEEL_DATE, "last day of the ban", NULL },
    { "行政处罚", FEEL_LIST, "administrative penalties registered", NULL },
    { "行业处分", FEEL_LIST, "sanctions registered", NULL },
    { "有效投诉", FEEL_LIST, "valid complaints registered", NULL },
    { "受理投诉", FEEL_LIST, "complaints of members", NULL },
    { "登记种类", FEEL_STRING, "kind of the entry", NULL },
    { "登记日期", FEEL_DATE, "day of the entry's decision", NULL },
    { "登记生效日", FEEL_DATE, "day from which the entry has effect", NULL },
    { "登记机关", FEEL_STRING, "authority that decided the entry", NULL },
    { "登记文号", FEEL_STRING, "number of the entry's document", NULL },
    { "登记内容", FEEL_STRING, "what the entry says", NULL },
    { "渠道", FEEL_STRING, "channel", NULL },
    { "事项", FEEL_STRING, "procedure", NULL },
    { "状态", FEEL_STRING, "state", NULL },
    { "所持类别", FEEL_STRING, "category held", NULL },
    { "培育中", FEEL_BOOLEAN, "incubated, not recognised", NULL },
    { "主体名称", FEEL_STRING, "name of the subject", NULL },
    { "主体类型", FEEL_STRING, "kind of subject", NULL },
    { "行政区划", FEEL_STRING, "division", NULL },
    { "委托有效", FEEL_BOOLEAN, "entrustment valid", NULL },
    { "推荐方在辖区", FEEL_BOOLEAN, "inside the recommender's region", NULL },
    { "本人提交", FEEL_BOOLEAN, "submitted by the person", NULL },
    { "所在.编号", FEEL_STRING, "number of the holder where it works", NULL },
    { "所在.名称", FEEL_STRING, "name of the holder where it works", NULL },
    { "所在.状态", FEEL_STRING, "state of the holder where it works", NULL },
    { "所在.行政区划", FEEL_STRING, "division of the holder where it works",
        NULL },
    { "所在.自", FEEL_DATE, "works there since", NULL },
    { "所在.未结业务数", FEEL_NUMBER, "open matters where it works", "件" },
    { "拟入.编号", FEEL_STRING, "number of the holder asked for", NULL },
    { "拟入.名称", FEEL_STRING, "name of the holder asked for", NULL },
    { "拟入.状态", FEEL_STRING, "state of the holder asked for", NULL },
    { "拟入.行政区划", FEEL_STRING, "division of the holder asked for", NULL },
    { "在册人数", FEEL_NUMBER, "holders who work there", "人" },
};

#define REGISTER_COLUMN(column, of) \
    { .name = STR_INIT(column), .type = (of), \
        .label = { STR_INIT(column), STR_INIT("") } }
/* Rows of the lists that the program keeps about a subject. */
static const struct pack_field register_columns[] = {
    REGISTER_COLUMN("日期", FIELD_DATE),
    REGISTER_COLUMN("生效日", FIELD_DATE),
    REGISTER_COLUMN("机关", FIELD_TEXT),
    REGISTER_COLUMN("文号", FIELD_TEXT),
    REGISTER_COLUMN("状态", FIELD_TEXT),
    REGISTER_COLUMN("内容", FIELD_TEXT),
    REGISTER_COLUMN("投诉人代码", FIELD_TEXT),
    REGISTER_COLUMN("事项编号", FIELD_TEXT),
    REGISTER_COLUMN("当时为会员", FIELD_YES_NO),
};
static const struct pack_field register_rows = { .type = FIELD_ROWS,
    .columns = register_columns,
    .n_columns = sizeof(register_columns) / sizeof(*register_columns) };

const struct pack_field *
known_rows(void)
{
    return &register_rows;
}

const struct known_fact *
known_facts(size_t *ret_n)
{
    *ret_n = sizeof(provided) / sizeof(*provided);
    return provided;
}

enum feel_type
field_feel_type(enum field_type type)
{
    switch (type) {
    case FIELD_INTEGER:
    case FIELD_MONEY_FEN:
        return FEEL_NUMBER;
    case FIELD_DATE:
        return FEEL_DATE;
    case FIELD_DATE_TIME:
        return FEEL_DATE_TIME;
    case FIELD_YES_NO:
    case FIELD_TICK:
        return FEEL_BOOLEAN;
    case FIELD_MANY_OF:
    case FIELD_FILE:
    case FIELD_ROWS:
        return FEEL_LIST;
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
    case FIELD_ONE_OF:
    case FIELD_CREDIT_CODE:
    case FIELD_ID_NO:
    case FIELD_MOBILE:
    case FIELD_PHONE:
    case FIELD_EMAIL:
    case FIELD_REGION:
        return FEEL_STRING;
    }
    return FEEL_STRING;
}

struct names {
    struct arena *a;
    VEC_OF(struct fact_name) list;
};

static struct fact_name *
add(struct names *n, struct str name, enum feel_type type)
{
    struct fact_name *f = VEC_PUSH(n->a, &n->list);

    f->name = name;
    f->type = type;
    return f;
}

static void
add_rules(struct names *n, const struct pack *p)
{
    for (size_t i = 0; i < p->n_rules; i++) {
        const struct pack_rule *r = &p->rules[i];

        add(n, r->name, r->kind == RULE_VALUE ? FEEL_NULL : FEEL_BOOLEAN);
        if (r->kind == RULE_ATTESTED)
            add(n, arena_join(n->a, STR(ATTESTED), r->name), FEEL_BOOLEAN);
    }
}

static void
add_form(struct names *n, const struct pack_form *f)
{
    for (size_t s = 0; s < f->n_sections; s++) {
        for (size_t i = 0; i < f->sections[s].n_fields; i++) {
            const struct pack_field *field = &f->sections[s].fields[i];

            add(n, field->name, field_feel_type(field->type))->field = field;
        }
    }
}

/* What is known of rows that are accepted one by one. */
static void
add_accepted(struct names *n, const struct pack *p, const struct pack_form *f)
{
    for (size_t s = 0; s < f->n_sections; s++) {
        for (size_t i = 0; i < f->sections[s].n_fields; i++) {
            const struct pack_field *rows = &f->sections[s].fields[i];
            struct str name = rows->name;

            if (rows->type != FIELD_ROWS || pack_rows_judged(p, name) != rows)
                continue;
            add(n, arena_join(n->a, STR(PACK_ACCEPTED), name), FEEL_LIST)
                ->field = rows;
            add(n, arena_join(n->a, STR(PACK_UNSEEN), name), FEEL_LIST)
                ->field = rows;
            add(n, arena_join(n->a, STR(PACK_ALL_SEEN), name), FEEL_BOOLEAN);
        }
    }
}

/* Two procedures may wait for the same word: it is one fact. */
static void
add_consents(struct names *n, const struct pack *p)
{
    for (size_t i = 0; i < p->n_procedures; i++) {
        for (size_t k = 0; k < p->procedures[i].n_consents; k++) {
            struct str name = arena_join(n->a, STR(PACK_CONSENT),
                p->procedures[i].consents[k].name);
            bool known = false;

            for (size_t j = 0; j < n->list.n; j++)
                known = known || str_eq(n->list.p[j].name, name);
            if (!known)
                add(n, name, FEEL_BOOLEAN);
        }
    }
}

const struct fact_name *
fact_names(struct arena *a, const struct pack *p, size_t *ret_n)
{
    struct names n = { .a = a };

    for (size_t i = 0; i < sizeof(provided) / sizeof(*provided); i++)
        add(&n, str_of(provided[i].name), provided[i].type)->field =
            provided[i].type == FEEL_LIST ? &register_rows : NULL;
    for (size_t i = 0; i < p->n_parameters; i++)
        add(&n, p->parameters[i].name, FEEL_NUMBER)->constant = true;
    for (size_t i = 0; i < p->n_facts; i++)
        add(&n, p->facts[i].name, p->facts[i].type);
    for (size_t i = 0; i < p->n_readings; i++)
        add(&n, p->readings[i].name, FEEL_STRING);
    add_rules(&n, p);
    for (size_t i = 0; i < p->n_exceptions; i++)
        add(&n, arena_join(n.a, STR(PACK_EXCEPTION), p->exceptions[i].name),
            FEEL_BOOLEAN);
    add_consents(&n, p);
    for (size_t i = 0; i < p->n_forms; i++)
        add_form(&n, &p->forms[i]);
    for (size_t i = 0; i < p->n_forms; i++)
        add_accepted(&n, p, &p->forms[i]);
    for (size_t i = 0; i < p->n_records; i++) {
        const struct pack_field *rows = p->records[i].rows;

        if (rows != NULL)
            add(&n, rows->name, FEEL_LIST)->field = rows;
    }
    *ret_n = n.list.n;
    return n.list.p;
}

struct str
fact_called(const struct pack *p, struct str name, bool english)
{
    struct label label = { name, fact_english(p, name) };

    for (size_t i = 0; i < p->n_forms; i++) {
        const struct pack_field *f = form_field(&p->forms[i], name);

        if (f != NULL && f->label.zh.n > 0) {
            label.zh = f->label.zh;
            break;
        }
    }
    return english && label.en.n > 0 ? label.en : label.zh;
}

struct str
fact_unit(const struct pack *p, struct str name)
{
    for (size_t i = 0; i < sizeof(provided) / sizeof(*provided); i++)
        if (str_eq(name, str_of(provided[i].name)))
            return provided[i].unit == NULL ? STR_EMPTY
                                            : str_of(provided[i].unit);
    for (size_t i = 0; i < p->n_parameters; i++)
        if (str_eq(name, p->parameters[i].name))
            return p->parameters[i].unit;
    for (size_t i = 0; i < p->n_forms; i++) {
        const struct pack_field *f = form_field(&p->forms[i], name);

        if (f != NULL)
            return f->type == FIELD_MONEY_FEN ? STR("分") : f->unit;
    }
    for (size_t i = 0; i < p->n_facts; i++)
        if (str_eq(name, p->facts[i].name))
            return p->facts[i].unit;
    return STR_EMPTY;
}

struct str
fact_english(const struct pack *p, struct str name)
{
    const struct pack_rule *rule = pack_rule(p, name);

    for (size_t i = 0; i < sizeof(provided) / sizeof(*provided); i++)
        if (str_eq(name, str_of(provided[i].name)))
            return str_of(provided[i].english);
    for (size_t i = 0; i < p->n_forms; i++) {
        const struct pack_field *f = form_field(&p->forms[i], name);

        if (f != NULL)
            return f->label.en;
    }
    for (size_t i = 0; i < p->n_facts; i++)
        if (str_eq(name, p->facts[i].name))
            return p->facts[i].title.en;
    return rule != NULL ? rule->title.en : STR_EMPTY;
}
