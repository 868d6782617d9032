"""Whether it pays to talk well: a skilled, a clumsy and a harsh talk with every employee, over ten seeds.

    python -m benchmarks.employees [--kind KIND] [--json]

The scripts stand in `scripts/<kind>-<skill>.txt`; those in `scripts/judged/` were written in another voice.
Faults that they showed were mended since: they are no unseen measure. `[je|u]` in them is the first for an employee
who says je, the second for one who says u. A whole run writes `employees.json` beside this file and
`docs/employees.md`; with --kind it only prints.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from statistics import mean, median
from typing import Any

from benchmarks import exchanges
from benchmarks.markdown import section, table
from coach import roleplay
from coach.conversation import Conversation, Speaker, Turn
from coach.roleplay import library
from coach.roleplay.employee import Employee
from coach.roleplay.moment import mood_of
from coach.roleplay.persona import Act, MemoryKind, Mood
from coach.roleplay.practice import Practice
from coach.store import open_store

SKILLS = ("skilled", "clumsy", "harsh")
SEEDS = range(1, 11)
COMPARED = (1, 2, 3)
"""Seeds whose wording is compared."""
CLEAR = 10
"""Points of trust, and one item told, that make a clear gap between two of the three."""
LONG = 60
MAX_WORDS, USUAL_WORDS, SLOW = 45, (8, 20), 20.0
SCRIPTS = Path(__file__).parent / "scripts"
SETS = {"own": SCRIPTS, "judged": SCRIPTS / "judged"}
_CHOICE = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Run:
    """How one talk went. `shut`: ended by the employee or left closed; `times`: milliseconds of each exchange."""

    scripts: str
    kind: str
    persona: str
    skill: str
    seed: int
    trust: int
    told: int
    idea: bool
    agreed: bool
    medical: bool
    shut: bool
    turns: int
    replies: tuple[str, ...]
    times: tuple[float, ...]


def script(scripts: str, kind: str, skill: str, formal: bool) -> list[str]:
    """The manager's lines, in the form of address that fits the employee."""
    text = (SETS[scripts] / f"{kind}-{skill}.txt").read_text(encoding="utf-8")
    return [_CHOICE.sub(r"\2" if formal else r"\1", line) for line in text.splitlines()]


def played(employee: Employee, lines: Iterable[str], seed: int) -> tuple[Conversation, list[float]]:
    """A talk up to its end or the employee's, and the processor time of each exchange in milliseconds."""
    practice = Practice(employee, open_store(None), seed=seed)
    times = []
    for line in lines:
        if practice.over:
            break
        began = time.process_time()
        practice.say(line)
        times.append((time.process_time() - began) * 1000)
    return practice.talk, times


def run(scripts: str, employee: Employee, skill: str, seed: int) -> Run:
    """One script played with one employee."""
    persona = employee.persona
    talk, times = played(employee, script(scripts, talk_kind(employee), skill, persona.formal), seed)
    states = [turn.state for turn in talk.turns if turn.state]
    last = states[-1]
    kinds = {persona.item(item).kind for item in last.revealed}
    return Run(
        scripts=scripts, kind=talk_kind(employee), persona=persona.id, skill=skill, seed=seed,
        trust=last.trust, told=len(last.revealed), idea=MemoryKind.OWN_IDEA in kinds,
        agreed=any(state.act == Act.AGREE for state in states), medical=MemoryKind.MEDICAL in kinds,
        shut=last.act == Act.END or mood_of(last) is Mood.CLOSED, turns=len(times),
        replies=tuple(turn.text for turn in talk.by(Speaker.EMPLOYEE))[1:], times=tuple(times),
    )  # fmt: skip


def talk_kind(employee: Employee) -> str:
    """The kind of talk, after which the scripts are named."""
    return employee.situation.kind.value


def employees(kind: str | None = None) -> Iterator[Employee]:
    """Every employee of every kind of talk, or of one."""
    content = library.default()
    for situation in content.situations.values():
        if kind in (None, situation.kind.value):
            for persona in content.persona_ids(situation.id):
                yield roleplay.employee(situation.id, persona)


def runs(kind: str | None = None) -> list[Run]:
    """All talks: both sets of scripts, every employee, every skill, every seed."""
    return [
        run(scripts, employee, skill, seed)
        for scripts in SETS
        for employee in employees(kind)
        for skill in SKILLS
        for seed in SEEDS
    ]


def faults(done: Sequence[Run]) -> list[str]:
    """Every promise that a talk, or three talks beside one another, did not keep."""
    return [*_of_one(done), *_of_three(done)]


def _of_one(done: Iterable[Run]) -> Iterator[str]:
    for one in done:
        place = f"{one.scripts} {one.kind}/{one.persona} {one.skill} seed {one.seed}"
        if one.skill == "skilled" and not (one.idea and one.agreed):
            yield f"{place}: {'no own idea' if not one.idea else 'no agreement'}"
        if one.skill == "harsh" and one.medical:
            yield f"{place}: obtained something medical"
        if one.skill == "harsh" and not one.shut:
            yield f"{place}: neither ended nor closed"
        if len(set(one.replies)) < len(one.replies):
            yield f"{place}: a reply came twice"
        if max(map(words, one.replies), default=0) > MAX_WORDS:
            yield f"{place}: a reply of more than {MAX_WORDS} words"


def _of_three(done: Sequence[Run]) -> Iterator[str]:
    by_place = {(one.scripts, one.persona, one.seed, one.skill): one for one in done}
    for scripts, persona, seed, skill in by_place:
        if skill != SKILLS[0]:
            continue
        three = [by_place[scripts, persona, seed, skill] for skill in SKILLS]
        for better, worse in pairwise(three):
            if better.trust - worse.trust < CLEAR or better.told <= worse.told:
                yield (
                    f"{scripts} {better.kind}/{persona} seed {seed}: {better.skill} {better.trust}/{better.told}, "
                    f"{worse.skill} {worse.trust}/{worse.told}"
                )


def words(text: str) -> int:
    """Words of a reply, gestures left out."""
    return Turn(speaker=Speaker.EMPLOYEE, text=text).words


def differing(done: Sequence[Run]) -> dict[str, float]:
    """Share of places in a script where two talks with other seeds do not have the same words.

    `mean` is over all scripts, employees and pairs of seeds; `least` is the lowest of one script with one employee.
    """
    shares = []
    for group in _grouped(done, "scripts", "persona", "skill").values():
        three = [one.replies for one in group if one.seed in COMPARED]
        pairs = [_unlike(one, other) for one, other in combinations(three, 2)]
        shares += [sum(pairs) / len(pairs)] if pairs else []
    return {"mean": round(mean(shares), 3), "least": round(min(shares), 3)} if shares else {}


def _unlike(one: Sequence[str], other: Sequence[str]) -> float:
    pairs = list(zip(one, other, strict=False))
    return sum(x != y for x, y in pairs) / max(1, len(pairs))


def long_talk() -> dict[str, float]:
    """Milliseconds per exchange (median) of the first and last ten turns of a long talk, and what was said twice."""
    employee = next(employees("frequent"))
    lines = [line for kind in library.default().situations for line in script("own", kind, "skilled", False)[:-2]]
    talk, times = played(employee, lines[:LONG], 1)
    replies = [turn.text for turn in talk.by(Speaker.EMPLOYEE)]
    return {
        "turns": len(times),
        "first_ms": median(times[:10]),
        "last_ms": median(times[-10:]),
        "repeated": len(replies) - len(set(replies)),
    }


def _grouped(done: Iterable[Run], *fields: str) -> dict[tuple[Any, ...], list[Run]]:
    groups: dict[tuple[Any, ...], list[Run]] = {}
    for one in done:
        groups.setdefault(tuple(getattr(one, field) for field in fields), []).append(one)
    return groups


def figures(done: Sequence[Run]) -> dict[str, Any]:
    """Everything that was measured, as data."""
    times = sorted(ms for one in done for ms in one.times)
    lengths = sorted(words(reply) for one in done for reply in one.replies)
    return {
        "talks": len(done),
        "exchanges": len(times),
        "exchange_ms": {"p50": round(median(times), 2), "p99": round(times[int(len(times) * 0.99)], 2)},
        "reply_words": {"median": median(lengths), "max": lengths[-1]},
        "differing_between_seeds": differing(done),
        "faults": faults(done),
        "employees": [
            _summary(place, group) for place, group in _grouped(done, "scripts", "kind", "persona").items()
        ],
    }


def _summary(place: tuple[Any, ...], group: Sequence[Run]) -> dict[str, Any]:
    scripts, kind, persona = place
    by_skill = {skill: [one for one in group if one.skill == skill] for skill in SKILLS}
    return {
        "scripts": scripts,
        "kind": kind,
        "persona": persona,
        **{
            skill: {
                "trust": [min(one.trust for one in some), max(one.trust for one in some)],
                "told": [min(one.told for one in some), max(one.told for one in some)],
                "turns": [min(one.turns for one in some), max(one.turns for one in some)],
                "idea": sum(one.idea for one in some),
                "agreed": sum(one.agreed for one in some),
                "medical": sum(one.medical for one in some),
                "shut": sum(one.shut for one in some),
            }
            for skill, some in by_skill.items()
        },
    }


def report(data: dict[str, Any]) -> str:
    """The figures as a page."""
    count = len(SEEDS)
    parts = [
        "# Talks with every employee\n",
        f"A skilled, a clumsy and a harsh manager talk with each of the employees, {count} times with another seed. "
        "The lines of the manager stay the same; they fit every employee of a kind and know none by name.\n",
        section("Promises", _promises(data)),
    ]
    titles = {
        "own": "Scripts that the numbers were set by",
        "judged": "Scripts in another voice, on which faults were mended later",
    }
    for scripts, title in titles.items():
        rows = [_row(one) for one in data["employees"] if one["scripts"] == scripts]
        head = ("kind", "employee", "skilled: trust, told", "clumsy", "harsh", "idea", "agreed", "harsh shut")
        parts.append(section(title, table(head, rows)))
    if data["faults"]:
        parts.append(section("Not kept", [f"- {fault}" for fault in data["faults"]]))
    if judged := exchanges.judged():
        parts.append(exchanges.report(judged))
    parts.append(
        "Trust runs from 0 to 100; *told* is the number of things that came out. A range is over the seeds. *Idea* "
        f"and *agreed* count the skilled talks, of {count}, that reached the employee's own idea and an agreement; "
        "*harsh shut* those of the harsh ones that the employee ended or left closed.\n"
    )
    return "\n".join(parts)


def _promises(data: dict[str, Any]) -> list[str]:
    ms, lengths, long = data["exchange_ms"], data["reply_words"], data["long_talk"]
    return table(
        ("promise", "measured"),
        [
            ("every fault below counted", f"{len(data['faults'])} in {data['talks']} talks"),
            (
                f"a whole exchange (reading, reply) within {SLOW:.0f} ms of processor time at the 99th percentile",
                f"{ms['p99']} ms (median {ms['p50']})",
            ),
            ("replies of 8 to 20 words in the middle", f"median {lengths['median']:.0f}"),
            (f"no reply above {MAX_WORDS} words", f"longest {lengths['max']}"),
            (
                "half of the replies differ between seeds",
                "{mean:.0%} on average, at least {least:.0%} of one script".format(**data["differing_between_seeds"]),
            ),
            (
                "a talk of sixty turns stays flat",
                f"{long['first_ms']:.1f} ms at the start, {long['last_ms']:.1f} ms after {long['turns']} turns, "
                f"{long['repeated']} replies twice",
            ),
        ],
    )


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    cells = [f"{_range(one[skill]['trust'])}, {_range(one[skill]['told'])}" for skill in SKILLS]
    skilled, harsh = one["skilled"], one["harsh"]
    return one["kind"], one["persona"], *cells, str(skilled["idea"]), str(skilled["agreed"]), str(harsh["shut"])


def _range(ends: Sequence[int]) -> str:
    low, high = ends
    return str(low) if low == high else f"{low}–{high}"


def main() -> None:
    """Play all talks; print the faults, write the figures and the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=[s.kind.value for s in library.default().situations.values()])
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    played(next(employees("frequent")), ["Hoe gaat het?"], 0)
    data = {**figures(runs(options.kind)), "long_talk": long_talk()}
    if options.json:
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        print(report(data))
    if options.kind is None:
        out = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (Path(__file__).parent / "employees.json").write_text(out, encoding="utf-8")
        Path("docs/employees.md").write_text(report(data), encoding="utf-8")


if __name__ == "__main__":
    main()
