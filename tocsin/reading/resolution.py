"""What a speaker is called: pronouns, short names and "the ministry" brought back to the fullest form in the text.

A `Discourse` remembers who was last spoken of; who spoke or was the subject counts, not who was merely mentioned.
The text inside a quotation has a discourse of its own, in which "I" and "we" are the one who is quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.reading.document import Token
from tocsin.reading.grammar import is_capital, is_kind, is_name_word, is_possessive
from tocsin.reading.names import Roster, capital_runs, name_of
from tocsin.reading.noun_phrases import Phrase
from tocsin.reading.speakers import antecedent, head_run

#: a subject begins within so many words of the sentence
_SUBJECT_WORDS_MAX = 4
#: forms of one pronoun
_POSSESSIVES = {"his": "he", "her": "he", "she": "he", "its": "it", "their": "they", "my": "i", "our": "we"}

#: "an earlier report" is not that of whoever spoke last
_OTHERS = {"another", "earlier", "previous", "separate", "different", "other", "rival"}


@dataclass(slots=True)
class Discourse:
    #: who is quoted here; None in the running text
    quoted: str | None = None
    person: str | None = None
    body: str | None = None
    #: the last of the two
    last: str | None = None
    #: the last one spoken of for each head word: "institute" -> "Lowland Institute"
    by_head: dict[str, str] = field(default_factory=dict)

    def follow(self, name: str, *, person: bool) -> None:
        """`name` speaks or acts: pronouns now mean it."""
        self.last = name
        if person:
            self.person = name
            return
        self.body = name
        self.by_head |= {word: name for word in name.lower().split() if is_name_word(word, "body")}


def name_speaker(
    text: str, words: Sequence[Token], phrase: Phrase, roster: Roster, discourse: Discourse
) -> str | None:
    """The fullest name of the speaker that `phrase` prints; None where the text does not say who it is."""
    if phrase.relative:
        before = antecedent(words, phrase.first)
        return name_speaker(text, words, before, roster, discourse) if before else None
    first = words[phrase.first].lower
    if phrase.last - phrase.first == 1 and (is_kind(first, "pronoun") or first in _POSSESSIVES):
        return _pronoun(first, discourse)
    run = head_run(words, phrase)
    if run and not (run[1] < phrase.last and is_possessive(words[run[1]])):
        return _named(text, words, run, roster, discourse)
    return _described(text, words, phrase, discourse)


def follow_subject(text: str, words: Sequence[Token], roster: Roster, discourse: Discourse) -> None:
    """Remember who is the subject of a sentence in which nobody speaks."""
    for first, last in capital_runs(words):
        if first > _SUBJECT_WORDS_MAX or any(is_kind(word.lower, "preposition") for word in words[:first]):
            return
        if last < len(words) and is_possessive(words[last]):
            run = next(((one, other) for one, other in capital_runs(words) if one == last + 1), None)
            if run is None:
                return
            discourse.follow(text[words[first].start : words[run[1] - 1].end], person=False)
            return
        if last < len(words) and words[last].lower != "and" and words[last].text != "-":
            _named(text, words, (first, last), roster, discourse)
        return


def _named(
    text: str, words: Sequence[Token], run: tuple[int, int], roster: Roster, discourse: Discourse
) -> str:
    """The fullest form of the name at `run`, with its owner where one is printed ("Lowland’s Finance Ministry")."""
    name = name_of(text, words[run[0] : run[1]])
    fullest = roster.fullest(name.text)
    person = name.kind == "person" or roster.by_surname.get(name.text.split()[-1].lower()) == fullest
    owner = words[run[0] - 2 : run[0]] if run[0] > 1 else ()
    if name.kind == "body" and owner and is_possessive(owner[1]) and is_capital(owner[0]):
        fullest = text[owner[0].start : name.end]
    discourse.follow(fullest, person=person)
    return fullest


def _pronoun(word: str, discourse: Discourse) -> str | None:
    word = _POSSESSIVES.get(word, word)
    if word in {"i", "we"}:
        return discourse.quoted
    if word == "he":
        return discourse.person
    return discourse.body if word == "it" else discourse.last if word == "they" else None


def _described(text: str, words: Sequence[Token], phrase: Phrase, discourse: Discourse) -> str:
    """A speaker without a name. "the post" is its author's, "an earlier post" is not, "the institute" was named before."""
    tokens = words[phrase.first : phrase.last]
    end = next((i for i, token in enumerate(tokens) if i and _ends_head(token)), len(tokens))
    head = tokens[end - 1].lower
    owned = any(is_capital(token) for token in tokens[1:end]) or any(map(is_possessive, tokens[:end]))
    another = any(token.lower in _OTHERS for token in tokens[:end])
    if is_name_word(head, "document") and not (owned or another) and discourse.last:
        return discourse.last
    if end == 2 and head in discourse.by_head:
        return discourse.by_head[head]
    printed = _printed(text, tokens)
    if not is_name_word(head, "document"):
        discourse.follow(printed, person=is_name_word(head, "role"))
        discourse.by_head[head] = printed
    return printed


def _printed(text: str, tokens: Sequence[Token]) -> str:
    """The phrase up to its first comma, its article in lower case wherever it stands."""
    end = next((i for i, token in enumerate(tokens) if i and token.text == ","), len(tokens))
    printed = text[tokens[0].start : tokens[end - 1].end]
    return printed[0].lower() + printed[1:] if tokens[0].lower in {"the", "a", "an"} else printed


def _ends_head(token: Token) -> bool:
    return is_kind(token.lower, "preposition") or token.text == "," or token.lower == "who"
