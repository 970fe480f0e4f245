/* Preferences of a visitor and the standing pages of the footer. */
#include "web/web.h"

/* --- POST /preferences --- */

static enum status
preferences_act(struct web *w, struct err *err)
{
    (void)w;
    (void)err;
    return OK; /* kept in cookies: nothing is stored */
}

static enum status
preferences_reply(struct web *w, struct err *err)
{
    struct str language = web_field(w, "language");
    struct str large = web_field(w, "large");
    struct str back = web_field(w, "back");

    (void)err;
    if (str_eq(language, STR("en")) || str_eq(language, STR("zh")))
        web_remember(w, "mc_lang", language);
    if (str_eq(large, STR("1")) || str_eq(large, STR("0")))
        web_remember(w, "mc_large", large);
    http_redirect(w->resp, web_own_path(back, STR("/")));
    return OK;
}

/* --- standing pages --- */

static void
paragraph(struct web *w, const char *text)
{
    html_raw(w->h, "<p>");
    html_cstr(w->h, text);
    html_raw(w->h, "</p>\n");
}

static void
begin_prose(struct web *w, const char *title)
{
    page_begin(
        w, &(struct page){ .kind = PAGE_PUBLIC, .title = str_of(title) });
    html_raw(w->h, "<div class=\"prose\">");
}

static enum status
end_prose(struct web *w)
{
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

static enum status
privacy(struct web *w, struct err *err)
{
    (void)err;
    begin_prose(w, T(w, "隐私政策"));
    paragraph(w,
        T(w, "本平台只收集办理事项所必需的信息，用于审核、公示、发证和监督。"));
    part_heading(w, T(w, "公开什么"));
    paragraph(w,
        T(w, "公示和名册只公开名称（姓名）、所在单位、地区、领域、编号和有效"
             "期；手机号码、身份证件号码、电子邮箱和详细地址不公开。"));
    part_heading(w, T(w, "谁能看到"));
    paragraph(w,
        T(w, "申请材料只有申请人、承办人员和审计人员可以查看，每次状态变化都留"
             "有记录。举报人、异议人的信息只有承办人员可以查看。"));
    part_heading(w, T(w, "保存多久"));
    paragraph(w,
        T(w, "资格存续期间及法律法规要求的期限内保存；更正以追加记录的方式进行，"
             "不删除历史。"));
    part_heading(w, T(w, "小型文本文件（Cookie）"));
    paragraph(w,
        T(w, "只用于保持登录、防止表单被伪造、记住语言和字号，不用于跟踪。"));
    return end_prose(w);
}

static enum status
accessibility(struct web *w, struct err *err)
{
    (void)err;
    begin_prose(w, T(w, "无障碍声明"));
    paragraph(w,
        T(w, "本平台参照 GB/T 37668 和 WCAG 2.1 AA 建设：全程可用键盘操作，"
             "关闭脚本后功能不变，颜色不作为唯一提示，提供大字版和打印版。"));
    paragraph(w,
        T(w, "使用中遇到障碍，可以来电或来函，纸质申请由工作人员代为录入。"));
    return end_prose(w);
}

static enum status
help(struct web *w, struct err *err)
{
    (void)err;
    begin_prose(w, T(w, "帮助中心"));
    part_heading(w, T(w, "怎样申报"));
    paragraph(w,
        T(w, "在“办事指南”阅读条件和材料，先用“我能申报吗”自测；注册账号后逐项"
             "填写，随时保存草稿；核对无误后提交，记下受理编号和查询码。"));
    part_heading(w, T(w, "结论怎样得出"));
    paragraph(w,
        T(w, "每项条件都列出条款原文、所用事实、日期和算式，共有三种结论：符合、"
             "不符合、尚不能判断。期限逐日列出，跳过的休息日和节假日注明依据。"));
    part_heading(w, T(w, "忘记密码"));
    paragraph(w,
        T(w, "在登录页选择“忘记密码”，通过预留的邮箱或手机重设。连续五次输错将锁定"
             "十五分钟。"));
    part_heading(w, T(w, "不服决定"));
    paragraph(w,
        T(w, "公示期内可以提出异议；收到拟处理通知后可以在期限内陈述；对决定可以"
             "书面申请复核。"));
    return end_prose(w);
}

static enum status
sitemap(struct web *w, struct err *err)
{
    static const struct {
        struct url to;
        const char *text;
        const char *menu; /* left out where the menu leaves it out; or NULL */
    } LINKS[] = {
        { { STR_INIT("/") }, N_("首页"), NULL },
        { { STR_INIT("/guide") }, N_("办事指南"), NULL },
        { { STR_INIT("/register") }, N_("公示名册"), NULL },
        { { STR_INIT("/zone") }, N_("宣传专区"), "zone" },
        { { STR_INIT("/notices") }, N_("公示公告"), NULL },
        { { STR_INIT("/activities") }, N_("志愿活动"), "activities" },
        { { STR_INIT("/needs/new") }, N_("提出服务需求"), "activities" },
        { { STR_INIT("/complain") }, N_("会员企业投诉"), NULL },
        { { STR_INIT("/draws") }, N_("双随机抽查"), "draws" },
        { { STR_INIT("/verify") }, N_("证书查验"), NULL },
        { { STR_INIT("/progress") }, N_("办理进度"), NULL },
        { { STR_INIT("/statistics") }, N_("统计"), NULL },
        { { STR_INIT("/plan") }, N_("发展计划"), "plans" },
        { { STR_INIT("/api") }, N_("数据接口"), NULL },
        { { STR_INIT("/sign-in") }, N_("登录"), NULL },
        { { STR_INIT("/sign-up") }, N_("注册"), NULL },
        { { STR_INIT("/help") }, N_("帮助中心"), NULL },
        { { STR_INIT("/privacy") }, N_("隐私政策"), NULL },
        { { STR_INIT("/accessibility") }, N_("无障碍声明"), NULL },
    };

    (void)err;
    begin_prose(w, T(w, "网站地图"));
    html_raw(w->h, "<ul class=\"list\">");
    for (size_t i = 0; i < sizeof(LINKS) / sizeof(LINKS[0]); i++) {
        if (LINKS[i].menu != NULL && !web_in_menu(w, LINKS[i].menu))
            continue;
        html_raw(w->h, "<li>");
        part_link(
            w, LINKS[i].to, str_of(catalog_get(w->catalog, LINKS[i].text)));
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
    return end_prose(w);
}

static const struct route ROUTES[] = {
    { HTTP_POST, "/preferences", MAY_ANYBODY, .act = preferences_act,
        .reply = preferences_reply, .flags = ROUTE_SECOND_FACTOR_PAGE,
        .about = "Keeps language and type size in cookies." },
    { HTTP_GET, "/privacy", MAY_ANYBODY, .get = privacy,
        .about = "Privacy statement." },
    { HTTP_GET, "/accessibility", MAY_ANYBODY, .get = accessibility,
        .about = "Accessibility statement." },
    { HTTP_GET, "/help", MAY_ANYBODY, .get = help, .about = "Help." },
    { HTTP_GET, "/sitemap", MAY_ANYBODY, .get = sitemap,
        .about = "All public pages." },
};
const struct route_set misc_routes = ROUTE_SET("misc", ROUTES);
