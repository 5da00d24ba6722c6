"""QualCoder's projects, of database versions 1 to 17."""

from collections.abc import Mapping
from pathlib import Path

from graph.errors import ReadError
from graph.model import Quote, Reading, Relation, Study, StudyInfo
from graph.readers.characters import label, plain
from graph.readers.database import Database, opened, text
from graph.readers.ids import numbered
from graph.readers.qualcoder import cases, codebook, documents, found, regions, texts
from graph.readers.qualcoder.cases import Cases
from graph.readers.qualcoder.found import Found
from graph.readers.qualcoder.texts import Place, Remark, Texts
from graph.readers.request import Request

SUFFIXES = (".qda",)
DATABASE = "data.qda"

_NEEDED = {
    "project": ("databaseversion", "about"),
    "source": ("id", "name", "fulltext"),
    "code_name": ("cid", "name"),
    "code_text": ("cid", "fid", "seltext", "pos0", "pos1", "owner"),
}
_LEFT_OUT = {
    "graph": "graphs",
    "stored_sql": "saved queries",
    "ris": "entries of bibliographic references",
    "files_filter": "saved filters",
}


def read(path: Path, request: Request) -> Reading:
    """Read a project: its folder ``name.qda``, or the ``data.qda`` within.

    Raises ``ReadError`` if it isn't QualCoder's or can't be read. The folder stays as it is.
    """
    file = path / DATABASE if path.is_dir() else path
    with opened(file) as database:
        database.require(_NEEDED, "QualCoder")
        return _reading(database, file.parent, request)


def _reading(database: Database, folder: Path, request: Request) -> Reading:
    gathered = found.begin(database)
    about = _project(database)
    themes = codebook.read(database, gathered)
    sources = documents.read(database, gathered)
    people = Cases(database, sources, gathered)
    known = cases.attributes(database, people, sources, gathered)
    shelf = Texts(sources, gathered)
    coded = texts.read(database, shelf, themes.codes, gathered)
    remarks = texts.remarks(database, shelf)
    places = [one.target for one in coded if isinstance(one.target, tuple)]
    places += [remark.place for remark in remarks]
    said = texts.quotes(places, sources, people.speakers(dict.fromkeys(places)))
    parts, coded_parts = regions.read(database, sources, themes.codes, gathered)
    codings = texts.codings([*coded, *coded_parts], said, gathered)
    _remember(database, remarks, said, gathered)
    _say_left_out(database, gathered)
    files = documents.files(folder, sources, gathered)
    used = {attribute.variable for attribute in gathered.attributes}
    study = Study(
        info=StudyInfo(request.study_id, request.title, note=about),
        coders=gathered.people(),
        documents=tuple(source.document for source in sources.values()),
        themes=themes.themes,
        respondents=tuple(people.respondents.values()),
        quotes=tuple(said.values()),
        regions=parts,
        codings=codings,
        relations=_relations(people, documents.transcripts(database, sources)),
        memos=gathered.memos(),
        variables=(*known, *(one for one in (cases.IMPORTANT,) if one.id in used)),
        attributes=tuple(sorted(gathered.attributes)),
    )
    return Reading(
        study=study,
        notes=tuple(gathered.notes),
        sources={
            source.document.id: source.text
            for source in sources.values()
            if source.document.medium == "text"
        },
        files=files,
    )


def _project(database: Database) -> str:
    """Return the project's memo; raises ``ReadError`` if another program made the database."""
    rows = list(database.rows("project", "memo", "about"))
    if len(rows) != 1 or "QualCoder" not in text(rows[0][1]):
        raise ReadError(f"{database.path}: isn't a project of QualCoder, by its table 'project'")
    return plain(text(rows[0][0])).strip()


def _remember(
    database: Database, remarks: list[Remark], said: Mapping[Place, Quote], gathered: Found
) -> None:
    """Keep annotations as memos about their quotes, and the journals about the study."""
    for remark in remarks:
        about = f"quotes/{said[remark.place].id}"
        gathered.memo(remark.memo, about, remark.owner, remark.date)
    for name, entry, owner, date in database.rows("journal", "name", "jentry", "owner", "date"):
        gathered.memo(entry, "study", owner, date, title=label(text(name), ""))


def _say_left_out(database: Database, gathered: Found) -> None:
    for table, what in _LEFT_OUT.items():
        if count := sum(1 for _ in database.rows(table)):
            gathered.note("left out: a study has no such thing", f"{count} {what}")


def _relations(people: Cases, transcripts: tuple[Relation, ...]) -> tuple[Relation, ...]:
    linked = people.relations()
    return transcripts + tuple(
        Relation(relation_id, source, target, "case's text", "one-way")
        for relation_id, (source, target) in zip(numbered("s", linked), linked, strict=True)
    )
