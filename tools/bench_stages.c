// Where the time of `tamis screen --json` goes: the stages of one thread, timed one by one over
// the same documents.
//
//   bench_stages FILE.jsonl
//
// Each line of output is a stage with milliseconds for a megabyte of text and its share. The
// glance is part of skimming and the stages before it are part of screening, so these are taken
// off; what is left of screening is the documents read whole. Reading the file and what threads
// cost is in tools/bench's own figures alone.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <time.h>

#include "base/digest.h"
#include "base/file.h"
#include "model/model.h"
#include "read/reader.h"
#include "screen/screen.h"
#include "sink/verdict_json.h"

extern const char tm_default_model[], tm_default_model_end[];

typedef enum stage {
    READ,
    FIELDS,
    DIGEST,
    DECODE,
    GLANCE,
    SKIM,
    SCREEN,
    PRINT,
    N_STAGES
} stage;

typedef struct bench {
    tm_model model;
    tm_screen screen;
    tm_digest digest;
    tm_decoded decoded;
    tm_glance glance;
    tm_window window;
    tm_buf out;
    double seconds[N_STAGES], last;
    size_t n_bytes;
} bench;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

// Ends a stage; the next one begins.
static void end(bench *b, stage ended)
{
    const double time = now();
    b->seconds[ended] += time - b->last;
    b->last = now();
}

static tamis_status measure_text(bench *b, tm_str text, tamis_error *err)
{
    const tm_knowledge *const knowledge = &b->model.knowledge;
    char hex[TM_DIGEST_HEX + 1];
    bool nothing;
    b->n_bytes += text.len;
    b->last = now();
    TM_TRY(tm_digest_hex(&b->digest, hex, text, err));
    end(b, DIGEST);
    TM_TRY(tm_decode(&b->decoded, text, err));
    end(b, DECODE);
    if (b->decoded.text.len <= TM_WINDOW_BYTES) {
        TM_TRY(tm_glance_at(&b->glance, &knowledge->lexicon, knowledge->folds, b->decoded.text,
                            err));
        end(b, GLANCE);
        TM_TRY(tm_skim(&nothing, &b->glance, &b->window, knowledge, b->decoded.text, err));
        end(b, SKIM);
    }
    TM_TRY(tm_screen_run(&b->screen, text, err));
    end(b, SCREEN);
    const tm_document document = {.path = tm_str_of("bench.jsonl"), .id = tm_str_of("0")};
    const tm_model_name name = {b->model.provenance.name, b->model.sha256};
    tm_buf_clear(&b->out);
    tm_verdict_json(&b->out, &document, &b->screen.verdict, NULL, name);
    end(b, PRINT);
    return TAMIS_OK;
}

static tamis_status measure(bench *b, const char *path, tamis_error *err)
{
    const tm_reader_options options = {.format = TM_FORMAT_JSONL,
                                       .max_document_bytes = (size_t)16 << 20,
                                       .text_field = "text",
                                       .id_field = "id"};
    tm_reader *reader = NULL;
    tm_record record = {0};
    tm_record_view view = {0};
    TM_TRY(tm_reader_open(&reader, path, &options, err));
    tamis_status status = TAMIS_OK;
    while (status == TAMIS_OK) {
        b->last = now();
        status = tm_reader_next(&record, reader, err);
        end(b, READ);
        if (status == TAMIS_OK)
            status = tm_record_text(&view, &record, &options, err);
        end(b, FIELDS);
        if (status == TAMIS_OK)
            status = measure_text(b, view.text, err);
    }
    tm_reader_close(reader);
    tm_record_free(&record);
    tm_record_view_free(&view);
    return status == TAMIS_DONE ? TAMIS_OK : status;
}

static void show(const bench *b)
{
    static const char *const names[N_STAGES] = {
        "read, find lines", "find the text (JSON)",
        "SHA-256",          "UTF-8, control bytes",
        "glance",           "read and score doubtful lines",
        "read texts whole", "write the verdict"};
    double seconds[N_STAGES], sum = 0;
    for (int i = 0; i < N_STAGES; i++)
        seconds[i] = b->seconds[i];
    seconds[SCREEN] -= seconds[DIGEST] + seconds[DECODE] + seconds[SKIM];
    seconds[SKIM] -= seconds[GLANCE];
    for (int i = 0; i < N_STAGES; i++) {
        seconds[i] =
            seconds[i] > 0 ? seconds[i] : 0; // where the clock's own cost is all there is
        sum += seconds[i];
    }
    for (int i = 0; i < N_STAGES; i++)
        printf("  %-32s %6.2f ms/MB %5.1f %%\n", names[i],
               1e9 * seconds[i] / (double)b->n_bytes, 100 * seconds[i] / sum);
}

int main(int argc, char **argv)
{
    static bench b;
    const tamis_options options = TAMIS_OPTIONS_INIT;
    const tm_str model = {tm_default_model, (size_t)(tm_default_model_end - tm_default_model)};
    tamis_error err;
    if (argc != 2) {
        fputs("usage: bench_stages FILE.jsonl\n", stderr);
        return 2;
    }
    if (tm_model_read(&b.model, model, &err) < 0 ||
        tm_screen_init(&b.screen, &b.model, &options, &err) < 0 ||
        tm_digest_init(&b.digest, &err) < 0 || measure(&b, argv[1], &err) < 0) {
        fprintf(stderr, "bench_stages: %s\n", err.message);
        return 2;
    }
    show(&b);
    return 0;
}
