/* One letter: to read, and as PDF. */
#include "domain/letter.h"
#include "report/letter.h"
#include "web/app.h"
#include "web/web.h"

static enum status
find(struct web *w, struct letter *ret, struct err *err)
{
    int64_t subject = 0, id = 0;

    TRY(web_param_id(w, 0, &subject, err));
    TRY(web_param_id(w, 1, &id, err));
    return letter_get(&w->x, subject, id, ret, err);
}

/* The page of what the letter is about, for whoever reads it. */
static struct url
about(struct web *w, const struct letter *l)
{
    bool own = acts_for(&w->who, l->subject_id, "viewer");

    if (str_eq(l->owner_kind, STR("proceeding")))
        return own ? url_make(w->a, "/mine/proceedings/%d", l->owner_id)
                   : url_make(w->a, "/desk/proceedings/%d", l->owner_id);
    if (str_eq(l->owner_kind, STR("rectification")))
        return own ? url_make(w->a, "/mine/rectifications/%d", l->owner_id)
                   : url_make(w->a, "/desk/rectifications/%d", l->owner_id);
    return own ? url_make(w->a, "/applications/%d", l->owner_id)
               : url_make(w->a, "/desk/applications/%d", l->owner_id);
}

static void
paragraphs(struct web *w, struct str text)
{
    struct str line;

    while (text.n > 0) {
        text = str_cut(text, '\n', &line, NULL);
        if (str_trim(line).n == 0)
            continue;
        html_raw(w->h, "<p>");
        html_text(w->h, str_trim(line));
        html_raw(w->h, "</p>");
    }
}

static enum status
letter_page(struct web *w, struct err *err)
{
    struct letter l;

    TRY(find(w, &l, err));
    page_begin(w,
        &(struct page){ .kind = acts_for(&w->who, l.subject_id, "viewer")
                                    ? PAGE_MINE
                                    : PAGE_DESK,
            .title = l.title });
    html_raw(w->h, "<article class=\"doc\"><p class=\"muted\">");
    html_text(w->h, l.number);
    html_raw(w->h, "　");
    html_text(w->h, show_day(w, day_of_us(l.issued_us)));
    html_raw(w->h, "</p>");
    paragraphs(w, l.body);
    if (l.facts->n > 0) {
        html_raw(w->h, "<h2>");
        html_cstr(w->h, T(w, "查明的事实和计算"));
        html_raw(w->h, "</h2><ol>");
        for (size_t i = 0; i < l.facts->n; i++) {
            html_raw(w->h, "<li>");
            html_text(w->h, json_str(json_at(l.facts, i)));
            html_raw(w->h, "</li>");
        }
        html_raw(w->h, "</ol>");
    }
    if (l.sentence.n > 0 && str_find(l.body, l.sentence) == SIZE_MAX) {
        html_raw(w->h, "<h2>");
        html_cstr(w->h, T(w, "依据"));
        html_raw(w->h, "</h2><p>");
        html_text(w->h,
            arena_fmt(w->a, STR_FMT "：“" STR_FMT "”", STR_ARG(l.cite),
                STR_ARG(l.sentence)));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "<p>");
    html_text(w->h, l.issuer);
    html_raw(w->h, "<br>");
    html_text(w->h, day_zh(w->a, day_of_us(l.issued_us)));
    html_raw(w->h, "</p></article><p>");
    part_link_button(w, BUTTON_MAIN, str_of(T(w, "下载 PDF")),
        url_make(w->a, "/letters/%d/%d/letter.pdf", l.subject_id, l.id));
    html_raw(w->h, " ");
    part_link_button(
        w, BUTTON_SECOND, str_of(T(w, "打开所涉事项")), about(w, &l));
    html_raw(w->h, "</p>");
    page_end(w);
    return OK;
}

static enum status
letter_file(struct web *w, struct err *err)
{
    struct pdf_fonts *fonts = NULL;
    struct letter l;
    struct str bytes, *facts;

    TRY(find(w, &l, err));
    TRY(app_pdf_fonts(w->app, &fonts, err));
    facts = arena_new_array(w->a, struct str, l.facts->n);
    for (size_t i = 0; i < l.facts->n; i++)
        facts[i] = json_str(json_at(l.facts, i));
    TRY(letter_pdf(w->a, fonts,
        &(struct letter_paper){ .title = l.title,
            .number = l.number,
            .body = l.body,
            .facts = facts,
            .n_facts = l.facts->n,
            .cite = l.cite,
            .sentence = l.sentence,
            .issuer = l.issuer,
            .issued = day_of_us(l.issued_us),
            .ask = arena_fmt(w->a,
                "本文书由" STR_FMT "通过" STR_FMT "送达，登录 " STR_FMT
                " 可以查看原文和办理情况；对内容有疑问的，请向" STR_FMT
                "咨询。",
                STR_ARG(l.issuer), STR_ARG(w->d->site_name),
                STR_ARG(w->d->base_url), STR_ARG(l.issuer)) },
        &bytes, err));
    return web_download(w, "application/pdf",
        arena_join(w->a, l.number.n > 0 ? l.number : l.title, STR(".pdf")),
        bytes);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/letters/:subject/:id", MAY_SIGNED_IN, .get = letter_page,
        .about = "A letter of the authority, to read." },
    { HTTP_GET, "/letters/:subject/:id/letter.pdf", MAY_SIGNED_IN,
        .get = letter_file, .flags = ROUTE_PLAIN,
        .about = "The letter as PDF." },
};
const struct route_set letter_routes = ROUTE_SET("letters", ROUTES);
