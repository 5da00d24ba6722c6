"""The order of the matrix: what is alike stands side by side."""

from dataclasses import replace
from pathlib import Path

import pytest

from graph.model import Coder, Coding, Mention, Quote, Role, Study, StudyInfo, Theme
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from viz.orders import orders
from viz.records import records

THEMES = tuple(Theme(name, f"theme {name}") for name in "abcd")
ROLES = tuple(Role(f"role-{name}", f"role {name}") for name in "wxyz")


def study(*said: tuple[str, str]) -> Study:
    """Return a study with a quote for each pair: a role is spoken of, on a theme."""
    return Study(
        info=StudyInfo("small", "small"),
        coders=(Coder("coder", "coder", "person"),),
        roles=ROLES,
        themes=THEMES,
        quotes=tuple(
            Quote(f"q{n}", "words", "", "document", n, n + 1, "block") for n, _ in enumerate(said)
        ),
        codings=tuple(
            Coding(f"c{n}", f"q{n}", theme, "coder") for n, (_, theme) in enumerate(said)
        ),
        mentions=tuple(
            Mention(f"m{n}", f"role-{role}", quote=f"q{n}", coder="coder")
            for n, (role, _) in enumerate(said)
        ),
    )


def rows_of(folder: Path, given: Study, name: str = "spoken") -> tuple[list[str], list[str]]:
    """Return the last letters of rows and columns, in their order."""
    store = GraphStore(folder)
    build([given], store)
    order = orders(records(store.snapshot()))[name]
    return [iri[-1] for iri in order["rows"]], [iri[-1] for iri in order["columns"]]


def test_rows_with_the_same_themes_are_neighbours(tmp_path: Path) -> None:
    """Two roles spoken of on the same themes stand side by side, and so do those themes."""
    said = (("w", "a"), ("x", "b"), ("y", "a"), ("z", "b"), ("w", "c"), ("y", "c"), ("x", "d"))
    rows, columns = rows_of(tmp_path, study(*said))
    assert abs(rows.index("w") - rows.index("y")) == 1
    assert abs(rows.index("x") - rows.index("z")) == 1
    assert abs(columns.index("a") - columns.index("c")) == 1


def test_the_order_is_optimal_among_those_of_the_tree(tmp_path: Path) -> None:
    """A band of rows that overlap from one to the next comes out as a band, in either direction."""
    said = [("w", "a"), ("x", "a"), ("x", "b"), ("y", "b"), ("y", "c"), ("z", "c"), ("z", "d")]
    rows, _ = rows_of(tmp_path, study(*said))
    assert "".join(rows) in {"wxyz", "zyxw"}


def test_what_no_quote_has_is_not_ordered(tmp_path: Path) -> None:
    """Only rows and columns with a quote are clustered; without quotes there are none."""
    assert rows_of(tmp_path / "one", study(("w", "a"))) == (["w"], ["a"])
    assert rows_of(tmp_path / "none", study()) == ([], [])


def test_a_quote_counts_for_the_themes_above(tmp_path: Path) -> None:
    """Themes against themes: a theme meets the theme that it's part of."""
    given = study(("w", "a"))
    themes = (THEMES[0], replace(THEMES[1], broader="a"), *THEMES[2:])
    given = replace(given, themes=themes, codings=(replace(given.codings[0], theme="b"),))
    rows, columns = rows_of(tmp_path, given, "themes")
    assert (set(rows), set(columns)) == ({"a", "b"}, {"a", "b"})


def test_too_many_rows_are_ordered_by_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond what can be clustered, the row with most quotes comes first."""
    monkeypatch.setattr("viz.orders.CLUSTERED", 20)
    number = 21
    roles = tuple(Role(f"role-{n:05}", f"role {n}") for n in range(number))
    given = study(*(("w", "a"),) * 3)
    mentions = tuple(
        Mention(f"n{n}", role.id, quote="q0", coder="coder") for n, role in enumerate(roles)
    )
    given = replace(given, roles=(*ROLES, *roles), mentions=(*given.mentions, *mentions))
    store = GraphStore(tmp_path)
    build([given], store)
    order = orders(records(store.snapshot()))["spoken"]
    assert len(order["rows"]) == number + 1
    assert order["rows"][0].endswith("role-w")
