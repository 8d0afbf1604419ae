"""Trials of rights: an extract that lacks nothing, an erasure that leaves nothing."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from django.apps import apps
from django.db.models import ForeignKey

from hylla.circulation.actions import place_hold
from hylla.circulation.models import Loan
from hylla.interlibrary.actions import wish
from hylla.interlibrary.rules import Wanted
from hylla.messages.actions import enqueue
from hylla.messages.models import Template
from hylla.outreach.actions import Terms, begin
from hylla.outreach.actions import wish as wish_for_round
from hylla.outreach.rules import Wanted as OnRound
from hylla.patrons.actions import Registered, Shown, block, keep_card
from hylla.patrons.models import Person
from hylla.patrons.models.cards import BlockReason
from hylla.privacy import erasure
from hylla.privacy.access import record
from hylla.privacy.extract import sections
from hylla.privacy.vocabulary import Kind, Role
from hylla.site.probes.behaviour.lists import list_something
from hylla.site.probes.behaviour.reviews import say_something
from hylla.site.probes.behaviour.told import rows_about
from hylla.site.probes.stage import Stage, trial

_LEAST_ROWS = 10
"""A name, a card, a loan, a hold, a block, a message and a look leave as many, in any library."""


@trial
def extract_complete(stage: Stage) -> Iterator[str]:
    """Someone who used everything gets every row that a key leads to them from."""
    bird = _who_used_everything(stage)
    told = {each.name: len(each.rows) for each in sections(bird.person_id, policy=stage.policy)}
    for label, rows in _rows_by_keys(bird.person_id):
        if told.get(label, 0) < rows:
            yield f"the extract lacks rows of {label}"
    if sum(told.values()) < _LEAST_ROWS:
        yield "the extract is nearly empty"


@trial
def erasure_at_once(stage: Stage) -> Iterator[str]:
    """Whom nothing holds is gone with the request, from every table that a key leads from."""
    bird = _who_used_everything(stage)
    Loan.objects.filter(patron=bird.person_id).delete()
    if not erasure.ask(bird.person_id, policy=stage.policy, now=stage.now):
        yield "an erasure that nothing held did not complete"
    yield from (f"{rows} rows of {label} are left" for label, rows in _rows_by_keys(bird.person_id))
    yield from (
        f"rows of {model._meta.label} still tell of them" for model, _ in rows_about(bird.person_id)
    )


@trial
def erasure_waits(stage: Stage) -> Iterator[str]:
    """With a loan it waits, says for what, lends no more, and completes with the return."""
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    if erasure.ask(bird.person_id, policy=stage.policy, now=stage.now):
        yield "someone with a loan was erased"
        return
    held = [each.name for each in erasure.blockers(bird.person_id, now=stage.now)]
    if held != ["circulation.Loan"]:
        yield "what an erasure waits for is not told"
    stage.give_back(lent)
    erasure.complete_all(policy=stage.policy, now=stage.now)
    if Person.objects.filter(pk=bird.person_id).exists():
        yield "an erasure did not complete when its reason was gone"


def _who_used_everything(stage: Stage) -> Registered:
    """Return somebody with a row in most tables."""
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    other = stage.lent(stage.patron().card_number)
    place_hold(
        person_id=bird.person_id,
        record_id=other.record_id,
        pickup_branch_id=stage.branch.pk,
        now=stage.now,
        policy=stage.policy,
    )
    if stage.policy.interlibrary.takes_wishes:
        wish(
            Wanted(f"Trial {uuid4().hex}"),
            person_id=bird.person_id,
            pickup_branch_id=stage.branch.pk,
            now=stage.now,
            policy=stage.policy,
        )
    if stage.policy.reviews.offered:
        say_something(stage, bird.person_id, lent.record_id)
    if stage.policy.lists.offered:
        list_something(stage, bird.person_id)
    assert lent.record_id != other.record_id, "each copy has its own title"  # noqa: S101 - a trial
    block(bird.person_id, BlockReason.CONDUCT, on=stage.day)
    keep_card(bird.person_id, now=stage.now)
    enqueue(Template.DUE_SOON, person_id=bird.person_id, now=stage.now, day=stage.day, number=1)
    record(
        bird.person_id,
        at=stage.now,
        role=Role.DESK,
        unit=stage.branch.code,
        task="card",
        kinds=[Kind.NAME],
    )
    if stage.policy.features.outreach:
        shown = Shown(stage.policy, stage.policy.default_language)
        agreement = begin(bird.person_id, Terms(None), shown=shown, now=stage.now)
        wish_for_round(agreement, wanted=OnRound.AUTHOR, words="trial")
    return bird


def _rows_by_keys(person_id: UUID) -> Iterator[tuple[str, int]]:
    """Count by every foreign key to a person there is, whatever is declared of its table."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is Person:
                rows = model._default_manager.filter(**{field.attname: person_id}).count()
                if rows:
                    yield model._meta.label, rows


PROBES = (extract_complete, erasure_at_once, erasure_waits)
