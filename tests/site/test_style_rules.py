"""Of the design system's sheets only the rules go out that something on a page can match."""

import pytest

from hylla.site.style_rules import in_use

KEPT = [
    ".a{b:c}",
    "@layer x, y;.a{b:c}",
    "@keyframes turn{0%{opacity:0}to{opacity:1}}",
    ".a:not([data-placement]){b:c}",
    ".a:is([readonly],.b){c:d}",
    ".a:has(>.b:not(.ds-icon)){c:d}",
    '.a[x="b,c"]{d:e}',
    ".a{&:hover{b:c}}",
]
CUT = [
    (".ds-floating{a:b}", ""),
    (".ds-floating{&[data-floating|=top]:before{a:b}}.a{b:c}", ".a{b:c}"),
    (".a,.b[readonly],.c{d:e}", ".a,.c{d:e}"),
    (".a:where([data-placement=top],[data-placement=bottom]){b:c}", ""),
    (".a:is(:is([role=switch]),.ds-icon) .b{c:d}", ""),
    ("@media print{.ds-icon{a:b}}.c{d:e}", ".c{d:e}"),
    ("@supports (a:b){.ds-icon{a:b}.c{d:e}}", "@supports (a:b){.c{d:e}}"),
]


@pytest.mark.parametrize("sheet", KEPT)
def test_what_a_page_may_match_stays_as_it_was(sheet: str) -> None:
    assert in_use(sheet) == sheet


@pytest.mark.parametrize(("sheet", "left"), CUT)
def test_what_nothing_matches_goes(sheet: str, left: str) -> None:
    assert in_use(sheet) == left


def test_a_sheet_that_is_cut_off_is_no_sheet() -> None:
    with pytest.raises(ValueError, match="never closed"):
        in_use(".a{b:c")
