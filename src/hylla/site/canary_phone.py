"""The canary's phone: it keeps the card and gets messages, until the canary is erased."""

import secrets
import uuid
from datetime import datetime

from hylla.clients.push import Signer, Subscription
from hylla.clients.push.subscription import decoded
from hylla.messages.actions import turn_on
from hylla.messages.models import PushSubscription
from hylla.patrons.actions import keep_card
from hylla.patrons.models import KeptCard
from hylla.privacy.policy import Policy


def use_phone(person_id: uuid.UUID, *, mark: str, policy: Policy, now: datetime) -> tuple[str, ...]:
    """Keep the card and turn messages on where the library offers it; return what to look for.

    Nothing is ever sent there: the canary is erased before anything is due.
    """
    token = keep_card(person_id, now=now)
    if policy.features.push:
        host = policy.push_services[0].host.replace("*", "canary")
        keys = Signer.of(secrets.token_bytes(32), contact=policy.notice.contact)
        theirs = Subscription(
            f"https://{host}/{mark}", decoded(keys.public_key), secrets.token_bytes(16)
        )
        turn_on(person_id, told=theirs.text().encode(), policy=policy, now=now)
    handles = PushSubscription.objects.filter(person_id=person_id).values_list("fingerprint")
    hashes = KeptCard.objects.filter(person_id=person_id).values_list("token_hash")
    return token, *(handle for (handle,) in (*handles, *hashes))
