"""Names as words that can be compared: no case, no accents, Latin letters for Armenian and Cyrillic ones. Pure.

It is rough on purpose, for it finds what a person then looks at; it never says that two names are one person's.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: a letter and one Latin spelling of it, "-" for none; passports use others too, hence `alike`
_LETTERS = """
ա a  բ b  գ g  դ d  ե e  զ z  է e  ը y  թ t  ժ zh  ի i  լ l  խ kh  ծ ts  կ k  հ h  ձ dz
ղ gh  ճ ch  մ m  յ y  ն n  շ sh  ո o  չ ch  պ p  ջ j  ռ r  ս s  վ v  տ t  ր r  ց ts  ւ v
փ p  ք k  օ o  ֆ f
а a  б b  в v  г g  д d  е e  ж zh  з z  и i  й y  к k  л l  м m  н n  о o  п p  р r
с s  т t  у u  ф f  х kh  ц ts  ч ch  ш sh  щ shch  ъ -  ы y  ь -  э e  ю yu  я ya
և ev  ё e  і i  ї i  є e  ß ss  ø o  ł l  đ d  ı i  ə a  ' -  ’ -  ʼ -
"""
_FOLD = str.maketrans(
    {letter: spelt.replace("-", "") for letter, spelt in re.findall(r"(\S) (\S+)", _LETTERS)}
)
_WORD = re.compile(r"[^\W\d_]+")
#: said before a name, and no part of it
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "sir", "mme", "mlle"})
#: words shorter than this must be equal
_ALIKE_LENGTH_MIN = 5


def words(name: str) -> tuple[str, ...]:
    """Its words in order.

    >>> words("Dr. José  O’Neill-Łukasz"), words("Անի Պետրոսյան"), words("Иванов, Пётр")
    (('jose', 'oneill', 'lukasz'), ('ani', 'petrosyan'), ('ivanov', 'petr'))
    """
    folded = name.casefold().replace("ու", "u").translate(_FOLD)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign))
    return tuple(word for word in _WORD.findall(plain) if word not in _TITLES)


def alike(left: str, right: str) -> bool:
    """Whether two words are equal, but for one letter more, less or other where they have five or more.

    >>> alike("petrosyan", "petrosian"), alike("ani", "ana"), alike("sarkisian", "sargsyan")
    (True, False, False)
    """
    if left == right:
        return True
    if min(len(left), len(right)) < _ALIKE_LENGTH_MIN or abs(len(left) - len(right)) > 1:
        return False
    return bool(without_one(left) & without_one(right))


def without_one(word: str) -> frozenset[str]:
    """The word, and what is left of it without each of its letters; words alike share one of these.

    Two letters that changed places share one too.
    """
    if len(word) < _ALIKE_LENGTH_MIN:
        return frozenset({word})
    return frozenset({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


@dataclass(frozen=True, slots=True)
class Likeness:
    """Which words of two names resemble each other, and which stand alone."""

    shared: tuple[tuple[str, str], ...]
    only_left: tuple[str, ...]
    only_right: tuple[str, ...]

    def __str__(self) -> str:
        pairs = [left if left == right else f"{left} ~ {right}" for left, right in self.shared]
        alone = [*self.only_left, *(f"({word})" for word in self.only_right)]
        return "; ".join(
            part
            for part in (f"alike: {', '.join(pairs)}", f"alone: {', '.join(alone)}" if alone else "")
            if part
        )


def likeness(left: tuple[str, ...], right: tuple[str, ...]) -> Likeness | None:
    """How two names resemble each other; None where they share fewer than two words and are not wholly alike.

    >>> str(likeness(words("Ani M. Petrosyan"), words("PETROSIAN, Ani")))
    'alike: ani, petrosyan ~ petrosian; alone: m'
    >>> likeness(words("Ani Petrosyan"), words("Ani Grigoryan")) is None
    True
    """
    rest, pairs, alone = list(right), [], []
    for word in left:
        match = next((other for other in rest if word == other), None) or next(
            (other for other in rest if alike(word, other)), None
        )
        if match is None:
            alone.append(word)
        else:
            rest.remove(match)
            pairs.append((word, match))
    wholly = pairs and not alone and not rest
    if len(pairs) < 2 and not wholly:
        return None
    return Likeness(tuple(pairs), tuple(alone), tuple(rest))
