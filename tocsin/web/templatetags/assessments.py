"""How templates print assessments: words for what is stored, and the place of a criterion on its page."""

from django import template

from tocsin.assessment.sheet import CriterionRow
from tocsin.web import assessment_words as words

register = template.Library()
register.filter("anchor", words.anchor)


@register.filter
def judged_words(verdict: str) -> str:
    return str(words.VERDICTS.get(verdict, verdict))


@register.filter
def tone(verdict: str) -> str:
    """The class of its tag; empty for those that say nothing of the world."""
    return words.TONES.get(verdict, "")


@register.filter
def confidence_words(confidence: str) -> str:
    return str(words.CONFIDENCES.get(confidence, confidence))


@register.filter
def standing_words(standing: str) -> str:
    return str(words.STANDINGS.get(standing, standing))


@register.filter
def criterion_words(kind: str) -> str:
    """Of the kind of a part or a criterion."""
    return str(words.KINDS.get(kind, kind))


@register.filter
def life_words(state: str) -> str:
    return str(words.STATES.get(state, state))


@register.filter
def done_words(action: str) -> str:
    return str(words.DONE.get(action, action))


@register.filter
def accepted_count(row: CriterionRow, side: str) -> str:
    """How much is accepted on that side; empty for none, so that a long table shows where something is."""
    return str(len(row.accepted(side)) or "")
