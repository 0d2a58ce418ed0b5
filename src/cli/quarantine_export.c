// tamis quarantine export: a manifest that can be shared, since there is no text in it.
// SPDX-License-Identifier: MIT
#include "cli/quarantine.h"
#include "sink/manifest.h"

static const char help[] =
    "usage: tamis quarantine export STORE [OPTIONS] [ID...]\n"
    "\n"
    "Prints what was found in which document, without any text: ids, digests, spans, kinds,\n"
    "reasons, the model. All items unless some are selected.\n"
    "\n"
    "      --format FORMAT        jsonl (default) or dolma (attributes, offsets in "
    "characters;\n"
    "                             it goes by the documents' own ids in any case)\n"
    "      --with-paths           also paths and the documents' own ids\n"
    "      --state STATE          held, restored, purged, aborted or any (default)\n"
    "      --wait                 when another process uses the store\n"
    "  -h, --help                 this\n"
    "\n"
    "`tamis quarantine --help` has the options that select items.\n";

static const tm_quarantine_action action = {
    .command = &tm_quarantine_export,
    .any_state = true,
};

static tamis_status export_row(void *context, const tm_index_row *row, tamis_error *err)
{
    const tm_quarantine_request *request = context;
    tm_buf out = {0};
    tamis_status status = TAMIS_OK;
    if (request->dolma)
        status = tm_manifest_dolma(&out, row, err);
    else
        tm_manifest_line(&out, row, request->with_paths);
    if (status == TAMIS_OK)
        return tm_output_take(&out, NULL, err);
    tm_buf_free(&out);
    return status;
}

static tamis_status act(tm_store *store, const tm_quarantine_request *request, tamis_error *err)
{
    tm_quarantine_request copy = *request;
    return tm_quarantine_each(store, request, export_row, &copy, err);
}

static int run(int argc, char **argv)
{
    return tm_quarantine_run(&action, act, argc, argv);
}

const tm_command tm_quarantine_export = {
    .name = "export",
    .summary = "a manifest without any text, as JSON Lines or Dolma attributes",
    .help = help,
    .run = run,
};
