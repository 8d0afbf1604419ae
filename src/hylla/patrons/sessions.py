"""Django's session back end on our own table, whose rows know whose they are."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

PERSON = "person"
STAFF = "staff"
"""The keys under which a session holds the id of who is logged in."""


class SessionStore(DatabaseStore):
    """Keeps sessions in `patrons.Session`: they go with the person they belong to."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the table."""
        from hylla.patrons.models import Session  # noqa: PLC0415 - there are no models yet when Django loads this

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row for this session, with the person or member of staff it belongs to."""
        row: Any = super().create_model_instance(data)
        row.person_id = data.get(PERSON)
        row.staff_id = data.get(STAFF)
        return row
