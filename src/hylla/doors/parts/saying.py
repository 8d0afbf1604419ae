"""The words of a refusal, whichever part of the library says no."""

from hylla.interlibrary.sentences import say as say_of_others
from hylla.library.refusals import Reason
from hylla.outreach.sentences import SENTENCES


def say(reason: Reason) -> str:
    """Return the reason as a sentence, in the language that is active."""
    own = SENTENCES.get(reason.code)
    return say_of_others(reason) if own is None else str(own)
