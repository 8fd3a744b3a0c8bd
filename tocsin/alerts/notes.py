"""An alert's notes: for each finding that its sentences rest on, the passage and the way back to the sealed bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.alerts.evidence import fields_when_written
from tocsin.alerts.models import Alert, Footnote
from tocsin.alerts.wording import printed_date
from tocsin.record.levels import Viewer, blocked
from tocsin.record.masking import kept_to_desk, masked_words
from tocsin.reports.publishers import group_of


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteView:
    #: from 1, in the order in which the sentences first rest on it
    number: int
    finding_id: int
    report_id: int
    #: the passage as printed; empty where `withheld`
    quote: str
    #: the report was restricted after the alert was issued: its words are not shown any more
    withheld: bool
    #: ISO 639-1 of the text that the passage stands in; empty where unknown
    language: str
    #: empty where unknown
    publisher: str
    #: None where unknown
    published_at: datetime | None
    published_precision: str
    #: minutes from UTC as the report printed them; None where it printed no zone
    published_offset_min: int | None
    #: half open, in code points of the text
    start: int
    end: int
    #: of the report's bytes as they came
    sha256: str
    #: group of copies that the report is one of by now; None where it is none
    group_id: int | None
    #: group of publishers, not independent of each other, that its publisher is of; empty for none
    kin: str
    #: as judged when the sentence was written: "asserted", "attributed", "unconfirmed", "denied"; None for other kinds
    certainty: str | None
    #: what people decided about the finding by now ("refused" where it fell after the alert was issued)
    finding_state: str

    @property
    def published(self) -> str | None:
        """The date on which it was printed, in ISO 8601, no more precise than is known; None where it is not."""
        return printed_date(self.published_at, self.published_precision, self.published_offset_min)

    @property
    def unconfirmed(self) -> bool:
        return self.certainty == "unconfirmed"


def notes_of(alert: Alert) -> dict[int, NoteView]:
    """The notes by finding, in the order in which the sentences rest on them."""
    footnotes = (
        Footnote.objects.filter(sentence__alert=alert)
        .annotate(kin=group_of("finding__report__publisher"))
        .select_related(
            "review", "finding__review", "finding__report__membership", "finding__text", "finding__mask"
        )
        .order_by("sentence__position", "id")
    )
    notes: dict[int, NoteView] = {}
    for footnote in footnotes:
        if footnote.finding_id not in notes:
            notes[footnote.finding_id] = _note(len(notes) + 1, footnote)
    return notes


def _note(number: int, footnote: Footnote) -> NoteView:
    finding, report = footnote.finding, footnote.finding.report
    withheld = kept_to_desk(finding)
    certainty = fields_when_written(footnote, finding).get("certainty")
    member = getattr(report, "membership", None)
    return NoteView(
        number=number,
        finding_id=finding.pk,
        report_id=report.pk,
        quote="" if withheld else blocked(finding.quote, masked_words([finding], Viewer.PUBLIC)),
        withheld=withheld,
        language=finding.text.language,
        publisher=report.publisher,
        published_at=report.published_at,
        published_precision=report.published_precision,
        published_offset_min=report.published_offset_min,
        group_id=member.group_id if member else None,
        kin=footnote.kin or "",  # type: ignore[attr-defined]  # annotated
        start=finding.start,
        end=finding.end,
        sha256=report.sha256,
        certainty=str(certainty) if certainty else None,
        finding_state=finding.state,
    )
