/* The name of a pack: SHA-256 over its files (docs/pack-format.md). */
#include "load.h"

#include <openssl/evp.h>

/* A length as eight bytes, most significant first, then the bytes: no two
 * different sets of files have one text. */
static bool
add(EVP_MD_CTX *ctx, struct str s)
{
    unsigned char length[8];

    for (int i = 0; i < 8; i++)
        length[i] = (unsigned char)((uint64_t)s.n >> (56 - 8 * i));
    return EVP_DigestUpdate(ctx, length, sizeof(length)) == 1 &&
        (s.n == 0 || EVP_DigestUpdate(ctx, s.p, s.n) == 1);
}

enum status
pack_hash(struct arena *a, const struct pack_file *files, size_t n,
    struct str *ret, struct err *err)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool good = ctx != NULL && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1;

    for (size_t i = 0; good && i < n; i++)
        good = add(ctx, files[i].path) && add(ctx, files[i].bytes);
    good = good && EVP_DigestFinal_ex(ctx, digest, &length) == 1;
    EVP_MD_CTX_free(ctx);
    if (!good)
        return err_set(err, ERR_IO, "无法计算政策包的摘要，请重试");
    *ret = arena_hex(a, digest, length);
    return OK;
}
