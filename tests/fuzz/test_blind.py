"""Fuzzing without atheris reads texts, stops in time, and tells of what breaks."""

from tests.fuzz import read_any_text_blind as blind


def test_it_reads_texts_until_the_time_is_over(capsys):
    """The count is printed, so that nobody takes an empty stage for a good one."""
    assert blind.main("0.3", "7") == 0
    said = capsys.readouterr().out.split()
    assert said[0] == "fuzz" and int(said[1].replace(",", "")) > 0


def test_a_text_that_breaks_reading_ends_it(monkeypatch, capsys):
    """The shortest such text is told, with the seed that makes it again."""

    def broken(text: str, *, fast: bool) -> None:
        assert "Khartoum" not in text

    monkeypatch.setattr(blind, "read_any", broken)
    assert blind.main("20", "7") == 1
    said = capsys.readouterr().err
    assert "by seed 7" in said and "text='Khartoum'" in said
