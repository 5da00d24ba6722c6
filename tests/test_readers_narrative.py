"""The narrative reader as a whole."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.folders.check import load, unseen_documents
from graph.folders.folder import write_folder
from graph.model import Passage, Quote, Reading
from graph.readers import formats, narrative
from graph.readers.request import Request

SHARED = Path(__file__).parents[2] / "shared"
SAMPLES = (
    "01_prison_nutrition",
    "03_malawi_antenatal",
    "06_nigeria_meningitis",
    "11_mozambique_malaria",
    "15_ghana_birth_attendants",
)
SOURCE = """# Results

Fifty tenants “spoke” with us.

## Barriers

### Stairs

The council mended nothing, ‘so we stay at home with the nurse’ (Interviewee 2). They left.

“Our councillor never came.” (FGD 3)

## Helpers

“The nurse came.” (Interviewee  2)

“Nobody came.” (interviewee 2)
"""


def shared(name: str) -> str:
    """The text of a file beside the repository; without it the test is skipped."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} isn't there: the texts aren't part of the repository")
    return path.read_text("utf-8")


def read(source: str) -> Reading:
    """A reading of an invented study."""
    return narrative.read(source, study_id="tenants", title="Tenants")


def test_study_and_document() -> None:
    """The study has the given name, the document the section's title, checksum and length."""
    study = read(SOURCE).study
    (document,) = study.documents
    assert (study.info.id, study.info.title) == ("tenants", "Tenants")
    assert (document.id, document.title, document.length) == ("findings", "Results", len(SOURCE))
    assert document.sha256 == sha256(SOURCE.encode()).hexdigest()
    assert study.coders == (narrative.CODER,)


def test_themes() -> None:
    """A theme has the valence that its own heading names, and the theme above it."""
    assert [(t.id, t.broader, t.valence) for t in read(SOURCE).study.themes] == [
        ("barriers", "", "barrier"),
        ("stairs", "barriers", ""),
        ("helpers", "", ""),
    ]


def test_respondents() -> None:
    """A respondent has a label and what it shows of the method, never a role."""
    study = read(SOURCE).study
    assert [(r.id, r.label, r.collection) for r in study.respondents] == [
        ("interviewee-2", "Interviewee 2", "interviews"),
        ("fgd-3", "FGD 3", "focus-groups"),
        ("interviewee-2-2", "interviewee 2", "interviews"),
    ]
    assert {r.role + r.affiliation for r in study.respondents} == {""}
    assert [c.id for c in study.collections] == ["interviews", "focus-groups"]


def test_a_method_that_no_label_shows_is_not_invented() -> None:
    """Without an interviewee or a focus group there is no collection."""
    assert read("“Far.” (P3)").study.collections == ()


def test_quotes_and_codings() -> None:
    """Each quote is coded to the innermost theme that it stands under, as a suggestion."""
    study = read(SOURCE).study
    assert [(q.id, q.respondent, q.layout) for q in study.quotes] == [
        ("q01", "interviewee-2", "inline"),
        ("q02", "fgd-3", "block"),
        ("q03", "interviewee-2", "block"),
        ("q04", "interviewee-2-2", "block"),
    ]
    assert [(c.id, c.quote, c.theme, c.coder, c.review) for c in study.codings][:3] == [
        ("c01", "q01", "stairs", "themegraph", "suggested"),
        ("c02", "q02", "stairs", "themegraph", "suggested"),
        ("c03", "q03", "helpers", "themegraph", "suggested"),
    ]


def test_a_quote_before_any_heading_is_not_coded() -> None:
    """Without a theme there is nothing to code to."""
    study = read("“Far.” (P3)").study
    assert (len(study.quotes), study.codings) == (1, ())


def test_mentions_belong_to_the_quote_or_to_the_passage() -> None:
    """Respondents' words in a sentence of the authors' are theirs, the rest is the authors'."""
    study = read(SOURCE).study
    assert [(m.role, m.quote, m.passage) for m in study.mentions] == [
        ("local-authority", "", "p01"),
        ("health-worker", "q01", ""),
        ("elected-member", "q02", ""),
        ("health-worker", "q03", ""),
    ]


def test_passages_are_whole_sentences() -> None:
    """Only sentences with a mention become passages, with theme and text."""
    (passage,) = read(SOURCE).study.passages
    assert passage.text.startswith("The council mended")
    assert passage.text.endswith("(Interviewee 2).")
    assert passage.theme == "stairs"


def test_a_stop_inside_a_quote_does_not_end_the_sentence() -> None:
    """A quote of two sentences stays inside the authors' one."""
    source = "The council said “Far. Too far” (P3) to us. The nurse left."
    assert [p.text for p in read(source).study.passages] == [
        "The council said “Far. Too far” (P3) to us.",
        "The nurse left.",
    ]


def test_labels_and_anonymous_words_are_no_mentions() -> None:
    """A role in a label, or in words that nobody is named for, isn't the authors' mention."""
    source = "‘So far’ (nurse 3) it was. “The nurse never came to see me at home.”"
    assert read(source).study.mentions == ()


def test_labels_that_may_be_one_person_are_noted() -> None:
    """Labels that differ only in capitals or spaces are two respondents and a note."""
    assert "'interviewee 2' may be the same speaker as 'Interviewee 2'" in [
        note.text for note in read(SOURCE).notes
    ]


def test_a_name_that_may_be_one_with_facts_is_noted() -> None:
    """A name alone may be the person who has facts beside the name elsewhere: two, and a note."""
    reading = read("“I left.” (Grace, 34)\n\n“I came.” (Grace)")
    assert [r.label for r in reading.study.respondents] == ["Grace, 34", "Grace"]
    assert "'Grace' may be the same speaker as 'Grace, 34'" in [n.text for n in reading.notes]


def test_whoever_asks_is_no_respondent() -> None:
    """An interviewer's turn is kept as context of the theme, not as a respondent's quote."""
    found = read("# Results\n\n## Stairs\n\nInterviewer: Why?\nP3: I left.\n\n## Lifts\n\nNone.")
    study = found.study
    assert [respondent.label for respondent in study.respondents] == ["P3"]
    assert [quote.text for quote in study.quotes] == ["I left."]
    (passage,) = study.passages
    assert (passage.text, passage.theme) == ("Why?", "stairs")
    (context,) = narrative.as_json(found)["context"]
    assert (context["text"], context["theme_path"]) == ("Why?", ["Stairs"])
    assert context["description"] == "Interviewer asks the questions: context of the answers"


def test_as_json() -> None:
    """The JSON form has paths, speakers and words instead of ids."""
    found = narrative.as_json(read(SOURCE))
    assert found["themes"][1] == {"path": ["Barriers", "Stairs"], "valence": ""}
    assert found["respondents"][1] == {"label": "FGD 3", "method": "focus-group"}
    start = SOURCE.index("Our councillor")
    assert found["quotes"][1] == {
        "text": "Our councillor never came.",
        "speaker": "FGD 3",
        "theme_path": ["Barriers", "Stairs"],
        "theme_paths": [["Barriers", "Stairs"]],
        "kind": "block",
        "document": "findings",
        "start": start,
        "end": start + 26,
    }
    assert found["mentions"][2] == {
        "role": "elected-member",
        "text": "councillor",
        "start": start + 4,
        "end": start + 14,
        "in": "quote",
        "review": "suggested",
    }
    assert found["mentions"][0]["in"] == "passage"
    assert set(found["notes"][0]) == {"text", "document", "place", "start", "end"}
    assert json.loads(json.dumps(found)) == found


PIECES = st.sampled_from(
    ["“", "”", "‘", "’", '"', "'", " ", "\n", "\n\n", "(P1)", "(nurse)", "[tenant]", "(", ")", "[",
     "– P2", "- ", ": ", ". ", ".", "# ", "> ", "*", "Barriers", "Theme 1: A", "P3: ", "said ",
     "We left", "the council", "1. ", "s’ ", "\r\n", "(2018)", "Interviewer: "]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_can_be_read(source: str) -> None:
    """No text makes the reader fail, and every position is that of the words."""
    study = read(source).study
    holders: list[Quote | Passage] = [*study.quotes, *study.passages]
    for found in holders:
        assert source[found.start : found.end] == found.text != ""
    within = {found.id: found for found in holders}
    for mention in study.mentions:
        holder = within[mention.quote or mention.passage]
        assert mention.start is not None
        assert mention.end is not None
        assert holder.start <= mention.start < mention.end <= holder.end
    assert [q.start for q in study.quotes] == sorted(q.start for q in study.quotes)


@given(st.lists(PIECES).map("".join))
def test_notes_have_places(source: str) -> None:
    """Each note points at something in the text, in order."""
    notes = read(source).notes
    assert all(0 <= note.start < note.end <= len(source) for note in notes)
    assert [note.start for note in notes] == sorted(note.start for note in notes)


@pytest.mark.parametrize("name", SAMPLES)
def test_published_samples(name: str) -> None:
    """Every attributed quote of the samples is found with speaker, themes and kind; no other is."""
    source = shared(f"samples/narrative/{name}.txt")
    gold = json.loads(shared(f"samples/narrative/{name}.gold.json"))
    data = narrative.as_json(read(source))
    found = data["quotes"]
    asked = [quote for quote in gold if quote["speaker"] == "interviewer"]
    assert [turn["text"] for turn in data["context"]] == [quote["quote"] for quote in asked]
    assert [
        (" ".join(quote["text"].split()), quote["speaker"], quote["theme_path"], quote["kind"])
        for quote in found
    ] == [
        (" ".join(quote["quote"].split()), quote["speaker"], quote["theme_path"], quote["kind"])
        for quote in gold
        if quote not in asked
    ]


FOCUS_GROUP = "Focus Group Participant"
CONTEXT = ("Barriers", "The political and cultural context")
STRATEGY = ("Barriers", "Lack of organisational strategy")
VALUE = ("Facilitators", "Recognition of the value of evidence")
NETWORKS = ("Facilitators", "Building existing networks")
CHAMPIONS = ("Facilitators", "Championing a research infrastructure")
# Respondents' words (their first and last two, in full if short): Homer et al., BMC Public Health
# 2022; 22:1341, CC BY 4.0, https://doi.org/10.1186/s12889-022-13758-w.
FIRST_STUDY = (
    ("Sometimes politics … by politics.", "Interviewee 2", CONTEXT, "block"),
    ("academic rigour … things done", f"{FOCUS_GROUP} 10", CONTEXT, "inline"),
    ("immediate response", "Interviewee 4", CONTEXT, "inline"),
    ("a signal … isn’t working", f"{FOCUS_GROUP} 4", CONTEXT, "inline"),
    ("There’s a … from it?", f"{FOCUS_GROUP} 5", CONTEXT, "block"),
    ("But historically … of non-delivery.", "Interviewee 6", CONTEXT, "block"),
    ("I think … that programme.", f"{FOCUS_GROUP} 8", CONTEXT, "block"),
    ("But again, … backfill posts.", "Interviewee 7", CONTEXT, "block"),
    ("So, I’m … one-way system.", "Interviewee 3", CONTEXT, "block"),
    ("disappear with … for years", f"{FOCUS_GROUP} 9", CONTEXT, "inline"),
    ("elitist world", f"{FOCUS_GROUP} 6", CONTEXT, "inline"),
    ("patchy and sporadic", "Interviewee 3", STRATEGY, "inline"),
    ("It’s also … senior management?", f"{FOCUS_GROUP} 1", STRATEGY, "block"),
    ("somebody else’s responsibility", f"{FOCUS_GROUP} 2", STRATEGY, "inline"),
    ("Spending a … right area.", "Interviewee 6", VALUE, "block"),
    ("a bit … in practice", "Interviewee 1", VALUE, "inline"),
    ("The advantage … potential solution.", f"{FOCUS_GROUP} 5", VALUE, "block"),
    ("local voice", f"{FOCUS_GROUP} 6", VALUE, "inline"),
    ("I think … an organisation.", f"{FOCUS_GROUP} 3", VALUE, "block"),
    ("I think … make decisions.", f"{FOCUS_GROUP} 7", VALUE, "block"),
    ("bring that … operational-ness together", f"{FOCUS_GROUP} 5", VALUE, "inline"),
    ("And that … their decisions.", "Interviewee 4", NETWORKS, "block"),
    ("So, I … of us.", f"{FOCUS_GROUP} 2", NETWORKS, "block"),
    ("I would … they’re doing.", f"{FOCUS_GROUP} 9", NETWORKS, "block"),
    ("being curious", "Interviewee 7", CHAMPIONS, "inline"),
    ("It’s understanding … dreamt up.", f"{FOCUS_GROUP} 1", CHAMPIONS, "block"),
    ("used more … an organisation", "Interviewee 6", CHAMPIONS, "inline"),
    ("So likewise, … support that.", "Interviewee 5", CHAMPIONS, "block"),
)


def shortened(words: str) -> str:
    """The first and last two words, in full if there are three or fewer."""
    parts = words.split()
    return " ".join(parts if len(parts) < 4 else [*parts[:2], "…", *parts[-2:]])


def test_the_first_study() -> None:
    """All 28 attributed quotes of the first study are found, and nothing else is attributed."""
    found = narrative.as_json(read(shared("study/findings.txt")))
    assert (
        tuple(
            (shortened(q["text"]), q["speaker"], tuple(q["theme_path"]), q["kind"])
            for q in found["quotes"]
        )
        == FIRST_STUDY
    )
    assert {t["path"][-1]: t["valence"] for t in found["themes"] if t["valence"]} == {
        "Barriers": "barrier",
        "Facilitators": "facilitator",
    }


def test_what_is_read_passes_the_check(tmp_path: Path) -> None:
    """Control characters, quotation signs and a quote of any length make a sound study folder."""
    long = "word " * 40_000
    text = f"## Stairs\f\n\n\x07“I left.”\x0b (P1)\x00\n\n> “We\n> stayed.” (P2)\n\n“{long}” (P3)\n"
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    reading = formats.read_source(path, Request("tenants", "Tenants"))
    write_folder(reading.study, tmp_path / "study", reading.sources)
    checked = load(tmp_path / "study")
    assert [quote.text[:10] for quote in checked.quotes] == ["I left.", "We\nstayed.", "word word "]
    assert unseen_documents(tmp_path / "study", checked) == []
