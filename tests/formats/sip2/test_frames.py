"""Cutting a stream of bytes into frames, however it arrives."""

import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats.sip2 import LONGEST_FRAME, FrameSplitter, Problem


def split(*chunks: bytes) -> list[bytes | Problem]:
    splitter = FrameSplitter()
    return [piece for chunk in chunks for piece in splitter.feed(chunk)]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_line_ends(end: bytes) -> None:
    assert split(b"97" + end + b"9900302.00" + end) == [b"97", b"9900302.00"]


def test_a_frame_waits_for_its_end() -> None:
    assert split(b"9900", b"302.00") == []
    assert split(b"9900", b"302.00", b"\r") == [b"9900302.00"]


def test_line_feeds_are_noticed() -> None:
    splitter = FrameSplitter()
    splitter.feed(b"97\r")
    assert not splitter.saw_line_feed
    splitter.feed(b"\n97\r")
    assert splitter.saw_line_feed


@given(st.lists(st.binary(min_size=1, max_size=30), max_size=10), st.lists(st.integers(0, 300)))
def test_any_cutting_gives_the_same_frames(frames: list[bytes], cuts: list[int]) -> None:
    frames = [clean for one in frames if (clean := one.replace(b"\r", b"").replace(b"\n", b""))]
    stream = b"".join(one + b"\r\n" for one in frames)
    places = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts)})
    assert split(*(stream[a:b] for a, b in pairwise(places))) == frames


def test_the_longest_frame_passes_and_a_longer_one_does_not() -> None:
    longest = b"x" * LONGEST_FRAME
    assert split(longest + b"\r") == [longest]
    assert split(longest + b"x\r") == [Problem.TOO_LONG]


@pytest.mark.parametrize("size", [1, 1000, 100_000])
def test_noise_is_reported_once_and_forgotten(size: int) -> None:
    noise = b"noise" * 20_000
    chunks = [noise[at : at + size] for at in range(0, len(noise), size)]
    assert split(*chunks, b"\r97\r") == [Problem.TOO_LONG, b"97"]


def test_noise_does_not_grow_memory() -> None:
    splitter = FrameSplitter()
    chunk = b"x" * 1000
    splitter.feed(chunk)
    tracemalloc.start()
    for _ in range(10_000):
        splitter.feed(chunk)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 100_000
