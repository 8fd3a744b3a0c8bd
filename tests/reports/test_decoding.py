"""From bytes to text, and what is refused on the way."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import ReportRefused, WrongUse
from tocsin.reports.decoding import (
    declared_legacy,
    decode,
    decode_declared,
    find_codec,
    likely_encoding,
    said_encoding,
)

RUSSIAN = "Вечером мост перешли три тысячи человек, сообщило управление порта. "
FRENCH = "Trois mille personnes ont traversé le pont, a déclaré la capitainerie du port où elles étaient comptées. "


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\r", categories=["L", "N", "P", "Z"]))
)
def test_a_utf8_text_is_decoded_as_it_is(text: str) -> None:
    """Nothing is changed, so that offsets count what stands in the file."""
    assert decode(text.encode()) == text.removeprefix("﻿")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_names_the_encoding(encoding: str) -> None:
    """The mark is no part of the text."""
    assert decode(RUSSIAN.encode(encoding)) == RUSSIAN


def test_line_ends_become_one() -> None:
    """Windows and old Mac line ends count as one sign each."""
    assert decode(b"a\r\nb\rc\n\r\n") == "a\nb\nc\n\n"


REFUSED = [
    # bytes, what the message names
    (
        RUSSIAN.encode("windows-1251") * 3,
        r"byte 0xC2 at offset 0\) and looks like windows-1251; .*--encoding windows-1251",
    ),
    (RUSSIAN.encode("koi8-r") * 3, "looks like koi8-r"),
    (FRENCH.encode("windows-1252"), "looks like windows-1252"),
    (FRENCH.encode("utf-16-le"), "NUL at byte 1 and looks like UTF-16 .*--encoding utf-16-le"),
    (FRENCH.encode("utf-16-be"), "NUL at byte 0 and looks like UTF-16 .*--encoding utf-16-be"),
    (RUSSIAN.encode()[:40], "UTF-8 is broken at byte 0xD1 at offset 39"),
    (RUSSIAN.encode() + b"\xff" + RUSSIAN.encode(), "UTF-8 is broken at byte 0xFF"),
    (b"one\0two", "byte 3 is NUL"),
    (b"\xff\xfe\x00", "not utf-16"),
    (b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0", "NUL"),
    (b"\x01\x02\x03\x04" * 40, "control characters"),
]


@pytest.mark.parametrize(("content", "message"), REFUSED)
def test_what_is_no_utf8_is_refused_and_named(content: bytes, message: str) -> None:
    """The message has the first wrong byte, its offset, the likely encoding and the next step."""
    with pytest.raises(ReportRefused, match=message):
        decode(content)


def test_a_person_may_name_the_encoding() -> None:
    """What a person says is taken, and wins over nothing but bytes that do not fit."""
    assert decode(RUSSIAN.encode("windows-1251"), said_encoding("windows-1251")) == RUSSIAN
    with pytest.raises(ReportRefused, match="it is not ascii"):
        decode(RUSSIAN.encode(), "ascii")


@pytest.mark.parametrize("label", ["klingon", "base64", "rot13", "utf-8\0", "hex"])
def test_an_encoding_that_is_none_is_a_wrong_use(label: str) -> None:
    """Python's codecs that turn bytes into bytes are no encodings of text."""
    assert find_codec(label) is None
    with pytest.raises(WrongUse, match="encoding"):
        said_encoding(label)


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(content: bytes) -> None:
    """No bytes make the decoder fail in another way."""
    likely_encoding(content)
    with suppress(ReportRefused):
        assert "\0" not in decode(content)


def test_a_server_is_believed_where_a_text_is_no_utf8() -> None:
    """Many servers declare ISO 8859-1 of everything."""
    assert declared_legacy(RUSSIAN.encode("windows-1251"), "windows-1251") == "cp1251"
    assert declared_legacy(RUSSIAN.encode(), "iso-8859-1") is None
    assert declared_legacy(b"\xff\xfea\0", "iso-8859-1") is None
    assert declared_legacy(b"\xff", "klingon") is None and declared_legacy(b"\xff", "") is None


def test_a_declared_encoding_mends_and_tells() -> None:
    """A page that breaks its own declaration is read, with a note; one that declares none must be UTF-8."""
    text, notes = decode_declared(b"caf\xc3\xa9 \xff\xfe!", "utf-8")
    assert (text, notes) == ("café ��!", ("2 bytes are not utf-8",))
    assert decode_declared(FRENCH.encode("windows-1252"), "iso-8859-1") == (FRENCH, ())
    with pytest.raises(ReportRefused, match="windows-1252"):
        decode_declared(FRENCH.encode("windows-1252"), None)
    assert decode_declared(FRENCH.encode("windows-1252"), "utf-8", "cp1252") == (FRENCH, ())
