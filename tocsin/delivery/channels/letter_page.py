"""The second part of a letter, as HTML: what the text says, and no more. No picture, nothing from elsewhere, no tracking.

The links are those of the text, so that nobody can tell who opened which part.
"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tocsin.delivery.channels.face import Parcel
from tocsin.delivery.words import spoken, words_of

_STYLE = (
    "body{margin:0 auto;padding:16px;max-width:38em;font:16px/1.5 Georgia,serif;color:#1c1b19;background:#fff}"
    "h1{font-size:22px;line-height:1.25}h2{font-size:17px;margin:1.4em 0 .3em}"
    "a{color:#174a7c}.end{margin-top:2em;border-top:1px solid #ccc;padding-top:.6em;font-size:14px;color:#555}"
)


def letter_page(parcel: Parcel) -> str:
    """A whole document around `parcel.html`, which is made of tags of our own and escaped words."""
    words, in_ours = words_of(parcel.language), spoken(parcel.language) or "en"
    links = [(parcel.confirm_url, words["confirm"]), (parcel.link, words["more"])]
    told = [_link("p", url, said, in_ours, words["dir"]) for url, said in links if url]
    if parcel.unsubscribe_url:
        told.append(_link("p class=end", parcel.unsubscribe_url, words["end"], in_ours, words["dir"]))
    return format_html(
        '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>{}</title><style>{}</style></head>\n'
        "<body>{}\n{}</body></html>\n",
        parcel.language,
        parcel.subject,
        mark_safe(_STYLE),  # noqa: S308  # ours
        mark_safe(parcel.html),  # noqa: S308  # see above
        SafeString("\n".join(told)),
    )


def _link(tag: str, url: str, words: str, language: str, direction: str) -> SafeString:
    name, _, _rest = tag.partition(" ")
    return format_html(
        '<{} lang="{}" dir="{}"><a href="{}">{}</a></{}>',
        mark_safe(tag),  # noqa: S308  # ours
        language,
        direction,
        url,
        words,
        name,
    )
