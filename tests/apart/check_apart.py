#!/usr/bin/env python3
"""What the default model finds in documents written apart from its lexicon and templates.

    tests/apart/check_apart.py TAMIS

contaminated.jsonl and clean.jsonl were written without a look at the lists, the templates or any
training document: nobody may fit a list to them. Recall there is what a new campaign meets; the
clean ones were made to look like spam (reports that quote it, police warnings, shops, patch notes),
so that the share of them that is flagged says little about ordinary text. Printed are the figures
by kind, language and trade; checked are floors somewhat below and ceilings somewhat above what was
measured last.
SPDX-License-Identifier: MIT
"""
import json
import os
import subprocess
import sys

# By target rate: least recall, most clean documents flagged.
BOUNDS = {1e-3: (0.66, 46), 1e-4: (0.56, 24)}


def share(rate):
    return f"{rate['flagged']:>4} of {rate['documents']:<4} {rate['rate']:.3f}"


def main(tamis):
    here = os.path.dirname(os.path.abspath(__file__))
    data = [os.path.join(here, name + ".jsonl") for name in ("clean", "contaminated")]
    done = subprocess.run([tamis, "evaluate", "--quiet", "--json", "default", *data],
                          stdout=subprocess.PIPE, check=True)
    result = json.loads(done.stdout)
    failed = False
    by_target = {point["target_fpr"]: point for point in result["points"]}
    for target, (floor, ceiling) in BOUNDS.items():
        point = by_target[target]
        print(f"at {target:g}: found {share(point['recall'])}, clean flagged {share(point['fpr'])}")
        failed |= point["recall"]["rate"] < floor or point["fpr"]["flagged"] > ceiling
    print("found at 1e-4:")
    for name in ("kind", "language", "source", "obfuscation"):
        for slice in result["slices"].get(name, []):
            if slice["recall"]["documents"]:
                print(f"  {name:12} {slice['name']:12} {share(slice['recall'])}")
    return failed


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
