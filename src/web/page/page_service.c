#include "page_service.h"

enum status
service_holding(struct web *w, struct accreditation *ret, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0, best = 0;
    int64_t id = 0;
    struct str wanted = web_typed(w, "holding", web_query(w, "holding"));

    if (num_int(wanted, 1, INT64_MAX, &id))
        return accreditation_get(&w->x, id, ret, err);
    TRY(accreditation_mine(&w->x, &list, &n, err));
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, "您还没有获得资格");
    for (size_t i = 0; i < n; i++) {
        if (accreditation_has_rights(&list[i], w->today)) {
            best = i;
            break;
        }
    }
    *ret = list[best];
    return OK;
}

enum status
service_switch(struct web *w, const struct accreditation *now,
    struct url path, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    TRY(accreditation_mine(&w->x, &list, &n, err));
    if (n < 2)
        return OK;
    html_raw(w->h, "<p class=\"muted\">");
    html_cstr(w->h, T(w, "切换资格："));
    for (size_t i = 0; i < n; i++) {
        if (list[i].id == now->id)
            continue;
        part_link(w,
            url_with(w->a, path, "holding",
                arena_fmt(w->a, "%lld", (long long)list[i].id)),
            arena_fmt(w->a, STR_FMT "（" STR_FMT "）",
                STR_ARG(L(w, list[i].pack->holder_title)),
                STR_ARG(list[i].name)));
        html_raw(w->h, " ");
    }
    html_raw(w->h, "</p>");
    return OK;
}

enum status
service_nothing(struct web *w, struct str title, const char *nav)
{
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE, .title = title, .nav = nav });
    part_empty(w,
        str_of(T(w, "还没有获得资格。获得资格后可以在这里办理。")),
        str_of(T(w, "办事指南")), url_path("/guide"));
    page_end(w);
    return OK;
}

enum page_kind
service_kind(const struct web *w, const struct accreditation *c)
{
    return acts_for(&w->who, c->subject_id, "viewer") ? PAGE_MINE : PAGE_DESK;
}

void
service_fields(struct web *w, const struct pack *p,
    const struct pack_section *s, const struct json *answers,
    int64_t subject_id)
{
    for (size_t i = 0; i < s->n_fields; i++) {
        /* Without script nothing can appear while one types, so what depends
         * on another answer is always on the page. */
        part_pack_field(w, &s->fields[i], answers, true, subject_id, 0);
    }
    (void)p;
}

const struct json *
service_typed(struct web *w, const struct pack_section *s)
{
    const struct form_problem *problems = w->problems;
    size_t n = w->n_problems;
    bool again = false;
    const struct json *values =
        part_read_section(w, s, json_new(w->a, JSON_OBJECT), &again);

    w->problems = problems;
    w->n_problems = n;
    return values;
}

void
service_check(struct web *w, const struct pack *p,
    const struct pack_form *form, const struct json *answers)
{
    const struct form_problem *problems = NULL;
    size_t n = 0;

    form_check(w->a, p, form, NULL, answers, w->today, &problems, &n);
    for (size_t i = 0; i < n; i++) {
        if (!problems[i].warning &&
            web_error_at(w, problems[i].field).n == 0)
            web_problem_str(w, problems[i].field, problems[i].text,
                problems[i].text_en);
    }
}

bool
service_is_row_button(const struct web *w)
{
    return http_field(w->req, "add").n > 0 ||
           http_field(w->req, "remove").n > 0 ||
           http_field(w->req, "drop").n > 0;
}

enum status
service_diary(
    struct web *w, size_t param, struct diary *ret, struct err *err)
{
    int64_t id = 0, subject = 0;
    struct err none;

    TRY(web_param_id(w, param, &id, err));
    for (size_t i = 0; i < w->who.n_memberships; i++) {
        if (diary_get(&w->x, w->who.memberships[i].subject_id, id, ret,
                &none) == OK)
            return OK;
    }
    if (num_int(web_typed(w, "subject", web_query(w, "subject")), 1,
            INT64_MAX, &subject))
        return diary_get(&w->x, subject, id, ret, err);
    return err_set(err, ERR_NOT_FOUND, "没有找到这篇日记");
}

struct url
service_diary_url(const struct web *w, const struct diary *d)
{
    struct url u = url_make(w->a, "/mine/diary/%d", d->id);

    if (!acts_for(&w->who, d->subject_id, "viewer"))
        u = url_with(w->a, u, "subject",
            arena_fmt(w->a, "%lld", (long long)d->subject_id));
    return u;
}

struct str
service_minutes(struct web *w, int64_t minutes)
{
    if (minutes < 60)
        return arena_fmt(w->a, T(w, "%lld 分钟"), (long long)minutes);
    return arena_fmt(w->a, T(w, "%lld 小时 %lld 分钟"),
        (long long)(minutes / 60), (long long)(minutes % 60));
}

/* The words that the domain says in Chinese; marked here, since the domain
 * knows no catalogue. */
static const char *const WORDS[] = { N_("照片曾经使用"),
    N_("企业名单与上一篇相同"), N_("当日合计超过 12 小时"),
    N_("企业反馈未到场"), N_("企业反馈收费"), N_("待对接"), N_("已对接"),
    N_("已答复"), N_("已关闭"), N_("待答复"), N_("已安排"), N_("已接受"),
    N_("已报告"), N_("已验收"), N_("已完成"), N_("已登记") };

struct str
service_word(const struct web *w, struct str word)
{
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        if (str_eq(str_of(WORDS[i]), word))
            return str_of(catalog_get(w->catalog, WORDS[i]));
    }
    return word;
}
