"""Rules of what people read: plain text, in the language that the block names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html.entities import html5
from typing import TYPE_CHECKING

from tocsin.alerts.cap.rules.rule import Fault, Level, Message, rule, said

if TYPE_CHECKING:
    from lxml import etree

#: elements that people read; parameters are for programs
_READ = (
    *("restriction", "note", "event", "audience", "senderName", "headline", "description", "instruction"),
    *("contact", "areaDesc", "resourceDesc"),
)
#: those that a translation must change; names of senders and places may stay as they are
_TRANSLATED = ("description", "instruction")
#: what may be names and numbers alone, where a description beside it is translated
_TITLES = ("event", "headline")
#: shorter texts are one word in many languages: "Tsunami", "112", "-"
_SAID_LETTERS_MIN = 20
#: written alike and named apart: macrolanguages nor and hbs of ISO 639-3
_ONE_TONGUE = dict.fromkeys(("nb", "nn", "no"), "no") | dict.fromkeys(("bs", "cnr", "hr", "sh", "sr"), "sh")
#: the standard's words on a headline's length: it may be a useful limit
HEADLINE_LETTERS = 160
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|embed|font|form|h[1-6]|head|hr|html|i|iframe"
    r"|img|input|li|link|meta|object|ol|p|pre|script|small|span|strike|strong|style|sub|sup|table|tbody|td|th|title|tr"
    r"|tt|u|ul)(?:\s[^<>]{0,500})?\s?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));")
_BEGINS = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
_ENDS = {"\u202c", "\u2069"}
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


@rule("no-html-tags", "texts hold no HTML tags", "CAP 1.2, 3.2.2: texts are plain text")
def no_html_tags(message: Message) -> Iterator[Fault]:
    for node in message.all(*_READ):
        if found := _TAG.search(said(node)):
            yield Fault(node, f"there is HTML in the text: {found[0][:60]}")


@rule("no-html-entities", "texts hold no names of HTML characters", "CAP 1.2, 3.3.3")
def no_html_entities(message: Message) -> Iterator[Fault]:
    for node in message.all(*_READ):
        for found in _ENTITY.finditer(said(node)):
            if found["name"] is None or f"{found['name']};" in html5:
                yield Fault(node, f"there is an HTML character in the text: {found[0]}")
                break


@rule(
    "text-in-its-language",
    "two info blocks in different languages do not say the same words",
    "CAP 1.2, 3.2.2 language: the language of the text in the info block",
)
def text_in_its_language(message: Message) -> Iterator[Fault]:
    for info, name, language, first in _repeated(message):
        if name in _TRANSLATED or not _says_more(message, info):
            node = message.under(info, name)[0]
            yield Fault(node, f"the {name} of {language!r} is word for word that of {first!r}")


@rule(
    "title-in-its-language",
    "headline and event are translated like the rest",
    "CAP 1.2, 3.2.2 language; advice, as real ones are often names and numbers alone",
    Level.ADVICE,
)
def title_in_its_language(message: Message) -> Iterator[Fault]:
    for info, name, language, first in _repeated(message):
        if name in _TITLES and _says_more(message, info):
            node = message.under(info, name)[0]
            yield Fault(node, f"the {name} of {language!r} is word for word that of {first!r}")


def _repeated(message: Message) -> Iterator[tuple[etree._Element, str, str, str]]:
    """Blocks with texts that a block in another language says too: block, element, its language, the other one."""
    seen: dict[tuple[str, str], str] = {}
    for info in message.under(message.root, "info"):
        language = _tongue(message.text(info, "language"))
        for name in (*_TITLES, *_TRANSLATED):
            text = " ".join(message.text(info, name).split())
            if len(text) < _SAID_LETTERS_MIN:
                continue
            first = seen.setdefault((name, text), language)
            if first != language:
                yield info, name, language, first


def _says_more(message: Message, info: etree._Element) -> bool:
    return any(message.text(info, name) for name in _TRANSLATED)


def _tongue(language: str) -> str:
    """The language without its country; en where none is named."""
    primary = (language or "en-US").partition("-")[0].lower()
    return _ONE_TONGUE.get(primary, primary)


@rule("language-form", "a language is written as RFC 3066 has it, such as en-US", "CAP 1.2, 3.2.2 language")
def language_form(message: Message) -> Iterator[Fault]:
    for node in message.all("language"):
        if said(node) and not _LANGUAGE.fullmatch(said(node)):
            yield Fault(node, f"{said(node)[:40]!r} is no language")


@rule(
    "one-block-for-one-thing",
    "two info blocks of one language differ in what, where or when",
    "CAP 1.2, 3.2.2: blocks of one language are a sequence",
    Level.ADVICE,
)
def one_block_for_one_thing(message: Message) -> Iterator[Fault]:
    seen = set()
    for info in message.under(message.root, "info"):
        # all but areas and parameters could be repeated with reason; the whole block could not
        key = tuple(
            (node.tag, said(node)) for node in info.iter() if isinstance(node.tag, str) and not len(node)
        )
        if key in seen:
            yield Fault(info, "the info block repeats an earlier one")
        seen.add(key)


@rule(
    "no-hidden-signs",
    "texts hold no control characters, and no writing direction that is not ended",
    "Unicode Standard Annex 9; Unicode Technical Report 36",
    Level.ADVICE,
)
def no_hidden_signs(message: Message) -> Iterator[Fault]:
    for node in message.all(*_READ):
        text = said(node)
        if text.isascii() and text.isprintable():
            continue
        control = next(
            (sign for sign in text if unicodedata.category(sign) == "Cc" and sign not in "\t\n"), None
        )
        if control is not None:
            yield Fault(node, f"there is a control character in the text: U+{ord(control):04X}")
        elif sum(sign in _BEGINS for sign in text) != sum(sign in _ENDS for sign in text):
            yield Fault(node, "a writing direction begins in the text and does not end there")


@rule(
    "says-something",
    "headline, description, instruction, areaDesc and event say something where they stand",
    "CAP 1.2, 3.2.2",
    Level.ADVICE,
)
def says_something(message: Message) -> Iterator[Fault]:
    for node in message.all("event", "headline", "description", "instruction", "areaDesc"):
        if not said(node):
            yield Fault(node, f"{node.tag.rpartition('}')[2]} is empty")


@rule(
    "headline-short",
    f"a headline has at most {HEADLINE_LETTERS} letters: some displays show nothing else",
    "CAP 1.2, 3.2.2 headline",
    Level.ADVICE,
)
def headline_short(message: Message) -> Iterator[Fault]:
    for node in message.all("headline"):
        if len(said(node)) > HEADLINE_LETTERS:
            yield Fault(node, f"the headline has {len(said(node))} letters")


RULES = (
    no_html_tags,
    no_html_entities,
    text_in_its_language,
    title_in_its_language,
    headline_short,
    language_form,
    one_block_for_one_thing,
    no_hidden_signs,
    says_something,
)
