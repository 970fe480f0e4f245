#include "ast.h"

#include <string.h>

/* Longer names are not compared with others. */
#define NEAR_MAX 48
/* Members of types are looked for no deeper than this. */
#define TYPE_DEPTH 100

struct feel_scope *
feel_scope_new(struct arena *a)
{
    struct feel_scope *s = arena_one(a, struct feel_scope);

    s->a = a;
    return s;
}

void
feel_scope_name(struct feel_scope *s, struct str name, enum feel_type type)
{
    *VEC_PUSH(s->a, &s->names) = (struct scope_name){
        .name = feel_name_clean(s->a, name),
        .type = type,
        .id = SIZE_MAX };
}

void
feel_scope_member(struct feel_scope *s, struct str name)
{
    s->strict_members = true;
    *VEC_PUSH(s->a, &s->members) = feel_name_clean(s->a, name);
}

/* Each type is gone through once, since item definitions may use each other
 * many times, or themselves. */
static bool
is_new(struct feel_scope *s, const struct feel_type_ref *t)
{
    for (size_t i = 0; i < s->seen.n; i++)
        if (s->seen.p[i] == t)
            return false;
    *VEC_PUSH(s->a, &s->seen) = t;
    return true;
}

/* Names of members of a type, to any depth a type is written in. */
static void
add_members(struct feel_scope *s, const struct feel_type_ref *t, size_t depth)
{
    if (t == NULL || (t->of == NULL && t->n == 0) || depth > TYPE_DEPTH ||
        !is_new(s, t))
        return;
    add_members(s, t->of, depth + 1);
    for (size_t i = 0; i < t->n; i++) {
        add_members(s, t->members[i], depth + 1);
        if (t->type != FEEL_CONTEXT)
            continue;

        struct str name = feel_name_clean(s->a, t->names[i]);
        bool known = false;

        for (size_t k = 0; k < s->members.n && !known; k++)
            known = str_eq(s->members.p[k], name);
        if (!known)
            *VEC_PUSH(s->a, &s->members) = name;
    }
}

void
feel_scope_slot(struct feel_scope *s, struct str name,
    const struct feel_type_ref *type, size_t id)
{
    *VEC_PUSH(s->a, &s->names) = (struct scope_name){
        .name = feel_name_clean(s->a, name),
        .type = type != NULL ? type->type : FEEL_NULL,
        .ref = type,
        .id = id };
    add_members(s, type, 0);
}

void
feel_scope_type(
    struct feel_scope *s, struct str name, const struct feel_type_ref *type)
{
    *VEC_PUSH(s->a, &s->types) = (struct scope_type){
        .name = feel_name_clean(s->a, name), .type = type };
    add_members(s, type, 0);
}

size_t
feel_scope_mark(const struct feel_scope *s)
{
    return s->names.n;
}

void
feel_scope_rewind(struct feel_scope *s, size_t mark)
{
    s->names.n = mark;
}

void
feel_scope_as_dmn(struct feel_scope *s)
{
    s->as_dmn = true;
}

void
feel_scope_zones(struct feel_scope *s, struct str folder)
{
    s->zones = folder;
}

void
feel_scope_function(struct feel_scope *s, struct str name, size_t min_args,
    size_t max_args, feel_native fn, void *self)
{
    *VEC_PUSH(s->a, &s->natives) = (struct native){
        .name = feel_name_clean(s->a, name),
        .min_args = min_args,
        .max_args = max_args,
        .fn = fn,
        .self = self,
    };
}

void
feel_scope_open_function(struct feel_scope *s, struct str name,
    size_t min_args, size_t max_args, feel_native fn, void *self)
{
    feel_scope_function(s, name, min_args, max_args, fn, self);
    s->natives.p[s->natives.n - 1].takes_unknown = true;
}

static bool
space_code(uint32_t cp)
{
    return (cp >= 0x09 && cp <= 0x0d) || cp == 0x20 || cp == 0x85 ||
        cp == 0xa0 || cp == 0x1680 || cp == 0x180e ||
        (cp >= 0x2000 && cp <= 0x200b) || cp == 0x2028 || cp == 0x2029 ||
        cp == 0x202f || cp == 0x205f || cp == 0x3000 || cp == 0xfeff;
}

size_t
feel_space_at(struct str s, size_t at)
{
    size_t next = at;

    if (at >= s.n)
        return 0;
    return space_code(utf8_next(s, &next)) ? next - at : 0;
}

/* Chinese and full-width punctuation: allowed in names by the standard, but
 * nobody means it as part of a word that the scope does not know. */
static bool
wide_punctuation(uint32_t cp)
{
    return (cp >= 0x3001 && cp <= 0x3003) || (cp >= 0x3008 && cp <= 0x3011) ||
        (cp >= 0x3014 && cp <= 0x301f) || (cp >= 0xff01 && cp <= 0xff0f) ||
        (cp >= 0xff1a && cp <= 0xff20) || (cp >= 0xff3b && cp <= 0xff40) ||
        (cp >= 0xff5b && cp <= 0xff65);
}

bool
feel_is_name_start(uint32_t cp)
{
    if (cp < 0x80)
        return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
            cp == '_';
    if (cp == UTF8_BAD || space_code(cp) || wide_punctuation(cp))
        return false;
    return (cp >= 0xc0 && cp <= 0x2ff && cp != 0xd7 && cp != 0xf7) ||
        (cp >= 0x370 && cp <= 0x1fff && cp != 0x37e) || cp == 0x200c ||
        cp == 0x200d || (cp >= 0x2070 && cp <= 0x218f) ||
        (cp >= 0x2c00 && cp <= 0x2fef) || (cp >= 0x3001 && cp <= 0xd7ff) ||
        (cp >= 0xf900 && cp <= 0xfdcf) || (cp >= 0xfdf0 && cp <= 0xfffd) ||
        (cp >= 0x10000 && cp <= 0xeffff);
}

bool
feel_is_name_part(uint32_t cp)
{
    return feel_is_name_start(cp) || (cp >= '0' && cp <= '9') || cp == 0xb7 ||
        (cp >= 0x300 && cp <= 0x36f) || cp == 0x203f || cp == 0x2040;
}

struct str
feel_name_clean(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    bool gap = false;

    for (size_t i = 0; i < s.n;) {
        size_t w = feel_space_at(s, i);
        size_t next = i;

        if (w > 0) {
            gap = n > 0;
            i += w;
            continue;
        }
        if (gap)
            p[n++] = ' ';
        gap = false;
        (void)utf8_next(s, &next);
        memcpy(p + n, s.p + i, next - i);
        n += next - i;
        i = next;
    }
    return (struct str){ p, n };
}

static bool
sign(char c)
{
    return c == '.' || c == '/' || c == '-' || c == '\'' || c == '+' ||
        c == '*';
}

static size_t
skip_space(struct str s, size_t at)
{
    size_t w;

    while ((w = feel_space_at(s, at)) > 0)
        at += w;
    return at;
}

/* True if the last character of the name and the next of the text would run
 * together to one word. */
static bool
runs_on(struct str name, struct str text, size_t at)
{
    size_t last = name.n - 1, next = at;

    while (last > 0 && ((unsigned char)name.p[last] & 0xc0) == 0x80)
        last--;
    if (at >= text.n || !feel_is_name_part(utf8_next(name, &last)))
        return false;
    return feel_is_name_part(utf8_next(text, &next));
}

size_t
feel_name_match(struct str name, struct str text, size_t at)
{
    size_t i = 0, j = at;

    if (name.n == 0)
        return 0;
    while (i < name.n) {
        size_t after = skip_space(text, j);

        if (name.p[i] == ' ') {
            bool loose = sign(name.p[i - 1]) || sign(name.p[i + 1]);

            if (after == j && !loose)
                return 0;
            j = after;
            i++;
            continue;
        }
        if (i > 0 && after > j && (sign(name.p[i]) || sign(name.p[i - 1])))
            j = after;
        if (j >= text.n || text.p[j] != name.p[i])
            return 0;
        i++;
        j++;
    }
    return runs_on(name, text, j) ? 0 : j - at;
}

static size_t
decode(struct str s, uint32_t cps[NEAR_MAX])
{
    size_t n = 0;

    for (size_t at = 0; at < s.n;) {
        uint32_t cp = utf8_next(s, &at);

        if (n == NEAR_MAX)
            return SIZE_MAX;
        cps[n++] = cp;
    }
    return n;
}

/* Edit distance; SIZE_MAX if a name is too long. */
static size_t
distance(struct str x, struct str y)
{
    uint32_t a[NEAR_MAX], b[NEAR_MAX];
    size_t row[NEAR_MAX + 1];
    size_t n = decode(x, a), m = decode(y, b);

    if (n == SIZE_MAX || m == SIZE_MAX)
        return SIZE_MAX;
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);

            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[m];
}

struct str
feel_name_nearest(
    struct arena *a, struct str name, const struct str *known, size_t n)
{
    struct str clean = feel_name_clean(a, name), best = STR_EMPTY;
    size_t length = utf8_count(clean);
    size_t least = length / 3 + 2;

    for (size_t i = 0; i < n; i++) {
        size_t d = distance(clean, known[i]);

        if (d < least && d < length + (length == 1)) {
            least = d;
            best = known[i];
        }
    }
    return best;
}
