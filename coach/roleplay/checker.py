"""What a model wrote, held against what was planned: each sentence before it is shown, and then all of them.

Nothing here trusts the model. A sentence that has a fault is never shown, and nothing is shown before the sentences
so far make an answer by themselves: long enough, and the planned act to be seen in them. Whatever comes after that
can be left out at any moment.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from coach.conversation import Speaker
from coach.phrasing import lexicon
from coach.roleplay import act_reader, dutch, guide, relevance
from coach.roleplay.guide import Fault
from coach.roleplay.leaks import Secrets
from coach.roleplay.persona import MemoryItem
from coach.roleplay.spoken import everything

if TYPE_CHECKING:
    from coach.roleplay.scene import Scene

FEWEST, MOST = 8, 45
"""Words of an answer, gestures left out."""

_TELLING = 2
"""So many stems of an item are in what tells it."""
_SAME = 0.7
_ECHO = 0.75
"""From this share of equal pairs of words on, a sentence is the same as another."""
_STUTTER = 4
_MARKUP = r"[<>{}\[\]|\\^`~#*_=@]|https?:|www\.|[\ue000-\uf8ff\ufffd\u0000-\u0009\u000b-\u001f\u007f-\u009f]"
_UNSEEN = r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U0010ffff\U0001f000-\U0001faff]"
_NOWHERE = re.compile(f"{_MARKUP}|{_UNSEEN}")
"""What stands in no sentence that is spoken."""
_LIST = re.compile(r"^\s*(?:[-•–]|\d+[.)])\s|\n")
_GESTURE = re.compile(r"\([^()]*\)")
_LONGEST_GESTURE = 8
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"(?<=[^\W\d_,] )[A-ZÀ-Ý][^\W\d_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_RECITED = 6
_HEARD = 2_000
"""Characters of what the manager said that an echo is looked for in."""
_ADDRESS = re.compile(r"\b(?:u|uw|jij|jou|jouw|ge|gij)\b", re.I)
_MEDICAL = frozenset({"complaint", "illness", "medication", "treatment", "pregnancy"})


class Checker:
    """Judges the words for one scene."""

    def __init__(self, scene: Scene, secrets: Secrets, prompt: str = "") -> None:
        """Take the scene.

        Args:
            scene: what is to be said.
            secrets: what its employee keeps to herself.
            prompt: what the model was told, of which nothing but what was said may come back.
        """
        self._scene = scene
        self._secrets = secrets
        self._prompt = prompt
        self._guide = guide.default()
        self._item = scene.plan.item

    def fault(self, sentence: str, before: Sequence[str] = ()) -> Fault | None:
        """What is wrong with the next sentence, after those that passed; None when it can be said."""
        whole = " ".join((*before, sentence))
        if _has_form(sentence):
            return Fault.FORM
        if found := self._guide.fault(whole):
            return found
        checks: tuple[tuple[Fault, Callable[[], bool]], ...] = (
            (Fault.LENGTH, lambda: words(whole) > MOST),
            (Fault.SPEAKER, lambda: self._names_a_speaker(sentence)),
            (Fault.LANGUAGE, lambda: not dutch.default().speaks(sentence)),
            (Fault.ADDRESS, lambda: self._addresses_wrongly(sentence)),
            (Fault.REPEATED, lambda: _stutters(sentence) or self._is_said_before(sentence, before)),
            (Fault.ECHO, lambda: self._echoes(sentence)),
            (Fault.ROLE, lambda: self._recites(sentence)),
            (Fault.LEAK, lambda: self._gives_away(whole)),
            (Fault.INVENTED, lambda: self._invents(sentence)),
            (Fault.ACT, lambda: self._guide.denies(self._scene.plan.act, whole)),
        )
        return next((fault for fault, has in checks if has()), None)

    def complete(self, sentences: Sequence[str]) -> Fault | None:
        """What sentences that passed lack to be an answer; None when they are one."""
        whole = " ".join(sentences)
        if words(whole) < FEWEST:
            return Fault.LENGTH
        return None if self._is_recognised(whole) else Fault.ACT

    def _is_recognised(self, whole: str) -> bool:
        plan = self._scene.plan
        shown = self._guide.shows(plan.act, whole)
        if shown is False:
            return False
        if self._item:
            return _tells(self._item, whole)
        if plan.more and _tells(plan.more, whole, 1):
            return True
        return act_reader.default().may_be(act_reader.kind(plan.act, plan.key), whole, shown)

    def _names_a_speaker(self, sentence: str) -> bool:
        name = re.escape(self._scene.persona.name)
        told = rf"\b{name}\s*[:：]|\b(?:zegt|zei|antwoordt|vraagt|zucht) {name}\b"
        return bool(re.search(told, sentence, re.I))

    def _addresses_wrongly(self, sentence: str) -> bool:
        """Whether someone who says je says u or ge, or the other way round; "je" may mean anyone."""
        return any(word.casefold() not in self._own_words for word in _ADDRESS.findall(sentence))

    def _is_said_before(self, sentence: str, before: Sequence[str]) -> bool:
        own = [turn.text for turn in self._scene.talk.by(Speaker.EMPLOYEE)]
        said = [one for text in own for one in (text, *_SENTENCE_END.split(text))]
        return any(_alike(sentence, one, _SAME) for one in (*said, *before))

    def _echoes(self, sentence: str) -> bool:
        return any(_alike(sentence, one, _ECHO) for one in _SENTENCE_END.split(self._scene.heard[:_HEARD]))

    def _recites(self, sentence: str) -> bool:
        """Whether six words in a row stand so in what the model was told, and nowhere in what can be said."""
        return bool(set(_runs(sentence)) & (self._told - self._sayable))

    @cached_property
    def _told(self) -> set[str]:
        return set(_runs(self._prompt))

    @cached_property
    def _sayable(self) -> set[str]:
        spoken = (*self._scene.samples, *(turn.text for turn in self._scene.talk.turns))
        return {run for text in spoken for run in _runs(text)}

    def _gives_away(self, whole: str) -> bool:
        talk = self._scene.talk
        revealed = talk.state.revealed if talk.state else ()
        told = {*revealed, *((self._item.id,) if self._item else ())}
        own = " ".join(turn.text for turn in talk.by(Speaker.EMPLOYEE))
        return next(self._secrets.given_away(whole, told, own), None) is not None

    def _invents(self, sentence: str) -> bool:
        """Whether a complaint, a name or a number comes up that nobody wrote or said."""
        if not set(_NUMBER.findall(sentence)) <= set(_NUMBER.findall(self._known)):
            return True
        plain = self._known_words
        if any(name.casefold() not in plain for name in _NAME.findall(sentence)):
            return True
        return any(word not in self._own_words for word in _medical(sentence))

    @cached_property
    def _known(self) -> str:
        """All that the manager and the employee know: what was said, the briefing, and what is told now."""
        persona = self._scene.persona
        facts = (persona.name, persona.role, persona.about, persona.briefing.happened, *persona.briefing.facts)
        told = (self._item.summary, *self._item.lines) if self._item else ()
        turns = (turn.text for turn in self._scene.talk.turns)
        return " ".join((*facts, *told, *self._scene.samples, *turns))

    @cached_property
    def _known_words(self) -> set[str]:
        return {word.casefold() for word in _WORD.findall(self._known)} | self._own_words

    @cached_property
    def _own_words(self) -> set[str]:
        """Words of the lines that tell nothing, of what was told, and of what is told now."""
        persona, talk = self._scene.persona, self._scene.talk
        hidden = {line for item in persona.memory for line in item.lines}
        lines = [line for _place, line in everything(persona) if line not in hidden]
        lines += [turn.text for turn in talk.by(Speaker.EMPLOYEE)]
        lines += (self._item.summary, *self._item.lines) if self._item else ()
        return {word.casefold() for line in lines for word in _WORD.findall(line)}


def is_written(text: str) -> bool:
    """Whether a text, or a piece of one, has something in it that is written and never spoken."""
    return bool(_NOWHERE.search(text))


def words(text: str) -> int:
    """Number of words, gestures in brackets left out."""
    return len(_GESTURE.sub(" ", text).split())


def _tells(item: MemoryItem, text: str, least: int = _TELLING) -> bool:
    own = {stem for line in (*item.lines, item.summary) for stem in relevance.stems(line)}
    return len(relevance.stems(text) & own) >= least


def _has_form(sentence: str) -> bool:
    gestures = _GESTURE.findall(sentence)
    if is_written(sentence) or any(len(gesture.split()) > _LONGEST_GESTURE for gesture in gestures):
        return True
    return len(gestures) > 1 or sentence.count("(") != sentence.count(")") or bool(_LIST.search(sentence))


def _stutters(sentence: str) -> bool:
    said = [word.casefold() for word in _WORD.findall(sentence)]
    return any(said[start : start + _STUTTER] == [said[start]] * _STUTTER for start in range(len(said)))


def _alike(one: str, other: str, share: float) -> bool:
    mine, theirs = _pairs(one), _pairs(other)
    return bool(mine) and len(mine & theirs) >= share * max(len(mine), 3) and len(mine & theirs) > 1


def _pairs(text: str) -> set[tuple[str, str]]:
    said = [word.casefold() for word in _WORD.findall(_GESTURE.sub(" ", text))]
    return set(itertools.pairwise(said))


def _runs(text: str) -> list[str]:
    said = [word.casefold() for word in _WORD.findall(text)]
    return [" ".join(said[start : start + _RECITED]) for start in range(len(said) - _RECITED + 1)]


def _medical(sentence: str) -> list[str]:
    known = lexicon.default()
    said = [word.casefold() for word in _WORD.findall(sentence)]
    return [word for word in said if known.concepts_of(word) & _MEDICAL]
