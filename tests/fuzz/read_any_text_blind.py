"""The same without coverage to guide it: hypothesis makes texts until the time is over, and shrinks one that fails.

    python -m tests.fuzz.read_any_text_blind 60

Prints how many texts were read. Ends with 1, and the shortest such text, where one breaks reading.
"""

import secrets
import sys
import traceback
from time import monotonic

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.target import PIECES, PIECES_MAX, SIGNS_MAX, read_any

#: texts of one seed: what failed is made again by naming it
ROUND = 500
SEEDS = 2**32
#: lone surrogates among them: text in the wild has them
SIGNS = st.text(st.characters(codec=None), max_size=SIGNS_MAX)
TEXTS = st.builds(
    str.join, st.sampled_from(("", " ")), st.lists(st.sampled_from(PIECES) | SIGNS, max_size=PIECES_MAX)
)


def fuzz(seconds: float, first_seed: int) -> int:
    """Texts read until the time was over. Raises what reading raised, with the shortest text found that makes it."""
    count, broken, end = 0, False, monotonic() + seconds

    def read_one(text: str, fast: bool) -> None:
        nonlocal count, broken
        if monotonic() < end or broken:  # what broke once is looked at until it is short
            count += 1
            try:
                read_any(text, fast=fast)
            except Exception:
                broken = True
                raise

    while monotonic() < end:
        _one_round(read_one, first_seed)
        first_seed += 1
    return count


def _one_round(read_one, its_seed: int) -> None:
    made = given(text=TEXTS, fast=st.booleans())(read_one)
    quiet = settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        verbosity=Verbosity.normal,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    try:
        seed(its_seed)(quiet(made))()
    except BaseException as error:
        error.add_note(f"by seed {its_seed}: python -m tests.fuzz.read_any_text_blind SECONDS {its_seed}")
        raise


def main(seconds: str, first_seed: str = "") -> int:
    try:
        count = fuzz(float(seconds), int(first_seed) if first_seed else secrets.randbelow(SEEDS))
    except Exception:
        traceback.print_exc()
        return 1
    sys.stdout.write(f"fuzz {count:,} texts in {float(seconds):.0f} s, none broke reading (by hypothesis)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
