"""Probes of the published words: what people read is what was compiled, and stays so."""

import html
import re
from datetime import datetime
from hashlib import sha256

from hylla.library.models import PolicyVersion
from hylla.privacy.notice import sentences_for, text_of
from hylla.privacy.policy import Policy, PolicyErrors, parse_policy
from hylla.privacy.verify import Finding, Probe
from hylla.site.probes.network import visit

FEW = 5
SENTENCE = re.compile(r'<li id="s-(?P<id>[a-z-]+)".*?<p[^>]*>(?P<text>.*?)</p>', re.DOTALL)


def published_version(policy: Policy, now: datetime) -> Finding:
    """The page has each sentence, by its checksum, and no other; and the version in force."""
    problems: list[str] = []
    sentences = sentences_for(policy)
    for language in policy.languages:
        _, answer = visit(f"/{language}/privacy/")
        page = answer.content.decode()
        shown = {found["id"]: _checksum(found["text"]) for found in SENTENCE.finditer(page)}
        told = {each.id: _checksum(text_of(each, policy, language)) for each in sentences}
        names = [name for name in sorted(shown | told) if shown.get(name) != told.get(name)]
        if names:
            some = ", ".join(names[:FEW])
            problems.append(f"the page in {language} has {len(names)} other texts: {some}")
        if policy.notice.version not in html.unescape(page):
            problems.append(f"the page in {language} does not name its version")
    return Finding(len(sentences) * len(policy.languages), tuple(problems))


def new_versions_are_new(policy: Policy, now: datetime) -> Finding:
    """Each published policy is the version it was published as, and each is later than the last."""
    published = list(PolicyVersion.objects.order_by("published_at", "pk"))
    problems, last = [], None
    for each in published:
        try:
            facts = parse_policy(each.text, name=each.version).notice
        except PolicyErrors:
            # An older program took other keys; what its versions said, it can still not change.
            continue
        if facts.version != each.version:
            problems.append(f"the version {each.version} says that it is {facts.version}")
        if last is not None and facts.published_on < last:
            problems.append(f"the version {each.version} is older than the one before it")
        last = facts.published_on
    if published and published[-1].digest != policy.digest:
        problems.append("the policy in force is not the last that was published")
    return Finding(len(published), tuple(problems))


def _checksum(text: str) -> str:
    """Return the SHA-256 of a text as it is read: without tags, with single spaces."""
    plain = html.unescape(re.sub(r"<[^>]*>", "", text))
    return sha256(" ".join(plain.split()).encode()).hexdigest()


PROBES: tuple[Probe, ...] = (published_version, new_versions_are_new)
