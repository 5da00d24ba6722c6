"""What messages say, and how much of it."""

from graph.errors import COMPARED, NAMED, Fault, nearest, visible


def test_the_nearest_is_guessed() -> None:
    """A value that is nearly right gets the right one as a guess."""
    assert nearest("Bariers", ["barrier", "facilitator"]) == "did you mean 'barrier'?"


def test_a_short_list_is_named_whole() -> None:
    """Without a guess, what is allowed is named."""
    assert nearest("zzz", ["b", "a"]) == "use one of a, b"


def test_a_long_list_is_cut() -> None:
    """Of thousands of ids a message names a few, and says how many more there are."""
    message = nearest("zzz", [f"quote-{number:05}" for number in range(5000)])
    assert message.endswith(f"or {5000 - NAMED} more")
    assert len(message) < 400


def test_a_long_list_still_has_a_guess() -> None:
    """The nearest of thousands of ids is found by its beginning."""
    ids = [f"x{number}" for number in range(3 * COMPARED)]
    assert nearest("no-eer", [*ids, "no-ear"]) == "did you mean 'no-ear'?"


def test_what_acts_on_a_terminal_is_written_out() -> None:
    """Control characters and turns of direction are written out; all other text stays."""
    assert visible("a\x9b\x1b\u202e\u2069é\tשלום\n🫖") == r"a\x9b\x1b\u202e\u2069é" + "\tשלום\n🫖"


def test_a_fault_shows_every_part() -> None:
    """Whatever a file, column or value is called, a fault is one line that can be printed."""
    fault = Fault("a\x9b.csv", 2, "b\u202e" + "c" * 100, "d\x85", "is wrong", "mend \u2066 it")
    assert str(fault).isprintable()
    assert len(str(fault)) < 150
