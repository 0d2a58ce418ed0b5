// The count-min sketch, the table of entries, and the walk over the rows that fills them.
// SPDX-License-Identifier: MIT
#include "model/term_tally.h"

#include <stdlib.h>

#include "base/num.h"
#include "text/decode.h"

enum {
    PIECE_BYTES = 32 << 10, // documents are read in pieces of at most this size
    SKETCH_BITS = 22,       // 2^22 cells in each of the sketch's two rows: 2 × 32 MiB
    KNOWN_BITS = 23         // a bitmap of 1 MiB, which fits into the processor's cache
};

typedef struct cell {
    uint32_t count, last; // `last`: the group that raised it last
} cell;

typedef enum pass { SKETCH_SPAM, COUNT_SPAM, COUNT_CLEAN } pass;

typedef struct tallying {
    tm_term_tally *out;
    const tm_dataset *dataset;
    const tm_lexicon *lexicon;
    const tm_folds *folds;
    cell *sketch; // [2 << SKETCH_BITS]
    pass pass;
    tm_view view;
    tm_tokens tokens;
    tm_hits hits;
    tm_candidates candidates;
    tm_group_text share[TM_TALLY_LANGUAGES], share_of_all; // of the group being read
    // The row being read.
    const tm_labelled *row;
    uint32_t at, group; // its index; its group's number, from 1
    uint16_t language;
    uint32_t source;    // hash of its name
    size_t n_tokens[2]; // by side, read so far
    size_t base;        // where the piece begins in the row's text
    tm_str piece;
    tamis_error *err;
} tallying;

static tamis_status no_memory(tamis_error *err)
{
    return tm_fail(err, TAMIS_ENOMEM, "no memory for counting terms");
}

// ---- Table --------------------------------------------------------------------------------

// The slot with this hash, or the empty one where it belongs (linear probing).
static uint32_t *slot_of(const tm_term_tally *tally, uint64_t hash)
{
    const size_t mask = 2 * tally->max_entries - 1;
    size_t at = (size_t)hash & mask;
    while (tally->slot[at] != 0 && tally->entry[tally->slot[at] - 1].hash != hash)
        at = (at + 1) & mask;
    return &tally->slot[at];
}

tm_tallied *tm_tally_find(const tm_term_tally *tally, uint64_t hash)
{
    const uint32_t bit = (uint32_t)(hash >> (64 - KNOWN_BITS));
    if (!(tally->known[bit >> 6] >> (bit & 63) & 1))
        return NULL;
    const uint32_t slot = *slot_of(tally, hash);
    return slot ? &tally->entry[slot - 1] : NULL;
}

static void enter(tm_term_tally *tally, size_t entry)
{
    const uint64_t hash = tally->entry[entry].hash;
    const uint32_t bit = (uint32_t)(hash >> (64 - KNOWN_BITS));
    tally->known[bit >> 6] |= (uint64_t)1 << (bit & 63);
    *slot_of(tally, hash) = (uint32_t)entry + 1;
}

static void clear_index(tm_term_tally *tally)
{
    memset(tally->slot, 0, 2 * tally->max_entries * sizeof *tally->slot);
    memset(tally->known, 0, ((size_t)1 << KNOWN_BITS) / 8);
}

static cell *cell_of(const tallying *t, unsigned row, uint64_t hash)
{
    const size_t at =
        (size_t)(row ? hash >> (64 - SKETCH_BITS) : hash) & (((size_t)1 << SKETCH_BITS) - 1);
    return &t->sketch[((size_t)row << SKETCH_BITS) + at];
}

static uint32_t estimate(const tallying *t, uint64_t hash)
{
    const uint32_t a = cell_of(t, 0, hash)->count, b = cell_of(t, 1, hash)->count;
    return a < b ? a : b;
}

// Raises the minimum number of documents by one and drops the entries that cannot reach it.
static void raise_minimum(tallying *t)
{
    tm_term_tally *const out = t->out;
    tm_buf kept_text = {0};
    size_t kept = 0;
    out->min_documents++;
    for (size_t i = 0; i < out->n_entries; i++)
        if (estimate(t, out->entry[i].hash) >= out->min_documents)
            out->entry[kept++] = out->entry[i];
    out->n_entries = kept;
    clear_index(out);
    for (size_t i = 0; i < kept; i++) {
        tm_tallied *const entry = &out->entry[i];
        const uint32_t begin = (uint32_t)kept_text.len;
        tm_buf_append(&kept_text, out->text.ptr + entry->text_begin, entry->text_len);
        tm_buf_append(&kept_text, out->text.ptr + entry->written_begin, entry->written_len);
        entry->text_begin = begin;
        entry->written_begin = begin + entry->text_len;
        enter(out, i);
    }
    kept_text.failed |= out->text.failed;
    tm_buf_free(&out->text);
    out->text = kept_text;
}

// How plainly the candidate is written here: 2 plainly, 1 with digits for letters (which may be
// how a brand is spelt), 0 in any other disguise.
static uint8_t rank_of(const tallying *t, tm_candidate c)
{
    const tm_view *const view = &t->view;
    const unsigned undone = tm_view_undone(view, c.begin, c.end);
    for (uint32_t i = view->begin[c.begin]; i < view->end[c.end - 1]; i++)
        if ((unsigned char)t->piece.ptr[i] >= 0xF0) // 𝗗: letters of the upper planes
            return 0;
    return undone == 0 ? 2 : undone == 1u << TM_UNDONE_LEET;
}

// Stores the text as it is written here, with ASCII letters in lower case, if it is plainer than
// what is stored.
static void store_written(tallying *t, tm_tallied *entry, tm_candidate c)
{
    tm_buf *const text = &t->out->text;
    const uint8_t rank = rank_of(t, c);
    if (rank <= entry->written_rank)
        return;
    entry->written_rank = rank;
    entry->written_begin = (uint32_t)text->len;
    const uint32_t begin = t->view.begin[c.begin], end = t->view.end[c.end - 1];
    for (uint32_t i = begin; i < end; i++) {
        const char byte = t->piece.ptr[i];
        if (byte != ' ' || i == begin || t->piece.ptr[i - 1] != ' ')
            tm_buf_byte(text, byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte);
    }
    const size_t len = text->len - entry->written_begin;
    entry->written_len = (uint16_t)(len <= UINT16_MAX ? len : 0);
}

// Stores the folded text.
static void store_text(tallying *t, tm_tallied *entry, tm_candidate c)
{
    tm_buf *const text = &t->out->text;
    const tm_view *const view = &t->view;
    entry->text_begin = (uint32_t)text->len;
    for (uint32_t i = c.begin; i < c.end; i++)
        if (i == c.begin || view->klass[i] != TM_CHAR_SPACE ||
            view->klass[i - 1] != TM_CHAR_SPACE)
            tm_utf8_put(text, view->codepoint[i]);
    entry->text_len = (uint16_t)(text->len - entry->text_begin);
}

static tamis_status add_entry(tallying *t, tm_candidate c)
{
    tm_term_tally *const out = t->out;
    while (out->n_entries == out->max_entries) {
        raise_minimum(t);
        TM_TRY(tm_buf_check(&out->text, t->err)); // what entries point to is all there
    }
    if (estimate(t, c.hash) < out->min_documents)
        return TAMIS_OK;
    if (!tm_grow((void **)&out->entry, &out->entries_cap, out->n_entries + 1,
                 sizeof *out->entry) ||
        out->text.len > UINT32_MAX / 2)
        return no_memory(t->err);
    tm_tallied *const entry = &out->entry[out->n_entries++];
    *entry = (tm_tallied){.hash = c.hash};
    store_text(t, entry, c);
    enter(out, out->n_entries - 1);
    return tm_buf_check(&out->text, t->err);
}

// ---- Counting one candidate ---------------------------------------------------------------

static void sketch_spam(tallying *t, uint64_t hash)
{
    for (unsigned row = 0; row < 2; row++) {
        cell *const c = cell_of(t, row, hash);
        c->count += c->last != t->group;
        c->last = t->group;
    }
}

// One step of Boyer and Moore's majority vote: the language of more than half of the documents, if
// there is one, is the one left at the end.
static void vote(tm_tallied *entry, uint16_t language)
{
    if (entry->votes == 0)
        entry->language = language;
    if (entry->language == language)
        entry->votes++;
    else
        entry->votes--;
}

static void note_source(tm_tallied *entry, uint32_t source)
{
    for (size_t i = 0; i < entry->n_sources; i++)
        if (entry->source[i] == source)
            return;
    if (entry->n_sources < TM_TALLY_SOURCES)
        entry->source[entry->n_sources++] = source;
}

static tamis_status count_spam(tallying *t, tm_candidate c)
{
    if (estimate(t, c.hash) < t->out->min_documents)
        return TAMIS_OK;
    if (!tm_tally_find(t->out, c.hash))
        TM_TRY(add_entry(t, c));
    tm_tallied *const entry = tm_tally_find(t->out, c.hash);
    if (!entry || entry->last_spam == t->group)
        return TAMIS_OK;
    if (entry->n_spam < TM_TALLY_EXAMPLES)
        entry->example[entry->n_spam] = t->at;
    entry->n_spam++;
    entry->last_spam = t->group;
    vote(entry, t->language);
    note_source(entry, t->source);
    store_written(t, entry, c);
    return TAMIS_OK;
}

static void count_clean(const tallying *t, uint64_t hash)
{
    tm_tallied *const entry = tm_tally_find(t->out, hash);
    if (!entry)
        return;
    entry->n_clean += entry->last_clean != t->group;
    entry->last_clean = t->group;
    if (entry->language != t->language)
        return;
    entry->n_own_clean += entry->last_own_clean != t->group;
    entry->last_own_clean = t->group;
}

// ---- Rows ---------------------------------------------------------------------------------

// Whether characters [first, end) of the view are spam, clean text, or partly both.
static tm_text_side side_of(const tallying *t, uint32_t first, uint32_t end)
{
    const tm_labelled *const row = t->row;
    if (!row->contaminated || row->n_spans == 0)
        return row->contaminated ? TM_SIDE_SPAM : TM_SIDE_CLEAN;
    const size_t begin = t->base + t->view.begin[first], stop = t->base + t->view.end[end - 1];
    size_t low = 0, high = row->n_spans; // the first span that ends behind `begin`
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (row->spans[middle].end <= begin)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == row->n_spans || row->spans[low].begin >= stop)
        return TM_SIDE_CLEAN;
    return row->spans[low].begin <= begin && row->spans[low].end >= stop ? TM_SIDE_SPAM
                                                                         : TM_SIDE_ACROSS;
}

static void count_tokens(tallying *t)
{
    for (size_t i = 0; i < t->tokens.len; i++) {
        const tm_token token = t->tokens.token[i];
        if (token.kind != TM_TOKEN_WORD && token.kind != TM_TOKEN_GLYPH)
            continue;
        const tm_text_side where = side_of(t, token.begin, token.end);
        if (where != TM_SIDE_ACROSS)
            t->n_tokens[where]++;
    }
}

static tamis_status read_piece(tallying *t)
{
    const bool spam = t->pass != COUNT_CLEAN;
    TM_TRY(tm_view_build(&t->view, t->folds, t->piece, t->err));
    TM_TRY(tm_tokens_cut(&t->tokens, &t->view, t->err));
    if (spam)
        TM_TRY(tm_lexicon_scan(&t->hits, t->lexicon, &t->view, 0, t->err));
    TM_TRY(tm_candidates_find(&t->candidates, &t->view, &t->tokens, spam ? &t->hits : NULL,
                              t->err));
    if (!spam)
        count_tokens(t);
    for (size_t i = 0; i < t->candidates.len; i++) {
        const tm_candidate c = t->candidates.candidate[i];
        if (side_of(t, c.begin, c.end) != (spam ? TM_SIDE_SPAM : TM_SIDE_CLEAN))
            continue;
        if (t->pass == SKETCH_SPAM)
            sketch_spam(t, c.hash);
        else if (t->pass == COUNT_SPAM)
            TM_TRY(count_spam(t, c));
        else
            count_clean(t, c.hash);
    }
    return TAMIS_OK;
}

// The end of the piece that begins at `begin`: behind the last line end that fits, else behind the
// last blank, else before the first character that does not fit.
static size_t piece_end(tm_str text, size_t begin)
{
    if (text.len - begin <= PIECE_BYTES)
        return text.len;
    static const char ends[] = "\n ";
    for (const char *c = ends; *c; c++)
        for (size_t end = begin + PIECE_BYTES; end > begin; end--)
            if (text.ptr[end - 1] == *c)
                return end;
    size_t end = begin + PIECE_BYTES;
    while (((unsigned char)text.ptr[end] & 0xC0) == 0x80)
        end--;
    return end;
}

// Index of the language in the tally; the last index is for all languages beyond the table's size.
static uint16_t language_of(tm_term_tally *tally, const char *name)
{
    size_t i = 0;
    while (i < tally->n_languages && strcmp(tally->language[i].name, name) != 0)
        i++;
    if (i == tally->n_languages && i < TM_TALLY_LANGUAGES - 1) {
        tally->language[i].name = name;
        tally->n_languages++;
    }
    if (i == TM_TALLY_LANGUAGES - 1) {
        tally->language[i].name = "";
        tally->n_languages = TM_TALLY_LANGUAGES;
    }
    return (uint16_t)i;
}

static tamis_status read_row(tallying *t, size_t at)
{
    t->row = &t->dataset->row[at];
    t->at = (uint32_t)at;
    t->language = language_of(t->out, t->row->language);
    t->source = (uint32_t)tm_hash_bytes(tm_str_of(t->row->source));
    t->n_tokens[TM_SIDE_SPAM] = t->n_tokens[TM_SIDE_CLEAN] = 0;
    const tm_str text = tm_buf_str(&t->row->text);
    for (size_t begin = 0; begin < text.len;) {
        const size_t end = piece_end(text, begin);
        t->base = begin;
        t->piece = tm_str_slice(text, begin, end);
        TM_TRY(read_piece(t));
        begin = end;
    }
    return TAMIS_OK;
}

// ---- Passes -------------------------------------------------------------------------------

typedef struct grouped_row {
    uint64_t group;
    uint32_t at;
} grouped_row;

static int compare_groups(const void *a, const void *b)
{
    const grouped_row *const x = a, *const y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static void end_group(tallying *t)
{
    for (size_t i = 0; i < t->out->n_languages; i++)
        tm_group_text_end(&t->share[i], &t->out->language[i]);
    tm_group_text_end(&t->share_of_all, &t->out->all);
}

static tamis_status read_rows(tallying *t, pass which, const grouped_row *row, size_t n)
{
    t->pass = which;
    t->group = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || row[i].group != row[i - 1].group) {
            end_group(t);
            t->group++;
        }
        if (which != COUNT_CLEAN && !t->dataset->row[row[i].at].contaminated)
            continue;
        TM_TRY(read_row(t, row[i].at));
        if (which != COUNT_CLEAN)
            continue;
        tm_group_text_add(&t->share[t->language], t->row->contaminated, t->n_tokens);
        tm_group_text_add(&t->share_of_all, t->row->contaminated, t->n_tokens);
    }
    end_group(t);
    return TAMIS_OK;
}

static tamis_status run(tallying *t)
{
    size_t n = 0;
    grouped_row *const row = calloc(t->dataset->len + 1, sizeof *row);
    if (!row)
        return no_memory(t->err);
    for (size_t i = 0; i < t->dataset->len; i++)
        if (!t->dataset->row[i].unlabelled)
            row[n++] = (grouped_row){t->dataset->row[i].group, (uint32_t)i};
    qsort(row, n, sizeof *row, compare_groups);
    tamis_status status = TAMIS_OK;
    for (pass which = SKETCH_SPAM; which <= COUNT_CLEAN && status == TAMIS_OK; which++)
        status = read_rows(t, which, row, n);
    free(row);
    return status;
}

tamis_status tm_tally_fill(tm_term_tally *out, const tm_dataset *dataset,
                           const tm_lexicon *lexicon, const tm_folds *folds,
                           const tm_tally_options *options, tamis_error *err)
{
    tallying t = {
        .out = out, .dataset = dataset, .lexicon = lexicon, .folds = folds, .err = err};
    *out = (tm_term_tally){.min_documents = options->min_documents,
                           .max_entries = options->max_entries};
    out->slot = calloc(2 * out->max_entries, sizeof *out->slot);
    out->known = calloc((size_t)1 << (KNOWN_BITS - 6), sizeof *out->known);
    t.sketch = calloc((size_t)2 << SKETCH_BITS, sizeof *t.sketch);
    tamis_status status = out->slot && out->known && t.sketch ? TAMIS_OK : no_memory(err);
    if (status == TAMIS_OK)
        status = run(&t);
    free(t.sketch);
    tm_view_free(&t.view);
    tm_tokens_free(&t.tokens);
    tm_hits_free(&t.hits);
    tm_candidates_free(&t.candidates);
    if (status != TAMIS_OK)
        tm_tally_free(out);
    return status;
}

void tm_tally_free(tm_term_tally *tally)
{
    free(tally->entry);
    free(tally->slot);
    free(tally->known);
    tm_buf_free(&tally->text);
    *tally = (tm_term_tally){0};
}
