/* What one evaluation costs, on the lines of feel_kit.py: compiled once,
 * evaluated many times, one thread. Prints kind, nanoseconds of CPU time an
 * evaluation and the result.
 *
 *   feel_eval EXPRESSIONS MILLISECONDS
 */
#include "feel/feel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FACTS_MAX 32
#define FILE_MAX ((size_t)4 << 20)
#define AT_ONCE 64 /* evaluations between two looks at the clock */
#define TRIES 3    /* the best of them is told */

struct line {
    struct str kind, text;
    struct str names[FACTS_MAX];
    struct feel_value values[FACTS_MAX];
    size_t n;
};

static struct str
read_file(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    char *p = arena_alloc(a, FILE_MAX);
    size_t n;

    if (f == NULL) {
        (void)fprintf(stderr, "cannot read %s\n", path);
        exit(1);
    }
    n = fread(p, 1, FILE_MAX, f);
    (void)fclose(f);
    return (struct str){ p, n };
}

/* The value of a literal. */
static bool
literal(struct arena *a, struct str text, struct feel_value *ret)
{
    const struct feel_expr *x;

    return feel_compile(a, text, feel_scope_new(a), NULL, &x, NULL) == OK &&
        feel_evaluate(a, x, NULL, NULL, 0, NULL, ret, NULL, NULL) == OK;
}

static bool
read_line(struct arena *a, struct str s, struct line *ret)
{
    struct str fact;

    *ret = (struct line){ 0 };
    s = str_cut(s, '\t', &ret->kind, NULL);
    s = str_cut(s, '\t', &ret->text, NULL);
    while (s.n > 0 && ret->n < FACTS_MAX) {
        s = str_cut(s, '\t', &fact, NULL);
        fact = str_cut(fact, '=', &ret->names[ret->n], NULL);
        if (!literal(a, fact, &ret->values[ret->n++]))
            return false;
    }
    return true;
}

static double
cpu_ns(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double
measure(struct arena *a, const struct feel_expr *x,
    const struct feel_value *facts, double ns)
{
    struct feel_value v;
    double start = cpu_ns(), now = start;
    int64_t n = 0;

    while (now - start < ns) {
        arena_reset(a);
        for (int i = 0; i < AT_ONCE; i++)
            if (feel_evaluate_with(
                    a, x, facts, NULL, NULL, 0, NULL, &v, NULL) != OK)
                return 0;
        n += AT_ONCE;
        now = cpu_ns();
    }
    return (now - start) / (double)n;
}

static void
one(struct arena *a, struct str text, double window)
{
    struct line l;
    struct feel_scope *scope = feel_scope_new(a);
    const struct feel_expr *x = NULL;
    struct feel_value facts[FACTS_MAX], v;
    struct arena *tmp = arena_new("feel_eval");
    struct str shown = STR("error");
    double ns = 0;

    if (read_line(a, text, &l)) {
        for (size_t i = 0; i < l.n; i++)
            feel_scope_name(scope, l.names[i], l.values[i].type);
        if (feel_compile(a, l.text, scope, NULL, &x, NULL) != OK)
            x = NULL;
    }
    for (size_t i = 0; x != NULL && i < feel_used_count(x); i++)
        for (size_t k = 0; k < l.n; k++)
            if (str_eq(l.names[k], feel_used(x, i)))
                facts[i] = l.values[k];
    if (x != NULL &&
        feel_evaluate_with(a, x, facts, NULL, NULL, 0, NULL, &v, NULL) == OK) {
        shown = feel_show(a, &v);
        for (int i = 0; i < TRIES; i++) {
            double t = measure(tmp, x, facts, window / TRIES);

            ns = i == 0 || t < ns ? t : ns;
        }
    }
    (void)printf(STR_FMT "\t%.1f\t" STR_FMT "\t" STR_FMT "\n",
        STR_ARG(l.kind), ns, STR_ARG(shown), STR_ARG(l.text));
    arena_free(tmp);
}

int
main(int argc, char **argv)
{
    struct arena *a = arena_new("bench");
    int64_t ms = 20;
    struct str rest, line;

    if (argc < 2 ||
        (argc > 2 && !num_int(str_of(argv[2]), 1, 10000, &ms))) {
        (void)fprintf(stderr, "usage: feel_eval EXPRESSIONS MILLISECONDS\n");
        return 2;
    }
    rest = read_file(a, argv[1]);
    while (rest.n > 0) {
        rest = str_cut(rest, '\n', &line, NULL);
        if (line.n > 0)
            one(a, line, (double)ms * 1e6);
    }
    arena_free(a);
    return 0;
}
