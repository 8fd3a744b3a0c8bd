"""Every kept timestamp, judged anew: as of its own time, by the trust root that it was kept with; and what it renews."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from tocsin.custody.models import Timestamp, TimestampRenewal
from tocsin.custody.timestamps.der import Malformed
from tocsin.custody.timestamps.hashes import BY_OID
from tocsin.custody.timestamps.judging import CLOCKS_APART_MAX, Verdict, judge
from tocsin.custody.timestamps.renewing import Covered, Standing, read_renewal, standings
from tocsin.custody.timestamps.request import read_request
from tocsin.custody.timestamps.roots import TrustRoots, read_roots
from tocsin.custody.timestamps.stored import message_of
from tocsin.errors import WrongUse

#: rows held in memory at once
CHUNK = 200


def faults(now: datetime, advance: Callable[[], object]) -> Iterator[str]:
    """One plain sentence for each timestamp that does not hold. `advance` is called after each."""
    rows = Timestamp.objects.select_related("checkpoint").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        for fault in faults_of(row, now):
            yield f"timestamp {row.checkpoint.size}-{row.n} by {row.authority}: {fault}"
        advance()


def faults_of(row: Timestamp, now: datetime) -> Iterator[str]:
    verdict = verdict_on(row, now)
    if not verdict.holds:
        yield verdict.reason
        return
    token = verdict.token
    assert token is not None
    said = {
        "its time": (row.time, token.time),
        "its hash": (row.hash, BY_OID[token.hash_oid].name),
        "that it is independent": (row.independent, verdict.independent),
        "its end": (row.good_until, verdict.good_until),
    }
    for what, (shown, found) in said.items():
        if shown != found:
            yield f"{what} stands there as {shown}, and the token says {found}"
    if token.time < row.checkpoint.made_at - CLOCKS_APART_MAX:
        yield f"it says {token.time:%Y-%m-%d %H:%M:%S} UTC, and its checkpoint was made later"
    if row.renewal:
        yield from _renewal_faults(row)


def verdict_on(row: Timestamp, now: datetime) -> Verdict:
    """The verdict on a kept timestamp, by the certificates that were kept with it."""
    try:
        roots = read_roots(row.chain.encode())
    except WrongUse:
        roots = TrustRoots(())
    try:
        nonce = read_request(bytes(row.request)).nonce
    except Malformed:
        nonce = -1  # no authority answers that
    return judge(bytes(row.response), message_of(row), roots, now, nonce=nonce)


def _renewal_faults(row: Timestamp) -> Iterator[str]:
    """A renewal says what it covers: these very timestamps, as they lie here."""
    covered = read_renewal(row.renewal)
    if covered is None:
        yield "its text is none of a renewal"
        return
    rows = TimestampRenewal.objects.filter(newer=row).select_related("older__checkpoint")
    older = [each.older for each in rows]
    lie_here = {
        Covered.of(each.checkpoint.size, each.n, message_of(each), bytes(each.response)) for each in older
    }
    for each in covered:
        if each not in lie_here:
            yield f"it renews timestamp {each.size}-{each.n}, which does not lie here as it was then"
    if len(lie_here) > len(covered):
        yield "more timestamps are said to be renewed by it than it covers"


def standing_of_all(now: datetime) -> dict[int, Standing]:
    """How each kept timestamp stands today, by its id."""
    ends = {
        pk: (time, end)
        for pk, time, end in Timestamp.objects.values_list("pk", "time", "good_until").order_by()
    }
    renewed_in: dict[int, list[int]] = {}
    for older, newer in TimestampRenewal.objects.values_list("older_id", "newer_id"):
        renewed_in.setdefault(older, []).append(newer)
    return standings(ends, renewed_in, now)
