"""Every probe looks, and finds nothing where all is in order."""

from hylla.privacy.notice import KINDS, Probe, read_sentences
from hylla.site.probes import BY_KIND


def test_each_probe_is_of_the_kind_whose_module_it_stands_in() -> None:
    assert {kind: {each.__name__ for each in probes} for kind, probes in BY_KIND.items()} == {
        kind: {each.value for each in probes} for kind, probes in KINDS.items()
    }


def test_no_probe_looks_for_nobody() -> None:
    cited = {probe for sentence in read_sentences() for probe in sentence.probes}
    assert cited == set(Probe)
