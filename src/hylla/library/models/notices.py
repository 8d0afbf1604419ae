"""The notice of each published policy as it read then, so that it can be read for ever."""

from typing import ClassVar

from django.db import models

from hylla.library.models.house import PolicyVersion
from hylla.privacy.declarations import NotPersonal


class NoticeText(models.Model):
    """The whole notice of one version in one language.

    `text` is what `privacy.notice` writes as JSON; `checksum` is its SHA-256. The sentences of the
    program may change afterwards: this does not.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=10)
    text = models.TextField()
    checksum = models.CharField(max_length=64)

    personal_data = NotPersonal("what the library has said")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "language"], name="each_language_once"),
        ]
