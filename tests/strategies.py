"""Studies that hypothesis makes: references hold, values are what our tables can carry."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st

import ontology
from graph.folders.variables import DATATYPES, SHARED, canonical
from graph.model import (
    Attribute,
    Coder,
    Coding,
    DataCollection,
    Decision,
    Document,
    Memo,
    Mention,
    Passage,
    Quote,
    RecordSet,
    Region,
    Relation,
    Respondent,
    Role,
    Sources,
    Study,
    StudyInfo,
    Theme,
    ThemeLink,
    Tie,
    Variable,
)
from graph.rdf.shapes import bears

ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r\",;'“")
)
"""Everything that a cell can hold: no control characters, no halves of surrogate pairs."""
IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
WORDS = ANY_TEXT.filter(str.strip)


def _some(scheme: str) -> st.SearchStrategy[str]:
    return st.sampled_from(list(ontology.scheme(scheme)))


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """Make studies whose references hold."""

    def ids() -> list[str]:
        return draw(st.lists(IDS, min_size=1, max_size=3, unique=True))

    def one(known: list[str]) -> str:
        return draw(st.sampled_from(known))

    def maybe(known: list[str]) -> str:
        return draw(st.sampled_from(["", *known]))

    def many(known: list[str]) -> tuple[str, ...]:
        return tuple(sorted(draw(st.sets(st.sampled_from(known)))))

    themes, people, quotes, passages, documents = ids(), ids(), ids(), ids(), ids()
    coders, collections, regions, codings = ids(), ids(), ids(), ids()
    known = ["study", *(f"quotes/{i}" for i in quotes), *(f"codings/{i}" for i in codings)]
    known += [f"themes/{i}" for i in themes] + [f"documents/{i}" for i in documents]
    known += [f"respondents/{i}" for i in people] + [f"regions/{i}" for i in regions]
    variables = {
        i: Variable(i, draw(WORDS), draw(st.sampled_from(DATATYPES)), draw(ANY_TEXT))
        for i in ids()
        if i not in SHARED
    }
    own = [name for name in ids() if name not in ontology.scheme("role")]
    roles = [*own, *ontology.scheme("role")]
    return Study(
        StudyInfo(draw(IDS), draw(WORDS), note=draw(ANY_TEXT), question=draw(ANY_TEXT)),
        coders=tuple(Coder(i, draw(WORDS), draw(_some("agent-kind"))) for i in coders),
        documents=tuple(
            Document(i, draw(WORDS), length=draw(_POSITIONS), medium=draw(_some("medium")))
            for i in documents
        ),
        collections=tuple(
            DataCollection(i, draw(WORDS), draw(_some("method"))) for i in collections
        ),
        roles=tuple(
            Role(i, draw(WORDS), tuple(sorted(draw(st.sets(WORDS)))), maybe(roles)) for i in own
        ),
        themes=tuple(Theme(i, draw(WORDS), maybe(themes), draw(_VALENCES)) for i in themes),
        respondents=tuple(
            Respondent(i, draw(WORDS), maybe(collections), maybe(roles), maybe(roles))
            for i in people
        ),
        quotes=tuple(
            Quote(
                i, draw(ANY_TEXT), maybe(people), one(documents), draw(_NUMBERS), draw(_NUMBERS),
                "block",
            )
            for i in quotes
        ),
        passages=tuple(
            Passage(
                i, one(documents), draw(_NUMBERS), draw(_NUMBERS), maybe(themes), draw(ANY_TEXT),
                draw(ANY_TEXT),
            )
            for i in passages
        ),
        regions=tuple(Region(i, one(documents), draw(ANY_TEXT), *draw(_BOXES)) for i in regions),
        codings=tuple(
            replace(draw(_coded(quotes, regions, documents)), id=i, theme=one(themes),
                    coder=maybe(coders), review=draw(_some("review-status")), rule=draw(ANY_TEXT))
            for i in codings
        ),
        mentions=tuple(
            Mention(i, one(roles), one(quotes), "", draw(_POSITIONS), draw(_POSITIONS),
                    review=draw(_some("review-status")))
            for i in ids()
        ),
        ties=tuple(
            Tie(
                i, one(roles), one(roles), draw(_some("tie-type")), draw(_some("tie-status")),
                draw(_some("direction")), draw(_some("voice")), maybe(themes), many(quotes),
                many(passages), draw(ANY_TEXT), maybe(coders), draw(_some("review-status")),
                draw(ANY_TEXT),
            )
            for i in ids()
        ),
        links=tuple(
            ThemeLink(
                i, one(themes), one(themes), draw(_some("link-type")), draw(_some("voice")),
                many(quotes), many(passages), draw(ANY_TEXT), maybe(coders),
                draw(_some("review-status")), draw(ANY_TEXT),
            )
            for i in ids()
        ),
        relations=tuple(
            Relation(i, one(known), one(known), draw(ANY_TEXT), draw(_DIRECTIONS)) for i in ids()
        ),
        memos=tuple(
            Memo(i, draw(ANY_TEXT), draw(ANY_TEXT), maybe(coders), draw(_MOMENTS), many(known))
            for i in ids()
        ),
        sets=tuple(RecordSet(i, draw(WORDS), many(known), draw(ANY_TEXT)) for i in ids()),
        variables=tuple(variables.values()),
        attributes=tuple(sorted(draw(st.sets(_attributes(known, variables))))),
        decisions=tuple(
            Decision(
                i, one(known), draw(_some("decision")), maybe(coders), draw(_MOMENTS),
                draw(ANY_TEXT),
            )
            for i in ids()
        ),
    )  # fmt: skip


_NUMBERS = st.integers(0, 10**15 - 1)
_POSITIONS = st.none() | _NUMBERS
_VALENCES = st.just("") | _some("valence")

_MOMENTS = st.just("") | st.datetimes().map(
    lambda moment: canonical(moment.isoformat(), "datetime") or ""
)
_DIRECTIONS = st.just("") | _some("direction")
_WHOLE = st.integers(-(10**15) + 1, 10**15 - 1)
_VALUES = {
    "text": ANY_TEXT,
    "boolean": st.sampled_from(["true", "false"]),
    "integer": _WHOLE.map(str),
    "decimal": st.decimals(-1000, 1000, places=3).map(
        lambda n: canonical(f"{n:f}", "decimal") or ""
    ),
    "date": st.dates().map(str),
    "datetime": _MOMENTS,
}


@st.composite
def _boxes(draw: st.DrawFn) -> tuple[int | None, ...]:
    page = draw(st.none() | _WHOLE)
    corners = draw(st.just((None,) * 4) | st.tuples(_WHOLE, _WHOLE, _WHOLE, _WHOLE))
    times = draw(st.just((None, None)) | st.tuples(_NUMBERS, _NUMBERS))
    return (page, *corners, *times)


_BOXES = _boxes()


def _coded(
    quotes: list[str], regions: list[str], documents: list[str]
) -> st.SearchStrategy[Coding]:
    return (
        st.sampled_from(quotes).map(lambda i: Coding("", i, ""))
        | st.sampled_from(regions).map(lambda i: Coding("", "", "", region=i))
        | st.sampled_from(documents).map(lambda i: Coding("", "", "", document=i))
    )


@st.composite
def _attributes(draw: st.DrawFn, known: list[str], variables: dict[str, Variable]) -> Attribute:
    about = draw(st.sampled_from(known))
    table = about.partition("/")[0]
    names = [*variables, *(name for name in SHARED if not bears(table, name))]
    name = draw(st.sampled_from(names))
    datatype = variables[name].datatype if name in variables else SHARED[name]
    value = draw(st.sampled_from(known) if datatype == "record" else _VALUES[datatype])
    return Attribute(about, name, value)


# ---------------------------------------------------------------- sound in every way


@st.composite
def sound_studies(draw: st.DrawFn) -> tuple[Study, Sources]:
    """Make studies that ``check`` finds sound, with their source texts, as far as at hand."""
    study = _with_places(draw, draw(studies()))
    texts = {name: text for name, text in study[1].items() if text is not None}
    return _without_faults(study[0]), Sources(texts)


def _with_places(draw: st.DrawFn, study: Study) -> tuple[Study, dict[str, str | None]]:
    """Give documents texts, and what stands in them a place there."""
    texts: dict[str, str | None] = {
        document.id: draw(st.none() | st.text(_LETTERS, min_size=3, max_size=30))
        if document.medium == "text"
        else None
        for document in study.documents
    }
    documents = tuple(
        replace(
            document,
            length=None if text is None else len(text),
            sha256="" if text is None else sha256(text.encode()).hexdigest(),
        )
        for document, text in zip(study.documents, texts.values(), strict=True)
    )
    quotes, passages = (
        tuple(_placed(draw, row, texts[row.document]) for row in rows)
        for rows in (study.quotes, study.passages)
    )
    return replace(study, documents=documents, quotes=quotes, passages=passages), texts


_LETTERS = st.sampled_from("ab \n\r\t𝔄é&<\"'>]")


def _placed(draw: st.DrawFn, row: Any, text: str | None) -> Any:  # noqa: ANN401 -- a quote or passage
    length = 20 if text is None else len(text)
    start = draw(st.integers(0, length - 1))
    end = draw(st.integers(start + 1, length))
    words = draw(st.text(_LETTERS, min_size=end - start, max_size=end - start) | st.just(""))
    return replace(row, start=start, end=end, text=words if text is None else text[start:end])


def _without_faults(study: Study) -> Study:
    """Mend what references alone don't make sound."""
    known = _references(study)
    return replace(
        study,
        roles=tuple(_separable(role) for role in study.roles),
        themes=tuple(_in_tree(study.themes)),
        respondents=tuple(
            replace(person, role="", role_basis="", role_evidence="")
            for person in study.respondents
        ),
        regions=tuple(_region(region) for region in study.regions),
        codings=tuple(_coded_once(study.codings)),
        mentions=tuple(replace(mention, start=None, end=None) for mention in study.mentions),
        ties=_said_once(_with_evidence(study, tie) for tie in study.ties),
        links=_said_once(
            _with_evidence(study, link) for link in study.links if link.source != link.target
        ),
        relations=tuple(each for each in study.relations if {each.source, each.target} <= known),
        memos=tuple(
            replace(memo, about=tuple(each for each in memo.about if each in known))
            for memo in study.memos
        ),
        sets=tuple(
            replace(each, members=tuple(one for one in each.members if one in known))
            for each in study.sets
        ),
        attributes=tuple(
            each
            for each in study.attributes
            if each.about in known and (each.value in known or "/" not in each.value)
        ),
        decisions=tuple(each for each in study.decisions if each.about in known),
    )


def _references(study: Study) -> set[str]:
    """Return the references to what is left when nothing is coded twice."""
    found = {f"codings/{each.id}" for each in _coded_once(study.codings)} | {"study"}
    for table in ("quotes", "themes", "documents", "respondents", "regions"):
        found |= {f"{table}/{each.id}" for each in getattr(study, table)}
    return found


def _separable(role: Role) -> Role:
    """Return a role whose other names can stand in one cell, separated by semicolons."""
    names = {name.replace(";", "").strip() for name in role.alternatives} - {""}
    return replace(role, broader="", alternatives=tuple(sorted(names)))


def _in_tree(themes: tuple[Theme, ...]) -> Iterator[Theme]:
    before: set[str] = set()
    for theme in themes:
        yield theme if theme.broader in before else replace(theme, broader="")
        before.add(theme.id)


def _region(region: Region) -> Region:
    if region.begin is None or region.end is None:
        return region
    begin, end = sorted((region.begin, region.end))
    return replace(region, begin=begin, end=end)


def _coded_once(codings: tuple[Coding, ...]) -> Iterator[Coding]:
    seen = set()
    for coding in codings:
        key = (coding.quote, coding.region, coding.document, coding.theme, coding.coder)
        if key not in seen:
            yield coding
        seen.add(key)


def _said_once(statements: Iterable[Any]) -> tuple[Any, ...]:
    """Return ties or theme links without those that are equal to another but for the id."""
    once = {replace(each, id=""): each for each in statements}
    return tuple(once.values())


def _with_evidence(study: Study, statement: Any) -> Any:  # noqa: ANN401 -- a tie or theme link
    if statement.voice == "respondent" and not statement.quotes:
        return replace(statement, quotes=(study.quotes[0].id,))
    if statement.voice == "authors" and not statement.passages:
        return replace(statement, passages=(study.passages[0].id,))
    return statement
