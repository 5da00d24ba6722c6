"""Coded segments as a study: themes, respondents, documents, quotes and codings.

A table has no source text, so one is written for each document that it names: its segments in the
order of their rows, apart by empty lines. So every quote has a place that ``check`` looks at. The
row that a quote comes from stays with it, as an attribute.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from graph.model import (
    Coder,
    Coding,
    Document,
    Memo,
    Note,
    Quote,
    Respondent,
    Study,
    StudyInfo,
)
from graph.readers import labels
from graph.readers.ids import distinct_slugs, numbered
from graph.readers.tables import attributes
from graph.readers.tables.said import Said, bring_together
from graph.readers.tables.segments import Segment
from graph.readers.theme_tree import Path, Tree, grow

_APART = "\n\n"


@dataclass(frozen=True, slots=True)
class Coded:
    """The study, its documents' texts by id, and what was decided on the way."""

    study: Study
    sources: Mapping[str, str]
    notes: tuple[Note, ...]
    understood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of what cells name, by what stands in the cell."""

    documents: Mapping[str, str]
    respondents: Mapping[str, str]
    coders: Mapping[str, str]


def build(
    info: StudyInfo, segments: Sequence[Segment], names: Sequence[str], untitled: str
) -> Coded:
    """Build a study; ``names`` are the columns', ``untitled`` titles segments without document."""
    notes: list[Note] = []
    said = bring_together(segments, notes)
    tree = grow((path for s in segments for path in s.paths), _definitions(segments, notes))
    ids = _ids(segments, said)
    notes += _alike("respondent", ids.respondents)
    notes += _alike("code", (path[-1] for path in tree.ids))
    texts = _texts(said)
    quotes = _quotes(said, ids)
    codings = _codings(said, quotes, tree, ids)
    known = attributes.of_quotes(
        dict(zip((quote.id for quote in quotes), said, strict=True)),
        names,
        ids.respondents,
        ids.documents,
    )
    study = Study(
        info=info,
        coders=tuple(Coder(i, name, "person") for name, i in ids.coders.items()),
        documents=tuple(
            _document(i, name or untitled, texts[name]) for name, i in ids.documents.items()
        ),
        themes=tree.themes,
        respondents=tuple(Respondent(i, name) for name, i in ids.respondents.items()),
        quotes=quotes,
        codings=tuple(coding for coding, _ in codings),
        memos=_memos(said, quotes, codings, ids),
        variables=known.variables,
        attributes=known.attributes,
    )
    sources = {ids.documents[name]: text for name, text in texts.items()}
    return Coded(study, sources, tuple(notes), known.understood)


def _definitions(segments: Sequence[Segment], notes: list[Note]) -> dict[Path, str]:
    found: dict[Path, str] = {}
    for segment in segments:
        for path in segment.paths if segment.definition else ():
            if found.setdefault(path, segment.definition) != segment.definition:
                text = f"{' > '.join(path)!r} is defined otherwise above: the first one is kept"
                notes.append(Note(text, place=f"row {segment.row}"))
    return found


def _ids(segments: Sequence[Segment], said: Sequence[Said]) -> Ids:
    spoken = [segment for segment in segments if segment.quote]
    return Ids(
        documents=_slugs((one.first.document for one in said), "document"),
        respondents=_slugs((s.respondent for s in spoken if s.respondent), "respondent"),
        coders=_slugs((s.coder for s in spoken if s.coder), "coder"),
    )


def _alike(kind: str, spellings: Iterable[str]) -> Iterator[Note]:
    """Note labels that differ only in spaces, signs or capitals: perhaps they are one."""
    met: dict[str, str] = {}
    for spelling in dict.fromkeys(spellings):
        first = met.setdefault(labels.normal_form(spelling) or spelling, spelling)
        if first != spelling:
            yield Note(f"{spelling!r} may be the same as {first!r}", place=f"{kind} {spelling!r}")


def _slugs(names: Iterable[str], fallback: str) -> dict[str, str]:
    distinct = list(dict.fromkeys(names))
    return dict(zip(distinct, distinct_slugs(distinct, fallback), strict=True))


def _texts(said: Sequence[Said]) -> dict[str, str]:
    """Return each document's text by its name."""
    quotes: dict[str, list[str]] = {}
    for one in said:
        quotes.setdefault(one.first.document, []).append(one.first.quote)
    return {name: _APART.join(texts) for name, texts in quotes.items()}


def _document(document_id: str, title: str, text: str) -> Document:
    digest = sha256(text.encode()).hexdigest()
    note = "The coded segments in the order of their rows, for the table holds no whole text"
    return Document(document_id, title, digest, len(text), note)


def _quotes(said: Sequence[Said], ids: Ids) -> tuple[Quote, ...]:
    ends: dict[str, int] = {}
    quotes = []
    for quote_id, one in zip(numbered("q", said), said, strict=True):
        words, name = one.first.quote, one.first.document
        start = ends[name] + len(_APART) if name in ends else 0
        ends[name] = start + len(words)
        respondent = ids.respondents.get(one.first.respondent, "")
        document = ids.documents[name]
        quotes.append(Quote(quote_id, words, respondent, document, start, ends[name], "block"))
    return tuple(quotes)


def _codings(
    said: Sequence[Said], quotes: Sequence[Quote], tree: Tree, ids: Ids
) -> list[tuple[Coding, Segment]]:
    """Return the codings, each with the row that it comes from."""
    made = [
        (quote.id, tree.ids[path], ids.coders.get(coder, ""), segment)
        for quote, one in zip(quotes, said, strict=True)
        for (path, coder), segment in one.codes.items()
    ]
    return [
        (Coding(coding_id, quote, theme, coder), segment)
        for coding_id, (quote, theme, coder, segment) in zip(numbered("c", made), made, strict=True)
    ]


def _memos(
    said: Sequence[Said],
    quotes: Sequence[Quote],
    codings: Sequence[tuple[Coding, Segment]],
    ids: Ids,
) -> tuple[Memo, ...]:
    """Return what coders remarked: about the codings of its row, or else about the quote."""
    coded: dict[int, list[str]] = {}
    for coding, segment in codings:
        coded.setdefault(segment.row, []).append(f"codings/{coding.id}")
    remarked = [
        (segment, tuple(coded.get(segment.row, [f"quotes/{quote.id}"])))
        for quote, one in zip(quotes, said, strict=True)
        for segment in one.segments
        if segment.memo
    ]
    return tuple(
        Memo(memo_id, segment.memo, coder=ids.coders.get(segment.coder, ""), about=about)
        for memo_id, (segment, about) in zip(numbered("memo", remarked), remarked, strict=True)
    )
