// tamis model verify: every check that opening a model makes, file by file.
// SPDX-License-Identifier: MIT
#include "cli/model.h"

#include "base/json_writer.h"

static const char help[] =
    "usage: tamis model verify [OPTIONS] FILE...\n"
    "\n"
    "Checks each model to its last byte, as opening it does: the checksum, every number "
    "against\n"
    "its range, the lexicon, that it was made for the features this program computes, and "
    "that\n"
    "writing it again gives the same bytes. Prints the SHA-256 by which verdicts name it.\n"
    "The checksum in a file tells damage, not origin: compare the SHA-256 with one that you\n"
    "trust. FILE may be the word `default` for the built-in model.\n"
    "\n"
    "      --json                 one JSON object a line for each file\n"
    "  -h, --help                 this\n"
    "\n"
    "Exit codes: 0 all are sound, 2 one is not or cannot be read.\n";

static void put_json(tm_buf *out, const char *path, const tamis_model *model,
                     const tamis_error *err)
{
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "path", path);
    tm_json_add_bool(&w, "sound", model != NULL);
    if (model) {
        tm_json_add_word(&w, "name", tamis_model_name(model));
        tm_json_add_word(&w, "sha256", tamis_model_sha256(model));
    } else {
        tm_json_add_word(&w, "status", tamis_status_name(err->status));
        tm_json_add_word(&w, "reason", err->message);
        tm_json_add_size(&w, "offset", err->offset);
    }
    tm_json_end(&w, '}');
    tm_buf_byte(out, '\n');
}

static bool verify(tm_buf *out, const char *path, bool json)
{
    tamis_model *model = NULL;
    tamis_error err = {0};
    const bool sound = tm_open_model(&model, path, &err) == TAMIS_OK;
    if (json)
        put_json(out, path, model, &err);
    else if (sound)
        tm_buf_format(out, "%s  %s: sound, named %s\n", tamis_model_sha256(model), path,
                      tamis_model_name(model));
    if (!sound)
        tm_complain("%s", err.message);
    tamis_model_free(model);
    return sound;
}

static int run_verify(int argc, char **argv)
{
    tm_model_request request;
    tamis_error err;
    tm_buf out = {0};
    bool sound = true;
    if (tm_model_parse(&request, &tm_model_verify, argc, argv, &err) != TAMIS_OK)
        return tm_complain_usage("model verify", err.message);
    if (request.text)
        return tm_output_text(request.text);
    if (request.n_rest == 0)
        return tm_complain_usage("model verify", "name the FILE to check");
    for (size_t i = 0; i < request.n_rest; i++)
        sound &= verify(&out, request.rest[i], request.judging.settings.json);
    const int code = tm_exit_code(tm_output_finish(&out, &err), &err);
    return sound ? code : TM_EXIT_ERROR;
}

const tm_command tm_model_verify = {
    .name = "verify",
    .summary = "is it intact, and made for this program",
    .help = help,
    .run = run_verify,
};
