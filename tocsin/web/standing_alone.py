"""A page of ours as one file that can be sent: its style sheets within, its links leading to the site."""

import re
from pathlib import Path

_STATIC = Path(__file__).parent / "static"
_SHEET = re.compile(r'<link rel="stylesheet" href="/static/(tocsin/css/[a-z-]+\.css)">')
_ICON = re.compile(r'<link rel="icon"[^>]*>\n?')
#: the typefaces stay on the site: a file without them is set in the reader's own
_TYPEFACES = "tocsin/css/fonts.css"


def standing_alone(html: str, site: str) -> str:
    """`site` is the site's address without a last slash. Opening the file asks it for nothing."""

    def within(found: re.Match[str]) -> str:
        return "" if found[1] == _TYPEFACES else f"<style>{(_STATIC / found[1]).read_text('utf-8')}</style>"

    return re.sub(r'href="/(?!/)', f'href="{site}/', _SHEET.sub(within, _ICON.sub("", html)))
