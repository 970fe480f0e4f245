/* web.h - the face: routes, requests in the domain's terms, pages.
 *
 * A request: route row -> permission -> session and CSRF -> handler -> answer.
 * A GET names one function; it runs in a read transaction and writes the page.
 * A POST names two: `act` runs in the write transaction (repeatable, no
 * outside effect), `reply` answers after the commit. If `act` fails with words
 * for the user, `again` (the GET of the form) shows them at the fields with
 * everything typed still there.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/base.h"
#include "base/log.h"
#include "domain/core.h"
#include "format/catalog.h"
#include "format/html.h"
#include "http/http.h"
#include "pack/pack.h"
#include "store/store.h"

struct app; /* the process: store, domain snapshot, assets, configuration */

struct session {
    bool exists;
    struct str csrf;        /* token for the forms of this visitor */
    int64_t account_id;     /* 0: visitor */
    bool second_factor;
    struct str token_hash;
};

struct web {
    struct arena *a;
    struct app *app;
    const struct domain *d;
    const struct http_request *req;
    struct http_response *resp;
    const struct route *route;
    struct str params[4];   /* values of :names in the path, in order */
    struct session session;
    struct actor who;
    struct act x;           /* x.tx is set inside get and act only */
    int64_t now_us;         /* received_us of the request */
    struct day today;

    bool english;           /* language of the interface */
    bool large;             /* 大字版 */
    const struct catalog *catalog;

    struct html *h;         /* the page being written */

    /* Problems to show: from a failed act, or added by the page. */
    const struct form_problem *problems;
    size_t n_problems;
    struct err failed;      /* error of the act, code OK if none */

    /* Run in a write transaction of its own after the request's, whatever
     * came of that: for what is to be kept of a refusal. NULL: nothing. */
    enum status (*note)(struct web *w, struct err *err);

    void *state;            /* from act to reply: in w->a */
    int page_kind;          /* of the page being written */
    size_t n_ways;          /* explanations on it so far: their tables have
                               names of their own (part_way) */
};

/* Marks Chinese text of the interface and gives it in the visitor's language.
 * po/en.po holds the English. */
#define T(w, msgid) catalog_get((w)->catalog, "" msgid "")
#define N_(msgid) ("" msgid "")
/* A finished sentence of the domain (the words of a struct err) in the
 * visitor's language: see catalog_render. */
struct str web_said(const struct web *w, struct str text);
/* A label of a pack or of the domain in the visitor's language. */
struct str L(const struct web *w, struct label l);

/* --- the table of routes (routes.c) --- */

enum web_flags {
    ROUTE_FILES = 1,      /* the form may carry files */
    ROUTE_REFRESH = 2,    /* the act changes packs, readings, calendar, rounds:
                             the snapshot is made anew after the commit */
    ROUTE_NO_CSRF = 4,    /* API with a token only */
    ROUTE_PLAIN = 8,      /* the page is not HTML (downloads) */
    ROUTE_SECOND_FACTOR_PAGE = 16 /* reachable before the second factor */
};

typedef enum status (*web_fn)(struct web *w, struct err *err);

struct route {
    enum http_method method;
    const char *path;       /* "/applications/:id/sections/:section" */
    enum permission need;   /* MAY_UNSET is refused by a test */
    web_fn get;
    web_fn before; /* POST: slow work outside any transaction, before act:
                      keeping files, hashing passwords; web_read gives it a
                      look at the database */
    web_fn act, reply, again;
    unsigned flags;
    uint64_t body_limit;    /* bytes; 0: 256 KiB, with files 64 MiB */
    const char *about;      /* one sentence, for docs and OpenAPI */
};
/* Rows of one file of pages: each page_*.c and api_*.c ends with such a table,
 * and routes.c lists the tables. */
struct route_set {
    const char *name;
    const struct route *routes;
    size_t n;
};
#define ROUTE_SET(name, array) \
    { (name), (array), sizeof(array) / sizeof((array)[0]) }

extern const struct route_set *const route_sets[];
extern const size_t route_set_count;

/* For `before`: runs fn in a read transaction; w->x is set inside. Errors:
 * those of fn and of the store. */
NODISCARD enum status web_read(struct web *w, web_fn fn, struct err *err);

/* --- what a handler asks of the request --- */

/* Trimmed text field; "" if absent. Without control characters and marks that
 * turn the direction of writing; tab and line breaks stay. */
struct str web_field(const struct web *w, const char *name);
struct str web_query(const struct web *w, const char *name);
/* Integer in the i-th path parameter; ERR_NOT_FOUND if it is none. */
NODISCARD enum status web_param_id(
    const struct web *w, size_t i, int64_t *ret, struct err *err);
/* Is the number among the values of a field that is sent once for each tick? */
bool web_ticked(const struct web *w, const char *name, int64_t id);
/* Page number from ?page=, 1..100000. */
int64_t web_page(const struct web *w);

/* Adds a problem at a field; the act then returns web_problems(w, err). */
void web_problem(struct web *w, struct str field, const char *text_zh,
    const char *text_en);
void web_problem_str(
    struct web *w, struct str field, struct str zh, struct str en);
/* For `return`: an ERR_INPUT of the domain at another field of this page, whose
 * name differs because its form stands there several times. Other errors stay
 * as they are. */
enum status web_at_field(
    struct web *w, enum status st, const char *field, struct err *err);
/* OK without problems, else ERR_INPUT. */
NODISCARD enum status web_problems(struct web *w, struct err *err);
/* Text of the problem at a field, "" if none. */
struct str web_error_at(const struct web *w, struct str field);
/* What was typed in this request, else `otherwise`. */
struct str web_typed(
    const struct web *w, const char *name, struct str otherwise);

/* --- answers --- */

/* 303. done is a key of the table in flash.c ("saved") or NULL: the next page
 * shows its sentence. */
enum status web_redirect(struct web *w, struct url to, const char *done);
/* A path of ours that a visitor gave ("next", "back"), else `otherwise`: what
 * leads to another host or into the header is not ours. */
struct str web_own_path(struct str path, struct str otherwise);
/* Bytes as a download; type is a literal; name may be Chinese. */
enum status web_download(
    struct web *w, const char *type, struct str file_name, struct str bytes);
/* Keeps the object of an uploaded file (for `before`: it writes to the data
 * folder) and fills file_name, type, bytes and sha256 of *at, no more.
 * Errors: those of attachment_keep. */
struct attachment;
NODISCARD enum status web_keep_file(struct web *w, const struct http_file *f,
    struct attachment *at, struct err *err);
/* A file as a download (or inline for PDF and images). */
enum status web_download_file(struct web *w, const char *type,
    struct str file_name, const char *path, uint64_t size, bool inline_);
enum status web_json(struct web *w, const struct json *v);

/* --- cookies (session.c) --- */

/* A new token of 64 hex digits, and what the database keeps of it. */
struct str web_new_token(struct web *w);
struct str web_token_hash(struct web *w, struct str token);
/* Sets or drops the cookie of the session. */
void web_start_session(struct web *w, struct str token);
void web_drop_session(struct web *w);
/* Keeps a preference for 400 days: "mc_lang" = en|zh, "mc_large" = 1|0. */
void web_remember(struct web *w, const char *cookie, struct str value);

/* --- page frame (layout.c) --- */

enum page_kind {
    PAGE_PUBLIC,  /* navigation of the public face */
    PAGE_MINE,    /* the applicant's and holder's desk */
    PAGE_DESK,    /* the officer's desk: wide, side navigation */
    PAGE_PLAIN    /* sign-in and the like: no navigation */
};
struct page {
    enum page_kind kind;
    struct str title;
    const char *nav;   /* key of the current entry of the navigation, NULL */
    /* breadcrumbs before the title: text and address */
    struct crumb {
        struct str text;
        struct url to;
    } crumbs[4];
    size_t n_crumbs;
};
/* Writes everything up to the content: head, banner, navigation, breadcrumbs,
 * the sentence of ?done=, the error summary (if w has problems; the title gets
 * （有 N 处错误）) and <h1>. */
void page_begin(struct web *w, const struct page *p);
/* Does the reader find the page with this key (nav) in a menu? */
bool web_in_menu(const struct web *w, const char *key);
void page_end(struct web *w);

/* "people[0].name" -> "people-0-name": the id of a field's element. */
struct str field_id(struct arena *a, struct str name);

/* --- components (part_*.c); HTML as in docs/components.md --- */

/* <form method="post" action=...> with the CSRF field. */
void part_form_begin(struct web *w, struct url action, bool files);
/* The same with a warning before unsaved input is left (data-guard) and, with
 * a draft address, saving every 30 s (data-autosave). draft.s may be empty. */
void part_form_begin_guarded(
    struct web *w, struct url action, bool files, struct url draft);
/* GET form for filters. */
void part_filter_begin(struct web *w, struct url action);
void part_form_end(struct web *w);
void part_hidden(struct web *w, const char *name, struct str value);

enum input_kind { INPUT_TEXT, INPUT_AREA, INPUT_PASSWORD, INPUT_DATE,
    INPUT_TIME, INPUT_NUMBER, INPUT_TEL, INPUT_EMAIL, INPUT_FILE,
    INPUT_SEARCH };
struct input {
    const char *name;
    struct str label, hint;
    enum input_kind kind;
    struct str value;      /* shown unless something was typed */
    const char *autocomplete;
    bool optional;         /* 选填 is shown */
    bool several;          /* INPUT_FILE: more than one may be chosen */
    int64_t max_length;
    int width;             /* characters; 0: full */
};
/* Label, hint, problem, input: one field. */
void part_input(struct web *w, const struct input *in);
struct choice {
    struct str value, label;
};
/* A select of provinces and of what is directly below each, beginning with
 * `everywhere`, whose value is "". A value that is neither is kept. */
void part_region(struct web *w, const char *name, struct str label,
    struct str hint, struct str everywhere, struct str value);
void part_select(struct web *w, const char *name, struct str label,
    struct str hint, const struct choice *choices, size_t n, struct str value);
void part_radios(struct web *w, const char *name, struct str legend,
    struct str hint, const struct choice *choices, size_t n, struct str value);
/* One box; value "1" when ticked. */
void part_check(struct web *w, const char *name, struct str label,
    struct str hint, bool ticked);
enum button { BUTTON_MAIN, BUTTON_SECOND, BUTTON_DANGER };
void part_button(struct web *w, enum button kind, struct str text);
/* Button that sends name=value. */
void part_button_named(struct web *w, enum button kind, struct str text,
    const char *name, struct str value);
void part_link_button(
    struct web *w, enum button kind, struct str text, struct url to);
void part_link(struct web *w, struct url to, struct str text);

/* Fields of a pack's form, filled, with problems and clause links. A table of
 * an application links to its own page; if it is long, it is filled in only
 * there. application_id 0: no such page. */
void part_pack_field(struct web *w, const struct pack_field *f,
    const struct json *answers, bool editable, int64_t subject_id,
    int64_t application_id);
/* The stored value alone, as text, list of files or table; subject_id 0: files
 * by name only; FILES_OF_NOBODY: those of a row about no holder. */
#define FILES_OF_NOBODY (-1)
void part_pack_value(struct web *w, const struct pack_field *f,
    const struct json *value, int64_t subject_id);
/* The typed values of a section as JSON, by field_read; problems are added to
 * w. Rows: name[i].column. The buttons that work without script are honoured:
 * "add" (a row), "remove" (a row), "drop" (a file, "field/id"); *ret_again is
 * true then: come back to the same form. What was not on the page stays as in
 * `before`; "name.shown" tells that ticks were. Files are not read here. */
const struct json *part_read_section(struct web *w,
    const struct pack_section *s, const struct json *before, bool *ret_again);

/* Files that came with the fields of a section. part_keep_files belongs into
 * `before` (bytes go to the data folder), part_add_files into `act` (rows are
 * added, the fields' lists in *ret grow). Errors: those of attachment.h, with
 * the field; ERR_INPUT too many files. */
struct attachment;
struct part_files {
    const struct attachment *list;
    size_t n;
};
NODISCARD enum status part_keep_files(struct web *w,
    const struct pack_section *s, struct part_files *ret, struct err *err);
NODISCARD enum status part_add_files(struct web *w,
    const struct pack_section *s, const struct part_files *files,
    int64_t subject_id, struct str owner_kind, int64_t owner_id,
    const struct json *values, const struct json **ret, struct err *err);

/* Tables: begin, head cells, rows. */
void part_table_begin(struct web *w, struct str caption);
void part_th(struct web *w, struct str text, bool numeric);
void part_table_body(struct web *w);
void part_tr(struct web *w);
void part_td(struct web *w, struct str text);
void part_td_num(struct web *w, int64_t v);
void part_td_begin(struct web *w);
void part_td_end(struct web *w);
void part_tr_end(struct web *w);
void part_table_end(struct web *w);
/* An act that is not taken by accident: its form lies folded behind a button,
 * and stands open when the act of this request was refused. The caller ends it
 * with "</details>". */
void part_fold_begin(struct web *w, enum button kind, const char *text);
/* <h2>; text is in the visitor's language. */
void part_heading(struct web *w, const char *text);
/* Empty state: what is not there and the next step. */
void part_empty(struct web *w, struct str text, struct str link_text,
    struct url to);
/* 共 N 条 with pages; keeps the query of the request. */
void part_pages(struct web *w, int64_t total, int64_t page, int64_t per_page);
/* Next-page link for cursor lists. */
void part_next(struct web *w, struct url next);

enum tag { TAG_GREY, TAG_BLUE, TAG_GREEN, TAG_AMBER, TAG_RED };
void part_tag(struct web *w, enum tag colour, struct str text);
/* 专业化 · 培育: the category of a title and its standing; "" where the pack has
 * no categories. As a tag; nothing then. */
struct str show_standing(struct web *w, const struct pack *p,
    struct str category, bool incubating);
void part_standing(struct web *w, const struct pack *p, struct str category,
    bool incubating);
/* Selects of a filter form, "category" and "standing"; nothing if the pack has
 * no categories. */
void part_standing_filter(struct web *w, const struct pack *p);
/* Term and definition pairs. */
void part_dl_begin(struct web *w);
void part_dl(struct web *w, struct str term, struct str text);
void part_dl_end(struct web *w);
void part_card_begin(struct web *w, struct str title, bool tinted);
void part_card_end(struct web *w);
void part_stat(struct web *w, struct str label, struct str value, enum tag tone);
void part_callout(struct web *w, bool warning, struct str text);
void part_steps(struct web *w, const struct str *names, size_t n, size_t now);
struct event_line {
    struct str title;
    int64_t at_us;
    struct str text;
};
void part_timeline(struct web *w, const struct event_line *e, size_t n);
/* Regulation sentence with its citation, linked to the guide page. */
void part_clause(
    struct web *w, const struct programme *p, const struct pack *pack,
    struct str clause_id);
/* Verdict with outcome, arithmetic, clause, parts; whole tree. */
void part_verdict(struct web *w, const struct programme *p,
    const struct pack *pack, const struct pack_verdict *v);
/* The same with the steps unfolded, for the record. */
void part_verdict_unfolded(struct web *w, const struct programme *p,
    const struct pack *pack, const struct pack_verdict *v);
/* The same on a draft that can be filled in: what is missing links to its
 * section of the application. */
void part_verdict_draft(struct web *w, const struct programme *p,
    const struct pack *pack, int64_t application,
    const struct pack_verdict *v);
/* What would change a verdict, as a list; nothing if c is NULL. */
void part_change(struct web *w, const struct pack_change *c);
/* The steps to a verdict with the value under each part, and the facts used;
 * folded unless open. */
void part_way(struct web *w, const struct pack *pack,
    const struct pack_verdict *v, bool open);
/* Deadline with its derivation folded below. */
void part_deadline(struct web *w, const struct deadline *d);
/* Attachment list with sizes and download links. */
void part_attachments(
    struct web *w, const struct attachment *list, size_t n);
/* The letters of an application or a case with number and day, each to read
 * and as PDF; nothing if there are none. Errors: core.h. */
NODISCARD enum status part_letters(struct web *w, int64_t subject_id,
    struct str owner_kind, int64_t owner_id, struct err *err);
/* Instants and days as text for people. */
struct str show_us(struct web *w, int64_t us);   /* 2023-03-12 23:59:59; 0: — */
struct str show_day(struct web *w, struct day d); /* 2023-03-12; none: — */

#endif
