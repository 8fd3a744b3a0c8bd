"""The parser's products are held to one thread, and only while it works."""

import pytest

from tocsin.reading import one_thread, read


def test_the_number_of_threads_is_put_back() -> None:
    """Whoever shares the process with a reading keeps the threads that were set."""
    library = one_thread._library()
    if library is None:
        pytest.skip("the number of threads cannot be set here")
    before = library.scipy_openblas_get_num_threads64_()
    with one_thread.one_thread():
        assert library.scipy_openblas_get_num_threads64_() == 1
    assert library.scipy_openblas_get_num_threads64_() == before


def test_a_number_of_threads_that_cannot_be_set_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where NumPy brings another library, sentences are parsed all the same."""
    monkeypatch.setattr(one_thread, "_library", lambda: None)
    assert not one_thread.can_hold()
    with one_thread.one_thread():
        assert read("The mayor of Tegh said that 300 people had left.").statements
