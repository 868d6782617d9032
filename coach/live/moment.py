"""Days as people agree on them in a talk: «vrijdag over twee weken», «12 maart», «morgen»."""

from __future__ import annotations

import re
from datetime import date, timedelta

from coach.preparation import dates

_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_NUMBERS = {
    name: number
    for number, name in enumerate("één twee drie vier vijf zes zeven acht negen tien elf twaalf".split(), 1)
} | {"een": 1}
_COUNT = rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})"
_AFTER = re.compile(rf"\b(?:over|na|binnen) {_COUNT} (dag|dagen|week|weken|maand|maanden)\b", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})(?:ochtend|middag|avond)?\b", re.IGNORECASE)
_NEXT_WEEK = re.compile(r"\b(volgende|komende) week\b", re.IGNORECASE)
_A_WEEK_ON = re.compile(rf"\bover (?:{_COUNT} )?(?:week|weken)\b", re.IGNORECASE)
_REPEATED = re.compile(r"\b(elke|iedere|om de)\b", re.IGNORECASE)
_SOON = {
    "vandaag": 0,
    "vanmiddag": 0,
    "vanavond": 0,
    "morgen": 1,
    "morgenochtend": 1,
    "morgenmiddag": 1,
    "overmorgen": 2,
}
_UNTIL = re.compile(
    r"\b(?:tot(?: en met)?|t/m)\s+(?:(?:eind|begin|half)\s+\w+|\d{1,2}[-/ ]\w+(?:[-/ ]\d{4})?|\w+dag)", re.IGNORECASE
)
"""Until when something lasts is not the day on which something is done."""
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def day(text: str, today: date) -> date | None:
    """The day that a line names, or None when it names none, or one that comes back every week."""
    text = _UNTIL.sub(" ", text)
    for found in dates.found_in(text.replace("\n", " "), today):
        return found.day
    if _REPEATED.search(text):
        return None
    weekday = _WEEKDAY.search(text)
    if weekday:
        return _weekday(weekday[1].casefold(), text, today)
    after = _AFTER.search(text)
    if after:
        return _after(_count(after[1]), after[2].casefold(), today)
    words = re.findall(r"\w+", text.casefold())
    return next((today + timedelta(days=_SOON[word]) for word in words if word in _SOON), None)


def sentences(text: str) -> list[str]:
    """The sentences of a line, each as it stands."""
    return [match[0].strip() for match in _SENTENCE.finditer(text) if match[0].strip()]


def _weekday(name: str, text: str, today: date) -> date:
    """The next day of that name; «volgende week» is in the week after this one, «over een week» a week later."""
    number = _WEEKDAYS.index(name)
    if _NEXT_WEEK.search(text):
        return today - timedelta(days=today.weekday()) + timedelta(days=7 + number)
    ahead = (number - today.weekday()) % 7 or 7
    later = _A_WEEK_ON.search(text)
    return today + timedelta(days=ahead + (7 * _count(later[1] or "een") if later else 0))


def _after(count: int, unit: str, today: date) -> date:
    days = {"d": 1, "w": 7, "m": 30}[unit[0]] * count
    return today + timedelta(days=days)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.casefold()]
