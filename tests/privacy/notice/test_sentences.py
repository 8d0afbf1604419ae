"""The sentences hold together, in every language, for every library."""

from dataclasses import replace
from pathlib import Path

import pytest

from hylla.privacy.linter import Claim
from hylla.privacy.notice import (
    Area,
    NoticeErrors,
    Probe,
    Sentence,
    problems_of,
    read_sentences,
    sentences_for,
    text_of,
    unspoken,
)
from hylla.privacy.notice.conditions import CONDITIONS
from hylla.privacy.notice.loading import parse_area
from hylla.privacy.policy import History, Period, Policy, Problem, read_policy
from hylla.privacy.vocabulary import Ground, Language, Role

FILES = sorted((Path(__file__).parents[3] / "policies").glob("*.toml"))
POLICIES = [read_policy(file) for file in FILES]
libraries = pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.code)
DECLARED = frozenset(act for sentence in read_sentences() for act in sentence.acts)


def of(code: str) -> Policy:
    return next(policy for policy in POLICIES if policy.code == code)


def sentence(**changes: object) -> Sentence:
    """Return a sentence that is in order, but for the changes."""
    words = "Loans go {closed_loan} after the return."
    good = Sentence(
        id="loans-go",
        rules=("R01",),
        ground=Ground.ENFORCED,
        text=dict.fromkeys(Language, words),
        acts=("circulation.Loan:closed_loan",),
        area=Area.LENDING,
    )
    return replace(good, **changes)  # type: ignore[arg-type] # the test names the fields


def problems(*sentences: Sentence, policy: Policy | None = None) -> tuple[Problem, ...]:
    return problems_of(sentences, policy or of("fjordvik"), DECLARED)


@libraries
def test_every_sentence_is_in_order_for_every_library(policy: Policy) -> None:
    assert problems_of(read_sentences(), policy, DECLARED) == ()


@libraries
@pytest.mark.parametrize("language", Language)
def test_every_sentence_can_be_said(policy: Policy, language: Language) -> None:
    texts = [text_of(each, policy, language) for each in sentences_for(policy)]
    assert all(text[0].isupper() or text[0].isdigit() for text in texts)
    assert all(text.endswith((".", "/")) for text in texts)
    assert not any("{" in text or "  " in text or " ," in text for text in texts)
    assert len(set(texts)) == len(texts)


@libraries
def test_what_a_library_does_not_have_it_does_not_tell_about(policy: Policy) -> None:
    outreach = "circulation.OutreachHistory:loan_history"
    acts = unspoken(sentences_for(policy), DECLARED)
    assert (outreach in acts) == (not policy.features.outreach)
    hidden = {act.partition(":")[2] for act in acts - {outreach}}
    without = {"ended_guardianship": not policy.features.guardians}
    without["ended_school_class"] = not policy.features.school_classes
    without["silent_phone"] = not policy.features.push
    without["processor_deletion"] = not policy.processors
    without["settled_invoice"] = not policy.invoices.after_days
    without["finished_payment"] = not policy.payments.online
    without["refused_review"] = not policy.reviews.offered
    without["untouched_list"] = not policy.lists.offered
    without["loan_history"] = policy.features.history is History.OFF
    assert hidden == {key for key, is_missing in without.items() if is_missing}


def test_the_texts_say_what_the_policy_says() -> None:
    said = {each.id: text_of(each, of("sandnes"), Language.NB) for each in read_sentences()}
    assert "72 timer" in said["loans-go-after-the-return"]
    said = {each.id: text_of(each, of("kungsbacka"), Language.SV) for each in read_sentences()}
    assert "7 år" in said["settled-claims-go"]
    assert "18 år" in said["inactive-adults-go"]
    assert "24 månader" in said["inactive-adults-go"]
    assert "20 kr" in said["replacement-card-costs"]
    assert "1 januari 2026" in said["version"]


@pytest.mark.parametrize(
    ("library", "present", "absent"),
    [
        ("sandnes", "loans-go-after-the-return", "loans-go-with-the-return"),
        ("umea", "loans-go-with-the-return", "loans-go-after-the-return"),
        ("askoy", "loan-goes-despite-fee", "loan-waits-for-fee"),
        ("kungsbacka", "inactive-adults-go", "inactive-patrons-go"),
        ("bergen", "consent-ends", "removal-decision"),
        ("sandnes", "parent-notice", "consent-ends"),
        ("askoy", "no-processors", "processors"),
        ("umea", "removal-decision", "guardian-and-child"),
        ("umea", "history-goes", "no-history"),
        ("kungsbacka", "no-history", "history-goes"),
        ("fjordvik", "messages-to-your-phone", "no-history"),
        ("sandnes", "card-on-your-phone", "messages-to-your-phone"),
    ],
)
def test_the_policy_chooses_the_sentences(library: str, present: str, absent: str) -> None:
    ids = {each.id for each in sentences_for(of(library))}
    assert present in ids
    assert absent not in ids


def test_every_condition_is_used_and_every_area_has_sentences() -> None:
    assert {each.when for each in read_sentences()} == set(CONDITIONS)
    assert {each.area for each in read_sentences()} == set(Area)


def test_a_sentence_in_order_has_no_problem() -> None:
    assert problems(sentence()) == ()


SWEDISH = {Language.SV: "Lån raderas {closed_laon} efter att du lämnar tillbaka 3 böcker."}


@pytest.mark.parametrize(
    ("changes", "key", "found"),
    [
        ({"rules": ("R57",)}, "rules", "R57"),
        ({"rules": ()}, "rules", "none"),
        ({"when": "lending.waits"}, "when", "'lending.waits'"),
        ({"acts": ("circulation.Laon:closed_loan",)}, "acts", "circulation.Laon:closed_loan"),
        ({"acts": ()}, "acts", "none"),
        ({"ground": Ground.PROBED, "acts": ()}, "probes", "none"),
        (
            {"ground": Ground.PROBED, "probes": (Probe.SCHEMA,)},
            "acts",
            "circulation.Loan:closed_loan",
        ),
        ({"ground": Ground.ATTESTED, "acts": ()}, "attested_by", "no role or no period"),
        ({"text": SWEDISH}, "text.en", "nothing"),
        ({"text": SWEDISH}, "text.sv", "{closed_laon}"),
        ({"text": SWEDISH}, "text.sv", "the number 3"),
    ],
)
def test_what_is_wrong_is_told_by_sentence_and_key(
    changes: dict[str, object], key: str, found: str
) -> None:
    told = [(each.file, each.key, each.found) for each in problems(sentence(**changes))]
    assert ("sentences/lending.toml", f"loans-go.{key}", found) in told


def test_a_missing_language_is_told_for_each_sentence() -> None:
    texts = {
        language: "Gone {closed_loan}." for language in Language if language is not Language.SV
    }
    (problem,) = problems(sentence(text=texts))
    assert (problem.key, problem.found) == ("loans-go.text.sv", "nothing")


def test_two_languages_with_different_variables_are_told() -> None:
    texts = dict.fromkeys(Language, "Gone {closed_loan}.") | {Language.NN: "Borte."}
    (problem,) = problems(sentence(text=texts))
    assert (problem.key, problem.found) == ("loans-go.text.nn", "no {closed_loan}")


def test_unmatched_braces_are_told() -> None:
    texts = dict.fromkeys(Language, "Gone {closed_loan.")
    assert {each.key for each in problems(sentence(text=texts))} >= {"loans-go.text.en"}


def test_a_period_needs_the_act_that_keeps_it() -> None:
    texts = dict.fromkeys(Language, "Gone {access_log} after.")
    assert {each.found for each in problems(sentence(text=texts))} == {"{access_log}"}


def test_a_clock_without_a_period_in_the_policy_is_told() -> None:
    policy = of("fjordvik")
    left = {key: each for key, each in policy.periods.items() if key != "closed_loan"}
    (problem,) = problems(sentence(), policy=replace(policy, periods=left))
    assert problem.allowed == "periods.closed_loan"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.NB, "Vi deler aldri noe."),
        (Language.NN, "Ingen får vite det."),
        (Language.SV, "Vi sparar inget."),
        (Language.EN, "Nobody learns of it."),
    ],
)
def test_absolute_words_need_a_probe_that_counts_to_zero(language: Language, text: str) -> None:
    texts = dict.fromkeys(Language, "We share little.") | {language: text}
    bold = sentence(
        text=texts,
        acts=(),
        ground=Ground.ATTESTED,
        attested_by=Role.PRIVACY_OFFICER,
        renew=Period(months=12),
    )
    (problem,) = problems(bold)
    assert problem.key == f"loans-go.text.{language}"
    assert problems(replace(bold, ground=Ground.PROBED, probes=(Probe.SCHEMA,))) == ()
    assert problems(replace(bold, ground=Ground.PROBED, probes=(Probe.RETURN_FORGETS,))) != ()


def test_a_claim_in_words_that_the_linter_does_not_know_is_told() -> None:
    strange = sentence(claims=(Claim(about="weather", keeps=("sun",)),))
    assert {each.found for each in problems(strange)} == {"'weather'", "sun"}


def test_an_id_twice_is_told() -> None:
    (problem,) = problems(sentence(), sentence())
    assert (problem.key, problem.found) == ("loans-go", "the id twice")


def test_a_file_that_cannot_be_read_is_told_whole() -> None:
    with pytest.raises(NoticeErrors) as caught:
        parse_area('[[sentences]]\nid = "A B"\nrule = ["R01"]', area=Area.LENDING)
    keys = {each.key for each in caught.value.problems}
    assert {"heading", "sentences[0].id", "sentences[0].rule", "sentences[0].rules"} <= keys
