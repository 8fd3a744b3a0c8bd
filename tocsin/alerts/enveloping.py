"""Putting the organisation's signature into a CAP message (CAP 1.2, section 3.3.4.1: enveloped XML signature)."""

from __future__ import annotations

from datetime import datetime

from tocsin.alerts.key_pair import KeyPair
from tocsin.alerts.signature import judge_signature
from tocsin.errors import AlertRefused


def signed(message: bytes, pair: KeyPair, *, sent: datetime) -> bytes:
    """The message with its signature, as final bytes. Raises AlertRefused where these bytes would not verify.

    White space between elements is left out before signing: receivers that drop it still find the signature whole.
    Exclusive canonical form lets the alert travel inside another document.
    """
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from lxml import etree
    from signxml.algorithms import CanonicalizationMethod, SignatureMethod
    from signxml.signer import XMLSigner

    root = etree.fromstring(message, etree.XMLParser(remove_blank_text=True, resolve_entities=False))
    by_rsa = isinstance(pair.private, RSAPrivateKey)
    signer = XMLSigner(
        signature_algorithm=SignatureMethod.RSA_SHA256 if by_rsa else SignatureMethod.ECDSA_SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    whole = signer.sign(root, key=pair.private, cert=[one.parsed for one in pair.chain])
    data = etree.tostring(whole, encoding="UTF-8", xml_declaration=True)
    verdict = judge_signature(data, at=sent)
    if not verdict.holds or verdict.tidied:
        raise AlertRefused(
            f"the signature just made does not stand: {verdict.reason}",
            "check the key with `tocsin key list`; nothing was issued",
        )
    return data
