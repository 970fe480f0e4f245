/* cli.h - the commands of the program.
 *
 * Exit codes: 0 done, 1 the answer is no, 2 usage, 3 failure.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/base.h"
#include "base/embed.h"
#include "store/store.h"

enum exit_code { EXIT_DONE = 0, EXIT_NO = 1, EXIT_USAGE = 2, EXIT_FAILED = 3 };

/* Files inside the program. */
EMBED_DECLARE(asset_files);   /* app.css, app.js, pictures */
EMBED_DECLARE(catalog_files); /* en.mo */
EMBED_DECLARE(data_files);    /* holidays.csv, regions.csv ... */
EMBED_DECLARE(pack_files);    /* PACK/pack.yaml ... */

/* One key of the configuration: config_table.c has a row for each. */
enum config_type { CONFIG_TEXT, CONFIG_INT, CONFIG_YES_NO };
struct config_row {
    const char *key;      /* "base_url"; flag --base-url, MINGCE_BASE_URL */
    enum config_type type;
    const char *unit;     /* "seconds", "" */
    const char *otherwise; /* default as text */
    int64_t min, max;     /* CONFIG_INT */
    bool secret;          /* never printed */
    const char *about;    /* one sentence */
};
extern const struct config_row config_rows[];
extern const size_t config_row_count;

struct config; /* values of all rows; immutable once read */
struct str config_text(const struct config *c, const char *key);
int64_t config_int(const struct config *c, const char *key);
bool config_yes(const struct config *c, const char *key);

/*
 * Reads the file (--config or MINGCE_CONFIG; "" none), then the environment,
 * then flags; later wins. Words of argv that are no flags of the table are
 * left in order in rest.
 * Errors: ERR_INPUT  unknown key (with the nearest name), bad value; where is
 *                    the file and line.
 *         ERR_IO     the file cannot be opened.
 */
NODISCARD enum status config_read(struct arena *a, int argc, char **argv,
    char **environment, const struct config **ret, const struct str **ret_rest,
    size_t *ret_n, struct err *err);

/* What every command gets. */
struct cli {
    struct arena *a;
    const struct world *world;
    _Atomic int64_t *clock_offset_us; /* moved by the demo's time machine */
    const struct config *config;
    const struct str *args; /* words after the command's name */
    size_t n_args;
};

struct command {
    const char *name;
    const char *usage; /* arguments, "" none */
    const char *about; /* one sentence */
    int (*run)(struct cli *c);
};
extern const struct command commands[];
extern const size_t command_count;

/* Opens the database of the configuration; says on stderr why not. */
bool cli_open_store(struct cli *c, struct store **ret);
/* Prints the error's words for the user and its detail; returns
 * EXIT_FAILED. */
int cli_failed(const struct err *err);

/* The commands; each returns an exit code. */
int cmd_serve(struct cli *c);
int cmd_init(struct cli *c);
int cmd_migrate(struct cli *c);
int cmd_user(struct cli *c);
int cmd_pack(struct cli *c);
int cmd_dmn(struct cli *c);
int cmd_feel(struct cli *c);
int cmd_draw(struct cli *c);
int cmd_config(struct cli *c);
int cmd_explain(struct cli *c);
int cmd_export(struct cli *c);
int cmd_import(struct cli *c);
int cmd_routes(struct cli *c);
int cmd_demo(struct cli *c);
int cmd_tick(struct cli *c);
int cmd_doctor(struct cli *c);
int cmd_backup(struct cli *c);
int cmd_restore(struct cli *c);
int cmd_completion(struct cli *c);
int cmd_help(struct cli *c);
int cmd_version(struct cli *c);

/* Reads the configuration and runs the command that argv names. */
int cli_main(int argc, char **argv, const struct world *world,
    _Atomic int64_t *clock_offset_us);

#endif
