"""What the custody log commits to of donors: noun -> its rows, and what they are held to say."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model

from tocsin.custody.commitments import Json
from tocsin.relief.donors import keeping, screening
from tocsin.relief.models import Donor, HitDecision, NameList

LOGGED: Mapping[str, tuple[type[Model], Callable[[Any], dict[str, Json]]]] = {
    "donor": (Donor, keeping.committed),
    "name-list": (NameList, screening.committed_list),
    "hit-decision": (HitDecision, screening.committed_decision),
}
