// tamis, the program: the table of its subcommands. Everything else is in cmd_<name>.c.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "cli/cmd.h"
#include "cli/console.h"
#include "cli/opt.h"

static const tm_command *const commands[] = {
    // clang-format off
    &tm_cmd_screen,
    &tm_cmd_quarantine,
    &tm_cmd_merge,
    &tm_cmd_explain,
    &tm_cmd_clean,
    &tm_cmd_train,
    &tm_cmd_evaluate,
    &tm_cmd_model,
    &tm_cmd_label,
    &tm_cmd_lexicon,
    // clang-format on
};

static const tm_command_group program = {
    .call = "tamis",
    .noun = "subcommand",
    .head = "usage: tamis SUBCOMMAND [OPTIONS] [PATH...]\n"
            "\n"
            "Finds gambling-spam, link-farm and injected-advertisement text in documents.\n"
            "\n",
    .foot =
        "\n"
        "  tamis help SUBCOMMAND     what it takes and does\n"
        "  tamis --version           the version\n"
        "\n"
        "Exit codes: 0 nothing flagged, 1 something contaminated, 2 an error or a document\n"
        "left unscanned.\n",
    .members = commands,
    .n_members = sizeof commands / sizeof *commands,
};

// Buffers from this size on go back to the system when they are freed. By default glibc raises that
// limit to the largest buffer it has seen freed, and would keep some large documents per thread.
enum { LARGE_BYTES = 1 << 20 };

static void return_large_buffers(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
#endif
}

// If a standard stream is closed, the next file that is opened, say a journal, gets its number, and
// output would go into that file. So /dev/null takes the number, opened such that using the stream
// fails as it would have: standard input cannot be read, the others not written.
static bool hold_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        const int mode = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", mode | O_NOCTTY) != fd)
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    if (!hold_standard_streams())
        return TM_EXIT_ERROR;
    return_large_buffers();
    signal(SIGPIPE, SIG_IGN); // a reader that went away is a write error like any other,
    signal(SIGXFSZ, SIG_IGN); // and so is a file that may not be longer (ulimit -f)
    if (argc > 1 && strcmp(argv[1], "--version") == 0)
        return tm_output_text(tm_version_text);
    const int code = tm_command_dispatch(&program, argc, argv);
    tm_output_flush(NULL); // what a command wrote before it failed
    return code;
}
