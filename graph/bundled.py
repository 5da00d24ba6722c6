"""The studies that come with Themegraph."""

from pathlib import Path

STUDIES = Path(__file__).with_name("studies")
FIRST_STUDY = STUDIES / "changing-the-culture"
INVENTED_STUDY = STUDIES / "invented-library-study"
"""A made-up study for questions across studies; never built unless it's named."""
