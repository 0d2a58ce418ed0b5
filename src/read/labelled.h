// Reads labelled documents from files and folders, for all commands that learn or measure:
//
//   a folder        Files below its subfolders clean/ and contaminated/ have that label; files
//                   elsewhere have none. A file is a document, or several where the reader finds
//                   records in it; of a page of HTML the text is taken that the screener judges.
//                   A folder in clean/ or contaminated/ whose name looks like a host
//                   (news.example.com) is the site of the documents below it, and so their group.
//   JSON Lines      See model/dataset.h. "-" is standard input.
//   fastText lines  "__label__clean the text"
//
// A row that cannot be read is a fault, not an error: it is counted and listed with its place, so
// that the caller can show all faults at once and decide. Besides the dataset, one row at a time is
// held in memory.
// SPDX-License-Identifier: MIT
#ifndef TM_LABELLED_H
#define TM_LABELLED_H

#include "model/dataset.h"

typedef struct tm_faults {
    tm_buf list;       // "PLACE: WHY\0" for each of the first `max_listed`
    size_t n;          // all of them
    size_t max_listed; // set by the caller
} tm_faults;
void tm_faults_free(tm_faults *faults);

typedef struct tm_labelled_options {
    tm_row_format format; // of JSON Lines; admit_unlabelled applies to files and folders too
    size_t max_document_bytes;
    // The option of the command that sets this limit; static, or NULL when there is none.
    const char *limit_option;
    // What is larger than that becomes a row without text (`unscanned`) instead of a fault, but for
    // lines outside of clean/ and contaminated/, whose label is not known then.
    bool keep_large;
} tm_labelled_options;
tm_labelled_options tm_labelled_options_default(void);

// Appends the documents of `path` to `dataset`. When everything has been read, call
// tm_dataset_group. TAMIS_EIO (it cannot be opened or read), TAMIS_EINVAL (a device, or a folder
// without files in clean/ or contaminated/), TAMIS_EFORMAT (a file that is none of the above),
// TAMIS_ENOMEM.
tamis_status tm_labelled_read(tm_dataset *dataset, tm_faults *faults, const char *path,
                              const tm_labelled_options *options, tamis_error *err);

#endif
