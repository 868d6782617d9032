"""Who says what in a script: names at the start of lines, and what only looks like one.

What counts as the name of a speaker (the words before a colon, a heading, a bold word):

1. a role on its own ("Leidinggevende", "de medewerker", "HR 2") or in brackets ("Jan (teamleider)"), even
   when it stands there once; unless its line only says who is who ("Leidinggevende: Jan", and Jan speaks);
2. otherwise up to three words with a capital, particles such as "van der" left out of the count, that stand
   before at least two lines;
3. only when this gives fewer than two people: words without capitals that stand before at least two lines,
   in a script where at least half of the lines begin so;
4. only when there are still fewer than two: a name with capitals that stands there once, in a script where
   every line begins with a name.

Words that begin ordinary sentences or reports ("Let op", "Datum", weekdays) are never a name. What is not a
name stays in the text of whoever is speaking. What comes before the first name is left out, and a heading
that is not a name ends the turn.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

_HEAD = 200
"""A name stands within so many characters of the start of a line."""


class Role(Enum):
    """What the name of a speaker says about the side of the table."""

    MANAGER = "manager"
    ADVISER = "adviser"
    EMPLOYEE = "employee"
    OTHER = "other"


_ROLES = {
    Role.MANAGER: "leidinggevende manager teamleider teamleidster teammanager teamlead groepsleider "
    "afdelingshoofd afdelingsmanager bedrijfsleider projectleider werkgever werkgeefster chef cheffin baas "
    "directeur supervisor boss employer lg wg",
    Role.ADVISER: "hr hrm adviseur personeelsadviseur personeelszaken casemanager",
    Role.EMPLOYEE: "medewerker medewerkster werknemer werkneemster personeelslid employee wn mdw",
    Role.OTHER: "spreker speaker deelnemer bedrijfsarts",
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split()}
_SURNAMES = frozenset({"baas", "boss", "chef"})
_ARTICLES = frozenset({"de", "het", "een", "the", "mijn"})
_PARTICLE_WORDS = (
    "van de den der het ten ter te in 't ’t op von und zu da di du la le el al bin ben y "
    "dhr dhr. mevr mevr. mw mw. mr mr. dr dr. drs drs. ir ir."
)
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_EVERYDAY_WORDS = (
    "let op|nb|n.b.|ps|p.s.|opmerking|opmerkingen|conclusie|samenvatting|datum|tijd|tijdstip|aanwezig|"
    "aanwezigen|afwezig|onderwerp|betreft|locatie|plaats|duur|doel|actie|acties|actiepunt|actiepunten|"
    "afspraak|afspraken|agenda|notulen|verslag|belangrijk|voorbeeld|bijvoorbeeld|bijv.|tip|noot|bron|"
    "link|http|https|mailto|www|dus|maar|want|en|of|kortom|namelijk|ja|nee|oké|ok|nou|kijk|punt|stap|"
    "week|dag|uur|eerst|ten eerste|ten tweede|ten derde|maandag|dinsdag|woensdag|donderdag|vrijdag|"
    "zaterdag|zondag|vandaag|morgen|gisteren|totaal|versie|bijlage|note|date|subject|time|attendees|"
    "summary|topic|tel|telefoon|email|e-mail|mail"
)
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split("|"))

_STAMP = r"[\[(]?(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4},? )?\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
_STAMP_ALONE = re.compile(rf"[\[(]{_STAMP}(?: --> {_STAMP})?|\d{{1,3}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?")
_PREFIX = re.compile(
    rf"(?:(?:[-*+•–—>]|\d{{1,3}}[.)]) |{_STAMP}(?: ?(?:-->|[-–—|]) ?(?:{_STAMP})?)?(?: |(?<=[\])]))){{1,4}}"
)
_WRAPPED = re.compile(r"(\*\*|__|\*|_)([^*\s][^*]{0,80}?)\1|\[([^\[\]]{1,60})\](?= ?:)")
_RULE = re.compile(r"(?:[-*_=] ?){3,}")
_NAME = r"[^\W\d_][\w.'’&/-]{0,29}(?: ['’]?\w[\w.'’&/-]{0,29}){0,5}(?: \([^\W\d_][^():]{0,30}\))?"
_COLON = r"(?: ?:(?= |$)|:(?=[^\W\d_]|[\"“‘'«…\[]))"
_LABEL = re.compile(rf"(?P<name>{_NAME})(?:,? {_STAMP})?{_COLON}")
_STAMPED = re.compile(rf"(?P<name>{_NAME}),? {_STAMP}$")
_DASHED = re.compile(rf"(?P<name>{_NAME}) [-–—] (?=\S)")
_BARE = re.compile(rf"(?P<name>{_NAME})(?:,? {_STAMP})? ?:?$")
_LETTERS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=64)
def key(name: str) -> str:
    """What two spellings of one name have in common: capitals, accents' encoding and spaces do not count."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def role_of(name: str) -> Role | None:
    """The role that a name mentions, or None; the first role word counts, unless it may be a surname."""
    words = _LETTERS.findall(key(name))
    alone = _is_role(name)
    return next((_ROLE_OF[word] for word in words if word in _ROLE_OF and (alone or word not in _SURNAMES)), None)


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One line of a script, spaces made single: whole, and split into a possible name and what is said.

    `sure`: the file format itself says that this is a speaker. `gap`: an empty line stands before it.
    """

    text: str
    label: str = ""
    said: str = ""
    sure: bool = False
    heading: bool = False
    gap: bool = False

    @property
    def key(self) -> str:
        """The key of the possible name; empty when there is none."""
        return key(self.label)


def lines_of(text: str) -> Iterator[ScriptLine]:
    """The lines of a text that hold words, each split where a name could end."""
    gap = False
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        if not line:
            gap = True
        elif not (_RULE.fullmatch(line[:_HEAD]) or _STAMP_ALONE.fullmatch(line)):
            yield _split(line, gap)
            gap = False


def _split(line: str, gap: bool) -> ScriptLine:
    head, tail = line[:_HEAD], line[_HEAD:]
    heading = re.match(r"#{1,6} ", head) is not None
    body = _without_prefix(head.strip("# ") if heading else head)
    wrapped = _WRAPPED.match(body)
    if wrapped:
        body = _without_prefix((wrapped[2] or wrapped[3]) + body[wrapped.end() :])
    match = _label(body, bare=not tail and (heading or (wrapped is not None and wrapped.end() >= len(body))))
    if match is None:
        return ScriptLine(line, heading=heading, gap=gap)
    return ScriptLine(line, match["name"], (body[match.end() :] + tail).strip(), heading=heading, gap=gap)


def _without_prefix(body: str) -> str:
    """The line without bullet, number or time in front."""
    return _PREFIX.sub("", body, count=1) if _PREFIX.match(body) else body


def _label(body: str, bare: bool) -> re.Match[str] | None:
    match = _LABEL.match(body) or _STAMPED.match(body) or (_BARE.match(body) if bare else None)
    if match:
        return match
    dashed = _DASHED.match(body)
    return dashed if dashed and (dashed["name"].isupper() or _is_role(dashed["name"])) else None


def speeches(script: Sequence[ScriptLine]) -> list[tuple[str, str]]:
    """Name and words of everything that is said, in order.

    A line without a name belongs to the line above it; after an empty line it becomes a speech of its own
    by the same speaker. A name is spelled throughout as it is spelled first.
    """
    known = _names(script)
    spelling: dict[str, str] = {}
    found: list[tuple[str, list[str]]] = []
    speaking = False
    for line in script:
        if line.label and (line.sure or line.key in known):
            found.append((spelling.setdefault(line.key, line.label), [line.said]))
            speaking = True
        elif line.heading:
            speaking = False
        elif speaking and line.gap:
            found.append((found[-1][0], [line.text]))
        elif speaking:
            found[-1][1].append(line.text)
    joined = ((name, " ".join(part for part in parts if part)) for name, parts in found)
    return [(name, said) for name, said in joined if said]


def _names(script: Sequence[ScriptLine]) -> set[str]:
    """The keys of the labels that are names, by the four rules at the top of this file."""
    labels = Counter(line.label for line in script if line.label and not line.sure)
    possible = {label: key(label) for label in labels if not _is_everyday(label)}
    counts: Counter[str] = Counter()
    for label, name in possible.items():
        counts[name] += labels[label]
    capitals = {name for label, name in possible.items() if _has_capitals(label)}
    roles = {name for label, name in possible.items() if _is_role(label)}
    sure = {line.key for line in script if line.sure}
    known = sure | roles | {name for name in capitals if counts[name] > 1}
    known -= _legends([line for line in script if counts[possible.get(line.label, "")] == 1], roles, known - roles)
    if len(known) < 2 and 2 * counts.total() >= len(script):
        known |= {name for name, count in counts.items() if count > 1 and len(name.split()) < 3}
    if len(known) < 2 and all(line.label for line in script if not line.heading):
        known |= capitals
    return known


def _legends(once: Sequence[ScriptLine], roles: set[str], people: set[str]) -> set[str]:
    """The roles whose line only says which person has them, such as "Leidinggevende: Jan"."""
    return {
        line.key
        for line in once
        if line.key in roles
        and _has_capitals(line.said)
        and any(_begins(key(line.said), name) or _begins(name, key(line.said)) for name in people)
    }


def _begins(longer: str, shorter: str) -> bool:
    """Whether the words of one name begin another ("jan bakker", "jan")."""
    return f"{longer} ".startswith(f"{shorter} ")


def _is_role(label: str) -> bool:
    name, _, bracket = label.partition("(")
    if any(word in _ROLE_OF for word in _LETTERS.findall(key(bracket))):
        return True
    words = [word for word in _LETTERS.findall(key(name)) if word not in _ARTICLES and len(word) > 1]
    return bool(words) and all(word in _ROLE_OF for word in words) and len(words) < 4


def _is_everyday(label: str) -> bool:
    return key(label).rstrip("0123456789 ") in _EVERYDAY


def _has_capitals(label: str) -> bool:
    """Whether this is one to three words with a capital; scripts without capitals count as having them."""
    words = [word for word in label.partition("(")[0].split() if word.casefold() not in _PARTICLES]
    return 0 < len(words) < 4 and not any(word[0].islower() or _ends_sentence(word) for word in words)


def _ends_sentence(word: str) -> bool:
    return word.endswith(".") and len(word) > 5
