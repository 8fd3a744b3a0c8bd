"""How much of the corpus must be read right, by kind and key.

A floor is the number of things read right, so that a new hard passage lowers none. `python -m tests.corpus --raise`
raises the floors to what is read now; only `--lower` lowers them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).parent / "floors.json"


def load() -> dict[str, int]:
    return dict(json.loads(FILE.read_text(encoding="utf-8"))) if FILE.exists() else {}


def raised(floors: Mapping[str, int], right: Mapping[str, int]) -> dict[str, int]:
    """Each floor, or what is read now if that is more."""
    return {name: max(floors.get(name, 0), right.get(name, 0)) for name in {*floors, *right}}


def save(floors: Mapping[str, int]) -> None:
    FILE.write_text(json.dumps(dict(sorted(floors.items())), indent=2) + "\n", encoding="utf-8")
