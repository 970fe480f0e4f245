/* A year of practice: cases of every worker, the yearly assessment with one who
 * has to put things right, penalties, and rows of the other registers. */
#include "workforce.h"

#include "domain/incident.h"
#include "domain/record.h"
#include "domain/rectification.h"

#define PART 12 /* offices at a time */

enum status
work_record(struct act *x, int64_t programme, const char *kind,
    int64_t subject_id, const struct json *content, struct err *err)
{
    struct record r = { .subject_id = subject_id,
        .programme_id = programme,
        .kind = str_of(kind),
        .content = content };

    return record_add(x, &r, err);
}

/* --- cases --- */

static const char *const CASES[] = { "调解", "非诉讼", "诉讼", "法律援助" };

/* All five elements; the one whose form is missing is found by inspections. */
static enum status
one_case(struct act *x, struct workforce *w, const struct work_worker *k,
    size_t i, bool complete, struct err *err)
{
    struct demo *m = w->m;
    const struct work_office *o = k->office;
    const char *type = CASES[i % 4];
    bool free = i % 4 == 3;
    struct day day =
        day_add_days(w->today, -8 - (int)demo_dice(m, 250));
    struct act his = demo_at(x, m, &o->who.actor, day_add_days(day, 2), 10);

    return work_record(&his, m->office->id, "案件登记", o->who.subject_id,
        demo_row(&his,
            "{\"收案编号\":\"%d-%04zu\",\"委托人\":\"" STR_FMT
            "\",\"案件日期\":\"" STR_FMT
            "\",\"案件种类\":\"%s\",\"承办人证号\":\"" STR_FMT
            "\",\"统一委派\":true,\"收费金额元\":%d,%s%s%s"
            "\"当事人区县\":[{\"当事人\":\"" STR_FMT "\",\"区县\":\"" STR_FMT
            "\"}],\"办理结果\":\"已办结（演示）\"}",
            day_ymd(day).year, i + 1, STR_ARG(demo_person_name(m)),
            STR_ARG(day_iso(his.a, day)), type, STR_ARG(k->number),
            free ? 0 : 30000 + (int)demo_dice(m, 40) * 5000,
            free ? "\"免费理由\":\"法律援助\"," : "\"收费票据号\":\"演示票\",",
            i % 4 == 2 ? "\"出庭证明号\":\"演示出庭\"," : "",
            complete ? "\"文书格式编号\":\"演示格式一\"," : "",
            STR_ARG(demo_person_name(m)), STR_ARG(o->unit->code)),
        err);
}

/* The last worker of all has none in twelve months. */
static enum status
cases(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct workforce *w = arg;
    size_t end = w->from + PART * 3;

    (void)s;
    for (size_t i = w->from; i < end && i + 1 < w->n_workers; i++)
        TRY(one_case(x, w, &w->workers[i], i, i % 37 != 5, err));
    return OK;
}

/* --- the yearly assessment --- */

/* The newest year whose term for it is over. */
static int
assessed_year(const struct workforce *w)
{
    return w->year - (day_ymd(w->today).month > 3 ? 1 : 2);
}

static enum status
assess_office(struct act *x, struct workforce *w, const struct work_office *o,
    struct err *err)
{
    int year = assessed_year(w);
    struct day day = day_of_ymd(year + 1, 3, 12);
    struct act his = demo_at(x, w->m, &o->unit->review.actor, day, 15);

    return work_record(&his, w->m->office->id, "年度考核", o->who.subject_id,
        demo_row(&his,
            "{\"考核年度\":%d,\"考核结果\":\"合格\",\"考核日期\":\"" STR_FMT
            "\",\"内部制度件数\":6,\"考核说明\":\"材料齐全（演示）\"}",
            year, STR_ARG(day_iso(his.a, day))),
        err);
}

/* The bureau where he works by now: some have moved. */
static enum status
bureau_of(struct act *x, struct workforce *w, const struct work_worker *k,
    struct work_unit **ret, struct err *err)
{
    struct accreditation c;

    *ret = k->office->unit;
    TRY(accreditation_load(x, k->who.subject_id, k->id, &c, err));
    for (size_t i = 0; i < w->n_units; i++) {
        if (str_eq(w->units[i].code, c.region))
            *ret = &w->units[i];
    }
    return OK;
}

/* What he says of his year, on paper to the bureau. */
static enum status
report_worker(struct act *x, struct workforce *w, const struct work_worker *k,
    const struct work_unit *unit, struct err *err)
{
    struct act his = demo_at(x, w->m, &unit->review.actor,
        day_of_ymd(assessed_year(w) + 1, 2, 20), 10);

    return work_record(&his, w->m->worker->id, "年度自评", k->who.subject_id,
        demo_row(&his,
            "{\"自评年度\":%d,\"办理案件数\":%d,\"公益服务次数\":4,"
            "\"参加培训学时\":20,\"受处罚情况\":\"无\","
            "\"自评小结\":\"全年依法执业（演示）。\"}",
            assessed_year(w), 6 + (int)demo_dice(w->m, 20)),
        err);
}

/* The office where he works by now says what it thinks, if it is one of the
 * demo's with people of its own. */
static enum status
opinion_of(struct act *x, struct workforce *w, const struct work_worker *k,
    const char *grade, bool *ret, struct err *err)
{
    struct act his = demo_at(x, w->m, &k->office->who.actor,
        day_of_ymd(assessed_year(w) + 1, 3, 5), 10);
    int64_t host = 0;

    *ret = false;
    TRY(record_host(&his, w->m->worker->id, k->who.subject_id, &host, err));
    if (host != k->office->who.subject_id)
        return OK;
    *ret = true;
    return work_record(&his, w->m->worker->id, "年度考核意见",
        k->who.subject_id,
        demo_row(&his,
            "{\"意见年度\":%d,\"意见等次\":\"%s\","
            "\"意见内容\":\"本所集体研究，建议%s（演示）。\"}",
            assessed_year(w), grade, grade),
        err);
}

static enum status
assess_worker(struct act *x, struct workforce *w, const struct work_worker *k,
    const char *result, struct day day, struct err *err)
{
    size_t i = (size_t)(k - w->workers);
    struct work_unit *unit = NULL;
    bool online = false;

    TRY(bureau_of(x, w, k, &unit, err));
    if (i % 11 != 7)
        TRY(report_worker(x, w, k, unit, err));
    if (i % 13 != 4)
        TRY(opinion_of(x, w, k, result, &online, err));
    if (i % 29 == 7)
        return OK; /* not assessed yet: on the list of those who are missing */
    struct act his = demo_at(x, w->m, &unit->review.actor, day, 16);

    return work_record(&his, w->m->worker->id, "年度考核", k->who.subject_id,
        demo_row(&his,
            "{\"考核年度\":%d,%s\"考核结果\":\"%s\","
            "\"考核日期\":\"" STR_FMT
            "\",\"坚持政治要求\":true,\"执业条件复核\":true}",
            assessed_year(w),
            online ? ""
                   : "\"未出具意见说明\":\"三月十日书面催告，未出具（演示）\",",
            result, STR_ARG(day_iso(his.a, day))),
        err);
}

/* One was not competent in March and has put it right since; one whose
 * assessment was late still has time. */
static enum status
assess_some(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    static const char *const RESULTS[] = { "称职", "称职", "称职", "优秀",
        "称职", "基本称职", "称职" };
    struct workforce *w = arg;
    struct day march = day_of_ymd(assessed_year(w) + 1, 3, 18);

    (void)s;
    for (size_t i = w->from; i < w->from + PART && i < w->n_offices; i++)
        TRY(assess_office(x, w, &w->offices[i], err));
    for (size_t i = w->from * 3;
         i < (w->from + PART) * 3 && i < w->n_workers; i++) {
        bool late = i == 20, failed = i == 30;

        TRY(assess_worker(x, w, &w->workers[i],
            late || failed ? "不称职" : RESULTS[i % 7],
            late ? work_ago(w, 18, 0) : march, err));
    }
    return OK;
}

static enum status
put_right(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct workforce *w = arg;
    const struct work_worker *k = &w->workers[30];
    struct work_unit *u = NULL;
    struct day day = day_of_ymd(assessed_year(w) + 1, 5, 20);
    const struct rectification *list = NULL;
    struct rectification r;
    size_t n = 0;

    TRY(bureau_of(x, w, k, &u, err));
    struct act his = demo_at(x, s->m, &u->decide.actor, day, 10);

    TRY(rectification_of_subject(
        &his, k->who.subject_id, &list, &n, err));
    if (n == 0)
        return OK;
    /* He has no account: the bureau takes down what he reports. */
    return rectification_check(&his, list[0].id, true,
        STR("投诉已妥善处理，补学十六学时，复查合格。"), list[0].version, &r,
        err);
}

/* --- penalties --- */

static enum status
penalty(struct act *his, int64_t subject_id, struct day day,
    struct str authority, struct str doc_no, const char *content,
    struct err *err)
{
    struct incident made;
    bool known = false;

    return incident_enter(his,
        &(struct incident){ .subject_id = subject_id,
            .kind = INC_PENALTY,
            .decided = day,
            .effective = day,
            .authority = authority,
            .doc_no = doc_no,
            .content = str_of(content),
            .source = STR("本局行政处罚决定书") },
        &made, &known, err);
}

/* The bureau's penalty goes to the association by itself; both results are in
 * one row, and the public sees it for three years. */
static enum status
penalties(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct workforce *w = arg;
    const struct work_worker *k = &w->workers[44];
    const struct work_office *o = k->office;
    struct day day = day_add_days(w->today, -95);
    struct work_unit *unit = NULL;

    TRY(bureau_of(x, w, k, &unit, err));
    struct act his =
        demo_at(x, s->m, &unit->decide.actor, day_add_days(day, 1), 10);
    struct act other = demo_at(
        x, s->m, &o->unit->decide.actor, day_add_days(day, 1), 10);
    TRY(penalty(&his, k->who.subject_id, day,
        arena_fmt(his.a, STR_FMT "司法局", STR_ARG(unit->name)),
        arena_fmt(his.a, "演示司罚〔%d〕2号", w->year),
        "警告：未经机构统一收案私自接受委托（演示）。", err));
    return penalty(&other, o->who.subject_id, day,
        arena_fmt(his.a, STR_FMT "司法局", STR_ARG(o->unit->name)),
        arena_fmt(his.a, "演示司罚〔%d〕3号", w->year),
        "警告：收案管理不严（演示）。", err);
}

/* --- registers of the authority and the association --- */

struct row {
    const char *kind, *content;
    int back;             /* its year is this many before today's */
    int days;             /* back from today */
    enum work_hand who;
};

static const struct row ROWS[] = {
    { "培训计划",
        "{\"计划年度\":%d,\"课程名称\":\"乡村土地纠纷调解（演示）\","
        "\"课程类别\":\"重点领域\",\"课程对象\":[\"全体\"],"
        "\"主办单位\":\"市基层法律服务工作者协会\"}",
        0, 200, WORK_ASSOCIATION },
    { "培训计划",
        "{\"计划年度\":%d,\"课程名称\":\"新核准人员岗前培训（演示）\","
        "\"课程类别\":\"专业服务\",\"课程对象\":[\"新核准人员\"],"
        "\"主办单位\":\"市基层法律服务工作者协会\"}",
        0, 190, WORK_ASSOCIATION },
    { "表彰轮次",
        "{\"轮次年度\":%d,\"候选总数\":300,\"农村候选数\":100,"
        "\"表彰总数\":100,\"农村表彰数\":40}",
        1, 400, WORK_ASSOCIATION },
    { "表彰轮次",
        "{\"轮次年度\":%d,\"候选总数\":300,\"农村候选数\":110,"
        "\"表彰总数\":100,\"农村表彰数\":41}",
        0, 40, WORK_ASSOCIATION },
    { "方案解读",
        "{\"解读条文\":\"四（三）\",\"解读内容\":"
        "\"律师万人比只看律师人数；正好2.3即为达标（演示解读）。\"}",
        0, 300, WORK_CITY },
    { "行业规则",
        "{\"规则名称\":\"案件办理五统一规范（演示）\",\"规则状态\":\"现行\","
        "\"施行日期\":\"2021-03-01\",\"规则内容\":"
        "\"统一收案、统一委派、统一收费、统一出庭证照、统一文书格式。\"}",
        0, 350, WORK_ASSOCIATION },
    { "村居顾问",
        "{\"村居名称\":\"万州区云棠镇示例村\",\"顾问姓名\":\"演示顾问\","
        "\"聘期起\":\"%d-01-01\",\"聘期止\":\"%d-12-31\","
        "\"经费来源\":\"区财政\",\"经费金额\":600000}",
        0, 120, WORK_CITY },
    { "县级自查",
        "{\"自查年度\":%d,\"自查区县\":\"万州区\",\"自查方面名\":\"布局结构\","
        "\"短板弱项\":\"五个乡镇没有法律服务机构（演示）。\"}",
        1, 100, WORK_CITY_2 },
};

static enum status
other_rows(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct workforce *w = arg;

    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        struct act his = demo_at(x, s->m, &w->hands[ROWS[i].who].actor,
            day_add_days(w->today, -ROWS[i].days), 10);

        int year = w->year - ROWS[i].back;

        TRY(work_record(&his, s->m->worker->id, ROWS[i].kind, 0,
            demo_row(&his, ROWS[i].content, year, year), err));
    }
    return OK;
}

/* A course of the association with those who came, one row for each. */
static enum status
course(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct workforce *w = arg;
    struct day day = day_add_days(w->today, -60);
    struct act his = demo_at(
        x, s->m, &w->hands[WORK_ASSOCIATION].actor, day_add_days(day, 1), 10);
    struct str rows = STR_EMPTY;

    for (size_t i = 0; i < 12 && i < w->n_workers; i++)
        rows = arena_fmt(his.a,
            STR_FMT "%s{\"到课证号\":\"" STR_FMT "\",\"培训学时\":%d}",
            STR_ARG(rows), i == 0 ? "" : ",",
            STR_ARG(w->workers[i].number), i % 4 == 3 ? 4 : 8);
    return work_record(&his, s->m->worker->id, "培训签到", 0,
        demo_row(&his,
            "{\"培训课程\":\"乡村土地纠纷调解（演示）\","
            "\"培训种类名\":\"业务学习\",\"培训日期\":\"" STR_FMT
            "\",\"到课人员\":[" STR_FMT "]}",
            STR_ARG(day_iso(his.a, day)), STR_ARG(rows)),
        err);
}

/* --- all --- */

bool
work_practice(struct workforce *w)
{
    for (w->from = 0; w->from < w->n_workers; w->from += PART * 3) {
        if (!work_do(w, cases, "workforce: cases"))
            return false;
    }
    for (w->from = 0; w->from < w->n_offices; w->from += PART) {
        if (!work_do(w, assess_some, "workforce: assessment"))
            return false;
    }
    return work_do(w, put_right, "workforce: correction") &&
           work_do(w, penalties, "workforce: penalties") &&
           work_do(w, other_rows, "workforce: registers") &&
           work_do(w, course, "workforce: training");
}
