"""Kiosks: self-service machines that are a browser."""

from django.db import models

from hylla.library.models.house import Machine
from hylla.privacy.declarations import NotPersonal


class Kiosk(models.Model):
    """A machine whose browser was let in by a code that staff entered there once.

    Both secrets are random and long, so that their SHA-256 says nothing about them; an empty one
    opens nothing. The code is spent when it is entered, the token is the browser's cookie.
    `text_size` is how large whoever stands there wants the letters, until they leave.
    """

    machine = models.OneToOneField(Machine, on_delete=models.CASCADE)
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(null=True)
    text_size = models.PositiveSmallIntegerField(default=0)
    plays_sounds = models.BooleanField(default=False)

    personal_data = NotPersonal("a machine")
