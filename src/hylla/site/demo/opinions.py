"""What some patrons of the demo think of what they have read, and what waits to be read of it."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from hylla.catalogue.models import Record
from hylla.library.refusals import Refused
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.reviews.actions import pass_review, refuse_review, report, tell
from hylla.reviews.models import Review
from hylla.reviews.rules import Told, Why

NOBODY = 0
"""The number of no member of staff."""
READ = (
    (5, "Jeg leste den ut på en kveld og begynte forfra neste morgen.", "nb", "Nattleser"),
    (4, "Ei bok som lyttar meir enn ho snakkar. Slutten kom brått.", "nn", "Måseunge"),
    (3, "Vackert språk, men jag tappade tråden på mitten. Värd att låna ändå.", "sv", "Bokmalen 7"),
    (5, "My reading circle talked of nothing else, and we have biscuits.", "en", "The Third Chair"),
    (4, "Les den høyt. Setningene er laget for det.", "nb", "Høytlesning"),
    (4, None, "", "Bare stjerner"),
)  # fmt: skip
"""Passed, of the first book."""
UNREAD = (4, "Nydelig! Jeg gråt på bussen, og sjåføren spurte hva jeg leste.", "nb", "Ferjefolk")
REPORTED = (5, "Kjøp den billig hos fetteren min på torget hver lørdag!", "nb", "Torgdag")
REFUSED = (1, "Naboen min nederst i gata er akkurat som ham i boka.", "nb", "Kikkerten")


def let_review(policy: Policy, people: Sequence[uuid.UUID], *, now: datetime) -> int:
    """Let patrons rate and review two books; return how many did."""
    if not policy.reviews.offered:
        return 0
    books = Record.objects.filter(kind="book", audience="adult", year__lt=1930).order_by("pk")
    first, second = books.values_list("pk", flat=True)[:2]
    words = [*((each, first) for each in READ), (REPORTED, first), (UNREAD, second)]
    words.append((REFUSED, second))
    done = 0
    for person_id in people:
        if done == len(words):
            break
        (stars, text, language, name), title = words[done]
        told = Told(stars, text, language, name)
        said_at = now - timedelta(days=len(words) - done)
        with suppress(Refused):
            tell(told, person_id=person_id, record_id=title, now=said_at, policy=policy)
            _judge(person_id, words[done][0], policy, said_at)
            done += 1
    return done


def _judge(
    person_id: uuid.UUID,
    said: tuple[int, str | None, str, str],
    policy: Policy,
    at: datetime,
) -> None:
    """Pass what is fit to be read, but leave one for whoever tries the demo."""
    row, on = Review.objects.filter(patron=person_id).first(), today(policy, at)
    if row is None or said is UNREAD:
        return
    if said is REFUSED:
        refuse_review(row.pk, why=Why.PERSON, staff_id=NOBODY, now=at, policy=policy)
        return
    pass_review(row.pk, staff_id=NOBODY, on=on)
    if said is REPORTED:
        report(row.pk, why=Why.ADVERTISING, on=on)
