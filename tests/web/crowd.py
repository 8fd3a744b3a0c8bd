"""A situation with more of everything than two pages hold, in five scripts, and one with nothing."""

from datetime import timedelta

from tests import made
from tocsin import situations
from tocsin.reports.models import ReportText
from tocsin.situations.models import Situation

#: invented, one in each script: what a page must set and reckon with
PASSAGES = (
    "The council of the upper valley said on Thursday that buses would come back for the families at the mill.",
    "Քաղաքի խորհուրդը ասաց, որ ճանապարհը բաց է և ավտոբուսները կվերադառնան երեկոյան ժամը վեցին։",
    "قال مجلس الوادي إن الطريق مفتوح وإن الحافلات ستعود مساء اليوم لنقل العائلات من الجسر القديم.",
    "Совет верхней долины сообщил, что дорога открыта и автобусы вернутся за семьями к мельнице.",
    "谷地委员会说道路已经开放公共汽车将在傍晚返回接走磨坊旁的家庭并且桥梁已经修好。",
)
MEASURES = ("crossed", "registered", "sheltered", "killed", "missing", "injured", "arrived", "displaced")


def crowded(slug: str = "crowd", *, sensitivity: str = "open") -> Situation:
    situation = situations.open_situation(
        slug,
        title="A very long title of a situation in the upper valley " * 3,
        by="tests",
        now=made.NOW,
        summary="The desk's own words about the valley and the road that leads out of it. " * 12,
        time_zone="Asia/Yerevan",
    )
    for place in range(30):
        passage = PASSAGES[place % len(PASSAGES)]
        text = made.report(
            f"Report {place}. {passage} Then 1,234 people.",
            publisher=f"Publisher of a long name number {place}",
            sensitivity=sensitivity,
        )
        _findings(text, passage, place)
        situations.gather(situation, [text.report_id], by="tests", now=made.NOW)
    return situation


def _findings(text: ReportText, passage: str, place: int) -> None:
    time = made.NOW - timedelta(hours=3 * (place // 2))
    at = time.strftime("%Y-%m-%dT%H:%M+04:00")
    for measure in MEASURES:
        figure = {"value": 1000 + 17 * place, "unit": "person", "term": measure, "kind": "stock", "as_of": at}
        made.finding(text, "figure", "1,234 people", state="accepted", **figure)
    said = {"speaker_name": f"The council of the valley, speaker {place}", "said_at": at}
    for certainty in ("attributed", "unconfirmed"):
        made.finding(text, "statement", passage, state="accepted", certainty=certainty, **said)
    made.finding(text, "event", passage, state="accepted", type="assault", when=at)
    asked = {"speaker_name": "The council", "addressee": "the neighbours", "action": passage}
    made.finding(text, "call", passage, state="accepted", **asked)


def empty(slug: str = "nothing") -> Situation:
    return situations.open_situation(slug, title="Nothing yet", by="tests", now=made.NOW)
