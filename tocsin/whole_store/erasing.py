"""What erasing an item takes out of the store, and what it leaves: joined here, for no step knows all that holds it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from tocsin import custody, delivery
from tocsin.alerts.models import Alert
from tocsin.custody import forgetting
from tocsin.custody.models import Erasure
from tocsin.delivery.models import Contact
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.record import erasing as record_erasing
from tocsin.record.models import Finding
from tocsin.relief.bank import forgetting as bank_forgetting
from tocsin.relief.models import BankLine, Donor
from tocsin.reports import erasing as reports_erasing
from tocsin.reports import erasing_captures
from tocsin.reports.erasing_paragraphs import numbers_of
from tocsin.reports.models import Report, ReportText
from tocsin.whole_store import erasing_bank_lines, erasing_donors, erasing_paragraphs
from tocsin.whole_store.erasing_reasons import Told, empty_reasons, going, persons_of
from tocsin.whole_store.message_log import log_erasure

REASON_LENGTH_MAX = 200
#: fields of findings that name somebody: a reason must not
_NAMES = ("speaker", "speaker_name", "by", "actor", "target", "collector", "beneficiary", "relayed_by", "to")
#: a shorter name stands in too many words
_NAME_LENGTH_MIN = 3
Erasable = Report | Finding | Contact | Donor | BankLine


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What one erasure would do, as a person reads it before saying yes."""

    item: str
    fields: tuple[str, ...]
    goes: tuple[str, ...]
    stays: tuple[str, ...]


def plan(item: str, fields: Collection[str]) -> Plan:
    """Raises NotFound for an item that is not there, WrongUse for one that cannot be erased, Conflict for one that was."""
    row = _found(item)
    if isinstance(row, Report):
        _refuse_fields(_single(fields), reports_erasing.SINGLE_FIELDS, item)
        goes, stays = _of_report(row, fields)
    elif isinstance(row, Finding):
        goes, stays = _of_finding(row, fields)
    elif isinstance(row, Donor):
        _refuse_fields(fields, (), item)
        goes, stays = erasing_donors.goes_and_stays(row, timezone.now())
    elif isinstance(row, BankLine):
        _refuse_fields(fields, (), item)
        goes, stays = erasing_bank_lines.goes_and_stays(row)
    else:
        _refuse_fields(fields, (), item)
        goes = ["the address, the secrets of its subscriptions and what waits for it"]
        stays = ["how many messages were sent to it, without the address"]
    goes, stays = _with_reasons(row, fields, list(goes), list(stays))
    stays += [
        "the log's entries, byte for byte, and who acted: the log verifies as before",
        "backups, dossiers and printed pages made before: see docs/how-to/erase.md",
    ]
    return Plan(item=item, fields=tuple(sorted(fields)), goes=tuple(goes), stays=tuple(stays))


def carry_out(item: str, fields: Collection[str], *, reason: str, by: User, now: datetime) -> Erasure:
    """All of it in one transaction. Files and free pages of the database are `scrubbing`'s, after it."""
    with transaction.atomic():
        row = _found(item, lock=True)
        why = _checked(reason, row)
        mark = f"[erased on {now:%Y-%m-%d} for: {why}]"
        who, files = by.get_username(), list[str]()
        if isinstance(row, Report):
            files = _erase_report(row, fields, mark, why, by, now)
        elif isinstance(row, Finding):
            _erase_finding(row, fields, mark, why, by, now)
        elif isinstance(row, Donor):
            erasing_donors.erase(row, reason=why, by=by, now=now)
        elif isinstance(row, BankLine):
            erasing_bank_lines.erase(row, mark=mark, reason=why, by=by, now=now)
        else:
            delivery.erase(
                row.address,
                reason=why,
                now=now,
                log=lambda contact: log_erasure(contact, by=who, reason=why, now=now),
            )
        return forgetting.record_erasure(item, fields=fields, reason=why, by=who, now=now, files=files)


def _single(fields: Collection[str]) -> list[str]:
    """Fields that are no paragraph."""
    return [each for each in fields if not numbers_of([each])]


def _with_reasons(
    row: Erasable, fields: Collection[str], goes: list[str], stays: list[str]
) -> tuple[list[str], list[str]]:
    told = _told_of(row, fields)
    if count := going(told):
        goes.append(f"{count} reasons that people gave about it, or that name whom it alone told of")
    return goes, stays


def _told_of(row: Erasable, fields: Collection[str]) -> Told:
    """What reasons may say again of that which goes."""
    if isinstance(row, Report):
        if numbers := numbers_of(fields):
            return erasing_paragraphs.told_of(row, numbers)
        texts = list(ReportText.objects.filter(report=row).values_list("text", flat=True))
        found = list(Finding.objects.filter(report=row).values_list("pk", flat=True))
        return (
            Told() if fields else Told(reports=[row.pk], findings=found, names=persons_of(texts, but=row.pk))
        )
    if isinstance(row, Contact | Donor):
        return Told()
    if isinstance(row, BankLine):
        return erasing_bank_lines.told_of(row)
    held = [row.fields.get(name) for name in _NAMES if not fields or name in fields]
    said = [f"{each} said so." for each in held if isinstance(each, str)]
    names = persons_of(said if fields else [*said, row.quote], but=row.report_id)
    return Told(names=names) if fields else Told(findings=[row.pk], names=names)


def _found(item: str, *, lock: bool = False) -> Erasable:
    noun, _, number = item.partition(":")
    if noun == "donor":
        return erasing_donors.found(number, lock=lock)
    models: dict[str, type[Report] | type[Finding] | type[Contact]] = {
        "report": Report,
        "finding": Finding,
        "contact": Contact,
    }
    if (noun not in models and noun != "bank-line") or not (
        number.isascii() and number.isdigit() and len(number) <= 18
    ):
        raise WrongUse(
            f"{item!r} cannot be erased",
            "name report:N, finding:N, contact:N, bank-line:N or donor:PSEUDONYM",
        )
    if noun == "bank-line":
        return bank_forgetting.line_to_forget(int(number), lock=lock)
    rows = models[noun]._default_manager.all()
    row = (rows.select_for_update() if lock else rows).filter(pk=int(number)).first()
    if row is None:
        raise NotFound(f"there is no {noun} {number}", "see how it is called with `tocsin custody show`")
    if (isinstance(row, Report) and row.is_erased) or (isinstance(row, Contact) and not row.address):
        raise Conflict(f"{item} was erased already")
    assert isinstance(row, Report | Finding | Contact)
    return row


def _refuse_fields(fields: Collection[str], allowed: Iterable[str], item: str) -> None:
    names = list(allowed)
    for name in sorted(set(fields) - set(names)):
        remedy = f"by itself can go {', '.join(names)}" if names else "erase it whole, without --field"
        raise WrongUse(f"{name!r} of {item} cannot be erased by itself", remedy)


def _checked(reason: str, row: Erasable) -> str:
    """Reasons stand in pages and in the log for good: none may say again what is erased."""
    why = " ".join(reason.split())
    if not why or len(why) > REASON_LENGTH_MAX:
        raise WrongUse("no reason is given", f"say why in at most {REASON_LENGTH_MAX} letters")
    for name in _names_in(row):
        if len(name) >= _NAME_LENGTH_MIN and name.casefold() in why.casefold():
            raise WrongUse("the reason says again what is erased", "leave names out: reasons stay for good")
    return why


def _names_in(row: Erasable) -> set[str]:
    if isinstance(row, Contact):
        return {row.address}
    if isinstance(row, Donor):
        return erasing_donors.names(row)
    if isinstance(row, BankLine):
        return bank_forgetting.words_of(row)
    if isinstance(row, Report):
        all_fields = list(Finding.objects.filter(report=row).values_list("fields", flat=True))
    else:
        all_fields = [row.fields]
    held = [fields.get(name) for fields in all_fields for name in _NAMES]
    lists = [each if isinstance(each, list) else [each] for each in held]
    own = {row.title, row.publisher} if isinstance(row, Report) else {row.quote}
    return own | {name for each in lists for name in each if isinstance(name, str)}


def _of_report(report: Report, fields: Collection[str]) -> tuple[list[str], list[str]]:
    if numbers := numbers_of(fields):
        return _of_paragraphs(report, numbers)
    if fields:
        return [f"the {name} of the report" for name in sorted(fields)], [
            "its bytes and texts, which may hold the same words"
        ]
    found = Finding.objects.filter(report=report).count()
    return [
        f"{report.size_bytes:,} sealed bytes and their hashes",
        f"{report.texts.count()} clean texts with their words in the search index",
        f"the quotes and fields of {found} findings, which are refused for good",
        "title, publisher, dates and the addresses that it came from",
        "what was made of it to find copies",
        f"{erasing_captures.captures_of(report).count()} captures of how its page was fetched",
        "the secrets that open what the log committed to of it",
    ], _later(report) + _resting(Finding.objects.filter(report=report).values_list("pk", flat=True))


def _of_paragraphs(report: Report, numbers: Collection[int]) -> tuple[list[str], list[str]]:
    findings = erasing_paragraphs.touched(report, numbers)
    return [
        f"the words of {len(numbers)} paragraphs of its clean text, also in the search index",
        f"the quotes and fields of {len(findings)} findings in them, which are refused for good",
        f"{report.size_bytes:,} sealed bytes and {erasing_captures.captures_of(report).count()} captures, which hold them",
        f"{report.texts.exclude(kind='original').count()} transcripts and translations, whole",
        "the salts that open what the log committed to of these",
    ], [
        "all other paragraphs and findings, each still provable; the title, which may hold the same words",
        *_later(report),
        *_resting(findings),
    ]


def _later(report: Report) -> list[str]:
    return [
        f"report:{number}, a later version of its page" for number in erasing_captures.later_versions(report)
    ]


def _of_finding(finding: Finding, fields: Collection[str]) -> tuple[list[str], list[str]]:
    goes = [f"its {name}" for name in sorted(fields)] or ["its quote and all fields; it is refused for good"]
    goes += ["the salts that open what the log committed to of it"]
    rest = f"text and sealed bytes of report:{finding.report_id}, which hold the passage still"
    return goes, [rest, *_resting([finding.pk])]


def _resting(findings: Iterable[int]) -> list[str]:
    """Alerts with a sentence that one of the findings bears out."""
    alerts = Alert.objects.filter(sentences__footnotes__finding__in=list(findings)).distinct().order_by("pk")
    return [
        f"alert {each.identifier}: frozen when it was issued, and what it quotes with it"
        if each.identifier
        else f"the draft alert {each.pk}: edit what its sentences say"
        for each in alerts
    ]


def _erase_report(
    report: Report, fields: Collection[str], mark: str, why: str, by: User, now: datetime
) -> list[str]:
    who, item = by.get_username(), f"report:{report.pk}"
    told = _told_of(report, fields)
    numbers, fields = numbers_of(fields), _single(fields)
    if fields:
        _refuse_fields(fields, reports_erasing.SINGLE_FIELDS, item)
        reports_erasing.empty_fields(report, fields, mark)
        gone = reports_erasing.paths_of_fields(fields)
        _forget([item], lambda _entry, paths: gone.intersection(paths))
        custody.log([reports_erasing.act_of(report, by=who, now=now, reason=why)])
    if numbers:
        return erasing_paragraphs.erase_paragraphs(report, numbers, told, mark, why, by, now)
    if fields:
        return []
    files = reports_erasing.sealed_file(report) + erasing_captures.capture_files(report)
    texts = list(report.texts.exclude(kind="original").order_by("pk"))
    findings = list(Finding.objects.filter(report=report).order_by("pk").values_list("pk", flat=True))
    record_erasing.refuse_and_empty(findings, mark=mark, whole_text=True, by=by, now=now)
    record_erasing.empty_mappings(report.pk)
    looks = erasing_captures.empty_captures(report, mark)
    reports_erasing.empty_report(report, mark)
    forgetting_items = [item, *(f"text:{text.pk}" for text in texts), *(f"finding:{pk}" for pk in findings)]
    forgetting_items += map(erasing_captures.item_of, looks)
    checks = reports_erasing.empty_archive_checks(report)
    forgetting_items += (f"archive-check:{check.pk}" for check in checks)
    _forget(forgetting_items)
    for text in texts:
        text.refresh_from_db()
    custody.log(
        [
            reports_erasing.act_of(report, by=who, now=now, reason=why),
            *(reports_erasing.act_of_text(text, by=who, now=now, reason=why) for text in texts),
            *_acts_of(findings, who, now, why),
            *(erasing_captures.act_of(row, by=who, now=now, reason=why) for row in looks),
            *(reports_erasing.act_of_check(check, by=who, now=now, reason=why) for check in checks),
        ]
    )
    empty_reasons(told, mark=mark, by=who, now=now, why=why)
    return files


def _erase_finding(
    finding: Finding, fields: Collection[str], mark: str, why: str, by: User, now: datetime
) -> None:
    told = _told_of(finding, fields)
    own, of_reading = f"finding:{finding.pk}", f"after.finding:{finding.pk}"
    if fields:
        record_erasing.empty_fields(finding, fields, mark)
        gone = record_erasing.paths_of_fields(fields)
        _forget([own], lambda _entry, paths: gone.intersection(paths))
    else:
        record_erasing.refuse_and_empty([finding.pk], mark=mark, whole_text=False, by=by, now=now)
        _forget([own])
    _forget(
        [f"report:{finding.report_id}"], lambda _entry, paths: {of_reading} if of_reading in paths else set()
    )
    custody.log(_acts_of([finding.pk], by.get_username(), now, why))
    empty_reasons(told, mark=mark, by=by.get_username(), now=now, why=why)


def _forget(items: Sequence[str], forgets: forgetting.Forgets = forgetting.all_but_actor) -> None:
    for entries in forgetting.entries_of(items):
        forgetting.forget(entries, forgets)


def _acts_of(findings: Sequence[int], by: str, now: datetime, why: str) -> list[custody.Act]:
    rows = Finding.objects.filter(pk__in=findings).select_related("review").order_by("pk")
    return [record_erasing.act_of(each, by=by, now=now, reason=why) for each in rows.iterator(chunk_size=500)]
