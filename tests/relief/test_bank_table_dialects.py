"""OFX, QFX, CSV and XLSX as banks write them: read to the unit, or refused by line; and files that are none of these."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from tocsin.errors import BankFileRefused, WrongUse
from tocsin.relief.bank.adds_up import Outcome, adds_up
from tocsin.relief.bank.mapping import mapping_from
from tocsin.relief.bank.nouns import Line, Reading, Statement
from tocsin.relief.bank.reading import read

HEADER = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"


def transaction(amount: str = "5.00", more: str = "<MEMO>food") -> str:
    return (
        f"<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260105120000[+4:AMT]<TRNAMT>{amount}<FITID>F1{more}</STMTTRN>\n"
    )


def ofx(*transactions: str, root: str = "<OFX>") -> str:
    return (
        f"{HEADER}{root}<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>123456789</BANKACCTFROM>\n"
        f"<BANKTRANLIST><DTSTART>20260101<DTEND>20260131\n{''.join(transactions)}</BANKTRANLIST>"
        "<LEDGERBAL><BALAMT>5.00<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )


def reading(content: str) -> Reading:
    return read(content.encode(), "a.ofx")


def lines(content: str) -> tuple[Line, ...]:
    return reading(content).statements[0].lines


@pytest.mark.parametrize(
    "written",
    [
        transaction(more="<NAME><![CDATA[B & C <1>]]><MEMO>food"),
        transaction(more="<NAME>B &amp; C &lt;1&gt;</NAME><!-- <STMTTRN> -->\n<MEMO>food</MEMO>"),
        transaction(more="<CHECKNUM/><NAME>B & C &lt;1&gt;<MEMO>food"),
    ],
    ids=["CDATA", "comment", "empty tag"],
)
def test_ofx_is_read_however_its_texts_are_written(written: str) -> None:
    for root in ("<OFX>", "<OFX >", "<ofx>"):
        (found,) = lines(ofx(written, root=root).replace("</OFX>", root.replace("<", "</")))
        assert (found.minor, found.party, found.text, found.at_line) == (500, "B & C <1>", "food", 9)


def test_a_balance_among_the_lines_is_told_and_never_booked() -> None:
    found = reading(ofx(transaction("95.00", "<MEMO>Saldo Anterior"), transaction()))
    assert [line.minor for line in found.statements[0].lines] == [500]
    assert [(each.at_line, each.reason) for each in found.problems] == [
        (9, "a balance and no payment, left aside: Saldo Anterior")
    ]


def test_a_sign_stands_against_the_kind_of_a_line_and_is_told() -> None:
    """What is only on hold is no payment."""
    found = reading(ofx(transaction("-5.00"), transaction("7.00").replace("CREDIT", "HOLD")))
    assert [(line.minor, line.booked) for line in found.statements[0].lines] == [(-500, True), (700, False)]
    assert [each.reason for each in found.problems] == [
        "a CREDIT that went, by the sign of its amount: read so"
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (transaction("1,000"), "an amount that may be thousands or not: 1,000"),
        (transaction("1,234.56"), "no amount: 1,234.56"),
        (
            transaction(more="<CORRECTFITID>F0<CORRECTACTION>REPLACE"),
            "corrects an earlier one (CORRECTFITID F0)",
        ),
        (
            transaction(more="<CURRENCY><CURRATE>1.1<CURSYM>USD</CURRENCY>"),
            "a line in USD on an account in EUR",
        ),
        (transaction(more="<MEMO><![CDATA[food"), "<![CDATA[ is never closed: the file is cut short"),
        ('<!DOCTYPE x [<!ENTITY y "z">]>', "it declares a document type of its own"),
    ],
    ids=["thousands", "grouping", "correction", "currency", "cut short", "document type"],
)
def test_what_cannot_be_certain_in_ofx_is_refused_by_line(written: str, told: str) -> None:
    """What a correction moves hangs on the line that it corrects, which the file need not have."""
    with pytest.raises(BankFileRefused, match=r"^a.ofx, line 9: ") as refusal:
        reading(ofx(written))
    assert told in str(refusal.value)


def table(content: str | bytes, **how: object) -> Statement:
    mapping = mapping_from(
        {"bank": "b", "day": "Day", "amount": "Amount", "account": "1234", "currency": "EUR", **how}
    )
    return read(content.encode() if isinstance(content, str) else content, "a.csv", mapping).statements[0]


def minors(content: str | bytes, **how: object) -> list[int]:
    return [line.minor for line in table(content, **how).lines]


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("1.234,56", 123456),
        ("+1.234,56", 123456),
        ("-1.234,56", -123456),
        ("1.234,56-", -123456),
        ("(1.234,56)", -123456),
        ("\u22121.234,56", -123456),
        ("EUR 1.234,56", 123456),
        ("-1.234,56 EUR", -123456),
        ("1234,5", 123450),
        ("7", 700),
    ],
)
def test_an_amount_is_read_in_each_of_its_forms(written: str, minor: int) -> None:
    assert minors(f"Day;Amount\n2026-01-05;{written}\n", delimiter=";", decimal=",", grouping=".") == [minor]


@pytest.mark.parametrize(
    "written", ["1,234", "-5,00-", "-(5,00)", "(5,00", "5,00 USD", "€ 5,00", "(0,00)", "--5", "5,00 S"]
)
def test_an_amount_that_is_not_certain_is_refused(written: str) -> None:
    with pytest.raises(BankFileRefused, match=r"^a\.csv, line 2: "):
        minors(f"Day;Amount\n2026-01-05;{written}\n", delimiter=";", decimal=",")


@pytest.mark.parametrize(
    ("space", "grouping"), [("\u00a0", " "), ("\u202f", " "), (" ", " "), ("\u2019", "'"), ("'", "'")]
)
def test_thousands_are_parted_by_spaces_and_apostrophes_of_typesetting_too(space: str, grouping: str) -> None:
    assert minors(
        f"Day;Amount\n2026-01-05;1{space}234,50\n", delimiter=";", decimal=",", grouping=grouping
    ) == [123450]


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("2026-01-05", "YYYY-MM-DD"),
        ("2026-01-05T23:59:59+04:00", "DD.MM.YYYY"),
        ("05.01.2026", "DD.MM.YYYY"),
        ("5.1.2026", "DD.MM.YYYY"),
        ("05.01.2026 14:33", "DD.MM.YYYY"),
        ("05.01.26", "DD.MM.YY"),
        ("05/01/2026 14:33:07", "DD/MM/YYYY"),
        ("01/05/2026", "MM/DD/YYYY"),
        ("01/05/26", "MM/DD/YY"),
        ("05/01/26", "DD/MM/YY"),
        ("05-01-2026", "DD-MM-YYYY"),
        ("05-01-26", "DD-MM-YY"),
        ("2026/01/05", "YYYY/MM/DD"),
        ("2026.01.05.", "YYYY.MM.DD"),
        ("20260105", "YYYYMMDD"),
    ],
)
def test_a_day_is_read_in_the_form_that_was_agreed(written: str, form: str) -> None:
    assert table(f"Day,Amount\n{written},5\n", day_form=form).lines[0].booked_on == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("written", "form"),
    [("05.01.26", "DD.MM.YYYY"), ("31/12/2026", "MM/DD/YYYY"), ("30.02.26", "DD.MM.YY"), ("", "DD.MM.YY")],
)
def test_a_day_in_another_form_is_refused(written: str, form: str) -> None:
    with pytest.raises(BankFileRefused, match=r"^a\.csv, line 2: no such day"):
        table(f"Day,Amount\n{written},5\n", day_form=form)


def test_a_column_may_say_what_came_and_what_went() -> None:
    """As Dutch and German banks do, whose amounts have no sign: taken for gifts, payments that went would be doubled."""
    how = {"mark": "Af Bij", "mark_came": "Bij", "mark_went": "Af"}
    assert minors("Day,Amount,Af Bij\n2026-01-05,5,Bij\n2026-01-06,2,af\n", **how) == [500, -200]
    for row in ("2026-01-06,2,\n", "2026-01-06,2,Over\n", "2026-01-06,-2,Bij\n"):
        with pytest.raises(BankFileRefused, match=r"^a\.csv, line 2: "):
            minors(f"Day,Amount,Af Bij\n{row}", **how)


@pytest.mark.parametrize(
    "odd",
    [
        {"mark": "S/H"},
        {"mark": "S/H", "mark_came": "H", "mark_went": "h"},
        {"mark": "S/H", "mark_came": "H", "mark_went": "S", "amount": "", "credit": "In", "debit": "Out"},
        {"mark_came": "H"},
        {"status": "Status"},
        {"headless": True},
        {"skipped_below": -1},
    ],
)
def test_a_mapping_that_leaves_a_sign_or_a_place_open_is_refused(odd: dict[str, object]) -> None:
    with pytest.raises(WrongUse):
        table("Day,Amount\n2026-01-05,5\n", **odd)


def test_a_column_may_say_what_is_only_announced() -> None:
    """It is never booked, and stands in no running balance."""
    how = {"status": "Status", "status_booked": "Gebucht", "balance": "Saldo"}
    rows = "Day,Amount,Status,Saldo\n2026-01-05,5,gebucht,105\n2026-01-06,7,Vorgemerkt,\n2026-01-06,-2,Gebucht,103\n"
    found = table(rows, **how)
    assert [line.booked for line in found.lines] == [True, False, True]
    assert adds_up(found).outcome is Outcome.YES and found.closing and found.closing.minor == 10300


def test_amounts_may_stand_in_two_columns_one_of_them_empty_or_nothing() -> None:
    how = {"amount": "", "credit": "In", "debit": "Out"}
    rows = "Day,In,Out\n2026-01-05,5.00,\n2026-01-06,,2.00\n2026-01-07,0.00,3.00\n2026-01-08,4.00,0.00\n"
    assert minors(rows, **how) == [500, -200, -300, 400]
    with pytest.raises(BankFileRefused, match="under credit or under debit"):
        minors("Day,In,Out\n2026-01-05,5.00,2.00\n", **how)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_a_file_says_its_encoding_by_the_mark_that_it_begins_with(encoding: str) -> None:
    content = 'Day;Amount;Text\r\n2026-01-05;5;"two\r\nlines; with ""quotes"" and ü"\r\n\r\n'.encode(encoding)
    how = {"delimiter": ";", "text": "Text", "encoding": "utf-8" if encoding == "utf-8" else "windows-1252"}
    assert table(content, **how).lines[0].text == 'two lines; with "quotes" and ü'


@pytest.mark.parametrize("encoding", ["ascii", "idna"])
def test_a_file_that_is_not_in_its_mapping_s_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(BankFileRefused, match=rf"^a.csv, line \d: it is not written in {encoding}"):
        table("Day,Amount,Text\n2026-01-05,5,\N{LATIN SMALL LETTER U WITH DIAERESIS}\n", encoding=encoding)


def test_what_is_told_to_a_spreadsheet_is_no_row() -> None:
    assert minors("sep=;\nDay;Amount\n2026-01-05;5\n", delimiter=";") == [500]


def test_a_table_may_have_no_heading_and_notes_above_and_below() -> None:
    rows = "My bank\n2026-01-05,5,food\n2026-01-06,-2,\n\nSum,3\nprinted today\n"
    how = {"headless": True, "day": "1", "amount": "2", "text": "3", "skipped": 1, "skipped_below": 2}
    assert minors(rows, **how) == [500, -200]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ('Day,Amount,Text\n2026-01-05,5,"open\n2026-01-06,7,food\n', "broken CSV"),
        ('Day,Amount,Text\n2026-01-05,5,"open\n2026-01-06,7,"food"\n', "broken CSV"),
        ("Day,Amount,Text\n2026-01-05,5,win,ter\n", "4 cells in a row, where the heading has 3"),
        ("Day,Amount,Text\n2026-01-05\n", "no amount: ''"),
    ],
    ids=["open quote", "quotes out of step", "too many cells", "too few cells"],
)
def test_rows_that_run_into_each_other_are_refused(rows: str, told: str) -> None:
    """A quote that is never closed would swallow the lines behind it; a sign too many would move the columns."""
    with pytest.raises(BankFileRefused, match=r"^a.csv, line \d") as refusal:
        table(rows)
    assert told in str(refusal.value)


def test_a_spreadsheet_s_number_is_what_it_shows() -> None:
    """15 digits; the noise of binary sums behind them is none of the amount."""
    from openpyxl import Workbook

    workbook = Workbook()
    for row in (
        ["Day", "Amount"],
        [date(2026, 1, 5), 0.1 + 0.2],
        [date(2026, 1, 6), 1234.5],
        [date(2026, 1, 7), -7],
    ):
        workbook.active.append(row)
    out = BytesIO()
    workbook.save(out)
    assert minors(out.getvalue()) == [30, 123450, -700]


def test_a_spreadsheet_is_read_to_its_last_row_whatever_it_says_of_its_size() -> None:
    """Some programs write the size of an empty sheet, and a reader that believes it loses lines."""
    from openpyxl import Workbook

    workbook, out, smaller = Workbook(), BytesIO(), BytesIO()
    for row in (["Day", "Amount"], [date(2026, 1, 5), 5], [date(2026, 1, 6), 7]):
        workbook.active.append(row)
    workbook.create_sheet("euro")
    workbook.save(out)
    with ZipFile(out) as whole, ZipFile(smaller, "w") as patched:
        for name in whole.namelist():
            patched.writestr(name, whole.read(name).replace(b'ref="A1:B3"', b'ref="A1:B2"'))
    assert smaller.getvalue() != out.getvalue() and minors(smaller.getvalue()) == [500, 700]
    mapping = mapping_from(
        {"bank": "b", "day": "Day", "amount": "Amount", "account": "1234", "currency": "EUR"}
    )
    told = [each.reason for each in read(smaller.getvalue(), "a.xlsx", mapping).problems]
    assert told == ["only the first worksheet is read; left aside: euro"]


@pytest.mark.parametrize(
    ("begins", "told"),
    [
        (b"%PDF-1.7\n", "it is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file"),
        (b"\x1f\x8b\x08\x00", "a packed file"),
        (b"<html><body>Please log in</body></html>", "no camt.052, camt.053 or camt.054 message is in it"),
        (b"!Type:Bank\nD05/01/2026\nT5.00\n^\n", "no form of bank statements begins so"),
    ],
    ids=["PDF", "XLS", "gzip", "HTML", "QIF"],
)
def test_another_kind_of_file_is_refused_by_what_it_is(begins: bytes, told: str) -> None:
    with pytest.raises(BankFileRefused) as refusal:
        read(begins, "a.dat")
    assert told in str(refusal.value)


def test_an_archive_is_to_be_unpacked() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("1.xml", "<Document/>")
    with pytest.raises(BankFileRefused, match=r"an archive \(ZIP\); unpack it, and give each file in it"):
        read(out.getvalue(), "a.zip")


def test_a_running_balance_holds_tables_to_account() -> None:
    rows = "Day,Amount,Balance\n2026-01-06,-2,103\n2026-01-05,5,105\n"
    assert adds_up(table(rows, balance="Balance", newest_first=True)).outcome is Outcome.YES
    assert adds_up(table(rows, balance="Balance")).outcome is Outcome.NO


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("day;money;what\n2026-01-05;1;Zo\u00e9\n".encode("cp1252"), "`encoding`"),
        (b"day;money;what\n05/01/2026;1;food\n", "`day_form`"),
        (b"day;money;what\n2026-01-05;1,50;food\n", "`decimal`"),
    ],
    ids=["letters", "days", "amounts"],
)
def test_a_table_that_is_not_as_its_mapping_says_names_what_to_mend(content: bytes, named: str) -> None:
    """Another file of the bank would look the same."""
    said = {"bank": "b", "day": "day", "amount": "money", "text": "what", "delimiter": ";"}
    mapping = mapping_from({**said, "account": "1234", "currency": "EUR"})
    with pytest.raises(BankFileRefused) as refusal:
        read(content, "a.csv", mapping)
    assert named in refusal.value.remedy
