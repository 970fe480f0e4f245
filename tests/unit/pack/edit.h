/* edit.h - packs that differ from a good one in a place or two. */
#ifndef PACK_TEST_EDIT_H
#define PACK_TEST_EDIT_H

/* cmocka wants these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "pack/pack.h"

/* `from` is replaced once by `to` in one file. An empty `from` appends; an
 * edit without a file is passed over. */
struct edit {
    const char *file, *from, *to;
};

/* One file after an edit; the test fails if there is nothing to replace. */
static inline void
edit_file(struct arena *a, struct pack_file *files, size_t n,
    const struct edit *e)
{
    for (size_t i = 0; i < n; i++) {
        struct str text = files[i].bytes;
        size_t at = *e->from != '\0' ? str_find(text, str_of(e->from))
                                     : text.n;

        if (!str_eq(files[i].path, str_of(e->file)))
            continue;
        if (at == SIZE_MAX)
            fail_msg("%s has no %s", e->file, e->from);
        files[i].bytes = arena_fmt(a, STR_FMT "%s" STR_FMT,
            STR_ARG(str_sub(text, 0, at)), e->to,
            STR_ARG(str_sub(text, at + strlen(e->from), SIZE_MAX)));
        return;
    }
    fail_msg("no file %s", e->file);
}

/* The pack of n files after all edits, NULL if it has errors; the problems. */
static inline const struct pack *
edit_load(struct arena *a, const struct pack_file *files, size_t n,
    const struct edit *edits, size_t n_edits,
    const struct pack_problem **ret_problems, size_t *ret_n)
{
    struct pack_file *copy = arena_dup(a, files, n * sizeof(*files));
    const struct pack *pack = NULL;
    struct err err = { 0 };

    for (size_t i = 0; i < n_edits; i++) {
        if (edits[i].file != NULL)
            edit_file(a, copy, n, &edits[i]);
    }
    if (pack_load_files(a, copy, n, &pack, ret_problems, ret_n, &err) != OK)
        fail_msg("%s", err.text);
    return pack;
}

/* An error among them has these words, or the test fails and shows them. */
static inline void
expect_told(
    const struct pack_problem *problems, size_t n, const char *words)
{
    for (size_t i = 0; i < n; i++) {
        if (problems[i].level == PROBLEM_ERROR &&
            str_find(problems[i].text, str_of(words)) != SIZE_MAX)
            return;
    }
    for (size_t i = 0; i < n; i++)
        print_message(STR_FMT ":%d: " STR_FMT "\n",
            STR_ARG(problems[i].file), problems[i].line,
            STR_ARG(problems[i].text));
    fail_msg("not told: %s", words);
}

#endif
