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
 * Memory: a model takes about 20 MiB; a screener up to 16 MiB and four times the bytes of its
 * largest document so far, which it keeps until it is freed.
 *
 * Pointers are not NULL, except an `err` and where it is said.
 *
 * Determinism: the same bytes, model and options give the same verdict on every machine.
 *
 * Offsets: `begin` is inclusive, `end` exclusive. Byte offsets are into the bytes given to
 * tamis_screen; code points are counted in the text decoded from them (a replacement character,
 * where bytes were damaged, counts as one, and so does a byte-order mark in any encoding). Lines
 * are counted from 1; a line feed ends one, and so does a carriage return with none behind it. In a
 * page of HTML all three refer to the source with its markup: a span reaches from its first letter
 * to its last and includes the tags between them.
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

/* The version of the linked library as a number to compare: major * 10000 + minor * 100 + patch. */
TAMIS_API int tamis_version(void);
/* The same as text to print ("0.1.0"). Static storage. */
TAMIS_API const char *tamis_version_string(void);

/* ---- Status and error --------------------------------------------------------------------- */

typedef enum tamis_status {
    TAMIS_OK = 0,
    TAMIS_DONE = 1,     /* an iteration has ended; not an error */
    TAMIS_ENOMEM = -1,  /* out of memory */
    TAMIS_EIO = -2,     /* the system refused to open, read or write something */
    TAMIS_EFORMAT = -3, /* the input is not what it should be */
    TAMIS_ELIMIT = -4,  /* a named limit was reached */
    TAMIS_EINVAL = -5,  /* the call cannot be served: a bad option or combination */
    TAMIS_EVERSION = -6 /* a model of another format version or for other features */
} tamis_status;

/* Caller-owned; pass NULL where the message does not matter. Written only on failure. */
typedef struct tamis_error {
    tamis_status status;
    size_t offset;     /* byte of the input at which the fault was seen; else 0 */
    char message[256]; /* one line: what is wrong and where; NUL-terminated */
} tamis_error;

/* The short name of a status ("format", "limit", …), or "unknown". Static storage. */
TAMIS_API const char *tamis_status_name(tamis_status status);

/* ---- Model -------------------------------------------------------------------------------- */

typedef struct tamis_model tamis_model;

/* Opens a model file and checks all of it: its bytes against the checksum, each number against its
 * range. `path` NULL means the model built into the library. Release it with tamis_model_free.
 * TAMIS_EIO, TAMIS_EINVAL (not a regular file, or none is built in), TAMIS_ELIMIT (larger than
 * 256 MiB), TAMIS_EFORMAT (damaged, truncated, not a model), TAMIS_EVERSION, TAMIS_ENOMEM; *out is
 * NULL then. */
TAMIS_API tamis_status tamis_model_open(tamis_model **out, const char *path, tamis_error *err);

/* The same from a model file in memory. Copies what it needs; `bytes` may be freed afterwards.
 * TAMIS_EFORMAT, TAMIS_EVERSION, TAMIS_ENOMEM. */
TAMIS_API tamis_status tamis_model_open_bytes(tamis_model **out, const void *bytes,
                                              size_t n_bytes, tamis_error *err);

TAMIS_API void tamis_model_free(tamis_model *model); /* NULL is fine */

/* The name given at training ("default"), and the SHA-256 of the model file as 64 hex digits. Both
 * NUL-terminated and borrowed from the model. */
TAMIS_API const char *tamis_model_name(const tamis_model *model);
TAMIS_API const char *tamis_model_sha256(const tamis_model *model);

/* An operating point: a threshold, chosen so that at most `target_fpr` of clean documents reach it,
 * and how it did on the calibration documents. Rates are shares, 0 to 1. */
typedef struct tamis_operating_point {
    double target_fpr;
    double threshold;    /* probability at and above which a document is contaminated */
    double measured_fpr; /* share of clean calibration documents at or above it */
    double upper_fpr;    /* upper bound of that: 95 %, one-sided, Clopper-Pearson */
    double recall;       /* share of contaminated calibration documents at or above it */
    uint64_t n_clean;    /* number of clean documents behind these figures */
} tamis_operating_point;

/* The points stored in the model, ascending in target_fpr (1e-5, 1e-4, 1e-3, 1e-2).
 * Borrowed from the model; *n_points receives their number. */
TAMIS_API const tamis_operating_point *tamis_model_points(const tamis_model *model,
                                                          size_t *n_points);

/* ---- Screener ----------------------------------------------------------------------------- */

typedef struct tamis_screener tamis_screener;

typedef struct tamis_options {
    /* sizeof(tamis_options), set by TAMIS_OPTIONS_INIT; any other is refused. */
    size_t struct_size;
    /* Use the model's operating point with the greatest target_fpr <= max_fpr. From the least
     * target_fpr of the model to 1. Default: 1e-4. */
    double max_fpr;
    /* A probability in [0, 1] to use instead of max_fpr, or below 0 for none. Nothing is suspect
     * then. Default: -1. */
    double threshold;
    /* Larger documents are unscanned, "too_large". 0 to 4 GiB - 1. Default: 16 MiB. */
    size_t max_document_bytes;
    /* Nonzero: give lines, all features, and the spans of clean documents too. Default: 0. */
    int want_lines;
} tamis_options;

#define TAMIS_OPTIONS_INIT                                                                     \
    {                                                                                          \
        sizeof(tamis_options), 1e-4, -1.0, 16u << 20, 0                                        \
    }

/* Makes a screener that borrows `model`, which must outlive it, and copies `options`; NULL means
 * the defaults. Release it with tamis_screener_free. TAMIS_EINVAL (an option out of range),
 * TAMIS_ENOMEM; *out is NULL then. */
TAMIS_API tamis_status tamis_screener_new(tamis_screener **out, const tamis_model *model,
                                          const tamis_options *options, tamis_error *err);
TAMIS_API void tamis_screener_free(tamis_screener *screener); /* NULL is fine */

/* ---- Verdict ------------------------------------------------------------------------------ */

typedef enum tamis_verdict_kind {
    TAMIS_CLEAN,
    TAMIS_SUSPECT,      /* below the threshold, but at or above that of the next laxer operating
                           point (ten times the false-positive rate); never at the laxest */
    TAMIS_CONTAMINATED, /* at or above the threshold */
    TAMIS_UNSCANNED     /* could not be read in full; `unscanned_reason` says why */
} tamis_verdict_kind;

typedef enum tamis_document_kind {
    TAMIS_DOCUMENT_NONE,     /* nothing was found */
    TAMIS_DOCUMENT_INJECTED, /* a real document into which spam was written */
    TAMIS_DOCUMENT_SPAM      /* mostly spam */
} tamis_document_kind;

/* What a span is. The list is closed. */
typedef enum tamis_span_kind {
    TAMIS_SPAN_MENU,      /* anchors of a menu: one short line each, or "A X | BX" */
    TAMIS_SPAN_SWAP,      /* a word put in place of another, which may be given as `original` */
    TAMIS_SPAN_INSERT,    /* a phrase put between the words of a sentence */
    TAMIS_SPAN_SENTENCE,  /* one or more whole sentences inside a paragraph */
    TAMIS_SPAN_LINK_LIST, /* a run of anchors, domains or keywords with separators */
    TAMIS_SPAN_COMMENT,   /* prose by a visitor: spam in comments or posts */
    TAMIS_SPAN_CONTACT,   /* addresses, messenger handles, sign-up codes */
    TAMIS_SPAN_STUFFING,  /* keywords appended to a title or run together in a block */
    TAMIS_SPAN_HIDDEN     /* text that the markup of a page hides from readers (HTML only) */
} tamis_span_kind;

typedef struct tamis_span {
    size_t begin, end;           /* code points */
    size_t begin_byte, end_byte; /* bytes */
    size_t line;                 /* of its first character, from 1 */
    tamis_span_kind kind;
    double score; /* log-odds of the evidence inside it, > 0 */
    /* The span's text in UTF-8, of a page without tags and with character references decoded. Not
     * NUL-terminated. Borrowed from the screener or from the bytes given to tamis_screen. */
    const char *text;
    size_t text_bytes;
    /* Of a swap: the word that was replaced, where the document repeats the line with it intact;
     * else NULL. Like `text`. */
    const char *original;
    size_t original_bytes;
} tamis_span;

/* At most this many spans of a document are given; further ones are only counted. */
enum { TAMIS_MAX_SPANS = 1 << 15 };

/* A reason for the verdict: a feature, its value and what it added to the score. Reasons are sorted
 * by descending contribution; without want_lines only the few greatest positive ones are given. */
typedef struct tamis_reason {
    const char *feature;     /* name, static storage */
    const char *description; /* one sentence, static storage */
    double value;
    double contribution;
} tamis_reason;

/* A line of the document that is not blank (with want_lines). They are not numbered as in spans:
 * U+0085, U+2028 and U+2029 end one here, too. Documents are judged in windows of 1 MiB, and a line
 * that reaches over several windows is given once for each. In a page of HTML a line is one that a
 * reader sees or one of hidden text; one of the former may enclose one of the latter. */
typedef struct tamis_line {
    size_t begin_byte, end_byte; /* without the line end and blanks around it */
    double score;                /* log-odds of its most suspicious stretch; <= 0: none */
    int flagged;                 /* nonzero when a span lies in it */
} tamis_line;

/* What was not measured is 0: of an unscanned document score, probability and removed_ratio. So ask
 * for `verdict` first. */
typedef struct tamis_verdict {
    size_t struct_size; /* of the linked library: what lies beyond it is not there */
    tamis_verdict_kind verdict;
    const char *unscanned_reason; /* "too_large", "binary", "encoding", "markup", or NULL */
    double score;                 /* decision value; greater means more contaminated */
    double probability;           /* of contamination, calibrated; rises with score */
    double threshold;             /* contaminated at and above this probability */
    tamis_document_kind kind;
    size_t n_bytes;          /* of the input */
    char sha256[65];         /* of the input: hex digits, NUL-terminated */
    const char *encoding;    /* "utf-8", "utf-16le", "utf-16be", "cp949", "binary", or what a
                                page declared ("windows-1251"); static storage */
    size_t n_damaged;        /* byte sequences that could not be decoded and were replaced */
    double removed_ratio;    /* share of the text's code points inside spans */
    const tamis_span *spans; /* ascending, disjoint */
    size_t n_spans;
    const tamis_reason *reasons;
    size_t n_reasons;
    const tamis_line *lines; /* NULL without want_lines */
    size_t n_lines;
    const char *format;      /* as what it was read: "text", "html"; static storage */
    size_t n_spans_left_out; /* found but not given; included in removed_ratio */
} tamis_verdict;

/* Screens one document. *out, and everything it points to, is borrowed from the screener, and in
 * part from `bytes`, until the screener is used again or freed. A document that cannot be scanned
 * gets a verdict, TAMIS_UNSCANNED. The only error is TAMIS_ENOMEM: *out is NULL then, and the
 * screener may be used further. `bytes` may be NULL when n_bytes is 0. */
TAMIS_API tamis_status tamis_screen(const tamis_verdict **out, tamis_screener *screener,
                                    const void *bytes, size_t n_bytes, tamis_error *err);

/* The same for a page of HTML. Its text is judged as a reader sees it, and so is what the markup
 * hides: by style attributes, simple rules in <style> or the hidden attribute; and <noscript>,
 * comments, alt and title attributes, descriptions in <meta>, targets of hidden links. Scripts,
 * style sheets, templates and frames are not read as text. `charset` is the name that came with the
 * page, for example in an HTTP header, or NULL; one that is not known counts as none. A byte-order
 * mark and valid UTF-8 take precedence over it; it takes precedence over the page's own <meta>. */
TAMIS_API tamis_status tamis_screen_html(const tamis_verdict **out, tamis_screener *screener,
                                         const void *bytes, size_t n_bytes, const char *charset,
                                         tamis_error *err);

/* The same for a text that comes in pieces, in constant memory: begin, add any number of pieces, end.
 * max_document_bytes does not apply. How it is cut makes no difference, and *out borrows nothing of
 * the pieces. Each part of about 1 MiB is decoded and judged by itself; the greatest decision is
 * that of the text, and its encoding that of the last part which is not in UTF-8. UTF-16 of more
 * than one part is unscanned, "encoding". The words in spans are given up to 4 MiB in all.
 * TAMIS_EINVAL from _begin with want_lines, which this cannot give, and from the others when no
 * text has begun; TAMIS_ENOMEM. Any error, the end, another _begin and another document in between
 * end it. */
TAMIS_API tamis_status tamis_screen_begin(tamis_screener *screener, tamis_error *err);
TAMIS_API tamis_status tamis_screen_add(tamis_screener *screener, const void *bytes,
                                        size_t n_bytes, tamis_error *err);
TAMIS_API tamis_status tamis_screen_end(const tamis_verdict **out, tamis_screener *screener,
                                        tamis_error *err);

/* These three give the name of an enumerator, and "unknown" for any other number. Static storage.
 *
 * "clean", "suspect", "contaminated", "unscanned". */
TAMIS_API const char *tamis_verdict_name(tamis_verdict_kind verdict);
/* "none", "injected", "spam". */
TAMIS_API const char *tamis_document_kind_name(tamis_document_kind kind);
/* "menu", "swap", "insert", "sentence", "link_list", "comment", "contact", "stuffing", "hidden". */
TAMIS_API const char *tamis_span_kind_name(tamis_span_kind kind);

#ifdef __cplusplus
}
#endif

#endif
