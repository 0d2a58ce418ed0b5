// `--resume STATE`: a run that was killed can be continued. The state says what has been judged and
// how long the output was then. A new run cuts the output to that length and goes on from there, so
// that killed and continued runs together write what one uninterrupted run writes, byte for byte.
// It also says what was judged: a run whose inputs have changed since is refused, else documents that
// nobody has read would seem to have a verdict.
// SPDX-License-Identifier: MIT
#ifndef TM_RESUME_H
#define TM_RESUME_H

#include <sys/stat.h>

#include "base/buf.h"
#include "sink/document.h"

typedef struct tm_resume {
    const char *path;      // of the state, borrowed; NULL: there is no --resume
    uint64_t settings;     // a hash of all that decides the output
    size_t input;          // the input to go on with, counted from 0
    size_t record;         // its first record that is still to be judged
    uint64_t inputs;       // hash of all inputs before it and, unless `record` is 0, of itself
    uint64_t output_bytes; // length of standard output with all that comes before
    tm_tally tally;        // of what comes before
    bool finished;         // nothing is left to do
    double saved;          // when the state was saved, in seconds of the monotonic clock

    size_t n_seen; // inputs that were begun so far
    uint64_t seen; // hash of these
    struct stat output;
    struct timespec written; // when the state that was found was written
    char newer[96];          // the first input that was added or changed since, or empty
} tm_resume;

// Reads the state, or begins one when there is none, and cuts standard output, which must be a
// regular file, to the length in it. TAMIS_EINVAL when `path` is not a state, belongs to a run with
// other settings, the output is too short, or another run is writing it; TAMIS_EIO. Does nothing
// when `path` is NULL, like all below.
tamis_status tm_resume_open(tm_resume *resume, const char *path, uint64_t settings,
                            tamis_error *err);

// TAMIS_EINVAL when `path` is the state, which changes while the run goes on.
tamis_status tm_resume_check_path(const tm_resume *resume, const char *path, tamis_error *err);

// Begins the next input, before it is opened. TAMIS_EINVAL when the inputs so far are not those
// that were judged: each has its path and, if it is a regular file, its size and the time when it
// was last written to. What else may be named, standard input or a pipe, is taken on trust.
tamis_status tm_resume_begin_input(tm_resume *resume, const char *path, tamis_error *err);
// TAMIS_EINVAL when fewer inputs have come than were judged.
tamis_status tm_resume_end_inputs(const tm_resume *resume, tamis_error *err);
// Whether all records of an input, or one record of it, were judged by an earlier run.
bool tm_resume_knows_input(const tm_resume *resume, size_t input);
bool tm_resume_knows_record(const tm_resume *resume, size_t input, size_t record);
// TAMIS_EINVAL when the input to go on with cannot be read up to where the run has stopped: no more
// than `n_records` of it are to be had.
tamis_status tm_resume_check_end(const tm_resume *resume, size_t input, const char *path,
                                 size_t n_records, tamis_error *err);

// The last record that was judged.
typedef struct tm_resume_place {
    size_t input;
    uint64_t inputs; // `seen` once the input was begun
    size_t record;
    bool ended; // nothing comes behind it
} tm_resume_place;
// Notes that everything up to this place was written to standard output, `n_written` bytes since
// the last note, and saves the state twice a second at most.
tamis_status tm_resume_note(tm_resume *resume, const tm_resume_place *place,
                            const tm_tally *tally, size_t n_written, tamis_error *err);
// Notes that all inputs are done with, and saves the state. What was written since the last note is
// no verdict: a run that goes on from here cuts it off, and writes it anew.
tamis_status tm_resume_finish(tm_resume *resume, tamis_error *err);

#endif
