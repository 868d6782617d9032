"""A server proves who it is before anything is sent, and what goes unencrypted stays near."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("httpx2", reason="httpx2 is not installed (pip install httpx2)")
pytest.importorskip("cryptography", reason="cryptography is not installed (make dev)")

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from model_server import WORDS, running

from coach.model.contract import EngineError, Message, Request, Role
from coach.model.exchange import Exchange
from coach.model.fault import Broken, Fault
from coach.model.patience import Patience
from coach.model.server import ServerEngine

_ASKED = Request((Message(Role.USER, "Hoe kijk jij ernaar?"),), max_tokens=40)


class Signer:
    """Who signs certificates: an organisation's own root."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Eigen wortel")
        constraints = x509.BasicConstraints(ca=True, path_length=None)
        built = _built(self._name, self._name, self._key.public_key(), 30).add_extension(constraints, critical=True)
        identifier = x509.SubjectKeyIdentifier.from_public_key(self._key.public_key())
        self._root = built.add_extension(identifier, critical=False).sign(self._key, hashes.SHA256())
        self.file = folder / "wortel.pem"
        self.file.write_bytes(self._root.public_bytes(serialization.Encoding.PEM))

    def certificate(self, address: str = "127.0.0.1", days: int = 30, own: bool = False) -> Path:
        """A file with a key and its certificate, signed by the root or (`own`) by itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("server")
        built = _built(name, name if own else self._name, key.public_key(), days)
        built = built.add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), False
        )
        signer = key if own else self._key
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
        built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        signed = built.add_extension(identifier, critical=False).sign(signer, hashes.SHA256())
        path = self._folder / f"{address}{days}{own}.pem"
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
        return path


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _built(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: int
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=60))
        .not_valid_after(now + datetime.timedelta(days=days))
    )


@pytest.fixture
def signer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Signer:
    monkeypatch.setenv("COACH_LANG", "en")
    return Signer(tmp_path)


def problem(url: str) -> str:
    engine = ServerEngine(url, patience=Patience(connect=3, first=10, backoff=0.01))
    with pytest.raises(EngineError) as caught:
        list(engine.stream(_ASKED))
    engine.close()
    return str(caught.value)


def test_a_server_with_a_certificate_of_the_own_organisation(signer: Signer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(signer.file))
    with running(signer.certificate()) as served:
        engine = ServerEngine(served.url)
        assert "".join(token.text for token in engine.stream(_ASKED)) == "".join(WORDS)
        engine.close()


@pytest.mark.parametrize(
    ("make", "trusted", "words"),
    [
        (lambda signer: signer.certificate(own=True), True, "signed itself"),
        (lambda signer: signer.certificate(), False, "SSL_CERT_FILE"),
        (lambda signer: signer.certificate(days=-1), True, "expired"),
        (lambda signer: signer.certificate("127.0.0.2"), True, "for another server"),
    ],
    ids=["self-signed", "unknown signer", "expired", "other host"],
)
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(
    signer: Signer,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Signer], Path],
    trusted: bool,
    words: str,
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(signer.file))
    with running(make(signer)) as served:
        told = problem(served.url)
        assert words in told
        assert "Nothing was sent" in told
        assert served.paths == []


def test_a_server_without_tls_gets_nothing_over_https(signer: Signer) -> None:
    with running() as served:
        assert "https" in problem(served.url.replace("http://", "https://"))
        assert served.paths == []


def test_a_file_of_certificates_that_is_not_there_is_told(signer: Signer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nergens/wortel.pem")
    assert "SSL_CERT_FILE" in problem("https://127.0.0.1:9/v1")


def test_a_proxy_of_the_system_gets_nothing_that_stays_near(signer: Signer, monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as proxy, running() as served:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        engine = ServerEngine(served.url)
        assert "".join(token.text for token in engine.stream(_ASKED)) == "".join(WORDS)
        engine.close()
        assert proxy.paths == []


def test_a_name_of_the_internet_in_plain_http_may_lead_home_only(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    with running() as served:
        port = served.url.rsplit(":", 1)[1].removesuffix("/v1")
        real = socket.getaddrinfo

        def near(host: object, *given: object, **options: object) -> object:
            return real("127.0.0.1", *given, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(socket, "getaddrinfo", near)
        exchange = Exchange(None, None)
        raw, _program = exchange.fetched("GET", f"http://model.voorbeeld.example:{port}/v1/models", connect=2, read=2)
        assert b"klein" in raw


def test_a_name_of_this_computer_that_leads_out_of_it_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from coach.model import address

    monkeypatch.setattr(
        address, "_literal", lambda host: ipaddress.ip_address("8.8.8.8") if host[:1].isdigit() else None
    )
    with running() as served:
        url = served.url.replace("127.0.0.1", "localhost")
        with pytest.raises(Broken) as caught:
            Exchange(None, None).fetched("GET", f"{url}/models", connect=2, read=2)
        assert caught.value.fault is Fault.ELSEWHERE
        assert served.paths == []


def test_verification_is_never_switched_off() -> None:
    verify = Exchange(None, None)._verify("https://modellen.example/v1")
    assert verify is True or (isinstance(verify, ssl.SSLContext) and verify.verify_mode is ssl.CERT_REQUIRED)
