"""The contradictions and weak spots of the five texts: the linter finds each, and none in ours.

The texts are taken apart in `policies/as_written`, line by line and in our own words.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from hylla.privacy.checks import declared_tables, lint
from hylla.privacy.linter import (
    Claim,
    Fault,
    Finding,
    Noticed,
    Severity,
    findings_in,
    read_noticed,
    read_practices,
)
from hylla.privacy.linter.linting import RULES
from hylla.privacy.notice import noticed, read_sentences
from hylla.privacy.policy import Policy, PolicyErrors, read_policy
from hylla.privacy.policy.law import CITATIONS
from hylla.privacy.vocabulary import LegalBasis, Purpose

POLICIES = Path(__file__).parents[2] / "policies"
AS_WRITTEN = POLICIES / "as_written"
LIBRARIES = ("umea", "askoy", "bergen", "kungsbacka", "sandnes")

Place = tuple[str, Fault, str]
"""The library, the fault, and the line to mend first."""

CASES: Mapping[str, tuple[Place, ...]] = {
    "C1": (("sandnes", Fault.SCOPES_DIFFER, "SAN-71"),),
    "C2": (("sandnes", Fault.SECRET_IN_RECORD, "SAN-73"),),
    "C3": (("askoy", Fault.TOOL_UNDECLARED, "ASK-61"),),
    "C4": (("askoy", Fault.NOT_ANONYMOUS, "ASK-54"),),
    "C5": (("kungsbacka", Fault.DENIED_AND_KEPT, "KUN-05"),),
    "C6": (("umea", Fault.NOT_ANONYMOUS, "UME-32"),),
    "C7": (("bergen", Fault.CONSENT_HOLDS_DEBTORS, "BER-06"),),
    "C8": (("bergen", Fault.TRACKING_DENIED, "BER-106"),),
    "C9": (("askoy", Fault.SAID_OTHERWISE, "ASK-39"),),
    "C10": (
        ("askoy", Fault.SAID_OTHERWISE, "ASK-23"),
        ("bergen", Fault.SAID_OTHERWISE, "BER-44"),
    ),
    "C11": (("sandnes", Fault.PSEUDONYM_CALLED_ANONYMOUS, "SAN-47"),),
    "C12": (
        ("sandnes", Fault.PERIOD_UNDEFINED, "SAN-91"),
        ("umea", Fault.PERIOD_UNDEFINED, "UME-34"),
        ("askoy", Fault.PERIOD_UNDEFINED, "ASK-06"),
    ),
    "C13": (("sandnes", Fault.LAW_NOT_IN_FORCE, "SAN-105"),),
    "C14": (("bergen", Fault.OBSOLETE_DESCRIBED, "BER-119"),),
    "C15": (
        ("askoy", Fault.SAID_OTHERWISE, "ASK-07"),
        ("sandnes", Fault.SAID_OTHERWISE, "SAN-30"),
    ),
    "C16": (("askoy", Fault.SAID_OTHERWISE, "ASK-43"),),
    "L1": (("kungsbacka", Fault.DENIED_AND_KEPT, "KUN-05"),),
    "L2": (("sandnes", Fault.SECRET_IN_RECORD, "SAN-73"),),
    "L3": (("sandnes", Fault.SCOPES_DIFFER, "SAN-71"),),
    "L4": (("askoy", Fault.TOOL_UNDECLARED, "ASK-61"),),
    "L5": (
        ("askoy", Fault.PERIOD_UNDEFINED, "ASK-06"),
        ("sandnes", Fault.PERIOD_UNDEFINED, "SAN-30"),
    ),
    "L6": (("sandnes", Fault.PSEUDONYM_CALLED_ANONYMOUS, "SAN-47"),),
    "L7": (("askoy", Fault.LONGER_THAN_NEEDED, "ASK-09"),),
    "L8": (("kungsbacka", Fault.REFUSAL_WITHOUT_GROUND, "KUN-46"),),
    "L9": (("bergen", Fault.CONSENT_HOLDS_DEBTORS, "BER-06"),),
    "L10": (
        ("askoy", Fault.BROWSER_WITHOUT_CONSENT, "ASK-53"),
        ("bergen", Fault.BROWSER_WITHOUT_CONSENT, "BER-98"),
    ),
    "L11": (("kungsbacka", Fault.CHILDREN_WITHOUT_RULE, "KUN-42"),),
    "L12": (("umea", Fault.NOT_ANONYMOUS, "UME-32"),),
    "L13": (("askoy", Fault.CLASS_DENIED, "ASK-81"),),
    "L14": (("sandnes", Fault.LAW_NOT_IN_FORCE, "SAN-105"),),
}
"""The sixteen contradictions and the fourteen findings of law: where the linter finds each."""

BEYOND: Mapping[str, Place] = {
    "the United States without a ground": ("umea", Fault.TRANSFER_WITHOUT_GROUND, "UME-31"),
    "as C6: a number of 1000 days": ("bergen", Fault.NOT_ANONYMOUS, "BER-102"),
    "an interest nobody weighed": ("askoy", Fault.INTEREST_UNWEIGHED, "ASK-53"),
    "another of these": ("bergen", Fault.INTEREST_UNWEIGHED, "BER-98"),
    "municipalities follow another act": ("kungsbacka", Fault.LAW_NOT_IN_FORCE, "KUN-47"),
    "as C16: the same product": ("sandnes", Fault.SAID_OTHERWISE, "SAN-54"),
}
"""What the same rules find beside them."""


def findings(library: str) -> tuple[Finding, ...]:
    practices = read_practices(AS_WRITTEN / "elsewhere.toml")
    return findings_in(read_noticed(AS_WRITTEN / f"{library}.toml"), practices)


def ours(policy: Policy, *further: Claim) -> Noticed:
    told = noticed(policy, read_sentences(), declared_tables())
    return replace(told, claims=(*told.claims, *further))


def policy_of(library: str) -> Policy:
    return read_policy(POLICIES / f"{library}.toml")


def test_the_table_has_every_case() -> None:
    wanted = [f"C{number}" for number in range(1, 17)] + [f"L{number}" for number in range(1, 15)]
    assert list(CASES) == wanted


@pytest.mark.parametrize("case", CASES)
def test_the_linter_finds_it(case: str) -> None:
    for library, fault, line in CASES[case]:
        assert (fault, line) in [(each.fault, each.where[0]) for each in findings(library)]


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_report_of_a_library_is_this_and_nothing_else(library: str) -> None:
    places = {*(place for case in CASES.values() for place in case), *BEYOND.values()}
    wanted = sorted((fault, line) for where, fault, line in places if where == library)
    assert sorted((each.fault, each.where[0]) for each in findings(library)) == wanted


@pytest.mark.parametrize("library", [*LIBRARIES, "fjordvik"])
def test_it_finds_nothing_in_ours(library: str) -> None:
    assert lint(policy_of(library)) == ()


def test_every_fault_is_in_the_table_so_every_rule_can_fire() -> None:
    found = {place[1] for case in CASES.values() for place in case}
    assert found | {place[1] for place in BEYOND.values()} == set(Fault)
    assert set(RULES) == set(Fault) - {Fault.SAID_OTHERWISE}


@pytest.mark.parametrize("library", LIBRARIES)
def test_each_finding_says_what_where_why_and_what_to_do(library: str) -> None:
    for finding in findings(library):
        told = str(finding)
        assert all(each in told for each in (*finding.where, finding.what, finding.remedy))
        assert "in force" in finding.why
        assert finding.remedy


def test_each_claim_stands_at_a_line_of_its_library() -> None:
    for library in LIBRARIES:
        prefix = {"umea": "UME", "askoy": "ASK", "bergen": "BER", "kungsbacka": "KUN"}
        lines = [each.where for each in read_noticed(AS_WRITTEN / f"{library}.toml").claims]
        assert all(prefix.get(library, "SAN") in line for line in lines)


def test_a_library_can_break_its_own_promise_and_is_told() -> None:
    """The same rules fire on what is ours, when it is made as weak as the texts were."""
    askoy, bergen = policy_of("askoy"), policy_of("bergen")
    told = lint(replace(askoy, decisions=replace(askoy.decisions, longer={})))
    assert [(each.fault, each.where) for each in told] == [
        (Fault.LONGER_THAN_NEEDED, ("settled-claims-go",)),
        (Fault.LONGER_THAN_NEEDED, ("invoices-go",)),
    ]
    assert told[0].severity is Severity.WARNING
    fees = replace(bergen.bases[Purpose.FEES], article=LegalBasis.CONSENT)
    weak = replace(bergen, bases={**bergen.bases, Purpose.FEES: fees})
    assert [each.fault for each in lint(weak)] == [Fault.CONSENT_HOLDS_DEBTORS]
    outdated = replace(bergen.bases[Purpose.STAFF], law="no-personopplysningsloven-2000-18")
    late = replace(bergen, bases={**bergen.bases, Purpose.STAFF: outdated})
    (finding,) = lint(late)
    assert finding.fault is Fault.LAW_NOT_IN_FORCE
    assert str(CITATIONS["no-personopplysningsloven-2000-18"].valid_to) in finding.why


def test_c5_a_denial_of_a_table_that_is_kept() -> None:
    """Kungsbacka says that it keeps no history: a sentence that tells of one is refused there."""
    told = [
        replace(each, when="") if each.id == "history-goes" else each for each in read_sentences()
    ]
    found = findings_in(noticed(policy_of("kungsbacka"), told, declared_tables()))
    assert {each.fault for each in found} == {Fault.DENIED_AND_KEPT}
    assert found[0].where[0] == "no-history"


def test_l11_without_the_sentence_about_children_they_have_no_rule() -> None:
    told = [each for each in read_sentences() if each.id != "inactive-children-wait"]
    found = findings_in(noticed(policy_of("kungsbacka"), told, declared_tables()))
    assert [each.fault for each in found] == [Fault.CHILDREN_WITHOUT_RULE]
    assert findings_in(noticed(policy_of("umea"), told, declared_tables())) == ()


def test_a_recipient_outside_the_eea_needs_the_patrons_choice() -> None:
    fjordvik = policy_of("fjordvik")
    phone = replace(fjordvik.bases[Purpose.PHONE], article=LegalBasis.CONTRACT)
    weak = replace(fjordvik, bases={**fjordvik.bases, Purpose.PHONE: phone})
    assert {each.fault for each in lint(weak)} == {Fault.TRANSFER_WITHOUT_GROUND}


@pytest.mark.parametrize(
    ("further", "fault"),
    [
        (Claim(about="statistics", where="x", keeps=("card",)), Fault.NOT_ANONYMOUS),
        (Claim(about="browser", where="x", keeps=("session_count",)), Fault.TRACKING_DENIED),
        (
            Claim(about="security", where="x", keeps=("pin", "time_and_place")),
            Fault.SECRET_IN_RECORD,
        ),
        (Claim(about="events", where="x", open_ended=True), Fault.PERIOD_UNDEFINED),
        (Claim(about="rights", where="x", refuses="erasure"), Fault.REFUSAL_WITHOUT_GROUND),
    ],
)
def test_one_more_sentence_can_contradict_the_others(further: Claim, fault: Fault) -> None:
    assert [each.fault for each in findings_in(ours(policy_of("sandnes"), further))] == [fault]


def test_a_law_holds_only_between_its_days() -> None:
    """The cookies of Bergen before the act of 2025, and Kungsbacka's books before 2019."""
    bergen = read_noticed(AS_WRITTEN / "bergen.toml")
    before = findings_in(
        replace(bergen, on=CITATIONS["no-ekomloven-3-15"].valid_from.replace(2024))
    )
    assert Fault.BROWSER_WITHOUT_CONSENT not in {each.fault for each in before}
    kungsbacka = read_noticed(AS_WRITTEN / "kungsbacka.toml")
    earlier = findings_in(replace(kungsbacka, on=kungsbacka.on.replace(2018)))
    assert Fault.LAW_NOT_IN_FORCE not in {each.fault for each in earlier}


def test_a_file_with_unknown_words_is_refused(tmp_path: Path) -> None:
    text = (AS_WRITTEN / "umea.toml").read_text(encoding="utf-8")
    file = tmp_path / "umea.toml"
    file.write_text(
        text.replace('"ip_address"', '"ip"').replace('about = "history"', 'about = "h"')
    )
    with pytest.raises(PolicyErrors) as caught:
        read_noticed(file)
    assert {each.key for each in caught.value.problems} == {
        "claims.UME-30.keeps",
        "claims.UME-26.about",
    }
