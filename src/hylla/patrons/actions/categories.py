"""The kinds of patron, and moving into the next one by age (R35)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from hylla.patrons.models import Category, Identity, Person
from hylla.patrons.rules import last_birth_date
from hylla.patrons.rules.categories import YOUTH_FROM, UsualCategories
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy


@transaction.atomic
def add_category(
    code: str,
    *,
    name: str,
    from_age: int = 0,
    until_age: int | None = None,
    next_code: str | None = None,
) -> Category:
    """Add a kind of patron; who reaches `until_age` moves to `next_code`."""
    return Category.objects.create(
        code=code,
        name=name,
        from_age=from_age,
        until_age=until_age,
        next_category_id=next_code,
    )


@transaction.atomic
def set_usual_categories(names: UsualCategories, *, adult_from: int) -> None:
    """Have children, young people and adults as kinds of patron; a second time renames them."""
    ages = (
        ("adult", names.adult, adult_from, None, None),
        ("youth", names.youth, YOUTH_FROM, adult_from, "adult"),
        ("child", names.child, 0, YOUTH_FROM, "youth"),
    )
    for code, name, from_age, until_age, following in ages:
        values = {
            "name": name,
            "from_age": from_age,
            "until_age": until_age,
            "next_category_id": following,
        }
        Category.objects.update_or_create(code=code, defaults=values)


def move_categories(*, policy: Policy, now: datetime) -> int:
    """Move whoever has reached the end of their category into the next; return how many moves.

    The youngest categories first, so that someone forgotten for years ends in the right one.
    """
    ending = Category.objects.filter(until_age__isnull=False, next_category__isnull=False)
    with transaction.atomic():
        return sum(_move(each, policy, now) for each in ending.order_by("until_age", "code"))


def _move(category: Category, policy: Policy, now: datetime) -> int:
    born = last_birth_date(category.until_age or 0, on=today(policy, now))
    old_enough = Identity.objects.filter(person=OuterRef("pk"), birth_date__lte=born)
    people = Person.objects.filter(Exists(old_enough), category=category)
    return people.update(category_id=category.next_category_id)
