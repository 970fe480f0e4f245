#include "pdf_fonts.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define WITH_LSAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_LSAN 1
#endif
#endif
#ifdef WITH_LSAN
const char *__lsan_default_suppressions(void);

/* fontconfig links its tables by offsets, which the leak checker does not
 * follow; cairo 1.16 loses about 400 bytes a font and document. */
const char *
__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\nleak:libcairo\n";
}
#endif

/* Maps kept for the next document. A map remembers the faces it has opened;
 * more of them would only hold memory. */
#define IDLE_MAX 4

struct pdf_fonts {
    struct arena *a;
    const char *files[8];
    size_t n_files;
    pthread_mutex_t lock; /* for what follows */
    FcConfig *config;     /* NULL until the first document */
    PangoFontMap *idle[IDLE_MAX];
    size_t n_idle;
};

enum status
pdf_fonts_open(const char *font_dir, struct pdf_fonts **ret, struct err *err)
{
    static const char *const names[] = { "Serif-Regular-Common",
        "Serif-Regular-Rare", "Serif-Bold-Common", "Serif-Bold-Rare",
        "Sans-Regular-Common", "Sans-Regular-Rare", "Sans-Bold-Common",
        "Sans-Bold-Rare" };
    struct arena *a = arena_new("pdf fonts");
    struct pdf_fonts *f = arena_one(a, struct pdf_fonts);

    f->a = a;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        f->files[i] = arena_fmt(a, "%s/%s.otf", font_dir, names[i]).p;
        if (access(f->files[i], R_OK) != 0) {
            enum status s = err_set(err, ERR_IO,
                "字体文件 %s.otf 无法读取，请检查字体目录设置", names[i]);
            err_detail(err, "%s", f->files[i]);
            arena_free(a);
            return s;
        }
        f->n_files++;
    }
    if (pthread_mutex_init(&f->lock, NULL) != 0) {
        arena_free(a);
        return err_set(err, ERR_IO, "字体无法载入，请稍后重试");
    }
    *ret = f;
    return OK;
}

void
pdf_fonts_close(struct pdf_fonts *f)
{
    if (f == NULL)
        return;
    for (size_t i = 0; i < f->n_idle; i++)
        g_object_unref(f->idle[i]);
    if (f->config != NULL)
        FcConfigDestroy(f->config);
    pthread_mutex_destroy(&f->lock);
    arena_free(f->a);
}

/* Reads the faces into a configuration of our own, without the host's fonts
 * and rules. Done at the first document: a server that makes none does not
 * pay for them. */
static FcConfig *
load(const struct pdf_fonts *f)
{
    FcConfig *c = FcConfigCreate();

    if (c == NULL)
        abort();
    for (size_t i = 0; i < f->n_files; i++)
        FcConfigAppFontAddFile(c, (const FcChar8 *)f->files[i]);
    return c;
}

PangoFontMap *
fonts_take(struct pdf_fonts *f)
{
    PangoFontMap *map = NULL;

    pthread_mutex_lock(&f->lock);
    if (f->n_idle > 0) {
        map = f->idle[--f->n_idle];
    } else {
        if (f->config == NULL)
            f->config = load(f);
        map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), f->config);
        /* One unit is one point; sizes are given in points. */
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
    }
    pthread_mutex_unlock(&f->lock);
    return map;
}

void
fonts_give_back(struct pdf_fonts *f, PangoFontMap *map)
{
    pthread_mutex_lock(&f->lock);
    if (f->n_idle < IDLE_MAX) {
        f->idle[f->n_idle++] = map;
        map = NULL;
    }
    pthread_mutex_unlock(&f->lock);
    if (map != NULL)
        g_object_unref(map);
}
