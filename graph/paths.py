"""Where a theme stands: the themes from the top of its tree down to itself."""

import re
from collections.abc import Mapping, Sequence

from graph.model import Study, Theme

SEPARATOR = " > "
_SIGN, _DOUBLED = ">", ">>"
_PIECE = re.compile(r"(?P<sign>>>)|(?P<step> > )|.", re.DOTALL)


def written(labels: Sequence[str]) -> str:
    """Return a path as one text that can be read back: a ``>`` within a label is doubled.

    >>> written(["Costs", "Rent > income"])
    'Costs > Rent >> income'
    """
    return SEPARATOR.join(label.replace(_SIGN, _DOUBLED) for label in labels)


def read_back(path: str) -> tuple[str, ...]:
    """Return the labels of a path that ``written`` wrote.

    >>> read_back("Costs > Rent >> income")
    ('Costs', 'Rent > income')
    """
    labels = [""]
    for piece in _PIECE.finditer(path):
        if piece["step"]:
            labels.append("")
        else:
            labels[-1] += _SIGN if piece["sign"] else piece[0]
    return tuple(labels)


def theme_paths(study: Study) -> Mapping[str, tuple[str, ...]]:
    """Return the labels on the way to each theme, by its id; a circle is cut where it closes.

    >>> from graph.model import StudyInfo
    >>> study = Study(StudyInfo("s", "S"), themes=(Theme("b", "B", "a"), Theme("a", "A")))
    >>> theme_paths(study)["b"]
    ('A', 'B')
    """
    ways = theme_ways(study)
    return {theme: tuple(above.label for above in way) for theme, way in ways.items()}


def effective_valences(study: Study) -> Mapping[str, str]:
    """Return each theme's valence by its id: its own, or that of the nearest theme above."""
    ways = theme_ways(study)
    return {
        theme: next((above.valence for above in reversed(way) if above.valence), "")
        for theme, way in ways.items()
    }


def theme_ways(study: Study) -> Mapping[str, tuple[Theme, ...]]:
    """Return the themes on the way to each theme, by its id."""
    themes = {theme.id: theme for theme in study.themes}
    return {theme.id: tuple(reversed(_upwards(theme, themes))) for theme in study.themes}


def _upwards(theme: Theme, themes: Mapping[str, Theme]) -> list[Theme]:
    found: dict[str, Theme] = {}
    current: Theme | None = theme
    while current is not None and current.id not in found:
        found[current.id] = current
        current = themes.get(current.broader)
    return list(found.values())
