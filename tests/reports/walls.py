"""Invented pages that hold an article, and pages that hold what stands before one."""

SENTENCE = "The harbour office counted the people who had crossed the bridge, and published both numbers. "
ARTICLE = f"<h1>Harbour office counts</h1><p>{SENTENCE * 5}</p><p>{SENTENCE * 6}</p>"
CONSENT = (
    "We value your privacy. We use cookies and similar means to measure who reads what. "
    "Accept all cookies, or manage your consent."
)


def html(body: str, *, title: str = "Harbour office counts", head: str = "") -> bytes:
    return f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>{body}</body></html>'.encode()


PAGES: dict[str, tuple[bytes, str]] = {
    "an article": (html(ARTICLE), "article"),
    "an article with a line about cookies": (
        html(f"<div>{CONSENT}</div><article>{ARTICLE}</article>"),
        "article",
    ),
    "an article with a box to log in": (
        html(f"<article>{ARTICLE}</article><form>Log in to continue<input type=password></form>"),
        "article",
    ),
    "news in brief": (html(f"<article><p>{SENTENCE * 2}</p></article>"), "article"),
    "news in brief, a line about cookies below": (
        html(f"<article><p>{SENTENCE * 2}</p></article><footer>We use cookies.</footer>"),
        "article",
    ),
    "a cookie wall": (html(f"<div><p>{CONSENT}</p></div>"), "cookie wall"),
    "a long cookie wall": (html("".join(f"<p>{CONSENT}</p>" for _ in range(12))), "cookie wall"),
    "a French cookie wall": (
        html("<p>Nous utilisons des cookies pour mesurer notre audience. Tout accepter, ou continuer sans accepter.</p>"),
        "cookie wall",
    ),
    "a login": (
        html("<h1>Welcome</h1><p>Members read more here every day.</p><form><input name=u><input type=password></form>"),
        "login or paywall",
    ),
    "a paywall under the beginning": (
        html("<h1>Harbour office counts</h1><p>The harbour office counted the people. Subscribe to continue reading.</p>"),
        "login or paywall",
    ),
    "an article cut where JSON-LD has more": (
        html(
            f"<p>{SENTENCE * 8}</p>",
            head='<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"'
            + SENTENCE * 40
            + '"}</script>',
        ),
        "login or paywall",
    ),
    "a Russian paywall": (
        html("<p>Начало статьи о мосте и людях, которые его перешли. Только для подписчиков.</p>"),
        "login or paywall",
    ),
    "an error with status 200": (
        html("<h1>Page not found</h1><p>What you looked for has moved, or was never here. Try the search.</p>"),
        "error page",
    ),
    "an Armenian error": (
        html("<h1>Էջը չի գտնվել</h1><p>Փորձեք որոնումը կամ վերադարձեք գլխավոր էջ։ Այստեղ ոչինչ չկա։</p>", title="404"),
        "error page",
    ),
    "a check for robots": (
        html("<h1>Just a moment</h1><p>Verify you are human by completing the action below.</p>"),
        "bot check",
    ),
    "an empty shell": (
        html("<div id=app>Loading</div><noscript>Please enable JavaScript.</noscript>"),
        "empty shell",
    ),
    "a menu": (
        html("".join(f'<a href="/{n}">Section number {n} of the paper</a> ' for n in range(8)), title="Example Gazette"),
        "empty shell",
    ),
}  # fmt: skip
