/* commit_yardstick.h - what SQLite itself can do with durable rows, without
 * any of our store: the measure for bench_store. */
#ifndef BENCH_COMMIT_YARDSTICK_H
#define BENCH_COMMIT_YARDSTICK_H

enum yardstick {
    YARDSTICK_ONE_BY_ONE, /* one thread, a transaction and a sync for each row */
    YARDSTICK_BATCHES,    /* one thread, 64 rows in a transaction */
    YARDSTICK_GROUP       /* threads wait for a bare group-commit loop */
};

/* The table and the row that both sides write. */
extern const char yardstick_table[];
extern const char yardstick_insert[]; /* $1..$7: i i i i i s s */
extern const char yardstick_title[], yardstick_note[];

/* Rows per second into a new database at path. Ends the program on an error. */
double yardstick_run(
    enum yardstick how, const char *path, int threads, double seconds);

#endif
