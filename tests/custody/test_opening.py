import pytest

from tests.custody.acting import act, write
from tocsin.custody import differs, opened
from tocsin.custody.models import Entry
from tocsin.errors import NotFound

pytestmark = pytest.mark.django_db

TEXT = "First paragraph.\n\nSecond paragraph."


def test_an_entry_opens_to_what_was_done():
    """Fields and text that are those of the act are confirmed, some fields without the others too."""
    [pk] = write(act(1))
    entry = Entry.objects.get(pk=pk)
    assert opened(entry, {"title": "Report 1", "publisher": "Example Wire"}, TEXT) == []
    assert opened(entry, {"title": "Report 1"}) == []


def test_an_entry_names_what_it_does_not_open_to():
    """A changed field, one that was never committed to and a changed paragraph are named."""
    [pk] = write(act(1))
    entry = Entry.objects.get(pk=pk)
    assert opened(entry, {"title": "Report 2", "publisher": "Example Wire", "language": "en"}) == [
        "title",
        "language",
    ]
    assert opened(entry, {}, "First paragraph.\nAnother paragraph.") == ["text.1"]
    assert opened(entry, {}, TEXT + "\nThird.") == ["text"]
    assert opened(entry, {}, "") == ["text"]


def test_an_erased_entry_opens_to_nothing():
    """Once its secret is forgotten, an entry can't be opened, and says so."""
    [pk] = write(act(1))
    Entry.objects.update(actor="", reason="", salt=None)
    with pytest.raises(NotFound, match="erased"):
        opened(Entry.objects.get(pk=pk), {"title": "Report 1"})


def test_an_item_is_checked_against_the_latest_entries_about_it():
    """Each field is held against the latest entry that committed to it; entries about other fields don't matter."""
    write(act(1), act(2), act(1, action="corrected", after={"title": "New title"}, text=None))
    assert differs("report:1", {"title": "New title", "publisher": "Example Wire"}, TEXT) == []
    assert differs("report:1", {"title": "Report 1", "publisher": "Example Wire"}) == ["title"]
    assert differs("report:1", {"publisher": "Other Wire"}, "Short.") == ["publisher", "text"]


def test_what_was_never_committed_to_differs():
    """A field or text of which the log knows nothing is named."""
    write(act(1, text=None))
    assert differs("report:1", {"language": "en"}, TEXT) == ["language", "text"]
    assert differs("report:9", {"title": "Report 9"}) == ["title"]


def test_what_was_erased_is_not_held_against_an_item():
    """What only an erased entry committed to can't be checked any more."""
    write(act(1))
    Entry.objects.update(actor="", reason="", salt=None)
    assert differs("report:1", {"title": "Anything"}, "Any text.") == []


def test_an_entry_without_text_opens_to_none():
    """A text handed to an entry that committed to none is named."""
    [pk] = write(act(1, text=None))
    assert opened(Entry.objects.get(pk=pk), {}, "A text.") == ["text"]
