/* Every command: the one table. */
#include "cli/cli.h"

#include <stdio.h>
#include <sys/stat.h>

extern char **environ;

const struct command commands[] = {
    { "serve", "", "Serves the site; brings the database up to date first.",
        cmd_serve },
    { "init", "", "Makes the database and installs the shipped programmes.",
        cmd_init },
    { "migrate", "", "Brings the database's schema up to date.",
        cmd_migrate },
    { "user", "add LOGIN NAME ROLE [PROGRAMME [REGION]]",
        "Adds an officer; the password is read from standard input.",
        cmd_user },
    { "dmn", "tck DIR | run MODEL.dmn --decision NAME [--input FILE.json]",
        "Runs the kit of DMN tests, or a decision of a model; run takes "
        "--explain and --json.",
        cmd_dmn },
    { "feel", "EXPR [--context FILE.json] [--explain] [--json]",
        "Evaluates an expression of FEEL, on the facts of a file.",
        cmd_feel },
    { "pack", "check DIR... | test DIR... | coverage DIR... [--markdown] | "
              "export-dmn DIR [-o FILE]",
        "Checks packs, runs their cases, tells what realises each clause, or "
        "writes a pack as a DMN model.",
        cmd_pack },
    { "draw", "verify FILE [--commitment HEX] [--english]",
        "Computes a draw again from its file and says what matches.",
        cmd_draw },
    { "config", "", "Prints every setting, its value and what it means.",
        cmd_config },
    { "routes", "",
        "Prints every address: method, path, permission, flags, meaning.",
        cmd_routes },
    { "demo", "[logins]",
        "Loads made-up data into an empty database; prints the accounts.",
        cmd_demo },
    { "tick", "", "Runs what is due today and sends what waits.",
        cmd_tick },
    { "explain", "NUMBER [--english] [--json]",
        "Judges every verdict on an application again, step by step.",
        cmd_explain },
    { "import", "PROGRAMME FILE",
        "Checks a summary table (.xlsx, .csv) row by row; stores nothing.",
        cmd_import },
    { "export", "PROGRAMME", "Prints the register of a programme as CSV.",
        cmd_export },
    { "doctor", "", "Looks over an installation and says what is wrong.",
        cmd_doctor },
    { "backup", "FOLDER", "Copies the database and the files, while serving.",
        cmd_backup },
    { "restore", "FOLDER", "Brings a backup back to a new place.",
        cmd_restore },
    { "completion", "", "Prints the completion of commands for bash.",
        cmd_completion },
    { "help", "[COMMAND | --man]",
        "Says what the commands do, or prints the manual page.", cmd_help },
    { "version", "", "Prints the version.", cmd_version },
};
const size_t command_count = sizeof(commands) / sizeof(commands[0]);

int
cli_failed(const struct err *err)
{
    (void)fprintf(stderr, "mingce: %s%s%s%s%s\n", err->where,
        err->where[0] != '\0' ? ": " : "", err->text,
        err->detail[0] != '\0' ? " - " : "", err->detail);
    return EXIT_FAILED;
}

/* Makes a folder and those above it; what fails shows when it is used. */
static void
make_folders(struct arena *a, struct str path)
{
    char *p = arena_cstr(a, path);

    for (size_t i = 1; i <= path.n; i++) {
        if (p[i] != '/' && p[i] != '\0')
            continue;
        char keep = p[i];
        p[i] = '\0';
        (void)mkdir(p, 0750);
        p[i] = keep;
    }
}

bool
cli_open_store(struct cli *c, struct store **ret)
{
    struct str db = config_text(c->config, "db");
    struct err err = { 0 };

    make_folders(c->a, config_text(c->config, "data"));
    if (str_starts(db, STR("sqlite:"))) {
        size_t end = db.n;

        while (end > 7 && db.p[end - 1] != '/')
            end--;
        if (end > 8)
            make_folders(c->a, str_sub(db, 7, end - 8));
    }
    if (store_open(db,
            &(struct store_options){
                .readers = (size_t)config_int(c->config, "workers") },
            ret, &err) == OK)
        return true;
    (void)cli_failed(&err);
    return false;
}

int
cmd_version(struct cli *c)
{
    (void)c;
    (void)printf("mingce " MINGCE_VERSION "\n");
    return EXIT_DONE;
}

int
cmd_config(struct cli *c)
{
    for (size_t i = 0; i < config_row_count; i++) {
        const struct config_row *r = &config_rows[i];
        struct str value = config_text(c->config, r->key);
        bool hide = r->secret && value.n > 0;

        (void)printf("# %s%s%s%s\n%s = " STR_FMT "\n\n", r->about,
            r->unit[0] != '\0' ? " (" : "", r->unit,
            r->unit[0] != '\0' ? ")" : "", r->key,
            STR_ARG(hide ? STR("(set)") : value));
    }
    return EXIT_DONE;
}

int
cli_main(int argc, char **argv, const struct world *world,
    _Atomic int64_t *clock_offset_us)
{
    struct arena *a = arena_new("cli");
    struct cli c = { .a = a,
        .world = world,
        .clock_offset_us = clock_offset_us };
    struct err err = { 0 };
    const struct str *words = NULL;
    size_t n = 0;
    int code = EXIT_USAGE;

    if (config_read(a, argc, argv, environ, &c.config, &words, &n, &err) !=
        OK) {
        (void)cli_failed(&err);
        arena_free(a);
        return EXIT_USAGE;
    }
    c.args = words + (n > 0 ? 1 : 0);
    c.n_args = n > 0 ? n - 1 : 0;
    if (n == 0) {
        (void)cmd_help(&c);
        arena_free(a);
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < command_count; i++) {
        if (!str_eq(words[0], str_of(commands[i].name)))
            continue;
        code = commands[i].run(&c);
        arena_free(a);
        return code;
    }
    (void)fprintf(stderr,
        "mingce: there is no command \"" STR_FMT "\"; try `mingce help`\n",
        STR_ARG(words[0]));
    arena_free(a);
    return code;
}
