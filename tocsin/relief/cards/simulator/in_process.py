"""Calls to a simulator in the same process, in place of the wire: what an adapter sends and reads is the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tocsin.relief.cards.simulator.calls import answer
from tocsin.relief.cards.simulator.world import World
from tocsin.relief.cards.wire import Answer, Pairs

#: where its pages would be
PAGE = "http://127.0.0.1:9"


@dataclass(frozen=True, kw_only=True)
class InProcess:
    world: World
    now: Callable[[], datetime]
    local: bool = True

    def get(self, path: str, query: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer:
        return self._call("GET", path, query, headers or {})

    def post(self, path: str, form: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer:
        return self._call("POST", path, form, headers or {})

    def delete(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._call("DELETE", path, (), headers or {})

    def _call(self, method: str, path: str, form: Pairs, headers: Mapping[str, str]) -> Answer:
        key = headers.get("Idempotency-Key", "")
        status, body = answer(self.world, method, path, dict(form), key=key, page=PAGE, now=self.now())
        return Answer(status=status, body=json.loads(json.dumps(body)))
