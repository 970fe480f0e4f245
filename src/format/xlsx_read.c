#include "xlsx_read.h"

struct xlsx_limits
xlsx_limits_default(void)
{
    return (struct xlsx_limits){
        .rows = 200000,
        .columns = 64,
        .part_bytes = (uint64_t)256 * 1024 * 1024,
        .ratio = 200,
        .strings = 2000000,
    };
}

enum status
xlsx_sheets(struct arena *a, const char *path,
    const struct xlsx_sheet_info **ret, size_t *ret_n, struct err *err)
{
    struct xlsx_limits limits = xlsx_limits_default();
    struct arena *tmp = arena_new("xlsx sheets");
    struct book *b;

    enum status s = book_open(tmp, path, &limits, &b, err);
    if (s == OK) {
        struct xlsx_sheet_info *out =
            arena_new_array(a, struct xlsx_sheet_info, b->sheets.n);
        for (size_t i = 0; i < b->sheets.n; i++) {
            out[i].name = arena_str(a, b->sheets.p[i].name);
            out[i].hidden = b->sheets.p[i].hidden;
        }
        *ret = out;
        *ret_n = b->sheets.n;
    }
    arena_free(tmp);
    return s;
}

/* The sheet of that name, or the first visible one. */
static enum status
choose_sheet(const struct book *b, const char *name, struct str *ret,
    struct err *err)
{
    for (size_t i = 0; i < b->sheets.n; i++) {
        const struct book_sheet *s = &b->sheets.p[i];

        if (name == NULL ? !s->hidden : str_eq(s->name, str_of(name))) {
            *ret = s->part;
            return OK;
        }
    }
    if (name != NULL)
        return err_set(
            err, ERR_INPUT, "没有名为“%s”的工作表", name);
    return err_set(err, ERR_INPUT,
        "没有可见的工作表，请取消隐藏要上传的工作表");
}

static enum status
read_in(struct arena *a, const char *path, const char *sheet,
    const struct xlsx_limits *limits, xlsx_row_fn fn, void *arg,
    struct err *err)
{
    struct book *b;
    struct str part;

    TRY(book_open(a, path, limits, &b, err));
    TRY(choose_sheet(b, sheet, &part, err));
    TRY(book_load(b, err));
    return sheet_read(b, part, fn, arg, err);
}

enum status
xlsx_read(const char *path, const char *sheet,
    const struct xlsx_limits *limits, xlsx_row_fn fn, void *arg,
    struct err *err)
{
    struct xlsx_limits standard = xlsx_limits_default();
    struct arena *a = arena_new("xlsx book");

    enum status s = read_in(a, path, sheet,
        limits != NULL ? limits : &standard, fn, arg, err);
    arena_free(a);
    return s;
}
