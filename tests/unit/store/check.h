/* check.h - assertions for tests of the store. */
#ifndef STORE_CHECK_H
#define STORE_CHECK_H

/* For functions that run inside a store, perhaps on its own thread: cmocka's
 * assertions would jump out of it. */
#define CHECK(cond) \
    do { \
        if (!(cond)) \
            return err_set(err, ERR_DENIED, "line %d: %s", __LINE__, #cond); \
    } while (0)

/* The call succeeds; err names a struct err to be printed otherwise. */
#define assert_ok(call) \
    do { \
        err.text[0] = err.detail[0] = '\0'; \
        enum status st_ = (call); \
        if (st_ != OK) \
            fail_msg("%s: %s / %s", status_name(st_), err.text, err.detail); \
    } while (0)

#endif
