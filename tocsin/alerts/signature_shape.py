"""The one form of XML signature that is judged: a single enveloped one that covers the whole alert.

Whatever allows more (references to parts, transforms that compute, keys fetched from elsewhere) has let forged
content pass as signed elsewhere, so it is refused before anything is computed (W3C, XML Signature Best Practices).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"
ENVELOPED = f"{DS}enveloped-signature"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#: without comments, which a reference to the whole document leaves out in any case
CANONICAL = frozenset({INCLUSIVE, "http://www.w3.org/2006/12/xml-c14n11", EXCLUSIVE})
#: by the name of their hash; with SHA-1 a signature is judged, and called weak
DIGESTS = {
    f"{DS}sha1": "sha1",
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
METHODS = frozenset(
    {f"{DS}rsa-sha1", f"{_MORE}ecdsa-sha1"}
    | {f"{_MORE}{kind}-{digest}" for kind in ("rsa", "ecdsa") for digest in ("sha256", "sha384", "sha512")}
)
WEAK = frozenset({f"{DS}sha1", f"{DS}rsa-sha1", f"{_MORE}ecdsa-sha1"})

#: elements that could carry an alert, or another signature, in what is not signed
_CARRYING = frozenset({"alert", "info", "Signature", "Reference", "Manifest", "Object"})

CERTIFICATES_MAX = 8
#: letters of one value in Base64: a certificate with a large key has about 4,000
_VALUE_LETTERS_MAX = 16_384


class BadShape(Exception):
    """Not the one form; says in a few words why."""


class NotJudged(BadShape):
    """A form that the standard allows and that cannot be judged here: that is no reason to reject the alert."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """What a signature says of itself, before anything of it is believed."""

    signature: etree._Element
    #: the algorithms' names (URIs)
    method: str
    digest_method: str
    #: of the reference: how the alert is brought to bytes
    canonical: str
    #: prefixes that exclusive canonical form treats as inclusive form would; None where none are named
    prefixes: tuple[str, ...] | None
    #: Base64 as printed
    digest_value: str
    signature_value: str
    certificates: tuple[str, ...]

    @property
    def weak(self) -> bool:
        return not WEAK.isdisjoint({self.method, self.digest_method})


def shape_of(root: etree._Element) -> Shape | None:
    """The alert's only signature; None where it has none. Raises BadShape."""
    found = list(root.iter(_ds("Signature")))
    if not found:
        return None
    if len(found) > 1:
        raise BadShape(f"there are {len(found)} signatures where one covers the whole alert")
    signature = found[0]
    if signature.getparent() is not root:
        raise BadShape("the signature is no child of the alert element")
    _refuse_comments_in_text(root)
    if signature.find(_ds("KeyInfo")) is None:
        raise NotJudged("it carries no certificate")
    signed_info, value, key_info = _only(
        signature, "SignedInfo", "SignatureValue", "KeyInfo", besides=_is_notes
    )
    form, method, reference = _only(signed_info, "CanonicalizationMethod", "SignatureMethod", "Reference")
    _algorithm(form, CANONICAL)
    canonical, prefixes = _transforms(reference)
    _transforms_first, digest_method, digest_value = _only(
        reference, "Transforms", "DigestMethod", "DigestValue"
    )
    return Shape(
        signature=signature,
        method=_algorithm(method, METHODS),
        digest_method=_algorithm(digest_method, DIGESTS),
        canonical=canonical,
        prefixes=prefixes,
        digest_value=_value(digest_value),
        signature_value=_value(value),
        certificates=_certificates(key_info),
    )


def decoded(text: str) -> bytes | None:
    """The bytes that the Base64 says, white space apart; None where another text would say the same bytes better.

    >>> decoded("QQ =="), decoded("QR==")
    (b'A', None)
    """
    letters = "".join(text.split())
    try:
        value = b64decode(letters, validate=True)
    except (NotBase64, ValueError):
        return None
    return value if b64encode(value).decode() == letters else None


def _ds(name: str) -> str:
    return f"{{{DS}}}{name}"


def _only(
    parent: etree._Element, *names: str, besides: Callable[[etree._Element], bool] = lambda _: False
) -> list[etree._Element]:
    """The element's children, which must be these and no others, in this order; those `besides` do not count."""
    children = [child for child in parent if isinstance(child.tag, str) and not besides(child)]
    if [child.tag for child in children] != [_ds(name) for name in names]:
        raise BadShape(f"{_local(parent)} does not hold just {', '.join(names)}")
    return children


def _is_notes(element: etree._Element) -> bool:
    """What a service writes about its own signature, as Canada's NAADS does: no part of what is signed or read."""
    if _local(element) != "Object" or not len(element):
        return False
    names = {_local(one) for one in element if isinstance(one.tag, str)}
    within = {_local(one) for one in element.iterdescendants("*")}
    return names == {"SignatureProperties"} and within.isdisjoint(_CARRYING)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _algorithm(element: etree._Element, allowed: frozenset[str] | dict[str, str]) -> str:
    name = element.get("Algorithm", "")
    if name not in allowed:
        raise NotJudged(f"the {_local(element)} {name[:100]!r} is not accepted")
    if len(element) and name != EXCLUSIVE:
        raise BadShape(f"the {_local(element)} has parameters")
    return name


def _transforms(reference: etree._Element) -> tuple[str, tuple[str, ...] | None]:
    """How the reference brings the alert to bytes; it must cover the whole document less the signature itself."""
    if reference.get("URI") != "":
        raise BadShape("the signature does not cover the whole document")
    transforms = list(next(iter(reference), reference).iterchildren(_ds("Transform")))
    names = [one.get("Algorithm", "") for one in transforms]
    if not names or names[0] != ENVELOPED or len(names) > 2 or len(transforms[0]):
        raise BadShape("its transforms are not the enveloped one and then one canonical form")
    if len(names) == 1:
        return INCLUSIVE, None
    return _algorithm(transforms[1], CANONICAL), _prefixes(transforms[1])


def _prefixes(transform: etree._Element) -> tuple[str, ...] | None:
    named = transform.find(f"{{{EXCLUSIVE}}}InclusiveNamespaces")
    return None if named is None else tuple(named.get("PrefixList", "").split())


def _certificates(key_info: etree._Element) -> tuple[str, ...]:
    """Certificates that the signature carries; nothing is ever fetched."""
    if next(key_info.iter(_ds("RetrievalMethod")), None) is not None:
        raise NotJudged("its key would have to be fetched from elsewhere")
    found = list(key_info.iterfind(f"{_ds('X509Data')}/{_ds('X509Certificate')}"))
    if not found:
        raise NotJudged("it carries no certificate")
    if len(found) > CERTIFICATES_MAX:
        raise BadShape(f"it carries {len(found)} certificates, and {CERTIFICATES_MAX} at most are read")
    return tuple(_value(one) for one in found)


def _value(element: etree._Element) -> str:
    text = element.text or ""
    if len(element) or len(text) > _VALUE_LETTERS_MAX:
        raise BadShape(f"{_local(element)} is no short text")
    return text


def _refuse_comments_in_text(root: etree._Element) -> None:
    """A signature leaves comments out, and a comment inside a text makes some readers stop there."""
    from lxml import etree

    for comment in root.iter(etree.Comment):
        parent = comment.getparent()
        if parent is not None and _is_text(parent):
            raise BadShape(f"a comment stands inside the text of {_local(parent)}")


def _is_text(element: etree._Element) -> bool:
    """Whether an element holds letters and no other elements."""
    parts = [element.text or "", *(child.tail or "" for child in element)]
    return "".join(parts).strip() != "" and not any(isinstance(child.tag, str) for child in element)
