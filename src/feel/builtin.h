/* builtin.h - the functions of FEEL. */
#ifndef FEEL_BUILTIN_H
#define FEEL_BUILTIN_H

#include "feel/feel.h"

/* Gets n evaluated arguments (n fits the signature) and returns the value; an
 * error is a null with a reason, a limit sets e->status. */
typedef struct feel_value (*builtin_fn)(
    struct feel_eval *e, const struct feel_value *args, size_t n);

enum {
    /* Same arguments, same value, cheap: computed when compiling. */
    BUILTIN_FOLD = 1,
    /* Decides itself what an unknown argument means. */
    BUILTIN_UNKNOWN = 2
};

/*
 * params: names parted by commas, `name?` may be left out, `name...` may
 * repeat; alternatives parted by '|'.
 */
struct builtin {
    struct str name;
    struct str params;
    builtin_fn fn;
    unsigned flags;
};

size_t feel_builtin_count(void);
const struct builtin *feel_builtin_at(size_t i);
/* Least and most arguments over all alternatives. */
void feel_builtin_arity(const struct builtin *b, size_t *min, size_t *max);
/* True if n arguments fit one of the alternatives. */
bool feel_builtin_takes(const struct builtin *b, size_t n);
/*
 * Places of named arguments: where[i] is the place of names[i]. *ret_n is the
 * number of arguments then. False if no alternative has these names.
 */
bool feel_builtin_places(const struct builtin *b, const struct str *names,
    size_t n, size_t *where, size_t *ret_n);

#endif
