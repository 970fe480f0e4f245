/* fontprep.c - cuts a face of Noto CJK down to what documents need.
 *
 *     fontprep IN.ttc FAMILY OUT-COMMON.otf OUT-RARE.otf
 *
 * cairo's subsetter reads the whole glyph table of a font for each document
 * and keeps every local subroutine of it, which makes a one-page certificate
 * a megabyte. So the subroutines are resolved here, and the face is cut into
 * two files without a character in common: GB 2312 with what stands around
 * it, which is all that most documents touch, and the rest of the Han
 * characters, for rare names. Both keep the family name, so text picks from
 * them character by character.
 */
#include <iconv.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

static void
die(const char *what, const char *which)
{
    fprintf(stderr, "fontprep: %s: %s\n", which, what);
    exit(1);
}

static bool
has_family(hb_face_t *face, const char *family)
{
    static const hb_ot_name_id_t ids[] = {
        HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY, HB_OT_NAME_ID_FONT_FAMILY
    };
    hb_language_t en = hb_language_from_string("en", -1);

    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        char name[256];
        unsigned n = sizeof(name);

        if (hb_ot_name_get_utf8(face, ids[i], en, &n, name) > 0 &&
            strcmp(name, family) == 0)
            return true;
    }
    return false;
}

/* The face of the collection that has the family name. */
static hb_face_t *
open_face(const char *path, const char *family)
{
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
    if (blob == NULL)
        die("cannot be read", path);

    unsigned n = hb_face_count(blob);
    for (unsigned i = 0; i < n; i++) {
        hb_face_t *face = hb_face_create(blob, i);

        if (has_family(face, family)) {
            hb_blob_destroy(blob);
            return face;
        }
        hb_face_destroy(face);
    }
    die("has no face of the family wanted", path);
    return NULL;
}

/* Adds the characters of GB 2312. */
static void
add_gb2312(hb_set_t *set)
{
    iconv_t conv = iconv_open("UTF-32LE", "GB2312");
    if (conv == (iconv_t)-1)
        die("this system cannot convert it", "GB2312");

    for (unsigned hi = 0xa1; hi <= 0xf7; hi++) {
        for (unsigned lo = 0xa1; lo <= 0xfe; lo++) {
            char in[2] = { (char)hi, (char)lo }, *from = in;
            unsigned char out[8], *to = out;
            size_t n_in = 2, n_out = sizeof(out);

            if (iconv(conv, &from, &n_in, (char **)(void *)&to, &n_out) ==
                (size_t)-1)
                iconv(conv, NULL, NULL, NULL, NULL);
            else if (n_out == 4)
                hb_set_add(set,
                    (hb_codepoint_t)out[0] | (hb_codepoint_t)out[1] << 8 |
                        (hb_codepoint_t)out[2] << 16);
        }
    }
    iconv_close(conv);
}

static hb_set_t *
common_set(void)
{
    static const unsigned ranges[][2] = {
        { 0x20, 0x7e },     /* ASCII */
        { 0xa0, 0x17f },    /* Latin, also of pinyin */
        { 0x1cd, 0x1dc },   /* pinyin */
        { 0x2000, 0x206f }, /* punctuation, dashes, quotes */
        { 0x20ac, 0x20ac }, /* euro */
        { 0x2100, 0x22ff }, /* units, Roman numerals, arrows, operators */
        { 0x2460, 0x24ff }, /* numbers in circles */
        { 0x2500, 0x26ff }, /* frames, boxes to tick */
        { 0x2713, 0x2717 }, /* ticks and crosses */
        { 0x3000, 0x303f }, /* Chinese punctuation */
        { 0xfe10, 0xfe4f }, /* vertical forms */
        { 0xff00, 0xffef }, /* full and half width */
    };
    hb_set_t *set = hb_set_create();

    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
        hb_set_add_range(set, ranges[i][0], ranges[i][1]);
    add_gb2312(set);
    return set;
}

static hb_set_t *
rare_set(const hb_set_t *common)
{
    hb_set_t *set = hb_set_create();

    hb_set_add_range(set, 0x2e80, 0x2fdf);   /* radicals */
    hb_set_add_range(set, 0x3105, 0x312f);   /* bopomofo */
    hb_set_add_range(set, 0x3200, 0x33ff);   /* enclosed */
    hb_set_add_range(set, 0x3400, 0x4dbf);   /* Han, extension A */
    hb_set_add_range(set, 0x4e00, 0x9fff);   /* Han */
    hb_set_add_range(set, 0xf900, 0xfaff);   /* Han, compatibility */
    hb_set_add_range(set, 0x20000, 0x323af); /* Han, extensions B to H */
    hb_set_subtract(set, common);
    return set;
}

static void
write_subset(hb_face_t *face, const hb_set_t *chars, const char *path)
{
    hb_subset_input_t *in = hb_subset_input_create_or_fail();
    if (in == NULL)
        die("out of memory", path);

    hb_set_set(hb_subset_input_unicode_set(in), chars);
    hb_subset_input_set_flags(in,
        HB_SUBSET_FLAGS_DESUBROUTINIZE | HB_SUBSET_FLAGS_NO_HINTING);
    /* Half-width forms for punctuation that stands together. */
    hb_set_add(hb_subset_input_set(in, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG),
        HB_TAG('h', 'a', 'l', 't'));
    hb_set_add(hb_subset_input_set(in, HB_SUBSET_SETS_DROP_TABLE_TAG),
        HB_TAG('V', 'O', 'R', 'G'));
    hb_face_t *cut = hb_subset_or_fail(face, in);
    if (cut == NULL)
        die("cannot be cut", path);

    hb_blob_t *blob = hb_face_reference_blob(cut);
    unsigned n;
    const char *bytes = hb_blob_get_data(blob, &n);
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
        die("cannot be written", path);
    hb_blob_destroy(blob);
    hb_face_destroy(cut);
    hb_subset_input_destroy(in);
}

int
main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("usage: fontprep IN.ttc FAMILY COMMON.otf RARE.otf\n", stderr);
        return 2;
    }
    hb_face_t *face = open_face(argv[1], argv[2]);
    hb_set_t *common = common_set(), *rare = rare_set(common);

    write_subset(face, common, argv[3]);
    write_subset(face, rare, argv[4]);
    hb_set_destroy(common);
    hb_set_destroy(rare);
    hb_face_destroy(face);
    return 0;
}
