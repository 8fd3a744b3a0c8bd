"""Evidence for and against published frameworks and legal elements: rules propose, people judge, nothing is decided.

- `versions`, `latest`, `add_framework`: frameworks as data, each version kept
- `begin`, `submit`, `return_`, `finish`, `publish`: an assessment's life
- `proposals_for`, `propose`, `weigh`: evidence; `judge`, `second_read`: what it comes to
- `answer_question`, `questions_of`: jurisdiction
- `sheet_of`: all of it as it stands; `compared`: how it changed from one assessment to the next
- `qualifications_of`: crimes as others name them, side by side
"""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = [
    "add_framework",
    "answer_question",
    "begin",
    "compared",
    "finish",
    "judge",
    "latest",
    "proposals_for",
    "propose",
    "publish",
    "qualifications_of",
    "questions_of",
    "return_",
    "second_read",
    "sheet_of",
    "submit",
    "versions",
    "weigh",
]

if TYPE_CHECKING:
    from tocsin.assessment.beginning import begin
    from tocsin.assessment.differences import compared
    from tocsin.assessment.ending import finish, publish, return_, submit
    from tocsin.assessment.framework_versions import add_framework, latest, versions
    from tocsin.assessment.judging import judge, second_read
    from tocsin.assessment.jurisdiction import answer_question, questions_of
    from tocsin.assessment.proposable import proposals_for
    from tocsin.assessment.qualifications import qualifications_of
    from tocsin.assessment.sheet import sheet_of
    from tocsin.assessment.weighing import propose, weigh
else:
    __getattr__ = verbs(
        __name__,
        {
            "add_framework": "framework_versions",
            "answer_question": "jurisdiction",
            "begin": "beginning",
            "compared": "differences",
            "finish": "ending",
            "judge": "judging",
            "latest": "framework_versions",
            "proposals_for": "proposable",
            "propose": "weighing",
            "publish": "ending",
            "qualifications_of": "qualifications",
            "questions_of": "jurisdiction",
            "return_": "ending",
            "second_read": "judging",
            "sheet_of": "sheet",
            "submit": "ending",
            "versions": "framework_versions",
            "weigh": "weighing",
        },
    )
