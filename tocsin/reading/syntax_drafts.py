"""Statements of one folded sentence by its tree: each verb of the lexicon with its subject and what it governs.

Left out is what nobody says here and now: speech that is negated, possible or planned, what the author says of himself,
and what already stands within something said. A stance not taken has an act of its own: "not supported".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.reading.clause_ends import Range, clause_end, trim
from tocsin.reading.cues import Verb, is_idle, is_negated, speech_verbs
from tocsin.reading.document import Token
from tocsin.reading.drafts import Draft, draft_statements
from tocsin.reading.grammar import QUOTATION, is_word, skip_adverbs_back
from tocsin.reading.noun_phrases import Phrase
from tocsin.reading.rejections import find_rejections
from tocsin.reading.speakers import split_speakers
from tocsin.reading.stance_verbs import governing_verbs
from tocsin.reading.stance_words import BEGUN, stance_nouns
from tocsin.reading.subjects import shared_subject
from tocsin.reading.syntax import Tree
from tocsin.reading.syntax_contents import Governed, governed
from tocsin.reading.syntax_nominals import find_held
from tocsin.reading.syntax_subjects import agent, grammatical_subject, is_passive, phrase_of

_SPEAKING = {"i", "we", "you"}
_NOT = {"not", "n’t", "n't", "never"}
#: acts of verbs of speech_verbs.tsv that tell what somebody thinks
_THOUGHT = {"believed", "expected", "hoped", "wanted", "intended", "supported", "accepted", "recognized"}
_WILL = {"will", "wo", "would", "can", "could"}
_DID = {"do", "does", "did"}
#: what opens a clause and is no part of what is said
_OPENERS = {"that", "which", "who", "whom"}


def draft_with_tree(text: str, words: Sequence[Token], tree: Tree | None) -> list[Draft]:
    """What the word rules find, mended and completed by the tree. Beside a quotation the word rules know better."""
    by_words = draft_statements(text, words)
    if tree is None:
        return by_words
    held = list(_draft_held(words, tree))
    lent = {draft.cue[0] + 1 for draft in held if draft.cue[1] - draft.cue[0] > 1}
    by_tree = {draft.cue[1]: draft for draft in draft_by_syntax(words, tree) if draft.cue[1] not in lent}
    by_tree |= {draft.cue[1]: draft for draft in held}
    drafts: list[Draft] = []
    for draft in by_words:
        mended = by_tree.pop(draft.cue[1], None)
        if draft.cue[1] not in lent:  # "expressed | concern about"
            drafts.append(draft if mended is None or _is_kept(words, draft, mended) else _mend(draft, mended))
    return sorted([*drafts, *by_tree.values()], key=lambda draft: draft.cue)


def _is_kept(words: Sequence[Token], by_words: Draft, by_tree: Draft) -> bool:
    """A quotation, and the clause of a noun that the tree hangs from another: "her word on the valley that ..."."""
    if words[by_words.content[0][0]].text == QUOTATION:
        return True
    end = by_tree.content[-1][1]
    if end < by_words.content[-1][1] and words[end].text == QUOTATION:
        return True  # "that it did its best | “to help”"
    noun = words[by_words.cue[1] - 1].lower in stance_nouns()
    return noun and by_words.cue[1] <= by_words.content[0][0] != by_tree.content[0][0]


def _mend(by_words: Draft, by_tree: Draft) -> Draft:
    """The content as the tree has it; speakers by the words, which look beyond the clause."""
    return by_tree._replace(
        speakers=by_words.speakers or by_tree.speakers, told=by_words.told or by_tree.told
    )


def draft_by_syntax(words: Sequence[Token], tree: Tree) -> Iterator[Draft]:
    """What each verb of the lexicon gives, in the order of the verbs."""
    for index, node in enumerate(tree.nodes):
        if not node.tag.startswith("VB") or words[node.first].text == QUOTATION:
            continue
        verb = _verb(tree, index)
        if verb is None or not _is_real(words, tree, index, verb):
            continue
        found = governed(tree, index, verb)
        draft = _draft(words, tree, index, verb, found) if found else None
        if draft:
            yield draft._replace(act=f"not {draft.act}") if _is_denied(tree, index) else draft


def _draft_held(words: Sequence[Token], tree: Tree) -> Iterator[Draft]:
    """What the nouns and adjectives of stance give."""
    for held in find_held(tree):
        real = held.verb is None or (_is_done(words, tree, held.verb) and not _is_denied(tree, held.verb))
        if words[tree.nodes[held.last].first].text == QUOTATION or not real or _is_nested(tree, held.last):
            continue
        speaker = phrase_of(tree, held.holder)
        pieces = (_trimmed(words, run, after=held.last) for run in _joined(words, tree.words(held.content)))
        content = tuple(piece for piece in pieces if piece[0] < piece[1])
        if speaker and content:
            cue = tree.nodes[held.first].first, tree.nodes[held.last].last
            yield Draft(tuple(split_speakers(words, speaker)), cue, content, held.act)


def _verb(tree: Tree, index: int) -> Verb | None:
    """The entry of the verb at `index`, with its particle if it has one: "point out"."""
    entries = governing_verbs().get(tree.nodes[index].lower, {})
    for child in tree.children_of(index, {"prt", "advmod"}):
        if tree.nodes[child].relation == "prt" or tree.nodes[child].lower in entries:
            return entries.get(tree.nodes[child].lower)
    return entries.get("")


def _is_real(words: Sequence[Token], tree: Tree, index: int, verb: Verb) -> bool:
    """Whether somebody else does it: not "may say", "to say", "did not say", "we say" or "said that others say"."""
    alone = not verb.lemma.count(" ")
    if alone and is_idle(words, tree.nodes[index].first, verb):  # "adds up", but "talks up the plan"
        return False
    if _is_denied(tree, index) and not _is_attitude(verb):
        return False  # "did not say that" tells nothing of what is not said
    if _is_denied(tree, index) and _is_rejection(words, tree.nodes[index].first):
        return False  # "does not accept this account" denies what was said before
    return _is_done(words, tree, index) and not _is_nested(tree, index)


def _is_denied(tree: Tree, index: int) -> bool:
    """ "does not support": a stance as well."""
    return any(tree.nodes[one].lower in _NOT for one in tree.children_of(index, {"neg"}))


def _is_rejection(words: Sequence[Token], verb: int) -> bool:
    return any(first <= verb < last for first, last in (one.verb for one in find_rejections(words)))


def _is_attitude(verb: Verb) -> bool:
    """ "Does not support", "does not believe" tell where somebody stands; "did not say" does not."""
    return verb.act in _THOUGHT or (verb.act != "said" and verb.lemma not in speech_verbs())


def _is_done(words: Sequence[Token], tree: Tree, index: int) -> bool:
    """Whether the verb is no plan, not negated, and not the author's own."""
    node = tree.nodes[index]
    helpers = (
        _DID | _WILL if _is_denied(tree, index) else _DID
    )  # "would not accept" is a stance, "would accept" a guess
    helped = any(tree.nodes[one].lower in helpers for one in tree.children_of(index, {"aux"}))
    going_on = node.relation == "advcl" and words[max(0, node.first - 2)].lower == "on"  # "went on to say"
    begun = (node.relation == "xcomp" or going_on) and tree.nodes[node.head].lower in BEGUN
    if node.tag == "VB" and not (helped or begun):
        return False
    subject = grammatical_subject(tree, index)
    if subject is not None and tree.nodes[subject].lower in _SPEAKING:
        return False
    return _is_denied(tree, index) or not is_negated(words, node.first)


def _is_nested(tree: Tree, index: int) -> bool:
    """Whether the verb at `index` stands in a clause that another verb before it governs."""
    node = tree.nodes[index]
    while node.head != index:
        if node.relation == "ccomp" and node.head < index:
            return True
        index, node = node.head, tree.nodes[node.head]
    return False


def _draft(words: Sequence[Token], tree: Tree, index: int, verb: Verb, found: Governed) -> Draft | None:
    word = tree.nodes[index].first
    runs = _joined(words, tree.words(found.content))
    pieces = (_trimmed(words, _without_preposition(tree, index, run), after=word) for run in runs)
    content = tuple(one for one in pieces if one[0] < one[1] and not one[0] <= word < one[1])
    if not content:
        return None
    speaker = _speaker(tree, index, verb) or _shared(words, tree, index, verb)
    told = phrase_of(tree, found.told) if found.told is not None else None
    return Draft(
        speakers=tuple(split_speakers(words, speaker)) if speaker else (),
        cue=(skip_adverbs_back(words, word), word + 1),
        content=content,
        act=verb.act,
        told=(told.first, told.last) if told else None,
    )


def _speaker(tree: Tree, index: int, verb: Verb) -> Phrase | None:
    if "r" in verb.takes:
        return None
    head = agent(tree, index) if is_passive(tree, index) else grammatical_subject(tree, index)
    return None if head is None else phrase_of(tree, head)


def _shared(words: Sequence[Token], tree: Tree, index: int, verb: Verb) -> Phrase | None:
    """The subject of a participle that the tree hangs nowhere: "in warning that", "after months of refusing to"."""
    node = tree.nodes[index]
    subject = shared_subject(words, node.first) if node.tag == "VBG" and "r" not in verb.takes else None
    return subject and subject.phrase


def _without_preposition(tree: Tree, index: int, run: Range) -> Range:
    """ "called for | a truce": the preposition belongs to the cue; not so in "called | on both to wait"."""
    if tree.child(index, "xcomp") is not None:
        return run
    prepositions = {tree.nodes[one].first for one in tree.children_of(index, {"prep"})}
    return (run[0] + (run[0] in prepositions), run[1])


def _joined(words: Sequence[Token], runs: Sequence[Range]) -> list[Range]:
    """The runs, in one piece where nothing but a sign parts them: "the wells — | were dry"."""
    joined: list[Range] = []
    for first, last in runs:
        between = words[joined[-1][1] : first] if joined else ()
        parted = not joined or any(is_word(word) or word.text == QUOTATION for word in between)
        joined.append((first if parted else joined.pop()[0], last))
    return joined


def _trimmed(words: Sequence[Token], run: Range, *, after: int) -> Range:
    """Without the signs around it and the word that opens the clause; after the verb, not beyond its clause."""
    first, last = run
    while first < last and (
        (not is_word(words[first]) and words[first].text != QUOTATION) or words[first].lower in _OPENERS
    ):
        first += 1
    return first, min(trim(words, first, last), clause_end(words, first) if first > after else last)
