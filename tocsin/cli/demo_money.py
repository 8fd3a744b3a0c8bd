"""The demonstration's money: an invented fund, and a card provider that does not exist, run beside the site."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from tocsin import environment
from tocsin.relief.ledger.funds import TermsGiven, draft_fund, last_terms, set_terms
from tocsin.relief.models import Fund
from tocsin.situations.models import Situation

#: what `tocsin relief simulate` prints before the address
_SAYS = "TOCSIN_CARD_SIMULATOR="
#: lines that are read until it has said it
_LINES_MAX = 10


def open_fund(
    asked: Mapping[str, Any],
    situation: Situation,
    person: Callable[[str], User],
    *,
    now: datetime,
    reason: str,
) -> Fund:
    """Drafted by one person, opened by another."""
    terms = TermsGiven(
        title=asked["title"],
        purpose=" ".join(asked["purpose"].split()),
        holder=asked["holder"],
        purposes=tuple(asked["purposes"]),
    )
    drafted = draft_fund(
        asked["code"],
        terms,
        by=person(asked["drafted_by"]),
        now=now,
        reason=reason,
        situation=situation,
        demonstration=True,
    )
    last = last_terms(drafted)
    return set_terms(
        drafted,
        replace(terms, state=Fund.State.OPEN, opens_on=asked["opens_on"]),
        by=person(asked["opened_by"]),
        now=now,
        reason=reason,
        seen=last.pk if last else None,
    )


@contextmanager
def simulator(port: int) -> Iterator[None]:
    """Runs a simulated card provider in a process of its own; the site that is served meanwhile knows it."""
    environment.pass_on("TOCSIN_PORT", str(port))
    with subprocess.Popen(
        [sys.executable, "-m", "tocsin.cli", "relief", "simulate", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment.for_children(),
    ) as child:
        try:
            assert child.stdout is not None
            for _ in range(_LINES_MAX):
                line = child.stdout.readline()
                if _SAYS in line:
                    environment.pass_on("TOCSIN_CARD_SIMULATOR", line.rpartition(_SAYS)[2].strip())
                    print(
                        f"A simulated card provider: {line.rpartition('=')[2].strip()}/ (play money)",
                        flush=True,
                    )
                    break
            yield
        finally:
            child.terminate()
