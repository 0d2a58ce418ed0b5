// A run that may be killed and goes on where it stopped: `--resume STATE`. The state says what
// has been judged and how long the output was then. A new run cuts the output back to that length
// and goes on behind it, so that killed and continued runs together write what one unbroken run
// writes, byte for byte.
// SPDX-License-Identifier: MIT
#ifndef TM_RESUME_H
#define TM_RESUME_H

#include "base/buf.h"
#include "sink/document.h"

typedef struct tm_resume {
    const char *path;      // of the state, borrowed; NULL: nobody wants it
    uint64_t settings;     // a hash of all that decides what comes out
    size_t input;          // the input to go on with, counted from 0
    uint64_t input_path;   // a hash of its path
    size_t record;         // and the first record of it that is still to be judged
    uint64_t output_bytes; // of standard output, for what lies before
    tm_tally tally;        // likewise
    bool finished;         // nothing is left to do
    double saved;          // when, in seconds of the monotonic clock
} tm_resume;

// Reads the state, or begins one when there is none, and brings standard output, which must be a
// regular file, to the length that belongs to it. TAMIS_EINVAL: that cannot be (another run's
// state, other settings, an output that is too short); TAMIS_EIO.
tamis_status tm_resume_open(tm_resume *resume, const char *path, uint64_t settings,
                            tamis_error *err);

// Whether all of an input, or one record of it, was judged before.
bool tm_resume_knows_input(const tm_resume *resume, size_t input);
bool tm_resume_knows_record(const tm_resume *resume, size_t input, size_t record);
// TAMIS_EINVAL when the input to go on with is another than it was.
tamis_status tm_resume_check(const tm_resume *resume, size_t input, const char *path,
                             tamis_error *err);

// Notes that everything before this place is in standard output, and saves it now and then.
typedef struct tm_place {
    size_t input;
    tm_str path;
    size_t record; // the last one judged
} tm_place;
tamis_status tm_resume_note(tm_resume *resume, const tm_place *place, const tm_tally *tally,
                            size_t n_written, tamis_error *err);
// All is done; `n_written` more bytes were written.
tamis_status tm_resume_finish(tm_resume *resume, size_t n_written, tamis_error *err);

#endif
