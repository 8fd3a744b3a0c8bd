"""Who looks after what."""

from datetime import date

import pytest

from tests.made import NOW, finding, login, report
from tocsin import custody, record
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.record.assigning import assign_many, how_many, in_force, mine
from tocsin.record.models import Assignment, Finding
from tocsin.whole_store.verifying import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure() -> Finding:
    return finding(report("About 3,000 people fled."), "figure", "About 3,000 people", value=3000)


def test_an_item_is_assigned_and_released(figure: Finding) -> None:
    """The last assignment is in force; all of them are kept, and each is in the log with its note."""
    item, ani, bo = f"finding:{figure.pk}", login("ani"), login("bo")
    first = record.assign(
        item, to=bo, by=ani, now=NOW, seen=None, due=date(2023, 10, 1), note="figures first"
    )
    assert mine(bo).findings == {figure.pk} and how_many(bo) == 1
    released = record.assign(item, to=None, by=bo, now=NOW, seen=first.pk)
    assert in_force([item])[item] == released and how_many(bo) == 0
    assert Assignment.objects.count() == 2
    [line] = custody.entries(f"assignment:{first.pk}")
    assert (line.action, line.actor, line.reason) == ("assigned", "ani", "figures first")
    assert custody.entries(f"assignment:{released.pk}")[0].action == "released"


def test_two_people_do_not_assign_over_each_other(figure: Finding) -> None:
    """Whoever did not see the other's assignment is told, and nothing of theirs is stored."""
    item, ani, bo = f"finding:{figure.pk}", login("ani"), login("bo")
    record.assign(item, to=ani, by=ani, now=NOW, seen=None)
    with pytest.raises(Conflict, match="somebody else decided"):
        record.assign(item, to=bo, by=bo, now=NOW, seen=None)
    assert in_force([item])[item].to == ani


@pytest.mark.parametrize("item", ["", "login:1", "finding:0", "finding:1 ", "report:x", "contradiction:ab"])
def test_only_items_of_the_desk_are_assigned(item: str) -> None:
    """Another noun, or no number, is named in the refusal."""
    with pytest.raises(WrongUse, match="cannot be assigned"):
        record.assign(item, to=login("ani"), by=login("bo"), now=NOW, seen=None)


def test_what_is_not_there_is_not_assigned() -> None:
    """A finding that does not exist, and an item that nobody has, cannot be assigned or released."""
    ani = login("ani")
    with pytest.raises(NotFound, match="no finding 4711"):
        record.assign("finding:4711", to=ani, by=ani, now=NOW, seen=None)
    with pytest.raises(WrongUse, match="assigned to nobody"):
        record.assign("contradiction:" + "a" * 64, to=None, by=ani, now=NOW, seen=None)


def test_many_are_assigned_but_those_that_changed(figure: Finding) -> None:
    """What somebody assigned since is left as it is, and named."""
    other = finding(figure.text, "figure", "3,000", value=3000)
    ani, bo = login("ani"), login("bo")
    items = [f"finding:{figure.pk}", f"finding:{other.pk}"]
    record.assign(items[0], to=bo, by=bo, now=NOW, seen=None)
    done, left = assign_many(dict.fromkeys(items), to=ani, by=ani, now=NOW)
    assert ([row.item for row in done], left) == ([items[1]], [items[0]])


def test_a_changed_assignment_is_found(figure: Finding) -> None:
    """Whoever writes another name into the store is contradicted by the log."""
    ani, bo = login("ani"), login("bo")
    row = record.assign(f"finding:{figure.pk}", to=ani, by=ani, now=NOW, seen=None)
    Assignment.objects.filter(pk=row.pk).update(to=bo)
    assert f"assignment:{row.pk}: to is not what the log says" in list(faults(lambda: None))
