"""Bank statements for measuring: seeded, of invented people, as long as wanted."""

from __future__ import annotations

import io
import random
from datetime import date, timedelta

NAMES = (
    "Ani Petrosyan",
    "Jonas Weber",
    "Maria Rossi",
    "Lena Novak",
    "Paul Martin",
    "Sofia Costa",
    "Tomas Berg",
)
WORDS = (
    "for the displaced",
    "winter shelter",
    "food and medicine",
    "with our thoughts",
    "donation",
    "from the choir",
)
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId>
<CreDtTm>2026-02-01T08:00:00</CreDtTm></GrpHdr><Stmt><Id>S1</Id><ElctrncSeqNb>1</ElctrncSeqNb>
<CreDtTm>2026-02-01T08:00:00</CreDtTm><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{closing}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-31</Dt></Dt></Bal>
<TxsSummry><TtlNtries><NbOfNtries>{count}</NbOfNtries></TtlNtries></TxsSummry>
"""
_ENTRY = """<Ntry><NtryRef>{number}</NtryRef><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>B{number:012}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE{number:020}</IBAN></Id></DbtrAcct></RltdPties>
<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
"""
_TAIL = "</Stmt></BkToCstmrStmt></Document>\n"


def camt(entries: int, *, account: str, seed: int = 7) -> bytes:
    """A statement of gifts that adds up."""
    chance = random.Random(seed)
    out, closing = io.StringIO(), 0
    for number in range(1, entries + 1):
        minor = chance.randrange(100, 50_000)
        closing += minor
        out.write(
            _ENTRY.format(
                number=number,
                amount=f"{minor // 100}.{minor % 100:02}",
                day=date(2026, 1, 1) + timedelta(days=(number - 1) * 31 // entries),
                end_to_end="NOTPROVIDED" if number % 3 else f"E{number}",
                name=chance.choice(NAMES),
                text=chance.choice(WORDS),
            )
        )
    head = _HEAD.format(account=account, closing=f"{closing // 100}.{closing % 100:02}", count=entries)
    return (head + out.getvalue() + _TAIL).encode()
