/* identity_parts.h - who somebody is, as asked when he registers and when he
 * takes over what was awarded without an account. */
#ifndef WEB_IDENTITY_PARTS_H
#define WEB_IDENTITY_PARTS_H

#include "web/web.h"

/* Normal forms; empty where it was not asked or is wrong. */
struct identity {
    struct str credit_code;   /* organisations */
    struct str id_no;         /* persons */
    struct str contact;       /* organisations */
    struct str mobile, email; /* email may be left out */
};

/* The inputs of code or number, and of who acts for an organisation. */
void identity_inputs(struct web *w, bool is_person);
/* Those of mobile, email and, if asked, a new password. */
void identity_contact_inputs(struct web *w, bool with_password);

/* Reads both; what is wrong becomes a problem at its field. */
struct identity identity_read(struct web *w, bool is_person);

#endif
