// tamis merge: the verdicts of all shards as one run would have written them. The help below is a
// short manual.
//
// The inputs are listed again in their order. The path of each (or the record number) tells which
// shard has its verdicts. So only one line of each shard is held at a time, and a verdict that is
// missing, repeated, of something else or by another model is noticed at once. Only the input
// itself tells whether the last ones are there: the records of each container are counted once its
// verdicts end. Linear in the verdicts and the inputs.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/num.h"
#include "cli/cmd.h"
#include "cli/settings.h"
#include "cli/shard.h"

static const char help[] =
    "usage: tamis merge [OPTIONS] -s SHARD -s SHARD... PATH...\n"
    "\n"
    "Joins the verdicts of `tamis screen --json --shard i/n` in the order of the input, as "
    "one\n"
    "run without --shard would have written them, and checks that none is missing or doubled\n"
    "and that all are by one model at one threshold.\n"
    "PATH, -r, -f and -0 are those that the runs were given.\n"
    "\n"
    "  -s, --shard-file SHARD     the verdicts of shard 0, of shard 1, and so on to the last\n"
    "  -r, --recursive            go into directories\n"
    "  -f, --files-from LIST      also the paths in LIST, one a line; `-` is standard input\n"
    "  -0, --null                 paths in LIST end with NUL instead\n"
    "      --format, --text-field, --max-document-bytes, --max-ratio, --max-tiny,\n"
    "      --max-unpacked, --max-window\n"
    "                             as the runs were given: they decide what a record is\n"
    "      --no-count             do not read the inputs: a verdict that is missing at the "
    "very\n"
    "                             end of one is not noticed\n"
    "  -h, --help                 this\n"
    "\n"
    "Exit codes: 0 all there, 2 an error; what was written before it is right.\n";

enum { MAX_VERDICT_BYTES = 256 << 20 };

static const tm_reader_options verdict_lines = {.format = TM_FORMAT_JSONL,
                                                .max_document_bytes = MAX_VERDICT_BYTES,
                                                .text_field = "path",
                                                .id_field = "record"};

// The verdict that comes next in one shard.
typedef struct shard_file {
    const char *name;
    tm_reader *reader;
    tm_record record;
    tm_record_view view; // its text is the path, its id the record number
    size_t number;       // of the record
    bool ended;          // there is no further verdict
} shard_file;

typedef struct merging {
    tm_inputs inputs;
    tm_settings settings; // how the inputs are read
    bool no_count;        // the inputs are not read
    shard_file *shards;
    size_t n_shards;
    tm_buf model;     // that of the first verdict
    double threshold; // that of the first that has one; NAN before
    tm_record wanted; // the path of the current input, as a verdict would have it
    tm_record_view wanted_view;
    const char *text; // to print instead: help
    tamis_status status;
    tamis_error err;
} merging;

// ---- Shards ---------------------------------------------------------------------------------

// The member `name` of an object; the zero value when there is none, or no object.
static tm_json_value find_member(tm_str object, const char *name)
{
    tm_json_scan scan;
    tm_json_value key, value, found = {0};
    tamis_status status = tm_json_open(&scan, object, NULL);
    while (status == TAMIS_OK) {
        status = tm_json_member(&scan, &key, &value, NULL);
        if (status == TAMIS_OK && tm_json_is(key, name))
            found = value;
    }
    return found;
}

// Whether two thresholds are the same as far as six decimals tell; a verdict close to it has more.
static bool is_same_threshold(double a, double b)
{
    return isnan(a) || isnan(b) || fabs(a - b) <= 1e-6;
}

// Verdicts of runs with other models or options are none that one run would have written.
static tamis_status check_judge(merging *m, const shard_file *shard, tamis_error *err)
{
    const tm_str verdict = tm_buf_str(&shard->record.raw);
    const tm_str model = find_member(find_member(verdict, "model").raw, "sha256").raw;
    double threshold = NAN; // of what is unscanned
    tm_parse_double(&threshold, find_member(verdict, "threshold").raw);
    if (m->model.len == 0)
        tm_buf_add(&m->model, model);
    if (isnan(m->threshold))
        m->threshold = threshold;
    TM_TRY(tm_buf_check(&m->model, err));
    const bool is_same_model = tm_str_equal(model, tm_buf_str(&m->model));
    if (is_same_model && is_same_threshold(threshold, m->threshold))
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EFORMAT, "%.150s:%zu: a verdict %s than the others", shard->name,
                   shard->record.line,
                   is_same_model ? "at another threshold" : "by another model");
}

static tamis_status advance(merging *m, shard_file *shard, tamis_error *err)
{
    const tamis_status status = tm_reader_next(&shard->record, shard->reader, err);
    shard->ended = status == TAMIS_DONE;
    if (status != TAMIS_OK)
        return status < 0 ? status : TAMIS_OK;
    TM_TRY(tm_record_text(&shard->view, &shard->record, &verdict_lines, err));
    if (shard->view.unscanned || !tm_parse_size(&shard->number, shard->view.id))
        return tm_fail(err, TAMIS_EFORMAT, "%.150s:%zu: not a verdict of tamis screen --json",
                       shard->name, shard->record.line);
    return check_judge(m, shard, err);
}

static tamis_status write_verdict(merging *m, shard_file *shard, tamis_error *err)
{
    tm_buf_byte(&shard->record.raw, '\n');
    TM_TRY(tm_buf_check(&shard->record.raw, err));
    TM_TRY(tm_output_write(tm_buf_str(&shard->record.raw), err));
    return advance(m, shard, err);
}

static tamis_status fail_left(const shard_file *shard, tamis_error *err)
{
    return tm_fail(err, TAMIS_EFORMAT,
                   "%.100s:%zu: a verdict on %.*s#%zu, which comes twice, is no input or falls "
                   "to another shard",
                   shard->name, shard->record.line,
                   (int)(shard->view.text.len < 80 ? shard->view.text.len : 80),
                   shard->view.text.len > 0 ? shard->view.text.ptr : "", shard->number);
}

static tamis_status fail_missing(const shard_file *shard, const char *path, size_t number,
                                 tamis_error *err)
{
    const tm_str next = shard->view.text;
    if (shard->ended)
        return tm_fail(err, TAMIS_EFORMAT, "%.80s#%zu: its verdict is missing from %.100s",
                       path, number, shard->name);
    return tm_fail(err, TAMIS_EFORMAT,
                   "%.70s#%zu: its verdict is missing from %.50s, where one on %.*s#%zu comes "
                   "next",
                   path, number, shard->name, (int)(next.len < 70 ? next.len : 70),
                   next.len > 0 ? next.ptr : "", shard->number);
}

// ---- Files ----------------------------------------------------------------------------------

// Writes the path as JSON and reads it back, as for a verdict: what is not UTF-8 is replaced.
static tamis_status set_wanted(merging *m, const char *path, tamis_error *err)
{
    tm_buf *const line = &m->wanted.raw;
    tm_buf_clear(line);
    tm_buf_text(line, "{\"path\":");
    tm_json_string(line, tm_str_of(path));
    tm_buf_byte(line, '}');
    TM_TRY(tm_buf_check(line, err));
    m->wanted.format = TM_FORMAT_JSONL;
    return tm_record_text(&m->wanted_view, &m->wanted, &verdict_lines, err);
}

static bool is_next(const merging *m, const shard_file *shard)
{
    return !shard->ended && tm_str_equal(shard->view.text, m->wanted_view.text);
}

// Counts the records of `reader`, but no further than to `most`.
static tamis_status count_records(size_t *n, tm_reader *reader, size_t most, tamis_error *err)
{
    tm_record record = {0};
    tamis_status status = TAMIS_OK;
    for (*n = 0; *n < most && status == TAMIS_OK; *n += status == TAMIS_OK)
        status = tm_reader_next(&record, reader, err);
    tm_record_free(&record);
    return status < 0 ? status : TAMIS_OK;
}

// Whether the file holds more than `number` records. One that cannot be opened holds none but the
// verdict on that.
static tamis_status look_further(bool *goes_on, const merging *m, const char *path,
                                 size_t number, tamis_error *err)
{
    tm_reader *reader;
    size_t n = 1;
    tamis_status status = tm_reader_open(&reader, path, &m->settings.reader, err);
    if (status == TAMIS_ENOMEM)
        return status;
    *goes_on = number == 0;
    if (status < 0)
        return TAMIS_OK;
    if (tm_format_has_records(tm_reader_format(reader)))
        status = count_records(&n, reader, number + 1, err);
    tm_reader_close(reader);
    *goes_on = n > number;
    return status;
}

// The file's verdicts in `shard` end with the one before `number`: so should its records. Standard
// input is gone by now.
static tamis_status check_end(const merging *m, const shard_file *shard, const char *path,
                              size_t number, tamis_error *err)
{
    const bool unknown = number > 0 && (m->no_count || strcmp(path, "-") == 0);
    bool goes_on = false;
    if (!unknown)
        TM_TRY(look_further(&goes_on, m, path, number, err));
    if (!goes_on)
        return TAMIS_OK;
    if (number == 0)
        return fail_missing(shard, path, number, err);
    return tm_fail(err, TAMIS_EFORMAT,
                   "%.60s#%zu: its verdict is missing from %.60s; if the runs were given "
                   "--format or limits, give them here, too",
                   path, number, shard->name);
}

static tamis_status merge_file(merging *m, const char *path, tamis_error *err)
{
    shard_file *const shard = &m->shards[tm_shard_of_path(m->n_shards, path)];
    size_t number = 0;
    TM_TRY(set_wanted(m, path, err));
    while (is_next(m, shard) && shard->number == number) {
        TM_TRY(write_verdict(m, shard, err));
        number++;
    }
    if (is_next(m, shard) && shard->number > number)
        return fail_missing(shard, path, number, err);
    return check_end(m, shard, path, number, err);
}

// The shard that should have the next record has ended. That is the end of all, unless another
// shard or the file has a later record.
static tamis_status end_records(merging *m, const shard_file *ended, const char *path,
                                size_t number, tamis_error *err)
{
    for (size_t i = 0; i < m->n_shards; i++)
        if (is_next(m, &m->shards[i]) && m->shards[i].number > number)
            return fail_missing(ended, path, number, err);
    return check_end(m, ended, path, number, err);
}

// Merges by record, when there is only one file.
static tamis_status merge_records(merging *m, const char *path, tamis_error *err)
{
    TM_TRY(set_wanted(m, path, err));
    for (size_t number = 0;; number++) {
        shard_file *const shard = &m->shards[tm_shard_of_record(m->n_shards, number)];
        if (shard->ended)
            return end_records(m, shard, path, number, err);
        if (!is_next(m, shard) || shard->number < number)
            return fail_left(shard, err);
        if (shard->number > number)
            return fail_missing(shard, path, number, err);
        TM_TRY(write_verdict(m, shard, err));
    }
}

static bool give_file(void *context, const char *path)
{
    merging *const m = context;
    tm_shard all = {.count = m->n_shards};
    tm_shard_settle(&all, &m->inputs);
    m->status = all.by_record ? merge_records(m, path, &m->err) : merge_file(m, path, &m->err);
    return m->status == TAMIS_OK;
}

// An input that could not be opened has a verdict, too.
static bool give_trouble(void *context, const char *path, const tamis_error *err)
{
    (void)err;
    return give_file(context, path);
}

// ---- One run --------------------------------------------------------------------------------

static tamis_status add_shard(const tm_option *option, char *name, tamis_error *err)
{
    merging *const m = option->into;
    shard_file *const grown = realloc(m->shards, (m->n_shards + 1) * sizeof *grown);
    if (!grown)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    m->shards = grown;
    m->shards[m->n_shards++] = (shard_file){.name = name};
    return TAMIS_OK;
}

static tamis_status take_options(merging *m, int *argc, char ***argv, tamis_error *err)
{
    tm_settings *const settings = &m->settings;
    tm_inputs *const inputs = &m->inputs;
    const tm_option options[] = {
        {"files-from", 'f', .read = tm_read_list, .into = inputs, .is_path = true},
        tm_settings_option(settings, "format"),
        {"help", 'h', .text = &m->text, .prints = help},
        tm_settings_option(settings, "max-document-bytes"),
        tm_settings_option(settings, "max-ratio"),
        tm_settings_option(settings, "max-tiny"),
        tm_settings_option(settings, "max-unpacked"),
        tm_settings_option(settings, "max-window"),
        {"no-count", .flag = &m->no_count},
        {"null", '0', .flag = &inputs->nul_ends},
        {"recursive", 'r', .flag = &inputs->recursive},
        {"shard-file", 's', .read = add_shard, .into = m, .is_path = true},
        tm_settings_option(settings, "text-field"),
        {0},
    };
    return tm_options_take(options, NULL, argc, argv, err);
}

static tamis_status parse(merging *m, int argc, char **argv, tamis_error *err)
{
    TM_TRY(take_options(m, &argc, &argv, err));
    if (m->text)
        return TAMIS_OK;
    m->inputs.paths = argv;
    m->inputs.n_paths = (size_t)argc;
    if (m->n_shards == 0)
        return tm_fail(err, TAMIS_EINVAL, "nothing to join; name the shards with -s");
    if (m->inputs.n_paths == 0 && !m->inputs.list)
        return tm_fail(err, TAMIS_EINVAL,
                       "whose verdicts? name the PATHs that the shards were given");
    return tm_inputs_check(&m->inputs, err);
}

static tamis_status merge(merging *m, tamis_error *err)
{
    const tm_input_sink sink = {.file = give_file, .trouble = give_trouble, .context = m};
    for (size_t i = 0; i < m->n_shards; i++) {
        TM_TRY(tm_output_check(m->shards[i].name, err));
        TM_TRY(tm_reader_open(&m->shards[i].reader, m->shards[i].name, &verdict_lines, err));
        TM_TRY(advance(m, &m->shards[i], err));
    }
    TM_TRY(tm_inputs_each(&m->inputs, &sink, err));
    if (m->status < 0) {
        *err = m->err;
        return m->status;
    }
    for (size_t i = 0; i < m->n_shards; i++)
        if (!m->shards[i].ended)
            return fail_left(&m->shards[i], err);
    return TAMIS_OK;
}

static void finish(merging *m)
{
    for (size_t i = 0; i < m->n_shards; i++) {
        tm_reader_close(m->shards[i].reader);
        tm_record_free(&m->shards[i].record);
        tm_record_view_free(&m->shards[i].view);
    }
    free(m->shards);
    tm_record_free(&m->wanted);
    tm_record_view_free(&m->wanted_view);
    tm_buf_free(&m->model);
}

static int run_merge(int argc, char **argv)
{
    merging m = {.settings = tm_settings_default(), .threshold = NAN};
    tamis_error err, close_err;
    int code = TM_EXIT_CLEAN;
    if (parse(&m, argc, argv, &err) < 0) {
        code = tm_complain_usage("merge", err.message);
    } else if (m.text) {
        code = tm_output_text(m.text);
    } else {
        const tamis_status status = merge(&m, &err);
        const tamis_status closed = tm_output_close(&close_err);
        if (status < 0 || closed < 0) {
            tm_complain("%s", status < 0 ? err.message : close_err.message);
            code = TM_EXIT_ERROR;
        }
    }
    finish(&m);
    return code;
}

const tm_command tm_cmd_merge = {
    .name = "merge",
    .summary = "the verdicts of shards as one run would have written them",
    .help = help,
    .run = run_merge,
};
