#include "paper.h"

#include "domain/message.h"

static void
set_text(
    struct act *x, struct json *v, struct str name, struct str text)
{
    json_set(x->a, v, name, json_text(x->a, text));
}

struct json *
paper_values(struct act *x, const struct accreditation *c,
    const struct proceeding *p, struct str reason)
{
    const struct programme *prog = domain_programme(x->d, c->programme_id);
    const struct pack_clause *clause = pack_clause(prog->pack, p->clause);
    struct json *v = json_new(x->a, JSON_OBJECT);

    set_text(x, v, STR("subject"), c->name);
    set_text(x, v, STR("number"), c->number);
    set_text(x, v, STR("authority"), prog->authority);
    set_text(x, v, STR("programme"), prog->title.zh);
    set_text(x, v, STR("holder_title"), prog->pack->holder_title.zh);
    set_text(x, v, STR("doc_no"), prog->pack->doc_no);
    set_text(x, v, STR("date"), day_zh(x->a, x->today));
    set_text(x, v, STR("today"), day_zh(x->a, x->today));
    set_text(x, v, STR("first_day"), day_zh(x->a, c->admitted));
    set_text(x, v, STR("last_day"), day_zh(x->a, c->last_day));
    set_text(x, v, STR("最近活动日"),
        day_zh(x->a, day_is_none(p->since) ? c->watch : p->since));
    set_text(x, v, STR("clause"), p->clause);
    set_text(x, v, STR("cite"), clause == NULL ? p->clause : clause->cite);
    set_text(
        x, v, STR("sentence"), clause == NULL ? STR_EMPTY : clause->text);
    set_text(x, v, STR("reason"), reason);
    if (p->due_us > 0)
        set_text(x, v, STR("deadline"),
            day_zh(x->a, day_of_us(p->due_us - 1)));
    return v;
}

enum status
paper_issue(struct act *x, const struct accreditation *c,
    const struct proceeding *p, const char *document, struct json *values,
    struct str *ret_number, struct err *err)
{
    const struct programme *prog = domain_programme(x->d, c->programme_id);

    return letter_issue(x,
        &(struct letter_new){ .programme = prog,
            .pack = prog->pack,
            .subject_id = c->subject_id,
            .owner_kind = "proceeding",
            .owner_id = p->id,
            .document = document,
            .clause = p->clause,
            .verdict = p->verdict },
        values, ret_number, err);
}

enum status
paper_tell(struct act *x, const struct accreditation *c,
    const struct proceeding *p, const char *message,
    const struct json *values, struct str once_key, struct err *err)
{
    const struct programme *prog = domain_programme(x->d, c->programme_id);

    if (pack_document(prog->pack, str_of(message)) == NULL)
        return OK;
    return message_to_subject(x, prog->pack, c->subject_id, str_of(message),
        values,
        arena_fmt(x->a, "/mine/proceedings/%lld", (long long)p->id), once_key,
        err);
}

enum status
proceeding_letter(struct act *x, const struct proceeding *p,
    struct str document, struct letter *ret, struct err *err)
{
    const struct letter *list = NULL;
    size_t n = 0;

    TRY(letter_list(
        x, p->subject_id, STR("proceeding"), p->id, &list, &n, err));
    while (n > 0 && !str_eq(list[n - 1].document, document))
        n--;
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, "这份文书还没有制作");
    *ret = list[n - 1];
    return OK;
}
