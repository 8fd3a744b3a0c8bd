"""Rows made for tests: a report with its text, a finding in it, a login with roles."""

from datetime import UTC, datetime
from hashlib import sha256, sha512
from typing import Any

from django.contrib.auth.models import Group, User

from tocsin.record.fields import complete
from tocsin.record.models import Finding
from tocsin.reports.models import Report, ReportText, SealedBytes

NOW = datetime(2023, 9, 29, 15, 0, tzinfo=UTC)


def login(name: str, *roles: str) -> User:
    user = User.objects.create_user(name, password=f"{name}-correct-horse")
    user.groups.set(Group.objects.get_or_create(name=role)[0] for role in roles)
    return user


def report(
    text: str, *, publisher: str = "Example Gazette", published: datetime | None = NOW, **more: Any
) -> ReportText:
    content = f"{publisher}\n{text}".encode()
    row = Report.objects.create(
        sha256=sha256(content).hexdigest(),
        sha512=sha512(content).hexdigest(),
        size_bytes=len(content),
        media_type="text/plain",
        publisher=publisher,
        published_at=published,
        published_precision="minute" if published else "",
        published_offset_min=240 if published else None,
        language="en",
        fetched_at=NOW,
        **{"title": text[:40]} | more,
    )
    SealedBytes.objects.create(report=row, content=content)
    return ReportText.objects.create(report=row, kind="original", language="en", text=text, made_at=NOW)


def finding(text: ReportText, kind: str, quote: str, /, *, state: str = "open", **fields: Any) -> Finding:
    """A finding at the first place where the quote stands. `state` is set without a review, for pages and drafts."""
    start = text.text.index(quote)
    end = start + len(quote)
    return Finding.objects.create(
        text=text,
        report_id=text.report_id,
        kind=kind,
        start=start,
        end=end,
        quote=quote,
        fields=complete(kind, fields, start=start, end=end),
        made_at=NOW,
        state=state,
    )
