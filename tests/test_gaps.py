"""Gaps: for each kind a study that has one, word for word, and one that hasn't."""

import re
from dataclasses import replace
from typing import Any

import pytest

import ontology
from graph.gaps import KINDS, Figure, Gap, Ref, find_gaps, search
from graph.gaps.across import KINDS as ACROSS
from graph.model import (
    Coding,
    DataCollection,
    Mention,
    Quote,
    Respondent,
    Role,
    Study,
    StudyInfo,
    Theme,
    ThemeLink,
    Tie,
)
from tests.studies import with_table

EMPTY = Study(StudyInfo("s", "S"))


def _gaps(study: Study, kind: str) -> list[Gap]:
    return [gap for gap in find_gaps(study) if gap.kind == kind]


def _tie(source: str, target: str, status: str, **more: Any) -> Tie:  # noqa: ANN401 -- as in Tie
    given = {"id": "t", "type": "informs", "direction": "one-way", "voice": "respondent"} | more
    return Tie(source=source, target=target, status=status, **given)


def _spoken(people: dict[str, str], theme: Theme) -> Study:
    """Return a study in which each of the people, by collection, says something on a theme."""
    return replace(
        EMPTY,
        collections=(
            DataCollection("talks", "Talks", "interview"),
            DataCollection("more-talks", "More talks", "interview"),
            DataCollection("circle", "Circle", "focus-group"),
        ),
        themes=(theme,),
        respondents=tuple(Respondent(p, p.upper(), c) for p, c in people.items()),
        quotes=tuple(Quote(f"q-{p}", "…", p, "d", 0, 1, "block") for p in people),
        codings=tuple(Coding(f"c-{p}", f"q-{p}", theme.id) for p in people),
    )


# ---------------------------------------------------------------- all kinds


def test_every_kind_is_in_the_scheme(invented: Study, bundled: Study) -> None:
    """The kinds that are looked for are those of the ontology, and nothing else is found."""
    notations = [*(kind.notation for kind in KINDS), *(kind.notation for kind in ACROSS)]
    assert sorted(notations) == sorted(ontology.scheme("gap-kind"))
    found = {gap.kind for study in (invented, bundled) for gap in find_gaps(study)}
    assert found <= set(notations)


def test_every_kind_says_how_it_is_looked_for(bundled: Study) -> None:
    """A kind says its method, and what its score measures; parameters it names are there."""
    for found in search(bundled):
        kind = found.kind
        assert kind.method.endswith(".")
        assert ontology.scheme("gap-kind")[kind.notation].note.startswith("The score is ")
        named = set(re.findall("“([a-z]+)”", kind.method)) - {"missing", "wanted", "strained"}
        assert named - {"addresses", "authors"} <= set(kind.parameters)


def test_every_gap_is_complete(invented: Study, bundled: Study) -> None:
    """Every gap has a sentence, a question to ask next, involved nodes and named numbers."""
    for gap in (*find_gaps(invented), *find_gaps(bundled)):
        assert gap.sentence.endswith((".", "?", "!"))
        assert gap.question.endswith("?")
        assert gap.involves
        assert len({figure.name for figure in gap.figures}) == len(gap.figures) > 0
        assert (gap.p is None) == (gap.q is None)


def test_an_empty_study_has_no_gaps() -> None:
    """Where nothing is said, nothing is reported as lacking."""
    assert find_gaps(EMPTY) == ()


def test_ids_are_unique_and_evidence_exists(invented: Study, bundled: Study) -> None:
    """Each gap has an id of its own, and evidence that is in the study."""
    for study in (invented, bundled):
        gaps = find_gaps(study)
        assert len({gap.id for gap in gaps}) == len(gaps)
        for gap in gaps:
            for ref in gap.evidence:
                assert ref.id in {record.id for record in getattr(study, ref.table)}


def test_the_strongest_come_first(bundled: Study) -> None:
    """Gaps stand by kind, and within a kind by falling score, then by id."""
    gaps = find_gaps(bundled)
    kinds = list(dict.fromkeys(gap.kind for gap in gaps))
    assert list(gaps) == sorted(gaps, key=lambda g: (kinds.index(g.kind), -g.score, g.id))


# ---------------------------------------------------------------- ties


@pytest.mark.parametrize(
    ("status", "question"),
    [
        ("missing", "What would it take for this to be so: {}?"),
        ("wanted", "Who could begin, and what stands in the way: {}?"),
        ("strained", "What would ease this, in the eyes of both: {}?"),
    ],
)
def test_a_tie_reported_as_lacking(status: str, question: str) -> None:
    """A tie coded as missing, wanted or strained is a gap that says so, and on whose word."""
    tie = _tie(
        "patient", "academic", status, id="t9", statement="So they say.",
        quotes=("q1", "q2"), passages=("p1",),
    )  # fmt: skip
    (gap,) = _gaps(replace(EMPTY, ties=(tie,)), f"{status}-tie")
    assert gap == Gap(
        id=f"{status}-tie-t9",
        kind=f"{status}-tie",
        sentence=f"“patient informs academic researcher” is coded as {status}, on a respondent’s "
        "word. So they say.",
        question=question.format("“patient informs academic researcher”"),
        involves=(Ref("roles", "patient"), Ref("roles", "academic")),
        evidence=(
            Ref("ties", "t9"), Ref("quotes", "q1"), Ref("quotes", "q2"), Ref("passages", "p1"),
        ),
        score=3,
        figures=(Figure("quotes", 2), Figure("passages", 1)),
    )  # fmt: skip


@pytest.mark.parametrize("status", ["missing", "wanted", "strained"])
def test_a_tie_that_exists_is_no_gap(status: str) -> None:
    """A tie that is reported to exist is none of these gaps."""
    ties = (_tie("patient", "academic", "established"), _tie("patient", "academic", "emerging"))
    assert _gaps(replace(EMPTY, ties=ties), f"{status}-tie") == []


def test_the_authors_word_is_said_to_be_theirs() -> None:
    """A gap on the authors' word says so, and has no trailing space without a statement."""
    tie = _tie("patient", "academic", "missing", voice="authors")
    (gap,) = _gaps(replace(EMPTY, ties=(tie,)), "missing-tie")
    expected = "“patient informs academic researcher” is coded as missing, on the authors’ word."
    assert gap.sentence == expected


def test_the_coders_word_is_said_to_be_theirs() -> None:
    """A tie that a coder saw and nobody said is on the coder's word."""
    tie = _tie("patient", "academic", "wanted", voice="coder")
    (gap,) = _gaps(replace(EMPTY, ties=(tie,)), "wanted-tie")
    assert gap.sentence.endswith("is coded as wanted, on the coder’s word.")
    assert (gap.score, gap.evidence) == (0, (Ref("ties", "t"),))


def test_a_one_way_tie_with_its_return_lacking() -> None:
    """A tie whose tie in the other direction is reported as missing or wanted goes one way."""
    ties = (
        _tie("academic", "patient", "established", id="t1", quotes=("q1",)),
        _tie("patient", "academic", "wanted", id="t2", voice="authors", passages=("p1",)),
    )
    (gap,) = _gaps(replace(EMPTY, ties=ties), "one-way-tie")
    assert gap.id == "one-way-tie-t1"
    assert gap.sentence == (
        "“academic researcher informs patient” is coded as one-way. Of what would pass the "
        "other way, “patient informs academic researcher” is coded as wanted."
    )
    assert set(gap.evidence) == {
        Ref("ties", "t1"), Ref("ties", "t2"), Ref("quotes", "q1"), Ref("passages", "p1"),
    }  # fmt: skip
    assert gap.involves == (Ref("roles", "academic"), Ref("roles", "patient"))


def test_a_symmetric_tie_that_runs_one_way() -> None:
    """A tie that goes both ways by its nature is a gap if it's reported one way only."""
    tie = _tie("academic", "patient", "emerging", type="does-research-with")
    (gap,) = _gaps(replace(EMPTY, ties=(tie,)), "one-way-tie")
    assert gap.sentence == ("“academic researcher does research with patient” is coded as one-way.")


def test_a_return_is_told_by_which_way_something_passes() -> None:
    """Whoever learns from another receives: learning from is no return of informing, it's alike."""
    informs = _tie("academic", "patient", "established", id="t1")
    learns = _tie("patient", "academic", "missing", id="t2", type="learns-from")
    assert _gaps(replace(EMPTY, ties=(informs, learns)), "one-way-tie") == []
    learns_back = _tie("academic", "patient", "missing", id="t2", type="learns-from")
    (gap,) = _gaps(replace(EMPTY, ties=(informs, learns_back)), "one-way-tie")
    assert gap.evidence[:2] == (Ref("ties", "t1"), Ref("ties", "t2"))


def test_returns_that_exist_are_named() -> None:
    """What is reported to come back is said beside what is lacking, and counted."""
    ties = (
        _tie("academic", "patient", "established", id="t1", type="collects-data-from"),
        _tie("academic", "patient", "missing", id="t2", type="shares-findings-with"),
        _tie("academic", "patient", "strained", id="t3"),
        _tie("patient", "academic", "emerging", id="t4", type="understands", direction="mutual"),
    )
    (gap,) = _gaps(replace(EMPTY, ties=ties), "one-way-tie")
    assert gap.id == "one-way-tie-t1"
    assert gap.sentence.endswith(
        "What is reported to come back: “academic researcher informs patient” is coded as strained "
        "and “patient understands academic researcher” is coded as emerging."
    )
    assert {Figure("returns lacking", 1), Figure("returns that exist", 2)} <= set(gap.figures)


@pytest.mark.parametrize(
    "ties",
    [
        (_tie("academic", "patient", "established"),),
        (_tie("academic", "patient", "established", type="collaborates-with", direction="mutual"),),
        (
            _tie("academic", "patient", "established", type="collaborates-with"),
            _tie("patient", "academic", "strained", id="t2"),
        ),
        (
            _tie("academic", "patient", "missing"),
            _tie("patient", "academic", "wanted", id="t2"),
        ),
    ],
    ids=["nothing-said", "mutual", "returned", "neither-exists"],
)
def test_ties_that_do_not_run_one_way(ties: tuple[Tie, ...]) -> None:
    """No return is asked for where none is expected, where there is one, or where no tie exists."""
    assert _gaps(replace(EMPTY, ties=ties), "one-way-tie") == []


# ---------------------------------------------------------------- actors


def test_an_unheard_actor() -> None:
    """A role of which others speak but that nobody is identified as holding is unheard."""
    study = replace(
        EMPTY,
        respondents=(Respondent("a", "A", affiliation="local-authority"),),
        ties=(_tie("elected-member", "local-authority", "established"),),
        mentions=(
            Mention("m1", "elected-member", "q1"),
            Mention("m2", "elected-member", "q1"),
            Mention("m3", "elected-member", passage="p1"),
        ),
    )
    (gap,) = _gaps(study, "unheard-actor")
    assert gap == Gap(
        id="unheard-actor-elected-member",
        kind="unheard-actor",
        sentence="No respondent is identified as “elected member”, and no quote is given to one, "
        "but 1 tie and 3 mentions concern that role. The study gives no role for 1 respondent of "
        "“local authority”, and doesn't say whether this one holds it.",
        question="What would somebody who is “elected member” say about this themselves?",
        involves=(Ref("roles", "elected-member"),),
        evidence=(Ref("ties", "t"), Ref("quotes", "q1"), Ref("passages", "p1")),
        score=4,
        figures=(
            Figure("ties", 1),
            Figure("mentions", 3),
            Figure("respondents who may hold it", 1),
        ),
    )


@pytest.mark.parametrize(
    "person",
    [
        Respondent("a", "A", role="senior-manager"),
        Respondent("a", "A", affiliation="manager"),
        Respondent("a", "A", role="line-manager"),
    ],
    ids=["role-below", "affiliation", "own-role-below"],
)
def test_a_heard_actor(person: Respondent) -> None:
    """A role is heard if a respondent holds it or belongs to it, or to a role below it."""
    study = replace(
        EMPTY,
        roles=(Role("line-manager", "line manager", broader="manager"),),
        respondents=(person,),
        mentions=(Mention("m", "manager", "q"), Mention("n", "officer", "q")),
    )
    assert _gaps(study, "unheard-actor") == []


def test_an_own_role_is_named_by_its_label() -> None:
    """A role of the study's own is called by the label that the study gives it."""
    study = replace(EMPTY, roles=(Role("x", "night porter"),), mentions=(Mention("m", "x", "q"),))
    (gap,) = _gaps(study, "unheard-actor")
    assert gap.sentence == (
        "No respondent is identified as “night porter”, and no quote is given to one, but "
        "1 mention concerns that role."
    )


# ---------------------------------------------------------------- themes


def test_a_thin_theme() -> None:
    """A theme on which three respondents or fewer speak is thin; more lacking count more."""
    study = _spoken({"a": "talks", "b": "circle"}, Theme("t", "Money"))
    elsewhere = Quote("q-z", "…", "z", "d", 0, 1, "block")
    study = replace(
        study,
        respondents=(*study.respondents, Respondent("z", "Z"), Respondent("silent", "Silent")),
        quotes=(*study.quotes, elsewhere, Quote("q-nobody", "…", "", "d", 0, 1, "block")),
    )
    (gap,) = _gaps(study, "thin-theme")
    assert gap == Gap(
        id="thin-theme-t",
        kind="thin-theme",
        sentence="Of 3 respondents who are quoted, 2 are quoted on “Money”.",
        question="What do the others say about “Money”?",
        involves=(Ref("themes", "t"),),
        evidence=(Ref("quotes", "q-a"), Ref("quotes", "q-b")),
        score=1,
        figures=(
            Figure("respondents quoted on it", 2),
            Figure("respondents quoted", 3),
            Figure("quotes", 2),
            Figure("methods", 2),
            Figure("sectors", 0),
        ),
    )


def _and_others(study: Study, *people: Respondent) -> Study:
    """Return the study with respondents who are quoted on no theme."""
    quotes = [Quote(f"q-{person.id}", "…", person.id, "d", 0, 1, "block") for person in people]
    return replace(
        study,
        respondents=(*study.respondents, *people),
        quotes=(*study.quotes, *quotes),
    )


def test_a_theme_by_one_method_is_thin() -> None:
    """A theme on which many speak is thin if all took part by one method, and others by another."""
    people = dict.fromkeys("abc", "talks") | dict.fromkeys("de", "more-talks")
    study = _and_others(_spoken(people, Theme("t", "Money")), Respondent("z", "Z", "circle"))
    (gap,) = _gaps(study, "thin-theme")
    expected = "Of 6 respondents who are quoted, 5 are quoted on “Money”, all by interview."
    assert gap.sentence == expected


def test_a_theme_of_one_sector_is_thin() -> None:
    """A theme on which many speak is thin if all are of one sector, and others of another."""
    study = _spoken(dict.fromkeys("abcd", ""), Theme("t", "Money"))
    people = tuple(replace(person, role="officer") for person in study.respondents)
    study = replace(study, respondents=people)
    other = Respondent("z", "Z", affiliation="academic")
    (gap,) = _gaps(_and_others(study, other), "thin-theme")
    assert gap.sentence.endswith("4 are quoted on “Money”, all of the administrative sector.")


def test_what_holds_for_every_theme_is_said_once() -> None:
    """Where the study heard one method or sector alone, that is a note and no gap of each theme."""
    study = _spoken(dict.fromkeys("abcd", "talks"), Theme("t", "Money"))
    people = tuple(replace(person, role="officer") for person in study.respondents)
    study = replace(study, respondents=people)
    assert _gaps(study, "thin-theme") == []
    (note,) = [f.finding.note for f in search(study) if f.kind.notation == "thin-theme"]
    assert note == (
        "Everybody who is quoted took part by interview, so no theme is called thin for that. "
        "Everybody who is quoted, as far as the study says, belongs to the administrative sector, "
        "so no theme is called thin for that."
    )


@pytest.mark.parametrize(
    "people",
    [
        {"a": "talks", "b": "talks", "c": "talks", "d": "circle"},
        {"a": "", "b": "", "c": "", "d": ""},
    ],
    ids=["two-methods", "methods-unknown"],
)
def test_a_theme_that_is_not_thin(people: dict[str, str]) -> None:
    """A theme with four respondents who aren't known to share one method isn't thin."""
    assert _gaps(_spoken(people, Theme("t", "Money")), "thin-theme") == []


def test_only_leaves_are_thin() -> None:
    """A theme with sub-themes isn't called thin, for its words stand below it."""
    study = _spoken({"a": "talks"}, Theme("low", "Low pay", "high"))
    elsewhere = replace(study.quotes[0], id="q-z", respondent="z")
    whole = replace(
        study,
        themes=(Theme("high", "High"), *study.themes),
        respondents=(*study.respondents, Respondent("z", "Z", "talks")),
        quotes=(*study.quotes, elsewhere),
    )
    assert [gap.id for gap in _gaps(whole, "thin-theme")] == ["thin-theme-low"]
    assert not _gaps(replace(whole, quotes=study.quotes), "thin-theme"), "all there are speak on it"


def test_a_barrier_with_neutral_parts_is_still_a_barrier() -> None:
    """Only barriers below a barrier stand for it."""
    study = _barrier_study()
    parts = (*study.themes, Theme("desk", "Desk hours", "low", valence="neutral"))
    found = _gaps(replace(study, themes=parts), "unaddressed-barrier")
    assert [gap.id for gap in found] == ["unaddressed-barrier-low"]


def _barrier_study(*links: ThemeLink) -> Study:
    study = _spoken({"a": "talks"}, Theme("low", "Low pay", "high"))
    themes = (Theme("high", "High", valence="barrier"), *study.themes)
    helps = (Theme("helps", "Helps", valence="facilitator"), Theme("aid", "Aid", "helps"))
    return replace(study, themes=(*themes, *helps), links=links)


def test_an_unaddressed_barrier() -> None:
    """A barrier, by its own valence or one above, that no facilitator addresses is a gap."""
    (gap,) = _gaps(_barrier_study(), "unaddressed-barrier")
    assert gap == Gap(
        id="unaddressed-barrier-low",
        kind="unaddressed-barrier",
        sentence="No facilitator in this study is reported to address the barrier “Low pay”.",
        question="What has helped, anywhere, against “Low pay”?",
        involves=(Ref("themes", "low"),),
        evidence=(Ref("quotes", "q-a"),),
        score=1,
        figures=(Figure("quotes", 1),),
    )


@pytest.mark.parametrize("target", ["low", "high"])
def test_an_addressed_barrier(target: str) -> None:
    """A barrier is addressed if a facilitator addresses it or a theme above it."""
    link = ThemeLink("l", "aid", target, "addresses", "authors")
    assert _gaps(_barrier_study(link), "unaddressed-barrier") == []


@pytest.mark.parametrize(("source", "kind"), [("high", "addresses"), ("aid", "contradicts")])
def test_only_facilitators_that_address_count(source: str, kind: str) -> None:
    """A link from a barrier, or of another type, leaves a barrier unaddressed."""
    link = ThemeLink("l", source, "low", kind, "authors")
    assert len(_gaps(_barrier_study(link), "unaddressed-barrier")) == 1


# ---------------------------------------------------------------- whole studies


def test_the_gaps_of_the_invented_study(invented: Study) -> None:
    """The invented study's gaps are those worked out by hand."""
    assert sorted(gap.id for gap in find_gaps(invented)) == [
        "authors-only-l2",
        "authors-only-t6",
        "missing-tie-t4",
        "one-way-tie-t6",
        "strained-tie-t1",
        "thin-theme-lent-hall",
        "thin-theme-no-reply",
        "thin-theme-no-room",
        "thin-theme-the-mood",
        "unaddressed-barrier-no-reply",
        "unheard-actor-elected-member",
        "unheard-actor-professional-network",
        "wanted-tie-t3",
    ]


@pytest.mark.parametrize("table", ["ties", "links", "mentions", "codings"])
def test_what_was_rejected_counts_nowhere(bundled: Study, table: str) -> None:
    """A record that a reviewer rejected changes gaps as if it weren't there."""
    records = getattr(bundled, table)
    marked = [replace(r, review="rejected") if n % 2 == 0 else r for n, r in enumerate(records)]
    kept = [record for record in marked if record.review != "rejected"]
    rejected, left_out = with_table(bundled, table, marked), with_table(bundled, table, kept)
    assert find_gaps(rejected) == find_gaps(left_out) != find_gaps(bundled)
