"""What rfc3161-client, a program that is not ours, says of a token: nothing is good that it does not find good too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tocsin.custody.timestamps.der import CONTEXT_0, Tag, inside, read, written
from tocsin.custody.timestamps.roots import TrustRoots

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


def objection(
    response: bytes,
    message: bytes,
    *,
    roots: TrustRoots,
    path: Sequence[Certificate],
    nonce: int | None,
    carries_signer: bool,
) -> str:
    """Its objection to an answer that we find good; empty where it has none.

    `path`: the signer's certificate first, an anchor last. It knows no time but the token's own.
    """
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    builder = VerifierBuilder(
        roots=list(roots.anchors),
        intermediates=list(path[1:-1]),
        tsa_certificate=None if carries_signer else path[0],
        nonce=nonce,
    )
    try:
        builder.build().verify_message(decode_timestamp_response(in_order(response)), message)
    except (VerificationError, ValueError, TypeError) as error:
        return str(error)[:200] or type(error).__name__
    except BaseException as error:  # a panic of its native part is no Exception
        if type(error).__name__ != "PanicException":
            raise
        return "its native part gave up on it"
    return ""


def in_order(response: bytes) -> bytes:
    """The answer with its certificates in the order that DER wants, which the other program insists on.

    Authorities send them as they come, the signer's first; no signature covers them. Raises Malformed.
    """
    status, token = inside(read(response))
    kind, wrapped = inside(token)
    parts = [
        written(CONTEXT_0, *sorted(each.whole for each in inside(part)))
        if part.tag == CONTEXT_0
        else part.whole
        for part in inside(inside(wrapped)[0])
    ]
    signed = written(CONTEXT_0, written(Tag.SEQUENCE, *parts))
    return written(Tag.SEQUENCE, status.whole, written(Tag.SEQUENCE, kind.whole, signed))
