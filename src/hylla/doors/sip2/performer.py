"""Asks the library, and each request only once."""

import asyncio
import logging
from asyncio import Future
from collections.abc import Callable
from functools import partial
from pathlib import Path
from traceback import extract_tb

from hylla.doors.sip2 import answers
from hylla.doors.sip2.accounts import Account, Visit
from hylla.doors.sip2.connection import Ask, Connection
from hylla.doors.sip2.contract import Library
from hylla.doors.sip2.refusals import SIGN_IN_FIRST, WENT_WRONG, refused
from hylla.doors.sip2.replays import KEPT_SECONDS, Replays
from hylla.doors.sip2.settings import Settings
from hylla.doors.sip2.workers import Workers
from hylla.formats import sip2
from hylla.formats.sip2 import Message

logger = logging.getLogger(__name__)

# These hold no date, so that their bytes come again in earnest.
_ALWAYS_NEW = (sip2.Login, sip2.ScStatus)


class Performer:
    """What the conversations of one server share: the library, its threads, its last answers."""

    def __init__(self, library: Library, *, settings: Settings) -> None:
        self._library = library
        self._at_once = settings.at_once
        self._nobody = Account(name="", branch="", language=settings.language)
        self._workers = Workers(settings.threads, leave=library.leave)
        self._replays = Replays()

    def answer(self, connection: Connection, *, ask: Ask) -> "Future[bytes]":
        """Return the answer's bytes to come; those of the first time if it is a repetition.

        Work that has begun is finished and its answer kept even if the terminal goes away:
        it will come back and ask again.
        """
        account = connection.account
        if account is None or ask.sequence is None or isinstance(ask.request, _ALWAYS_NEW):
            return self._begin(connection, ask)
        known = self._replays.answer_to(ask.digest, account=account.name)
        if known is None:
            known = self._begin(connection, ask)
            self._keep(ask, account=account.name, answer=known)
        elif known.done():
            _note_repetition(connection, known)
        else:
            known.add_done_callback(partial(_note_repetition, connection))
        return known

    async def at_work(self, names: frozenset[str]) -> frozenset[str]:
        """Return those of these accounts that have not been retired."""
        return await self._workers.do(lambda: self._library.at_work(names))

    def drop_waiting(self) -> None:
        """Give up what has not begun: its terminal hears nothing, and will ask again."""
        self._workers.drop_waiting()

    def close(self) -> None:
        """Let the threads finish what they do."""
        self._workers.close()

    def leave(self) -> None:
        """Leave the library with the calling thread, which answered at once."""
        if self._at_once:
            self._library.leave()

    def _keep(self, ask: Ask, *, account: str, answer: "Future[bytes]") -> None:
        self._replays.keep(ask.digest, account=account, request=ask.request, answer=answer)
        forget = partial(self._replays.forget, ask.digest, account=account, answer=answer)
        asyncio.get_running_loop().call_later(KEPT_SECONDS, forget)

    def _begin(self, connection: Connection, ask: Ask) -> "Future[bytes]":
        """Answer a new request from the question to the bytes, in a thread unless it is quick."""
        loop = asyncio.get_running_loop()
        if self._at_once and answers.is_quick(ask.request):
            answer = loop.create_future()
            answer.set_result(self._work(connection, ask, loop.call_soon))
            return answer
        return self._workers.do(partial(self._work, connection, ask, loop.call_soon_threadsafe))

    def _work(self, connection: Connection, ask: Ask, soon: Callable[..., object]) -> bytes:
        """Return the answer to a new request, whatever happens."""
        account = connection.account or self._nobody
        language = answers.language_for(ask.request, account=account)
        visit = Visit(account=account, language=language, now=self._library.now())
        try:
            return connection.reply(ask, answer=self._message(connection, ask=ask, visit=visit))
        except Exception as error:
            # A bug, but the terminal must not wait for an answer that never comes.
            _log_failure(error, machine=account.name)
            soon(partial(self._replays.forget, ask.digest, account=account.name))
            message = refused(ask.request, visit=visit, sentence=WENT_WRONG)
            return connection.reply(ask, answer=message)

    def _message(self, connection: Connection, *, ask: Ask, visit: Visit) -> Message:
        request = ask.request
        if isinstance(request, sip2.Login):
            return self._sign_in(connection, login=request)
        if isinstance(request, sip2.ScStatus):
            return answers.status(self._library, account=connection.account, now=visit.now)
        if not connection.admits(request):
            return refused(request, visit=visit, sentence=SIGN_IN_FIRST)
        return answers.answer(self._library, request=request, visit=visit)

    def _sign_in(self, connection: Connection, *, login: sip2.Login) -> Message:
        account = self._library.sign_in(
            login.user, password=login.password, location=login.location or ""
        )
        connection.sign_in(account)
        logger.info(
            "sip2_signed_in" if account else "sip2_sign_in_refused",
            extra={"machine": account.name if account else ""},
        )
        return sip2.LoginAnswer(ok=account is not None)


def _note_repetition(connection: Connection, answer: "Future[bytes]") -> None:
    if not answer.cancelled():
        connection.repeat(answer.result())


def _log_failure(error: Exception, *, machine: str) -> None:
    """Log what broke and where. The error's own words may quote a card or a name: never those."""
    last = extract_tb(error.__traceback__)[-1]
    code = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
    logger.error("sip2_failed", extra={"machine": machine, "code": code})
