"""What all handlers share: reading requests within bounds, answers of workers as responses, plain refusals."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.serve.answers import Answer, RefusalError
from kg.serve.limits import Limits
from kg.serve.media import SENT
from kg.serve.pool import Pool

_LOG: Final = logging.getLogger("kg.serve")
_SEND_S: Final = 600.0  # a client that needs longer to fetch one answer is cut off
_CLOSE: Final = {"Connection": "close"}
Pairs = list[tuple[str, str]]


class RequestError(Exception):
    """A request that cannot be served: its status and one sentence for the client."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers or {}


def refused(refusal: RefusalError) -> RequestError:
    """A worker's refusal as a client hears it."""
    return RequestError(
        refusal.status, refusal.message, {"Retry-After": str(refusal.retry_s)} if refusal.retry_s else {}
    )


def plain(problem: RequestError) -> Response:
    return PlainTextResponse(f"{problem.message}\n", problem.status, problem.headers)


def pairs(encoded: bytes, where: str) -> Pairs:
    """Names and values of a form or query string; RequestError if they are not percent-encoded UTF-8."""
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except (UnicodeDecodeError, ValueError):
        raise RequestError(400, f"the {where} is not percent-encoded UTF-8 of at most 1,000 fields") from None


def query_pairs(request: Request) -> Pairs:
    return pairs(request.scope["query_string"], "query string")


async def body(request: Request, limits: Limits) -> bytes:
    """The request's body; RequestError if it is too long or too slow."""
    chunks, length = [], 0
    try:
        async with asyncio.timeout(limits.body_s):
            async for chunk in request.stream():
                length += len(chunk)
                if length > limits.body:
                    raise RequestError(
                        413, f"the request is longer than {limits.body:,} bytes", {"Connection": "close"}
                    )
                chunks.append(chunk)
    except TimeoutError:
        raise RequestError(408, "the request did not arrive in time", _CLOSE) from None
    except ClientDisconnect:
        raise RequestError(400, "the request broke off") from None
    return b"".join(chunks)


async def hung_up(request: Request) -> None:
    """Returns when the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def asked(request: Request, pool: Pool, question: dict[str, Any], headers: dict[str, str]) -> Response:
    """A worker's answer as a response; RequestError if there is none."""
    try:
        answer = await pool.ask(question, lambda: hung_up(request))
    except RefusalError as refusal:
        if refusal.trace:
            _LOG.error("a query worker failed:\n%s", refusal.trace)
        raise refused(refusal) from None
    return AnswerResponse(answer, pool, headers, request.method == "HEAD")


class AnswerResponse(Response):
    """Sends an answer as fast as the client takes it, and gives its room free at the end."""

    def __init__(self, answer: Answer, pool: Pool, headers: dict[str, str], head: bool) -> None:
        super().__init__(None, 200, {"Content-Length": str(answer.length), **headers}, SENT[answer.format])
        self._answer, self._pool, self._head = answer, pool, head

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(_SEND_S):
                await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
                if not self._head:
                    for chunk in self._answer.body.chunks():
                        await send({"type": "http.response.body", "body": chunk, "more_body": True})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._pool.sent(self._answer)
