"""Giving a term up: what the policy asks for, and that following it keeps the checks green."""

import pyoxigraph as ox
import pytest

from ontology import TG, publish
from tests.quality import PROLOGUE, broken, described, ontology_with_rules, shapes, violations
from tests.test_ontology_quality import QUERIES, everything, problems

NOTE = "owl:deprecated true ; skos:historyNote 'Given up in 0.2.0, as nobody asked for it.'@en"
NO_REPLACEMENT = "tg:{name} skos:historyNote 'There is no replacement.'@en ."

FOLLOWED = """
    DELETE {{ ?user tg:{name} ?value }} WHERE {{ ?user tg:{name} ?value }} ;
    DELETE {{ ?user ?property tg:{name} }} WHERE {{ ?user ?property tg:{name} }} ;
    DELETE {{ ?shape ?property ?value }}
    WHERE {{
      ?shape ?property ?value .
      FILTER(ISBLANK(?shape))
      FILTER NOT EXISTS {{ ?any ?to ?shape }}
    }} ;
    INSERT DATA {{ tg:{name} {note} . {instead} }}
"""
"""The policy, followed: nothing uses the term any more, and it says why."""

TERMS = ("score", "Interview", "text", "sha256", "roleBasis", "Rule")


def given_up(name: str, instead: str) -> str:
    """Return the change by which a term is given up, and all its uses with it."""
    return FOLLOWED.format(name=name, note=NOTE, instead=instead.format(name=name))


@pytest.mark.parametrize("name", TERMS)
@pytest.mark.parametrize(
    "instead", [NO_REPLACEMENT, "tg:{name} dcterms:isReplacedBy tg:Tie ."], ids=["none", "another"]
)
def test_who_follows_the_policy_keeps_the_checks_green(name: str, instead: str) -> None:
    """A term that was given up by the policy has no problem with style or hygiene."""
    change = given_up(name, instead)
    store = everything(change)
    found = [line for path in QUERIES for line in problems(store, path.read_text("utf-8"))]
    assert [line for line in found if line.startswith(f"<{TG[name]}>")] == []
    assert [line for line in found if "deprecated" in line] == []
    style = violations(broken(ontology_with_rules(), change), shapes("ontology"))
    assert not any("deprecated" in shape or str(TG[name]) in text for shape, text in style.items())


@pytest.mark.parametrize(
    "use",
    [
        "INSERT DATA { <garden/gap/missing-tie-t1> tg:weight 3 }",
        "INSERT DATA { tg:Gap rdfs:seeAlso tg:weight }",
        "INSERT DATA { tg:score rdfs:subPropertyOf tg:weight }",
    ],
    ids=["as a property", "as a value", "in an axiom"],
)
def test_a_deprecated_term_in_use_is_found(use: str) -> None:
    """Whatever still uses a term that was given up is found, wherever in a triple it stands."""
    query = next(path for path in QUERIES if path.stem == "deprecated-in-use").read_text("utf-8")
    whole = ox.Store()
    whole.load(described().serialize(format="nt", encoding="utf-8"), ox.RdfFormat.N_TRIPLES)
    assert problems(whole, query) == []
    whole.update(PROLOGUE + use)
    assert any("deprecated" in line for line in problems(whole, query))


@pytest.mark.parametrize(
    ("change", "shape"),
    [
        ("skos:historyNote ' '@en", "deprecated-history"),
        ("skos:historyNote 'Old.'@en", "deprecated-history"),
        ("skos:historyNote 'Given up in 0.2.0, for good reasons.'@en", "deprecated-replaced"),
        (f"dcterms:isReplacedBy tg:weight ; {NOTE[22:]}", "deprecated-replacement-stands"),
    ],
)
def test_a_term_isnt_given_up_without_a_word(change: str, shape: str) -> None:
    """A deprecated term gives a reason in words and a replacement that stands, or says none."""
    update = f"INSERT DATA {{ tg:score owl:deprecated true ; {change} }}"
    assert shape in violations(broken(described(), update), shapes("ontology"))


def test_a_deprecated_term_stays_listed() -> None:
    """A term that was given up is still a published term."""
    assert f"{TG}score" in publish.LEDGER.read_text("utf-8").split()
