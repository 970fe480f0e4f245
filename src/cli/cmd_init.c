/* mingce init, migrate, user: making an installation. */
#include "cli/cli.h"
#include "cli_private.h"
#include "domain/account.h"
#include "domain/install.h"
#include "pack_folder.h"

#include <stdio.h>
#include <string.h>

struct setup {
    struct cli *c;
    struct domain *d;
    const struct pack *packs[16];
    size_t n;
};

/* Who runs pack i: the authority that its text names. It is made once, however
 * many programmes it runs. */
static enum status
authority_of(struct setup *s, struct act *x, size_t i, int64_t *made,
    struct err *err)
{
    const struct pack *p = s->packs[i];
    const struct programme *there = domain_programme_by_code(s->d, p->id);

    if (there != NULL) {
        made[i] = there->authority_id;
        return OK;
    }
    for (size_t k = 0; k < s->d->n_programmes; k++) {
        if (!str_eq(s->d->programmes[k].authority, p->authority.zh))
            continue;
        made[i] = s->d->programmes[k].authority_id;
        return OK;
    }
    for (size_t k = 0; k < i; k++) {
        if (!str_eq(s->packs[k]->authority.zh, p->authority.zh))
            continue;
        made[i] = made[k];
        return OK;
    }
    return install_authority(x, p->authority.zh, p->authority.en, STR_EMPTY,
        STR_EMPTY, STR_EMPTY, &made[i], err);
}

static enum status
install_all(struct tx *tx, void *arg, struct err *err)
{
    struct setup *s = arg;
    struct actor system = actor_system();
    struct act x = act_make(
        s->c->a, s->d, tx, &system, world_now(s->c->world));
    int64_t made[16] = { 0 }, id = 0;

    TRY(install_holidays(&x, cli_data_file(STR("holidays.csv")),
        cli_data_file(STR("holiday_notices.csv")), err));
    for (size_t i = 0; i < s->n; i++) {
        const struct pack *p = s->packs[i];

        TRY(install_pack(&x, p, err));
        TRY(authority_of(s, &x, i, made, err));
        TRY(install_programme(&x, made[i], p, &id, err));
    }
    return OK;
}

/* The packs shipped inside the program: folders of pack_files. */
static bool
load_packs(struct setup *s)
{
    size_t at = 0;

    while (at < pack_files_n && s->n < 16) {
        struct str folder;
        VEC_OF(struct pack_file) files = { 0 };
        const struct pack_problem *problems = NULL;
        size_t n = 0;
        struct err err = { 0 };

        (void)str_cut(str_of(pack_files[at].path), '/', &folder, NULL);
        for (; at < pack_files_n; at++) {
            struct str path = str_of(pack_files[at].path), here;
            struct str inside = str_cut(path, '/', &here, NULL);

            if (!str_eq(here, folder))
                break;
            if (str_starts(inside, STR("cases/")))
                continue;
            *VEC_PUSH(s->c->a, &files) =
                (struct pack_file){ inside, embed_text(&pack_files[at]) };
        }
        if (pack_load_files(s->c->a, files.p, files.n, &s->packs[s->n],
                &problems, &n, &err) != OK) {
            (void)cli_failed(&err);
            return false;
        }
        /* Warnings are for those who write packs: `mingce pack check`. */
        for (size_t i = 0; i < n; i++) {
            if (problems[i].level != PROBLEM_ERROR)
                continue;
            (void)fprintf(stderr, STR_FMT "/" STR_FMT ":%d: " STR_FMT "\n",
                STR_ARG(folder), STR_ARG(problems[i].file), problems[i].line,
                STR_ARG(problems[i].text));
        }
        if (s->packs[s->n] == NULL)
            return false;
        s->n++;
    }
    return true;
}

bool
cli_domain(struct cli *c, struct store *s, struct domain **ret)
{
    struct err err = { 0 };
    struct domain_options o = { .world = *c->world,
        .regions_csv = cli_data_file(STR("regions.csv")),
        .data_dir = config_text(c->config, "data"),
        .base_url = config_text(c->config, "base_url"),
        .site_name = config_text(c->config, "site_name"),
        .site_name_en = config_text(c->config, "site_name_en"),
        .demo = config_yes(c->config, "demo") };

    if (domain_read(s, &o, ret, &err) == OK)
        return true;
    (void)cli_failed(&err);
    return false;
}

bool
cli_install(struct cli *c, struct store *s)
{
    struct setup setup = { .c = c };
    struct err err = { 0 };
    enum status st = domain_migrate(s, world_now(c->world), &err);

    if (st != OK) {
        (void)cli_failed(&err);
        return false;
    }
    if (!cli_domain(c, s, &setup.d))
        return false;
    bool ok = load_packs(&setup);
    if (ok && store_write(s, install_all, &setup, &err) != OK) {
        (void)cli_failed(&err);
        ok = false;
    }
    domain_free(setup.d);
    return ok;
}

/* pack install DIR...: packs that do not come with the program. */
int
pack_install(struct cli *c)
{
    struct setup setup = { .c = c };
    struct store *s = NULL;
    struct err err = { 0 };

    for (size_t i = 1; i < c->n_args; i++) {
        if (setup.n == sizeof(setup.packs) / sizeof(setup.packs[0]))
            return EXIT_USAGE;
        setup.packs[setup.n] = pack_load_folder(
            c, arena_cstr(c->a, c->args[i]), stderr);
        if (setup.packs[setup.n++] == NULL)
            return EXIT_NO;
    }
    if (!cli_open_store(c, &s))
        return EXIT_FAILED;
    bool ok = cli_domain(c, s, &setup.d);
    if (ok && store_write(s, install_all, &setup, &err) != OK) {
        (void)cli_failed(&err);
        ok = false;
    }
    domain_free(setup.d);
    store_close(s);
    return ok ? EXIT_DONE : EXIT_FAILED;
}

int
cmd_init(struct cli *c)
{
    struct store *s = NULL;

    if (!cli_open_store(c, &s))
        return EXIT_FAILED;
    bool ok = cli_install(c, s);
    store_close(s);
    if (!ok)
        return EXIT_FAILED;
    (void)printf("The programmes are installed. Add the first administrator "
                 "with `mingce user add LOGIN NAME admin`.\n");
    return EXIT_DONE;
}

int
cmd_migrate(struct cli *c)
{
    struct store *s = NULL;
    struct err err = { 0 };
    int version = 0;

    if (!cli_open_store(c, &s))
        return EXIT_FAILED;
    enum status st = domain_migrate(s, world_now(c->world), &err);
    if (st == OK)
        st = store_schema_version(s, &version, &err);
    store_close(s);
    if (st != OK)
        return cli_failed(&err);
    (void)printf("The schema is at version %d.\n", version);
    return EXIT_DONE;
}

/* --- user add --- */

struct new_user {
    struct cli *c;
    struct domain *d;
    struct str hash;
};

static enum status
add_user(struct tx *tx, void *arg, struct err *err)
{
    struct new_user *u = arg;
    struct cli *c = u->c;
    struct actor system = actor_system();
    struct act x = act_make(c->a, u->d, tx, &system, world_now(c->world));
    struct str login = c->args[1];
    bool mail = str_find(login, STR("@")) != SIZE_MAX;
    struct account account = { .email = mail ? login : STR_EMPTY,
        .mobile = mail ? STR_EMPTY : login,
        .name = c->args[2] };
    struct role_grant g = { .region = c->n_args > 5 ? c->args[5]
                                                    : STR_EMPTY };

    if (!role_of(c->args[3], &g.role))
        return err_set(err, ERR_INPUT,
            "there is no role \"" STR_FMT
            "\"; roles: admin centre secretariat recommender rules auditor",
            STR_ARG(c->args[3]));
    if (c->n_args > 4 && c->args[4].n > 0) { /* "": all */
        const struct programme *p =
            domain_programme_by_code(u->d, c->args[4]);

        if (p == NULL)
            return err_set(err, ERR_INPUT, "there is no programme \"" STR_FMT
                "\"", STR_ARG(c->args[4]));
        g.programme_id = p->id;
    }
    TRY(account_add(&x, &account, u->hash, err));
    return grant_add(&x, account.id, &g, STR("mingce user add"), err);
}

static enum status
read_password(struct cli *c, struct str *ret_hash, struct err *err)
{
    char line[256] = { 0 };

    if (fgets(line, sizeof(line), stdin) == NULL)
        return err_set(err, ERR_INPUT, "give the password on standard input");
    struct str password = str_of(line);
    while (password.n > 0 && (password.p[password.n - 1] == '\n' ||
                                 password.p[password.n - 1] == '\r'))
        password.n--;
    TRY(password_check(password, c->args[1], err));
    return password_hash(c->a, c->world, password, ret_hash, err);
}

int
cmd_user(struct cli *c)
{
    struct new_user u = { .c = c };
    struct store *s = NULL;
    struct err err = { 0 };

    if (c->n_args < 4 || !str_eq(c->args[0], STR("add"))) {
        (void)fprintf(stderr, "usage: mingce user add LOGIN NAME ROLE "
                              "[PROGRAMME [REGION]]\n");
        return EXIT_USAGE;
    }
    if (read_password(c, &u.hash, &err) != OK) {
        (void)cli_failed(&err);
        return EXIT_USAGE;
    }
    if (!cli_open_store(c, &s))
        return EXIT_FAILED;
    bool ok = cli_domain(c, s, &u.d);
    enum status st = ok ? store_write(s, add_user, &u, &err) : OK;
    domain_free(u.d);
    store_close(s);
    if (!ok)
        return EXIT_FAILED;
    return st == OK ? EXIT_DONE : cli_failed(&err);
}
