/* States of an application and the transitions that exist: requirements 2.1 to
 * 2.3 and 2.5. What is not in the table is refused. */
#include "application_states.h"

static const struct {
    struct str name, title;
    bool open;
} STATES[APP_STATE_COUNT_] = {
    [APP_DRAFT] = { STR_INIT("DRAFT"), STR_INIT("草稿"), true },
    [APP_WITH_RECOMMENDER] = { STR_INIT("WITH_RECOMMENDER"),
        STR_INIT("推荐单位审核中"), true },
    [APP_SUBMITTED] = { STR_INIT("SUBMITTED"), STR_INIT("已提交"), true },
    [APP_FIRST_INSTANCE] = { STR_INIT("FIRST_INSTANCE"), STR_INIT("初审中"),
        true },
    [APP_FORMAL_REVIEW] = { STR_INIT("FORMAL_REVIEW"), STR_INIT("审核中"),
        true },
    [APP_SUPPLEMENT] = { STR_INIT("SUPPLEMENT"), STR_INIT("待补正"), true },
    [APP_EVALUATION] = { STR_INIT("EVALUATION"), STR_INIT("评审中"), true },
    [APP_DECISION] = { STR_INIT("DECISION"), STR_INIT("待复核"), true },
    [APP_REVIEW_PASSED] = { STR_INIT("REVIEW_PASSED"), STR_INIT("待公示"),
        true },
    [APP_PUBLIC_NOTICE] = { STR_INIT("PUBLIC_NOTICE"), STR_INIT("公示中"),
        true },
    [APP_OBJECTION] = { STR_INIT("OBJECTION"), STR_INIT("异议处理中"), true },
    [APP_RECORDATION] = { STR_INIT("RECORDATION"), STR_INIT("备案中"), true },
    [APP_PUBLICATION] = { STR_INIT("PUBLICATION"), STR_INIT("待公布"), true },
    [APP_GRANTED] = { STR_INIT("GRANTED"), STR_INIT("已准入"), false },
    [APP_LAPSED] = { STR_INIT("LAPSED"), STR_INIT("逾期失效"), false },
    [APP_REFUSED] = { STR_INIT("REFUSED"), STR_INIT("未通过"), false },
    [APP_NOT_SELECTED] = { STR_INIT("NOT_SELECTED"), STR_INIT("未入选"),
        false },
    [APP_DISQUALIFIED] = { STR_INIT("DISQUALIFIED"), STR_INIT("取消资格"),
        false },
    [APP_WITHDRAWN] = { STR_INIT("WITHDRAWN"), STR_INIT("已撤回"), false },
};

#define TO(state) (1u << (state))

/* The states in which an application enters a stage (path.c), by the order of
 * stages: a stage that is passed leads to any later one, because packs leave
 * stages out. */
#define FROM_GRANT TO(APP_GRANTED)
#define FROM_PUBLICATION (TO(APP_PUBLICATION) | FROM_GRANT)
#define FROM_RECORDATION (TO(APP_RECORDATION) | FROM_PUBLICATION)
#define FROM_NOTICE (TO(APP_REVIEW_PASSED) | FROM_RECORDATION)
#define FROM_DECISION (TO(APP_DECISION) | FROM_NOTICE)
#define FROM_EVALUATION (TO(APP_EVALUATION) | FROM_DECISION)
#define FROM_REVIEW (TO(APP_SUBMITTED) | FROM_EVALUATION)
#define FROM_FIRST (TO(APP_FIRST_INSTANCE) | FROM_REVIEW)
#define FROM_RECOMMENDER (TO(APP_WITH_RECOMMENDER) | FROM_FIRST)

/* Falsification ends an application wherever it is. */
#define ENDED (TO(APP_DISQUALIFIED) | TO(APP_WITHDRAWN))

static const unsigned LEADS_TO[APP_STATE_COUNT_] = {
    [APP_DRAFT] = FROM_RECOMMENDER | TO(APP_WITHDRAWN),
    [APP_WITH_RECOMMENDER] =
        TO(APP_DRAFT) | FROM_FIRST | TO(APP_REFUSED) | ENDED,
    [APP_FIRST_INSTANCE] =
        TO(APP_DRAFT) | FROM_REVIEW | TO(APP_REFUSED) | ENDED,
    [APP_SUBMITTED] = TO(APP_FORMAL_REVIEW) | ENDED,
    [APP_FORMAL_REVIEW] =
        TO(APP_SUPPLEMENT) | FROM_EVALUATION | TO(APP_REFUSED) | ENDED,
    /* A refusal of a body that the authority reverses (recheck.h). */
    [APP_REFUSED] = FROM_FIRST,
    [APP_SUPPLEMENT] = TO(APP_FORMAL_REVIEW) | TO(APP_LAPSED) | ENDED,
    [APP_EVALUATION] = FROM_DECISION | TO(APP_NOT_SELECTED) | ENDED,
    [APP_DECISION] = TO(APP_FORMAL_REVIEW) | TO(APP_EVALUATION) |
                     FROM_NOTICE | TO(APP_REFUSED) | TO(APP_NOT_SELECTED) |
                     ENDED,
    [APP_REVIEW_PASSED] = TO(APP_PUBLIC_NOTICE) | ENDED,
    [APP_PUBLIC_NOTICE] = TO(APP_OBJECTION) | FROM_RECORDATION |
                          TO(APP_REFUSED) | TO(APP_NOT_SELECTED) | ENDED,
    [APP_OBJECTION] = TO(APP_PUBLIC_NOTICE) | TO(APP_REFUSED) |
                      TO(APP_NOT_SELECTED) | ENDED,
    [APP_RECORDATION] = FROM_PUBLICATION | TO(APP_EVALUATION) | ENDED,
    /* Back to the decision while nothing is published (standing.h). */
    [APP_PUBLICATION] = FROM_GRANT | TO(APP_DECISION) | TO(APP_REFUSED) |
                        TO(APP_NOT_SELECTED) | ENDED,
};

struct str
application_state_name(enum application_state s)
{
    return STATES[s].name;
}

struct str
application_state_title(enum application_state s)
{
    return STATES[s].title;
}

bool
application_state_of(struct str name, enum application_state *ret)
{
    for (size_t i = 0; i < APP_STATE_COUNT_; i++) {
        if (!str_eq(STATES[i].name, name))
            continue;
        *ret = (enum application_state)i;
        return true;
    }
    return false;
}

bool
application_is_open(enum application_state s)
{
    return STATES[s].open;
}

bool
application_may_move(enum application_state from, enum application_state to)
{
    return (LEADS_TO[from] & TO(to)) != 0;
}
