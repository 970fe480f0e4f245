#include "calendar/zone.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define FILE_MAX_BYTES (256u * 1024)
#define NAME_MAX_BYTES 64
#define DAY_S 86400
/* Offsets beyond a day and a quarter are no offsets. */
#define OFFSET_MAX_S 93600

/* A day of the year on which the clock changes, in a POSIX TZ rule. */
struct change {
    enum { CHANGE_MONTH, CHANGE_JULIAN, CHANGE_DAY } kind;
    int month, week, day; /* CHANGE_MONTH; else day alone */
    int32_t at_s;         /* local time of the day */
};

/* What holds after the last transition: "CET-1CEST,M3.5.0,M10.5.0/3". */
struct rule {
    bool has, has_summer;
    int32_t standard_s, summer_s;
    struct change start, end;
};

struct zone {
    struct str name;
    size_t n;
    const int64_t *at;     /* instants of transitions, ascending */
    const int32_t *offset; /* from at[i] on */
    int32_t first;         /* before at[0] */
    int32_t standard;
    struct rule rule;
};

/* --- POSIX TZ --- */

struct reader {
    struct str s;
    size_t at;
};

static bool
eat(struct reader *r, char c)
{
    if (r->at >= r->s.n || r->s.p[r->at] != c)
        return false;
    r->at++;
    return true;
}

static bool
number(struct reader *r, int max, int *ret)
{
    int v = 0;
    size_t from = r->at;

    while (r->at < r->s.n && r->s.p[r->at] >= '0' && r->s.p[r->at] <= '9') {
        v = v * 10 + (r->s.p[r->at] - '0');
        if (v > max)
            return false;
        r->at++;
    }
    *ret = v;
    return r->at > from;
}

static bool
abbreviation(struct reader *r)
{
    size_t from = r->at;

    if (eat(r, '<')) {
        while (r->at < r->s.n && r->s.p[r->at] != '>')
            r->at++;
        return eat(r, '>');
    }
    while (r->at < r->s.n &&
        ((r->s.p[r->at] >= 'A' && r->s.p[r->at] <= 'Z') ||
            (r->s.p[r->at] >= 'a' && r->s.p[r->at] <= 'z')))
        r->at++;
    return r->at - from >= 3;
}

/* [+-]h[h[h]][:mm[:ss]] */
static bool
clock_time(struct reader *r, int32_t *ret)
{
    bool negative = eat(r, '-');
    int h, m = 0, s = 0;

    if (!negative)
        (void)eat(r, '+');
    if (!number(r, 167, &h))
        return false;
    if (eat(r, ':') && !number(r, 59, &m))
        return false;
    if (eat(r, ':') && !number(r, 59, &s))
        return false;
    *ret = (h * 60 + m) * 60 + s;
    if (negative)
        *ret = -*ret;
    return true;
}

static bool
change(struct reader *r, struct change *ret)
{
    *ret = (struct change){ .at_s = 2 * 3600 };
    if (eat(r, 'M')) {
        ret->kind = CHANGE_MONTH;
        if (!number(r, 12, &ret->month) || ret->month < 1 || !eat(r, '.') ||
            !number(r, 5, &ret->week) || ret->week < 1 || !eat(r, '.') ||
            !number(r, 6, &ret->day))
            return false;
    } else {
        ret->kind = eat(r, 'J') ? CHANGE_JULIAN : CHANGE_DAY;
        if (!number(r, 365, &ret->day))
            return false;
    }
    return !eat(r, '/') || clock_time(r, &ret->at_s);
}

static bool
offset_ok(int64_t s)
{
    return s >= -OFFSET_MAX_S && s <= OFFSET_MAX_S;
}

static bool
parse_rule(struct str s, struct rule *ret)
{
    struct reader r = { s, 0 };
    int32_t west;

    *ret = (struct rule){ 0 };
    if (s.n == 0)
        return true;
    if (!abbreviation(&r) || !clock_time(&r, &west) || !offset_ok(west))
        return false;
    ret->has = true;
    ret->standard_s = -west;
    ret->summer_s = ret->standard_s + 3600;
    if (r.at == s.n)
        return true;
    if (!abbreviation(&r))
        return false;
    ret->has_summer = true;
    if (r.at < s.n && s.p[r.at] != ',') {
        if (!clock_time(&r, &west) || !offset_ok(west))
            return false;
        ret->summer_s = -west;
    }
    return eat(&r, ',') && change(&r, &ret->start) && eat(&r, ',') &&
        change(&r, &ret->end) && r.at == s.n;
}

/* --- civil days, for rules --- */

static int64_t
floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}

/* Days from 1970-01-01 to 1 January of a year. */
static int64_t
year_start(int64_t year)
{
    int64_t y = year - 1;

    return y * 365 + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) -
        719162;
}

static bool
is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t
year_of(int64_t days)
{
    /* The first year of the era of 400 years; 719162: days from 0001-01-01. */
    int64_t year = floor_div(days + 719162, 146097) * 400 + 1;

    while (year_start(year + 1) <= days)
        year++;
    return year;
}

/* Day of the year (from 0) of a change. */
static int
change_day(const struct change *c, int64_t year)
{
    static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273,
        304, 334, 365 };
    bool leap = is_leap(year);

    if (c->kind == CHANGE_DAY)
        return c->day;
    if (c->kind == CHANGE_JULIAN)
        return c->day - 1 + (leap && c->day >= 60);

    int first = before[c->month - 1] + (leap && c->month > 2);
    int last = before[c->month] + (leap && c->month >= 2);
    int64_t days = year_start(year) + first;
    int weekday = (int)(((days + 4) % 7 + 7) % 7); /* 0 Sunday */
    int day = first + (c->day - weekday + 7) % 7 + (c->week - 1) * 7;

    while (day >= last)
        day -= 7;
    return day;
}

/* Local second (in the offset before it) of a change in a year. */
static int64_t
change_local(const struct change *c, int64_t year)
{
    return (year_start(year) + change_day(c, year)) * DAY_S + c->at_s;
}

static bool
is_summer(const struct rule *r, int64_t instant, int64_t year)
{
    int64_t start = change_local(&r->start, year) - r->standard_s;
    int64_t end = change_local(&r->end, year) - r->summer_s;

    if (start < end)
        return instant >= start && instant < end;
    return !(instant >= end && instant < start);
}

static int32_t
rule_offset(const struct rule *r, int64_t instant)
{
    if (!r->has_summer)
        return r->standard_s;

    int64_t year = year_of(floor_div(instant + r->standard_s, DAY_S));

    return is_summer(r, instant, year) ? r->summer_s : r->standard_s;
}

/* --- TZif --- */

static int64_t
big_endian(const unsigned char *p, size_t n)
{
    uint64_t v = (p[0] & 0x80) != 0 ? UINT64_MAX : 0;

    for (size_t i = 0; i < n; i++)
        v = v << 8 | p[i];
    return (int64_t)v;
}

struct header {
    size_t utc, standard, leap, times, types, chars;
};

static bool
read_header(struct str s, size_t at, struct header *ret)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t *const counts[] = { &ret->utc, &ret->standard, &ret->leap,
        &ret->times, &ret->types, &ret->chars };

    if (at + 44 > s.n || memcmp(p, "TZif", 4) != 0)
        return false;
    for (size_t i = 0; i < 6; i++) {
        int64_t n = big_endian(p + 20 + 4 * i, 4);

        if (n < 0 || n > FILE_MAX_BYTES)
            return false;
        *counts[i] = (size_t)n;
    }
    return ret->types > 0;
}

static size_t
data_size(const struct header *h, size_t time_size)
{
    return h->times * (time_size + 1) + h->types * 6 + h->chars +
        h->leap * (time_size + 4) + h->standard + h->utc;
}

/* One block of transitions. */
static bool
read_data(struct arena *a, struct str s, size_t at, const struct header *h,
    size_t time_size, struct zone *z)
{
    if (at + data_size(h, time_size) > s.n)
        return false;

    const unsigned char *p = (const unsigned char *)s.p + at;
    const unsigned char *index = p + h->times * time_size;
    const unsigned char *types = index + h->times;
    int64_t *times = arena_new_array(a, int64_t, h->times);
    int32_t *offsets = arena_new_array(a, int32_t, h->times);

    for (size_t i = 0; i < h->types; i++)
        if (!offset_ok(big_endian(types + 6 * i, 4)))
            return false;
    z->first = (int32_t)big_endian(types, 4);
    z->standard = z->first;
    for (size_t i = 0; i < h->times; i++) {
        times[i] = big_endian(p + i * time_size, time_size);
        if (index[i] >= h->types || (i > 0 && times[i] <= times[i - 1]))
            return false;
        offsets[i] = (int32_t)big_endian(types + 6 * index[i], 4);
        if (types[6 * index[i] + 4] == 0)
            z->standard = offsets[i];
    }
    z->n = h->times;
    z->at = times;
    z->offset = offsets;
    return true;
}

enum status
zone_parse(struct arena *a, struct str name, struct str bytes,
    const struct zone **ret, struct err *err)
{
    struct zone *z = arena_one(a, struct zone);
    struct header h;
    size_t at = 44, size = 4;
    struct str footer = STR_EMPTY;

    if (!read_header(bytes, 0, &h))
        return err_set(err, ERR_INPUT, "时区文件应为 TZif 格式");
    if (bytes.p[4] >= '2') { /* the second block has 64-bit times */
        size_t second = at + data_size(&h, 4);

        if (!read_header(bytes, second, &h))
            return err_set(err, ERR_INPUT, "时区文件的第二部分不完整");
        at = second + 44;
        size = 8;
        footer = str_sub(bytes, at + data_size(&h, 8), SIZE_MAX);
    }
    if (!read_data(a, bytes, at, &h, size, z))
        return err_set(err, ERR_INPUT, "时区文件中的变更不完整");
    if (footer.n > 0 &&
        (footer.n < 2 || footer.p[0] != '\n' ||
            footer.p[footer.n - 1] != '\n' ||
            !parse_rule(str_sub(footer, 1, footer.n - 2), &z->rule)))
        return err_set(err, ERR_INPUT, "时区文件末尾的规则无效");
    if (z->rule.has)
        z->standard = z->rule.standard_s;
    z->name = arena_str(a, name);
    *ret = z;
    return OK;
}

/* --- files --- */

/* Letters, digits and _ + -, parted by single slashes: no way out of the
 * folder. */
static bool
name_ok(struct str s)
{
    bool part = false;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c == '/') {
            if (!part)
                return false;
            part = false;
            continue;
        }
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-'))
            return false;
        part = true;
    }
    return part && s.n <= NAME_MAX_BYTES;
}

static enum status
read_zone(struct arena *a, struct arena *tmp, struct str folder,
    struct str name, const struct zone **ret, struct err *err)
{
    struct str path =
        arena_fmt(tmp, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(name));
    FILE *f = fopen(arena_cstr(tmp, path), "rbe");

    if (f == NULL)
        return err_set(err, errno == EACCES ? ERR_IO : ERR_NOT_FOUND,
            "没有名为“" STR_FMT "”的时区，应如 Asia/Shanghai",
            STR_ARG(name));

    char *bytes = arena_alloc(tmp, FILE_MAX_BYTES + 1);
    size_t n = fread(bytes, 1, FILE_MAX_BYTES + 1, f);
    bool bad = ferror(f) != 0;

    (void)fclose(f);
    if (bad)
        return err_set(err, ERR_IO, "时区文件无法读取");
    if (n > FILE_MAX_BYTES)
        return err_set(err, ERR_INPUT, "时区文件超过 256 KiB");
    return zone_parse(a, name, (struct str){ bytes, n }, ret, err);
}

enum status
zone_load(struct arena *a, struct str folder, struct str name,
    const struct zone **ret, struct err *err)
{
    if (!name_ok(name) || folder.n == 0)
        return err_set(err, ERR_NOT_FOUND,
            "没有名为“" STR_FMT "”的时区，应如 Asia/Shanghai",
            STR_ARG(utf8_head(name, NAME_MAX_BYTES)));

    struct arena *tmp = arena_new("zone");
    enum status s = read_zone(a, tmp, folder, name, ret, err);

    arena_free(tmp);
    return s;
}

/* --- offsets --- */

struct str
zone_name(const struct zone *z)
{
    return z->name;
}

int32_t
zone_offset_standard(const struct zone *z)
{
    return z->standard;
}

int32_t
zone_offset_at(const struct zone *z, int64_t instant)
{
    size_t low = 0, high = z->n;

    if (z->rule.has && (z->n == 0 || instant >= z->at[z->n - 1]))
        return rule_offset(&z->rule, instant);
    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (z->at[mid] <= instant)
            low = mid + 1;
        else
            high = mid;
    }
    return low == 0 ? z->first : z->offset[low - 1];
}

int32_t
zone_offset_local(const struct zone *z, int64_t local)
{
    /* Offsets a day and a bit before and after: any change lies between. */
    int32_t before = zone_offset_at(z, local - OFFSET_MAX_S);
    int32_t after = zone_offset_at(z, local + OFFSET_MAX_S);

    /* The offset before holds if the clock still shows it; in a gap neither
     * does, and it is taken too. */
    if (zone_offset_at(z, local - before) == before)
        return before;
    return zone_offset_at(z, local - after) == after ? after : before;
}
