"""Words of assessments. None says that a crime was committed: only what information is relevant to, and how it is judged."""

from typing import Any

from django.utils.translation import gettext_lazy

from tocsin.assessment.lifecycle import Action, State
from tocsin.assessment.models import CriterionJudgement, Evidence

Verdict, Confidence = CriterionJudgement.Verdict, CriterionJudgement.Confidence

VERDICTS: dict[str, Any] = {
    Verdict.SUPPORTED: gettext_lazy("supported"),
    Verdict.PARTLY: gettext_lazy("partly supported"),
    Verdict.CONTRADICTED: gettext_lazy("contradicted"),
    Verdict.ABSENT: gettext_lazy("absent"),
    Verdict.NO_INFORMATION: gettext_lazy("no information"),
}
#: what each verdict means, beside the choice
MEANINGS: dict[str, Any] = {
    Verdict.SUPPORTED: gettext_lazy("the information for it holds against what speaks against it"),
    Verdict.PARTLY: gettext_lazy("some of it, or some accounts only"),
    Verdict.CONTRADICTED: gettext_lazy("the information against it outweighs what speaks for it"),
    Verdict.ABSENT: gettext_lazy("somebody looked where it would be seen, and it was not there"),
    Verdict.NO_INFORMATION: gettext_lazy("nobody could look, or nobody says; nothing follows from that"),
}
#: as tags are coloured
TONES: dict[str, str] = {Verdict.SUPPORTED: "sure", Verdict.PARTLY: "doubt", Verdict.CONTRADICTED: "doubt"}
CONFIDENCES: dict[str, Any] = {
    Confidence.LOW: gettext_lazy("low confidence"),
    Confidence.MEDIUM: gettext_lazy("medium confidence"),
    Confidence.HIGH: gettext_lazy("high confidence"),
}
STATES: dict[str, Any] = {
    State.OPEN: gettext_lazy("open"),
    State.SECOND_READING: gettext_lazy("second reading"),
    State.FINISHED: gettext_lazy("finished"),
}
STANDINGS: dict[str, Any] = {
    Evidence.Standing.PROPOSED: gettext_lazy("proposed by a rule"),
    Evidence.Standing.ACCEPTED: gettext_lazy("accepted"),
    Evidence.Standing.REFUSED: gettext_lazy("refused"),
}
SIDES: dict[str, Any] = {
    Evidence.Side.FOR: gettext_lazy("Information for it"),
    Evidence.Side.AGAINST: gettext_lazy("Information against it"),
}
#: of parts and criteria
KINDS: dict[str, Any] = {
    "common": gettext_lazy("common to all atrocity crimes"),
    "genocide": gettext_lazy("of genocide"),
    "crimes-against-humanity": gettext_lazy("of crimes against humanity"),
    "war-crimes": gettext_lazy("of war crimes"),
    "crime": gettext_lazy("elements in law"),
    "responsibility": gettext_lazy("ways in which a person takes part"),
    "conduct": gettext_lazy("conduct"),
    "circumstance": gettext_lazy("circumstance"),
    "consequence": gettext_lazy("consequence"),
    "mental": gettext_lazy("mental element"),
    "contextual": gettext_lazy("context"),
    "mode": gettext_lazy("way of taking part"),
    "indicator": gettext_lazy("indicator"),
}
ACTS: dict[str, Any] = {
    Action.SUBMIT: gettext_lazy("Hand in for the second reading"),
    Action.RETURN: gettext_lazy("Return it"),
    Action.FINISH: gettext_lazy("Finish it for good"),
    Action.PUBLISH: gettext_lazy("Publish it with its situation"),
}
#: what was done, beside who did it
DONE: dict[str, Any] = {
    Action.SUBMIT: gettext_lazy("handed in for the second reading"),
    Action.RETURN: gettext_lazy("returned"),
    Action.FINISH: gettext_lazy("finished"),
    Action.PUBLISH: gettext_lazy("published"),
}


def anchor(criterion: str) -> str:
    """A criterion's place on its page: "7(1)(d)/2" holds signs that an address would have to escape.

    >>> anchor("7(1)(d)/2"), anchor("7.10")
    ('c-7-1--d--2', 'c-7-10')
    """
    return "c-" + "".join(sign if sign.isalnum() else "-" for sign in criterion)
