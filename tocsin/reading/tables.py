"""The tables of words, places and measures in `data/`, read once, when first asked for.

A table is tab-separated UTF-8. Lines that begin with `#` say where it comes from and what its columns are.
"""

from __future__ import annotations

from functools import cache


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `data/<name>.tsv`, each as wide as it is written."""
    from importlib import resources  # slow to import, and needed only here

    table = (resources.files("tocsin.reading") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in table.splitlines() if line and not line.startswith("#"))


@cache
def words(name: str, kind: str) -> frozenset[str]:
    """The first column of those rows whose second column is `kind`."""
    return frozenset(row[0] for row in rows(name) if row[1] == kind)
