"""A bank's file, whatever its form: recognised by its bytes, never by its name, and read."""

from __future__ import annotations

import re

from tocsin.errors import BankFileRefused
from tocsin.relief.bank.mapping import TableMapping
from tocsin.relief.bank.nouns import Problem, Reading

#: more is no statement that a bank hands out; it is read in memory
FILE_BYTES_MAX = 512 * 2**20
_OPENING = 4096
#: signs of payment texts beyond ASCII that are no letters
_SIGNS = frozenset("€£§°«»–—‘’“”„…²³´·\u00a0")
_MT = re.compile(rb"^:(?:20|25|28C?|60[FM]|61|62[FM]|64|86|90[CD]|NS):", re.MULTILINE)
_OFX = re.compile(rb"<OFX\s*>", re.IGNORECASE)
#: other files that a bank hands out, by how they begin, and what to do with each
_OTHERS = (
    (b"%PDF", "a PDF, which nobody can add up", "ask the bank for the same statement as camt.053 or MT940"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (XLS)", "save it as XLSX"),
    (b"\x1f\x8b", "a packed file", "unpack it, and give each file in it"),
    (b"{\\rtf", "a text document", "ask the bank for the same statement as camt.053 or MT940"),
)
_MT_ENVELOPE = re.compile(rb"\{1:F[0-9]{2}[A-Z]|^:94[02]:", re.MULTILINE)


def recognised(content: bytes) -> str:
    """camt, ofx, xlsx, mt or table (anything else that is text); empty for other bytes."""
    head = content[:_OPENING].lstrip(b"\xef\xbb\xbf\x00\xff\xfe \t\r\n")
    plain = head.replace(b"\0", b"")
    if plain.startswith(b"PK\x03\x04"):
        return "xlsx"
    if _OFX.search(plain) or plain.startswith(b"OFXHEADER"):
        return "ofx"
    if plain.startswith(b"<"):
        return "camt"
    if _MT.search(plain.replace(b"\r", b"\n")) or _MT_ENVELOPE.search(plain):
        return "mt"
    return "" if b"\0" in head and not content.startswith((b"\xff\xfe", b"\xfe\xff")) else "table"


def read(content: bytes, name: str, mapping: TableMapping | None = None) -> Reading:
    """Raises BankFileRefused with the file's name, the line and the reason; `mapping` is for tables only."""
    try:
        return _read(content, mapping)
    except BankFileRefused as error:
        raise BankFileRefused(f"{name}, {error.what}", error.remedy) from error


def _read(content: bytes, mapping: TableMapping | None) -> Reading:
    if not content.strip():
        raise BankFileRefused("it is empty", "ask the bank for the file again")
    if len(content) > FILE_BYTES_MAX:
        raise BankFileRefused(f"it has {len(content):,} bytes", "ask for shorter periods")
    form = recognised(content)
    if form == "camt":
        from tocsin.relief.bank.camt import read_camt

        return read_camt(content)
    if form in ("mt", "ofx"):
        return _read_text(content, form)
    for begins, what, remedy in _OTHERS:
        if content.startswith(begins):
            raise BankFileRefused(f"it is {what}", remedy)
    if form == "xlsx" and b"xl/workbook.xml" not in content:
        raise BankFileRefused("it is an archive (ZIP)", "unpack it, and give each file in it")
    if form not in ("xlsx", "table"):
        raise BankFileRefused("these are no bytes of a bank statement", "give MT940, camt, OFX, CSV or XLSX")
    if mapping is None:
        raise BankFileRefused(
            "line 1: no form of bank statements begins so",
            "where it is a table, name the bank whose mapping holds",
        )
    from tocsin.relief.bank.table import read_csv, read_xlsx

    return read_xlsx(content, mapping) if form == "xlsx" else read_csv(content, mapping)


def _read_text(content: bytes, form: str) -> Reading:
    text, problems = decoded(content)
    if form == "mt":
        from tocsin.relief.bank.mt940 import read_mt940

        reading = read_mt940(text)
    else:
        from tocsin.relief.bank.ofx import read_ofx

        reading = read_ofx(text)
    return Reading(form=reading.form, statements=reading.statements, problems=(*problems, *reading.problems))


def decoded(content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """UTF-8, UTF-16 where it says so; otherwise an old code page, which is told."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), ()
        except UnicodeDecodeError as error:
            raise BankFileRefused(
                f"broken UTF-16 at byte {error.start:,}", "ask the bank for the file again"
            ) from None
    if b"\0" in content:
        at_line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise BankFileRefused(f"line {at_line}: a byte of no text", "ask the bank for the file again")
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        at_line = content.count(b"\n", 0, error.start) + 1
        name, text = _guessed(content)
        return text, (Problem(at_line=at_line, reason=f"not UTF-8: read as {name}, letters may be others"),)


def _guessed(content: bytes) -> tuple[str, str]:
    """Windows-1252, unless its other characters are no letters and those of DOS are."""
    western, dos = (content.decode(name, errors="replace") for name in ("cp1252", "cp852"))
    if not _only_letters(western) and _only_letters(dos):
        return "CP 852", dos
    return "Windows-1252", western


def _only_letters(text: str) -> bool:
    return all(sign.isalpha() or sign in _SIGNS for sign in set(text) if sign > "\x7f")
