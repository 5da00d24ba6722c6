"""Words in marks that go on a respondent's sentence, and words that are somebody else's."""

import pytest

from graph.readers import narrative
from graph.readers.summary import as_json

WORDS = "I never thought that it would take us this long"
REST = "so slow that you could knit a whole sleeve"
START = (
    "Findings\n\nWaiting for the bus\n\nPeople waited for hours. “The driver knows, I think, but "
    "we don’t ask him” (Maria). “I do not mind it at all, I have my book” (Ivan).\n\n"
)


def speakers(sentence: str) -> list[str]:
    """Who is named for the words in the last paragraph of a text that knows Maria and Ivan."""
    found = as_json(narrative.read(f"{START}{sentence} It was dark.", study_id="s"))["quotes"]
    return [quote["speaker"] for quote in found[2:]]


@pytest.mark.parametrize("who", ["P2", "Maria"])
@pytest.mark.parametrize(
    "sentence",
    [
        "{0} wanted a bus that was “{rest}”.",
        "{0} kept it short “because we had all been there before and knew it”.",
        "{0} had tried to sleep on the bench, but “{words}”.",
        "For {0}, a cook in her second year, it was “{rest}”.",
        "A passenger in her fifties ({0}) found it “{rest}”.",
        "In contrast, {0} has taken down the sign with the times: “{words}.”",
        "Similarly, {0}: “{words}.”",
        "{0}, by contrast: “{words}.”",
        "{0} was asked about the bench and said: “{words}.”",
        "When asked about the bench, {0} said “{words}”.",
        "As the oldest of the passengers, {0}, remarked, “{words}”.",
        "The same point was made by {0}: “{words}.”",
        "In the view of {0}, “{words}”.",
        "{0} did not agree: “{words}.”",
        "{0}’s account of the night is short: “{words}.”",
        "“{words},” was {0}’s answer.",
        "“{words}” – this is what {0} told us.",
        "{0} (“{words}”) was typical.",
        "It is “a ladder without any wall”, as {0} has it.",
    ],
)
def test_a_sentence_goes_on(sentence: str, who: str) -> None:
    """Words that are the rest of one respondent's sentence are theirs, by a code or a name."""
    assert speakers(sentence.format(who, words=WORDS, rest=REST)) == [who]


@pytest.mark.parametrize("who", ["P2", "Maria"])
@pytest.mark.parametrize(
    "sentence",
    [
        "{0} was told “{words}”.",
        "{0} pointed to a poster that read “keep calm and stay in the queue until it comes”.",
        "{0} read us the sign: “{words}.”",
        "{0} works for a firm whose slogan is “we will always get you home before the rain”.",
        "{0} disliked the sentence “I wait for the bus without complaint” in the survey.",
        "{0} rejected the idea that it was “a matter of time and of money and of nothing else”.",
        "{0} had heard that “there will never be a bus on a Sunday again”.",
        "{0} quoted the driver: “{words}.”",
        "{0} filled in the form, where “how often do you wait for an hour” is the last question.",
        "{0} left before the end, in “civil inattention of the ordinary kind” (Goffman 1963).",
        "{0} lives in a house that the council calls “unfit for people with two children”.",
        "The bus, {0} knew, was advertised as “a place where neighbours say good morning”.",
        "{0} laughed at the phrase “vibrant community of the future”.",
        "{0}, asked about it, was silent. “It could be worse for us” is a phrase that many used.",
        "{0} and two others called it “a bench that you would not offer to your dog”.",
    ],
)
def test_somebody_elses_words(sentence: str, who: str) -> None:
    """What stands on a sign, in a survey or in another's mouth is not the respondent's."""
    assert speakers(sentence.format(who, words=WORDS)) == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("“{words}” (P3 & P4).", ["P3"]),
        ("“{words}” (P3, emphasis added).", ["P3"]),
        ("“{words}” (P3; translated by the authors).", ["P3"]),
        ("The head teacher of School B was blunt: “{words}.”", ["head teacher of School B"]),
        ("The main driver was the mother: “{words}.”", []),
        ("Amina, 34, waited: “{words}.” Bea, 51, had left: “{words}.”", ["Amina, 34", "Bea, 51"]),
        ("Amina (34) waited: “{words}.” Bea (51) had left: “{words}.”", ["Amina", "Bea"]),
        ("Mr. A: “{words}.”\n\nMs. B: “{words}.”", ["Mr. A", "Ms. B"]),
        ("P3 [00:12]: {words}.\n\nP4 [01:15]: {words}.", ["P3", "P4"]),
        ("[Interviewer:] Why?\n[P3:] {words}.", ["P3"]),
        ("MARIA: {words}.\nPAUL: We did.\nMARIA: Not all.", ["MARIA", "PAUL", "MARIA"]),
        ("Int: Why?\nRes: {words}.\n(P3)\n\nThey left.", ["P3"]),
        ("Anderson wrote “{words}” (Anderson, 1999).", []),
    ],
)
def test_labels_as_articles_have_them(sentence: str, names: list[str]) -> None:
    """Several people, the authors' remarks, ages, titles and times of a transcript in labels."""
    assert speakers(sentence.format(words=WORDS)) == names


def test_a_sign_does_not_go_on_a_quote() -> None:
    """Words that are read out behind *she said* aren't the second half of what was said."""
    said = "“I waited,” P2 said, quoting a sign, “No bus after ten in the evening”."
    found = as_json(narrative.read(START + said, study_id="s"))["quotes"]
    assert [quote["text"] for quote in found[2:]] == ["I waited,"]


def test_two_clauses_are_two_people() -> None:
    """*P1 called it “…”, whereas P2 felt …: “…”*: the second words are the second person's."""
    both = "P3 called it “holding your stomach in”, whereas P2 felt at ease: “I like it there.”"
    assert speakers(both) == ["P3", "P2"]
