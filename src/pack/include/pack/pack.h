/* pack.h - a policy pack: a regulation as data. Loading, checking, judging.
 *
 * A pack is a folder; docs/pack-format.md describes its files. Loaded, it is
 * an immutable value in an arena of its own, named by the SHA-256 of its
 * files. Everything a page or a rule of the domain needs stands in plain
 * structs here; every part names its clause.
 *
 * Names of rules, facts, fields and sections are in the pack's own language.
 */
#ifndef PACK_PACK_H
#define PACK_PACK_H

#include "base/base.h"
#include "calendar/calendar.h"
#include "feel/explain.h"
#include "feel/feel.h"
#include "format/json.h"
#include "pack/duty.h"
#include "pack/identifier.h"
#include "pack/inspection.h"
#include "pack/label.h"
#include "pack/regions.h"
#include "pack/research.h"

struct pack;
struct dmn_model; /* dmn/dmn.h */
struct pack_model;
struct dmn_trace;
struct pack_planning; /* planning.h */

/* --- regulation --- */

struct pack_clause {
    struct str id;      /* "CW-4-1" */
    struct str cite;    /* "《…管理办法（试行）》第四条（一）" */
    struct str text;    /* the official sentence */
    struct str heading; /* chapter or article heading above it, or "" */
    struct str kind;    /* as in the register of clauses: duty, sanction ... */
};

/* A clause that no other part of the pack realises: a page of the program does,
 * or it asks nothing of it and is shown, no more. */
struct pack_elsewhere {
    struct str name;      /* the clause's id */
    struct str page;      /* "/desk/assessments", or "" */
    struct str text_only; /* why it is no more than text, or "" */
};

/* --- forms --- */

enum field_type {
    FIELD_TEXT,        /* one line */
    FIELD_LONG_TEXT,
    FIELD_INTEGER,
    FIELD_MONEY_FEN,   /* typed in yuan, stored in fen */
    FIELD_DATE,
    FIELD_DATE_TIME,
    FIELD_YES_NO,
    FIELD_ONE_OF,      /* options */
    FIELD_MANY_OF,
    FIELD_CREDIT_CODE, /* 统一社会信用代码 */
    FIELD_ID_NO,       /* 公民身份号码 */
    FIELD_MOBILE,
    FIELD_PHONE,       /* mobile or landline */
    FIELD_EMAIL,
    FIELD_REGION,      /* division code, prefecture or county */
    FIELD_FILE,        /* one or more attachments */
    FIELD_ROWS,        /* a table of `columns` */
    FIELD_TICK         /* must be ticked to be complete: statements */
};

struct pack_option {
    struct str value;
    struct label label;
};

/* Rows of one table, and bytes of all answers to one form as JSON. */
#define PACK_ROWS_MAX 5000
#define PACK_ANSWERS_MAX ((size_t)8 << 20)

struct pack_field {
    struct str name;        /* also the name of the fact */
    struct label label, hint;
    enum field_type type;
    bool required;
    bool is_private;        /* personal data: masked, never public */
    struct str clause;
    const struct pack_option *options;
    size_t n_options;
    bool other;             /* one of, many of: a text that is no option is
                               kept, with a warning */
    int64_t min, max;       /* value (money: fen), length in characters, number
                               of ticks; 0, 0: the type's default (one line
                               200, long text 5,000 characters, amounts 15
                               digits, integers 0 to 12 digits) */
    bool has_max;           /* max was given, be it 0 */
    struct str unit;        /* integers: 人, 家, 分钟 ...; "" none */
    bool not_future;        /* dates: today at the latest */
    int64_t warn_below;     /* length under which a warning shows; 0: none */
    size_t max_files;
    const struct pack_field *columns; /* FIELD_ROWS */
    size_t n_columns;
    size_t min_rows, max_rows;        /* max_rows 0: PACK_ROWS_MAX */
    const struct str *unique; /* columns that tell rows apart */
    size_t n_unique;
    struct str show_if;     /* FEEL over the form's facts, "" always */
    const struct feel_expr *show_if_expr;
    struct str autocomplete; /* HTML autocomplete token or "" */
};

struct pack_section {
    struct str name;
    struct label title, hint;
    const struct pack_field *fields;
    size_t n_fields;
};

struct pack_form {
    struct str name;        /* file name without ending */
    struct label title;     /* official title */
    struct str clause;
    const struct pack_section *sections;
    size_t n_sections;
};

/* NULL if absent. */
const struct pack_field *form_field(
    const struct pack_form *f, struct str name);
/* The clause that a form, or one of its fields, rests on; "" if the pack has no
 * such form or field. */
struct str form_clause(const struct pack *p, struct str form);
struct str form_field_clause(
    const struct pack *p, struct str form, struct str field);

/* --- rules --- */

enum rule_kind {
    RULE_FEEL,     /* an expression */
    RULE_ALL,      /* all of `parts` */
    RULE_ANY,      /* one of `parts` */
    RULE_ATTESTED, /* a person attests: the fact 认定.<name> */
    RULE_VALUE     /* a derived fact, not a condition */
};

struct pack_rule {
    struct str name;
    enum rule_kind kind;
    struct label title;        /* short, for lists; default: name */
    struct str clause;
    struct str feel;
    const struct feel_expr *expr;
    const struct str *parts;
    size_t n_parts;
    const struct str *evidence; /* fields that prove it */
    size_t n_evidence;
    struct str reading;        /* name of a pack_reading or "" */
    struct label help;         /* what to do if it is not met */
    const struct pack_model *model; /* a table or box of a .dmn file, which
                                       expr calls; NULL: none */
};

struct pack_reading {
    struct str name;
    struct str of;             /* clause */
    struct label question;
    struct str chosen;         /* value of the default option */
    const struct pack_option *options; /* value and what it means */
    size_t n_options;
};

struct pack_parameter {
    struct str name;
    int64_t value;
    struct str unit;
    struct str clause;
};

/* A fact from outside: neither a form nor the program knows it, an officer or
 * an interface gives it (pack_facts.extra). */
struct pack_fact {
    struct str name;
    struct label title;
    enum feel_type type;
    struct str unit;           /* of a number, or "" */
    struct str source;         /* where the figure comes from, or "" */
    struct str clause;
};

/* --- procedures --- */

enum stage_kind { STAGE_RECOMMEND, STAGE_FIRST_INSTANCE, STAGE_FORMAL_REVIEW,
    STAGE_EVALUATION, STAGE_DECISION, STAGE_PUBLIC_NOTICE, STAGE_RECORDATION,
    STAGE_PUBLICATION, STAGE_GRANT };

/* What a panel scores, each member from 0 to max. */
struct pack_score {
    struct str name;
    struct label title;
    int max, weight;
    struct str clause;
};

struct pack_stage {
    enum stage_kind kind;
    struct label title;
    struct str by;             /* role that acts: secretariat, centre ... */
    struct str decide;         /* rule judged here, or "" */
    const struct str *criteria; /* what the reviewer marks: 合法性, 真实性 */
    size_t n_criteria;
    bool four_eyes;            /* a second person confirms */
    struct term within;        /* to be decided, from the day it was handed in;
                                  n == 0: not said */
    struct term supplement;    /* n == 0: no supplement */
    int max_supplements;
    struct term period;        /* length of a public notice */
    int term_years;            /* of what is granted */
    struct str document;       /* name of the document issued */
    struct str clause;
    const struct str *channels; /* only on these; none: on every channel */
    size_t n_channels;
    /* Kinds of pack_body. recommend, first_instance: who may act;
     * publication: who signs, in this order. */
    const struct str *bodies;
    size_t n_bodies;
    int max_returns;           /* recommend, first_instance; 0: no limit */
    struct term remind;        /* waiting longer is marked; n == 0: never */
    bool refusal_ends;         /* refused there is the end, not a draft again */
    struct term recheck;       /* to ask for a second look at it; n == 0: never */
    int panel_min, panel_max;  /* evaluation: members; 0: no bound */
    bool chair_breaks_tie;     /* evaluation */
    const struct pack_score *scores; /* evaluation */
    size_t n_scores;
    struct term onsite_notice; /* evaluation; n == 0: no review on site */
    const struct str *quotas;  /* decision: of pack_quota */
    size_t n_quotas;
    struct str table;          /* publication: document with the columns of the
                                  list that goes with it, or "" */
};

struct pack_channel {
    struct str name;           /* self, invited, direct */
    struct label title;
    struct str clause;
    struct str by;             /* role: applicant, recommender */
    struct str import;         /* name of a pack_import or "" */
    struct str decide;         /* rule judged on this channel in place of those
                                  of the stages, or "" */
    struct str document;       /* what its holders get in place of the document
                                  of the stage grant (whose number it has), or
                                  "" */
};

/* What a granted application about a holding does to it. */
enum pack_effect {
    EFFECT_BY_STAGES, /* with a stage grant: grants or extends; without: ends */
    EFFECT_MOVE,      /* works at another holder from now on */
    EFFECT_CHANGE,    /* what is kept with it (info) is another */
    EFFECT_SUSPEND, EFFECT_RESUME, EFFECT_END
};

enum pack_party { PARTY_HOST, PARTY_ASKED_HOST, PARTY_HOST_AUTHORITY };
/* A consent that an application needs from somebody beside who decides: the
 * host where the applicant works, the one it asks for, the authority of the
 * region it leaves. The fact 同意.<name> is there once they answered. */
struct pack_consent {
    struct str name;
    struct label title;
    enum pack_party of;
    bool across;               /* only between hosts of two regions */
    struct str clause;
};
#define PACK_CONSENT "同意."

struct pack_procedure {
    struct str name;           /* apply, renew, withdraw */
    struct label title;
    struct str form;           /* name of a form, or "" */
    const struct pack_channel *channels;
    size_t n_channels;
    const struct pack_stage *stages;
    size_t n_stages;
    struct day window_until;   /* default for a round, DAY_NONE: open */
    struct str window_clause;
    int window_before_days, window_after_days; /* renew: around the last day */
    struct str priority_field; /* MANY_OF field whose ticks sort first, or "" */
    struct str region_field;   /* REGION field that says where inside its
                                  registered region the applicant is, or "" */
    struct str categories_field; /* MANY_OF field: names of pack_category, or "" */
    struct str incubation_field; /* YES_NO field: takes the second outcome, or "" */
    struct str conditions;     /* rule that holds all conditions, for guides;
                                  "": that of the first stage that decides */
    bool again_in_expiry_year; /* a holder may apply anew in the calendar year
                                  of the last day of its term */
    struct str again_document; /* what a renewed term gives in place of the
                                  document of the stage grant, or "" */
    struct str again_clause;
    bool keeps;                /* a report: the holding stays as it is */
    struct str opens;          /* keeps: ground if the conditions are gone, "" */
    struct str report_from;    /* keeps: DATE field, day zero of report_within */
    struct term report_within; /* n 0: no term */
    enum pack_effect effect;   /* what it does once granted */
    struct str host_field;     /* TEXT field with the number of the holder that
                                  the applicant is to work at, or "" */
    const struct str *info;    /* fields kept with the holding, for the public
                                  register and for rules of those who work there */
    size_t n_info;
    const struct pack_consent *consents;
    size_t n_consents;
    struct str clause;
    const struct str *before;  /* what is needed, for 办事指南: free lines */
    size_t n_before;
};

/* Registers that the program writes a row into when something happens to a
 * holding: its name is the event grant, move, change, suspend, resume, end. */
struct pack_keep {
    struct str name;
    const struct str *records;
    size_t n_records;
    struct str clause;
};

/* An exception that the text allows (原则上, R12): asked for by who handles the
 * file, agreed to by somebody else, listed. The fact 例外.<name> is true once
 * agreed. */
struct pack_exception {
    struct str name;
    struct label title;
    bool by_superior;          /* agreed to by the authority above the region of
                                  the file; else by its own */
    struct str record;         /* register of those agreed to */
    struct str clause;
};
#define PACK_EXCEPTION "例外."

/* A kind of body that takes part beside the authority: a recommender, a first
 * instance, a publisher. The bodies themselves are data of the installation
 * (domain/body.h). */
struct pack_body {
    struct str name;           /* 省级律师行业协会 */
    struct label title;
    int level;                 /* 0 nation, 1 province, 2 prefecture, 3 county */
    bool may_recommend;        /* false: may collect files, not recommend */
    struct str clause;
};

/* One of several titles that an application may ask for, each judged by itself
 * and held by itself. */
struct pack_category {
    struct str name;           /* an option of categories_field */
    struct label title;
    struct str rule;           /* condition of recognition */
    struct str incubate_rule;  /* of the second outcome, or "" */
    struct str clause;
};

/* Places, counted by holders recognised: one subject takes one place. */
struct pack_quota {
    struct str name;
    struct label title;
    struct str limit;          /* name of a parameter */
    int year;                  /* recognised in this year; 0: ever */
    struct day due;            /* recognised later is marked; DAY_NONE */
    struct str clause;
};

/* --- life after the grant --- */

struct pack_watch {
    struct str name;
    struct label title;
    struct str when;           /* rule: true means act */
    enum { WATCH_WARN, WATCH_EXPIRE, WATCH_REMIND, WATCH_PROPOSE_REVOKE,
        WATCH_LIST /* officers see it in a list; nothing follows */ } then;
    struct str message;        /* template */
    struct str clause;
};

#include "pack/grounds.h"

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
    const struct pack_field *rows; /* 记录.<name> as a field of rows */
};
#define PACK_RECORDS "记录."
#define PACK_RECORD_DAY "登记日"
#define PACK_RECORD_STATE "记录状态"

/* A column of a table. `from` is row, subject, number, region, channel,
 * recommender, result, notice (first to last day), remark; or the name of a
 * field or of a value rule. */
struct pack_column {
    struct str name;
    struct label title;
    struct str from;
};

/* Wording of what is printed or sent; {{name}} is replaced. */
struct pack_document {
    struct str name;
    struct label title;
    struct str body;
    struct str number_format;  /* "ZYGZZ-{{year}}-{{serial:5}}" or "" */
    struct str clause;
    struct str layout;         /* certificate, letter, message, notice, list,
                                  table (with columns), plaque */
    const struct pack_column *columns; /* of a table, in official order */
    size_t n_columns;
};

struct pack {
    struct str id, version, hash; /* hash: 64 hex digits */
    struct day in_force;
    struct label title, short_title, holder_title; /* 中小企业志愿服务工作站 */
    struct label authority;    /* default name of the authority */
    struct str subject;        /* organisation | person */
    struct str doc_no;         /* 中小企通〔2023〕8号 */
    struct str issuer;
    struct str status;         /* 试行, 草案 or "" */
    bool may_open;             /* false: draft regulation, rehearsal only */
    const struct pack_clause *clauses;
    size_t n_clauses;
    const struct pack_elsewhere *elsewhere;
    size_t n_elsewhere;
    const struct pack_parameter *parameters;
    size_t n_parameters;
    const struct pack_fact *facts;
    size_t n_facts;
    const struct pack_form *forms;
    size_t n_forms;
    const struct pack_rule *rules;
    size_t n_rules;
    const struct pack_reading *readings;
    size_t n_readings;
    const struct pack_procedure *procedures;
    size_t n_procedures;
    const struct pack_body *bodies;
    size_t n_bodies;
    const struct pack_category *categories;
    size_t n_categories;
    const struct pack_quota *quotas;
    size_t n_quotas;
    const struct pack_research *research;
    size_t n_research;
    const struct pack_watch *watches;
    size_t n_watches;
    const struct pack_duty *duties;
    size_t n_duties;
    const struct pack_ground *grounds;
    size_t n_grounds;
    const struct pack_trigger *triggers;
    size_t n_triggers;
    struct label end_title;    /* 撤销资格: what a decision does */
    struct label ended_title;  /* 已撤销: state of who has lost the status */
    struct label case_title;   /* 核实中: shown while a case is open; "" none */
    const struct str *honours_bans; /* packs whose bans count here too */
    size_t n_honours_bans;
    const struct pack_import *imports;
    size_t n_imports;
    const struct pack_record *records;
    size_t n_records;
    const struct pack_inspection *inspections;
    size_t n_inspections;
    struct str works_at;       /* programme whose holders one works at; "" */
    struct str works_at_clause;
    const struct str *profile; /* conditions shown with a holder, as hints */
    size_t n_profile;
    struct str town_field;     /* kept with a holder: groups a county's list */
    struct str history_document, history_form; /* nobody can apply; or "" */
    bool deregisters;          /* a holding that ends is DEREGISTERED */
    const struct pack_keep *keeps;
    size_t n_keeps;
    const struct pack_exception *exceptions;
    size_t n_exceptions;
    const struct pack_document *documents;
    size_t n_documents;
    const struct pack_planning *planning; /* NULL: places are not planned */
    /* code lists used outside forms: activity service types, fields ... */
    const struct pack_list {
        struct str name;
        const struct pack_option *options;
        size_t n;
    } *lists;
    size_t n_lists;
    const struct pack_file {
        struct str path;       /* relative to the pack */
        struct str bytes;
    } *files;                  /* sorted, without cases/: what the hash covers */
    size_t n_files;
};

const struct pack_clause *pack_clause(const struct pack *p, struct str id);
const struct pack_form *pack_form(const struct pack *p, struct str name);
const struct pack_rule *pack_rule(const struct pack *p, struct str name);
const struct pack_reading *pack_reading(const struct pack *p, struct str name);
const struct pack_procedure *pack_procedure(
    const struct pack *p, struct str name);
const struct pack_stage *procedure_stage(
    const struct pack_procedure *p, enum stage_kind kind);
/* The rule that holds all conditions of a procedure, for guides; "" if there
 * is none. */
struct str procedure_conditions(const struct pack_procedure *p);
const struct pack_body *pack_body(const struct pack *p, struct str name);
const struct pack_category *pack_category(
    const struct pack *p, struct str name);
const struct pack_quota *pack_quota(const struct pack *p, struct str name);
const struct pack_keep *pack_keep(const struct pack *p, struct str name);
const struct pack_exception *pack_exception(
    const struct pack *p, struct str name);
/* Is s taken on this channel? */
bool stage_applies(const struct pack_stage *s, struct str channel);
const struct pack_ground *pack_ground(const struct pack *p, struct str name);
const struct pack_document *pack_document(
    const struct pack *p, struct str name);
const struct pack_research *pack_research(
    const struct pack *p, struct str name);
const struct pack_import *pack_import(const struct pack *p, struct str name);
const struct pack_record *pack_record(const struct pack *p, struct str name);
const struct pack_inspection *pack_inspection(
    const struct pack *p, struct str name);
const struct pack_list *pack_list(const struct pack *p, struct str name);
/* Value of a parameter; ERR_NOT_FOUND names it. */
NODISCARD enum status pack_parameter(const struct pack *p, struct str name,
    int64_t *ret, struct err *err);

/* --- loading and checking --- */

struct pack_problem {
    enum { PROBLEM_ERROR, PROBLEM_WARNING } level;
    struct str file;
    int line, column;
    struct str text; /* what is wrong and what to do, in Chinese */
};

/*
 * Loads a pack from the folder dir (or from files already read) and checks it:
 * unknown keys and names, types, missing clauses, duplicate names, stages out
 * of order, rules never met or always met where that can be seen, readings
 * without alternative. All problems are collected, not only the first.
 *
 * a            owns the pack.
 * ret          NULL if there is an error among the problems.
 * ret_problems sorted by file and line; may hold warnings with a pack.
 * Errors: ERR_IO  the folder cannot be read.
 */
NODISCARD enum status pack_load(struct arena *a, const char *dir,
    const struct pack **ret, const struct pack_problem **ret_problems,
    size_t *ret_n, struct err *err);
NODISCARD enum status pack_load_files(struct arena *a,
    const struct pack_file *files, size_t n, const struct pack **ret,
    const struct pack_problem **ret_problems, size_t *ret_n, struct err *err);

/* --- decision models --- */

/*
 * The rules of a pack as a decision model of DMN 1.5, as XML that lives in a:
 * facts that the rules use as input data, parameters, readings and rules as
 * decisions, functions of the pack as business knowledge models, clauses as
 * knowledge sources. Tables and boxes of the pack's own .dmn files are written
 * as they are there. The same pack gives the same bytes.
 * docs/pack-format.md, DMN, tells what becomes what.
 *
 * Errors: ERR_LIMIT  the model would exceed 8 MiB.
 *         ERR_INPUT  a knowledge model, service or type of a .dmn file of the
 *                    pack has the name of another one that differs, or of a
 *                    fact, rule or function; the text names it.
 */
NODISCARD enum status pack_export_dmn(struct arena *a, const struct pack *p,
    struct str *ret, struct err *err);

/* --- judging --- */

enum outcome { NOT_MET, MET, UNDECIDED };

/* What is known of one case. */
struct pack_facts {
    const struct json *answers;   /* the form: name -> value */
    const struct json *extra;     /* more facts: counters, attestations (认定),
                                     dates of a holder; name -> value */
    const struct json *readings;  /* chosen readings, name -> value; absent: the
                                     pack's own */
    struct day reference;         /* 基准日 (R6) */
    int64_t now_us;
    const struct holidays *holidays;
};

enum change_kind {
    CHANGE_ONE,
    CHANGE_ALL, /* all of parts are needed */
    CHANGE_ANY  /* each of parts would do */
};

/* What would turn "not met" into "met": a comparison with its distance, or
 * several. Exact, never rounded: minutes also as hours, fen as yuan. */
struct pack_change {
    enum change_kind kind;
    struct label text; /* 专职人员数 29，还差 1 人（应 ≥ 30） */
    struct str fact;   /* the first fact of what would change */
    struct str found, op, asked; /* "29", "≥", "30"; op may be "" */
    struct str gap;    /* 还差 1 人, 差 1 天, 超出 0.01 元; or "" */
    const struct pack_change *parts;
    size_t n;
};

/* Where a fact comes from, so that people know where to supply it. */
struct pack_source {
    enum {
        SOURCE_FORM,     /* field and section are given */
        SOURCE_REVIEWER, /* a person attests it */
        SOURCE_OUTSIDE,  /* an officer or an interface gives it */
        SOURCE_RECORD,   /* the program knows it from its records */
        SOURCE_PACK      /* a parameter, a reading, a rule */
    } kind;
    struct label label;  /* what people call it: the form's label */
    struct label where;  /* in 申报表“基本信息”; 由审核人认定 ... */
    const struct pack_form *form;
    const struct pack_section *section;
    const struct pack_field *field;
};

struct pack_verdict {
    const struct pack_rule *rule;
    enum outcome outcome;
    struct str why;       /* one line with the arithmetic: 专职人员数 9 < 10，
                             还差 1 人；成立日期 2021-03-13 + 2年 = 2023-03-13 >
                             基准日 2023-03-12，差 1 天 */
    struct str why_en;
    struct str computed, required; /* for the formal-review sheet, may be "" */
    const struct str *missing; /* facts that are not known */
    const struct pack_source *sources; /* where to supply them, as many */
    size_t n_missing;
    struct str error;     /* an error in the rule itself, or "": no fault of
                             the applicant */
    struct day holds_from; /* not met only by time: first day on which it holds
                              with all else equal; DAY_NONE if unknown */
    bool not_in_ten_years; /* it depends on 基准日, and with all else equal no
                              day of the next ten years will do */
    const struct pack_change *change; /* what would change it, or NULL */
    const struct feel_trace *trace;
    /* Of a rule that is a table or box of a .dmn file: how that came about
     * (dmn/dmn.h); else NULL. */
    const struct dmn_trace *model;
    struct feel_value value;  /* RULE_VALUE, RULE_FEEL */
    const struct pack_verdict *parts; /* RULE_ALL, RULE_ANY */
    size_t n_parts;
    /* The rules that the expression names, as judged. A RULE_VALUE among them
     * has value and trace, and no outcome. */
    const struct pack_verdict *uses;
    size_t n_uses;
};

/*
 * Judges a rule. Pure: same pack, same facts, same verdict.
 *
 * Facts an expression sees: parameters, readings (as text), derived values,
 * answers (typed by the form: dates as dates, money in fen, rows as lists of
 * contexts, files as lists), `extra`, 基准日, 今日.
 *
 * Errors: ERR_NOT_FOUND  no such rule; a holiday year is missing.
 *         ERR_LIMIT      an evaluation limit.
 */
NODISCARD enum status pack_judge(struct arena *a, const struct pack *p,
    struct str rule, const struct pack_facts *facts, struct pack_verdict *ret,
    struct err *err);

/*
 * Value of a decision of a linked model on the facts of a case: its input data
 * are facts of the pack by name, its decisions named as readings or parameters
 * of the pack have the values chosen or given, its knowledge models that name
 * a function of the pack (dmn_native) are that function. What is not known
 * stays so: the value is a null that names it.
 *
 * A model that pack_export_dmn wrote gives the verdicts of the pack.
 *
 * Errors: ERR_NOT_FOUND  no such decision; a holiday year is missing.
 *         ERR_LIMIT      an evaluation limit.
 */
NODISCARD enum status pack_evaluate_model(struct arena *a,
    const struct pack *p, const struct dmn_model *m, struct str decision,
    const struct pack_facts *facts, struct feel_value *ret, struct err *err);

/* The outcome alone, many times faster: nothing is explained and no day is
 * searched. Errors: as pack_judge. */
NODISCARD enum status pack_outcome(struct arena *a, const struct pack *p,
    struct str rule, const struct pack_facts *facts, enum outcome *ret,
    struct err *err);

/* Value of a RULE_VALUE, or of any expression of the pack. Errors: as
 * pack_judge. */
NODISCARD enum status pack_value(struct arena *a, const struct pack *p,
    struct str rule, const struct pack_facts *facts, struct feel_value *ret,
    struct err *err);

/* A fact by its name: 认定.<rule> too. */
void pack_source_of(struct arena *a, const struct pack *p, struct str fact,
    struct pack_source *ret);

/*
 * The whole way to a verdict as a tree (feel/explain.h): the rule, its parts
 * or its expression with the value under each part, and below a fact that is
 * a rule how that came about. Private facts are masked.
 */
void pack_explain(struct arena *a, const struct pack *p,
    const struct pack_verdict *v, bool english, struct explain_node *ret);

/* A verdict with its trace as JSON, for the record and the API. */
const struct json *pack_verdict_json(
    struct arena *a, const struct pack_verdict *v);

/*
 * The tree of an explanation as JSON: kind, text, label, value (FEEL text),
 * shown (as people read it), state (missing, error), weight (decides, idle),
 * note, parts. What is empty is left out.
 */
const struct json *pack_explain_json(
    struct arena *a, const struct explain_node *n);

#include "pack/form_input.h"

#endif
