"""The benchmark of networks, made small: it runs, compares like with like, and counts right."""

import pytest

from bench import networks


def test_all_programs_find_the_same_edges() -> None:
    """Themegraph, networkx and igraph find as many edges in the same codings."""
    (timing,) = networks.growth([300])
    assert timing.codings == 300
    assert timing.edges > 0
    assert min(timing.themegraph, timing.networkx, timing.role_theme) > 0


def test_different_results_are_no_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs that find different edges aren't compared."""
    monkeypatch.setattr(networks, "by_networkx", lambda _: 1)
    with pytest.raises(AssertionError, match="edges, elsewhere 1 and"):
        list(networks.growth([300]))


def test_null_models_raise_few_false_alarms() -> None:
    """On networks without structure q < .05 is rare; the fixed row model gives too small a p."""
    found = {alarms.model: alarms for alarms in networks.false_alarms(4)}
    assert len(found) == 7
    for alarms in found.values():
        assert alarms.networks == 4
        assert alarms.tests > 0
        assert alarms.alarms <= 0.05 * alarms.tests
    careless, careful = (found[f"{m}, uneven columns"] for m in ("fixed row", "SDSM"))
    assert careless.uncorrected > 0.05 * careless.tests
    assert careful.uncorrected < 0.05 * careful.tests


def test_the_tables_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Sizes, ratios and shares stand in two tables."""
    networks.main([200], 1)
    out = capsys.readouterr().out
    assert "×" in out
    assert "ties between groups, drawn" in out
    assert len(out.splitlines()) == 3 + 1 + 2 + 7
