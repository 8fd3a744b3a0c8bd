"""Who may see what: plain rules over levels, masks and consents, without a store or a clock."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

#: from what everybody may see on
LEVELS = ("open", "restricted", "sensitive")
#: stands on pages, in JSON and in feeds where a value is masked
WITHHELD = "[withheld]"
#: stands in a text for each letter of what is masked, so that passages keep their places
BLOCK = "\N{FULL BLOCK}"
#: fields of a kind that name who told something
PERSON_FIELDS: Mapping[str, tuple[str, ...]] = {
    "statement": ("speaker_name", "relayed_by"),
    "call": ("speaker_name",),
    "qualification": ("by",),
    "figure": ("speaker",),
}
#: fields that can be masked by themselves: words, without which the rest of the finding still says something
MASKABLE: Mapping[str, tuple[str, ...]] = {
    "statement": ("speaker_name", "relayed_by", "to"),
    "figure": ("speaker", "population"),
    "event": ("actor", "target", "place"),
    "call": ("speaker_name", "addressee"),
    "response": ("body",),
    "qualification": ("by", "of"),
    "appeal": ("collector", "beneficiary"),
}
#: shorter words of a masked value stand in every text
_WORD_CHARS_MIN = 3


class Viewer(StrEnum):
    """The highest level that somebody sees."""

    PUBLIC = "open"
    DESK = "restricted"
    #: whom two people let see it
    ALLOWED = "sensitive"


def may_see(level: str, viewer: Viewer) -> bool:
    """
    >>> may_see("restricted", Viewer.PUBLIC), may_see("restricted", Viewer.DESK), may_see("sensitive", Viewer.DESK)
    (False, True, False)
    """
    return LEVELS.index(level) <= LEVELS.index(viewer)


def higher(*levels: str) -> str:
    """
    >>> higher("open", "sensitive", "restricted")
    'sensitive'
    """
    return max(levels, key=LEVELS.index)


def masks(kind: str, said: Mapping[str, str], *, names_withheld: bool) -> dict[str, str]:
    """Field -> level, of fields that fewer may see than the rest.

    Who told us something is kept to the desk as long as they do not consent to be named: a word on the field can only
    keep it closer.

    >>> masks("call", {"speaker_name": "open", "addressee": "sensitive"}, names_withheld=True)
    {'speaker_name': 'restricted', 'addressee': 'sensitive'}
    """
    default = dict.fromkeys(PERSON_FIELDS.get(kind, ()), "restricted") if names_withheld else {}
    found = {name: higher(default.get(name, "open"), said.get(name, "open")) for name in {**default, **said}}
    return {name: level for name, level in found.items() if level != "open"}


def hidden(masked: Mapping[str, str], viewer: Viewer) -> frozenset[str]:
    """The fields of these masks that the viewer does not see."""
    return frozenset(name for name, level in masked.items() if not may_see(level, viewer))


def without(fields: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The fields with the values of these withheld: text as such, lists as such an item, all else as None."""
    return {name: _withheld(value) if name in names else value for name, value in fields.items()}


def words_of(fields: Mapping[str, Any], names: Collection[str]) -> frozenset[str]:
    """The words by which a text would tell the values of these fields."""
    values = (fields.get(name) for name in names)
    return frozenset(word for value in values for text in _texts(value) for word in _WORD.findall(text))


_WORD = re.compile(rf"\w{{{_WORD_CHARS_MIN},}}")


def blocked(text: str, words: Collection[str]) -> str:
    """The text with each letter of these words blocked, as long as before.

    >>> blocked("Nare Petrosyan fled.", {"Nare", "Petrosyan"}).count(BLOCK)
    13
    """
    if not words:
        return text
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    return pattern.sub(lambda match: BLOCK * len(match[0]), text)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (str(value), f"{value:,}")
    if isinstance(value, Mapping):
        return (text for each in value.values() for text in _texts(each))
    return (text for each in value for text in _texts(each)) if isinstance(value, list | tuple) else ()


def _withheld(value: Any) -> Any:
    if isinstance(value, str):
        return WITHHELD
    if isinstance(value, list) and value:
        return [WITHHELD] if isinstance(value[0], str) else []
    return value if value in (None, []) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What somebody said of one use of what they told us."""

    #: given, refused, withdrawn
    verdict: str
    #: consent ends with this day; None for none
    until: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """All that decides whether an item may be used."""

    #: "report:12", "finding:7"
    name: str
    #: of the item, or of its report where that is higher
    level: str = "open"
    #: people told us what it says
    told_us: bool = False
    #: use -> what they said of it
    consents: Mapping[str, Given] = field(default_factory=dict)
    #: until when whoever asks may export it; None where no two people said so
    export_until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MayUse:
    allowed: bool
    #: why not, and the next step; empty where it may be used
    reason: str = ""
    remedy: str = ""

    def __bool__(self) -> bool:
        return self.allowed


#: what something may be used for: published, shown to a court, handed to partners; and whether who told it is named
USES = ("publish", "court", "partners", "name")


def may_use(item: Item, use: str, now: datetime) -> MayUse:
    """Whether an item may be used so at this moment, and where not, why and what to do next."""
    assert use in USES, use
    if item.level == "sensitive" and use in ("court", "partners") and not _runs(item.export_until, now):
        return MayUse(
            allowed=False,
            reason=f"{_words(item)} is highly sensitive, and no two people let you export it",
            remedy="ask for its export, and have another person grant it",
        )
    if use == "publish" and item.level != "open":
        return MayUse(
            allowed=False,
            reason=f"{_words(item)} is {_LEVEL_WORDS[item.level]}",
            remedy="open it first, or leave it out",
        )
    return _consented(item, use, now)


_LEVEL_WORDS = {"restricted": "restricted", "sensitive": "highly sensitive"}


def _consented(item: Item, use: str, now: datetime) -> MayUse:
    if not item.told_us:
        return MayUse(allowed=True)
    given = item.consents.get(use)
    if given is None or given.verdict != "given":
        said = "did not consent to this" if given is None else f"have {given.verdict} their consent to this"
        return MayUse(
            allowed=False,
            reason=f"people told us {_words(item)} and {said} ({use})",
            remedy="ask them, and record what they say, or leave it out",
        )
    if given.until is not None and now.date() > given.until:
        return MayUse(
            allowed=False,
            reason=f"consent to use {_words(item)} ({use}) ended with {given.until.isoformat()}",
            remedy="ask them again, and record what they say, or leave it out",
        )
    return MayUse(allowed=True)


def _words(item: Item) -> str:
    return item.name.replace(":", " ")


def _runs(until: datetime | None, now: datetime) -> bool:
    return until is not None and now < until
