"""tocsin alert validate: a line for every rule that a message breaks; 0 valid, 1 invalid, 2 a wrong command."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from tocsin.alerts.cap.gathering import Part, messages_in
from tocsin.alerts.cap.opening import BYTES_MAX
from tocsin.alerts.cap.rules.profiles import PROFILES
from tocsin.alerts.cap.validating import Broken, Verdict, validate
from tocsin.alerts.signature import SignatureVerdict, judge_signature
from tocsin.cli.output import print_json
from tocsin.errors import FetchRefused, WrongUse
from tocsin.outside.guard import Guard, is_public
from tocsin.reports.fetch import Limits, fetch
from tocsin.reports.published import parse_published

#: pages behind the entries of one feed that are fetched
LINKS_MAX = 50
_ENDINGS = (".xml", ".cap")


def run(args: argparse.Namespace, guard: Guard | None = None) -> int:
    at = _at(args.at)
    if args.profile not in PROFILES:
        raise WrongUse(f"there is no profile {args.profile!r}", f"name one of {', '.join(PROFILES)}")
    results = []
    for part in _parts(args.source, guard):
        verdict = validate(part.data, profile=args.profile, at=at)
        result = _judged(part.name, verdict, judge_signature(part.data, at=at), decides=args.signature)
        results.append(result)
        if not args.json:
            _print(result)
    if args.json:
        print_json(results)
    return 0 if all(result["valid"] for result in results) else 1


def _at(text: str | None) -> datetime | None:
    if text is None:
        return None
    published = parse_published(text)
    if published is None or published.offset_min is None:
        raise WrongUse(f"--at {text!r} is no time with a zone", "write it like 2023-09-29T18:00+04:00")
    return published.at


def _parts(sources: list[str], guard: Guard | None) -> Iterator[Part]:
    for source in sources:
        if source.startswith(("http://", "https://")):
            yield from _of_address(source, guard)
        elif source == "-":
            yield from _of_bytes("-", sys.stdin.buffer.read(BYTES_MAX + 1))
        else:
            for path in _files(Path(source)):
                yield from _of_bytes(str(path), _read(path))


def _of_bytes(name: str, data: bytes) -> tuple[Part, ...]:
    """A feed in a file may carry messages; what it links to is not fetched for that."""
    found = messages_in(name, data)
    if found.links:
        print(f"{name}: a feed that links to {len(found.links)} messages: name its address", file=sys.stderr)
    return found.messages or (Part(name=name, data=data),)


def _of_address(url: str, guard: Guard | None) -> Iterator[Part]:
    """Raises WrongUse for an address that gives no answer, that of an entry of a feed among them."""
    known = guard or _guard(url)
    found = messages_in(url, _fetched(url, known))
    yield from found.messages
    for link in found.links[:LINKS_MAX]:
        yield Part(name=link, data=_fetched(link, known))
    if len(found.links) > LINKS_MAX:
        print(f"{url}: {len(found.links) - LINKS_MAX} more entries were not fetched", file=sys.stderr)


def _files(path: Path) -> list[Path]:
    """Raises WrongUse for what is not there."""
    if path.is_dir():
        found = sorted(one for one in path.rglob("*") if one.suffix.lower() in _ENDINGS and one.is_file())
        if not found:
            raise WrongUse(f"the folder {path} holds no .xml or .cap file", "name the files")
        return found
    if not path.is_file():
        raise WrongUse(f"there is no file {path}", "see that the name is right")
    return [path]


def _read(path: Path) -> bytes:
    """One byte more than is read at most, so that what is too large is called so, without being held."""
    try:
        with path.open("rb") as stream:
            return stream.read(BYTES_MAX + 1)
    except OSError as error:
        raise WrongUse(f"{path} cannot be read ({error.strerror})", "see that you may read it") from error


def _guard(url: str) -> Guard:
    """The guard of every fetch; who names a port of this very machine may look at the site that stands there."""
    import httpx

    try:
        named = httpx.URL(url)
    except httpx.InvalidURL:
        return Guard()
    if named.host not in ("localhost", "127.0.0.1", "::1"):
        return Guard()
    own = named.port or (443 if named.scheme == "https" else 80)
    return Guard(
        permits=lambda address, port: is_public(address) or (port == own and ip_address(address).is_loopback)
    )


def _fetched(url: str, guard: Guard) -> bytes:
    try:
        return fetch(url, guard=guard, limits=Limits(body_bytes=BYTES_MAX)).content
    except FetchRefused as error:
        raise WrongUse(f"{url}: {error.what}", error.remedy or "see that the address is right") from error


def _judged(name: str, verdict: Verdict, signature: SignatureVerdict, *, decides: bool) -> dict[str, Any]:
    certificate = signature.certificate
    return {
        "source": name,
        "version": verdict.version,
        "valid": verdict.valid and (signature.holds or not decides),
        "broken": [_plain(fault) for fault in verdict.broken],
        "advice": [_plain(fault) for fault in verdict.advice],
        "signature": {
            "verdict": str(signature.outcome),
            "reason": signature.reason,
            "as_served": not signature.tidied and signature.unchanged,
            "after_taking_out_white_space": signature.tidied,
            "certificate": certificate and asdict(certificate),
            "judged_at": signature.at,
            "decides": decides,
        },
    }


def _plain(fault: Broken) -> dict[str, str]:
    return {"rule": fault.rule, "xpath": fault.xpath, "reason": fault.reason}


def _print(result: dict[str, Any]) -> None:
    name, version = result["source"], result["version"]
    for fault in result["broken"]:
        print(f"{name}: {fault['xpath']}: {fault['rule']}: {_line(fault['reason'])}")
    for fault in result["advice"]:
        print(f"{name}: advice: {fault['xpath']}: {fault['rule']}: {_line(fault['reason'])}")
    signature = result["signature"]
    print(f"{name}: signature: {signature['verdict']}: {_line(signature['reason'])}")
    what = f"CAP {version}" if version else "no CAP message"
    print(f"{name}: {'valid' if result['valid'] else 'invalid'} ({what})")


def _line(text: str) -> str:
    """On one line, and without what would move a terminal's cursor."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(text.split()))
