"""Labels that are names alone in lines above the words, and names of other forms."""

import pytest

from graph.readers import narrative
from graph.readers.summary import as_json

ABOVE = """Findings

Leaving

This was highlighted by two who had joined the same shop:

Corey
I’d say by Christmas I’d done # four hours on an actual car.

Jade
They’d stand in front of it so you couldn’t watch.

Money
Pay was below what friends earned in a warehouse. Few spoke of it.

Corey
Bus, food, tools. Twelve quid up. She said ‘what can we do?’ and wrote it down.
"""


def said(source: str) -> list[tuple[str, str]]:
    """Speaker and words of each quote of a text."""
    found = as_json(narrative.read(source, study_id="s"))["quotes"]
    return [(quote["speaker"], quote["text"]) for quote in found]


def themes(source: str) -> set[str]:
    """Innermost themes of a text's quotes."""
    found = as_json(narrative.read(source, study_id="s"))["quotes"]
    return {quote["theme_path"][-1] for quote in found}


def test_a_name_above_the_words_is_a_label() -> None:
    """Names that come again above spoken words are labels; a title right above prose is none."""
    assert [speaker for speaker, _ in said(ABOVE)] == ["Corey", "Jade", "Corey"]
    assert said(ABOVE)[2][1].endswith("wrote it down.")
    assert themes(ABOVE) == {"Leaving", "Money"}


@pytest.mark.parametrize(
    "text",
    [
        ABOVE.replace("\nCorey\nBus", "\nMegan\nBus"),  # no name comes again
        ABOVE.replace("Corey\n", "Corey\n\n"),  # apart from the words, as headings are
        ABOVE.replace("Corey", "Work").replace("Pay was", "At work pay was"),  # a common word
    ],
)
def test_a_title_above_prose_is_no_label(text: str) -> None:
    """Without names that come again right above the words nobody is said to speak."""
    assert said(text) == []


NAMED = """Findings

Work

The firm paid because customers, in the words of its CFO, “do not like pumps at all”. In the view
of Mrs van Wyk, it went upwards: “I have to make it polite for them.” Mrs de la Cruz said: “I am
not only a pipe.” “I said no because of the tag,” Kelly (27) explained. “I rang a bell for it”
(Denise, 44). “We know” (Hannah, 19).
"""


def test_names_of_other_forms() -> None:
    """A role of *its*, particles within a name, and an age behind one that ends as adverbs do."""
    speakers = [speaker for speaker, _ in said(NAMED)]
    assert speakers[:4] == ["CFO", "Mrs van Wyk", "Mrs de la Cruz", "Kelly"]


def test_several_labels_behind_another_clause_are_not_the_quotes() -> None:
    """Whoever did something of their own, by the sentence, didn't say the policy's words."""
    text = (
        "The policy requires “two registered nurses at the bedside”, and participants added checks "
        "of their own (N2, N8, N13). “I count twice,” said N2."
    )
    assert said(f"Findings\n\nWork\n\n{text}\n") == [("N2", "I count twice,")]


def test_a_title_may_begin_with_a_word_in_marks() -> None:
    """*‘Doing’ the hostel* is a heading."""
    text = "Findings\n\n‘Doing’ the hostel\n\nThey told. ‘I rang a bell for milk’ (P3).\n"
    assert themes(text) == {"‘Doing’ the hostel"}
