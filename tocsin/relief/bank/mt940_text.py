"""The text of a line (:86:, :NS:) in the dialects of banks: ?20 of German ones, ~20 or ^20 of Polish ones, /EREF/ of
Dutch ones, plain."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: German banks' keywords inside the text, which stand for fields of SEPA
_SEPA = re.compile(r"(?:^|(?<=[\s?]))?(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|COAM|OAMT|PURP|BREF|RREF)\+")
#: the code of business, and the sign that this bank sets before each field's number
_NUMBERED = re.compile(r"\s?([0-9]{3})?\n?([?>~^<])[0-9]{2}")
_SLASHED = re.compile(
    r"/(EREF|REMI|BENM|ORDP|NAME|ID|IBAN|BIC|ISDT|TRTP|CSID|MARF|PREF|KREF|SVCL|RTRN|ADDR|PURP|CNTP|USTD|STRD|ULTD|ULTC|CREF|MCTA|NRTX)/"
)
#: German codes of business (GVC) for payments that came back
_RETURNED = frozenset({"108", "109", "159", "181", "182", "183", "184", "185"})


@dataclass(frozen=True, kw_only=True, slots=True)
class TextField:
    text: str
    party: str = ""
    party_number: str = ""
    end_to_end: str = ""
    #: the bank's code of business, three digits
    business: str = ""
    #: the bank's reason, or "returned"
    returned: str = ""


def text_field(value: str) -> TextField:
    numbered = _NUMBERED.match(value)
    if numbered:
        return _numbered(value, numbered[1] or "", numbered[2])
    if _SLASHED.match(value.lstrip()):
        return _slashed(value)
    return TextField(text=_one_line(value))


def non_swift(value: str) -> TextField:
    """The old German form: 01 to 14 are text, 15 and 16 name, 33 the bank, 34 the account."""
    fields: dict[str, list[str]] = {}
    for line in value.split("\n"):
        if re.match(r"[0-9]{2}", line):
            fields.setdefault(line[:2], []).append(line[2:])
    joined = {name: " ".join(lines).strip() for name, lines in fields.items()}
    text = " ".join(joined[name] for name in sorted(joined) if name <= "14" or name == "17")
    return TextField(
        text=_one_line(text or value),
        party=" ".join(filter(None, (joined.get("15"), joined.get("16")))),
        party_number=joined.get("34", ""),
    )


def _numbered(value: str, code: str, sign: str) -> TextField:
    """?20 to ?29 and ?60 to ?65 are one text, cut after 27 characters without regard to words."""
    fields = _numbered_fields(value, sign)
    words = "".join(fields.get(f"{number}", "") for number in range(20, 30))
    more = "".join(fields.get(f"{number}", "") for number in range(60, 66))
    parts, reference = _sepa(words + more), _sepa(words).get("EREF", "")
    returned = fields.get("34", "") if code in _RETURNED else ""
    return TextField(
        text=_one_line(parts.get("SVWZ", "") or parts[""] or words + more),
        party=_one_line(fields.get("32", "") + fields.get("33", "")),
        party_number=_one_line(fields.get("31", "")),
        end_to_end=_one_line(reference),
        business=code,
        returned=(returned or "returned") if code in _RETURNED else "",
    )


def _numbered_fields(value: str, sign: str) -> dict[str, str]:
    pieces = re.split(rf"{re.escape(sign)}([0-9]{{2}})", value.replace("\n", ""))
    fields: dict[str, str] = {}
    for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        fields[name] = fields.get(name, "") + piece
    return fields


def _sepa(words: str) -> dict[str, str]:
    """What stands behind each keyword; before the first one, under ""."""
    pieces = _SEPA.split(words)
    parts = {"": pieces[0]}
    for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        parts[name] = parts.get(name, "") + piece
    return parts


def _slashed(value: str) -> TextField:
    pieces = _SLASHED.split(value.replace("\n", ""))
    parts: dict[str, str] = {}
    for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        parts.setdefault(name, piece.strip("/"))
    return TextField(
        text=_one_line(parts.get("REMI", "") or value),
        party=_one_line(parts.get("NAME", "")),
        party_number=_one_line(parts.get("IBAN", "")),
        end_to_end=_one_line(parts.get("EREF", "")),
        returned=_one_line(parts["RTRN"])[:35] or "returned" if "RTRN" in parts else "",
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
