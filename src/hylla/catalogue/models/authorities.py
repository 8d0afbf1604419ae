"""Authorities: whom and what titles are by and about, under one heading each."""

from typing import ClassVar

from django.db import models

from hylla.catalogue.models.titles import Record
from hylla.catalogue.rules.authorities import FormKind
from hylla.catalogue.rules.versions import Why
from hylla.formats.marc.authorities import AuthorityKind
from hylla.library.models import Staff
from hylla.privacy.declarations import NotPersonal, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role, Subject


class Authority(models.Model):
    """A person, body, subject, place or series as an authority record (MARC 21) describes it.

    `source`, `control_number`, `digest`, `revised` and `marc` are as in `Record`. `key` is that of
    the heading (`rules.authorities`), `name` what a title calls a person or a body, `note` what
    readers are told.
    """

    source = models.CharField(max_length=50)
    control_number = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    revised = models.CharField(max_length=16, blank=True)
    marc = models.BinaryField()
    kind = models.CharField(max_length=10, choices=[(each, each) for each in AuthorityKind])
    key = models.CharField(max_length=60)
    heading = models.TextField()
    name = models.TextField(blank=True)
    note = models.TextField(blank=True)
    added_on = models.DateField()

    personal_data = NotPersonal("an authority: who is named there is named as a published author")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key"], name="authorities_by_key")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "control_number"], name="an_authority_once"),
        ]

    def __str__(self) -> str:
        return self.heading


class AuthorityForm(models.Model):
    """A form under which an authority is looked up, or a number by which others name it."""

    authority = models.ForeignKey(
        Authority, on_delete=models.CASCADE, related_name="forms", db_index=False
    )
    kind = models.CharField(max_length=10, choices=[(each, each) for each in FormKind])
    key = models.CharField(max_length=60)
    text = models.TextField()
    sorts_as = models.CharField(max_length=200, blank=True)

    personal_data = NotPersonal("a form of the name of a published author, or of a subject")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["key"], name="authority_forms_by_key"),
            models.Index(
                fields=["sorts_as", "id"],
                name="authority_forms_in_order",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authority", "kind", "key"], name="a_form_of_an_authority_once"
            ),
        ]


class TitleHeading(models.Model):
    """A key by which a field of a title may be an authority's; `authority` is at the one that is.

    `place` is the field's among the title's headings, `rank` the key's within the field: the
    surest first.
    """

    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="headings", db_index=False
    )
    place = models.PositiveSmallIntegerField()
    rank = models.PositiveSmallIntegerField()
    tag = models.CharField(max_length=3)
    key = models.CharField(max_length=60)
    authority = models.ForeignKey(
        Authority, null=True, on_delete=models.SET_NULL, related_name="titles"
    )

    personal_data = NotPersonal("that a title stands under a heading")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key"], name="titles_by_heading")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "place", "rank"], name="a_heading_of_a_title_once"
            ),
        ]


class AuthorityVersion(models.Model):
    """An authority's record as it was until a day, and what ended it: as `RecordVersion`."""

    authority_number = models.BigIntegerField()
    source = models.CharField(max_length=50)
    control_number = models.CharField(max_length=100)
    marc = models.BinaryField()
    until_on = models.DateField()
    why = models.CharField(max_length=10, choices=[(each, each) for each in Why])
    staff = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")

    personal_data = PersonalData(
        subject="staff",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={"staff": Kind.LINK, "until_on": Kind.TIME_AND_PLACE},
        not_personal={"id", "authority_number", "source", "control_number", "marc", "why"},
        seen_by={Role.CATALOGUER},
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["authority_number"], name="versions_of_an_authority")
        ]
