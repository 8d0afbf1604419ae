"""Asks the library in threads, and each request only once."""

import asyncio
import logging
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
        self._nobody = Account(name="", branch="", language=settings.language)
        self._workers = Workers(settings.threads, leave=library.leave)
        self._replays = Replays()

    async def answer(self, connection: Connection, *, ask: Ask) -> bytes:
        """Return the answer's bytes; those of the first time if the request is a repetition.

        Work that has begun is finished and its answer kept even if the terminal goes away:
        it will come back and ask again.
        """
        account = connection.account
        if account is None or ask.sequence is None or isinstance(ask.request, _ALWAYS_NEW):
            return await self._work(connection, ask=ask)
        known = self._replays.answer_to(ask.digest, account=account.name)
        if known is None:
            known = asyncio.create_task(self._work(connection, ask=ask))
            self._keep(ask, account=account.name, answer=known)
        return connection.repeat(await asyncio.shield(known))

    def drop_waiting(self) -> None:
        """Give up what has not begun: its terminal hears nothing, and will ask again."""
        self._workers.drop_waiting()

    def close(self) -> None:
        """Let the threads finish what they do."""
        self._workers.close()

    def _keep(self, ask: Ask, *, account: str, answer: asyncio.Task[bytes]) -> None:
        self._replays.keep(ask.digest, account=account, request=ask.request, answer=answer)

        def forget() -> None:
            self._replays.forget(ask.digest, account=account, answer=answer)

        asyncio.get_running_loop().call_later(KEPT_SECONDS, forget)

    async def _work(self, connection: Connection, *, ask: Ask) -> bytes:
        """Return the answer to a new request, whatever happens."""
        account = connection.account or self._nobody
        language = answers.language_for(ask.request, account=account)
        visit = Visit(account=account, language=language, now=self._library.now())
        try:
            message = await self._message(connection, ask=ask, visit=visit)
            return connection.reply(ask, answer=message)
        except Exception as error:
            # A bug, but the terminal must not wait for an answer that never comes.
            _log_failure(error, machine=account.name)
            self._replays.forget(ask.digest, account=account.name)
            message = refused(ask.request, visit=visit, sentence=WENT_WRONG)
            return connection.reply(ask, answer=message)

    async def _message(self, connection: Connection, *, ask: Ask, visit: Visit) -> Message:
        request = ask.request
        if isinstance(request, sip2.Login):
            return await self._sign_in(connection, login=request)
        if isinstance(request, sip2.ScStatus):
            account, now = connection.account, visit.now
            return await self._workers.do(
                lambda: answers.status(self._library, account=account, now=now)
            )
        if not connection.admits(request):
            return refused(request, visit=visit, sentence=SIGN_IN_FIRST)
        return await self._workers.do(
            lambda: answers.answer(self._library, request=request, visit=visit)
        )

    async def _sign_in(self, connection: Connection, *, login: sip2.Login) -> Message:
        account = await self._workers.do(
            lambda: self._library.sign_in(
                login.user, password=login.password, location=login.location or ""
            )
        )
        connection.sign_in(account)
        logger.info(
            "sip2_signed_in" if account else "sip2_sign_in_refused",
            extra={"machine": account.name if account else ""},
        )
        return sip2.LoginAnswer(ok=account is not None)


def _log_failure(error: Exception, *, machine: str) -> None:
    """Log what broke and where. The error's own words may quote a card or a name: never those."""
    last = extract_tb(error.__traceback__)[-1]
    code = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
    logger.error("sip2_failed", extra={"machine": machine, "code": code})
