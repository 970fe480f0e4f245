/* mingce help, completion: made from the tables of commands and settings. */
#include "cli/cli.h"

#include <stdio.h>

static const char *
type_of(const struct config_row *r)
{
    return r->type == CONFIG_INT      ? "number"
           : r->type == CONFIG_YES_NO ? "yes|no"
                                      : "text";
}

/* "base_url" as a flag or, in capitals, as a variable. */
static struct str
spelled(struct arena *a, const char *key, bool flag)
{
    char *s = arena_cstr(a, str_of(key));

    for (char *p = s; *p != '\0'; p++) {
        if (flag && *p == '_')
            *p = '-';
        else if (!flag && *p >= 'a' && *p <= 'z')
            *p = (char)(*p - 'a' + 'A');
    }
    return str_of(s);
}

static int
print_manual(struct cli *c)
{
    (void)printf(".Dd November 21, 2026\n.Dt MINGCE 1\n.Os\n.Sh NAME\n"
                 ".Nm mingce\n"
                 ".Nd run official accreditation programmes\n"
                 ".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Ar arguments\n"
                 ".Op Fl -setting Ar value ...\n.Sh DESCRIPTION\n.Nm\n"
                 "serves accreditation programmes, each described by a policy "
                 "pack: applications,\nreview, public notice, certificates, "
                 "duties, supervision and the register.\n.Sh COMMANDS\n"
                 ".Bl -tag -width indent\n");
    for (size_t i = 0; i < command_count; i++)
        (void)printf(".It Nm %s Ar %s\n%s\n", commands[i].name,
            commands[i].usage[0] == '\0' ? "\\&" : commands[i].usage,
            commands[i].about);
    (void)printf(".El\n.Sh SETTINGS\nA setting stands in a file named by\n"
                 ".Fl -config\nas\n.Ql key = value ,\nin the environment or "
                 "on the command line; the last of these wins.\n"
                 ".Bl -tag -width indent\n");
    for (size_t i = 0; i < config_row_count; i++) {
        const struct config_row *r = &config_rows[i];
        struct str flag = spelled(c->a, r->key, true);
        struct str name = spelled(c->a, r->key, false);

        (void)printf(".It Fl -" STR_FMT " Ar %s , Ev MINGCE_" STR_FMT
                     "\n%s\nDefault:\n.Ql %s .\n",
            STR_ARG(flag), type_of(r), STR_ARG(name), r->about,
            r->otherwise[0] == '\0' ? "\\&" : r->otherwise);
    }
    (void)printf(".El\n.Sh EXIT STATUS\n.Bl -tag -width indent\n"
                 ".It 0\nDone.\n.It 1\nThe answer is no.\n.It 2\nUsage.\n"
                 ".It 3\nFailure.\n.El\n");
    return EXIT_DONE;
}

int
cmd_help(struct cli *c)
{
    if (c->n_args > 0 && str_eq(c->args[0], STR("--man")))
        return print_manual(c);
    (void)printf("mingce - official accreditation programmes, from the "
                 "regulation to the register\n\nUsage: mingce COMMAND "
                 "[ARGUMENTS] [--setting VALUE ...]\n\nCommands:\n");
    for (size_t i = 0; i < command_count; i++) {
        const struct command *k = &commands[i];

        if (c->n_args > 0 && !str_eq(c->args[0], str_of(k->name)))
            continue;
        (void)printf("  %s %s\n      %s\n", k->name, k->usage, k->about);
    }
    (void)printf("\nSettings: see `mingce config`. Manual: `mingce help --man "
                 "| man -l -`.\n");
    return EXIT_DONE;
}

int
cmd_completion(struct cli *c)
{
    (void)printf("# bash: source <(mingce completion)\n_mingce() {\n"
                 "    local words=\"");
    for (size_t i = 0; i < command_count; i++)
        (void)printf("%s%s", i > 0 ? " " : "", commands[i].name);
    (void)printf("\"\n    local flags=\"--config");
    for (size_t i = 0; i < config_row_count; i++) {
        struct str flag = spelled(c->a, config_rows[i].key, true);

        (void)printf(" --" STR_FMT, STR_ARG(flag));
    }
    (void)printf("\"\n    local now=\"${COMP_WORDS[COMP_CWORD]}\"\n"
                 "    if [[ $now == -* ]]; then\n"
                 "        mapfile -t COMPREPLY < <(compgen -W \"$flags\" -- "
                 "\"$now\")\n"
                 "    elif [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                 "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- "
                 "\"$now\")\n"
                 "    else\n"
                 "        mapfile -t COMPREPLY < <(compgen -f -- \"$now\")\n"
                 "    fi\n}\ncomplete -F _mingce mingce\n");
    return EXIT_DONE;
}
