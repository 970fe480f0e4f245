/* mingce serve: the site. */
#include "background.h"
#include "cli/cli.h"
#include "cli_private.h"
#include "domain/install.h"
#include "format/pdf.h"
#include "http/http.h"
#include "web/app.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

struct str
cli_data_file(struct str name)
{
    const struct embedded_file *f = embed_find(data_files, data_files_n, name);

    return f == NULL ? STR_EMPTY : embed_text(f);
}

/* Where the build and the installation put the faces: beside the program, or
 * in ../share/mingce/fonts. */
struct str
cli_font_dir(struct cli *c)
{
    struct str configured = config_text(c->config, "fonts");
    char exe[4096];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe));

    if (configured.n > 0 || n <= 0)
        return configured;
    while (n > 0 && exe[n - 1] != '/')
        n--;
    struct str dir = { exe, (size_t)n };
    struct str beside = arena_join(c->a, dir, STR("fonts"));
    if (access(arena_cstr(c->a, beside), R_OK) == 0)
        return beside;
    return arena_join(c->a, dir, STR("../share/mingce/fonts"));
}

static struct app_options
options_of(struct cli *c, struct store *s)
{
    struct str base = config_text(c->config, "base_url");

    if (base.n == 0)
        base = arena_fmt(c->a, "http://" STR_FMT ":%lld",
            STR_ARG(config_text(c->config, "listen")),
            (long long)config_int(c->config, "port"));
    return (struct app_options){ .store = s,
        .world = *c->world,
        .log = { STDERR_FILENO,
            (enum log_level)config_int(c->config, "log_level") },
        .data_dir = config_text(c->config, "data"),
        .font_dir = cli_font_dir(c),
        .base_url = base,
        .site_name = config_text(c->config, "site_name"),
        .site_name_en = config_text(c->config, "site_name_en"),
        .demo = config_yes(c->config, "demo"),
        .secure_cookies = config_yes(c->config, "secure_cookies"),
        .clock_offset_us = c->clock_offset_us,
        .assets = asset_files,
        .n_assets = asset_files_n,
        .catalogs = catalog_files,
        .n_catalogs = catalog_files_n,
        .regions_csv = cli_data_file(STR("regions.csv")) };
}

/* Waits for SIGINT or SIGTERM, which all threads have blocked. */
static void
wait_for_end(const sigset_t *ends)
{
    int got = 0;

    while (sigwait(ends, &got) != 0)
        ;
}

/* Said at the start, not to the first holder who wants his certificate. */
static void
tell_missing_fonts(struct cli *c)
{
    const char *dir = arena_cstr(c->a, cli_font_dir(c));
    struct pdf_fonts *fonts = NULL;

    if (pdf_fonts_open(dir, &fonts, NULL) == OK)
        pdf_fonts_close(fonts);
    else
        (void)fprintf(stderr,
            "mingce: the fonts in \"%s\" cannot be read: certificates and "
            "letters cannot be made (ninja -C build fonts, or the setting "
            "fonts)\n",
            dir);
}

static int
serve(struct cli *c, struct store *s, struct app *app, const sigset_t *ends)
{
    struct err err = { 0 };
    struct http_server *server = NULL;
    struct http_options o = {
        .address = arena_cstr(c->a, config_text(c->config, "listen")),
        .port = (uint16_t)config_int(c->config, "port"),
        .workers = (unsigned)config_int(c->config, "workers"),
        .temp_dir = "/tmp",
        .limits = http_limits_default(),
        .clock = c->world->clock,
        .handler = app_handle,
        .body_rule = app_body_rule,
        .arg = app,
    };

    (void)s;
    tell_missing_fonts(c);
    if (http_start(&o, &server, &err) != OK)
        return cli_failed(&err);
    (void)printf("Mingce serves on http://%s:%u/ (stop with Ctrl-C)\n",
        o.address, http_port(server));
    (void)fflush(stdout);
    struct background *background = background_start(c, app);
    wait_for_end(ends);
    background_stop(background);
    http_stop(server, 10000);
    return EXIT_DONE;
}

int
cmd_serve(struct cli *c)
{
    struct store *s = NULL;
    struct app *app = NULL;
    struct err err = { 0 };
    sigset_t ends;
    int code = EXIT_FAILED;

    /* Blocked before any thread starts, so that sigwait alone sees them. */
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    if (pthread_sigmask(SIG_BLOCK, &ends, NULL) != 0)
        return EXIT_FAILED;
    if (!cli_open_store(c, &s))
        return EXIT_FAILED;
    struct app_options o = options_of(c, s);
    if (domain_migrate(s, world_now(c->world), &err) != OK ||
        app_open(&o, &app, &err) != OK)
        code = cli_failed(&err);
    else
        code = serve(c, s, app, &ends);
    app_close(app);
    store_close(s);
    return code;
}
