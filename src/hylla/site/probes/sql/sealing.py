"""What is stored of secrets: hashes and seals, and nothing that can be read."""

import re
from datetime import datetime

from hylla.library.models import RecoveryCode, SecondFactor, Staff, StaffCard
from hylla.patrons.models import Card, Credential, NationalId
from hylla.privacy.policy import Policy
from hylla.privacy.verify import Finding

ARGON2 = (
    r"^argon2\$argon2id?\$v=[0-9]+\$m=[0-9]+,t=[0-9]+,p=[0-9]+"
    r"\$[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+$"
)
HASHES = (
    (Credential, "pin_hash"),
    (Credential, "password_hash"),
    (Staff, "password_hash"),
    (StaffCard, "pin_hash"),
)


def pin_hashed(policy: Policy, now: datetime) -> Finding:
    """Every PIN and password is an Argon2 hash; apps' secrets are sealed, codes on paper hashed."""
    looked_at = wrong = 0
    for model, column in HASHES:
        rows = model._default_manager.exclude(**{column: ""})
        looked_at += rows.count()
        wrong += rows.exclude(**{f"{column}__regex": ARGON2}).count()
    # A secret of 32 letters in clear would have no nonce and no tag around it.
    apps = SecondFactor.objects.filter(sealed__isnull=False).values_list("sealed", flat=True)
    wrong += sum(re.search(rb"[A-Z2-7]{32}", bytes(each or b"")) is not None for each in apps)
    papers = RecoveryCode.objects.values_list("fingerprint", flat=True)
    wrong += sum(re.fullmatch(r"[0-9a-f]{64}", each) is None for each in papers)
    problems = (f"{wrong} are neither hashed nor sealed",) if wrong else ()
    return Finding(looked_at + len(apps) + len(papers), problems)


def national_id_sealed(policy: Policy, now: datetime) -> Finding:
    """No sealed national id holds its number in clear, and each has its person's key."""
    looked_at = clear = keyless = 0
    rows = NationalId.objects.values_list("sealed", "fingerprint", "person__subjectkey")
    for sealed, fingerprint, key in rows.iterator(chunk_size=5000):
        looked_at += 1
        hashed = re.fullmatch(r"[0-9a-f]{64}", fingerprint)
        clear += bool(re.search(rb"\d{10,12}", bytes(sealed))) or not hashed
        keyless += key is None
    problems = [f"{clear} national ids are not sealed"] if clear else []
    problems += [f"{keyless} national ids have no key"] if keyless else []
    return Finding(looked_at, tuple(problems))


def no_national_ids(policy: Policy, now: datetime) -> Finding:
    """There is no national id, where the library says that it does not ask for one."""
    number = NationalId.objects.count()
    return Finding(1, (f"{number} national ids are kept",) if number else ())


def local_cards(policy: Policy, now: datetime) -> Finding:
    """Nobody has a national card without a national id (R28)."""
    wrong = Card.objects.filter(kind="national", person__national_id=None).count()
    problems = (f"{wrong} national cards without a national id",) if wrong else ()
    return Finding(Card.objects.count(), problems)
