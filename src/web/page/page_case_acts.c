/* What some grounds ask for beside notice and decision: taking a report on, a
 * first check, the meeting that confirms it. */
#include "case_parts.h"

static void
take_form(struct web *w, const struct proceeding *p)
{
    if (p->handler_id != 0)
        return;
    part_form_begin(
        w, url_make(w->a, "/desk/proceedings/%d/take", p->id), false);
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "由您承办后，反映人的姓名、联系方式和材料只有您可以看到。"));
    html_raw(w->h, "</p>");
    part_button(w, BUTTON_SECOND, str_of(T(w, "由我承办")));
    part_form_end(w);
}

/* Name and number against each other: by the handler, who alone sees them. */
static void
reporter_form(struct web *w, const struct proceeding *p)
{
    const struct choice what[] = {
        { STR("yes"), str_of(T(w, "已核实属实")) },
        { STR("no"), str_of(T(w, "核实不实，不作为实名举报办理")) },
    };

    part_card_begin(w, str_of(T(w, "核实举报人身份")), true);
    part_form_begin(
        w, url_make(w->a, "/desk/proceedings/%d/reporter", p->id), false);
    part_radios(w, "genuine", str_of(T(w, "举报人身份")), STR_EMPTY, what, 2,
        web_typed(w, "genuine",
            p->reporter_check == REPORTER_GENUINE ? STR("yes")
            : p->reporter_check == REPORTER_FALSE ? STR("no")
                                                  : STR_EMPTY));
    part_input(w,
        &(struct input){ .name = "remark",
            .label = str_of(T(w, "怎样核实的")),
            .hint = str_of(T(w, "不要写举报人的姓名和证件号码，"
                                "办理记录其他人员可以看到")),
            .max_length = 1000 });
    part_button(w, BUTTON_SECOND, str_of(T(w, "登记核实结果")));
    part_form_end(w);
    part_card_end(w);
}

static void
check_form(struct web *w, const struct proceeding *p)
{
    part_card_begin(w, str_of(T(w, "初核")), true);
    part_form_begin(
        w, url_make(w->a, "/desk/proceedings/%d/check", p->id), false);
    part_input(w,
        &(struct input){ .name = "check",
            .label = str_of(T(w, "初核意见")),
            .hint = str_of(T(w, "初核后由会议核实，核实前不能取消资格")),
            .kind = INPUT_AREA,
            .max_length = 5000 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "登记初核意见")));
    part_form_end(w);
    part_card_end(w);
}

static void
meeting_form(struct web *w, const struct proceeding *p)
{
    const struct choice what[] = {
        { STR("confirmed"), str_of(T(w, "确已不符合")) },
        { STR("not"), str_of(T(w, "仍然符合")) },
    };

    part_card_begin(w, str_of(T(w, "会议核实")), true);
    part_form_begin(
        w, url_make(w->a, "/desk/proceedings/%d/meeting", p->id), false);
    part_input(w,
        &(struct input){ .name = "meeting_day",
            .label = str_of(T(w, "会议日期")),
            .hint = arena_fmt(w->a, T(w, "不早于初核之日 %.*s"),
                STR_ARG(day_iso(w->a, day_of_us(p->checked_us)))),
            .kind = INPUT_DATE });
    part_input(w,
        &(struct input){ .name = "minutes_no",
            .label = str_of(T(w, "会议纪要文号")),
            .max_length = 100 });
    part_radios(w, "confirmed", str_of(T(w, "核实结果")), STR_EMPTY, what, 2,
        web_typed(w, "confirmed", STR_EMPTY));
    part_button(w, BUTTON_MAIN, str_of(T(w, "登记会议结果")));
    part_form_end(w);
    part_card_end(w);
}

void
case_more_acts(struct web *w, const struct proceeding *p)
{
    const struct programme *prog = domain_programme(w->d, p->programme_id);
    const struct pack_ground *g = pack_ground(prog->pack, p->ground);

    if (!may_in(&w->x, MAY_SUPERVISE, p->programme_id, p->region))
        return;
    if (p->kind == PROC_REPORT) {
        take_form(w, p);
        if (g != NULL && g->real_name && p->handler_id != 0 &&
            p->handler_id == w->who.account_id)
            reporter_form(w, p);
        return;
    }
    if (g == NULL || !g->meeting || p->kind != PROC_REVOCATION)
        return;
    if (p->checked_us == 0)
        check_form(w, p);
    else if (p->meeting.n == 0)
        meeting_form(w, p);
}

static enum status
take_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return proceeding_take(&w->x, id, err);
}

static enum status
reporter_act(struct web *w, struct err *err)
{
    struct str typed = web_field(w, "genuine");
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (!str_eq(typed, STR("yes")) && !str_eq(typed, STR("no")))
        return err_field(
            err, ERR_INPUT, STR("genuine"), "请选择举报人身份核实的结果");
    return proceeding_check_reporter(&w->x, id, str_eq(typed, STR("yes")),
        web_field(w, "remark"), err);
}

static enum status
check_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return proceeding_check(&w->x, id, web_field(w, "check"), err);
}

static enum status
meeting_act(struct web *w, struct err *err)
{
    struct str result = web_field(w, "confirmed");
    struct day day = DAY_NONE;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (!str_eq(result, STR("confirmed")) && !str_eq(result, STR("not")))
        return err_field(
            err, ERR_INPUT, STR("confirmed"), "请选择会议核实的结果");
    (void)!day_parse(web_field(w, "meeting_day"), &day, NULL);
    return proceeding_meet(&w->x, id, day, web_field(w, "minutes_no"),
        str_eq(result, STR("confirmed")), err);
}

static enum status
saved_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/proceedings/%d", id), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_POST, "/desk/proceedings/:id/take", MAY_SUPERVISE,
        .act = take_act, .reply = saved_reply, .again = case_desk_page,
        .about = "Takes a report on: from then on its handler alone sees "
                 "who reported." },
    { HTTP_POST, "/desk/proceedings/:id/reporter", MAY_SUPERVISE,
        .act = reporter_act, .reply = saved_reply, .again = case_desk_page,
        .about = "The handler has found whether the reporter is genuine." },
    { HTTP_POST, "/desk/proceedings/:id/check", MAY_SUPERVISE,
        .act = check_act, .reply = saved_reply, .again = case_desk_page,
        .about = "The first check of a case that a meeting has to confirm." },
    { HTTP_POST, "/desk/proceedings/:id/meeting", MAY_SUPERVISE,
        .act = meeting_act, .reply = saved_reply, .again = case_desk_page,
        .about = "What the meeting found." },
};
const struct route_set case_act_routes = ROUTE_SET("case-acts", ROUTES);
