"""Cues: what in a report's words is information relevant to which criterion. Data, in data/cues.yml, read strictly.

A cue has groups of words, of which one each must stand near the others, or a finding of a kind with certain fields, or
both. Words are written plain, or with their forms:

>>> sorted(forms("village+"))
[('village',), ('villages',)]
>>> sorted(forms("turn~ back"))
[('turn', 'back'), ('turned', 'back'), ('turning', 'back'), ('turns', 'back')]
>>> sorted(forms("burn~burnt/burned"))
[('burn',), ('burned',), ('burning',), ('burns',), ('burnt',)]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

from tocsin.errors import WrongUse
from tocsin.reading.document import tokenize
from tocsin.reading.inflection import verb_forms

#: words between the first and the last of a cue, where it says nothing else: a clause of news is about as long
REACH_WORDS = 12
FINDING_KINDS = ("statement", "event", "figure", "qualification", "response")
_KEYS = {"id", "says", "for", "against", "negated", "said", "supposed", "acts", "finding", "words",
         "order", "reach", "example", "not"}  # fmt: skip
Phrase = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    id: str
    #: what somebody says where it is found, as a clause: "aid is kept from people"
    says: str
    #: framework -> `Criterion.id`s for which, and against which, it is information
    favours: Mapping[str, tuple[str, ...]]
    opposes: Mapping[str, tuple[str, ...]]
    #: one phrase of each group must be there; empty where the finding alone decides
    groups: tuple[frozenset[Phrase], ...]
    #: most words from the first to the last
    reach: int = REACH_WORDS
    #: whether the groups stand in their order
    ordered: bool = False
    #: whether the contrary ("no convoy was turned back") is information on the other side; else it is none
    negated: bool = False
    #: only what somebody is quoted or reported to say counts: intent and hatred are never read off conduct
    said: bool = False
    #: whether what is only supposed, planned or threatened counts
    supposed: bool = False
    #: speech acts, one of which the statement must be; empty for those that assert something
    acts: frozenset[str] = frozenset()
    #: kind of finding that it is about; empty for whatever tells of it
    kind: str = ""
    #: field of that finding -> values, one of which it must have
    fields: Mapping[str, frozenset[str]]
    #: a passage that it is found in, and one that looks like it
    example: str
    counterexample: str

    def criteria(self, framework: str) -> frozenset[str]:
        return frozenset((*self.favours.get(framework, ()), *self.opposes.get(framework, ())))


class Index:
    """All phrases of all cues under their first word, so that a text is gone through once."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        places: dict[Phrase, list[tuple[Cue, int]]] = defaultdict(list)
        for cue in cues:
            for number, group in enumerate(cue.groups):
                for phrase in group:
                    places[phrase].append((cue, number))
        self._by_first: dict[str, list[tuple[Phrase, list[tuple[Cue, int]]]]] = defaultdict(list)
        for phrase, cited in places.items():
            self._by_first[phrase[0]].append((phrase, cited))

    def at(self, words: Sequence[str], place: int) -> Iterator[tuple[int, list[tuple[Cue, int]]]]:
        """Phrases that begin at this word: how many words they have, and the groups of cues that they belong to."""
        for phrase, cited in self._by_first.get(words[place], ()):
            if len(phrase) == 1 or tuple(words[place : place + len(phrase)]) == phrase:
                yield len(phrase), cited


@cache
def shipped() -> tuple[Cue, ...]:
    """The cues that ship, in the file's order."""
    return cues_from((resources.files("tocsin.assessment") / "data" / "cues.yml").read_text(encoding="utf-8"))


@cache
def shipped_index() -> Index:
    return Index(shipped())


def cues_from(text: str) -> tuple[Cue, ...]:
    """Raises WrongUse, naming the entry that is odd."""
    import yaml  # only who proposes evidence needs it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where it is there: ten times as fast
    document = yaml.load(text, loader)  # noqa: S506  # either builds plain values only
    lists = {name: _phrases(entries, {}) for name, entries in document["lists"].items()}
    found = tuple(_cue(entry, lists) for entry in document["cues"])
    names = [each.id for each in found]
    if len(set(names)) < len(names):
        raise WrongUse("two cues have one name", "give each a name of its own")
    return found


def _cue(entry: Mapping[str, Any], lists: Mapping[str, frozenset[Phrase]]) -> Cue:
    name = entry.get("id")
    if unknown := set(entry) - _KEYS:
        raise WrongUse(
            f"cue {name!r} has {', '.join(sorted(unknown))}", f"known are {', '.join(sorted(_KEYS))}"
        )
    finding = dict(entry.get("finding", {}))
    kind = finding.pop("kind", "")
    if kind and kind not in FINDING_KINDS:
        raise WrongUse(f"cue {name!r} is about a {kind!r}", f"choose one of {', '.join(FINDING_KINDS)}")
    return Cue(
        id=entry["id"],
        says=entry["says"],
        favours=_ids(entry.get("for", {})),
        opposes=_ids(entry.get("against", {})),
        groups=tuple(_phrases(group, lists) for group in entry.get("words", ())),
        reach=entry.get("reach", REACH_WORDS),
        ordered=entry.get("order", False),
        negated=entry.get("negated", False),
        said=entry.get("said", False),
        supposed=entry.get("supposed", False),
        acts=frozenset(entry.get("acts", ())),
        kind=kind,
        fields={field: frozenset(values) for field, values in finding.items()},
        example=entry["example"],
        counterexample=entry["not"],
    )


def _ids(given: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    short = {"un": "un-foa-2014", "law": "rome-statute-2011"}
    return {short.get(framework, framework): tuple(ids) for framework, ids in given.items()}


def _phrases(written: Iterable[str], lists: Mapping[str, frozenset[Phrase]]) -> frozenset[Phrase]:
    found: set[Phrase] = set()
    for each in written:
        if not isinstance(each, str):
            raise WrongUse(f"{each!r} is no phrase", "put words that YAML takes for something else in quotes")
        found |= lists[each[1:]] if each.startswith("$") else set(forms(each))
    return frozenset(found)


def forms(written: str) -> Iterator[Phrase]:
    """Every form of a phrase: `+` after a noun is its plural too, `~` after a verb all its forms, irregular ones behind."""
    yield from product(*(tuple(dict.fromkeys(_word_forms(word))) for word in _written_words(written)))


def _written_words(written: str) -> Iterator[str]:
    for word in written.split():
        if "~" in word or "+" in word:
            yield word
        else:
            yield from (token.lower for token in tokenize(word))


def _word_forms(word: str) -> Iterator[str]:
    lemma, mark, irregular = word.partition("~")
    if mark:
        yield from (
            form for form, _ in verb_forms(lemma, irregular.split("/") if irregular else _spelt(lemma))
        )
    elif word.endswith("+"):
        noun = word[:-1]
        yield noun
        yield noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeou" else _plural(noun)
    else:
        yield word


def _plural(noun: str) -> str:
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")


def _spelt(lemma: str) -> list[str]:
    """A consonant and y: deny, denies, denied."""
    if lemma.endswith("y") and lemma[-2] not in "aeou":
        return [lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    return []
