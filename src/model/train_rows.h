// What the files of training share: documents taken apart, and small things.
// SPDX-License-Identifier: MIT
#ifndef TM_TRAIN_ROWS_H
#define TM_TRAIN_ROWS_H

#include "model/train.h"

tamis_status tm_training_no_memory(tamis_error *err);

// Word groups that are a fold's own: from fold * that on. 0 where there are more folds than groups.
unsigned tm_training_groups(const tm_training *training);
// Short messages are payloads; a document they are not.
bool tm_training_is_line(const tm_labelled *row);
// What the classifier learns from. Made documents that sell something else than gambling are not:
// little in them speaks for contamination, and the classifier would learn that little is enough.
bool tm_training_is_example(const tm_labelled *row);

// Compounds of the clean documents given; of a base all it knows, too. A part learns with what the
// fold that it leaves out knows as well, but a row never knows what only its own fold holds, neither
// when it is learned from nor when it is judged.
tamis_status tm_training_learn_compounds(tm_training *training, tamis_error *err);

// The base's decision on every document given; and where one without spans is contaminated, as far
// as the base can tell.
tamis_status tm_training_ask_base(tm_training *training, tamis_error *err);

#endif
