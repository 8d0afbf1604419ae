"""Names for invented people: common given names with family names that nobody bears."""

from dataclasses import dataclass

from hylla.privacy.vocabulary import Language


@dataclass(frozen=True)
class NameGroup:
    """Names that sound alike; `share` is how many families in thirty have them.

    The family names are compounds made up for this list: places that stand on no map.
    """

    share: int
    older: tuple[str, ...]
    younger: tuple[str, ...]
    family: tuple[str, ...]
    languages: tuple[Language, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GROUPS = (
    NameGroup(
        share=14,
        older=_words("Solveig Arne Gerd Kåre Bjørg Odd Turid Harald Åse Finn Inger Knut"),
        younger=_words("Nora Jakob Ingrid Emil Live Sander Tuva Aksel Eline Håkon Frida Mathias"),
        family=_words(
            "Lyngdokka Rimstrand Tjernvatn Skoddeløkja Multeskar Duggmoli Vidjehamn Tåkebrekka "
            "Snøklokka Sildekroken Regnbuvik Måkesteinen Kvistebu Heggelommen Issvulla Bølgestø "
            "Vindgløtt Tangsletta Frostlia Blåklokkemo Skumringsås Marihøneng Svaberglund Rognekvae"
        ),
        languages=(Language.NB, Language.NB, Language.NN),
    ),
    NameGroup(
        share=5,
        older=_words("Birgitta Lennart Gunilla Rolf Kerstin Åke Margareta Sven"),
        younger=_words("Elsa Hugo Alva Viktor Saga Oskar Tindra Anton"),
        family=_words(
            "Myrljus Blåbärsgren Kottefors Vassrugge Dimkulle Isklang Lingonstråk Älvglimt"
        ),
        languages=(Language.SV,),
    ),
    NameGroup(
        share=3,
        older=_words("Máret Nils-Ánte Elle Jovnna Biret Mikkel"),
        younger=_words("Áilu Sárá Ánte Ravna Máhtte Inga"),
        family=_words("Jiekŋagáddi Muohtasuolu Biegganjunni Lasttačohkka Guovssaduottar"),
        languages=(Language.NB, Language.NN),
    ),
    NameGroup(
        share=2,
        older=_words("Samira Yusuf Layla Khalid Nadia Hassan"),
        younger=_words("Amina Omar Salma Bilal Yasmin Karim"),
        family=_words("Nahrsafir Wadilunah Jabalzahrin Qamarbahri Shajarnada"),
        languages=(Language.NB, Language.EN),
    ),
    NameGroup(
        share=2,
        older=_words("Hodan Abdirahman Fadumo Liban Ayaan Warsame"),
        younger=_words("Hibo Zakariye Ifrah Guled Sagal Mahad"),
        family=_words("Biyodheerle Daruurbeel Geedlaaxo Xiddigsamo Roobcadde"),
        languages=(Language.NB, Language.NB, Language.EN),
    ),
    NameGroup(
        share=2,
        older=_words("Ewa Marek Danuta Tomasz Barbara Piotr"),
        younger=_words("Zofia Jan Maja Filip Lena Kacper"),
        family=_words("Deszczulka Jeziorniak Mglawicz Brzozolas Szronogaj"),
        languages=(Language.NB, Language.EN),
    ),
    NameGroup(
        share=2,
        older=_words("Letebrhan Tesfay Abrehet Haile Mebrat Kidane"),
        younger=_words("Selam Yonas Rahwa Natnael Winta Robel"),
        family=_words("Maygobo Kokobadi Tsebahruba Gobotsada Werhimay"),
        languages=(Language.NB, Language.EN),
    ),
)
