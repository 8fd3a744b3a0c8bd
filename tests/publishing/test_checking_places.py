"""Elements of a list are read one after the other out of a file, and are those that the file as a whole has."""

import json
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.publishing.dossier.checking import Asked, places
from tocsin.publishing.dossier.checking.opened import Opened
from tocsin.publishing.dossier.checking.verdict import Broken

TEXTS = st.text(alphabet='a"\\[]{},: \n', max_size=6) | st.just("items")
VALUES = st.recursive(
    TEXTS | st.integers(-9, 9) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def opened(folder, data):
    (folder / "a.json").write_bytes(data)
    dossier = Opened(folder, Asked())
    dossier.sizes["a.json"] = len(data)
    return dossier


def whole(dossier):
    """The elements, and what stands around them."""
    found = places.of_list_under(dossier, "a.json", "items")
    return list(places.pieces(dossier, "a.json", found)), places.around(dossier, "a.json", found)


@settings(max_examples=60)
@given(
    rows=st.lists(VALUES, max_size=4),
    rest=st.dictionaries(TEXTS.filter("items".__ne__), VALUES, max_size=3),
    part=st.integers(1, 9),
    indent=st.sampled_from([None, 1]),
)
def test_elements_are_those_of_the_whole(tmp_path_factory, rows, rest, part, indent):
    """However the file is cut into parts while it is read, and whatever texts in it look like brackets."""
    folder = tmp_path_factory.mktemp("list")
    with patch.object(places, "_PART_BYTES", part):
        dossier = opened(folder, json.dumps(rows, indent=indent).encode())
        assert list(places.pieces(dossier, "a.json", places.of_list(dossier, "a.json"))) == rows
        dossier = opened(folder, json.dumps({**rest, "items": rows, "last": "]"}, indent=indent).encode())
        assert whole(dossier) == (rows, {**rest, "items": [], "last": "]"})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b'{"items": {}}',
        b'{"items": 1}',
        b'{"of": {"items": []}}',
        b'{"items": "[]"}',
        # read alike by every program only under its plain name
        b'{"\\u0069tems": []}',
        b'{"items": [1, 2',
        b'{"items": ["a',
        b'{"items": [1,]}',
        b'{"items": [1 2]}',
        b'{"items": [}',
        b'{"items": [1}}',
        b'{"items": [], "items": [1]}',
        b'{"items": 1 []}',
        b'{"items": []} {}',
        b'{"items": [[1}]}',
    ],
)
def test_what_is_no_list_is_refused(tmp_path, data):
    """And what as a whole is no JSON."""
    dossier = opened(tmp_path, data)
    with pytest.raises(Broken):
        whole(dossier)
