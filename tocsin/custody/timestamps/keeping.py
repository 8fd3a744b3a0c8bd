"""Keeping what an authority answered: judged first, then stored and logged in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from tocsin.custody.acts import Act
from tocsin.custody.models import KeptCheckpoint, Timestamp, TimestampAuthority, TimestampRenewal
from tocsin.custody.timestamps.authorities import Authority
from tocsin.custody.timestamps.hashes import BY_OID
from tocsin.custody.timestamps.judging import CLOCKS_APART_MAX, Verdict, judge
from tocsin.custody.timestamps.renewing import renews_enough
from tocsin.custody.timestamps.request import read_request
from tocsin.custody.timestamps.roots import TrustRoots, as_pem
from tocsin.custody.timestamps.stored import committed
from tocsin.custody.timestamps.timing import wait_after
from tocsin.custody.writer import log
from tocsin.errors import FetchFailed, FetchRefused, TocsinError
from tocsin.rows import insert_rows


def judged(
    request: bytes, answer: bytes | TocsinError, message: bytes, roots: TrustRoots, *, now: datetime
) -> Verdict:
    """The verdict of an answer that holds. Raises what the matter was otherwise."""
    if isinstance(answer, TocsinError):
        raise answer
    verdict = judge(answer, message, roots, now, nonce=read_request(request).nonce)
    if not verdict.holds:
        raise FetchFailed(f"its answer does not hold. {verdict.reason}", "it is not kept")
    assert verdict.token is not None
    if verdict.token.time < now - CLOCKS_APART_MAX:  # before we asked: a time that lends age to what had none
        raise FetchFailed(
            f"it says {verdict.token.time:%Y-%m-%d %H:%M:%S} UTC, which was over when it was asked",
            "compare this machine's clock with others, or name another authority",
        )
    return verdict


def check_renews(verdict: Verdict, older: Sequence[Timestamp], now: datetime) -> None:
    """Raises FetchRefused for a renewal that would be due itself, or that nobody vouches for where somebody did."""
    if not renews_enough(verdict.good_until, now):
        raise FetchRefused(
            f"its own certificate runs out on {verdict.good_until:%Y-%m-%d}",
            "name another authority, or wait until it has a newer certificate",
        )
    if not verdict.independent and any(each.independent for each in older):
        raise FetchRefused("it is not independent and cannot renew what is", "name another authority")


def keep(
    verdict: Verdict,
    *,
    checkpoint: KeptCheckpoint,
    authority: Authority,
    request: bytes,
    response: bytes,
    renewal: str = "",
    older: Iterable[Timestamp] = (),
    by: str,
    now: datetime,
) -> Timestamp:
    token = verdict.token
    assert verdict.holds and token is not None, verdict.reason
    with transaction.atomic():
        KeptCheckpoint.objects.select_for_update().get(pk=checkpoint.pk)  # one number at a time
        last = checkpoint.timestamps.aggregate(last=Max("n"))["last"] or 0
        row = Timestamp.objects.create(
            checkpoint=checkpoint,
            n=last + 1,
            renewal=renewal,
            authority=authority.name,
            independent=verdict.independent,
            time=token.time,
            hash=BY_OID[token.hash_oid].name,
            good_until=verdict.good_until,
            request=request,
            response=response,
            chain=as_pem(verdict.path),
            kept_at=now,
        )
        insert_rows(TimestampRenewal, ({"older_id": each.pk, "newer_id": row.pk} for each in older))
        log([Act(item=f"timestamp:{row.pk}", action="kept", actor=by, at=now, after=committed(row))])
        _note_answer(authority, now)
    return row


def note_trouble(authority: Authority, trouble: TocsinError, now: datetime) -> TimestampAuthority:
    """It rests for a while, the longer the more often it failed in a row."""
    with transaction.atomic():
        state, _ = TimestampAuthority.objects.select_for_update().get_or_create(name=authority.name)
        state.failures += 1
        state.trouble = str(trouble)[:1000]
        state.next_at = now + wait_after(state.failures)
        state.save()
    return state


def _note_answer(authority: Authority, now: datetime) -> None:
    TimestampAuthority.objects.update_or_create(
        name=authority.name,
        defaults={"failures": 0, "trouble": "", "next_at": None, "answered_at": now},
    )
