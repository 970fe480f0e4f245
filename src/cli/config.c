/* Reading the configuration: file, environment, flags. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#define FILE_MAX (1024u * 1024)

struct config {
    struct str *values; /* one per row, as text */
};

static size_t
row_of(struct str key)
{
    for (size_t i = 0; i < config_row_count; i++) {
        if (str_eq(str_of(config_rows[i].key), key))
            return i;
    }
    return SIZE_MAX;
}

static const struct str *
value_of(const struct config *c, const char *key)
{
    return &c->values[row_of(str_of(key))];
}

struct str
config_text(const struct config *c, const char *key)
{
    return *value_of(c, key);
}

int64_t
config_int(const struct config *c, const char *key)
{
    int64_t v = 0;

    (void)num_int(*value_of(c, key), INT64_MIN, INT64_MAX, &v);
    return v; /* checked when it was read */
}

bool
config_yes(const struct config *c, const char *key)
{
    return str_eq(*value_of(c, key), STR("yes"));
}

/* How many letters differ, cheaply: for "did you mean". */
static size_t
distance(struct str a, struct str b)
{
    size_t row[64], n = a.n < 63 ? a.n : 63;

    for (size_t i = 0; i <= n; i++)
        row[i] = i;
    for (size_t k = 1; k <= b.n; k++) {
        size_t before = row[0];

        row[0] = k;
        for (size_t i = 1; i <= n; i++) {
            size_t here = row[i];
            size_t best = before + (a.p[i - 1] != b.p[k - 1]);

            best = here + 1 < best ? here + 1 : best;
            best = row[i - 1] + 1 < best ? row[i - 1] + 1 : best;
            before = here;
            row[i] = best;
        }
    }
    return row[n];
}

static const char *
nearest_key(struct str key)
{
    size_t best = 0;

    for (size_t i = 1; i < config_row_count; i++) {
        if (distance(str_of(config_rows[i].key), key) <
            distance(str_of(config_rows[best].key), key))
            best = i;
    }
    return config_rows[best].key;
}

static enum status
put(struct config *c, struct str key, struct str value, struct err *err)
{
    size_t i = row_of(key);
    int64_t number = 0;

    if (i == SIZE_MAX)
        return err_set(err, ERR_INPUT,
            "unknown setting \"" STR_FMT "\"; did you mean \"%s\"?",
            STR_ARG(key), nearest_key(key));
    const struct config_row *r = &config_rows[i];
    if (r->type == CONFIG_INT && !num_int(value, r->min, r->max, &number))
        return err_set(err, ERR_INPUT,
            "%s must be a whole number from %lld to %lld", r->key,
            (long long)r->min, (long long)r->max);
    if (r->type == CONFIG_YES_NO && !str_eq(value, STR("yes")) &&
        !str_eq(value, STR("no")))
        return err_set(err, ERR_INPUT, "%s must be yes or no", r->key);
    c->values[i] = value;
    return OK;
}

/* --- file --- */

static enum status
read_file(struct arena *a, const char *path, struct str *ret, struct err *err)
{
    FILE *f = fopen(path, "rb");
    struct buf b;
    char part[4096];
    size_t n;

    if (f == NULL)
        return err_set(
            err, ERR_IO, "cannot open the configuration file %s", path);
    buf_init(&b, a, FILE_MAX);
    while ((n = fread(part, 1, sizeof(part), f)) > 0)
        buf_add(&b, part, n);
    (void)fclose(f);
    return buf_done(&b, ret, err);
}

static enum status
from_file(
    struct arena *a, struct config *c, const char *path, struct err *err)
{
    struct str text;
    bool more = true;

    TRY(read_file(a, path, &text, err));
    for (int line = 1; more; line++) {
        struct str one, key;
        bool has_value = false;

        text = str_cut(text, '\n', &one, &more);
        one = str_trim(one);
        if (one.n == 0 || one.p[0] == '#')
            continue;
        struct str value = str_cut(one, '=', &key, &has_value);
        enum status st =
            has_value ? put(c, str_trim(key), str_trim(value), err)
                      : err_set(err, ERR_INPUT, "expected key = value");
        if (st != OK)
            return err_where(err, str_of(path), line, 1);
    }
    return OK;
}

/* --- environment and flags --- */

static struct str
key_of_flag(struct arena *a, struct str flag)
{
    char *key = arena_cstr(a, flag);

    for (char *p = key; *p != '\0'; p++)
        *p = *p == '-' ? '_' : *p;
    return str_of(key);
}

static enum status
from_environment(
    struct arena *a, struct config *c, char **environment, struct err *err)
{
    for (size_t i = 0; environment[i] != NULL; i++) {
        struct str name;
        struct str value = str_cut(str_of(environment[i]), '=', &name, NULL);

        if (!str_starts(name, STR("MINGCE_")))
            continue;
        char *key = arena_cstr(a, str_sub(name, 7, SIZE_MAX));
        for (char *p = key; *p != '\0'; p++)
            *p = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
        if (row_of(str_of(key)) != SIZE_MAX)
            TRY(put(c, str_of(key), value, err));
    }
    return OK;
}

static struct str
config_path(int argc, char **argv, char **environment)
{
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], "--config") == 0)
            return str_of(argv[i + 1]);
    }
    for (size_t i = 0; environment[i] != NULL; i++) {
        struct str name;
        struct str value = str_cut(str_of(environment[i]), '=', &name, NULL);

        if (str_eq(name, STR("MINGCE_CONFIG")))
            return value;
    }
    return STR_EMPTY;
}

static enum status
from_flags(struct arena *a, struct config *c, int argc, char **argv,
    const struct str **ret_rest, size_t *ret_n, struct err *err)
{
    struct str *rest = arena_new_array(a, struct str, (size_t)argc);
    size_t n = 0;

    for (int i = 1; i < argc; i++) {
        struct str word = str_of(argv[i]), flag;
        bool joined = false;

        if (!str_starts(word, STR("--")) || word.n == 2) {
            rest[n++] = word;
            continue;
        }
        struct str value = str_cut(str_sub(word, 2, SIZE_MAX), '=', &flag,
            &joined);
        struct str key = key_of_flag(a, flag);
        size_t row = row_of(key);
        bool is_config = str_eq(key, STR("config"));

        if (row == SIZE_MAX && !is_config) {
            rest[n++] = word; /* the command's own, which knows or refuses */
            continue;
        }
        if (!joined && row != SIZE_MAX &&
            config_rows[row].type == CONFIG_YES_NO)
            value = STR("yes");
        else if (!joined && i + 1 < argc)
            value = str_of(argv[++i]);
        else if (!joined)
            return err_set(err, ERR_INPUT, "--" STR_FMT " needs a value",
                STR_ARG(flag));
        if (!is_config)
            TRY(put(c, key, value, err));
    }
    *ret_rest = rest;
    *ret_n = n;
    return OK;
}

enum status
config_read(struct arena *a, int argc, char **argv, char **environment,
    const struct config **ret, const struct str **ret_rest, size_t *ret_n,
    struct err *err)
{
    struct config *c = arena_one(a, struct config);
    struct str path = config_path(argc, argv, environment);

    c->values = arena_new_array(a, struct str, config_row_count);
    for (size_t i = 0; i < config_row_count; i++)
        c->values[i] = str_of(config_rows[i].otherwise);
    if (path.n > 0)
        TRY(from_file(a, c, arena_cstr(a, path), err));
    TRY(from_environment(a, c, environment, err));
    TRY(from_flags(a, c, argc, argv, ret_rest, ret_n, err));
    *ret = c;
    return OK;
}
