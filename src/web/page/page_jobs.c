/* Progress of long work. */
#include "domain/job.h"
#include "web/web.h"

#define REFRESH_S "3"

static enum tag
job_colour(enum job_state s)
{
    switch (s) {
    case JOB_DONE:
        return TAG_GREEN;
    case JOB_FAILED:
        return TAG_RED;
    case JOB_RUNNING:
        return TAG_BLUE;
    case JOB_QUEUED:
    case JOB_CANCELLED:
    case JOB_STATE_COUNT_:
        break;
    }
    return TAG_GREY;
}

static enum status
job_page(struct web *w, struct err *err)
{
    struct job j;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(job_get(&w->x, id, &j, err));
    bool open = j.state == JOB_QUEUED || j.state == JOB_RUNNING;
    int64_t list = json_int(json_get(j.params, STR("list")), 0);
    if (open && w->req->method == HTTP_GET)
        http_add_header(w->resp, "Refresh", STR(REFRESH_S));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "任务进度")),
            .nav = "direct" });
    html_raw(w->h, "<p>");
    part_tag(w, job_colour(j.state), job_state_title(j.state));
    html_raw(w->h, "</p><p><progress");
    html_attr(w->h, "aria-label", str_of(T(w, "任务进度")));
    html_attr_int(w->h, "max", j.total > 0 ? j.total : 1);
    html_attr_int(w->h, "value", j.done);
    html_raw(w->h, "></progress> ");
    html_int_grouped(w->h, j.done);
    html_raw(w->h, " / ");
    html_int_grouped(w->h, j.total);
    html_raw(w->h, "</p>");
    if (open) {
        html_raw(w->h, "<p class=\"hint\">");
        html_cstr(w->h,
            T(w, "本页每 3 秒自动刷新。可以离开，任务会继续；程序重启后也会接着办。"));
        html_raw(w->h, "</p>");
        part_form_begin(
            w, url_make(w->a, "/desk/jobs/%d/cancel", j.id), false);
        part_button(w, BUTTON_DANGER, str_of(T(w, "取消任务")));
        part_form_end(w);
    }
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "开始时间")), show_us(w, j.started_us));
    part_dl(w, str_of(T(w, "结束时间")), show_us(w, j.finished_us));
    part_dl(w, str_of(T(w, "结果")), j.result);
    part_dl_end(w);
    if (list != 0)
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "查看汇总表")),
            url_make(w->a, "/desk/direct/%d", list));
    page_end(w);
    return OK;
}

static enum status
cancel_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return job_cancel(&w->x, id, err);
}

static enum status
cancel_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/jobs/%d", id), "cancelled");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/jobs/:id", MAY_SEE_DESK, .get = job_page,
        .about = "Progress of a job." },
    { HTTP_POST, "/desk/jobs/:id/cancel", MAY_SEE_DESK, .act = cancel_act,
        .reply = cancel_reply, .again = job_page,
        .about = "Cancels a job; what is done stays." },
};
const struct route_set job_routes = ROUTE_SET("jobs", ROUTES);
