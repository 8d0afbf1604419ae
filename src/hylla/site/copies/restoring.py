"""Restore a backup in quarantine: nobody comes back, nothing is sent, and only then it opens."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Max

from hylla.catalogue.index.folder import Folder
from hylla.library.actions import bump_rules_version
from hylla.library.models import RuleVersion
from hylla.library.queries import policy_in_force
from hylla.privacy import ledger, quarantine
from hylla.privacy.policy import Policy
from hylla.privacy.quarantine import Quarantine, Step
from hylla.privacy.storage import prepare, sweep
from hylla.privacy.verify import is_green, verify
from hylla.privacy.vocabulary import State
from hylla.site.copies import databases
from hylla.site.copies.examining import Examined
from hylla.site.copies.manifest import DATABASE, Unfit
from hylla.site.copies.settling import settle
from hylla.site.probes import PROBES

Tell = Callable[[str], None]
Progress = Callable[[int, int], None]


class StillClosedError(Exception):
    """The backup's database stands, and something is not as it must be before it opens."""


def restore(examined: Examined, *, now: datetime, tell: Tell, progress: Progress) -> None:
    """Put a backup in the place of the database, settle what has gone since, and open.

    :raises Unfit: it could not be put in place; the database is as it was, and open if it was.
    :raises StillClosedError: it is in place, and stays closed until `resume` ends well.
    """
    was = quarantine.quarantine()
    state = Quarantine(
        examined.folder.name, examined.manifest.taken_at, now, rules=_rules_version(fresh=True)
    )
    quarantine.close(state if was is None else replace(state, step=was.step))
    tell("closed: nobody can log in, borrow or be written to until this has ended well")
    try:
        with quarantine.nobody_at_work():
            tell("putting the database in place")
            databases.put_back(examined.folder / DATABASE, progress=progress)
            quarantine.close(replace(state, step=Step.SETTLING))
    except BaseException:
        if was is None and _is_as_it_was(state):
            quarantine.reopen()
        raise
    ledger.ledger().complete(examined.erasures)
    resume(now=now, tell=tell)


def resume(*, now: datetime, tell: Tell) -> None:
    """Go on where a restore stopped: remove what has gone since, look at everything, and open.

    :raises Unfit: there is nothing to go on with.
    :raises StillClosedError: something is not as it must be.
    """
    state = quarantine.quarantine()
    if state is None or _is_as_it_was(state):
        raise Unfit("No restore has come so far that it could go on. Begin: ./hylla restore DIR")
    try:
        call_command("migrate", verbosity=0, interactive=False)
        prepare()
        policy = policy_in_force()
        _read_rules_again(state.rules)
        settle(taken_at=state.taken_at, policy=policy, now=now, tell=tell)
        # It was made from another database, whose changes had the same numbers.
        Folder(Path(settings.HYLLA_SEARCH)).ask_for_rebuild()
        tell("rewriting the files")
        swept = sweep()
        if not swept.clean:
            raise StillClosedError(f"The files could not be rewritten: {swept.detail}.")
        _verify(policy, now, tell)
    except Exception as error:
        problem = str(error) if isinstance(error, StillClosedError) else type(error).__name__
        quarantine.note_problem(problem)
        if isinstance(error, StillClosedError):
            raise
        raise StillClosedError(f"{problem}; see the log.") from error
    quarantine.reopen()
    tell("open")


def give_up() -> None:
    """Open again after a restore that was broken off before anything was changed.

    :raises Unfit: the backup's database stands already, and may not be opened like that.
    """
    state = quarantine.quarantine()
    if state is None:
        raise Unfit("The library is open.")
    if not _is_as_it_was(state):
        raise Unfit("The backup's database stands already. Go on with ./hylla restore --resume")
    quarantine.reopen()


def restore_keys(folder: Path) -> int:
    """Put keys from their backup where they are missing; return how many.

    :raises Unfit: another key stands in the place of one, and would be lost.
    """
    if not folder.is_dir() or not (folder / "ledger").exists():
        raise Unfit(f"{folder} is no backup of keys.")
    target = Path(settings.HYLLA_KEYS)
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = [file for file in sorted(folder.iterdir()) if file.is_file()]
    # Every start makes one for cookies, whose loss logs people out and nothing more.
    others = [
        file.name
        for file in files
        if file.name != "cookies"
        and (target / file.name).exists()
        and (target / file.name).read_bytes() != file.read_bytes()
    ]
    if others:
        text = f"{target} has other keys already: {', '.join(others)}. Move them away if nothing"
        raise Unfit(f"{text} is sealed with them, then try again.")
    for file in files:
        shutil.copy2(file, target / file.name)
    return len(files)


def _is_as_it_was(state: Quarantine) -> bool:
    """Say whether the old database still stands: by the number that it alone was given."""
    return state.step is Step.COPYING and _rules_version() == state.rules


def _rules_version(*, fresh: bool = False) -> int:
    """Return the number of the rules, 0 where there are no tables; `fresh`: a new one first."""
    if RuleVersion._meta.db_table not in connection.introspection.table_names():
        return 0
    if fresh:
        bump_rules_version()
    return RuleVersion.objects.aggregate(most=Max("number"))["most"] or 0


def _read_rules_again(before: int) -> None:
    """Give the rules a number that no process has seen, lest it keep those of the old database."""
    number = max(before, _rules_version()) + 1
    RuleVersion.objects.update_or_create(pk=1, defaults={"number": number})


def _verify(policy: Policy, now: datetime, tell: Tell) -> None:
    tell("checking every sentence of the notice")
    with quarantine.inside():
        standings = verify(policy, now=now, probes=PROBES)
    if not is_green(standings):
        red = [each for each in standings if each.state in {State.LATE, State.CONTRADICTED}]
        told = "; ".join(f"{each.sentence.id}: {each.detail}" for each in red)
        raise StillClosedError(f"The notice is not kept: {told}.")
