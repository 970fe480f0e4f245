/* deadline.c - terms counted day by day, with the count kept. */
#include "calendar/calendar.h"

#include <inttypes.h>

enum { LONGEST_TERM = 10000, LAST_YEAR = 2999 };

#define TEXT_LIMIT ((size_t)16 << 20) /* far above 20000 lines */

struct count {
    struct arena *a;
    const struct holidays *h;
    VEC_OF(struct count_step) steps;
};

static void
note(struct count *c, struct day d, int counted, const struct day_nature *why)
{
    *VEC_PUSH(c->a, &c->steps) =
        (struct count_step){ d, counted, why->why, why->source };
}

static enum status
count_working_days(
    struct count *c, struct day zero, int n, struct day *ret, struct err *err)
{
    struct day d = zero;

    for (int counted = 0; counted < n;) {
        struct day_nature nature;

        d = day_add_days(d, 1);
        TRY(day_nature(c->h, d, &nature, err));
        if (nature.working)
            counted++;
        note(c, d, nature.working ? counted : 0, &nature);
    }
    *ret = d;
    return OK;
}

/* Only the end of the term needs the table: on the way a day of a year that
 * is not known counts like any other. */
static enum status
count_calendar_days(
    struct count *c, struct day zero, int n, struct day *ret, struct err *err)
{
    struct day d = zero;
    struct day_nature nature;

    for (int i = 1; i <= n; i++) {
        d = day_add_days(d, 1);
        if (i == n || holidays_has_year(c->h, day_ymd(d).year))
            TRY(day_nature(c->h, d, &nature, err));
        else
            nature = (struct day_nature){ .why = day_weekday_zh(d) };
        note(c, d, i, &nature);
    }
    for (;;) {
        TRY(day_nature(c->h, d, &nature, err));
        if (nature.working)
            break;
        if (d.n > zero.n + n)
            note(c, d, 0, &nature);
        d = day_add_days(d, 1);
    }
    *ret = d;
    return OK;
}

static enum status
last_day(struct count *c, struct day zero, struct term term, struct day *ret,
    struct err *err)
{
    switch (term.kind) {
    case TERM_WORKING_DAYS:
        return count_working_days(c, zero, term.n, ret, err);
    case TERM_CALENDAR_DAYS:
        return count_calendar_days(c, zero, term.n, ret, err);
    case TERM_MONTHS:
        *ret = day_add_months(zero, term.n);
        return OK;
    case TERM_YEARS:
        *ret = day_add_years(zero, term.n);
        return OK;
    case TERM_FIXED_DATE:
        *ret = term.fixed;
        return OK;
    }
    return err_set(err, ERR_INPUT, "不认识的期限种类。");
}

enum status
deadline_compute(struct arena *a, const struct holidays *h, struct day day_zero,
    struct term term, struct deadline *ret, struct err *err)
{
    struct count c = { .a = a, .h = h };
    struct day last;

    if (term.kind != TERM_FIXED_DATE && (term.n < 1 || term.n > LONGEST_TERM))
        return err_set(err, ERR_INPUT, "期限的数目应为 1 至 %d，现为 %d。",
            LONGEST_TERM, term.n);
    if (day_is_none(day_zero))
        return err_set(err, ERR_INPUT, "计算期限需要起算日。");
    if (term.kind == TERM_FIXED_DATE && day_is_none(term.fixed))
        return err_set(err, ERR_INPUT, "固定日期的期限需要写明日期。");
    TRY(last_day(&c, day_zero, term, &last, err));
    if (day_ymd(last).year > LAST_YEAR)
        return err_set(
            err, ERR_INPUT, "期限应在 %d 年以内届满。", LAST_YEAR);
    *ret = (struct deadline){ term, day_zero, last, day_end_us(last),
        c.steps.p, c.steps.n };
    return OK;
}

/* --- in words --- */

static const char *
weekday_en(struct day d)
{
    static const char *const names[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
        "Sat", "Sun" };

    return names[day_weekday(d) - 1];
}

static void
put_day(struct buf *b, struct day d)
{
    struct ymd v = day_ymd(d);

    buf_fmt(b, "%04d-%02d-%02d", v.year, v.month, v.day);
}

static void
put_weekday(struct buf *b, struct day d, bool english)
{
    buf_byte(b, ' ');
    if (english)
        buf_fmt(b, "%s", weekday_en(d));
    else
        buf_str(b, day_weekday_zh(d));
}

/* The name of one festival; a name not known stays as the notice has it. */
static struct str
festival_en(struct str zh)
{
    static const struct {
        struct str zh, en;
    } names[] = {
        { STR_INIT("元旦"), STR_INIT("New Year's Day") },
        { STR_INIT("春节"), STR_INIT("Spring Festival") },
        { STR_INIT("清明"), STR_INIT("Qingming Festival") },
        { STR_INIT("劳动"), STR_INIT("Labour Day") },
        { STR_INIT("端午"), STR_INIT("Dragon Boat Festival") },
        { STR_INIT("中秋"), STR_INIT("Mid-Autumn Festival") },
        { STR_INIT("国庆"), STR_INIT("National Day") },
        { STR_INIT("放假"), STR_INIT("day off") },
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (str_starts(zh, names[i].zh))
            return names[i].en;
    return zh;
}

static void
put_festivals_en(struct buf *b, struct str zh)
{
    const struct str comma = STR("、");

    for (;;) {
        size_t at = str_find(zh, comma);

        buf_str(b, festival_en(str_sub(zh, 0, at)));
        if (at == SIZE_MAX)
            return;
        buf_lit(b, ", ");
        zh = str_sub(zh, at + comma.n, zh.n);
    }
}

static void
put_why(struct buf *b, struct str why, bool english)
{
    const struct str make_up = STR("调休上班"), open = STR("（"),
                     close = STR("）");
    struct str inner;

    if (!english) {
        buf_str(b, why);
        return;
    }
    if (!str_starts(why, make_up)) {
        put_festivals_en(b, why);
        return;
    }
    buf_lit(b, "make-up working day");
    inner = str_sub(why, make_up.n, why.n);
    if (str_starts(inner, open) && str_ends(inner, close)) {
        buf_lit(b, " for ");
        put_festivals_en(
            b, str_sub(inner, open.n, inner.n - open.n - close.n));
    }
}

/* The weekday says enough about ordinary days; a listed day tells its reason
 * and the notice. */
static void
put_reason(struct buf *b, const struct count_step *s, bool english)
{
    if (str_eq(s->why, day_weekday_zh(s->day)) || str_eq(s->why, STR("工作日")))
        return;
    buf_byte(b, ' ');
    put_why(b, s->why, english);
    if (s->source.n == 0)
        return;
    buf_str(b,
        english ? STR(" (State Council notice ") : STR("（国务院办公厅通知 "));
    buf_str(b, s->source);
    buf_str(b, english ? STR(")") : STR("）"));
}

static void
put_step(struct buf *b, const struct count_step *s, bool english)
{
    if (s->counted > 0)
        buf_fmt(b, english ? "Day %d: " : "第%d日 ", s->counted);
    else
        buf_str(b, english ? STR("Skipped: ") : STR("跳过 "));
    put_day(b, s->day);
    put_weekday(b, s->day, english);
    put_reason(b, s, english);
    buf_byte(b, '\n');
}

static void
put_term(struct buf *b, struct term t, bool english)
{
    static const char *const zh[] = { "个工作日", "日", "个月", "年" };
    static const char *const en[] = { "working day", "calendar day", "month",
        "year" };

    if (t.kind == TERM_FIXED_DATE)
        buf_str(b,
            english ? STR("Term: a fixed date, which does not move\n")
                    : STR("期限为固定日期，不顺延\n"));
    else if (english)
        buf_fmt(
            b, "Term: %d %s%s\n", t.n, en[t.kind], t.n == 1 ? "" : "s");
    else
        buf_fmt(b, "期限 %d %s\n", t.n, zh[t.kind]);
}

/* R3 is told in words, there are no days to list. */
static void
put_corresponding(struct buf *b, const struct deadline *d, bool english)
{
    bool same = day_ymd(d->day_zero).day == day_ymd(d->last_day).day;

    if (english)
        buf_str(b,
            same ? STR("Ends on the corresponding date (Civil Code art. 202)\n")
                 : STR("The month has no corresponding date: ends on its last "
                       "day (Civil Code art. 202)\n"));
    else
        buf_str(b,
            same ? STR("至对应日届满（民法典第二百零二条）\n")
                 : STR("到期月没有对应日，以月末日为最后一日"
                       "（民法典第二百零二条）\n"));
}

/* R4: says that the last day moved, between the counted day and the days
 * passed behind it. */
static void
put_roll(struct buf *b, const struct deadline *d, const struct count_step *s,
    bool english)
{
    if (d->term.kind != TERM_CALENDAR_DAYS || s->counted != d->term.n ||
        day_eq(s->day, d->last_day))
        return;
    buf_str(b,
        english ? STR("The last day is a rest day and moves to the next "
                      "working day (Civil Code art. 203)\n")
                : STR("最后一日为休息日，顺延至其后第一个工作日"
                      "（民法典第二百零三条）\n"));
}

struct str
deadline_text(struct arena *a, const struct deadline *d, bool english)
{
    struct buf b;

    buf_init(&b, a, TEXT_LIMIT);
    put_term(&b, d->term, english);
    if (d->term.kind != TERM_FIXED_DATE) {
        buf_str(&b, english ? STR("Day zero ") : STR("起算日 "));
        put_day(&b, d->day_zero);
        buf_str(&b, english ? STR(" (not counted)\n") : STR("（不计入）\n"));
    }
    if (d->term.kind == TERM_MONTHS || d->term.kind == TERM_YEARS)
        put_corresponding(&b, d, english);
    for (size_t i = 0; i < d->n_steps; i++) {
        put_step(&b, &d->steps[i], english);
        put_roll(&b, d, &d->steps[i], english);
    }
    buf_str(&b, english ? STR("Ends ") : STR("届满 "));
    put_day(&b, d->last_day);
    put_weekday(&b, d->last_day, english);
    buf_lit(&b, " 24:00");
    return buf_view(&b);
}

/* --- as JSON --- */

static void
put_json(struct buf *b, struct str s)
{
    buf_byte(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c == '"' || c == '\\') {
            buf_byte(b, '\\');
            buf_byte(b, c);
        } else if ((unsigned char)c < ' ') {
            buf_fmt(b, "\\u%04x", (unsigned)c);
        } else {
            buf_byte(b, c);
        }
    }
    buf_byte(b, '"');
}

static void
put_json_day(struct buf *b, struct day d)
{
    buf_byte(b, '"');
    put_day(b, d);
    buf_byte(b, '"');
}

struct str
deadline_json(struct arena *a, const struct deadline *d)
{
    static const char *const kinds[] = { "working_days", "calendar_days",
        "months", "years", "fixed_date" };
    struct buf b;

    buf_init(&b, a, TEXT_LIMIT);
    buf_fmt(&b, "{\"kind\":\"%s\",\"n\":%d,\"day_zero\":", kinds[d->term.kind],
        d->term.kind == TERM_FIXED_DATE ? 0 : d->term.n);
    put_json_day(&b, d->day_zero);
    buf_lit(&b, ",\"last_day\":");
    put_json_day(&b, d->last_day);
    buf_fmt(&b, ",\"end_us\":%" PRId64 ",\"steps\":[", d->end_us);
    for (size_t i = 0; i < d->n_steps; i++) {
        const struct count_step *s = &d->steps[i];

        if (i > 0)
            buf_byte(&b, ',');
        buf_lit(&b, "{\"day\":");
        put_json_day(&b, s->day);
        buf_fmt(&b, ",\"counted\":%d,\"why\":", s->counted);
        put_json(&b, s->why);
        buf_lit(&b, ",\"source\":");
        put_json(&b, s->source);
        buf_byte(&b, '}');
    }
    buf_lit(&b, "]}");
    return buf_view(&b);
}
