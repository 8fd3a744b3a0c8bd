"""Tables of a situation's figures, on the public site."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["csv", "hxl", "idmc"])
def test_every_form_of_table_is_public_with_its_situation(site, form):
    """A published situation gives its figures; one that nobody published gives none."""
    answer = site.client(None).get(reverse("figure_table", args=[site.situation.slug, form]))
    assert answer["Content-Type"].startswith("text/csv")
    assert "97735" in answer.content.decode()
    assert site.client(None).get(reverse("figure_table", args=[site.hidden.slug, form])).status_code == 404


def test_another_form_is_not_there(site):
    """404, not a guess."""
    assert (
        site.client(None).get(reverse("figure_table", args=[site.situation.slug, "xls"])).status_code == 404
    )
