"""Frameworks as the store holds them: those that ship, and those that an organisation adds. A version never changes."""

from datetime import datetime
from functools import cache, lru_cache
from hashlib import sha256
from importlib import resources

from django.db import IntegrityError, transaction

from tocsin import custody
from tocsin.assessment.framework_file import framework_from
from tocsin.assessment.frameworks import Framework
from tocsin.assessment.models import FrameworkVersion
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotFound

SHIPPED = ("un-framework-of-analysis.yml", "crimes.yml")


def versions(*, now: datetime) -> list[FrameworkVersion]:
    """Every version, by name, the first first. Those that ship are stored when they are first asked for."""
    kept = set(FrameworkVersion.objects.values_list("sha256", flat=True))
    for text in shipped_texts():
        if _hash(text) not in kept:
            _store(text, by="tocsin", now=now)
    return list(FrameworkVersion.objects.all())


def latest(name: str, *, now: datetime) -> FrameworkVersion:
    """The version of a framework that was added last. Raises NotFound with the names that there are."""
    found = versions(now=now)
    named = [each for each in found if each.name == name]
    if not named:
        known = ", ".join(sorted({each.name for each in found}))
        raise NotFound(f"there is no framework {name!r}", f"choose one of {known}")
    return named[-1]


def add_framework(text: str, *, by: str, now: datetime) -> FrameworkVersion:
    """Stores a framework, or an edited copy of one, as a version of its own.

    Raises WrongUse, naming what is odd, and Conflict where these very words are there already.
    """
    text = text.replace("\r\n", "\n")
    framework_from(text)
    if FrameworkVersion.objects.filter(sha256=_hash(text)).exists():
        raise Conflict("this framework is there already, word for word", "`tocsin framework list` shows it")
    return _store(text, by=by, now=now)


def framework_of(version: FrameworkVersion) -> Framework:
    return _parsed(version.text)


@lru_cache(maxsize=32)
def _parsed(text: str) -> Framework:
    return framework_from(text)


@cache
def shipped_texts() -> tuple[str, ...]:
    folder = resources.files("tocsin.assessment") / "data"
    return tuple((folder / name).read_text(encoding="utf-8") for name in SHIPPED)


def _store(text: str, *, by: str, now: datetime) -> FrameworkVersion:
    framework = framework_from(text)
    try:
        with transaction.atomic():
            version = FrameworkVersion.objects.create(
                name=framework.id,
                title=framework.title,
                edition=framework.edition,
                text=text,
                sha256=_hash(text),
                added_by=by,
                added_at=now,
            )
            custody.log(
                [
                    custody.Act(
                        item=f"framework:{version.pk}",
                        action="added",
                        actor=by,
                        at=now,
                        after=committed(version),
                    )
                ]
            )
    except IntegrityError:  # another process stored the same at this very moment
        return FrameworkVersion.objects.get(sha256=_hash(text))
    return version


def committed(version: FrameworkVersion) -> dict[str, Json]:
    """What the custody log commits to of a version: its words stand behind their hash."""
    return {"name": version.name, "sha256": version.sha256, "holds": _hash(version.text) == version.sha256}


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
