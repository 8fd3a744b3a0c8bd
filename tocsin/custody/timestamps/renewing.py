"""Renewing timestamps before they age, and what a renewal is over: pure. The thought is that of RFC 4998, section 5.

A timestamp speaks for its time as long as nobody else can have the authority's key and nobody can make two texts with one
hash. Before either may be so, a newer timestamp is taken over the older ones as they lie here and over what they stamped.
It proves that they were there already while they could not be forged.

The text of a renewal, each line with a line feed:

    tocsin-renewal/1 sha512
    SIZE N HEX HEX

One line for each older timestamp, in order: size of its checkpoint, its number there, the hash of what it is over (the
checkpoint's text, or an older renewal's), and the hash of the answer (DER TimeStampResp).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.custody.timestamps.hashes import BY_NAME, OURS

#: how long before its end a timestamp is renewed: time enough for a house that sleeps for months
AHEAD = timedelta(days=365)
#: timestamps that one renewal covers: its text stays under 300 kB
AT_ONCE = 1000
_HEADER = "tocsin-renewal/1 sha512"
_LINE = re.compile(
    r"(?P<size>0|[1-9][0-9]{0,18}) (?P<n>[1-9][0-9]{0,8}) (?P<over>[0-9a-f]{128}) (?P<answer>[0-9a-f]{128})"
)


class Why(StrEnum):
    CERTIFICATE = "a certificate of its chain runs out"
    HASH = "its hash is ageing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Aged:
    """What the rule needs of a timestamp."""

    size: int
    n: int
    hash: str
    good_until: datetime
    #: ends of those that renew it; empty where none does
    renewed_until: tuple[datetime, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    size: int
    n: int
    why: Why
    #: by then it must be renewed
    until: datetime


def due(timestamps: Iterable[Aged], now: datetime) -> list[Reason]:
    """Which timestamps must be renewed now, and why; those that end first stand first."""
    found = [reason for each in timestamps if (reason := _reason(each, now)) is not None]
    return sorted(found, key=lambda each: (each.until, each.size, each.n))


def _reason(one: Aged, now: datetime) -> Reason | None:
    ageing = BY_NAME[one.hash].ageing_from
    until, why = one.good_until, Why.CERTIFICATE
    if ageing is not None and ageing < until:
        until, why = ageing, Why.HASH
    if until > now + AHEAD or any(end > until for end in one.renewed_until):
        return None
    return Reason(size=one.size, n=one.n, why=why, until=until)


def renews_enough(good_until: datetime, now: datetime) -> bool:
    """Whether a token with this end is worth keeping as a renewal: one that is due itself would be renewed for ever."""
    return good_until > now + AHEAD


@dataclass(frozen=True, kw_only=True, slots=True)
class Covered:
    """A timestamp in the text of a renewal."""

    size: int
    n: int
    #: hexadecimal
    over_hash: str
    answer_hash: str

    @classmethod
    def of(cls, size: int, n: int, message: bytes, response: bytes) -> Covered:
        return cls(
            size=size,
            n=n,
            over_hash=OURS.digest(message).hex(),
            answer_hash=OURS.digest(response).hex(),
        )


def renewal_text(covered: Sequence[Covered]) -> str:
    ordered = sorted(covered, key=lambda each: (each.size, each.n))
    lines = (f"{each.size} {each.n} {each.over_hash} {each.answer_hash}\n" for each in ordered)
    return f"{_HEADER}\n" + "".join(lines)


def read_renewal(text: str) -> list[Covered] | None:
    """The timestamps that a renewal covers; None for a text that is none."""
    header, *lines = text.split("\n")
    found = [_LINE.fullmatch(line) for line in lines[:-1]]
    if header != _HEADER or not lines or lines[-1] or not found:
        return None
    covered = [_covered(each) for each in found if each is not None]
    return covered if len(covered) == len(found) and renewal_text(covered) == text else None


def _covered(found: re.Match[str]) -> Covered:
    return Covered(
        size=int(found["size"]), n=int(found["n"]), over_hash=found["over"], answer_hash=found["answer"]
    )


class Standing(StrEnum):
    """What a timestamp that holds as of its time is worth today."""

    GOOD = "good"
    RENEWED = "renewed"
    RAN_OUT = "ran out"


def standings(
    ends: Mapping[int, tuple[datetime, datetime]], renewed_in: Mapping[int, Sequence[int]], now: datetime
) -> dict[int, Standing]:
    """How each timestamp stands today.

    `ends`: of each id when it was made and when it runs out. `renewed_in`: ids of those that cover it and are newer.
    One that ran out is as good as a renewal made before its end that itself is good or renewed in time.
    """
    found: dict[int, Standing] = {}
    newest_first = sorted(ends, key=lambda one: (ends[one][0], one), reverse=True)
    for key in newest_first:  # what renews it is known by then
        end = ends[key][1]
        timely = (each for each in renewed_in.get(key, ()) if each in found and ends[each][0] <= end)
        if now <= end:
            found[key] = Standing.GOOD
        elif any(found[each] is not Standing.RAN_OUT for each in timely):
            found[key] = Standing.RENEWED
        else:
            found[key] = Standing.RAN_OUT
    return found
