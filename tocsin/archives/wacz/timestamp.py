"""The RFC 3161 token over a WACZ's signature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tocsin.archives.wacz.datapackage import DIGEST_NAME
from tocsin.archives.wacz.trust import path_to_root
from tocsin.archives.wacz.verdict import BadWacz

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


def stamped_at(
    response: bytes, chain: Sequence[Certificate], roots: Sequence[Certificate], text: str
) -> datetime:
    """When the authority, the first of `chain`, saw `text`; one of `roots` vouches for it. Raises BadWacz."""
    from rfc3161_client import VerifierBuilder, decode_timestamp_response
    from rfc3161_client.errors import VerificationError

    try:
        token = decode_timestamp_response(response)
        at = token.tst_info.gen_time
        # The library trusts whatever certificate it is given: it is given those that lead to a root, and no other.
        path = path_to_root(chain, roots, at)
        if not path:
            raise BadWacz(
                DIGEST_NAME, "the timestamp is of an authority that is not trusted, or was not at its time"
            )
        verifier = VerifierBuilder(tsa_certificate=path[0], roots=path[1:] or path).build()
        verifier.verify_message(token, text.encode())
    except (VerificationError, ValueError, TypeError) as error:
        raise BadWacz(DIGEST_NAME, f"the timestamp does not hold ({error})"[:300]) from error
    return at
