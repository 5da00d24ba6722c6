"""How long REFI-QDA takes as projects grow: `make bench-refi`.

Makes projects of more and more codings (twenty texts, a hundred codes, every selection with its
words as name), reads each, writes it and reads it again, and prints the seconds, also as ratios to
the smallest project, which tell more than seconds on another machine.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from graph.model import Coder, Coding, Document, Quote, Sources, Study, StudyInfo, Theme
from graph.readers import refi_qda as reader
from graph.writers import refi_qda as writer

SIZES = (1_000, 10_000, 100_000)
TEXTS, CODES, LENGTH = 20, 100, 100_000
_WORDS = ("hall", "kettle", "mend", "nobody", "asks", "council", "wrote", "evening", "𝄞", "never")


def project(codings: int, random: Random) -> tuple[Study, Sources]:
    """Return a study of as many codings, each of a quote of its own."""
    texts = {f"t{number}": _text(random) for number in range(TEXTS)}
    spans = [(random.randrange(LENGTH - 100), random.randint(10, 99)) for _ in range(codings)]
    quotes = [
        Quote(
            f"q{number}",
            texts[name][start : start + length],
            "",
            name,
            start,
            start + length,
            "block",
        )
        for number, (start, length) in enumerate(spans)
        for name in (f"t{number % TEXTS}",)
    ]
    study = Study(
        StudyInfo("bench", "Bench"),
        coders=(Coder("a", "A", "person"),),
        documents=tuple(Document(name, name) for name in texts),
        themes=tuple(Theme(f"c{number}", f"C{number}") for number in range(CODES)),
        quotes=tuple(quotes),
        codings=tuple(
            Coding(f"k{number}", quote.id, f"c{random.randrange(CODES)}", "a")
            for number, quote in enumerate(quotes)
        ),
    )
    return study, Sources(texts)


def _text(random: Random) -> str:
    words = " ".join(random.choices(_WORDS, k=LENGTH // 10))
    return (words * 10)[:LENGTH]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Print a row for each size."""
    print(f"{'codings':>9} {'write s':>9} {'read s':>9} {'ratio':>7} {'bytes':>12}")
    first = 0.0
    for size in SIZES:
        study, sources = project(size, Random(size))  # noqa: S311 -- no secret
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "p.qdpx"
            written = _seconds(lambda: writer.write_project(study, sources, path))  # noqa: B023 -- called at once
            read = _seconds(lambda: reader.read(path, "bench", "Bench", title_given=False))  # noqa: B023 -- called at once
            weight = path.stat().st_size
        first = first or read
        print(f"{size:>9,} {written:>9.2f} {read:>9.2f} {read / first:>7.1f} {weight:>12,}")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
