/* regulation.md: the official text, clause by clause. */
#include "load.h"

static const char *const clause_kinds[] = { "eligibility", "governance",
    "evaluation", "duty", "sanction", "conduct", "right", "purpose",
    "admission_exit", "actor", "planning_ratio", "amendment_effect",
    "publicity_promotion", "application", "recommendation", "support",
    "training", "scope", "public_notice", "report", "term_renewal",
    "quota_deadline", "monitoring", "formal_review", "disclosure",
    "inspection", "mobility", "certificate", "recordation", "warning" };

#define N_KINDS (sizeof(clause_kinds) / sizeof(*clause_kinds))

struct regulation {
    struct load *l;
    struct place at;
    struct str document, heading;
    VEC_OF(struct pack_clause) clauses;
    VEC_OF(struct place) places; /* of each clause */
    struct map *ids;
    struct pack_clause *open;    /* the clause being read */
    bool wants_kind;
};

/* A blank stands between them unless the document ends in a bracket. */
static struct str
citation(struct arena *a, struct str document, struct str place)
{
    bool tight = document.n == 0 || str_ends(document, STR("》"));

    return arena_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(document),
        tight ? "" : " ", STR_ARG(place));
}

/* The clause before ends here. */
static void
close_clause(struct regulation *r)
{
    if (r->open == NULL)
        return;
    r->open->text = str_trim(r->open->text);
    if (r->wants_kind)
        problem_error(&r->l->problems, r->places.p[r->places.n - 1],
            "条款“" STR_FMT
            "”缺少类别：下一行应为反引号中的类别，如 `eligibility`",
            STR_ARG(r->open->id));
    else if (r->open->text.n == 0)
        problem_error(&r->l->problems, r->places.p[r->places.n - 1],
            "条款“" STR_FMT "”没有正文，请写上原文", STR_ARG(r->open->id));
    r->open = NULL;
    r->wants_kind = false;
}

static void
open_clause(struct regulation *r, struct str rest)
{
    struct str id;
    struct str place = str_trim(str_cut(rest, ' ', &id, NULL));

    if (map_get(r->ids, id) != NULL)
        problem_error(&r->l->problems, r->at,
            "条款编号“" STR_FMT "”已经用过，请改用另一个编号", STR_ARG(id));
    if (id.n == 0 || place.n == 0)
        problem_error(&r->l->problems, r->at,
            "条款标题应为“### 编号 位置”，如“### CW-4-1 第四条（一）”");
    *VEC_PUSH(r->l->a, &r->places) = r->at;
    r->open = VEC_PUSH(r->l->a, &r->clauses);
    r->open->id = id;
    r->open->cite = citation(r->l->a, r->document, place);
    r->open->heading = r->heading;
    map_put(r->ids, id, r);
    r->wants_kind = true;
}

static void
read_kind(struct regulation *r, struct str line)
{
    struct str known[N_KINDS];
    struct str kind = line.n >= 2 ? str_sub(line, 1, line.n - 2) : STR_EMPTY;
    struct str near;

    r->wants_kind = false;
    if (line.n < 2 || line.p[0] != '`' || line.p[line.n - 1] != '`') {
        problem_error(&r->l->problems, r->at,
            "条款标题的下一行应为反引号中的类别，如 `eligibility`");
        return;
    }
    for (size_t i = 0; i < N_KINDS; i++) {
        known[i] = str_of(clause_kinds[i]);
        if (str_eq(known[i], kind)) {
            r->open->kind = kind;
            return;
        }
    }
    near = nearest_name(r->l->tmp, kind, known, N_KINDS);
    problem_error(&r->l->problems, r->at,
        "不认识条款类别“" STR_FMT "”%s" STR_FMT "%s，可用的类别见 "
        "docs/pack-format.md",
        STR_ARG(kind), near.n > 0 ? "，是否为“" : "", STR_ARG(near),
        near.n > 0 ? "”？" : "");
}

static void
add_text(struct regulation *r, struct str line)
{
    if (r->open == NULL)
        return; /* a preface for readers */
    r->open->text = r->open->text.n == 0
        ? line
        : arena_fmt(r->l->a, STR_FMT "\n" STR_FMT, STR_ARG(r->open->text),
              STR_ARG(line));
}

static void
read_line(struct regulation *r, struct str line)
{
    if (str_starts(line, STR("### "))) {
        close_clause(r);
        open_clause(r, str_trim(str_sub(line, 4, SIZE_MAX)));
    } else if (str_starts(line, STR("## ")) || str_eq(line, STR("##"))) {
        close_clause(r);
        r->heading = str_trim(str_sub(line, 2, SIZE_MAX));
    } else if (str_starts(line, STR("# "))) {
        close_clause(r);
        r->document = str_trim(str_sub(line, 2, SIZE_MAX));
        r->heading = STR_EMPTY;
    } else if (r->wants_kind && line.n > 0) {
        read_kind(r, line);
    } else if (line.n > 0) {
        add_text(r, line);
    }
}

void
load_regulation(struct load *l, struct str file, struct str text)
{
    struct regulation r = { .l = l, .at = { file, 0, 1 } };
    struct str line;
    bool more = true;

    r.ids = map_new(l->tmp);
    if (!utf8_valid(text)) {
        r.at.line = 1;
        problem_error(
            &l->problems, r.at, "文件应为 UTF-8 编码，请另存为 UTF-8");
        return;
    }
    while (more) {
        text = str_cut(text, '\n', &line, &more);
        r.at.line++;
        read_line(&r, str_trim(line));
    }
    close_clause(&r);
    if (r.clauses.n == 0)
        problem_error(&l->problems, (struct place){ file, 1, 1 },
            "没有条款：每个条款以“### 编号 位置”开头");
    l->pack->clauses = r.clauses.p;
    l->pack->n_clauses = r.clauses.n;
}
