"""Every item of the store against the log: joined here, for no step may know the others' rows."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from tocsin import delivery, situations
from tocsin.alerts.boundaries import committed as boundary_fields
from tocsin.alerts.boundary_models import BoundarySet, GivenShape
from tocsin.alerts.earlier import committed as earlier_alert_fields
from tocsin.alerts.key_acts import committed as key_fields
from tocsin.alerts.models import Alert, EarlierAlert, SigningKey, Translation
from tocsin.alerts.translating import committed as translation_fields
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
from tocsin.custody import timestamps
from tocsin.custody.checkpoints import committed_witness
from tocsin.custody.commitments import Json
from tocsin.custody.forgetting import committed as erasure_fields
from tocsin.custody.forgetting import kept_faults
from tocsin.custody.log_keys import committed as log_key_fields
from tocsin.custody.models import Erasure, LogKey, OpenTimestamp, Timestamp, Witness
from tocsin.custody.opentimestamps import keeping as opentimestamps
from tocsin.custody.timestamps.stored import committed as timestamp_fields
from tocsin.delivery.erasing import committed as contact_fields
from tocsin.delivery.models import Contact, Message
from tocsin.record.access import committed_access, committed_viewing
from tocsin.record.assigning import committed as assignment_fields
from tocsin.record.consenting import committed_consent, committed_testimony
from tocsin.record.crediting import committed_credibility
from tocsin.record.linking import committed_link
from tocsin.record.mappings import committed_mapping
from tocsin.record.models import Assignment, Finding, KeptMapping
from tocsin.record.sensitivity import committed_sensitivity
from tocsin.record.taking_back import committed_taken_back
from tocsin.record.verification_models import (
    Access,
    Consent,
    Credibility,
    Link,
    Sensitivity,
    TakenBack,
    Testimony,
    Viewing,
)
from tocsin.relief.bank.deciding import committed as bank_decision_fields
from tocsin.relief.bank.forgetting import committed as bank_line_fields
from tocsin.relief.bank.proposing import committed as bank_proposal_fields
from tocsin.relief.bank.soundness import bank_faults
from tocsin.relief.bank.taking_in import committed as bank_file_fields
from tocsin.relief.cards.refund_bounds import committed as refund_bound_fields
from tocsin.relief.cards.refunding import committed as card_refund_fields
from tocsin.relief.donors.logged import LOGGED as DONORS
from tocsin.relief.ledger.batches import committed_batch
from tocsin.relief.ledger.funds import committed as fund_fields
from tocsin.relief.ledger.funds import committed_terms
from tocsin.relief.ledger.opening import committed as committed_account
from tocsin.relief.ledger.periods import committed as period_fields
from tocsin.relief.ledger.soundness import transfer_faults
from tocsin.relief.models import (
    Account,
    BankDecision,
    BankFile,
    BankLine,
    BankProposal,
    Batch,
    CardRefund,
    Fund,
    FundTerms,
    Period,
    RefundBound,
    Transfer,
)
from tocsin.relief.spending.logged import LOGGED as SPENDING
from tocsin.reports.capture_models import Capture, ContentJudgement, Recapture
from tocsin.reports.content_judging import committed as content_fields
from tocsin.reports.fields import check_fields_of
from tocsin.reports.models import ArchiveCheck, Placing, Report, ReportText
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
from tocsin.whole_store.comparing import CHUNK, differences, each, logged
from tocsin.whole_store.faults_of_judgements import (
    alert_faults,
    assessment_faults,
    finding_faults,
    mask_faults,
    shape_faults,
)
from tocsin.whole_store.faults_of_reports import capture_faults, report_faults, text_faults

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
    "opentimestamp": (OpenTimestamp, opentimestamps.committed),
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
    **DONORS,
    **SPENDING,
    "fund": (Fund, fund_fields),
    "fund-terms": (FundTerms, committed_terms),
    "fund-account": (Account, committed_account),
    "period": (Period, period_fields),
    "batch": (Batch, committed_batch),
    "card-refund": (CardRefund, card_refund_fields),
    "refund-bound": (RefundBound, refund_bound_fields),
    "bank-file": (BankFile, bank_file_fields),
    "bank-line": (BankLine, bank_line_fields),
    "bank-decision": (BankDecision, bank_decision_fields),
    "bank-proposal": (BankProposal, bank_proposal_fields),
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
        OpenTimestamp.objects.all(),
        Transfer.objects.all(),
        BankFile.objects.all(),
    ]
    rows += map(_logged_rows, PLAIN)
    return sum(found.count() for found in rows) + len(_judged())


def faults(advance: Callable[[], object]) -> Iterator[str]:
    """One plain sentence for each item that is not as the log says. `advance` is called after each item."""
    yield from kept_faults()
    models = NOUNS | {noun: model for noun, (model, _fields) in PLAIN.items()}
    for noun, model in models.items():
        yield from _missing(noun, model)
    yield from each(Report.objects.all(), report_faults, advance)
    yield from each(_added(), text_faults, advance)
    captures = Capture.objects.select_related("sealed", "origin__report", "recapture")
    yield from each(captures, capture_faults, advance)
    judged = _judged()
    for first in range(0, len(judged), CHUNK):
        part = Finding.objects.filter(pk__in=judged[first : first + CHUNK]).select_related("review")
        yield from each(part, finding_faults, advance)
    for noun, (_model, fields) in PLAIN.items():
        yield from each(_logged_rows(noun), partial(_plain_faults, noun, fields), advance)
    yield from each(Assessment.objects.all(), assessment_faults, advance)
    yield from each(GivenShape.objects.all(), shape_faults, advance)
    yield from mask_faults()
    keys = list(SigningKey.objects.all())
    yield from each(Alert.objects.all(), partial(alert_faults, keys), advance)
    yield from transfer_faults(advance)
    yield from bank_faults(advance)
    yield from timestamps.faults(timezone.now(), advance)
    yield from opentimestamps.faults(advance)


def _logged_rows(noun: str) -> QuerySet[Any]:
    """The noun's rows; evidence that a rule proposed is committed to with its assessment."""
    rows = PLAIN[noun][0]._default_manager.all()
    if noun == "message":  # a question to one address is nobody else's business: the log knows nothing of it
        return rows.filter(to=None)
    # the log knows of an address, of who gave, or whose line it was, only that it was erased; of accounts those that a
    # person named
    if noun in ("contact", "donor", "bank-line", "fund-account"):
        return rows.filter(pk__in=logged(noun))
    return rows.exclude(by=None) if noun == "evidence" else rows


def _missing(noun: str, model: type[Model]) -> Iterator[str]:
    """What the log knows and the store does not: rows are never deleted here."""
    known = logged(noun)  # before the rows: what comes in meanwhile is then a row too many, not one too few
    for number in sorted(known - set(model._default_manager.values_list("pk", flat=True))):
        yield f"{noun}:{number} is in the log and not in the store"


def _added() -> QuerySet[ReportText]:
    return ReportText.objects.exclude(kind=ReportText.Kind.ORIGINAL)


def _judged() -> list[int]:
    """Findings marked by a person or judged, by what the store says or by what the log says; those that are there."""
    told = Q(review__isnull=False) | Q(marked_by__isnull=False)
    stored = set(Finding.objects.filter(told).values_list("pk", flat=True))
    known = set(Finding.objects.values_list("pk", flat=True))
    return sorted(stored | (logged("finding") & known))


def _plain_faults(noun: str, fields: Callable[[Any], dict[str, Json]], row: Model) -> Iterator[str]:
    yield from differences(f"{noun}:{row.pk}", fields(row), None)
