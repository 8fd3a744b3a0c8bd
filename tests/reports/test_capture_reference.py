"""docs/reference/capture.md, held against the program."""

from pathlib import Path

from tocsin.apart import launch, picture
from tocsin.reports import capturing, content_check, fetch, page_signs, picturing, recapturing, seal
from tocsin.reports.looking_again import GONE, REFUSED, Outcome

PAGE = " ".join((Path(__file__).parents[2] / "docs" / "reference" / "capture.md").read_text("utf-8").split())
LANGUAGES = {
    "en": "English", "fr": "French", "de": "German", "es": "Spanish", "pt": "Portuguese", "it": "Italian", "ru": "Russian",
    "uk": "Ukrainian", "hy": "Armenian", "az": "Azerbaijani", "tr": "Turkish", "ar": "Arabic", "fa": "Persian",
}  # fmt: skip


def test_the_numbers_are_printed_as_they_are() -> None:
    """Limits of captures and of verdicts."""
    assert f"up to {fetch.ASIDE_BYTES_MAX:,} bytes and {fetch.ASIDE_S_MAX:.0f} seconds" in PAGE
    assert capturing.WIRE_FACTOR == 2 and f"on the wire and {capturing.WIRE_BYTES_MORE:,} bytes more" in PAGE
    assert f"more than {content_check.NOTICE_SIGNS_MAX} characters" in PAGE
    assert f"less than {content_check.EMPTY_SIGNS_MAX} characters" in PAGE
    assert (content_check.WALL_SHARE, content_check.WHOLE_SHARE) == (1 / 3, 0.5)
    assert f"at most {recapturing.ROUND_PAGES_MAX} pages a round" in PAGE
    assert f"up to {seal.ROW_BYTES_MAX:,} bytes in the store" in PAGE


def test_the_bounds_of_pictures_are_printed_as_they_are() -> None:
    """Of the browser, of what it makes, and of what its page asks for."""
    for number in (
        *(launch.MEMORY_BYTES_MAX, launch.FILE_BYTES_MAX, picture.PNG_BYTES_MAX, picture.TEXT_SIGNS_MAX),
        *(picture.WIDTH_PX, picture.HEIGHT_PX_MAX, picturing.ASKED_BYTES_MAX, picturing.ONE_BYTES_MAX),
    ):
        assert f"{number:,}" in PAGE
    assert (
        f"{picture.TOTAL_S_MAX:.0f} seconds for all of it, {picture.LOAD_S_MAX:.0f} of them to load" in PAGE
    )
    assert (
        f"at most {picturing.ASKED_MAX} addresses" in PAGE
        and f"{picturing.ASKED_S_MAX:.0f} s together" in PAGE
    )
    assert f"{picturing.ONE_S_MAX:.0f} s each" in PAGE and f"{launch.PROCESSOR_S_MAX} s of processor" in PAGE
    assert f"root becomes `{launch.STRANGER}`" in PAGE
    assert picturing.PICTURE_NAME in PAGE and picturing.TEXT_NAME in PAGE and "`capture_picture`" in PAGE


def test_every_verdict_outcome_field_and_language_is_named() -> None:
    """And no status of a wall or of a page that is gone is left out."""
    for word in (*content_check.Verdict, *Outcome):
        assert f"| `{word}` |" in PAGE
    for name in capturing.CAPTURE_FIELDS:
        assert f"`capture_{name}`" in PAGE
    assert {language for _, language, _ in page_signs.words()} == set(LANGUAGES)
    assert all(name in PAGE for name in LANGUAGES.values())
    assert all(str(status) in PAGE for status in (*GONE, *REFUSED))
