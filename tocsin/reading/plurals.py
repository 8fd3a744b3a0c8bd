"""Singular and plural of English nouns, by their endings.

>>> [singular(word) for word in ("burglaries", "boxes", "viruses", "roles", "fishermen", "children", "gas")]
['burglary', 'box', 'virus', 'role', 'fisherman', 'child', 'gas']
"""

from __future__ import annotations

_IRREGULAR = {
    "children": "child",
    "feet": "foot",
    "geese": "goose",
    "lives": "life",
    "men": "man",
    "mice": "mouse",
    "oxen": "ox",
    "people": "person",
    "teeth": "tooth",
    "wives": "wife",
    "women": "woman",
    "knives": "knife",
    "wolves": "wolf",
    "loaves": "loaf",
    "halves": "half",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "movies": "movie",
    "cookies": "cookie",
    "calories": "calorie",
    "zombies": "zombie",
}
#: words in "men" that are no plurals
_NOT_MEN = frozenset(["abdomen", "acumen", "omen", "regimen", "specimen", "women"])
#: "12 aircraft", "three series"
_UNCHANGED = frozenset(
    [
        "aircraft",
        "cattle",
        "clergy",
        "crew",
        "livestock",
        "personnel",
        "police",
        "series",
        "sheep",
        "spacecraft",
        "species",
        "staff",
    ]
)
_ES = ("sses", "shes", "ches", "xes", "zzes", "uses", "oes")
#: these end in "oes" or "uses" and only lose the s
_ONLY_S = frozenset(
    ["buses", "causes", "clauses", "excuses", "houses", "pauses", "purposes", "shoes", "toes", "uses"]
)


def is_plural(word: str) -> bool:
    """Whether the word may be a plural noun.

    >>> is_plural("tanks"), is_plural("fishermen"), is_plural("status"), is_plural("Ms")
    (True, True, False, False)
    """
    lower = word.lower()
    if lower in _IRREGULAR or _is_men(lower):
        return True
    return len(word) > 3 and lower.endswith("s") and not lower.endswith(("ss", "us", "is"))


def singular(word: str) -> str:
    lower = word.lower()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if lower in _UNCHANGED:
        return word
    if _is_men(lower):
        return word[:-2] + "an"
    if word[:-1].isupper() and word.endswith("s"):
        return word[:-1]
    if not is_plural(word):
        return word
    if lower.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if lower.endswith("buses"):
        return word[:-2]
    return word[:-2] if lower.endswith(_ES) and lower not in _ONLY_S else word[:-1]


def _is_men(lower: str) -> bool:
    return lower.endswith("men") and len(lower) > 4 and lower not in _NOT_MEN
