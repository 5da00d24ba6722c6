"""The valence that a heading names."""

import pytest

from graph.readers import valence


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Barriers", "barrier"), ("Challenges with the lift", "barrier"), ("OBSTACLES", "barrier"),
        ("Facilitators", "facilitator"), ("Key enablers", "facilitator"),
        ("Missed opportunities", "barrier"), ("Overcoming barriers", "facilitator"),
        ("Neutral remarks", "neutral"), ("Lack of buses", ""), ("Barriers and enablers", ""),
        ("Buses", ""),
    ],
)  # fmt: skip
def test_named_by(heading: str, expected: str) -> None:
    """Word starts name a side; lacking and overcoming turn it round; both sides name none."""
    assert valence.named_by(heading).valence == expected


def test_plain_names() -> None:
    """A heading is plain if nothing but a general word stands before the valence."""
    assert valence.named_by("2. Perceived barriers to moving").plain
    assert not valence.named_by("Financial barriers").plain
    assert valence.named_by("Barriers and enablers").both
