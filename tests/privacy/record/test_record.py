"""The record of processing and the table of what goes when follow declarations and policy."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from hylla.formats.paper import pdf
from hylla.privacy.notice import sentences_for
from hylla.privacy.policy import Period, Policy, read_policy
from hylla.privacy.record import (
    Ending,
    Paper,
    as_html,
    as_json,
    as_markdown,
    endings,
    paper_of,
    record_of,
)
from hylla.privacy.record.words import ACTIVITIES, DATA, PEOPLE, SEERS, called, moment
from hylla.privacy.registry import clocks, name_of, personal_models
from hylla.privacy.vocabulary import Kind, Language, Purpose, Role, Subject
from tests.formats.paper.reading import text_of

FOLDER = Path(__file__).parents[3] / "policies"
POLICIES = [read_policy(file) for file in sorted(FOLDER.glob("*.toml"))]
libraries = pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.code)


def test_no_table_is_called_yours() -> None:
    """The public reads the record, and staff the office's lists: neither is who it is about."""
    called_yours = re.compile(r"\byours?\b|\byou\b", re.IGNORECASE)
    tables = [model._meta.label for model, _ in personal_models()]
    assert not {each: called(each) for each in tables if called_yours.search(called(each))}


def of(code: str) -> Policy:
    return next(policy for policy in POLICIES if policy.code == code)


def ends(policy: Policy, language: Language = Language.EN) -> dict[tuple[str, str], Ending]:
    with override(language):
        return {(each.table, each.period): each for each in endings(policy, language)}


@libraries
def test_every_clock_the_notice_tells_of_is_in_the_table(policy: Policy) -> None:
    told = {act for each in sentences_for(policy) for act in each.acts}
    wanted = {
        (model._meta.label, str(policy.period(keep.period)))
        for model, keep in clocks()
        if name_of(model, keep) in told
    }
    assert {key for key in ends(policy) if key[1]} == wanted


@libraries
@pytest.mark.parametrize("language", Language)
def test_every_row_says_it_in_words(policy: Policy, language: Language) -> None:
    for each in ends(policy, language).values():
        assert each.what
        assert each.stays
        assert each.becomes
        assert bool(each.period) is bool(each.said) is bool(each.after)
        assert "_" not in each.after


def test_a_longer_period_moves_the_row_and_a_feature_that_is_off_has_none() -> None:
    kungsbacka = of("kungsbacka")
    assert ("circulation.Loan", "P0D") in ends(kungsbacka)
    longer = replace(
        kungsbacka, periods={**kungsbacka.periods, "closed_loan": Period.parse("PT24H")}
    )
    assert ends(longer)["circulation.Loan", "PT24H"].stays == "24 hours"
    assert not any(table == "circulation.History" for table, _ in ends(kungsbacka))
    assert any(table == "circulation.History" for table, _ in ends(of("umea")))


def test_the_decision_behind_a_period_stands_beside_it() -> None:
    assert "ten years" in ends(of("askoy"))["fees.Claim", "P10Y"].decision
    assert ends(of("umea"))["circulation.Loan", "P0D"].decision == of("umea").decisions.removal


@libraries
def test_the_record_has_what_article_30_asks_for(policy: Policy) -> None:
    with override("en"):
        record = record_of(policy, Language.EN)
    assert record.controller == policy.controller
    assert record.officer == policy.dpo
    assert record.measures
    kept = {declared.purpose for _, declared in personal_models()}
    named = {each.purpose for each in record.activities}
    optional = {Purpose.HISTORY, Purpose.GUARDIANSHIP, Purpose.PUPILS, Purpose.PHONE}
    assert kept - named <= optional
    for each in record.activities:
        assert each.law
        assert each.basis == policy.bases[each.purpose].article
        if each.purpose is not Purpose.STATISTICS:
            assert each.people
            assert each.data
            assert each.ends
    statistics = next(each for each in record.activities if each.purpose is Purpose.STATISTICS)
    assert statistics.data == ()


def test_recipients_stand_where_they_work_and_abroad_is_said() -> None:
    with override("en"):
        record = record_of(of("fjordvik"), Language.EN)
    by_purpose = {each.purpose: each for each in record.activities}
    assert [each.name for each in by_purpose[Purpose.MESSAGES].recipients] == ["Fjordvik IKT AS"]
    assert by_purpose[Purpose.LENDING].recipients == ()
    abroad = {each.name for each in by_purpose[Purpose.PHONE].recipients if each.is_outside_the_eea}
    assert "Google" in abroad


@pytest.mark.parametrize("kind", Paper)
@pytest.mark.parametrize("language", Language)
def test_every_form_has_every_row(kind: Paper, language: Language) -> None:
    policy = of("bergen")
    report = paper_of(kind, policy, language)
    html, markdown = as_html(report), as_markdown(report)
    rows = [row for part in report.sections for table in part.tables for row in table.rows]
    assert rows
    for row in rows:
        assert f"| {' | '.join(row)} |" in markdown
        assert row[0].replace("'", "&#x27;") in html
    assert html.count("<table>") == html.count("</table>")
    told = json.loads(as_json(kind, policy, language))
    assert told["language"] == language


@pytest.mark.parametrize("kind", Paper)
def test_the_paper_is_accessible_and_whole(kind: Paper) -> None:
    report = paper_of(kind, of("sandnes"), Language.NB)
    text = "".join(text_of(pdf(report)).split())
    assert all("".join(part.heading.split())[:20] in text for part in report.sections)


def test_what_comes_from_a_policy_is_escaped() -> None:
    policy = replace(of("bergen"), controller=replace(of("bergen").controller, name="<b>&|"))
    report = paper_of(Paper.RECORD, policy, Language.EN)
    assert "<b>" not in as_html(report)
    assert "&lt;b&gt;&amp;" in as_html(report)


def test_the_record_has_a_word_for_everything() -> None:
    assert set(DATA) == set(Kind)
    assert set(PEOPLE) == set(Subject)
    assert set(ACTIVITIES) == set(Purpose)
    assert set(SEERS) == set(Role)
    with override("en"):
        for model, declared in personal_models():
            assert called(model._meta.label) != model.__name__, model
            assert all("_" not in moment(keep.since) for keep in declared.keep)


def test_the_same_policy_prints_the_same_paper() -> None:
    report = paper_of(Paper.PERIODS, of("umea"), Language.SV)
    assert report.made_at.date() == date(2026, 1, 1)
    assert pdf(report) == pdf(paper_of(Paper.PERIODS, of("umea"), Language.SV))
