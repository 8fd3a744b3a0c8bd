"""Timestamps of others over the log's checkpoints, and over older timestamps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tocsin.custody.timestamps.hashes import BY_OID
from tocsin.custody.timestamps.judging import Outcome, Verdict, judge
from tocsin.custody.timestamps.roots import TrustRoots
from tocsin.custody.timestamps.token import Token
from tocsin.publishing.dossier.checking import strict_json
from tocsin.publishing.dossier.checking.block_proofs import check_block_proofs
from tocsin.publishing.dossier.checking.opened import Opened
from tocsin.publishing.dossier.checking.stamp_files import (
    chain_of,
    check_renewed,
    is_renewal,
    message_of,
    stem,
    tokens,
)
from tocsin.publishing.dossier.checking.verdict import Broken

#: whether a time lies ahead of the reader's clock says nothing about the dossier
_ALWAYS = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
#: what another root may put right
_ROOT_MISSING = {Outcome.UNKNOWN_CHAIN, Outcome.NO_CERTIFICATE}


def check_timestamps(dossier: Opened) -> str:
    told = [_checked(dossier, size, n) for size, n in tokens(dossier)]
    told += check_block_proofs(dossier)
    return "; ".join(told) if told else "none: nobody but the log's own keeper says when"


def _checked(dossier: Opened, size: int, n: int) -> str:
    path, told_in = f"{stem(size, n)}.tsr", f"{stem(size, n)}.json"
    said = strict_json.read(dossier.read(told_in), told_in)
    independent = strict_json.member(said, "independent", bool, told_in)
    renewal = is_renewal(dossier, size, n)
    if renewal:
        check_renewed(dossier, size, n)
    verdict, trusted = _judged(dossier, path, message_of(dossier, size, n), chain_of(dossier, said, told_in))
    assert verdict.token is not None, "it holds"
    _assert_told(said, verdict.token, size, told_in)
    if independent and not verdict.independent:
        raise Broken(path, "said to be independent, and its certificate says that it is not")
    if independent and not renewal:
        dossier.stamps.append((size, verdict.token.time))
    if independent and not trusted:
        dossier.unchecked.append(
            f"whether the authority of {path} is what it says: its root is none of --trust"
        )
    what = f"renewal {size}-{n} of older ones" if renewal else f"{size:,} entries"
    kind = "independent" if independent else "NOT independent"
    return f"{what} at {verdict.token.time:%Y-%m-%d %H:%M:%S} UTC by {said['authority']} ({kind})"


def _assert_told(said: Any, token: Token, size: int, where: str) -> None:
    """What stands beside the token is what it says."""
    strict_json.member(said, "authority", str, where)
    name = strict_json.member(said, "hash", str, where)
    if name != "sha512" or BY_OID[token.hash_oid].name != name:
        raise Broken(where, "not over the SHA-512 of what it stamps")
    if strict_json.member(said, "size", int, where) != size:
        raise Broken(where, "it tells of another timestamp")
    if abs(time_of(strict_json.member(said, "time", str, where), where) - token.time) >= timedelta(seconds=1):
        raise Broken(where, "the time in it is not the token's")


def _judged(dossier: Opened, path: str, message: bytes, chain: TrustRoots) -> tuple[Verdict, bool]:
    """The verdict, and whether it leads to a root that the reader trusts."""
    data, trust = dossier.read(path), dossier.asked.trust
    if trust is not None:
        verdict = judge(data, message, TrustRoots(trust.anchors, trust.others + chain.all), _ALWAYS)
        if verdict.holds:
            return verdict, True
        if verdict.outcome not in _ROOT_MISSING:
            raise Broken(path, verdict.reason)
    verdict = judge(data, message, chain, _ALWAYS)
    if not verdict.holds:
        raise Broken(path, verdict.reason)
    return verdict, False


def time_of(text: str, where: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise ValueError(text)
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Broken(where, f"{text[:40]!r} is no time with its zone") from None
