"""What a redacted dossier leaves out, as people name it: by person, by item and field, by paragraph, by picture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tocsin.errors import WrongUse

_FIELD = re.compile(r"(?P<item>[a-z-]{2,20}:\d{1,18})/(?P<field>[A-Za-z0-9_ :-]{1,80})")
_PARAGRAPH = re.compile(r"report:(?P<report>\d{1,18})/(?P<paragraph>\d{1,9})")
_REPORT = re.compile(r"report:(?P<report>\d{1,18})")
_REGION = re.compile(r"report:(?P<report>\d{1,18}):(?P<sides>\d{1,6},\d{1,6},\d{1,6},\d{1,6})")
#: a name of one letter would black out every text
_NAME_SIGNS_MIN = 2


class Region(NamedTuple):
    """Of a picture, in its own pixels, from its upper left corner."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Masks:
    #: of persons or places, wherever they are printed
    names: frozenset[str] = frozenset()
    #: item and field
    fields: frozenset[tuple[str, str]] = frozenset()
    #: by report, paragraphs of its clean text, from 0
    paragraphs: Mapping[int, frozenset[int]] = field(default_factory=dict)
    #: reports of which only hashes, sizes and times are told
    withheld: frozenset[int] = frozenset()
    #: by report, what is blacked in its picture
    regions: Mapping[int, Sequence[Region]] = field(default_factory=dict)
    #: private persons, who are masked unless somebody says otherwise
    private_persons: bool = True

    @property
    def closed_reports(self) -> frozenset[int]:
        """Reports whose original is withheld whatever is printed in it."""
        return self.withheld | self.paragraphs.keys() | self.regions.keys()


def read_masks(
    *,
    persons: Sequence[str] = (),
    fields: Sequence[str] = (),
    paragraphs: Sequence[str] = (),
    withheld: Sequence[str] = (),
    regions: Sequence[str] = (),
    private_persons: bool = True,
) -> Masks:
    """As they are typed. Raises WrongUse, with the one that cannot be meant.

    >>> read_masks(paragraphs=["report:12/3"], regions=["report:4:10,20,30,40"]).closed_reports == {12, 4}
    True
    """
    lines: dict[int, set[int]] = {}
    for typed in paragraphs:
        met = _met(_PARAGRAPH, typed, "report:12/3")
        lines.setdefault(int(met["report"]), set()).add(int(met["paragraph"]))
    boxes: dict[int, list[Region]] = {}
    for typed in regions:
        met = _met(_REGION, typed, "report:12:x,y,width,height")
        boxes.setdefault(int(met["report"]), []).append(Region(*map(int, met["sides"].split(","))))
    named = [_met(_FIELD, typed, "finding:12/quote") for typed in fields]
    return Masks(
        names=frozenset(map(_name, persons)),
        fields=frozenset((met["item"], met["field"]) for met in named),
        paragraphs={report: frozenset(each) for report, each in lines.items()},
        withheld=frozenset(int(_met(_REPORT, typed, "report:12")["report"]) for typed in withheld),
        regions=boxes,
        private_persons=private_persons,
    )


def _met(form: re.Pattern[str], typed: str, example: str) -> re.Match[str]:
    met = form.fullmatch(typed)
    if met is None:
        raise WrongUse(f"{typed[:100]!r} cannot be masked", f"write it like {example}")
    return met


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if len(name) < _NAME_SIGNS_MIN:
        raise WrongUse(f"{typed!r} is too short to be masked", "write the whole name")
    return name
