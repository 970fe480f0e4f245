/* Verbs that need no installation: judge a rule, compute a deadline. */
#include "run.h"

#include "domain/rows.h"

/* --- judge --- */

/* Rows that are accepted one by one: 认可.<table> says how many of the first
 * are, 不予认可.<table> how many after them are not; without both all are. */
static void
accept_rows(struct run *r, struct json *extra, const struct json *answers)
{
    for (size_t i = 0; i < answers->n; i++) {
        struct str name = answers->keys[i];
        struct str accepted = arena_join(r->a, STR(PACK_ACCEPTED), name);
        const struct json *rows = answers->items[i];
        struct json *yes = json_new(r->a, JSON_LIST);
        struct json *open = json_new(r->a, JSON_LIST);
        const struct json *n = json_get(extra, accepted);
        const struct json *no =
            json_get(extra, arena_join(r->a, STR(MARK_REFUSED), name));
        int64_t all = json_is_null(n) && json_is_null(no) ? INT64_MAX : 0;
        int64_t first = json_int(n, all), refused = json_int(no, 0);

        if (rows->type != JSON_LIST || pack_rows_judged(r->pack, name) == NULL)
            continue;
        for (size_t k = 0; k < rows->n; k++) {
            if ((int64_t)k < first)
                json_push(r->a, yes, rows->items[k]);
            else if ((int64_t)k >= first + refused)
                json_push(r->a, open, rows->items[k]);
        }
        json_set(r->a, extra, accepted, yes);
        json_set(r->a, extra, arena_join(r->a, STR(PACK_UNSEEN), name), open);
        if (open->n == 0)
            json_set(r->a, extra,
                arena_join(r->a, STR(PACK_ALL_SEEN), name),
                json_boolean(r->a, true));
    }
}

/* Facts written in the case; with defaults: over a complete application. */
static struct pack_facts
written_facts(struct run *r, struct err *err)
{
    const struct tree *t = run_with(r, "facts");
    const struct pack_procedure *apply =
        pack_procedure(r->pack, STR("apply"));
    const struct pack_form *form =
        apply == NULL ? NULL : pack_form(r->pack, apply->form);
    struct json *answers = json_new(r->a, JSON_OBJECT);
    const struct json *given = run_facts(r, t);
    struct day today = day_of_us(r->now_us);

    if (run_flag(r, "defaults", false) && form != NULL) {
        const struct json *all =
            run_answers(r, form, "apply", NULL, NULL, true);

        for (size_t i = 0; i < all->n; i++)
            json_set(r->a, answers, all->keys[i], all->items[i]);
    }
    struct json *extra = json_new(r->a, JSON_OBJECT);
    for (size_t i = 0; i < given->n; i++) {
        bool field = false;

        for (size_t f = 0; !field && f < r->pack->n_forms; f++)
            field = form_field(&r->pack->forms[f], given->keys[i]) != NULL;
        json_set(r->a, field ? answers : extra, given->keys[i],
            given->items[i]);
    }
    accept_rows(r, extra, answers);
    return (struct pack_facts){ .answers = answers,
        .extra = extra,
        .readings = run_plain(r, run_with(r, "readings")),
        .reference = run_day(r, "reference", today),
        .now_us = r->now_us,
        .holidays = run_holidays(r, err) };
}

static enum status
do_judge(struct run *r, struct act *x, struct err *err)
{
    const struct tree *rule = run_with(r, "rule");

    (void)x;
    if (rule == NULL)
        return run_wrong(r, r->step, "judge 应写明 rule");
    if (pack_rule(r->pack, rule->text) == NULL)
        return run_wrong(r, rule, "政策包没有规则“" STR_FMT "”",
            STR_ARG(rule->text));
    struct pack_facts *facts = arena_one(r->a, struct pack_facts);
    *facts = written_facts(r, err);
    if (facts->holidays == NULL)
        return ERR_INPUT;
    r->out.facts = facts;
    if (pack_rule(r->pack, rule->text)->kind == RULE_VALUE) {
        r->out.has_value = true;
        return pack_value(
            r->a, r->pack, rule->text, facts, &r->out.value, err);
    }
    r->out.has_verdict = true;
    return pack_judge(
        r->a, r->pack, rule->text, facts, &r->out.verdict, err);
}

/* --- deadline --- */

static bool
term_of_stage(struct run *r, const struct tree *at, struct term *ret)
{
    const struct pack_procedure *proc = pack_procedure(
        r->pack, run_text(r, "procedure", "apply"));
    bool supplement = str_eq(at->text, STR("supplement"));

    for (size_t i = 0; proc != NULL && i < proc->n_stages; i++) {
        const struct pack_stage *s = &proc->stages[i];

        if (supplement && s->supplement.n > 0) {
            *ret = s->supplement;
            return true;
        }
        if (str_eq(at->text, STR("public_notice")) &&
            s->kind == STAGE_PUBLIC_NOTICE) {
            *ret = s->period;
            return true;
        }
    }
    return run_fail(r, at, "没有这一期限：应为 public_notice 或 supplement");
}

static bool
term_of_step(struct run *r, struct term *ret)
{
    static const struct {
        const char *key;
        enum term_kind kind;
    } KINDS[] = { { "working_days", TERM_WORKING_DAYS },
        { "calendar_days", TERM_CALENDAR_DAYS }, { "months", TERM_MONTHS },
        { "years", TERM_YEARS } };

    if (run_with(r, "stage") != NULL)
        return term_of_stage(r, run_with(r, "stage"), ret);
    if (run_with(r, "date") != NULL) {
        *ret = (struct term){ .kind = TERM_FIXED_DATE,
            .fixed = run_day(r, "date", DAY_NONE) };
        return !r->failed;
    }
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++) {
        if (run_with(r, KINDS[i].key) == NULL)
            continue;
        *ret = (struct term){ .kind = KINDS[i].kind,
            .n = (int)run_int(r, KINDS[i].key, 0) };
        return !r->failed;
    }
    return run_fail(r, r->step,
        "deadline 应写明 working_days、calendar_days、months、years、date "
        "或 stage");
}

static enum status
do_deadline(struct run *r, struct act *x, struct err *err)
{
    struct day from = run_day(r, "from", day_of_us(r->now_us));
    const struct holidays *h = run_holidays(r, err);
    struct term term = { 0 };

    (void)x;
    if (h == NULL || r->failed || !term_of_step(r, &term))
        return ERR_INPUT;
    TRY(deadline_compute(r->a, h, from, term, &r->out.deadline, err));
    r->out.has_deadline = true;
    return OK;
}

/* Nothing is done: the day has come, `expect` looks. */
static enum status
do_look(struct run *r, struct act *x, struct err *err)
{
    (void)r;
    (void)x;
    (void)err;
    return OK;
}

static const struct verb VERBS[] = {
    { "look", do_look, "", false, false },
    { "judge", do_judge, "rule facts defaults readings reference", true,
        false },
    { "deadline", do_deadline,
        "from working_days calendar_days months years date stage procedure",
        true, false },
};
const struct verb_set verbs_judge = VERB_SET(VERBS);
