/* Loading a pack: which file is read how, in which order. */
#include "load_dmn.h"

#include <stdlib.h>

static int
by_path(const void *x, const void *y)
{
    const struct pack_file *a = x;
    const struct pack_file *b = y;

    return str_cmp(a->path, b->path);
}

/* Sorted, without the cases. */
static void
keep_files(struct load *l, const struct pack_file *files, size_t n)
{
    struct pack_file *kept = arena_new_array(l->a, struct pack_file, n + 1);
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        if (!str_starts(files[i].path, STR("cases/")))
            kept[k++] = files[i];
    qsort(kept, k, sizeof(*kept), by_path);
    l->pack->files = kept;
    l->pack->n_files = k;
}

static const struct pack_file *
find_file(const struct pack *p, struct str path)
{
    for (size_t i = 0; i < p->n_files; i++)
        if (str_eq(p->files[i].path, path))
            return &p->files[i];
    return NULL;
}

static const struct pack_file *
must_find(struct load *l, struct str path)
{
    const struct pack_file *f = find_file(l->pack, path);

    l->unread = l->unread || f == NULL;
    if (f == NULL)
        problem_error(&l->problems, (struct place){ path, 1, 1 },
            "缺少文件 " STR_FMT "，请补上（见 docs/pack-format.md）",
            STR_ARG(path));
    return f;
}

/* "forms/application.yaml" in "forms/" -> "application"; empty if it is not
 * one of those. */
static struct str
name_in(struct str path, struct str folder)
{
    struct str ending = STR(".yaml");

    if (!str_starts(path, folder) || !str_ends(path, ending) ||
        path.n <= folder.n + ending.n)
        return STR_EMPTY;
    return str_sub(path, folder.n, path.n - folder.n - ending.n);
}

static size_t
count_in(const struct pack *p, struct str folder)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n_files; i++)
        n += name_in(p->files[i].path, folder).n > 0;
    return n;
}

/* One file into one object; its name is that of the file. */
static void
read_object(struct load *l, const struct pack_file *file,
    const struct shape *shape, struct str name, void *object)
{
    const struct tree *t = yaml_read(
        l->tmp, l->a, file->path, file->bytes, &l->problems);

    l->file = file->path;
    l->unread = l->unread || t == NULL;
    if (t != NULL)
        load_object(l, shape, name, t, t, object);
}

static void
read_pack_file(struct load *l)
{
    const struct pack_file *file = must_find(l, STR("pack.yaml"));

    if (file != NULL)
        read_object(l, file, &shape_pack, STR_EMPTY, l->pack);
}

static void
read_rules(struct load *l)
{
    bool has_models = load_model_count(l->pack) > 0;
    const struct pack_file *file = has_models
        ? find_file(l->pack, STR("rules.yaml"))
        : must_find(l, STR("rules.yaml"));
    const struct tree *t;

    if (file == NULL)
        return;
    t = yaml_read(
        l->tmp, l->a, file->path, file->bytes, &l->problems);
    l->file = file->path;
    l->unread = l->unread || t == NULL;
    if (t != NULL)
        l->pack->rules = load_map(l, &shape_rule, t, &l->pack->n_rules);
}

static void
read_forms(struct load *l)
{
    struct pack *p = l->pack;
    struct pack_form *forms = arena_new_array(
        l->a, struct pack_form, count_in(p, STR("forms/")) + 1);

    p->forms = forms;
    for (size_t i = 0; i < p->n_files; i++) {
        struct str name = name_in(p->files[i].path, STR("forms/"));

        if (name.n > 0)
            read_object(
                l, &p->files[i], &shape_form, name, &forms[p->n_forms++]);
    }
}

/* Those of pack.yaml first, then one file each. */
static void
read_documents(struct load *l)
{
    struct pack *p = l->pack;
    size_t n = p->n_documents;
    struct pack_document *all = arena_new_array(l->a, struct pack_document,
        n + count_in(p, STR("documents/")) + 1);

    for (size_t i = 0; i < n; i++) {
        all[i] = p->documents[i];
        *VEC_PUSH(l->tmp, &l->origins) = (struct origin){ &all[i],
            load_origin(l, &p->documents[i]) };
    }
    for (size_t i = 0; i < p->n_files; i++) {
        struct str name = name_in(p->files[i].path, STR("documents/"));

        if (name.n > 0)
            read_object(
                l, &p->files[i], &shape_document, name, &all[n++]);
    }
    p->documents = all;
    p->n_documents = n;
}

static void
refuse_other_files(struct load *l)
{
    const struct pack *p = l->pack;

    for (size_t i = 0; i < p->n_files; i++) {
        struct str path = p->files[i].path;

        if (str_eq(path, STR("pack.yaml")) ||
            str_eq(path, STR("rules.yaml")) ||
            str_eq(path, STR("regulation.md")) ||
            (str_ends(path, STR(".dmn")) &&
                str_find(path, STR("/")) == SIZE_MAX) ||
            name_in(path, STR("forms/")).n > 0 ||
            name_in(path, STR("documents/")).n > 0)
            continue;
        problem_error(&l->problems, (struct place){ path, 1, 1 },
            "政策包中不应有文件 " STR_FMT
            "：只能有 pack.yaml、rules.yaml、*.dmn、regulation.md、"
            "forms/*.yaml、documents/*.yaml 和 cases/*.yaml",
            STR_ARG(path));
    }
}

/* Options given by the name of a list. */
static void
fill_lists(struct load *l)
{
    for (size_t i = 0; i < l->lists.n; i++) {
        struct list_use *use = &l->lists.p[i];
        const struct pack_list *list = pack_list(l->pack, use->list);

        *VEC_PUSH(l->tmp, &l->refs) = (struct ref){ .kind = REF_LIST,
            .name = use->list, .at = use->at };
        if (list == NULL)
            continue; /* the checker says so */
        use->field->options = list->options;
        use->field->n_options = list->n;
    }
}

static int
by_place(const void *x, const void *y)
{
    const struct pack_problem *a = x;
    const struct pack_problem *b = y;
    int c = str_cmp(a->file, b->file);

    if (c != 0)
        return c;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return str_cmp(a->text, b->text);
}

enum status
pack_load_files(struct arena *a, const struct pack_file *files, size_t n,
    const struct pack **ret, const struct pack_problem **ret_problems,
    size_t *ret_n, struct err *err)
{
    struct load l = { .a = a,
        .tmp = arena_new("pack loading"),
        .problems = { .a = a } };
    enum status st;
    const struct pack_file *regulation;

    l.pack = arena_one(a, struct pack);
    keep_files(&l, files, n);
    read_pack_file(&l);
    read_rules(&l);
    load_models(&l);
    read_forms(&l);
    read_documents(&l);
    regulation = must_find(&l, STR("regulation.md"));
    if (regulation != NULL)
        load_regulation(&l, regulation->path, regulation->bytes);
    refuse_other_files(&l);
    fill_lists(&l);
    if (!l.unread) /* else most of what it says would follow from that */
        check_pack(&l);
    st = pack_hash(a, l.pack->files, l.pack->n_files, &l.pack->hash, err);
    arena_free(l.tmp);
    if (st != OK)
        return st;

    if (l.problems.list.n > 1)
        qsort(l.problems.list.p, l.problems.list.n,
            sizeof(*l.problems.list.p), by_place);
    *ret = l.problems.errors == 0 ? l.pack : NULL;
    *ret_problems = l.problems.list.p;
    *ret_n = l.problems.list.n;
    return OK;
}
