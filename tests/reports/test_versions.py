"""What changed between two versions of a text."""

from hypothesis import given
from hypothesis import strategies as st

from tests.reports import stories
from tocsin.reports import versions as step
from tocsin.reports.versions import Versions, is_same, versions


def kept(found: Versions, *sorts: str) -> list[str]:
    """The words of one version."""
    return " ".join(p.text for each in found.paragraphs for p in each if p.sort in sorts).split()


def pieces(found: Versions, sort: str) -> list[str]:
    return [p.text.strip() for each in found.paragraphs for p in each if p.sort == sort]


def test_an_update_shows_its_new_number_and_paragraph() -> None:
    """The four paragraphs around are the same, but for one word."""
    found = versions(stories.AGENCY, stories.UPDATED)
    assert pieces(found, "gone")[0] == "4,200" and pieces(found, "new")[0] == "5,150"
    assert pieces(found, "new")[1].startswith("The barriers were lifted")
    assert sum(map(is_same, found.paragraphs)) == 3 and not found.cut


def test_a_text_beside_itself_has_no_change() -> None:
    """Whatever its line breaks."""
    assert versions(stories.AGENCY, stories.AGENCY.replace("\n\n", "\n")).changed == 0


WORDS = st.lists(st.sampled_from(["the", "road", "is", "open", "shut", "again", "\n"]), max_size=40).map(
    " ".join
)


@given(WORDS, WORDS)
def test_both_versions_can_be_read_whole(old: str, new: str) -> None:
    """Same and gone are the old one, same and new the new one: nothing is left out and nothing added."""
    found = versions(old, new)
    assert kept(found, "same", "gone") == old.split()
    assert kept(found, "same", "new") == new.split()


def test_long_texts_are_cut_and_say_so() -> None:
    """Past the bound of words compared, a changed paragraph is shown whole."""
    assert versions("line\n" * (step.PARAGRAPHS_MAX + 1), "line").cut
    old, new = ("word " * 1500 + end for end in ("one", "two"))
    assert [len(each) for each in versions(old, new).paragraphs] == [1, 1]
