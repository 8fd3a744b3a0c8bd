"""A CAP message of somebody else (OASIS; 1.0, 1.1 or 1.2) as a report: what it says, whatever rules it breaks.

Its head becomes a head of `Name: value` lines, which no reader takes for a passage; the texts of its info blocks follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tocsin.errors import ReportRefused
from tocsin.reports.extracted import PUBLISHER_MAX, TITLE_MAX, Extracted, one_line
from tocsin.reports.media import CAP
from tocsin.reports.published import parse_published
from tocsin.reports.xml_guard import refuse_entities

if TYPE_CHECKING:
    from lxml import etree

#: languages named in a note, at most
LANGUAGES_MAX = 20
#: a shorter line was ended by whoever wrote it; a longer one by the width of a page
_WRAPPED_LETTERS_MIN = 40
_ENDS = (".", "!", "?", ":", ";", "…", "。", "։", "؟", "।")
_BULLET = re.compile(r"[*•·–-]\s")
_HEAD_VALUE_MAX = 900


def extract_cap(content: bytes) -> Extracted:
    """Raises ReportRefused for what is no well-formed CAP message, declares entities, or says nothing at all.

    Of several messages in one envelope or list the first gives the head, and all give their texts.
    """
    refuse_entities(content, "the message")
    roots = _opened(content)
    root = roots[0]
    infos = [info for each in roots for info in each.iterchildren("{*}info")]
    body = [paragraph for info in infos for paragraph in _body(info)]
    if not body:  # a bare cancel: its head says what it takes back
        body = list(_paragraphs(_text(root, "note")))
    first = infos[0] if infos else root
    head = {
        "Title": _text(first, "headline") or _text(first, "event"),
        "Publisher": _text(first, "senderName") or _text(root, "sender"),
        "Published": _text(root, "sent"),
        "Language": _text(first, "language") or ("en" if infos else ""),
        "Sender": _text(root, "sender"),
        "Identifier": _text(root, "identifier"),
        "Status": _text(root, "status"),
        "Message": _text(root, "msgType"),
        "References": _text(root, "references"),
        "Expires": _text(first, "expires"),
        "Area": "; ".join(filter(None, (_text(area, "areaDesc") for area in first.iterchildren("{*}area")))),
    }
    lines = [f"{name}: {one_line(value, _HEAD_VALUE_MAX)}" for name, value in head.items() if value.strip()]
    if not lines and not body:
        raise ReportRefused("the message says nothing", "ask its publisher for a whole one")
    return Extracted(
        media_type=CAP,
        text="\n".join((*lines, "", *body)) + "\n",
        title=one_line(head["Title"], TITLE_MAX),
        publisher=one_line(head["Publisher"], PUBLISHER_MAX),
        published=parse_published(head["Published"]),
        language=head["Language"],
        notes=tuple(_notes(roots, infos)),
    )


def _opened(content: bytes) -> list[etree._Element]:
    """The message, or those that any other XML carries: EDXL-DE, SOAP, the lists of IPAWS."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = one_line(str(error), 120)
        raise ReportRefused(
            f"the message is not XML ({reason})", "ask its publisher for a whole one"
        ) from error
    name = etree.QName(root).localname
    messages = [root] if name == "alert" else list(root.iter("{*}alert"))
    if not messages:
        raise ReportRefused("it is XML and no CAP message", "take in the page that it belongs to")
    return messages


def _body(info: etree._Element) -> Iterator[str]:
    """What the block says in sentences; the headline only where nothing else is said."""
    said = [*_paragraphs(_text(info, "description")), *_paragraphs(_text(info, "instruction"))]
    yield from said or _paragraphs(_text(info, "headline"))


def _paragraphs(text: str) -> Iterator[str]:
    """One line for each paragraph: lines that only the width of a page ended are joined."""
    held = ""
    for raw in (*text.splitlines(), ""):
        line = " ".join(raw.split())
        if held and (not line or _BULLET.match(line) or not _runs_on(held)):
            yield held
            held = ""
        held = f"{held} {line}".strip()
    if held:
        yield held


def _runs_on(line: str) -> bool:
    return len(line) >= _WRAPPED_LETTERS_MIN and not line.endswith(_ENDS)


def _notes(roots: list[etree._Element], infos: list[etree._Element]) -> Iterator[str]:
    root = roots[0]
    if len(roots) > 1:
        yield f"it carries {len(roots)} messages, and its head is that of the first"
    status, kind = _text(root, "status"), _text(root, "msgType")
    if status and status != "Actual":
        yield f"its status is {one_line(status, 40)}: it is no real warning"
    if kind in ("Update", "Cancel"):
        yield (
            f"it is an {kind} of an earlier message" if kind == "Update" else "it cancels an earlier message"
        )
    languages = dict.fromkeys(one_line(_text(info, "language") or "en-US", 40) for info in infos)
    if len(languages) > 1:
        yield f"it is written in {', '.join([*languages][:LANGUAGES_MAX])}"


def _text(node: etree._Element, name: str) -> str:
    """Of the first child of that name, in any version's namespace; comments are no text."""
    first = next(iter(node.iterchildren(f"{{*}}{name}")), None)
    return "" if first is None else str(first.xpath("string()")).strip()
