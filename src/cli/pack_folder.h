/* pack_folder.h - packs and their cases from folders, for the commands that
 * take them. */
#ifndef CLI_PACK_FOLDER_H
#define CLI_PACK_FOLDER_H

#include "cli/cli.h"
#include "domain/timeline.h"

#include <stdio.h>

/* Packs that one command takes. */
#define PACKS_MAX 16

/* Prints what is wrong with the pack to `out`; NULL if it cannot be used. */
const struct pack *pack_load_folder(
    struct cli *c, const char *dir, FILE *out);
/* The files of DIR/cases into `into`, by name; false: said why. */
bool pack_read_cases(
    struct cli *c, const char *dir, struct timeline_pack *into);

/* mingce pack test DIR... [--case ID] */
int pack_test(struct cli *c);

/* mingce pack coverage DIR... [--markdown] */
int pack_print_coverage(struct cli *c);

/* mingce pack install DIR... */
int pack_install(struct cli *c);

#endif
