// The file, top to bottom:
//
//     TAMIS-MODEL 4                                                         3: without memory
//     name …, unicode …, libsvm …, seed …, rows …, training …, schema …     provenance
//     sigmoid SLOPE OFFSET
//     point TARGET THRESHOLD MEASURED UPPER RECALL N                        four times
//     classifier BYTES ⏎ one number a line: bias, single, pair
//     memory BYTES     ⏎ n_clean; then one line a row: DECISION, LABEL (0, 1), INPUTS in hex
//     evidence BYTES   ⏎ one whole number a line
//     lexicon BYTES    ⏎ TSV as tm_lexicon_add reads it
//     ngrams BYTES     ⏎ signed bytes
//     compounds BYTES  ⏎ one bit for each place of the table, the lowest first: 1 when seen
//     sha256 HEX
//
// The checksum is compared before anything else is read. Every number is checked against its range
// all the same, since a checksum proves that a file is intact, not who made it.
// SPDX-License-Identifier: MIT
#include "base/num.h"
#include "base/rng.h"
#include "model/model.h"

#include <stdlib.h>

static const char first_line[] = "TAMIS-MODEL 3\n"; // without a memory
static const char first_line_memory[] = "TAMIS-MODEL 4\n";

enum {
    COMPOUND_BYTES = (1 << TM_COMPOUND_BITS) / 8,
    TRAILER_BYTES = 7 + TM_DIGEST_HEX + 1,
    MAX_MEMORY_ROWS = 10000,
    MAX_MEMORY_BYTES = MAX_MEMORY_ROWS * (2 * TM_N_FEATURES + 40),
    N_CLASSIFIER_WEIGHTS = TM_N_FEATURES + TM_N_PAIRS
};

static const double max_weight = 1e6;

// Hash of the names of features and evidence and of the version of scoring. A model with another
// hash must not load, since its weights would be applied to what they were not learned for.
static uint64_t schema_hash(void)
{
    static const char names[] = "scoring " TM_SCORING_VERSION "\n"
#define TM_EVIDENCE(name, sentence) #name "\n"
#include "score/evidence.def"
#undef TM_EVIDENCE
#define TM_FEATURE(name, cap, sentence) #name " " #cap "\n"
#include "score/features.def"
#undef TM_FEATURE
        ;
    return tm_hash_bytes((tm_str){names, sizeof names - 1});
}

// ---- Writing ------------------------------------------------------------------------------

static void write_provenance(tm_buf *out, const tm_model *model)
{
    const tm_provenance *p = &model->provenance;
    tm_buf_text(out, model->memory.len > 0 ? first_line_memory : first_line);
    tm_buf_format(out, "name %s\nunicode %s\nlibsvm %d\nseed %llu\n", p->name,
                  p->unicode_version, p->libsvm_version, (unsigned long long)p->seed);
    tm_buf_format(out, "rows %llu %llu %llu\ntraining %s\nschema %016llx\n",
                  (unsigned long long)p->n_clean, (unsigned long long)p->n_contaminated,
                  (unsigned long long)p->n_synthetic, p->training_digest,
                  (unsigned long long)schema_hash());
}

static void write_numbers(tm_buf *out, const char *key, const double *number, size_t n)
{
    tm_buf_text(out, key);
    for (size_t i = 0; i < n; i++) {
        tm_buf_byte(out, ' ');
        tm_print_double(out, number[i]);
    }
    tm_buf_byte(out, '\n');
}

static void write_section(tm_buf *out, const char *name, tm_str bytes)
{
    tm_buf_format(out, "%s %zu\n", name, bytes.len);
    tm_buf_add(out, bytes);
    tm_buf_byte(out, '\n');
}

// Frees `text`.
static void write_text_section(tm_buf *out, const char *name, tm_buf *text)
{
    write_section(out, name, tm_buf_str(text));
    out->failed |= text->failed;
    tm_buf_free(text);
}

static void write_classifier(tm_buf *out, const tm_classifier *classifier)
{
    tm_buf text = {0};
    tm_print_double(&text, classifier->bias);
    tm_buf_byte(&text, '\n');
    for (size_t i = 0; i < N_CLASSIFIER_WEIGHTS; i++) {
        tm_print_double(&text, i < TM_N_FEATURES ? classifier->single[i]
                                                 : classifier->pair[i - TM_N_FEATURES]);
        tm_buf_byte(&text, '\n');
    }
    write_text_section(out, "classifier", &text);
}

static void write_memory(tm_buf *out, const tm_memory *memory)
{
    static const char digits[] = "0123456789abcdef";
    tm_buf text = {0};
    tm_buf_format(&text, "%llu\n", (unsigned long long)memory->n_clean);
    for (size_t i = 0; i < memory->len; i++) {
        const tm_remembered *row = &memory->row[i];
        tm_print_double(&text, row->decision);
        tm_buf_text(&text, row->label > 0 ? " 1 " : " 0 ");
        for (size_t f = 0; f < TM_N_FEATURES; f++) {
            tm_buf_byte(&text, digits[row->input[f] >> 4]);
            tm_buf_byte(&text, digits[row->input[f] & 15]);
        }
        tm_buf_byte(&text, '\n');
    }
    write_text_section(out, "memory", &text);
}

static void write_weights(tm_buf *out, const tm_model *model)
{
    const tm_weights *weights = &model->knowledge.weights;
    tm_buf text = {0};
    for (size_t i = 0; i < TM_N_EVIDENCE; i++)
        tm_buf_format(&text, "%d\n", weights->evidence[i]);
    write_text_section(out, "evidence", &text);
    write_section(out, "lexicon", tm_buf_str(&model->lexicon_tsv));
    write_section(out, "ngrams",
                  (tm_str){(const char *)weights->ngram, (size_t)1 << TM_NGRAM_BITS});
}

static void write_compounds(tm_buf *out, const tm_compounds *compounds)
{
    tm_buf_format(out, "compounds %d\n", COMPOUND_BYTES);
    char *const bits = tm_buf_reserve(out, COMPOUND_BYTES);
    if (!bits)
        return;
    memset(bits, 0, COMPOUND_BYTES);
    for (size_t i = 0; compounds->seen && i < (size_t)1 << TM_COMPOUND_BITS; i++)
        bits[i / 8] |= (char)((compounds->seen[i] != 0) << i % 8);
    out->len += COMPOUND_BYTES;
    tm_buf_byte(out, '\n');
}

// All but the last line.
static tamis_status write_payload(tm_buf *out, const tm_model *model, tamis_error *err)
{
    write_provenance(out, model);
    write_numbers(out, "sigmoid", &model->sigmoid.slope, 2);
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        const tamis_operating_point p = model->point[i];
        const double number[] = {p.target_fpr, p.threshold, p.measured_fpr,
                                 p.upper_fpr,  p.recall,    (double)p.n_clean};
        write_numbers(out, "point", number, sizeof number / sizeof *number);
    }
    write_classifier(out, &model->classifier);
    if (model->memory.len > 0)
        write_memory(out, &model->memory);
    write_weights(out, model);
    write_compounds(out, &model->knowledge.compounds);
    return tm_buf_check(out, err);
}

tamis_status tm_model_check_lexicon(const tm_model *model, tamis_error *err)
{
    if (model->lexicon_tsv.len <= TM_MAX_LEXICON_BYTES)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_ELIMIT,
                   "a model holds at most %d MiB of lexicons: leave out notes or terms",
                   TM_MAX_LEXICON_BYTES >> 20);
}

tamis_status tm_model_write(tm_buf *out, const tm_model *model, tamis_error *err)
{
    char hex[TM_DIGEST_HEX + 1];
    TM_TRY(tm_model_check_lexicon(model, err));
    TM_TRY(write_payload(out, model, err));
    TM_TRY(tm_digest_once(hex, tm_buf_str(out), err));
    tm_buf_format(out, "sha256 %s\n", hex);
    return tm_buf_check(out, err);
}

// ---- Reading ------------------------------------------------------------------------------

typedef struct cursor {
    tm_str rest;
    size_t size; // of the whole file, for offsets
} cursor;

static tamis_status refuse(const cursor *c, const char *what, tamis_error *err)
{
    const size_t offset = c->size - c->rest.len;
    return tm_fail_at(err, TAMIS_EFORMAT, offset, "not a sound model: %s at byte %zu", what,
                      offset);
}

// The rest of the line that must begin with `key` and a blank.
static tamis_status take_line(cursor *c, tm_str *value, const char *key, tamis_error *err)
{
    const tm_str word = tm_str_of(key);
    if (!tm_str_starts_with(c->rest, word) || c->rest.len <= word.len ||
        c->rest.ptr[word.len] != ' ' || !memchr(c->rest.ptr, '\n', c->rest.len))
        return refuse(c, key, err);
    *value = tm_str_cut(&c->rest, '\n');
    *value = tm_str_slice(*value, word.len + 1, value->len);
    return TAMIS_OK;
}

static tamis_status take_numbers(cursor *c, const char *key, double *number, size_t n,
                                 tamis_error *err)
{
    tm_str line;
    const cursor before = *c;
    TM_TRY(take_line(c, &line, key, err));
    for (size_t i = 0; i < n; i++)
        if (!tm_parse_double(&number[i], tm_str_cut(&line, ' ')))
            return refuse(&before, key, err);
    return line.len == 0 ? TAMIS_OK : refuse(&before, key, err);
}

static tamis_status take_count(cursor *c, tm_str *line, const char *key, uint64_t *value,
                               tamis_error *err)
{
    size_t number;
    if (!tm_parse_size(&number, tm_str_cut(line, ' ')))
        return refuse(c, key, err);
    *value = number;
    return TAMIS_OK;
}

// Copies `text` into a fixed field of `size` bytes when it fits and holds only visible ASCII.
static tamis_status take_word(cursor *c, char *out, size_t size, const char *key,
                              tamis_error *err)
{
    tm_str text = {0};
    TM_TRY(take_line(c, &text, key, err));
    if (text.len == 0 || text.len >= size)
        return refuse(c, key, err);
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] <= ' ' || text.ptr[i] > '~')
            return refuse(c, key, err);
    memcpy(out, text.ptr, text.len);
    out[text.len] = 0;
    return TAMIS_OK;
}

static tamis_status take_provenance(cursor *c, tm_provenance *p, tamis_error *err)
{
    tm_str line;
    uint64_t libsvm = 0;
    char schema[17];
    TM_TRY(take_word(c, p->name, sizeof p->name, "name", err));
    TM_TRY(take_word(c, p->unicode_version, sizeof p->unicode_version, "unicode", err));
    TM_TRY(take_line(c, &line, "libsvm", err));
    TM_TRY(take_count(c, &line, "libsvm", &libsvm, err));
    p->libsvm_version = libsvm > 100000 ? 0 : (int)libsvm;
    TM_TRY(take_line(c, &line, "seed", err));
    TM_TRY(take_count(c, &line, "seed", &p->seed, err));
    TM_TRY(take_line(c, &line, "rows", err));
    TM_TRY(take_count(c, &line, "rows", &p->n_clean, err));
    TM_TRY(take_count(c, &line, "rows", &p->n_contaminated, err));
    TM_TRY(take_count(c, &line, "rows", &p->n_synthetic, err));
    TM_TRY(take_word(c, p->training_digest, sizeof p->training_digest, "training", err));
    TM_TRY(take_word(c, schema, sizeof schema, "schema", err));
    tm_buf hex = {0};
    tm_buf_format(&hex, "%016llx", (unsigned long long)schema_hash());
    const tamis_status status = tm_buf_check(&hex, err);
    const bool same = tm_str_equal(tm_buf_str(&hex), tm_str_of(schema));
    tm_buf_free(&hex);
    TM_TRY(status);
    return same
               ? TAMIS_OK
               : tm_fail(err, TAMIS_EVERSION,
                         "the model was trained for other features than this program computes");
}

static tamis_status take_points(cursor *c, tm_model *model, tamis_error *err)
{
    double sigmoid[2];
    TM_TRY(take_numbers(c, "sigmoid", sigmoid, 2, err));
    if (!(sigmoid[0] > 0 && sigmoid[0] < max_weight) || !(sigmoid[1] > -max_weight) ||
        !(sigmoid[1] < max_weight))
        return refuse(c, "sigmoid", err);
    model->sigmoid = (tm_sigmoid){sigmoid[0], sigmoid[1]};
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        double n[6];
        TM_TRY(take_numbers(c, "point", n, 6, err));
        for (size_t k = 0; k < 5; k++)
            if (!(n[k] >= 0 && n[k] <= 1))
                return refuse(c, "point", err);
        if (!(n[5] >= 0 && n[5] < 1e15) || (i > 0 && n[0] <= model->point[i - 1].target_fpr) ||
            (i > 0 && n[1] > model->point[i - 1].threshold))
            return refuse(c, "point", err);
        model->point[i] = (tamis_operating_point){n[0], n[1], n[2], n[3], n[4], (uint64_t)n[5]};
    }
    return TAMIS_OK;
}

static tamis_status take_section(cursor *c, tm_str *bytes, const char *name, size_t limit,
                                 tamis_error *err)
{
    tm_str line;
    size_t len;
    TM_TRY(take_line(c, &line, name, err));
    if (!tm_parse_size(&len, line) || len > limit || len >= c->rest.len ||
        c->rest.ptr[len] != '\n')
        return refuse(c, name, err);
    *bytes = tm_str_slice(c->rest, 0, len);
    c->rest = tm_str_slice(c->rest, len + 1, c->rest.len);
    return TAMIS_OK;
}

static tamis_status take_classifier(cursor *c, tm_classifier *classifier, tamis_error *err)
{
    tm_str text;
    TM_TRY(take_section(c, &text, "classifier", (N_CLASSIFIER_WEIGHTS + 1) * 32, err));
    for (size_t i = 0; i <= N_CLASSIFIER_WEIGHTS; i++) {
        double number;
        if (!tm_parse_double(&number, tm_str_cut(&text, '\n')) || !(number > -max_weight) ||
            !(number < max_weight))
            return refuse(c, "classifier", err);
        if (i == 0)
            classifier->bias = number;
        else if (i <= TM_N_FEATURES)
            classifier->single[i - 1] = number;
        else
            classifier->pair[i - 1 - TM_N_FEATURES] = number;
    }
    return text.len == 0 ? TAMIS_OK : refuse(c, "classifier", err);
}

static bool parse_remembered(tm_remembered *row, tm_str line)
{
    const tm_str decision = tm_str_cut(&line, ' '), label = tm_str_cut(&line, ' ');
    if (!tm_parse_double(&row->decision, decision) || !(row->decision > -max_weight) ||
        !(row->decision < max_weight) || line.len != 2 * (size_t)TM_N_FEATURES ||
        !tm_is_hex(line))
        return false;
    row->label = tm_str_equal(label, tm_str_of("1")) ? 1 : -1;
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        row->input[f] =
            (uint8_t)(tm_hex_digit(line.ptr[2 * f]) << 4 | tm_hex_digit(line.ptr[2 * f + 1]));
    return true;
}

static tamis_status take_memory(cursor *c, tm_memory *memory, tamis_error *err)
{
    tm_str text;
    size_t n_clean;
    TM_TRY(take_section(c, &text, "memory", MAX_MEMORY_BYTES, err));
    if (!tm_parse_size(&n_clean, tm_str_cut(&text, '\n')))
        return refuse(c, "memory", err);
    memory->n_clean = n_clean;
    while (text.len > 0) {
        tm_remembered row;
        if (!parse_remembered(&row, tm_str_cut(&text, '\n')) || memory->len == MAX_MEMORY_ROWS)
            return refuse(c, "memory", err);
        TM_TRY(tm_memory_add(memory, &row, err));
    }
    return TAMIS_OK;
}

static tamis_status take_weights(cursor *c, tm_model *model, tamis_error *err)
{
    tm_weights *weights = &model->knowledge.weights;
    const size_t table = (size_t)1 << TM_NGRAM_BITS;
    tm_str text;
    TM_TRY(take_section(c, &text, "evidence", TM_N_EVIDENCE * 8, err));
    for (size_t i = 0; i < TM_N_EVIDENCE; i++) {
        long long number;
        if (!tm_parse_int(&number, tm_str_cut(&text, '\n')) || number < INT16_MIN ||
            number > INT16_MAX)
            return refuse(c, "evidence", err);
        weights->evidence[i] = (int16_t)number;
    }
    if (text.len != 0)
        return refuse(c, "evidence", err);
    TM_TRY(take_section(c, &text, "lexicon", TM_MAX_LEXICON_BYTES, err));
    tm_buf_add(&model->lexicon_tsv, text);
    TM_TRY(take_section(c, &text, "ngrams", table, err));
    if (text.len != table)
        return refuse(c, "ngrams", err);
    weights->ngram = malloc(table);
    if (!weights->ngram || model->lexicon_tsv.failed)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the model");
    memcpy(weights->ngram, text.ptr, table);
    return TAMIS_OK;
}

static tamis_status take_compounds(cursor *c, tm_compounds *compounds, tamis_error *err)
{
    tm_str bits;
    TM_TRY(take_section(c, &bits, "compounds", COMPOUND_BYTES, err));
    if (bits.len != COMPOUND_BYTES)
        return refuse(c, "compounds", err);
    TM_TRY(tm_compounds_init(compounds, err));
    for (size_t i = 0; i < (size_t)1 << TM_COMPOUND_BITS; i++)
        if ((unsigned char)bits.ptr[i / 8] >> i % 8 & 1)
            compounds->seen[i] = TM_SEEN_BY_MANY;
    return TAMIS_OK;
}

// The file's last line must hold the checksum of everything before it.
static tamis_status check_trailer(tm_model *model, tm_str bytes, tamis_error *err)
{
    char hex[TM_DIGEST_HEX + 1];
    if (!tm_str_starts_with(bytes, tm_str_of("TAMIS-MODEL ")))
        return tm_fail(err, TAMIS_EFORMAT, "not a tamis model");
    if (!tm_str_starts_with(bytes, tm_str_of(first_line)) &&
        !tm_str_starts_with(bytes, tm_str_of(first_line_memory)))
        return tm_fail(err, TAMIS_EVERSION, "a model of another format version");
    const size_t payload = bytes.len > TRAILER_BYTES ? bytes.len - TRAILER_BYTES : 0;
    TM_TRY(tm_digest_once(hex, tm_str_slice(bytes, 0, payload), err));
    TM_TRY(tm_digest_once(model->sha256, bytes, err)); // names the model in verdicts
    const tm_str trailer = tm_str_slice(bytes, payload, bytes.len);
    if (payload == 0 || !tm_str_starts_with(trailer, tm_str_of("sha256 ")) ||
        memcmp(trailer.ptr + 7, hex, TM_DIGEST_HEX) != 0 ||
        trailer.ptr[TRAILER_BYTES - 1] != '\n')
        return tm_fail(err, TAMIS_EFORMAT, "damaged or cut short: the checksum does not fit");
    return TAMIS_OK;
}

tamis_status tm_model_load_lexicon(tm_model *model, tamis_error *err)
{
    TM_TRY(tm_folds_new(&model->knowledge.folds, err));
    TM_TRY(tm_lexicon_add(&model->knowledge.lexicon, model->knowledge.folds,
                          tm_buf_str(&model->lexicon_tsv), err));
    return tm_lexicon_finish(&model->knowledge.lexicon, err);
}

// Writes the model again and compares: the file must hold nothing that reading passed over or took
// for the same as something else.
static tamis_status check_identity(const tm_model *model, tm_str payload, tamis_error *err)
{
    tm_buf again = {0};
    tamis_status status = write_payload(&again, model, err);
    if (status == TAMIS_OK && !tm_str_equal(tm_buf_str(&again), payload))
        status = tm_fail(err, TAMIS_EFORMAT, "not a sound model: not as tamis writes it");
    tm_buf_free(&again);
    return status;
}

tamis_status tm_model_read(tm_model *model, tm_str bytes, tamis_error *err)
{
    cursor c = {.size = bytes.len};
    tamis_status status = check_trailer(model, bytes, err);
    if (status == TAMIS_OK) {
        c.rest = tm_str_slice(bytes, sizeof first_line - 1, bytes.len - TRAILER_BYTES);
        c.size = bytes.len - TRAILER_BYTES;
        status = take_provenance(&c, &model->provenance, err);
    }
    if (status == TAMIS_OK)
        status = take_points(&c, model, err);
    if (status == TAMIS_OK)
        status = take_classifier(&c, &model->classifier, err);
    if (status == TAMIS_OK && tm_str_starts_with(bytes, tm_str_of(first_line_memory)))
        status = take_memory(&c, &model->memory, err);
    if (status == TAMIS_OK)
        status = take_weights(&c, model, err);
    if (status == TAMIS_OK)
        status = take_compounds(&c, &model->knowledge.compounds, err);
    if (status == TAMIS_OK && c.rest.len != 0)
        status = refuse(&c, "bytes after the last section", err);
    if (status == TAMIS_OK)
        status = check_identity(model, tm_str_slice(bytes, 0, bytes.len - TRAILER_BYTES), err);
    if (status == TAMIS_OK)
        status = tm_model_load_lexicon(model, err);
    if (status != TAMIS_OK)
        tm_model_clear(model);
    return status;
}

void tm_model_clear(tm_model *model)
{
    tm_lexicon_free(&model->knowledge.lexicon);
    tm_folds_free(model->knowledge.folds);
    free(model->knowledge.weights.ngram);
    tm_compounds_free(&model->knowledge.compounds);
    tm_memory_free(&model->memory);
    tm_buf_free(&model->lexicon_tsv);
    *model = (tm_model){0};
}
