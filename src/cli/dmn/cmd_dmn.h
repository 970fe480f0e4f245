/* cmd_dmn.h - shared by the commands dmn and feel. */
#ifndef CLI_CMD_DMN_H
#define CLI_CMD_DMN_H

#include "../cli_private.h"
#include "dmn/dmn.h"
#include "feel/explain.h"
#include "format/json.h"

/* The word after --name; false if it is not there. */
bool dmn_option(struct cli *c, struct str name, struct str *ret);
bool dmn_flag(struct cli *c, struct str name);

/*
 * A value of JSON as one of FEEL. Texts of the form @"..." are dates, times
 * and durations; where the type (NULL: any) wants one of these, a text in ISO
 * form is one too.
 */
struct feel_value dmn_from_json(struct arena *a, const struct json *v,
    const struct feel_type_ref *t);
/* The reverse; what JSON has no form for becomes a text.
 * Errors: ERR_LIMIT  nested more than 100 deep, or more than 1,000,000 parts. */
NODISCARD enum status dmn_to_json(struct arena *a, const struct feel_value *v,
    const struct json **ret, struct err *err);

/* The result on standard output: plain with its reasons, with a node (NULL:
 * none) explained, both as JSON with --json. The exit status of the program. */
int dmn_print_value(struct cli *c, const struct feel_value *v,
    const struct explain_node *node);

int dmn_run(struct cli *c);

#endif
