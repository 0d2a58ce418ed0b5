/* tamis finds gambling-spam, link-farm and injected-advertisement text in documents before they
 * enter a corpus. This header is the whole public interface and its manual.
 *
 *     tamis_model *model;
 *     tamis_screener *screener;
 *     const tamis_verdict *verdict;
 *     tamis_error err;
 *     tamis_model_open(&model, NULL, &err);                    // the built-in model
 *     tamis_screener_new(&screener, model, NULL, &err);        // default options
 *     tamis_screen(&verdict, screener, bytes, n_bytes, &err);  // borrowed until the next call
 *     printf("%s %.4f\n", tamis_verdict_name(verdict->verdict), verdict->probability);
 *     tamis_screener_free(screener);
 *     tamis_model_free(model);
 *
 * Threads: a tamis_model is immutable and may be shared by any number of threads; a
 * tamis_screener belongs to one thread at a time. The library holds no global state, never
 * prints, exits, aborts or touches the locale.
 *
 * Determinism: the same bytes, model and options give the same verdict on every machine.
 *
 * Offsets: `begin` is inclusive, `end` exclusive. Bytes count in the bytes given to tamis_screen;
 * code points count in the text decoded from them (one per replacement character where the bytes
 * were damaged). Lines count from 1 and end at '\n'. All three count in the markup of a page of
 * HTML as well: a span runs from its first letter to its last and takes in the tags between.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TAMIS_H
#define TAMIS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(TAMIS_BUILDING) && defined(__GNUC__)
#define TAMIS_API __attribute__((visibility("default")))
#else
#define TAMIS_API
#endif

/* ---- Version ------------------------------------------------------------------------------ */

#define TAMIS_VERSION_MAJOR 0
#define TAMIS_VERSION_MINOR 1
#define TAMIS_VERSION_PATCH 0
#define TAMIS_VERSION_STRING "0.1.0"

/* The version of the linked library: major * 10000 + minor * 100 + patch, to compare. */
TAMIS_API int tamis_version(void);
/* The same as text, to print. Static storage. */
TAMIS_API const char *tamis_version_string(void);

/* ---- Status and error --------------------------------------------------------------------- */

typedef enum tamis_status {
    TAMIS_OK = 0,
    TAMIS_DONE = 1,     /* an iteration has ended; not an error */
    TAMIS_ENOMEM = -1,  /* memory is short */
    TAMIS_EIO = -2,     /* the system refused a read, a write, an open */
    TAMIS_EFORMAT = -3, /* the input is not what it should be */
    TAMIS_ELIMIT = -4,  /* a named limit was reached */
    TAMIS_EINVAL = -5,  /* the call cannot be served: a bad option or combination */
    TAMIS_EVERSION = -6 /* a model of another format version or for other features */
} tamis_status;

/* Caller-owned; pass NULL where the words do not matter. Written only on failure. */
typedef struct tamis_error {
    tamis_status status;
    size_t
        offset; /* byte in the input at which the fault was seen; 0 where that has no meaning */
    char message[256]; /* one line: what and where */
} tamis_error;

/* The short name of a status ("format", "limit", …), "unknown" for what is none. Static storage. */
TAMIS_API const char *tamis_status_name(tamis_status status);

/* ---- Model -------------------------------------------------------------------------------- */

typedef struct tamis_model tamis_model;

/* Opens a model file, checking every byte of it against its checksum and every number against
 * its range. `path` NULL means the model built into the library.
 * TAMIS_EIO, TAMIS_EINVAL (not a regular file), TAMIS_EFORMAT (damaged, truncated, not a
 * model), TAMIS_EVERSION, TAMIS_ENOMEM.
 * Release with tamis_model_free. */
TAMIS_API tamis_status tamis_model_open(tamis_model **out, const char *path, tamis_error *err);

/* The same from memory; copies what it needs, `bytes` may go afterwards. */
TAMIS_API tamis_status tamis_model_open_bytes(tamis_model **out, const void *bytes,
                                              size_t n_bytes, tamis_error *err);

TAMIS_API void tamis_model_free(tamis_model *model); /* NULL is fine */

/* Name given at training ("default") and SHA-256 of the model file, 64 hex digits.
 * Borrowed from the model. */
TAMIS_API const char *tamis_model_name(const tamis_model *model);
TAMIS_API const char *tamis_model_sha256(const tamis_model *model);

/* An operating point: the probability at and above which a document is contaminated so that at
 * most `target_fpr` of clean documents are. `measured_fpr` and `upper_fpr` (95 % one-sided
 * Clopper-Pearson bound) are what the calibration documents support; `recall` likewise. */
typedef struct tamis_operating_point {
    double target_fpr;
    double threshold; /* probability, 0 to 1 */
    double measured_fpr;
    double upper_fpr;
    double recall;
    uint64_t n_clean; /* calibration documents behind the figures */
} tamis_operating_point;

/* The points stored in the model, ascending in target_fpr (1e-5, 1e-4, 1e-3, 1e-2).
 * Borrowed from the model; *n_points receives their number. */
TAMIS_API const tamis_operating_point *tamis_model_points(const tamis_model *model,
                                                          size_t *n_points);

/* ---- Screener ----------------------------------------------------------------------------- */

typedef struct tamis_screener tamis_screener;

typedef struct tamis_options {
    size_t struct_size; /* sizeof(tamis_options), set by TAMIS_OPTIONS_INIT */
    double max_fpr;     /* picks the stored point with the greatest target_fpr <= max_fpr; from
                           the least target_fpr of the model to 1; 1e-4 */
    double threshold;   /* a probability in [0, 1] that overrides max_fpr; below 0: unused */
    size_t max_document_bytes; /* larger ones are unscanned:too_large; 0 to 4 GiB - 1; 16 MiB */
    int want_lines;            /* nonzero: fill verdict->lines and all features (explain) */
} tamis_options;

#define TAMIS_OPTIONS_INIT                                                                     \
    {                                                                                          \
        sizeof(tamis_options), 1e-4, -1.0, (size_t)16 << 20, 0                                 \
    }

/* Makes a screener over `model`, which must outlive it. `options` NULL means the defaults; they
 * are copied. TAMIS_EINVAL (an option out of range), TAMIS_ENOMEM. */
TAMIS_API tamis_status tamis_screener_new(tamis_screener **out, const tamis_model *model,
                                          const tamis_options *options, tamis_error *err);
TAMIS_API void tamis_screener_free(tamis_screener *screener); /* NULL is fine */

/* ---- Verdict ------------------------------------------------------------------------------ */

typedef enum tamis_verdict_kind {
    TAMIS_CLEAN,
    TAMIS_SUSPECT,      /* below the threshold, above the one of ten times the FPR */
    TAMIS_CONTAMINATED, /* at or above the threshold */
    TAMIS_UNSCANNED     /* not fully read; `unscanned_reason` says why; never called clean */
} tamis_verdict_kind;

typedef enum tamis_document_kind {
    TAMIS_DOCUMENT_NONE,     /* nothing was found */
    TAMIS_DOCUMENT_INJECTED, /* a real document that someone wrote into */
    TAMIS_DOCUMENT_SPAM      /* nothing else in it */
} tamis_document_kind;

/* What a span is. The list is closed. */
typedef enum tamis_span_kind {
    TAMIS_SPAN_MENU,      /* anchors of a menu: one short line each, or "A X | BX" */
    TAMIS_SPAN_SWAP,      /* a word put in place of another; `original` may name that one */
    TAMIS_SPAN_INSERT,    /* a phrase put between the words of a sentence */
    TAMIS_SPAN_SENTENCE,  /* one or more whole sentences inside a paragraph */
    TAMIS_SPAN_LINK_LIST, /* a run of anchors, domains or keywords with separators */
    TAMIS_SPAN_COMMENT,   /* prose of a visitor: comment or post spam */
    TAMIS_SPAN_CONTACT,   /* addresses, messenger handles, sign-up codes */
    TAMIS_SPAN_STUFFING,  /* keywords appended to a title or run together in a block */
    TAMIS_SPAN_HIDDEN     /* text that the markup hides from readers (HTML only) */
} tamis_span_kind;

typedef struct tamis_span {
    size_t begin, end;           /* code points */
    size_t begin_byte, end_byte; /* bytes */
    size_t line;                 /* of its first character, from 1 */
    tamis_span_kind kind;
    double score;      /* log-odds of the evidence inside it, > 0 */
    const char *text;  /* the span's text, decoded to UTF-8, not NUL-terminated; may lie in the
                             bytes given to tamis_screen; without tags, references undone */
    size_t text_bytes; /* */
    const char *original; /* swap whose original the document proves, else NULL */
    size_t original_bytes;
} tamis_span;

/* Spans that are given of one document; more are only counted. */
enum { TAMIS_MAX_SPANS = 1 << 15 };

/* Why: one named feature, its value and what it added to the decision value. Sorted by falling
 * contribution; without want_lines only the greatest few that speak for contamination. */
typedef struct tamis_reason {
    const char *feature;     /* name, static storage */
    const char *description; /* one sentence, static storage */
    double value;
    double contribution;
} tamis_reason;

/* One line of the document (with want_lines). A line longer than the windows of 1 MiB in which
 * documents are judged is one row per window. Of a page it is a line as a reader sees it, or one
 * of its hidden text; the row of the former may enclose that of the latter. */
typedef struct tamis_line {
    size_t begin_byte, end_byte; /* without the line end */
    double score;                /* log-odds of the line's best stretch; <= 0: nothing there */
    int flagged;                 /* nonzero when a span lies in it */
} tamis_line;

typedef struct tamis_verdict {
    size_t struct_size;
    tamis_verdict_kind verdict;
    const char *unscanned_reason; /* "too_large", "binary", "encoding"; NULL when scanned */
    double score;                 /* decision value, greater is more contaminated */
    double probability;           /* calibrated, monotone in score */
    double threshold;             /* probability at which the verdict turns contaminated */
    tamis_document_kind kind;
    size_t n_bytes;          /* of the input */
    char sha256[65];         /* of the input */
    const char *encoding;    /* "utf-8", "utf-16le", "utf-16be", "cp949", or what a page
                                 declared ("windows-1251"); static storage */
    size_t n_damaged;        /* byte sequences that were not text and were replaced */
    double removed_ratio;    /* share of the text's code points inside spans */
    const tamis_span *spans; /* ascending, disjoint */
    size_t n_spans;
    const tamis_reason *reasons;
    size_t n_reasons;
    const tamis_line *lines; /* NULL without want_lines */
    size_t n_lines;
    const char *format;      /* how it was read: "text", "html"; static storage */
    size_t n_spans_left_out; /* found beyond TAMIS_MAX_SPANS; removed_ratio counts them in */
} tamis_verdict;

/* Screens one document. *out is borrowed from the screener until its next call or its end.
 * A document that cannot be scanned is a verdict (TAMIS_UNSCANNED), not an error; an error is
 * TAMIS_ENOMEM and leaves the screener usable. `bytes` may be NULL when n_bytes is 0. */
TAMIS_API tamis_status tamis_screen(const tamis_verdict **out, tamis_screener *screener,
                                    const void *bytes, size_t n_bytes, tamis_error *err);

/* The same for a page of HTML: its text is judged as a reader sees it, and with it what the
 * markup hides (styles, simple rules in <style>, the hidden attribute; <noscript>, comments, alt
 * and title, descriptions, targets of hidden links). Scripts, style sheets, templates and frames
 * are no text. `charset` is the one that came with it, as in an HTTP header, or NULL; a
 * byte-order mark and valid UTF-8 win over it, it wins over the page's own <meta>. */
TAMIS_API tamis_status tamis_screen_html(const tamis_verdict **out, tamis_screener *screener,
                                         const void *bytes, size_t n_bytes, const char *charset,
                                         tamis_error *err);

/* "clean", "suspect", "contaminated", "unscanned". Static storage; so are the two below. All three
 * say "unknown" of a number that is none of the enum's. */
TAMIS_API const char *tamis_verdict_name(tamis_verdict_kind verdict);
/* "injected", "spam"; "none". */
TAMIS_API const char *tamis_document_kind_name(tamis_document_kind kind);
/* "menu", "swap", "insert", "sentence", "link_list", "comment", "contact", "stuffing", "hidden". */
TAMIS_API const char *tamis_span_kind_name(tamis_span_kind kind);

#ifdef __cplusplus
}
#endif

#endif
