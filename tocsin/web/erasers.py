"""Who erases for the desk: a part that the settings name, for erasing joins all steps and stands above the web."""

from collections.abc import Collection, Sequence
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings
from django.contrib.auth.models import User

from tocsin.custody.models import Erasure


class Plan(Protocol):
    """What one erasure would do, as a person reads it before saying yes."""

    @property
    def goes(self) -> Sequence[str]: ...

    @property
    def stays(self) -> Sequence[str]: ...


class Eraser(Protocol):
    def plan(self, item: str, fields: Collection[str]) -> Plan:
        """Raises NotFound, WrongUse, Conflict."""

    def carry_out(
        self, item: str, fields: Collection[str], *, reason: str, by: User, now: datetime
    ) -> Erasure:
        """All of it in one transaction; bytes on the disk are the worker's, after it."""


def eraser() -> Eraser:
    return cast(Eraser, import_module(settings.TOCSIN_ERASER))
