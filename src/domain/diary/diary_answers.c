/* From the answers of a pack's form to an entry. */
#include "domain/diary.h"

/* The fields of the form "diary" that have a place of their own. */
enum known { K_DAY, K_START, K_END, K_MODE, K_PLACE, K_TYPE, K_FORM, K_TOPIC,
    K_ENTERPRISES, K_PEOPLE, K_EXPERTS, K_CAMPAIGN, K_CONTENT, K_RESULTS,
    K_PHOTOS, K_FEE, K_COUNT_ };

static const struct str NAMES[K_COUNT_] = {
    [K_DAY] = STR_INIT("服务日期"),
    [K_START] = STR_INIT("开始时间"),
    [K_END] = STR_INIT("结束时间"),
    [K_MODE] = STR_INIT("日记服务方式"),
    [K_PLACE] = STR_INIT("服务地点"),
    [K_TYPE] = STR_INIT("日记服务类型"),
    [K_FORM] = STR_INIT("日记服务形式"),
    [K_TOPIC] = STR_INIT("服务主题"),
    [K_ENTERPRISES] = STR_INIT("服务企业"),
    [K_PEOPLE] = STR_INIT("服务人数"),
    [K_EXPERTS] = STR_INIT("参加专家"),
    [K_CAMPAIGN] = STR_INIT("所属服务行动"),
    [K_CONTENT] = STR_INIT("服务内容"),
    [K_RESULTS] = STR_INIT("服务成果"),
    [K_PHOTOS] = STR_INIT("服务照片"),
    [K_FEE] = STR_INIT("收费金额"),
};

static struct str
text_at(const struct json *answers, enum known k)
{
    return json_str(json_get(answers, NAMES[k]));
}

static enum status
read_times(const struct json *answers, struct diary_new *e, struct err *err)
{
    struct str day = text_at(answers, K_DAY);
    struct err bad;

    e->day = DAY_NONE;
    if (day.n > 0 && day_parse(day, &e->day, &bad) != OK)
        return err_field(err, ERR_INPUT, NAMES[K_DAY], "%s", bad.text);
    if (us_parse(text_at(answers, K_START), &e->start_us, &bad) != OK)
        return err_field(err, ERR_INPUT, NAMES[K_START],
            "开始时间应为日期和时间，如 2023-04-12 14:30");
    if (us_parse(text_at(answers, K_END), &e->end_us, &bad) != OK)
        return err_field(err, ERR_INPUT, NAMES[K_END],
            "结束时间应为日期和时间，如 2023-04-12 16:30");
    return OK;
}

static void
read_enterprises(
    struct arena *a, const struct json *rows, struct diary_new *e)
{
    struct diary_enterprise *list =
        arena_new_array(a, struct diary_enterprise, rows->n + 1);

    e->n_enterprises = rows->type == JSON_LIST ? rows->n : 0;
    for (size_t i = 0; i < e->n_enterprises; i++) {
        const struct json *r = json_at(rows, i);

        list[i] = (struct diary_enterprise){
            .name = json_str(json_get(r, STR("企业名称"))),
            .credit_code =
                json_str(json_get(r, STR("企业统一社会信用代码"))),
            .size = json_str(json_get(r, STR("规模"))),
            .mobile = json_str(json_get(r, STR("企业联系手机"))),
        };
    }
    e->enterprises = list;
}

static bool
is_known(struct str name)
{
    for (size_t i = 0; i < K_COUNT_; i++) {
        if (str_eq(NAMES[i], name))
            return true;
    }
    return false;
}

enum status
diary_from_answers(struct arena *a, const struct pack_form *form,
    const struct json *answers, struct diary_new *e, struct err *err)
{
    struct json *extra = json_new(a, JSON_OBJECT);

    TRY(read_times(answers, e, err));
    e->mode = text_at(answers, K_MODE);
    e->place = text_at(answers, K_PLACE);
    e->service_type = text_at(answers, K_TYPE);
    e->form = text_at(answers, K_FORM);
    e->topic = text_at(answers, K_TOPIC);
    e->people = json_int(json_get(answers, NAMES[K_PEOPLE]), 0);
    e->experts = text_at(answers, K_EXPERTS);
    e->campaign = text_at(answers, K_CAMPAIGN);
    e->content = text_at(answers, K_CONTENT);
    e->results = text_at(answers, K_RESULTS);
    e->fee_fen = json_int(json_get(answers, NAMES[K_FEE]), 0);
    read_enterprises(a, json_get(answers, NAMES[K_ENTERPRISES]), e);
    for (size_t s = 0; s < form->n_sections; s++) {
        for (size_t i = 0; i < form->sections[s].n_fields; i++) {
            const struct pack_field *f = &form->sections[s].fields[i];
            const struct json *v = json_get(answers, f->name);

            if (!is_known(f->name) && !json_is_null(v))
                json_set(a, extra, f->name, v);
        }
    }
    e->extra = extra;
    return OK;
}

/* --- the other way --- */

static void
put_text(struct arena *a, struct json *o, struct str name, struct str s)
{
    if (s.n > 0)
        json_set(a, o, name, json_text(a, s));
}

static struct str
iso_time(struct arena *a, int64_t us)
{
    struct str s = us_beijing(a, us); /* 2023-03-12 14:30:00 */

    return arena_fmt(a, STR_FMT "T" STR_FMT "+08:00",
        STR_ARG(str_sub(s, 0, 10)), STR_ARG(str_sub(s, 11, 8)));
}

const struct json *
diary_answers(struct arena *a, const struct diary *d,
    const struct diary_enterprise *enterprises, size_t n)
{
    struct json *o = json_new(a, JSON_OBJECT);
    struct json *rows = json_new(a, JSON_LIST);

    for (size_t i = 0; i < d->extra->n; i++)
        json_set(a, o, d->extra->keys[i], d->extra->items[i]);
    put_text(a, o, NAMES[K_DAY], day_iso(a, d->day));
    put_text(a, o, NAMES[K_START], iso_time(a, d->start_us));
    put_text(a, o, NAMES[K_END], iso_time(a, d->end_us));
    put_text(a, o, NAMES[K_MODE], d->mode);
    put_text(a, o, NAMES[K_PLACE], d->place);
    put_text(a, o, NAMES[K_TYPE], d->service_type);
    put_text(a, o, NAMES[K_FORM], d->form);
    put_text(a, o, NAMES[K_TOPIC], d->topic);
    put_text(a, o, NAMES[K_EXPERTS], d->experts);
    put_text(a, o, NAMES[K_CAMPAIGN], d->campaign);
    put_text(a, o, NAMES[K_CONTENT], d->content);
    put_text(a, o, NAMES[K_RESULTS], d->results);
    json_set(a, o, NAMES[K_PEOPLE], json_number(a, d->people));
    json_set(a, o, NAMES[K_FEE], json_number(a, 0));
    for (size_t i = 0; i < n; i++) {
        struct json *r = json_new(a, JSON_OBJECT);

        put_text(a, r, STR("企业名称"), enterprises[i].name);
        put_text(
            a, r, STR("企业统一社会信用代码"), enterprises[i].credit_code);
        put_text(a, r, STR("规模"), enterprises[i].size);
        put_text(a, r, STR("企业联系手机"), enterprises[i].mobile);
        json_push(a, rows, r);
    }
    json_set(a, o, NAMES[K_ENTERPRISES], rows);
    return o;
}
