"""Judging the signature of a CAP alert, ours or another's, from its bytes alone and as of the time it was sent.

Nothing is fetched. What a signature covers is compared with the whole alert, so that nothing unsigned passes for signed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tocsin.alerts.certificates import Certificate, Unreadable, chain_trouble, reaches, read_certificates
from tocsin.alerts.signature_shape import DIGESTS, EXCLUSIVE, BadShape, NotJudged, Shape, decoded, shape_of

if TYPE_CHECKING:
    from lxml import etree

#: of a message whose signature is judged; the largest in the public test suites has 882 kB
BYTES_MAX = 8 * 2**20


class Outcome(StrEnum):
    """The first thing that is wrong, in the order in which things are looked at."""

    MALFORMED = "malformed"
    UNSIGNED = "unsigned"
    #: of a form that CAP allows and that is not judged here; CAP 1.2, section 3.3.4.1: no reason to reject the alert
    NOT_JUDGED = "not judged"
    DIGEST_WRONG = "digest wrong"
    CERTIFICATE_WRONG = "certificate wrong"
    SIGNATURE_WRONG = "signature wrong"
    NOT_YET_VALID = "certificate not valid yet"
    EXPIRED = "certificate expired"
    CHAIN_UNKNOWN = "chain unknown"
    WEAK = "weak"
    HOLDS = "holds"


#: the bytes are what the key signed, whatever is to be said of the key
_UNCHANGED = frozenset(
    {Outcome.NOT_YET_VALID, Outcome.EXPIRED, Outcome.CHAIN_UNKNOWN, Outcome.WEAK, Outcome.HOLDS}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SignatureVerdict:
    outcome: Outcome
    #: one plain sentence
    reason: str
    #: of the certificate in the message; None where none could be read
    certificate: Certificate | None = None
    #: the instant at which the certificate was judged; None where it did not come to that
    at: datetime | None = None
    #: the signature held only after white space between elements and instructions before the alert were taken out
    tidied: bool = False

    @property
    def unchanged(self) -> bool:
        """Whether the alert is word for word what the certificate's key signed."""
        return self.outcome in _UNCHANGED

    @property
    def holds(self) -> bool:
        """Whether nothing is to be said against it."""
        return self.outcome is Outcome.HOLDS


def judge_signature(
    data: bytes, *, at: datetime | None = None, trusted: Sequence[bytes] = ()
) -> SignatureVerdict:
    """What is to be said of the signature of a CAP message. Never raises for anything that the bytes may hold.

    The certificate is judged as of `at`, which is the alert's own `sent` where it is None. `trusted` are certificates
    (PEM), one of which must be the message's own or stand at the end of its chain; without any, no chain is asked for.
    """
    try:
        return _judged(data, at=at, trusted=trusted)
    except NotJudged as error:
        return _wrong(Outcome.NOT_JUDGED, f"This signature cannot be judged here: {error}.")
    except BadShape as error:
        return _wrong(Outcome.MALFORMED, f"No signature that could be trusted: {error}.")


def _judged(data: bytes, *, at: datetime | None, trusted: Sequence[bytes]) -> SignatureVerdict:
    root = _parsed(data, tidy=False)
    shape = shape_of(root)
    if shape is None:
        return SignatureVerdict(outcome=Outcome.UNSIGNED, reason="The message carries no signature.")
    sent = at or _sent(root)
    if decoded(shape.digest_value) is None:
        return _wrong(Outcome.DIGEST_WRONG, "The digest in the signature is not written in proper Base64.")
    tidied = False
    if not _digest_fits(root, shape):
        root, tidied = _parsed(data, tidy=True), True
        shape = shape_of(root)
        assert shape is not None
        if not _digest_fits(root, shape):
            return _wrong(
                Outcome.DIGEST_WRONG, "The alert is not the one that was signed: its digest differs."
            )
    try:
        chain = read_certificates(shape.certificates)
    except Unreadable as error:
        return _wrong(Outcome.CERTIFICATE_WRONG, f"The certificate in the signature {error}.")
    verdict = _of_signature(root, shape, chain, sent, trusted)
    if not tidied or not verdict.unchanged:
        return verdict
    said = "It holds after white space between elements and instructions before the alert are taken out."
    return replace(verdict, tidied=True, reason=f"{verdict.reason} {said}")


def _of_signature(
    root: etree._Element, shape: Shape, chain: list[Certificate], at: datetime, trusted: Sequence[bytes]
) -> SignatureVerdict:
    signer = chain[0]

    def verdict(outcome: Outcome, reason: str) -> SignatureVerdict:
        return SignatureVerdict(outcome=outcome, reason=reason, certificate=signer, at=at)

    if decoded(shape.signature_value) is None:
        return verdict(Outcome.SIGNATURE_WRONG, "The signature's value is not written in proper Base64.")
    if (trouble := _signature_trouble(root, shape, signer)) is not None:
        return verdict(
            Outcome.SIGNATURE_WRONG, f"The signature was not made with this certificate's key{trouble}."
        )
    if (trouble := chain_trouble(chain)) is not None:
        return verdict(Outcome.CERTIFICATE_WRONG, f"The certificate in the signature {trouble}.")
    if at < signer.valid_from:
        words = f"The signature holds, and its certificate was not valid yet: it begins {_instant(signer.valid_from)}."
        return verdict(Outcome.NOT_YET_VALID, words)
    if at > signer.valid_until:
        words = f"The signature holds, and its certificate had expired on {_instant(signer.valid_until)}."
        return verdict(Outcome.EXPIRED, words)
    if trusted and not reaches(chain, trusted, at=at):
        return verdict(
            Outcome.CHAIN_UNKNOWN, "The signature holds, by a certificate that no trusted one vouches for."
        )
    if shape.weak or signer.weak:
        what = "SHA-1" if shape.weak else "a short key"
        return verdict(Outcome.WEAK, f"The signature fits, but was made with {what}, which can be forged.")
    return verdict(
        Outcome.HOLDS, "The signature holds, and its certificate was valid when the alert was sent."
    )


def _wrong(outcome: Outcome, reason: str) -> SignatureVerdict:
    return SignatureVerdict(outcome=outcome, reason=reason)


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _parsed(data: bytes, *, tidy: bool) -> etree._Element:
    """The root of a CAP message. Raises BadShape; entities, document types and deep trees among the reasons."""
    from lxml import etree

    if len(data) > BYTES_MAX:
        raise BadShape(f"the message has {len(data)} bytes, and {BYTES_MAX} at most are read")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_blank_text=tidy
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadShape(f"the message is no XML ({str(error)[:200]})") from None
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None:
        raise BadShape("the message declares a document type")
    if not _is_cap(root):
        raise BadShape("the message is no CAP alert")
    return root


def _is_cap(root: etree._Element) -> bool:
    namespace, _, name = str(root.tag).rpartition("}")
    spaces = ("{urn:oasis:names:tc:emergency:cap:", "{http://www.incident.com/cap/")
    return name == "alert" and namespace.startswith(spaces)


def _sent(root: etree._Element) -> datetime:
    text = (root.findtext("{*}sent") or "").strip()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadShape(f"the message says no time at which it was sent ({text[:40]!r})") from None
    if at.tzinfo is None:
        raise BadShape(f"the time at which it was sent has no zone ({text[:40]!r})")
    return at


def _digest_fits(root: etree._Element, shape: Shape) -> bool:
    content = _without(root, shape.signature)
    made = _canonical(content, shape)
    return hashlib.new(DIGESTS[shape.digest_method], made, usedforsecurity=False).digest() == decoded(
        shape.digest_value
    )


def _without(root: etree._Element, signature: etree._Element) -> etree._Element:
    """A copy of the alert less its signature; text after the signature stays."""
    from copy import deepcopy

    place = root.index(signature)
    copied = deepcopy(root)
    removed = copied[place]
    before = copied[place - 1] if place else None
    if before is None:
        copied.text = (copied.text or "") + (removed.tail or "")
    else:
        before.tail = (before.tail or "") + (removed.tail or "")
    copied.remove(removed)
    return copied


def _canonical(root: etree._Element, shape: Shape) -> bytes:
    """The alert in the canonical form that its signature names.

    Canonical XML 1.0 and 1.1 give the same bytes for a whole document.
    """
    from lxml import etree

    return etree.tostring(
        root,
        method="c14n",
        exclusive=shape.canonical == EXCLUSIVE,
        with_comments=False,
        inclusive_ns_prefixes=shape.prefixes,
    )


def _signature_trouble(root: etree._Element, shape: Shape, signer: Certificate) -> str | None:
    """Why the library does not take the signature for the certificate's, in a few words; None where it does.

    What it says was signed is held against the whole alert: "see what is signed".
    """
    from lxml import etree
    from signxml.algorithms import DigestAlgorithm, SignatureMethod
    from signxml.exceptions import SignXMLException
    from signxml.verifier import SignatureConfiguration, XMLVerifier

    expected = SignatureConfiguration(
        location="./",
        signature_methods=frozenset({SignatureMethod(shape.method)}),
        digest_algorithms=frozenset({DigestAlgorithm(shape.digest_method)}),
        # whether it was valid when the alert was sent is asked afterwards
        verification_time=signer.valid_from,
    )
    try:
        result = XMLVerifier().verify(root, x509_cert=signer.parsed, expect_config=expected)
    except SignXMLException:
        return ""
    except (etree.LxmlError, ValueError, TypeError, NotImplementedError) as error:
        return f" ({type(error).__name__})"
    assert not isinstance(result, list), result
    whole = _canonical(_without(root, shape.signature), shape)
    return None if result.signed_data == whole else ", or does not cover the whole alert"
