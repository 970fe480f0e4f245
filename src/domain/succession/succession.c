/* Holders and files of a division that ended follow to its successor. */
#include "domain/succession.h"

#include "../application/application_store.h"
#include "domain/affiliation.h"
#include "domain/consent.h"
#include "domain/message.h"
#include "domain/plan.h"
#include "succession_store.h"

#define SOURCE_MOST 200

struct items {
    struct succession_item *p;
    size_t n, cap;
};
struct files {
    struct succession_file *p;
    size_t n, cap;
};

/* --- what is to be moved --- */

static enum status
find_change(struct act *x, int64_t programme_id, size_t at,
    struct succession *ret, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);

    *ret = (struct succession){ .programme = p };
    if (p == NULL || p->pack->planning == NULL ||
        at >= p->pack->planning->units->n_changes)
        return err_set(err, ERR_NOT_FOUND, "没有找到这次区划变更");
    if (!plan_is_authority(x, p))
        return err_set(err, ERR_DENIED,
            "区划变更由" STR_FMT "办理，您的账号没有这一权限",
            STR_ARG(p->authority));
    ret->change = &p->pack->planning->units->changes[at];
    return OK;
}

/* Where what lies in a unit, in a town ("": not known), goes; NULL: it stays.
 * The table has those of towns first. */
static const struct pack_unit_move *
move_of(const struct pack_unit_change *c, struct str unit, struct str town,
    bool *ret_unsure)
{
    *ret_unsure = false;
    for (size_t i = 0; i < c->n_moves; i++) {
        const struct pack_unit_move *m = &c->moves[i];
        bool here = m->n_towns == 0;

        if (!str_eq(m->of, unit))
            continue;
        for (size_t k = 0; k < m->n_towns; k++)
            here = here || str_eq(m->towns[k], town);
        if (here)
            return m;
        *ret_unsure = town.n == 0;
    }
    return NULL;
}

static struct str
town_of(const struct accreditation *c)
{
    return c->pack == NULL || c->pack->town_field.n == 0
               ? STR_EMPTY
               : json_str(json_get(c->info, c->pack->town_field));
}

static enum status
add_item(struct act *x, const struct pack_unit_change *change,
    const struct accreditation *c, struct items *v, struct err *err)
{
    const struct affiliate *there = NULL;
    struct affiliation at;
    size_t n = 0;
    bool unsure = false, works = false;
    const struct pack_unit_move *m =
        move_of(change, c->region, town_of(c), &unsure);

    TRY(affiliation_current(x, c, &at, &works, err));
    if (works || (m == NULL && !unsure)) /* who works somewhere goes with it */
        return OK;
    if (m == NULL) /* part of the unit left it, and nothing says which */
        return OK;
    if (c->pack->works_at.n == 0)
        TRY(affiliation_public(x, c, &there, &n, err));
    *VEC_PUSH(x->a, v) = (struct succession_item){
        .programme_id = c->programme_id,
        .subject_id = c->subject_id,
        .id = c->id,
        .name = c->name,
        .number = c->number,
        .town = town_of(c),
        .from = c->region,
        .to = m->to,
        .by_town = m->n_towns > 0,
        .unsure = unsure,
        .guests = n };
    return OK;
}

/* The units that the table moves something out of, each once. */
static bool
is_first(const struct pack_unit_change *c, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (str_eq(c->moves[i].of, c->moves[at].of))
            return false;
    }
    return true;
}

static enum status
find_items(struct act *x, const struct programme *p,
    const struct pack_unit_change *c, struct items *v, struct err *err)
{
    for (size_t i = 0; i < c->n_moves; i++) {
        const struct place_key *keys = NULL;
        size_t n = 0;

        if (!is_first(c, i))
            continue;
        TRY(succession_store_holders(
            x, p->id, c->moves[i].of, &keys, &n, err));
        for (size_t k = 0; k < n; k++) {
            struct accreditation one;

            TRY(accreditation_load(
                x, keys[k].subject_id, keys[k].id, &one, err));
            TRY(add_item(x, c, &one, v, err));
        }
    }
    return OK;
}

static const struct programme *
hosts_of(const struct act *x, const struct programme *p)
{
    return p->pack->works_at.n == 0
               ? NULL
               : domain_programme_by_code(x->d, p->pack->works_at);
}

/* --- open applications --- */

/* The region that an application belongs to by what it asks for or is about;
 * items: as if they had moved already; "": nothing says. */
static enum status
right_region(struct act *x, const struct application *app,
    const struct items *v, struct str *ret, struct err *err)
{
    struct accreditation c = { 0 };
    bool found = false;

    *ret = STR_EMPTY;
    TRY(affiliation_asked(x, app, &c, &found, err));
    if (!found && app->accreditation_id != 0)
        TRY(accreditation_load(
            x, app->subject_id, app->accreditation_id, &c, err));
    if (c.id == 0)
        return OK;
    *ret = c.region;
    for (size_t i = 0; i < v->n; i++) {
        struct affiliation at;
        bool works = false;

        if (v->p[i].id == c.id)
            *ret = v->p[i].to;
        if (v->p[i].id == c.id || c.pack->works_at.n == 0)
            continue;
        TRY(affiliation_current(x, &c, &at, &works, err));
        if (works && at.host_id == v->p[i].id)
            *ret = v->p[i].to;
    }
    return OK;
}

/* Those of one programme that lie in a unit which something left. whole: those
 * that name no holder go with the unit. */
static enum status
find_files(struct act *x, const struct programme *p,
    const struct pack_unit_change *c, const struct items *v, bool whole,
    struct files *ret, struct err *err)
{
    for (size_t i = 0; i < c->n_moves; i++) {
        const struct place_key *keys = NULL;
        size_t n = 0;
        bool unsure = false;

        if (!is_first(c, i))
            continue;
        TRY(succession_store_files(
            x, p->id, c->moves[i].of, &keys, &n, err));
        const struct pack_unit_move *m =
            move_of(c, c->moves[i].of, STR_EMPTY, &unsure);
        for (size_t k = 0; k < n; k++) {
            struct application app;
            struct str to;

            TRY(application_load(
                x, keys[k].subject_id, keys[k].id, &app, err));
            TRY(right_region(x, &app, v, &to, err));
            if (to.n == 0 && whole && m != NULL)
                to = m->to;
            if (to.n == 0)
                to = app.region;
            *VEC_PUSH(x->a, ret) = (struct succession_file){
                .subject_id = app.subject_id,
                .id = app.id,
                .number = app.number,
                .name = app.name,
                .from = c->moves[i].of,
                .to = to };
        }
    }
    return OK;
}

static enum status
look(struct act *x, struct succession *s, struct items *v, struct err *err)
{
    const struct programme *hosts = hosts_of(x, s->programme);

    if (hosts != NULL)
        TRY(find_items(x, hosts, s->change, v, err));
    TRY(find_items(x, s->programme, s->change, v, err));
    s->items = v->p;
    s->n_items = v->n;
    return OK;
}

static enum status
look_files(struct act *x, struct succession *s, const struct items *v,
    bool whole, struct err *err)
{
    const struct programme *hosts = hosts_of(x, s->programme);
    struct files f = { 0 };

    if (hosts != NULL)
        TRY(find_files(x, hosts, s->change, v, whole, &f, err));
    TRY(find_files(x, s->programme, s->change, v, whole, &f, err));
    s->files = f.p;
    s->n_files = f.n;
    return OK;
}

enum status
succession_preview(struct act *x, int64_t programme_id, size_t at,
    struct succession *ret, struct err *err)
{
    struct items v = { 0 };
    struct succession s;

    TRY(find_change(x, programme_id, at, &s, err));
    TRY(look(x, &s, &v, err));
    TRY(look_files(x, &s, &v, true, err));
    size_t n = 0;
    struct succession_file *left =
        arena_new_array(x->a, struct succession_file, s.n_files + 1);
    for (size_t i = 0; i < s.n_files; i++) {
        if (!str_eq(s.files[i].from, s.files[i].to))
            left[n++] = s.files[i];
    }
    s.files = left;
    s.n_files = n;
    *ret = s;
    return OK;
}

/* --- moving --- */

struct moving {
    const struct succession *s;
    const struct succession_order *o;
    struct str clause, reason;
};

static enum status
move_one(struct act *x, const struct moving *m, struct accreditation *c,
    struct str to, struct err *err)
{
    struct str from = c->region;

    if (str_eq(from, to))
        return OK;
    TRY(accreditation_change(
        x, c, NULL, to, "move-region", m->clause, err));
    TRY(succession_store_rows(
        x, c->programme_id, c->subject_id, from, to, err));
    TRY(succession_store_inspections(x, c->subject_id, from, to, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = c->programme_id,
            .subject_id = c->subject_id,
            .object_kind = "accreditation",
            .object_id = c->id,
            .event = "succession",
            .from = from,
            .to = to,
            .reason = m->reason,
            .clause = m->clause,
            .document = c->number },
        err);
}

static enum status
move_item(struct act *x, const struct moving *m,
    const struct succession_item *i, size_t *ret, struct err *err)
{
    const struct affiliate *there = NULL;
    struct accreditation c;
    size_t n = 0;

    TRY(accreditation_load(x, i->subject_id, i->id, &c, err));
    TRY(move_one(x, m, &c, i->to, err));
    (*ret)++;
    TRY(affiliation_public(x, &c, &there, &n, err));
    for (size_t k = 0; k < n; k++) {
        struct accreditation guest;

        TRY(accreditation_load(x, there[k].subject_id,
            there[k].accreditation_id, &guest, err));
        TRY(move_one(x, m, &guest, i->to, err));
        (*ret)++;
    }
    return OK;
}

static enum status
tell(struct act *x, const struct application *app, const struct moving *m,
    struct err *err)
{
    struct json *v = json_new(x->a, JSON_OBJECT);

    if (pack_document(app->pack, STR("succession")) == NULL)
        return OK;
    json_set(x->a, v, STR("subject"), json_text(x->a, app->name));
    json_set(x->a, v, STR("number"), json_text(x->a, app->number));
    json_set(x->a, v, STR("party"),
        json_text(x->a, level_authority(x, app->region, 3)));
    json_set(x->a, v, STR("reason"), json_text(x->a, m->reason));
    return message_to_subject(x, app->pack, app->subject_id,
        STR("succession"), v,
        arena_fmt(x->a, "/applications/%lld", (long long)app->id), STR_EMPTY,
        err);
}

/* Its deadline stays: the new desk goes on where the old one stood. */
static enum status
move_file(struct act *x, const struct moving *m,
    const struct succession_file *f, struct err *err)
{
    struct application app;

    TRY(application_load(x, f->subject_id, f->id, &app, err));
    TRY(consent_follow(x, &app, f->from, err));
    if (app.state != APP_DRAFT) /* what lay in one unit may lie in two now */
        TRY(consent_ask(x, &app, err));
    if (str_eq(f->from, f->to) || !str_eq(app.region, f->from))
        return OK;
    app.region = f->to;
    TRY(store_put_application(x, &app, err));
    TRY(application_note(x, &app, "succession",
        arena_fmt(x->a, STR_FMT " → " STR_FMT "：" STR_FMT, STR_ARG(f->from),
            STR_ARG(f->to), STR_ARG(m->reason)),
        m->clause, err));
    return app.state == APP_DRAFT ? OK : tell(x, &app, m, err);
}

/* Rows about people who hold nothing yet. */
static enum status
move_rest(struct act *x, const struct moving *m, struct err *err)
{
    const struct pack_unit_change *c = m->s->change;
    const struct programme *hosts = hosts_of(x, m->s->programme);

    for (size_t i = 0; i < c->n_moves; i++) {
        if (c->moves[i].n_towns > 0)
            continue;
        TRY(succession_store_rows(x, m->s->programme->id, 0, c->moves[i].of,
            c->moves[i].to, err));
        if (hosts != NULL)
            TRY(succession_store_rows(
                x, hosts->id, 0, c->moves[i].of, c->moves[i].to, err));
    }
    return OK;
}

static enum status
check_order(struct act *x, const struct succession *s,
    const struct succession_order *o, struct err *err)
{
    struct str source = str_trim(o->source);
    bool known = o->to.n == 0;

    if (day_cmp(x->today, s->change->on) < 0)
        return err_set(err, ERR_CONFLICT,
            "这次区划变更自 " STR_FMT " 起施行，此前仍由原区划办理，不能提前转入",
            STR_ARG(day_iso(x->a, s->change->on)));
    if (source.n == 0 || utf8_count(source) > SOURCE_MOST)
        return err_field(err, ERR_INPUT, STR("source"),
            "请写明依据的文件名称或者文号，1 至 %d 字", SOURCE_MOST);
    for (size_t i = 0; i < s->change->n_to; i++)
        known = known || str_eq(s->change->to[i], o->to);
    return known ? OK
                 : err_field(err, ERR_INPUT, STR("to"),
                       "“" STR_FMT "”不是这次变更后的区划", STR_ARG(o->to));
}

static bool
is_ordered(const struct succession_order *o, int64_t id)
{
    for (size_t i = 0; i < o->n; i++) {
        if (o->ids[i] == id)
            return true;
    }
    return o->n == 0;
}

enum status
succession_move(struct act *x, const struct succession_order *o, size_t *ret,
    struct err *err)
{
    struct items all = { 0 }, v = { 0 };
    struct succession s;
    size_t moved = 0;

    TRY(find_change(x, o->programme_id, o->at, &s, err));
    TRY(check_order(x, &s, o, err));
    TRY(look(x, &s, &all, err));
    for (size_t i = 0; i < all.n; i++) {
        if (!is_ordered(o, all.p[i].id))
            continue;
        if (o->to.n > 0)
            all.p[i].to = o->to;
        *VEC_PUSH(x->a, &v) = all.p[i];
    }
    TRY(look_files(x, &s, &v, o->n == 0, err));
    if (v.n == 0 && (o->n > 0 || s.n_files == 0))
        return err_set(err, ERR_CONFLICT, "没有需要转入的对象，请刷新后再看");
    struct moving m = { .s = &s,
        .o = o,
        .clause = s.programme->pack->planning->clause,
        .reason = arena_fmt(x->a, STR_FMT " 起" STR_FMT "；依据" STR_FMT,
            STR_ARG(day_iso(x->a, s.change->on)), STR_ARG(s.change->note),
            STR_ARG(str_trim(o->source))) };
    for (size_t i = 0; i < v.n; i++)
        TRY(move_item(x, &m, &v.p[i], &moved, err));
    for (size_t i = 0; i < s.n_files; i++)
        TRY(move_file(x, &m, &s.files[i], err));
    if (o->n == 0)
        TRY(move_rest(x, &m, err));
    *ret = moved;
    return OK;
}
