// tamis quarantine verify: whether everything is there and as it was.
// SPDX-License-Identifier: MIT
#include "cli/quarantine.h"
#include "sink/label_text.h"
#include "sink/report.h"

static const char help[] =
    "usage: tamis quarantine verify STORE [OPTIONS]\n"
    "\n"
    "Checks the journal, that the object of every held item is there with its size, and that\n"
    "nothing else is; and the texts that are kept for labels, each with its SHA-256.\n"
    "\n"
    "      --read-data            also that every byte is as it was (SHA-256)\n"
    "      --adopt                take in objects that belong to no item\n"
    "      --wait                 when another process uses the store\n"
    "  -q, --quiet                say nothing when all is well\n"
    "  -h, --help                 this\n"
    "\n"
    "Exit codes: 0 all is well, 2 something is not.\n";

static const tm_quarantine_action action = {.command = &tm_quarantine_verify};

static void put_summary(tm_buf *out, const tm_store_check *check, const tm_label_texts *texts,
                        const tm_quarantine_request *request)
{
    tm_report_plural(out, check->n_held, "document");
    tm_buf_text(out, ", ");
    tm_report_plural(out, check->n_bytes, "byte");
    tm_buf_text(out, request->read_data ? " read" : " in place");
    if (texts->n_held + texts->n_loose > 0) {
        tm_buf_text(out, ", ");
        tm_report_plural(out, texts->n_held + texts->n_loose, "text");
        tm_buf_text(out, " of labels");
    }
    if (texts->n_loose > 0) {
        tm_buf_text(out, " (");
        tm_report_count(out, texts->n_loose);
        tm_buf_text(out, " that no label holds; purge --all removes them)");
    }
    tm_buf_text(out, ": ");
    tm_report_plural(out, check->n_faults + texts->n_faults, "fault");
    tm_buf_text(out, ", ");
    tm_report_plural(out, check->n_strangers, "unknown object");
    if (check->n_strangers > 0 && !request->adopt)
        tm_buf_text(out, " (--adopt takes in what was a document)");
    tm_buf_byte(out, '\n');
}

static tamis_status act(tm_store *store, const tm_quarantine_request *request, tamis_error *err)
{
    tm_store_check check;
    tm_label_texts texts;
    tm_buf out = {0};
    if (request->selects)
        return tm_fail(err, TAMIS_EINVAL, "verify looks at all items; name none");
    if (request->adopt)
        TM_TRY(tm_store_adopt(store, err));
    TM_TRY(tm_store_verify(&check, store, request->read_data, err));
    TM_TRY(tm_label_texts_verify(&texts, store, err));
    if (!request->quiet)
        put_summary(&out, &check, &texts, request);
    tamis_status status = tm_output_take(&out, NULL, err);
    if (status == TAMIS_OK && check.n_faults + check.n_strangers + texts.n_faults > 0)
        status = tm_fail(err, TAMIS_EFORMAT, "%.180s: not everything is as it should be",
                         request->store);
    return status;
}

static int run(int argc, char **argv)
{
    return tm_quarantine_run(&action, act, argc, argv);
}

const tm_command tm_quarantine_verify = {
    .name = "verify",
    .summary = "whether everything is there and as it was",
    .help = help,
    .run = run,
};
