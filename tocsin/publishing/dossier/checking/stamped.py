"""Timestamps of others over the log's checkpoints."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.timestamps.hashes import BY_OID
from tocsin.custody.timestamps.judging import Outcome, Verdict, judge
from tocsin.custody.timestamps.roots import TrustRoots, read_roots
from tocsin.errors import WrongUse
from tocsin.publishing.dossier.checking import strict_json
from tocsin.publishing.dossier.checking.opened import Opened
from tocsin.publishing.dossier.checking.verdict import Broken

_FOLDER = "log/timestamps/"
_TOKEN = re.compile(r"(?P<size>0|[1-9][0-9]{0,18})-(?P<n>[1-9][0-9]{0,3})\.(?P<kind>tsr|json)")
_CHAIN = re.compile(r"chain-[0-9a-f]{64}\.pem")
_TOKENS_MAX, _CHAINS_MAX = 1_000, 100
#: whether a time lies ahead of the reader's clock says nothing about the dossier
_ALWAYS = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
#: what another root may put right
_ROOT_MISSING = {Outcome.UNKNOWN_CHAIN, Outcome.NO_CERTIFICATE}


def check_timestamps(dossier: Opened) -> str:
    chain = _chain(dossier)
    told = [_checked(dossier, size, number, chain) for size, number in _tokens(dossier)]
    return "; ".join(told) if told else "none: nobody but the log's own keeper says when"


def _tokens(dossier: Opened) -> list[tuple[int, int]]:
    """Size and number of each, which count from 1 without gaps; each with what is said of it."""
    found: dict[str, set[tuple[int, int]]] = {"tsr": set(), "json": set()}
    for path in (path for path in dossier.sizes if path.startswith(_FOLDER)):
        name = path.removeprefix(_FOLDER)
        if match := _TOKEN.fullmatch(name):
            found[match["kind"]].add((int(match["size"]), int(match["n"])))
        elif not _CHAIN.fullmatch(name):
            raise Broken(path, "no timestamp, and no chain of one")
    both = found["tsr"] & found["json"]
    for size, number in sorted(found["tsr"] | found["json"]):
        if (size, number) not in both or (number > 1 and (size, number - 1) not in both):
            raise Broken(
                f"{_FOLDER}{size}-{number}", "it, what is said of it, or the one before it is missing"
            )
    if len(both) > _TOKENS_MAX:
        raise Broken(_FOLDER, f"more than {_TOKENS_MAX:,} of them")
    return sorted(both)


def _chain(dossier: Opened) -> TrustRoots:
    """The certificates that came along: they lead somewhere, whether or not anybody trusts it."""
    names = [path for path in sorted(dossier.sizes) if _CHAIN.fullmatch(path.removeprefix(_FOLDER))]
    try:
        return read_roots(b"\n".join(dossier.read(name) for name in names[:_CHAINS_MAX]))
    except WrongUse:
        return TrustRoots(())


def _checked(dossier: Opened, size: int, number: int, chain: TrustRoots) -> str:
    path = f"{_FOLDER}{size}-{number}.tsr"
    point, told_in = dossier.checkpoint(), path.replace(".tsr", ".json")
    said = strict_json.read(dossier.read(told_in), told_in)
    authority = strict_json.member(said, "authority", str, told_in)
    independent = strict_json.member(said, "independent", bool, told_in)
    over = point if size == point.size else dossier.earlier.get(size)
    if over is None or strict_json.member(said, "size", int, told_in) != size:
        raise Broken(path, f"over a checkpoint of {size} entries that is not here")
    verdict, trusted = _judged(dossier, path, over, chain)
    assert verdict.token is not None, "it holds"
    name = BY_OID[verdict.token.hash_oid].name
    if name != "sha512" or strict_json.member(said, "hash", str, told_in) != name:
        raise Broken(path, "not over the checkpoint's SHA-512")
    time = time_of(strict_json.member(said, "time", str, told_in), told_in)
    if abs(time - verdict.token.time) >= timedelta(seconds=1):
        raise Broken(path, "the time in its .json is not the token's")
    if independent and not verdict.independent:
        raise Broken(path, "said to be independent, and its certificate says that it is not")
    if independent:
        dossier.stamps.append((size, verdict.token.time))
        if not trusted:
            dossier.unchecked.append(
                f"whether the authority of {path} is what it says: its root is none of --trust"
            )
    kind = "independent" if independent else "NOT independent"
    return f"{size:,} entries at {verdict.token.time:%Y-%m-%d %H:%M:%S} UTC by {authority} ({kind})"


def _judged(dossier: Opened, path: str, over: Checkpoint, chain: TrustRoots) -> tuple[Verdict, bool]:
    """The verdict, and whether it leads to a root that the reader trusts."""
    data, trust = dossier.read(path), dossier.asked.trust
    if trust is not None:
        with_chain = TrustRoots(trust.anchors, trust.others + chain.all)
        verdict = judge(data, str(over).encode(), with_chain, _ALWAYS)
        if verdict.holds:
            return verdict, True
        if verdict.outcome not in _ROOT_MISSING:
            raise Broken(path, verdict.reason)
    verdict = judge(data, str(over).encode(), chain, _ALWAYS)
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
