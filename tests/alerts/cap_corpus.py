"""What is expected of each file of the shared corpus of CAP messages, and why. See SOURCES.md beside the files."""

from typing import NamedTuple

VALID = "valid"


class Expected(NamedTuple):
    #: VALID, or the rules that it breaks
    rules: str
    #: the outcome of its signature
    signature: str = "unsigned"


_OVER = Expected("expires-after-sent")
#: by path under conformance/cap; what is not here is valid and unsigned
EXPECTED = {
    "multilingual/Fiji_Water_Shortage_Suva.xml": Expected("schema"),
    "multilingual/Flood.xml": _OVER,
    "multilingual/Myanmar-Tsunami-MultiLanguage.xml": _OVER,
    "multilingual/Myanmar_Flood_Multiple_Area.xml": _OVER,
    "multilingual/landslide.xml": _OVER,
    "multilingual/tsunami.xml": Expected("expires-after-sent, polygon-simple"),
    "multilingual/TropicalCyclone20150806.xml": Expected(VALID, "not judged"),
    "multilingual/TropicalCyclone20150808.xml": Expected(VALID, "not judged"),
    "oasis/google-PAAQ-4-mg5a94.xml": Expected(VALID, "not judged"),
    "oasis/ipaws-5e6dd964023f1930ef638846.xml": Expected(VALID, "holds"),
    "oasis/ipaws-5e6dd9de023f1930ef6548d9.xml": Expected(VALID, "holds"),
    "oasis/ipaws-5e6ddbad023f1930ef6c1a5a.xml": Expected(VALID, "holds"),
    "oasis/ipaws-5e7e0fc5023f1930efcf3deb.xml": Expected(VALID, "holds"),
    "oasis/ipaws-5ea321f39fc226a7b44b6874.xml": Expected(VALID, "holds"),
    "signed/bf/valid.xml": Expected(VALID, "holds"),
    "signed/bf/invalid_schema.xml": Expected("schema", "digest wrong"),
    "signed/bf/invalid_digest.xml": Expected(VALID, "digest wrong"),
    "signed/bf/invalid_signature.xml": Expected(VALID, "signature wrong"),
    "signed/bf/invalid_certificate.xml": Expected(VALID, "certificate wrong"),
    "signed/sc/valid.xml": Expected(VALID, "certificate not valid yet"),
    "signed/sc/invalid_schema.xml": Expected("schema", "malformed"),
    "signed/sc/invalid_digest.xml": Expected(VALID, "digest wrong"),
    "signed/sc/invalid_signature.xml": Expected(VALID, "signature wrong"),
    "signed/sc/invalid_certificate.xml": Expected(VALID, "certificate wrong"),
    "signed/tg/valid.xml": Expected(VALID, "certificate not valid yet"),
    "signed/tg/invalid_schema.xml": Expected("schema", "digest wrong"),
    "signed/tg/invalid_digest.xml": Expected(VALID, "digest wrong"),
    "signed/tg/invalid_signature.xml": Expected(VALID, "signature wrong"),
    "signed/tg/invalid_certificate.xml": Expected(VALID, "certificate wrong"),
}
