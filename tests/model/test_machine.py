"""A model gets what the machine, or the container it runs in, can spare."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from coach.model import machine

_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads the files of Linux")


def test_there_is_always_a_thread_and_never_more_than_cores() -> None:
    assert 1 <= machine.threads() <= machine.physical_cores()


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (2, 2), (3, 3), (4, 3), (8, 7), (64, 8)])
def test_one_core_of_many_is_left_to_the_program(monkeypatch: pytest.MonkeyPatch, cores: int, threads: int) -> None:
    monkeypatch.setattr(machine, "physical_cores", lambda: cores)
    assert machine.threads() == threads


@_linux
def test_the_bound_of_a_container_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "memory.max").write_text("4000000000\n")
    (tmp_path / "memory.current").write_text("3000000000\n")
    (tmp_path / "memory.stat").write_text("anon 1\ninactive_file 200000000\nactive_file 300000000\n")
    (tmp_path / "cpu.max").write_text("100000 100000\n")
    (tmp_path / "meminfo").write_text("MemTotal: 9 kB\nMemAvailable:   8000000 kB\n")
    monkeypatch.setattr(machine, "_CGROUP", tmp_path)
    monkeypatch.setattr(machine, "_MEMORY", tmp_path / "meminfo")
    assert machine.available_memory() == 1_500_000_000
    assert machine.physical_cores() == 1


@_linux
def test_without_a_container_the_computer_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "meminfo").write_text("MemAvailable:   8000000 kB\n")
    monkeypatch.setattr(machine, "_CGROUP", tmp_path)
    monkeypatch.setattr(machine, "_MEMORY", tmp_path / "meminfo")
    assert machine.available_memory() == 8_192_000_000


def test_a_system_that_says_nothing_is_no_reason_to_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.sys, "platform", "otheros")
    monkeypatch.setattr(machine, "_CGROUP", tmp_path)
    monkeypatch.setattr(machine, "_MEMORY", tmp_path / "meminfo")
    assert machine.available_memory() is None
    assert machine.physical_cores() >= 1
