"""Patrons' own lists and interests, and the lists that the library shows everybody."""

import uuid
from typing import ClassVar

from django.db import models

from hylla.catalogue.models import Record
from hylla.lists.rules import ABOUT_LENGTH, NAME_LENGTH, NOTE_LENGTH, TITLE_LENGTH, TOPIC_LENGTH
from hylla.patrons.models import Person
from hylla.privacy.declarations import Join, Keep, NotPersonal, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class TitleList(models.Model):
    """A list of titles that a patron keeps; the one without a name is the ready one.

    `shared_as` is the secret word of its link, where its owner shares it: it says nothing of them
    and opens the titles alone, so it is kept as it is and shown to them again. `touched_on` is when
    the owner last changed the list, or said that it should stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patron = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="lists", db_index=False
    )
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    shared_as = models.CharField(max_length=32, unique=True, null=True)  # noqa: DJ001 - unique
    touched_on = models.DateField()

    personal_data = PersonalData(
        subject="patron",
        purpose=Purpose.LISTS,
        columns={
            "id": Kind.LINK,
            "patron": Kind.LINK,
            "name": Kind.LIST,
            "shared_as": Kind.LIST,
            "touched_on": Kind.TIME_AND_PLACE,
        },
        keep=(Keep("untouched_list", since="touched_on"),),
        on_merge={"patron": OnMerge.NEWEST},
        joined={"touched_on": Join.LATEST},
        seen_by={Role.PATRON},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patron", "name"], name="one_list_of_a_name"),
        ]


class Entry(models.Model):
    """A title on a list, with what its owner notes beside it.

    `is_work` says that any edition of its work will do. `title` is what it was called: it stands
    there when the title has left the catalogue.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    list = models.ForeignKey(
        TitleList, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    record = models.ForeignKey(
        Record, on_delete=models.SET_NULL, null=True, related_name="on_lists"
    )
    title = models.CharField(max_length=TITLE_LENGTH)
    is_work = models.BooleanField(default=False)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    position = models.PositiveIntegerField()
    added_on = models.DateField()

    personal_data = PersonalData(
        subject="list.patron",
        purpose=Purpose.LISTS,
        columns={
            "id": Kind.LINK,
            "list": Kind.LINK,
            "record": Kind.LIST,
            "title": Kind.LIST,
            "note": Kind.LIST,
            "added_on": Kind.TIME_AND_PLACE,
        },
        not_personal={"is_work", "position"},
        seen_by={Role.PATRON},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "record"], name="a_title_once_on_a_list"),
        ]


class Interest(models.Model):
    """A topic of which a patron wants to see what is new, when they look."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patron = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="interests", db_index=False
    )
    topic = models.CharField(max_length=TOPIC_LENGTH)

    personal_data = PersonalData(
        subject="patron",
        purpose=Purpose.LISTS,
        columns={"id": Kind.LINK, "patron": Kind.LINK, "topic": Kind.LIST},
        on_merge={"patron": OnMerge.UNION},
        seen_by={Role.PATRON},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patron", "topic"], name="one_interest_in_a_topic"),
        ]


class PublicList(models.Model):
    """Titles that the library recommends to everybody, once it `is_shown`."""

    name = models.CharField(max_length=NAME_LENGTH, unique=True)
    about = models.CharField(max_length=ABOUT_LENGTH, blank=True)
    is_shown = models.BooleanField(default=False)
    changed_on = models.DateField()

    personal_data = NotPersonal("a list of titles for everybody; who made it is not noted")


class PublicEntry(models.Model):
    """A title that the library recommends, and a few words why."""

    list = models.ForeignKey(
        PublicList, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="recommended")
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    position = models.PositiveIntegerField()

    personal_data = NotPersonal("a title on a list for everybody, and why it is good")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list", "record"], name="a_title_once_on_a_public_list"
            ),
        ]
