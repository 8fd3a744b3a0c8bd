"""Expectations beside the files of the mt-940 library: its own objects as YAML, read without making any of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml


class _Plain(yaml.SafeLoader):
    """Objects become what they are made of."""


def _made_of(loader: Any, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        # an entry knows its file, which knows its entries
        node.value = [(key, value) for key, value in node.value if not _is_its_file(key, value)]
        return loader.construct_mapping(node, deep=True)
    if not isinstance(node, yaml.SequenceNode):
        return None
    values = loader.construct_sequence(node, deep=True)
    if suffix.endswith("models.Date"):
        day: bytes = values[0]
        return date(day[0] * 256 + day[1], day[2], day[3])
    return Decimal(values[0]) if suffix.endswith("decimal.Decimal") else None


def _is_its_file(key: yaml.Node, value: yaml.Node) -> bool:
    return key.value == "transactions" and isinstance(value, yaml.MappingNode)


_Plain.add_multi_constructor("tag:yaml.org,2002:python/", _made_of)


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    #: of the last statement of the file, for the library merges them
    data: dict[str, Any]
    entries: list[dict[str, Any]]


def expected(path: Path) -> Expected:
    found = yaml.load(path.read_text(encoding="utf-8"), Loader=_Plain)
    return Expected(data=found["data"], entries=[each["data"] for each in found["transactions"]])
