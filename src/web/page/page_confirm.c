/* /confirm/:token: the enterprise says whether somebody was there. No account,
 * one tap. */
#include "page_service.h"

static enum status
confirm_page(struct web *w, struct err *err)
{
    struct diary_question q;
    const struct choice ratings[] = {
        { STR("5"), str_of(T(w, "非常满意")) },
        { STR("4"), str_of(T(w, "满意")) },
        { STR("3"), str_of(T(w, "基本满意")) },
        { STR("2"), str_of(T(w, "不满意")) },
        { STR("1"), str_of(T(w, "非常不满意")) },
    };

    TRY(diary_by_token(&w->x, w->params[0], &q, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PLAIN,
            .title = str_of(T(w, "请确认志愿服务")) });
    html_raw(w->h, "<div class=\"narrow\">");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "企业")), q.enterprise.name);
    part_dl(w, str_of(T(w, "服务方")), q.holder);
    part_dl(w, str_of(T(w, "开始")), show_us(w, q.diary.start_us));
    part_dl(w, str_of(T(w, "时长")), service_minutes(w, q.diary.minutes));
    part_dl(w, str_of(T(w, "服务类型")), q.diary.service_type);
    part_dl(w, str_of(T(w, "主题")), q.diary.topic);
    part_dl(w, str_of(T(w, "收费")), str_of(T(w, "免费")));
    part_dl_end(w);
    if (q.enterprise.answered_us != 0) {
        part_callout(w, false,
            str_of(T(w, "已收到贵单位的反馈，感谢支持。")));
        html_raw(w->h, "</div>");
        page_end(w);
        return OK;
    }
    part_form_begin(w, url_make(w->a, "/confirm/%s", w->params[0]), false);
    part_radios(w, "rating", str_of(T(w, "评价（选填）")), STR_EMPTY, ratings,
        5, STR_EMPTY);
    part_input(w,
        &(struct input){ .name = "minutes",
            .label = str_of(T(w, "实际时长（分钟）")),
            .hint = str_of(T(w, "与上面一致的不用填写")),
            .kind = INPUT_NUMBER,
            .optional = true,
            .width = 8 });
    part_check(w, "paid", str_of(T(w, "对方收取了费用")),
        str_of(T(w, "志愿服务禁止收费；勾选后主管机关将核实")), false);
    part_input(w,
        &(struct input){ .name = "remark",
            .label = str_of(T(w, "留言")),
            .kind = INPUT_AREA,
            .optional = true,
            .max_length = 500 });
    html_raw(w->h, "<div class=\"actions\">");
    part_button_named(w, BUTTON_MAIN, str_of(T(w, "确认接受过服务")),
        "was_here", STR("1"));
    part_button_named(w, BUTTON_DANGER, str_of(T(w, "没有这次服务")),
        "was_here", STR("0"));
    html_raw(w->h, "</div>");
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

static enum status
confirm_act(struct web *w, struct err *err)
{
    struct str was_here = web_field(w, "was_here");
    struct diary_answer answer = { .was_here = str_eq(was_here, STR("1")),
        .paid = str_eq(web_field(w, "paid"), STR("1")),
        .remark = web_field(w, "remark") };

    if (!answer.was_here && !str_eq(was_here, STR("0")))
        return err_set(err, ERR_INPUT, "请选择是否接受过这次服务");
    if (web_field(w, "rating").n > 0 &&
        !num_int(web_field(w, "rating"), 1, 5, &answer.rating))
        return err_field(err, ERR_INPUT, STR("rating"), "请选择一项评价");
    if (web_field(w, "minutes").n > 0 &&
        !num_int(utf8_narrow(w->a, web_field(w, "minutes")), 1, 1440,
            &answer.minutes))
        return err_field(err, ERR_INPUT, STR("minutes"),
            "实际时长应为 1 至 1440 分钟的整数");
    return diary_answer(&w->x, w->params[0], &answer, err);
}

static enum status
confirm_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(
        w, url_make(w->a, "/confirm/%s", w->params[0]), "thanks");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/confirm/:token", MAY_ANYBODY, .get = confirm_page,
        .about = "An enterprise sees what a holder reported." },
    { HTTP_POST, "/confirm/:token", MAY_ANYBODY, .act = confirm_act,
        .reply = confirm_reply, .again = confirm_page,
        .about = "An enterprise confirms or objects, once." },
};
const struct route_set confirm_routes = ROUTE_SET("confirm", ROUTES);
