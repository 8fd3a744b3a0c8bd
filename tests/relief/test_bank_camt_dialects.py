"""camt as banks of many countries write it: each statement read to the unit, or refused by line."""

from collections.abc import Iterable

import pytest

from tocsin.errors import BankFileRefused
from tocsin.relief.bank.adds_up import Outcome, adds_up
from tocsin.relief.bank.nouns import Line, Reading, Statement
from tocsin.relief.bank.placing import Context, place
from tocsin.relief.bank.reading import read

IBAN = "DE89370400440532013000"


def balance(
    kind: str, amount: str, *, mark: str = "CRDT", currency: str = "EUR", day: str = "2026-01-31"
) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{amount}</Amt>'
        f"<CdtDbtInd>{mark}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def entry(
    amount: str,
    mark: str = "CRDT",
    *,
    status: str = "<Sts>BOOK</Sts>",
    currency: str = "EUR",
    more: str = "",
    details: str = "",
    days: str = "<BookgDt><Dt>2026-01-05</Dt></BookgDt><ValDt><Dt>2026-01-05</Dt></ValDt>",
) -> str:
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>{status}{days}'
        f"<AcctSvcrRef>B1</AcctSvcrRef>{more}{details}</Ntry>"
    )


def payments(*amounts: str) -> str:
    """Details of a batch, each payment with what is given for its amount."""
    return "<NtryDtls>" + "".join(f"<TxDtls>{each}</TxDtls>" for each in amounts) + "</NtryDtls>"


def statement(*inner: str, account: str = f"<IBAN>{IBAN}</IBAN>", currency: str = "<Ccy>EUR</Ccy>") -> str:
    return f"<Stmt><Id>7</Id><Acct><Id>{account}</Id>{currency}</Acct>{''.join(inner)}</Stmt>"


def document(*statements: str, version: str = "053.001.02", envelope: str = "BkToCstmrStmt") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{version}">'
        f"<{envelope}>{''.join(statements)}</{envelope}></Document>"
    )


def reading(*statements: str, **how: str) -> Reading:
    return read(document(*statements, **how).encode(), "a.xml")


def one(*inner: str) -> Statement:
    """A statement that opens with 100.00."""
    return reading(statement(balance("OPBD", "100.00", day="2026-01-01"), *inner)).statements[0]


def moved(lines: Iterable[Line]) -> int:
    return sum(line.minor for line in lines if line.booked)


@pytest.mark.parametrize("version", ["02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13"])
def test_every_version_since_the_second_is_read_alike(version: str) -> None:
    """From version .04 a party stands in Pty, from .08 a status in Cd."""
    later = int(version) >= 8
    status = "<Sts><Cd>BOOK</Cd></Sts>" if later else "<Sts>BOOK</Sts>"
    name = "<Pty><Nm>Ani</Nm></Pty>" if int(version) >= 4 else "<Nm>Ani</Nm>"
    said = entry("5.00", status=status, details=payments(f"<RltdPties><Dbtr>{name}</Dbtr></RltdPties>"))
    found = reading(
        statement(balance("OPBD", "100.00"), balance("CLBD", "105.00"), said), version=f"053.001.{version}"
    )
    assert found.form == "camt.053"
    assert [(line.minor, line.party, line.booked) for line in found.statements[0].lines] == [
        (500, "Ani", True)
    ]
    assert adds_up(found.statements[0]).outcome is Outcome.YES


def test_the_first_version_is_read_too() -> None:
    """Its envelope has the version in its name, its account a number of its own kind, and its payments no group."""
    said = entry("5.00", details="<TxDtls><RltdPties><Dbtr><Nm>Ani</Nm></Dbtr></RltdPties></TxDtls>")
    found = reading(
        statement(
            balance("OPBD", "100.00"),
            balance("CLBD", "110.00"),
            said,
            said.replace("Ani", "Aram"),
            account="<PrtryAcct><Id>900000001234</Id></PrtryAcct>",
        ),
        version="053.001.01",
        envelope="BkToCstmrStmtV01",
    ).statements[0]
    assert found.account == "900000001234"
    assert [(line.minor, line.party) for line in found.lines] == [(500, "Ani"), (500, "Aram")]


def as_written(content: str, how: str) -> bytes:
    if how == "utf-16":
        return content.replace("UTF-8", "UTF-16").encode("utf-16")
    if how == "latin-1":
        return content.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    if how == "prefix":
        content = content.replace("xmlns=", "xmlns:ns2=").replace("</", "</ns2:").replace("<", "<ns2:")
        return content.replace("<ns2:/ns2:", "</ns2:").replace("<ns2:?xml", "<?xml").encode()
    if how == "no namespace":
        return content.replace(' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"', "").encode()
    if how == "enveloped":
        return content.replace("<Document", "<Envelope><AppHdr/><Document").encode() + b"</Envelope>"
    if how == "cdata and comments":
        content = content.replace(">5.00<", "><![CDATA[5.00]]><").replace(
            "<Ntry>", "<!-- one --><?x y?><Ntry>"
        )
        return content.encode()
    return content.replace("\n", "\r\n").replace("><", ">\r\n\t<").encode("utf-8-sig")


@pytest.mark.parametrize(
    "how",
    ["utf-16", "latin-1", "prefix", "no namespace", "enveloped", "cdata and comments", "indented, CRLF, BOM"],
)
def test_how_the_xml_is_written_changes_nothing(how: str) -> None:
    content = document(
        statement(
            balance("OPBD", "100.00"),
            balance("CLBD", "103.00"),
            entry("5.00", details=payments("<RltdPties><Dbtr><Nm>Zoë</Nm></Dbtr></RltdPties>")),
            entry("2.00", "DBIT"),
        )
    )
    found = read(as_written(content, how), "a.xml").statements[0]
    assert [(line.minor, line.party) for line in found.lines] == [(500, "Zoë"), (-200, "")]
    assert found.account == IBAN and adds_up(found).outcome is Outcome.YES


@pytest.mark.parametrize(
    "status",
    ["<Sts>PDNG</Sts>", "<Sts>INFO</Sts>", "<Sts><Cd>PDNG</Cd></Sts>", "<Sts><Cd>FUTR</Cd></Sts>"],
)
def test_what_is_only_announced_is_never_booked(status: str) -> None:
    """Nor does it keep the rest from being read, in a currency and on a day of its own, or of none."""
    announced = [
        entry("50.00", status=status),
        entry("50.00", status=status, currency="USD"),
        entry("50.00", status=status, days=""),
    ]
    found = one(entry("5.00"), *announced, balance("CLBD", "105.00"))
    assert moved(found.lines) == 500 and [line.booked for line in found.lines] == [True, False]
    assert adds_up(found).outcome is Outcome.YES


def test_a_notice_may_leave_the_day_to_the_statement() -> None:
    notice = statement(entry("5.00"), entry("7.00", days="")).replace("Stmt>", "Ntfctn>")
    found = reading(notice, version="054.001.08", envelope="BkToCstmrDbtCdtNtfctn")
    assert [line.minor for line in found.statements[0].lines] == [500] and found.statements[0].interim
    assert [each.reason for each in found.problems] == [
        "only announced, and left aside: an entry without a day of booking"
    ]


def test_a_status_of_the_bank_s_own_is_refused() -> None:
    with pytest.raises(BankFileRefused, match=r"not said whether it is booked: 'WAITING'"):
        one(entry("5.00", status="<Sts><Prtry>WAITING</Prtry></Sts>"))


def test_pages_of_one_statement_end_and_begin_with_their_interim_balance() -> None:
    first = statement(balance("OPBD", "100.00"), entry("5.00"), balance("ITBD", "105.00"))
    second = statement(balance("ITBD", "105.00"), entry("2.00", "DBIT"), balance("CLBD", "103.00"))
    found = reading(first, second).statements
    assert [adds_up(each).outcome for each in found] == [Outcome.YES, Outcome.YES]
    assert [adds_up(each).outcome for each in reading(first.replace(">105.00", ">105.01")).statements] == [
        Outcome.NO
    ]


def test_a_reversal_goes_the_way_that_its_mark_says() -> None:
    """RvslInd tells what it is; CdtDbtInd is of the reversal itself, not of what it takes back."""
    back = entry("5.00", "DBIT", more="<RvslInd>true</RvslInd>")
    found = one(entry("5.00"), back, balance("CLBD", "100.00"))
    assert [(line.minor, line.reversal) for line in found.lines] == [(500, False), (-500, True)]
    assert adds_up(found).outcome is Outcome.YES


def test_a_payment_that_came_back_has_the_bank_s_reason() -> None:
    why = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
    assert one(entry("5.00", "DBIT", details=payments(why))).lines[0].returned == "AC04"


def test_a_batch_is_booked_once_with_or_without_its_payments() -> None:
    of = "<CdtDbtInd>CRDT</CdtDbtInd>"
    told = payments(f'<Amt Ccy="EUR">3.00</Amt>{of}', f'<Amt Ccy="EUR">2.00</Amt>{of}')
    untold = "<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch></NtryDtls>"
    found = one(entry("5.00", details=told), entry("5.00", details=untold), balance("CLBD", "110.00"))
    assert [[part.minor for part in line.parts] for line in found.lines] == [[300, 200], []]
    assert moved(found.lines) == 1000


@pytest.mark.parametrize("second", ["4.00", "3.00"])
def test_a_batch_with_payments_of_ours_that_came_back_is_no_gift(second: str) -> None:
    """Whether its payments add up to it or not."""
    back = "<CdtDbtInd>CRDT</CdtDbtInd><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
    told = payments(f'<Amt Ccy="EUR">6.00</Amt>{back}', f'<Amt Ccy="EUR">{second}</Amt>{back}')
    line = one(entry("10.00", details=told)).lines[0]
    assert line.returned == "AC04"
    assert place(line, Context(currency="EUR")).placed == "held"


def test_payments_in_another_currency_count_by_their_value_in_the_account_s() -> None:
    def paid(usd: str, eur: str) -> str:
        return (
            f'<Amt Ccy="USD">{usd}</Amt><AmtDtls><InstdAmt><Amt Ccy="USD">{usd}</Amt></InstdAmt>'
            f'<TxAmt><Amt Ccy="USD">{usd}</Amt></TxAmt><CntrValAmt><Amt Ccy="EUR">{eur}</Amt></CntrValAmt></AmtDtls>'
        )

    found = one(entry("5.00", details=payments(paid("3.30", "3.00"), paid("2.20", "2.00"))))
    assert [part.minor for part in found.lines[0].parts] == [300, 200]


def test_charges_that_the_bank_kept_leave_the_entry_as_it_was_booked() -> None:
    kept = payments('<Amt Ccy="EUR">5.00</Amt><Chrgs><Rcrd><Amt Ccy="EUR">0.50</Amt></Rcrd></Chrgs>')
    found = one(entry("4.50", details=kept), balance("CLBD", "104.50"))
    assert moved(found.lines) == 450 and adds_up(found).outcome is Outcome.YES


@pytest.mark.parametrize(
    ("stated", "outcome"),
    [("7.00", Outcome.YES), ("3.00", Outcome.YES), ("-3.00", Outcome.YES), ("7.01", Outcome.NO)],
)
def test_the_sum_of_all_entries_is_what_came_and_what_went_or_as_few_banks_have_it_the_net(
    stated: str, outcome: Outcome
) -> None:
    summary = f"<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries><Sum>{stated}</Sum></TtlNtries></TxsSummry>"
    found = one(summary, entry("5.00"), entry("2.00", "DBIT"), balance("CLBD", "103.00"))
    assert adds_up(found).outcome is outcome


def test_nothing_may_move_and_balances_may_be_of_nothing() -> None:
    empty = reading(statement(balance("OPBD", "0"), balance("CLBD", "0.00"))).statements[0]
    assert adds_up(empty).outcome is Outcome.YES and empty.lines == ()
    below = reading(
        statement(balance("OPBD", "5.00", mark="DBIT"), entry("5.00"), balance("CLBD", "0.00"))
    ).statements[0]
    assert adds_up(below).outcome is Outcome.YES


def test_of_balances_in_several_currencies_those_of_the_account_count() -> None:
    found = one(entry("5.00"), balance("CLBD", "105.00"), balance("CLBD", "27.00", currency="SEK"))
    assert adds_up(found).outcome is Outcome.YES


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        (balance("CLBD", "27.00", currency="SEK"), "a balance in SEK on an account in EUR"),
        (balance("CLBD", "27.00", mark="HABEN"), "a balance that is neither credit nor debit: 'HABEN'"),
        (balance("CLBD", "27.00", day=""), "no date: "),
        (entry("1,000"), "an amount that may be thousands or not: 1,000"),
        (entry("5.00", days=""), "an entry without a day of booking"),
        (entry("5.00", currency="USD"), "an entry in USD on an account in EUR"),
    ],
    ids=["currency", "mark", "day", "thousands", "no day", "other currency"],
)
def test_what_cannot_be_certain_is_refused_by_line(inner: str, told: str) -> None:
    with pytest.raises(BankFileRefused, match=r"^a.xml, line 2: ") as refusal:
        one(inner)
    assert told in str(refusal.value)


def batch(said: str, *amounts: str) -> str:
    return payments(*amounts).replace("<NtryDtls>", f"<NtryDtls><Btch>{said}</Btch>")


FIVE = '<Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'


@pytest.mark.parametrize(
    ("said", "told", "reasons"),
    [
        ('<NbOfTxs>2</NbOfTxs><TtlAmt Ccy="EUR">10.00</TtlAmt>', 2, []),
        ("<NbOfTxs>2</NbOfTxs>", 0, []),
        ("<NbOfTxs>3</NbOfTxs>", 2, ["a batch of 3 payments, of which the file tells 2"]),
        ("<NbOfTxs>2</NbOfTxs>", 1, ["a batch of 2 payments, of which the file tells 1"]),
        ("<NbOfTxs>two</NbOfTxs>", 0, ["a batch of a number of payments that is none: two"]),
        ('<TtlAmt Ccy="EUR">10.05</TtlAmt>', 0, ["a batch of 10.05 EUR, booked as 10.00 EUR"]),
        (
            '<TtlAmt Ccy="EUR">10.00</TtlAmt><CdtDbtInd>DBIT</CdtDbtInd>',
            0,
            ["a batch of -10.00 EUR, booked as 10.00 EUR"],
        ),
        ('<TtlAmt Ccy="CHF">9.40</TtlAmt>', 2, []),
    ],
    ids=["right", "no payments", "one missing", "one of two", "no number", "net", "the other way", "foreign"],
)
def test_what_a_batch_says_of_itself_is_compared_with_its_entry(
    said: str, told: int, reasons: list[str]
) -> None:
    found = reading(
        statement(
            balance("OPBD", "100.00"),
            balance("CLBD", "110.00"),
            entry("10.00", details=batch(said, *[FIVE] * told)),
        )
    )
    assert [each.reason for each in found.problems] == reasons
    assert moved(found.statements[0].lines) == 1000
