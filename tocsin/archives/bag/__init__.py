"""Bags: folders of files with the hashes of all of them (BagIt 1.0, RFC 8493, and its drafts from 0.93 on).

    verdict = check(folder)                         reads every file once; writes nothing, fetches nothing
    verdict.valid, verdict.faults, verdict.warnings, verdict.unlisted

    write(folder, [("a.txt", b"...")], {"Source-Organization": "..."})

or, where tag files depend on what the payload hashes to:

    with BagWriter(folder) as bag:
        bag.add("reports/12/text.txt", b"...")      # bytes or a Path; stands in data/
        manifests = bag.close_payload()             # {"sha256": bytes, "sha512": bytes}: the payload manifests as written
        bag.add_tag("log/checkpoint.txt", b"...")
        tagged = bag.close_tags({"External-Identifier": "..."})  # the tag manifests as written
        bag.add_unlisted("seal.txt", b"...")        # in no manifest
        bag.place()                                 # synced, then renamed to `folder`; without it nothing is left behind
"""

from tocsin.archives.bag.checking import check
from tocsin.archives.bag.verdict import BagFault, BagVerdict
from tocsin.archives.bag.writing import BagWriter, write
from tocsin.archives.names import System

__all__ = ["BagFault", "BagVerdict", "BagWriter", "System", "check", "write"]
