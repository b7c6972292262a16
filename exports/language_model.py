"""Saying sentences in other words by a language model of the department's own, if it has one.

It speaks the wire format of OpenAI, as local servers do. What it answers is not believed: a
sentence is taken only where ``analysis.same_facts`` finds the same facts in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

import structlog

from analysis.same_facts import says_the_same

TIMEOUT = 30.0  # seconds for a whole briefing; then it stays as it is
_ASKED = (
    "Say each of these sentences in plainer English. Keep every number, name and quotation "
    "exactly. Add nothing. Answer with a JSON list of as many strings, in the same order, and "
    "nothing else."
)
log = structlog.get_logger()


def rephrased(sentences: Sequence[str], *, url: str, model: str) -> list[str]:
    """``sentences``, each in other words where the model found some that say the same.

    Whatever goes wrong, the sentences come back as they were. Numbers of figures and names of
    places go to ``url``; quotes of residents never do.
    """
    kept = [*sentences]
    try:
        answers = _asked(kept, url, model)
    except (OSError, HTTPException, ValueError, KeyError, TypeError, IndexError) as error:
        log.warning("the language model gave no answer", reason=type(error).__name__)
        return kept
    if len(answers) != len(kept):
        return kept
    return [
        new.strip() if isinstance(new, str) and says_the_same(old, new) else old
        for old, new in zip(kept, answers, strict=True)
    ]


def _asked(sentences: Sequence[str], url: str, model: str) -> list[object]:
    body = {
        "model": model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": _ASKED},
            {"role": "user", "content": json.dumps(sentences, ensure_ascii=False)},
        ],
    }
    where = urlsplit(url)
    kind = HTTPSConnection if where.scheme == "https" else HTTPConnection
    server = kind(where.hostname or "", where.port, timeout=TIMEOUT)  # no proxy, no redirection
    try:
        server.request(
            "POST", "/v1/chat/completions", body=json.dumps(body),
            headers={"Content-Type": "application/json"},
        )  # fmt: skip
        answer = json.loads(server.getresponse().read(1_000_000))
    finally:
        server.close()
    found = json.loads(answer["choices"][0]["message"]["content"])
    if not isinstance(found, list):
        raise TypeError
    return found
