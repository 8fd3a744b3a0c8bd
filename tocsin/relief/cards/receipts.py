"""The receipt of a gift: what it says, and the letter that carries it. The same words stand on its page and in its PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tocsin import delivery
from tocsin.alerts.wording import instant, moment
from tocsin.errors import WrongUse
from tocsin.relief.models import CardPayment, DonorDetails
from tocsin.relief.money.money import Money, shown
from tocsin.relief.receipt_code import shown as code_shown

#: below the site's address; the pages there belong to the web
RECEIPT_PATH = "/give/done/{}/"
END_PATH = "/give/end/{}/"
TRACE_PATH = "/relief/receipt/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """Nothing here is a person's: who gave knows it."""

    code: str
    money: Money
    at: datetime
    #: a bank names a day and no hour
    day_only: bool = False
    fund: str
    holder: str
    purpose: str
    monthly: bool
    #: play money
    test: bool

    def lines(self) -> Iterator[tuple[str, str]]:
        """What it says, in the language in force: (name, value)."""
        yield gettext("Receipt code"), code_shown(self.code)
        yield gettext("Amount"), shown(self.money)
        yield gettext("Given"), self._given()
        yield gettext("To"), self.fund
        yield gettext("Kept by"), self.holder
        yield gettext("For"), self.purpose or gettext("where it is needed most")
        if self.monthly:
            yield gettext("Every month"), gettext("until you end it")

    def _given(self) -> str:
        day = moment(self.at.astimezone(UTC).date().isoformat()) if self.day_only else None
        return day or instant(self.at)


def receipt_of(payment: CardPayment) -> Receipt:
    """Of a payment that is paid."""
    assert payment.gift is not None, payment.pk
    return Receipt(
        code=payment.gift.code,
        money=Money(payment.gift.minor, payment.gift.currency),
        at=payment.gift.at,
        fund=payment.fund.title,
        holder=payment.fund.holder,
        purpose=payment.purpose,
        monthly=payment.monthly,
        test=payment.test,
    )


def send_receipt(payment: CardPayment, *, now: datetime) -> bool:
    """Puts the letter into the outbox, in the caller's transaction, where its giver left a mail address."""
    details = DonorDetails.objects.filter(donor=payment.donor_id).first() if payment.donor_id else None
    if details is None or not details.email:
        return False
    with translation.override(payment.language):
        texts = {payment.language: _letter(receipt_of(payment), payment)}
    key = f"receipt:{payment.token}"
    link = settings.TOCSIN_SITE + RECEIPT_PATH.format(payment.token)
    try:
        return delivery.write_to("mail", details.email, key, texts=texts, now=now, link=link)
    except WrongUse:  # an address that cannot be written to; the receipt stands on its page
        return False


def _letter(receipt: Receipt, payment: CardPayment) -> dict[str, str]:
    lines = list(receipt.lines())
    before, after = list(_before(receipt)), list(_after(payment))
    table = [f"{name}: {value}" for name, value in lines]
    return {
        "subject": _subject(receipt),
        "text": "\n\n".join([*before, "\n".join(table), *after]),
        "html": _html(before, lines, after),
    }


def _subject(receipt: Receipt) -> str:
    words = gettext("Receipt for your gift: %(fund)s") % {"fund": receipt.fund}
    return f"SIMULATED: {words}" if receipt.test else words


def _before(receipt: Receipt) -> Iterator[str]:
    if receipt.test:
        yield gettext("SIMULATED: no money moved. This is a demonstration.")
    yield gettext("Thank you. This is the receipt for your gift.")


def _after(payment: CardPayment) -> Iterator[str]:
    trace = settings.TOCSIN_SITE + TRACE_PATH
    yield gettext("With the receipt code you can follow what your gift funded: %(link)s") % {"link": trace}
    if payment.pledge is not None:
        end = settings.TOCSIN_SITE + END_PATH.format(payment.pledge.token)
        yield gettext("This link ends your monthly gift: %(link)s") % {"link": end}
    yield gettext("The receipt itself:")


def _html(before: list[str], lines: list[tuple[str, str]], after: list[str]) -> SafeString:
    rows = format_html_join("", '<p>{}: <b dir="auto">{}</b></p>', lines)
    said = [format_html_join("", "<p>{}</p>", ((each,) for each in part)) for part in (before, after)]
    return format_html("{}{}{}", said[0], rows, said[1])
