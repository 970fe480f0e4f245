/* timeline.h - cases of a pack: on a day somebody does something, then a state,
 * verdict, due day, message, number or error is expected. docs/cases-format.md
 * is the manual of the files.
 *
 * Every case runs in an installation of its own in memory, with a clock that
 * the case sets, through the same functions of the domain as the server.
 */
#ifndef DOMAIN_TIMELINE_H
#define DOMAIN_TIMELINE_H

#include "pack/pack.h"

/* A pack under test and the files of its folder cases/: path and bytes.
 * defaults.yaml holds the answers that cases start from. */
struct timeline_pack {
    const struct pack *pack;
    const struct pack_file *files;
    size_t n_files;
};

/* Tables that the installation needs: the texts of data/. */
struct timeline_data {
    struct str regions_csv, holidays_csv, notices_csv;
};

struct timeline_result {
    struct str file;  /* "PACK/cases/x.yaml" */
    int line;         /* of the failing step, else of the case */
    struct str id, title;
    bool passed;
    bool skipped;     /* it needs a pack that is not under test */
    size_t step;      /* failing one, from 1; 0: the case itself is wrong */
    struct str verb;  /* of it */
    struct str text;  /* expected and actual, or what is wrong with the case */
};

/* Valid during the call only. */
typedef void (*timeline_tell)(
    void *self, const struct timeline_result *result);

/*
 * Runs the cases of all packs, in order of packs and files; tells each result.
 * All packs are installed for each case. A file that is not understood is told
 * as a failed result without id.
 *
 * only  "" or the id of the cases to run.
 * Errors: ERR_INPUT  a table of data is wrong.
 */
NODISCARD enum status timeline_run(const struct timeline_pack *packs, size_t n,
    const struct timeline_data *data, struct str only, timeline_tell tell,
    void *self, struct err *err);

#endif
