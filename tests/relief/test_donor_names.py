"""Names beside lists of names: what a person should look at is found, and nothing is decided."""

import pytest

from tocsin.errors import WrongUse
from tocsin.relief.donors.comparing import resembling
from tocsin.relief.donors.list_file import Listed, read_list
from tocsin.relief.donors.names import alike, likeness, words


@pytest.mark.parametrize(
    ("ours", "listed"),
    [
        ("Ani Petrosyan", "PETROSIAN, Ani"),
        ("Անի Պետրոսյան", "Ani Petrosyan"),
        ("Иван Сергеевич Петров", "Petrov Ivan"),
        ("José García-López", "Jose Garcia Lopez"),
        ("Dr. Omar Haddad", "Omar HADDAD"),
        ("Acme", "ACME"),
    ],
)
def test_spellings_of_one_name_are_found(ours: str, listed: str) -> None:
    """Order, case, accents, scripts and one letter apart: a person should look."""
    assert likeness(words(ours), words(listed)) is not None
    assert [one.whose for one in resembling({7: ours}, [Listed("x", listed)])] == [7]


@pytest.mark.parametrize(
    ("ours", "listed"),
    [("Ani Petrosyan", "Ani Grigoryan"), ("Ani", "Ani Petrosyan"), ("", "Ani"), ("Li Na", "Li Wei")],
)
def test_one_word_in_common_is_no_hit(ours: str, listed: str) -> None:
    """A first name alone says nothing."""
    assert likeness(words(ours), words(listed)) is None
    assert not list(resembling({7: ours}, [Listed("x", listed)]))


def test_letters_that_changed_places_are_alike() -> None:
    """A slip of the pen."""
    assert alike("petrosyan", "petrosayn") and not alike("anna", "nana")


def test_a_table_of_names_is_read_with_its_aliases() -> None:
    """Every name once for its entry; what else a row says is a note."""
    content = b"id,name,aliases,country\n7,Ani  Example,A. Example;Ani Example,xx\n,Bob Sample,,\n"
    assert read_list(content) == [
        Listed("7", "Ani Example", "country xx"),
        Listed("7", "A. Example", "country xx"),
        Listed("line 3", "Bob Sample", ""),
    ]


def test_entities_are_read_one_a_line() -> None:
    """Persons and organisations; an address is no name."""
    content = (
        b'{"id": "a", "schema": "Person", "properties": {"name": ["Ani Example"], "country": ["xx"]}}\n'
        b'{"id": "b", "schema": "Address", "properties": {"full": ["Main street"]}}\n'
    )
    assert read_list(content) == [Listed("a", "Ani Example", "country xx")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1"),
        (b"title\nAni\n", "no column `name`"),
        (b"name\n", "no name"),
        (b"name,id\nAni\n", "line 2"),
        (b"\xff\xfe", "UTF-8"),
        (b'{"id": 1}\n', "line 1"),
        (b'{"schema": "Person", "properties": []}', "line 1"),
    ],
)
def test_what_is_no_list_is_refused_with_its_line(content: bytes, said: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(WrongUse, match=said):
        read_list(content)
