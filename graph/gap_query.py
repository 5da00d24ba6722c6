"""The query that reproduces a gap, ready to be asked of any SPARQL engine that holds the store."""

from rdflib import Literal

from graph.answers import GapAnswer, query_text


def reproducing(gap: GapAnswer) -> str:
    """Return the query of the gap's kind with the gap's study and id bound.

    Its rows give what the gap involves and its evidence; its head says where they give the numbers
    on which a computed gap rests, and not the gap itself.
    """
    text = query_text(f"gaps/{gap.kind}")
    bound = " ".join(Literal(value).n3() for value in (gap.study, gap.id))
    values = f"WHERE {{\n  VALUES (?studyId ?gapId) {{ ({bound}) }}"
    return text.replace("\nWHERE {", f"\n{values}", 1)
