#!/usr/bin/env python3
"""Check the held-out annotations: quotes verbatim, types, roles, dates and modalities well formed.

    check.py [--as-predictions | --sentences-to DIR]

Prints the number of claims by type. With --as-predictions it prints the gold of the pages as predictions (with offsets)
for the scorer; with --sentences-to it also writes each sentence as DIR/texts/ID.LANG.txt and DIR/gold/ID.LANG.jsonl.
Exit code 1 where something is wrong.
"""

import argparse
import collections
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
RELATIONS, MISSION = "parties kind", "sending receiving kind place"
ROLES = {
    "RelationsEstablished": RELATIONS,
    "RelationsSevered": f"{RELATIONS} agent",
    "RelationsRestored": RELATIONS,
    "Recognition": "recogniser recognised",
    "Visit": "visitor host visitor_state place kind occasion inviter",
    "Meeting": "participants place occasion ordinal",
    "Agreement": "title parties place signatory",
    "Tenure": "person office receiving sending",
    "OfficeHeld": "person office of",
    "Appointment": "person office receiving sending kind",
    "MissionPresent": MISSION,
    "MissionOpened": MISSION,
    "MissionClosed": MISSION,
    "MissionElevated": MISSION,
    "Expulsion": "agent target",
    "Recall": "agent target",
    "ProtectingPower": "protector protected receiving",
    "Membership": "member organisation",
    "TradeVolume": "amount currency parties exporter importer",
    "Aid": "donor recipient amount currency",
    "LeadershipChange": "person state kind",
    "Negotiation": "topic parties",
    "Other": "kind actors",
}
MODALITIES = {"asserted", "planned", "cancelled", "denied", "conditional"}
DAY = r"\d{4}(-\d\d(-\d\d)?)?[~?%]?"
DATE = re.compile(rf"(\.\.|{DAY})/(\.\.|{DAY})|{DAY}|\d{{3}}X")


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def faults(claim, text):
    """What is wrong with one annotated claim, in words."""
    if claim["quote"] not in text:
        yield f"quote not in the text: {claim['quote'][:80]}"
    if not set(claim["roles"]) <= set(ROLES.get(claim["type"], "").split()):
        yield f"unknown type or role: {claim['type']} {sorted(claim['roles'])}"
    if not all(isinstance(v, list) and v and all(v) for v in claim["roles"].values()):
        yield f"a role is not a filled list: {claim['roles']}"
    if claim["date"] is not None and not DATE.fullmatch(claim["date"]):
        yield f"not an EDTF date: {claim['date']}"
    if claim["modality"] not in MODALITIES:
        yield f"unknown modality: {claim['modality']}"


def documents():
    """(name, text, claims) of every sentence and page."""
    for path in sorted(HERE.glob("sentences.*.jsonl")):
        for row in read(path):
            yield f"{row['id']}{path.suffixes[0]}", row["text"], row["claims"]
    for path in sorted((HERE / "pages/texts").glob("*.txt")):
        yield path.stem, path.read_bytes().decode("utf-8"), read(HERE / "pages/gold" / f"{path.stem}.jsonl")


def prediction(name, text, claim):
    start = text.index(claim["quote"])
    return {"document": f"{name}.txt", **claim, "start": start, "end": start + len(claim["quote"])}


def write_sentence(folder, name, text, claims):
    """One sentence as a text and a gold file, as the scorer reads them."""
    gold = "".join(json.dumps(c, ensure_ascii=False) + "\n" for c in claims)
    for path, content in (folder / "texts" / f"{name}.txt", text), (folder / "gold" / f"{name}.jsonl", gold):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--as-predictions", action="store_true")
    ap.add_argument("--sentences-to", type=pathlib.Path)
    a = ap.parse_args()
    wrong, tally = 0, collections.defaultdict(collections.Counter)
    for name, text, claims in documents():
        language, page = name.rpartition(".")[2], not re.match(r"(en|es)-\d", name)
        for claim in claims:
            tally[claim["type"]][f"{'pages' if page else 'sentences'} {language}"] += 1
            for fault in faults(claim, text):
                wrong += 1
                print(f"{name}: {fault}", file=sys.stderr)
            if a.as_predictions and page:
                print(json.dumps(prediction(name, text, claim), ensure_ascii=False))
        if a.sentences_to and not page:
            write_sentence(a.sentences_to, name, text, claims)
    if not a.as_predictions:
        columns = sorted({c for counts in tally.values() for c in counts})
        print(f"{'':22}", *(f"{c:>13}" for c in columns))
        for kind in sorted(tally, key=lambda k: -sum(tally[k].values())):
            print(f"{kind:22}", *(f"{tally[kind][c]:13}" for c in columns))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
