/* Mails by SMTP and SMS by an HTTP gateway. */
#include "web/deliver.h"

#include "domain/message.h"
#include "format/html.h"
#include "format/json.h"

#include <curl/curl.h>
#include <openssl/evp.h>
#include <string.h>

#define BATCH 10 /* times the time-out is less than a claim lasts */
#define MAIL_MAX (256 * 1024)
#define TIMEOUT_MS 20000

bool
deliver_has_mail(const struct deliver_options *o)
{
    return o->smtp_url.n > 0 && o->smtp_from.n > 0;
}

bool
deliver_has_sms(const struct deliver_options *o)
{
    return o->sms_url.n > 0;
}

/* --- the text of a mail --- */

static void
add_base64(struct buf *out, struct str s)
{
    unsigned char line[80];

    while (s.n > 0) {
        size_t take = s.n < 57 ? s.n : 57;
        int n = EVP_EncodeBlock(
            line, (const unsigned char *)s.p, (int)take);

        buf_add(out, line, (size_t)n);
        buf_lit(out, "\r\n");
        s = str_sub(s, take, s.n);
    }
}

/* RFC 2047: words of at most 75 bytes, each of whole characters. */
static void
add_encoded_words(struct buf *out, struct str s)
{
    unsigned char word[80];
    bool first = true;

    while (s.n > 0) {
        size_t take = s.n < 42 ? s.n : 42;

        while (take < s.n && take > 1 &&
               ((unsigned char)s.p[take] & 0xc0) == 0x80)
            take--;
        int n = EVP_EncodeBlock(
            word, (const unsigned char *)s.p, (int)take);
        if (!first)
            buf_lit(out, "\r\n ");
        buf_lit(out, "=?UTF-8?B?");
        buf_add(out, word, (size_t)n);
        buf_lit(out, "?=");
        first = false;
        s = str_sub(s, take, s.n);
    }
}

static void
add_date(struct buf *out, int64_t now_us)
{
    static const char *const DAYS[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
        "Sat", "Sun" };
    static const char *const MONTHS[] = { "Jan", "Feb", "Mar", "Apr", "May",
        "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct day d = day_of_us(now_us);
    struct ymd y = day_ymd(d);
    int s = (int)((now_us - day_start_us(d)) / 1000000);

    buf_fmt(out, "%s, %d %s %d %02d:%02d:%02d +0800",
        DAYS[day_weekday(d) - 1], y.day, MONTHS[y.month - 1], y.year,
        s / 3600, s / 60 % 60, s % 60);
}

struct str
deliver_mail_text(struct arena *a, struct str from, struct str to,
    struct str subject, struct str body, int64_t now_us, int64_t id)
{
    struct buf b;
    struct str host;

    host = str_cut(from, '@', &(struct str){ 0 }, NULL);
    buf_init(&b, a, MAIL_MAX);
    buf_lit(&b, "Date: ");
    add_date(&b, now_us);
    buf_fmt(&b,
        "\r\nFrom: <" STR_FMT ">\r\nTo: <" STR_FMT ">\r\nMessage-ID: "
        "<%lld@" STR_FMT ">\r\nSubject: ",
        STR_ARG(from), STR_ARG(to), (long long)id, STR_ARG(host));
    add_encoded_words(&b, subject);
    buf_lit(&b,
        "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\nAuto-Submitted: "
        "auto-generated\r\n\r\n");
    add_base64(&b, body);
    return buf_view(&b);
}

/* An address that can break neither headers nor the dialogue. */
static bool
address_ok(struct str s)
{
    size_t at = 0;

    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c <= ' ' || c == 0x7f || c == '<' || c == '>' || c == ',')
            return false;
        at += c == '@' ? 1 : 0;
    }
    return at == 1;
}

/* --- sending --- */

struct sender {
    CURL *curl;
    struct str base_url;
    const struct deliver_options *o;
    struct arena *a;
    int64_t now_us;
};

struct upload {
    struct str left;
};

static size_t
give(char *out, size_t size, size_t n, void *arg)
{
    struct upload *u = arg;
    size_t take = size * n < u->left.n ? size * n : u->left.n;

    if (take > 0)
        memcpy(out, u->left.p, take);
    u->left = str_sub(u->left, take, u->left.n);
    return take;
}

static size_t
drop(char *p, size_t size, size_t n, void *arg)
{
    (void)p;
    (void)arg;
    return size * n;
}

static int
go_on(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct deliver_options *o = arg;

    (void)a;
    (void)b;
    (void)c;
    (void)d;
    return o->stop != NULL && *o->stop;
}

static void
set_common(struct sender *s)
{
    int64_t ms = s->o->timeout_ms > 0 ? s->o->timeout_ms : TIMEOUT_MS;

    curl_easy_reset(s->curl);
    curl_easy_setopt(s->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(s->curl, CURLOPT_TIMEOUT_MS, (long)ms);
    curl_easy_setopt(s->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)ms);
    curl_easy_setopt(s->curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(s->curl, CURLOPT_XFERINFOFUNCTION, go_on);
    /* libcurl gives the pointer back untouched. */
    curl_easy_setopt(s->curl, CURLOPT_XFERINFODATA, s->o);
    curl_easy_setopt(s->curl, CURLOPT_WRITEFUNCTION, drop);
}

/* Why not, in words without personal data. */
static struct str
reason_of(struct sender *s, CURLcode code, const char *peer)
{
    long answer = 0;

    curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &answer);
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return arena_fmt(s->a, "%s没有在规定时间内应答", peer);
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
        return arena_fmt(s->a, "连接不上%s", peer);
    case CURLE_LOGIN_DENIED:
        return arena_fmt(s->a, "%s拒绝了登录账号或密码", peer);
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
        return arena_fmt(s->a, "与%s的加密连接没有建立", peer);
    case CURLE_ABORTED_BY_CALLBACK:
        return STR("服务停止，稍后再发");
    default:
        break;
    }
    if (answer >= 400)
        return arena_fmt(s->a, "%s拒绝接收（%ld）", peer, answer);
    return arena_fmt(s->a, "%s出错（%d）", peer, (int)code);
}

/* A password goes out encrypted only; a server on this machine is trusted. */
static long
encryption(const struct deliver_options *o)
{
    bool here = str_starts(o->smtp_url, STR("smtp://127.")) ||
                str_starts(o->smtp_url, STR("smtp://localhost")) ||
                str_starts(o->smtp_url, STR("smtp://[::1]"));

    return o->smtp_user.n > 0 && !here ? CURLUSESSL_ALL : CURLUSESSL_TRY;
}

/* The page the message is about, where its reader can get at it. */
static struct str
mail_body(struct sender *s, const struct message_due *m)
{
    if (m->link.n == 0 || s->base_url.n == 0)
        return m->body;
    return arena_fmt(s->a, STR_FMT "\n\n" STR_FMT STR_FMT "\n",
        STR_ARG(m->body), STR_ARG(s->base_url), STR_ARG(m->link));
}

/* Empty: sent. */
static struct str
send_mail(struct sender *s, const struct message_due *m)
{
    const struct deliver_options *o = s->o;
    struct upload u;

    if (!address_ok(m->address) || !address_ok(o->smtp_from))
        return STR("邮箱地址的格式不正确");
    u.left = deliver_mail_text(s->a, o->smtp_from, m->address, m->title,
        mail_body(s, m), s->now_us, m->id);
    set_common(s);
    curl_easy_setopt(s->curl, CURLOPT_URL, arena_cstr(s->a, o->smtp_url));
    curl_easy_setopt(s->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(s->curl, CURLOPT_USE_SSL, encryption(o));
    if (o->smtp_user.n > 0) {
        curl_easy_setopt(
            s->curl, CURLOPT_USERNAME, arena_cstr(s->a, o->smtp_user));
        curl_easy_setopt(
            s->curl, CURLOPT_PASSWORD, arena_cstr(s->a, o->smtp_password));
    }
    curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM,
        arena_cstr(s->a, arena_fmt(s->a, "<" STR_FMT ">",
                             STR_ARG(o->smtp_from))));
    struct curl_slist *to = curl_slist_append(NULL,
        arena_cstr(s->a,
            arena_fmt(s->a, "<" STR_FMT ">", STR_ARG(m->address))));
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(s->curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(s->curl, CURLOPT_READDATA, &u);
    curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 1L);
    CURLcode code = curl_easy_perform(s->curl);
    struct str why =
        code == CURLE_OK ? STR_EMPTY : reason_of(s, code, "邮件服务器");
    curl_slist_free_all(to);
    return why;
}

static struct str
encoded(struct arena *a, struct str s)
{
    struct buf b;

    buf_init(&b, a, MAIL_MAX);
    url_encode(&b, s);
    return buf_view(&b);
}

static struct str
sms_body(struct sender *s, const struct message_due *m)
{
    struct json *v = json_new(s->a, JSON_OBJECT);
    bool form = s->o->sms_form.n > 0;
    struct buf b;

    json_set(s->a, v, STR("mobile"),
        json_text(s->a, form ? encoded(s->a, m->address) : m->address));
    json_set(s->a, v, STR("text"),
        json_text(s->a, form ? encoded(s->a, m->body) : m->body));
    if (form)
        return template_fill(s->a, s->o->sms_form, v);
    buf_init(&b, s->a, MAIL_MAX);
    json_write(&b, v);
    return buf_view(&b);
}

static struct str
send_sms(struct sender *s, const struct message_due *m)
{
    const struct deliver_options *o = s->o;
    struct str body = sms_body(s, m);
    long answer = 0;

    set_common(s);
    curl_easy_setopt(s->curl, CURLOPT_URL, arena_cstr(s->a, o->sms_url));
    curl_easy_setopt(s->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(s->curl, CURLOPT_POST, 1L);
    curl_easy_setopt(
        s->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n);
    curl_easy_setopt(s->curl, CURLOPT_POSTFIELDS, arena_cstr(s->a, body));
    struct curl_slist *head = curl_slist_append(NULL,
        o->sms_form.n > 0 ? "Content-Type: application/x-www-form-urlencoded"
                          : "Content-Type: application/json");
    if (o->sms_token.n > 0)
        head = curl_slist_append(head,
            arena_cstr(s->a, arena_fmt(s->a, "Authorization: Bearer " STR_FMT,
                                 STR_ARG(o->sms_token))));
    curl_easy_setopt(s->curl, CURLOPT_HTTPHEADER, head);
    CURLcode code = curl_easy_perform(s->curl);
    struct str why = STR_EMPTY;
    if (code != CURLE_OK) {
        why = reason_of(s, code, "短信网关");
    } else {
        curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &answer);
        if (answer < 200 || answer > 299)
            why = arena_fmt(s->a, "短信网关拒绝接收（%ld）", answer);
    }
    curl_slist_free_all(head);
    return why;
}

/* --- the outbox --- */

struct batch {
    struct arena *a;
    const struct domain *d;
    int64_t now_us;
    const char *channel;
    size_t most;
    const struct message_due *list;
    size_t n;
    int64_t id;
    struct str error;
};

static enum status
claim_batch(struct tx *tx, void *arg, struct err *err)
{
    struct batch *b = arg;
    struct actor system = actor_system();
    struct act x = act_make(b->a, b->d, tx, &system, b->now_us);
    const struct message_due *list = NULL;
    size_t n = 0, kept = 0;

    b->n = 0;
    TRY(message_due(&x, b->channel, b->most, &list, &n, err));
    struct message_due *mine = arena_new_array(b->a, struct message_due, n + 1);
    for (size_t i = 0; i < n; i++) {
        bool got = false;

        TRY(message_claim(&x, list[i].id, &got, err));
        if (got)
            mine[kept++] = list[i];
    }
    b->list = mine;
    b->n = kept;
    return OK;
}

static enum status
put_result(struct tx *tx, void *arg, struct err *err)
{
    struct batch *b = arg;
    struct actor system = actor_system();
    struct act x = act_make(b->a, b->d, tx, &system, b->now_us);

    return message_result(&x, b->id, b->error.n == 0, b->error, err);
}

/* Is anything due? Read first: a write transaction only where there is work. */
static enum status
look(struct tx *tx, void *arg, struct err *err)
{
    struct batch *b = arg;
    struct actor system = actor_system();
    struct act x = act_make(b->a, b->d, tx, &system, b->now_us);

    return message_due(&x, b->channel, 1, &b->list, &b->n, err);
}

static enum status
run_channel(struct store *st, struct sender *s, struct batch *b, bool sms,
    size_t most, struct deliver_counts *c, struct err *err)
{
    size_t done = 0;

    while (done < most) {
        TRY(store_read(st, look, b, err));
        if (b->n == 0)
            return OK;
        b->most = most - done < BATCH ? most - done : BATCH;
        TRY(store_write(st, claim_batch, b, err));
        if (b->n == 0)
            return OK;
        const struct message_due *list = b->list;
        size_t n = b->n;
        for (size_t i = 0; i < n; i++) {
            b->id = list[i].id;
            b->error = sms ? send_sms(s, &list[i]) : send_mail(s, &list[i]);
            TRY(store_write(st, put_result, b, err));
            if (b->error.n == 0)
                c->sent++;
            else
                c->failed++;
            done++;
        }
        if (s->o->stop != NULL && *s->o->stop)
            return OK;
    }
    return OK;
}

enum status
deliver_run(struct store *st, const struct domain *d,
    const struct deliver_options *o, int64_t now_us, size_t most,
    struct deliver_counts *ret, struct err *err)
{
    struct deliver_counts c = { 0 };
    enum status status = OK;

    *ret = c;
    if (!deliver_has_mail(o) && !deliver_has_sms(o))
        return OK;
    struct arena *a = arena_new("deliver");
    struct sender s = { curl_easy_init(), d->base_url, o, a, now_us };
    struct batch b = { .a = a, .d = d, .now_us = now_us };
    if (s.curl == NULL)
        status = err_set(err, ERR_IO, "cannot set up libcurl");
    if (status == OK && deliver_has_mail(o)) {
        b.channel = "MAIL";
        status = run_channel(st, &s, &b, false, most, &c, err);
    }
    if (status == OK && deliver_has_sms(o)) {
        b.channel = "SMS";
        status = run_channel(st, &s, &b, true, most, &c, err);
    }
    *ret = c;
    curl_easy_cleanup(s.curl);
    arena_free(a);
    return status;
}
