#!/usr/bin/env python3
"""What the default model finds in documents written apart from its lexicon and templates.

    tests/apart/check_apart.py TAMIS

contaminated.jsonl and clean.jsonl were written without a look at the lists, the templates or any
training document: nobody may fit a list to them. Recall there is what a new campaign meets; the
clean ones were made to look like spam (reports that quote it, police warnings, shops, patch notes),
so that the share of them that is flagged says little about ordinary text. honest.jsonl is the same
for writing about casinos, betting, lotteries and slots of all kinds in ten languages: police
reports, law, travel, arcades, adverts for jobs, program code, pages that touch the subject once.
Printed are the figures by kind, language and trade; checked are floors somewhat below and ceilings
somewhat above what was measured last.
SPDX-License-Identifier: MIT
"""
import collections
import json
import os
import subprocess
import sys

# By target rate: least recall, most clean documents flagged.
BOUNDS = {1e-3: (0.66, 42), 1e-4: (0.56, 20)}
HONEST_BOUNDS = {1e-3: 82, 1e-4: 49}


def share(rate):
    return f"{rate['flagged']:>4} of {rate['documents']:<4} {rate['rate']:.3f}"


def check_honest(tamis, path):
    """Whether more of the honest texts are flagged than before."""
    with open(path, encoding="utf-8") as file:
        languages = [json.loads(line)["lang"] for line in file]
    failed = False
    for target, ceiling in HONEST_BOUNDS.items():
        done = subprocess.run([tamis, "screen", "-q", "--json", f"--max-fpr={target}", path],
                              stdout=subprocess.PIPE)
        verdicts = [json.loads(line)["verdict"] for line in done.stdout.splitlines()]
        assert len(verdicts) == len(languages)
        flagged = collections.Counter(language for language, verdict in zip(languages, verdicts)
                                      if verdict == "contaminated")
        print(f"at {target:g}: honest flagged {flagged.total():>4} of {len(verdicts)} ", *(
            f" {language} {flagged[language]}/{languages.count(language)}"
            for language in sorted(set(languages))))
        failed |= flagged.total() > ceiling
    return failed


def main(tamis):
    here = os.path.dirname(os.path.abspath(__file__))
    data = [os.path.join(here, name + ".jsonl") for name in ("clean", "contaminated")]
    done = subprocess.run([tamis, "evaluate", "--quiet", "--json", "default", *data],
                          stdout=subprocess.PIPE, check=True)
    result = json.loads(done.stdout)
    failed = check_honest(tamis, os.path.join(here, "honest.jsonl"))
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
