/* A draw file computed again, line by line. Sees nothing but the file. */
#include "domain/draw_file.h"

#include "calendar/calendar.h"

struct check_run {
    struct arena *a;
    const struct json *file, *plan;
    VEC_OF(struct draw_check) checks;
    bool all_good;
};

static void
add(struct check_run *r, bool good, const char *zh, const char *en,
    struct str detail, struct str detail_en)
{
    *VEC_PUSH(r->a, &r->checks) = (struct draw_check){
        .what = { str_of(zh), str_of(en) },
        .good = good,
        .detail = { detail, detail_en },
    };
    r->all_good = r->all_good && good;
}

static struct str
member(const struct json *o, const char *name)
{
    return json_str(json_get(o, str_of(name)));
}

/* --- the plan and its commitment --- */

static enum status
check_commitment(
    struct check_run *r, struct str expected, struct err *err)
{
    struct str stated =
        member(json_get(r->file, STR("commitment")), "sha256");
    struct str bytes, sum;

    TRY(draw_plan_bytes(r->a, r->plan, &bytes, err));
    sum = draw_commitment(r->a, bytes);
    add(r, str_eq(sum, stated), "方案与公布的承诺值一致",
        "The plan has the digest that was published",
        str_eq(sum, stated)
            ? sum
            : arena_fmt(r->a, "文件所载 " STR_FMT "，重新计算为 " STR_FMT,
                  STR_ARG(stated), STR_ARG(sum)),
        str_eq(sum, stated)
            ? sum
            : arena_fmt(r->a, "the file says " STR_FMT
                              ", computed again it is " STR_FMT,
                  STR_ARG(stated), STR_ARG(sum)));
    if (expected.n > 0)
        add(r, str_eq(sum, expected), "方案与您事先记下的承诺值一致",
            "The plan has the digest you wrote down", expected, expected);
    return OK;
}

static bool
check_plan(struct check_run *r)
{
    const struct json *share = json_get(r->plan, STR("share"));
    struct err err = { 0 };
    bool good = draw_plan_check(r->a, r->plan, &err) == OK;
    struct str why = arena_str(r->a, str_of(err.text));

    add(r, good, "名单、排除、比例和回避前后相符",
        "Pools, exclusions, share and conflicts agree with each other",
        good ? arena_fmt(r->a,
                   "检查对象 %zu 名，抽 %lld 名；检查人员 %zu 名，每个对象 "
                   "%lld 名；回避 %zu 条",
                   json_get(r->plan, STR("objects"))->n,
                   (long long)json_int(json_get(share, STR("count")), 0),
                   json_get(r->plan, STR("inspectors"))->n,
                   (long long)json_int(json_get(r->plan,
                                           STR("inspectors_per_object")),
                       0),
                   json_get(r->plan, STR("conflicts"))->n)
             : why,
        good ? arena_fmt(r->a,
                   "%lld of %zu objects; %lld of %zu inspectors for each; "
                   "%zu conflicts",
                   (long long)json_int(json_get(share, STR("count")), 0),
                   json_get(r->plan, STR("objects"))->n,
                   (long long)json_int(json_get(r->plan,
                                           STR("inspectors_per_object")),
                       0),
                   json_get(r->plan, STR("inspectors"))->n,
                   json_get(r->plan, STR("conflicts"))->n)
             : why);
    return good;
}

/* --- the seed --- */

static bool
instant(const struct json *o, const char *name, int64_t *ret)
{
    struct err err;

    return us_parse(member(o, name), ret, &err) == OK;
}

static void
check_times(struct check_run *r, const struct json *seed)
{
    int64_t published = 0, taken = 0, entered = 0;
    struct day day = DAY_NONE;
    struct err err;
    struct str planned =
        member(json_get(r->plan, STR("seed")), "day");
    bool good =
        instant(json_get(r->file, STR("commitment")), "at", &published) &&
        instant(seed, "taken_at", &taken) &&
        instant(seed, "entered_at", &entered) &&
        day_parse(planned, &day, &err) == OK && published <= taken &&
        taken <= entered && day_cmp(day, day_of_us(taken)) <= 0;
    struct str detail = arena_fmt(r->a,
        "公布 " STR_FMT "，种子产生 " STR_FMT "（预告 " STR_FMT
        "），录入 " STR_FMT,
        STR_ARG(member(json_get(r->file, STR("commitment")), "at")),
        STR_ARG(member(seed, "taken_at")), STR_ARG(planned),
        STR_ARG(member(seed, "entered_at")));
    struct str english = arena_fmt(r->a,
        "published " STR_FMT ", seed taken " STR_FMT " (announced for " STR_FMT
        "), entered " STR_FMT,
        STR_ARG(member(json_get(r->file, STR("commitment")), "at")),
        STR_ARG(member(seed, "taken_at")), STR_ARG(planned),
        STR_ARG(member(seed, "entered_at")));

    add(r, good, "种子在方案公布之后产生",
        "The seed was taken after the plan was published", detail, english);
}

static bool
check_seed(struct check_run *r, const struct json *seed, struct str *ret)
{
    struct err err = { 0 };
    struct str used = STR_EMPTY;
    bool good = sampler_seed(r->a, member(seed, "value"), &used, &err) == OK;
    bool same = good && str_eq(used, member(seed, "used"));

    add(r, same, "种子按规则化简", "The seed was put in its normal form",
        good ? arena_fmt(r->a, "“" STR_FMT "”化简为“" STR_FMT "”",
                   STR_ARG(member(seed, "value")), STR_ARG(used))
             : arena_str(r->a, str_of(err.text)),
        good ? arena_fmt(r->a, "\"" STR_FMT "\" becomes \"" STR_FMT "\"",
                   STR_ARG(member(seed, "value")), STR_ARG(used))
             : arena_str(r->a, str_of(err.text)));
    *ret = used;
    return good;
}

/* --- the result --- */

/* The first row in which two lists differ; SIZE_MAX: none. */
static size_t
first_difference(
    struct arena *a, const struct json *x, const struct json *y)
{
    size_t n = x->n > y->n ? x->n : y->n;

    if (x->type != JSON_LIST || y->type != JSON_LIST)
        return 0;
    for (size_t i = 0; i < n; i++) {
        struct buf p, q;

        buf_init(&p, a, DRAW_FILE_MAX);
        buf_init(&q, a, DRAW_FILE_MAX);
        json_write_canonical(&p, json_at(x, i));
        json_write_canonical(&q, json_at(y, i));
        if (p.failed || q.failed || !str_eq(buf_view(&p), buf_view(&q)))
            return i;
    }
    return SIZE_MAX;
}

static void
compare(struct check_run *r, const char *zh, const char *en,
    const struct json *stated, const struct json *computed)
{
    size_t at = first_difference(r->a, stated, computed);
    struct str detail = arena_fmt(r->a, "%zu 行逐一相符", computed->n);
    struct str english = arena_fmt(r->a, "%zu rows match", computed->n);

    if (at != SIZE_MAX) {
        struct str was = member(json_at(stated, at), "id");
        struct str is = member(json_at(computed, at), "id");

        detail = arena_fmt(r->a,
            "第 %zu 行起不符：文件所载“" STR_FMT "”，重新计算为“" STR_FMT
            "”",
            at + 1, STR_ARG(was), STR_ARG(is));
        english = arena_fmt(r->a,
            "differs from row %zu: the file has \"" STR_FMT
            "\", computed again it is \"" STR_FMT "\"",
            at + 1, STR_ARG(was), STR_ARG(is));
    }
    add(r, at == SIZE_MAX, zh, en, detail, english);
}

static enum status
check_result(struct check_run *r, struct str seed, struct err *err)
{
    const struct json *stated = json_get(r->file, STR("result"));
    const struct json *computed = NULL;

    TRY(draw_result(r->a, r->plan, seed, &computed, err));
    compare(r, "全部检查对象的签号和次序",
        "Tickets and order of all objects", json_get(stated, STR("order")),
        json_get(computed, STR("order")));
    compare(r, "抽中的对象及其检查人员",
        "Objects drawn and their inspectors", json_get(stated, STR("drawn")),
        json_get(computed, STR("drawn")));
    return OK;
}

enum status
draw_verify(struct arena *a, struct str text, struct str commitment,
    struct draw_report *ret, struct err *err)
{
    struct check_run r = { .a = a, .all_good = true };
    struct str seed = STR_EMPTY;

    TRY(json_parse(a, text, DRAW_FILE_MAX, &r.file, err));
    if (r.file->type != JSON_OBJECT ||
        !str_eq(member(r.file, "format"), STR(SAMPLER_FORMAT)))
        return err_set(err, ERR_INPUT,
            "这不是抽取文件：format 应为 %s", SAMPLER_FORMAT);
    r.plan = json_get(r.file, STR("plan"));
    TRY(check_commitment(&r, commitment, err));
    bool plan_good = check_plan(&r);
    const struct json *s = json_get(r.file, STR("seed"));
    const struct json *result = json_get(r.file, STR("result"));
    bool drawn = !json_is_null(s) || !json_is_null(result);
    if (drawn) {
        bool seed_good = check_seed(&r, s, &seed);

        check_times(&r, s);
        if (plan_good && seed_good)
            TRY(check_result(&r, seed, err));
        else
            add(&r, false, "抽取结果", "The result",
                STR("方案或者种子不符，无法重新计算"),
                STR("cannot be computed again: plan or seed do not match"));
    }
    *ret = (struct draw_report){ .checks = r.checks.p,
        .n = r.checks.n,
        .good = r.all_good,
        .drawn = drawn };
    return OK;
}
