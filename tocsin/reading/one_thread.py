"""NumPy's matrix products on one thread: a sentence's are so small that a second thread would only wait, at full load.

The wheels of NumPy bring OpenBLAS, and the number of its threads is of the whole process: it is put back afterwards.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module


@contextmanager
def one_thread() -> Iterator[None]:
    """Holds NumPy's products to one thread, where `can_hold`."""
    library = _library()
    if library is None:
        yield
        return
    threads = library.scipy_openblas_get_num_threads64_()
    library.scipy_openblas_set_num_threads64_(1)
    try:
        yield
    finally:
        library.scipy_openblas_set_num_threads64_(threads)


def can_hold() -> bool:
    """Whether the NumPy of this machine lets the number of its threads be set."""
    return _library() is not None


@cache
def _library() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(import_module("numpy._core._multiarray_umath").__file__)
        library.scipy_openblas_get_num_threads64_  # noqa: B018 - looked up here, once: AttributeError where it is missing
        library.scipy_openblas_set_num_threads64_  # noqa: B018
    except (ImportError, OSError, AttributeError):
        return None
    return library
