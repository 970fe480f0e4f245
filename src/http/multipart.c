/* multipart.c - multipart/form-data (RFC 7578, RFC 2046 5.1), fed in pieces.
 *
 * Bytes gather in a window. Data that cannot be part of a delimiter goes on
 * to the sink at once, so a file of any size passes through 32 KiB.
 */
#include "internal.h"

#include <string.h>

#define WINDOW (32 * 1024)
#define HEAD_MAX (8 * 1024)

enum place {
    PLACE_PREAMBLE,
    PLACE_AFTER_DELIMITER, /* CRLF or "--" follows */
    PLACE_HEAD,
    PLACE_DATA,
    PLACE_EPILOGUE
};

struct multipart {
    struct arena *a;
    struct multipart_sink sink;
    struct str delimiter; /* CRLF "--" boundary */
    enum place place;
    size_t n;
    char window[WINDOW];
};

struct multipart *
multipart_new(struct arena *a, struct str boundary, struct multipart_sink sink)
{
    struct multipart *m = arena_one(a, struct multipart);

    m->a = a;
    m->sink = sink;
    m->delimiter = arena_join(a, STR("\r\n--"), boundary);
    m->place = PLACE_PREAMBLE;
    /* The first delimiter has no CRLF before it; then all look alike. */
    m->window[m->n++] = '\r';
    m->window[m->n++] = '\n';
    return m;
}

static void
drop(struct multipart *m, size_t n)
{
    m->n -= n;
    memmove(m->window, m->window + n, m->n);
}

/* Data up to the next delimiter, or what surely is none. Sets *ret_moved if
 * something was used up. */
static enum refusal
take_data(struct multipart *m, bool *ret_moved)
{
    const char *hit = memmem(m->window, m->n, m->delimiter.p, m->delimiter.n);
    size_t n;
    enum refusal why = REFUSE_NONE;

    if (hit != NULL)
        n = (size_t)(hit - m->window);
    else if (m->n >= m->delimiter.n)
        n = m->n - (m->delimiter.n - 1);
    else
        n = 0;

    if (m->place == PLACE_DATA && n > 0)
        why = m->sink.data(m->sink.arg, (struct str){ m->window, n });
    if (why == REFUSE_NONE && hit != NULL) {
        if (m->place == PLACE_DATA)
            why = m->sink.end(m->sink.arg);
        m->place = PLACE_AFTER_DELIMITER;
        n += m->delimiter.n;
    }
    *ret_moved = n > 0;
    if (n > 0)
        drop(m, n);
    return why;
}

static enum refusal
take_after_delimiter(struct multipart *m, bool *ret_moved)
{
    size_t i = 0;

    *ret_moved = false;
    if (m->n >= 2 && m->window[0] == '-' && m->window[1] == '-') {
        m->place = PLACE_EPILOGUE;
        *ret_moved = true;
        return REFUSE_NONE;
    }
    while (i < m->n && (m->window[i] == ' ' || m->window[i] == '\t'))
        i++; /* padding, RFC 2046 */
    if (i > HEAD_MAX)
        return REFUSE_MULTIPART;
    if (m->n - i < 2) {
        if (m->n - i == 1 && m->window[i] != '\r' && m->window[i] != '-')
            return REFUSE_MULTIPART;
        return REFUSE_NONE;
    }
    if (m->window[i] != '\r' || m->window[i + 1] != '\n')
        return REFUSE_MULTIPART;
    drop(m, i + 2);
    m->place = PLACE_HEAD;
    *ret_moved = true;
    return REFUSE_NONE;
}

static enum refusal
take_head(struct multipart *m, bool *ret_moved)
{
    const char *end = memmem(m->window, m->n, "\r\n\r\n", 4);
    struct part_head head;
    enum refusal why;
    size_t n;

    *ret_moved = false;
    if (end == NULL)
        return m->n > HEAD_MAX ? REFUSE_MULTIPART : REFUSE_NONE;
    n = (size_t)(end - m->window);
    if (n > HEAD_MAX)
        return REFUSE_MULTIPART;
    why = parse_part_head(m->a, (struct str){ m->window, n }, &head);
    if (why != REFUSE_NONE)
        return why;
    why = m->sink.begin(m->sink.arg, &head);
    if (why != REFUSE_NONE)
        return why;
    drop(m, n + 4);
    m->place = PLACE_DATA;
    *ret_moved = true;
    return REFUSE_NONE;
}

static enum refusal
take_all(struct multipart *m)
{
    bool moved = true;
    enum refusal why = REFUSE_NONE;

    while (why == REFUSE_NONE && moved) {
        switch (m->place) {
        case PLACE_PREAMBLE:
        case PLACE_DATA:
            why = take_data(m, &moved);
            break;
        case PLACE_AFTER_DELIMITER:
            why = take_after_delimiter(m, &moved);
            break;
        case PLACE_HEAD:
            why = take_head(m, &moved);
            break;
        case PLACE_EPILOGUE:
            m->n = 0;
            moved = false;
            break;
        }
    }
    return why;
}

enum refusal
multipart_feed(struct multipart *m, struct str bytes)
{
    while (bytes.n > 0) {
        size_t n = sizeof(m->window) - m->n;
        enum refusal why;

        if (n > bytes.n)
            n = bytes.n;
        memcpy(m->window + m->n, bytes.p, n);
        m->n += n;
        bytes = str_sub(bytes, n, bytes.n);
        why = take_all(m);
        if (why != REFUSE_NONE)
            return why;
    }
    return REFUSE_NONE;
}

enum refusal
multipart_end(struct multipart *m)
{
    return m->place == PLACE_EPILOGUE ? REFUSE_NONE : REFUSE_MULTIPART;
}
