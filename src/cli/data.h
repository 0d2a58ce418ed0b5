// Labelled data named on the command line, loaded whole: rows, what could not be read, what
// contradicts itself, groups. Every command that learns or measures loads its data here, so that
// the same folders and files mean the same to all of them, and the same faults are refused in the
// same words.
// SPDX-License-Identifier: MIT
#ifndef TM_DATA_H
#define TM_DATA_H

#include "read/labelled.h"

typedef struct tm_data_options {
    tm_labelled_options labelled;
    bool skip_bad;             // go on without the rows that cannot be read
    bool admit_contradictions; // only say so
    bool no_groups; // for those who do not divide the rows: near-copies are not sought
} tm_data_options;
tm_data_options tm_data_options_default(void);

// Reads `paths` (NULL at the end) into `dataset`, lists faults and contradictions on standard
// error, and joins groups unless no_groups. TAMIS_EFORMAT when there were any and they are not to
// be passed over; otherwise as tm_labelled_read.
tamis_status tm_data_load(tm_dataset *dataset, char *const *paths,
                          const tm_data_options *options, tamis_error *err);

#endif
