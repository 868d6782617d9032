"""People come in, sit down, drop off and come back to the same seat."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

from workshop_host_kit import Browser, EchoTerminal, drawn, echo_opener, end_of, until

from coach.workshop import Workshop
from coach.workshop.host.address import Address
from coach.workshop.host.lines import Ended
from coach.workshop.host.server import Host
from coach.workshop.seat import Consent

New = Callable[..., Browser]


async def test_a_participant_joins_and_types(browser: New, workshop: Workshop) -> None:
    one = browser()
    status, page = await one.get(f"/j/{workshop.join_code}")
    assert (status, workshop.join_code in page) == (200, True)
    await one.join("Koolmees", sentences="on")
    assert workshop.seats[0].consent == Consent(sentences=True)
    assert workshop.seats[0].asked
    assert "Koolmees" in (await one.get("/seat"))[1]
    async with one.line(100, 30) as line:
        assert "100x30" in await drawn(line, "Koolmees")
        await line.send_json(["stdin", "dag é€"])
        await drawn(line, "«dag é€»")
        await line.send_json(["resize", {"width": 60, "height": 20}])
        await drawn(line, "60x20")
        await until(lambda: workshop.seats[0].present)


async def test_what_a_plan_does_not_ask_cannot_be_agreed_to(browser: New, workshop: Workshop) -> None:
    assert not workshop.plan.trainer_sees_measures
    await browser().join("Koolmees", measures="on")
    assert workshop.seats[0].consent == Consent()


async def test_a_dropped_line_comes_back_to_the_same_screen(
    browser: New, workshop: Workshop, terminals: list[EchoTerminal]
) -> None:
    one = browser()
    await one.join("Koolmees")
    async with one.line() as line:
        await line.send_json(["stdin", "half een zin"])
        await drawn(line, "half een zin")
        transport = line._response.connection.transport  # type: ignore[union-attr]
        transport.abort()
    async with one.line() as line:
        await drawn(line, "«half een zin»")
    assert len(terminals) == 1
    assert not terminals[0].is_closed


async def test_a_second_window_takes_the_seat_over_and_the_first_is_told(browser: New, host: Host) -> None:
    one = browser()
    await one.join("Koolmees")
    async with one.line() as first:
        await drawn(first, "Koolmees")
        async with one.line() as second:
            await drawn(second, "Koolmees")
            assert await end_of(first) == Ended.ELSEWHERE
            await second.send_json(["stdin", "hier"])
            await drawn(second, "«hier»")
            assert host.connected == 1


async def test_a_personal_code_brings_back_on_another_device(browser: New, workshop: Workshop) -> None:
    one, other = browser(), browser()
    personal = await one.join("Koolmees")
    async with one.line() as line:
        await line.send_json(["stdin", "eerder"])
        await drawn(line, "eerder")
    assert (await other.post("/join", personal=personal.lower()))[0] == 303
    async with other.line() as line:
        await drawn(line, "Koolmees 80x24 «eerder»")
    assert len(workshop.seats) == 1


async def test_who_is_seated_is_not_seated_twice(browser: New, workshop: Workshop) -> None:
    one = browser()
    await one.join("Koolmees")
    status, _page = await one.post("/join", code=workshop.join_code, name="Vink")
    assert (status, len(workshop.seats)) == (303, 1)
    assert (await one.get("/here"))[1] == '{"name": "Koolmees"}'
    assert (await one.post("/leave"))[0] == 303
    assert (await one.get("/here"))[1] == '{"name": null}'
    await one.join("Vink")
    assert len(workshop.seats) == 2


async def test_who_withdraws_is_told_and_stays_out(browser: New, workshop: Workshop) -> None:
    one = browser()
    await one.join("Koolmees")
    async with one.line() as line:
        await drawn(line, "Koolmees")
        workshop.withdraw(workshop.seats[0].id)
        assert await end_of(line) == Ended.LEFT
    assert (await one.get("/seat"))[0] == 403


async def test_a_screen_that_ends_can_be_opened_again(browser: New, terminals: list[EchoTerminal]) -> None:
    one = browser()
    await one.join("Koolmees")
    async with one.line() as line:
        await line.send_json(["stdin", "weg!"])
        assert await end_of(line) == Ended.CLOSED
    async with one.line() as line:
        await drawn(line, "«»")
    assert len(terminals) == 2


async def test_two_hosts_hold_one_workshop_and_a_seat_moves_along(
    browser: New, workshop: Workshop, terminals: list[EchoTerminal]
) -> None:
    beside = Workshop.open(workshop.hall, workshop.id)
    other = Host(beside, echo_opener(beside, terminals), Address(port=0), name="there")
    await other.start()
    try:
        here, there = browser(), browser(other)
        personal = await here.join("Koolmees")
        async with here.line() as first:
            await drawn(first, "Koolmees")
            await there.post("/join", personal=personal)
            async with there.line() as second:
                await drawn(second, "Koolmees")
                assert await end_of(first) == Ended.ELSEWHERE
                workshop.refresh()
                assert workshop.seats[0].host == "there"
    finally:
        await other.stop()
    workshop.refresh()
    assert not workshop.seats[0].present


async def test_a_cookie_holds_at_a_host_that_was_started_anew(
    browser: New, workshop: Workshop, host: Host, terminals: list[EchoTerminal]
) -> None:
    one = browser()
    await one.join("Koolmees")
    port = host.port
    await host.stop()
    again = Workshop.open(workshop.hall, workshop.id)
    anew = Host(again, echo_opener(again, terminals), Address(port=port), name="here")
    await anew.start()
    try:
        async with one.line() as line:
            await drawn(line, "Koolmees")
    finally:
        await anew.stop()


async def test_twenty_five_people_at_once(browser: New, workshop: Workshop, host: Host) -> None:
    async def take_part(number: int) -> str:
        one = browser()
        await one.join(f"Vogel {number}")
        async with one.line() as line:
            for word in ("een", "twee", "drie"):
                await line.send_json(["stdin", f" {word}-{number}"])
            # Several pictures may come in one frame; the last one counts.
            return (await drawn(line, f"drie-{number}»")).rpartition("«")[2]

    shown = await asyncio.gather(*(take_part(number) for number in range(25)))
    assert [re.findall(r"\w+-\d+", text) for text in shown] == [
        [f"{word}-{number}" for word in ("een", "twee", "drie")] for number in range(25)
    ]
    assert len(workshop.seats) == 25
    status, page = await browser().post("/join", code=workshop.join_code, name="Te laat")
    assert status == 409
    assert "Te laat" in page


async def test_stopping_empties_every_seat(
    browser: New, workshop: Workshop, host: Host, terminals: list[EchoTerminal]
) -> None:
    one = browser()
    await one.join("Koolmees")
    async with one.line() as line:
        await drawn(line, "Koolmees")
        await until(lambda: workshop.seats[0].present)
        await host.stop()
    assert not workshop.seats[0].present
    assert terminals[0].is_closed


async def test_a_seat_is_there_after_the_workshop_is_closed(browser: New, workshop: Workshop) -> None:
    one = browser()
    personal = await one.join("Koolmees")
    workshop.close()
    async with one.line() as line:
        await drawn(line, "Koolmees")
    _status, page = await browser().get("/")
    assert "/mine" in page
    assert 'name="code"' not in page
    status, page = await browser().post("/mine", personal=personal)
    assert (status, "Koolmees" in page) == (200, True)
