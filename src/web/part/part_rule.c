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

static void
reasons(struct web *w, const struct pack_verdict *v)
{
    struct html *h = w->h;
    struct str why = w->english && v->why_en.n > 0 ? v->why_en : v->why;

    if (why.n > 0) {
        html_raw(h, "<p class=\"why\">");
        html_text(h, why);
        html_raw(h, "</p>");
    }
    if (v->n_missing > 0 && why.n == 0) {
        html_raw(h, "<p class=\"why\">");
        html_cstr(h, T(w, "还缺："));
        for (size_t i = 0; i < v->n_missing; i++) {
            if (i > 0)
                html_raw(h, "、");
            html_text(h, v->missing[i]);
        }
        html_raw(h, "</p>");
    }
    if (!day_is_none(v->holds_from) && v->outcome == NOT_MET) {
        html_raw(h, "<p class=\"why\">");
        html_cstr(h, T(w, "其他条件不变，最早符合的日期："));
        html_text(h, day_iso(w->a, v->holds_from));
        html_raw(h, "</p>");
    }
    if (v->outcome != MET && L(w, v->rule->help).n > 0) {
        html_raw(h, "<p class=\"hint\">");
        html_text(h, L(w, v->rule->help));
        html_raw(h, "</p>");
    }
    if (v->error.n > 0) {
        html_raw(h, "<p class=\"error\">");
        html_cstr(h, T(w, "规则本身有误，请告知管理机构："));
        html_text(h, v->error);
        html_raw(h, "</p>");
    }
}

static void
one_verdict(struct web *w, const struct programme *p, const struct pack *pack,
    const struct pack_verdict *v, struct str shown, int depth)
{
    struct html *h = w->h;
    struct str title = L(w, v->rule->title);

    html_raw(h, "<li");
    html_attr(h, "class", class_of(v->outcome));
    html_raw(h, "><p class=\"verdict-head\"><span>");
    html_text(h, title.n > 0 ? title : v->rule->name);
    html_raw(h, "</span>");
    outcome(w, v->outcome);
    html_raw(h, "</p>");
    if (v->n_parts == 0)
        reasons(w, v);
    /* A sentence that stands above already is not printed again. */
    if (!str_eq(v->rule->clause, shown))
        part_clause(w, p, pack, v->rule->clause);
    if (v->n_parts > 0 && depth < 8) {
        html_raw(h, "<ul class=\"verdicts\">");
        for (size_t i = 0; i < v->n_parts; i++)
            one_verdict(
                w, p, pack, &v->parts[i], v->rule->clause, depth + 1);
        html_raw(h, "</ul>");
    }
    html_raw(h, "</li>");
}

void
part_verdict(struct web *w, const struct programme *p,
    const struct pack *pack, const struct pack_verdict *v)
{
    html_raw(w->h, "<ul class=\"verdicts\">");
    one_verdict(w, p, pack, v, STR_EMPTY, 0);
    html_raw(w->h, "</ul>\n");
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
