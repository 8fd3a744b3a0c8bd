from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from tests.custody.acting import act, sql, write
from tests.custody.naive_tree import naive_head, naive_path, naive_proof
from tocsin.custody import tree
from tocsin.custody.models import Branch, Leaf
from tocsin.errors import NotFound

pytestmark = pytest.mark.django_db


def leaves() -> list[bytes]:
    return [bytes(leaf) for leaf in Leaf.objects.values_list("leaf_hash", flat=True)]


def test_the_log_grows_with_the_parts_of_its_tree():
    """However many entries come at once, the head and every proof are those of the standard."""
    for count in (1, 2, 13, 40, 5):
        write(*(act(index) for index in range(count)))
    held = leaves()
    assert tree.size() == len(held) == 61
    assert Branch.objects.count() == 3
    assert tree.head(61) == naive_head(held)
    assert tree.head(17) == naive_head(held[:17])
    assert tree.head(0) == naive_head([])
    for position in (0, 15, 16, 60):
        assert tree.prove_inclusion(position, 61) == naive_path(position, held)
    for old in (1, 15, 16, 17, 48, 61):
        assert tree.prove_consistency(old, 61) == naive_proof(old, held)


def test_a_proof_takes_few_questions(django_assert_max_num_queries):
    """One question for each level of the tree, however long the log is."""
    write(*(act(index) for index in range(300)))
    with django_assert_max_num_queries(3):
        tree.prove_inclusion(255, 299)


def test_beyond_the_log_there_is_no_proof():
    """A position that the log does not have is refused with what to do."""
    write(act(1))
    with pytest.raises(NotFound, match="no entry 1"):
        tree.prove_inclusion(1, 1)
    with pytest.raises(NotFound, match="continues none"):
        tree.prove_consistency(2, 1)


@pytest.mark.parametrize("statement", ["DELETE FROM custody_branch", "UPDATE custody_branch SET place = 7"])
def test_the_database_refuses_to_change_a_part(statement):
    """What is kept of the tree can be neither changed nor deleted."""
    write(*(act(index) for index in range(16)))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)


def test_a_log_from_before_gets_its_tree():
    """Entries that were numbered before parts were kept have them after the migration."""
    migration = import_module("tocsin.custody.migrations.0003_branches")
    write(*(act(index) for index in range(40)))
    kept = list(Branch.objects.order_by("level", "place").values_list("level", "place", "hash"))
    with transaction.atomic():
        for statement in migration.release_statements(connection.vendor):
            sql(statement)
        sql("DELETE FROM custody_branch")
        migration.fill(None, SimpleNamespace(connection=connection))
    again = list(Branch.objects.order_by("level", "place").values_list("level", "place", "hash"))
    assert [tuple(map(bytes_of, row)) for row in again] == [tuple(map(bytes_of, row)) for row in kept]


def bytes_of(value):
    return value if isinstance(value, int) else bytes(value)
