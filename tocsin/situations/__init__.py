"""One crisis: `open_situation`, `gather`, `publish`, and `brief_of`, which shows what stands."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

if TYPE_CHECKING:
    from tocsin.situations.brief import brief_of as brief_of
    from tocsin.situations.keeping import committed as committed
    from tocsin.situations.keeping import gather as gather
    from tocsin.situations.keeping import open_situation as open_situation
    from tocsin.situations.keeping import publish as publish

__all__ = ["brief_of", "committed", "gather", "open_situation", "publish"]

__getattr__ = verbs(
    __name__,
    {
        "brief_of": "brief",
        "committed": "keeping",
        "gather": "keeping",
        "open_situation": "keeping",
        "publish": "keeping",
    },
)
