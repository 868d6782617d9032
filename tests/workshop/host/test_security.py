"""What is refused, calmly, and written down without content."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest
from workshop_host_kit import Browser, EchoTerminal, drawn, echo_opener, end_of, until

from coach.workshop import Workshop, shelf
from coach.workshop.host import guard, pages
from coach.workshop.host import line as lines
from coach.workshop.host.address import Address, shortened
from coach.workshop.host.limits import Rate
from coach.workshop.host.log import Turned
from coach.workshop.host.server import Host

New = Callable[..., Browser]

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Everything that was written down."""
    caplog.set_level(logging.DEBUG)
    return lambda: caplog.text


def _is_calm(page: str) -> bool:
    return 'role="alert"' in page and "Traceback" not in page


@pytest.mark.parametrize("path", ["/seat", "/ws"])
async def test_without_a_seat_nothing_opens(browser: New, host: Host, path: str) -> None:
    status, page = await browser().get(path, **({"Origin": host.url} if path == "/ws" else {}))
    assert status == 403
    assert _is_calm(page)
    assert host.log.counts[Turned.NO_SEAT] == 1


async def test_a_line_without_a_seat_is_refused(browser: New, terminals: list[EchoTerminal]) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await browser().line()
    assert refused.value.status == 403
    assert terminals == []


@pytest.mark.parametrize("code", ["", "AAAA-AAAA", "x" * 500, SCRIPT, "' OR 1=1 --", "\x00"])
async def test_a_wrong_join_code_is_refused(
    browser: New, host: Host, workshop: Workshop, code: str, written: Callable[[], str]
) -> None:
    status, page = await browser().post("/join", code=code, name="Koolmees")
    assert status == 403
    assert _is_calm(page)
    assert SCRIPT not in page
    assert workshop.seats == ()
    assert host.log.counts[Turned.WRONG_CODE] == 1
    assert "Koolmees" not in written()
    assert not code.strip("\x00") or code not in written()


async def test_a_wrong_join_code_is_refused_before_anything_else_is_asked(
    browser: New, workshop: Workshop, written: Callable[[], str]
) -> None:
    one = browser()
    status, page = await one.post("/code", code="AAAA-AAAA")
    assert status == 403
    assert _is_calm(page)
    assert (await one.post("/code", code=workshop.join_code.lower()))[0] == 200
    assert "wrong_code" in written()
    assert "AAAA" not in written()
    found = [(await one.post("/code", code="BBBBBBBB"))[0] for _number in range(32)]
    assert found[-1] == 429


async def test_the_code_of_another_workshop_is_refused(browser: New, workshop: Workshop) -> None:
    other = Workshop.create(workshop.hall, shelf.plan("conflict"))
    joined = other.join("Vink")
    one = browser()
    assert (await one.post("/join", code=other.join_code, name="Koolmees"))[0] == 403
    assert (await one.post("/join", personal=joined.code))[0] == 403
    assert (await one.post("/mine", personal=joined.code))[0] == 403
    assert workshop.seats == ()


async def test_the_cookie_of_another_workshop_opens_nothing(browser: New, host: Host, workshop: Workshop) -> None:
    other = Workshop.create(workshop.hall, shelf.plan("conflict"))
    seat = other.join("Vink").seat
    from coach.workshop.host.session import Keys

    one = browser()
    for token in (Keys.of(other).token(seat.id), f"{seat.id}.{'0' * 64}", seat.id, "", "x" * 10_000):
        one.session.cookie_jar.update_cookies({host.keys.cookie: token[:4000]})
        assert (await one.get("/seat"))[0] == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "", "http://localhost"])
async def test_a_foreign_origin_is_refused(
    browser: New, host: Host, workshop: Workshop, origin: str, written: Callable[[], str]
) -> None:
    one = browser()
    await one.join("Koolmees")
    one.origin = origin
    status, page = await one.post("/join", code=workshop.join_code, name="Vink")
    assert (status, _is_calm(page)) == (403, True)
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await one.line()
    assert refused.value.status == 403
    assert host.log.counts[Turned.ORIGIN] == 2
    assert len(workshop.seats) == 1
    assert "evil" not in written()


async def test_a_foreign_host_is_refused(browser: New, host: Host) -> None:
    for name in ("evil.example", f"evil.example:{host.port}", "127.0.0.1:1", "localhost", "[::1"):
        status, page = await browser().get("/", Host=name)
        assert status == 421
        assert _is_calm(page)
        assert "evil" not in page
    assert (await browser().get("/", Host=f"localhost:{host.port}"))[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../session.py", "/assets/..%2f..%2fsession.py", "/assets/%2e%2e/%2e%2e/pyproject.toml", "/assets/",
        "/assets", "/static/", "/../../../../etc/passwd", "/j/..%2f..%2fetc%2fpasswd/x", "/assets/textual.js%00.css",
        "/assets//etc/passwd", "/templates/join.html.j2", "/board/../mine/../../x",
    ],
)  # fmt: skip
async def test_nothing_but_the_files_of_the_pages_is_given_out(host: Host, path: str) -> None:
    """Sent as it stands: a client would tidy the path."""
    head, body = await _raw(host, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{host.port}\r\nConnection: close\r\n\r\n")
    assert re.match(r"HTTP/1\.1 40[0-9] ", head)
    assert "def " not in body
    assert "root:" not in body


async def test_every_named_file_is_there_and_loads_nothing_from_elsewhere(browser: New) -> None:
    for name in pages.ASSETS:
        status, text = await browser().get(f"/assets/{name}") if not name.endswith("ttf") else (200, "")
        assert status == 200
        assert not re.search(r"https?://(?!github\.com|bellard\.org)", text), name


async def test_an_oversized_frame_is_cut_off_and_the_seat_stays(browser: New, host: Host) -> None:
    one = browser()
    await one.join("Koolmees")
    async with one.line() as line:
        await drawn(line, "Koolmees")
        await line.send_json(["stdin", "x" * (lines.LARGEST + 1)])
        assert await end_of(line) == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
    await until(lambda: host.log.counts[Turned.FRAME] == 1)
    async with one.line() as line:
        await drawn(line, "«»")


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "[1]", '["stdin"]', '["stdin", 5]', '["resize", []]', '["resize", {"width": "a"}]',
             "{" * 5000, '["open_url", {"url": "x"}]', "[" * 5000],
)  # fmt: skip
async def test_nonsense_on_a_line_does_nothing(browser: New, text: str, terminals: list[EchoTerminal]) -> None:
    one = browser()
    await one.join("Koolmees")
    async with one.line() as line:
        await line.send_str(text)
        await line.send_json(["resize", {"width": 10**9, "height": -4}])
        await drawn(line, "400x8")
        await line.send_json(["stdin", "verder"])
        await drawn(line, "«verder»")


async def test_a_line_that_only_talks_nonsense_is_closed(browser: New) -> None:
    one = browser()
    await one.join("Koolmees")
    async with one.line() as line:
        for _number in range(60):
            await line.send_bytes(b"\x00")
        assert await end_of(line) == aiohttp.WSCloseCode.POLICY_VIOLATION


async def test_an_oversized_form_is_refused(browser: New, host: Host, workshop: Workshop) -> None:
    status, page = await browser().post("/join", code=workshop.join_code, name="x" * 100_000)
    assert (status, _is_calm(page)) == (413, True)
    assert workshop.seats == ()


async def test_a_body_that_is_no_form_is_refused(browser: New, host: Host) -> None:
    one = browser()
    for kind, body in (("application/json", b"{}"), ("multipart/form-data", b"x"), ("text/plain", b"code=1")):
        headers = {"Origin": host.url, "Content-Type": kind}
        async with one.session.post(f"{host.url}/join", data=body, headers=headers) as answer:
            assert answer.status in (400, 415)
            assert _is_calm(await answer.text())


@pytest.mark.parametrize("name", [SCRIPT, "a\x1b[31mb", "{{ 7*7 }}", "<b>", '"onload="', "‮abc", "x" * 25, " "])
async def test_a_pseudonym_that_is_no_name_is_refused_and_escaped(
    browser: New, workshop: Workshop, name: str, written: Callable[[], str]
) -> None:
    status, page = await browser().post("/join", code=workshop.join_code, name=name)
    assert status == 409
    assert workshop.seats == ()
    assert not re.search(r"<script>alert|<b>|\"onload=", page)
    assert "49" not in page.replace(workshop.join_code, "")
    assert name.strip() == "" or name not in written()


async def test_another_ones_results_are_not_given(
    browser: New, workshop: Workshop, written: Callable[[], str]
) -> None:
    one, other = browser(), browser()
    await one.join("Koolmees")
    personal = await other.join("Vink")
    seat = workshop.seats[1]
    for given in ("", workshop.join_code, seat.id, seat.name, personal[:-1], personal + "A", "%", "*"):
        status, page = await one.post("/mine", personal=given)
        assert status == 403
        assert "Vink" not in page
    assert (await one.post("/mine", personal=personal))[0] == 200  # the code alone opens it
    assert personal not in written()
    assert "Vink" not in written()


async def test_too_many_wrong_codes_close_the_door_for_a_while(browser: New, host: Host, workshop: Workshop) -> None:
    one = browser()
    found = [(await one.post("/join", code="AAAAAAAA", name="Koolmees"))[0] for _number in range(32)]
    assert found[:30] == [403] * 30
    assert found[31] == 429
    assert (await one.post("/join", code=workshop.join_code, name="Koolmees"))[0] == 429
    assert (await one.post("/mine", personal="AAAA"))[0] == 429
    assert host.log.counts[Turned.TRIES] >= 2


async def test_a_thousand_connections_do_not_keep_a_participant_out(browser: New, host: Host) -> None:
    one = browser()
    await one.join("Koolmees")
    held = []
    async with one.line() as line:
        await drawn(line, "Koolmees")
        try:
            for _number in range(1000):
                held.append(await asyncio.open_connection("127.0.0.1", host.port))
            await until(lambda: host.log.counts[Turned.CONNECTIONS] >= 700)
            await line.send_json(["stdin", "nog hier"])
            await drawn(line, "«nog hier»")
        finally:
            for _reader, writer in held:
                writer.transport.abort()
    await until(lambda: host.log.counts[Turned.CONNECTIONS] >= 700)
    async with one.line() as line:
        await drawn(line, "«nog hier»")


async def test_a_flood_of_requests_is_slowed_down(
    browser: New, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "REQUESTS", (10, 0.001))
    flooded = Host(workshop, echo_opener(workshop), Address(port=0), name="flooded")
    await flooded.start()
    try:
        one = browser(flooded)
        assert [(await one.get("/health"))[0] for _number in range(12)] == [200] * 10 + [429] * 2
        assert flooded.log.counts[Turned.RATE] == 2
    finally:
        await flooded.stop()


async def test_methods_that_are_not_meant_are_refused(browser: New, host: Host) -> None:
    one = browser()
    for method, path in (
        ("PUT", "/join"),
        ("DELETE", "/seat"),
        ("POST", "/seat"),
        ("TRACE", "/"),
        ("OPTIONS", "/join"),
    ):
        async with one.session.request(method, f"{host.url}{path}", headers=one.headers) as answer:
            assert answer.status == 405


async def test_garbage_instead_of_http_closes_the_connection(host: Host, written: Callable[[], str]) -> None:
    head, _body = await _raw(host, "geheim \x00\x01 geen http\r\n\r\n")
    assert re.match(r"HTTP/1\.[01] 400 ", head)
    assert "geheim" not in written()


async def test_every_answer_carries_what_protects_it(browser: New, host: Host) -> None:
    one = browser()
    await one.join("Koolmees")
    for path in ("/", "/mine", "/seat", "/nergens", "/assets/host.css", "/health"):
        async with one.session.get(f"{host.url}{path}") as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "script-src 'self'" in policy
            assert "unsafe-eval" not in policy
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Server"] == "coach"
            assert "<script>" not in await answer.text()


async def test_the_cookie_is_for_the_browser_and_for_this_site_alone(browser: New, host: Host) -> None:
    one = browser()
    fields = {"code": host.workshop.join_code, "name": "Koolmees"}
    async with one.session.post(f"{host.url}/join", data=fields, headers=one.headers) as answer:
        cookie = answer.headers["Set-Cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie  # plain http on loopback


async def test_a_fault_shows_nothing_of_itself(
    browser: New, workshop: Workshop, monkeypatch: pytest.MonkeyPatch, written: Callable[[], str]
) -> None:
    def fail() -> str:
        raise ValueError("geheim")

    monkeypatch.setattr(workshop, "free_name", fail)
    status, page = await browser().get("/")
    assert (status, _is_calm(page)) == (500, True)
    assert "geheim" not in page + written()
    assert "ValueError" in written()


async def test_a_program_gets_the_refusal_as_json(browser: New, host: Host) -> None:
    one = browser()
    headers = {**one.headers, "Accept": "application/json"}
    async with one.session.post(f"{host.url}/join", data={"code": "x", "name": "y"}, headers=headers) as answer:
        assert answer.status == 403
        assert json.loads(await answer.text())["error"]


def test_a_log_names_networks_and_no_computers() -> None:
    assert shortened("192.168.1.37") == "192.168.1.0/24"
    assert shortened("2001:db8:1:2::5") == "2001:db8:1::/48"
    assert shortened("127.0.0.1") == "loopback"
    assert shortened("Koolmees") == "?"


def test_loopback_is_the_default_and_other_ways_are_warned_of(workshop: Workshop) -> None:
    async def never(_seat: str) -> EchoTerminal:
        raise AssertionError

    assert Address().binds() == ("127.0.0.1",)
    assert Host(workshop, never).warnings == ()
    assert len(Host(workshop, never, Address(bind="192.168.1.5")).warnings) == 2
    assert len(Host(workshop, never, Address(bind="192.168.1.5", certificate=Path("c.pem"))).warnings) == 1
    assert "192.168.1.5:8765" in Address(bind="192.168.1.5").hosts(8765)


def test_a_rate_forgets_and_does_not_grow_without_end() -> None:
    time = [0.0]
    rate = Rate(2, 1, now=lambda: time[0])
    assert [rate.allows("10.0.0.1") for _number in range(3)] == [True, True, False]
    assert rate.allows("10.0.0.2")
    time[0] = 1.0
    assert rate.allows("10.0.0.1")
    for number in range(5_000):
        rate.allows(f"2001:db8:{number:x}::1")
    assert len(rate._left) <= 4096


async def _raw(host: Host, request: str) -> tuple[str, str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", host.port)
    writer.write(request.encode())
    async with asyncio.timeout(10):
        answer = (await reader.read(200_000)).decode(errors="replace")
    writer.close()
    head, _gap, body = answer.partition("\r\n\r\n")
    return head, body
