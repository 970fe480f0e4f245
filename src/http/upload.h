/* upload.h - a file of a form on its way into a temporary file. */
#ifndef HTTP_UPLOAD_H
#define HTTP_UPLOAD_H

#include "internal.h"

struct upload;

/* Creates the file in dir. It is removed when the arena ends, finished or
 * not. NULL if it cannot be created. */
struct upload *upload_begin(
    struct arena *a, const char *dir, const struct part_head *head);
/* False if the bytes could not be written. */
bool upload_data(struct upload *u, struct str bytes);
/* Closes the file and fills *ret. */
void upload_end(struct upload *u, struct http_file *ret);

#endif
