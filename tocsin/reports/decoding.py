"""From bytes to text: UTF-8, what a byte order mark says, or what a person or the document declares.

Nothing is guessed: a wrong guess turns every name in a report into another. A legacy encoding that looks
likely is named in the message, for a person to confirm with `--encoding`.
"""

from __future__ import annotations

import codecs

from tocsin.errors import ReportRefused, WrongUse

# UTF-32 first: its little-endian mark begins with that of UTF-16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ANY_MARK = tuple(mark for mark, _ in _MARKS)
#: labels that stand for a larger set in every browser (WHATWG Encoding, section 4.2)
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gbk", "euc_kr": "cp949"}
#: all but tab, line ends, page ends and escape, which old terminals and printers left in texts
_CONTROLS = bytes(sorted({*range(1, 9), *range(14, 27), *range(28, 32), 127}))
#: real texts hold a stray one at most; a file of another kind holds them all through
CONTROLS_MIN = 8
CONTROLS_SHARE_MAX = 0.01
_READABLE = "take in a document, a page, a mail, a picture or a recording"
#: fewer bytes tell nothing about their encoding
WIDE_BYTES_MIN = 16
#: bytes looked at for the likely encoding
SAMPLE_BYTES = 65_536


def decode(content: bytes, encoding: str | None = None) -> str:
    """The text of a plain file, line ends as "\\n", nothing else changed.

    Raises ReportRefused where the bytes are not that encoding (UTF-8 if none is said), or no text at all.
    """
    name = encoding or marked_encoding(content) or "utf-8"
    try:
        text = content.decode(name)
        if encoding:
            text.encode("utf-8")  # some codecs let lone surrogates through
    except UnicodeError as error:
        raise _undecodable(content, error, name) from error
    _refuse_binary(text, content)
    return even_line_ends(text)


def decode_declared(
    content: bytes, declared: str | None, encoding: str | None = None
) -> tuple[str, tuple[str, ...]]:
    """The text of a page or a mail and notes on what was repaired.

    A person's word comes first, then the byte order mark, then the document's own declaration; what declares
    nothing must be UTF-8. Bytes that a declared encoding does not know become U+FFFD, and a note says how many.
    """
    said = encoding or marked_encoding(content)
    if said is None and declared and (known := find_codec(declared)):
        text = content.decode(known, "replace")
        lost = text.count("�") - content.count("�".encode())
        notes = (f"{lost} bytes are not {declared}",) if lost > 0 else ()
        return even_line_ends(text.replace("\0", "")), notes
    return decode(content, said), ()


def declared_legacy(content: bytes, charset: str) -> str | None:
    """What a server declares of a plain text that is no UTF-8; servers declare much that is not so."""
    if not charset or marked_encoding(content):
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return find_codec(charset)
    return None


def even_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def marked_encoding(content: bytes) -> str | None:
    """The encoding that a byte order mark names, or None."""
    if content.startswith(_ANY_MARK):
        return next(name for mark, name in _MARKS if content.startswith(mark))
    return None


def find_codec(label: str) -> str | None:
    """Python's name of a text encoding, widened as browsers do; None for an unknown one."""
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
        "".encode(name)  # refuses codecs that are not of text: base64, zlib ...
    except (LookupError, ValueError, TypeError, UnicodeError):
        return None
    return _WIDER.get(name, name)


def said_encoding(label: str | None) -> str | None:
    """A person's `--encoding`. Raises WrongUse for one that does not exist."""
    if not label:
        return None
    name = find_codec(label)
    if name is None:
        raise WrongUse(f"the encoding {label!r} is not known", "try windows-1251, windows-1252 or utf-16-le")
    return name


def _undecodable(content: bytes, error: UnicodeError, name: str) -> ReportRefused:
    offset = error.start if isinstance(error, UnicodeDecodeError) else 0
    byte = f"byte 0x{content[offset]:02X} at offset {offset:,}" if offset < len(content) else "its end"
    if wide := _wide_encoding(content):
        return _looks_wide(content, wide)
    if name != "utf-8":
        return ReportRefused(f"it is not {name}: {byte} does not fit", "say the right one with --encoding")
    if b"\0" in content:
        return _binary(content)
    if likely := likely_encoding(content):
        return ReportRefused(
            f"it is not UTF-8 ({byte}) and looks like {likely}", f"if so, say --encoding {likely}"
        )
    return ReportRefused(
        f"its UTF-8 is broken at {byte}", "mend it, or name another encoding with --encoding"
    )


def likely_encoding(content: bytes) -> str | None:
    """The legacy encoding that fits best, to be shown to a person; None for UTF-8 with broken places."""
    sample = content[:SAMPLE_BYTES]
    decoded = sample.decode("utf-8", "replace")
    broken = decoded.count("�")
    if sum(1 for sign in decoded if sign >= "\x80") - broken >= broken:
        return None  # most of its non-ASCII signs are good UTF-8
    high = [byte for byte in sample if byte >= 0x80]
    ascii_letters = sum(1 for byte in sample if chr(byte).isalpha() and byte < 0x80)
    if len(high) <= ascii_letters:  # accents within Latin script
        return "windows-1252"
    upper, lower = sum(1 for b in high if 0xC0 <= b < 0xE0), sum(1 for b in high if b >= 0xE0)
    if upper + lower < 0.7 * len(high):
        return None
    return "windows-1251" if lower >= upper else "koi8-r"  # KOI8-R has small letters where 1251 has capitals


def _refuse_binary(text: str, content: bytes) -> None:
    if "\0" in text:
        wide = _wide_encoding(content)
        raise _looks_wide(content, wide) if wide else _binary(content)
    plain = content if marked_encoding(content) is None else text.encode()
    if len(plain) - len(plain.translate(None, _CONTROLS)) > max(
        CONTROLS_MIN, len(plain) * CONTROLS_SHARE_MAX
    ):
        raise ReportRefused("it is not text: control characters stand all through it", _READABLE)


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of what is mostly ASCII or one alphabet is nearly always the same."""
    sample = content[: SAMPLE_BYTES // 2 * 2]
    if len(sample) < WIDE_BYTES_MIN or marked_encoding(content):
        return None
    half = len(sample) // 2
    for name, zeros, others in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        if zeros.count(0) > 0.3 * half and others.count(0) < 0.05 * half:
            return name
    return None


def _looks_wide(content: bytes, name: str) -> ReportRefused:
    offset = content.find(b"\0")
    return ReportRefused(
        f"it has a NUL at byte {offset:,} and looks like UTF-16 without its mark",
        f"if so, say --encoding {name}",
    )


def _binary(content: bytes) -> ReportRefused:
    return ReportRefused(
        f"it is not text: byte {content.find(bytes(1)):,} is NUL",
        _READABLE,
    )
