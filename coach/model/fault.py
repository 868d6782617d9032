"""What can go wrong with a model on a server, and how that is told to the user."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from coach.messages import gettext as _
from coach.messages import mark
from coach.model.contract import EngineError
from coach.model.key import VARIABLE


class Fault(StrEnum):
    """Why there is no answer."""

    LIBRARY = "library"
    UNREACHABLE = "unreachable"
    NAME = "name"
    ELSEWHERE = "elsewhere"
    CERTIFICATE = "certificate"
    SELF_SIGNED = "self_signed"
    EXPIRED = "expired"
    OTHER_HOST = "other_host"
    NO_TLS = "no_tls"
    KEY = "key"
    FORBIDDEN = "forbidden"
    SETTING = "setting"
    NOT_FOUND = "not_found"
    NO_MODEL = "no_model"
    OTHER_MODEL = "other_model"
    REDIRECT = "redirect"
    LOADING = "loading"
    BUSY = "busy"
    BROKEN = "broken"
    REFUSED = "refused"
    LONG = "long"
    FORM = "form"
    GARBLED = "garbled"
    EMPTY = "empty"
    CUT = "cut"
    SLOW = "slow"


_TOLD = {
    Fault.LIBRARY: mark("A language model on a server needs httpx2, which is small: pip install httpx2"),
    Fault.UNREACHABLE: mark("{where} does not answer. Is the server on, and is the address right? ({detail})"),
    Fault.NAME: mark("There is no server called {where}. Is the address right, and is there a connection?"),
    Fault.ELSEWHERE: mark(
        "{where} leads to {peer}, outside your own network, and without encryption. Nothing was sent. Use https://"
    ),
    Fault.CERTIFICATE: mark(
        "{where} cannot prove that it is that server: {detail}. Nothing was sent. Does your organisation sign its "
        "own certificates? Then put the file with its root certificate in SSL_CERT_FILE."
    ),
    Fault.SELF_SIGNED: mark(
        "{where} shows a certificate that it signed itself, so anyone could stand in between. Nothing was sent. If "
        "it is yours, put the file of that certificate in SSL_CERT_FILE."
    ),
    Fault.EXPIRED: mark("The certificate of {where} has expired. Nothing was sent. Its owner has to renew it."),
    Fault.OTHER_HOST: mark(
        "The certificate of {where} is for another server. Nothing was sent. Is the address right?"
    ),
    Fault.NO_TLS: mark("{where} does not speak https. Nothing was sent. ({detail})"),
    Fault.KEY: mark("{where} wants a key: coach model key keeps one, or put it in {variable}."),
    Fault.FORBIDDEN: mark("{where} does not accept the key. Keep another: coach model key, or put it in {variable}."),
    Fault.SETTING: "{detail}",
    Fault.NOT_FOUND: mark("{where} is not the address of a language model. Often it ends in /v1."),
    Fault.NO_MODEL: mark("{where} offers no language model."),
    Fault.OTHER_MODEL: mark("{where} has no model {model}. It has: {offered}"),
    Fault.REDIRECT: mark(
        "{where} sends on to {detail}. Nothing more was sent. If that is right, choose that address."
    ),
    Fault.LOADING: mark("{where} is still loading the model. Try again in a while."),
    Fault.BUSY: mark("{where} has too much to do now. Try again in a while."),
    Fault.BROKEN: mark("The server at {where} failed: {detail}"),
    Fault.REFUSED: mark("{where} refused the question: {detail}"),
    Fault.LONG: mark("The conversation is too long for this model: it holds {context} tokens."),
    Fault.FORM: mark("This server cannot make the model follow the form that was asked."),
    Fault.GARBLED: mark("What {where} sent is no answer of a language model: {detail}"),
    Fault.EMPTY: mark("{where} broke off without a word. Perhaps the conversation is too long for its model."),
    Fault.CUT: mark("The connection with {where} broke off."),
    Fault.SLOW: mark("{where} gave no answer in time."),
}

_OF_THE_QUESTION = {Fault.LONG, Fault.FORM, Fault.REFUSED, Fault.EMPTY}
"""Faults after which the server is as good as before."""


class Broken(Exception):
    """A question to the server failed.

    Attributes:
        fault: what went wrong.
        facts: what belongs to the message.
        again: whether asking again may help.
        wait: seconds that the server asked to wait first; 0 when it did not say.
    """

    def __init__(self, fault: Fault, *, again: bool = False, wait: float = 0.0, **facts: Any) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.facts = facts
        self.again = again
        self.wait = wait

    @property
    def of_the_question(self) -> bool:
        """Whether another question may well be answered."""
        return self.fault in _OF_THE_QUESTION

    def told(self, where: str) -> EngineError:
        """The error for the user; `where` is how he knows the server."""
        facts = dict.fromkeys(("detail", "peer", "model", "offered", "context"), "?") | self.facts
        shown = {name: _readable(value) for name, value in facts.items()}
        return EngineError(_(_TOLD[self.fault]).format(where=where, variable=VARIABLE, **shown))


def _readable(value: Any) -> str:
    return "".join(char for char in " ".join(str(value).split()) if char.isprintable())[:300]
