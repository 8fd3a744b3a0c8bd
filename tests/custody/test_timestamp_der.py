import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.custody.timestamps import der
from tocsin.custody.timestamps.der import Malformed, Reader, Tag, integer_of, oid_of, read, written


@given(st.integers(min_value=-(2**200), max_value=2**200))
def test_a_whole_number_is_read_as_it_was_written(number: int) -> None:
    """Of any size and sign."""
    assert integer_of(read(der.integer(number))) == number


@given(st.integers(0, 2), st.integers(0, 39), st.lists(st.integers(0, 2**130), max_size=6))
def test_an_identifier_is_read_as_it_was_written(first: int, second: int, others: list[int]) -> None:
    """Numbers beyond 128 bits too, as identifiers made of random numbers have them."""
    dotted = ".".join(map(str, (first, second, *others)))
    assert oid_of(read(der.oid(dotted))) == dotted


@given(st.binary(max_size=70_000))
def test_a_value_is_read_as_it_was_written(content: bytes) -> None:
    """Whatever its length: short and long forms."""
    whole = written(Tag.OCTETS, content)
    assert read(whole) == der.Value(Tag.OCTETS, content, whole)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "30",
        "3080020101 0000",  # indefinite length: BER
        "30810102",  # a length in the long form that fits the short one
        "3082000302010100",  # a length with a zero before it
        "30858000000000",  # five bytes of length
        "3003020101ff",  # a byte behind it
        "3004020101",  # one byte short
        "1f2001ff",  # a tag of more than one byte
    ],
)
def test_what_der_does_not_write_is_refused(data: str) -> None:
    """There is one way to write each value, and no other is read."""
    with pytest.raises(Malformed):
        read(bytes.fromhex(data.replace(" ", "")))


@pytest.mark.parametrize("data", ["0200", "02020001", "0202ffff", "040101"])
def test_a_number_in_another_form_is_refused(data: str) -> None:
    """Empty, with needless bytes before it, or of another tag."""
    with pytest.raises(Malformed):
        integer_of(read(bytes.fromhex(data)))


@pytest.mark.parametrize("data", ["0600", "060180", "06028001", "020101"])
def test_an_identifier_in_another_form_is_refused(data: str) -> None:
    """Empty, without its end, with needless bytes, or of another tag."""
    with pytest.raises(Malformed):
        oid_of(read(bytes.fromhex(data)))


def test_values_are_taken_in_their_order_and_all_of_them() -> None:
    """One that is missing, of another tag, or too many is said."""
    reader = Reader(read(written(Tag.SEQUENCE, der.integer(1), der.oid("1.2"))))
    assert reader.take_if(Tag.OID) is None and integer_of(reader.take(Tag.INTEGER)) == 1
    with pytest.raises(Malformed, match="too many"):
        reader.end()
    with pytest.raises(Malformed, match="must"):
        reader.take(Tag.INTEGER)
    with pytest.raises(Malformed, match="missing"):
        reader.take()


@given(st.binary(max_size=200))
def test_no_bytes_bring_reading_down(data: bytes) -> None:
    """Anything is a value or refused."""
    try:
        value = read(data)
        der.inside(value)
    except Malformed:
        return
    assert value.whole == data
