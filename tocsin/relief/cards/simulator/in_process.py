"""Calls to a simulator in the same process, in place of the wire: what an adapter sends and reads is the same."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tocsin.relief.cards.simulator.calls import answer
from tocsin.relief.cards.simulator.world import World
from tocsin.relief.cards.wire import Answer, Pairs

#: where its pages would be
PAGE = "http://127.0.0.1:9"


@dataclass(frozen=True, kw_only=True)
class NoWire(ABC):
    """An adapter's calls to a simulator that no wire leads to."""

    local: bool = True

    def get(self, path: str, query: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer:
        return self._call("GET", path, query, headers or {})

    def post(self, path: str, form: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer:
        return self._call("POST", path, form, headers or {})

    def delete(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._call("DELETE", path, (), headers or {})

    def _call(self, method: str, path: str, form: Pairs, headers: Mapping[str, str]) -> Answer:
        status, body = self._answered(method, path, dict(form), headers.get("Idempotency-Key", ""))
        return Answer(status=status, body=body)

    @abstractmethod
    def _answered(self, method: str, path: str, form: Mapping[str, str], key: str) -> tuple[int, Any]:
        """Status and JSON body. `key`: the same for a call that is made again."""


@dataclass(frozen=True, kw_only=True)
class InProcess(NoWire):
    world: World
    now: Callable[[], datetime]

    def _answered(self, method: str, path: str, form: Mapping[str, str], key: str) -> tuple[int, Any]:
        status, body = answer(self.world, method, path, dict(form), key=key, page=PAGE, now=self.now())
        return status, json.loads(json.dumps(body))
