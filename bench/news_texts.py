"""Distinct news texts of one size, cut from the development sets at `TOCSIN_GOLD` (default `../shared/gold`)."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

#: characters: the length of the texts that the goals speak of
SIZE = 4200
_SETS = ("statements/train.jsonl", "places/dev.jsonl", "times/dev.jsonl")


def gold_folder() -> Path:
    return Path(os.environ.get("TOCSIN_GOLD") or Path(__file__).parents[2] / "shared" / "gold")


def news_texts() -> list[str]:
    """Each of SIZE characters, none overlapping another, in an order that is the same in every run."""
    pieces = [piece for name in _SETS for piece in _pieces(gold_folder() / name)]
    Random(4200).shuffle(pieces)
    return pieces


def _pieces(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["text"]
        for start in range(0, len(text) - SIZE + 1, SIZE):
            yield text[start : start + SIZE]
