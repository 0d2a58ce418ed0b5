#!/usr/bin/env bash
# Kills `tamis clean --in-place` and its undoing at every call that changes a file, and lets each of
# these fail: the file is then the original or the cleaned one, whole, and the original can be had.
#
#   tests/clean/check_crash.sh TAMIS SAMPLE        SAMPLE is a contaminated text
# SPDX-License-Identifier: MIT
set -euo pipefail
tamis=$(realpath "$1") sample=$(realpath "$2")
command -v strace >/dev/null || { echo "no strace: skipped"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
cp "$sample" original
cp original cleaned
"$tamis" clean -q --in-place cleaned
mv cleaned.tamis-undo sidecar
strace -qq -o /dev/null true 2>/dev/null || { echo "strace may not trace: skipped"; exit 77; }

n=0
fail() { echo "$*: $(ls -A work)" >&2; exit 1; }

# Runs in work/ with a fault at the $3rd call of $2; counts it when there are so many.
run() { # fault call number arguments…
    local fault=$1 call=$2 number=$3
    shift 3
    strace -qq -f -o trace -e "trace=$call" -e "inject=$call:$fault:when=$number" \
        "$tamis" clean -q --in-place "$@" work/a.txt || true
    if grep -q -e INJECTED -e killed trace; then n=$((n + 1)); fi
}

check() { # what
    cmp -s work/a.txt original || cmp -s work/a.txt cleaned || fail "$1: a half-written file"
    if cmp -s work/a.txt cleaned; then
        "$tamis" clean -q --undo --in-place work/a.txt 2>/dev/null || fail "$1: no way back"
    elif [ -e work/a.txt.tamis-undo ]; then
        "$tamis" clean -q --undo --in-place work/a.txt 2>/dev/null || fail "$1: in the way"
    fi
    cmp -s work/a.txt original || fail "$1: not the original"
    [ ! -e work/a.txt.tamis-undo ] || fail "$1: the sidecar is still there"
}

for fault in signal=KILL error=ENOSPC error=EIO; do
    for call in write fsync fchmod renameat renameat2 unlinkat unlink; do
        for number in 1 2 3; do
            rm -rf work && mkdir work && cp original work/a.txt
            run "$fault" "$call" "$number" 2>/dev/null
            check "clean, $fault at $call $number"
            rm -rf work && mkdir work
            cp cleaned work/a.txt && cp sidecar work/a.txt.tamis-undo
            run "$fault" "$call" "$number" --undo 2>/dev/null
            check "undo, $fault at $call $number"
        done
    done
done
echo "$n faults, nothing lost"
