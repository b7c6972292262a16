"""A program that stores forms until it is killed; each receipt it prints has been stored."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

from core import clock
from core.actor import Actor
from core.keys import Keys
from db.session import make_engine, reading, transaction
from services import feedback, questions

VISITOR = Actor.visitor()


def write_for_ever() -> None:
    engine = make_engine(os.environ["COMMON_GROUND_DATABASE_URL"])
    keys = Keys.load(Path(os.environ["COMMON_GROUND_KEY_FILE"]))
    with reading(engine) as session:
        version_id = questions.asked(session, VISITOR)[0].version_id
    while True:
        nonce = secrets.token_bytes(32)
        form = feedback.Form(nonce, f"Words of {nonce.hex()}", version_id)
        with transaction(engine) as session:
            receipt = feedback.submit(
                session,
                VISITOR,
                form=form,
                keys=keys,
                today=clock.now().date(),
                now=clock.now(),
            )
        sys.stdout.write(f"{receipt}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    write_for_ever()
