"""The machine driven by a row of numbers: the same steps on every kind of database."""

import random
from collections.abc import Callable

from hylla.fees.rules import AT_DESK
from hylla.privacy.rights.terms import RequestKind
from tests.circulation.machine.lending import PRICE
from tests.circulation.machine.library import BORN, COPIES
from tests.circulation.machine.looking import Machine

Draw = Callable[[random.Random], tuple[object, ...]]


def _who(chance: random.Random) -> int:
    return chance.randrange(len(BORN))


def _what(chance: random.Random) -> int:
    return chance.randrange(len(COPIES))


def _where(chance: random.Random) -> str:
    return chance.choice(["main", "other"])


def _which(chance: random.Random) -> int:
    return chance.randrange(6)


def _yes(chance: random.Random) -> bool:
    return chance.random() < 0.5  # noqa: PLR2004 - heads or tails


MOVES: dict[str, tuple[int, Draw]] = {
    "lend": (24, lambda c: (_who(c), _what(c), _where(c), _yes(c))),
    "take_back": (12, lambda c: (_what(c), _where(c))),
    "take_back_at_desk": (8, lambda c: (_what(c), _where(c))),
    "return_by_mistake": (10, lambda c: (_what(c), _where(c), c.choice([0, 4, 9, 11, 19]))),
    "undo_a_return": (9, lambda c: (_what(c), c.random() < 0.1)),  # noqa: PLR2004 - seldom
    "work_without_network": (24, lambda c: (_who(c), _what(c), _where(c), _yes(c))),
    "send": (10, lambda c: (c.randrange(100), _yes(c))),
    "find_damage": (6, lambda c: (_what(c), _yes(c))),
    "wait_a_little": (9, lambda c: (c.choice([4, 6, 11, 11]),)),
    "renew": (8, lambda c: (_what(c), _who(c), _yes(c))),
    "renew_everything": (2, lambda c: (_who(c),)),
    "lose": (5, lambda c: (_what(c), c.choice([0, PRICE, PRICE]))),
    "place": (14, lambda c: (_who(c), c.randrange(4), _where(c))),
    "seek": (6, lambda c: (_who(c), c.choice([0, 1, 3]), _where(c), _yes(c), _yes(c))),
    "await_copy": (4, lambda c: (_who(c), _what(c), _where(c))),
    "recall": (6, lambda c: (_what(c),)),
    "promise_elsewhere": (5, lambda c: (_what(c),)),
    "send_elsewhere": (2, lambda c: (_which(c), c.choice([-1, 28]))),
    "come_from_elsewhere": (4, lambda c: (_which(c), _where(c))),
    "cancel": (3, lambda c: (_which(c),)),
    "restore": (2, lambda c: ()),
    "move": (3, lambda c: (_which(c), _where(c))),
    "suspend": (4, lambda c: (_which(c), c.randint(-2, 5), c.choice([-1, 0, 3, 40, 400]))),
    "resume": (2, lambda c: (_which(c),)),
    "settle": (8, lambda c: (_which(c), c.choice(AT_DESK), _yes(c))),
    "begin_to_pay": (6, lambda c: (_who(c), _yes(c))),
    "hear_of_a_payment": (5, lambda c: (_which(c), _yes(c), c.randint(1, 3))),
    "give_back": (3, lambda c: (_which(c), c.randint(1, 3), _where(c))),
    "end_an_invoice": (4, lambda c: (_which(c), _yes(c))),
    "ask_about_block": (5, lambda c: (_who(c),)),
    "review": (5, lambda c: (_who(c), _yes(c), c.choice([-1, 0, 20, 20, 400]), _yes(c))),
    "warn": (7, lambda c: (_which(c),)),
    "send_warnings": (5, lambda c: ()),
    "hand_over": (6, lambda c: (_which(c),)),
    "chase": (6, lambda c: (_which(c), _yes(c))),
    "hear_from_collector": (1, lambda c: ()),
    "remember_from_now": (4, lambda c: (_who(c),)),
    "forget": (2, lambda c: (_who(c),)),
    "leave": (2, lambda c: (_who(c), c.choice([RequestKind.ERASURE, RequestKind.TERMINATION]))),
    "stay_after_all": (2, lambda c: (_who(c),)),
    "be_entered_twice": (
        4,
        lambda c: (_who(c), _what(c), c.randrange(4), _where(c), _yes(c), _yes(c)),
    ),
    "have_a_birthday": (1, lambda c: (_who(c), c.choice([13, 15, 18]))),
    "wait": (6, lambda c: (c.randint(1, 80),)),
    "wait_long": (5, lambda c: (c.choice([8, 8, 31, 31, 120, 400]),)),
    "set_the_clock_back": (1, lambda c: ()),
    "night": (8, lambda c: ()),
    "close_a_day": (1, lambda c: (c.randint(0, 40), c.choice(["main", "other", "all"]))),
    "close_or_open_the_other": (1, lambda c: ()),
}
LAST = 20
INVARIANTS = (
    "one_open_loan_an_item",
    "copies_are_where_the_books_say",
    "queues_have_neither_gaps_nor_doubles",
    "what_is_owed_is_what_the_books_say",
    "the_ledger_only_grows_and_its_sum_is_zero",
    "invoices_stop_whom_they_may",
    "invoice_numbers_have_no_gaps",
    "the_collector_is_told_what_is_paid",
    "nothing_past_its_date_is_read",
    "the_probes_find_nothing",
)


def drive(library: str, *, seed: int, steps: int) -> list[str]:
    """Return all that a library has answered; whatever was wrong on the way falls."""
    machine, chance = Machine(), random.Random(seed)  # noqa: S311 - nothing of it is secret
    names, weights = list(MOVES), [weight for weight, _ in MOVES.values()]
    machine.begin(library)
    try:
        for name in chance.choices(names, weights, k=steps):
            getattr(machine, name)(*MOVES[name][1](chance))
            for holds in INVARIANTS:
                getattr(machine, holds)()
    except BaseException as error:
        error.add_note("\n".join(machine.said[-LAST:]))
        machine.undo()
        raise
    machine.teardown()
    return machine.said
