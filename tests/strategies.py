"""Studies that hypothesis makes: references hold, values are what our tables can carry."""

from dataclasses import replace

from hypothesis import strategies as st

import ontology
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
    Study,
    StudyInfo,
    Theme,
    ThemeLink,
    Tie,
    Variable,
)
from graph.shapes import bears
from graph.variables import DATATYPES, SHARED, canonical

ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r\",;'“")
)
"""Everything that a cell can hold: no control characters, no halves of surrogate pairs."""
IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
WORDS = ANY_TEXT.filter(bool)


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
