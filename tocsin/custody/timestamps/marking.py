"""The mark of an authority that is nobody else than we: it stands in its certificate, where no setting can take it off."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

#: the organisation of its certificates' subject
MARK = "NOT INDEPENDENT: FOR TESTS AND DEMONSTRATION"


def is_marked(certificate: Certificate) -> bool:
    from cryptography.x509.oid import NameOID

    named = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return any(each.value == MARK for each in named)
