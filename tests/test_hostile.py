"""Every hostile request of the corpus beside ordinary clients, with little time for each query.

`make test-hostile` does the same at length and measures; here nothing depends on the clock.
"""

import asyncio

import psutil

from bench.hostile import Suffered, serving, suffer
from bench.hostile_corpus import attacks
from tests.test_workers import descendants


def test_hostile_requests_hurt_nobody() -> None:
    """While 60 and more attacks are fired, no ordinary request fails; then the server still works.

    Each attack is answered or ended, and no process is left when the server stops.
    """
    corpus = attacks()
    assert len(corpus) >= 60
    assert len({attack.name for attack in corpus}) == len(corpus)
    before = descendants()
    with serving(seconds=1.0, memory=2048) as server:
        ordinary, answers = asyncio.run(suffer(server.port, corpus, 0))
        after, _ = asyncio.run(suffer(server.port, [], 0.2))
        assert psutil.Process(server.pid).is_running()
    assert answers.keys() == {attack.name for attack in corpus}
    assert [name for name, answer in answers.items() if answer == "TIMED OUT"] == []
    assert [name for name, answer in answers.items() if answer == "500"] == []
    for met in (ordinary, after):
        assert met.wrong == []
        assert len(met.waited) > 0
    assert descendants() - before == set()
    assert {answers[name] for name in REFUSED} <= {"400", "504"}, "the second where time is short"
    assert answers["an update that drops all"] == "401"


REFUSED = ("100,000 parentheses", "5,000 sub-selects", "a call to another server", "a hidden call")


def test_what_goes_wrong_is_seen() -> None:
    """The measurement itself tells an answer that isn't right from one that is."""
    met = Suffered(waited=[n / 1000 for n in range(1, 201)])
    assert met.p99 == 0.198
    with serving(seconds=5.0, memory=2048) as server:
        found, _ = asyncio.run(suffer(server.port, [], 0.2, questions=(("SELECT", b"x"),)))
    assert found.wrong
    assert found.wrong[0].startswith("400")
