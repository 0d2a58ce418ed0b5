// A target is a power of ten in every model that tamis trains; others are written in full.
// SPDX-License-Identifier: MIT
#include "sink/figures.h"

#include <math.h>

#include "base/num.h"

void tm_put_target(tm_buf *out, double fpr)
{
    for (int k = 1; k <= 9; k++) {
        if (fabs(fpr * pow(10, k) - 1) < 1e-9) {
            tm_buf_format(out, "1e-%d", k);
            return;
        }
    }
    tm_print_double(out, fpr);
}

void tm_put_share(tm_buf *out, tm_rate rate)
{
    if (rate.n == 0)
        return;
    tm_print_fixed(out, rate.value, 3);
    tm_buf_text(out, " [");
    tm_print_fixed(out, rate.low, 3);
    tm_buf_text(out, ", ");
    tm_print_fixed(out, rate.high, 3);
    tm_buf_text(out, "]");
}

void tm_put_percent(tm_buf *out, tm_rate rate)
{
    if (rate.n == 0)
        return;
    tm_print_fixed(out, 100 * rate.value, 3);
    tm_buf_text(out, " % [");
    tm_print_fixed(out, 100 * rate.low, 3);
    tm_buf_text(out, ", ");
    tm_print_fixed(out, 100 * rate.high, 3);
    tm_buf_text(out, "]");
}

// What rounds to zero gets a plus, like zero itself.
void tm_put_signed(tm_buf *out, double value, int decimals)
{
    const size_t at = out->len;
    tm_print_fixed(out, value, decimals);
    if (out->failed || out->ptr[at] == '-')
        return;
    tm_buf_byte(out, '0'); // room for the sign
    if (out->failed)
        return;
    memmove(out->ptr + at + 1, out->ptr + at, out->len - at - 1);
    out->ptr[at] = '+';
}

void tm_order_falling(size_t *order, const double *key, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && key[order[at - 1]] < key[i]; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}
