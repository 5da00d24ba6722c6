"""Where a theme stands: the labels from the top of its tree down to itself."""

from collections.abc import Mapping

from graph.model import Study, Theme

SEPARATOR = " > "


def theme_paths(study: Study) -> Mapping[str, tuple[str, ...]]:
    """Return each theme's path by its id; a circle is cut where it closes.

    >>> from graph.model import StudyInfo
    >>> study = Study(StudyInfo("s", "S"), themes=(Theme("b", "B", "a"), Theme("a", "A")))
    >>> theme_paths(study)["b"]
    ('A', 'B')
    """
    themes = {theme.id: theme for theme in study.themes}
    return {theme.id: tuple(reversed(_upwards(theme, themes))) for theme in study.themes}


def _upwards(theme: Theme, themes: Mapping[str, Theme]) -> list[str]:
    found: dict[str, str] = {}
    current: Theme | None = theme
    while current is not None and current.id not in found:
        found[current.id] = current.label
        current = themes.get(current.broader)
    return list(found.values())
