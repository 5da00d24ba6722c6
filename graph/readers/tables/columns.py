"""Which column of a table is what: by its name, by what stands in it, or as the user says."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten

from graph.errors import InputError, ReadError, nearest
from graph.readers.tables import names
from graph.readers.tables.contents import Column
from graph.readers.tables.grid import Grid, letters
from graph.readers.tables.names import FIELDS

_HEADER_ROWS = 30
"""How far down a header is looked for: exports begin with a title or a date."""
_ROWS_BELOW = 1_000
"""How many rows below are looked at for the words of a header without known names."""
_MOST_DESCRIBED = 40
_LONGEST_NAME = 80
_MOST_NAME_WORDS = 10
_FEWEST_MARKS = 2
_NAMED = "by its name"
_GIVEN = "as you say"
_MANY = ("code", "theme")
"""The fields that several columns may hold."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column is.

    ``fields`` has the columns of a field by 0-based number, ``marks`` the code of each column of
    marks, ``attributes`` every other column that has a name and cells. ``why`` says how a column
    was recognised. ``body`` is the 0-based row below the header.
    """

    names: tuple[str, ...]
    body: int
    fields: Mapping[str, tuple[int, ...]]
    marks: Mapping[int, str] = field(default_factory=dict)
    attributes: tuple[int, ...] = ()
    why: Mapping[int, str] = field(default_factory=dict)

    @property
    def guessed(self) -> tuple[int, ...]:
        """The columns that neither their names nor the user told."""
        return tuple(column for column, why in self.why.items() if why not in (_NAMED, _GIVEN))

    def one(self, name: str) -> int | None:
        """Return the only column of a field, None if there is none."""
        columns = self.fields.get(name, ())
        return columns[0] if columns else None


def recognise(grid: Grid, given: Mapping[str, Sequence[str]], file: str) -> Columns:
    """Return what each column is.

    ``given`` maps fields to column names (or letters); an empty name says that there is no such
    column. Raises ``InputError`` if it names what isn't there, and ``ReadError`` with the columns,
    our guesses and the options to paste if quotes or codes can't be told.
    """
    for unknown in set(given) - set(FIELDS):
        raise InputError(f"--map {unknown}=…: there is no such field; {_nearest_field(unknown)}")
    if not grid.rows:
        raise ReadError(f"{file}: the table is empty")
    header = _header(grid, given)
    titles = _titles(grid, header)
    draft = _Draft(grid, titles, header + 1 if header is not None else 0)
    draft.take_given(given, file)
    draft.take_named()
    draft.take_by_contents()
    draft.require(file)
    return draft.columns()


def _nearest_field(name: str) -> str:
    return nearest(name, list(FIELDS))


# ---------------------------------------------------------------- the header


def _header(grid: Grid, given: Mapping[str, Sequence[str]]) -> int | None:
    """Return the row that names the columns, None if the table begins without one."""
    wanted = {names.normal(name) for columns in given.values() for name in columns if name}
    rows = grid.rows[:_HEADER_ROWS]
    scores = [_score(row, wanted) for row in rows]
    mapped, known = max(scores)
    likeliest = scores.index((mapped, known))
    if mapped or known > 1:
        return likeliest
    if not known:
        likeliest = next(number for number, row in enumerate(grid.rows) if any(row))
    return likeliest if _could_be_header(grid, likeliest) else None


def _score(row: Sequence[str], wanted: set[str]) -> tuple[int, int]:
    cells = [cell for cell in row if cell]
    if any(len(cell) > _LONGEST_NAME for cell in cells):
        return 0, 0
    mapped = len(wanted & {names.normal(cell) for cell in cells})
    return mapped, len(names.known_fields(cells))


def _could_be_header(grid: Grid, row: int) -> bool:
    """Whether a row has short cells, none twice, and none that comes again below."""
    cells = [cell for cell in grid.rows[row] if cell]
    short = all(len(cell.split()) <= _MOST_NAME_WORDS for cell in cells)
    below = {cell for cells in grid.rows[row + 1 : row + _ROWS_BELOW] for cell in cells}
    return short and len(set(cells)) == len(cells) and not below & set(cells)


def _titles(grid: Grid, header: int | None) -> tuple[str, ...]:
    """Return the columns' names, each its own: by letter if there's none, numbered if twice."""
    row = grid.rows[header] if header is not None else ("",) * grid.width
    times: Counter[str] = Counter()
    titles: dict[str, None] = {}
    for column, cell in enumerate(row):
        name = title = " ".join(cell.split())[:_LONGEST_NAME] or letters(column)
        while title in titles:
            times[name] += 1
            title = f"{name} ({times[name] + 1})"
        titles[title] = None
    return tuple(titles)


# ---------------------------------------------------------------- the columns


class _Draft:
    """The columns on the way to being told; each step takes of those that are still free."""

    def __init__(self, grid: Grid, titles: tuple[str, ...], body: int) -> None:
        self.titles = titles
        self.body = body
        rows = grid.rows[body:]
        self.cells = [Column([row[column] for row in rows]) for column in range(grid.width)]
        self.fields: dict[str, tuple[int, ...]] = {}
        self.why: dict[int, str] = {}
        self.marks: dict[int, str] = {}
        self.absent: set[str] = set()

    def take_given(self, given: Mapping[str, Sequence[str]], file: str) -> None:
        """Take what the user says; raises ``InputError`` if there is no such column."""
        for name, wanted in given.items():
            columns = [self._find(title, name, file) for title in wanted if title]
            if not columns:
                self.absent.add(name)
            elif len(columns) > 1 and name not in _MANY:
                raise InputError(f"--map {name}=…: stands {len(columns)} times; name one column")
            else:
                self._take(name, columns, _GIVEN)

    def take_named(self) -> None:
        """Take columns by their names: the surest name of each field."""
        for column in self._free():
            if code := names.applied_code(self.titles[column]):
                self._mark(column, code, _NAMED)
        found = [(self._meaning(self.titles[c]), c) for c in self._free()]
        for name in FIELDS:
            ranked = sorted((self._rank(name, c, m[1]), c) for m, c in found if m and m[0] == name)
            if ranked and self._wanted(name) and not (name == "code" and self.marks):
                best = [c for rank, c in ranked if rank == ranked[0][0] or name == "theme"]
                self._take(name, best if name in _MANY else best[:1], _NAMED)
                if name == "code" and names.is_whole_path(self.titles[best[0]]):
                    self.absent.add("theme")
        self._promote()

    def take_by_contents(self) -> None:
        """Take what no name tells, but a part of one, or what stands in one column alone."""
        for name, fits in (
            ("quote", Column.are_texts),
            ("code", Column.could_be_codes),
            ("respondent", Column.are_short),
        ):
            if self._wanted(name) and not (name == "code" and self.marks):
                hinted = [c for c in self._free() if names.hint(self.titles[c]) == name]
                fitting = [c for c in hinted if fits(self.cells[c])]
                self._take_if_one(name, fitting, "by a part of its name")
        if self._wanted("quote"):
            self._take_if_one("quote", self._longest_texts(), "by its long texts")
        if self._wanted("code") and not self.marks:
            marks = [column for column in self._free() if self.cells[column].are_marks()]
            if len(marks) >= _FEWEST_MARKS:
                for column in marks:
                    self._mark(column, self.titles[column], "by the marks that stand there")
            else:
                # Beside other labels, codes can't be told from places, questions or persons
                labels = [c for c in self._free() if self.cells[c].are_labels()]
                codes = labels if len(labels) == 1 else []
                fitting = [c for c in codes if self.cells[c].could_be_codes()]
                self._take_if_one("code", fitting, "by the values that come again")
        if self._wanted("respondent"):
            persons = [c for c in self._free() if self.cells[c].are_persons()]
            self._take_if_one("respondent", persons, "by the labels of persons")

    def require(self, file: str) -> None:
        """Raise ``ReadError`` if there is no column of codes, or none of quotes or definitions."""
        self._take_marks_that_were_given()
        coded = bool(self.fields.get("code") or self.marks)
        codebook = coded and "definition" in self.fields
        missing = [] if "quote" in self.fields or codebook else ["quote"]
        missing += [] if coded else ["code"]
        if missing:
            raise ReadError(self._unclear(missing, file))

    def columns(self) -> Columns:
        """Return what was told."""
        attributes = tuple(c for c in self._free() if self.cells[c].values)
        return Columns(self.titles, self.body, self.fields, self.marks, attributes, self.why)

    def _rank(self, name: str, column: int, rank: int) -> tuple[bool, bool, bool, int]:
        """Return how sure a column's name is: the least is the surest.

        Empty columns come last, ids behind their labels, and ids of quotes behind their words.
        """
        cells = self.cells[column]
        labelled = any(names.is_label_of(title, self.titles[column]) for title in self.titles)
        return not cells.values, labelled, name == "quote" and cells.are_single_words(), rank

    def _meaning(self, title: str) -> tuple[str, int] | None:
        return names.meaning(title) or names.meaning_beside(title, self.titles)

    def _wanted(self, name: str) -> bool:
        return name not in self.fields and name not in self.absent

    def _free(self) -> list[int]:
        return [column for column in range(len(self.titles)) if column not in self.why]

    def _take(self, name: str, columns: Sequence[int], why: str) -> None:
        self.fields[name] = (*self.fields.get(name, ()), *columns)
        self.why |= dict.fromkeys(columns, why)

    def _take_if_one(self, name: str, columns: Sequence[int], why: str) -> None:
        if len(columns) == 1:
            self._take(name, columns, why)

    def _mark(self, column: int, code: str, why: str) -> None:
        self.marks[column] = code
        self.why[column] = why

    def _promote(self) -> None:
        """Without a column of codes the one above them holds the codes."""
        if "theme" in self.fields and self._wanted("code") and not self.marks:
            self.fields["code"] = self.fields.pop("theme")

    def _take_marks_that_were_given(self) -> None:
        """Of columns that the user names as codes, those of marks are a code each.

        Not one that is called a code, theme …: ``Y`` and ``N`` are what its cells say.
        """
        given = self.fields.get("code", ())
        marks = [c for c in given if self.cells[c].are_marks() and not self._is_called_code(c)]
        if marks:
            self.marks |= {column: self.titles[column] for column in marks}
            self.fields["code"] = tuple(column for column in given if column not in marks)

    def _is_called_code(self, column: int) -> bool:
        """Whether a column bears the name of a code or theme, and no number behind it."""
        found = names.meaning(self.titles[column], numbered=False)
        return found is not None and found[0] in _MANY

    def _longest_texts(self) -> list[int]:
        """Return the columns with long texts: one alone if it's twice as long as the next."""
        texts = [column for column in self._free() if self.cells[column].are_texts()]
        texts.sort(key=lambda column: -self.cells[column].words)
        if len(texts) > 1 and self.cells[texts[0]].words >= 2 * self.cells[texts[1]].words:
            return texts[:1]
        return texts

    def _find(self, title: str, name: str, file: str) -> int:
        for form in (str, names.normal):
            for column, own in enumerate(self.titles):
                if form(own) == form(title):
                    return column
        for column in range(len(self.titles)):
            if letters(column) == title.upper():
                return column
        raise InputError(
            f"--map {name}={title}: {file} has no such column; {nearest(title, self.titles)}"
        )

    def _unclear(self, missing: Sequence[str], file: str) -> str:
        """Return the question: what the columns are, our guesses, and the options to paste."""
        what = " and ".join(FIELDS[name] for name in missing)
        lines = [f"{file}: can't tell which column holds {what}. The columns are:"]
        lines += [self._described(column) for column in range(len(self.titles))][:_MOST_DESCRIBED]
        if len(self.titles) > _MOST_DESCRIBED:
            lines.append(f"  and {len(self.titles) - _MOST_DESCRIBED} more")
        taken = [f"{name}={self.titles[c]}" for name, cs in self.fields.items() for c in cs]
        guesses = [f"{name}={self._guess(name)}" for name in missing]
        options = " ".join(f'--map "{choice}"' for choice in (*taken, *guesses))
        lines.append(f'Say it, with your own names, as in:\n  themegraph read "{file}" {options}')
        return "\n".join(lines)

    def _described(self, column: int) -> str:
        example = next(iter(self.cells[column].values), "")
        known = [name for name, columns in self.fields.items() if column in columns]
        seen = f" = {known[0]}" if known else ""
        return f"  {self.titles[column]!r}{seen}: {shorten(example, 60, placeholder='…')!r}"

    def _guess(self, name: str) -> str:
        free = [column for column in self._free() if self.cells[column].values]
        if not free:
            return "COLUMN"
        guesses: Iterator[int] = iter(sorted(free, key=lambda c: -self.cells[c].words))
        if name == "code":
            guesses = iter(
                sorted(free, key=lambda c: (self.cells[c].distinct, self.cells[c].words))
            )
        return self.titles[next(guesses)]
