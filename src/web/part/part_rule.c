/* Clauses, verdicts and deadlines: how a decision shows its reasons. */
#include "web/web.h"

void
part_clause(struct web *w, const struct programme *p, const struct pack *pack,
    struct str clause_id)
{
    const struct pack_clause *c = pack_clause(pack, clause_id);
    struct html *h = w->h;

    if (c == NULL)
        return;
    html_raw(h, "<blockquote class=\"clause\"><p");
    html_raw(h, " lang=\"zh-CN\">");
    html_text(h, c->text);
    html_raw(h, "</p><cite><a");
    html_href(h, "href",
        url_make(w->a, "/guide/%s/regulation#%s", p->code, c->id));
    html_raw(h, ">");
    html_text(h, c->cite);
    html_raw(h, "</a></cite></blockquote>");
}

static void
outcome(struct web *w, enum outcome o)
{
    struct html *h = w->h;

    switch (o) {
    case MET:
        html_raw(h, "<span class=\"met\">");
        html_cstr(h, T(w, "符合"));
        break;
    case NOT_MET:
        html_raw(h, "<span class=\"unmet\">");
        html_cstr(h, T(w, "不符合"));
        break;
    case UNDECIDED:
        html_raw(h, "<span class=\"undecided\">");
        html_cstr(h, T(w, "尚不能判断"));
        break;
    }
    html_raw(h, "</span>");
}

static struct str
class_of(enum outcome o)
{
    return o == MET       ? STR("verdict verdict-met")
           : o == NOT_MET ? STR("verdict verdict-unmet")
                          : STR("verdict verdict-undecided");
}

/* What is not known, and where each can be supplied. */
static void
missing(struct web *w, const struct pack_verdict *v, int64_t application)
{
    struct html *h = w->h;

    html_raw(h, "<p class=\"why\">");
    html_cstr(h, T(w, "还缺："));
    html_raw(h, "</p><ul class=\"missing\">");
    for (size_t i = 0; i < v->n_missing; i++) {
        const struct pack_source *s = &v->sources[i];

        html_raw(h, "<li>");
        html_text(h, L(w, s->label));
        html_raw(h, " <span class=\"muted\">");
        if (s->kind == SOURCE_FORM && application != 0)
            part_link(w,
                url_make(w->a, "/applications/%d/sections/%s", application,
                    s->section->name),
                L(w, s->where));
        else
            html_text(h, L(w, s->where));
        html_raw(h, "</span></li>");
    }
    html_raw(h, "</ul>");
}

/* By time alone. */
static void
when(struct web *w, const struct pack_verdict *v)
{
    struct html *h = w->h;

    if (!day_is_none(v->holds_from)) {
        html_raw(h, "<p class=\"why\"><b>");
        html_text(h,
            arena_fmt(w->a, T(w, "%s 起满足"),
                arena_cstr(w->a, day_iso(w->a, v->holds_from))));
        html_raw(h, "</b>");
        html_cstr(h, T(w, "（其他条件不变）"));
        html_raw(h, "</p>");
    } else if (v->not_in_ten_years) {
        html_raw(h, "<p class=\"why\">");
        html_cstr(h, T(w, "其他条件不变，十年内不会因时间推移而满足。"));
        html_raw(h, "</p>");
    }
}

/* No fault of whoever filled in the form: it says so first. */
static void
fault(struct web *w, const struct pack_verdict *v)
{
    struct html *h = w->h;

    html_raw(h, "<p class=\"error\">");
    html_cstr(h,
        T(w, "规则本身有误，与所填内容无关，不需要修改；提交后办理机构会看到并更正。"));
    html_raw(h, "</p><p class=\"muted\">");
    html_cstr(h, T(w, "错误："));
    html_raw(h, "<code lang=\"en\">");
    html_text(h, v->error);
    html_raw(h, "</code></p>");
}

static void
reasons(struct web *w, const struct pack_verdict *v, int64_t application)
{
    struct html *h = w->h;
    struct str why = w->english && v->why_en.n > 0 ? v->why_en : v->why;

    if (v->rule->kind == RULE_FEEL && v->n_missing > 0) {
        missing(w, v, application);
    } else if (why.n > 0 && v->error.n == 0) {
        html_raw(h, "<p class=\"why\">");
        html_text(h, why);
        html_raw(h, "</p>");
    }
    if (v->outcome == NOT_MET)
        when(w, v);
    if (v->change != NULL && v->change->kind != CHANGE_ONE)
        part_change(w, v->change);
    if (v->outcome != MET && v->error.n == 0 && L(w, v->rule->help).n > 0) {
        html_raw(h, "<p class=\"hint\">");
        html_text(h, L(w, v->rule->help));
        html_raw(h, "</p>");
    }
    if (v->error.n > 0)
        fault(w, v);
}

struct shown_case {
    const struct programme *programme;
    const struct pack *pack;
    int64_t application; /* whose sections can be filled in, or 0 */
    bool open;           /* the steps stand unfolded */
};

static void
one_verdict(struct web *w, const struct shown_case *c,
    const struct pack_verdict *v, struct str shown, int depth)
{
    struct html *h = w->h;
    struct str title = L(w, v->rule->title);
    bool leaf = v->n_parts == 0;

    html_raw(h, "<li");
    html_attr(h, "class", class_of(v->outcome));
    html_raw(h, "><p class=\"verdict-head\"><span>");
    html_text(h, title.n > 0 ? title : v->rule->name);
    html_raw(h, "</span>");
    outcome(w, v->outcome);
    html_raw(h, "</p>");
    if (leaf)
        reasons(w, v, c->application);
    else if (depth == 0 && v->outcome == NOT_MET) {
        when(w, v);
        part_change(w, v->change);
    }
    /* A sentence that stands above already is not printed again. */
    if (!str_eq(v->rule->clause, shown))
        part_clause(w, c->programme, c->pack, v->rule->clause);
    if (v->n_parts > 0 && depth < 8) {
        html_raw(h, "<ul class=\"verdicts\">");
        for (size_t i = 0; i < v->n_parts; i++)
            one_verdict(w, c, &v->parts[i], v->rule->clause, depth + 1);
        html_raw(h, "</ul>");
    }
    if (depth == 0 && v->rule->kind != RULE_ATTESTED)
        part_way(w, c->pack, v, c->open);
    html_raw(h, "</li>");
}

static void
show_case(
    struct web *w, const struct shown_case *c, const struct pack_verdict *v)
{
    html_raw(w->h, "<ul class=\"verdicts\">");
    one_verdict(w, c, v, STR_EMPTY, 0);
    html_raw(w->h, "</ul>\n");
}

void
part_verdict(struct web *w, const struct programme *p,
    const struct pack *pack, const struct pack_verdict *v)
{
    show_case(w, &(struct shown_case){ p, pack, 0, false }, v);
}

void
part_verdict_unfolded(struct web *w, const struct programme *p,
    const struct pack *pack, const struct pack_verdict *v)
{
    show_case(w, &(struct shown_case){ p, pack, 0, true }, v);
}

void
part_verdict_draft(struct web *w, const struct programme *p,
    const struct pack *pack, int64_t application,
    const struct pack_verdict *v)
{
    show_case(w, &(struct shown_case){ p, pack, application, false }, v);
}

void
part_deadline(struct web *w, const struct deadline *d)
{
    struct html *h = w->h;

    html_raw(h, "<details><summary>");
    html_cstr(h, T(w, "期限怎样计算"));
    html_raw(h, "</summary><ol class=\"derivation\"><li><time>");
    html_text(h, day_iso(w->a, d->day_zero));
    html_raw(h, "</time>");
    html_cstr(h, T(w, "起算日，不计入"));
    html_raw(h, "</li>");
    for (size_t i = 0; i < d->n_steps; i++) {
        const struct count_step *s = &d->steps[i];

        html_raw(h, "<li><time>");
        html_text(h, day_iso(w->a, s->day));
        html_raw(h, "</time>");
        if (s->counted > 0) {
            html_cstr(h, T(w, "第 "));
            html_int(h, s->counted);
            html_cstr(h, T(w, " 日"));
            html_raw(h, " ");
        } else {
            html_cstr(h, T(w, "跳过："));
        }
        html_text(h, s->why);
        if (s->source.n > 0) {
            html_raw(h, " <span class=\"muted\">");
            html_text(h, s->source);
            html_raw(h, "</span>");
        }
        html_raw(h, "</li>");
    }
    html_raw(h, "<li><time>");
    html_text(h, day_iso(w->a, d->last_day));
    html_raw(h, "</time>");
    html_cstr(h, T(w, "24:00 届满（北京时间）"));
    html_raw(h, "</li></ol></details>\n");
}
