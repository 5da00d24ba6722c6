"""Who steps aside and who waits for that, among long queries."""

import pytest

from graph.service.aside import Aside, Turn
from graph.service.calls import Call


def call(asked: float, *, is_aside: bool = False, is_behind: bool = False) -> Call:
    """Return a query that was asked then."""
    return Call(b"", None, asked, is_aside=is_aside, is_behind=is_behind)


def test_one_that_finds_room_steps_aside() -> None:
    """A long query takes a place aside if there is one, and waits for one otherwise."""
    first, second, third = call(1.0, is_aside=True), call(2.0), call(3.0)
    assert Aside(2).turn(second, [first, second]) is Turn.ASIDE
    second.is_aside = True
    assert Aside(2).turn(third, [first, second, third]) is Turn.LATER


def test_nobody_passes_who_waits() -> None:
    """A place that is as good as taken by one who waits for it isn't given to another."""
    aside, newer = Aside(1), call(2.0)
    aside.put_off(call(1.0))
    assert aside.turn(newer, [newer]) is Turn.LATER


@pytest.mark.parametrize(
    ("elder", "turn"),
    [
        (call(1.0, is_behind=True), Turn.STAY),
        (call(1.0), Turn.ASIDE),
        (call(3.0, is_behind=True), Turn.ASIDE),
    ],
    ids=["an elder one that has worked for a while", "an elder one that hasn't", "a newer one"],
)
def test_the_last_place_is_left_to_an_elder(elder: Call, turn: Turn) -> None:
    """A newer query stays where it is while an elder one may be about to need the last place."""
    newer = call(2.0)
    assert Aside(1).turn(newer, [elder, newer]) is turn
    assert Aside(2).turn(newer, [elder, newer]) is Turn.ASIDE


def test_who_asked_first_is_next() -> None:
    """Those who wait get a place in the order in which they asked, as soon as one is free."""
    aside, standing = Aside(1), call(0.0, is_aside=True)
    late, early = call(2.0), call(1.0)
    aside.put_off(late)
    aside.put_off(early)
    assert aside.next([standing]) is None
    assert [aside.next([]), aside.next([]), aside.next([])] == [early, late, None]
