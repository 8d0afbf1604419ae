"""Remembers the last answers, so that a repeated request is answered and not acted upon again.

Of a request only a keyed hash is kept, and of everything nothing for longer than a minute.
"""

from asyncio import Future
from collections import OrderedDict
from dataclasses import dataclass

from hylla.formats import sip2
from hylla.formats.sip2 import Message

KEPT_SECONDS = 60
KEPT_ANSWERS = 10
"""Per account: as many as there are sequence numbers."""

_ACTIONS = (sip2.Checkout, sip2.Checkin, sip2.Renew)


@dataclass(frozen=True)
class _Kept:
    answer: "Future[bytes]"
    item: str | None
    is_action: bool


class Replays:
    """The answers of the last minute, those still being worked on included.

    A terminal sends the next request only after the answer to the last. So an answer is
    forgotten as soon as a later action of the same account could have changed it: then the
    same bytes are a new request.
    """

    def __init__(self) -> None:
        self._kept: dict[str, OrderedDict[bytes, _Kept]] = {}

    def answer_to(self, digest: bytes, *, account: str) -> "Future[bytes] | None":
        """Return the answer to the same request, done or under way; None if it is new."""
        of_account = self._kept.get(account)
        kept = of_account.get(digest) if of_account else None
        return kept.answer if kept else None

    def keep(
        self, digest: bytes, *, account: str, request: Message, answer: "Future[bytes]"
    ) -> None:
        """Remember a new request's answer, and forget those that it makes stale."""
        kept = self._kept.setdefault(account, OrderedDict())
        item = getattr(request, "item", None)
        is_action = isinstance(request, _ACTIONS)
        if is_action or isinstance(request, sip2.EndSession):
            stale = [mark for mark, one in kept.items() if not one.is_action or one.item == item]
            for mark in stale:
                del kept[mark]
        kept[digest] = _Kept(answer, item=item, is_action=is_action)
        while len(kept) > KEPT_ANSWERS:
            kept.popitem(last=False)

    def forget(self, digest: bytes, *, account: str, answer: "Future[bytes] | None" = None) -> None:
        """Drop an answer; if one is named, only that and not a newer one in its place."""
        kept = self._kept.get(account, OrderedDict())
        if digest in kept and answer in (None, kept[digest].answer):
            del kept[digest]
        if not kept:
            self._kept.pop(account, None)
