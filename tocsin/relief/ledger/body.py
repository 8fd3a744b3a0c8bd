"""What a transfer says, as bytes: the same request has the same bytes. RFC 8785 JSON; the form is final."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from json.encoder import encode_basestring as quoted

from tocsin.custody.acts import timestamp
from tocsin.relief.ledger.accounts import AccountName
from tocsin.relief.ledger.draft import TransferDraft


def body(fund: str, draft: TransferDraft) -> bytes:
    """The draft's body in the fund of that code. Written out, for every key is known and in order."""
    # numbers of RFC 8785 are whole up to 2**53, and 10**15 is the most that is booked
    legs = ",".join([f'["{_code(account)}",{minor}]' for account, minor in draft.legs])
    rate = draft.rate
    said = (
        "null"
        if rate is None
        else f'{{"at":"{timestamp(rate.at)}","source":{quoted(rate.source)},"value":"{rate.value:f}"}}'
    )
    return (
        f'{{"about":{quoted(draft.about)},"beside":{_or_null(draft.beside)},"corrects":{_or_null(draft.corrects)},'
        f'"fund":{quoted(fund)},"key":{quoted(draft.key)},"kind":"{draft.kind}","legs":[{legs}],"rate":{said},'
        f'"v":1,"value_date":"{draft.value_date.isoformat()}"}}'
    ).encode()


def body_hash(fund: str, draft: TransferDraft) -> str:
    """SHA-256 of the body, hexadecimal."""
    return hashlib.sha256(body(fund, draft)).hexdigest()


@lru_cache(4096)
def _code(account: AccountName) -> str:
    return account.code


def _or_null(text: str | None) -> str:
    return "null" if text is None else quoted(text)
