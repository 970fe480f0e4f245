/* cli_private.h - shared by the commands. */
#ifndef CLI_PRIVATE_H
#define CLI_PRIVATE_H

#include "cli/cli.h"
#include "domain/core.h"

/* An embedded file of data/; empty if absent. */
struct str cli_data_file(struct str name);
/* Folder of the re-cut fonts: as configured, else beside the program. */
struct str cli_font_dir(struct cli *c);
/* A snapshot; says on stderr why not. End it with domain_free. */
bool cli_domain(
    struct cli *c, struct store *s, struct domain **ret);
/* Migrates and installs holidays and the shipped packs. */
bool cli_install(struct cli *c, struct store *s);

#endif
