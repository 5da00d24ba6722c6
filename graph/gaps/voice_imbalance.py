r"""Voice imbalance: one actor has more than half of the words that are quoted.

Actors are roles at the top of their tree (an officer speaks as the local authority); those that
the study speaks of or hears are counted, also with no word of their own. The Gini coefficient of
their numbers of quotes,

    G = \frac{\sum_i \sum_j |x_i - x_j|}{2 n \sum_i x_i},

is 0 where all are quoted equally often and (n - 1) / n where one has every word (Gini 1912,
*Variabilità e mutabilità*). It's the score. Quotes whose speaker has neither a role nor an
affiliation aren't counted, and the sentence says how many there are. Of a handful of quotes no
share is reckoned, and a note says so.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from graph.gaps.material import Material
from graph.gaps.records import Figure, Finding, Gap, Kind, Ref, rounded
from graph.gaps.wording import number

SHARE = 0.5
"""An actor with more than this share of the quotes has too much of the word."""
FEWEST = 5
"""Of fewer quotes than this no share is reckoned."""


def find(material: Material) -> Finding:
    """Return the gap about the actor that has most of the words, if one has."""
    voices = {
        quote.id: material.top_role(voice)
        for quote in material.study.quotes
        if (voice := material.voice_of(quote.respondent))
    }
    counts = Counter(voices.values())
    actors = {*counts, *map(material.top_role, material.spoken_of)}
    if not counts or len(actors) == 1:
        return Finding()
    if counts.total() < FEWEST:
        placed = number(counts.total(), "quote")
        return Finding(
            note=f"The speaker’s role or organisation is given for {placed}: too few for a share "
            f"(fewer than {FEWEST})."
        )
    ((loudest, most),) = counts.most_common(1)
    if most <= SHARE * counts.total():
        return Finding()
    quotes = [quote for quote, voice in voices.items() if voice == loudest]
    return Finding((_gap(material, loudest, quotes, {actor: counts[actor] for actor in actors}),))


def gini(values: Sequence[float]) -> float:
    """Return the Gini coefficient of numbers from 0, of which one at least isn't 0.

    >>> gini([1, 1, 1])
    0.0
    >>> gini([0, 0, 6, 0])
    0.75
    """
    ranked = sorted(values)
    count, total = len(ranked), sum(ranked)
    weighted = sum((2 * rank - count - 1) * value for rank, value in enumerate(ranked, start=1))
    return weighted / (count * total)


def _gap(material: Material, role: str, quotes: Sequence[str], counts: Mapping[str, int]) -> Gap:
    known, label = sum(counts.values()), material.role_label(role)
    unknown = len(material.study.quotes) - known
    silent = sum(not count for count in counts.values())
    score = rounded(gini(list(counts.values())))
    return Gap(
        id=f"voice-imbalance-{role}",
        kind="voice-imbalance",
        sentence=f"{number(len(quotes), 'quote')} of {known} whose speaker’s role or organisation "
        f"is given {'is' if len(quotes) == 1 else 'are'} by respondents of “{label}”; "
        f"{silent} of the {number(len(counts), 'actor')} of which the study speaks "
        f"{'has' if silent == 1 else 'have'} no quote"
        f"{_unplaced(unknown)}.",
        question=f"Who else should be heard beside “{label}”?",
        involves=(Ref("roles", role),),
        evidence=tuple(Ref("quotes", quote) for quote in quotes),
        score=score,
        figures=(
            Figure("Gini coefficient", score),
            Figure("quotes by it", len(quotes)),
            Figure("quotes placed", known),
            Figure("quotes not placed", unknown),
            Figure("actors", len(counts)),
            Figure("actors without a quote", silent),
        ),
    )


def _unplaced(quotes: int) -> str:
    return f"; {number(quotes, 'quote')} can’t be placed" if quotes else ""


KIND = Kind(
    "voice-imbalance",
    "The actor, a role at the top of its tree, whose respondents are quoted more often than all "
    "others together, where at least “fewest” quotes can be placed; ranked by the Gini coefficient "
    "of quotes over all actors.",
    find,
    {"share": SHARE, "fewest": FEWEST},
)
