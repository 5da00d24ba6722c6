"""Projects of Taguette and QualCoder for tests: databases with the tables and columns we read."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Cell = str | int | float | bytes | None
Row = dict[str, Cell]
Tables = Mapping[str, Sequence[Row]]

TAGUETTE = """
CREATE TABLE users (login VARCHAR(30) PRIMARY KEY);
CREATE TABLE projects (id INTEGER PRIMARY KEY, name VARCHAR(200), description TEXT);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name VARCHAR(200), description TEXT,
  filename VARCHAR(200), project_id INTEGER, contents TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path VARCHAR(200), description TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER,
  end_offset INTEGER, snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
CREATE TABLE commands (id INTEGER PRIMARY KEY, user_login VARCHAR(30), project_id INTEGER,
  document_id INTEGER, payload TEXT);
"""

QUALCODER = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text,
  owner text, date text, av_text_id integer);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
  supercatid integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text,
  date text, color text, supercid integer);
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text,
  pos0 integer, pos1 integer, owner text, date text, memo text, avid integer, important integer);
CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer,
  width integer, height integer, cid integer, memo text, date text, owner text,
  important integer, pdf_page integer);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer,
  memo text, date text, owner text, important integer);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer,
  memo text, owner text, date text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer,
  pos1 integer, owner text, date text, memo text);
CREATE TABLE attribute_type (name text primary key, date text, owner text, memo text,
  caseOrFile text, valuetype text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text,
  id integer, date text, owner text);
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
CREATE TABLE stored_sql (title text, ssql text);
"""

QUALCODER_1 = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text,
  owner text, date text);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
  supercatid integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text,
  date text, color text);
CREATE TABLE code_text (cid integer, fid integer, seltext text, pos0 integer, pos1 integer,
  owner text, date text, memo text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
"""
"""The first version's tables: no numbers of codings, nothing marked as important, no media."""


def write(path: Path, schema: str, tables: Tables) -> Path:
    """Write a database with the given rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    with connection:
        connection.executescript(schema)
        for table, rows in tables.items():
            for row in rows:
                marks = ", ".join("?" * len(row))
                query = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608
                connection.execute(query, list(row.values()))
    connection.close()
    return path


def highlights(
    contents: str, raw: str, found: Iterable[tuple[str, Sequence[int]]]
) -> dict[str, list[Row]]:
    """Return Taguette's rows for words in a document's raw text, with their tags' numbers."""
    rows: list[Row] = []
    tagged: list[Row] = []
    for number, (words, tags) in enumerate(found, start=1):
        start = len(raw[: raw.index(words)].encode())
        end = start + len(words.encode())
        rows.append(
            {"id": number, "document_id": 1, "start_offset": start, "end_offset": end,
             "snippet": words.replace("&", "&amp;").replace("<", "&lt;")}
        )  # fmt: skip
        tagged += [{"highlight_id": number, "tag_id": tag} for tag in tags]
    document: Row = {"id": 1, "name": "Gespräch 1", "project_id": 1, "contents": contents}
    return {"documents": [document], "highlights": rows, "highlight_tags": tagged}


def logged(user: str, highlight: int) -> Row:
    """Return a row of Taguette's log: a user added or changed a highlight."""
    payload = {"type": "highlight_add", "highlight_id": highlight, "tags": []}
    return {"user_login": user, "project_id": 1, "document_id": 1, "payload": json.dumps(payload)}
