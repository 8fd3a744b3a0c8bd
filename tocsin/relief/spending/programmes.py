"""Programmes of a fund: what its money is spent on, and whom it pays."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.relief.models.ledger import Fund
from tocsin.relief.models.spending import Programme

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE_CHARS_MAX, TITLE_CHARS_MAX = 40, 200


def open_programme(
    fund: Fund, code: str, *, title: str, kind: str, by: str, now: datetime, purpose: str = ""
) -> Programme:
    """Raises WrongUse for what cannot be meant, and Conflict where the fund has one of that code.

    `purpose` is one of the fund's: money that was given for it is spent here first, and nowhere else.
    """
    if kind not in Programme.Kind.values:
        raise WrongUse(
            f"{kind!r} is no kind of programme", f"choose one of {', '.join(Programme.Kind.values)}"
        )
    title = title.strip()
    if not 0 < len(title) <= TITLE_CHARS_MAX or not title.isprintable():
        raise WrongUse(f"the title is {title[:60]!r}", f"write 1 to {TITLE_CHARS_MAX} characters on one line")
    if purpose and purpose not in fund.purposes:
        known = ", ".join(fund.purposes) or "none"
        raise WrongUse(f"the fund {fund.code} has no purpose {purpose[:60]!r}", f"its purposes: {known}")
    said = {"title": title, "kind": kind, "purpose": purpose, "opened_by": by, "opened_at": now}
    row = Programme(fund=fund, code=checked_code(code), **said)
    with transaction.atomic():
        if Programme.objects.filter(fund=fund, code=row.code).exists():
            raise Conflict(f"the fund {fund.code} has a programme {code!r}", "take another code")
        row.save(force_insert=True)
        act = custody.Act(item=f"programme:{row.pk}", action="opened", actor=by, at=now, after=committed(row))
        custody.log([act])
    return row


def checked_code(code: str) -> str:
    """A code that can stand in an account's name and in an address."""
    if not _CODE.fullmatch(code) or len(code) > CODE_CHARS_MAX:
        raise WrongUse(
            f"{code[:60]!r} is no code", f"write small letters, digits and hyphens, at most {CODE_CHARS_MAX}"
        )
    return code


def programme_named(fund: Fund, code: str) -> Programme:
    found = Programme.objects.filter(fund=fund, code=code).select_related("fund").first()
    if found is None:
        raise NotFound(
            f"the fund {fund.code} has no programme {code!r}", "`tocsin relief programme list` shows them"
        )
    return found


def committed(programme: Programme) -> dict[str, Json]:
    """What the custody log commits to of a programme."""
    return {
        "fund": programme.fund_id,
        "code": programme.code,
        "title": programme.title,
        "kind": programme.kind,
        "purpose": programme.purpose,
    }
