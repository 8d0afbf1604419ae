"""The kinds of patron a library has."""

from dataclasses import dataclass

from hylla.patrons.models import Category


@dataclass(frozen=True)
class CategoryFacts:
    """One kind of patron."""

    code: str
    name: str


def categories() -> tuple[CategoryFacts, ...]:
    """Return the kinds of patron, the youngest first."""
    rows = Category.objects.order_by("from_age", "code").values_list("code", "name")
    return tuple(CategoryFacts(*row) for row in rows)
