"""What findings propose as evidence for and against a framework's criteria, by cues in their words. Pure.

1. One pass over each text finds the phrases of all cues; a cue is met where one of each of its groups stand close.
2. A cue met belongs to the finding that tells it: the innermost statement whose content holds it, else an event, figure or
   response that it stands in. Where none does, nothing is proposed.
3. Other cues are about findings themselves: a figure of the dead among civilians, a crime that somebody named.
4. "No convoy was turned back" and a denial are evidence on the other side; who denies a statement is proposed beside it.
5. What is only asked for, planned, feared or asked is nothing, unless a cue says that such words count.
6. Mental elements are proposed from what somebody said alone, never from what was done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tocsin.assessment.cues import Cue, Index, shipped, shipped_index
from tocsin.assessment.frameworks import Criterion, Framework
from tocsin.assessment.meeting import Hit, Met, hits_of, inside, meetings
from tocsin.assessment.negation import clause_words, negated, supposed
from tocsin.assessment.weighing import Proposal
from tocsin.reading.document import Document, open_document

_SPEAKS = frozenset({"statement", "qualification"})
_OTHER_SIDE = {"for": "against", "against": "for"}
#: statements within statements that are told apart
_DEPTH_MAX = 3
#: of a passage, in a reason
_WORDS_SIGNS_MAX = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One finding as the rules see it."""

    finding_id: int
    kind: str
    #: passage, half open, in code points of its text
    start: int
    end: int
    #: in force, in the JSON contract of reading
    fields: Mapping[str, Any]
    #: its reading and its place among its kind there, which `denies` counts in; None where a person marked it
    run: int | None = None
    ordinal: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    text: str
    #: in text order
    told: tuple[Told, ...]


#: findings that a token stands in, the innermost last
Layer = list[tuple[Told, ...]]


class Source(NamedTuple):
    """The finding that tells what a cue met, and the statement that it stands in, if any."""

    finding: Told
    voice: Told | None


def proposals(texts: Iterable[Text], framework: Framework) -> tuple[Proposal, ...]:
    """At most one for each criterion, finding and side, in the order of texts and of their words."""
    criteria = {each.id: each for each in framework.criteria()}
    cues = [cue for cue in shipped() if not criteria.keys().isdisjoint(cue.criteria(framework.id))]
    found: dict[tuple[str, int, str], Proposal] = {}
    for text in texts:
        for each in _Listening(text, cues, shipped_index()).proposals(framework.id, criteria):
            found.setdefault((each.criterion, each.finding_id, each.side), each)
    return tuple(found.values())


class _Listening:
    """One text, its findings laid over its tokens."""

    def __init__(self, text: Text, cues: Sequence[Cue], index: Index) -> None:
        self._doc: Document = open_document(text.text)
        self._words = [token.lower for token in self._doc.tokens]
        self._cues = cues
        self._told = text.told
        self._contents: Layer = [()] * len(self._words)
        self._sayings: Layer = [()] * len(self._words)
        self._tellings: Layer = [()] * len(self._words)
        self._lay_out()
        self._hits = hits_of(self._words, index, {cue.id for cue in cues})

    def proposals(self, framework: str, criteria: Mapping[str, Criterion]) -> Iterator[Proposal]:
        made: list[tuple[Source, Proposal]] = []
        for source, cue, contrary, words in self._evidence():
            for side, ids in (("for", cue.favours), ("against", cue.opposes)):
                for criterion in ids.get(framework, ()):
                    if criterion not in criteria or not _may_show(criteria[criterion], source.finding):
                        continue
                    reason = self._reason(cue, source, contrary, words)
                    proposal = Proposal(
                        criterion=criterion,
                        finding_id=source.finding.finding_id,
                        side=_OTHER_SIDE[side] if contrary else side,
                        rule=cue.id,
                        reason=reason,
                    )
                    made.append((source, proposal))
                    yield proposal
        yield from self._denials(made)

    def _evidence(self) -> Iterator[tuple[Source, Cue, bool, tuple[str, ...]]]:
        """Each source with the cue that it meets, whether it says the contrary, and the words of it."""
        for cue in self._cues:
            if cue.kind:
                yield from self._by_finding(cue)
                continue
            for met in meetings(cue, self._hits):
                if not self._one_sentence(met):
                    continue
                source = self._source(met)
                contrary = self._contrary(met, source) if source else None
                if source and contrary is not None:
                    yield source, cue, contrary, self._printed(met)

    def _source(self, met: Met) -> Source | None:
        if met.cue.acts:
            voice = self._shared(self._sayings, met)
            return Source(voice, voice) if voice and voice.fields.get("act") in met.cue.acts else None
        voice = self._shared(self._contents, met)
        if voice is not None:
            heard = voice.fields.get("speaker_name") if met.cue.said else _asserts(voice)
            return Source(voice, voice) if heard else None
        told = any(self._contents[place] for hit in met.hits for place in hit)
        if met.cue.said or told:
            return None
        telling = next(
            (each for hit in met.hits for place in hit for each in self._tellings[place][-1:]), None
        )
        if telling is None or telling.fields.get("certainty") == "denied":
            return None
        return Source(telling, None)

    def _contrary(self, met: Met, source: Source) -> bool | None:
        """Whether the other side is meant; None where neither is."""
        denied = source.voice is not None and _denies(source.voice)
        if not met.cue.supposed and (self._asked(met) or supposed(self._words, met.first, met.last, met.own)):
            return None
        if not negated(self._words, met.first, met.last, met.own):
            return denied
        return None if denied or not met.cue.negated else True

    def _by_finding(self, cue: Cue) -> Iterator[tuple[Source, Cue, bool, tuple[str, ...]]]:
        for told in self._told:
            if told.kind != cue.kind or not all(_has(told, *field) for field in cue.fields.items()):
                continue
            words = self._words_within(cue, told)
            if words is None or not _names(told):
                continue
            voice = self._voice_at(told.start)
            contrary = _finding_contrary(told, voice)
            if contrary is not None:
                yield Source(told, voice), cue, contrary, words

    def _words_within(self, cue: Cue, told: Told) -> tuple[str, ...] | None:
        """The words of each group within the finding's passage, or its own where the cue has none."""
        first, stop = self._doc.token_from(told.start), self._doc.token_from(told.end)
        hits = inside(cue, self._hits, first, stop)
        if hits is None:
            return None
        return tuple(map(self._slice, hits)) or (self._doc.text[told.start : told.end][:_WORDS_SIGNS_MAX],)

    def _denials(self, made: Sequence[tuple[Source, Proposal]]) -> Iterator[Proposal]:
        """Beside each thing said, who denies it."""
        denying: dict[tuple[int | None, int], list[Told]] = defaultdict(list)
        for told in self._told:
            if told.kind == "statement" and told.fields.get("denies") is not None:
                denying[told.run, told.fields["denies"]].append(told)
        for source, proposal in made:
            if source.voice is None or source.voice.ordinal is None:
                continue
            for denial in denying.get((source.voice.run, source.voice.ordinal), ()):
                yield Proposal(
                    criterion=proposal.criterion,
                    finding_id=denial.finding_id,
                    side=_OTHER_SIDE[proposal.side],
                    rule=proposal.rule,
                    reason=f"{_who(denial)} denies what {_who(source.voice)} said; {proposal.reason}",
                )

    def _reason(self, cue: Cue, source: Source, contrary: bool, words: tuple[str, ...]) -> str:
        quoted = ", ".join(f"“{each}”" for each in words)
        voice = source.finding if source.finding.kind in _SPEAKS else source.voice
        parts = [f"{'the contrary of: ' if contrary else ''}{cue.says}: {quoted}"]
        if voice is not None:
            denied = _denies(voice) or (contrary and voice.kind == "qualification")
            parts.append(f"{'denied' if denied else 'said'} by {_who(voice)}")
        if source.finding.fields.get("certainty") == "unconfirmed":
            parts.append("unconfirmed")
        if _disputed(source.voice):
            parts.append("denied by somebody")
        return "; ".join(parts)

    def _lay_out(self) -> None:
        """Which contents of statements, statements, and events, figures or responses each token stands in."""
        contents = [
            (piece["start"], piece["end"], told)
            for told in self._told
            if told.kind == "statement"
            for piece in told.fields.get("content") or ()
        ]
        whole = [(told.start, told.end, told) for told in self._told]
        self._paint(self._contents, contents)
        self._paint(self._sayings, [each for each in whole if each[2].kind == "statement"])
        self._paint(
            self._tellings, [each for each in whole if each[2].kind in ("response", "figure", "event")]
        )

    def _paint(self, layer: Layer, spans: Iterable[tuple[int, int, Told]]) -> None:
        for start, end, told in sorted(
            spans, key=lambda span: (span[0] - span[1], span[0], span[2].finding_id)
        ):
            for place in range(self._doc.token_from(start), self._doc.token_from(end)):
                layer[place] = (*layer[place][-_DEPTH_MAX:], told)

    def _shared(self, layer: Layer, met: Met) -> Told | None:
        """The innermost finding that all words of the cue stand in."""
        rest = [layer[place] for hit in met.hits for place in hit]
        return next((each for each in reversed(rest[0]) if all(each in others for others in rest)), None)

    def _one_sentence(self, met: Met) -> bool:
        sentence = self._doc.sentence_at(self._doc.tokens[met.first].start)
        return sentence is not None and self._doc.tokens[met.last].end <= sentence.end

    def _asked(self, met: Met) -> bool:
        sentence = self._doc.sentence_at(self._doc.tokens[met.first].start)
        return sentence is not None and sentence.text.rstrip("”\"' ").endswith("?")

    def _voice_at(self, offset: int) -> Told | None:
        place = self._doc.token_from(offset)
        around = self._contents[place] if place < len(self._words) else ()
        return around[-1] if around else None

    def _printed(self, met: Met) -> tuple[str, ...]:
        return tuple(self._slice(hit) for hit in sorted(met.hits))

    def _slice(self, hit: Hit) -> str:
        tokens = self._doc.tokens
        return self._doc.text[tokens[hit[0]].start : tokens[hit[1]].end]


def _has(told: Told, field: str, values: frozenset[str]) -> bool:
    return str(told.fields.get(field) or "").lower() in values


def _names(told: Told) -> bool:
    """Whether a crime is named by somebody, of some conduct; a refusal to name it need not say of what."""
    if told.kind != "qualification":
        return True
    fields = told.fields
    return bool(fields.get("by") and (fields.get("of") or fields.get("certainty") == "denied"))


def _asserts(voice: Told) -> bool:
    return voice.fields.get("act") not in clause_words("unasserted")


def _denies(voice: Told) -> bool:
    return voice.fields.get("act") == "denied" or voice.fields.get("denies") is not None


def _disputed(voice: Told | None) -> bool:
    """Whether somebody else denies what it says."""
    return voice is not None and voice.fields.get("certainty") == "denied" and not _denies(voice)


def _finding_contrary(told: Told, voice: Told | None) -> bool | None:
    """Whether a finding is told as not being so; None where it is neither told as so nor as not so."""
    if told.kind == "qualification":
        # a word that somebody else denies is still said; one that its own speaker denies is not
        return told.fields.get("certainty") == "denied" and not _disputed(voice)
    if voice is None:
        return None if told.fields.get("certainty") == "denied" else False
    if told.kind == "statement":
        return False
    return _denies(voice) if _asserts(voice) else None


def _may_show(criterion: Criterion, finding: Told) -> bool:
    """A mental element is shown by what somebody said, and by nothing else."""
    if criterion.kind != "mental":
        return True
    return finding.kind in _SPEAKS and bool(finding.fields.get("speaker_name") or finding.fields.get("by"))


def _who(voice: Told) -> str:
    named = voice.fields.get("by") if voice.kind == "qualification" else voice.fields.get("speaker_name")
    return str(named or "somebody not named")[:_WORDS_SIGNS_MAX]
