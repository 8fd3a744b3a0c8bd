"""What can be erased: by the name that the custody log gives it, and what people's reasons may tell of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tocsin.delivery.models import Contact
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.record.models import Finding
from tocsin.relief.bank import forgetting as bank_forgetting
from tocsin.relief.models import BankLine, Donor
from tocsin.reports.erasing_paragraphs import numbers_of
from tocsin.reports.models import Report, ReportText
from tocsin.whole_store import erasing_bank_lines, erasing_donors, erasing_paragraphs
from tocsin.whole_store.erasing_reasons import Told, persons_of

#: fields of findings that name somebody: a reason must not
NAMES = ("speaker", "speaker_name", "by", "actor", "target", "collector", "beneficiary", "relayed_by", "to")
Erasable = Report | Finding | Contact | Donor | BankLine


def found(item: str, *, lock: bool = False) -> Erasable:
    """Raises WrongUse for what cannot be erased, NotFound for what is not there, Conflict for what was erased."""
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


def single_fields(fields: Collection[str]) -> list[str]:
    """Fields that are no paragraph."""
    return [each for each in fields if not numbers_of([each])]


def refuse_fields(fields: Collection[str], allowed: Iterable[str], item: str) -> None:
    """Raises WrongUse for a field that cannot go by itself."""
    names = list(allowed)
    for name in sorted(set(fields) - set(names)):
        remedy = f"by itself can go {', '.join(names)}" if names else "erase it whole, without --field"
        raise WrongUse(f"{name!r} of {item} cannot be erased by itself", remedy)


def told_of(row: Erasable, fields: Collection[str]) -> Told:
    """What reasons may say again of that which goes."""
    if isinstance(row, Report):
        if numbers := numbers_of(fields):
            return erasing_paragraphs.told_of(row, numbers)
        texts = list(ReportText.objects.filter(report=row).values_list("text", flat=True))
        found = list(Finding.objects.filter(report=row).values_list("pk", flat=True))
        return (
            Told() if fields else Told(reports=[row.pk], findings=found, names=persons_of(texts, but=row.pk))
        )
    if isinstance(row, Contact):
        return Told()
    if isinstance(row, Donor):
        return erasing_donors.told_of(row)
    if isinstance(row, BankLine):
        return erasing_bank_lines.told_of(row)
    held = [row.fields.get(name) for name in NAMES if not fields or name in fields]
    said = [f"{each} said so." for each in held if isinstance(each, str)]
    names = persons_of(said if fields else [*said, row.quote], but=row.report_id)
    return Told(names=names) if fields else Told(findings=[row.pk], names=names)
