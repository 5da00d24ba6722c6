"""From a study to the formats of other programs."""
