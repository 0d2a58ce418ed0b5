// A stranger's program: opens the built-in model and screens one line through the public header.
// A build without a built-in model has to say so with a status and words, not with a crash.
// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <string.h>

#include <tamis.h>

static const char text[] =
    "The river was low that summer, and the ferry ran only twice a day.\n";

static int screen(const tamis_model *model)
{
    tamis_error err;
    const tamis_options options = TAMIS_OPTIONS_INIT;
    tamis_screener *screener = NULL;
    const tamis_verdict *verdict = NULL;
    tamis_status status = tamis_screener_new(&screener, model, &options, &err);
    if (status == TAMIS_OK)
        status = tamis_screen(&verdict, screener, text, sizeof text - 1, &err);
    if (status == TAMIS_OK)
        printf("  %s\n", tamis_verdict_name(verdict->verdict));
    else
        printf("  %s: %s\n", tamis_status_name(status), err.message);
    const int clean = status == TAMIS_OK && verdict->verdict == TAMIS_CLEAN;
    tamis_screener_free(screener);
    return clean ? 0 : 1;
}

int main(void)
{
    tamis_error err;
    tamis_model *model = NULL;
    if (strcmp(tamis_version_string(), TAMIS_VERSION_STRING) != 0)
        return 1;
    const tamis_status status = tamis_model_open(&model, NULL, &err);
    if (status != TAMIS_OK) {
        printf("  no built-in model: %s: %s\n", tamis_status_name(status), err.message);
        return err.message[0] ? 0 : 1;
    }
    const int result = screen(model);
    tamis_model_free(model);
    return result;
}
