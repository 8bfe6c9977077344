"""Put folders of build_corpus.py together into one, each with its share of what is seen: to build each kind of data its own way, and once.

    python scripts/join_corpora.py corpus/real corpus/order=0.2 corpus/pairs=0.5 --out corpus/whole

FOLDER=SHARE gives a folder's share of all examples seen; the folders without one keep their own weights and share what is left. All have to have one
vocabulary (build_corpus.py --spm-from). A source that several folders have, built with another --seed, is one source, with the first one's weight.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from build_corpus import TOKENIZER_FILES, with_shares


@dataclass(frozen=True)
class Part:
    """A folder of build_corpus.py; `examples` are those of each source, which joining and copying make other than its pairs."""

    folder: Path
    report: dict[str, Any]
    examples: Counter[str]

    @classmethod
    def of(cls, folder: Path) -> Part:
        examples: Counter[str] = Counter()
        for path in sorted(folder.glob("tokens-*.npz")):
            with np.load(path) as arrays:
                kinds = arrays["kinds"]
                counts = np.bincount(arrays["kind"], minlength=len(kinds))
                examples.update({str(kind): int(count) for kind, count in zip(kinds, counts, strict=True)})
        if not examples:
            raise SystemExit(f"{folder} holds no tokens-*.npz: run scripts/build_corpus.py first")
        return cls(folder, json.loads((folder / "report.json").read_text(encoding="utf-8")), examples)


def join(parts: list[Part], shares: dict[str, float], out: Path) -> dict[str, Any]:
    """Write the tokenizer, the arrays of all parts and their report into `out`; SystemExit when the parts don't go together."""
    first = parts[0].folder
    for part in parts[1:]:
        if (part.folder / "vocab.json").read_bytes() != (first / "vocab.json").read_bytes():
            raise SystemExit(f"{part.folder} has another vocabulary than {first}: build both with the same --spm-from")
    folder_of: dict[str, str] = {}
    weight: dict[str, float] = {}
    examples: Counter[str] = Counter()
    for part in parts:
        for source in part.examples:
            folder_of.setdefault(source, str(part.folder))
            weight.setdefault(source, float(part.report["weight"][source]))
        examples.update(part.examples)
    weight = with_shares(weight, folder_of, examples, shares)

    out.mkdir(parents=True, exist_ok=True)
    for name in TOKENIZER_FILES:
        shutil.copyfile(first / name, out / name)
    for old in out.glob("tokens-*.npz"):
        old.unlink()
    kinds = sorted(weight)
    index = {kind: i for i, kind in enumerate(kinds)}
    values = np.array([weight[kind] for kind in kinds], np.float32)
    files = [path for part in parts for path in sorted(part.folder.glob("tokens-*.npz"))]
    for number, path in enumerate(files):
        with np.load(path) as arrays:
            whole = {name: arrays[name] for name in arrays.files}
        renumbered = np.array([index[str(kind)] for kind in whole["kinds"]], np.uint8)
        whole |= {"kind": renumbered[whole["kind"]], "kinds": np.array(kinds), "weight": values}
        np.savez_compressed(out / f"tokens-{number}.npz", **whole)
    totals: Counter[str] = Counter()
    sources: dict[str, Counter[str]] = {}
    for part in parts:
        totals.update(part.report["totals"])
        for source, counts in part.report["sources"].items():
            sources.setdefault(source, Counter()).update(counts)
    report = {"totals": dict(totals), "sources": sources, "weight": weight}
    (out / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="+", metavar="FOLDER[=SHARE]")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    parts, shares = [], {}
    for given in args.parts:
        folder, _, share = given.partition("=")
        parts.append(Part.of(Path(folder)))
        if share:
            shares[str(parts[-1].folder)] = float(share)
    report = join(parts, shares, args.out)
    print(", ".join(f"{count} {what}" for what, count in report["totals"].items()))


if __name__ == "__main__":
    main()
