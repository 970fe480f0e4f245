/* prepare_all.c - every statement of the program, prepared on an engine over
 * the migrated schema, and read by the checker of the law. A typo, a wrong
 * signature or a slip of dialect fails here and not with a person waiting. */
#include "domain/install.h"
#include "domain/sql_sets.h"
#include "testdb.h"
#include "law.h"

#include <stdio.h>

/* Whether the statement is good; prints why not. */
static bool
check(struct store *s, struct arena *a, const struct sql_set *set, size_t i)
{
    const struct sql *sql = &set->statements[i];
    struct err err = { 0 };

    if (sql->text == NULL || sql->in == NULL || sql->out == NULL) {
        fprintf(stderr, "%s %zu: an empty place in the table\n", set->name, i);
        return false;
    }
    if (store_prepare(s, sql, &err) != OK) {
        fprintf(stderr, "%s %zu: %s\n    %s\n", set->name, i, err.detail,
            sql->text);
        return false;
    }
    struct str why = law_broken(a, sql->text);
    if (why.n > 0) {
        fprintf(stderr, "%s %zu: " STR_FMT "\n    %s\n", set->name, i,
            STR_ARG(why), sql->text);
        return false;
    }
    return true;
}

int
main(int argc, char **argv)
{
    struct testdb f;
    struct err err = { 0 };
    size_t n = 0, bad = 0;

    testdb_begin(&f, argc > 1 ? argv[1] : NULL);
    struct store *s = testdb_open(&f, NULL);
    struct arena *a = arena_new("prepare all");
    if (domain_migrate(s, 1, &err) != OK) {
        fprintf(stderr, "migrations: %s / %s\n", err.text, err.detail);
        bad++;
    }
    for (size_t k = 0; k < domain_sql_set_count; k++) {
        const struct sql_set *set = domain_sql_sets[k];

        for (size_t i = 0; i < set->n; i++, n++)
            bad += !check(s, a, set, i);
    }
    printf("%zu statements of %zu files prepared, %zu bad\n", n,
        domain_sql_set_count, bad);
    arena_free(a);
    store_close(s);
    testdb_end(&f);
    return bad > 0 || n == 0;
}
