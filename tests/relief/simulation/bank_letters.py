"""A bank's files as it writes them: camt.053 and MT940 texts of lines that happened. Nothing of the readers is used here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """What happened on a bank account: one line of its statement."""

    on: date
    #: + came, - went
    minor: int
    #: gift, payout, settlement, returned-gift, list, list-fee, came-back, charge, interest, exchange
    what: str
    text: str = ""
    end_to_end: str = ""
    #: of whoever paid or was paid
    number: str = ""
    party: str = "Somebody"
    #: single gifts that the bank booked as one line
    parts: tuple[int, ...] = ()


#: what -> ISO 20022 code, SWIFT code
_CODES = {
    "gift": ("RCDT-ESCT", "NTRF"),
    "payout": ("RCDT-ESCT", "NTRF"),
    "settlement": ("RCDT-ESCT", "NTRF"),
    "returned-gift": ("ICDT-RRTN", "NTRF"),
    "list": ("ICDT-ESCT", "NTRF"),
    "list-fee": ("ICDT-CHRG", "NCHG"),
    "came-back": ("RCDT-RRTN", "NRTI"),
    "charge": ("MDOP-CHRG", "NCHG"),
    "interest": ("MCOP-INTR", "NINT"),
    "exchange": ("MDOP-XCHG", "NTRF"),
}


def camt(
    account: str, currency: str, lines: Sequence[Moved], opening: int, closing: int, number: int
) -> bytes:
    own = f"<IBAN>{account}</IBAN>" if account[:2].isalpha() and account[2:4].isdigit() else _other(account)
    days = lines[0].on, lines[-1].on
    body = "".join(_entry(line, currency) for line in lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId>'
        f"<CreDtTm>{days[1]}T20:00:00</CreDtTm></GrpHdr><Stmt><Id>{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb>"
        f"<Acct><Id>{own}</Id><Ccy>{currency}</Ccy></Acct>"
        f"{_balance('OPBD', opening, currency, days[0])}{_balance('CLBD', closing, currency, days[1])}"
        f"{body}</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def _other(account: str) -> str:
    return f"<Othr><Id>{account}</Id></Othr>"


def _balance(kind: str, minor: int, currency: str, day: date) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_amount(minor, currency)}"
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _amount(minor: int, currency: str) -> str:
    side = "CRDT" if minor >= 0 else "DBIT"
    return f'<Amt Ccy="{currency}">{_number(minor)}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _number(minor: int, point: str = ".") -> str:
    return f"{abs(minor) // 100}{point}{abs(minor) % 100:02}"


def _entry(line: Moved, currency: str) -> str:
    family, _, sub = _CODES[line.what][0].partition("-")
    domain = "ACMT" if line.what in ("charge", "interest", "exchange") else "PMNT"
    payments = "".join(_payment(line, minor, currency) for minor in line.parts or (line.minor,))
    return (
        f"<Ntry>{_amount(line.minor, currency)}<Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{line.on}</Dt></BookgDt><ValDt><Dt>{line.on}</Dt></ValDt>"
        f"<BkTxCd><Domn><Cd>{domain}</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls>{payments}</NtryDtls></Ntry>\n"
    )


def _payment(line: Moved, minor: int, currency: str) -> str:
    side = "Dbtr" if minor >= 0 else "Cdtr"
    number = f"<{side}Acct><Id>{_other(line.number)}</Id></{side}Acct>" if line.number else ""
    back = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" if line.what in ("returned-gift", "came-back") else ""
    return (
        f"<TxDtls><Refs><EndToEndId>{line.end_to_end or 'NOTPROVIDED'}</EndToEndId></Refs>{_amount(minor, currency)}"
        f"<RltdPties><{side}><Pty><Nm>{line.party}</Nm></Pty></{side}>{number}</RltdPties>"
        f"<RmtInf><Ustrd>{line.text}</Ustrd></RmtInf>{back}</TxDtls>"
    )


def mt940(
    account: str, currency: str, lines: Sequence[Moved], opening: int, closing: int, number: int
) -> bytes:
    days = lines[0].on, lines[-1].on
    rows: Iterable[str] = (
        f":20:M{number}",
        f":25:{account}",
        f":28C:{number}/1",
        f":60F:{_mt_balance(opening, currency, days[0])}",
        *(row for line in lines for row in _mt_entry(line)),
        f":62F:{_mt_balance(closing, currency, days[1])}",
        "-",
    )
    return ("\r\n".join(rows) + "\r\n").encode()


def _mt_balance(minor: int, currency: str, day: date) -> str:
    return f"{'C' if minor >= 0 else 'D'}{day:%y%m%d}{currency}{_number(minor, ',')}"


def _mt_entry(line: Moved) -> Iterable[str]:
    mark = "C" if line.minor >= 0 else "D"
    if line.what == "returned-gift":
        mark = "RC"
    code = _CODES[line.what][1]
    yield f":61:{line.on:%y%m%d}{line.on:%m%d}{mark}{_number(line.minor, ',')}{code}NONREF"
    said = [
        f"EREF+{line.end_to_end}" if line.end_to_end else "",
        f"SVWZ+{line.text}" if line.text else "",
    ]
    texts = "".join(f"?{20 + n}{each}" for n, each in enumerate(filter(None, said)))
    yield f":86:166?00LINE{texts}{f'?31{line.number}' if line.number else ''}?32{line.party}"
