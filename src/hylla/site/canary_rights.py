"""The canary asks by right: for an extract, which it fetches by its link, and for a correction."""

import secrets
import string
import uuid
from datetime import datetime

from hylla.circulation.actions.agreeing import agree, note_talking_books, offered
from hylla.lists.actions import note_entry, put_on_new_list, register_interest, share_list
from hylla.lists.actions.owning import Owner
from hylla.lists.models import Entry
from hylla.outreach.actions import Terms, begin, wish
from hylla.outreach.rules import Wanted
from hylla.patrons.actions import Shown
from hylla.patrons.actions.rights import ask, prepare_extract
from hylla.patrons.models.consents import ConsentTo
from hylla.privacy.models import PreparedExtract
from hylla.privacy.policy import Policy
from hylla.privacy.rights.prepared import fetch
from hylla.privacy.rights.terms import Asked, CameBy, Proof, RequestKind
from hylla.privacy.vocabulary import Role
from hylla.reviews.actions import tell
from hylla.reviews.models import Review
from hylla.reviews.rules import Told


def say_yes(person_id: uuid.UUID, *, mark: str, policy: Policy, now: datetime) -> None:
    """Agree to what the library asks for: the history has its own flight, a guardian it has not."""
    shown = Shown(policy, policy.default_language)
    for what in offered(policy):
        if what is ConsentTo.OUTREACH:
            wish(
                begin(person_id, Terms(None), shown=shown, now=now),
                wanted=Wanted.AUTHOR,
                words=mark,
            )
        elif what is ConsentTo.TALKING_BOOKS:
            note_talking_books(person_id, shown=shown, now=now)
        elif what not in {ConsentTo.LOAN_HISTORY, ConsentTo.FAMILY}:
            agree(person_id, what, shown=shown, now=now)


def say_what_it_thinks(
    person_id: uuid.UUID, record_id: int, *, policy: Policy, now: datetime
) -> list[str]:
    """Rate and review under a user name; return what to look for. Nobody ever reads it."""
    if not policy.reviews.offered:
        return []
    mark = "".join(secrets.choice(string.ascii_lowercase) for _ in range(24))
    told = Told(stars=4, text=f"Nothing but {mark} sings here.", language="en", name=mark)
    tell(told, person_id=person_id, record_id=record_id, now=now, policy=policy)
    return [mark, str(Review.objects.values_list("pk", flat=True).get(patron=person_id))]


def list_what_it_wants(
    person_id: uuid.UUID, record_id: int, *, policy: Policy, now: datetime
) -> list[str]:
    """Put a title on a list with a note, share it and be interested; return what to look for."""
    if not policy.lists.offered:
        return []
    mark, owner = secrets.token_hex(12), Owner(person_id, now, policy)
    mine = put_on_new_list(record_id, name=mark, owner=owner)
    entry = Entry.objects.get(list=mine)
    note_entry(entry.pk, f"Sings of {mark}", owner=owner)
    if policy.lists.interests:
        register_interest(mark, owner=owner)
    return [mark, str(mine), str(entry.pk), share_list(mine, owner=owner)]


def ask_by_right(
    person_id: uuid.UUID, *, mark: str, policy: Policy, now: datetime
) -> tuple[tuple[str, ...], list[str]]:
    """Ask, have it answered, and fetch it; return what to look for, and what went wrong.

    What was fetched goes with the canary: a prepared extract that waits would hold it back.
    """
    asked = Asked(
        came_by=CameBy.LETTER,
        proof=Proof.ID_CARD,
        role=Role.DESK,
        words=f"please, {mark}",
        reply_to=f"{mark}@example.org",
    )
    request = ask(RequestKind.EXTRACT, person_id=person_id, policy=policy, now=now, asked=asked)
    language = policy.default_language
    word = prepare_extract(request.pk, policy=policy, now=now, language=language)
    (handle,) = PreparedExtract.objects.filter(request=request).values_list("token_hash", flat=True)
    packed = fetch(word, policy=policy, now=now)
    wrong = [] if packed else ["an extract could not be fetched by its link"]
    wrong += ["an extract opened twice"] if fetch(word, policy=policy, now=now) else []
    return (str(request.pk), word, handle), wrong
