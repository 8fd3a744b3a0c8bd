"""Who collects money for whom, and how to give: accounts with their currency, channels, links.

An appeal is a run of sentences that speak of gifts, with an account number, a channel or a link among them. The words
are data (data/appeal_words.tsv); currencies are those of data/units.tsv.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.reading.clause_ends import clause_end
from tocsin.reading.document import Document, Sentence, Token
from tocsin.reading.findings import Appeal, AppealAccount, Channel, Problem
from tocsin.reading.grammar import is_kind
from tocsin.reading.noun_phrases import Phrase, phrase_after
from tocsin.reading.passages import within
from tocsin.reading.phrasebook import Match, phrasebook
from tocsin.reading.speakers import speaker_before

#: sentences of one appeal may stand so many sentences apart
_GAP_SENTENCES_MAX = 2
#: longer than this, what is told of those who are helped has become a story
BENEFICIARY_WORDS_MAX = 16
#: an account number stands so many characters after the word that announces it
_REACH = 60
#: an IBAN (ISO 13616), or seven digits at least, in groups or not
_NUMBER = re.compile(
    r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)|(?<![\w/])\d(?:[ -]?\d){6,29}(?!\w)"
)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: a clock time glued to an address: the line after it was lost
_GLUED_CLOCK = re.compile(r"/\d{1,2}:\d{2}\Z")
_CHANNELS = ("bank_transfer", "card", "other")
_GIVING = {"giving", "giving_for", "giving_to"}
_TO_WHOM = {"giving_to", "recipient"}
#: tokens in brackets after an account number
_BRACKET_MAX = 8
#: between currencies in a row: "in pounds, euros or US dollars"
_CURRENCY_JOINTS = frozenset([",", "and", "or", "/", "&"])
_FOR_WHOM = {"beneficiary", "giving_for"}


class _Word(NamedTuple):
    """A phrase of the table, as token indexes of its sentence."""

    first: int
    last: int
    kind: str


class _Ask(NamedTuple):
    """A sentence that belongs to an appeal."""

    sentence: Sentence
    #: its place among the sentences of the text
    number: int
    tokens: Sequence[Token]
    words: tuple[_Word, ...]
    accounts: tuple[AppealAccount, ...]
    channels: tuple[Channel, ...]
    links: tuple[str, ...]


def find_appeals(doc: Document) -> tuple[tuple[Appeal, ...], tuple[Problem, ...]]:
    """All appeals in text order, and a problem for each of their links that seems glued to what followed it."""
    appeals = tuple(
        _appeal(run) for run in _runs(doc) if any(ask.accounts or ask.channels or ask.links for ask in run)
    )
    problems = tuple(
        Problem(
            start=link.start,
            end=link.end,
            reason="the address may end before the clock time that is glued to it",
        )
        for appeal in appeals
        for link in within(doc.links, appeal.start, appeal.end)
        if _GLUED_CLOCK.search(doc.text, link.start, link.end)
    )
    return appeals, problems


def _runs(doc: Document) -> Iterator[list[_Ask]]:
    run: list[_Ask] = []
    for number, sentence in enumerate(doc.sentences):
        ask = _ask(doc, sentence, number, begun=bool(run))
        if run and number - run[-1].number > _GAP_SENTENCES_MAX:
            yield run
            run = []
        if ask:
            run.append(ask)
    if run:
        yield run


def _ask(doc: Document, sentence: Sentence, number: int, *, begun: bool) -> _Ask | None:
    """The sentence, if it speaks of gifts; once an appeal has begun, a link or an account is enough."""
    tokens = doc.tokens_in(sentence.start, sentence.end)
    words = tuple(
        _Word(match.first, match.stop, match.row[1])
        for match in phrasebook("appeal_words").all(tokens, 0, len(tokens))
    )
    kinds = {word.kind for word in words}
    gives = not _GIVING.isdisjoint(kinds)
    if not (gives or begun or "account" in kinds):
        return None
    links = tuple(
        doc.text[link.start : link.end]
        for link in within(doc.links, sentence.start, sentence.end)
        if doc.text[link.start : link.end].lower().startswith(("http", "www"))
    )
    channels = tuple(_channels(tokens, words))
    accounts = tuple(_accounts(doc, sentence, tokens, words, channels))
    if not (gives or accounts or (begun and (links or channels))):
        return None
    return _Ask(sentence, number, tokens, words, accounts, channels, links)


def _channels(tokens: Sequence[Token], words: tuple[_Word, ...]) -> Iterator[Channel]:
    """Each channel with the currencies that are named before the next channel."""
    cues = [word for word in words if word.kind in _CHANNELS]
    ends = [after.first for after in cues[1:]] + [len(tokens)]
    for cue, end in zip(cues, ends, strict=False):
        free = any(word.kind == "any" and cue.first < word.first < end for word in words)
        currencies = (
            ("any",)
            if free
            else _currencies(tokens, cue.last, end) or _named_before(tokens, words, cues, cue)
        )
        for currency in currencies or (None,):
            if cue.kind == "bank_transfer":
                yield Channel(kind="bank_transfer", currency=currency)
            elif cue.kind == "card":
                yield Channel(kind="card", currency=currency)
            else:
                yield Channel(kind="other", currency=currency)


def _named_before(
    tokens: Sequence[Token], words: tuple[_Word, ...], cues: Sequence[_Word], cue: _Word
) -> tuple[str, ...]:
    """The currency of "gifts in any currency can be made | by card", if no other channel stands between."""
    begin = max((other.last for other in cues if other.last <= cue.first), default=0)
    free = any(word.kind == "any" and begin <= word.first < cue.first for word in words)
    return ("any",) if free else _currencies(tokens, begin, cue.first)


def _currencies(tokens: Sequence[Token], first: int, last: int) -> tuple[str, ...]:
    """The first currency named in tokens[first:last], and those joined to it: "in pounds or US dollars"."""
    row: list[Match] = []
    for match in phrasebook("units").all(tokens, first, last):
        if match.row[2] == "currency" and (not row or _joined(tokens, row[-1], match)):
            row.append(match)
    return tuple(dict.fromkeys(match.row[1] for match in row))


def _joined(tokens: Sequence[Token], one: Match, other: Match) -> bool:
    """Whether nothing but joints, and the names of lands, stand between two currencies."""
    gap = tokens[one.stop : other.first]
    joints = [token for token in gap if token.text in _CURRENCY_JOINTS]
    return bool(joints) and all(token in joints or token.text[0].isupper() for token in gap)


def _accounts(
    doc: Document,
    sentence: Sentence,
    tokens: Sequence[Token],
    words: tuple[_Word, ...],
    channels: tuple[Channel, ...],
) -> Iterator[AppealAccount]:
    """The account numbers of a sentence, once in each currency named for them, or else in those of all."""
    named = tuple(one.currency for one in channels if one.kind == "bank_transfer" and one.currency)
    of_all = named or _currencies(tokens, 0, len(tokens))
    numbers = [
        match
        for match in _NUMBER.finditer(doc.text, sentence.start, sentence.end)
        if _announced(match, tokens, words) and not doc.in_link(match.start())
    ]
    bounds = [sentence.start, *(match.end() for match in numbers)]
    for match, begin in zip(numbers, bounds, strict=False):
        alone = len(numbers) == 1
        own = () if alone else _beside(tokens, match.end()) or _between(tokens, begin, match.start())
        for currency in own or of_all or (None,):
            yield AppealAccount(number=match.group(), currency=currency)


def _beside(tokens: Sequence[Token], end: int) -> tuple[str, ...]:
    """The currencies in the brackets after a number that ends there: "1234567 (US dollars)"."""
    first = bisect_left(tokens, end, key=lambda token: token.start)
    if first >= len(tokens) or tokens[first].text != "(":
        return ()
    close = next((token.end for token in tokens[first : first + _BRACKET_MAX] if token.text == ")"), end)
    return _between(tokens, end, close)


def _between(tokens: Sequence[Token], start: int, end: int) -> tuple[str, ...]:
    """The currencies named in start:end."""
    first = bisect_left(tokens, start, key=lambda token: token.start)
    return _currencies(tokens, first, bisect_left(tokens, end, key=lambda token: token.start))


def _announced(match: re.Match[str], tokens: Sequence[Token], words: tuple[_Word, ...]) -> bool:
    """Whether the last word before the number that announces one announces an account."""
    before = [
        word
        for word in words
        if word.kind in {"account", "phone"}
        and tokens[word.first].end <= match.start()
        and not _tells(tokens, word)
    ]
    if not before or _ISO_DATE.fullmatch(match.group()):
        return False
    return before[-1].kind == "account" and match.start() - tokens[before[-1].last - 1].end <= _REACH


def _tells(tokens: Sequence[Token], word: _Word) -> bool:
    """ "her account of the night" is a story."""
    return tokens[word.last - 1].lower == "account" and tokens[word.last].lower == "of"


def _appeal(run: list[_Ask]) -> Appeal:
    accounts = dict.fromkeys(account for ask in run for account in ask.accounts)
    channels = dict.fromkeys(channel for ask in run for channel in ask.channels)
    if accounts and all(channel.kind != "bank_transfer" for channel in channels):
        # whoever prints an account asks for transfers to it
        asked = [Channel(kind="bank_transfer", currency=account.currency) for account in accounts]
        channels = {**dict.fromkeys(asked), **channels}
    return Appeal(
        start=run[0].sentence.start,
        end=run[-1].sentence.end,
        collector=next((name for ask in run if (name := _collector(ask))), None),
        beneficiary=next((name for ask in run if (name := _beneficiary(ask))), None),
        accounts=tuple(accounts),
        channels=tuple(channels),
        links=tuple(dict.fromkeys(link for ask in run for link in ask.links)),
    )


def _collector(ask: _Ask) -> str | None:
    """Who opened the account, or else to whom one gives; an account that "was opened" is not its own collector."""
    for word in ask.words:
        if word.kind == "opening" and (subject := speaker_before(ask.tokens, word.first)):
            held = any(
                other.kind == "account" and subject.first <= other.first < subject.last for other in ask.words
            )
            if not held and not subject.relative:
                return _printed(ask, subject)
    return next((name for word in ask.words if (name := _recipient(ask, word))), None)


def _recipient(ask: _Ask, word: _Word) -> str | None:
    """The name after "donate to", "by card to": who is not named is no collector."""
    first = word.last
    if word.kind in _CHANNELS and first < len(ask.tokens) and ask.tokens[first].lower == "to":
        first += 1
    elif word.kind not in _TO_WHOM:
        return None
    phrase = phrase_after(ask.tokens, first)
    if phrase is None or any(
        other.kind == "account" and phrase.first <= other.first < phrase.last for other in ask.words
    ):
        return None
    name = _printed(ask, phrase)
    return name if name[0].isupper() else None


def _beneficiary(ask: _Ask) -> str | None:
    for word in ask.words:
        if word.kind in _FOR_WHOM and phrase_after(ask.tokens, word.last):
            # with what is told of them: "families displaced from Lysk", "people who fled the floods"
            last = min(clause_end(ask.tokens, word.last), word.last + BENEFICIARY_WORDS_MAX)
            ends = (i for i in range(word.last + 1, last) if _ends_beneficiary(ask.tokens, i))
            return _printed(ask, Phrase(word.last, next(ends, last)))
    return None


def _ends_beneficiary(tokens: Sequence[Token], index: int) -> bool:
    """ "the evacuees | are welcome", "the evacuees | (see ...)"; what a relative clause tells belongs to them."""
    word, before = tokens[index], tokens[index - 1].lower
    verb = is_kind(word.lower, "auxiliary") or is_kind(word.lower, "modal")
    return word.text in {"(", ":"} or (verb and not is_kind(before, "relative"))


def _printed(ask: _Ask, phrase: Phrase) -> str:
    """The phrase without its article, up to its first comma."""
    tokens = ask.tokens[phrase.first : phrase.last]
    comma = next((index for index, token in enumerate(tokens) if token.text == ","), len(tokens))
    first = 1 if comma > 1 and tokens[0].lower in {"the", "a", "an"} else 0
    offset = ask.sentence.start
    return ask.sentence.text[tokens[first].start - offset : tokens[comma - 1].end - offset]
