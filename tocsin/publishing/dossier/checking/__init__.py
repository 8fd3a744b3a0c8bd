"""The product's own verifier of dossiers: no store, no network, nothing believed.

It and verify.py, the file that strangers run, are two programs for one form (docs/reference/dossier.md): this one
is built on the log's and the archives' own parts, that one on Python's standard library alone. Tests hold them to the
same verdict on every dossier that was ever broken on purpose.

    verdict = check(path, Asked(keys=(VerifierKey.read("..."),)))
    verdict.code, verdict.parts, verdict.unchecked
"""

from tocsin.publishing.dossier.checking.verdict import Asked, DossierVerdict, Part
from tocsin.publishing.dossier.checking.whole import check

__all__ = ["Asked", "DossierVerdict", "Part", "check"]
