/* register.h - registers that people write rows into (part of pack.h), and the
 * official tables that are imported and exported. */
#ifndef PACK_REGISTER_H
#define PACK_REGISTER_H

#include "base/base.h"
#include "pack/form.h"
#include "pack/grounds.h"
#include "pack/label.h"

/* Official table that is imported and exported: columns exactly so. */
struct pack_import {
    struct str name;           /* 附件3 */
    struct label title;        /* 中小企业志愿服务工作站汇总表 */
    const struct pack_field *head;    /* 填写单位, 联系人, 联系电话 */
    size_t n_head;
    const struct pack_field *columns; /* without 序号, in official order */
    size_t n_columns;
    struct str name_column;    /* column that names the subject */
    struct str note;           /* printed below, or "" */
    struct str clause;
};

/* A rule that each row of a register is judged by: its fields and the records
 * of the holder are facts. */
struct pack_guard {
    struct str rule;
    enum guard_else {
        GUARD_REFUSE,          /* the row is not taken */
        GUARD_FLAG,            /* taken, and marked for the officers */
        GUARD_BREACH           /* taken, marked and entered as a breach */
    } otherwise;
    const struct str *states;  /* judged when the row comes into one of these;
                                  none: when it is written */
    size_t n_states;
    struct str breach;         /* which kind of breach: an option of the form of
                                  the register of breaches */
    struct str clause;
};

/* A register that people write rows into: needs, suggestions, training,
 * venues, resources, commendations, media ... As facts of rules its rows are
 * the list 记录.<name>: contexts of the form's fields, 登记日 and 记录状态. */
struct pack_record {
    struct str name;
    struct label title, hint;
    struct str form;           /* name of a form with one section */
    struct str write;          /* role that adds rows: holder, host, officer,
                                  public */
    struct str read;           /* holder, host, officer, public */
    struct str kept_by;        /* kind of body whose people write, answer and
                                  decide in place of the officers; or "" */
    struct str host_field;     /* text field with the number of the holder of
                                  works_at that the row belongs to; or "" */
    struct str public_until;   /* date field: last day on public pages; or "" */
    bool answered;             /* an officer answers each row */
    struct str clause;
    bool while_active;         /* only while the status is alive, officers too */
    const struct pack_guard *guards;
    size_t n_guards;
    const struct str *states;  /* the first is that of a new row, the others
                                  are what decide_by may decide; none: open,
                                  answered, closed */
    size_t n_states;
    struct str decide_by;      /* role: secretariat, centre */
    bool by_superior;          /* of the region above that of the row */
    struct str decide_field;   /* one_of field that takes the state, or "" */
    struct str decide_day;     /* date field that takes the day, or "" */
    bool four_eyes;            /* who wrote the row does not decide it */
    struct str due_field;      /* date field: the last day to be done with it */
    struct term due;           /* or a term from the day of writing; n 0: none */
    const struct str *unique;  /* fields that no two rows of a holder share */
    size_t n_unique;
    struct str frozen_by;      /* record of a report duty: rows of a year that
                                  is reported are only corrected; or "" */
    struct str day_field;      /* date field, or integer field with the year,
                                  that tells a row's year */
    bool breaches;             /* breaches found by guards are entered here */
    const struct pack_effect_of *effects; /* what a new row brings about */
    size_t n_effects;
    struct str activity_of;    /* text field with the number of another holder
                                  whose activity the row tells; or "" */
    bool activity;             /* the row tells activity of its own holder */
    const struct str *publish_by; /* kinds of bodies that write it, with the
                                  holder's consent; public once approved */
    size_t n_publish_by;
    struct label consent;      /* what the holder consents to */
    struct str approve_by;     /* role: secretariat, centre */
    bool single;               /* a newer published row replaces the older */
    struct str open_until;     /* text field: a row is open work of whom
                                  activity_of names, else of its holder, until
                                  it is answered; or "" */
    struct str progress;       /* one_of field: the rows are tasks; it takes
                                  the step: given, accepted, reported, done */
    const struct str *report;  /* fields the holder answers when it reports */
    size_t n_report;
    struct str report_day;     /* date field that takes the day of it, or "" */
    struct str accept_by;      /* role that accepts reports; "": nobody has to */
    const struct pack_field *rows; /* 记录.<name> as a field of rows */
};
#define PACK_RECORDS "记录."
#define PACK_RECORD_DAY "登记日"
#define PACK_RECORD_STATE "记录状态"

#endif
