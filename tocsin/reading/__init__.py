"""Text in, findings out, each with its passage.

>>> reading = read("About 3,000 people fled.", published="2023-09-26")
>>> reading.problems
()

Pure: no Django, no database, no clock; the only files read are the package's own tables.
"""

from __future__ import annotations

from datetime import date

from tocsin.errors import WrongUse
from tocsin.reading.document import open_document
from tocsin.reading.findings import Reading

#: names the rules that made a finding; changes whenever their answers may change
VERSION = "reading-1"


def read(text: str, published: date | str | None = None) -> Reading:
    """All findings of `text`, dated from the day it was `published` (a date, or ISO 8601 text).

    Any text at all is read; what cannot be understood becomes a `Problem`. Raises `WrongUse` for a
    `published` that is no date.
    """
    open_document(text, _day(published))
    return Reading()


def _day(published: date | str | None) -> date | None:
    if published is None or isinstance(published, date):
        return published
    try:
        return date.fromisoformat(published.strip()[:10])
    except ValueError:
        raise WrongUse(f"the report's date {published!r} is no date", "write it as YYYY-MM-DD") from None
