"""What a speaker is called: pronouns, short names and "the ministry" brought back to the fullest form in the text.

A `Discourse` remembers who was last spoken of; who spoke or was the subject counts, not who was merely mentioned.
The text inside a quotation has a discourse of its own, in which "I" and "we" are the one who is quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.reading.datelines import after_dateline
from tocsin.reading.document import Token
from tocsin.reading.gazetteer import known_place
from tocsin.reading.genders import Gender, gender_of_office
from tocsin.reading.grammar import is_capital, is_kind, is_name_word, is_possessive
from tocsin.reading.names import NameKind, capital_runs, is_agent_noun, name_of
from tocsin.reading.noun_phrases import Phrase
from tocsin.reading.roster import Roster
from tocsin.reading.speakers import antecedent, head_run

#: a subject begins within so many words of the sentence
_SUBJECT_WORDS_MAX = 4
#: forms of one pronoun
_POSSESSIVES = {"his": "he", "her": "she", "its": "it", "their": "they", "my": "i", "our": "we"}

_GENDERS: dict[str, Gender] = {"he": "m", "she": "f"}
#: so many people back a pronoun may mean
_PEOPLE_MAX = 8
#: "Mr", "Prime Minister": words before a name that may tell a woman or a man
_TITLE_WORDS_MAX = 3
#: "In a village near the southern border,": how far its comma may stand
_ADJUNCT_WORDS_MAX = 12
_DEFINITE = {"the", "this", "that"}
#: what any body may be called
_ANY_BODY = {
    "organisation",
    "organization",
    "body",
    "group",
    "agency",
    "charity",
    "institution",
    "watchdog",
    "outfit",
}
#: "an earlier report" is not that of whoever spoke last
_OTHERS = {"another", "earlier", "previous", "separate", "different", "other", "rival"}


@dataclass(slots=True)
class Discourse:
    #: who is quoted here; None in the running text
    quoted: str | None = None
    #: who may be meant by "he" or "she", the one last spoken of first
    people: list[str] = field(default_factory=list)
    #: who or what may be meant by "it", and by "they"
    body: str | None = None
    many: str | None = None
    #: the last of all
    last: str | None = None
    #: the last one spoken of for each head word: "institute" -> "Lowland Institute"
    by_head: dict[str, str] = field(default_factory=dict)

    def follow_person(self, name: str) -> None:
        self.last = name
        self.people = [name, *(other for other in self.people if other != name)][:_PEOPLE_MAX]

    def follow_body(self, name: str) -> None:
        """A body is one or many: "the ministry said it", "the ministry said they"."""
        self.last = self.body = self.many = name
        self.by_head |= {word: name for word in name.lower().split() if is_name_word(word, "body")}

    def follow_many(self, name: str) -> None:
        self.last = self.many = name


def name_speaker(
    text: str, words: Sequence[Token], phrase: Phrase, roster: Roster, discourse: Discourse
) -> str | None:
    """The fullest name of the speaker that `phrase` prints; None where the text does not say who it is."""
    if phrase.relative:
        before = antecedent(words, phrase.first)
        return name_speaker(text, words, before, roster, discourse) if before else None
    first = words[phrase.first].lower
    if phrase.last - phrase.first == 1 and (is_kind(first, "pronoun") or first in _POSSESSIVES):
        return _pronoun(words[phrase.first], roster, discourse)
    run = head_run(words, phrase)
    owns = run and run[1] < phrase.last and is_possessive(words[run[1]])
    if run and not owns and not _is_common_noun(words, run, roster):
        return _named(text, words, run, roster, discourse)
    return _described(text, words, phrase, roster, discourse)


def follow_subject(text: str, words: Sequence[Token], roster: Roster, discourse: Discourse) -> None:
    """Remember who is the subject of a sentence in which nobody speaks."""
    start = _after_adjunct(words)
    for run_start, run_end in capital_runs(words[start:]):
        first, last = start + run_start, start + run_end
        opening = words[start:first]
        if len(opening) > _SUBJECT_WORDS_MAX or any(is_kind(word.lower, "preposition") for word in opening):
            return
        if last < len(words) and is_possessive(words[last]):
            run = next(((one, other) for one, other in capital_runs(words) if one == last + 1), None)
            if run is None:
                return
            discourse.follow_body(text[words[first].start : words[run[1] - 1].end])
            return
        if last < len(words) and words[last].lower != "and" and words[last].text != "-":
            _named(text, words, (first, last), roster, discourse)
        return


def _after_adjunct(words: Sequence[Token]) -> int:
    """Where the sentence goes on after "On Friday," or "In Lysk,"."""
    start = after_dateline(words)
    if start >= len(words) or not is_kind(words[start].lower, "preposition"):
        return start
    commas = (
        index
        for index in range(start, min(len(words), start + _ADJUNCT_WORDS_MAX))
        if words[index].text == ","
    )
    return next(commas, start - 1) + 1


def _named(
    text: str, words: Sequence[Token], run: tuple[int, int], roster: Roster, discourse: Discourse
) -> str:
    """The fullest form of the name at `run`, with its owner where one is printed ("Lowland’s Finance Ministry")."""
    name = name_of(text, words[run[0] : run[1]])
    before = words[max(0, run[0] - _TITLE_WORDS_MAX) : run[1]]
    gender = gender_of_office(word.lower for word in before if word.end <= name.start)
    fullest = roster.fullest(name.text, gender)
    owner = words[run[0] - 2 : run[0]] if run[0] > 1 else ()
    if name.kind == "body" and owner and is_possessive(owner[1]) and is_capital(owner[0]):
        fullest = text[owner[0].start : name.end]
    determined = run[0] > 0 and words[run[0] - 1].lower == "the" and name.start == words[run[0]].start
    _follow(fullest, "body" if determined else name.kind, roster, discourse)
    return fullest


def _follow(fullest: str, kind: NameKind, roster: Roster, discourse: Discourse) -> None:
    """A name that tells neither person nor body may be either, unless it is a place's, whose government speaks."""
    if kind == "person" or roster.is_person(fullest):
        discourse.follow_person(fullest)
        return
    unknown = kind == "other" and known_place(fullest) is None
    discourse.follow_body(fullest)
    if unknown:
        discourse.follow_person(fullest)


def _is_common_noun(words: Sequence[Token], run: tuple[int, int], roster: Roster) -> bool:
    """ "Residents of the town", "Officials": a capital that only opens the sentence."""
    word = words[run[0]].lower
    if run != (0, 1) or not (word.endswith("s") or is_kind(word, "plural")):
        return False
    office = is_name_word(word.removesuffix("s"), "role")
    noun = run[1] < len(words) and words[run[1]].lower in {"of", "in", "from", "at", "near", "with", "who"}
    return office or (noun and word not in roster.by_surname and known_place(words[0].text) is None)


def _pronoun(token: Token, roster: Roster, discourse: Discourse) -> str | None:
    word = _POSSESSIVES.get(token.lower, token.lower)
    if word in {"i", "we"}:
        return discourse.quoted
    if word in _GENDERS:
        return _person_meant(_GENDERS[word], token.start, roster, discourse)
    meant = discourse.body if word == "it" else (discourse.many or discourse.last) if word == "they" else None
    discourse.last = meant or discourse.last
    return meant


def _person_meant(gender: Gender, offset: int, roster: Roster, discourse: Discourse) -> str | None:
    """The last person spoken of who may be a woman, or a man; else the last one named who is known to be.

    A name that told neither is from now on what the pronoun says.
    """
    spoken = (name for name in discourse.people if roster.genders.get(name) in {gender, None})
    meant = next(spoken, None) or roster.last_named(offset, gender)
    if meant:
        roster.genders.setdefault(meant, gender)
        discourse.follow_person(meant)
    return meant


def _described(
    text: str, words: Sequence[Token], phrase: Phrase, roster: Roster, discourse: Discourse
) -> str:
    """A speaker without a name.

    "the post" is its author's, "an earlier post" is not, "the institute" and "the mayor" were named elsewhere.
    """
    tokens = words[phrase.first : phrase.last]
    end = next((i for i, token in enumerate(tokens) if i and _ends_head(token)), len(tokens))
    head = tokens[end - 1].lower
    owned = any(is_capital(token) for token in tokens[1:end]) or any(map(is_possessive, tokens[:end]))
    another = any(token.lower in _OTHERS for token in tokens[:end])
    if is_name_word(head, "document") and not (owned or another) and discourse.last:
        return discourse.last
    if end == 2 and tokens[0].lower in _DEFINITE and end == len(tokens):
        if head in discourse.by_head:
            return discourse.by_head[head]
        if head in _ANY_BODY and discourse.body and discourse.body[0].isupper():
            return discourse.body
    if end == len(tokens) and (holder := _holder(tokens, roster, discourse)):
        discourse.follow_person(holder)
        return holder
    printed = _printed(text, tokens)
    if not is_name_word(head, "document"):
        _follow_described(printed, head, roster, discourse)
    return printed


def _follow_described(printed: str, head: str, roster: Roster, discourse: Discourse) -> None:
    gender = gender_of_office([head])
    if gender:
        roster.genders.setdefault(printed, gender)
    if gender or is_name_word(head, "role") or is_agent_noun(head):
        discourse.follow_person(printed)
    elif is_kind(head, "plural") or (head.endswith("s") and not is_name_word(head, "body")):
        discourse.follow_many(printed)
    else:
        discourse.follow_body(printed)
    discourse.by_head[head] = printed


def _holder(tokens: Sequence[Token], roster: Roster, discourse: Discourse) -> str | None:
    """Who "the foreign minister" is: the only holder of that office in the text, or the one last spoken of."""
    if tokens[0].lower not in _DEFINITE or len(tokens) < 2:
        return None
    modifiers = {token.lower for token in tokens[1:-1] if token.text.isalpha()}
    holders = roster.holders(tokens[-1].lower, modifiers)
    if len(holders) > 1:
        return next((name for name in discourse.people[:1] if name in holders), None)
    return holders[0] if holders else None


def _printed(text: str, tokens: Sequence[Token]) -> str:
    """The phrase up to its first comma, its article in lower case wherever it stands."""
    end = next((i for i, token in enumerate(tokens) if i and token.text == ","), len(tokens))
    printed = text[tokens[0].start : tokens[end - 1].end]
    return printed[0].lower() + printed[1:] if tokens[0].lower in {"the", "a", "an"} else printed


def _ends_head(token: Token) -> bool:
    return is_kind(token.lower, "preposition") or token.text == "," or token.lower == "who"
