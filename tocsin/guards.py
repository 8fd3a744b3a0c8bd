"""Triggers by which the database itself refuses a change, whoever asks: a program, a shell, an admin.

A migration makes them with `RunPython(*held(GUARDS))`. Its SQL stands in stores already: a test holds it to the byte.
SQLite drops triggers when Django rebuilds a table: a later migration that alters a guarded table makes them anew.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

#: equality in which NULL equals NULL
SAME = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Guard:
    #: the trigger's, and on PostgreSQL its function's
    name: str
    table: str
    #: REPLACE is SQLite's alone, an INSERT that deletes without firing a trigger on that; TRUNCATE is PostgreSQL's
    event: Literal["INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE"]
    #: SQL over OLD and NEW that says which changes are refused; `{same}` stands for SAME. TRUNCATE has neither
    condition: str
    #: what the refused is told; SQL quotes are not escaped
    message: str


def changes(columns: Iterable[str]) -> str:
    """The condition that one of `columns` would change."""
    return "NOT (" + " AND ".join(f"NEW.{column} {{same}} OLD.{column}" for column in columns) + ")"


def hold_statements(guards: Iterable[Guard], vendor: str) -> list[str]:
    """The SQL that makes the triggers."""
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]
    return [statement for guard in guards for statement in make(guard)]


def release_statements(names: Iterable[str], vendor: str) -> list[str]:
    """The SQL that drops triggers, where they are."""
    drop = {
        "sqlite": "DROP TRIGGER IF EXISTS {}",
        "postgresql": "DROP FUNCTION IF EXISTS {}() CASCADE",
    }[vendor]
    return [drop.format(name) for name in names]


def held(guards: Iterable[Guard]) -> tuple[Callable[..., None], Callable[..., None]]:
    """What RunPython does, and undoes."""
    guards = tuple(guards)

    def hold(apps: Any, editor: Any) -> None:  # noqa: ARG001 - RunPython gives both
        run(hold_statements(guards, editor.connection.vendor), editor)

    def release(apps: Any, editor: Any) -> None:  # noqa: ARG001
        run(release_statements([guard.name for guard in guards], editor.connection.vendor), editor)

    return hold, release


def run(statements: Iterable[str], editor: Any) -> None:
    for statement in statements:
        editor.execute(statement)


def _sqlite(guard: Guard) -> list[str]:
    if guard.event == "TRUNCATE":
        return []
    event = "INSERT" if guard.event == "REPLACE" else guard.event
    return [
        f"CREATE TRIGGER {guard.name} BEFORE {event} ON {guard.table} "
        f"WHEN {guard.condition.format(same=SAME['sqlite'])} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    ]


def _postgresql(guard: Guard) -> list[str]:
    """PostgreSQL has no subquery in WHEN, so the condition stands in the trigger's own function."""
    if guard.event == "REPLACE":
        return []
    row = "OLD" if guard.event == "DELETE" else "NEW"  # NULL would leave the act out without a word
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    return [
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {guard.condition.format(same=SAME['postgresql'])} THEN RAISE EXCEPTION '{guard.message}'; END IF; "
        f"RETURN {row}; END $$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {guard.name}()",
    ]
