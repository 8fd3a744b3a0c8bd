"""Names blacked out wherever they stand, and regions of pictures."""

import io
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import WrongUse
from tocsin.publishing.dossier.masked_texts import masked_text
from tocsin.publishing.dossier.masks import Region
from tocsin.publishing.dossier.pictures import blacked
from tocsin.publishing.dossier.words import MARK, Words

NAMES = st.from_regex(r"[A-Z][a-zé\"'\\&]{1,8}( [A-ZŞ][a-zəö]{1,8}){1,2}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)


@given(NAMES, TEXTS, TEXTS, st.sampled_from([" ", "\n", "\u00a0", "\n\n"]), st.booleans())
def test_no_placement_of_a_name_escapes(name, before, after, gap, upper):
    """In text over line ends, in any case, in JSON and in JSON within JSON; paragraphs keep their numbers."""
    printed = gap.join(
        name.upper().split() if upper and name.upper().lower() == name.lower() else name.split()
    )
    words, text = Words([name]), before + printed + after
    masked = masked_text(text, words, ())
    assert name not in masked.text and printed not in masked.text
    assert [bool(line) for line in text.split("\n")] == [bool(line) for line in masked.text.split("\n")]
    nested = json.dumps({"a": [text], "b": json.dumps({"c": json.dumps([text])})})
    held = words.masked_json([nested, {text: text}])
    assert _plain(held).count(printed) == 0
    assert words.stand_in(text.encode()) and words.stand_in(json.dumps(text).encode())


@pytest.mark.parametrize(
    "printed",
    [
        "https://news.example/2026/ann-poe-says",
        "https://news.example/poe/1",
        "https://news.example/tag?q=ann%20poe&p=1",
        "Ann_Poe.pdf",
        "Poe_interview.pdf",
        "poe-interview.pdf",
        "ann.poe@mail.example",
        "#AnnPoe",
        "Ann P\u00adoe",
        "A\u200bnn Po\u200de",
    ],
)
def test_a_name_in_an_address_or_with_what_is_not_seen_is_found(printed):
    """As sites print names in their addresses, people in names of files, and pages where a line may break."""
    words = Words(["Ann Poe"])
    seen = words.masked(printed).casefold().replace("\u00ad", "").replace("\u200b", "")
    assert "poe" not in seen and "ann" not in seen
    assert words.stand_in(printed.encode())


@pytest.mark.parametrize("name", ["Анна По", "Էլեն Օրինակ"])
def test_a_name_encoded_in_an_address_is_found(name):
    """As browsers write what is not ASCII: the whole name, in small letters too, and a part that is long enough."""
    words = Words([name])
    for printed in (name, name.lower(), name.split()[0]):
        address = "https://news.example/" + quote(printed.replace(" ", "_"))
        assert words.masked(address) == f"https://news.example/{MARK}"


def test_common_words_that_are_parts_of_names_stay():
    """Only with a capital letter, or in an address, is a part of a name known for one."""
    text = "The poet said poe, an annual poem: https://news.example/poetry/annual"
    assert Words(["Ann Poe"]).masked(text) == text


def _plain(value: object) -> str:
    """Every text in a value, and in the JSON that stands in its texts, one after the other."""
    if isinstance(value, dict):
        return "\0".join(map(_plain, [*value, *value.values()]))
    if isinstance(value, list):
        return "\0".join(map(_plain, value))
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return _plain(json.loads(value))
        except ValueError:
            return value
    return str(value)


def test_a_blacked_region_keeps_no_pixel_and_no_note():
    """What stood in the region is black; comments and profiles of the file are gone; outside, all is as it was."""
    from PIL import Image, PngImagePlugin

    picture = Image.new("RGB", (40, 30), (200, 10, 10))
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "taken by Ann Poe")
    made = io.BytesIO()
    picture.save(made, "PNG", pnginfo=notes)
    masked = blacked(made.getvalue(), [Region(10, 5, 8, 6)])
    assert b"Ann Poe" not in masked
    with Image.open(io.BytesIO(masked)) as shown:
        black = {(x, y) for x in range(40) for y in range(30) if shown.getpixel((x, y)) == (0, 0, 0)}
    assert black == {(x, y) for x in range(10, 18) for y in range(5, 11)}
    for content, region in ((b"no picture", Region(0, 0, 1, 1)), (made.getvalue(), Region(99, 0, 5, 5))):
        with pytest.raises(WrongUse):
            blacked(content, [region])
