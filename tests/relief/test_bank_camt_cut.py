"""Entries of camt that are cut out of their file are read as lxml reads them in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.errors import BankFileRefused
from tocsin.relief.bank.camt import read_camt
from tocsin.relief.bank.camt_cut import cut_out

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>DE00</IBAN></Id><Ccy>EUR</Ccy></Acct>
"""
TAIL = "\n</Stmt></BkToCstmrStmt></Document>\n"
#: after the last tag: a comment, for which a file is read whole
WHOLE = "<!-- read whole -->"
ENTRY = """<Ntry><NtryRef>{ref}</NtryRef>{more}<Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<BookgDt><Dt>2026-01-0{day}</Dt></BookgDt><NtryDtls>{payments}</NtryDtls></Ntry>"""
PAYMENT = """<TxDtls><Refs><EndToEndId>{ref}</EndToEndId></Refs><Amt Ccy="EUR">{amount}</Amt>
  <RmtInf><Ustrd>{text}</Ustrd>{text}</RmtInf></TxDtls>"""

TEXTS = st.sampled_from(
    [
        *(
            "",
            " ",
            "for the displaced",
            "why? with joy!",
            "two\n lines\t",
            "ունի",
            "a&amp;b",
            "&#x41;",
            "&lt;Ntry>",
            "<b>x</b>",
        ),
        *(
            "a > b",
            "]]>",
            "&none;",
            "\x01",
            "\ufffe",
            "<![CDATA[<Ntry>]]>",
            "<?x y?>",
            "<Ustrd/>",
            "<",
            "</Ntry>",
        ),
        *("<Ntry/>", "<Ntry></Ntry>", "<x:y/>", "<y a='1'/>", '<y a="&amp;>"/>', "\r\n", "\r", "Ntry"),
    ]
)


@st.composite
def entries(draw: st.DrawFn) -> str:
    amount = draw(st.sampled_from(["1.00", "2.50", " 3 ", "x"])) if draw(st.integers(0, 9)) == 0 else "2.00"
    payment = st.builds(
        lambda ref, text: PAYMENT.format(ref=ref, text=text, amount="2.00"),
        st.sampled_from(["E1", "NOTPROVIDED"]),
        TEXTS,
    )
    return ENTRY.format(
        ref=draw(st.sampled_from(["1", "2"])),
        more=draw(st.sampled_from(["", "", "<AddtlNtryInf>more</AddtlNtryInf>", "<NtryRef />"])),
        currency=draw(st.sampled_from(["EUR", "EUR", "EUR", "USD"])),
        amount=amount,
        day=draw(st.integers(1, 3)),
        payments="".join(draw(st.lists(payment, max_size=2))),
    )


def read(text: str) -> object:
    """What it is read as, or why it is not."""
    try:
        return read_camt(text.encode())
    except BankFileRefused as error:
        return error.what


@settings(max_examples=150, deadline=None)
@given(st.lists(entries(), max_size=4), st.sampled_from(["\n", "", "<Bal/>", "\r\n"]))
def test_cut_or_whole_is_the_same(found, between):
    """Whatever stands in entries, a file is read or refused as the same file is that may not be cut."""
    text = HEAD + between.join(found) + TAIL
    assert read(text) == read(text + WHOLE)


def test_entries_of_one_markup_are_read_by_their_texts():
    """A plain file is cut; entries that differ in their texts alone, and one of two payments, are all read."""
    plain = [
        ENTRY.format(
            ref=n,
            more="",
            currency="EUR",
            amount="2.00",
            day=n,
            payments=PAYMENT.format(ref=f"E{n}", text=f"gift {n}", amount="2.00"),
        )
        for n in (1, 2, 3)
    ]
    content = (HEAD + "\n".join([*plain, plain[0].replace("gift 1", "Ani &amp; Jonas")]) + TAIL).encode()
    cut = cut_out(content, 10)
    assert cut is not None
    assert len(cut.spans) == 4
    assert b"gift" not in cut.rest
    (statement,) = read_camt(content).statements
    assert [line.text for line in statement.lines] == ["gift 1", "gift 2", "gift 3", "Ani & Jonas"]
    assert [line.at_line for line in statement.lines] == [4, 7, 10, 13]


def test_a_mark_stands_for_so_many_entries_and_no_more(monkeypatch):
    """A run of entries longer than one mark may stand for has several, and each entry keeps its line."""
    monkeypatch.setattr("tocsin.relief.bank.camt_cut.RUN_MAX", 2)
    entry = ENTRY.format(ref=1, more="", currency="EUR", amount="2.00", day=1, payments="why? with joy!")
    content = (HEAD + "\n".join([entry] * 5) + "<Bal/>" + entry + TAIL).encode()
    cut = cut_out(content, 10)
    assert cut is not None
    assert cut.runs == [2, 2, 1, 1]
    assert cut.rest.count(b"\n") == content.count(b"\n")
    (statement,) = read_camt(content).statements
    assert [line.at_line for line in statement.lines] == [4, 6, 8, 10, 12, 13]


def test_lines_beyond_what_libxml2_counts():
    """An entry beyond line 65,535, where libxml2 stops counting, is named by its line all the same."""
    entry = ENTRY.format(ref=1, more="", currency="EUR", amount="2.00", day=1, payments="")
    (statement,) = read_camt((HEAD + entry + "\n" * 70_000 + entry + TAIL).encode()).statements
    assert [line.at_line for line in statement.lines] == [4, 70_005]


@pytest.mark.parametrize(
    "before",
    ["<!-- -->", "<![CDATA[x]]>", "<?x?>", "\r", "<Ntry a='b'></Ntry>", "<x:Ntry/>", "<Ntry />"],
    ids=["comment", "cdata", "instruction", "line end", "attribute", "prefix", "empty"],
)
def test_a_file_that_is_not_plain_is_read_whole(before):
    """Nothing is cut where "<Ntry>" might not begin an entry, or an entry might begin otherwise."""
    entry = ENTRY.format(ref=1, more="", currency="EUR", amount="2.00", day=1, payments="")
    assert cut_out((HEAD + before + entry + TAIL).encode(), 10) is None
    assert cut_out((HEAD + entry + TAIL).encode(), 10) is not None


def test_more_entries_than_are_read():
    """A file of too many entries is not cut: what refuses it is the reading."""
    entry = ENTRY.format(ref=1, more="", currency="EUR", amount="2.00", day=1, payments="")
    assert cut_out((HEAD + entry * 3 + TAIL).encode(), 2) is None
