"""Where in an entry or a payment of one shape each thing stands that a line is made of.

Looked for once in a shape, by path: an entry then takes a place in a tuple for each, instead of a path in a dictionary.
"""

from __future__ import annotations

from collections.abc import Mapping

#: the place of what has no text, which is behind all that have one
NOWHERE = -1

#: a path of local names -> places of all elements at it, in the element's own order
Places = Mapping[str, tuple[int, ...]]


#: where the amount of one payment may stand: in version .02 beside others, and in another currency
_OF_PAYMENT = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt", "AmtDtls/InstdAmt/Amt")


class EntryFields:
    """Each the place of the first element at its path, or NOWHERE."""

    __slots__ = (
        *(
            "amount",
            "bank_ref",
            "batch_counts",
            "batched",
            "booked",
            "booked_day",
            "booked_time",
            "domain",
            "entry_ref",
            "family",
        ),
        *("family_part", "mark", "more", "own_code", "own_status", "reversal", "status", "status_code"),
        *("value", "value_day", "value_time"),
    )

    def __init__(self, places: Places) -> None:
        def at(path: str) -> int:
            return _first(places, path)

        self.amount, self.mark = at("Amt"), at("CdtDbtInd")
        self.booked_day, self.booked_time, self.booked = at("BookgDt/Dt"), at("BookgDt/DtTm"), at("BookgDt")
        self.value_day, self.value_time, self.value = at("ValDt/Dt"), at("ValDt/DtTm"), at("ValDt")
        self.status, self.status_code, self.own_status = at("Sts"), at("Sts/Cd"), at("Sts/Prtry")
        self.reversal = at("RvslInd")
        #: all of them: an entry may be of several batches
        self.batch_counts = places.get("NtryDtls/Btch/NbOfTxs", ())
        #: most entries are of none, and there are many
        self.batched = bool(self.batch_counts or "NtryDtls/Btch/TtlAmt" in places)
        self.domain, self.own_code = at("BkTxCd/Domn/Cd"), at("BkTxCd/Prtry/Cd")
        self.family, self.family_part = at("BkTxCd/Domn/Fmly/Cd"), at("BkTxCd/Domn/Fmly/SubFmlyCd")
        self.bank_ref, self.entry_ref, self.more = at("AcctSvcrRef"), at("NtryRef"), at("AddtlNtryInf")


class PaymentFields:
    """The same of a payment; of its text all places, of its amount one for each path that is there."""

    __slots__ = (
        *("amounts", "creditor", "debtor", "end_to_end", "instruction", "mandate", "mark", "more"),
        *("return_code", "return_reason", "returned", "words"),
    )

    def __init__(self, places: Places) -> None:
        def at(path: str) -> int:
            return _first(places, path)

        self.amounts = tuple(places[each][0] for each in _OF_PAYMENT if each in places)
        self.mark = at("CdtDbtInd")
        self.end_to_end, self.instruction = at("Refs/EndToEndId"), at("Refs/InstrId")
        self.mandate, self.more = at("Refs/MndtId"), at("AddtlTxInf")
        self.returned, self.return_code = at("RtrInf"), at("RtrInf/Rsn/Cd")
        self.return_reason = at("RtrInf/Rsn/Prtry")
        self.debtor, self.creditor = _Party(places, "Dbtr"), _Party(places, "Cdtr")
        self.words = (
            *places.get("RmtInf/Ustrd", ()),
            *places.get("RmtInf/Strd/CdtrRefInf/Ref", ()),
            *places.get("RmtInf/Strd/AddtlRmtInf", ()),
        )


class _Party:
    __slots__ = ("iban", "name", "number", "party_name")

    def __init__(self, places: Places, side: str) -> None:
        self.name = _first(places, f"RltdPties/{side}/Nm")
        self.party_name = _first(places, f"RltdPties/{side}/Pty/Nm")
        self.iban = _first(places, f"RltdPties/{side}Acct/Id/IBAN")
        self.number = _first(places, f"RltdPties/{side}Acct/Id/Othr/Id")


def _first(places: Places, path: str) -> int:
    return places.get(path, (NOWHERE,))[0]
