// Telling a page from other text by how it begins, as browsers do (WHATWG MIME sniffing, 7.1) with
// a few more elements. Text that begins by quoting a tag stays text: words may follow <b> in a
// manual, so of an element that is part of a line the end tag has to be there, too.
// SPDX-License-Identifier: MIT
#include "text/html.h"

#include "text/html_char.h"

// Whether `rest` begins with one of the tags, by their '<' and name.
static bool begins_as_one_of(tm_str rest, const char *const *tags, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const size_t len = strlen(tags[i]);
        if (tm_html_begins(rest, tags[i]) && rest.len > len &&
            (tm_html_is_blank(rest.ptr[len]) || rest.ptr[len] == '>'))
            return true;
    }
    return false;
}

// Where `end` ends in `text`, or 0.
static size_t find_past(tm_str text, const char *end)
{
    const size_t len = strlen(end);
    for (size_t pos = 0; pos + len <= text.len; pos++)
        if (memcmp(text.ptr + pos, end, len) == 0)
            return pos + len;
    return 0;
}

// The length of the comment or declaration that `rest` begins with. 0 if it begins with none; all
// of it if the end is missing.
static size_t skip_preface(tm_str rest)
{
    const bool is_comment = tm_html_begins(rest, "<!--");
    if (!is_comment && !tm_html_begins(rest, "<?xml") && !tm_html_begins(rest, "<?php"))
        return 0;
    const size_t len = find_past(rest, is_comment ? "-->" : "?>");
    return len ? len : rest.len;
}

// Whether an end tag is in `text`.
static bool has_end_tag(tm_str text)
{
    for (size_t at = 0, len; (len = find_past(tm_str_slice(text, at, text.len), "</")) > 0;) {
        at += len;
        if (at < text.len && tm_html_is_letter(text.ptr[at]))
            return true;
    }
    return false;
}

bool tm_html_sniff(tm_str bytes)
{
    static const char *const pages[] = {
        "<!doctype html", "<html", "<head", "<body", "<title",  "<meta", "<script", "<style",
        "<table",         "<div",  "<h1",   "<p",    "<iframe", "<link", "<base"};
    static const char *const parts[] = {"<a",    "<b",  "<br", "<center", "<font",
                                        "<form", "<h2", "<h3", "<img",    "<li",
                                        "<ol",   "<ul", "<i",  "<span",   "<section"};
    size_t pos = tm_html_begins(bytes, "\xEF\xBB\xBF") ? 3 : 0;
    for (;;) {
        while (pos < bytes.len && tm_html_is_blank(bytes.ptr[pos]))
            pos++;
        const size_t len = skip_preface(tm_str_slice(bytes, pos, bytes.len));
        if (len == 0)
            break;
        pos += len;
    }
    const tm_str rest = tm_str_slice(bytes, pos, bytes.len);
    if (begins_as_one_of(rest, pages, sizeof pages / sizeof *pages))
        return true;
    return begins_as_one_of(rest, parts, sizeof parts / sizeof *parts) && has_end_tag(rest);
}
