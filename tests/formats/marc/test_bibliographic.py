"""What the catalogue learns from a record, in each dialect; the records are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats.marc import (
    Audience,
    Dialect,
    Field,
    Holding,
    Material,
    Record,
    Subfield,
    describe,
    dialect_of,
    holdings_of,
)
from hylla.formats.marc.isbn import isbn13
from hylla.formats.marc.wording import danish, plain

LEADER = "00000nam a2200000 a 4500"
FIXED = "010101s2020    no ||||j||||||000|1|nob||"


def made(*fields: Field, leader: str = LEADER, hint: str = "") -> Record:
    return Record(leader, fields, hint)


def field(tag: str, *parts: str, indicators: str = "  ") -> Field:
    """Make a field; each part begins with its code."""
    return Field(tag, "", indicators, tuple(Subfield(part[0], part[1:]) for part in parts))


def test_a_marc21_book_is_described() -> None:
    found = describe(
        made(
            Field("001", " made1 "),
            Field("008", FIXED),
            field("020", "a978-82-05-00000-0 (ib.)", "q(heftet)"),
            field("020", "a82-05-06206-4 (h.)"),
            field("040", "aNO-MADE"),
            field("041", "anobswe", "heng"),
            field("082", "a839.8/2[S]"),
            field("100", "aNordavind, Frida,", "d1950-", "4aut"),
            field(
                "245", "aFjellet som gikk.", "n2,", "pDalen :", "ben sommer /", "cFrida Nordavind."
            ),
            field("264", "aOslo :", "bKopi,", "c1999", indicators=" 4"),
            field("264", "aOslo :", "bFantasiforlaget,", "c[2021]", indicators=" 1"),
            field("490", "aFjellserien ;", "v2"),
            field("650", "aFjell", "zNorge", "xHistorie."),
            field("650", "aFjell", "zNorge", "xHistorie."),
            field("700", "aSønnavind, Per,", "4ill"),
            field("700", "aVestavind, Kari,", "eforfatter"),
        )
    )
    assert found.dialect is Dialect.MARC21
    assert found.control_number == "made1"
    assert found.title == "Fjellet som gikk. 2. Dalen"
    assert found.subtitle == "en sommer"
    assert found.responsibility == "Frida Nordavind"
    assert found.authors == ("Nordavind, Frida", "Vestavind, Kari")
    assert found.year == 2020
    assert found.languages == ("nob", "swe")
    assert found.isbns == ("9788205062061",)
    assert found.publisher == "Fantasiforlaget"
    assert (found.material, found.audience) == (Material.BOOK, Audience.CHILD)
    assert found.subjects == ("Fjell - Norge - Historie",)
    assert found.series == ("Fjellserien ; 2",)


@pytest.mark.parametrize(
    ("kind", "fixed", "material"),
    [
        ("am", "", Material.BOOK),
        ("tm", "", Material.BOOK),
        ("as", "", Material.PERIODICAL),
        ("cm", "", Material.MUSIC),
        ("jm", "", Material.MUSIC),
        ("im", "", Material.AUDIOBOOK),
        ("em", "", Material.MAP),
        ("gm", " " * 33 + "v", Material.FILM),
        ("gm", " " * 33 + "s", Material.OTHER),
        ("rm", " " * 33 + "g", Material.GAME),
        ("mm", " " * 26 + "g", Material.GAME),
        ("mm", " " * 26 + "d", Material.BOOK),
        ("mm", "", Material.OTHER),
        ("km", "", Material.OTHER),
        ("", "", Material.OTHER),
    ],
)
def test_marc21_leader_and_codes_tell_the_material(
    kind: str, fixed: str, material: Material
) -> None:
    record = made(Field("008", fixed), leader=f"00000n{kind} a22")
    assert describe(record, dialect=Dialect.MARC21).material is material


@pytest.mark.parametrize(
    ("code", "sab", "audience"),
    [
        ("a", "", Audience.CHILD),
        ("j", "", Audience.CHILD),
        ("e", "", Audience.ADULT),
        ("g", "", Audience.UNKNOWN),
        ("|", "uHc", Audience.CHILD),
        (" ", "Hcd,u", Audience.CHILD),
        (" ", "Hc", Audience.UNKNOWN),
    ],
)
def test_marc21_tells_the_audience(code: str, sab: str, audience: Audience) -> None:
    record = made(Field("008", " " * 22 + code), field("084", f"a{sab}", "2kssb/8"))
    assert describe(record, dialect=Dialect.MARC21).audience is audience


def test_a_normarc_record_is_described() -> None:
    found = describe(
        made(
            Field("001", "made2"),
            Field("008", "010101" + " " * 16 + "a" + " " * 10 + "01" + "nno  "),
            field("015", "a12345", "bBIBBI"),
            field("019", "bl", "dR"),
            field("082", "a839.82", indicators="3 "),
            field("090", "bu", "c839.82", "dNor"),
            field("100", "aNordavind, Frida", "jn."),
            field("240", "aThe mountain that walked"),
            field("245", "aFjellet som gjekk", "bsoge", "cFrida Nordavind"),
            field("260", "aBergen", "bOppdikta forl.", "c[cop. 1987]"),
            field("440", "aFjellserien"),
            field("653", "aFjell"),
            field("850", "aNO-0000000", "bFilialen i dalen.", "cu"),
        )
    )
    assert found.dialect is Dialect.NORMARC
    assert (found.title, found.subtitle) == ("Fjellet som gjekk", "soge")
    assert (found.year, found.languages) == (1987, ("nno",))
    # In NORMARC a means adults; in MARC 21 the same letter means preschool.
    assert found.audience is Audience.ADULT
    assert found.shelf_mark == "u 839.82 Nor"
    assert found.publisher == "Oppdikta forl"
    assert found.series == ("Fjellserien",)


@pytest.mark.parametrize(
    ("codes", "material"),
    [
        ("l", Material.BOOK),
        ("dc,di", Material.AUDIOBOOK),
        ("dc,dg", Material.MUSIC),
        ("dg,dc", Material.MUSIC),
        ("c", Material.MUSIC),
        ("ee", Material.FILM),
        ("mj", Material.GAME),
        ("jp", Material.PERIODICAL),
        ("aj", Material.MAP),
        ("ge", Material.OTHER),
        ("h", Material.OTHER),
    ],
)
def test_norwegian_codes_tell_the_material(codes: str, material: Material) -> None:
    assert describe(made(field("019", f"b{codes}"), field("245", "aX"))).material is material


def test_a_danmarc2_record_is_described() -> None:
    found = describe(
        made(
            field("001", "a0 000 000 1", "f a"),
            field("004", "rn", "ae"),
            field("008", "tm", "a1999", "ldan", "ob"),
            field("009", "aa", "gxx"),
            field("021", "e9788711000008", "a87-11-04010-6"),
            field("096", "z000000", "a86-096", "bNor"),
            field("100", "aNordenvind", "hFrida", indicators="00"),
            field(
                "245",
                "a¤Det @Årlige bjerg",
                "cen @00F8-roman @@ 5@*",
                "eFrida Nordenvind",
                "fill. af Per",
            ),
            field("260", "aKbh.", "bFantasi", "c1999"),
            field("440", "aBjergserien", "v3"),
            field("652", "msk"),
        )
    )
    assert found.dialect is Dialect.DANMARC2
    assert found.control_number == "0 000 000 1"
    assert found.title == "Det Aarlige bjerg"
    assert found.subtitle == "en ø-roman @ 5*"
    assert found.responsibility == "Frida Nordenvind ; ill. af Per"
    assert found.authors == ("Nordenvind, Frida",)
    assert (found.year, found.languages) == (1999, ("dan",))
    assert found.isbns == ("9788711040102",)
    assert (found.material, found.audience) == (Material.BOOK, Audience.CHILD)
    assert (found.classification, found.shelf_mark) == ("sk", "86-096 Nor")
    assert found.series == ("Bjergserien ; 3",)


@pytest.mark.parametrize(
    ("record", "dialect"),
    [
        (made(hint="danMARC2"), Dialect.DANMARC2),
        (made(hint="normarc"), Dialect.NORMARC),
        (made(hint="MARC21"), Dialect.MARC21),
        (made(field("008", "tm")), Dialect.DANMARC2),
        (made(field("100", "aNordenvind", "hFrida")), Dialect.DANMARC2),
        (made(field("019", "bl")), Dialect.NORMARC),
        (made(field("019", "a123456")), Dialect.MARC21),
        # Norwegian MARC 21 keeps field 019, but has RDA's fields beside it.
        (made(field("019", "bl"), field("336", "atekst")), Dialect.MARC21),
        (made(), Dialect.MARC21),
    ],
)
def test_the_dialect_is_recognised(record: Record, dialect: Dialect) -> None:
    assert dialect_of(record) is dialect


@pytest.mark.parametrize(
    ("fields", "holdings"),
    [
        (
            [field("952", "ahutl", "bhutl", "p0301", "o952 Cri", "yL")],
            [Holding("0301", "952 Cri", "hutl")],
        ),
        ([field("952", "aLibrary has 2 copies.")], []),
        (
            [field("852", "aSE", "bGbg", "hHc", "jNor", "p0302")],
            [Holding("0302", "Hc Nor", "Gbg")],
        ),
        (
            [field("850", "afbje"), field("850", "afbje"), field("850", "anone", "bGrend fil.")],
            [Holding("", "", "fbje"), Holding("", "", "fbje"), Holding("", "", "Grend fil.")],
        ),
        ([field("019", "bl"), field("096", "aHB", "c839", "dNor")], [Holding("", "839 Nor", "HB")]),
        ([field("652", "msk"), field("096", "a86-096", "bNor")], []),
        ([], []),
    ],
)
def test_copies_are_found(fields: list[Field], holdings: list[Holding]) -> None:
    assert list(holdings_of(made(*fields))) == holdings


@pytest.mark.parametrize(
    ("text", "isbn"),
    [
        ("82-05-06206-4", "9788205062061"),
        ("8205062064 (ib.)", "9788205062061"),
        ("ISBN 82 05 06206 4", "9788205062061"),
        ("978-82-05-06206-1", "9788205062061"),
        ("9788205062061 :", "9788205062061"),
        ("0-8044-2957-x", "9780804429573"),
        ("82-05-06206-5", None),
        ("978-82-05-06206-2", None),
        ("NOK60", None),
        ("97882050620612", None),
        ("", None),
    ],
)
def test_isbns_are_made_comparable(text: str, isbn: str | None) -> None:
    assert isbn13(text) == isbn


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Fjellet som gikk /", "Fjellet som gikk"),
        ("Fjellet som gikk.", "Fjellet som gikk"),
        ("Bind 2, del 1.", "Bind 2, del 1."),
        ("Og så ...", "Og så ..."),
        ("  to \n ord ; ", "to ord"),
        ("<<Das>> Tal", "Das Tal"),
        ("<<Abt. 1=1>> Tal", "Abt. 1 Tal"),
    ],
)
def test_punctuation_of_the_rules_is_dropped(text: str, short: str) -> None:
    assert plain(text) == short


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@0161koda", "škoda"),
        ("@030Aa", "å"),
        ("@åen og @Åen", "aaen og Aaen"),
        ("post@@sted", "post@sted"),
        ("The ¤good life", "The good life"),
        ("5 @¤", "5 ¤"),
        ("@UFCe", "ë"),
        ("slut@", "slut@"),
    ],
)
def test_danish_escapes_are_resolved(text: str, meant: str) -> None:
    assert danish(text) == meant


@given(
    fields=st.lists(
        st.tuples(
            st.sampled_from(["001", "008", "019", "020", "084", "100", "245", "652", "700", "952"]),
            st.text(max_size=8),
            st.lists(st.tuples(st.sampled_from("abchnopt4"), st.text(max_size=12)), max_size=3),
        ),
        max_size=8,
    ),
    leader=st.text(max_size=24),
    dialect=st.sampled_from([None, *Dialect]),
)
def test_no_record_makes_describe_raise(
    fields: list[tuple[str, str, list[tuple[str, str]]]], leader: str, dialect: Dialect | None
) -> None:
    made_up = tuple(
        Field(tag, value, "  ", tuple(Subfield(*part) for part in parts))
        for tag, value, parts in fields
    )
    record = Record(leader, made_up)
    assert describe(record, dialect=dialect).dialect in Dialect
    assert isinstance(holdings_of(record), tuple)
