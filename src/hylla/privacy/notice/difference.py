"""What a change of policy changes in the words of the notice."""

from dataclasses import dataclass

from typing_extensions import override

from hylla.privacy.notice.loading import sentences_for, text_of
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language


@dataclass(frozen=True)
class Rewording:
    """One sentence that comes, goes or reads differently; None where it is not in the notice."""

    id: str
    old: str | None
    new: str | None

    @override
    def __str__(self) -> str:
        """Show the sentence before and after, as in a patch."""
        lines = [f"- {self.old}"] if self.old else []
        lines += [f"+ {self.new}"] if self.new else []
        return "\n".join([f"{self.id}:", *lines])


def rewordings(old: Policy, new: Policy, language: Language) -> tuple[Rewording, ...]:
    """Return the sentences that differ, in the order of the notice."""
    before = {one.id: text_of(one, old, language) for one in sentences_for(old)}
    after = {one.id: text_of(one, new, language) for one in sentences_for(new)}
    order = [*after, *(key for key in before if key not in after)]
    return tuple(
        Rewording(key, before.get(key), after.get(key))
        for key in order
        if before.get(key) != after.get(key)
    )


def notice_difference(old: Policy, new: Policy, language: Language) -> str:
    """Show the sentences that differ, as in a patch; empty where the words are the same."""
    return "\n".join(str(rewording) for rewording in rewordings(old, new, language))
