// Labelled documents in memory: what training and evaluation read. Rows come from JSON Lines with
// the fields text and label ("clean" or "contaminated") and optionally id, kind, lang, source,
// group, obfuscation, hard, strong, composite, weight, and spans ([[begin, end], …] in code
// points, or objects with start and end). Files and folders are read by read/labelled.h, which puts
// its rows here. A byte-order mark at the head of a text is no part of it; spans in the line count
// it as a character.
// SPDX-License-Identifier: MIT
#ifndef TM_DATASET_H
#define TM_DATASET_H

#include "base/buf.h"
#include "model/synthesise.h"

typedef struct tm_labelled {
    tm_buf text;
    char *id, *kind, *language, *source, *obfuscation; // owned, NUL-terminated, "" when absent
    char *group_name;                                  // likewise; what the row says it is
    tm_sample_span *spans;                             // bytes of the text; owned
    size_t n_spans;
    // 0: learned from in every epoch; 1: in the first and every other one after it; 2: in those
    // between, and for the weights of words alone.
    unsigned turn;
    bool rest_unknown; // what lies outside the spans may be injected, too, or may not
    bool contaminated;
    bool unlabelled; // nobody has said what it is; only where the caller admits such rows
    // Why its text was not read, and is empty: "too_large"; static, or NULL.
    const char *unscanned;
    bool hard, strong, composite;
    bool synthetic;      // made by the synthesiser from a clean document
    bool of_other_trade; // likewise, and it sells something else than gambling
    double weight;       // 1 unless given
    const char *path;    // where it was read, borrowed from the dataset; NULL: nowhere
    size_t line;         // in that file, from 1; 0: all of it, or a record that is no line
    // Rows of one group never stand on both sides of a fold. Until tm_dataset_group has joined
    // near-copies: the hash of group_name, else of the id, else of the text.
    uint64_t group;
    unsigned fold; // of cross-validation, by tm_dataset_fold
} tm_labelled;

typedef struct tm_dataset {
    tm_labelled *row;
    size_t len, cap;
    size_t n_grouped; // rows of JSON that were read with the group field in them
    char **path;      // that rows point to; owned
    size_t n_paths, paths_cap;
} tm_dataset;

// How a line of JSON is read.
typedef struct tm_row_format {
    const char *text_field, *id_field, *group_field;
    const char *label;     // of lines without one; NULL: they are refused
    bool admit_unlabelled; // or kept without
} tm_row_format;
tm_row_format tm_row_format_default(void); // text, id, group; the label is required

// Appends the row of one line. TAMIS_EFORMAT when it is none (nothing is appended): bad JSON, no
// text or label, another label than the format's, spans beyond the text, empty or in a clean
// document, text that is not UTF-8, and blank text with a label: it would count as a document that
// was judged rightly.
tamis_status tm_dataset_add_line(tm_dataset *dataset, tm_str line, const tm_row_format *format,
                                 tamis_error *err);

// Appends a document that is not JSON. `text` must be UTF-8; `label` is "clean", "contaminated" or
// NULL (unlabelled). Copies.
tamis_status tm_dataset_add_text(tm_dataset *dataset, tm_str text, const char *id,
                                 const char *label, tm_str group_name, tamis_error *err);

// Whether nothing but blanks and line ends is in the text; and what that is called.
bool tm_dataset_is_blank(tm_str text);
extern const char tm_dataset_blank[];

// Notes where the last row was read; copies the path. TAMIS_ENOMEM.
tamis_status tm_dataset_set_place(tm_dataset *dataset, const char *path, size_t line,
                                  tamis_error *err);

// Appends every row of `lines` in the default format. TAMIS_EFORMAT names the line (from 1) of the
// first bad row.
tamis_status tm_dataset_add_jsonl(tm_dataset *dataset, tm_str lines, tamis_error *err);

// Joins the groups of rows that share one, and of near-copies: see model/groups.c. After all rows
// have been added; only `group` changes. TAMIS_ENOMEM.
tamis_status tm_dataset_group(tm_dataset *dataset, tamis_error *err);

// Deals the groups into folds so that each has its share of both labels: see model/folds.c. Sets
// `fold` of every row, from 0 to n_folds - 1. TAMIS_ENOMEM.
tamis_status tm_dataset_fold(tm_dataset *dataset, unsigned n_folds, tamis_error *err);

// Counts the groups that have rows of either label (0 clean, 1 contaminated). Where all rows of a
// label are of one group, none of them could be held out while others are learned from: that group
// is taken apart, split[label] is set, and only its near-copies stay together. *n_groups is what is
// then. After tm_dataset_group. TAMIS_ENOMEM.
tamis_status tm_dataset_split_lone_groups(tm_dataset *dataset, size_t n_groups[2],
                                          bool split[2], tamis_error *err);

// Lets go of rows whose text and label an earlier row has: a page that was collected a thousand
// times is one page. *n_dropped receives their number. TAMIS_ENOMEM.
tamis_status tm_dataset_drop_copies(tm_dataset *dataset, size_t *n_dropped, tamis_error *err);

// Counts, by label, the rows that the above would let go of.
tamis_status tm_dataset_count_copies(size_t n[2], const tm_dataset *dataset, tamis_error *err);

// Rows with the same text, but for the blanks in it, and different labels.
typedef struct tm_contradiction {
    size_t clean, contaminated; // rows
} tm_contradiction;
// Finds them, one for each text, in the order of the rows; free() `*out`. TAMIS_ENOMEM.
tamis_status tm_dataset_contradictions(tm_contradiction **out, size_t *n,
                                       const tm_dataset *dataset, tamis_error *err);

// Appends one empty row and returns it for the caller to fill; NULL when memory is short.
tm_labelled *tm_dataset_new_row(tm_dataset *dataset);

void tm_labelled_free(tm_labelled *row); // what it owns
void tm_dataset_free(tm_dataset *dataset);

#endif
