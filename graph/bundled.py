"""The study that comes with Themegraph."""

from pathlib import Path

STUDIES = Path(__file__).with_name("studies")
FIRST_STUDY = STUDIES / "changing-the-culture"
