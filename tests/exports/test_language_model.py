"""A model on this machine is asked, and not believed."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pydantic import ValidationError

from core.settings import Settings
from exports.language_model import rephrased

SENTENCES = ["12 of 40 sound negative.", "Nothing is late."]
BETTER = ["12 of 40 pieces sound negative.", "Nothing is late at all."]


@pytest.fixture
def model():
    """A server that answers what it is told to, and keeps what it was asked."""
    asked, answers = [], []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            status, body = answers[0]
            self.send_response(status)
            self.send_header("Location", "http://example.org/")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_about):
            return

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", answers, asked
    server.shutdown()
    server.server_close()


def answer(sentences):
    content = sentences if isinstance(sentences, str) else json.dumps(sentences)
    return 200, json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def test_what_says_the_same_is_taken_and_what_does_not_is_not(model):
    url, answers, asked = model
    answers.append(answer([BETTER[0], "Everything is 3 days late."]))

    assert rephrased(SENTENCES, url=url, model="m") == [BETTER[0], SENTENCES[1]]
    assert asked[0]["model"] == "m"
    assert json.loads(asked[0]["messages"][1]["content"]) == SENTENCES


@pytest.mark.parametrize(
    "said",
    [answer("not a list"), answer(BETTER[:1]), answer([1, None]), answer('{"a": 1}'), (500, b""),
     (302, b""), (200, b"{}"), (200, b"\xff"), (200, b'{"choices": []}')],
)  # fmt: skip
def test_whatever_goes_wrong_the_sentences_stay(model, said):
    url, answers, _asked = model
    answers.append(said)
    assert rephrased(SENTENCES, url=url, model="m") == SENTENCES


def test_without_a_server_the_sentences_stay():
    assert rephrased(SENTENCES, url="http://127.0.0.1:1", model="m") == SENTENCES


@pytest.mark.parametrize("url", ["http://example.org", "http://8.8.8.8", "http://localhost.evil.org",
                                 "ftp://localhost", "http://10.0.0.1@evil.org"])  # fmt: skip
def test_no_address_outside_the_own_network_is_a_setting(url):
    with pytest.raises(ValidationError):
        Settings(language_model_url=url)


def test_an_address_of_the_own_network_is():
    assert Settings(language_model_url="http://192.168.1.5:8080").language_model_url
