"""A host with a certificate: the line is encrypted, and the cookie is for such lines alone."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from workshop_host_kit import WAIT, drawn, echo_opener

from coach.workshop import Workshop
from coach.workshop.host.address import Address
from coach.workshop.host.server import Host


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


@pytest.fixture
async def encrypted(workshop: Workshop, certificate: tuple[Path, Path]) -> AsyncIterator[Host]:
    cert, key = certificate
    serving = Host(workshop, echo_opener(workshop), Address(port=0, certificate=cert, key=key), name="here")
    await serving.start()
    yield serving
    await serving.stop()


async def test_joining_and_sitting_over_an_encrypted_line(
    encrypted: Host, certificate: tuple[Path, Path], workshop: Workshop
) -> None:
    assert encrypted.url.startswith("https://")
    trusted = aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=str(certificate[0])))
    jar, headers = aiohttp.CookieJar(unsafe=True), {"Origin": encrypted.url}
    async with aiohttp.ClientSession(connector=trusted, cookie_jar=jar, headers=headers) as session:
        fields = {"code": workshop.join_code, "name": "Koolmees"}
        async with session.post(f"{encrypted.url}/join", data=fields) as answer:
            assert answer.status == 200
            assert "secure" in answer.headers["Set-Cookie"].lower()
        async with session.ws_connect(f"{encrypted.url}/ws", timeout=WAIT) as line:
            await drawn(line, "Koolmees")
        plain = {"Origin": encrypted.url.replace("https", "http")}
        async with session.get(f"{encrypted.url}/", headers=plain) as answer:
            assert answer.status == 403


async def test_who_does_not_know_the_certificate_is_not_served(encrypted: Host) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientSSLError):
            await session.get(encrypted.url)


async def test_behind_a_proxy_the_address_that_people_type_counts(workshop: Workshop) -> None:
    behind = Host(workshop, echo_opener(workshop), Address(port=0, url="https://coach.example.nl"), name="here")
    await behind.start()
    try:
        assert behind.join_url == f"https://coach.example.nl/j/{workshop.join_code}"
        here = f"http://127.0.0.1:{behind.port}"
        headers = {"Host": "coach.example.nl", "Origin": "https://coach.example.nl", "X-Forwarded-For": "10.0.0.7"}
        async with aiohttp.ClientSession(headers=headers) as session:
            fields = {"code": workshop.join_code, "name": "Koolmees"}
            async with session.post(f"{here}/join", data=fields) as answer:
                assert answer.status == 200
                assert "secure" in answer.headers["Set-Cookie"].lower()
            for origin in ("https://coach.example.nl.evil.example", "http://coach.example.nl"):
                foreign = {**headers, "Origin": origin}
                async with session.post(f"{here}/join", data=fields, headers=foreign) as answer:
                    assert answer.status == 403
    finally:
        await behind.stop()
