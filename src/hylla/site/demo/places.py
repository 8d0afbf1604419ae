"""The invented library's branches and the invented people who work there."""

from dataclasses import dataclass
from datetime import date, time

from hylla.privacy.vocabulary import Language, Role

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)


@dataclass(frozen=True)
class DemoHours:
    """When a branch is open on a weekday; 0 is Monday."""

    weekday: int
    opens_at: time
    closes_at: time


@dataclass(frozen=True)
class DemoBranch:
    """One place where people borrow."""

    code: str
    name: str
    hours: tuple[DemoHours, ...]
    is_school_library: bool = False


@dataclass(frozen=True)
class DemoStaff:
    """Someone who works at a branch; `branch` is its code."""

    username: str
    name: str
    branch: str
    roles: tuple[Role, ...]
    undertaking_on: date
    language: Language = Language.NB


def _open(weekdays: tuple[int, ...], opens: int, closes: int) -> tuple[DemoHours, ...]:
    return tuple(DemoHours(weekday, time(opens), time(closes)) for weekday in weekdays)


BRANCHES = (
    DemoBranch(
        code="fjordvik",
        name="Fjordvik hovedbibliotek",
        hours=_open((MONDAY, TUESDAY, WEDNESDAY, THURSDAY), 10, 19)
        + _open((FRIDAY,), 10, 16)
        + _open((SATURDAY,), 11, 15),
    ),
    DemoBranch(
        code="skoddoya",
        name="Skoddøya bibliotek",
        hours=_open((MONDAY, THURSDAY), 12, 19) + _open((WEDNESDAY, FRIDAY), 11, 16),
    ),
    DemoBranch(
        code="rimstrand",
        name="Rimstrand skolebibliotek",
        hours=_open((MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY), 8, 15),
        is_school_library=True,
    ),
)

STAFF = (
    DemoStaff("signe.desk", "Signe Vindgløtt", "fjordvik", (Role.DESK,), date(2022, 8, 15)),
    DemoStaff(
        username="amir.desk",
        name="Amir Nahrsafir",
        branch="skoddoya",
        roles=(Role.DESK, Role.OUTREACH),
        undertaking_on=date(2024, 1, 8),
        language=Language.NN,
    ),
    DemoStaff(
        username="kerstin.cataloguer",
        name="Kerstin Myrljus",
        branch="fjordvik",
        roles=(Role.CATALOGUER,),
        undertaking_on=date(2019, 3, 4),
        language=Language.SV,
    ),
    DemoStaff(
        username="maret.children",
        name="Máret Jiekŋagáddi",
        branch="rimstrand",
        roles=(Role.CHILDREN, Role.DESK),
        undertaking_on=date(2021, 8, 16),
    ),
    DemoStaff("liv.school", "Liv Tavlesvamp", "rimstrand", (Role.SCHOOL,), date(2025, 8, 11)),
    DemoStaff(
        username="ewa.outreach",
        name="Ewa Deszczulka",
        branch="fjordvik",
        roles=(Role.OUTREACH,),
        undertaking_on=date(2023, 2, 1),
        language=Language.EN,
    ),
    DemoStaff("odd.invoice", "Odd Sildekroken", "fjordvik", (Role.INVOICE,), date(2017, 10, 2)),
    DemoStaff(
        username="ragnhild.privacy",
        name="Ragnhild Tåkebrekka",
        branch="fjordvik",
        roles=(Role.PRIVACY_OFFICER,),
        undertaking_on=date(2018, 7, 20),
    ),
    DemoStaff(
        username="torstein.admin",
        name="Torstein Duggmoli",
        branch="fjordvik",
        roles=(Role.ADMINISTRATOR,),
        undertaking_on=date(2016, 1, 4),
        language=Language.NN,
    ),
)
