"""What a page shows of its kind: counted where it is opened, in the confined process, and judged in `content_check`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

#: of the visible text, in which words are looked for: what a wall says stands early, or the page is short
LOOKED_AT_SIGNS = 200_000
#: characters of a word of the title that tell: shorter ones stand in every text
TELLING_WORD_SIGNS = 4
#: elements that are never seen
_UNSEEN = frozenset({"script", "style", "template", "head", "svg"})
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True, slots=True)
class PageSigns:
    """Counts; signs are characters."""

    #: of the clean text
    text_signs: int
    #: of all that a reader sees, the clean text among it
    visible_signs: int
    #: of what a reader sees, within links
    link_signs: int = 0
    #: lines of the clean text, and those with words of each kind, in the order of `KINDS`
    paragraphs: int = 0
    walled: tuple[int, ...] = ()
    #: words found in title and headings, and in what is seen, as (kind, words)
    head_words: tuple[tuple[str, str], ...] = ()
    seen_words: tuple[tuple[str, str], ...] = ()
    password_fields: int = 0
    #: how many telling words of the title there are, and how many of them stand in the clean text
    title_words: int = 0
    title_words_in_text: int = 0
    #: of `articleBody` in JSON-LD; 0 without one
    article_body_signs: int = 0
    #: what JSON-LD says of `isAccessibleForFree`; None where it says nothing
    is_free: bool | None = None


#: of words that no article needs
KINDS = ("consent", "login", "pay", "error", "robot", "script")


def signs_of(tree: Any, text: str, title: str) -> PageSigns:
    """`tree` is the page as lxml has it, `text` its clean text. Linear in both."""
    seen, linked = _seen(tree)
    heads = " ".join([title, *(" ".join(each.itertext()) for each in _heads(tree))])[:LOOKED_AT_SIGNS]
    body, is_free = _declared(tree)
    lines = [line for line in text[:LOOKED_AT_SIGNS].splitlines() if line.strip()]
    telling = {word for word in _WORD.findall(title.casefold()) if len(word) >= TELLING_WORD_SIGNS}
    return PageSigns(
        text_signs=len(text.strip()),
        visible_signs=len(seen),
        link_signs=linked,
        paragraphs=len(lines),
        walled=tuple(sum(1 for line in lines if _pattern(kind).search(line.casefold())) for kind in KINDS),
        head_words=_found(heads),
        seen_words=_found(seen),
        password_fields=sum(1 for each in tree.iter("input") if (each.get("type") or "").lower() == "password"),
        title_words=len(telling),
        title_words_in_text=len(telling & set(_WORD.findall(text.casefold()))),
        article_body_signs=body,
        is_free=is_free,
    )  # fmt: skip


def _heads(tree: Any) -> Iterator[Any]:
    yield from tree.iter("title", "h1")


def _seen(tree: Any) -> tuple[str, int]:
    """What a reader sees (its beginning), and how many signs of it lead elsewhere. No recursion: pages are deep."""
    parts, linked, hidden, links = list[str](), 0, 0, 0
    from lxml import etree

    for step, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if step == "start":
            hidden += element.tag in _UNSEEN
            links += element.tag == "a"
            text = element.text
        else:
            if step == "end":
                hidden -= element.tag in _UNSEEN
                links -= element.tag == "a"
            text = element.tail
        if text and not hidden and (clean := " ".join(text.split())):
            parts.append(clean)
            linked += len(clean) if links else 0
    return " ".join(parts)[:LOOKED_AT_SIGNS], linked


def _found(text: str) -> tuple[tuple[str, str], ...]:
    """The first words of each kind."""
    folded = " ".join(text.casefold().split())
    matches = ((kind, _pattern(kind).search(folded)) for kind in KINDS)
    return tuple((kind, match[0]) for kind, match in matches if match)


@cache
def words() -> tuple[tuple[str, str, str], ...]:
    """(kind, language, words) of `data/wall_words.tsv`."""
    text = (resources.files("tocsin.reports") / "data" / "wall_words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple((kind, language, said) for kind, language, said, _example, _source in rows)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """Any of the words of that kind, longest first, not within longer words; apostrophes of both forms."""
    said = sorted((words_ for of, _, words_ in words() if of == kind), key=len, reverse=True)
    either = "|".join(re.escape(each.casefold()).replace("’", "['’]") for each in said)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")


def _declared(tree: Any) -> tuple[int, bool | None]:
    """The length of `articleBody`, and `isAccessibleForFree`, of the first JSON-LD node that has them."""
    body, is_free = 0, None
    for node in _ld_nodes(tree):
        if not body and isinstance(node.get("articleBody"), str):
            body = len(node["articleBody"])
        if is_free is None and "isAccessibleForFree" in node:
            is_free = str(node["isAccessibleForFree"]).lower() != "false"
    return body, is_free


def _ld_nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """JSON-LD objects of a page: alone, in a list, or in an `@graph`."""
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            value = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for node in value if isinstance(value, list) else [value]:
            graph = node.get("@graph") if isinstance(node, dict) else None
            inner = graph if isinstance(graph, list) else []
            yield from (each for each in (node, *inner) if isinstance(each, dict))
