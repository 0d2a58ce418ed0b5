// A trained model: everything that turns text into a probability, and where it came from.
// Immutable once opened; shared by threads.
// SPDX-License-Identifier: MIT
#ifndef TM_MODEL_H
#define TM_MODEL_H

#include "base/digest.h"
#include "model/calibrate.h"
#include "model/classifier.h"
#include "model/memory.h"
#include "score/window.h"

enum { TM_N_POINTS = 4, TM_MAX_MODEL_NAME = 64 };

// What a model says of its making; all of it stands in the file.
typedef struct tm_provenance {
    char name[TM_MAX_MODEL_NAME];
    char training_digest[TM_DIGEST_HEX + 1]; // SHA-256 over the texts and labels trained on
    uint64_t seed;
    uint64_t n_clean, n_contaminated, n_synthetic; // documents trained on
    int libsvm_version;
    char unicode_version[16];
} tm_provenance;

typedef struct tm_model {
    tm_knowledge knowledge;
    tm_classifier classifier;
    tm_sigmoid sigmoid;
    tamis_operating_point point[TM_N_POINTS]; // ascending target_fpr
    tm_memory memory; // of calibration; empty in models that are not to be adapted
    tm_provenance provenance;
    char sha256[TM_DIGEST_HEX + 1]; // of the file
    tm_buf lexicon_tsv;             // as in the file
} tm_model;

// The file format (version 4, or 3 without a memory), strict both ways: a first line, `key value`
// lines in a fixed order, sections of stated length, and a last line with the SHA-256 of all that
// stands before it.
// Writing the same model twice gives the same bytes.
tamis_status tm_model_write(tm_buf *out, const tm_model *model, tamis_error *err);

// Reads `bytes` into the zeroed `model`. Refuses anything that is not exactly what tm_model_write
// makes: TAMIS_EFORMAT with the offset, TAMIS_EVERSION, TAMIS_ENOMEM. On failure nothing is kept.
tamis_status tm_model_read(tm_model *model, tm_str bytes, tamis_error *err);

// Reads the file at `path` into the zeroed `model`; NULL: the model built into the library.
// As tm_model_read; TAMIS_EINVAL when none was built in.
tamis_status tm_model_open(tm_model *model, const char *path, tamis_error *err);

// Loads model->lexicon_tsv into the knowledge. Part of reading; training calls it by itself.
tamis_status tm_model_load_lexicon(tm_model *model, tamis_error *err);

void tm_model_clear(tm_model *model);

// What is behind the public handle (tamis.c).
const tm_model *tm_model_inside(const tamis_model *model);

#endif
