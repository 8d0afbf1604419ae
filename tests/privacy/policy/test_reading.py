"""A policy is read whole or not at all, and every problem is told at once."""

import re
from pathlib import Path

import pytest

from hylla.privacy.policy import (
    Period,
    PolicyErrors,
    Problem,
    UndefinedPeriod,
    describe,
    difference,
    parse_policy,
    read_policy,
    values_of,
)
from hylla.privacy.policy.law import CITATIONS, LIMITS, NOT_BY_CONSENT
from hylla.privacy.vocabulary import Purpose

POLICIES = Path(__file__).parents[3] / "policies"
FILES = sorted(POLICIES.glob("*.toml"))


def fjordvik(*edits: tuple[str, str]) -> str:
    """Return the made-up library's file with lines changed."""
    text = (POLICIES / "fjordvik.toml").read_text(encoding="utf-8")
    for pattern, line in edits:
        text, hits = re.subn(pattern, line, text, count=1, flags=re.MULTILINE)
        assert hits == 1, pattern
    return text


def problems(*edits: tuple[str, str]) -> tuple[Problem, ...]:
    with pytest.raises(PolicyErrors) as caught:
        parse_policy(fjordvik(*edits), name="fjordvik.toml")
    return caught.value.problems


def test_there_are_six_libraries() -> None:
    names = [file.stem for file in FILES]
    assert names == ["askoy", "bergen", "fjordvik", "kungsbacka", "sandnes", "umea"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_library_can_be_read(file: Path) -> None:
    policy = read_policy(file)
    assert policy.code == file.stem
    assert set(policy.bases) == set(Purpose)
    assert set(policy.periods) == set(LIMITS)
    assert len(policy.languages) == 4


@pytest.mark.parametrize(
    ("library", "closed_loan", "inactive_patron", "settled_claim"),
    [
        ("umea", "P0D", "P24M", "P90D"),
        ("askoy", "P0D", "P60M", "P10Y"),
        ("bergen", "P0D", "P60M", "P90D"),
        ("kungsbacka", "P0D", "P24M", "P7Y"),
        ("sandnes", "PT72H", "P60M", "P90D"),
    ],
)
def test_the_periods_of_the_five_texts(
    library: str, closed_loan: str, inactive_patron: str, settled_claim: str
) -> None:
    policy = read_policy(POLICIES / f"{library}.toml")
    assert policy.period("closed_loan") == Period.parse(closed_loan)
    assert policy.period("inactive_patron") == Period.parse(inactive_patron)
    assert policy.period("settled_claim") == Period.parse(settled_claim)


def test_children_in_kungsbacka_are_left_alone() -> None:
    assert read_policy(POLICIES / "kungsbacka.toml").ages.clock("inactive_patron") == 18
    assert read_policy(POLICIES / "bergen.toml").ages.clock("inactive_patron") == 0


@pytest.mark.parametrize(
    ("edit", "key", "allowed"),
    [
        (("^closed_loan", "closed_laon"), "periods.closed_laon", "did you mean closed_loan?"),
        (("^daily_ore", "daily_orre"), "fees.daily_orre", "did you mean daily_ore?"),
        (("^sample", "exampel"), "exampel", "one of code, name"),
        (("^lending = .*", 'lendin = { article = "b" }'), "bases.lendin", "did you mean lending?"),
        (("^lending = .*", ""), "bases.lending", "all of membership, identification"),
        (("^country = .*", 'country = "DK"'), "country", "one of NO, SE"),
        (('^closed_loan = "P0D"', 'closed_loan = "3 days"'), "periods.closed_loan", "ISO 8601"),
        (('^closed_loan = "P0D"', "closed_loan = 3"), "periods.closed_loan", "ISO 8601"),
        (("^holds_shelf_days = 7", "holds_shelf_days = 0"), "lending.holds_shelf_days", "1 to 60"),
        (("^adult = 18", "adult = true"), "ages.adult", "15 to 21"),
        (("^guardians = true", "guardians = 1"), "features.guardians", "true or false"),
        (("^push = true", "push = false"), "push_services", "none, as features.push is false"),
        (("^host = .*", 'host = "https://x"'), "push_services[0].host", "a host, or *. and"),
        (
            ('^history = "month"', 'history = "switch"'),
            "features.history",
            "one of off, month, date",
        ),
        (("^own_history = 15", "own_history = 12"), "ages.own_history", "13 to 18"),
        (
            ("^history = {.*", 'history = { article = "b", law = "gdpr-6-1-b" }'),
            "bases.history.article",
            "nothing that the library does needs it",
        ),
        (("^published_on = .*", 'published_on = "now"'), "notice.published_on", "a date"),
        (("^published_on = .*", "published_on = 2026-01-01T10:00:00Z"), "notice.published_on", ""),
        (("^contact = .*", 'contact = "us"'), "notice.contact", "an e-mail address"),
        (("^time_zone = .*", 'time_zone = "Europe/Olso"'), "time_zone", "Europe/Oslo"),
        (("^default_language = .*", 'default_language = "xx"'), "default_language", "nb, nn, sv"),
        (("^languages = .*", 'languages = ["nb", "fi"]'), "languages", "one with a catalogue"),
        (("^languages = .*", 'languages = ["sv", "sv"]'), "languages", "each language once"),
        (("^languages = .*", 'languages = ["sv"]'), "default_language", "one of `languages`"),
        (("^languages = .*", 'languages = "sv"'), "languages", "a list"),
        (('^country = "NO"\nagree', 'country = "US"\nagree'), "processors[0].country", "EEA"),
        (("^purposes = .*", "purposes = []"), "processors[0].purposes", "what it works for"),
        (("^cap_ore = .*", "cap_ore = 1"), "fees.cap_ore", "at least daily_ore, 300"),
        (("^second_days = .*", "second_days = 3"), "reminders.second_days", "after the first one"),
        (
            ("^provider = .*", ""),
            "payments.provider",
            "who takes the payments, and in which country",
        ),
        (('^country = "NO"\n\n# Who', 'country = "US"\n\n# Who'), "payments.country", "of the EEA"),
        (('^national_id = "optional"', 'national_id = "none"'), "cards.national_id", "optional"),
    ],
)
def test_one_problem_is_told_with_what_is_allowed(
    edit: tuple[str, str], key: str, allowed: str
) -> None:
    told = {problem.key: problem.allowed for problem in problems(edit)}
    assert allowed in told[key]


def test_an_illegal_period_is_told_with_the_law() -> None:
    (problem,) = problems(('^closed_loan = "P0D"', 'closed_loan = "P15D"'))
    assert (problem.file, problem.key) == ("fjordvik.toml", "periods.closed_loan")
    assert (problem.found, problem.allowed) == ("P15D", "at most P14D")
    assert "GDPR art. 5(1)" in problem.citation


@pytest.mark.parametrize("purpose", sorted(NOT_BY_CONSENT))
def test_consent_cannot_carry_what_a_withdrawal_does_not_end(purpose: Purpose) -> None:
    line = f'{purpose} = {{ article = "a", law = "gdpr-6-1-a" }}'
    (problem,) = problems((f"^{purpose} = .*", line))
    assert problem.key == f"bases.{purpose}.article"
    assert "7(3)" in problem.citation


def test_a_legitimate_interest_needs_its_weighing() -> None:
    (problem,) = problems(("^messages = .*", 'messages = { article = "f", law = "gdpr-6-1-f" }'))
    assert problem.key == "bases.messages.decision"


@pytest.mark.parametrize(
    ("law", "allowed"),
    [
        ("no-personopplysningsloven-2000-18", "a law in force in NO on 2026-01-01"),
        ("se-bibliotekslagen", "a law in force in NO on 2026-01-01"),
        ("gdpr-6-1-b", "a law for article 6(1)(e)"),
        ("no-biblioteksstatistik", "did you mean no-bibliotekstatistikk?"),
    ],
)
def test_a_law_that_is_not_in_force_here_is_refused(law: str, allowed: str) -> None:
    (problem,) = problems(("^statistics = .*", f'statistics = {{ article = "e", law = "{law}" }}'))
    assert problem.key == "bases.statistics.law"
    assert allowed in problem.allowed


def test_sweden_removes_nothing_without_a_decision() -> None:
    text = (POLICIES / "umea.toml").read_text(encoding="utf-8")
    with pytest.raises(PolicyErrors) as caught:
        parse_policy(re.sub("(?m)^removal.*$", "", text), name="umea.toml")
    (problem,) = caught.value.problems
    assert problem.key == "decisions.removal"
    assert "arkivlagen" in problem.citation


def test_every_problem_is_told_at_once() -> None:
    found = problems(
        ("^closed_loan", "closed_laon"),
        ('^access_log = "P24M"', 'access_log = "P20Y"'),
        ("^fees = .*", ""),
        ("^guardians = true", 'guardians = "yes"'),
        (r"^\[notice\]", "[notis]"),
    )
    assert {problem.key for problem in found} == {
        "bases.fees",
        "features.guardians",
        "notice",
        "notis",
        "periods.access_log",
        "periods.closed_laon",
    }


def test_a_file_that_is_no_toml_is_told_too() -> None:
    place = r"broken.toml: the file: found what cannot be read in line 1, at \d+; allowed: TOML 1.0"
    with pytest.raises(PolicyErrors, match=place):
        parse_policy("code = ]", name="broken.toml")
    with pytest.raises(PolicyErrors, match="found a text that ends too early"):
        parse_policy("code =", name="broken.toml")


def test_a_file_made_to_try_the_program_says_so() -> None:
    warnings = read_policy(POLICIES / "askoy.toml").warnings
    assert [warning.key for warning in warnings] == ["sample"]


def umea(*changes: tuple[str, str]) -> str:
    text = (POLICIES / "umea.toml").read_text(encoding="utf-8")
    for pattern, line in changes:
        text, hits = re.subn(pattern, line, text, count=1, flags=re.MULTILINE)
        assert hits == 1, pattern
    return text


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ((("^removal = .*", ""),), ["decisions.removal"]),
        ((("^removal = .*", 'removals = { closed_loan = "KFN 2026 § 12" }'),), None),
        ((("^sample = true", ""),), ["decisions.removal"]),
        ((("^sample = true", ""), ("^removal = .*", 'removal = "KFN 2026 § 12"')), []),
        ((("^removal = .*", 'removal = "KFN 1"\nremovals = { closed_laon = "KFN 2" }'),), ["laon"]),
    ],
)
def test_case_62_nothing_is_removed_in_sweden_without_a_decision(
    changes: tuple[tuple[str, str], ...], keys: list[str] | None
) -> None:
    """One for all, or one for each period; made up only where the file is made to try."""
    text = umea(*changes)
    if keys == []:
        assert parse_policy(text, name="umea.toml").decisions.removal == "KFN 2026 § 12"
        return
    with pytest.raises(PolicyErrors) as caught:
        parse_policy(text, name="umea.toml")
    told = {problem.key for problem in caught.value.problems}
    if keys is None:
        assert "decisions.removals.inactive_patron" in told
        assert "decisions.removals.closed_loan" not in told
    else:
        assert all(any(each.endswith(key) for each in told) for key in keys)
        assert len(told) == 1


def test_a_period_nobody_decided_is_told_by_name() -> None:
    policy = parse_policy(fjordvik(("^closed_loan = .*", "")), name="fjordvik.toml")
    with pytest.raises(UndefinedPeriod, match="fjordvik has no period 'closed_loan'"):
        policy.period("closed_loan")


def test_the_days_of_a_library_begin_in_its_time_zone() -> None:
    policy = read_policy(POLICIES / "umea.toml")
    assert policy.period("closed_loan").zone == policy.zone
    assert policy.zone.key == "Europe/Stockholm"


def test_comments_and_order_do_not_change_the_digest() -> None:
    plain = parse_policy(fjordvik(), name="fjordvik.toml")
    moved = parse_policy(
        fjordvik(
            ("^daily_ore = 300\n", ""), ("^cap_ore = 9000", "cap_ore = 9000\ndaily_ore = 300")
        ),
        name="other.toml",
    )
    changed = parse_policy(fjordvik(("^daily_ore = 300", "daily_ore = 301")), name="fjordvik.toml")
    assert plain.digest == moved.digest != changed.digest
    assert plain == moved


def test_the_difference_names_each_value() -> None:
    old = parse_policy(fjordvik(), name="fjordvik.toml")
    new = parse_policy(
        fjordvik(
            ('^inactive_patron = "P36M"', 'inactive_patron = "P24M"'),
            (r"^\[\[processors\]\](\n.*)+", ""),
            ("^guardians = true", "guardians = false"),
            ("^offered = true\nlog_days", "offered = false\nlog_days"),
        ),
        name="fjordvik.toml",
    )
    changes = {change.key: (change.old, change.new) for change in difference(old, new)}
    assert changes["periods.inactive_patron"] == ("P36M", "P24M")
    assert changes["features.guardians"] == ("true", "false")
    assert changes["processors.Fjordvik IKT AS.country"] == ("NO", None)
    assert difference(old, old) == ()


def test_a_description_has_every_value_and_every_warning() -> None:
    policy = read_policy(POLICIES / "askoy.toml")
    shown = describe(policy)
    assert all(f"{key} " in shown and value in shown for key, value in values_of(policy).items())
    assert all(str(warning) in shown for warning in policy.warnings)


def test_every_limit_allows_more_than_is_enough_and_every_citation_begins_before_it_ends() -> None:
    for bound in LIMITS.values():
        assert not bound.enough.is_longer_than(bound.most)
    for citation in CITATIONS.values():
        assert citation.valid_to is None or citation.valid_from < citation.valid_to


@pytest.mark.parametrize(
    ("line", "instead", "key"),
    [
        (r"^warning_days = 14$", "", "invoices.warning_days"),
        (r"^warning_days = 14$", "warning_days = 13", "invoices.warning_days"),
        (r"^warning_days = 14$", "warning_days = 91", "invoices.warning_days"),
        (r"^collector_number = .*$", "", "invoices.collector_number"),
        (r"^collector_number = .*$", 'collector_number = "999999998"', "invoices.collector_number"),
        (r"^collector = .*$", "", "invoices.collector"),
        (r"^collector = ", "colector = ", "invoices.colector"),
        (r"^warn_after_days = .*$", "warn_after_days = -1", "invoices.warn_after_days"),
    ],
)
def test_a_debt_collector_is_told_of_whole(line: str, instead: str, key: str) -> None:
    assert key in [each.key for each in problems((line, instead))]


def test_only_an_invoice_goes_to_a_debt_collector() -> None:
    found = problems((r"^after_days = 30$", "after_days = 0"))
    assert [each.key for each in found] == ["invoices.after_days"]


def test_a_debt_collector_gets_no_birth_date_unless_the_policy_says_so() -> None:
    plain = parse_policy(fjordvik(), name="fjordvik.toml").invoices
    assert not plain.collector_gets_birth_date
    text = fjordvik((r"^warning_days = 14$", "warning_days = 21\ncollector_gets_birth_date = true"))
    told = parse_policy(text, name="fjordvik.toml").invoices
    assert (told.collector_gets_birth_date, told.warning_days) == (True, 21)
