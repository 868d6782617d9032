"""What the coach says about the last line, and what could be asked now."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from coach import guidance
from coach.conversation import Flag, Help, Reading
from coach.messages import gettext as _
from coach.phrasing.rules import RuleSet
from coach.roleplay.hint import STEPS, Hint
from coach.tui import theme
from coach.tui.widgets.passage_view import standing_name
from coach.tui.widgets.talk_log import band_name
from coach.words.opinion import Opinion, applied, in_words


def about_reading(reading: Reading, rules: RuleSet, suggested: Content | None = None) -> Content:
    """The last line read back: what to hold back with a better sentence, or what went well.

    `suggested` is what a language model adds to the better sentence, marked.
    """
    flags = reading.shown()
    parts = list(_flag_parts(flags, rules)) if flags else []
    if not flags:
        parts = list(_praise(reading, rules)) + list(_style_parts(reading, rules))
    if not parts:
        return Content.styled(_("Nothing special about this line. Go on."), "$aside")
    if flags and suggested:
        parts.append(suggested)
    return Content("\n").join(parts)


def suggestion(text: str, model: str) -> Content:
    """Words of a language model, marked as its own."""
    return Content.assemble("\n", marked(model), f"\n{text}")


def marked(model: str) -> Content:
    """The mark of what a language model wrote."""
    return Content.styled("✎ " + _("suggestion by {model}").format(model=model), "$aside")


def about_doubts(reading: Reading, rules: RuleSet, opinion: Opinion | None = None, model: str = "") -> Content:
    """What the reader doubts about: shown to who asks for it, each with its band, and a second opinion below it."""
    kept = applied(reading, opinion)
    parts = [part for flag in kept.doubtful() for part in _reason(flag, rules)]
    gone = [flag for flag in reading.doubtful() if flag not in kept.flags]
    parts += [Content.styled(_("{flag}: put aside").format(flag=flag_name(flag, rules)), "$aside") for flag in gone]
    if opinion:
        parts.append(suggestion(in_words(opinion, rules), model))
    return Content("\n").join(parts or [Content.styled(_("Nothing is maybe the matter here."), "$aside")])


def listed(reading: Reading) -> tuple[Flag, ...]:
    """The flags that `about_reading` names, a style note among them when it stands alone."""
    return reading.shown() or reading.style[:1]


def named(flag: Flag, rules: RuleSet) -> Content:
    """A flag in a few words: its sign, its name and how sure it is."""
    text = f"{theme.SIGNS[flag.level]} {flag_name(flag, rules)} · {band_name(flag.band)}"
    return Content.styled(text, theme.STYLES[flag.level])


def flag_name(flag: Flag, rules: RuleSet) -> str:
    """The flag in the user's language."""
    file = rules.flags.get(flag.id)
    return file.name if file else flag.id.value


def about_phase(questions: tuple[str, ...]) -> Content:
    """Questions that fit now."""
    numbered = enumerate(questions, 1)
    return Content("\n").join(Content.assemble((f"{number} ", "$aside"), question) for number, question in numbered)


def hint_title(hint: Hint) -> str:
    """Which step of a hint it is."""
    return f"{hint.title} · {hint.step}/{STEPS}"


def about_hint(hint: Hint) -> Content:
    """A hint: its words, what to stay out of, the passage behind it, and that there is more."""
    parts = [Content.styled(f"«{hint.text}»", "bold") if hint.step == STEPS else Content(hint.text)]
    if hint.trap:
        parts.append(Content.styled(f"▲ {hint.trap}", "$soft"))
    if hint.passage:
        parts.append(Content.styled(_("Guidance") + f": {hint.passage.title}", "$aside"))
    if hint.more:
        parts.append(Content.styled("F2 " + (_("another one") if hint.step == STEPS else _("further")), "$aside"))
    return Content("\n").join(parts)


def in_short(reading: Reading, rules: RuleSet) -> Content:
    """A reading in a few words, for one line or while typing."""
    flags = reading.shown()
    if flags:
        words = [(f"{theme.SIGNS[f.level]} {flag_name(f, rules)}", theme.STYLES[f.level]) for f in flags[:2]]
        return Content("  ").join(Content.styled(text, style) for text, style in words)
    names = [rules.moves[move.id].name for move in reading.moves if move.id in rules.moves]
    return Content.styled(f"{theme.GOOD} {' + '.join(names[:3])}", "$good") if names else Content("")


def one_line(reading: Reading | None, help: Help, rules: RuleSet) -> Content:
    """What a narrow screen shows of the coach: the last line in a few words, and the key for more."""
    if help is Help.NONE:
        return Content.styled(_("Without help: afterwards you see everything."), "$aside")
    if reading is None:
        return Content.styled(_("F2 gives a hint to begin with") if help is Help.WITH else "", "$aside")
    more = Content.styled("   " + _("F3 why and what else"), "$aside")
    short = in_short(reading, rules)
    return short + more if short else more


def about_passage(reading: Reading) -> Content:
    """The passage that the first flag rests on, by title and standing; F3 shows all of it."""
    flag = next(iter(reading.shown()), None)
    passage = next(iter(guidance.passages_for(flag)), None) if flag else None
    if passage is None:
        return Content("")
    line = _("Guidance") + f": {passage.title} ({standing_name(passage)})  F3"
    return Content.styled(f"\n\n{line}", "$aside")


def _flag_parts(flags: tuple[Flag, ...], rules: RuleSet) -> Iterator[Content]:
    first = flags[0]
    yield from _reason(first, rules)
    for flag in flags[1:]:
        yield named(flag, rules)
    if first.instead:
        yield Content.assemble("\n", (_("Better so"), "$accent-word bold"))
        yield Content(f"«{first.instead}»")


def _reason(flag: Flag, rules: RuleSet) -> Iterator[Content]:
    yield named(flag, rules)
    yield Content.styled(f"«{flag.quote}»", "italic")
    yield Content(flag.why)


def _praise(reading: Reading, rules: RuleSet) -> Iterator[Content]:
    for move in reading.moves[:2]:
        file = rules.moves.get(move.id)
        if file:
            yield Content.styled(f"{theme.GOOD} {file.name}", "$good")
            yield Content(file.why)


def _style_parts(reading: Reading, rules: RuleSet) -> Iterator[Content]:
    for note in listed(reading):
        yield Content.styled(f"· {flag_name(note, rules)}", "$quiet")
        yield Content.styled(note.why, "$aside")
