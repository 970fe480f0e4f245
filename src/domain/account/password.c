/* Passwords by argon2id (libsodium), second factor by TOTP (RFC 6238). */
#include "domain/account.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <string.h>

#define PASSWORD_BYTES_MAX 200
#define TOTP_STEP_S 30
#define TOTP_DIGITS 1000000
#define SECRET_BYTES 20

/* OWASP's second profile for argon2id: 19 MiB, two passes. */
#define ARGON_OPS 2
#define ARGON_BYTES (19u * 1024 * 1024)

bool
password_matches(struct str hash, struct str password)
{
    /* An unknown login costs the same time: any hash of our parameters. */
    static const char NOBODY[] =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    char text[crypto_pwhash_STRBYTES] = { 0 };

    if (sodium_init() < 0)
        return false;
    if (hash.n == 0 || hash.n >= sizeof(text))
        hash = (struct str){ NOBODY, sizeof(NOBODY) - 1 };
    memcpy(text, hash.p, hash.n);
    if (password.n == 0)
        password = STR(" "); /* never NULL; no hash is made of a blank */
    return crypto_pwhash_str_verify(text, password.p, password.n) == 0 &&
           hash.p != NOBODY;
}

enum status
password_hash(struct arena *a, const struct world *w, struct str password,
    struct str *ret, struct err *err)
{
    char text[crypto_pwhash_STRBYTES];

    /* The salt comes from libsodium's own source: argon2id hashes are not
     * reproducible, and no test needs them to be. */
    (void)w;
    if (sodium_init() < 0 ||
        crypto_pwhash_str_alg(text, password.p, password.n, ARGON_OPS,
            ARGON_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return err_set(err, ERR_IO, "密码处理失败，请稍后再试");
    *ret = arena_str(a, str_of(text));
    return OK;
}

enum status
password_check(struct str password, struct str login, struct err *err)
{
    size_t at = 0;
    uint32_t first = UTF8_BAD;
    bool varied = false;

    if (!utf8_valid(password) || utf8_count(password) < PASSWORD_MIN)
        return err_field(err, ERR_INPUT, STR("password"),
            "密码至少 %d 个字符，现为 %d 个", PASSWORD_MIN,
            (int)utf8_count(password));
    if (password.n > PASSWORD_BYTES_MAX)
        return err_field(err, ERR_INPUT, STR("password"),
            "密码不超过 %d 个字节", PASSWORD_BYTES_MAX);
    while (at < password.n) {
        uint32_t c = utf8_next(password, &at);

        varied = varied || (first != UTF8_BAD && c != first);
        first = c;
    }
    if (!varied)
        return err_field(err, ERR_INPUT, STR("password"),
            "密码不能只由同一个字符组成");
    if (login.n >= 4 && str_find(password, login) != SIZE_MAX)
        return err_field(err, ERR_INPUT, STR("password"),
            "密码不能包含登录邮箱或手机号码");
    return OK;
}

/* --- TOTP --- */

static const char BASE32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

enum status
totp_new_secret(
    struct arena *a, const struct world *w, struct str *ret_base32)
{
    unsigned char bytes[SECRET_BYTES];
    char *out = arena_alloc(a, SECRET_BYTES * 8 / 5);
    size_t n = 0;
    unsigned acc = 0, bits = 0;

    world_random(w, bytes, sizeof(bytes));
    for (size_t i = 0; i < sizeof(bytes); i++) {
        acc = acc << 8 | bytes[i];
        for (bits += 8; bits >= 5; bits -= 5)
            out[n++] = BASE32[acc >> (bits - 5) & 31u];
    }
    *ret_base32 = (struct str){ out, n };
    return OK;
}

struct str
totp_uri(
    struct arena *a, struct str secret, struct str login, struct str issuer)
{
    return arena_fmt(a,
        "otpauth://totp/" STR_FMT ":" STR_FMT "?secret=" STR_FMT
        "&issuer=" STR_FMT "&algorithm=SHA1&digits=6&period=30",
        STR_ARG(issuer), STR_ARG(login), STR_ARG(secret), STR_ARG(issuer));
}

static size_t
base32_decode(struct str s, unsigned char *out, size_t most)
{
    unsigned acc = 0, bits = 0;
    size_t n = 0;

    for (size_t i = 0; i < s.n && n < most; i++) {
        const char *at = memchr(BASE32, s.p[i], sizeof(BASE32) - 1);

        if (at == NULL)
            return 0;
        acc = acc << 5 | (unsigned)(at - BASE32);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            out[n++] = (unsigned char)(acc >> bits);
        }
    }
    return n;
}

static int64_t
code_of_step(const unsigned char *key, size_t n, int64_t step)
{
    unsigned char counter[8], mac[EVP_MAX_MD_SIZE];
    unsigned mac_n = 0;

    for (int i = 0; i < 8; i++)
        counter[i] = (unsigned char)((uint64_t)step >> (8 * (7 - i)));
    if (HMAC(EVP_sha1(), key, (int)n, counter, sizeof(counter), mac, &mac_n) ==
        NULL)
        return -1;
    size_t at = mac[mac_n - 1] & 15u;
    uint32_t v = (uint32_t)(mac[at] & 127u) << 24 |
                 (uint32_t)mac[at + 1] << 16 | (uint32_t)mac[at + 2] << 8 |
                 mac[at + 3];
    return v % TOTP_DIGITS;
}

bool
totp_matches(struct str secret, struct str code, int64_t now_us,
    int64_t last_step, int64_t *ret_step)
{
    unsigned char key[64];
    size_t n = base32_decode(secret, key, sizeof(key));
    int64_t typed = 0, now = now_us / 1000000 / TOTP_STEP_S;

    if (n == 0 || code.n != 6 || !num_int(code, 0, TOTP_DIGITS - 1, &typed))
        return false;
    for (int64_t step = now - 1; step <= now + 1; step++) {
        if (step <= last_step || code_of_step(key, n, step) != typed)
            continue;
        *ret_step = step;
        return true;
    }
    return false;
}

bool
actor_needs_second_factor(const struct actor *who, const struct domain *d)
{
    return actor_is_official(who) && !d->demo && !who->second_factor;
}
