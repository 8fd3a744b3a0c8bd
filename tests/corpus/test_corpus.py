"""The gate: what is read of our own passages, held entry by entry and by floors."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import get_type_hints

import pytest

from tests.corpus import floors
from tests.corpus.passages import Passage, load_all
from tests.corpus.scoring import Mark, marks
from tocsin.reading import Reading

PASSAGES = load_all()
PASSAGES_MIN = 150
#: so many words in a row are somebody else's sentence
BORROWED_WORDS = 8
#: what may be wanted of each kind of finding
KEYS = {
    kind: {"words"} | {field.name for field in fields(hint.__args__[0])} - {"start", "end"}
    for kind, hint in get_type_hints(Reading).items()
    if kind != "asked"
}
IDS = [passage.name for passage in PASSAGES]
KNOWN = [(passage, name) for passage in PASSAGES for name in passage.known_miss]


@cache
def all_marks() -> tuple[Mark, ...]:
    return tuple(mark for passage in PASSAGES for mark in marks(passage))


def missed(passage: Passage) -> list[Mark]:
    return [mark for mark in all_marks() if mark.passage == passage.name and not mark.right]


@pytest.mark.parametrize("passage", PASSAGES, ids=IDS)
def test_a_passage_is_read_as_wanted(passage: Passage) -> None:
    """Every finding and key that is wanted, but for those marked as known misses."""
    wrong = [mark for mark in missed(passage) if mark.name not in passage.known_miss]
    assert not wrong, f"{passage.hard}: " + "\n".join(f"{mark.name}: {mark.why}" for mark in wrong)


@pytest.mark.parametrize(("passage", "name"), KNOWN, ids=[f"{one.name}-{name}" for one, name in KNOWN])
def test_a_known_miss_is_one(passage: Passage, name: str) -> None:
    """What is marked as missed and is now read right loses its mark."""
    assert any(mark.name == name for mark in missed(passage)), (
        f"{passage.name}: {name} holds: take its mark away"
    )


def test_no_score_is_below_its_floor() -> None:
    """Per kind and key at least as many are right as the floors say; `python -m tests.corpus` prints the table."""
    right = Counter(mark.name for mark in all_marks() if mark.right)
    low = {name: floor for name, floor in floors.load().items() if right[name] < floor}
    wrong = [
        f"{mark.passage} {mark.name}: {mark.why}"
        for mark in all_marks()
        if not mark.right and mark.name in low
    ]
    assert not low, "\n".join([f"below the floors {low}:", *wrong])


def test_every_kind_has_a_floor() -> None:
    """No kind of finding is left out of the corpus."""
    assert {name.partition(".")[0] for name in floors.load()} == KEYS.keys()


def test_floors_rise_by_themselves_and_never_fall() -> None:
    """What is read better raises its floor, what is read worse leaves it."""
    assert floors.raised({"a.x": 3, "a.y": 2}, {"a.x": 5, "a.y": 1, "b.x": 1}) == {
        "a.x": 5,
        "a.y": 2,
        "b.x": 1,
    }


def test_there_are_enough_passages_and_none_twice() -> None:
    """Short passages, each with what is hard in it."""
    assert len(PASSAGES) >= PASSAGES_MIN
    texts = Counter(" ".join(passage.text.lower().split()) for passage in PASSAGES)
    assert [text for text, count in texts.items() if count > 1] == []
    assert all(passage.hard and passage.want for passage in PASSAGES)


@pytest.mark.parametrize("passage", PASSAGES, ids=IDS)
def test_what_is_wanted_is_well_put(passage: Passage) -> None:
    """Kinds and keys are those of the contract, words occur once, and marks of misses point at something wanted."""
    assert passage.want.keys() <= KEYS.keys()
    assert passage.whole <= passage.want.keys()
    for kind, wanted in passage.want.items():
        for want in wanted:
            assert want.keys() <= KEYS[kind], f"{kind}: {want}"
            assert passage.text.count(want["words"]) == 1, want["words"]
    assert passage.known_miss.keys() <= {mark.name for mark in all_marks() if mark.passage == passage.name}


def test_the_passages_are_our_own(shared: Path) -> None:
    """No run of eight words stands in the texts that we are measured against, or in the reports."""
    ours = {run: passage.name for passage in PASSAGES for run in runs(passage.text)}
    borrowed = {ours[run]: " ".join(run) for text in others(shared) for run in runs(text) if run in ours}
    assert borrowed == {}


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[first:] for first in range(BORROWED_WORDS)), strict=False)


def others(shared: Path) -> Iterator[str]:
    for path in (shared / "reports").glob("*.txt"):
        yield path.read_text(encoding="utf-8")
    for path in (shared / "gold").glob("*/*.jsonl"):
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)
