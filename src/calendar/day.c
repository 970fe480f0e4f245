/* day.c - civil days and instants: arithmetic, reading and showing. */
#include "calendar/calendar.h"

#include "clamp.h"

enum {
    FIRST_YEAR = 1600, /* accepted when read */
    LAST_YEAR = 2999,
    DATE_MOST = 24 /* characters of the longest date, with room to spare */
};

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY (INT64_C(86400) * US_PER_SECOND)
#define BEIJING_US (INT64_C(8) * 3600 * US_PER_SECOND)

bool
day_is_none(struct day d)
{
    return d.n == INT32_MIN;
}

bool
day_eq(struct day a, struct day b)
{
    return a.n == b.n;
}

int
day_cmp(struct day a, struct day b)
{
    return (a.n > b.n) - (a.n < b.n);
}

static bool
leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
        31 };

    return days[month - 1] + (month == 2 && leap(year) ? 1 : 0);
}

bool
ymd_valid(int year, int month, int day)
{
    return year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 &&
        month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

/* The year is taken to start in March, so that the leap day is its last day;
 * months then follow 153 days per five months. Years are positive here. */
struct day
day_of_ymd(int year, int month, int day)
{
    int y = month > 2 ? year : year - 1;
    int m = month > 2 ? month - 3 : month + 9;
    int day_of_year = (153 * m + 2) / 5 + day - 1;

    return (struct day){ 365 * y + y / 4 - y / 100 + y / 400 + day_of_year -
        719468 };
}

struct ymd
day_ymd(struct day d)
{
    int n = clamp_day(d.n).n + 719468; /* days since 0000-03-01 */
    int era = n / 146097;              /* of 400 years */
    int rest = n % 146097;
    int y = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
    int day_of_year = rest - (365 * y + y / 4 - y / 100);
    int m = (5 * day_of_year + 2) / 153;
    struct ymd r;

    r.day = day_of_year - (153 * m + 2) / 5 + 1;
    r.month = m < 10 ? m + 3 : m - 9;
    r.year = y + era * 400 + (r.month <= 2 ? 1 : 0);
    return r;
}

int
day_weekday(struct day d)
{
    /* 1970-01-01 was a Thursday. */
    int64_t w = ((int64_t)d.n + 3) % 7;

    return (int)(w < 0 ? w + 7 : w) + 1;
}

struct str
day_weekday_zh(struct day d)
{
    static const struct str names[] = { STR_INIT("周一"), STR_INIT("周二"),
        STR_INIT("周三"), STR_INIT("周四"), STR_INIT("周五"), STR_INIT("周六"),
        STR_INIT("周日") };

    return names[day_weekday(d) - 1];
}

/* --- reading --- */

/* Takes min..max digits off *s. */
static bool
take_number(struct str *s, size_t min, size_t max, int *ret)
{
    size_t n = 0;
    int64_t v;

    while (n < s->n && n < max && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    if (n < min || !num_int(str_sub(*s, 0, n), 0, 99999999, &v))
        return false;
    *s = str_sub(*s, n, s->n);
    *ret = (int)v;
    return true;
}

static bool
take(struct str *s, struct str what)
{
    if (!str_starts(*s, what))
        return false;
    *s = str_sub(*s, what.n, s->n);
    return true;
}

static bool
take_separated(struct str *s, struct str sep, struct ymd *r)
{
    return take_number(s, 4, 4, &r->year) && take(s, sep) &&
        take_number(s, 1, 2, &r->month) && take(s, sep) &&
        take_number(s, 1, 2, &r->day);
}

static bool
all_of_separated(struct str s, struct str sep, struct ymd *r)
{
    return take_separated(&s, sep, r) && s.n == 0;
}

static bool
all_of_chinese(struct str s, struct ymd *r)
{
    return take_number(&s, 4, 4, &r->year) && take(&s, STR("年")) &&
        take_number(&s, 1, 2, &r->month) && take(&s, STR("月")) &&
        take_number(&s, 1, 2, &r->day) && take(&s, STR("日")) && s.n == 0;
}

static bool
all_of_compact(struct str s, struct ymd *r)
{
    int v;

    if (!take_number(&s, 8, 8, &v) || s.n != 0)
        return false;
    *r = (struct ymd){ v / 10000, v / 100 % 100, v % 100 };
    return true;
}

/* Full-width forms become ASCII; false if it cannot be a date for length. */
static bool
narrow(struct str s, char out[static DATE_MOST], struct str *ret)
{
    size_t at = 0, n = 0;

    s = str_trim(s);
    while (at < s.n) {
        uint32_t cp = utf8_next(s, &at);

        if (n + 4 > DATE_MOST || cp == UTF8_BAD)
            return false;
        if (cp >= 0xFF01 && cp <= 0xFF5E)
            cp = cp - 0xFF01 + '!';
        n += utf8_put(out + n, cp);
    }
    *ret = (struct str){ out, n };
    return true;
}

static enum status
check_ymd(struct ymd d, struct day *ret, struct err *err)
{
    if (d.year < FIRST_YEAR || d.year > LAST_YEAR)
        return err_set(err, ERR_INPUT, "年份应为 %d 至 %d，现为 %d。",
            FIRST_YEAR, LAST_YEAR, d.year);
    if (d.month < 1 || d.month > 12)
        return err_set(
            err, ERR_INPUT, "月份应为 1 至 12，现为 %d。", d.month);
    if (d.day < 1 || d.day > days_in_month(d.year, d.month))
        return err_set(err, ERR_INPUT,
            "没有这一天：%d年%d月的日期应为 1 至 %d，现为 %d。", d.year,
            d.month, days_in_month(d.year, d.month), d.day);
    *ret = day_of_ymd(d.year, d.month, d.day);
    return OK;
}

/* What was typed, as far as a message can show it. */
static struct str
quotable(struct str s)
{
    s = str_trim(s);
    if (!utf8_valid(s) || utf8_has_control(s, false))
        return STR("无法显示的字符");
    return utf8_head(s, 40);
}

enum status
day_parse(struct str s, struct day *ret, struct err *err)
{
    char bytes[DATE_MOST];
    struct str t;
    struct ymd d;

    if (str_trim(s).n == 0)
        return err_set(
            err, ERR_INPUT, "请填写日期，例如 2023-03-12。");
    if (narrow(s, bytes, &t) &&
        (all_of_separated(t, STR("-"), &d) ||
            all_of_separated(t, STR("/"), &d) ||
            all_of_separated(t, STR("."), &d) || all_of_chinese(t, &d) ||
            all_of_compact(t, &d)))
        return check_ymd(d, ret, err);
    return err_set(err, ERR_INPUT,
        "日期应写作 2023-03-12 或 2023年3月12日，现为“" STR_FMT "”。",
        STR_ARG(quotable(s)));
}

/* --- showing: lists are full of days, so their digits are put by hand --- */

enum { ISO_DAY = 10, ISO_TIME = 8 }; /* characters */

/* The last `digits` digits of v; returns where the next character goes. */
static char *
put_number(char *p, int v, int digits)
{
    for (int i = digits; i-- > 0; v /= 10)
        p[i] = (char)('0' + v % 10);
    return p + digits;
}

static char *
put_day(char *p, struct day d)
{
    struct ymd v = day_ymd(d);

    p = put_number(p, v.year, 4);
    *p++ = '-';
    p = put_number(p, v.month, 2);
    *p++ = '-';
    return put_number(p, v.day, 2);
}

struct str
day_iso(struct arena *a, struct day d)
{
    char *p = arena_alloc(a, ISO_DAY);

    (void)put_day(p, d);
    return (struct str){ p, ISO_DAY };
}

struct str
day_zh(struct arena *a, struct day d)
{
    struct ymd v = day_ymd(d);

    return arena_fmt(a, "%d年%d月%d日", v.year, v.month, v.day);
}

/* --- instants --- */

static int64_t
floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

/* The day of an instant in UTC, and the microseconds since it began. */
static struct day
split_us(int64_t us, int64_t *ret_rest)
{
    int64_t n = floor_div(us, US_PER_DAY);

    *ret_rest = us - n * US_PER_DAY;
    return clamp_day(n);
}

/* An instant so late that Beijing time would overflow is the last day. */
static int64_t
to_beijing(int64_t us)
{
    return us > INT64_MAX - BEIJING_US ? INT64_MAX : us + BEIJING_US;
}

struct day
day_of_us(int64_t us)
{
    int64_t rest;

    return split_us(to_beijing(us), &rest);
}

int64_t
day_start_us(struct day d)
{
    return (int64_t)clamp_day(d.n).n * US_PER_DAY - BEIJING_US;
}

int64_t
day_end_us(struct day d)
{
    return day_start_us(d) + US_PER_DAY;
}

static struct str
show_us(struct arena *a, int64_t us, char between, struct str zone)
{
    int64_t rest;
    struct day day = split_us(us, &rest);
    int second = (int)(rest / US_PER_SECOND);
    size_t n = ISO_DAY + 1 + ISO_TIME + zone.n;
    char *start = arena_alloc(a, n), *p = put_day(start, day);

    *p++ = between;
    p = put_number(p, second / 3600, 2);
    *p++ = ':';
    p = put_number(p, second / 60 % 60, 2);
    *p++ = ':';
    p = put_number(p, second % 60, 2);
    for (size_t i = 0; i < zone.n; i++)
        *p++ = zone.p[i];
    return (struct str){ start, n };
}

struct str
us_beijing(struct arena *a, int64_t us)
{
    return show_us(a, to_beijing(us), ' ', STR_EMPTY);
}

struct str
us_iso_utc(struct arena *a, int64_t us)
{
    return show_us(a, us, 'T', STR("Z"));
}

/* ".5" to microseconds; nothing is 0. */
static bool
take_fraction(struct str *s, int *ret)
{
    int scale = 1000000;
    size_t before;

    *ret = 0;
    if (!take(s, STR(".")))
        return true;
    before = s->n;
    if (!take_number(s, 1, 6, ret))
        return false;
    for (size_t i = s->n; i < before; i++)
        scale /= 10;
    *ret *= scale;
    return true;
}

/* "23:59" with optional seconds and decimals, as microseconds of the day;
 * 24:00 is the end of the day. */
static bool
take_time(struct str *s, int64_t *ret)
{
    int hour, minute, second = 0, micros = 0;
    int64_t us;

    if (!take_number(s, 2, 2, &hour) || !take(s, STR(":")) ||
        !take_number(s, 2, 2, &minute))
        return false;
    if (take(s, STR(":")) &&
        (!take_number(s, 2, 2, &second) || !take_fraction(s, &micros)))
        return false;
    us = ((int64_t)hour * 3600 + minute * 60 + second) * US_PER_SECOND +
        micros;
    if (minute > 59 || second > 59 || us > US_PER_DAY)
        return false;
    *ret = us;
    return true;
}

/* "Z", "+08:00", "+0800" or nothing, which is Beijing. */
static bool
take_zone(struct str *s, int64_t *ret_us)
{
    bool west = str_starts(*s, STR("-"));
    int hour, minute;

    if (s->n == 0) {
        *ret_us = BEIJING_US;
        return true;
    }
    if (take(s, STR("Z"))) {
        *ret_us = 0;
        return true;
    }
    if (!take(s, west ? STR("-") : STR("+")) || !take_number(s, 2, 2, &hour))
        return false;
    take(s, STR(":"));
    if (!take_number(s, 2, 2, &minute) || hour > 14 || minute > 59)
        return false;
    *ret_us = ((int64_t)hour * 3600 + minute * 60) * US_PER_SECOND;
    if (west)
        *ret_us = -*ret_us;
    return true;
}

enum status
us_parse(struct str s, int64_t *ret, struct err *err)
{
    struct str rest = str_trim(s);
    struct ymd date;
    struct day day;
    int64_t us, zone;

    if (!take_separated(&rest, STR("-"), &date) ||
        (!take(&rest, STR("T")) && !take(&rest, STR(" "))) ||
        !take_time(&rest, &us) || !take_zone(&rest, &zone) || rest.n != 0)
        return err_set(err, ERR_INPUT,
            "时间应写作 2023-03-12 23:59:59，现为“" STR_FMT "”。",
            STR_ARG(quotable(s)));
    TRY(check_ymd(date, &day, err));
    *ret = (int64_t)day.n * US_PER_DAY + us - zone;
    return OK;
}
