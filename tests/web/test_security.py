"""The guard in front of everything: hosts, closed doors, and the headers of every answer."""

from __future__ import annotations

import http.client
import re

import pytest
from websockets.exceptions import InvalidStatus

from tests.web.running import Person
from tests.web.stream import tab

ANSWERS = {
    "the shell": ("GET", "/", 200),
    "a staff page": ("GET", "/trends", 200),
    "Streamlit's own file": ("GET", "/_stcore/host-config", 200),
    "a static file of ours": ("GET", "/assets/plain.css", 200),
    "a missing file of ours": ("GET", "/assets/nothing.css", 404),
    "a page without script": ("GET", "/account/sign-in", 200),
    "the receipt page": ("GET", "/plain/receipt", 200),
    "an unknown page": ("GET", "/nowhere", 404),
    "a closed door": ("GET", "/_stcore/metrics", 404),
    "a refused form": ("POST", "/account/sign-in", 403),
    "health": ("GET", "/healthz", 200),
    "a method nobody offers": ("PUT", "/trends", 405),
}
CLOSED = (
    "/_stcore/metrics",
    "/_stcore/metrics/",
    "/_stcore/metrics?families=session_events",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/",
    "/_stcore/agent",
    "/_stcore/script-health-check",
    "/_stcore/upload_file/session/file",
    "/_stcore/bidi-components/x/y",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "//_stcore/metrics",
    "/_stcore//metrics",
    "/_stcore/./metrics",
    "/static/../_stcore/metrics",
    "/_stcore/%6detrics",
    "/%5fstcore/metrics",
    "/_stcore%2fmetrics",
    "/_stcore%2Fagent/openapi.json",
    "/_stcore/%2e/metrics",
    "/_STCORE/metrics",
    "/_stcore/METRICS",
    "/_stcore/metrics%00",
    "/_stcore/metrics;x=1",
    "/trends/_stcore/metrics",
    "/trends/_stcore/agent/openapi.json",
    "/healthz/../_stcore/metrics",
    "/openapi.json",
    "/metrics",
    "/docs",
)


def raw(app, method: str, target: str, host: str = "") -> tuple[int, str]:
    """One request with exactly this target; clever clients tidy it up."""
    connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=30)
    connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", host or app.host)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, body


@pytest.mark.parametrize("what", ANSWERS)
def test_every_kind_of_answer_carries_the_headers(person, what):
    method, path, status = ANSWERS[what]

    answer = person.request(method, path, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "server" not in answer.headers


@pytest.mark.parametrize("what", ANSWERS)
def test_no_answer_lets_strangers_script_run(person, what):
    method, path, _status = ANSWERS[what]

    policy = dict(
        [*(rule.split() or [""])[:1], rule.split()[1:]]
        for rule in person.request(method, path).headers["content-security-policy"].split(";")
    )

    scripts = policy.get("script-src", policy["default-src"])
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "blob:", "https:"} & set(scripts)
    assert all(
        source in {"'self'", "'none'", "data:", "blob:", "'unsafe-inline'"} or "sha256" in source
        for sources in policy.values()
        for source in sources
    ), "nothing is loaded from anywhere else"


def test_the_policys_hash_is_that_of_the_one_inline_script(person):
    answer = person.get("/")

    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", answer.text)
    hashes = re.findall(r"'sha256-[^']+'", answer.headers["content-security-policy"])
    assert len(inline) == len(hashes) == 1
    assert not re.findall(r"\son\w+=", answer.text), "no handler in an attribute would run"


def test_pages_without_script_have_none_and_are_kept_by_no_cache(person):
    for path in ("/account/sign-in", "/account/new-password", "/plain/receipt", "/nowhere"):
        answer = person.get(path)
        assert "<script" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert len(answer.content) < 40_000


@pytest.mark.parametrize("target", CLOSED)
def test_streamlits_figures_and_descriptions_are_closed(app, target):
    status, body = raw(app, "GET", target)

    assert status in {400, 404, 405}
    assert "active_sessions" not in body
    assert "openapi" not in body.lower()
    assert "<title>Streamlit</title>" not in body


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("target", ["/_stcore/metrics", "/_stcore/upload_file/session/file"])
def test_another_method_does_not_open_a_closed_door(app, method, target):
    status, body = raw(app, method, target)

    assert status == 404
    assert "active_sessions" not in body


@pytest.mark.parametrize("path", ["/_stcore/host-config", "/_stcore/health"])
def test_what_the_screens_need_of_streamlit_is_open(app, path):
    assert raw(app, "GET", path)[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8501",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "",
        "@",
        "[",
        "a b",
    ],
)
def test_on_loopback_a_name_that_is_not_this_machines_is_refused(app, host):
    connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=30)
    connection.putrequest("GET", "/feedback", skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    connection.close()

    assert answer.status == 400


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST", "app.localhost"])
def test_on_loopback_this_machines_names_are_served(app, host):
    assert raw(app, "GET", "/feedback", host=f"{host}:{app.port}")[0] == 200


def test_on_loopback_a_name_that_is_not_this_machines_opens_no_tab(app):
    with tab(app) as mine:
        assert "Staff sign-in" in mine.shown()
    with (
        pytest.raises(InvalidStatus) as refused,
        tab(app, host="evil.example", origin="http://evil.example"),
    ):
        pass
    assert refused.value.response.status_code == 403


def test_only_the_names_that_were_allowed_are_served(start_app):
    app = start_app(allowed_hosts='["listen.example.org"]')

    assert raw(app, "GET", "/feedback", host="listen.example.org")[0] == 200
    assert raw(app, "GET", "/feedback", host="other.example.org")[0] == 400


def test_a_bad_body_is_an_answer_and_no_traceback(app, person):
    answers = [
        person.post("/account/sign-in", content=b"\xff\xfe=\x00", headers=form)
        for form in (
            {"Content-Type": "application/x-www-form-urlencoded"},
            {"Content-Type": "multipart/form-data"},
            {"Content-Type": "multipart/form-data; boundary=x"},
            {"Content-Type": "application/json"},
        )
    ]

    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    assert "Traceback" not in app.log()


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/trends/",
        "/trends/more",
        "/_router",
        "/pages/words.py",
        "/assets/../app.py",
        "/media/nowhere",
        "/healthz/more",
        "/plain/nowhere",
        "/account/nowhere",
    ],
)
def test_an_unknown_address_is_not_found(app, path):
    status, body = raw(app, "GET", path)

    assert status in {400, 404}
    assert "<title>Streamlit</title>" not in body


def test_a_visitor_learns_no_more_from_an_unknown_page_than_that_it_is_not_there(app):
    with Person(app) as person:
        answer = person.get("/nowhere?secret=1")

    assert "There is no page here" in answer.text
    assert "secret" not in answer.text
