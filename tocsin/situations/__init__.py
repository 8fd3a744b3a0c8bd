"""One crisis: `open_situation`, `gather`, `publish`, and `brief`, which shows what stands."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

if TYPE_CHECKING:
    from tocsin.situations.brief import brief as brief
    from tocsin.situations.keeping import gather as gather
    from tocsin.situations.keeping import open_situation as open_situation
    from tocsin.situations.keeping import publish as publish

__all__ = ["brief", "gather", "open_situation", "publish"]

__getattr__ = verbs(
    __name__,
    {"brief": "brief", "gather": "keeping", "open_situation": "keeping", "publish": "keeping"},
)
