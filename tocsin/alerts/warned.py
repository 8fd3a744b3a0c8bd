"""The warnings about an alert as it stands, and the ticks of whoever approves it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Max

from tocsin.alerts.area_models import WarningTick
from tocsin.alerts.desk_figures import desk_figures
from tocsin.alerts.evidence import fields_when_written
from tocsin.alerts.models import Act, Alert, Footnote
from tocsin.alerts.warnings import Ground, Said, Warned, warnings
from tocsin.errors import AlertRefused
from tocsin.record.masking import kept_to_desk
from tocsin.record.taking_back import taken_back
from tocsin.record.verification_models import TakenBack
from tocsin.reports.models import Report
from tocsin.reports.publishers import kin
from tocsin.situations.models import Situation
from tocsin.situations.named_places import doubted

#: warnings that a refusal names; the desk and the command list all of them
NAMED_MAX = 5


def warnings_of(alert: Alert) -> tuple[Warned, ...]:
    """In a fixed number of queries."""
    situation, sentences = alert.situation, list(alert.sentences.all())
    footnotes = _footnotes(alert)
    figures = {note.finding_id for note in footnotes if note.finding.kind == "figure"}
    open_ = _open_contradictions(situation) if figures else {}
    unsure = doubted(situation, figures, public=False) if figures else {}
    back = taken_back((note.finding_id, note.finding.report_id) for note in footnotes) if footnotes else {}
    resting: dict[int, list[Ground]] = {}
    for note in footnotes:
        resting.setdefault(note.sentence_id, []).append(_ground(note, open_, unsure, back))
    said = [
        Said(number=number, text=row.text, grounds=resting.get(row.pk, ()))
        for number, row in enumerate(sentences, start=1)
    ]
    newest = Report.objects.filter(gatherings__situation=situation).aggregate(at=Max("published_at"))["at"]
    return warnings(said, above=(alert.headline, alert.area), newest=newest, kin=kin())


def tick(alert: Alert, act: Act, ticked: Collection[str]) -> None:
    """Stores that each warning was read; inside the act's transaction. Raises AlertRefused, naming those not ticked."""
    found = warnings_of(alert)
    missing = [each for each in found if each.key not in ticked]
    if missing:
        named = "; ".join(f"[{each.key}] {each.reason}" for each in missing[:NAMED_MAX])
        more = f"; and {len(missing) - NAMED_MAX} more" if len(missing) > NAMED_MAX else ""
        raise AlertRefused(
            f"{len(missing)} of {len(found)} warnings were not ticked: {named}{more}",
            f"read each warning (`tocsin alert warnings {alert.pk}`) and tick it, or return the alert to its writer",
        )
    WarningTick.objects.bulk_create(
        WarningTick(act=act, rule=each.rule, sentence=number, reason=each.reason)
        for each in found
        for number in (each.sentences or (None,))
    )


def _footnotes(alert: Alert) -> list[Footnote]:
    return list(
        Footnote.objects.filter(sentence__alert=alert)
        .select_related("review", "finding__review", "finding__report__membership", "finding__mask")
        .order_by("sentence__position", "id")
    )


def _ground(
    note: Footnote, open_: Mapping[int, str], unsure: Mapping[int, str], back: Mapping[int, TakenBack]
) -> Ground:
    finding, report = note.finding, note.finding.report
    member = getattr(report, "membership", None)
    return Ground(
        finding_id=finding.pk,
        report_id=report.pk,
        publisher=report.publisher,
        published_at=report.published_at,
        group_id=member.group_id if member else None,
        quote=finding.quote,
        certainty=_doubt(note) or unsure.get(finding.pk),
        restricted=kept_to_desk(finding),
        since=_since(note),
        contradicted=open_.get(finding.pk),
        taken_back=back[finding.pk].verdict if finding.pk in back else None,
    )


def _doubt(note: Footnote) -> str | None:
    """As it is judged by now, or as it was when the sentence was written: whichever doubts."""
    judged = [fields_when_written(note, note.finding), note.finding.current]
    doubts = [fields.get("certainty") for fields in judged]
    return next((str(each) for each in doubts if each in ("unconfirmed", "denied")), None)


def _since(note: Footnote) -> str | None:
    if not note.finding.stands:
        return str(note.finding.state)
    return "corrected" if fields_when_written(note, note.finding) != note.finding.current else None


def _open_contradictions(situation: Situation) -> dict[int, str]:
    """Figure -> what does not fit about it, where nobody has decided, or has said that it is not known."""
    return {
        finding_id: each.what for each in desk_figures(situation).undecided for finding_id in each.finding_ids
    }
