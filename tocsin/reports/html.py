"""Pages: main text by trafilatura; title, publisher and published time as the page's own metadata gives them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from tocsin.errors import ReportRefused
from tocsin.reports.decoding import decode_declared
from tocsin.reports.extracted import Extracted
from tocsin.reports.media import HTML
from tocsin.reports.page_signs import signs_of
from tocsin.reports.published import Published, parse_published

#: elements open at once; real pages stay under 100, and parsers of HTML recurse
DEPTH_MAX = 1000
#: signs of a paragraph that may be a dateline; a longer one is prose
LINE_MAX = 40
#: where a page declares its charset (HTML standard: the first 1,024 bytes; real pages are later)
CHARSET_BYTES = 4096

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9._:-]{2,40})", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"^<\?xml[^>]{0,100}?encoding=[\"']([A-Za-z0-9._:-]{2,40})")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
#: not counted: elements that have no end tag, or whose end tag may be left out
_NEVER_DEEP = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "html", "head", "body", "p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "colgroup",
        "option", "optgroup", "rt", "rp",
    }
)  # fmt: skip
_PUBLISHED_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.issued",
    "dcterms.date", "dc.date", "parsely-pub-date", "sailthru.date", "pubdate", "date",
)  # fmt: skip

#: how trafilatura looks for dates: not extensively, which takes days that a text tells about for its own
_DATES = {"original_date": True, "extensive_search": False}


def extract_html(
    content: bytes, charset: str | None = None, encoding: str | None = None, *, fetched: bool = False
) -> Extracted:
    """`charset` is what the server declared, `encoding` what a person says; of what was `fetched`, signs are counted.

    Raises ReportRefused for a page that holds no text, is nested too deep, or whose bytes can't be decoded.
    """
    page, notes = decode_declared(content, charset or declared_charset(content), encoding)
    refuse_deep(page)
    import trafilatura
    from lxml import etree

    tree = trafilatura.load_html(page)
    if tree is None:
        raise ReportRefused("the page holds no text")
    meta = dict(_meta(tree))
    published, unsure = _published(tree, meta)
    seen = deepcopy(tree) if fetched else None  # what takes the text out takes the rest away
    found: Any = trafilatura.bare_extraction(
        tree, with_metadata=True, include_comments=False, date_extraction_params=_DATES
    )
    text = (found.text if found else "") or _all_text(tree)
    if not text.strip():
        raise ReportRefused("the page holds no text", "take in a picture of it, and type a transcript")
    assert isinstance(tree, etree._Element)
    title = meta.get("og:title") or (found.title if found else "") or ""
    return Extracted(
        media_type=HTML,
        text=text.strip() + "\n",
        title=title,
        publisher=meta.get("og:site_name") or _site_name(found),
        published=published,
        language=tree.get("lang") or "",
        notes=notes + unsure,
        signs=None if seen is None else signs_of(seen, text, title),
    )


def declared_charset(content: bytes) -> str | None:
    """What the page itself says of its encoding."""
    head = content[:CHARSET_BYTES]
    match = _CHARSET.search(head) or _XML_ENCODING.search(head)
    return match[1].decode("ascii") if match else None


def refuse_deep(page: str) -> None:
    """Raises ReportRefused for markup nested deeper than any parser should be given.

    >>> refuse_deep("<div>" * 1001)
    Traceback (most recent call last):
    tocsin.errors.ReportRefused: its elements are nested deeper than 1,000; take in the page as text
    """
    depth = 0
    for match in _TAG.finditer(page):
        if match[2].lower() in _NEVER_DEEP:
            continue
        depth = max(depth - 1, 0) if match[1] else depth + 1
        if depth > DEPTH_MAX:
            raise ReportRefused(
                f"its elements are nested deeper than {DEPTH_MAX:,}", "take in the page as text"
            )


def _site_name(found: Any) -> str:
    """A name that the page gives its site. A bare host name is no publisher: it stands in the address anyway."""
    name, host = str(getattr(found, "sitename", None) or ""), str(getattr(found, "hostname", None) or "")
    return "" if name.lower() in (host.lower(), host.lower().removeprefix("www.")) else name


def _meta(tree: Any) -> Iterator[tuple[str, str]]:
    """Names (lower case) and contents; where a name comes twice the first one stands."""
    seen = set()
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = (element.get("content") or "").strip()
        if name and content and name not in seen:
            seen.add(name)
            yield name, content


def _published(tree: Any, meta: dict[str, str]) -> tuple[Published | None, tuple[str, ...]]:
    """When the page came out, and a note where that is only printed: the page declares nothing then."""
    for text in _published_texts(tree, meta):
        if published := parse_published(text):
            return published, ()
    printed = _printed_date(tree)
    if printed is None:
        return None, ()
    return printed, (f"its published date {printed.at:%Y-%m-%d} is printed on the page, not declared",)


def _printed_date(tree: Any) -> Published | None:
    """A day that stands by itself on the page, by trafilatura. Days within prose are what the page tells about."""
    from trafilatura.metadata import extract_metadata

    rest = deepcopy(tree)
    for element in list(rest.iter("p", "li", "td", "blockquote", "footer")):
        if element.tag == "footer" or len("".join(element.itertext())) > LINE_MAX:
            element.clear(keep_tail=True)
    return parse_published(extract_metadata(rest, date_config=_DATES).date or "")


def _published_texts(tree: Any, meta: dict[str, str]) -> Iterator[str]:
    """What the page declares: meta elements, then JSON-LD, then time elements that say what they are."""
    yield from (meta[name] for name in _PUBLISHED_NAMES if name in meta)
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            yield from _dates_published(script.text or "")
    for element in tree.iter("time"):
        if element.get("pubdate") is not None or element.get("itemprop") == "datePublished":
            yield element.get("datetime") or ""


def _dates_published(text: str) -> Iterator[str]:
    """`datePublished` of a JSON-LD object, of a list of them, or of an `@graph`."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    nodes = value if isinstance(value, list) else [value]
    for node in nodes:
        if isinstance(node, dict):
            graph = node.get("@graph")
            for inner in (node, *(graph if isinstance(graph, list) else ())):
                if isinstance(inner, dict) and isinstance(inner.get("datePublished"), str):
                    yield inner["datePublished"]


def _all_text(tree: Any) -> str:
    """Every visible text of a page in which no main part was found."""
    import trafilatura

    return str(trafilatura.html2txt(tree, clean=True))
