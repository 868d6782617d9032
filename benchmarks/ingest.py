"""How long an organisation's own documents take, and what hostile ones can do.

    python -m benchmarks.ingest [--pages 100] [--no-hostile]

The documents are those of the tests. Each is read by a process of its own, so that its memory can be told: the figure
is the peak of that process and of the reader that it starts, whichever is higher.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PAPERS = Path(__file__).parent.parent / "tests" / "guidance" / "documents"

_READ = """
import json, os, resource, sys, time
from pathlib import Path
os.environ["COACH_DATA"] = sys.argv[2]
from coach.guidance.documents import intake
from coach.guidance.documents.problem import DocumentError
began = time.perf_counter()
try:
    told = len(intake.add(Path(sys.argv[1])).excerpts)
except DocumentError as error:
    told = error.problem or "refused"
peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
unit = 1_000_000 if sys.platform == "darwin" else 1_000
print(json.dumps([told, time.perf_counter() - began, max(peaks) / unit]))
"""

_MAKE = """
import sys
from pathlib import Path
sys.path.append(sys.argv[1])
import hostile
print(hostile.FILES[sys.argv[2]][0](Path(sys.argv[3])))
"""


@dataclass(frozen=True, slots=True)
class Ingest:
    """What became of a file: a number of excerpts or a problem, seconds, and the peak of memory in MB."""

    told: int | str
    seconds: float
    memory: float


def ingest(path: Path, folder: Path) -> Ingest:
    """Add a document to an empty archive in this folder."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path), str(folder)], capture_output=True, text=True, check=True
    )
    return Ingest(*json.loads(done.stdout))


def handbook(pages: int) -> Ingest:
    """A PDF handbook of so many full pages."""
    import papers

    with tempfile.TemporaryDirectory() as folder:
        return ingest(papers.handbook(Path(folder) / "handbook.pdf", pages), Path(folder) / "data")


def hostile_files() -> dict[str, Ingest]:
    """Every hostile file of the tests."""
    import hostile

    found = {}
    for name in hostile.FILES:
        with tempfile.TemporaryDirectory() as folder:
            # Made elsewhere: what this process holds at its largest would count for all that it starts.
            command = [sys.executable, "-W", "ignore", "-c", _MAKE, str(PAPERS), name, folder]
            made = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
            found[name] = ingest(Path(made), Path(folder) / "data")
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--no-hostile", action="store_true")
    options = parser.parse_args()
    sys.path.append(str(PAPERS))
    found = handbook(options.pages)
    print(f"{options.pages} pages: {found.told} excerpts, {found.seconds:.1f} s, {found.memory:.0f} MB (bar: 20 s)")
    if options.no_hostile:
        return
    results = hostile_files()
    for name, result in results.items():
        print(f"{name:50} {result.told!s:12} {result.seconds:5.1f} s {result.memory:5.0f} MB")
    slowest = max(result.seconds for result in results.values())
    largest = max(result.memory for result in results.values())
    print(f"{len(results)} hostile files: at most {slowest:.1f} s (bar: 60) and {largest:.0f} MB (bar: 500)")


if __name__ == "__main__":
    main()
