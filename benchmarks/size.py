"""What the base install weighs: megabytes beyond an empty virtual environment, per package.

python -m benchmarks.size            measure a fresh environment (needs the package index once)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

_MEGABYTE = 1_000_000


def folder_size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def measure() -> tuple[float, float, dict[str, float]]:
    """Megabytes of an empty environment, of one with the program, and what the largest packages add."""
    with tempfile.TemporaryDirectory() as root:
        environment = Path(root) / "venv"
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        empty = folder_size(environment)
        install = [environment / "bin" / "pip", "install", "--quiet", "--constraint", "constraints.txt", "."]
        subprocess.run(install, check=True)
        packages = next((environment / "lib").glob("python*/site-packages"))
        parts = {
            part.name: folder_size(part) / _MEGABYTE
            for part in packages.iterdir()
            if part.is_dir() and not part.name.endswith(".dist-info") and part.name not in ("pip", "setuptools")
        }
        return empty / _MEGABYTE, folder_size(environment) / _MEGABYTE, parts


def main() -> None:
    """Print the figures."""
    empty, full, parts = measure()
    print(f"empty environment {empty:.0f} MB, with the program {full:.0f} MB, beyond empty {full - empty:.0f} MB")
    for name, size in sorted(parts.items(), key=lambda part: -part[1])[:15]:
        print(f"  {name:24} {size:6.1f} MB")


if __name__ == "__main__":
    main()
