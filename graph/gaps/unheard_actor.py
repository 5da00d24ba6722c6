"""Unheard actors: roles that are spoken of, and that no respondent is identified as holding.

A role is heard if a respondent holds it or belongs to it, or to a role below it. Score: how many
ties and mentions concern the role. Where respondents belong to a role above and the study gives
them none of their own, the sentence says so: one of them may hold it.
"""

from collections.abc import Iterator

from graph.gaps.material import Material
from graph.gaps.records import Figure, Finding, Gap, Kind, Ref
from graph.gaps.wording import number, targets


def find(material: Material) -> Finding:
    """Return the roles that are spoken of and not heard."""
    return Finding(tuple(_gaps(material)))


def _gaps(material: Material) -> Iterator[Gap]:
    for role in material.spoken_of:
        if role not in material.heard:
            yield _gap(material, role)


def _gap(material: Material, role: str) -> Gap:
    ties = [tie for tie in material.ties if role in (tie.source, tie.target)]
    mentions = [mention for mention in material.mentions if mention.role == role]
    possible = _possible_holders(material, role)
    label = material.role_label(role)
    counts = ((len(ties), "tie"), (len(mentions), "mention"))
    said = " and ".join(number(count, noun) for count, noun in counts if count)
    concern = "concern" if len(ties) + len(mentions) > 1 else "concerns"
    return Gap(
        id=f"unheard-actor-{role}",
        kind="unheard-actor",
        sentence=f"No respondent is identified as “{label}”, and no quote is given to one, but "
        f"{said} {concern} that role."
        f"{_though(material, role, possible)}",
        question=f"What would somebody who is “{label}” say about this themselves?",
        involves=(Ref("roles", role),),
        evidence=(*(Ref("ties", tie.id) for tie in ties), *targets(mentions)),
        score=len(ties) + len(mentions),
        figures=(
            Figure("ties", len(ties)),
            Figure("mentions", len(mentions)),
            Figure("respondents who may hold it", possible),
        ),
    )


def _possible_holders(material: Material, role: str) -> int:
    """Count the respondents of an organisation above the role whose own role isn't given."""
    above = set(material.broader_roles(role)) - {role}
    people = material.study.respondents
    return sum(not person.role and person.affiliation in above for person in people)


def _though(material: Material, role: str, possible: int) -> str:
    if not possible:
        return ""
    whether = "whether this one holds it" if possible == 1 else "whether one of them holds it"
    return (
        f" The study gives no role for {number(possible, 'respondent')} of "
        f"“{material.role_label(material.top_role(role))}”, and doesn't say {whether}."
    )


KIND = Kind(
    "unheard-actor",
    "Roles that ties or mentions concern, less those that a respondent is identified as holding "
    "or belonging to, themselves or by a role below.",
    find,
)
