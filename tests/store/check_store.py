#!/usr/bin/env python3
"""The quarantine store under everything that can go wrong: processes killed at any call of the
system, calls that fail, full disks, few descriptors, many runs at once, hostile stores.

    check_store.py --tamis PROGRAM --seeds DIR [--full] TEST...

After every fault the store is recovered, and then holds what must hold: the contents in the tree
and in the store are those that were in the tree, each as often as before. --full (or
TAMIS_STORE_FULL=1) takes every call; without it calls that come very often are sampled.
SPDX-License-Identifier: MIT"""
import argparse
import collections
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

STATE_CALLS = ["openat", "openat2", "write", "pwrite64", "fdatasync", "fsync", "renameat2",
               "rename", "linkat", "unlinkat", "unlink", "mkdir", "mkdirat", "ftruncate",
               "fchmod", "fchmodat", "utimensat", "copy_file_range", "close"]
ERRORS = ["ENOSPC", "EIO", "EMFILE", "EACCES", "EROFS", "EXDEV", "EINTR", "ENOMEM"]
FAILING_CALLS = ["openat2", "write", "fdatasync", "fsync", "renameat2", "unlinkat", "mkdirat",
                 "fchmodat", "newfstatat", "read"]
FULL = False
TAMIS = SEEDS = MODEL = None
checks = 0


def fail(message):
    raise AssertionError(message)


def expect(condition, message):
    global checks
    checks += 1
    if not condition:
        fail(message)


def command(*arguments):
    """The program and its arguments, among them the model of what screens."""
    judges = MODEL and arguments[0] in ("screen", "clean") and "--undo" not in arguments
    return [TAMIS, arguments[0], *(["--model", MODEL] if judges else []), *arguments[1:]]


def tamis(*arguments, strace=None, wanted=None, **options):
    """Runs the program; with `wanted`, a tuple of exit codes, insists on them."""
    words = command(*arguments)
    if strace:
        words = ["strace", "-f", "-qq", "-o", "/dev/null", *strace, *words]
    environment = dict(os.environ, LC_ALL="C.UTF-8", ASAN_OPTIONS="detect_leaks=0")
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          stdin=subprocess.DEVNULL, env=environment, **options)
    if wanted is not None:
        expect(done.returncode in wanted,
               f"{' '.join(words)}: exit {done.returncode}: {done.stderr[-600:]!r}")
    return done


def train_model(folder):
    """A model of invented pages, of which every other one lists terms: it is loaded in a quarter of
    the time of the default model, which a run as short as these mostly waits for."""
    rng = random.Random(1)
    terms = ["바카라", "카지노", "슬롯", "토토", "먹튀", "꽁머니"]
    rows, lexicon, model = (os.path.join(folder, name) for name in ("rows", "lexicon", "model"))
    with open(rows, "w", encoding="utf-8") as file:
        for i in range(60):
            text = " ".join("".join(rng.choices("aeiklmnoprstu", k=5)) for _ in range(60))
            for _ in range(i % 2 * 9):
                text += "\n" + " ".join(rng.sample(terms, 4))
            label = "contaminated" if i % 2 else "clean"
            file.write(json.dumps({"text": text, "label": label}) + "\n")
    with open(lexicon, "w", encoding="utf-8") as file:
        file.writelines(f"{term}\tgame\t3\n" for term in terms)
    tamis("train", "-q", "-j1", "--no-base", "--synthesise", "0", "--epochs", "1",
          "--lexicon", "ko:" + lexicon, "-o", model, rows, wanted=(0,))
    return model


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def contents(*folders):
    """How often each content is there, in regular files beneath the folders."""
    found = collections.Counter()
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(parent, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    found[digest(path)] += 1
    return found


def samples():
    with open(os.path.join(SEEDS, "samples", "bonus-guide.ko.txt"), "rb") as file:
        spam = file.read()
    with open(os.path.join(SEEDS, "samples", "plum-crumble.en.txt"), "rb") as file:
        clean = file.read()
    return spam, clean


def make_tree(root, n_files, one_in=2, n_folders=3):
    """Writes files of which one in `one_in` is flagged; two of those have the same content."""
    spam, clean = samples()
    n_flagged = 0
    for i in range(n_files):
        folder = os.path.join(root, f"d{i % n_folders}")
        os.makedirs(folder, exist_ok=True)
        flagged = i % one_in == 0
        n_flagged += flagged
        number = 2 if i == 4 else i
        with open(os.path.join(folder, f"{i:05}.txt"), "wb") as file:
            file.write((spam if flagged else clean) + f"\n{number}\n".encode())
    return n_flagged


def make_lines(path, n_lines):
    """JSON Lines of which every third is flagged; blank and damaged ones among them."""
    spam, clean = samples()
    flagged = []
    with open(path, "wb") as file:
        for i in range(n_lines):
            text = (spam if i % 3 == 0 else clean).decode() + f" {i}"
            line = json.dumps({"id": i, "text": text}, ensure_ascii=i % 2 == 0).encode()
            if i % 3 == 0:
                flagged.append(line)
            file.write(line + (b"\r\n" if i % 5 == 1 else b"\n"))
            if i % 7 == 0:
                file.write(b"\n")
            if i % 11 == 0:
                file.write(b'{"text": broken\n')
    return flagged


class Folder:
    """A scratch directory, gone afterwards; in memory where there is room."""

    def __init__(self, where=None):
        if where is None and os.access("/dev/shm", os.W_OK):
            where = "/dev/shm"
        self.path = tempfile.mkdtemp(prefix="tamis-store-", dir=where)

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        subprocess.run(["chmod", "-R", "u+rwX", self.path], check=False)
        shutil.rmtree(self.path, ignore_errors=True)


def recover(store):
    """Opens the store for writing, which recovers it, and proves it."""
    if os.path.exists(os.path.join(store, "journal")):
        tamis("quarantine", "verify", store, "--read-data", wanted=(0,))
    expect(not os.path.isdir(os.path.join(store, "parts")) or
           not os.listdir(os.path.join(store, "parts")), "parts are left")


def check_conserved(before, tree, store, what):
    now = contents(tree, os.path.join(store, "objects"))
    expect(now == before, f"{what}: lost {before - now}, too many {now - before}")


def points(call, n_calls, most=12):
    """Which of the calls to hit: all, or so many spread over them."""
    if FULL or n_calls <= most:
        return range(1, n_calls + 1)
    if most == 1:
        return [1 + n_calls // 2]
    return sorted({1 + round(i * (n_calls - 1) / (most - 1)) for i in range(most)})


def count_calls(arguments, calls, cwd):
    """How often a run makes each call."""
    with tempfile.NamedTemporaryFile() as log:
        subprocess.run(["strace", "-f", "-qq", "-c", "-S", "name", "-U", "name,calls", "-o",
                        log.name, "-e", "trace=" + ",".join(calls), *command(*arguments)],
                       cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       stdin=subprocess.DEVNULL, check=False,
                       env=dict(os.environ, ASAN_OPTIONS="detect_leaks=0"))
        found = {}
        for line in open(log.name):
            match = re.match(r"(\w+)\s+(\d+)$", line.strip())
            if match and match.group(1) in calls:
                found[match.group(1)] = int(match.group(2))
    return found


def kill_at(call, n):
    return ["-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={n}"]


# ---- Killed at any call --------------------------------------------------------------------

def each_kill(make, arguments, check, most):
    """Makes a scene, runs, is killed at one call; check(scene) follows. Then the next call."""
    n_kills = 0
    with Folder() as top:
        make(top)
        counts = count_calls(arguments, STATE_CALLS, top)
    for call, n_calls in sorted(counts.items()):
        for n in points(call, n_calls, most):
            with Folder() as top:
                scene = make(top)
                done = tamis(*arguments, strace=kill_at(call, n), cwd=top)
                n_kills += done.returncode in (-9, 137)
                check(top, scene, f"killed at {call} {n}")
    return n_kills, sum(counts.values())


def kill_files(act="--move", make_links=False):
    def make(top):
        tree = os.path.join(top, "tree")
        make_tree(tree, 50)
        if make_links:  # files with two names are copied and then removed
            os.makedirs(os.path.join(top, "other"))
            for parent, _, names in os.walk(tree):
                for name in names:
                    os.link(os.path.join(parent, name), os.path.join(top, "other", name))
        return contents(tree)

    arguments = ["screen", "-rq", "-j1", "tree", "--quarantine", "store", act]

    def check(top, before, what):
        tree, store = os.path.join(top, "tree"), os.path.join(top, "store")
        recover(store)
        check_conserved(before, tree, store, what)
        tamis(*arguments, cwd=top, wanted=(0, 1))
        recover(store)
        check_conserved(before, tree, store, what + ", run again")
        expect(sum(contents(os.path.join(store, "objects")).values()) == 25, what)

    return each_kill(make, arguments, check, 5 if not make_links else 3)


def kill_copied():
    """Files that were copied before are moved: held once each, whatever happens in between."""
    def make(top):
        make_tree(os.path.join(top, "tree"), 20)
        before = contents(os.path.join(top, "tree"))
        tamis("screen", "-rq", "tree", "--quarantine", "store", "--copy", cwd=top, wanted=(1,))
        return before, contents(os.path.join(top, "store", "objects"))

    arguments = ["screen", "-rq", "-j1", "tree", "--quarantine", "store"]

    def check(top, scene, what):
        before, flagged = scene
        tree, objects = os.path.join(top, "tree"), os.path.join(top, "store", "objects")
        for again in (False, True):
            if again:
                tamis(*arguments, cwd=top, wanted=(0, 1))
            recover(os.path.join(top, "store"))
            expect(contents(objects) == flagged, f"{what}: not held once each")
            expect(before - flagged <= contents(tree) <= before, f"{what}: the tree")
        expect(contents(tree) == before - flagged, f"{what}: not moved")
        tamis("quarantine", "restore", "store", "--all", "-q", cwd=top, wanted=(0,))
        expect(contents(tree) == before, f"{what}: not restored")

    return each_kill(make, arguments, check, 5)


def kill_links():
    return kill_files(make_links=True)


def check_lines(top, flagged, what):
    """Every line is in the store or among the kept, in order and byte for byte."""
    with open(os.path.join(top, "in.jsonl"), "rb") as file:
        lines = file.read().split(b"\n")
    with open(os.path.join(top, "out.jsonl"), "rb") as file:
        kept = file.read().split(b"\n")
    gone = set(flagged)
    expect(kept == [line for line in lines if line.rstrip(b"\r") not in gone],
           what + ": other lines kept")
    stored = contents(os.path.join(top, "store", "objects"))
    wanted = collections.Counter(hashlib.sha256(line).hexdigest() for line in lines
                                 if line.rstrip(b"\r") in gone)
    expect(stored == wanted, what + ": other records stored")


def kill_lines():
    def make(top):
        return make_lines(os.path.join(top, "in.jsonl"), 50)

    arguments = ["screen", "-q", "-j1", "in.jsonl", "--quarantine", "store", "--kept",
                 "out.jsonl"]

    def check(top, flagged, what):
        recover(os.path.join(top, "store"))
        if os.path.exists(os.path.join(top, "out.jsonl")):
            check_lines(top, flagged, what)
        tamis(*arguments, cwd=top, wanted=(2,))  # 2: of the damaged lines
        recover(os.path.join(top, "store"))
        check_lines(top, flagged, what + ", run again")
        expect(sorted(os.listdir(top)) == ["in.jsonl", "out.jsonl", "store"], what)

    return each_kill(make, arguments, check, 4)


def kill_restore():
    """The way back: files to another file system's directory and records into a file."""
    def make(top):
        make_tree(os.path.join(top, "tree"), 30)
        before = contents(os.path.join(top, "tree"))
        flagged = make_lines(os.path.join(top, "in.jsonl"), 12)
        tamis("screen", "-rq", "tree", "--quarantine", "store", cwd=top, wanted=(1,))
        tamis("screen", "-q", "in.jsonl", "--quarantine", "store", cwd=top, wanted=(2,))
        return before, flagged

    arguments = ["quarantine", "restore", "store", "--all", "-q", "--records", "back.jsonl"]

    def check(top, scene, what):
        before, flagged = scene
        store, back = os.path.join(top, "store"), os.path.join(top, "back.jsonl")
        recover(store)
        records = collections.Counter(hashlib.sha256(line).hexdigest() for line in flagged)
        stored = contents(os.path.join(store, "objects"))
        now = contents(os.path.join(top, "tree")) + stored
        if os.path.exists(back):
            with open(back, "rb") as file:
                now += collections.Counter(
                    hashlib.sha256(line.rstrip(b"\r")).hexdigest()
                    for line in file.read().split(b"\n")[:-1])
        stripped = collections.Counter()
        for key, number in now.items():
            stripped[key] += number
        expect(sum(stripped.values()) == sum(before.values()) + len(flagged), what)
        expect(not before - stripped, what)
        expect(not os.path.exists(back) or not records - stripped, what)
        left = [name for _, _, names in os.walk(top) for name in names if ".tamis-" in name]
        expect(not left, f"{what}: {left} left")

    return each_kill(make, arguments, check, 4)


def make_pages(root, n_files):
    """A tree of clean pages, pages that can be cleaned, and spam."""
    names = ["plum-crumble.en.txt", "ridge-walk.ko.txt", "bonus-guide.ko.txt"]
    for i in range(n_files):
        folder = os.path.join(root, f"d{i % 2}")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(SEEDS, "samples", names[i % 3]), "rb") as file:
            page = file.read()
        with open(os.path.join(folder, f"{i:05}.txt"), "wb") as file:
            file.write(page + f"\n{i}\n".encode())
    shutil.copy(os.path.join(SEEDS, "samples", "samples.jsonl"), root)
    with open(os.path.join(root, "samples.jsonl"), "ab") as file:
        spam = samples()[0].decode()
        file.write(json.dumps({"id": "bad", "text": spam}).encode() + b"\n")


def by_name(folder):
    """What the files are called and hold, without what a crash left behind."""
    return {os.path.relpath(os.path.join(parent, name), folder):
            digest(os.path.join(parent, name))
            for parent, _, names in os.walk(folder) for name in names
            if not name.startswith(".tamis-")}


# However much of a page the model takes for injected: only what is spam throughout is refused.
CLEAN_IN_PLACE = ["clean", "-rq", "--in-place", "tree", "--quarantine", "store", "--max-removed", "0.9"]


def make_clean(top):
    make_pages(os.path.join(top, "tree"), 12)
    return contents(os.path.join(top, "tree"))


def check_clean(top, before, what):
    """Cleaning in place, what is refused into a store: undone, all is there that was."""
    tree, store = os.path.join(top, "tree"), os.path.join(top, "store")
    line = json.dumps({"id": "bad", "text": samples()[0].decode()}).encode()
    for again in (False, True):
        if again:
            tamis(*CLEAN_IN_PLACE, cwd=top, wanted=(0, 1))
        recover(store)
        held = contents(os.path.join(store, "objects"))
        n_records = held.pop(hashlib.sha256(line).hexdigest(), 0)
        with open(os.path.join(tree, "samples.jsonl"), "rb") as file:
            expect(n_records == 1 or (not again and line in file.read()), what + ": the record")
        back = os.path.join(top, f"back{again}")
        shutil.copytree(tree, back)
        tamis("clean", "-rq", "--undo", "--in-place", back, wanted=(0,))
        for name in by_name(back):
            expect(not name.endswith(".tamis-undo"), what + f": {name} is in the way")
        found = collections.Counter(by_name(back).values()) + held
        expect(found == before, f"{what}: lost {before - found}, too many {found - before}")
    expect(sum(held.values()) == 4, what + ": stored")


def kill_clean():
    return each_kill(make_clean, CLEAN_IN_PLACE, check_clean, 5)


def kill_saved():
    """Screening with --clean and a store, killed and run again: as if it had never been killed."""
    arguments = ["screen", "-rq", "-j1", "tree", "--clean", "out", "--quarantine", "store"]
    with Folder() as top:
        make_pages(os.path.join(top, "tree"), 12)
        tamis(*arguments, cwd=top, wanted=(1,))
        wanted = by_name(os.path.join(top, "out"))
        expect(len(wanted) == 10, f"{len(wanted)} files written")

    def make(top):
        make_pages(os.path.join(top, "tree"), 12)
        return contents(os.path.join(top, "tree"))

    def files(counter, top):
        """Without the records, which their source keeps."""
        with open(os.path.join(top, "tree", "samples.jsonl"), "rb") as file:
            lines = {hashlib.sha256(line).hexdigest() for line in file.read().split(b"\n")}
        return collections.Counter({k: n for k, n in counter.items() if k not in lines})

    def check(top, before, what):
        tree, store, out = (os.path.join(top, name) for name in ("tree", "store", "out"))
        for again in (False, True):
            if again:
                tamis(*arguments, cwd=top, wanted=(0, 1))
            recover(store)
            now = files(contents(tree, os.path.join(store, "objects")), top)
            expect(now == before, f"{what}: lost {before - now}, too many {now - before}")
            there = by_name(out)
            expect(there.items() <= wanted.items(), what + ": half-written or other files")
        expect(there == wanted, what + ": not all came out")

    return each_kill(make, arguments, check, 5)


# ---- Labels ---------------------------------------------------------------------------------

N_ROWS = 24


def make_labelled(top):
    """A store with one item and one label that can be taken back, and rows to import."""
    make_tree(os.path.join(top, "tree"), 2)
    tamis("screen", "-rq", "tree", "--quarantine", "store", cwd=top, wanted=(1,))
    with open(os.path.join(top, "rows.jsonl"), "w") as file:
        for i in range(N_ROWS):
            label = "contaminated" if i % 2 else "clean"
            file.write(json.dumps({"text": f"Row {i} of them.", "label": label, "id": f"r{i}"}) +
                       "\n")
    with open(os.path.join(top, "page.txt"), "w") as file:
        file.write("A page that was missed.\n")
    tamis("label", "add", "store", "-q", "--label", "clean", "--file", "page.txt", cwd=top,
          wanted=(0,))
    tamis("label", "add", "store", "-q", "--label", "contaminated", "page.txt", cwd=top,
          wanted=(0,))
    listed = tamis("quarantine", "list", "store", cwd=top, wanted=(0,)).stdout
    return listed.split()[0].decode()


def labels_of(top):
    """What holds, by id; the export proves each text against its digest on the way."""
    done = tamis("label", "export", "store", cwd=top, wanted=(0,))
    expect(b"the text is gone" not in done.stderr, "a label without its text")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    found = {row.get("item", row["id"]): row["label"] for row in rows}
    expect(len(found) == len(rows), "a document twice")
    return found


def count_labels(top):
    """Entries by type and document."""
    found = collections.Counter()
    for line in payloads(os.path.join(top, "store")):
        kind, body = line.split(b" ", 1)
        if kind in (b"LABEL", b"UNLABEL"):
            found[kind, json.loads(body)["sha256"]] += 1
    return found


def label_runs():
    """Each command: its words, and the labels it adds to those there before."""
    rows = {f"r{i}": "contaminated" if i % 2 else "clean" for i in range(N_ROWS)}
    return {
        "import": (["label", "import", "store", "rows.jsonl"], lambda item: rows),
        "add": (["label", "add", "store", "--label", "clean", "ITEM", "--file", "tree/d1/00001.txt"],
                lambda item: {item: "clean", "tree/d1/00001.txt": "clean"}),
        "undo": (["label", "undo", "store", "page.txt"], lambda item: {"page.txt": "clean"}),
    }


def check_labels(top, item, arguments, added, done, what):
    """All of the labels or none, and whole texts; run again, all and none twice."""
    store = os.path.join(top, "store")
    before = {"page.txt": "contaminated"}
    after = {**before, **added}
    recover(store)
    now = labels_of(top)
    expect(now in (before, after), f"{what}: labels {now}")
    expect(now == after or done.returncode != 0, f"{what}: not there, and not told")
    if arguments[1] != "undo" or now == before:  # or it would take back another
        tamis(*arguments, cwd=top, wanted=(0,))
    expect(labels_of(top) == after, f"{what}: run again")
    entries = count_labels(top)
    n_entries = 2 + (arguments[1] == "undo") + (arguments[1] != "undo") * len(added)
    expect(sum(entries.values()) == n_entries, f"{what}: {entries}")
    recover(store)
    n_texts = len(os.listdir(os.path.join(store, "texts")))
    wanted = sum(name != item for name in after)
    expect(n_texts == wanted, f"{what}: {n_texts} texts")


def kill_labels():
    """Killed at any call: the labels of a command are there or not, and none is there twice."""
    n_kills = n_calls = 0
    for words, added in label_runs().values():
        with Folder() as top:
            item = make_labelled(top)
            arguments = [item if word == "ITEM" else word for word in words]
            counts = count_calls(arguments, STATE_CALLS, top)
        for call, n_call in sorted(counts.items()):
            n_calls += n_call
            for n in points(call, n_call, 5):
                with Folder() as top:
                    item = make_labelled(top)
                    arguments = [item if word == "ITEM" else word for word in words]
                    done = tamis(*arguments, strace=kill_at(call, n), cwd=top)
                    n_kills += done.returncode in (-9, 137)
                    check_labels(top, item, arguments, added(item), done,
                                 f"{words[1]} killed at {call} {n}")
    return n_kills, n_calls


def errors_labels():
    """One call fails once: all labels of the command or none, and none silently."""
    n_runs = n_calls = 0
    for words, added in label_runs().values():
        with Folder() as top:
            item = make_labelled(top)
            arguments = [item if word == "ITEM" else word for word in words]
            counts = count_calls(arguments, FAILING_CALLS, top)
        for call, n_call in sorted(counts.items()):
            n_calls += n_call
            for i, n in enumerate(points(call, n_call, 4)):
                for error in ERRORS if FULL else ERRORS[i % 2:3:2]:
                    with Folder() as top:
                        item = make_labelled(top)
                        arguments = [item if word == "ITEM" else word for word in words]
                        done = tamis(*arguments, cwd=top, wanted=(0, 2, 127),
                                     strace=["-e", f"trace={call}", "-e",
                                             f"inject={call}:error={error}:when={n}"])
                        if done.returncode != 127:  # else it was the loader's
                            check_labels(top, item, arguments, added(item), done,
                                         f"{words[1]}, {error} of {call} {n}")
                            n_runs += 1
    return n_runs, n_calls


def kill_purge():
    """Items and loose texts on their way out: what a label holds is never lost."""
    arguments = ["quarantine", "purge", "store", "--all", "-q"]

    def make(top):
        make_labelled(top)
        tamis("label", "import", "store", "-q", "rows.jsonl", cwd=top, wanted=(0,))
        tamis("label", "undo", "store", "-q", "r0", "r1", "r2", cwd=top, wanted=(0,))
        return labels_of(top)

    def check(top, before, what):
        store = os.path.join(top, "store")
        recover(store)
        expect(labels_of(top) == before, what)
        tamis(*arguments, cwd=top, wanted=(0,))
        recover(store)
        expect(labels_of(top) == before, what + ", run again")
        expect(not contents(os.path.join(store, "objects")), what + ": objects are left")
        expect(len(os.listdir(os.path.join(store, "texts"))) == len(before), what + ": texts")

    return each_kill(make, arguments, check, 5)


def make_older_journal(top):
    """A store whose journal is an older one, which went on: the numbers of four objects that it does
    not name were given again. Another object is one of an item that was restored."""
    tree, store = os.path.join(top, "tree"), os.path.join(top, "store")
    screen = ["screen", "-rq", "tree", "--quarantine", "store"]
    for n_files in (8, 16, 24):
        make_tree(tree, n_files)
        for parent, _, names in os.walk(tree):
            for name in names:
                if int(name[:5]) < n_files - 8:
                    os.remove(os.path.join(parent, name))
        if n_files == 24:
            shutil.copy(os.path.join(top, "older"), os.path.join(store, "journal"))
        tamis(*screen, cwd=top, wanted=(1,))
        if n_files == 8:
            shutil.copy(os.path.join(store, "journal"), os.path.join(top, "older"))
    item = json.loads(tamis("quarantine", "list", "store", "--json", cwd=top).stdout.splitlines()[0])
    object = next(os.path.join(parent, item["id"])
                  for parent, _, names in os.walk(os.path.join(store, "objects"))
                  if item["id"] in names)
    shutil.copy(object, os.path.join(top, "again"))
    tamis("quarantine", "restore", "store", item["id"], "-q", cwd=top, wanted=(0,))
    shutil.move(os.path.join(top, "again"), object)
    os.remove(os.path.join(top, "older"))
    return contents(tree, os.path.join(store, "objects"))


def kill_adopt():
    """An older journal was put back: objects that it does not name become items, each once."""
    def check(top, before, what):
        store = os.path.join(top, "store")
        tamis("quarantine", "verify", "store", "--read-data", "--adopt", cwd=top, wanted=(0,))
        check_conserved(before, os.path.join(top, "tree"), store, what)
        n_listed = len(tamis("quarantine", "list", "store", cwd=top).stdout.splitlines())
        expect(n_listed == 12, f"{what}: {n_listed} items")
        tamis("quarantine", "restore", "store", "--all", "-q", "--to", "back", cwd=top, wanted=(0,))
        expect(contents(os.path.join(top, "tree"), os.path.join(top, "back")) == before,
               what + ": restored")

    return each_kill(make_older_journal, ["quarantine", "verify", "store", "-q", "--adopt"], check, 5)


# ---- Without renaming ----------------------------------------------------------------------

def without_rename():
    """A file system that does not know RENAME_NOREPLACE (NFS): each move is a link and an unlink,
    and a run is killed, or denied, between the two."""
    linking = ["-e", "trace=renameat2,linkat,unlinkat", "-e", "inject=renameat2:error=EINVAL"]
    screen = ["screen", "-rq", "-j1", "tree", "--quarantine", "store"]
    restore = ["quarantine", "restore", "store", "--all", "-q"]
    n_tried = 0
    for run in (screen, restore):
        for fault in ("unlinkat:signal=SIGKILL", "linkat:signal=SIGKILL", "unlinkat:error=EACCES"):
            for linked in (False, True):
                for n in (1, 2, 3, 4):
                    with Folder() as top:
                        without_rename_once(top, linking, screen if run is restore else None, run,
                                            f"{fault}:when={n}", linked)
                    n_tried += 1
    return n_tried, n_tried


def without_rename_once(top, linking, first, run, fault, linked):
    tree, store, what = os.path.join(top, "tree"), os.path.join(top, "store"), f"{run[0]}, {fault}"
    make_tree(tree, 6)
    if linked:
        shutil.copytree(tree, os.path.join(top, "other"), copy_function=os.link)
    before, modes = contents(tree), {name: info[0] for name, info in snapshot(tree).items()}
    if first:
        tamis(*first, cwd=top, wanted=(1,))
    tamis(*run, cwd=top, strace=[*linking, "-e", "inject=" + fault])
    tamis("quarantine", "verify", "store", "--read-data", cwd=top, wanted=(0,), strace=linking)
    check_conserved(before, tree, store, what)
    left = {name: info[0] for name, info in snapshot(tree).items()}
    expect(left.items() <= modes.items(), f"{what}: other names or modes: {left}")
    tamis(*run, cwd=top, wanted=(0, 1), strace=linking)
    check_conserved(before, tree, store, what + ", run again")
    held = sum(contents(os.path.join(store, "objects")).values())
    expect(held == (0 if first else 3), f"{what}: {held} held")


# ---- Twice ----------------------------------------------------------------------------------

def kill_recovery():
    """Killed, and killed again while it recovers."""
    n_kills = n_calls = 0
    arguments = ["screen", "-rq", "-j1", "tree", "--quarantine", "store"]
    again = ["quarantine", "verify", "store", "-q"]
    firsts = [("renameat2", 13), ("fsync", 3), ("fdatasync", 2), ("fchmodat", 9),
              ("unlinkat", 4), ("mkdirat", 3)]
    for linked in (False, True):
        for call, n in firsts:
            def make(top):
                tree = os.path.join(top, "tree")
                make_tree(tree, 30)
                before = contents(tree)
                for parent, _, names in os.walk(tree):
                    os.makedirs(os.path.join(top, "other"), exist_ok=True)
                    for name in names if linked else ():
                        os.link(os.path.join(parent, name), os.path.join(top, "other", name))
                tamis(*arguments, strace=kill_at(call, n), cwd=top)
                return before

            with Folder() as top:
                make(top)
                if not os.path.exists(os.path.join(top, "store", "journal")):
                    continue
                counts = count_calls(again, STATE_CALLS, top)
            for second, n_second in sorted(counts.items()):
                n_calls += n_second
                for m in points(second, n_second, 1):
                    with Folder() as top:
                        before = make(top)
                        done = tamis(*again, strace=kill_at(second, m), cwd=top)
                        n_kills += done.returncode in (-9, 137)
                        recover(os.path.join(top, "store"))
                        check_conserved(before, os.path.join(top, "tree"),
                                        os.path.join(top, "store"),
                                        f"killed at {call} {n}, then {second} {m}")
    return n_kills, n_calls


def failing(call, error, n=None):
    when = f":when={n}" if n else ""
    return ["-e", f"trace={call}", "-e", f"inject={call}:error={error}{when}"]


def trace(calls, *arguments, cwd):
    """The calls of a run in their order, as (name, what strace says of them with paths)."""
    with tempfile.NamedTemporaryFile(dir=cwd) as log:
        tamis(*arguments, cwd=cwd, wanted=(0, 1),
              strace=["-y", "-s", "4096", "-o", log.name, "-e", "trace=" + ",".join(calls)])
        return [tuple(match.groups()) for line in open(log.name, errors="replace")
                if (match := re.match(r"\d+ +(\w+)\((.*)\) = 0", line))]


def expect_order(calls, what, *wanted):
    """Each (name, pattern) is among the calls, and comes first when the one before it has come."""
    first = [next((i for i, (name, text) in enumerate(calls)
                   if name == call and re.search(pattern, text)), -1)
             for call, pattern in wanted]
    expect(-1 not in first and first == sorted(first), f"{what}: {first} of {wanted} in {calls}")


def sync_order():
    """What a killed run has left undone is synced before anything is done because of it."""
    calls = ["fsync", "fdatasync", "unlinkat", "renameat2"]
    exdev = ["-e", "trace=renameat2,fsync", "-e", "inject=renameat2:error=EXDEV:when=1"]
    screen = ["screen", "-q", "tree/a/one.txt", "--quarantine", "store"]
    restore = ["quarantine", "restore", "store", "--path", "*/one.txt", "-q"]
    objects, folder = r"/store/objects/0>$", r"/tree/a>$"
    ended = ("fdatasync", r"/store/journal>$")
    removed, shard = ("unlinkat", r"/objects/0>, \""), ("fsync", objects)
    scenes = {
        # the part is synced, then renamed; killed before the directory of objects is synced
        "moved by copying": ([screen], [*exdev, "-e", "inject=fsync:signal=SIGKILL:when=2"],
                             [shard, ("renameat2", r"/tree/a>, \"one.txt"), ended]),
        "copied": ([screen + ["--copy"]], kill_at("fsync", 2), [shard, ended]),
        "never came": ([screen], kill_at("renameat2", 1), [shard, ended]),
        # the file is synced, then renamed; killed before its directory is synced
        "restored by copying": ([screen, restore],
                                [*exdev, "-e", "inject=fsync:signal=SIGKILL:when=3"],
                                [("fsync", r"/one.txt>$"), ("fsync", folder), removed, ended]),
        "restored": ([screen, restore], kill_at("fsync", 2), [shard, ("fsync", folder), ended]),
    }
    for name, (runs, strace, wanted) in scenes.items():
        with Folder() as top:
            os.makedirs(os.path.join(top, "tree", "a"))
            for path in ("first.txt", "tree/a/one.txt"):
                with open(os.path.join(top, path), "wb") as file:
                    file.write(samples()[0] + path.encode())
            before = contents(os.path.join(top, "tree"))
            tamis("screen", "-q", "first.txt", "--quarantine", "store", cwd=top, wanted=(1,))
            for run in runs:
                tamis(*run, cwd=top, strace=strace if run is runs[-1] else None)
            seen = trace(calls, "quarantine", "verify", "store", cwd=top)
            expect_order(seen, name, *wanted)
            now = contents(os.path.join(top, "tree"), os.path.join(top, "store", "objects"))
            expect(before <= now, f"{name}: lost")
    return len(scenes), len(scenes)


def sync_names():
    """Directories that a killed run made are found there, and their names are synced all the same."""
    screen = ["screen", "-rq", "tree", "--quarantine", "store"]
    restore = ["quarantine", "restore", "store", "--all", "-q", "--to", "out"]
    top_name, store, objects, out = r"/tamis-store-[^/]*>$", r"/store>$", r"/store/objects>$", r"/out>$"
    ended = ("fdatasync", r"/store/journal>$")
    # At which sync a run is killed, and what the next one syncs before it writes to the journal.
    scenes = [(screen, 1, [("fsync", store), ("fsync", top_name), ended]),
              (screen, 2, [("fsync", store), ("fsync", top_name), ended]),
              (screen, 3, [("fsync", objects), ("fsync", store), ended]),
              (screen, 4, [("fsync", objects), ("fsync", store), ended]),
              (restore, 1, [("fsync", out), ended])]
    for run, n, wanted in scenes:
        with Folder() as top:
            os.makedirs(os.path.join(top, "out"))
            make_tree(os.path.join(top, "tree"), 1)
            before = contents(os.path.join(top, "tree"))
            if run is restore:
                tamis(*screen, cwd=top, wanted=(1,))
            tamis(*run, cwd=top, strace=kill_at("fsync", n))
            expect_order(trace(["fsync", "fdatasync"], *run, cwd=top), f"{run[0]} {n}", *wanted)
            now = contents(os.path.join(top, "tree"), os.path.join(top, "out"),
                           os.path.join(top, "store", "objects"))
            expect(now == before, f"{run[0]} {n}: lost or twice")
    return len(scenes), len(scenes)


def parts():
    """What recovery removes where something was being restored is only what the run had made."""
    restore = ["quarantine", "restore", "store", "-q", "--all"]
    with Folder() as top:
        make_tree(os.path.join(top, "tree"), 1)
        tamis("screen", "-rq", "tree", "--quarantine", "store", cwd=top, wanted=(1,))
        item = tamis("quarantine", "list", "store", cwd=top).stdout.split()[0].decode()
        # A file of somebody else, under the name that sources have while they are removed.
        mine = os.path.join(top, "tree", "d0", ".tamis-" + item)
        with open(mine, "w") as file:
            file.write("mine\n")
        tamis(*restore, cwd=top, strace=kill_at("renameat2", 1))
        recover(os.path.join(top, "store"))
        expect(os.path.exists(mine), "removed a file that it had not made")
    # The first record cannot be restored: the file has its name from one that can.
    kills = [(call, n) for call in ("write", "fdatasync", "fsync", "renameat2") for n in (1, 2, 3)]
    for call, n in kills:
        with Folder() as top:
            make_lines(os.path.join(top, "in.jsonl"), 12)
            tamis("screen", "-q", "in.jsonl", "--quarantine", "store", cwd=top, wanted=(2,))
            item = tamis("quarantine", "list", "store", cwd=top).stdout.split()[0].decode()
            with open(os.path.join(top, "store", "objects", "0", item), "ab") as file:
                file.write(b"damaged")
            tamis(*restore, "--records", "back.jsonl", cwd=top, strace=kill_at(call, n))
            tamis("quarantine", "verify", "store", cwd=top, wanted=(2,))
            left = [name for name in os.listdir(top) if name.startswith(".tamis-")]
            expect(not left, f"killed at {call} {n}: {left} left")
    return 1 + len(kills), 1 + len(kills)


def unfinished_records(top):
    """The container keeps a record of which nobody knows whether the store holds it."""
    spam, clean = (json.dumps({"text": text.decode()}).encode() for text in samples())
    with open(os.path.join(top, "in.jsonl"), "wb") as file:
        file.write(clean + b"\n" + spam + b"\n")
    tamis("screen", "-q", "in.jsonl", "--quarantine", "store", cwd=top,
          strace=kill_at("fsync", 1))
    arguments = ["clean", "-q", "--in-place", "in.jsonl", "--quarantine", "store"]
    tamis(*arguments, cwd=top, wanted=(2,), strace=failing("openat2", "EIO", 1))
    with open(os.path.join(top, "in.jsonl"), "rb") as file:
        expect(file.read().splitlines() == [clean, spam], "left out, and not stored")
    tamis(*arguments, cwd=top, wanted=(1,))
    with open(os.path.join(top, "in.jsonl"), "rb") as file:
        expect(file.read().splitlines() == [clean], "not left out")
    stored = contents(os.path.join(top, "store", "objects"))
    expect(stored[hashlib.sha256(spam).hexdigest()] == 1, f"stored: {stored}")


def unfinished_files(top):
    """The same of a file on its way in and, with the restoring cut short, on its way out."""
    tree, store = os.path.join(top, "tree"), os.path.join(top, "store")
    make_tree(tree, 2)
    before = contents(tree) + contents(os.path.join(store, "objects"))
    copying = ["-e", "trace=renameat2,unlinkat", "-e", "inject=renameat2:error=EXDEV:when=1"]
    arguments = ["screen", "-rq", "tree", "--quarantine", "store"]
    restoring = ["quarantine", "restore", "store", "--path", "*/tree/*", "-q"]
    for begun in (arguments, restoring):
        # The copy is complete, and the original is still there.
        tamis(*begun, cwd=top, strace=[*copying, "-e", "inject=unlinkat:signal=SIGKILL:when=1"])
        tamis(*arguments, cwd=top, wanted=(2,), strace=failing("openat2", "EIO", 1))
        recover(store)
        check_conserved(before, tree, store, f"{begun[0]} not finished")
        tamis(*arguments, cwd=top, wanted=(0, 1))
        recover(store)
        check_conserved(before, tree, store, f"{begun[0]} not finished, run again")


def unfinished_name(top):
    """A new file with the name of one that was moved is not looked into: it may be unreadable."""
    path = os.path.join(top, "tree", "d0", "00000.txt")
    make_tree(os.path.join(top, "tree"), 1)
    tamis("screen", "-rq", "tree", "--quarantine", "store", cwd=top, strace=kill_at("fsync", 1))
    expect(not os.path.exists(path), "not moved")
    with open(path, "w") as file:
        file.write("another file\n")
    tamis("quarantine", "verify", "store", cwd=top, wanted=(0,),
          strace=["-P", path, *failing("openat", "EACCES")])


def unfinished():
    """What recovery could not finish is neither taken for stored nor stored once more."""
    tests = (unfinished_records, unfinished_files, unfinished_name)
    for test in tests:
        with Folder() as top:
            with open(os.path.join(top, "first.txt"), "wb") as file:
                file.write(samples()[0] + b"first\n")
            # Its directory of objects is there already.
            tamis("screen", "-q", "first.txt", "--quarantine", "store", cwd=top, wanted=(1,))
            test(top)
    return len(tests), len(tests)


# ---- Calls that fail ------------------------------------------------------------------------

def errors():
    """One call fails once: the file concerned stays, the others go on, the run ends with 2."""
    n_runs = n_calls = 0
    arguments = ["screen", "-rq", "-j1", "tree", "--quarantine", "store"]
    with Folder() as top:
        make_tree(os.path.join(top, "tree"), 20)
        counts = count_calls(arguments, FAILING_CALLS, top)
    for call, n_call in sorted(counts.items()):
        for error in ERRORS:
            if error == "EXDEV" and call != "renameat2":
                continue
            n_calls += n_call
            for n in points(call, n_call, 2):
                with Folder() as top:
                    tree, store = os.path.join(top, "tree"), os.path.join(top, "store")
                    make_tree(tree, 20)
                    before = contents(tree)
                    done = tamis(*arguments, cwd=top, wanted=(1, 2, 127),
                                 strace=["-e", f"trace={call}", "-e",
                                         f"inject={call}:error={error}:when={n}"])
                    what = f"{error} of {call} {n}"
                    if done.returncode == 127:  # it was the loader's, before the program began
                        continue
                    left = 20 - sum(contents(os.path.join(store, "objects")).values())
                    expect(left == 10 or done.returncode == 2, what + ": not told")
                    # A stat is never interrupted (POSIX); if it were, the run may end.
                    expect(error != "EINTR" or left == 10 or call == "newfstatat",
                           what + ": not asked again")
                    recover(store)
                    check_conserved(before, tree, store, what)
                    tamis(*arguments, cwd=top, wanted=(0, 1))
                    check_conserved(before, tree, store, what + ", run again")
                    n_runs += 1
    return n_runs, n_calls


def failed_sync():
    """After a failed sync it is not known what the disk holds of the journal: nothing more is moved."""
    with Folder() as top:
        tree = os.path.join(top, "tree")
        make_tree(tree, 600, 1)
        before = contents(tree)
        tamis("screen", "-q", "tree/d0/00000.txt", "--quarantine", "store", "--copy", cwd=top, wanted=(1,))
        done = tamis("screen", "-rq", "tree", "--quarantine", "store", cwd=top, wanted=(2,),
                     strace=["-P", os.path.join(top, "store", "journal"), *failing("fdatasync", "EIO", 1)])
        expect(contents(tree) == before, f"went on: {before - contents(tree)}")
        expect(b"takes no more entries" in done.stderr, f"not told: {done.stderr[-300:]}")
        tamis("screen", "-rq", "tree", "--quarantine", "store", cwd=top, wanted=(1,))
        recover(os.path.join(top, "store"))
        check_conserved(before, tree, os.path.join(top, "store"), "run again")
        expect(not contents(tree), "left behind")
    return 1, 1


def errors_listing():
    """A directory that cannot be listed to its end is never taken for an empty one."""
    with Folder() as top:
        tree, mine = os.path.join(top, "tree"), os.path.join(top, "mine")
        make_tree(tree, 4)
        before = contents(tree)
        os.makedirs(mine)
        with open(os.path.join(mine, "thesis.txt"), "w") as file:
            file.write("all of it\n")
        done = tamis("screen", "-q", "tree/d0/00000.txt", "--quarantine", "mine", cwd=top,
                     wanted=(2,), strace=failing("getdents64", "EIO"))
        expect(os.listdir(mine) == ["thesis.txt"] and b"mine: Input/output" in done.stderr,
               f"made a store: {done.stderr}")
        tamis("screen", "-rq", "tree", "--quarantine", "store", cwd=top, wanted=(1,))
        tamis("label", "add", "store", "-q", "--label", "clean", "--file", "tree/d1/00001.txt",
              cwd=top, wanted=(0,))
        os.remove(os.path.join(top, "store", "journal"))
        shutil.copytree(os.path.join(top, "store"), os.path.join(top, "counted"))
        n_runs = count_calls(["quarantine", "verify", "counted", "--adopt"], ["getdents64"],
                             top)["getdents64"]
        for n in range(1, n_runs + 1):
            shutil.copytree(os.path.join(top, "store"), os.path.join(top, f"store{n}"))
            tamis("quarantine", "verify", f"store{n}", "--adopt", cwd=top, wanted=(2,),
                  strace=failing("getdents64", "EIO", n))
            tamis("quarantine", "verify", f"store{n}", "--adopt", cwd=top, wanted=(0,))
            check_conserved(before, tree, os.path.join(top, f"store{n}"), f"listing {n}")
        # Nor is a part of a path a path, where a list of files ends with an error.
        with open(os.path.join(top, "list"), "w") as file:
            file.write("tree/d1/00001.txt\n" * 1000)
        done = tamis("screen", "-q", "-f", "list", cwd=top, wanted=(2,),
                     strace=["-P", os.path.join(top, "list"), *failing("read", "EIO", 2)])
        expect(done.stderr == b"tamis: list: cannot read the list: Input/output error\n",
               f"a list that cannot be read: {done.stderr[-300:]}")
    return n_runs, n_runs


def errors_clean():
    """The same of cleaning in place with a store."""
    n_runs = n_calls = 0
    with Folder() as top:
        make_clean(top)
        counts = count_calls(CLEAN_IN_PLACE, FAILING_CALLS, top)
    for call, n_call in sorted(counts.items()):
        n_calls += n_call
        for i, n in enumerate(points(call, n_call, 4)):
            for error in ERRORS if FULL else ERRORS[i % 2:3:2]:
                with Folder() as top:
                    before = make_clean(top)
                    done = tamis(*CLEAN_IN_PLACE, cwd=top, wanted=(1, 2, 127),
                                 strace=["-e", f"trace={call}", "-e",
                                         f"inject={call}:error={error}:when={n}"])
                    if done.returncode != 127:  # else it was the loader's
                        check_clean(top, before, f"{error} of {call} {n}")
                        n_runs += 1
    return n_runs, n_calls


def full_disk():
    """A store on a real file system of 64 KiB, and on one where some documents fit."""
    n_small, _ = fill_disk("64k")
    n_larger, n = fill_disk("2m")
    expect(n_larger > n_small, "nothing fitted")
    return n_small + n_larger, 2 * n


def fill_disk(size):
    script = f'mount -t tmpfs -o size={size} none "$1" && shift && exec "$@"'
    probe = subprocess.run(["unshare", "-Urm", "true"], stderr=subprocess.DEVNULL,
                           check=False).returncode
    if probe != 0:
        print("SKIPPED: full_disk: unshare -Urm is not permitted here")
        sys.exit(77)
    with Folder() as top:
        tree, disk = os.path.join(top, "tree"), os.path.join(top, "disk")
        os.makedirs(disk)
        make_tree(tree, 800)
        before = contents(tree)
        inside = (
            f'cd "{top}"; "{TAMIS}" screen -rq -j1 tree --quarantine disk/store >/dev/null;'
            f' code=$?; "{TAMIS}" quarantine verify disk/store --read-data || exit 90;'
            f' mkdir moved; cp -R disk/store/. moved || exit 91; exit $code')
        done = subprocess.run(["unshare", "-Urm", "sh", "-c", script, "sh", disk, "sh", "-c",
                               inside], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              check=False)
        expect(done.returncode == 2, f"exit {done.returncode}: {done.stderr[-400:]!r}")
        moved = contents(os.path.join(top, "moved", "objects"))
        expect(b"No space left" in done.stderr, "not told why")
        expect(moved + contents(tree) == before, "lost or twice")
    return sum(moved.values()), 400


def few_descriptors():
    """Sixteen open files are enough, for any number of files and with --kept."""
    n_files = 10000 if FULL else 2000
    with Folder() as top:
        n_flagged = make_tree(os.path.join(top, "tree"), n_files, 10, 40)
        flagged = make_lines(os.path.join(top, "in.jsonl"), 50)
        before = contents(os.path.join(top, "tree"))
        limited = ["bash", "-c", 'ulimit -n 16; exec "$@"', "bash"]
        done = subprocess.run(limited + command("screen", "-rq", "tree", "--quarantine", "store"),
                              cwd=top, stdout=subprocess.DEVNULL, check=False)
        expect(done.returncode == 1, f"exit {done.returncode}")
        store = os.path.join(top, "store")
        check_conserved(before, os.path.join(top, "tree"), store, "ulimit -n 16")
        expect(sum(contents(os.path.join(store, "objects")).values()) == n_flagged, "moved")
        shutil.rmtree(store)
        done = subprocess.run(limited + command("screen", "-q", "in.jsonl", "--quarantine",
                                                "store", "--kept", "out.jsonl"), cwd=top,
                              stdout=subprocess.DEVNULL, check=False)
        expect(done.returncode == 2, f"exit {done.returncode}")
        check_lines(top, flagged, "ulimit -n 16")
        done = subprocess.run(limited + command("quarantine", "verify", "store"), cwd=top,
                              stdout=subprocess.DEVNULL, check=False)
        expect(done.returncode == 0, "verify")
    return n_files, n_files


# ---- Many at once ---------------------------------------------------------------------------

def many_runs():
    """Eight runs on one tree: with a store each, and with one store for all."""
    n_files = 10000
    with Folder() as top:
        tree = os.path.join(top, "tree")
        n_flagged = make_tree(tree, n_files, 10, 50)
        before = contents(tree)
        runs = [subprocess.Popen(command("screen", "-rq", "-j1", "tree", "--quarantine",
                                         f"store{i}"), cwd=top, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL) for i in range(8)]
        codes = [run.wait() for run in runs]
        expect(set(codes) <= {1, 2}, f"exit codes {codes}")
        stores = [os.path.join(top, f"store{i}") for i in range(8)]
        for store in stores:
            tamis("quarantine", "verify", store, "--read-data", wanted=(0,))
        expect(contents(tree, *(os.path.join(s, "objects") for s in stores)) == before,
               "lost or twice")
        expect(sum(contents(tree).values()) == n_files - n_flagged, "left in the tree")
    with Folder() as top:
        n_flagged = make_tree(os.path.join(top, "tree"), 1000, 10, 50)
        before = contents(os.path.join(top, "tree"))
        waiting = command("screen", "-rq", "-j1", "tree", "--quarantine", "store", "--wait")
        runs = [subprocess.Popen(waiting, cwd=top, stdout=subprocess.DEVNULL)
                for _ in range(8)]
        codes = [run.wait() for run in runs]
        expect(sorted(codes) == [0] * 7 + [1], f"exit codes {codes}")
        check_conserved(before, os.path.join(top, "tree"), os.path.join(top, "store"), "wait")
        # While one holds the lock, another is told so.
        with open(os.path.join(top, "store", "lock"), "r+b") as lock:
            hold_lock(lock)
            done = tamis("screen", "-rq", "tree", "--quarantine", "store", cwd=top,
                         wanted=(2,))
            expect(b"locked" in done.stderr, "not told")
            tamis("quarantine", "list", "store", cwd=top, wanted=(0,))
            tamis("quarantine", "purge", "store", "--all", cwd=top, wanted=(2,))
    return n_files, 16


def hold_lock(file):
    import fcntl
    import struct
    # struct flock for F_OFD_SETLK: type, whence, start, len, pid
    fcntl.fcntl(file, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))


def many_held():
    """A document finds its like among many held ones without a look at each of them."""
    n_held, n_more = 1500, 100
    with Folder() as top:
        make_tree(os.path.join(top, "held"), n_held, 1)
        tamis("screen", "-rq", "held", "--quarantine", "store", cwd=top, wanted=(1,))
        make_tree(os.path.join(top, "tree"), n_more, 1)
        for act in ("--copy", "--move"):
            arguments = ["screen", "-rq", "-j1", "tree", "--quarantine", "store", act]
            n_reads = count_calls(arguments, ["pread64"], top)["pread64"]
            expect(n_reads < 20 * n_more, f"{act}: {n_reads} reads for {n_more} documents")
        expect(not contents(os.path.join(top, "tree")), "not moved")
        with open(os.path.join(top, "same.jsonl"), "wb") as file:
            text = samples()[0].decode()
            file.write((json.dumps({"text": text}).encode() + b"\n") * n_held)
        for state in ("new", "held"):
            arguments = ["screen", "-q", "-j1", "same.jsonl", "--quarantine", "store"]
            n_reads = count_calls(arguments, ["pread64"], top)["pread64"]
            expect(n_reads < 10 * n_held, f"{state}: {n_reads} reads for {n_held} like records")
        # So is one that is named by its SHA-256.
        items = tamis("quarantine", "list", "store", "--json", cwd=top).stdout.splitlines()[:n_more]
        names = [json.loads(item)["sha256"] for item in items]
        n_reads = count_calls(["label", "add", "store", "--label", "clean", *names], ["pread64"],
                              top)["pread64"]
        expect(n_reads < 50 * n_more, f"{n_reads} reads to label {n_more} documents")
    return n_more, n_held


# ---- Damage and malice ----------------------------------------------------------------------

def rehash(lines):
    """A journal with valid checksums, whatever it says."""
    def mark_of(data):
        value = 0xCBF29CE484222325
        for byte in data:
            value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            value = (value ^ value >> shift) * factor & 0xFFFFFFFFFFFFFFFF
        return value ^ value >> 31
    out, mark = b"", 0
    for payload in lines:
        mark = mark_of(b"%016x" % mark + payload)
        out += b"%08x %016x " % (len(payload), mark) + payload + b"\n"
    return out


def payloads(store):
    with open(os.path.join(store, "journal"), "rb") as file:
        return [line[26:] for line in file.read().split(b"\n")[:-1]]


def snapshot(top):
    found = {}
    for parent, _, names in os.walk(top):
        for name in names:
            path = os.path.join(parent, name)
            if name.startswith("index.db"):
                continue
            info = os.lstat(path)
            found[os.path.relpath(path, top)] = (info.st_mode, info.st_size, info.st_mtime_ns)
    return found


def hostile():
    """Journals with valid checksums that say what none may: refused before anything is done."""
    n_tried = 0
    with Folder() as top:
        make_tree(os.path.join(top, "tree"), 6)
        tamis("screen", "-rq", "tree", "--quarantine", "store", cwd=top, wanted=(1,))
        store = os.path.join(top, "store")
        lines = payloads(store)
        expect(mark_matches(store, lines), "the checksums are not understood")
        intent = next(i for i, line in enumerate(lines) if line.startswith(b"INTENT"))

        def change(old, new):
            expect(re.search(old, lines[intent]), f"no {old}")
            return [re.sub(old, new, line, count=1) if i == intent else line
                    for i, line in enumerate(lines)]

        journals = {
            "path up": change(rb'"path":"', rb'"path":"../../'),
            "path absolute": change(rb'"path":"', rb'"path":"/etc/'),
            "path inner up": change(rb'"path":"d', rb'"path":"d0/../../d'),
            "path with NUL": change(rb'"path":"d', rb'"path":"%00d'),
            "path with JSON NUL": change(rb'"path":"d', rb'"path":"\\\\u0000d'),
            "path empty": change(rb'"path":"[^"]*"', rb'"path":""'),
            "root relative": change(rb'"root":"/', rb'"root":"'),
            "root up": change(rb'"root":"/', rb'"root":"/../'),
            "id of another digest": change(rb'"id":"....', rb'"id":"0000'),
            "id with slash": change(rb'"id":"....', rb'"id":"../x'),
            "number too great": change(rb'"bytes":\d+', rb'"bytes":' + b"9" * 30),
            "number negative": change(rb'"bytes":\d+', rb'"bytes":-1'),
            "mode of a device": change(rb'"mode":\d+', rb'"mode":24576'),
            "key twice": change(rb'"act":"move"', rb'"act":"move","act":"move"'),
            "key unknown": change(rb'"act":"move"', rb'"act":"move","do":"rm"'),
            "key missing": change(rb'"record":0,', rb''),
            "length 1e9": change(rb'"sha256":"', rb'"sha256":"' + b"0" * 100000),
            "not JSON": change(rb'"facts":\{', rb'"facts":{{'),
            "intent twice": lines[:intent + 1] + lines[intent:],
            "done of nothing": lines + [b'DONE {"id":"0000000000000000-99"}'],
            "done twice": lines + [line for line in lines if line.startswith(b"DONE")][:1],
            "restored without leaving": lines + [
                line.replace(b"DONE", b"RESTORED") for line in lines
                if line.startswith(b"DONE")][:1],
            "leaving upwards": lines + [
                line.replace(b"DONE", b"RESTORE")[:-1] +
                b',"root":"/","path":"../etc/x","at":"0"}' for line in lines
                if line.startswith(b"DONE")][:1],
            "no header": lines[1:],
            "other format": [b'STORE {"format":"tamis-store/9"}'] + lines[1:],
        }
        for name, journal in journals.items():
            with open(os.path.join(store, "journal"), "wb") as file:
                file.write(rehash(journal))
            before = snapshot(top)
            for arguments in (["quarantine", "restore", "store", "--all"],
                              ["quarantine", "verify", "store"],
                              ["quarantine", "purge", "store", "--all"],
                              ["screen", "-rq", "tree", "--quarantine", "store"]):
                done = tamis(*arguments, cwd=top, wanted=(2,))
                expect(snapshot(top) == before, f"{name}: {arguments} changed something")
                expect(done.stderr, f"{name}: not told")
                n_tried += 1
        os.remove(os.path.join(store, "journal"))
        os.symlink("/etc/passwd", os.path.join(store, "journal"))
        tamis("quarantine", "verify", "store", cwd=top, wanted=(2,))
        # A link in place of a directory of objects leads nowhere.
        os.remove(os.path.join(store, "journal"))
        with open(os.path.join(store, "journal"), "wb") as file:
            file.write(rehash(lines))
        shard = next(path for path, _, names in os.walk(os.path.join(store, "objects")) if names)
        shutil.move(shard, os.path.join(top, "elsewhere"))
        os.symlink(os.path.join(top, "elsewhere"), shard)
        before = snapshot(os.path.join(top, "elsewhere"))
        tamis("quarantine", "purge", "store", "--all", cwd=top, wanted=(2,))
        expect(snapshot(os.path.join(top, "elsewhere")) == before, "followed a link")
    return n_tried, len(journals)


def mark_matches(store, lines):
    with open(os.path.join(store, "journal"), "rb") as file:
        return file.read() == rehash(lines)


def cut_and_flip():
    """The journal cut at every byte and each byte flipped: mended or refused, never obeyed."""
    n_tried = 0
    with Folder() as top:
        make_tree(os.path.join(top, "tree"), 4)
        before = contents(os.path.join(top, "tree"))
        tamis("screen", "-rq", "tree", "--quarantine", "store", cwd=top, wanted=(1,))
        store = os.path.join(top, "store")
        with open(os.path.join(store, "journal"), "rb") as file:
            journal = file.read()
        shutil.copytree(os.path.join(top, "tree"), os.path.join(top, "tree.then"))
        shutil.copytree(store, os.path.join(top, "store.then"))

        def with_journal(data):
            for name in ("tree", "store"):
                shutil.rmtree(os.path.join(top, name))
                shutil.copytree(os.path.join(top, name + ".then"), os.path.join(top, name))
            for name in os.listdir(store):
                if name.startswith("index.db"):
                    os.remove(os.path.join(store, name))
            with open(os.path.join(store, "journal"), "wb") as file:
                file.write(data)

        ends = [i for i, byte in enumerate(journal) if byte == 10]
        step = 1 if FULL else 61
        at = sorted(set(range(0, len(journal), step)) | {e + d for e in ends for d in (0, 1)})
        for length in at:
            with_journal(journal[:length])
            # A journal that ends with an entry is whole; what it does not name is told of.
            whole = length > 0 and journal[length - 1] == 10
            done = tamis("quarantine", "verify", "store", cwd=top,
                         wanted=(0, 2) if whole else (0,))
            expect(done.returncode == 0 or b"knows of no such object" in done.stderr,
                   f"cut at {length}")
            tamis("quarantine", "verify", "store", "--read-data", "--adopt", cwd=top,
                  wanted=(0,))
            n_listed = len(tamis("quarantine", "list", "store", cwd=top).stdout.splitlines())
            expect(n_listed == 2, f"cut at {length}: {n_listed} items")
            check_conserved(before, os.path.join(top, "tree"), store, f"cut at {length}")
            n_tried += 1
        for i in sorted(set(range(0, len(journal), step)) | set(ends)):
            with_journal(journal[:i] + bytes([journal[i] ^ 1 << i % 8]) + journal[i + 1:])
            unchanged = snapshot(top)
            done = tamis("quarantine", "restore", "store", "--all", cwd=top)
            if i == len(journal) - 1:  # the last line end: as if cut
                expect(done.returncode == 0, "the last line end")
            else:
                expect(done.returncode == 2 and b"damaged" in done.stderr, f"byte {i} obeyed")
                expect(snapshot(top) == unchanged, f"byte {i}: something was changed")
            n_tried += 1
        # Without a journal the objects are taken in as found, and lost index files are made anew.
        with_journal(b"")
        os.remove(os.path.join(store, "journal"))
        tamis("quarantine", "restore", "store", "--all", "--to", "tree", cwd=top, wanted=(2,))
        tamis("screen", "-rq", "tree", "--quarantine", "store", cwd=top, wanted=(0,))
        tamis("quarantine", "restore", "store", "--all", "--to", "tree", cwd=top, wanted=(0,))
        expect(contents(os.path.join(top, "tree")) == before, "found objects")
        # An index that is none of ours is made anew.
        with_journal(journal)
        with open(os.path.join(store, "index.db"), "wb") as file:
            file.write(b"SQLite format 3\0" + b"\xFF" * 5000)
        tamis("quarantine", "restore", "store", "--all", cwd=top, wanted=(0,))
        expect(contents(os.path.join(top, "tree")) == before, "another index")
    return n_tried, 2 * len(journal)


# ---- Files that change ----------------------------------------------------------------------

def race():
    """A thread swaps files, links, directories and pipes while the tree is screened."""
    n_files = 10000 if FULL else 2000
    swapper = r'''
import os, random, sys, time
tree, outside, stop = sys.argv[1:]
rng = random.Random(7)
names = [os.path.join(p, n) for p, _, ns in os.walk(tree) for n in ns]
while not os.path.exists(stop):
    path = rng.choice(names)
    aside = path + ".aside"
    try:
        kind = rng.randrange(5)
        os.rename(path, aside)
        if kind == 0: os.symlink(os.path.join(outside, "canary"), path)
        elif kind == 1: os.mkdir(path)
        elif kind == 2: os.mkfifo(path)
        elif kind == 3:
            with open(path, "w") as file: file.write("swapped")
        else:
            parent = os.path.dirname(path)
            os.rename(parent, parent + ".aside")
            os.symlink(outside, parent)
            os.unlink(parent)
            os.rename(parent + ".aside", parent)
        if kind in (0, 2, 3): os.unlink(path)
        elif kind == 1: os.rmdir(path)
        os.rename(aside, path)
    except OSError:
        try: os.rename(aside, path)
        except OSError: pass
'''
    with Folder() as top:
        tree, outside = os.path.join(top, "tree"), os.path.join(top, "outside")
        make_tree(tree, n_files, 1, 20)
        before = contents(tree)
        os.makedirs(outside)
        spam, _ = samples()
        for name in ["canary"] + [f"{i:05}.txt" for i in range(0, n_files, 7)]:
            with open(os.path.join(outside, name), "wb") as file:
                file.write(spam + b"canary " + name.encode())
        canaries = snapshot(outside)
        stop = os.path.join(top, "stop")
        swap = subprocess.Popen([sys.executable, "-c", swapper, tree, outside, stop])
        done = tamis("screen", "-rq", "tree", "--quarantine", "store", cwd=top, timeout=300)
        open(stop, "w").close()
        swap.wait()
        expect(done.returncode in (1, 2), f"exit {done.returncode}")
        expect(snapshot(outside) == canaries, "something outside was touched")
        store = os.path.join(top, "store")
        tamis("quarantine", "verify", "store", "--read-data", cwd=top, wanted=(0,))
        now = contents(tree, os.path.join(store, "objects"))
        ours = collections.Counter({k: n for k, n in now.items() if k in before})
        expect(ours == before, f"lost {before - ours}, too many {ours - before}")
        strange = [name for parent, folders, names in os.walk(os.path.join(store, "objects"))
                   for name in names + folders
                   if os.path.islink(os.path.join(parent, name))]
        expect(not strange, f"links in the store: {strange}")
    return n_files, n_files


def changing():
    """Files that are written to while they are read are never moved on a stale verdict."""
    writer = r'''
import os, sys, time
tree, stop = sys.argv[1:]
names = [os.path.join(p, n) for p, _, ns in os.walk(tree) for n in ns]
while not os.path.exists(stop):
    for path in names[::3]:
        time.sleep(0.0002)
        try:
            with open(path, "r+b") as file:
                file.seek(0, 2)
                file.write(b"more\n")
                if os.fstat(file.fileno()).st_size > 30000: file.truncate(1500)
        except OSError: pass
'''
    with Folder() as top:
        tree = os.path.join(top, "tree")
        make_tree(tree, 400, 1, 4)
        stop = os.path.join(top, "stop")
        write = subprocess.Popen([sys.executable, "-c", writer, tree, stop])
        time.sleep(0.1)
        for _ in range(3):
            done = tamis("screen", "-rq", "tree", "--quarantine", "store", cwd=top)
            expect(done.returncode in (0, 1, 2), f"exit {done.returncode}")
        open(stop, "w").close()
        write.wait()
        store = os.path.join(top, "store")
        n_stored = sum(contents(os.path.join(store, "objects")).values())
        expect(n_stored + sum(contents(tree).values()) == 400, "lost or twice")
    return n_stored, 400


# ---- Throughput -----------------------------------------------------------------------------

def throughput():
    """20,000 small files, 5 % flagged: at least 0.8 times the speed of a plain run."""
    n_files = 20000
    ratios = []
    with Folder("/var/tmp") as top:  # on a disk, where a sync costs something
        tree = os.path.join(top, "tree")
        make_tree(tree, n_files, 20, 100)
        tamis("screen", "-rq", "tree", cwd=top, wanted=(1,))
        for _ in range(7):  # in pairs, since a machine is busier at some times than at others
            taken = []
            for more in ([], ["--quarantine", "store"]):
                begin = time.monotonic()
                tamis("screen", "-rq", "tree", *more, cwd=top, wanted=(1,))
                taken.append(time.monotonic() - begin)
            ratios.append(taken[0] / taken[1])
            tamis("quarantine", "restore", "store", "--all", "-q", cwd=top, wanted=(0,))
            shutil.rmtree(os.path.join(top, "store"))
    ratios.sort()
    ratio = ratios[len(ratios) // 2]
    print(f"{ratio:.2f} times the speed of a plain run, median of seven pairs "
          f"({ratios[0]:.2f} to {ratios[-1]:.2f})")
    expect(ratio >= 0.8, "slower than that")
    return n_files, n_files


TESTS = {f.__name__: f for f in (
    kill_files, kill_copied, kill_links, kill_lines, kill_restore, kill_clean, kill_saved, kill_labels,
    kill_purge, kill_adopt, kill_recovery, parts, without_rename, sync_order, sync_names, unfinished, errors, failed_sync, errors_listing, errors_clean, errors_labels, full_disk, few_descriptors, many_runs, many_held, hostile, cut_and_flip, race,
    changing, throughput)}


def main():
    global FULL, TAMIS, SEEDS, MODEL
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tamis", required=True)
    parser.add_argument("--seeds", required=True)
    parser.add_argument("--full", action="store_true",
                        default=os.environ.get("TAMIS_STORE_FULL") == "1")
    parser.add_argument("tests", nargs="*", choices=[[], *TESTS])
    options = parser.parse_args()
    FULL, TAMIS, SEEDS = options.full, os.path.abspath(options.tamis), options.seeds
    with Folder() as folder:
        small = train_model(folder)
        for name in options.tests or TESTS:
            # Where reads fail, most would be those of the model's file; speed is that of the default.
            MODEL = None if name.startswith("errors") or name == "throughput" else small
            begin = time.monotonic()
            try:
                n, of = TESTS[name]()
            except AssertionError as failure:
                print(f"FAILED {name}: {failure}")
                return 1
            print(f"{name}: {n} of {of} tried, {checks} checks so far, "
                  f"{time.monotonic() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
