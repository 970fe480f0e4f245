/* install.h - installing packs and programmes, and the snapshot of both. Errors
 * of all calls: core.h. */
#ifndef DOMAIN_INSTALL_H
#define DOMAIN_INSTALL_H

#include "domain/core.h"

/* Parts of the snapshot that do not come from the database. */
struct domain_options {
    struct world world;
    struct str regions_csv;  /* data/regions.csv */
    struct str data_dir, base_url, site_name, site_name_en;
    bool demo;
};

/*
 * Reads packs, programmes, readings and holidays from the database into a new
 * snapshot with an arena of its own (domain_free ends it).
 */
NODISCARD enum status domain_read(struct store *s,
    const struct domain_options *options, struct domain **ret,
    struct err *err);
void domain_free(struct domain *d);

/* --- inside a write transaction; x->d may be a snapshot without programmes --- */

/* First rows of the holiday tables from the shipped files; does nothing where
 * a year is there already. */
NODISCARD enum status install_holidays(struct act *x, struct str holidays_csv,
    struct str notices_csv, struct err *err);
/* Adds a year by hand (calendar page). Rows of that year only.
 * ERR_CONFLICT if the year is there. Needs MAY_RULE. */
NODISCARD enum status calendar_add_year(struct act *x, int year,
    struct str source, const struct holiday *rows, size_t n, struct err *err);

NODISCARD enum status install_authority(struct act *x, struct str name,
    struct str name_en, struct str contact, struct str phone,
    struct str address, int64_t *ret_id, struct err *err);
/* Where an authority is reached; all may be "". */
struct authority_contact {
    struct str contact, phone, address;
};
NODISCARD enum status authority_contact_get(struct act *x, int64_t id,
    struct authority_contact *ret, struct err *err);
/* Stores a pack version (again: does nothing). The pack must be loaded. */
NODISCARD enum status install_pack(
    struct act *x, const struct pack *p, struct err *err);
/* Adds a programme that runs a pack, or moves it to a newer version of it. */
NODISCARD enum status install_programme(struct act *x, int64_t authority_id,
    const struct pack *p, int64_t *ret_id, struct err *err);
/* Chooses a reading of a programme; must be an option of its pack. Needs
 * MAY_RULE; audited with the reason. ERR_INPUT: no such reading or option, or
 * no reason. ERR_NOT_FOUND: no such programme. */
NODISCARD enum status programme_choose_reading(struct act *x,
    int64_t programme_id, struct str reading, struct str value,
    struct str reason, struct err *err);

/*
 * The day on which a draft regulation was issued and its number ("" if it has
 * none): from that day on its programme may open (A-22, S-A37). Needs
 * MAY_RULE; the snapshot is to be read anew.
 * Errors: ERR_INPUT     no day (field "issued"), a number too long ("number").
 *         ERR_CONFLICT  no draft; or something was submitted under another day
 *                       already.
 */
NODISCARD enum status programme_issue(struct act *x, int64_t programme_id,
    struct day issued, struct str number, struct err *err);

/* Brings the schema to the newest of sql/migrations, which are embedded.
 * Errors: as store_migrate. */
NODISCARD enum status domain_migrate(
    struct store *s, int64_t now_us, struct err *err);

#endif
