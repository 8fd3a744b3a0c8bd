"""How manifests print the names of files (RFC 8493, 2.1.3)."""

from __future__ import annotations

import re

_ENCODED_1_0 = re.compile("%(0[AaDd]|25)")
_ENCODED_BEFORE = re.compile("%(0[AaDd])")


def decoded(path: str, *, version: str) -> str:
    """The name that stands behind a manifest's: line ends, and from 1.0 on the percent sign, are percent-encoded.

    >>> decoded("data/50%25%0A", version="1.0"), decoded("data/%7Ea%25", version="0.97")
    ('data/50%\\n', 'data/%7Ea%25')
    """
    pattern = _ENCODED_BEFORE if version.startswith("0.") else _ENCODED_1_0
    return pattern.sub(lambda found: chr(int(found[1], 16)), path)


def half_encoded(path: str) -> bool:
    """Whether a percent sign stands in it that encodes nothing: from 1.0 on it must itself be encoded.

    >>> half_encoded("data/50%"), half_encoded("data/50%25"), half_encoded("data/a%0ab")
    (True, False, False)
    """
    return "%" in _ENCODED_1_0.sub("", path)


def encoded(path: str) -> str:
    """The same for a manifest of version 1.0."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
