/* install_store.h - SQL behind install.c; rows in and out, no rules. */
#ifndef INSTALL_STORE_H
#define INSTALL_STORE_H

#include "domain/install.h"

struct pack_blob {
    struct str hash, content;
};
struct programme_row {
    int64_t id, authority_id;
    struct str code, authority, authority_en, title, title_en, pack_hash,
        readings, issued_no;
    bool open;
    struct day issued;
};

NODISCARD enum status store_packs(struct tx *tx, struct arena *a,
    const struct pack_blob **ret, size_t *ret_n, struct err *err);
NODISCARD enum status store_programmes(struct tx *tx, struct arena *a,
    const struct programme_row **ret, size_t *ret_n, struct err *err);
NODISCARD enum status store_holidays(struct tx *tx, struct arena *a,
    const struct holidays **ret, struct err *err);

NODISCARD enum status store_has_pack(
    struct act *x, struct str hash, bool *ret, struct err *err);
NODISCARD enum status store_add_pack(struct act *x, const struct pack *p,
    struct str content, struct err *err);
NODISCARD enum status store_add_authority(struct act *x, int64_t id,
    struct str name, struct str name_en, struct str contact, struct str phone,
    struct str address, struct err *err);
NODISCARD enum status store_add_programme(struct act *x, int64_t id,
    int64_t authority_id, const struct pack *p, struct err *err);
NODISCARD enum status store_move_programme(
    struct act *x, int64_t id, struct str hash, struct err *err);
NODISCARD enum status store_put_readings(
    struct act *x, int64_t id, struct str readings, struct err *err);
NODISCARD enum status store_put_issued(struct act *x, int64_t id,
    struct day issued, struct str number, struct err *err);
NODISCARD enum status store_count_submitted(
    struct act *x, int64_t id, int64_t *ret, struct err *err);
/* *ret_id 0 if absent. */
NODISCARD enum status store_programme_id(
    struct act *x, struct str code, int64_t *ret_id, struct err *err);
NODISCARD enum status store_has_year(
    struct act *x, int year, bool *ret, struct err *err);
NODISCARD enum status store_add_year(
    struct act *x, int year, struct str source, struct err *err);
NODISCARD enum status store_add_holiday(
    struct act *x, const struct holiday *h, int notice_year, struct err *err);

#endif
