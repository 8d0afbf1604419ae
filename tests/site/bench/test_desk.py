"""What the desks of the benchmark send, and how a figure is made of their times."""

from itertools import islice

from hylla.site.bench import hollow
from hylla.site.bench.desk import PROMISED_MS, _figures
from hylla.site.bench.desk.desks import visits
from hylla.site.bench.desk.people import Case

CASE = Case("ordinary", [f"N{number}" for number in range(40)], [f"B{n}" for n in range(400)])


def test_a_visit_opens_lends_returns_and_closes() -> None:
    (visit,) = islice(visits(CASE, desk=0, of=10), 1)
    wanted = [outcome for _, outcome in visit]
    assert wanted == [b"opened", *3 * [b"lent"], *3 * [b"returned"], b"closed"]
    assert [told["entry"] for told, _ in visit[1:4]] == [told["entry"] for told, _ in visit[4:7]]


def test_no_two_desks_have_the_same_card_or_item() -> None:
    entries = [
        {told["entry"] for visit in islice(visits(CASE, desk=desk, of=10), 3) for told, _ in visit}
        for desk in range(10)
    ]
    for number, mine in enumerate(entries):
        for other in entries[:number]:
            assert mine & other == {""}


def test_each_case_stands_beside_the_hollow_server_and_the_promise() -> None:
    own, least = [0.1] * 20, [0.01] * 20
    bare, promise = _figures("ordinary", "sqlite", {"ordinary": own}, {"ordinary": least})
    assert (bare.name, bare.value, bare.limit, bare.ratio) == ("desk_ordinary", 100.0, 10.0, 0.1)
    assert (promise.limit, promise.ratio) == (PROMISED_MS, 1.5)


def test_the_hollow_server_answers_as_much_as_the_desk() -> None:
    class Sent:
        def read(self) -> bytes:
            return b"entry=1"

    begun: list[object] = []
    (answer,) = hollow.application({"wsgi.input": Sent()}, lambda *told: begun.append(told))
    assert begun == [("200 OK", hollow.HEADERS)]
    assert len(answer) == hollow.BYTES
