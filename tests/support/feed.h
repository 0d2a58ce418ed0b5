// Standard input in pieces: packets of a socket pair, sent by a child process, so that one read
// gives one piece. The including file defines _POSIX_C_SOURCE.
// SPDX-License-Identifier: MIT
#ifndef FEED_H
#define FEED_H

#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "support/check.h"

typedef struct feeder {
    int saved_stdin;
    pid_t pid;
} feeder;

// Makes standard input the packets of `bytes`, `piece_len` bytes each.
static inline feeder feed(tm_str bytes, size_t piece_len)
{
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    const feeder child = {dup(STDIN_FILENO), fork()};
    assert_true(child.saved_stdin >= 0 && child.pid >= 0);
    if (child.pid == 0) {
        close(ends[0]);
        for (size_t pos = 0; pos < bytes.len; pos += piece_len) {
            const size_t rest = bytes.len - pos;
            const size_t len = rest < piece_len ? rest : piece_len;
            if (send(ends[1], bytes.ptr + pos, len, MSG_NOSIGNAL) < 0)
                _exit(1); // the reader has read enough and gone
        }
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    return child;
}

static inline void end_feeding(feeder child)
{
    int status;
    assert_int_equal(dup2(child.saved_stdin, STDIN_FILENO), STDIN_FILENO);
    close(child.saved_stdin);
    assert_int_equal(waitpid(child.pid, &status, 0), child.pid);
}

#endif
