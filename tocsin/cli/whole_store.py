"""Every item of the store against the log: joined here, for no step may know the others' rows."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from tocsin import custody, delivery, record, reports, situations
from tocsin.alerts.acts import committed as alert_fields
from tocsin.alerts.boundaries import committed as boundary_fields
from tocsin.alerts.boundary_models import BoundarySet, GivenShape
from tocsin.alerts.earlier import committed as earlier_alert_fields
from tocsin.alerts.given_shapes import stands
from tocsin.alerts.key_acts import committed as key_fields
from tocsin.alerts.models import Alert, EarlierAlert, SigningKey, Translation
from tocsin.alerts.own_signatures import faults_of as signature_faults
from tocsin.alerts.translating import committed as translation_fields
from tocsin.assessment.acts import committed as assessment_fields
from tocsin.assessment.framework_versions import committed as framework_fields
from tocsin.assessment.judging import committed as judgement_fields
from tocsin.assessment.judging import committed_reading as second_reading_fields
from tocsin.assessment.jurisdiction import committed as answer_fields
from tocsin.assessment.models import (
    Assessment,
    CriterionJudgement,
    Evidence,
    FrameworkVersion,
    JurisdictionAnswer,
    SecondReading,
)
from tocsin.assessment.weighing import committed as evidence_fields
from tocsin.cli.acting import now
from tocsin.custody import timestamps
from tocsin.custody.checkpoints import committed_witness
from tocsin.custody.commitments import Json
from tocsin.custody.forgetting import committed as erasure_fields
from tocsin.custody.forgetting import kept_faults
from tocsin.custody.kept_salts import opener_of
from tocsin.custody.log_keys import committed as log_key_fields
from tocsin.custody.models import Entry, Erasure, LogKey, Timestamp, Witness
from tocsin.custody.timestamps.stored import committed as timestamp_fields
from tocsin.delivery.erasing import committed as contact_fields
from tocsin.delivery.models import Contact, Message
from tocsin.errors import TocsinError
from tocsin.record.access import committed_access, committed_viewing
from tocsin.record.assigning import committed as assignment_fields
from tocsin.record.commitment import as_text
from tocsin.record.consenting import committed_consent, committed_testimony
from tocsin.record.crediting import committed_credibility
from tocsin.record.keeping import committed_reading
from tocsin.record.linking import committed_link
from tocsin.record.mappings import committed_mapping
from tocsin.record.masking import unlike
from tocsin.record.models import Assignment, Finding, KeptMapping, ReadingRun
from tocsin.record.sensitivity import committed_sensitivity
from tocsin.record.taking_back import committed_taken_back
from tocsin.record.verification_models import (
    Access,
    Consent,
    Credibility,
    Link,
    Mask,
    Sensitivity,
    TakenBack,
    Testimony,
    Viewing,
)
from tocsin.relief.bank.deciding import committed as bank_decision_fields
from tocsin.relief.bank.soundness import bank_faults
from tocsin.relief.bank.taking_in import committed as bank_file_fields
from tocsin.relief.cards.refunding import committed as card_refund_fields
from tocsin.relief.ledger.batches import committed_batch
from tocsin.relief.ledger.funds import committed as fund_fields
from tocsin.relief.ledger.funds import committed_terms
from tocsin.relief.ledger.periods import committed as period_fields
from tocsin.relief.ledger.soundness import transfer_faults
from tocsin.relief.models import BankDecision, BankFile, Batch, CardRefund, Fund, FundTerms, Period, Transfer
from tocsin.relief.spending.logged import LOGGED as SPENDING
from tocsin.reports.capture_models import Capture, ContentJudgement, Recapture
from tocsin.reports.capturing import captured_page, open_capture, picture_of
from tocsin.reports.content_judging import committed as content_fields
from tocsin.reports.erasing_paragraphs import numbers_of
from tocsin.reports.fields import check_fields_of, origin_fields_of, text_fields_of
from tocsin.reports.models import ArchiveCheck, Origin, Placing, Report, ReportText
from tocsin.reports.placing import committed as placing_fields
from tocsin.reports.publisher_models import Kinship, Reliability
from tocsin.reports.publishers import committed_kinship, committed_reliability
from tocsin.reports.recapturing import committed as recapture_fields
from tocsin.situations.answering import committed as outcome_fields
from tocsin.situations.deciding import committed as decision_fields
from tocsin.situations.explaining import committed as change_fields
from tocsin.situations.feed_rules import committed as feed_rule_fields
from tocsin.situations.models import (
    Aside,
    Change,
    Decision,
    FeedRule,
    Outcome,
    Preference,
    SamePeople,
    Situation,
)
from tocsin.situations.naming import committed as people_fields
from tocsin.situations.preferring import committed as preference_fields
from tocsin.situations.setting_aside import committed as aside_fields

Row = TypeVar("Row", bound=Model)

#: rows held in memory at once
CHUNK = 200


#: nouns of which the log commits to all that a row says: what the log calls it, its rows, and what they are held to say
PLAIN: dict[str, tuple[type[Model], Callable[[Any], dict[str, Json]]]] = {
    "archive-check": (ArchiveCheck, check_fields_of),
    "placing": (Placing, placing_fields),
    "content-check": (ContentJudgement, content_fields),
    "recapture": (Recapture, recapture_fields),
    "assignment": (Assignment, assignment_fields),
    "situation": (Situation, situations.committed),
    "mapping": (KeptMapping, committed_mapping),
    "decision": (Decision, decision_fields),
    "outcome": (Outcome, outcome_fields),
    "change": (Change, change_fields),
    "preference": (Preference, preference_fields),
    "people": (SamePeople, people_fields),
    "aside": (Aside, aside_fields),
    "feed-rule": (FeedRule, feed_rule_fields),
    "framework": (FrameworkVersion, framework_fields),
    "evidence": (Evidence, evidence_fields),
    "judgement": (CriterionJudgement, judgement_fields),
    "second-reading": (SecondReading, second_reading_fields),
    "translation": (Translation, translation_fields),
    "earlier-alert": (EarlierAlert, earlier_alert_fields),
    "jurisdiction": (JurisdictionAnswer, answer_fields),
    "message": (Message, delivery.committed),
    "contact": (Contact, contact_fields),
    "signing-key": (SigningKey, key_fields),
    "boundary-set": (BoundarySet, boundary_fields),
    "timestamp": (Timestamp, timestamp_fields),
    "log-key": (LogKey, log_key_fields),
    "erasure": (Erasure, erasure_fields),
    "witness": (Witness, committed_witness),
    "reliability": (Reliability, committed_reliability),
    "kinship": (Kinship, committed_kinship),
    "credibility": (Credibility, committed_credibility),
    "link": (Link, committed_link),
    "taken-back": (TakenBack, committed_taken_back),
    "sensitivity": (Sensitivity, committed_sensitivity),
    "access": (Access, committed_access),
    "viewing": (Viewing, committed_viewing),
    "testimony": (Testimony, committed_testimony),
    "consent": (Consent, committed_consent),
    **SPENDING,
    "fund": (Fund, fund_fields),
    "fund-terms": (FundTerms, committed_terms),
    "period": (Period, period_fields),
    "batch": (Batch, committed_batch),
    "card-refund": (CardRefund, card_refund_fields),
    "bank-file": (BankFile, bank_file_fields),
    "bank-decision": (BankDecision, bank_decision_fields),
}
#: what the log calls every other item, and the rows that it means
NOUNS: dict[str, type[Model]] = {
    "report": Report,
    "text": ReportText,
    "finding": Finding,
    "assessment": Assessment,
    "alert": Alert,
    "transfer": Transfer,
}


def items() -> int:
    """How many items `faults` looks at."""
    rows: list[QuerySet[Any]] = [
        Report.objects.all(),
        _added(),
        Capture.objects.all(),
        Assessment.objects.all(),
        Alert.objects.all(),
        GivenShape.objects.all(),
        Timestamp.objects.all(),
        Transfer.objects.all(),
        BankFile.objects.all(),
    ]
    rows += map(_logged_rows, PLAIN)
    return sum(each.count() for each in rows) + len(_judged())


def faults(advance: Callable[[], object]) -> Iterator[str]:
    """One plain sentence for each item that is not as the log says. `advance` is called after each item."""
    yield from kept_faults()
    models = NOUNS | {noun: model for noun, (model, _fields) in PLAIN.items()}
    for noun, model in models.items():
        yield from _missing(noun, model)
    yield from _each(Report.objects.all(), _report_faults, advance)
    yield from _each(_added(), _text_faults, advance)
    captures = Capture.objects.select_related("sealed", "origin__report", "recapture")
    yield from _each(captures, _capture_faults, advance)
    judged = _judged()
    for first in range(0, len(judged), CHUNK):
        part = Finding.objects.filter(pk__in=judged[first : first + CHUNK]).select_related("review")
        yield from _each(part, _finding_faults, advance)
    for noun, (_model, fields) in PLAIN.items():
        yield from _each(_logged_rows(noun), partial(_plain_faults, noun, fields), advance)
    yield from _each(Assessment.objects.all(), _assessment_faults, advance)
    yield from _each(GivenShape.objects.all(), _shape_faults, advance)
    yield from _mask_faults()
    keys = list(SigningKey.objects.all())
    yield from _each(Alert.objects.all(), partial(_alert_faults, keys), advance)
    yield from transfer_faults(advance)
    yield from bank_faults(advance)
    yield from timestamps.faults(now(), advance)


def _logged_rows(noun: str) -> QuerySet[Any]:
    """The noun's rows; evidence that a rule proposed is committed to with its assessment."""
    rows = PLAIN[noun][0]._default_manager.all()
    if noun == "message":  # a question to one address is nobody else's business: the log knows nothing of it
        return rows.filter(to=None)
    if noun == "contact":  # the log knows of an address only that it was erased
        return rows.filter(pk__in=_logged(noun))
    return rows.exclude(by=None) if noun == "evidence" else rows


def _missing(noun: str, model: type[Model]) -> Iterator[str]:
    """What the log knows and the store does not: rows are never deleted here."""
    logged = _logged(noun)  # before the rows: what comes in meanwhile is then a row too many, not one too few
    for number in sorted(logged - set(model._default_manager.values_list("pk", flat=True))):
        yield f"{noun}:{number} is in the log and not in the store"


def _each(
    rows: QuerySet[Row], check: Callable[[Row], Iterator[str]], advance: Callable[[], object]
) -> Iterator[str]:
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        yield from check(row)
        advance()


def _added() -> QuerySet[ReportText]:
    return ReportText.objects.exclude(kind=ReportText.Kind.ORIGINAL)


def _judged() -> list[int]:
    """Findings marked by a person or judged, by what the store says or by what the log says; those that are there."""
    told = Q(review__isnull=False) | Q(marked_by__isnull=False)
    stored = set(Finding.objects.filter(told).values_list("pk", flat=True))
    known = set(Finding.objects.values_list("pk", flat=True))
    return sorted(stored | (_logged("finding") & known))


def _logged(noun: str) -> set[int]:
    items = Entry.objects.filter(item__startswith=f"{noun}:").values_list("item", flat=True).distinct()
    return {int(item.removeprefix(f"{noun}:")) for item in items}


def _report_faults(report: Report) -> Iterator[str]:
    if not report.has_bytes:
        yield from _left_faults(report)
    else:
        try:
            reports.open_sealed(report)
        except TocsinError as error:
            yield f"report {report.pk}: {error}"
    expected = reports.fields_of(report)
    for finding in report.findings.filter(run__isnull=False):
        expected[f"finding:{finding.pk}"] = record.committed(
            kind=finding.kind,
            start=finding.start,
            end=finding.end,
            quote=finding.quote,
            fields=finding.fields,
        )
    for run in ReadingRun.objects.filter(text__report=report, mapping__isnull=False):
        expected |= committed_reading(run)
    yield from _differences(f"report:{report.pk}", expected, reports.text_of(report))
    for entry in Entry.objects.filter(item=f"report:{report.pk}", action="read"):
        for name in json.loads(bytes(entry.canonical))["after"]:
            if name.startswith("finding:") and name not in expected:
                yield f"{name} was read in report {report.pk} and is not in the store"
    yield from _origin_faults(report)


def _left_faults(report: Report) -> Iterator[str]:
    """An erased report, or one without a paragraph, has no bytes, and an erasure says when and why."""
    if report.sealed.content is None or bytes(report.sealed.content):
        yield f"report {report.pk} was erased and has bytes"
    told = Erasure.objects.filter(item=f"report:{report.pk}").values_list("fields", flat=True)
    if not any(fields == [] or (numbers_of(fields) and not report.is_erased) for fields in told):
        yield f"report {report.pk} is erased, and nothing says by whom"


def _origin_faults(report: Report) -> Iterator[str]:
    """Each arrival against the entry that it was logged with; both stand in the order in which they came."""
    arrivals = Entry.objects.filter(item=f"report:{report.pk}", action__in=("taken in", "arrived again"))
    rows = report.origins.select_related("capture").order_by("pk")
    entries, origins = list(arrivals.order_by("pk")), list(rows)
    if len(entries) != len(origins):
        yield f"report:{report.pk} has {len(origins)} origins where the log has {len(entries)}"
        return
    for entry, origin in zip(entries, origins, strict=True):
        if opener_of(entry) is not None:
            for name in custody.opened(entry, origin_fields_of(origin)):
                yield f"report:{report.pk}, origin {origin.pk}: {name} is not what the log says"
        if _captured(entry) and not hasattr(origin, "capture"):
            yield f"report:{report.pk}, origin {origin.pk}: its capture is in the log and not in the store"


def _captured(entry: Entry) -> bool:
    return "capture_sha256" in json.loads(bytes(entry.canonical))["after"]


def _capture_faults(capture: Capture) -> Iterator[str]:
    """Its bytes are those that were sealed, they belong to something logged, and the report's bytes follow from them."""
    if capture.origin is None and not hasattr(capture, "recapture"):
        yield f"capture {capture.pk} belongs to no arrival and to no look at a page"
    if capture.is_erased:
        if capture.sealed.content is None or bytes(capture.sealed.content):
            yield f"capture {capture.pk} was erased and has bytes"
        return
    try:
        open_capture(capture)
        if capture.origin is not None and not _brought(capture, capture.origin):
            yield f"capture {capture.pk}: report {capture.origin.report_id} does not follow from it"
        if capture.picture is not None and not _shows(capture):
            yield f"capture {capture.pk}: its picture is not the one that was made of it"
    except TocsinError as error:
        yield f"capture {capture.pk}: {error}"


def _brought(capture: Capture, origin: Origin) -> bool:
    return hashlib.sha256(captured_page(capture)).hexdigest() == origin.report.sha256


def _shows(capture: Capture) -> bool:
    png, text = picture_of(capture)
    found = {
        "sha256": hashlib.sha256(png).hexdigest(),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    return capture.picture == {**(capture.picture or {}), **found}


def _text_faults(text: ReportText) -> Iterator[str]:
    yield from _differences(f"text:{text.pk}", text_fields_of(text), text.text)


def _finding_faults(finding: Finding) -> Iterator[str]:
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
    yield from _differences(f"finding:{finding.pk}", expected, None)


def _was_judged(finding: Finding) -> bool:
    return Entry.objects.filter(item=f"finding:{finding.pk}").exclude(action="marked").exists()


def _plain_faults(noun: str, fields: Callable[[Any], dict[str, Json]], row: Model) -> Iterator[str]:
    yield from _differences(f"{noun}:{row.pk}", fields(row), None)


def _assessment_faults(assessment: Assessment) -> Iterator[str]:
    expected = assessment_fields(assessment)
    for row in assessment.evidence.filter(by=None):
        expected[f"evidence:{row.pk}"] = evidence_fields(row)
    yield from _differences(f"assessment:{assessment.pk}", expected, None)


def _alert_faults(keys: Sequence[SigningKey], alert: Alert) -> Iterator[str]:
    said = "\n".join(alert.sentences.values_list("text", flat=True))
    yield from _differences(f"alert:{alert.pk}", alert_fields(alert), said)
    if alert.identifier is not None:
        for fault in signature_faults(alert, keys):
            yield f"alert:{alert.pk} ({alert.identifier}): {fault}"


def _shape_faults(shape: GivenShape) -> Iterator[str]:
    """Areas and units name a shape by its hash, to which the log commits."""
    if not stands(shape):
        yield f"the shape {shape} of an area is not the one that was given"


def _mask_faults() -> Iterator[str]:
    """A mask is made of words to which the log commits: whoever lifts one behind them opens nothing unseen."""
    masked = set(Mask.objects.values_list("finding", flat=True))
    for item in Sensitivity.objects.filter(superseded_by=None).values_list("item", flat=True):
        masked.add(int(item.removeprefix("finding:")))
    told = Testimony.objects.filter(superseded_by=None, told_us=True).values("report")
    masked |= set(Finding.objects.filter(report__in=told).values_list("pk", flat=True))
    numbers = sorted(masked)
    for first in range(0, len(numbers), CHUNK):
        for pk in unlike(Finding.objects.filter(pk__in=numbers[first : first + CHUNK]), now().date()):
            yield f"finding:{pk}: who may see it is not what the log says"


def _differences(item: str, expected: dict[str, Json], text: str | None) -> Iterator[str]:
    for name in custody.differs(item, expected, text):
        yield f"{item}: {name} is not what the log says"
