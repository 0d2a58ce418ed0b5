// Figures as reports write them, and in which order.
// SPDX-License-Identifier: MIT
#ifndef TM_FIGURES_H
#define TM_FIGURES_H

#include "base/buf.h"
#include "model/calibrate.h"

void tm_put_target(tm_buf *out, double fpr); // 1e-4
// A rate with its 95 % interval; nothing when there were no trials.
void tm_put_share(tm_buf *out, tm_rate rate);   // 0.942 [0.935, 0.949]
void tm_put_percent(tm_buf *out, tm_rate rate); // 0.182 % [0.113, 0.278]
// A number with its sign.
void tm_put_signed(tm_buf *out, double value, int decimals); // +0.50, -0.20, +0.00

// The numbers 0 to n - 1 into `order`, those of the greatest keys first; among equals the lower.
// O(n²): for some dozens of features or weights.
void tm_order_falling(size_t *order, const double *key, size_t n);

#endif
