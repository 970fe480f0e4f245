#include "xlsx_read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SECONDS_A_DAY 86400
/* Serials of 1900-01-01 is 1, of 9999-12-31 is 2958465. */
#define SERIAL_MAX 2958465
#define DAYS_1900_TO_1904 1462

/* --- number formats --- */

enum date_format
format_of_id(int id)
{
    /* ECMA-376 part 1, 18.8.30; 27..36 and 50..58 are those of zh-cn. */
    if (id >= 14 && id <= 17)
        return FORMAT_DATE;
    if (id >= 18 && id <= 21)
        return FORMAT_TIME;
    if (id == 22)
        return FORMAT_DATE_TIME;
    if ((id >= 27 && id <= 31) || id == 36)
        return FORMAT_DATE;
    if (id >= 32 && id <= 35)
        return FORMAT_TIME;
    if (id == 45 || id == 47)
        return FORMAT_TIME;
    if (id == 46)
        return FORMAT_ELAPSED;
    if (id == 55 || id == 56)
        return FORMAT_TIME;
    if (id >= 50 && id <= 58)
        return FORMAT_DATE;
    return FORMAT_NUMBER;
}

struct format_scan {
    bool date, time, elapsed;
    bool digits;  /* 0 # ?: a number unless seconds stand before */
    bool open_m;  /* an m of which it is not known whether months or minutes */
    char last;    /* last date letter */
};

static void
scan_bracket(struct format_scan *s, struct str inside)
{
    if (inside.n == 0)
        return;
    char c = (char)(inside.p[0] | 0x20);
    for (size_t i = 1; i < inside.n; i++) {
        if ((inside.p[i] | 0x20) != c)
            return;
    }
    if (c == 'h' || c == 'm' || c == 's') {
        s->elapsed = true;
        s->last = c;
    }
}

static void
scan_letter(struct format_scan *s, char c)
{
    switch (c) {
    case 'm':
        if (s->last == 'h')
            s->time = true;
        else if (s->last != 'm')
            s->open_m = true;
        break;
    case 's':
        s->open_m = false; /* mm:ss */
        s->time = true;
        break;
    case 'h':
        s->time = true;
        break;
    default: /* y d and the era year e */
        s->date = true;
        break;
    }
    /* An m keeps open what it is until another letter comes. */
    if (s->open_m && c != 'm') {
        s->date = true;
        s->open_m = false;
    }
    s->last = c;
}

/* Bytes to skip at i because they are literal text, 0 if none. */
static size_t
literal_length(struct str code, size_t i)
{
    char c = code.p[i];

    if (c == '\\' || c == '_' || c == '*')
        return 2;
    if (c == '"') {
        const char *end = memchr(code.p + i + 1, '"', code.n - i - 1);
        return end == NULL ? code.n - i : (size_t)(end - code.p) - i + 1;
    }
    return 0;
}

enum date_format
format_of_code(struct str code)
{
    struct format_scan s = { 0 };

    for (size_t i = 0; i < code.n;) {
        size_t skip = literal_length(code, i);
        if (skip > 0) {
            i += skip;
            continue;
        }
        char c = code.p[i];
        if (c == ';')
            break;
        if (c == '[') {
            struct str inside;
            str_cut(str_sub(code, i + 1, SIZE_MAX), ']', &inside, NULL);
            scan_bracket(&s, inside);
            i += inside.n + 2;
            continue;
        }
        if (code.n - i >= 7 && strncasecmp(code.p + i, "general", 7) == 0) {
            i += 7;
            continue;
        }
        if (code.n - i >= 5 && strncasecmp(code.p + i, "am/pm", 5) == 0) {
            s.time = true;
            i += 5;
            continue;
        }
        char low = (char)(c | 0x20);
        char next = i + 1 < code.n ? code.p[i + 1] : 0;
        if (c == '0' || c == '#' || c == '?')
            s.digits = true;
        else if (low == 'e' && next != '+' && next != '-')
            scan_letter(&s, 'e');
        else if (c >= 'A' && memchr("ydhms", low, 5) != NULL)
            scan_letter(&s, low);
        else if (str_starts(str_sub(code, i, 3), STR("aaa")))
            s.date = true; /* day of the week in Chinese */
        i++;
    }
    if (s.open_m)
        s.date = true;
    if (s.elapsed)
        return FORMAT_ELAPSED;
    if (s.digits && s.last != 's')
        return FORMAT_NUMBER;
    if (s.date)
        return s.time ? FORMAT_DATE_TIME : FORMAT_DATE;
    return s.time ? FORMAT_TIME : FORMAT_NUMBER;
}

/* --- dates --- */

struct civil {
    int year, month, day;
};

/* Day number of the 1900 base to year, month, day. */
static struct civil
civil_of_serial(int64_t serial)
{
    /* Excel counts a 29 February 1900 as 60; it is shown as 28 February. */
    int64_t days = serial < 60 ? serial + 1 : serial;
    /* days since 0000-03-01, then Howard Hinnant's civil_from_days */
    int64_t z = days - 25569 + 719468;
    int64_t era = z / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;

    if (serial == 60)
        return (struct civil){ 1900, 2, 28 };
    return (struct civil){
        .year = (int)(yoe + era * 400 + (mp >= 10)),
        .month = (int)(mp < 10 ? mp + 3 : mp - 9),
        .day = (int)(doy - (153 * mp + 2) / 5 + 1),
    };
}

static struct str
clock_text(struct arena *a, int64_t seconds)
{
    return arena_fmt(a, "%02d:%02d:%02d", (int)(seconds / 3600),
        (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static bool
value_date(struct arena *a, double v, enum date_format format, bool base_1904,
    struct xlsx_cell *ret)
{
    if (!(v >= 0 && v < SERIAL_MAX + 1))
        return false;

    int64_t seconds = (int64_t)floor(v * SECONDS_A_DAY + 0.5);
    int64_t day = seconds / SECONDS_A_DAY;
    if (format == FORMAT_ELAPSED ||
        (format == FORMAT_TIME && seconds < SECONDS_A_DAY)) {
        ret->text = clock_text(a, seconds);
        ret->kind = XLSX_DATE;
        return true;
    }
    if (base_1904)
        day += DAYS_1900_TO_1904;
    if (day < 1 || day > SERIAL_MAX)
        return false;

    struct civil c = civil_of_serial(day);
    struct str date = arena_fmt(a, "%04d-%02d-%02d", c.year, c.month, c.day);
    seconds %= SECONDS_A_DAY;
    if (format != FORMAT_DATE && seconds != 0)
        date = arena_fmt(a, STR_FMT "T" STR_FMT, STR_ARG(date),
            STR_ARG(clock_text(a, seconds)));
    ret->text = date;
    ret->kind = XLSX_DATE;
    return true;
}

static bool
digits_at(struct str v, size_t at, size_t n)
{
    if (v.n < at + n)
        return false;
    for (size_t i = at; i < at + n; i++) {
        if (v.p[i] < '0' || v.p[i] > '9')
            return false;
    }
    return true;
}

void
value_iso_date(struct arena *a, struct str v, struct xlsx_cell *ret)
{
    v = str_trim(v);
    if (!digits_at(v, 0, 4) || !digits_at(v, 5, 2) || !digits_at(v, 8, 2) ||
        v.p[4] != '-' || v.p[7] != '-') {
        value_text(a, v, ret);
        return;
    }
    bool time = v.n >= 19 && v.p[10] == 'T' && digits_at(v, 11, 2) &&
        digits_at(v, 14, 2) && digits_at(v, 17, 2);
    if (time && !str_eq(str_sub(v, 11, 8), STR("00:00:00")))
        ret->text = arena_str(a, str_sub(v, 0, 19));
    else
        ret->text = arena_str(a, str_sub(v, 0, 10));
    ret->kind = XLSX_DATE;
}

/* --- numbers --- */

static bool
number_shaped(struct str v)
{
    bool digit = false;

    if (v.n == 0 || v.n > 64)
        return false;
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i];

        if (c >= '0' && c <= '9')
            digit = true;
        else if (memchr("+-.eE", c, 5) == NULL)
            return false;
    }
    return digit;
}

/* An integer as it is written: no rounding, since some programs store all of
 * its digits. */
static bool
plain_integer(struct arena *a, struct str v, struct xlsx_cell *ret)
{
    bool minus = v.p[0] == '-';
    struct str digits = str_sub(v, minus ? 1 : 0, SIZE_MAX);

    if (digits.n == 0 || !digits_at(digits, 0, digits.n))
        return false;
    while (digits.n > 1 && digits.p[0] == '0')
        digits = str_sub(digits, 1, SIZE_MAX);
    if (str_eq(digits, STR("0")))
        minus = false;
    ret->text = minus ? arena_join(a, STR("-"), digits) : arena_str(a, digits);
    ret->lost_digits = digits.n > 15;
    return true;
}

/* 15 significant digits, as Excel shows, and never an exponent. */
static struct str
plain_decimal(struct arena *a, double v)
{
    char e[32];
    char *out = arena_alloc(a, 352), *w = out;

    snprintf(e, sizeof(e), "%.14e", v); /* d.ddddde+xx */
    const char *p = e;
    if (*p == '-')
        *w++ = *p++;
    char digits[16];
    size_t n = 0;
    digits[n++] = p[0];
    for (p += 2; *p >= '0' && *p <= '9'; p++)
        digits[n++] = *p;
    int point = (int)strtol(p + 1, NULL, 10) + 1; /* digits before the point */
    while (n > 1 && digits[n - 1] == '0')
        n--;

    if (point <= 0) {
        *w++ = '0';
        *w++ = '.';
        for (int i = point; i < 0; i++)
            *w++ = '0';
        for (size_t i = 0; i < n; i++)
            *w++ = digits[i];
    } else {
        for (size_t i = 0; i < n || (int)i < point; i++) {
            if ((int)i == point)
                *w++ = '.';
            *w++ = i < n ? digits[i] : '0';
        }
    }
    return (struct str){ out, (size_t)(w - out) };
}

void
value_number(struct arena *a, struct str v, enum date_format format,
    bool base_1904, struct xlsx_cell *ret)
{
    char z[80];

    v = str_trim(v);
    if (!number_shaped(v)) {
        value_text(a, v, ret);
        return;
    }
    memcpy(z, v.p, v.n);
    z[v.n] = 0;
    char *end;
    double d = strtod(z, &end);
    if (*end != 0 || !isfinite(d)) {
        value_text(a, v, ret);
        return;
    }

    if (format != FORMAT_NUMBER && value_date(a, d, format, base_1904, ret))
        return;
    ret->kind = XLSX_NUMBER;
    if (plain_integer(a, v, ret))
        return;
    if (d == 0) {
        ret->text = STR("0");
        return;
    }
    ret->text = plain_decimal(a, d);
    ret->lost_digits = fabs(d) >= 1e15;
}

/* --- text --- */

/* Code unit of "_xHHHH_" at i, or -1. */
static int
escape_at(struct str v, size_t i)
{
    uint64_t unit;

    if (v.n - i < 7 || v.p[i] != '_' || v.p[i + 1] != 'x' ||
        v.p[i + 6] != '_' || !num_hex(str_sub(v, i + 2, 4), &unit))
        return -1;
    if (unit >= 0xd800 && unit <= 0xdfff)
        return -1;
    return (int)unit;
}

struct str
value_unescape(struct arena *a, struct str v)
{
    if (str_find(v, STR("_x")) == SIZE_MAX)
        return v;

    char *out = arena_alloc(a, v.n);
    size_t n = 0;
    for (size_t i = 0; i < v.n;) {
        int unit = escape_at(v, i);

        if (unit < 0) {
            out[n++] = v.p[i++];
            continue;
        }
        i += 7;
        bool pair = unit == '\r' && i < v.n && v.p[i] == '\n';
        if (unit == '\r')
            unit = '\n';
        if (unit != 0 && !pair)
            n += utf8_put(out + n, (uint32_t)unit);
    }
    return (struct str){ out, n };
}

static bool
is_blank(struct str v)
{
    for (size_t at = 0; at < v.n;) {
        if ((unsigned char)v.p[at] > ' ' && (unsigned char)v.p[at] < 0x80)
            return false;
        uint32_t c = utf8_next(v, &at);
        if (c > ' ' && c != 0xa0 && c != 0x3000 && c != 0x200b && c != 0xfeff)
            return false;
    }
    return true;
}

void
value_view(struct str v, struct xlsx_cell *ret)
{
    if (is_blank(v))
        return;
    ret->text = v;
    ret->kind = XLSX_TEXT;
}

void
value_text(struct arena *a, struct str v, struct xlsx_cell *ret)
{
    value_view(arena_str(a, value_unescape(a, v)), ret);
}

/* --- references --- */

void
value_ref(struct str ref, int *ret_column, int *ret_row)
{
    size_t i = 0;
    int column = 0;

    *ret_column = *ret_row = -1;
    for (; i < ref.n; i++) {
        char c = ref.p[i];

        if (c == '$')
            continue;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 0x20);
        if (c < 'A' || c > 'Z')
            break;
        column = column * 26 + (c - 'A' + 1);
        if (column > SHEET_COLUMNS_MAX)
            return;
    }
    if (column == 0)
        return;
    *ret_column = column - 1;
    int64_t row;
    if (num_int(str_sub(ref, i, SIZE_MAX), 1, SHEET_ROWS_MAX, &row))
        *ret_row = (int)row;
}

struct str
value_column_name(struct arena *a, int column)
{
    char name[8];
    size_t at = sizeof(name);

    for (int c = column + 1; c > 0; c = (c - 1) / 26)
        name[--at] = (char)('A' + (c - 1) % 26);
    return arena_str(a, (struct str){ name + at, sizeof(name) - at });
}
