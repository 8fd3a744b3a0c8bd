"""`datapackage.json`: the list of what a WACZ holds, with hashes (WACZ 1.1.1; Frictionless Data Package)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tocsin.archives.names import leads_out_on
from tocsin.archives.wacz.strict_json import NotOneMeaning, read_object
from tocsin.archives.wacz.verdict import BadWacz

NAME = "datapackage.json"
DIGEST_NAME = "datapackage-digest.json"
VERSION = "1.1.1"
_KNOWN = ("1.0.0", "1.1.0", "1.1.1", "1.2.0")
#: weaker ones prove nothing against somebody who wants to deceive
_HASH_BYTES = {"sha256": 32, "sha384": 48, "sha512": 64}
_TEXT_MAX = 500


@dataclass(frozen=True, slots=True)
class Resource:
    path: str
    algorithm: str
    digest: bytes
    size_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    version: str
    title: str
    software: str
    #: None where it is not said
    created: datetime | None
    resources: dict[str, Resource]


def read_package(data: bytes) -> Package:
    """Raises BadWacz."""
    try:
        plain = read_object(data)
    except NotOneMeaning as error:
        raise BadWacz(NAME, str(error)) from error
    if plain.get("profile") != "data-package":
        raise BadWacz(NAME, f"its profile is {str(plain.get('profile'))[:40]!r}, not 'data-package'")
    version = plain.get("wacz_version")
    if version not in _KNOWN:
        raise BadWacz(NAME, f"its wacz_version is {str(version)[:40]!r}, and {', '.join(_KNOWN)} are known")
    resources = plain.get("resources")
    if not isinstance(resources, list) or not resources:
        raise BadWacz(NAME, "it lists no resources")
    return Package(
        version=version,
        title=_text(plain.get("title")),
        software=_text(plain.get("software")),
        created=_instant(plain.get("created")),
        resources=_by_path(resources),
    )


def _by_path(resources: Iterable[Any]) -> dict[str, Resource]:
    found: dict[str, Resource] = {}
    for each in resources:
        resource = _resource(each)
        if resource.path in found:
            raise BadWacz(NAME, f"it lists {resource.path!r} twice")
        found[resource.path] = resource
    return found


def _resource(plain: Any) -> Resource:
    path = plain.get("path") if isinstance(plain, dict) else None
    if not isinstance(path, str) or not path:
        raise BadWacz(NAME, "it lists a resource without a path")
    if leads_out_on(path):
        raise BadWacz(NAME, f"the path {path[:200]!r} leads out of the archive")
    algorithm, digest, size = _hash_and_size(plain)
    if algorithm not in _HASH_BYTES or not re.fullmatch(f"[0-9a-f]{{{2 * _HASH_BYTES[algorithm]}}}", digest):
        raise BadWacz(
            NAME, f"of {path!r} it lists no hash that proves anything ({algorithm[:20]}:{digest[:20]})"
        )
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise BadWacz(NAME, f"of {path!r} it lists no size")
    return Resource(path, algorithm, bytes.fromhex(digest), size)


def _hash_and_size(plain: dict[str, Any]) -> tuple[str, str, Any]:
    """Version 1.0.0 kept them in `stats`, and the algorithm beside it."""
    stats = plain.get("stats")
    if isinstance(stats, dict) and "hash" not in plain:
        return str(plain.get("hashing", "")), str(stats.get("hash", "")), stats.get("bytes")
    algorithm, _, digest = str(plain.get("hash", "")).partition(":")
    return algorithm, digest, plain.get("bytes")


def _text(value: Any) -> str:
    return value[:_TEXT_MAX] if isinstance(value, str) else ""


def _instant(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(str(value))
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadWacz(NAME, f"created is {str(value)[:40]!r}, no time") from error


def package_bytes(package: Package) -> bytes:
    """As version 1.1.1."""
    assert package.created is not None
    plain = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": package.title,
        "software": package.software,
        "created": printed(package.created),
        "resources": [
            {
                "name": each.path.rpartition("/")[2],
                "path": each.path,
                "hash": f"{each.algorithm}:{each.digest.hex()}",
                "bytes": each.size_bytes,
            }
            for each in package.resources.values()
        ],
    }
    return json.dumps(plain, indent=2, ensure_ascii=False).encode()


def printed(instant: datetime) -> str:
    """In UTC, to the second: the form that signatures are made of."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
