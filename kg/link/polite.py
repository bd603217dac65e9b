"""Questions to a web service of others: named, slow, patient, kept on disk; silence is never taken for an answer.

https://meta.wikimedia.org/wiki/User-Agent_policy and https://www.mediawiki.org/wiki/API:Etiquette: say who asks, one
question at a time, `maxlag`, and wait as long as Retry-After says.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urljoin, urlsplit

from kg import __version__
from kg.errors import KGError

if TYPE_CHECKING:
    import httpx

_ADDRESS: Final = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}|https?://[^\s<>()]+\.[^\s<>()]+", re.IGNORECASE)
_INVENTED: Final = re.compile(r"(@|://|\.)example\.(com|org|net)\b", re.IGNORECASE)
# Error codes of the MediaWiki API that pass: https://www.mediawiki.org/wiki/API:Errors_and_warnings
_PASSING: Final = (
    "maxlag",
    "ratelimited",
    "readonly",
    "internal_api_error",
    "cirrussearch",
    "search-backend",
    "timeout",
)
_LARGEST: Final = 50_000_000  # bytes of an answer; fifty items with all their claims are about 10 MB
# So many questions in a row without an answer mean that the service is down for us: do not go on knocking.
_PATIENCE: Final = 3


class NotAnsweredError(Exception):
    """The service gave no usable answer; what was asked remains open."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask; times in seconds."""

    contact: str  # e-mail address or web page of whoever runs this, for the User-Agent
    pause_s: float = 0.5
    timeout_s: float = 30.0
    tries: int = 5
    longest_wait_s: float = 120.0  # a service that asks for more ends the run, to be taken up later

    @property
    def user_agent(self) -> str:
        return f"Chancery/{__version__} ({self.contact}) python-httpx"

    def back_off_s(self, attempt: int) -> float:
        """1, 2, 4 ... seconds after the first, second, third ... failure, a minute at most."""
        return min(2.0**attempt, 60.0)


def contact(given: str = "") -> str:
    """The operator's address: given, or KG_CONTACT in the environment; KGError if it is missing or invented."""
    found = (given or os.environ.get("KG_CONTACT", "")).strip()
    if not found:
        raise KGError(
            "KG_CONTACT: is not set; a service must know who asks, so set it to your e-mail address or web page"
        )
    if not _ADDRESS.fullmatch(found) or not found.isascii() or _INVENTED.search(found):
        raise KGError(f"KG_CONTACT: {found!r} is no address of yours; set it to your e-mail address or web page")
    return found


# -- what was answered before ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cache:
    """Answers on disk, each in a file named by what was asked; a damaged file counts as none."""

    folder: Path

    def get(self, asked: Mapping[str, Any]) -> Any:
        """The answer to a question, None if it is not there."""
        with suppress(OSError, ValueError):
            kept = json.loads(self._path(asked).read_text("utf-8"))
            if kept.get("asked") == asked:
                return kept.get("answer")
        return None

    def put(self, asked: Mapping[str, Any], answer: Any) -> None:
        """Keep an answer; the file is there whole or not at all."""
        path = self._path(asked)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_suffix(f".{os.getpid()}.new")
            beside.write_text(json.dumps({"asked": asked, "answer": answer}, ensure_ascii=False), "utf-8")
            beside.replace(path)
        except OSError as error:
            raise KGError(
                f"{path.parent}: answers cannot be kept here ({error.strerror}); give another --cache"
            ) from None

    def _path(self, asked: Mapping[str, Any]) -> Path:
        name = sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        return self.folder / name[:2] / f"{name}.json"


# -- asking ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why there is no answer, and what to do: ask again, leave this question, or leave the service alone."""

    reason: str
    then: Literal["again", "leave", "stop"]
    wait_s: float = 0.0


# What an answer must be: called with it, gives "" or what is wrong with it.
Check = Callable[[Any], str]


@dataclass(slots=True)
class Service:
    """One service, asked one question at a time."""

    endpoint: str
    manners: Manners
    cache: Cache | None = None
    fresh: bool = False  # ask again what the cache knows
    sleep: Callable[[float], None] = time.sleep
    asked: int = 0  # requests sent
    _stopped: str = ""
    _unanswered: int = 0
    _client: httpx.Client | None = field(default=None, repr=False)

    def ask(self, parameters: Mapping[str, str], check: Check, method: Literal["GET", "POST"] = "GET") -> Any:
        """The answer, from the cache or the service; NotAnsweredError if there is none that passes the check."""
        question = {"endpoint": self.endpoint, "method": method, "parameters": dict(parameters)}
        if self.cache and not self.fresh:
            kept = self.cache.get(question)
            if kept is not None and not check(kept):
                return kept
        if self._stopped:
            raise NotAnsweredError(self._stopped)
        answer = self._answer(parameters, check, method)
        if self.cache:
            self.cache.put(question, answer)
        return answer

    def close(self) -> None:
        if self._client:
            self._client.close()

    def _answer(self, parameters: Mapping[str, str], check: Check, method: str) -> Any:
        for attempt in range(self.manners.tries):
            found = self._once(parameters, check, method)
            if not isinstance(found, _Trouble):
                self._unanswered = 0
                return found
            wait_s = max(found.wait_s, self.manners.back_off_s(attempt))
            if found.then == "stop" or wait_s > self.manners.longest_wait_s:
                self._stopped = found.reason
                break
            if found.then == "leave":
                raise NotAnsweredError(found.reason)
            if attempt + 1 < self.manners.tries:
                self.sleep(wait_s)
        self._unanswered += 1
        if self._unanswered >= _PATIENCE:
            self._stopped = self._stopped or f"{_PATIENCE} questions in a row were not answered: {found.reason}"
        raise NotAnsweredError(found.reason)

    def _once(self, parameters: Mapping[str, str], check: Check, method: str) -> Any | _Trouble:
        httpx = _httpx()
        if self.asked:
            self.sleep(self.manners.pause_s)
        self.asked += 1
        try:
            status, headers, body = self._fetch(parameters, method)
        except httpx.TimeoutException:
            return _Trouble(f"no answer within {self.manners.timeout_s:g} s", "again")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return _Trouble(f"the connection failed ({str(error) or type(error).__name__})", "again")
        if isinstance(body, _Trouble):
            return body
        return _read(status, headers, body, check)

    def _fetch(
        self, parameters: Mapping[str, str], method: str, redirects: int = 3
    ) -> tuple[int, Mapping[str, str], bytes | _Trouble]:
        """Status, headers and body; a redirect is followed if it stays on the host and keeps what was asked."""
        address = self.endpoint
        while True:
            form = {"params": dict(parameters)} if method == "GET" else {"data": dict(parameters)}
            with self._open().stream(method, address, **form) as response:  # type: ignore[arg-type]
                headers = response.headers
                if not response.is_redirect:
                    return response.status_code, headers, self._body(response)
                target = urljoin(address, headers.get("location", ""))
                if redirects == 0 or not _is_same_service(address, target, method, response.status_code):
                    trouble = _Trouble(f"the service sends us on to {target}; give that as the endpoint", "stop")
                    return response.status_code, headers, trouble
            address, redirects = target.partition("?")[0], redirects - 1

    def _body(self, response: httpx.Response) -> bytes | _Trouble:
        """The body, if it is no larger than can be and comes in a reasonable time."""
        chunks, size, deadline = [], 0, time.monotonic() + 4 * self.manners.timeout_s
        for chunk in response.iter_bytes():
            chunks.append(chunk)
            size += len(chunk)
            if size > _LARGEST:
                return _Trouble(f"the answer is larger than {_LARGEST} bytes", "leave")
            if time.monotonic() > deadline:
                return _Trouble("the answer does not come to an end", "again")
        return b"".join(chunks)

    def _open(self) -> httpx.Client:
        if self._client is None:
            httpx = _httpx()
            headers = {"User-Agent": self.manners.user_agent, "Accept": "application/json"}
            self._client = httpx.Client(timeout=self.manners.timeout_s, headers=headers, follow_redirects=False)
        return self._client


def _httpx() -> Any:
    try:
        import httpx
    except ImportError:
        raise KGError("kg link --online: needs httpx; install it with: pip install 'chancery[link]'") from None
    return httpx


def _is_same_service(address: str, target: str, method: str, status: int) -> bool:
    """Whether a redirect leads to the same host, not from https to http, and leaves a POST what it is."""
    here, there = urlsplit(address), urlsplit(target)
    return (
        there.hostname == here.hostname
        and there.scheme in (here.scheme, "https")
        and (method == "GET" or status in (307, 308))
    )


def _read(status: int, headers: Mapping[str, str], body: bytes, check: Check) -> Any | _Trouble:
    """The answer in a response, or what is wrong with it."""
    wait_s = _retry_after_s(headers)
    if status in (401, 403):
        return _Trouble(f"the service refuses us ({status}); see that KG_CONTACT is right, and wait a day", "stop")
    if status == 429 or status >= 500:
        return _Trouble(f"the service is busy or broken ({status})", "again", wait_s)
    if status != 200:
        return _Trouble(f"the service does not understand the question ({status})", "leave")
    try:
        answer = json.loads(body)
    except ValueError:
        kind = headers.get("content-type", "no type").partition(";")[0]
        return _Trouble(f"the answer is no whole JSON ({len(body)} bytes, {kind})", "again", wait_s)
    if isinstance(answer, dict) and isinstance(answer.get("error"), dict):
        code = str(answer["error"].get("code", "unknown"))
        passing = code.startswith(_PASSING)
        return _Trouble(f"the service reports {code}", "again" if passing else "leave", wait_s)
    wrong = check(answer)
    return _Trouble(f"the answer is not complete: {wrong}", "again", wait_s) if wrong else answer


def _retry_after_s(headers: Mapping[str, str]) -> float:
    """Seconds that Retry-After asks for, as a number or a date (as against the answer's own Date); 0 if it does not."""
    given = headers.get("retry-after", "").strip()
    if given.isdecimal():
        return float(given)
    with suppress(ValueError, TypeError):
        return max(0.0, (parsedate_to_datetime(given) - parsedate_to_datetime(headers.get("date", ""))).total_seconds())
    return 0.0
