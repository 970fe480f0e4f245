/* diary.h - the volunteer diary (CN-4-c, CW-13-c, CE-11-b): entries, what the
 * enterprises say of them, and the counters of the yearly duty. Errors of all
 * calls: core.h. */
#ifndef DOMAIN_DIARY_H
#define DOMAIN_DIARY_H

#include "domain/accreditation.h"
#include "domain/core.h"

/* An enterprise served. */
struct diary_enterprise {
    struct str name, credit_code, size, mobile; /* but for name all may be "" */
    /* as read back */
    int64_t n;               /* position, from 1 */
    struct str answer;       /* NONE, CONFIRMED, DENIED */
    int64_t rating;          /* 1..5; 0 none */
    struct str remark;
    int64_t said_minutes;    /* what the enterprise says; 0: as reported */
    bool said_paid;          /* it says that it was charged */
    int64_t answered_us;     /* 0: not yet */
};

/* What somebody reports. */
struct diary_new {
    int64_t subject_id, accreditation_id;
    int64_t activity_id;     /* 0: none */
    struct day day;          /* DAY_NONE: the day of start_us */
    int64_t start_us, end_us;
    struct str mode, place, service_type, form, topic;
    int64_t people;
    struct str experts, campaign, content, results;
    int64_t fee_fen;         /* anything but 0 is refused (CN-5-c) */
    const struct json *extra; /* further fields of the pack's form; NULL none */
    const struct diary_enterprise *enterprises;
    size_t n_enterprises;
    const struct str *photos; /* SHA-256 of the photographs, for the flags; the
                                 caller adds the attachments */
    size_t n_photos;
};

struct diary {
    int64_t subject_id, id, accreditation_id, programme_id, activity_id;
    struct day day;
    int64_t start_us, end_us, minutes;
    struct str mode, place, service_type, form, topic;
    int64_t people;
    struct str experts, campaign, content, results;
    const struct json *extra;
    int64_t enterprises;
    bool late;               /* after the days of the pack's parameter */
    bool is_void;
    struct str void_reason;
    int64_t corrects_id;     /* 0: none */
    bool on_behalf;          /* entered by an officer: marked for ever */
    struct str flags;        /* words of DIARY_FLAG_*, with spaces */
    int64_t submitted_us, submitted_by, version;
};

/* What officers should look at; never a reason to refuse. */
#define DIARY_FLAG_PHOTO "PHOTO"         /* a photograph used before */
#define DIARY_FLAG_SAME_LIST "SAME_LIST" /* enterprises as in the entry before */
#define DIARY_FLAG_LONG_DAY "LONG_DAY"   /* more than 12 hours in the day */
#define DIARY_FLAG_DENIED "DENIED"       /* an enterprise says: not here */
#define DIARY_FLAG_FEE "FEE"             /* an enterprise says: paid */
bool diary_has_flag(const struct diary *d, const char *flag);
/* Words for people, Chinese. */
const char *diary_flag_title(const char *flag);

/*
 * Reads the answers of the pack's form "diary" into *e (subject and
 * accreditation stay as they are). Fields that the program does not know go
 * into e->extra.
 * Errors: ERR_INPUT  a time that is none, or another day than 服务日期.
 */
NODISCARD enum status diary_from_answers(struct arena *a,
    const struct pack_form *form, const struct json *answers,
    struct diary_new *e, struct err *err);

/* The answers that would give this entry again: for correcting and copying. */
const struct json *diary_answers(struct arena *a, const struct diary *d,
    const struct diary_enterprise *enterprises, size_t n);

/*
 * Reports: one entry, its enterprises, the counters and the holder's last
 * activity in one transaction; a WARNED holder becomes ACTIVE (S-C20).
 * Enterprises with a mobile number get the link for confirming by SMS. By the
 * holder's editors, or by an officer on behalf (marked).
 *
 * Errors, with the field of the form: ERR_INPUT  end not after start, more than
 * 24 hours, in the future, before admission or after the end of the status, no
 * content, no enterprise, one enterprise twice, a bad credit code or mobile, a
 * fee; ERR_LIMIT  the year was closed (CN-4-c: 15 January); ERR_CONFLICT  a
 * person cannot be in two places (CE-11-b).
 */
NODISCARD enum status diary_submit(struct act *x, const struct diary_new *e,
    struct diary *ret, struct err *err);

/* A new entry in place of an old one, which becomes void with the reason.
 * Errors: as diary_submit and diary_void. */
NODISCARD enum status diary_correct(struct act *x, int64_t old_id,
    const struct diary_new *e, struct str reason, struct diary *ret,
    struct err *err);

/* Takes an entry back; the counters follow. By the holder's editors or an
 * officer. ERR_INPUT without a reason; ERR_CONFLICT void already. */
NODISCARD enum status diary_void(struct act *x, int64_t subject_id, int64_t id,
    struct str reason, struct err *err);

/* Entries were reported since an instant, and all of them are void by now.
 * For rules that run in another act's transaction: asks no permission. */
NODISCARD enum status diary_none_left_since(struct act *x,
    int64_t subject_id, int64_t accreditation_id, int64_t since_us, bool *ret,
    struct err *err);

/* For the holder's people and officers. */
NODISCARD enum status diary_get(struct act *x, int64_t subject_id, int64_t id,
    struct diary *ret, struct err *err);
NODISCARD enum status diary_enterprises(struct act *x, const struct diary *d,
    const struct diary_enterprise **ret, size_t *ret_n, struct err *err);
/* Entries of a calendar year (0: all), newest first, void ones too; at most
 * 2000. */
NODISCARD enum status diary_list(struct act *x, int64_t subject_id,
    int64_t accreditation_id, int year, const struct diary **ret,
    size_t *ret_n, struct err *err);
/* Officers: newest first, submitted before an instant (INT64_MAX: from the
 * top); `flagged`: only entries with a flag. */
NODISCARD enum status diary_recent(struct act *x, int64_t programme_id,
    int64_t before_us, bool flagged, size_t n, const struct diary **ret,
    size_t *ret_n, struct err *err);

/* --- the enterprise's word, without an account --- */

/* A new link for one enterprise of an entry, for a QR code: *ret is the token;
 * an older link of the same enterprise ends. ERR_CONFLICT answered already. */
NODISCARD enum status diary_new_token(struct act *x, int64_t subject_id,
    int64_t id, int64_t n, struct str *ret, struct err *err);

struct diary_question {
    struct diary diary;
    struct diary_enterprise enterprise;
    struct str holder;
};
/* ERR_NOT_FOUND: no such link, or the entry is void. */
NODISCARD enum status diary_by_token(struct act *x, struct str token,
    struct diary_question *ret, struct err *err);

struct diary_answer {
    bool was_here;
    int64_t minutes;  /* 0: as reported */
    bool paid;        /* it was charged */
    int64_t rating;   /* 1..5; 0: none */
    struct str remark;
};
/*
 * Once. The first confirmation of an entry makes its minutes confirmed ones;
 * "not here" and "paid" set a flag and open an irregularity record if the pack
 * has one.
 * Errors: ERR_CONFLICT answered already; ERR_INPUT rating or remark.
 */
NODISCARD enum status diary_answer(struct act *x, struct str token,
    const struct diary_answer *answer, struct err *err);

/* --- counters of the yearly duty --- */

struct year_count {
    int year;
    int64_t minutes;           /* of all accepted entries (R9) */
    int64_t confirmed_minutes; /* part of them that an enterprise confirmed */
    int64_t enterprises;       /* different ones */
    int64_t diaries;
    int64_t rating_sum, rating_count;
};
/* Noughts if there is nothing. */
NODISCARD enum status diary_count(struct act *x, int64_t subject_id,
    int64_t accreditation_id, int year, struct year_count *ret,
    struct err *err);
/* Makes the counters anew from the entries. */
NODISCARD enum status diary_rebuild_counts(struct act *x, int64_t subject_id,
    int64_t accreditation_id, struct err *err);
/* The counters as facts of the duty's rules: 年度服务分钟, 年度服务企业数,
 * 年度日记数 and 整年在册 (admitted on or before 1 January and valid through
 * 31 December). */
const struct json *diary_facts(struct arena *a, const struct accreditation *c,
    const struct year_count *count);

#endif
