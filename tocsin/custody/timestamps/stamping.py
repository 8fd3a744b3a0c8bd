"""Having checkpoints stamped, and old timestamps renewed. Trouble with one authority holds up no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import Q

from tocsin.custody import log_keys
from tocsin.custody.checkpoints import sign_checkpoint
from tocsin.custody.models import KeptCheckpoint, Leaf, Timestamp, TimestampAuthority
from tocsin.custody.timestamps import local_file
from tocsin.custody.timestamps.asking import Ask, ask, ask_all
from tocsin.custody.timestamps.authorities import Authority, configured, named
from tocsin.custody.timestamps.hashes import HASHES
from tocsin.custody.timestamps.judging import Verdict
from tocsin.custody.timestamps.keeping import check_renews, judged, keep, note_trouble
from tocsin.custody.timestamps.renewing import AHEAD, AT_ONCE, Covered, due, renewal_text, renews_enough
from tocsin.custody.timestamps.request import new_request
from tocsin.custody.timestamps.roots import TrustRoots
from tocsin.custody.timestamps.stored import aged, message_of, text_of
from tocsin.custody.timestamps.timing import is_due
from tocsin.errors import TocsinError, WrongUse

WORKER = "worker"

#: of an authority, what it was asked, what it answered and the verdict on that: the timestamp as it is kept
Kept = Callable[[Authority, bytes, bytes, Verdict], Timestamp]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stamping:
    """What came of asking one authority: a timestamp, or what the matter was."""

    authority: str
    timestamp: Timestamp | None = None
    trouble: TocsinError | None = None


def stamp(
    *, now: datetime, by: str, authority: str = "", how: Ask = ask
) -> tuple[KeptCheckpoint, list[Stamping]]:
    """Sign a checkpoint, and have it stamped at once by every authority, or by the one that is named.

    One that stamped this checkpoint already is not asked again. Raises WrongUse where there is no authority, NotFound
    for a name that is none of them, and what `sign_checkpoint` raises.
    """
    wanted = [named(authority)] if authority else list(configured())
    if not wanted:
        raise WrongUse(
            "no timestamping authority is known", "name at least two in TOCSIN_TIMESTAMP_AUTHORITIES"
        )
    checkpoint = sign_checkpoint(now)
    done = {each.authority: each for each in checkpoint.timestamps.filter(renewal="")}
    asked = _stamped(checkpoint, [each for each in wanted if each.name not in done], by=by, now=now, how=how)
    before = [
        Stamping(authority=each.name, timestamp=done[each.name]) for each in wanted if each.name in done
    ]
    return checkpoint, before + asked


def stamp_due(*, now: datetime, how: Ask = ask) -> list[Stamping]:
    """What the worker does in a round: ask who is due, and renew what ages. Nothing where no authority is known.

    Raises WrongUse for a setting that cannot be meant, and what `sign_checkpoint` raises.
    """
    authorities = list(configured())
    if not authorities or log_keys.in_use() is None:
        return []
    rested = _rested(authorities, now)
    asked = _due_among(rested, now)
    made = _stamped(sign_checkpoint(now), asked, by=WORKER, now=now, how=how) if asked else []
    failed = {each.authority for each in made if each.trouble is not None}
    return made + _renewed([each for each in rested if each.name not in failed], now=now, how=how)


def _rested(authorities: Sequence[Authority], now: datetime) -> list[Authority]:
    resting = TimestampAuthority.objects.filter(next_at__gt=now).values_list("name", flat=True)
    names = set(resting)
    return [each for each in authorities if each.name not in names]


def _due_among(authorities: Sequence[Authority], now: datetime) -> list[Authority]:
    found = []
    for each in authorities:
        last = _last_of(each, renewal="")
        if is_due(last.kept_at if last else None, now) and _grown_since(last.checkpoint.size if last else 0):
            found.append(each)
    return found


def _last_of(authority: Authority, **which: str) -> Timestamp | None:
    """The last timestamp that it gave: found from the end, however many there are."""
    rows = Timestamp.objects.filter(authority=authority.name, **which).select_related("checkpoint")
    return rows.defer("renewal", "request", "response", "chain").order_by("-pk").first()


def _grown_since(size: int) -> bool:
    """Whether the log holds anything from there on but timestamps, which would call for one another for ever."""
    return Leaf.objects.filter(position__gte=size).exclude(entry__item__startswith="timestamp:").exists()


def _stamped(
    checkpoint: KeptCheckpoint, authorities: Sequence[Authority], *, by: str, now: datetime, how: Ask
) -> list[Stamping]:
    message = text_of(checkpoint).encode()

    def kept(authority: Authority, request: bytes, response: bytes, verdict: Verdict) -> Timestamp:
        return keep(
            verdict,
            checkpoint=checkpoint,
            authority=authority,
            request=request,
            response=response,
            by=by,
            now=now,
        )

    return _asked(authorities, message, kept, now=now, how=how)


def _renewed(authorities: Sequence[Authority], *, now: datetime, how: Ask) -> list[Stamping]:
    older = ageing(now)
    able = _able_to_renew(authorities, older, now) if older else []
    if not able:
        return []
    checkpoint = sign_checkpoint(now)
    text = renewal_text(
        [Covered.of(each.checkpoint.size, each.n, message_of(each), bytes(each.response)) for each in older]
    )

    def kept(authority: Authority, request: bytes, response: bytes, verdict: Verdict) -> Timestamp:
        check_renews(verdict, older, now)
        return keep(
            verdict,
            checkpoint=checkpoint,
            authority=authority,
            request=request,
            response=response,
            renewal=text,
            older=older,
            by=WORKER,
            now=now,
        )

    return _asked(able, text.encode(), kept, now=now, how=how)


def _able_to_renew(
    authorities: Sequence[Authority], older: Sequence[Timestamp], now: datetime
) -> list[Authority]:
    """Those that are not known to sign with a certificate that ends soon: the others would be asked in vain for months.

    Nobody renews with our own word what others vouched for.
    """
    if any(each.independent for each in older):
        authorities = [each for each in authorities if not each.is_local]
    lasts = {each: _last_of(each) for each in authorities}
    return [each for each, last in lasts.items() if last is None or renews_enough(last.good_until, now)]


def ageing(now: datetime) -> list[Timestamp]:
    """The timestamps that must be renewed now, those that end first before the others; at most AT_ONCE."""
    old = [each.name for each in HASHES if each.ageing_from is not None and each.ageing_from <= now + AHEAD]
    may_be = Timestamp.objects.filter(Q(good_until__lte=now + AHEAD) | Q(hash__in=old), renewed_in=None)
    rows = may_be.select_related("checkpoint").prefetch_related("renewed_in__newer")
    few = list(rows.order_by("good_until", "pk")[:AT_ONCE])
    by_number = {(row.checkpoint.size, row.n): row for row in few}
    return [by_number[reason.size, reason.n] for reason in due(aged(few), now)]


def _asked(
    authorities: Sequence[Authority], message: bytes, kept: Kept, *, now: datetime, how: Ask
) -> list[Stamping]:
    """Ask all of them at once about one message; keep each answer that holds, note the trouble of the others."""
    roots = {each: _roots(each, now) for each in authorities}
    requests = {each: new_request(message) for each in authorities if isinstance(roots[each], TrustRoots)}
    answers = ask_all(requests, partial(_ask, now=now, how=how))

    def taken(authority: Authority) -> Timestamp:
        by = roots[authority]
        if isinstance(by, TocsinError):
            raise by
        request, answer = requests[authority], answers[authority]
        verdict = judged(request, answer, message, by, now=now)
        assert isinstance(answer, bytes)
        return kept(authority, request, answer, verdict)

    return [_stamping(each, taken, now) for each in authorities]


def _roots(authority: Authority, now: datetime) -> TrustRoots | TocsinError:
    """Without them nobody is asked: no answer could be judged."""
    try:
        return authority.roots(now)
    except TocsinError as trouble:
        return trouble


def _ask(authority: Authority, request: bytes, *, now: datetime, how: Ask) -> bytes:
    if authority.is_local:
        return local_file.authority(now).answer(request, now)
    return how(authority, request)


def _stamping(authority: Authority, taken: Callable[[Authority], Timestamp], now: datetime) -> Stamping:
    try:
        return Stamping(authority=authority.name, timestamp=taken(authority))
    except TocsinError as trouble:
        note_trouble(authority, trouble, now)
        return Stamping(authority=authority.name, trouble=trouble)
