"""Numbers that a form sends."""


def whole(typed: str) -> int | None:
    """A number that a database key can be; None for nothing and for what is none.

    >>> whole("12"), whole(""), whole("-1"), whole("٣"), whole("9" * 30)
    (12, None, None, None, None)
    """
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
