/* sample_cert.h - a certificate to look at and to measure. */
#ifndef TEST_FORMAT_SAMPLE_CERT_H
#define TEST_FORMAT_SAMPLE_CERT_H

#include "format/pdf.h"

#define SAMPLE_URL "https://example.org/v/2026-000001?k=9F3A-77C1"

/* Draws one for a name; bytes in a. Aborts if it fails. */
struct str sample_cert(struct arena *a, struct pdf_fonts *f, struct str name);

#endif
