// Labelled documents out of files and folders, for every command that learns or measures:
//
//   a folder        below it clean/ and contaminated/, each file of theirs a document, or several
//                   where the reader finds records in it; a page of HTML is the text that the
//                   screener judges. Elsewhere below it nobody has said what a file is. The first
//                   folder below clean/ or contaminated/ is the site when its name looks like a
//                   host (news.example.com), and so the group
//   JSON Lines      see model/dataset.h; "-" is standard input
//   fastText lines  "__label__clean the text"
//
// A row that cannot be read is no error but a fault: counted, and listed with its place, so that
// the caller may show all of them at once and decide. One row is held at a time besides those kept.
// SPDX-License-Identifier: MIT
#ifndef TM_LABELLED_H
#define TM_LABELLED_H

#include "model/dataset.h"

typedef struct tm_faults {
    tm_buf list; // "PLACE: WHY\n", the first `max_listed`
    size_t n;    // all of them
    size_t max_listed;
} tm_faults;
void tm_faults_free(tm_faults *faults);

typedef struct tm_labelled_options {
    tm_row_format format; // of JSON Lines; admit_unlabelled holds for files and folders, too
    size_t max_document_bytes;
} tm_labelled_options;
tm_labelled_options tm_labelled_options_default(void);

// Appends what `path` holds. TAMIS_EIO (it cannot be opened or read), TAMIS_EINVAL (a folder with
// neither clean/ nor contaminated/ in it, a device), TAMIS_EFORMAT (a file that is none of the
// above), TAMIS_ENOMEM. Afterwards, when all is read: tm_dataset_group.
tamis_status tm_labelled_read(tm_dataset *dataset, tm_faults *faults, const char *path,
                              const tm_labelled_options *options, tamis_error *err);

#endif
