// Hosts, by which the documents of one site are known.
// SPDX-License-Identifier: MIT
#ifndef TM_URI_H
#define TM_URI_H

#include <stdbool.h>

#include "base/str.h"

// http://user@www.example.org:80/path → www.example.org, in the letters that it is written in;
// empty when there is no host.
tm_str tm_uri_host(tm_str uri);

// Whether a folder with this name holds the documents of a host, like "news.example.com": with a
// dot inside, and without bytes that host names cannot have.
bool tm_is_host(tm_str name);

#endif
