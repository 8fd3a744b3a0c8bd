"""An alert as the HTML of a letter: what its text says, in the same order. Every word from outside is escaped."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tocsin.alerts.languages import is_rtl
from tocsin.alerts.shown import SectionView


def alert_html(
    subject: str,
    head: Iterable[str],
    sections: Iterable[tuple[SectionView, Iterable[tuple[str, str]]]],
    after: Iterable[str],
    *,
    language: str,
) -> str:
    """`head` and `after` are lines of text; a section comes with (sentence, its notes in words)."""
    return format_html(
        '<div lang="{}" dir="{}"><h1>{}</h1>\n{}{}\n{}</div>',
        language,
        "rtl" if is_rtl(language) else "ltr",
        subject,
        _lines(head),
        SafeString("".join(_section(section.title, said) for section, said in sections)),
        _lines(after),
    )


def _lines(lines: Iterable[str]) -> SafeString:
    return format_html_join("\n", "<p>{}</p>", ((line,) for line in lines))


def _section(title: str, said: Iterable[tuple[str, str]]) -> SafeString:
    return format_html(
        "\n<h2>{}</h2>\n<ul>{}</ul>", title, format_html_join("\n", "<li>{} <span>{}</span></li>", said)
    )
