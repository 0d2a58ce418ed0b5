// Training a two-class C-SVC with libsvm (Chang and Lin, 2011), and nothing else of it: this is
// the only place that knows libsvm. Its probability fit, cross-validation, loader and saver are
// not used (they call rand(), setlocale() and trust their input).
// SPDX-License-Identifier: MIT
#ifndef TM_SVM_H
#define TM_SVM_H

#include <stddef.h>

#include "base/status.h"

typedef struct tm_svm_problem {
    const double *row; // [n][width], dense
    const int *label;  // [n], +1 contaminated or -1 clean
    size_t n, width;
    double gamma; // scale of the kernel; 0: 1
} tm_svm_problem;

// A decision function folded out of its support vectors: bias + Σ single_i x_i + Σ pair_ik x_i x_k
// over i <= k, pairs row by row.
typedef struct tm_svm_decision {
    double bias;
    double *single; // [width]
    double *pair;   // [width * (width + 1) / 2]
} tm_svm_decision;

// Fits a C-SVC with the kernel (gamma x · z + 1)² and folds it into the arrays that `out` points
// to, positive for contaminated whatever order the labels came in. `cost` is C, > 0; that of clean
// rows is `clean_weight` times as much. TAMIS_EINVAL (one class only, libsvm's own refusal),
// TAMIS_ENOMEM. Threads may train side by side once tm_svm_quiet has been called.
tamis_status tm_svm_train(tm_svm_decision *out, const tm_svm_problem *problem, double cost,
                          double clean_weight, tamis_error *err);

// Keeps libsvm from printing: a setting of the whole program.
void tm_svm_quiet(void);

// libsvm's version number (324 for 3.24).
int tm_svm_version(void);

#endif
