"""What a library decides about getting what it has not, as values."""

from dataclasses import dataclass
from typing import Annotated

from hylla.privacy.policy.invoices import Ore
from hylla.privacy.policy.shape import Range

Age = Annotated[int, Range(0, 120)]


@dataclass(frozen=True)
class Interlibrary:
    """What is had that the library has not: lent by another, or bought; and who may ask for it."""

    offered: bool = False
    """Whether things are had from other libraries and lent to them."""
    buys: bool = False
    """Whether patrons may suggest what the library buys."""
    max_open: Annotated[int, Range(1, 50)] = 5
    """So many requests of one patron's at a time."""
    min_age: Age = 0
    """From this age somebody may ask; 0: everyone."""
    fee_ore: Ore = 0
    """What it costs when something has come; 0: nothing."""
    not_for: tuple[str, ...] = ()
    """The categories of patrons that may not ask, by their codes."""

    @property
    def takes_wishes(self) -> bool:
        """Whether patrons may ask for anything that is not here."""
        return self.offered or self.buys
