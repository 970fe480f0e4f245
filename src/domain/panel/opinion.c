/* What a member does with a file: declares, opens, gives his opinion. */
#include "domain/interest.h"
#include "panel_store.h"

/* The actor's own place in the crew of a file that is open. */
static enum status
own_place(struct act *x, int64_t application_id, struct application *app,
    struct panel_given *g, struct panel_opinion *ret, struct err *err)
{
    const struct panel_opinion *crew = NULL;
    size_t n = 0;

    TRY(panel_load(x, application_id, app, g, err));
    TRY(panel_crew(x, app, g->panel_id, &crew, &n, err));
    const struct panel_opinion *own = panel_own(x, crew, n);
    if (own == NULL)
        return may_in(x, MAY_READ_FILES, app->programme_id, app->region)
                   ? err_set(err, ERR_DENIED,
                         "您不是评审这份申请的小组成员")
                   : err_set(err, ERR_NOT_FOUND, "没有找到这份申请");
    TRY(panel_require_open(app, g, err));
    *ret = *own;
    return OK;
}

static enum status
refuse_again(struct act *x, const struct panel_opinion *own, struct err *err)
{
    struct str at = us_beijing(x->a, own->submitted_us);

    return err_set(err, ERR_CONFLICT,
        "您已于 " STR_FMT " 提交意见，每份申请提交一次，提交后不能修改",
        STR_ARG(at));
}

enum status
panel_declare(struct act *x, int64_t application_id, bool interest,
    struct str reason, struct err *err)
{
    const struct pack_stage *stage = NULL;
    struct application app;
    struct panel_given g;
    struct panel_opinion own = { 0 };

    TRY(own_place(x, application_id, &app, &g, &own, err));
    TRY(panel_stage(&app, &stage, err));
    if (own.submitted_us != 0)
        return refuse_again(x, &own, err);
    if (interest && (reason.n == 0 ||
                        utf8_count(reason) > PANEL_REASON_MOST))
        return err_field(err, ERR_INPUT, STR("reason"),
            "请写明与申请单位的利害关系，不超过 %d 字", PANEL_REASON_MOST);
    TRY(place_store_put(x, &app, g.panel_id, x->who->account_id,
        interest ? STR("RECUSED") : STR("CLEAR"), reason, err));
    if (interest)
        TRY(interest_add(x, x->who->account_id, app.subject_id,
            arena_join(x->a, STR("评审回避："), reason), err));
    return application_note(x, &app, interest ? "recuse" : "declare-clear",
        interest ? reason : STR_EMPTY, stage->clause, err);
}

enum status
panel_open(struct act *x, int64_t application_id, struct str what,
    struct err *err)
{
    const struct panel_material *list = NULL;
    const struct json *answers = NULL;
    struct application app;
    struct panel_given g;
    struct panel_opinion own = { 0 };
    size_t n = 0;

    TRY(own_place(x, application_id, &app, &g, &own, err));
    if (!own.declared)
        return err_set(err, ERR_CONFLICT,
            "打开材料前，请先声明与申请单位有无利害关系");
    TRY(application_answers(x, &app, &answers, err));
    TRY(panel_materials(x, &app, answers, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i].what, what))
            return view_store_add(x, &app, what, err);
    }
    return err_set(err, ERR_NOT_FOUND, "这份申请没有这件材料");
}

/* --- what is said --- */

static enum status
check_marks(struct arena *a, const struct panel_criterion *criteria, size_t n,
    const struct json *marks, bool final, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        const struct json *one = json_get(marks, criteria[i].name);
        struct str mark = json_str(json_get(one, STR("mark")));
        struct str note = json_str(json_get(one, STR("note")));
        bool known = str_eq(mark, STR("yes")) || str_eq(mark, STR("no")) ||
                     str_eq(mark, STR("unknown"));

        if (utf8_count(note) > PANEL_REASON_MOST || (mark.n > 0 && !known) ||
            (final && !known))
            return err_field(err, ERR_INPUT, criteria[i].name,
                "请对“" STR_FMT "”逐项提出意见：符合、不符合或者不能确定，"
                "说明不超过 %d 字",
                STR_ARG(panel_criterion_zh(a, &criteria[i])),
                PANEL_REASON_MOST);
        if (final && criteria[i].table != NULL && note.n == 0 &&
            str_eq(mark, STR("no")))
            return err_field(err, ERR_INPUT, criteria[i].name,
                "不予认可“" STR_FMT "”应写明理由，将告知申请单位",
                STR_ARG(panel_criterion_zh(a, &criteria[i])));
    }
    return OK;
}

static enum status
check_scores(const struct pack_stage *stage, const struct json *scores,
    bool final, struct err *err)
{
    for (size_t i = 0; i < stage->n_scores; i++) {
        const struct pack_score *s = &stage->scores[i];
        const struct json *v = json_get(scores, s->name);
        int64_t n = json_int(v, -1);

        if (json_is_null(v) ? final : (n < 0 || n > s->max))
            return err_field(err, ERR_INPUT, s->name,
                "“" STR_FMT "”应打 0 至 %d 分的整数分", STR_ARG(s->title.zh),
                s->max);
    }
    return OK;
}

static enum status
check_categories(const struct panel_sheet *s, const struct json *said,
    bool final, struct err *err)
{
    for (size_t i = 0; i < s->n_categories; i++) {
        struct str v = json_str(json_get(said, s->categories[i]));
        bool known = str_eq(v, STR("RECOGNISE")) ||
                     str_eq(v, STR("INCUBATE")) || str_eq(v, STR("REJECT"));

        if ((v.n > 0 && !known) || (final && !known))
            return err_field(err, ERR_INPUT, s->categories[i],
                "请对“" STR_FMT "”提出建议：认定、列入培育或者不予认定",
                STR_ARG(s->categories[i]));
    }
    return OK;
}

static enum status
check_opened(const struct panel_sheet *s, struct err *err)
{
    for (size_t i = 0; i < s->n_materials; i++) {
        const struct panel_material *m = &s->materials[i];

        if (m->compulsory && !m->opened)
            return err_set(err, ERR_CONFLICT,
                "提交意见前应审阅申请表和全部必交材料，“" STR_FMT
                "”还没有打开（" STR_FMT "）",
                STR_ARG(m->label), STR_ARG(s->stage->clause));
    }
    return OK;
}

enum status
panel_opinion_save(struct act *x, int64_t application_id,
    const struct json *content, enum panel_vote vote, bool final,
    struct err *err)
{
    struct application app;
    struct panel_given g;
    struct panel_opinion own = { 0 };
    struct panel_sheet s;
    bool done = false;

    TRY(own_place(x, application_id, &app, &g, &own, err));
    if (own.submitted_us != 0)
        return refuse_again(x, &own, err);
    if (!own.declared)
        return err_set(err, ERR_CONFLICT,
            "评审前，请先声明与申请单位有无利害关系");
    TRY(panel_sheet(x, application_id, &s, err));
    TRY(check_marks(x->a, s.criteria, s.n_criteria,
        json_get(content, STR("marks")), final, err));
    TRY(check_scores(
        s.stage, json_get(content, STR("scores")), final, err));
    TRY(check_categories(
        &s, json_get(content, STR("categories")), final, err));
    struct str text = json_str(json_get(content, STR("opinion")));
    if (utf8_count(text) > PANEL_TEXT_MOST || (final && text.n == 0))
        return err_field(err, ERR_INPUT, STR("opinion"),
            "请填写书面评审意见，不超过 %d 字", PANEL_TEXT_MOST);
    if (final && vote == VOTE_NONE)
        return err_field(
            err, ERR_INPUT, STR("vote"), "请表决：赞成或者反对");
    if (final)
        TRY(check_opened(&s, err));
    TRY(opinion_store_put(
        x, &app, g.panel_id, content, vote, final, &done, err));
    if (!done)
        return err_set(err, ERR_CONFLICT,
            "您已提交意见，每份申请提交一次，提交后不能修改");
    return final ? application_note(x, &app, "opinion", STR_EMPTY,
                       s.stage->clause, err)
                 : OK;
}

enum status
panel_reopen(struct act *x, int64_t application_id, struct str reason,
    struct err *err)
{
    const struct panel_opinion *crew = NULL;
    struct application app;
    struct panel_given g;
    size_t n = 0;

    TRY(panel_load(x, application_id, &app, &g, err));
    TRY(panel_crew(x, &app, g.panel_id, &crew, &n, err));
    TRY(panel_require_lead(x, &app, crew, n, MAY_DECIDE, err));
    TRY(panel_require_open(&app, &g, err));
    if (reason.n == 0 || utf8_count(reason) > PANEL_REASON_MOST)
        return err_field(err, ERR_INPUT, STR("reason"),
            "请写明退回意见的理由，不超过 %d 字", PANEL_REASON_MOST);
    TRY(opinion_store_reopen(x, &app, g.panel_id, err));
    return application_note(
        x, &app, "reopen-opinions", reason, STR_EMPTY, err);
}
