"""What one erasure would take away and what it would leave, in sentences that a person reads before saying yes.

They are in the reader's language: that of the page, and of the settings on the command line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.alerts.models import Alert
from tocsin.record.masking import holds_highly
from tocsin.record.models import Finding
from tocsin.relief.models import BankLine, Donor
from tocsin.reports import erasing as reports_erasing
from tocsin.reports import erasing_captures
from tocsin.reports.erasing_paragraphs import numbers_of
from tocsin.reports.models import Report
from tocsin.whole_store import erasing_bank_lines, erasing_donors, erasing_paragraphs
from tocsin.whole_store.erasable import Erasable, found, refuse_fields, single_fields, told_of
from tocsin.whole_store.erasing_reasons import going

_Lines = list[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What one erasure would do, as a person reads it before saying yes."""

    item: str
    fields: tuple[str, ...]
    goes: tuple[str, ...]
    stays: tuple[str, ...]
    #: whether nobody may do it alone
    two_people: bool


def plan(item: str, fields: Collection[str]) -> Plan:
    """Raises NotFound for an item that is not there, WrongUse for one that cannot be erased, Conflict for one that was."""
    row = found(item)
    goes, stays = _of(row, item, fields)
    if count := going(told_of(row, fields)):
        goes.append(
            ngettext(
                "%(count)d reason that people gave about it, or that names whom it alone told of",
                "%(count)d reasons that people gave about it, or that name whom it alone told of",
                count,
            )
            % {"count": count}
        )
    stays += [
        _("the log's entries, byte for byte, and who acted: the log verifies as before"),
        _("backups, dossiers and printed pages made before: see docs/how-to/erase.md"),
    ]
    return Plan(
        item=item,
        fields=tuple(sorted(fields)),
        goes=tuple(goes),
        stays=tuple(stays),
        two_people=isinstance(row, Report | Finding) and holds_highly(row),
    )


def _of(row: Erasable, item: str, fields: Collection[str]) -> tuple[_Lines, _Lines]:
    if isinstance(row, Report):
        refuse_fields(single_fields(fields), reports_erasing.SINGLE_FIELDS, item)
        return _of_report(row, fields)
    if isinstance(row, Finding):
        return _of_finding(row, fields)
    refuse_fields(fields, (), item)
    if isinstance(row, Donor):
        return erasing_donors.goes_and_stays(row, timezone.now())
    if isinstance(row, BankLine):
        return erasing_bank_lines.goes_and_stays(row)
    return (
        [_("the address, the secrets of its subscriptions and what waits for it")],
        [_("how many messages were sent to it, without the address")],
    )


def _of_report(report: Report, fields: Collection[str]) -> tuple[_Lines, _Lines]:
    if numbers := numbers_of(fields):
        return _of_paragraphs(report, numbers)
    if fields:
        gone = [_("the %(field)s of the report") % {"field": name} for name in sorted(fields)]
        return gone, [_("its bytes and texts, which may hold the same words")]
    findings = Finding.objects.filter(report=report)
    return [
        _("%(bytes)s sealed bytes and their hashes") % {"bytes": f"{report.size_bytes:,}"},
        _counted(
            ngettext(
                "%(count)d clean text with its words in the search index",
                "%(count)d clean texts with their words in the search index",
                texts := report.texts.count(),
            ),
            texts,
        ),
        _quotes(findings.count()),
        _("title, publisher, dates and the addresses that it came from"),
        _("what was made of it to find copies"),
        _captures(report),
        _("the secrets that open what the log committed to of it"),
    ], _later(report) + _resting(findings.values_list("pk", flat=True))


def _of_paragraphs(report: Report, numbers: Collection[int]) -> tuple[_Lines, _Lines]:
    findings = erasing_paragraphs.touched(report, numbers)
    words = ngettext(
        "the words of %(count)d paragraph of its clean text, also in the search index",
        "the words of %(count)d paragraphs of its clean text, also in the search index",
        len(numbers),
    )
    others = report.texts.exclude(kind="original").count()
    whole = ngettext(
        "%(count)d transcript or translation, whole",
        "%(count)d transcripts and translations, whole",
        others,
    )
    return [
        _counted(words, len(numbers)),
        _quotes(len(findings)),
        _("%(bytes)s sealed bytes, which hold them") % {"bytes": f"{report.size_bytes:,}"},
        _captures(report),
        _counted(whole, others),
        _("the salts that open what the log committed to of these"),
    ], [
        _("all other paragraphs and findings, each still provable; the title, which may hold the same words"),
        *_later(report),
        *_resting(findings),
    ]


def _of_finding(finding: Finding, fields: Collection[str]) -> tuple[_Lines, _Lines]:
    gone = [_("its %(field)s") % {"field": name} for name in sorted(fields)]
    gone = gone or [_("its quote and all fields; it is refused for good")]
    gone.append(_("the salts that open what the log committed to of it"))
    rest = _("text and sealed bytes of report:%(report)d, which hold the passage still")
    return gone, [rest % {"report": finding.report_id}, *_resting([finding.pk])]


def _quotes(findings: int) -> str:
    lines = ngettext(
        "the quote and fields of %(count)d finding, which is refused for good",
        "the quotes and fields of %(count)d findings, which are refused for good",
        findings,
    )
    return _counted(lines, findings)


def _captures(report: Report) -> str:
    captures = erasing_captures.captures_of(report).count()
    lines = ngettext(
        "%(count)d capture of how its page was fetched",
        "%(count)d captures of how its page was fetched",
        captures,
    )
    return _counted(lines, captures)


def _counted(line: str, count: int) -> str:
    return line % {"count": count}


def _later(report: Report) -> _Lines:
    numbers = erasing_captures.later_versions(report)
    return [_("report:%(report)s, a later version of its page") % {"report": each} for each in numbers]


def _resting(findings: Iterable[int]) -> _Lines:
    """Alerts with a sentence that one of the findings bears out."""
    alerts = Alert.objects.filter(sentences__footnotes__finding__in=list(findings)).distinct().order_by("pk")
    return [_alert(each) for each in alerts]


def _alert(alert: Alert) -> str:
    if alert.identifier:
        frozen = _("alert %(alert)s: frozen when it was issued, and what it quotes with it")
        return frozen % {"alert": alert.identifier}
    return _("the draft alert %(alert)d: edit what its sentences say") % {"alert": alert.pk}
