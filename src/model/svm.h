// Trains a two-class C-SVC with libsvm (Chang and Lin, 2011). The only file that uses libsvm, and
// the only use of it: its probability fit, cross-validation, loader and saver are not used, since
// they call rand() or setlocale() and trust their input.
// SPDX-License-Identifier: MIT
#ifndef TM_SVM_H
#define TM_SVM_H

#include <stddef.h>

#include "base/status.h"

typedef struct tm_svm_problem {
    const double *row; // [n][width], dense; borrowed
    const int *label;  // [n], +1 contaminated or -1 clean; borrowed
    size_t n, width;
    double gamma; // scale of the kernel, > 0; 0 stands for 1
} tm_svm_problem;

// The decision function that the support vectors add up to: bias + Σ_i single_i x_i +
// Σ_{i <= k} pair_ik x_i x_k; the pairs are the upper triangle by rows.
typedef struct tm_svm_decision {
    double bias;
    double *single; // [width], the caller's
    double *pair;   // [width * (width + 1) / 2], the caller's
} tm_svm_decision;

// Fits a C-SVC with the kernel (gamma x · z + 1)² and writes its decision function to `out` and the
// arrays it points to; positive means contaminated, whatever the order of the labels. `cost` is C,
// > 0; for clean rows C is `clean_weight` times that. TAMIS_EINVAL when all labels are the same or
// libsvm refuses the parameters; TAMIS_ENOMEM. Threads may train at the same time once tm_svm_quiet
// has been called.
tamis_status tm_svm_train(tm_svm_decision *out, const tm_svm_problem *problem, double cost,
                          double clean_weight, tamis_error *err);

// Stops libsvm from printing. Sets a global of libsvm: call it before threads start.
void tm_svm_quiet(void);

// libsvm's version number (324 for 3.24).
int tm_svm_version(void);

#endif
