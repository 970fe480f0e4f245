/* core.h - what every noun of the domain stands on: the installation, the
 * person who acts, the act itself, permission, the audit line, serial numbers.
 *
 * A function of the domain takes struct act first: it says in which
 * transaction, at which instant and by whom something is done. Domain knows
 * neither HTML nor HTTP; it writes only through *_store.c files.
 *
 * Errors that any call with an act may return, told once here: ERR_DB, ERR_IO,
 * ERR_BUSY and ERR_CONFLICT of the statements it runs (store.h); ERR_DENIED if
 * the act lacks the permission; ERR_NOT_FOUND if the thing asked for is not
 * there or is not the actor's to see. What a call adds to these, or means by
 * them, stands at the call.
 */
#ifndef DOMAIN_CORE_H
#define DOMAIN_CORE_H

#include "base/base.h"
#include "calendar/calendar.h"
#include "format/json.h"
#include "pack/pack.h"
#include "store/store.h"

/* --- the installation --- */

/* A programme: a pack run by an authority. */
struct programme {
    int64_t id;
    struct str code;             /* "sme-volunteer-station", also in paths */
    int64_t authority_id;
    struct str authority, authority_en;
    struct label title;
    bool open;
    const struct pack *pack;     /* the version new applications get */
    const struct json *readings; /* chosen readings */
    struct day issued;           /* of a draft: the day it was issued, as an
                                    officer entered it; DAY_NONE: not yet */
    struct str issued_no;        /* the number it was issued under, or "" */
};

/* First day on which anything can be done under the regulation: that of the
 * pack, of a draft the day of issue. DAY_NONE: a draft that was not issued. */
struct day programme_in_force(const struct programme *p);
/* Number of the regulation: the pack's, of a draft that of its issue. */
struct str programme_doc_no(const struct programme *p);

/*
 * Immutable snapshot of what rules need: made at start and after every change
 * of packs, readings, programmes or holidays, swapped as a whole. Everything
 * in it lives in `a`.
 */
struct domain {
    struct arena *a;
    struct world world;
    const struct holidays *holidays;
    const struct regions *regions;
    const struct programme *programmes; /* ascending id */
    size_t n_programmes;
    const struct pack *const *packs;    /* every installed version */
    size_t n_packs;
    struct str data_dir;                /* attachments lie below; "" in memory */
    struct str base_url;                /* "https://..." without a slash at the
                                           end; for links in mails and QR codes */
    struct str site_name, site_name_en;
    bool demo;                          /* demo mode: no second factor needed */
};

const struct programme *domain_programme(const struct domain *d, int64_t id);
const struct programme *domain_programme_by_code(
    const struct domain *d, struct str code);
/* Installed version by hash; NULL if absent. */
const struct pack *domain_pack(const struct domain *d, struct str hash);

/* --- what the database keeps of things --- */

/* A day's number; DAY_NONE becomes NULL. */
struct dbv db_day_or_null(struct day d);
/* A column with a day's number; NULL becomes DAY_NONE. */
struct day row_day(struct rows *r, int column);
/* Hex SHA-256 of text. */
struct str domain_sha256(struct arena *a, struct str text);
/* Hex SHA-256 of "purpose:text": what is kept of a secret or a number that is
 * only looked up. The purpose keeps digests of different uses apart. */
struct str domain_digest(
    struct arena *a, const char *purpose, struct str text);

/* --- who acts --- */

/* Roles of officers. Applicants and holders act through memberships. */
enum role {
    ROLE_ADMIN,       /* accounts, settings; no files */
    ROLE_CENTRE,      /* decides, grants, revokes, confirms: the authority */
    ROLE_SECRETARIAT, /* reviews files */
    ROLE_RECOMMENDER, /* entrusted body: direct inclusion in its region */
    ROLE_RULES,       /* packs, readings, calendar */
    ROLE_AUDITOR,     /* reads everything, writes nothing */
    ROLE_COUNT_
};
struct str role_name(enum role r);  /* "centre"; stored form */
struct str role_title(enum role r); /* "认定机关"; for people */
bool role_of(struct str name, enum role *ret);

struct role_grant {
    enum role role;
    int64_t programme_id; /* 0: all */
    struct str region;    /* "": the whole country */
};
struct membership {
    int64_t subject_id;
    struct str role;      /* owner, editor, viewer */
    struct str subject_name;
    struct str kind;      /* organisation, person */
};
/* A seat on a body that takes part in a programme (body.h). */
struct seat {
    int64_t body_id, programme_id;
    struct str kind;      /* of pack_body */
    struct str name, region;
};
/* A seat on a panel that is open (panel.h), or a substitute's. */
struct panel_seat {
    int64_t panel_id, programme_id;
    bool is_chair;
};
struct actor {
    int64_t account_id;   /* 0: the system, or a visitor */
    struct str name;
    bool is_system;
    bool second_factor;   /* this session proved it */
    const struct role_grant *grants;
    size_t n_grants;
    const struct membership *memberships;
    size_t n_memberships;
    const int64_t *held;  /* programmes that one of these has, or had, a title
                             of */
    size_t n_held;
    const struct seat *seats; /* on bodies that are valid */
    size_t n_seats;
    const struct panel_seat *panels;
    size_t n_panels;
    const int64_t *interests; /* subjects whose files are closed to him:
                                 declared, or matched (interest.h) */
    size_t n_interests;
};
/* The program itself: the daily tick, jobs, time-outs. */
struct actor actor_system(void);
struct actor actor_visitor(void);

/* --- the act --- */

struct act {
    struct arena *a;         /* results and scratch */
    const struct domain *d;
    struct tx *tx;
    const struct actor *who;
    int64_t now_us;
    struct day today;        /* Beijing day of now_us */
};
struct act act_make(struct arena *a, const struct domain *d, struct tx *tx,
    const struct actor *who, int64_t now_us);

/* --- permission, decided here and nowhere else --- */

enum permission {
    MAY_UNSET = 0,
    MAY_ANYBODY,          /* no account needed */
    MAY_SIGNED_IN,
    MAY_SEE_DESK,         /* any officer role */
    MAY_READ_FILES,       /* secretariat, centre, auditor */
    MAY_REVIEW,           /* secretariat, centre */
    MAY_DECIDE,           /* centre */
    MAY_PUBLISH,          /* centre, secretariat: notices */
    MAY_RECOMMEND,        /* entrusted body */
    MAY_SUPERVISE,        /* secretariat, centre: proceedings, lists */
    MAY_RULE,             /* rules, centre: packs, readings, calendar, rounds */
    MAY_SIT,              /* has a seat on some body */
    MAY_JUDGE,            /* has a seat on some panel */
    MAY_KEEP,             /* MAY_READ_FILES or MAY_SIT: registers */
    MAY_ADMINISTER,       /* admin */
    MAY_AUDIT,            /* auditor, admin */
    MAY_COUNT_
};

/* Anywhere at all, for the route table. */
bool may(const struct actor *who, enum permission p);
/* In a programme (0: any) and region ("" any). */
bool may_in(const struct act *x, enum permission p, int64_t programme_id,
    struct str region);
/* ERR_DENIED with a sentence unless may_in. */
NODISCARD enum status act_require(const struct act *x, enum permission p,
    int64_t programme_id, struct str region, struct err *err);

/*
 * The same at one level of division (1 province, 2 prefecture, 3 county; 0: at
 * any): by a grant for the very division of that level in which region lies
 * (region_at_level). A wider grant is not enough: it may read and follow, it
 * does not decide what is another's.
 */
bool may_at(const struct act *x, enum permission p, int64_t programme_id,
    struct str region, int level);
/* Who acts there, for people: "重庆市 万州区的主管机关". */
struct str level_authority(
    const struct act *x, struct str region, int level);
/* ERR_DENIED unless may_at: says who acts and on which clause ("" none). */
NODISCARD enum status act_require_at(const struct act *x, enum permission p,
    int64_t programme_id, struct str region, int level, struct str cite,
    struct err *err);

/* Is there a grant for the whole country? Without one a list is sifted by
 * region, row by row. programme_id 0: in all programmes. */
bool may_everywhere(
    const struct act *x, enum permission p, int64_t programme_id);
/* In some programme at least. */
bool may_everywhere_in_one(const struct act *x, enum permission p);
/* The region that a list of the programme begins with: "" if the actor may in
 * all of it, else that of his first grant. */
struct str actor_region(
    const struct act *x, enum permission p, int64_t programme_id);

/* Has the actor the permission in the region above this one (county,
 * prefecture, province; above them all, everywhere)? */
bool may_above(const struct act *x, enum permission p, int64_t programme_id,
    struct str region);
/* As act_require for what is not kept apart by region: lists and acts over all
 * holders of a programme (0: of all programmes). A grant for a part of the
 * country, or of the programmes, is not enough. */
NODISCARD enum status act_require_whole(const struct act *x,
    enum permission p, int64_t programme_id, struct err *err);

/* Rights of the people of a subject: viewer < editor < owner. */
bool acts_for(const struct actor *who, int64_t subject_id,
    const char *at_least /* "viewer", "editor", "owner" */);
/* ERR_NOT_FOUND (not DENIED: existence is not told) unless acts_for. */
NODISCARD enum status act_require_member(const struct act *x,
    int64_t subject_id, const char *at_least, struct err *err);
/* The actor's seat on a body; NULL: none. */
const struct seat *actor_seat(const struct actor *who, int64_t body_id);
/* Works on other people's files: has a grant, or a seat on a body or panel. */
bool actor_is_official(const struct actor *who);

/* Is this file closed to the actor, although he is an official? Neither its
 * content nor its counts or timing are told to him. */
bool actor_is_barred(const struct actor *who, int64_t subject_id);
/* ERR_DENIED if the actor has an interest in the subject: declared, matched,
 * member of it, or created its file. "Nobody decides on a file in which he has an
 * interest" (requirements 2.5). */
NODISCARD enum status act_require_no_interest(
    const struct act *x, int64_t subject_id, struct err *err);

/* --- the audit line, written in the transaction of the change --- */

struct audit_line {
    int64_t programme_id; /* 0: none */
    int64_t subject_id;   /* 0: none */
    const char *object_kind; /* "application", "accreditation", "account" ... */
    int64_t object_id;
    const char *event;    /* "submit", "request-supplement" ... */
    struct str from, to;  /* states; "" if none */
    struct str reason;
    struct str clause;    /* clause id */
    struct str document;  /* number of the document made, or "" */
};
NODISCARD enum status audit_add(
    struct act *x, const struct audit_line *line, struct err *err);

/* Row as read back. */
struct audit_row {
    int64_t id, at_us, actor_id, programme_id, subject_id, object_id;
    struct str actor, object_kind, event, from, to, reason, clause, document;
};
/* Newest first, at most n, rows with id < before (INT64_MAX: from the top).
 * object_kind "" all. */
NODISCARD enum status audit_list(struct act *x, struct str object_kind,
    int64_t object_id, int64_t before, size_t n, const struct audit_row **ret,
    size_t *ret_n, struct err *err);
/* History of one subject, oldest first. */
NODISCARD enum status audit_of_subject(struct act *x, int64_t subject_id,
    const struct audit_row **ret, size_t *ret_n, struct err *err);

/* --- numbers of documents --- */

/* Next number of a scope such as "ZYGZZ-2023": 1, 2, 3 ... without gaps. */
NODISCARD enum status serial_next(
    struct act *x, struct str scope, int64_t *ret, struct err *err);

/*
 * Number by a pack's format, e.g. "ZYGZZ-{{year}}-{{serial:5}}"; the scope of
 * the serial is the format with the year filled in.
 */
NODISCARD enum status number_make(struct act *x, struct str format,
    struct str *ret, struct err *err);

/* --- a last day as far as it can be known --- */

/*
 * The holidays of a year are published in the November before it. A term that
 * ends beyond them is no error here: it is open, why says what is missing, and
 * the daily run closes it once the table has the year.
 */
struct due {
    struct day day;  /* open: of calendar days the day on which the count ends,
                        which moves if it is a rest day; of working days
                        DAY_NONE */
    bool open;
    struct str why;  /* deadline_text; open: what is known and what is not */
};
/* ERR_INPUT as deadline_compute. */
NODISCARD enum status due_compute(struct act *x, struct day day_zero,
    struct term term, struct due *ret, struct err *err);

/* --- counted windows (log-in attempts, guesses) --- */

/* Counts one hit in bucket; ERR_LIMIT when more than `most` within window_s.
 * rate_check says the same of the next hit and counts nothing. */
NODISCARD enum status rate_check(struct act *x, struct str bucket,
    int64_t most, int64_t window_s, struct err *err);
NODISCARD enum status rate_hit(struct act *x, struct str bucket, int64_t most,
    int64_t window_s, struct err *err);

/* --- settings --- */
NODISCARD enum status setting_get(struct act *x, struct str name,
    struct str otherwise, struct str *ret, struct err *err);
NODISCARD enum status setting_put(
    struct act *x, struct str name, struct str value, struct err *err);

#endif
