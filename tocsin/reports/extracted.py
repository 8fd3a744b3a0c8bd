"""What is taken out of a report's bytes: its clean text and what it says of itself."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from tocsin.errors import ReportRefused
from tocsin.reports.page_signs import PageSigns
from tocsin.reports.published import Published

#: as long as the store's columns
TITLE_MAX = 500
PUBLISHER_MAX = 200
LANGUAGE_MAX = 16
#: non-empty lines: each is committed to in the custody log by itself (64 bytes), so their number is bounded
PARAGRAPHS_MAX = 200_000

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedLink:
    """One entry of a feed: where its page is, and what the feed says of it."""

    link: str
    #: sha256 of the entry's id (or link) and its updated time, in hexadecimal
    key: str
    title: str = ""
    published: Published | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What the check of an archive came to."""

    holds: bool
    #: one plain sentence each, the file first
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    #: what nobody could check here
    unchecked: tuple[str, ...] = ()
    #: responses, resources and revisits
    captured: int = 0
    #: the domain that signed it; empty where nobody did, or a bare key
    signed_by: str = ""
    #: of the public key that signed it, in hexadecimal; empty where nobody did
    key_sha256: str = ""
    #: as a timestamp authority says; None where none does
    signed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Extracted:
    media_type: str
    #: the clean text, that passages are counted in; None where the bytes hold none that a program can read
    text: str | None
    title: str = ""
    publisher: str = ""
    published: Published | None = None
    #: ISO 639-1 as the report declares it; empty where it does not
    language: str = ""
    #: of a mail; empty elsewhere
    message_id: str = ""
    #: of a feed, newest first as the feed has them
    links: tuple[FeedLink, ...] = ()
    #: of an archive; None elsewhere
    checked: Checked | None = None
    #: what was left out or repaired, one plain sentence each
    notes: tuple[str, ...] = ()
    #: of a page that was fetched; None elsewhere
    signs: PageSigns | None = None


def one_line(text: str, length_max: int) -> str:
    """Printable, on one line, not longer than the store's column."""
    if (
        text.isprintable() and "  " not in text
    ):  # as most are; white space other than the blank is not printable
        return text.strip()[:length_max]
    if text.isprintable() and "  " not in text:
        return text.strip()[:length_max]
    shown = _SPACES.sub(" ", text[: 4 * length_max])
    if not shown.isprintable():
        shown = "".join(sign for sign in shown if sign.isprintable())
    return storable(shown).strip()[:length_max]


def storable(text: str) -> str:
    """Without what no store and no UTF-8 can hold: NUL and lone surrogates."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def language_code(tag: str) -> str:
    """The language of a BCP 47 tag ("en-GB", "hy_AM"), in lower case; empty for what is no tag.

    >>> language_code("en-GB"), language_code("x" * 40)
    ('en', '')
    """
    code = tag.strip().lower()[:LANGUAGE_MAX].replace("_", "-").partition("-")[0]
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else ""


def refuse_unbounded(text: str | None) -> None:
    """Raises ReportRefused for a text of more paragraphs than are kept."""
    if text is None or text.count("\n") <= PARAGRAPHS_MAX:
        return
    count = sum(1 for line in text.split("\n") if line.strip())
    if count > PARAGRAPHS_MAX:
        raise ReportRefused(
            f"it has {count:,} paragraphs, more than {PARAGRAPHS_MAX:,}", "split it into parts"
        )


def bounded(extracted: Extracted) -> Extracted:
    """The same, fit for the store."""
    return replace(
        extracted,
        text=None if extracted.text is None else storable(extracted.text),
        title=one_line(extracted.title, TITLE_MAX),
        publisher=one_line(extracted.publisher, PUBLISHER_MAX),
        language=language_code(extracted.language),
        message_id=one_line(extracted.message_id, TITLE_MAX),
    )


def to_json(extracted: Extracted) -> bytes:
    return json.dumps(asdict(bounded(extracted)), default=datetime.isoformat).encode("ascii")


def from_json(data: bytes) -> Extracted:
    """What `to_json` wrote."""
    plain: dict[str, Any] = json.loads(data)
    links = tuple(
        FeedLink(**{**link, "published": _published(link["published"])}) for link in plain.pop("links")
    )
    published, notes = _published(plain.pop("published")), tuple(plain.pop("notes"))
    signs = _signs(plain.pop("signs"))
    return bounded(Extracted(**plain, published=published, links=links, notes=notes, signs=signs))


def _signs(plain: dict[str, Any] | None) -> PageSigns | None:
    if plain is None:
        return None
    lists = {name: tuple(map(tuple, plain[name])) for name in ("head_words", "seen_words")}
    return PageSigns(**{**plain, **lists, "walled": tuple(plain["walled"])})


def _published(plain: dict[str, Any] | None) -> Published | None:
    return None if plain is None else Published(**{**plain, "at": datetime.fromisoformat(plain["at"])})
