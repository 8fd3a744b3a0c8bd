"""The process that makes a page into a PDF: `python -m tocsin.web.pdf_child`.

It reads one JSON object on stdin (html, site, paper, identifier) and writes a line of JSON and the PDF on stdout. Memory,
processor time and the size of files are limited; of all addresses it opens only our own style sheets and typefaces.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

MEMORY_BYTES_MAX = 1536 * 2**20
PROCESSOR_S_MAX = 30
#: of one file that it writes: typefaces, unpacked while the page is set
FILE_BYTES_MAX = 32 * 2**20
PDF_BYTES_MAX = 20 * 2**20
STATIC = Path(__file__).parent / "static"
#: what a page may ask for, below /static/
ALLOWED = re.compile(r"tocsin/(css/[a-z-]+\.css|fonts/[a-z0-9-]+\.woff2)")
_FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.", "os.system", "os.exec", "os.fork",
              "os.posix_spawn", "os.spawn", "os.kill")  # fmt: skip

_LINKED = re.compile(r'<link rel="stylesheet" href="/static/(tocsin/css/[a-z-]+\.css)">')
_DRAWING = re.compile(r'<svg class="(?:chart|map)\b[^>]*>')
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_PROPERTY = re.compile(r"(--[a-z-]+):\s*([^;]+);")
_VAR = re.compile(r"var\((--[a-z-]+)\)")
_DISPLAY = re.compile(r"display:[^;]*;")
#: WeasyPrint reads `font` in drawings as size and family alone
_FONT = re.compile(r"font:\s*(?:(\d{3})\s+)?([\d.]+px)(?:/[\d.]+)?\s+([^;]+)")


def main() -> None:
    asked = json.loads(sys.stdin.buffer.read())
    out = sys.stdout.buffer
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # OSError: the shared library of Pango is not there
        _answer(out, {"missing": f"{error}".splitlines()[0][:200]})
        return
    _confine()
    try:
        pages, pdf = _made(weasyprint, asked)
    except Exception as error:  # told to the parent: this process has no other voice
        _answer(out, {"trouble": f"{type(error).__name__}: {error}"[:300]})
        return
    if len(pdf) > PDF_BYTES_MAX:
        _answer(out, {"trouble": f"it takes {len(pdf):,} bytes"})
        return
    _answer(out, {"pages": pages})
    out.write(pdf)


def _answer(out: Any, head: dict[str, object]) -> None:
    out.write(json.dumps(head).encode("ascii") + b"\n")


def _made(weasyprint: Any, asked: dict[str, str]) -> tuple[int, bytes]:
    html, site = asked["html"], asked["site"].rstrip("/")
    style = _drawing_style(html)
    styled = _DRAWING.sub(lambda found: f"{found[0]}{style}", html)
    page = weasyprint.HTML(string=styled, base_url=f"{site}/", url_fetcher=_fetcher(weasyprint, site))
    paper = weasyprint.CSS(string=f"@page {{ size: {asked['paper']} }}")
    document = page.render(stylesheets=[paper], pdf_variant="pdf/ua-1", pdf_tags=True)
    identifier = asked["identifier"].encode("ascii")
    return len(document.pages), document.write_pdf(
        pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=identifier
    )


def _drawing_style(html: str) -> str:
    """WeasyPrint keeps a page's style sheets from its drawings: their rules are put into each, with named values filled in.

    Which drawing is shown the page says itself.
    """
    sheets = "\n".join((STATIC / name).read_text("utf-8") for name in _LINKED.findall(html))
    values = dict(_PROPERTY.findall(sheets))
    rules = [rule[0] for rule in _RULE.finditer(sheets) if ".chart" in rule[1] or ".map" in rule[1]]
    filled = _VAR.sub(lambda found: values.get(found[1], "inherit"), _DISPLAY.sub("", "".join(rules)))
    plain = _FONT.sub(
        lambda found: f"font-weight: {found[1] or 400}; font-size: {found[2]}; font-family: {found[3]}",
        filled,
    )
    return f"<style>{plain}</style>"


def _fetcher(weasyprint: Any, site: str) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # the library has no types
        def fetch(self, url: str, headers: object = None) -> Any:
            path = url.removeprefix(f"{site}/static/")
            if not ALLOWED.fullmatch(path):
                raise PermissionError("a printed page loads only our own style sheets and typefaces")
            kind = "text/css" if path.endswith(".css") else "font/woff2"
            return URLFetcherResponse(url, (STATIC / path).read_bytes(), {"Content-Type": kind})

    return OwnFilesOnly(fail_on_errors=True)


def _confine() -> None:
    with suppress(ValueError, OSError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S_MAX, PROCESSOR_S_MAX + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES_MAX, FILE_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse_reaching_out)


def _refuse_reaching_out(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"printing does no {event}")


if __name__ == "__main__":
    main()
