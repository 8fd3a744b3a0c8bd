"""Captured pages in one file: WARCs, an index into them, a list of pages, and the hashes of all (WACZ 1.1.1).

verdict = check(path)                    or a seekable binary stream; reads everything, writes nothing
verdict.valid, .faults, .warnings        an archive without a capture, an index entry or a page is not valid
verdict.unchecked                        holds as far as it was checked; this was not: say so beside the verdict
verdict.signature                        who signed it, and when (None: nobody)
verdict.pages                            address, time and title of each page, at most PAGES_MAX

check(path, trust=Trust(domain_roots=[...], timestamp_roots=[...]))    x509 certificates; None: those of all browsers

write(path, [Path("pages.warc.gz")], [PageEntry(url=..., at=..., title=...)], created=now, title="...", signer=signer)
                                         signer: KeySigner(P-256 or P-384 key), a DomainSigner, or None
                                         the WARCs are read strictly first; raises BadWarc; synced, then named

main_page(path)                          the capture of the first page: address, time, type, body (CapturedPage)
"""

from tocsin.archives.wacz.checking import check
from tocsin.archives.wacz.main_page import main_page
from tocsin.archives.wacz.pages import PAGES_MAX, PageEntry
from tocsin.archives.wacz.signing import DomainSigner, KeySigner, Signer
from tocsin.archives.wacz.trust import Trust
from tocsin.archives.wacz.verdict import Signature, WaczVerdict
from tocsin.archives.wacz.writing import write

__all__ = [
    "PAGES_MAX",
    "DomainSigner",
    "KeySigner",
    "PageEntry",
    "Signature",
    "Signer",
    "Trust",
    "WaczVerdict",
    "check",
    "main_page",
    "write",
]
