"""How a sentence of the notice stands: as the worst of everything that it rests on."""

from dataclasses import dataclass
from datetime import timedelta

from hylla.privacy.notice import Sentence
from hylla.privacy.verify.looks import Look, Why
from hylla.privacy.vocabulary import Role, State

WORST_FIRST = (State.CONTRADICTED, State.LATE, State.UNCHECKED, State.KEPT)


@dataclass(frozen=True)
class Standing:
    """How a sentence stands: as the worst of what it rests on."""

    sentence: Sentence
    looks: tuple[Look, ...]

    @property
    def state(self) -> State:
        """A sentence that rests on nothing is unchecked: it is never kept by itself."""
        found = {each.state for each in self.looks}
        return next((each for each in WORST_FIRST if each in found), State.UNCHECKED)

    @property
    def rows(self) -> int:
        """What was looked at or, where something is wrong, how much is."""
        if self.state in {State.LATE, State.CONTRADICTED}:
            return sum(each.wrong for each in self.looks if each.state is self.state)
        return sum(each.looked_at for each in self.looks) if self.state is State.KEPT else 0

    @property
    def late_by(self) -> timedelta | None:
        """How long the oldest row is past its date, where the sentence is late."""
        found = [each.late_by for each in self.looks if each.late_by is not None]
        return max(found) if found and self.state is State.LATE else None

    @property
    def owner(self) -> Role | None:
        """Whose task it is to mend it."""
        if self.state is State.KEPT:
            return None
        if any(each.why is Why.NOT_CONFIRMED for each in self.looks):
            return self.sentence.attested_by
        return Role.PRIVACY_OFFICER if self.state is State.CONTRADICTED else Role.ADMINISTRATOR

    @property
    def detail(self) -> str:
        """What is wrong, in the words of those who looked."""
        told = (each.detail for each in self.looks if each.state is self.state)
        return "; ".join(each for each in told if each)
