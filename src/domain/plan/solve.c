/* A thin wrapper of GLPK. Numbers are small (at most 20,000 places), so its
 * floating point holds them exactly; ratios are never given to it. */
#include "solve.h"

#include <glpk.h>

#define TIME_MOST_MS 5000

/* Columns 1..n are h, n+1..2n are r; rows 1..n r - h <= 0, then the sum, then
 * the share. */
static void
add_columns(glp_prob *lp, const struct solve *s)
{
    int n = (int)s->n;

    glp_add_cols(lp, 2 * n);
    for (int i = 0; i < n; i++) {
        double low = (double)s->low[i], cap = (double)s->cap[i];
        double rural = (double)s->rural_cap[i];

        glp_set_col_kind(lp, i + 1, GLP_IV);
        glp_set_col_bnds(
            lp, i + 1, low < cap ? GLP_DB : GLP_FX, low, cap);
        glp_set_col_kind(lp, n + i + 1, GLP_IV);
        glp_set_col_bnds(
            lp, n + i + 1, rural > 0 ? GLP_DB : GLP_FX, 0, rural);
        glp_set_obj_coef(lp, i + 1, 1);
    }
}

static void
add_rows(glp_prob *lp, const struct solve *s, bool exact)
{
    int n = (int)s->n;
    int index[1 + 2 * 512];
    double value[1 + 2 * 512];

    glp_add_rows(lp, n + 2);
    for (int i = 0; i < n; i++) {
        index[1] = i + 1;
        value[1] = -1;
        index[2] = n + i + 1;
        value[2] = 1;
        glp_set_mat_row(lp, i + 1, 2, index, value);
        glp_set_row_bnds(lp, i + 1, GLP_UP, 0, 0);
    }
    for (int i = 0; i < n; i++) {
        index[i + 1] = i + 1;
        value[i + 1] = 1;
    }
    glp_set_mat_row(lp, n + 1, n, index, value);
    glp_set_row_bnds(lp, n + 1, exact ? GLP_FX : GLP_UP, (double)s->total,
        (double)s->total);
    for (int i = 0; i < n; i++) {
        index[i + 1] = i + 1;
        value[i + 1] = -(double)s->share;
        index[n + i + 1] = n + i + 1;
        value[n + i + 1] = 100;
    }
    glp_set_mat_row(lp, n + 2, 2 * n, index, value);
    if (s->share >= 0)
        glp_set_row_bnds(lp, n + 2, GLP_LO, 1, 0);
    else
        glp_set_row_bnds(lp, n + 2, GLP_FR, 0, 0);
}

static enum status
run(const struct solve *s, bool exact, bool *ret_found, int64_t *ret_sum,
    struct err *err)
{
    glp_iocp how;
    glp_prob *lp;

    if (s->n == 0 || s->n > 512)
        return err_set(err, ERR_LIMIT,
            "计划单元应为 1 到 512 个，现为 %zu 个", s->n);
    lp = glp_create_prob();
    glp_set_obj_dir(lp, GLP_MAX);
    add_columns(lp, s);
    add_rows(lp, s, exact);
    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_ON;
    how.tm_lim = TIME_MOST_MS;
    int failed = glp_intopt(lp, &how);
    int state = glp_mip_status(lp);
    *ret_found = failed == 0 && (state == GLP_OPT || state == GLP_FEAS);
    *ret_sum = *ret_found ? (int64_t)(glp_mip_obj_val(lp) + 0.5) : 0;
    glp_delete_prob(lp);
    glp_free_env();
    if (failed == GLP_ETMLIM)
        return err_set(err, ERR_LIMIT,
            "名额测算超过了 %d 秒，请减少名额总数后再试",
            TIME_MOST_MS / 1000);
    return OK;
}

enum status
solve_most(const struct solve *s, int64_t *ret, struct err *err)
{
    bool found = false;

    return run(s, false, &found, ret, err);
}

enum status
solve_exact(const struct solve *s, bool *ret, struct err *err)
{
    int64_t sum = 0;

    if (s->total == 0) {
        *ret = true;
        return OK;
    }
    return run(s, true, ret, &sum, err);
}
