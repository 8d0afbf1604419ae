"""Extracts that were made for someone to fetch, and nobody else can open."""

from django.db import models

from hylla.privacy.declarations import Keep, PersonalData
from hylla.privacy.models.requests import Request
from hylla.privacy.vocabulary import Kind, Purpose, Role


class PreparedExtract(models.Model):
    """An extract behind a link that works once (conflict case 53).

    It is sealed with the key in the link, which is not kept: without the link nobody opens it,
    the library neither. What is fetched is emptied at once; that it was fetched stays a day.
    """

    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="prepared")
    token_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="request.person",
        purpose=Purpose.RIGHTS,
        columns={
            "request": Kind.REQUEST,
            "token_hash": Kind.CREDENTIAL,
            "sealed": Kind.REQUEST,
            "made_at": Kind.REQUEST,
            "fetched_at": Kind.REQUEST,
        },
        not_personal={"id"},
        keep=(
            Keep("prepared_extract", since="made_at"),
            Keep("fetched_extract", since="fetched_at"),
        ),
        seen_by={Role.PATRON},
    )
