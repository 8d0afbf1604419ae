"""What is wrong, or doubtful, in a policy or in a notice: all of it at once."""

from dataclasses import dataclass

from typing_extensions import override


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right: where it stands, what was found, and what is allowed."""

    file: str
    key: str
    found: str
    allowed: str
    citation: str = ""
    """The law or decision that sets the limit, where there is one."""

    @override
    def __str__(self) -> str:
        """Say it on one line."""
        source = f" ({self.citation})" if self.citation else ""
        return f"{self.file}: {self.key}: found {self.found}; allowed: {self.allowed}{source}"


class PolicyErrors(Exception):
    """A policy that cannot be used, with every reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
