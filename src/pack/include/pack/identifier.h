/* identifier.h - numbers of organisations and people: checked, made plain,
 * masked (GB 32100-2015, GB 11643-1999, ...). */
#ifndef PACK_IDENTIFIER_H
#define PACK_IDENTIFIER_H

#include "base/base.h"
#include "calendar/calendar.h"

struct id_check {
    bool ok;
    struct str normal;       /* stored form: trimmed, half-width, upper case */
    struct str text, text_en; /* if not ok: what is wrong and what is right */
    struct str warning;      /* ok, but odd */
};
struct id_check credit_code_check(struct arena *a, struct str typed);
struct id_check id_no_check(struct arena *a, struct str typed, struct day today);
struct id_check mobile_check(struct arena *a, struct str typed);
struct id_check phone_check(struct arena *a, struct str typed);
struct id_check email_check(struct arena *a, struct str typed);
/* 律师执业证号, 律师事务所执业许可证号 (a credit code 31…, or the old number
 * of 17 digits), 基层法律服务所 (a credit code 33…), 邮政编码, 发文字号. */
struct id_check lawyer_licence_check(
    struct arena *a, struct str typed, struct day today);
struct id_check firm_licence_check(struct arena *a, struct str typed);
struct id_check office_code_check(struct arena *a, struct str typed);
struct id_check postcode_check(struct arena *a, struct str typed);
struct id_check doc_no_check(struct arena *a, struct str typed);
/* Sets the check characters of a made-up number: the 17th and 18th of a credit
 * code whose first 16 are there (digits in 9 to 16), the 18th of an identity
 * number. */
void credit_code_complete(char code[18]);
void id_no_complete(char id_no[18]);
/* Day of birth and sex from an identity number already checked. */
struct day id_no_birth(struct str id_no);
bool id_no_is_male(struct str id_no);

/* Masks for public pages: 138****1234, 5001**********0014, 张*明 */
struct str mask_mobile(struct arena *a, struct str s);
struct str mask_id_no(struct arena *a, struct str s);
struct str mask_name(struct arena *a, struct str s);

#endif
