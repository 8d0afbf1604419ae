"""Transactions begin and end as Django promises, on the backends that do it their own way."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from hylla.circulation.queries.driver import TRANSACTION
from hylla.library.models import Branch, ClosedDay, Controller

pytestmark = pytest.mark.django_db(transaction=True)


Block = Callable[[], AbstractContextManager[None]]


@pytest.fixture(params=[transaction.atomic, lambda: TRANSACTION])
def block(request: pytest.FixtureRequest) -> Block:
    """Django's own way, and that of the hot path."""
    way: Block = request.param
    return way


class Stop(Exception):
    """Something goes wrong."""


def add(name: str) -> Controller:
    return Controller.objects.create(name=name, email="post@example.org")


def fail(block: Block, after: Callable[[], object]) -> None:
    with block():
        after()
        raise Stop


def add_without_controller(block: Block) -> None:
    with block():
        add("one")
        Branch.objects.create(controller_id=999_999, code="x", name="X")


def names() -> set[str]:
    connection.close()
    return set(Controller.objects.values_list("name", flat=True))


def test_what_is_committed_stays(block: Block) -> None:
    with block():
        add("one")
        assert not connection.get_autocommit()
    assert connection.get_autocommit()
    assert names() == {"one"}


def test_what_fails_leaves_nothing(block: Block) -> None:
    with pytest.raises(Stop):
        fail(block, lambda: add("one"))
    assert connection.get_autocommit()
    assert names() == set()


def test_an_inner_failure_leaves_the_outer(block: Block) -> None:
    with block():
        add("one")
        with pytest.raises(Stop):
            fail(block, lambda: add("two"))
        add("three")
    assert names() == {"one", "three"}


def test_after_an_error_of_the_database_the_next_transaction_works(block: Block) -> None:
    with pytest.raises(DatabaseError), block(), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    with block():
        add("one")
    assert names() == {"one"}


def test_a_constraint_looked_at_last_undoes_everything(block: Block) -> None:
    """Foreign keys are looked at when the transaction ends."""
    with pytest.raises(IntegrityError):
        add_without_controller(block)
    assert connection.get_autocommit()
    assert names() == set()


def test_what_waits_for_the_commit_is_done_once_and_only_then(block: Block) -> None:
    done: list[str] = []

    def tell(what: str) -> Callable[[], None]:
        return lambda: done.append(what)

    with block():
        transaction.on_commit(tell("yes"))
        assert done == []
    with pytest.raises(Stop):
        fail(block, lambda: transaction.on_commit(tell("no")))
    assert done == ["yes"]


@pytest.mark.parametrize("inside", [True, False])
def test_many_rows_are_read_in_pieces(block: Block, inside: bool) -> None:
    controller = add("one")
    branches = [Branch(controller=controller, code=str(each), name="X") for each in range(50)]
    Branch.objects.bulk_create(branches)

    def read() -> int:
        return sum(1 for _ in Branch.objects.iterator(chunk_size=7))

    if inside:
        with block():
            assert read() == 50
            ClosedDay.objects.all().delete()
    else:
        assert read() == 50
