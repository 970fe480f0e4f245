#include "domain/verdict.h"

#define RESULT_MAX (4u * 1024 * 1024)

static enum status
canonical(struct arena *a, const struct json *v, struct str *ret,
    struct err *err)
{
    struct buf b;

    buf_init(&b, a, RESULT_MAX);
    json_write_canonical(&b, v);
    return buf_done(&b, ret, err);
}

enum status
verdict_again(struct act *x, const struct verdict_row *row,
    struct pack_verdict *ret, bool *ret_same, struct err *err)
{
    const struct pack *p = domain_pack(x->d, row->pack_hash);
    const struct json *readings = json_get(row->inputs, STR("readings"));
    struct pack_facts facts = {
        .answers = json_get(row->inputs, STR("answers")),
        .extra = json_get(row->inputs, STR("extra")),
        .readings = json_is_null(readings) ? NULL : readings,
        .reference = row->reference,
        .now_us = json_int(json_get(row->inputs, STR("now_us")), row->at_us),
        .holidays = x->d->holidays,
    };
    struct str then, now;

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND,
            "作出结论时的政策包版本（" STR_FMT "）没有安装在本系统",
            STR_ARG(row->pack_hash));
    TRY(pack_judge(x->a, p, row->rule, &facts, ret, err));
    TRY(canonical(x->a, row->result, &then, err));
    TRY(canonical(x->a, pack_verdict_json(x->a, ret), &now, err));
    *ret_same = str_eq(then, now);
    return OK;
}
