"""Who reviews under which name, what they say of a title, and where that stands."""

import uuid
from typing import ClassVar

from django.db import models

from hylla.catalogue.models import Record
from hylla.patrons.models import Person
from hylla.privacy.declarations import Join, Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role
from hylla.reviews.rules import LONGEST, MOST_STARS, NAME_LENGTH, State, Why

_REASONS = [(each, each) for each in Why]


class Reviewer(models.Model):
    """The user name under which somebody rates and reviews; there is none before they do.

    `folded` is what two names are compared by. `refused_on` is since when the name is not allowed:
    until they choose another, nothing of theirs is shown.
    """

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="reviewer"
    )
    name = models.CharField(max_length=NAME_LENGTH)
    folded = models.CharField(max_length=4 * NAME_LENGTH, unique=True)
    refused_on = models.DateField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.REVIEWS,
        columns={
            "person": Kind.LINK,
            "name": Kind.REVIEW,
            "folded": Kind.REVIEW,
            "refused_on": Kind.REVIEW,
        },
        on_merge={"person": OnMerge.KEEP_STAYING},
        seen_by={Role.PATRON},
    )


class Rating(models.Model):
    """How many stars somebody gives a title, since which day; it stands for the whole work."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patron = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ratings")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="ratings")
    stars = models.PositiveSmallIntegerField()
    rated_on = models.DateField()

    personal_data = PersonalData(
        subject="patron",
        purpose=Purpose.REVIEWS,
        columns={
            "id": Kind.LINK,
            "patron": Kind.LINK,
            "record": Kind.REVIEW,
            "stars": Kind.REVIEW,
            "rated_on": Kind.TIME_AND_PLACE,
        },
        on_merge={"patron": OnMerge.NEWEST},
        joined={"rated_on": Join.LATEST},
        seen_by={Role.PATRON},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patron", "record"], name="one_rating_of_a_title"),
            models.CheckConstraint(
                name="one_to_five_stars", condition=models.Q(stars__range=(1, MOST_STARS))
            ),
        ]


class Review(models.Model):
    """What somebody writes of a title. Whoever writes it anew makes a new row.

    So its id is of one text: what a moderator passes is what they have read. `is_looked_at` says
    that one has; `reported_for` what a reader of it says is wrong, who is not noted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patron = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reviews")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="reviews")
    text = models.TextField(max_length=LONGEST)
    language = models.CharField(max_length=3)
    written_on = models.DateField()
    state = models.CharField(max_length=10, choices=[(each, each) for each in State])
    is_looked_at = models.BooleanField(default=False)
    published_on = models.DateField(null=True)
    reason = models.CharField(max_length=20, blank=True, choices=_REASONS)
    refused_on = models.DateField(null=True)
    reported_for = models.CharField(max_length=20, blank=True, choices=_REASONS)
    reported_on = models.DateField(null=True)

    personal_data = PersonalData(
        subject="patron",
        purpose=Purpose.REVIEWS,
        columns={
            "id": Kind.LINK,
            "patron": Kind.LINK,
            "record": Kind.REVIEW,
            "text": Kind.REVIEW,
            "language": Kind.REVIEW,
            "written_on": Kind.TIME_AND_PLACE,
            "state": Kind.REVIEW,
            "published_on": Kind.TIME_AND_PLACE,
            "reason": Kind.REVIEW,
            "refused_on": Kind.TIME_AND_PLACE,
            "reported_for": Kind.REVIEW,
            "reported_on": Kind.TIME_AND_PLACE,
        },
        not_personal={"is_looked_at"},
        keep=(Keep("refused_review", since="refused_on"),),
        on_merge={"patron": OnMerge.NEWEST},
        joined={"written_on": Join.LATEST},
        seen_by={Role.DESK, Role.CHILDREN, Role.PATRON},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patron", "record"], name="one_review_of_a_title"),
            models.CheckConstraint(
                name="a_refused_review_says_why",
                condition=models.Q(state=State.REFUSED, refused_on__isnull=False)
                & ~models.Q(reason="")
                | models.Q(refused_on=None, reason="") & ~models.Q(state=State.REFUSED),
            ),
            models.CheckConstraint(
                name="what_is_published_has_its_day",
                condition=~models.Q(state=State.PUBLISHED) | models.Q(published_on__isnull=False),
            ),
        ]
