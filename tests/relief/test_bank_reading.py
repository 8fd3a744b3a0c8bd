"""Bank statements read strictly: what is certain is read, what is odd is told, what is uncertain is refused by line."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from tocsin.errors import BankFileRefused, WrongUse
from tocsin.relief.bank.adds_up import Outcome, adds_up
from tocsin.relief.bank.mapping import TableMapping, mapping_from, said
from tocsin.relief.bank.nouns import Balance, Line, Statement
from tocsin.relief.bank.reading import read, recognised

MT940 = """:20:STARTUMS
:25:900000001234
:28C:4/1
:60F:C260101AMD1000,00
:61:2601020102CR50,00NTRFNONREF//B1
:86:166?00GUTSCHRIFT?20EREF+E1?21SVWZ+winter shelter?31DE02120300000000202051?32Ani Petrosyan
:61:2601020102CR50,00NTRFNONREF//B1
:86:166?00GUTSCHRIFT?20EREF+E1?21SVWZ+winter shelter?31DE02120300000000202051?32Ani Petrosyan
:61:2601030103RCR50,00NTRFNONREF//B1
:62F:C260103AMD1050,00
-
"""
CAMT = """<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<Stmt><Id>1</Id>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">5.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">30.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-02</Dt></Dt></Bal>
<Ntry><Amt Ccy="EUR">25.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-02</Dt></BookgDt>
<NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Nm>A</Nm></Dbtr></RltdPties><RmtInf><Ustrd>food</Ustrd></RmtInf></TxDtls>
<TxDtls><Amt Ccy="EUR">15.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"""
OFX1 = """OFXHEADER:100
DATA:OFXSGML

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>1<ACCTID>123456789<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260101<DTEND>20260131
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260105120000[-5:EST]<TRNAMT>12.50<FITID>F1<NAME>B &amp; C<MEMO>food</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260106<TRNAMT>-2.00<FITID>F2<MEMO></STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>10.50<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"""
MAPPING = {
    "bank": "a bank",
    "day": "Datum",
    "amount": "Betrag",
    "text": "Text",
    "party": "Name",
    "balance": "Saldo",
    "account": "123456789",
    "currency": "EUR",
    "day_form": "DD.MM.YYYY",
    "decimal": ",",
    "grouping": ".",
    "delimiter": ";",
}
CSV = """Datum;Betrag;Text;Name;Saldo
02.01.2026;1.234,56;winter;"=HYPERLINK(""x"")";2.234,56
03.01.2026;-34,56;;B;2.200,00
"""


def one(content: str | bytes, mapping: TableMapping | None = None) -> Statement:
    found = read(content.encode() if isinstance(content, str) else content, "file", mapping).statements
    assert len(found) == 1
    return found[0]


def test_mt940_keeps_two_like_gifts_apart_and_takes_a_reversal_for_what_it_is() -> None:
    statement = one(MT940)
    gift, again, back = statement.lines
    assert (statement.account, statement.currency, statement.number, statement.page) == (
        "900000001234",
        "AMD",
        "4",
        "1",
    )
    assert gift.minor == 5000 and gift.text == "winter shelter" and gift.end_to_end == "E1"
    assert (gift.party, gift.party_number) == ("Ani Petrosyan", "DE02120300000000202051")
    assert again.minor == 5000 and again.at_line == 7
    assert back.minor == -5000 and back.reversal
    assert adds_up(statement).outcome is Outcome.YES


def test_what_does_not_add_up_shows_its_difference() -> None:
    verdict = adds_up(one(MT940.replace("AMD1050,00", "AMD1051,00")))
    assert verdict.outcome is Outcome.NO and verdict.difference_minor == -100
    assert verdict.reasons == ("opening balance and lines make 1.00 AMD less than the closing balance",)


def test_a_batch_in_camt_is_its_payments_where_they_add_up() -> None:
    line = one(CAMT).lines[0]
    assert [(part.minor, part.text, part.party) for part in line.parts] == [
        (1000, "food", "A"),
        (1500, "", ""),
    ]
    odd = read(CAMT.replace(">15.00<", ">16.00<").encode(), "file")
    assert odd.statements[0].lines[0].parts == () and "do not add up" in odd.problems[0].reason


def test_ofx_of_both_versions_is_read_alike() -> None:
    first = one(OFX1)
    assert [(line.minor, line.bank_ref, line.party) for line in first.lines] == [
        (1250, "F1", "B & C"),
        (-200, "F2", ""),
    ]
    assert first.closing and first.closing.minor == 1050 and first.lines[0].booked_on == date(2026, 1, 5)
    second = OFX1.replace("<CURDEF>EUR", "<CURDEF>EUR</CURDEF>").replace("<FITID>F1", "<FITID>F1</FITID>")
    xml = '<?xml version="1.0"?>\n<?OFX OFXHEADER="200"?>\n\n' + second[second.index("<OFX>") :]
    assert one(xml).lines == first.lines


def test_a_table_is_read_by_its_mapping_and_held_to_its_running_balance() -> None:
    mapping = mapping_from(MAPPING)
    statement = one(CSV, mapping)
    assert [line.minor for line in statement.lines] == [123456, -3456]
    assert statement.lines[0].party == '=HYPERLINK("x")'  # exports escape it
    assert statement.opening and statement.opening.minor == 100000
    assert adds_up(statement).outcome is Outcome.YES
    assert adds_up(one(CSV.replace("2.200,00", "2.200,01"), mapping)).outcome is Outcome.NO
    assert mapping_from(said(mapping)) == mapping


def spreadsheet() -> bytes:
    from openpyxl import Workbook

    workbook = Workbook()
    for row in (
        ["Datum", "Betrag", "Text", "Name", "Saldo"],
        [date(2026, 1, 2), 1234.56, "winter", "A", 2234.56],
    ):
        workbook.active.append(row)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_a_spreadsheet_is_read_as_the_same_table() -> None:
    assert [line.minor for line in one(spreadsheet(), mapping_from(MAPPING)).lines] == [123456]


@pytest.mark.parametrize(
    ("part", "was", "becomes"),
    [
        ("[Content_Types].xml", b"sheet.main+xml", b"sheet.none+xml"),
        ("xl/workbook.xml", b"<sheets>", b"<sheets"),
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="2"'),
        ("xl/worksheets/sheet1.xml", b"<v>1234.56</v>", b"<v>1e99999</v>"),
    ],
    ids=["no workbook", "broken", "nowhere", "endless"],
)
def test_a_broken_spreadsheet_is_refused(part: str, was: bytes, becomes: bytes) -> None:
    """Whatever the library that opens it raises over it."""
    out = BytesIO()
    with ZipFile(BytesIO(spreadsheet())) as whole, ZipFile(out, "w") as broken:
        for name in whole.namelist():
            content = whole.read(name)
            assert name != part or was in content
            broken.writestr(name, content.replace(was, becomes) if name == part else content)
    with pytest.raises(BankFileRefused):
        read(out.getvalue(), "january.xlsx", mapping_from(MAPPING))


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("CR50,00NTRFNONREF//B1\n:86", "CR1.234,56NTRFNONREF//B1\n:86", "line 5: no amount: 1.234,56"),
        ("CR50,00", "CR50,001", "line 5: an amount with 3 decimals where AMD has 2: 50,001"),
        ("CR50,00", "CR" + "1" + "0" * 20 + ",00", "line 5: an amount larger than any that is booked"),
        ("CR50,00", "CR-0,00", "line 5: no entry: "),
        (":61:2601020102", ":61:2601320102", "line 5: no such day: 260132"),
        (":61:2601020102", ":61:2601020231", "line 5: no such day: 0231"),
        ("AMD1000,00", "ZZZ1000,00", "line 10: a statement in two currencies: AMD and ZZZ"),
        ("AMD", "ZZZ", "line 4: 'ZZZ' is no currency of ISO 4217"),
        (":25:900000001234\n", "", "line 1: a statement without its account (:25:)"),
        (
            ":60F:C260101AMD1000,00\n",
            ":60F:C260101AMD1000,00\n:60F:C260101AMD1,00\n",
            "line 5: a second :60F:",
        ),
        ("winter", "win\0ter", "line 6: a byte of no text"),
    ],
)
def test_what_cannot_be_certain_in_mt940_is_refused_by_line(was: str, becomes: str, told: str) -> None:
    with pytest.raises(BankFileRefused) as refusal:
        read(MT940.replace(was, becomes).encode(), "a.sta")
    assert str(refusal.value).startswith(f"a.sta, {told}")


def test_a_30th_of_february_is_the_last_day_of_it_and_is_told() -> None:
    """Banks that count months of 30 days write it as a day of value."""
    reading = read(MT940.replace(":61:2601020102", ":61:2602300301", 1).encode(), "a.sta")
    assert reading.statements[0].lines[0].value_on == date(2026, 2, 28)
    assert [(each.at_line, each.reason) for each in reading.problems] == [
        (5, "no such day: 260230; read as 2026-02-28")
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('"EUR">25.00', '"EUR">25.001', "an amount with 3 decimals where EUR has 2: 25.001"),
        ('"EUR">25.00', '"EUR">-0.00', "no amount: -0.00"),
        ('"EUR">25.00', '"EUR">1e3', "no amount: 1e3"),
        ('"EUR">25.00', '"EUR">1' + "0" * 30, "no amount: 1000"),
        ('"EUR">25.00', '"USD">25.00', "an entry in USD on an account in EUR"),
        ("<BookgDt><Dt>2026-01-02", "<BookgDt><Dt>2026-02-30", "no such day: 2026-02-30"),
        ("CRDT</CdtDbtInd><Sts>", "</CdtDbtInd><Sts>", "neither credit nor debit: ''"),
        ("</Stmt>", "", "broken XML"),
        ("<IBAN>DE89370400440532013000</IBAN>", "", "a statement without the number of its account"),
    ],
)
def test_what_cannot_be_certain_in_camt_is_refused_by_line(was: str, becomes: str, told: str) -> None:
    with pytest.raises(BankFileRefused, match=r"^a.xml, line \d+: ") as refusal:
        read(CAMT.replace(was, becomes, 1).encode(), "a.xml")
    assert told in str(refusal.value)


def test_entities_and_bombs_are_refused_before_they_are_read() -> None:
    bomb = CAMT.replace("<Document", '<!DOCTYPE a [<!ENTITY b "c">]><Document', 1)
    deep = CAMT.replace("<Id>1</Id>", "<Id>" * 300 + "</Id>" * 300, 1)
    for content in (bomb, deep):
        with pytest.raises(BankFileRefused):
            read(content.encode(), "a.xml")


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("<TRNAMT>12.50", "<TRNAMT>1.234,56", "no amount: 1.234,56"),
        ("<TRNAMT>12.50", "<TRNAMT>-0.00", "a negative zero"),
        ("<DTPOSTED>20260106", "<DTPOSTED>20260230", "no such day: 20260230"),
        ("<CURDEF>EUR", "<CURDEF>ZZZ", "no currency of ISO 4217"),
        ("</STMTRS>", "</BANKTRANLIST>", "closes what is not open"),
        ("<ACCTID>123456789", "", "without the number of its account"),
    ],
)
def test_what_cannot_be_certain_in_ofx_is_refused(was: str, becomes: str, told: str) -> None:
    with pytest.raises(BankFileRefused, match=r"^a.ofx, line \d+: ") as refusal:
        read(OFX1.replace(was, becomes, 1).encode(), "a.ofx")
    assert told in str(refusal.value)


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("1.234,56", "1234.56", "line 2: no amount: '1234.56'"),
        ("1.234,56", "12.34,56", "line 2: no amount"),
        ("-34,56", "-0,00", "line 3: a negative zero: -0,00"),
        ("-34,56", "34,567", "line 3: an amount with 3 decimals where EUR has 2"),
        ("02.01.2026", "30.02.2026", "line 2: no such day (DD.MM.YYYY): 30.02.2026"),
        ("Betrag", "Summe", "line 1: the heading has no column Betrag"),
    ],
)
def test_what_cannot_be_certain_in_a_table_is_refused_by_line(was: str, becomes: str, told: str) -> None:
    with pytest.raises(BankFileRefused) as refusal:
        read(CSV.replace(was, becomes, 1).encode(), "a.csv", mapping_from(MAPPING))
    assert str(refusal.value).startswith(f"a.csv, {told}")


@pytest.mark.parametrize(
    "odd",
    [
        {"day": ""},
        {"colour": "x"},
        {"decimal": ";"},
        {"grouping": ","},
        {"skipped": -1},
        {"credit": "Haben"},
        {"skipped": "1"},
        {"encoding": "no-such"},
        {"encoding": "undefined"},
        {"encoding": "utf-8\0"},
    ],
)
def test_a_mapping_that_leaves_something_open_is_refused(odd: dict[str, object]) -> None:
    with pytest.raises(WrongUse):
        mapping_from({**MAPPING, **odd})


def test_a_file_is_known_by_its_bytes() -> None:
    forms = [recognised(each.encode()) for each in (MT940, CAMT, OFX1, CSV)]
    assert forms == ["mt", "camt", "ofx", "table"]
    assert recognised(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") == ""
    with pytest.raises(BankFileRefused, match=r"a\.csv, line 1: no form of bank statements begins so"):
        read(CSV.encode(), "a.csv")


def test_old_code_pages_are_read_and_told() -> None:
    reading = read(MT940.replace("Ani", "Jörg").encode("cp1252"), "a.sta")
    assert reading.statements[0].lines[0].party == "Jörg Petrosyan"
    assert "not UTF-8: read as Windows-1252" in reading.problems[0].reason


def test_a_line_that_is_only_announced_counts_in_no_balance() -> None:
    day = date(2026, 1, 2)
    lines = [Line(at_line=n, booked_on=day, value_on=day, minor=100, booked=n == 1) for n in (1, 2)]
    statement = one(MT940)
    both = (Balance(minor=0, on=day), Balance(minor=100, on=day))
    checked = replace(statement, lines=tuple(lines), opening=both[0], closing=both[1])
    assert adds_up(checked).outcome is Outcome.YES
