/* The files of sql/migrations, embedded in order of their names. */
#include "base/embed.h"
#include "domain/install.h"

EMBED_DECLARE(migration_files);

enum status
domain_migrate(struct store *s, int64_t now_us, struct err *err)
{
    struct arena *tmp = arena_new("migrations");
    struct migration *list =
        arena_new_array(tmp, struct migration, migration_files_n);

    for (size_t i = 0; i < migration_files_n; i++) {
        struct str path = str_of(migration_files[i].path);
        struct str name = str_sub(path, 0, path.n - 4); /* ".sql" */

        list[i] = (struct migration){ .number = (int)i + 1,
            .name = arena_cstr(tmp, name),
            .sql = embed_text(&migration_files[i]) };
    }
    enum status st = store_migrate(s, list, migration_files_n, now_us, err);
    arena_free(tmp);
    return st;
}
