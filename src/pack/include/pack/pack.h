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
#include "feel/feel.h"
#include "pack/duty.h"
#include "pack/form.h"
#include "pack/form_input.h"
#include "pack/grounds.h"
#include "pack/identifier.h"
#include "pack/inspection.h"
#include "pack/label.h"
#include "pack/procedure.h"
#include "pack/regions.h"
#include "pack/register.h"
#include "pack/research.h"
#include "pack/verdict.h"

struct pack;
struct pack_model;
struct pack_law;      /* law.h */
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
    bool one_for_holder;       /* plaque: one for all titles of a holder */
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
    const struct pack_law *laws; /* law.h: other texts that it rests on */
    size_t n_laws;
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
/* How a clause is quoted; the id itself if the regulation has none such. */
struct str pack_cite(const struct pack *p, struct str clause);
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

#endif
