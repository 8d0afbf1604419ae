"""Which copies are lent at all, whoever asks."""

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.queries.house import House, house_at
from hylla.circulation.rules.terms import Asked
from hylla.library.queries import rules_version


def lendable(record_id: int) -> frozenset[int]:
    """Return the numbers of a title's copies that somebody may borrow at the copy's own branch."""
    house = house_at(rules_version())
    items = Item.objects.filter(record=record_id).exclude(status=ItemStatus.WITHDRAWN)
    rows = items.values_list("pk", "item_type", "branch", "collection")
    return frozenset(
        number
        for number, item_type, branch_id, collection in rows
        if _is_lent(house, item_type, branch_id, collection)
    )


def _is_lent(house: House, item_type: str, branch_id: int, collection: str | None) -> bool:
    """Ask for every category that rules name, and for one that none names."""
    categories = {each.category or "" for each in house.terms}
    asked = (Asked(each, item_type, branch_id, collection) for each in categories)
    return any(terms is not None and terms.is_lent for terms in map(house.terms_for, asked))
