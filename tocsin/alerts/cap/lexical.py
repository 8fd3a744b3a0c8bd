"""How CAP writes times, lists and text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

#: what XML 1.0 cannot hold, section 2.2; lone surrogates among it
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: section 3.3.2, and `Z` and fractions as CAP 1.0 and 1.1 allow them
_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)T(?P<clock>\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?P<offset>Z|[-+]\d\d:\d\d)"
)
_QUOTED = re.compile(r'"([^"]*)"|(\S+)')


def zoned(at: datetime) -> str:
    """A time as section 3.3.2 wants it: whole seconds, a numeric offset, and UTC as -00:00.

    >>> zoned(datetime(2023, 9, 29, 14, 0, tzinfo=UTC))
    '2023-09-29T14:00:00-00:00'
    """
    assert at.tzinfo is not None, at
    offset = at.utcoffset()
    if not offset or offset % timedelta(minutes=1):  # local mean times have seconds, and CAP cannot say them
        return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "-00:00"
    return at.replace(microsecond=0).isoformat()


def time_of(text: str) -> datetime:
    """The instant that a message names, with the offset that it names. Raises ValueError.

    >>> zoned(time_of("2003-06-11T22:39:00-07:00"))
    '2003-06-11T22:39:00-07:00'
    """
    found = _TIME.fullmatch(text.strip())
    if found is None or not text.isascii():
        raise ValueError(
            f"{text.strip()[:40]!r} is no time with an offset, such as 2002-05-24T16:49:00-07:00"
        )
    midnight = found["clock"] == "24:00:00"  # XML Schema's end of the day
    clock = "00:00:00" if midnight else found["clock"]
    offset = "+00:00" if found["offset"] == "Z" else found["offset"]
    try:
        at = datetime.fromisoformat(f"{found['day']}T{clock}{offset}")
        at.astimezone(UTC)  # the first and the last day of the calendar have no such instant
        return at + timedelta(days=1) if midnight else at
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text.strip()[:40]!r} is no time ({error})") from error


def fit_for_xml(text: str) -> str:
    """The text with line ends as \\n, and U+FFFD in the place of every character that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def listed(text: str) -> tuple[str, ...]:
    """The items of `addresses` or `incidents`: parted by white space, in double quotes where they hold some.

    >>> listed('Drought "Urban Fire"')
    ('Drought', 'Urban Fire')
    """
    return tuple(found[1] if found[2] is None else found[2] for found in _QUOTED.finditer(text))


def as_list(items: Iterable[str]) -> str:
    """
    >>> as_list(("Drought", "Urban Fire"))
    'Drought "Urban Fire"'
    """
    return " ".join(f'"{item}"' if not item or re.search(r"\s", item) else item for item in items)
