"""One at a time: whoever is about to change someone after having looked."""

import uuid

from hylla.patrons.models import Person


def lock_person(person_id: uuid.UUID) -> None:
    """Let nobody else change someone until the caller's transaction ends.

    :raises Person.DoesNotExist: nobody has that id.
    """
    Person.objects.select_for_update().get(pk=person_id)
