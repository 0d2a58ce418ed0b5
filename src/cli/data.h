// Loads labelled data named on the command line into memory and checks it. Every command that
// learns or measures loads its data here, so that the same paths mean the same to all of them, and
// the same faults are refused with the same messages.
// SPDX-License-Identifier: MIT
#ifndef TM_DATA_H
#define TM_DATA_H

#include "read/labelled.h"

typedef struct tm_data_options {
    tm_labelled_options labelled;
    bool skip_bad;             // go on without the rows that cannot be read
    bool never_skips;          // there is no --skip-bad to advise
    bool admit_contradictions; // a text with both labels is listed, and no error
    bool needs_group;          // the group field was asked for: one row at least has it
    bool no_groups;            // do not join near-copies into groups: the rows are not divided
} tm_data_options;
tm_data_options tm_data_options_default(void);

// Reads `paths` (NULL at the end) into `dataset`, lists faults and contradictions on standard
// error, and joins near-copies into groups unless no_groups. TAMIS_EFORMAT when there are faults
// without skip_bad, or contradictions without admit_contradictions; TAMIS_EINVAL without the group
// that needs_group is about; else as tm_labelled_read.
tamis_status tm_data_load(tm_dataset *dataset, char *const *paths,
                          const tm_data_options *options, tamis_error *err);

#endif
