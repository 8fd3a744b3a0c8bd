"""Does a capture hold the article, or what stood before it? A verdict of the program, which a person can overrule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from tocsin.reports.media import HTML
from tocsin.reports.page_signs import KINDS, PageSigns

#: counts up with every change of the rules, of the words or of what is counted
VERSION = "2"
#: a longer clean text is no notice. Notices that ask for consent, a login or a proof of being human run to some 500
#: characters; news in brief begins at about 200, so that being short proves nothing by itself
NOTICE_SIGNS_MAX = 600
#: a shorter text says nothing: a menu, a word of welcome, "Loading"
EMPTY_SIGNS_MAX = 80
#: of the paragraphs of a long text: with more of them about consent, the text is that of the dialog
WALL_SHARE = 1 / 3
#: of the article as JSON-LD has it: with less of it in the clean text, the rest was held back
WHOLE_SHARE = 0.5


class Verdict(StrEnum):
    ARTICLE = "article"
    #: no page: what came is the thing itself
    DOCUMENT = "document"
    COOKIES = "cookie wall"
    LOGIN = "login or paywall"
    ERROR = "error page"
    ROBOT = "bot check"
    EMPTY = "empty shell"


#: what keeps us from the article; it may be there for others, or again
WALLS = frozenset({Verdict.COOKIES, Verdict.LOGIN, Verdict.ERROR, Verdict.ROBOT, Verdict.EMPTY})
_OF_WORDS = {
    "robot": Verdict.ROBOT,
    "error": Verdict.ERROR,
    "pay": Verdict.LOGIN,
    "login": Verdict.LOGIN,
    "consent": Verdict.COOKIES,
    "script": Verdict.EMPTY,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    verdict: Verdict
    #: one plain sentence each; never empty
    reasons: tuple[str, ...]
    version: str = VERSION


def check(signs: PageSigns | None, *, status: int, media_type: str) -> Checked:
    """`signs` of a page, None for what is none; `status` as the last answer had it.

    1. an answer that is no success is an error page; 2. what is no page is a document; 3. a long text is the article
    unless the page itself says that more was held back, or the text is that of a consent dialog; 4. a short one is what
    its words say; 5. next to nothing is an empty shell; 6. what is left is a short article.

    >>> check(PageSigns(text_signs=20, visible_signs=20), status=200, media_type=HTML).verdict
    <Verdict.EMPTY: 'empty shell'>
    """
    if not 200 <= status < 300:
        return Checked(verdict=Verdict.ERROR, reasons=(f"the server answered {status}",))
    if signs is None or media_type != HTML:
        return Checked(verdict=Verdict.DOCUMENT, reasons=(f"it is no page but {media_type}",))
    if signs.text_signs > NOTICE_SIGNS_MAX:
        return _long(signs)
    return _short(signs)


def as_rendered(checked: Checked, signs: PageSigns | None) -> Checked:
    """Of a page that is an empty shell by what its server sent: what it holds once a browser has run its scripts.

    `signs` are those of the text that was seen; None where none was.
    """
    if signs is None:
        return replace(checked, reasons=(*checked.reasons, "a browser showed no text either"))
    seen = check(signs, status=200, media_type=HTML)
    return replace(seen, reasons=("by what a browser showed of it", *seen.reasons, *checked.reasons))


def _long(signs: PageSigns) -> Checked:
    length = f"its clean text has {signs.text_signs:,} characters"
    if held := tuple(_held_back(signs)):
        return Checked(verdict=Verdict.LOGIN, reasons=held)
    consenting = signs.walled[KINDS.index("consent")] if signs.walled else 0
    if consenting > WALL_SHARE * signs.paragraphs:
        return Checked(
            verdict=Verdict.COOKIES,
            reasons=(f"{consenting} of its {signs.paragraphs} paragraphs ask for consent",),
        )
    return Checked(verdict=Verdict.ARTICLE, reasons=(length, *_title(signs)))


def _held_back(signs: PageSigns) -> Iterator[str]:
    """Why we know that a reader who pays sees more; nothing where we do not."""
    if signs.text_signs < WHOLE_SHARE * signs.article_body_signs:
        yield f"its clean text has {signs.text_signs:,} characters, the article {signs.article_body_signs:,}"
    pay = dict(signs.seen_words).get("pay")
    if pay and signs.is_free is False:
        yield f"it says {pay!r}, and declares that it is not free"


def _short(signs: PageSigns) -> Checked:
    short = f"its clean text has only {signs.text_signs:,} characters"
    if found := _by_words(signs):
        verdict, reason = found
        return Checked(verdict=verdict, reasons=(reason, short))
    if held := tuple(_held_back(signs)):
        return Checked(verdict=Verdict.LOGIN, reasons=held)
    if signs.text_signs < EMPTY_SIGNS_MAX:
        return Checked(verdict=Verdict.EMPTY, reasons=(short,))
    if signs.link_signs > signs.visible_signs - signs.link_signs and not signs.title_words_in_text:
        return Checked(verdict=Verdict.EMPTY, reasons=("most of what it shows leads elsewhere", short))
    why = "it is short, and nothing says that it is a wall"
    return Checked(verdict=Verdict.ARTICLE, reasons=(why, *_title(signs)))


def _by_words(signs: PageSigns) -> tuple[Verdict, str] | None:
    """What a short page says of itself: in its title or heading first, then a field for a password, then in its text.

    A short article that speaks of its own subject, the words of its title, is none of these by its text alone: a line
    about cookies at the foot of a page is no wall.
    """
    head, seen = dict(signs.head_words), dict(signs.seen_words)
    for kind, verdict in _OF_WORDS.items():
        if kind in head:
            return verdict, f"its title or heading says {head[kind]!r}"
    if signs.password_fields:
        return Verdict.LOGIN, "it asks for a password"
    if _keeps_to_its_title(signs) and "pay" not in seen:
        return None
    for kind, verdict in _OF_WORDS.items():
        if kind in seen:
            return verdict, f"it says {seen[kind]!r}"
    return None


def _keeps_to_its_title(signs: PageSigns) -> bool:
    """A notice of a wall under the title of the article repeats little of it."""
    enough = signs.text_signs >= EMPTY_SIGNS_MAX and signs.title_words >= 2
    return enough and 2 * signs.title_words_in_text >= signs.title_words and not any(signs.walled)


def _title(signs: PageSigns) -> tuple[str, ...]:
    if not signs.title_words:
        return ()
    return (f"{signs.title_words_in_text} of {signs.title_words} words of its title stand in it",)
