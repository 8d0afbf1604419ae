"""Checkouts and returns a second: the product beside the same statements sent without it."""

import random
from collections.abc import Mapping
from functools import partial
from typing import Protocol

from hylla.circulation.actions import check_out, return_item
from hylla.library.queries import policy_in_force
from hylla.site.bench.checkout.bare_postgresql import OneCall, Psycopg
from hylla.site.bench.checkout.bare_sqlite import Sqlite
from hylla.site.bench.figures import Figure, Times, in_rounds
from hylla.site.bench.library import NOW, BenchLibrary, Size, fill

ROUNDS = 15
WARM_UP = 2
ACTS = 200


class Lender(Protocol):
    """Something that lends and takes back."""

    def check_out(self, card: str, barcode: str) -> object:
        """Lend."""

    def return_item(self, barcode: str) -> object:
        """Take back."""


class Product:
    """Hylla's own actions."""

    def __init__(self, library: BenchLibrary) -> None:
        self._branch_id = library.branch_id
        self._policy = policy_in_force()

    def check_out(self, card: str, barcode: str) -> object:
        """Lend."""
        return check_out(
            card=card, barcode=barcode, branch_id=self._branch_id, now=NOW, policy=self._policy
        )

    def return_item(self, barcode: str) -> object:
        """Take back."""
        return return_item(barcode=barcode, branch_id=self._branch_id, now=NOW, policy=self._policy)


class Run:
    """One contender's turns: a round of checkouts, and the returns of the same items."""

    def __init__(self, lender: Lender, library: BenchLibrary) -> None:
        self._lender = lender
        self._library = library
        self._round = 0
        self.out, self.back = Times(), Times()

    def __call__(self) -> None:
        """Take one turn; the first ones only warm up."""
        pairs = list(
            zip(
                random.sample(self._library.cards, ACTS),
                random.sample(self._library.barcodes, ACTS),
                strict=True,
            )
        )
        is_warm = self._round >= WARM_UP
        self._round += 1
        lend, take_back = self._lender.check_out, self._lender.return_item
        out, back = (self.out, self.back) if is_warm else (Times(), Times())
        out.measure([partial(lend, *pair) for pair in pairs])
        back.measure([partial(take_back, barcode) for _, barcode in pairs])


def measure(database: str) -> list[Figure]:
    """Measure checkouts and returns on the database of this process."""
    library = fill(Size())
    lenders: Mapping[str, Lender]
    if database == "sqlite":
        lenders = {"product": Product(library), "": Sqlite(library)}
    else:
        lenders = {
            "product": Product(library),
            "": Psycopg(library),
            "_one_call": OneCall(library),
        }
    runs = {name: Run(lender, library) for name, lender in lenders.items()}
    in_rounds(runs, rounds=ROUNDS, warm_up=WARM_UP)
    return [
        figure for name in lenders if name != "product" for figure in _figures(runs, name, database)
    ]


def _figures(runs: Mapping[str, Run], limit: str, database: str) -> list[Figure]:
    product = runs["product"]
    return [
        product.out.figure(f"checkout{limit}", database=database, limit=runs[limit].out),
        product.back.figure(f"return{limit}", database=database, limit=runs[limit].back),
    ]
