"""A step's face: its verbs, importable from the package without loading anything before it is used.

Django imports every step's package before models can be made, and `tocsin --help` must not import Django at all.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def verbs(package: str, where: Mapping[str, str]) -> Callable[[str], Any]:
    """A module `__getattr__` (PEP 562) that finds each verb in the module of the package that `where` names."""

    # importing a module sets it on its package, where it would hide a verb of the same name
    assert not where.keys() & set(where.values()), f"{package}: a verb and a module share a name"

    def find(name: str) -> Any:
        if name not in where:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{where[name]}"), name)

    return find
