"""What people decided against the log: findings, assessments, alerts with their shapes, and who may see what."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from tocsin.alerts.acts import committed as alert_fields
from tocsin.alerts.boundary_models import GivenShape
from tocsin.alerts.given_shapes import stands
from tocsin.alerts.models import Alert, SigningKey
from tocsin.alerts.own_signatures import faults_of as signature_faults
from tocsin.assessment.acts import committed as assessment_fields
from tocsin.assessment.models import Assessment
from tocsin.assessment.weighing import committed as evidence_fields
from tocsin.custody.commitments import Json
from tocsin.custody.models import Entry
from tocsin.record.commitment import as_text
from tocsin.record.masking import unlike
from tocsin.record.models import Finding
from tocsin.record.verification_models import Mask, Sensitivity, Testimony
from tocsin.whole_store.comparing import CHUNK, differences


def finding_faults(finding: Finding) -> Iterator[str]:
    expected: dict[str, Json] = {}
    if finding.marked_by_id:
        expected = {
            "kind": finding.kind,
            "start": finding.start,
            "end": finding.end,
            "quote": finding.quote,
        }
    if finding.review_id or _was_judged(finding):
        expected |= {
            "state": finding.state,
            "fields": as_text(finding.current),
            "review": finding.review_id,
        }
    yield from differences(f"finding:{finding.pk}", expected, None)


def _was_judged(finding: Finding) -> bool:
    return Entry.objects.filter(item=f"finding:{finding.pk}").exclude(action="marked").exists()


def assessment_faults(assessment: Assessment) -> Iterator[str]:
    expected = assessment_fields(assessment)
    for row in assessment.evidence.filter(by=None):
        expected[f"evidence:{row.pk}"] = evidence_fields(row)
    yield from differences(f"assessment:{assessment.pk}", expected, None)


def alert_faults(keys: Sequence[SigningKey], alert: Alert) -> Iterator[str]:
    said = "\n".join(alert.sentences.values_list("text", flat=True))
    yield from differences(f"alert:{alert.pk}", alert_fields(alert), said)
    if alert.identifier is not None:
        for fault in signature_faults(alert, keys):
            yield f"alert:{alert.pk} ({alert.identifier}): {fault}"


def shape_faults(shape: GivenShape) -> Iterator[str]:
    """Areas and units name a shape by its hash, to which the log commits."""
    if not stands(shape):
        yield f"the shape {shape} of an area is not the one that was given"


def mask_faults() -> Iterator[str]:
    """A mask is made of words to which the log commits: whoever lifts one behind them opens nothing unseen."""
    masked = set(Mask.objects.values_list("finding", flat=True))
    for item in Sensitivity.objects.filter(superseded_by=None).values_list("item", flat=True):
        masked.add(int(item.removeprefix("finding:")))
    told = Testimony.objects.filter(superseded_by=None, told_us=True).values("report")
    masked |= set(Finding.objects.filter(report__in=told).values_list("pk", flat=True))
    numbers = sorted(masked)
    for first in range(0, len(numbers), CHUNK):
        for pk in unlike(
            Finding.objects.filter(pk__in=numbers[first : first + CHUNK]), timezone.now().date()
        ):
            yield f"finding:{pk}: who may see it is not what the log says"
