#!/usr/bin/env python3
"""What `tamis clean` does to the development corpus, and whether it can all be undone.

    tests/clean/check_clean.py TAMIS [SHARED [SCRATCH]]

SHARED holds corpus/dev and seeds; without it there is nothing to do and that is said. Printed are
the shares, over all characters of the documents that were written into (micro average), of
injected text that is gone and of genuine text that is lost, with what the misses are owed to.
Checked are the seed with gold marks and that cleaning and undoing leads back to the same bytes, for
JSON Lines and for files in UTF-8, UTF-16 and CP949.
SPDX-License-Identifier: MIT
"""
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict

MIN_KEPT_OF_SEED = 0.95


def run(*words, ok=(0, 1)):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode not in ok:
        sys.exit(f"{' '.join(words)}: exit {done.returncode}\n{done.stderr.decode()[-2000:]}")
    return done


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


# ---- The development corpus -----------------------------------------------------------------


def read_sidecar(path):
    """Edits and refusals by record."""
    edits, refused = defaultdict(list), set()
    with open(path, encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            if "at" not in entry:
                continue
            if entry["why"] in ("refused", "unscanned"):
                refused.add(entry["record"])
            else:
                edits[entry["record"]].append(entry)
    return edits, refused


def measure(rows, edits, refused):
    sums, kinds = Counter(), defaultdict(Counter)
    for number, row in enumerate(rows):
        text = row["text"]
        gold = bytearray(len(text))
        for span in row["spans"]:
            for i in range(span[0], span[1]):
                gold[i] = 1
        gone = bytearray(len(text))
        for entry in edits.get(number, ()):
            for i in range(entry["start"], entry["end"]):
                gone[i] = 1
        outcome = "refused" if number in refused else "cleaned" if number in edits else "missed"
        here = Counter(documents=1)
        here[outcome] = 1
        for i, character in enumerate(text):
            if gold[i]:
                here["injected"] += 1
                here["gone"] += gone[i]
                here["left in " + outcome] += not gone[i]
            else:
                here["genuine"] += 1
                here["lost"] += gone[i]
                here["lost words"] += gone[i] and not character.isspace()
        here["genuine of cleaned"] = here["genuine"] if outcome == "cleaned" else 0
        here["injected of cleaned"] = here["injected"] if outcome == "cleaned" else 0
        sums += here
        kinds[row["kind"]] += here
    return sums, kinds


def share(part, whole):
    return part / whole if whole else 0.0


def show(name, c):
    print(f"{name:24} {c['documents']:5} docs: {c['cleaned']} cleaned {c['refused']} refused "
          f"{c['missed']} not flagged | injected gone {share(c['gone'], c['injected']):.4f}, "
          f"in cleaned ones {share(c['gone'], c['injected of cleaned']):.4f} | genuine lost "
          f"{share(c['lost'], c['genuine of cleaned']):.5f}, without blanks "
          f"{share(c['lost words'], c['genuine of cleaned']):.5f}")


def check_dev(tamis, shared, scratch):
    raw = run("zstdcat", os.path.join(shared, "corpus/dev/contaminated.jsonl.zst")).stdout
    lines = [line for line in raw.split(b"\n") if line]
    rows = [json.loads(line) for line in lines]
    injected = [i for i, row in enumerate(rows) if row["kind"].startswith("injected")
                and not row.get("html")]
    for name, chosen in (("all.jsonl", range(len(rows))), ("injected.jsonl", injected)):
        with open(os.path.join(scratch, name), "wb") as file:
            for i in chosen:
                file.write(lines[i] + b"\n")
    os.chdir(scratch)
    os.mkdir("out"), os.mkdir("side"), os.mkdir("back")
    for name in ("all.jsonl", "injected.jsonl"):
        run(tamis, "clean", "-q", "-o", "out", "--sidecars", "side", name)
    edits, refused = read_sidecar("side/injected.jsonl.tamis-undo")
    sums, kinds = measure([rows[i] for i in injected], edits, refused)
    for kind in sorted(kinds):
        show(kind, kinds[kind])
    show("injected, all", sums)
    left = {k: round(share(v, sums["injected"]), 4) for k, v in sums.items() if k.startswith("left")}
    print("of the injected characters", left)
    os.chdir("out")
    for name in ("all.jsonl", "injected.jsonl"):
        run(tamis, "clean", "-q", "--undo", "--sidecars", "../side", "-o", "../back", name)
        if digest("../back/" + name) != digest("../" + name):
            sys.exit(f"{name}: undone, it is not the original")
    os.chdir("..")
    return rows


def check_files(tamis, rows):
    """Some documents as files of their own, in three encodings, cleaned in place and back."""
    os.mkdir("files")
    before = {}
    for i, row in enumerate(rows):
        for encoding in ("utf-8", "utf-16", "cp949"):
            if i % (4 if encoding == "utf-8" else 16):
                continue
            data = row["text"].encode(encoding, "replace")
            path = f"files/{i}.{encoding}.txt"
            with open(path, "wb") as file:
                file.write(data)
            before[path] = data
    run(tamis, "clean", "-q", "-r", "--in-place", "--format", "text", "files", ok=(0, 1, 2))
    changed = sum(open(path, "rb").read() != data for path, data in before.items())
    run(tamis, "clean", "-q", "-r", "--in-place", "--undo", "files")
    wrong = [path for path, data in before.items() if open(path, "rb").read() != data]
    stray = [name for name in os.listdir("files") if "files/" + name not in before]
    print(f"{len(before)} files, {changed} cleaned and brought back, {len(wrong)} wrong, "
          f"{len(stray)} strays")
    if wrong or stray or not changed:
        sys.exit("files: not all came back")


# ---- The seed with gold marks ---------------------------------------------------------------


def check_seed(tamis, shared):
    gold = None
    with open(os.path.join(shared, "seeds/gold.jsonl"), encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            gold = entry if entry["label"] == "contaminated" else gold
    path = os.path.join(shared, "seeds", gold["file"])
    text = open(path, encoding="utf-8").read()
    run(tamis, "clean", "-q", "--sidecar", "seed.undo", path, ok=(0,))
    gone, put = set(), {}
    with open("seed.undo", encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            if "at" in entry:
                gone.update(range(entry["start"], entry["end"]))
                put[entry["start"]] = entry.get("put", "")
    injected = {i for span in gold["spans"] for i in range(span[0], span[1])}
    lines = {span[2] for span in gold["spans"] if not set(range(span[0], span[1])) - gone}
    swap = gold["swaps"][0]
    places = [s for s in gold["spans"] if s[2] in swap["lines"]]
    back = sum(put.get(s[0]) == swap["original"] for s in places)
    genuine = [i for i in range(len(text)) if i not in injected]
    kept = share(sum(i not in gone for i in genuine), len(genuine))
    print(f"seed: {len(lines)} of {len(gold['lines'])} lines repaired, {swap['original']} back in "
          f"{back} of {len(places)} places, {kept:.4f} of the clean characters kept")
    if len(lines) < len(gold["lines"]) or back < len(places) or kept < MIN_KEPT_OF_SEED:
        sys.exit("seed: not repaired")


def main():
    tamis = os.path.abspath(sys.argv[1])
    shared = os.path.abspath(sys.argv[2] if len(sys.argv) > 2 else "../shared")
    if not os.path.exists(os.path.join(shared, "corpus/dev/contaminated.jsonl.zst")):
        print("no corpus: skipped")
        return 77
    with tempfile.TemporaryDirectory(dir=sys.argv[3] if len(sys.argv) > 3 else None) as scratch:
        rows = check_dev(tamis, shared, scratch)
        check_seed(tamis, shared)
        check_files(tamis, rows)
        os.chdir("/")
    return 0


sys.exit(main())
