/* type.h - types of FEEL: whether a value is of one, and coercion.
 *
 * A type is an immutable tree in an arena of the caller. Names of types (item
 * definitions) are declared in a scope before compiling; an expression keeps
 * pointers to them, so they must live as long as the expression.
 */
#ifndef FEEL_TYPE_H
#define FEEL_TYPE_H

#include "feel/feel.h"

/*
 * type FEEL_NULL with any set: Any; without: the type Null, of null alone.
 * of        list and range: of what (NULL: of anything); function: the result
 *           (NULL: anything).
 * names, members, n
 *           context: its members. A value may have more than these; all zero
 *           is any context. function: types of the parameters in order (names
 *           may be NULL); n counts them if has_parameters.
 * allowed   unary tests (feel_compile_unary) that a value must meet; NULL: no
 *           constraint. Of a list they test the list, so put those of a
 *           collection's elements on `of`.
 * name      of the item definition; empty if it has none.
 * base      a type whose constraints must be met too; NULL: none.
 */
struct feel_type_ref {
    enum feel_type type;
    bool any;
    bool has_parameters;
    const struct feel_type_ref *of;
    const struct str *names;
    const struct feel_type_ref *const *members;
    size_t n;
    const struct feel_expr *allowed;
    struct str name;
    const struct feel_type_ref *base;
};

/* Types without parts: number, string, list, Any ... static, never freed. */
const struct feel_type_ref *feel_type_any(void);
const struct feel_type_ref *feel_type_of(enum feel_type t);
/*
 * A built-in type by its name ("number", "date and time", "dayTimeDuration",
 * "Any"); also by the spelling of typeRef attributes ("dateTime",
 * "days and time duration", "feel:number"). NULL if it is none.
 */
const struct feel_type_ref *feel_type_named(struct str name);
const struct feel_type_ref *feel_type_list(
    struct arena *a, const struct feel_type_ref *of);
const struct feel_type_ref *feel_type_range(
    struct arena *a, const struct feel_type_ref *of);
/* names and members are copied (not what they point to). */
const struct feel_type_ref *feel_type_context(struct arena *a,
    const struct str *names, const struct feel_type_ref *const *members,
    size_t n);
const struct feel_type_ref *feel_type_function(struct arena *a,
    const struct feel_type_ref *const *parameters, size_t n,
    const struct feel_type_ref *result);
/* list<number>, context<a: string>, the name of an item definition. */
struct str feel_type_text(struct arena *a, const struct feel_type_ref *t);
/* Every value of x is one of y (DMN 10.3.2.9.3). */
bool feel_type_conforms(
    const struct feel_type_ref *x, const struct feel_type_ref *y);

/*
 * The value is one of the type (null is one of every type), with its
 * constraints. e: the evaluation under way, for steps and the tests.
 */
bool feel_value_conforms(struct feel_eval *e, const struct feel_value *v,
    const struct feel_type_ref *t);
/*
 * Implicit conversion (DMN 10.3.2.9.4): a value that conforms stays; a list of
 * one becomes its element, a value a list of one, a date a date and time (at
 * midnight, UTC); anything else null with the reason. t NULL: any.
 */
struct feel_value feel_coerce(struct feel_eval *e, const struct feel_value *v,
    const struct feel_type_ref *t);

/*
 * A value written as XML Schema has it: type is the local or prefixed name of
 * the schema type ("xsd:decimal", "dateTime", "duration", ...). false if text
 * is not of it or the type is not known. Strings are kept, not copied.
 */
bool feel_from_xsd(struct str type, struct str text, struct feel_value *ret);

#endif
