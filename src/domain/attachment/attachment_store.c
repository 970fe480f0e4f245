/* Rows about files kept, and who may see them. */
#include "domain/attachment.h"
#include "domain/panel.h"
#include "domain/reading.h"
#include "domain/record.h"

enum { Q_ADD, Q_GET, Q_LIST, Q_REMOVE, Q_OWNER, Q_SEAL, Q_REGION, Q_COMPLAINT,
    Q_HANDLER, Q_INSPECTOR };

#define COLUMNS \
    "subject_id, id, owner_kind, owner_id, field, file_name, type, bytes, " \
    "sha256, uploaded_us, uploaded_by"
#define IN "iisisssisii"
#define OUT "iisisssisiiI"

static const struct sql Q[] = {
    [Q_ADD] = { IN, "",
        "INSERT INTO attachment (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, "
        "$6, $7, $8, $9, $10, $11)" },
    [Q_GET] = { "ii", OUT,
        "SELECT " COLUMNS ", removed_us FROM attachment WHERE "
        "subject_id = $1 AND id = $2" },
    [Q_LIST] = { "isi", OUT,
        "SELECT " COLUMNS ", removed_us FROM attachment WHERE "
        "subject_id = $1 AND owner_kind = $2 AND owner_id = $3 AND "
        "removed_us IS NULL ORDER BY id" },
    [Q_REMOVE] = { "iii", "",
        "UPDATE attachment SET removed_us = $3 WHERE subject_id = $1 AND "
        "id = $2 AND removed_us IS NULL" },
    [Q_OWNER] = { "ii", "isI",
        "SELECT programme_id, region, body_id FROM application WHERE "
        "subject_id = $1 AND id = $2 AND state <> 'DRAFT'" },
    [Q_SEAL] = { "ii", "isI",
        "SELECT a.programme_id, a.region, o.body_id FROM instance_opinion o "
        "JOIN application a ON a.subject_id = o.subject_id AND "
        "a.id = o.application_id WHERE o.subject_id = $1 AND o.id = $2" },
    [Q_INSPECTOR] = { "ii", "i",
        "SELECT COUNT(*) FROM inspection_inspector WHERE inspection_id = $1 "
        "AND account_id = $2 AND replaced = 0" },
    [Q_REGION] = { "i", "isI",
        "SELECT CAST(0 AS BIGINT), region, CAST(NULL AS BIGINT) "
        "FROM subject WHERE id = $1" },
    [Q_COMPLAINT] = { "ii", "isI",
        "SELECT programme_id, region, CAST(NULL AS BIGINT) FROM complaint "
        "WHERE subject_id = $1 AND id = $2" },
    [Q_HANDLER] = { "ii", "isI",
        "SELECT programme_id, (SELECT region FROM subject s WHERE "
        "s.id = proceeding.subject_id), handler_id FROM proceeding WHERE "
        "subject_id = $1 AND id = $2" },
};
const struct sql_set attachment_sql = SQL_SET("attachment", Q);

static struct attachment
read_attachment(struct rows *r)
{
    return (struct attachment){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .owner_kind = row_str(r, 2),
        .owner_id = row_int(r, 3),
        .field = row_str(r, 4),
        .file_name = row_str(r, 5),
        .type = row_str(r, 6),
        .bytes = row_int(r, 7),
        .sha256 = row_str(r, 8),
        .uploaded_us = row_int(r, 9),
        .uploaded_by = row_int(r, 10),
        .removed = !row_is_null(r, 11) };
}

COPY_ALL(all_attachments, struct attachment, read_attachment)

enum status
attachment_add(struct act *x, struct attachment *at, struct err *err)
{
    at->id = world_id(&x->d->world);
    at->uploaded_us = x->now_us;
    at->uploaded_by = x->who->account_id;
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(at->subject_id), db_i(at->id), db_s(at->owner_kind),
            db_i(at->owner_id), db_s(at->field), db_s(at->file_name),
            db_s(at->type), db_i(at->bytes), db_s(at->sha256),
            db_i(at->uploaded_us), db_i(at->uploaded_by)),
        NULL, err);
}

/* Evidence against a subject is for those who handle the case. */
static bool
closed_to_subject(const struct attachment *at)
{
    return str_eq(at->owner_kind, STR("objection")) ||
           str_eq(at->owner_kind, STR("complaint")) ||
           str_eq(at->owner_kind, STR("report"));
}

/* It may tell who reported: once somebody has taken the report on, it is his
 * alone (B-4-4-3). */
static bool
handler_may_see(struct act *x, const struct attachment *at)
{
    struct rows *r = NULL;
    bool found = false, allowed = false;

    if (actor_is_barred(x->who, at->subject_id) ||
        tx_one(x->tx, x->a, &Q[Q_HANDLER],
            DB_ARGS(db_i(at->subject_id), db_i(at->owner_id)), &found, &r,
            NULL) != OK)
        return false;
    if (found)
        allowed =
            may_in(x, MAY_SUPERVISE, row_int(r, 0), row_str(r, 1)) &&
            (row_is_null(r, 2) || row_int(r, 2) == x->who->account_id);
    return rows_end(r, NULL) == OK && allowed;
}

/* Whose officers the file belongs to. */
static enum status
find_office(struct act *x, const struct attachment *at, bool *ret_found,
    struct rows **ret)
{
    static const struct {
        struct str kind;
        int query;
    } OFFICES[] = {
        { STR_INIT("application"), Q_OWNER },
        { STR_INIT("instance_opinion"), Q_SEAL },
        { STR_INIT("complaint"), Q_COMPLAINT },
        { STR_INIT("complaint_statement"), Q_COMPLAINT },
    };

    for (size_t i = 0; i < sizeof(OFFICES) / sizeof(OFFICES[0]); i++) {
        if (str_eq(at->owner_kind, OFFICES[i].kind))
            return tx_one(x->tx, x->a, &Q[OFFICES[i].query],
                DB_ARGS(db_i(at->subject_id), db_i(at->owner_id)), ret_found,
                ret, NULL);
    }
    return tx_one(x->tx, x->a, &Q[Q_REGION], DB_ARGS(db_i(at->subject_id)),
        ret_found, ret, NULL);
}

/* Files of an application are open to officers of its programme and region,
 * once it was submitted, and to the body it is with; a sealed opinion to those
 * and the body that gave it; of a complaint to those who deal with it; others
 * to officers of the subject's region. */
static bool
official_may_see(struct act *x, const struct attachment *at)
{
    struct rows *r = NULL;
    bool found = false, allowed = false;

    if ((!may(x->who, MAY_READ_FILES) && !may(x->who, MAY_SIT)) ||
        actor_is_barred(x->who, at->subject_id))
        return false;
    if (find_office(x, at, &found, &r) != OK)
        return false;
    if (found)
        allowed = may_in(x, MAY_READ_FILES, row_int(r, 0), row_str(r, 1)) ||
                  actor_seat(x->who, row_int(r, 2)) != NULL;
    return rows_end(r, NULL) == OK && allowed;
}

/* A member of a panel sees what he opened on the page of the file: that is
 * how it is kept that he did. */
static bool
judge_may_see(struct act *x, const struct attachment *at)
{
    bool yes = false;

    return str_eq(at->owner_kind, STR("application")) &&
           panel_may_see_file(x, at->subject_id, at->owner_id, at->id, &yes,
               NULL) == OK &&
           yes;
}

/* Who was drawn for an inspection sees its photos, whoever took them. */
static bool
inspector_may_see(struct act *x, const struct attachment *at)
{
    int64_t n = 0;

    return str_eq(at->owner_kind, STR("inspection")) &&
           x->who->account_id != 0 &&
           tx_int(x->tx, &Q[Q_INSPECTOR],
               DB_ARGS(db_i(at->owner_id), db_i(x->who->account_id)), &n,
               NULL) == OK &&
           n > 0;
}

/* Files of a register go with their row. */
static bool
register_may_see(struct act *x, const struct attachment *at)
{
    bool yes = false;

    return !actor_is_barred(x->who, at->subject_id) &&
           record_may_open_files(
               x, at->subject_id, at->owner_id, &yes, NULL) == OK &&
           yes;
}

static bool
may_see(struct act *x, const struct attachment *at)
{
    if (x->who->is_system)
        return true;
    if (x->who->account_id != 0 && at->uploaded_by == x->who->account_id)
        return true;
    if (str_eq(at->owner_kind, STR("record")))
        return register_may_see(x, at);
    if (acts_for(x->who, at->subject_id, "viewer"))
        return !closed_to_subject(at);
    if (str_eq(at->owner_kind, STR("report")))
        return handler_may_see(x, at);
    return official_may_see(x, at) || judge_may_see(x, at) ||
           inspector_may_see(x, at);
}

enum status
attachment_get(struct act *x, int64_t subject_id, int64_t id,
    struct attachment *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    struct attachment at = { 0 };

    TRY(tx_one(x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(subject_id), db_i(id)),
        &found, &r, err));
    if (found)
        at = read_attachment(r);
    TRY(rows_end(r, err));
    if (!found || !may_see(x, &at))
        return err_set(err, ERR_NOT_FOUND, "没有找到这个文件，或者您无权查看");
    *ret = at;
    return OK;
}

enum status
attachment_note_refusal(
    struct act *x, int64_t subject_id, int64_t id, struct err *err)
{
    struct rows *r = NULL;
    struct attachment at = { 0 };
    bool found = false;

    TRY(tx_one(x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(subject_id), db_i(id)),
        &found, &r, err));
    if (found)
        at = read_attachment(r);
    TRY(rows_end(r, err));
    if (!found || may_see(x, &at))
        return OK;
    return audit_add(x,
        &(struct audit_line){ .subject_id = subject_id,
            .object_kind = at.owner_kind.n > 0
                               ? arena_cstr(x->a, at.owner_kind)
                               : "attachment",
            .object_id = at.owner_id,
            .event = "access-refused",
            .reason = STR("附件不在本单位办理的申请内") },
        err);
}

enum status
attachment_list(struct act *x, int64_t subject_id, struct str owner_kind,
    int64_t owner_id, const struct attachment **ret, size_t *ret_n,
    struct err *err)
{
    return all_attachments(x, &Q[Q_LIST],
        DB_ARGS(db_i(subject_id), db_s(owner_kind), db_i(owner_id)), ret, ret_n,
        err);
}

enum status
attachment_remove(
    struct act *x, int64_t subject_id, int64_t id, struct err *err)
{
    struct attachment at = { 0 };
    int64_t changed = 0;

    TRY(attachment_get(x, subject_id, id, &at, err));
    if (!acts_for(x->who, subject_id, "editor") &&
        at.uploaded_by != x->who->account_id)
        return err_set(err, ERR_DENIED, "只有上传单位的人员可以移除文件");
    TRY(tx_exec(x->tx, &Q[Q_REMOVE],
        DB_ARGS(db_i(subject_id), db_i(id), db_i(x->now_us)), &changed, err));
    return changed > 0 ? OK
                       : err_set(err, ERR_CONFLICT, "这个文件已经移除");
}
