// A trained model: everything that turns text into a probability, and a record of how it was made.
// Immutable once opened, so threads may share it.
// SPDX-License-Identifier: MIT
#ifndef TM_MODEL_H
#define TM_MODEL_H

#include "base/digest.h"
#include "model/calibrate.h"
#include "model/classifier.h"
#include "model/memory.h"
#include "score/window.h"

enum { TM_N_POINTS = 4, TM_MAX_MODEL_NAME = 64, TM_MAX_LEXICON_BYTES = 16 << 20 };

// How the model was made. All of it is stored in the model file.
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
    tm_memory memory; // of the calibration; may be empty (see model/adapt.h)
    tm_provenance provenance;
    char sha256[TM_DIGEST_HEX + 1]; // of the file
    tm_buf lexicon_tsv;             // the source of knowledge.lexicon, as in the file
} tm_model;

// Appends the model file to `out`. The format (version 4, or 3 without a memory) is strict: a first
// line, `key value` lines in a fixed order, sections of stated length, and a last line with the
// SHA-256 of everything before it. The same model always gives the same bytes. TAMIS_ENOMEM;
// where tm_model_check_lexicon refuses, its status, and nothing is written.
tamis_status tm_model_write(tm_buf *out, const tm_model *model, tamis_error *err);

// TAMIS_ELIMIT when the lexicon is larger than TM_MAX_LEXICON_BYTES, which no reader takes.
tamis_status tm_model_check_lexicon(const tm_model *model, tamis_error *err);

// Reads `bytes` into the zeroed `model`, which copies what it needs. Refuses anything that is not
// exactly what tm_model_write writes: TAMIS_EFORMAT, with the offset where one is known;
// TAMIS_EVERSION for another format version or other features; TAMIS_ENOMEM. On failure `model` is
// zeroed again.
tamis_status tm_model_read(tm_model *model, tm_str bytes, tamis_error *err);

// Reads the file at `path` into the zeroed `model`; NULL: the model built into the library. Errors
// as for tm_file_read and tm_model_read; TAMIS_EINVAL when no model was built in.
tamis_status tm_model_open(tm_model *model, const char *path, tamis_error *err);

// Loads model->lexicon_tsv into model->knowledge. tm_model_read does it; training calls it itself.
tamis_status tm_model_load_lexicon(tm_model *model, tamis_error *err);

// Frees what the model owns and zeroes it.
void tm_model_clear(tm_model *model);

// The stored point with the greatest target that does not exceed `max_fpr`; NULL when there is none.
// A target that is greater by rounding alone does not.
static inline const tamis_operating_point *tm_model_point(const tm_model *model, double max_fpr)
{
    const tamis_operating_point *best = NULL;
    for (size_t i = 0; i < TM_N_POINTS; i++)
        if (model->point[i].target_fpr <= max_fpr * (1 + 1e-9))
            best = &model->point[i];
    return best;
}

// The model behind the public handle (tamis.c); borrowed.
const tm_model *tm_model_inside(const tamis_model *model);

#endif
