// Runs a fuzz target without a fuzzer: each file named, every cut of it, and some thousands of it
// with a bit flipped or a stretch taken out. The same every time.
// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes);

enum { MAX_BYTES = 1 << 20, CUTS = 500, CHANGES = 1000 };

// In memory of its exact size, so that a sanitizer sees reads beyond the end.
static void run(const uint8_t *bytes, size_t n_bytes)
{
    uint8_t *const exact = malloc(n_bytes > 0 ? n_bytes : 1);
    if (!exact)
        abort();
    memcpy(exact, bytes, n_bytes);
    LLVMFuzzerTestOneInput(exact, n_bytes);
    free(exact);
}

static void run_changed(uint8_t *bytes, size_t n_bytes)
{
    tm_rng rng = tm_rng_seed(n_bytes);
    const size_t step = n_bytes / CUTS + 1;
    for (size_t len = 0; len < n_bytes; len += step)
        run(bytes, len);
    for (int i = 0; i < CHANGES && n_bytes > 0; i++) {
        const size_t pos = tm_rng_below(&rng, n_bytes);
        const uint8_t old = bytes[pos];
        bytes[pos] = (uint8_t)(old ^ (1U << tm_rng_below(&rng, 8)));
        run(bytes, n_bytes);
        bytes[pos] = old;
    }
}

int main(int argc, char **argv)
{
    static uint8_t bytes[MAX_BYTES];
    for (int i = 1; i < argc; i++) {
        FILE *const file = fopen(argv[i], "rb");
        if (!file) {
            perror(argv[i]);
            return 1;
        }
        const size_t n_bytes = fread(bytes, 1, sizeof bytes, file);
        fclose(file);
        run(bytes, n_bytes);
        run_changed(bytes, n_bytes);
    }
    printf("%d files\n", argc - 1);
    return argc > 1 ? 0 : 1;
}
