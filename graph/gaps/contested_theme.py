"""Contested themes: what is voiced as a barrier and as a facilitator.

The valence of words is that of the theme to which they are coded. A theme is contested where words
on it stand on both sides: under the same label in both places (“Leadership” below barriers and
below facilitators), or in sub-themes that pull the other way than the theme. A theme that has no
valence at all, such as a heading above both barriers and facilitators, isn't contested.

Score: the smaller of the two numbers of respondents, so that a single dissenter counts less than
two camps.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.gaps.material import Material
from graph.gaps.records import Figure, Finding, Gap, Kind, Ref
from graph.gaps.wording import compared, number
from graph.model import Theme

SIDES = ("barrier", "facilitator")
Sides = Mapping[str, Sequence[str]]


def find(material: Material) -> Finding:
    """Return the themes that are voiced both ways; of themes in one tree, the lowest."""
    below, like = _below(material), _of_one_label(material)
    both = {
        theme.id: sides
        for theme in material.study.themes
        if material.valence(theme)
        and all((sides := _sides(material, like[compared(theme.label)], below)).values())
    }
    return Finding(
        tuple(
            _gap(material, material.themes[theme], sides)
            for theme, sides in both.items()
            if theme == like[compared(material.themes[theme].label)][0].id
            and both.keys().isdisjoint(t.id for t in below[theme] if t.id != theme)
        )
    )


def _of_one_label(material: Material) -> Mapping[str, list[Theme]]:
    found: dict[str, list[Theme]] = defaultdict(list)
    for theme in material.study.themes:
        found[compared(theme.label)].append(theme)
    return found


def _below(material: Material) -> Mapping[str, list[Theme]]:
    """Return the themes at and below each theme."""
    found: dict[str, list[Theme]] = defaultdict(list)
    for theme in material.study.themes:
        for above in material.broader_themes(theme.id):
            found[above].append(theme)
    return found


def _sides(
    material: Material, like: Sequence[Theme], below: Mapping[str, Sequence[Theme]]
) -> Sides:
    """Return the quotes on themes of one label and below them, by the side on which they stand."""
    themes = {theme.id: theme for one in like for theme in below[one.id]}.values()
    return {side: list(_quotes(material, themes, side)) for side in SIDES}


def _quotes(material: Material, themes: Iterable[Theme], side: str) -> Iterator[str]:
    on_side = (theme.id for theme in themes if material.valence(theme) == side)
    yield from dict.fromkeys(quote for theme in on_side for quote in material.quotes_of(theme))


def _gap(material: Material, theme: Theme, sides: Sides) -> Gap:
    hinders, helps = (material.speakers(sides[side]) for side in SIDES)
    both = len(hinders & helps)
    return Gap(
        id=f"contested-theme-{theme.id}",
        kind="contested-theme",
        sentence=f"“{theme.label}” is voiced as a barrier by {number(len(hinders), 'respondent')} "
        f"and as a facilitator by {number(len(helps), 'respondent')}"
        f"{f' ({both} voiced both)' if both else ''}, as their words are coded.",
        question=f"When does “{theme.label}” help, and when does it hinder?",
        involves=(Ref("themes", theme.id),),
        evidence=tuple(Ref("quotes", quote) for side in SIDES for quote in sides[side]),
        score=min(len(hinders), len(helps)),
        figures=(
            Figure("respondents, barrier", len(hinders)),
            Figure("respondents, facilitator", len(helps)),
            Figure("respondents, both", both),
        ),
    )


KIND = Kind(
    "contested-theme",
    "Themes with a valence on which, or below which, or on whose label elsewhere in the study, "
    "quotes are coded to barriers and to facilitators both; of themes in one tree, the lowest.",
    find,
)
