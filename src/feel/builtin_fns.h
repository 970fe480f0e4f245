/* builtin_fns.h - every built-in function, for the table in builtin.c, and
 * what they share. Meaning and parameters: DMN 1.5, chapter 10.3.4. */
#ifndef FEEL_BUILTIN_FNS_H
#define FEEL_BUILTIN_FNS_H

#include "eval.h"

#define FEEL_FN(name) \
    struct feel_value fn_##name( \
        struct feel_eval *e, const struct feel_value *args, size_t n)

/* The arguments as one list: a list given alone, or what was given. */
struct feel_value fn_as_list(
    struct feel_eval *e, const struct feel_value *args, size_t n);
/* Whole part of numeric argument i; false if it is none. */
bool fn_int(const struct feel_value *args, size_t n, size_t i, int64_t *ret);
/* The argument is given and not a literal null. */
bool fn_given(const struct feel_value *args, size_t n, size_t i);

/* builtin_number.c */
FEEL_FN(number);
FEEL_FN(decimal);
FEEL_FN(floor);
FEEL_FN(ceiling);
FEEL_FN(round_up);
FEEL_FN(round_down);
FEEL_FN(round_half_up);
FEEL_FN(round_half_down);
FEEL_FN(abs);
FEEL_FN(modulo);
FEEL_FN(sqrt);
FEEL_FN(log);
FEEL_FN(exp);
FEEL_FN(odd);
FEEL_FN(even);

/* builtin_string.c */
FEEL_FN(string);
FEEL_FN(substring);
FEEL_FN(string_length);
FEEL_FN(upper_case);
FEEL_FN(lower_case);
FEEL_FN(substring_before);
FEEL_FN(substring_after);
FEEL_FN(contains);
FEEL_FN(starts_with);
FEEL_FN(ends_with);
FEEL_FN(string_join);

/* builtin_regex.c */
FEEL_FN(matches);
FEEL_FN(replace);
FEEL_FN(split);

/* builtin_sum.c */
FEEL_FN(count);
FEEL_FN(sum);
FEEL_FN(product);
FEEL_FN(mean);
FEEL_FN(min);
FEEL_FN(max);
FEEL_FN(median);
FEEL_FN(stddev);
FEEL_FN(mode);
FEEL_FN(all);
FEEL_FN(any);

/* builtin_list.c */
FEEL_FN(list_contains);
FEEL_FN(sublist);
FEEL_FN(append);
FEEL_FN(concatenate);
FEEL_FN(insert_before);
FEEL_FN(remove);
FEEL_FN(list_replace);
FEEL_FN(reverse);
FEEL_FN(index_of);
FEEL_FN(union);
FEEL_FN(distinct_values);
FEEL_FN(flatten);
FEEL_FN(sort);

/* builtin_time.c */
FEEL_FN(date);
FEEL_FN(time);
FEEL_FN(date_and_time);
FEEL_FN(duration);
FEEL_FN(years_and_months_duration);
FEEL_FN(now);
FEEL_FN(today);
FEEL_FN(day_of_year);
FEEL_FN(day_of_week);
FEEL_FN(month_of_year);
FEEL_FN(week_of_year);

/* builtin_range.c */
FEEL_FN(before);
FEEL_FN(after);
FEEL_FN(meets);
FEEL_FN(met_by);
FEEL_FN(overlaps);
FEEL_FN(overlaps_before);
FEEL_FN(overlaps_after);
FEEL_FN(finishes);
FEEL_FN(finished_by);
FEEL_FN(includes);
FEEL_FN(during);
FEEL_FN(starts);
FEEL_FN(started_by);
FEEL_FN(coincides);
FEEL_FN(range);

/* builtin_context.c */
FEEL_FN(not);
FEEL_FN(is);
FEEL_FN(get_value);
FEEL_FN(get_entries);
FEEL_FN(context);
FEEL_FN(context_put);
FEEL_FN(context_merge);

#endif
