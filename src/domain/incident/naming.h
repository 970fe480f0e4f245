/* naming.h - what a subject is called, as the register of facts says. */
#ifndef NAMING_H
#define NAMING_H

#include "domain/incident.h"

/*
 * After an entry came, changed its state or took effect: the subject has the
 * name of the latest entry in force, or of a renaming by hand behind it, or the
 * one it had before any. Other kinds of entries change nothing. The caller has
 * asked for permission.
 */
NODISCARD enum status naming_settle(
    struct act *x, const struct incident *i, struct err *err);

#endif
