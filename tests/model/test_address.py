"""How far texts go, by the form of an address."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.model.address import Reach, admits, in_public, leaves, origin, reach


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("localhost", Reach.COMPUTER),
        ("LOCALHOST.", Reach.COMPUTER),
        ("model.localhost", Reach.COMPUTER),
        ("127.0.0.1", Reach.COMPUTER),
        ("127.9.9.9", Reach.COMPUTER),
        ("[::1]", Reach.COMPUTER),
        ("[::ffff:127.0.0.1]", Reach.COMPUTER),
        ("0.0.0.0", Reach.COMPUTER),
        ("10.1.2.3", Reach.NETWORK),
        ("192.168.0.7", Reach.NETWORK),
        ("172.16.0.1", Reach.NETWORK),
        ("169.254.3.4", Reach.NETWORK),
        ("100.64.0.1", Reach.NETWORK),
        ("[fd00::1]", Reach.NETWORK),
        ("[fe80::1]", Reach.NETWORK),
        ("modelserver", Reach.NETWORK),
        ("model.lan", Reach.NETWORK),
        ("model.intern", Reach.NETWORK),
        ("172.32.0.1", Reach.OUTSIDE),
        ("8.8.8.8", Reach.OUTSIDE),
        ("[2001:4860:4860::8888]", Reach.OUTSIDE),
        ("modellen.example.nl", Reach.OUTSIDE),
        ("localhost.example.nl", Reach.OUTSIDE),
        ("127.0.0.1.example.nl", Reach.OUTSIDE),
    ],
)
def test_how_far_texts_go(host: str, found: Reach) -> None:
    for url in (f"http://{host}/v1", f"https://{host}:8443/v1"):
        assert reach(url) is found
        assert leaves(url) is (found is not Reach.COMPUTER)


def test_a_model_of_the_cloud_leaves_this_computer_through_a_program_in_it() -> None:
    assert leaves("http://localhost:11434/v1", "groot:120b-cloud")
    assert leaves("http://localhost:11434/v1", "groot:cloud")
    assert not leaves("http://localhost:11434/v1", "groot:120b")


@pytest.mark.parametrize(
    ("url", "peer", "allowed"),
    [
        ("http://model.lan/v1", "192.168.0.7", True),
        ("http://model.lan/v1", "8.8.8.8", False),
        ("http://model.example.nl/v1", "10.0.0.3", True),
        ("http://model.example.nl/v1", "2001:4860:4860::8888", False),
        ("https://model.lan/v1", "8.8.8.8", True),
        ("http://localhost/v1", "::1", True),
        ("http://localhost/v1", "192.168.0.7", False),
        ("https://localhost/v1", "8.8.8.8", False),
        ("http://model.lan/v1", "?", False),
        ("http://model.lan/v1", "fe80::1%eth0", True),
    ],
)
def test_what_goes_unencrypted_stays_near(url: str, peer: str, allowed: bool) -> None:
    assert admits(url, peer) is allowed


def test_only_an_address_is_surely_in_public() -> None:
    assert in_public("http://8.8.8.8/v1")
    assert not in_public("https://8.8.8.8/v1")
    assert not in_public("http://model.example.nl/v1")
    assert not in_public("http://10.0.0.1/v1")


def test_a_key_belongs_to_scheme_host_and_port() -> None:
    assert origin("https://Model.example.nl/v1") == origin("https://model.example.nl:443/v2")
    assert (
        len({origin(url) for url in ("http://a/", "https://a/", "http://a:81/", "http://b/", "http://[::1]/")}) == 5
    )


@given(st.text(max_size=30))
def test_any_host_has_a_reach(host: str) -> None:
    with suppress(ValueError):
        reach(f"https://{host}/v1")
