"""The XML: one activity for the fund, one for each of its programmes, in the order that the schema wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from tocsin.publishing.iati.transactions import Transaction, of_fund, of_programme
from tocsin.relief.public.book import Book

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: code lists: OrganisationRole, ActivityStatus, ActivityDateType, DescriptionType, RelatedActivityType, BudgetNotProvided
_ACCOUNTABLE, _UNDER_WAY, _CLOSED, _STARTED, _ENDED, _GENERAL, _PARENT, _CHILD = (
    "2",
    "2",
    "4",
    "2",
    "4",
    "1",
    "1",
    "2",
)
#: Sector, vocabulary of OECD DAC: material relief assistance and services
_SECTOR = "72010"


@dataclass(frozen=True, kw_only=True, slots=True)
class Publisher:
    """Who publishes, as the registry of IATI knows them."""

    #: organisation identifier, for example "XM-EXAMPLE-1"
    identifier: str
    #: code of the list OrganisationType
    type: str
    #: ISO 3166-1 alpha-2 of the country where the money helps; empty for none
    country: str = ""


def iati_xml(book: Book, publisher: Publisher, *, language: str = "en") -> bytes:
    """The file. Of a demonstration every title says that it is simulated; simulated money is in no other file."""
    root = etree.Element("iati-activities", {"version": "2.03", "generated-datetime": book.made_at})
    root.append(_activity(book, publisher, language, None))
    for programme in book.programmes:
        root.append(_activity(book, publisher, language, programme.code))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _activity(book: Book, publisher: Publisher, language: str, code: str | None) -> etree._Element:
    fund, simulated = book.fund, book.fund.simulated
    programme = next((each for each in book.programmes if each.code == code), None)
    attributes = {
        "humanitarian": "1",
        _LANGUAGE: language,
        "last-updated-datetime": book.made_at,
    }
    if book.currencies:  # nothing was booked yet: no value stands there that would need one
        attributes["default-currency"] = min(book.currencies)
    made = etree.Element("iati-activity", attributes)
    title = programme.title if programme else fund.title
    _text(made, "iati-identifier", _identifier(book, publisher, code))
    _organisation(made, "reporting-org", book, publisher)
    _narrated(made, "title", f"SIMULATED: {title}" if simulated else title)
    _narrated(made, "description", programme.kind if programme else fund.purpose, type=_GENERAL)
    _organisation(made, "participating-org", book, publisher, role=_ACCOUNTABLE)
    etree.SubElement(made, "activity-status", code=_CLOSED if fund.closes_on else _UNDER_WAY)
    etree.SubElement(
        made, "activity-date", {"type": _STARTED, "iso-date": fund.opens_on or book.made_at[:10]}
    )
    if fund.closes_on:
        etree.SubElement(made, "activity-date", {"type": _ENDED, "iso-date": fund.closes_on})
    if publisher.country:
        etree.SubElement(made, "recipient-country", code=publisher.country)
    etree.SubElement(made, "sector", vocabulary="1", code=_SECTOR)
    rows = of_programme(book, code, simulated=simulated) if code else of_fund(book, simulated=simulated)
    for number, row in enumerate(rows, 1):
        _transaction(made, number, row, book, publisher, code)
    _related(made, book, publisher, code)
    return made


def _transaction(
    made: etree._Element, number: int, row: Transaction, book: Book, publisher: Publisher, code: str | None
) -> None:
    one = etree.SubElement(made, "transaction", ref=str(number), humanitarian="1")
    etree.SubElement(one, "transaction-type", code=row.type)
    etree.SubElement(one, "transaction-date", {"iso-date": row.day})
    amount = Decimal(row.minor).scaleb(-book.currencies[row.currency])
    value = etree.SubElement(one, "value", {"currency": row.currency, "value-date": row.day})
    value.text = f"{amount:f}"
    _narrated(one, "description", row.what)
    if code and row.type in ("1", "11"):
        _other(
            one, "provider-org", "provider-activity-id", _identifier(book, publisher, None), book, publisher
        )
    elif row.programme and not code:
        other = _identifier(book, publisher, row.programme)
        _other(one, "receiver-org", "receiver-activity-id", other, book, publisher)


def _other(
    one: etree._Element, name: str, attribute: str, activity: str, book: Book, publisher: Publisher
) -> None:
    org = etree.SubElement(
        one, name, {"ref": publisher.identifier, "type": publisher.type, attribute: activity}
    )
    etree.SubElement(org, "narrative").text = book.organisation


def _related(made: etree._Element, book: Book, publisher: Publisher, code: str | None) -> None:
    others: Sequence[tuple[str | None, str]] = (
        [(None, _PARENT)] if code else [(each.code, _CHILD) for each in book.programmes]
    )
    for other, kind in others:
        etree.SubElement(made, "related-activity", ref=_identifier(book, publisher, other), type=kind)


def _identifier(book: Book, publisher: Publisher, code: str | None) -> str:
    """Of an activity: the organisation's, the fund's code and the programme's."""
    return "-".join(part for part in (publisher.identifier, book.fund.code, code) if part)


def _organisation(made: etree._Element, name: str, book: Book, publisher: Publisher, **more: str) -> None:
    org = etree.SubElement(made, name, {"ref": publisher.identifier, "type": publisher.type, **more})
    etree.SubElement(org, "narrative").text = book.organisation


def _narrated(made: etree._Element, name: str, text: str, **more: str) -> None:
    etree.SubElement(etree.SubElement(made, name, more), "narrative").text = _plain(text)


def _text(made: etree._Element, name: str, text: str) -> None:
    etree.SubElement(made, name).text = text


def _plain(text: str) -> str:
    """Without signs that XML cannot carry."""
    return "".join(sign for sign in text if sign in "\t\n" or sign.isprintable()) or "–"
