"""The passages of this folder: a text of our own, what is hard in it, and the findings that it must give.

Each `*.yml` here is a list of entries:

    - hard: one plain sentence that says what is hard here
      published: 2024-03-05            # where dates depend on it
      text: |
        The passage.
      want:                            # lists of the JSON contract; only the keys that matter
        events:
          - {words: "raid on the mill", type: assault, actor: null}
        times: []                      # an empty list: none may be found
      whole: [events]                  # optional: of these kinds nothing may be found but what is wanted
      known_miss:                      # optional: what we do not read yet, and why
        events.actor: the owner of a nominal deed stands a sentence before

A finding is named by its own `words`, which occur once in the text. A span is wanted by its words, a list of spans by a
list of words, and `part_of` or `denies` by words of the finding that it points at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent

Wanted = Mapping[str, Any]


class _Loader(yaml.SafeLoader):
    """YAML in which a date is text, as in the contract."""


_Loader.yaml_implicit_resolvers = {
    first: [resolver for resolver in resolvers if resolver[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, kw_only=True)
class Passage:
    #: the file's name without its ending, and the entry's place in it, from 1
    name: str
    hard: str
    text: str
    published: str | None
    want: Mapping[str, Sequence[Wanted]]
    whole: frozenset[str] = frozenset()
    #: "kind.key" -> why it is not read yet
    known_miss: Mapping[str, str] = field(default_factory=dict)


def load(path: Path) -> list[Passage]:
    with path.open("rb") as file:  # so that a slip of the pen is reported with the file's name
        entries = yaml.load(file, _Loader) or []
    return [_passage(f"{path.stem}-{number}", entry) for number, entry in enumerate(entries, start=1)]


def load_all() -> list[Passage]:
    return [passage for path in sorted(FOLDER.glob("*.yml")) for passage in load(path)]


def _passage(name: str, entry: Mapping[str, Any]) -> Passage:
    unknown = set(entry) - {"hard", "text", "published", "want", "whole", "known_miss"}
    assert not unknown, f"{name}: {sorted(unknown)} means nothing here"
    return Passage(
        name=name,
        hard=entry["hard"],
        text=entry["text"].rstrip("\n"),
        published=entry.get("published"),
        want=entry["want"],
        whole=frozenset(entry.get("whole", ())),
        known_miss=entry.get("known_miss", {}),
    )
