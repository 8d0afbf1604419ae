"""Django's session back end on our own table, whose rows know whose they are."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from hylla.library.queries.prepared import Prepared

PERSON = "person"
STAFF = "staff"
"""The keys under which a session holds the id of who is logged in."""
LOCKED = "locked"
"""The key under which a locked desk holds who locked it: nobody is logged in there."""
BEGUN = "begun"
"""When the log-in began."""
STAYS = "stays"
"""Set where someone chose to stay logged in."""
STAFF_SECONDS = 12 * 60 * 60
"""How long a desk may stand locked in the course of a day, for the next to take it over."""


def _living(*, key: str, now: datetime) -> Any:
    rows = SessionStore.get_model_class().objects
    return rows.filter(session_key=key, expire_date__gt=now).values_list("session_data")


LIVING = Prepared(_living)


class SessionStore(DatabaseStore):
    """Keeps sessions in `patrons.Session`: they go with the person they belong to.

    They end by the time that a request was given, not by the machine's.
    """

    def __init__(self, session_key: str | None = None, *, now: datetime | None = None) -> None:
        super().__init__(session_key)
        self._now = now

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the table."""
        from hylla.patrons.models import Session  # noqa: PLC0415 - there are no models yet when Django loads this

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row for this session, with the person or member of staff it belongs to."""
        row: Any = super().create_model_instance(data)
        row.person_id = data.get(PERSON)
        row.staff_id = data.get(STAFF) or data.get(LOCKED)
        row.begun_at = datetime.fromisoformat(data[BEGUN]) if BEGUN in data else None
        row.stays_from_at = row.begun_at if STAYS in data else None
        return row

    def get_session_cookie_age(self) -> int:
        """Return the idle seconds after which the session ends; a desk locks long before."""
        if STAFF in self or LOCKED in self:
            return STAFF_SECONDS
        return int(super().get_session_cookie_age())

    def get_expiry_date(self, **told: Any) -> datetime:
        """Return when the session ends."""
        return super().get_expiry_date(**self._from_now(told))

    def get_expiry_age(self, **told: Any) -> int:
        """Return in how many seconds the session ends."""
        return int(super().get_expiry_age(**self._from_now(told)))

    def _get_session_from_db(self) -> Any:
        """Return the row, if it is there and has not ended."""
        if self._now is None:
            return super()._get_session_from_db()  # type: ignore[misc] # Django's own step, untyped
        found = LIVING.first(key=self.session_key, now=self._now) if self.session_key else None
        if found is None:
            self._session_key = None
            return None
        return self.get_model_class()(session_data=found[0])

    def _from_now(self, told: dict[str, Any]) -> dict[str, Any]:
        return told if self._now is None else {"modification": self._now, **told}
