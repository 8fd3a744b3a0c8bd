"""Whether a timestamp holds: one verdict with the first thing that is wrong, as of the time that the token tells.

A certificate that ran out since does not undo what was signed while it was valid; that no key of it was used afterwards
is what renewing sees to (`renewing`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tocsin.custody.timestamps import signer
from tocsin.custody.timestamps.der import Malformed
from tocsin.custody.timestamps.hashes import BY_OID
from tocsin.custody.timestamps.marking import is_marked
from tocsin.custody.timestamps.roots import TrustRoots
from tocsin.custody.timestamps.second_opinion import objection
from tocsin.custody.timestamps.token import NotGranted, Token, read_response

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

#: clocks differ: how far a token's may be from ours
CLOCKS_APART_MAX = timedelta(minutes=5)


class Outcome(StrEnum):
    OK = "ok"
    MALFORMED = "malformed"
    NOT_GRANTED = "not granted"
    OTHER_TEXT = "not over this text"
    OTHER_NONCE = "nonce differs"
    WEAK_HASH = "hash not accepted"
    NO_CERTIFICATE = "signer's certificate missing"
    WRONG_SIGNATURE = "signature wrong"
    NOT_FOR_STAMPING = "not for time stamping"
    OTHER_NAME = "under another name"
    UNKNOWN_CHAIN = "chain unknown"
    NOT_VALID_THEN = "certificate not valid at its time"
    FROM_THE_FUTURE = "from the future"
    OBJECTED = "another program objects"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    outcome: Outcome
    #: in a plain sentence; empty where it holds
    reason: str = ""
    #: None where the bytes cannot be read
    token: Token | None = field(default=None, repr=False)
    #: from the signer's certificate to the root; empty where it does not hold
    path: tuple[Certificate, ...] = field(default=(), repr=False)

    @property
    def holds(self) -> bool:
        return self.outcome is Outcome.OK

    @property
    def independent(self) -> bool:
        """Whether somebody else vouches for the time: never of a token that says itself that nobody does."""
        return self.holds and not any(map(is_marked, self.path))

    @property
    def good_until(self) -> datetime:
        """When the first certificate of the path runs out."""
        assert self.path, "only of a token that holds"
        return min(each.not_valid_after_utc for each in self.path)


class _Fault(Exception):
    def __init__(self, outcome: Outcome, reason: str) -> None:
        self.outcome, self.reason = outcome, reason
        super().__init__(reason)


def judge(
    response: bytes, message: bytes, roots: TrustRoots, at: datetime, *, nonce: int | None = None
) -> Verdict:
    """The verdict on an authority's answer (DER TimeStampResp) over `message`, as we know it `at`.

    `nonce`: of the request, where it is known.
    """
    try:
        token = read_response(response)
    except Malformed as error:
        return Verdict(outcome=Outcome.MALFORMED, reason=f"It is no answer of RFC 3161: {error}.")
    except NotGranted as error:
        return Verdict(outcome=Outcome.NOT_GRANTED, reason=f"The authority gave no token: {error}.")
    try:
        _check_said(token, message, at, nonce)
        path = _checked_path(token, roots)
        _check_other_program(response, message, token, roots, path, nonce)
    except _Fault as fault:
        return Verdict(outcome=fault.outcome, reason=fault.reason, token=token)
    return Verdict(outcome=Outcome.OK, token=token, path=tuple(path))


def _check_said(token: Token, message: bytes, at: datetime, nonce: int | None) -> None:
    """What the token says, before anybody asks who signed it."""
    made_with = BY_OID.get(token.hash_oid)
    if made_with is None or not made_with.accepted_at(token.time):
        name = made_with.name if made_with else token.hash_oid
        raise _Fault(Outcome.WEAK_HASH, f"It names what it stamps by {name}, which is not accepted.")
    if made_with.digest(message) != token.imprint:
        raise _Fault(Outcome.OTHER_TEXT, "It stamps another text than this one.")
    if nonce is not None and token.nonce != nonce:
        raise _Fault(Outcome.OTHER_NONCE, "It answers another request than ours: the nonce differs.")
    if token.time > at + CLOCKS_APART_MAX:
        raise _Fault(
            Outcome.FROM_THE_FUTURE,
            f"It says {token.time:%Y-%m-%d %H:%M:%S} UTC, which is still to come by our clock.",
        )


def _checked_path(token: Token, roots: TrustRoots) -> list[Certificate]:
    known = signer.carried(token)
    certificate = signer.signer_of(token, [*known, *roots.all])
    if certificate is None:
        raise _Fault(Outcome.NO_CERTIFICATE, "The certificate that it names is neither in it nor known.")
    if not signer.signature_holds(token, certificate):
        raise _Fault(Outcome.WRONG_SIGNATURE, "Its signature does not hold.")
    if not signer.may_stamp(certificate):
        raise _Fault(Outcome.NOT_FOR_STAMPING, "The signer's certificate is not for time stamping alone.")
    if not signer.is_named_rightly(token, certificate):
        raise _Fault(
            Outcome.OTHER_NAME, "The authority calls itself by a name that its certificate does not have."
        )
    path = signer.path_to_root(certificate, known, roots, at=token.time)
    if path is not None:
        return path
    if signer.path_to_root(certificate, known, roots, at=None) is None:
        raise _Fault(Outcome.UNKNOWN_CHAIN, "Its certificate leads to no trust root that was given.")
    raise _Fault(
        Outcome.NOT_VALID_THEN,
        f"A certificate was not valid at {token.time:%Y-%m-%d %H:%M:%S} UTC, its time.",
    )


def _check_other_program(
    response: bytes,
    message: bytes,
    token: Token,
    roots: TrustRoots,
    path: list[Certificate],
    nonce: int | None,
) -> None:
    said = objection(
        response,
        message,
        roots=roots,
        path=path,
        nonce=nonce,
        carries_signer=path[0] in signer.carried(token),
    )
    if said:
        raise _Fault(Outcome.OBJECTED, f"rfc3161-client finds it wrong: {said}.")
