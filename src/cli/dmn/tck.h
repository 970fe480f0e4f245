/* tck.h - the cases of the DMN Technology Compatibility Kit, and running
 * them. */
#ifndef CLI_TCK_H
#define CLI_TCK_H

#include "../cli_private.h"
#include "dmn/dmn.h"

/* Largest model or test file that is read. */
#define DMN_FILE_MAX (16u << 20)

/* A file as bytes in a; false and a line on stderr if it cannot be read. */
bool dmn_file_read(
    struct arena *a, const char *path, size_t most, struct str *ret);
/* Names in a folder, in byte order; those that begin with "." left out. */
bool dmn_folder_list(struct arena *a, const char *path,
    const struct str **ret, size_t *ret_n);
/*
 * Reads the model at path and, from the same folder, those that it imports,
 * and links them.
 * Errors: as dmn_model_read and dmn_model_link; ERR_IO if a file cannot be
 *         read.
 */
NODISCARD enum status dmn_file_load(struct arena *a, const char *path,
    struct dmn_model **ret, struct err *err);

/* --- test files --- */

struct tck_node {
    struct str name, uri; /* of the model that it stands in; "" the first */
    bool is_error; /* errorResult: null is expected */
    struct feel_value expected;
};

struct tck_case {
    struct str id, description;
    enum { TCK_DECISION, TCK_KNOWLEDGE, TCK_SERVICE } kind;
    struct str invocable;
    struct dmn_input *inputs;
    size_t n_inputs;
    struct tck_node *nodes;
    size_t n_nodes;
};

struct tck_file {
    struct str model; /* file name of the model */
    struct tck_case *cases;
    size_t n_cases;
};

/* Errors: ERR_INPUT  not a test file, or a value that is not of its type;
 *                    where is "file:line:column". */
NODISCARD enum status tck_file_read(struct arena *a, struct str name,
    struct str bytes, struct tck_file *ret, struct err *err);

/* Equal as the kit counts it: numbers by value with a tolerance of 1e-8, the
 * members of contexts in any order. */
bool tck_same(struct arena *a, const struct feel_value *expected,
    const struct feel_value *actual);

/* --- results --- */

struct tck_result {
    struct str folder; /* "compliance-level-2/0001-input-data-string" */
    struct str file;   /* test file without ".xml" */
    struct str id;
    bool passed;
    bool is_external; /* failed for want of external functions */
    struct str text;  /* what was expected and what came */
};

struct tck_results {
    struct arena *a;
    VEC_OF(struct tck_result) all;
    size_t passed, failed, external;
};

/* Runs the test files of a folder against the models beside them. */
void tck_run_folder(struct cli *c, const char *path, struct str folder,
    struct tck_results *into);

/* In the format of the kit's TestResults. */
struct str tck_csv(struct arena *a, const struct tck_results *r);
struct str tck_junit(struct arena *a, const struct tck_results *r);

#endif
