/* One-sentence confirmations shown by the page after a redirect. */
#include "app_private.h"

static const struct {
    struct str key;
    const char *text; /* msgid */
} SENTENCES[] = {
    { STR_INIT("saved"), N_("已保存。") },
    { STR_INIT("submitted"), N_("已提交。") },
    { STR_INIT("withdrawn"), N_("已撤回。") },
    { STR_INIT("sent"), N_("已发送。") },
    { STR_INIT("added"), N_("已添加。") },
    { STR_INIT("known"),
        N_("这份文书已经登记过，没有重复登记，也没有重复立案。") },
    { STR_INIT("rows-read"), N_("工作簿各行均无误，已存为草稿。") },
    { STR_INIT("removed"), N_("已移除。") },
    { STR_INIT("decided"), N_("决定已记录，有关人员将收到通知。") },
    { STR_INIT("decided-part"),
        N_("决定已记录；有的没有办理，理由见表。") },
    { STR_INIT("requested"), N_("补正通知已发出。") },
    { STR_INIT("published"), N_("已发布。") },
    { STR_INIT("granted"), N_("已准入，证书已可下载，当事人将收到通知。") },
    { STR_INIT("confirmed"), N_("已确认。") },
    { STR_INIT("signed-out"), N_("您已退出。") },
    { STR_INIT("password"), N_("密码已修改，请用新密码登录。") },
    { STR_INIT("enrolled"), N_("报名成功。") },
    { STR_INIT("forwarded"), N_("已转报，申请人将收到通知。") },
    { STR_INIT("handed_on"), N_("已移送。") },
    { STR_INIT("thanks"), N_("感谢您的评价。") },
    { STR_INIT("retried"), N_("已重新放入发送队列。") },
    { STR_INIT("started"), N_("任务已开始，可以离开本页，稍后查看结果。") },
    { STR_INIT("cancelled"), N_("已取消。") },
};

const char *
flash_text(struct str key)
{
    for (size_t i = 0; i < sizeof(SENTENCES) / sizeof(SENTENCES[0]); i++) {
        if (str_eq(SENTENCES[i].key, key))
            return SENTENCES[i].text;
    }
    return "";
}
