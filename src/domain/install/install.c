#include "domain/install.h"

#include "install_store.h"

/* The files of a pack as one value: (length, path, length, bytes)*, lengths as
 * 8 bytes big-endian. */
#define BLOB_MAX (16u * 1024 * 1024)
#define ISSUED_NO_MAX 200

static void
put_part(struct buf *b, struct str s)
{
    char length[8];

    for (size_t i = 0; i < 8; i++)
        length[i] = (char)((uint64_t)s.n >> (8 * (7 - i)));
    buf_add(b, length, sizeof(length));
    buf_str(b, s);
}

static bool
take_part(struct str *rest, struct str *ret)
{
    uint64_t n = 0;

    if (rest->n < 8)
        return false;
    for (size_t i = 0; i < 8; i++)
        n = n << 8 | (unsigned char)rest->p[i];
    if (n > rest->n - 8)
        return false;
    *ret = str_sub(*rest, 8, (size_t)n);
    *rest = str_sub(*rest, 8 + (size_t)n, SIZE_MAX);
    return true;
}

static enum status
pack_from_blob(struct arena *a, struct str content, const struct pack **ret,
    struct err *err)
{
    VEC_OF(struct pack_file) files = { 0 };

    while (content.n > 0) {
        struct pack_file f = { 0 };

        if (!take_part(&content, &f.path) || !take_part(&content, &f.bytes))
            return err_set(err, ERR_DB, "a stored pack is damaged");
        *VEC_PUSH(a, &files) = f;
    }
    const struct pack_problem *problems = NULL;
    size_t n = 0;
    TRY(pack_load_files(a, files.p, files.n, ret, &problems, &n, err));
    if (*ret != NULL)
        return OK;
    for (size_t i = 0; i < n; i++) {
        if (problems[i].level == PROBLEM_ERROR)
            return err_set(err, ERR_CONFLICT,
                "已安装的政策包无法用本版本程序读取：" STR_FMT ":%d " STR_FMT,
                STR_ARG(problems[i].file), problems[i].line,
                STR_ARG(problems[i].text));
    }
    return err_set(err, ERR_DB, "a stored pack could not be loaded");
}

/* --- the snapshot --- */

struct reading_job {
    struct domain *d;
};

static enum status
read_programmes(struct domain *d, struct tx *tx, struct err *err)
{
    const struct programme_row *rows = NULL;
    size_t n = 0;

    TRY(store_programmes(tx, d->a, &rows, &n, err));
    struct programme *list = arena_new_array(d->a, struct programme, n);
    for (size_t i = 0; i < n; i++) {
        const struct pack *p = domain_pack(d, rows[i].pack_hash);

        if (p == NULL)
            return err_set(err, ERR_DB, "a programme names an unknown pack");
        list[i] = (struct programme){
            .id = rows[i].id,
            .code = rows[i].code,
            .authority_id = rows[i].authority_id,
            .authority = rows[i].authority,
            .authority_en = rows[i].authority_en,
            .title = { rows[i].title, rows[i].title_en },
            .open = rows[i].open,
            .pack = p,
            .issued = rows[i].issued,
            .issued_no = rows[i].issued_no,
        };
        TRY(json_parse(
            d->a, rows[i].readings, 65536, &list[i].readings, err));
    }
    d->programmes = list;
    d->n_programmes = n;
    return OK;
}

static enum status
read_snapshot(struct tx *tx, void *arg, struct err *err)
{
    struct domain *d = ((struct reading_job *)arg)->d;
    const struct pack_blob *blobs = NULL;
    size_t n = 0;

    TRY(store_packs(tx, d->a, &blobs, &n, err));
    const struct pack **packs = arena_new_array(d->a, const struct pack *, n);
    for (size_t i = 0; i < n; i++)
        TRY(pack_from_blob(d->a, blobs[i].content, &packs[i], err));
    d->packs = packs;
    d->n_packs = n;
    TRY(read_programmes(d, tx, err));
    return store_holidays(tx, d->a, &d->holidays, err);
}

enum status
domain_read(struct store *s, const struct domain_options *o,
    struct domain **ret, struct err *err)
{
    struct arena *a = arena_new("domain");
    struct domain *d = arena_one(a, struct domain);

    *d = (struct domain){
        .a = a,
        .world = o->world,
        .data_dir = arena_str(a, o->data_dir),
        .base_url = arena_str(a, o->base_url),
        .site_name = arena_str(a, o->site_name),
        .site_name_en = arena_str(a, o->site_name_en),
        .demo = o->demo,
    };
    enum status st = regions_from_csv(a, o->regions_csv, &d->regions, err);
    if (st == OK)
        st = store_read(s, read_snapshot, &(struct reading_job){ d }, err);
    if (st != OK) {
        arena_free(a);
        return st;
    }
    *ret = d;
    return OK;
}

void
domain_free(struct domain *d)
{
    if (d != NULL)
        arena_free(d->a);
}

/* --- calendar --- */

static enum status
add_year_rows(struct act *x, int year, struct str source,
    const struct holiday *rows, size_t n, struct err *err)
{
    TRY(store_add_year(x, year, source, err));
    for (size_t i = 0; i < n; i++)
        TRY(store_add_holiday(x, &rows[i], year, err));
    return OK;
}

enum status
install_holidays(struct act *x, struct str holidays_csv,
    struct str notices_csv, struct err *err)
{
    const struct holidays *table = NULL;

    TRY(holidays_from_csv(x->a, holidays_csv, notices_csv, &table, err));
    for (int year = 2000; year < 2100; year++) {
        bool has = false;

        if (!holidays_has_year(table, year))
            continue;
        TRY(store_has_year(x, year, &has, err));
        if (has)
            continue;
        VEC_OF(struct holiday) rows = { 0 };
        struct str source = STR_EMPTY;
        for (size_t i = 0; i < holidays_count(table); i++) {
            const struct holiday *h = holidays_at(table, i);

            if (day_ymd(h->day).year != year)
                continue;
            *VEC_PUSH(x->a, &rows) = *h;
            source = h->source;
        }
        TRY(add_year_rows(x, year, source, rows.p, rows.n, err));
    }
    return OK;
}

enum status
calendar_add_year(struct act *x, int year, struct str source,
    const struct holiday *rows, size_t n, struct err *err)
{
    bool has = false;
    const struct holidays *checked = NULL;

    TRY(act_require(x, MAY_RULE, 0, STR_EMPTY, err));
    TRY(store_has_year(x, year, &has, err));
    if (has)
        return err_set(err, ERR_CONFLICT, "%d年的节假日安排已经录入", year);
    TRY(holidays_new(x->a, rows, n, &year, 1, &checked, err));
    TRY(add_year_rows(x, year, source, rows, n, err));
    return audit_add(x,
        &(struct audit_line){ .object_kind = "calendar",
            .object_id = year,
            .event = "add-year",
            .reason = source },
        err);
}

/* --- packs and programmes --- */

enum status
install_authority(struct act *x, struct str name, struct str name_en,
    struct str contact, struct str phone, struct str address, int64_t *ret_id,
    struct err *err)
{
    int64_t id = world_id(&x->d->world);

    TRY(act_require(x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    TRY(store_add_authority(
        x, id, name, name_en, contact, phone, address, err));
    *ret_id = id;
    return OK;
}

enum status
install_pack(struct act *x, const struct pack *p, struct err *err)
{
    bool has = false;
    struct buf b;
    struct str content = STR_EMPTY;

    TRY(act_require(x, MAY_RULE, 0, STR_EMPTY, err));
    TRY(store_has_pack(x, p->hash, &has, err));
    if (has)
        return OK;
    buf_init(&b, x->a, BLOB_MAX);
    for (size_t i = 0; i < p->n_files; i++) {
        put_part(&b, p->files[i].path);
        put_part(&b, p->files[i].bytes);
    }
    TRY(buf_done(&b, &content, err));
    TRY(store_add_pack(x, p, content, err));
    return audit_add(x,
        &(struct audit_line){ .object_kind = "pack",
            .event = "install",
            .to = p->version,
            .reason = p->id,
            .document = p->hash },
        err);
}

enum status
install_programme(struct act *x, int64_t authority_id, const struct pack *p,
    int64_t *ret_id, struct err *err)
{
    int64_t id = 0;
    const char *event = "move";

    TRY(act_require(x, MAY_RULE, 0, STR_EMPTY, err));
    TRY(store_programme_id(x, p->id, &id, err));
    if (id != 0) {
        TRY(store_move_programme(x, id, p->hash, err));
    } else {
        event = "open";
        id = world_id(&x->d->world);
        TRY(store_add_programme(x, id, authority_id, p, err));
    }
    *ret_id = id;
    return audit_add(x,
        &(struct audit_line){ .programme_id = id,
            .object_kind = "programme",
            .object_id = id,
            .event = event,
            .to = p->version,
            .document = p->hash },
        err);
}

static const struct pack_option *
find_option(const struct pack_reading *r, struct str value)
{
    for (size_t i = 0; i < r->n_options; i++) {
        if (str_eq(r->options[i].value, value))
            return &r->options[i];
    }
    return NULL;
}

enum status
programme_choose_reading(struct act *x, int64_t programme_id,
    struct str reading, struct str value, struct str reason, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);

    TRY(act_require(x, MAY_RULE, programme_id, STR_EMPTY, err));
    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    const struct pack_reading *r = pack_reading(p->pack, reading);
    if (r == NULL || find_option(r, value) == NULL)
        return err_set(err, ERR_INPUT, "政策包中没有这种理解，请从所列选项中选择");
    if (reason.n == 0)
        return err_field(err, ERR_INPUT, STR("reason"), "请说明改用这种理解的理由");

    struct json *next = json_new(x->a, JSON_OBJECT);
    for (size_t i = 0; i < p->readings->n; i++)
        json_set(x->a, next, p->readings->keys[i], p->readings->items[i]);
    struct str before = json_str(json_get(p->readings, reading));
    json_set(x->a, next, reading, json_text(x->a, value));

    struct buf b;
    struct str text = STR_EMPTY;
    buf_init(&b, x->a, 65536);
    json_write_canonical(&b, next);
    TRY(buf_done(&b, &text, err));
    TRY(store_put_readings(x, programme_id, text, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = programme_id,
            .object_kind = "reading",
            .object_id = programme_id,
            .event = "choose",
            .from = before.n > 0 ? before : r->chosen,
            .to = value,
            .reason = reason,
            .clause = r->of },
        err);
}

/* --- a draft regulation --- */

enum status
programme_issue(struct act *x, int64_t programme_id, struct day issued,
    struct str number, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    int64_t submitted = 0;

    TRY(act_require(x, MAY_RULE, programme_id, STR_EMPTY, err));
    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    if (p->pack->may_open)
        return err_set(err, ERR_CONFLICT,
            "这个办法不是草案，施行日 " STR_FMT " 以政策包所载为准",
            STR_ARG(day_iso(x->a, p->pack->in_force)));
    if (day_is_none(issued))
        return err_field(
            err, ERR_INPUT, STR("issued"), "请填写办法的印发日期");
    if (number.n > ISSUED_NO_MAX)
        return err_field(err, ERR_INPUT, STR("number"),
            "文号至多 %d 个字节，现为 %zu 个", ISSUED_NO_MAX, number.n);
    TRY(store_count_submitted(x, programme_id, &submitted, err));
    if (submitted > 0 && !day_eq(issued, p->issued))
        return err_set(err, ERR_CONFLICT,
            "已有 %lld 份申请按印发日期 " STR_FMT " 提交，印发日期不能再改",
            (long long)submitted, STR_ARG(day_iso(x->a, p->issued)));
    TRY(store_put_issued(x, programme_id, issued, number, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = programme_id,
            .object_kind = "programme",
            .object_id = programme_id,
            .event = "issue",
            .from = day_is_none(p->issued) ? STR_EMPTY
                                           : day_iso(x->a, p->issued),
            .to = day_iso(x->a, issued),
            .document = number },
        err);
}
