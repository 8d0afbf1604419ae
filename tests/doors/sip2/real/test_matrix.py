"""Every message a machine can send of somebody, against the matrix: as every page is looked at."""

from collections.abc import Iterator

from django.utils import timezone

from hylla.catalogue.models import Item
from hylla.formats import sip2
from hylla.privacy.matrix import Field, Right, When, shown
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role
from tests.doors.sight.looking import marks_in
from tests.doors.sight.planting import Planted, plant
from tests.doors.sip2.fake_library import NOW
from tests.doors.sip2.real.conftest import SignIn
from tests.doors.sip2.terminal import check_in, check_out, item, patron
from tests.doors.town import PIN, Town


def every_message(planted: Planted, barcodes: list[str]) -> Iterator[sip2.Message]:
    """Yield what can be asked of a card, with its PIN and without, and of what it has."""
    card = planted.patron.card
    for pin in (PIN, None):
        for at in range(10):
            summary = "".join("Y" if at == each else " " for each in range(10))
            yield patron(pin=pin, summary=summary, patron=card)
        yield sip2.PatronStatus(language="012", sent_at=NOW, patron=card, patron_password=pin or "")
        yield sip2.EndSession(sent_at=NOW, patron=card, patron_password=pin)
    for barcode in barcodes:
        yield item(barcode)
        yield check_out(barcode, patron=card, patron_password=PIN)
        yield check_in(barcode)


def test_a_machine_is_told_no_more_than_the_matrix_gives(machine: SignIn, town: Town) -> None:
    """Whatever fields its account names: what is shown of somebody is lawful, and is logged."""
    planted = plant(town, age=40)
    barcodes = list(Item.objects.values_list("barcode", flat=True))
    typed = {"card": planted.patron.card, "pin": PIN, "items": " ".join(barcodes)}
    seen: set[Field] = set()
    titles = 0
    for name in ("hall", "sorter"):
        terminal = machine(name)
        for message in every_message(planted, barcodes):
            before = timezone.now()
            told = terminal.exchange(terminal.frame(message)).decode()
            found = marks_in(told, planted, typed)
            seen |= {each.field for each in found}
            titles += "Markloan" in told
            unlawful = {
                each.column
                for each in found
                if shown(Role.MACHINE, each.field, When.SESSION) is not Right.READ
                if each.column != "patrons.Identity.given_name"
            }
            assert not unlawful, (name, type(message).__name__, unlawful)
            rows = AccessEntry.objects.filter(person_id=planted.patron.id, at__gte=before)
            logged = {kind for row in rows for kind in row.kinds.split()}
            assert {each.kind.value for each in found} <= logged, (name, told)
    assert Field.NAME in seen, "control: a first name greets"
    assert titles, "control: whoever gives the PIN is told of their loans"
