"""Pictures that are sent in: what is taken, and what is left of it."""

from io import BytesIO

import pytest
from PIL import Image

from hylla.formats.pictures import LARGE, MOST_BYTES, SMALL, Fault, Unfit, picture_of

ORIENTATION, MAKE = 0x0112, 0x010F
ON_ITS_SIDE = 6


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (400, 600), **more: object) -> bytes:
    held = BytesIO()
    Image.new("RGB", size, "teal").save(held, kind, **more)
    return held.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_is_written_anew_in_both_sizes(kind: str) -> None:
    picture = picture_of(a_picture(kind))
    assert (opened(picture.small).size, opened(picture.large).size) == (SMALL, LARGE)
    assert {opened(picture.small).format, opened(picture.large).format} == {"WEBP"}


def test_nothing_is_kept_of_where_it_was_taken_and_it_stands_upright() -> None:
    told = Image.Exif()
    told[MAKE] = "Camera of somebody"
    told[ORIENTATION] = ON_ITS_SIDE
    picture = picture_of(a_picture(size=(600, 400), exif=told))
    assert b"Camera of somebody" not in picture.large
    assert not opened(picture.large).getexif()
    assert opened(picture.large).size == LARGE


def test_a_small_picture_is_not_blown_up() -> None:
    assert opened(picture_of(a_picture(size=(80, 100))).large).size == (80, 100)


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "CMYK"])
def test_other_ways_of_keeping_colours_are_read(mode: str) -> None:
    held = BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (100, 150)).save(held, kind)
    assert opened(picture_of(held.getvalue()).small).mode == "RGB"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.NOT_A_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Fault.NOT_A_PICTURE),
        (a_picture("GIF"), Fault.NOT_A_PICTURE),
        (a_picture()[:300], Fault.NOT_A_PICTURE),
        (a_picture(size=(59, 400)), Fault.TOO_SMALL),
        (a_picture("PNG", size=(10_000, 6_000)), Fault.TOO_LARGE),
        (b"x" * (MOST_BYTES + 1), Fault.TOO_LARGE),
    ],
    ids=["nothing", "svg", "gif", "cut", "small", "many pixels", "many bytes"],
)
def test_what_cannot_be_used_says_why(data: bytes, fault: Fault) -> None:
    with pytest.raises(Unfit) as unfit:
        picture_of(data)
    assert unfit.value.fault is fault
