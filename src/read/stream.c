// Members are unpacked one after another. The bytes of a member are held back until its checksum
// has confirmed them, if they are no more than HELD_BYTES; so nothing of a damaged member is handed
// out. Larger members are handed out as they are unpacked, and a fault follows if the checksum is
// wrong: holding more would cost memory, reading twice would cost time.
//
// After damage the next member is looked for by its first bytes (magic.h), from where the unpacker
// stopped and not from further back. So every byte is looked at once or twice, and the cost is
// linear in input and output together.
// SPDX-License-Identifier: MIT
#include "read/stream.h"

#include <stdlib.h>

#include "base/num.h"
#include "read/magic.h"

enum {
    IN_BYTES = 128 << 10,
    OUT_BYTES = 128 << 10,   // unpacked at a time
    READY_BYTES = 64 << 10,  // unpacking pauses when this much may be handed out
    HELD_BYTES = 1 << 20,    // most that is held of a member whose checksum is still to come
    DEFAULT_RATIO = 300,     // text packs 3:1 or 30:1; 1,030:1 is what deflate can do at most
    DEFAULT_WINDOW_LOG = 27, // what `zstd -d` takes unless told
    DEFAULT_TINY = 1 << 16
};
static const uint64_t default_ratio_after = (uint64_t)64 << 20;
static const uint64_t default_total = (uint64_t)64 << 30;

struct tm_stream {
    tm_source source;
    tm_packing packing;
    tm_stream_limits limits;
    tm_gunzip *gunzip; // the one that `packing` asks for
    tm_unzstd *unzstd;
    tm_buf in; // read from the source
    size_t in_begin;
    bool in_ended;
    uint64_t n_read; // bytes from the source
    tm_buf out;      // unpacked: [out_begin, n_sure) may be handed out, [n_sure, len) is held
    size_t out_begin;
    size_t n_sure;
    bool within;       // a member is being unpacked
    bool told;         // its beginning was found not to be packed again
    bool lost;         // bytes are skipped for which a fault was reported already
    bool ended;        // nothing more comes except the sure bytes and `fault`
    const char *fault; // to be handed out after the sure bytes, or NULL
    bool fresh;        // nothing of this member has been handed out yet
    tm_member member;  // the one that `out` belongs to
    uint64_t n_handed; // bytes handed out
    uint64_t done;     // the place in the file up to which it has given the sure bytes
    uint64_t member_in, member_out; // bytes used and unpacked, of this member
    uint64_t total_in, total_out;   // and of all
    uint64_t inner_out;             // bytes unpacked from what was packed within those
    unsigned n_tiny;                // tiny members in a row
};

// ---- Input ----------------------------------------------------------------------------------

static tm_str in_left(const tm_stream *s)
{
    return tm_str_slice(tm_buf_str(&s->in), s->in_begin, s->in.len);
}

// Reads until s->in has `need` unused bytes or the source has ended.
static tamis_status need_in(tm_stream *s, size_t need, tamis_error *err)
{
    while (s->in.len - s->in_begin < need && !s->in_ended) {
        size_t n_read;
        if (s->in_begin > 0) { // few bytes are moved: fewer than `need` are left
            memmove(s->in.ptr, s->in.ptr + s->in_begin, s->in.len - s->in_begin);
            s->in.len -= s->in_begin;
            s->in_begin = 0;
        }
        char *const into = tm_buf_reserve(&s->in, IN_BYTES);
        if (!into)
            return tm_buf_check(&s->in, err);
        TM_TRY(tm_source_read(&n_read, &s->source, into, IN_BYTES, err));
        s->in.len += n_read;
        s->n_read += n_read;
        s->in_ended = n_read == 0;
    }
    return TAMIS_OK;
}

static tamis_status open_unpacker(tm_stream *s, tamis_error *err)
{
    tamis_status status = TAMIS_OK;
    if (s->packing == TM_PACKING_GZIP)
        status = tm_gunzip_open(&s->gunzip, err);
    else if (s->packing == TM_PACKING_ZSTD)
        status = tm_unzstd_open(&s->unzstd, s->limits.window_log, err);
    if (status != TAMIS_EVERSION)
        return status;
    s->fault = "unsupported"; // by this build
    s->ended = true;
    return TAMIS_OK;
}

static tamis_status sniff(tm_stream *s, tamis_error *err)
{
    TM_TRY(need_in(s, TM_MAGIC_BYTES, err));
    const tm_str head = in_left(s);
    s->packing = tm_magic_packing(head);
    if (tm_magic_is_foreign(head))
        s->fault = "unsupported";
    s->ended = s->fault != NULL;
    return open_unpacker(s, err);
}

static tm_stream_limits with_defaults(const tm_stream_limits *given)
{
    tm_stream_limits limits = given ? *given : (tm_stream_limits){0};
    limits.ratio = limits.ratio ? limits.ratio : DEFAULT_RATIO;
    limits.ratio_after_bytes =
        limits.ratio_after_bytes ? limits.ratio_after_bytes : default_ratio_after;
    limits.total_bytes = limits.total_bytes ? limits.total_bytes : default_total;
    limits.window_log = limits.window_log ? limits.window_log : DEFAULT_WINDOW_LOG;
    limits.tiny_members = limits.tiny_members ? limits.tiny_members : DEFAULT_TINY;
    return limits;
}

tamis_status tm_stream_open(tm_stream **out, const char *path, const tm_stream_limits *limits,
                            tamis_error *err)
{
    tm_stream *const s = calloc(1, sizeof *s);
    if (!s)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    s->limits = with_defaults(limits);
    tamis_status status = tm_source_open(&s->source, path, err);
    if (status == TAMIS_OK)
        status = sniff(s, err);
    if (status != TAMIS_OK) {
        tm_stream_close(s);
        return status;
    }
    *out = s;
    return TAMIS_OK;
}

tamis_status tm_stream_open_bytes(tm_stream **out, tm_str bytes, tamis_error *err)
{
    tm_stream *const s = calloc(1, sizeof *s);
    if (!s)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    s->source.fd = -1;
    s->limits = with_defaults(NULL);
    s->packing = tm_magic_packing(bytes) == TM_PACKING_ZSTD ? TM_PACKING_ZSTD : TM_PACKING_GZIP;
    s->in_ended = true;
    s->n_read = bytes.len;
    tm_buf_add(&s->in, bytes);
    tamis_status status = tm_buf_check(&s->in, err);
    if (status == TAMIS_OK)
        status = open_unpacker(s, err);
    if (status != TAMIS_OK) {
        tm_stream_close(s);
        return status;
    }
    *out = s;
    return TAMIS_OK;
}

void tm_stream_close(tm_stream *s)
{
    if (!s)
        return;
    tm_gunzip_close(s->gunzip);
    tm_unzstd_close(s->unzstd);
    tm_source_close(&s->source);
    tm_buf_free(&s->in);
    tm_buf_free(&s->out);
    free(s);
}

// ---- Members --------------------------------------------------------------------------------

// Ends the member with a fault. What is held of it is dropped.
static void fail_member(tm_stream *s, const char *fault)
{
    s->out.len = s->n_sure;
    s->fault = fault;
    s->within = false;
    s->lost = true;
}

// The same, and reading ends.
static void fail_stream(tm_stream *s, const char *fault)
{
    fail_member(s, fault);
    s->ended = true;
}

// Zeros between members and behind the last are padding (tapes, block devices).
static tamis_status skip_zeros(tm_stream *s, tamis_error *err)
{
    for (;;) {
        TM_TRY(need_in(s, TM_MAGIC_MEMBER, err));
        const size_t begin = s->in_begin;
        while (s->in_begin < s->in.len && s->in.ptr[s->in_begin] == '\0')
            s->in_begin++;
        if (s->in_begin == begin)
            return TAMIS_OK;
    }
}

// Moves to where a member may begin; *found is false when there is no such place.
static tamis_status seek_member(bool *found, tm_stream *s, tamis_error *err)
{
    *found = false;
    for (;;) {
        TM_TRY(need_in(s, TM_MAGIC_MEMBER, err));
        while (s->in.len - s->in_begin >= TM_MAGIC_MEMBER) {
            *found = tm_magic_packing(in_left(s)) == s->packing;
            if (*found)
                return TAMIS_OK;
            s->in_begin++;
        }
        if (s->in_ended) {
            s->in_begin = s->in.len;
            return TAMIS_OK;
        }
    }
}

// Begins the next member, or sets `ended` or `fault`.
static tamis_status begin_member(tm_stream *s, tamis_error *err)
{
    bool found;
    TM_TRY(skip_zeros(s, err));
    s->ended = s->in_begin == s->in.len;
    if (s->ended)
        return TAMIS_OK;
    if (tm_magic_packing(in_left(s)) != s->packing) {
        TM_TRY(seek_member(&found, s, err));
        if (!s->lost)
            fail_member(s, found ? "damaged" : "trailing_bytes");
        s->ended = !found;
        if (s->fault || s->ended)
            return TAMIS_OK;
    }
    if (s->packing == TM_PACKING_GZIP)
        tm_gunzip_begin(s->gunzip);
    else
        tm_unzstd_begin(s->unzstd);
    s->within = s->fresh = true;
    s->told = s->lost = false;
    s->member =
        (tm_member){tm_stream_position(s), s->n_handed, s->total_in, s->total_out, s->n_tiny};
    s->done = s->member.at;
    s->member_in = s->member_out = 0;
    return TAMIS_OK;
}

static bool is_too_much(const tm_stream_limits *limits, uint64_t in, uint64_t out)
{
    return out > limits->ratio_after_bytes && out / limits->ratio > in;
}

static bool is_bomb(const tm_stream *s)
{
    const tm_stream_limits *const limits = &s->limits;
    const bool plain = s->packing == TM_PACKING_NONE;
    const uint64_t in = plain ? tm_stream_position(s) : s->total_in;
    const uint64_t out = (plain ? in : s->total_out) + s->inner_out;
    return out > limits->total_bytes || s->n_tiny > limits->tiny_members ||
           is_too_much(limits, s->member_in, s->member_out) || is_too_much(limits, in, out);
}

bool tm_stream_count(tm_stream *s, uint64_t n_bytes)
{
    s->inner_out += n_bytes;
    return is_bomb(s);
}

// Makes what is held sure. If the member turns out to begin like something packed, that is a fault.
static void pass_on(tm_stream *s)
{
    const tm_str held = tm_str_slice(tm_buf_str(&s->out), s->n_sure, s->out.len);
    if (!s->told && (tm_magic_packing(held) != TM_PACKING_NONE || tm_magic_is_foreign(held))) {
        fail_stream(s, "nested");
        return;
    }
    s->told = true;
    s->n_sure = s->out.len;
    s->done = tm_stream_position(s);
}

// More has come out than may: what is beyond the limit is dropped, so that it does not matter in
// which portions the file was read. What came before is handed out as of a file that ends there; no
// checksum will ever confirm it.
static void end_over_limit(tm_stream *s)
{
    const uint64_t limit = s->limits.total_bytes;
    const size_t n_held = s->out.len - s->n_sure;
    if (s->n_tiny > s->limits.tiny_members)
        s->out.len = s->n_sure;
    else if (s->total_out > limit)
        s->out.len -= s->total_out - limit < n_held ? (size_t)(s->total_out - limit) : n_held;
    pass_on(s);
    if (!s->fault)
        fail_stream(s, "bomb");
}

// The file ends within a member: what it has given was right so far and is handed out.
static void end_short(tm_stream *s)
{
    pass_on(s);
    if (!s->fault)
        s->fault = "truncated";
    s->within = false;
    s->ended = true;
}

// One step of the unpacker, and the counts that follow from it.
static tm_unpacked unpack(tm_stream *s, tm_unpack_step *step)
{
    const tm_unpack_step before = *step;
    const tm_unpacked result = s->packing == TM_PACKING_GZIP ? tm_gunzip_step(s->gunzip, step)
                                                             : tm_unzstd_step(s->unzstd, step);
    const size_t n_in = before.in_len - step->in_len;
    const size_t n_out = before.out_len - step->out_len;
    s->in_begin += n_in;
    s->out.len += n_out;
    s->member_in += n_in;
    s->member_out += n_out;
    s->total_in += n_in;
    s->total_out += n_out;
    if (result == TM_UNPACK_ENDED)
        s->n_tiny = s->member_out < TM_TINY_MEMBER ? s->n_tiny + 1 : 0;
    return result;
}

static tamis_status step_member(tm_stream *s, tamis_error *err)
{
    TM_TRY(need_in(s, 1, err));
    const tm_str in = in_left(s);
    char *const into = tm_buf_reserve(&s->out, OUT_BYTES);
    if (!into)
        return tm_buf_check(&s->out, err);
    tm_unpack_step step = {in.ptr, in.len, into, OUT_BYTES};
    const tm_unpacked result = unpack(s, &step);
    const bool moved = step.in_len < in.len || step.out_len < OUT_BYTES;

    if (result == TM_UNPACK_NO_MEMORY)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    if (result == TM_UNPACK_WINDOW)
        fail_stream(s, "window");
    else if (result == TM_UNPACK_DICTIONARY)
        fail_stream(s, "unsupported");
    else if (is_bomb(s))
        end_over_limit(s);
    else if (result == TM_UNPACK_DAMAGED || (!moved && in.len > 0 && result == TM_UNPACK_MORE))
        fail_member(s, "damaged");
    else if (!moved && result == TM_UNPACK_MORE)
        end_short(s);
    else if (result == TM_UNPACK_ENDED || s->out.len - s->n_sure > HELD_BYTES || s->told)
        pass_on(s);
    if (result == TM_UNPACK_ENDED)
        s->within = false;
    if (result == TM_UNPACK_DAMAGED && s->member_in == 0 && s->in_begin < s->in.len)
        s->in_begin++; // or the same place would be tried for ever
    return TAMIS_OK;
}

// Unpacks more of the member when all sure bytes have been handed out.
static tamis_status unpack_member(tm_stream *s, tamis_error *err)
{
    if (s->out_begin < s->n_sure)
        return TAMIS_OK;
    if (s->n_sure > 0) {
        memmove(s->out.ptr, s->out.ptr + s->n_sure, s->out.len - s->n_sure);
        s->out.len -= s->n_sure;
        s->out_begin = s->n_sure = 0;
    }
    while (s->within && s->n_sure < READY_BYTES && !s->fault)
        TM_TRY(step_member(s, err));
    return TAMIS_OK;
}

// ---- Reading --------------------------------------------------------------------------------

static void hand_out(tm_piece *piece, char *into, size_t cap, tm_str bytes)
{
    piece->n_bytes = bytes.len < cap ? bytes.len : cap;
    if (piece->n_bytes > 0)
        memcpy(into, bytes.ptr, piece->n_bytes);
}

static tamis_status read_plain(tm_piece *piece, tm_stream *s, char *into, size_t cap,
                               tamis_error *err)
{
    hand_out(piece, into, cap, in_left(s));
    s->in_begin += piece->n_bytes;
    if (piece->n_bytes > 0 || s->in_ended)
        return TAMIS_OK;
    TM_TRY(tm_source_read(&piece->n_bytes, &s->source, into, cap, err));
    s->n_read += piece->n_bytes;
    s->in_ended = piece->n_bytes == 0;
    return TAMIS_OK;
}

tamis_status tm_stream_read_member(tm_piece *piece, tm_stream *s, char *into, size_t cap,
                                   tamis_error *err)
{
    *piece = (tm_piece){0};
    TM_TRY(unpack_member(s, err));
    hand_out(piece, into, cap, tm_str_slice(tm_buf_str(&s->out), s->out_begin, s->n_sure));
    s->out_begin += piece->n_bytes;
    s->n_handed += piece->n_bytes;
    if (piece->n_bytes > 0) {
        piece->begins = s->fresh;
        s->fresh = false;
    } else {
        piece->fault = s->fault;
        s->fault = NULL;
    }
    return TAMIS_OK;
}

tamis_status tm_stream_next_member(bool *found, tm_stream *s, tamis_error *err)
{
    while (!s->within && !s->fault && !s->ended)
        TM_TRY(begin_member(s, err));
    *found = s->within;
    return TAMIS_OK;
}

tamis_status tm_stream_read(tm_piece *piece, tm_stream *s, char *into, size_t cap,
                            tamis_error *err)
{
    bool found = true;
    *piece = (tm_piece){0};
    if (s->packing == TM_PACKING_NONE && !s->fault && !s->ended)
        return read_plain(piece, s, into, cap, err);
    TM_TRY(tm_stream_read_member(piece, s, into, cap, err));
    while (piece->n_bytes == 0 && !piece->fault && found) {
        TM_TRY(tm_stream_next_member(&found, s, err));
        TM_TRY(tm_stream_read_member(piece, s, into, cap, err));
    }
    return TAMIS_OK;
}

tamis_status tm_stream_seek(tm_stream *s, const tm_member *member, tamis_error *err)
{
    TM_TRY(tm_source_seek(&s->source, member->at, err));
    tm_buf_clear(&s->in);
    tm_buf_clear(&s->out);
    s->in_begin = s->out_begin = s->n_sure = 0;
    s->in_ended = s->within = s->lost = s->ended = false;
    s->fault = NULL;
    s->n_read = member->at;
    s->n_handed = member->offset;
    s->total_in = member->total_in;
    s->total_out = member->total_out;
    s->n_tiny = member->n_tiny;
    return TAMIS_OK;
}

bool tm_stream_waits(const tm_stream *s, int patience_ms)
{
    return s->packing == TM_PACKING_NONE && !s->ended && !s->in_ended && in_left(s).len == 0 &&
           tm_source_waits(&s->source, patience_ms);
}

tm_packing tm_stream_packing(const tm_stream *s)
{
    return s->packing;
}

bool tm_stream_is_young(const tm_stream *s)
{
    return s->packing != TM_PACKING_NONE && s->total_out <= s->limits.ratio_after_bytes;
}

uint64_t tm_stream_position(const tm_stream *s)
{
    return s->n_read - (s->in.len - s->in_begin);
}

uint64_t tm_stream_done(const tm_stream *s)
{
    return s->done;
}

const tm_member *tm_stream_member(const tm_stream *s)
{
    return &s->member;
}

const tm_source *tm_stream_source(const tm_stream *s)
{
    return &s->source;
}
