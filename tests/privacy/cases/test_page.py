"""Every case is shown or waits for something that is named, and the page that says so is fresh."""

import pytest

from tests.privacy.cases.page import NUMBERS, PAGE, cases, page, services, shown_by


def test_there_are_seventy() -> None:
    assert sorted(cases()) == list(NUMBERS)
    assert set(shown_by()) <= set(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_each_is_shown_or_waits(number: int) -> None:
    case = cases()[number]
    assert shown_by().get(number) or case.waits
    assert case.what.endswith(".")
    assert all(text.endswith(".") for text in case.waits.values())
    assert set(case.waits) <= set(services())


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.privacy.cases.page"
