"""What a title looks like."""

from django.db import models

from hylla.catalogue.models.titles import Record
from hylla.privacy.declarations import NotPersonal


class Cover(models.Model):
    """A picture that staff have given to a title, in two sizes (`formats.pictures`).

    It stands in the database, so that it is in every backup. `mark` is of the bytes: a picture
    that is replaced has another address.
    """

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.CASCADE)
    mark = models.CharField(max_length=16)
    small = models.BinaryField()
    large = models.BinaryField()

    personal_data = NotPersonal("a picture of a title")
