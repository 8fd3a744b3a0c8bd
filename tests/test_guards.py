"""What the database refuses by itself: the SQL of landed migrations to the byte, and that it holds in both stores."""

import hashlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations import RunPython

from tocsin.guards import SAME, Guard, changes, hold_statements, release_statements

ROOT = Path(__file__).parents[1] / "tocsin"
#: migration -> digest of the SQL that it runs and undoes, on SQLite and on PostgreSQL
LANDED = {
    "alerts.migrations.0002_frozen_at_issue": (
        "d7677aaaa1d9633986a87c2f26950685021b151f91f1cd1bb665a0ad169a26af",
        "1a56db0e58aa488733beb7a0e77438c8a19fd4c918eaeeed468d674b35538d8c",
    ),
    "alerts.migrations.0004_areas_and_ticks": (
        "f806ef12ae9b329bd3fada0e5c23427dafee3ad7205b162f9a93768ab5b4094f",
        "66801aedcca3dca05b3574e76e740389daefc7f587a1a9b9634d08433be62c3c",
    ),
    "alerts.migrations.0006_frozen_further": (
        "aafc7cb5d577c8d55b6d63dc6efd70c6211a3574c11ab6dca958cc233967248d",
        "918fde913115fb69effa8f3d79997aba18c20a240ee89c349b699fa2ea5fef2d",
    ),
    "assessment.migrations.0002_frozen_when_finished": (
        "f8b258ded4d35bf93887550a4b007317f8403c30ff6f25aa9527688304dc0d76",
        "e9aee213fb5cc86120d5a2b19244bb71ea1421d7450020386f489f5efa148e2b",
    ),
    "assessment.migrations.0004_reasons_can_be_erased": (
        "39de98598132cf27704172b137b8f581ba63366c97c8ce6315eec3d97b77ed99",
        "76b9accd22d225734dfbe928a6fb56bca901b5d8b37ccdf47103fd84c232f81f",
    ),
    "assessment.migrations.0005_answers_can_be_erased": (
        "c5069cb6a1c633bb4dd72f067be55f3451bc0c2c3d9fb0ee29493ef23e66d01d",
        "f95356c2856cec78225c60030b2737e5f84201f45ce1e9618bdad33fddff721c",
    ),
    "custody.migrations.0004_checkpoints": (
        "cafa5137e05c6a5d7dbc084287cae3fbcd11c8b25f5c4d155e90e01e4c647296",
        "99c6dac8a6532c6755161a4dc457c35e3789cc69eb4cb978fd1bcb725dbbf624",
    ),
    "custody.migrations.0005_timestamps": (
        "35b82afd3703f1a0ea96b44caf576cf55a34d98154c193c311d108c488e435fc",
        "b5bbfc3f6b37596c6b210bd7bc06946ee86d4e93769adb998f354c95d84b4d1a",
    ),
    "custody.migrations.0006_erasures": (
        "8a3a90b39c7802fd325528cdaf4f801e41f40a988d5a3ef55f0bf1b0866ef8f4",
        "fad0b36438d7cffc9c7389730d23dd2aba0b184c1ac0d48551ec4c02c9805818",
    ),
    "custody.migrations.0007_kept_whole": (
        "dbf928389158e2c9b0e87a25545626cf73fe414bba309333eabde7c9598d463e",
        "0ae02d69ed1619c0ebd3fa23c56a5399bddb8f372472eeb805d52449b4b0b624",
    ),
    "custody.migrations.0008_opentimestamps": (
        "ecb9ab23defa0ef2682d0851daad96972972e88eea50f4777346d9cb200f3016",
        "ce904c2558b36064f6782351ecf59ae7ca3b8eb91cc7a3a9572319758a8a64c3",
    ),
    "relief.migrations.0001_ledger": (
        "0d6bc9c8b852d2ec34a5dbc2563dbcf5b093ce44b2ae879ef37291cc17824da8",
        "57009e97aa65736a387461892783a268ff5c317a25d05721b28bd5cfeb3ebb09",
    ),
    "relief.migrations.0004_spending": (
        "9ae2abc4a8d5079b1426bdecff32577ccc5cc9be8a16c93ff5e9e2c951eba5ce",
        "23a65e179aa31b64aceb8203547514efa19eb32648e53fbdb5d13fc475401510",
    ),
    "relief.migrations.0005_bank_files": (
        "e2eb51b0d34d1d4db6e7f8b0ffc8ef0bacbc002af31c7dceba7c9f16941a4838",
        "37040d3eb11ee9f4d0dd500718e4f9a0549bd0b5843de6bc576819081bc803ee",
    ),
    "relief.migrations.0006_gifts_kept": (
        "1fa63eed780f188d8de2424037e31266dcb2fae05ae191a887bab17dbae13392",
        "f765bb5ae81efd5a6c7e49a004a9fe96ccc856eeec47d7b9dbaf11db179eb942",
    ),
    "relief.migrations.0008_reasons_can_be_erased": (
        "56f7dcd05906a24eed310aa67bf1bb0ef05dd5b69b34feadcde45fc82bb361ab",
        "308c2d3483820d7bf7d22a705a118e84f508b5a095e1cb1cba31db1c3856d4a3",
    ),
    "relief.migrations.0010_refunds_by_two": (
        "66e186bab081a9947aa5c0d94d87221c5b26860ed8bc8a3716d146ca5f6805ad",
        "ddb2d28c9a66ecfbbf86bc80b0c001841750c43479bca198b93f1223aa7f374d",
    ),
    "relief.migrations.0011_no_posting_beside_a_seal": (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "75920f5c74b5e1ea2ad7da1af91a01ed932a24065a51381a1c34ecf612e23191",
    ),
    "relief.migrations.0013_words_can_be_erased": (
        "939d68383d938f7fe495cf26b4c3e4aa2bd62ec5e0942c7e353d0f9fc817ad11",
        "de7c5417d30da0a6ee814aef228e464ddd33cfbc667a4f2c502e7c85eacadc6f",
    ),
    "relief.migrations.0014_bank_lines_by_two": (
        "62ffcd023c2d8dbc1efc87781895a451db7327857cd0d361f0b738f4c5419059",
        "1d0c5f061749bee6afe44b3d0f5d433af36942c5ac12fd731af3c44acb65e511",
    ),
    "relief.migrations.0015_refund_bounds": (
        "bf4098157b4302bb9092a1b0786ab29a41424db3dcde5f703d1cd60ab031cece",
        "7c647d1e552325bbbba458eb4bead52c5b41eb976de6b73cb738df060cc86784",
    ),
    "relief.migrations.0016_bank_files_can_go": (
        "0e02fe74da694963df2cd26cf2fd4576263593be51e3ea30f433ffdc1117b213",
        "471aeff9deef849cefcb6871d381d21ee38cee3a9fdee8859f0423e8435f2d62",
    ),
}


def statements(migration: str, vendor: str) -> Iterator[str]:
    """What each RunPython of a migration runs, then what undoes it."""
    editor = SimpleNamespace(
        connection=SimpleNamespace(vendor=vendor), execute=lambda *said: ran.append(said)
    )
    for step in import_module(f"tocsin.{migration}").Migration.operations:
        if isinstance(step, RunPython):
            for act in (step.code, step.reverse_code):
                ran: list[Any] = []
                act(None, editor)
                yield from (sql for (sql,) in ran)


def guarding() -> list[str]:
    """All migrations that make guards."""
    return sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in ROOT.glob("*/migrations/0*.py")
        if "tocsin.guards" in path.read_text()
    )


def test_every_migration_that_guards_is_in_the_table() -> None:
    """A new one is added here when it lands."""
    assert guarding() == sorted(LANDED)


@pytest.mark.parametrize("migration", LANDED)
def test_the_sql_of_a_landed_migration_stays_as_it_is(migration: str) -> None:
    """Stores that were made before and after hold the same triggers: whoever changes the maker is told here."""
    digests = tuple(
        hashlib.sha256("\n".join(statements(migration, vendor)).encode()).hexdigest() for vendor in SAME
    )
    assert digests == LANDED[migration]


@pytest.mark.django_db
def test_every_guard_stands_in_the_store() -> None:
    """SQLite drops triggers when a table is rebuilt: after all migrations each guard is still there."""
    elsewhere = {"sqlite": "TRUNCATE", "postgresql": "REPLACE"}[connection.vendor]
    names = {
        guard.name
        for migration in guarding()
        for guard in import_module(f"tocsin.{migration}").GUARDS
        if guard.event != elsewhere
    }
    kept = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(kept)
        assert names - {name for (name,) in cursor.fetchall()} == set()


GUARDS = [
    Guard(name="sealed_kept", table="sealed", event="DELETE", condition="OLD.done = 1", message="kept"),
    Guard(
        name="sealed_same",
        table="sealed",
        event="UPDATE",
        condition=f"OLD.done = 1 AND {changes(['word'])}",
        message="frozen",
    ),
    Guard(name="sealed_late", table="sealed", event="INSERT", condition="NEW.word = 'late'", message="late"),
]


@pytest.fixture
def sealed(db: None) -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE sealed (done INTEGER, word TEXT, other TEXT)")
        cursor.execute("INSERT INTO sealed VALUES (1, 'a', ''), (1, NULL, ''), (0, 'b', '')")
        for statement in hold_statements(GUARDS, connection.vendor):
            cursor.execute(statement)
        yield cursor


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("DELETE FROM sealed WHERE done = 1", "kept"),
        ("UPDATE sealed SET word = 'c' WHERE word = 'a'", "frozen"),
        ("UPDATE sealed SET word = NULL WHERE word = 'a'", "frozen"),
        ("UPDATE sealed SET word = 'c' WHERE word IS NULL", "frozen"),
        ("INSERT INTO sealed VALUES (0, 'late', '')", "late"),
    ],
)
def test_what_a_guard_names_is_refused_with_its_message(sealed: Any, act: str, told: str) -> None:
    """NULL is a value like another: to and from it is a change."""
    with pytest.raises(DatabaseError, match=told), transaction.atomic():
        sealed.execute(act)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "rows"),
    [
        ("DELETE FROM sealed WHERE done = 0", 2),
        ("UPDATE sealed SET word = 'c' WHERE done = 0", 3),
        ("UPDATE sealed SET other = 'c', word = word", 3),
        ("INSERT INTO sealed VALUES (0, 'c', '')", 4),
    ],
)
def test_everything_else_happens(sealed: Any, act: str, rows: int) -> None:
    """A guard stops what it names: what it lets by is done, not left out."""
    sealed.execute(act)
    assert sealed.rowcount > 0
    sealed.execute("SELECT COUNT(*) FROM sealed")
    assert sealed.fetchone() == (rows,)


@pytest.mark.django_db
def test_a_released_table_is_free_and_releasing_twice_does_no_harm(sealed: Any) -> None:
    """A later migration releases, alters and holds again."""
    for statement in release_statements([guard.name for guard in GUARDS], connection.vendor) * 2:
        sealed.execute(statement)
    sealed.execute("DELETE FROM sealed")
    assert sealed.rowcount == 3
