"""The findings of an assessment's situation, text by text, as rules propose evidence from them."""

from collections.abc import Iterator
from itertools import groupby

from tocsin.assessment.framework_versions import framework_of
from tocsin.assessment.models import Assessment
from tocsin.assessment.proposing import Text, Told, proposals
from tocsin.assessment.weighing import Proposal
from tocsin.record.models import Finding
from tocsin.reports.models import ReportText
from tocsin.situations.models import Situation
from tocsin.situations.standing import standing

_KINDS = ("statement", "event", "figure", "qualification", "response")


def proposals_for(assessment: Assessment) -> tuple[Proposal, ...]:
    """What the situation's accepted findings propose today; `propose` keeps what is new of it."""
    return proposals(texts_of(assessment.situation), framework_of(assessment.framework))


def texts_of(situation: Situation) -> Iterator[Text]:
    """Two queries, gone through side by side: a text is let go before the next one comes."""
    findings = standing(situation, public=False).filter(kind__in=_KINDS)
    texts = ReportText.objects.filter(pk__in=findings.values("text")).order_by("pk")
    rows = findings.select_related("review").order_by("text_id", "start", "end", "id")
    words = texts.values_list("pk", "text").iterator(chunk_size=100)
    for text_id, told in groupby(rows.iterator(chunk_size=2_000), key=lambda row: row.text_id):
        text = next((text for pk, text in words if pk == text_id), None)
        if text is not None:  # None: a finding was accepted after the texts were asked for
            yield Text(text=text, told=tuple(_told(row) for row in told))


def _told(row: Finding) -> Told:
    return Told(
        finding_id=row.pk,
        kind=row.kind,
        start=row.start,
        end=row.end,
        fields=row.current,
        run=row.run_id,
        ordinal=row.ordinal,
    )
