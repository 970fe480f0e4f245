/* What makes an entry acceptable, and what officers should look at. */
#include "diary_private.h"

#define MINUTE_US INT64_C(60000000)
#define DAY_US (24 * 60 * MINUTE_US)
#define LONG_DAY_MINUTES (12 * 60)
#define LATE_DAYS 15
#define ENTERPRISES_MAX 500
#define TEXT_MAX 20000

/* --- time --- */

static enum status
check_span(struct act *x, const struct diary_new *e, struct diary *d,
    struct err *err)
{
    if (e->end_us <= e->start_us)
        return err_field(err, ERR_INPUT, STR("结束时间"),
            "结束时间应晚于开始时间 " STR_FMT,
            STR_ARG(us_beijing(x->a, e->start_us)));
    if (e->end_us - e->start_us > DAY_US)
        return err_field(err, ERR_INPUT, STR("结束时间"),
            "一篇日记不能超过 24 小时，现为 %lld 分钟，请分天填写",
            (long long)((e->end_us - e->start_us) / MINUTE_US));
    if (e->end_us > x->now_us)
        return err_field(err, ERR_INPUT, STR("结束时间"),
            "结束时间不能晚于现在（" STR_FMT "），请在服务结束后填写",
            STR_ARG(us_beijing(x->a, x->now_us)));
    d->day = day_of_us(e->start_us);
    if (!day_is_none(e->day) && !day_eq(e->day, d->day))
        return err_field(err, ERR_INPUT, STR("服务日期"),
            "服务日期 " STR_FMT " 应与开始时间同一天，即 " STR_FMT,
            STR_ARG(day_iso(x->a, e->day)), STR_ARG(day_iso(x->a, d->day)));
    d->minutes = (e->end_us - e->start_us) / MINUTE_US;
    if (d->minutes < 1)
        return err_field(err, ERR_INPUT, STR("结束时间"),
            "服务时长应不少于 1 分钟");
    return OK;
}

/* The status must have been there on the day of service. */
static enum status
check_status(struct act *x, const struct accreditation *c,
    const struct diary *d, struct err *err)
{
    struct day last = c->last_day;

    if (!day_is_none(c->ended) && day_cmp(c->ended, last) < 0)
        last = c->ended;
    if (day_cmp(d->day, c->admitted) < 0)
        return err_field(err, ERR_INPUT, STR("服务日期"),
            "服务日期 " STR_FMT " 早于准入日 " STR_FMT "，不计入",
            STR_ARG(day_iso(x->a, d->day)),
            STR_ARG(day_iso(x->a, c->admitted)));
    if (day_cmp(d->day, last) > 0)
        return err_field(err, ERR_INPUT, STR("服务日期"),
            "资格至 " STR_FMT " 为止，" STR_FMT " 的服务不能填报",
            STR_ARG(day_iso(x->a, last)), STR_ARG(day_iso(x->a, d->day)));
    return OK;
}

/* Last day on which entries of a year are taken: the pack's duty says it as
 * "MM-DD" of the next year. */
static struct day
closing_day(const struct pack *p, int year)
{
    int64_t month = 1, day = 15;

    for (size_t i = 0; i < p->n_duties; i++) {
        struct str s = p->duties[i].due_day;

        if (s.n == 5 && num_int(str_sub(s, 0, 2), 1, 12, &month) &&
            num_int(str_sub(s, 3, 2), 1, 31, &day))
            break;
    }
    return day_of_ymd(year + 1, (int)month, (int)day);
}

static enum status
check_timely(struct act *x, const struct accreditation *c,
    const struct diary *replaced, struct diary *d, struct err *err)
{
    int64_t days = LATE_DAYS;
    struct day closing = closing_day(c->pack, day_ymd(d->day).year);
    struct err none;

    if (day_cmp(x->today, closing) > 0)
        return err_field(err, ERR_LIMIT, STR("服务日期"),
            "%d 年的日记已于 " STR_FMT " 截止报送",
            day_ymd(d->day).year, STR_ARG(day_iso(x->a, closing)));
    if (pack_parameter(c->pack, STR("日记报送天数"), &days, &none) != OK)
        days = LATE_DAYS;
    d->late = x->today.n - d->day.n > days;
    /* Correcting an entry that came in time does not make it late. */
    if (replaced != NULL && day_eq(replaced->day, d->day))
        d->late = replaced->late;
    return OK;
}

/* --- content --- */

/* A fee is refused with the clause of the pack's field that asks for it. */
static enum status
no_fee(struct act *x, const struct diary_new *e, const struct pack *p,
    struct err *err)
{
    struct str clause =
        form_field_clause(p, STR("diary"), STR("收费金额"));
    struct str cited = clause.n == 0
        ? STR_EMPTY
        : arena_fmt(x->a, "（" STR_FMT "）", STR_ARG(clause));

    return err_field(err, ERR_INPUT, STR("收费金额"),
        "禁止在志愿服务中向企业收费" STR_FMT "，应为 0 元，现为 %lld.%02d 元",
        STR_ARG(cited), (long long)(e->fee_fen / 100),
        (int)(e->fee_fen % 100));
}

static enum status
check_content(struct act *x, const struct diary_new *e, const struct pack *p,
    struct err *err)
{
    const struct str texts[] = { e->mode, e->place, e->service_type, e->form,
        e->topic, e->experts, e->campaign, e->content, e->results };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (texts[i].n > TEXT_MAX)
            return err_field(err, ERR_INPUT, STR("服务内容"),
                "每项文字应不超过 5000 字");
    }
    if (e->fee_fen != 0)
        return no_fee(x, e, p, err);
    if (str_trim(e->content).n == 0)
        return err_field(
            err, ERR_INPUT, STR("服务内容"), "请填写服务内容");
    if (e->people < 0)
        return err_field(
            err, ERR_INPUT, STR("服务人数"), "服务人数应为 0 或正整数");
    if (e->n_enterprises == 0)
        return err_field(
            err, ERR_INPUT, STR("服务企业"), "请至少填写一家服务企业");
    if (e->n_enterprises > ENTERPRISES_MAX)
        return err_field(err, ERR_INPUT, STR("服务企业"),
            "一篇日记最多填写 %d 家企业，现为 %zu 家", ENTERPRISES_MAX,
            e->n_enterprises);
    return OK;
}

static struct str
name_key(struct arena *a, struct str name)
{
    return arena_join(a, STR("n:"), utf8_key(a, name));
}

/* An enterprise is known by its credit code, else by its name (S-C22). */
static enum status
enterprise_key(struct act *x, const struct diary_enterprise *e, size_t i,
    struct str *ret, struct err *err)
{
    if (str_trim(e->name).n == 0)
        return err_field(err, ERR_INPUT, STR("服务企业"),
            "第 %zu 家企业没有填写名称", i + 1);
    if (e->mobile.n > 0) {
        struct id_check c = mobile_check(x->a, e->mobile);

        if (!c.ok)
            return err_field(err, ERR_INPUT, STR("服务企业"),
                "第 %zu 家企业的联系手机：" STR_FMT, i + 1, STR_ARG(c.text));
    }
    if (e->credit_code.n > 0) {
        struct id_check c = credit_code_check(x->a, e->credit_code);

        if (!c.ok)
            return err_field(err, ERR_INPUT, STR("服务企业"),
                "第 %zu 家企业的统一社会信用代码：" STR_FMT, i + 1,
                STR_ARG(c.text));
        *ret = c.normal;
        return OK;
    }
    *ret = name_key(x->a, e->name);
    return OK;
}

static enum status
named_twice(const struct diary_new *e, size_t i, struct err *err)
{
    return err_field(err, ERR_INPUT, STR("服务企业"),
        "第 %zu 家企业“" STR_FMT "”重复，同一篇日记每家企业只填一次", i + 1,
        STR_ARG(e->enterprises[i].name));
}

/* One key per enterprise, none twice: neither two of one code, nor one with
 * its code and again by its name alone. */
static enum status
enterprise_keys(struct act *x, const struct diary_new *e, struct str **ret,
    struct err *err)
{
    struct str *keys = arena_new_array(x->a, struct str, e->n_enterprises);
    struct map *seen = map_new(x->a), *coded = map_new(x->a);

    for (size_t i = 0; i < e->n_enterprises; i++) {
        const struct diary_enterprise *row = &e->enterprises[i];

        TRY(enterprise_key(x, row, i, &keys[i], err));
        if (map_put(seen, keys[i], keys) != NULL)
            return named_twice(e, i, err);
        if (row->credit_code.n > 0)
            (void)map_put(coded, name_key(x->a, row->name), keys);
    }
    for (size_t i = 0; i < e->n_enterprises; i++) {
        if (e->enterprises[i].credit_code.n == 0 &&
            map_get(coded, keys[i]) != NULL)
            return named_twice(e, i, err);
    }
    *ret = keys;
    return OK;
}

/* Whoever was entered with its credit code before in the year is known by
 * the name alone afterwards (CW-7-2-b). */
enum status
diary_known_keys(struct act *x, const struct diary *d,
    const struct diary_new *e, struct str *keys, struct err *err)
{
    const struct diary_enterprise *rows = NULL;
    size_t n = 0;
    bool bare = false;

    for (size_t i = 0; i < e->n_enterprises; i++)
        bare = bare || e->enterprises[i].credit_code.n == 0;
    if (!bare)
        return OK;
    TRY(diary_store_coded(x, d, &rows, &n, err));
    for (size_t i = 0; i < e->n_enterprises; i++) {
        for (size_t k = 0;
             k < n && e->enterprises[i].credit_code.n == 0; k++) {
            if (!str_eq(keys[i], name_key(x->a, rows[k].name)))
                continue;
            keys[i] = rows[k].credit_code;
            break;
        }
    }
    return OK;
}

/* The same enterprises give the same text in any order: hashes are summed. */
static struct str
list_hash(struct arena *a, const struct str *keys, size_t n)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += str_hash(keys[i]);
    return arena_fmt(a, "%zu-%016llx", n, (unsigned long long)sum);
}

/* --- beside other entries --- */

/*
 * A person is in one place at a time: overlapping entries are refused
 * (CE-11-b). An organisation may run several events at once with different
 * people, so there overlap is no contradiction; the same enterprises at the
 * same time are one event, sent twice.
 */
static enum status
check_others(struct act *x, const struct diary_new *e, struct str hash,
    const struct accreditation *c, const struct diary *replaced,
    struct diary *d, struct buf *flags, struct err *err)
{
    bool person = str_eq(c->pack->subject, STR("person"));
    const struct diary_near *near = NULL;
    size_t n = 0;
    int64_t in_day = d->minutes;

    TRY(diary_store_near(x, e->subject_id, e->start_us - DAY_US,
        e->end_us + DAY_US, &near, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (replaced != NULL && near[i].start_us == replaced->start_us &&
            near[i].end_us == replaced->end_us)
            continue;
        if (person && near[i].start_us < e->end_us &&
            e->start_us < near[i].end_us)
            return err_field(err, ERR_CONFLICT, STR("开始时间"),
                "与已报送的 " STR_FMT " 至 " STR_FMT
                " 的服务时间重叠，同一专家的时间不得重叠",
                STR_ARG(us_beijing(x->a, near[i].start_us)),
                STR_ARG(us_beijing(x->a, near[i].end_us)));
        if (near[i].start_us == e->start_us && near[i].end_us == e->end_us &&
            str_eq(near[i].list_hash, hash))
            return err_field(err, ERR_CONFLICT, STR("开始时间"),
                "同一时间、同样企业的日记已经报送，请勿重复报送");
        if (day_eq(near[i].day, d->day))
            in_day += near[i].minutes;
    }
    if (in_day > LONG_DAY_MINUTES)
        buf_lit(flags, DIARY_FLAG_LONG_DAY " ");
    return OK;
}

static enum status
check_repeats(struct act *x, const struct diary_new *e, struct str hash,
    bool replaced, struct buf *flags, struct err *err)
{
    struct str last = STR_EMPTY;
    bool used = false;

    /* The list of the entry that is corrected is no repetition. */
    if (!replaced)
        TRY(diary_store_last_list(x, e->subject_id, &last, err));
    if (last.n > 0 && str_eq(last, hash))
        buf_lit(flags, DIARY_FLAG_SAME_LIST " ");
    for (size_t i = 0; i < e->n_photos && !used && !replaced; i++)
        TRY(diary_store_photo_used(
            x, e->subject_id, e->photos[i], &used, err));
    if (used)
        buf_lit(flags, DIARY_FLAG_PHOTO " ");
    return OK;
}

enum status
diary_check(struct act *x, const struct diary_new *e,
    const struct accreditation *c, const struct diary *replaced,
    struct diary *d, struct str **ret_keys, struct str *ret_list_hash,
    struct err *err)
{
    struct buf flags;

    buf_init(&flags, x->a, 256);
    TRY(check_content(x, e, c->pack, err));
    TRY(check_span(x, e, d, err));
    TRY(check_status(x, c, d, err));
    TRY(check_timely(x, c, replaced, d, err));
    TRY(enterprise_keys(x, e, ret_keys, err));
    *ret_list_hash = list_hash(x->a, *ret_keys, e->n_enterprises);
    TRY(check_others(
        x, e, *ret_list_hash, c, replaced, d, &flags, err));
    TRY(check_repeats(
        x, e, *ret_list_hash, replaced != NULL, &flags, err));
    d->flags = str_trim(buf_view(&flags));
    return OK;
}

bool
diary_has_flag(const struct diary *d, const char *flag)
{
    struct str rest = d->flags, word;
    bool more = rest.n > 0;

    while (more) {
        rest = str_cut(rest, ' ', &word, &more);
        if (str_eq(word, str_of(flag)))
            return true;
    }
    return false;
}

const char *
diary_flag_title(const char *flag)
{
    static const struct {
        const char *flag, *title;
    } TITLES[] = {
        { DIARY_FLAG_PHOTO, "照片曾经使用" },
        { DIARY_FLAG_SAME_LIST, "企业名单与上一篇相同" },
        { DIARY_FLAG_LONG_DAY, "当日合计超过 12 小时" },
        { DIARY_FLAG_DENIED, "企业反馈未到场" },
        { DIARY_FLAG_FEE, "企业反馈收费" },
    };

    for (size_t i = 0; i < sizeof(TITLES) / sizeof(TITLES[0]); i++) {
        if (str_eq(str_of(TITLES[i].flag), str_of(flag)))
            return TITLES[i].title;
    }
    return "";
}

/* --- tokens of the confirmation links --- */

#define TOKEN_LENGTH 16

struct str
diary_make_token(struct act *x)
{
    char *p = arena_alloc(x->a, TOKEN_LENGTH);

    world_code(&x->d->world, p, TOKEN_LENGTH);
    return (struct str){ p, TOKEN_LENGTH };
}

struct str
diary_token_hash(struct arena *a, struct str token)
{
    return domain_digest(a, "diary-token", token);
}
