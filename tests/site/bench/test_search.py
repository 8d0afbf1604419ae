"""The benchmark's titles are shaped like real ones, and its questions are about some of them."""

from itertools import islice

from hylla.site.bench.search import CHANGE_SECONDS, PAGE_MS, _against, _typo
from hylla.site.bench.search.titles import Makers


def test_the_same_titles_come_each_time_with_editions_and_copies() -> None:
    once, again = (list(Makers([1, 2]).records(400)) for _ in range(2))
    assert [each.record.title for each in once] == [each.record.title for each in again]
    assert len({each.record.control_number for each in once}) == 400
    works = {each.record.work_key for each in once}
    assert 250 < len(works) < 400
    assert all(1 <= len(each.items) <= 5 for each in once)
    barcodes = [item.barcode for each in once for item in each.items]
    assert len(barcodes) == len(set(barcodes))


def test_a_typo_is_two_letters_exchanged() -> None:
    for word in islice(Makers([1]).words, 20, 40):
        if len(word) > 4 and word[2] != word[3]:
            assert sorted(_typo(word)) == sorted(word)
            assert _typo(word) != word


def test_a_page_and_a_change_stand_beside_what_is_promised() -> None:
    (page,) = [_against("page", "sqlite", [0.025] * 40, PAGE_MS / 1000, unit="ms")]
    assert (page.value, page.limit, page.ratio) == (25.0, 50.0, 2.0)
    change = _against("change", "sqlite", [1.0, 2.5], CHANGE_SECONDS, unit="s")
    assert (change.value, change.limit, change.ratio) == (2.5, 5.0, 2.0)
