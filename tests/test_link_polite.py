"""A service that is slow, busy, broken or rude is waited for or left alone; silence is never taken for an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KGError
from kg.link.polite import Cache, Manners, NotAnsweredError, Service, contact
from tests.wikiserver import Reply, Wiki, serving

QUESTION = {"action": "wbsearchentities", "search": "Chile"}


@pytest.fixture
def wiki() -> Iterator[Wiki]:
    with serving(Wiki()) as one:
        one.add("Q298", "Chile")
        yield one


class Asker:
    """A service of the wiki, with the seconds it slept."""

    def __init__(self, wiki: Wiki, **manners: Any) -> None:
        self.slept: list[float] = []
        told = {"contact": "ops@chancery.test", "pause_s": 0.0, "timeout_s": 0.3, **manners}
        self.service = Service(wiki.url, Manners(**told), sleep=self.slept.append)

    def ask(self, question: dict[str, str] | None = None) -> Any:
        return self.service.ask(question or QUESTION, lambda answer: "" if "search" in answer else "no search")

    def waits(self) -> list[float]:
        return [seconds for seconds in self.slept if seconds]


@pytest.fixture
def asker(wiki: Wiki) -> Iterator[Asker]:
    one = Asker(wiki)
    yield one
    one.service.close()


def test_the_operator_is_named_in_every_request(wiki: Wiki, asker: Asker) -> None:
    assert asker.ask()["search"] == [{"id": "Q298", "label": "Chile"}]
    assert [agent for agent in wiki.agents if "(ops@chancery.test)" in agent and agent.startswith("Chancery/")]


def test_between_two_requests_there_is_a_pause(wiki: Wiki) -> None:
    asker = Asker(wiki, pause_s=0.5)
    asker.ask()
    asker.ask({**QUESTION, "search": "Peru"})
    asker.service.close()
    assert asker.slept == [0.5]


def test_too_many_requests_are_answered_by_waiting_as_long_as_asked(wiki: Wiki, asker: Asker) -> None:
    wiki.bad = [Reply(429, b"<html>slow down</html>", {"Retry-After": "7", "Content-Type": "text/html"})]
    assert asker.ask()["search"]
    assert asker.waits() == [7]


def test_retry_after_as_a_date_counts_from_the_answers_own_date(wiki: Wiki, asker: Asker) -> None:
    later = {"Retry-After": "Sat, 31 Jan 2026 10:00:40 GMT", "Date": "Sat, 31 Jan 2026 10:00:00 GMT"}
    wiki.bad = [Reply(503, b"", later)]
    asker.ask()
    assert asker.waits() == [40]


def test_lag_is_an_error_in_an_answer_with_status_200(wiki: Wiki, asker: Asker) -> None:
    lag = {"error": {"code": "maxlag", "info": "Waiting for a server: 6 seconds lagged"}}
    wiki.bad = [Reply(200, json.dumps(lag).encode(), {"Retry-After": "5"})] * 2
    assert asker.ask()["search"]
    assert asker.waits() == [5, 5]


@pytest.mark.parametrize(
    "bad",
    [
        Reply(502, b"Bad Gateway"),
        Reply(500, b""),
        Reply(504, b"<html>"),
        Reply(200, b"<!DOCTYPE html><title>Wikimedia Error</title>", {"Content-Type": "text/html"}),
        Reply(200, b'{"search": [{"id": "Q2'),
        Reply(200, b'{"search": [{"id": "Q2', cut=True),
        Reply(200, b'{"success": 1}'),
        Reply(200, b"[]"),
        Reply(200, b""),
        Reply(200, json.dumps({"error": {"code": "internal_api_error_DBQueryError"}}).encode()),
        Reply(200, json.dumps({"error": {"code": "ratelimited"}}).encode()),
        Reply(silent=True),
    ],
    ids=lambda bad: f"{bad.status}-{bad.body[:12].decode()}",
)
def test_what_may_pass_is_asked_again_after_a_growing_wait(wiki: Wiki, asker: Asker, bad: Reply) -> None:
    wiki.bad = [bad, bad]
    assert asker.ask()["search"]
    assert asker.waits() == [1, 2]


def test_a_service_that_stays_broken_has_not_answered(wiki: Wiki, asker: Asker) -> None:
    wiki.refuse = lambda asked: Reply(502, b"Bad Gateway")
    with pytest.raises(NotAnsweredError, match="busy or broken"):
        asker.ask()
    assert asker.waits() == [1, 2, 4, 8]
    assert len(wiki.asked) == 5


def test_the_wait_grows_to_a_minute_and_no_further() -> None:
    assert [Manners("x").back_off_s(attempt) for attempt in (0, 1, 5, 6, 40)] == [1, 2, 32, 60, 60]


def test_what_the_service_does_not_understand_is_not_asked_again(wiki: Wiki, asker: Asker) -> None:
    wiki.refuse = lambda asked: Reply(200, json.dumps({"error": {"code": "unknown_action"}}).encode())
    with pytest.raises(NotAnsweredError, match="unknown_action"):
        asker.ask()
    assert len(wiki.asked) == 1


def test_after_three_questions_without_an_answer_the_service_is_left_alone(wiki: Wiki) -> None:
    asker = Asker(wiki, tries=1)
    wiki.refuse = lambda asked: Reply(503)
    for number in range(6):
        with pytest.raises(NotAnsweredError):
            asker.ask({**QUESTION, "search": str(number)})
    asker.service.close()
    assert len(wiki.asked) == 3


def test_a_refusal_ends_the_run_at_once(wiki: Wiki, asker: Asker) -> None:
    wiki.bad = [Reply(403, b"banned")]
    for _ in range(2):
        with pytest.raises(NotAnsweredError, match="KG_CONTACT"):
            asker.ask()
    assert len(wiki.asked) == 1


def test_a_service_that_wants_an_hour_is_left_for_another_day(wiki: Wiki, asker: Asker) -> None:
    wiki.bad = [Reply(429, b"", {"Retry-After": "3600"})]
    for _ in range(2):
        with pytest.raises(NotAnsweredError):
            asker.ask()
    assert asker.waits() == []
    assert len(wiki.asked) == 1


def test_a_redirect_on_the_host_is_followed_with_the_question(wiki: Wiki, asker: Asker) -> None:
    wiki.bad = [Reply(301, b"", {"Location": "/elsewhere/api.php"})]
    assert asker.ask()["search"]
    assert wiki.asked[1] == QUESTION


@pytest.mark.parametrize("target", ["http://localhost.invalid/api.php", "//other.invalid/x", "file:///etc/passwd"])
def test_a_redirect_to_another_host_is_refused(wiki: Wiki, asker: Asker, target: str) -> None:
    wiki.bad = [Reply(302, b"", {"Location": target})]
    with pytest.raises(NotAnsweredError, match="sends us on"):
        asker.ask()


def test_redirects_that_go_round_come_to_an_end(wiki: Wiki, asker: Asker) -> None:
    wiki.refuse = lambda asked: Reply(302, b"", {"Location": "/w/api.php"})
    with pytest.raises(NotAnsweredError):
        asker.ask()
    assert len(wiki.asked) <= 5


def test_nobody_at_home_is_not_an_answer(wiki: Wiki) -> None:
    asker = Asker(wiki, tries=2)
    asker.service.endpoint = "http://127.0.0.1:9/"
    with pytest.raises(NotAnsweredError, match="connection failed"):
        asker.ask()
    asker.service.close()


# -- kept answers ------------------------------------------------------------------------------------------------------


def kept(wiki: Wiki, folder: Path, *, fresh: bool = False) -> Service:
    return Service(wiki.url, Manners("ops@chancery.test", 0, 0.3, 1), Cache(folder), fresh, sleep=lambda seconds: None)


def ask(service: Service, words: str = "Chile") -> Any:
    try:
        return service.ask({**QUESTION, "search": words}, lambda answer: "" if "search" in answer else "no search")
    finally:
        service.close()


def test_an_answer_is_asked_for_once(wiki: Wiki, tmp_path: Path) -> None:
    first = ask(kept(wiki, tmp_path))
    assert ask(kept(wiki, tmp_path)) == first
    assert len(wiki.asked) == 1
    ask(kept(wiki, tmp_path, fresh=True))
    assert len(wiki.asked) == 2


def test_a_failure_is_not_kept_and_the_next_run_asks_only_for_what_is_missing(wiki: Wiki, tmp_path: Path) -> None:
    ask(kept(wiki, tmp_path), "Chile")
    wiki.bad = [Reply(502)]
    with pytest.raises(NotAnsweredError):
        ask(kept(wiki, tmp_path), "Peru")
    ask(kept(wiki, tmp_path), "Chile")
    ask(kept(wiki, tmp_path), "Peru")
    assert [asked["search"] for asked in wiki.asked] == ["Chile", "Peru", "Peru"]


def test_a_damaged_answer_on_disk_is_asked_for_again(wiki: Wiki, tmp_path: Path) -> None:
    ask(kept(wiki, tmp_path))
    (file,) = tmp_path.rglob("*.json")
    file.write_text('{"asked": {', "utf-8")
    assert ask(kept(wiki, tmp_path))["search"]
    assert len(wiki.asked) == 2


def test_a_folder_that_cannot_be_written_is_named(wiki: Wiki, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", "utf-8")
    with pytest.raises(KGError, match="answers cannot be kept here"):
        ask(kept(wiki, tmp_path / "cache"))


# -- who asks ----------------------------------------------------------------------------------------------------------


def test_without_an_address_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_CONTACT", raising=False)
    with pytest.raises(KGError, match="KG_CONTACT: is not set"):
        contact()
    monkeypatch.setenv("KG_CONTACT", "ops@chancery.test")
    assert contact() == "ops@chancery.test"
    assert contact("https://chancery.test/contact") == "https://chancery.test/contact"


@pytest.mark.parametrize(
    "given", ["me", "a@b", "ops@example.org", "https://www.example.com/x", "a@b.test\r\nX: y", "я@б.рф"]
)
def test_an_address_that_reaches_nobody_is_refused(given: str) -> None:
    with pytest.raises(KGError, match="no address of yours"):
        contact(given)
