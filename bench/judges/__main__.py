"""Every plain page of the invented town before both judges, on a telephone's screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from bench.serving import prepare, served

HERE = Path(__file__).parent
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
PAGES = (
    "/plain/", "/plain/feedback", "/plain/receipt", "/plain/resources", "/plain/events",
    "/plain/events?view=month", "/plain/events/1", "/plain/commitments", "/plain/commitments/1",
    "/plain/proof", "/plain/card", "/plain/?lang=es", "/plain/feedback?lang=ar",
)  # fmt: skip
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu")


class Verdict(NamedTuple):
    """Lighthouse's accessibility, 0 to 100, with what it faults; and what pa11y counts as errors.

    pa11y judges by WCAG 2.2 AA twice: with HTML CodeSniffer and with axe.
    """

    score: int
    faults: list[str]
    errors: list[str]


def judged(url: str, folder: Path) -> Verdict:
    seen = json.loads(_said("lighthouse", url, "--output=json", "--quiet",
                            "--only-categories=accessibility",
                            f"--chrome-flags={' '.join(FLAGS)}"))  # fmt: skip
    category = seen["categories"]["accessibility"]
    faults = [part["id"] for part in category["auditRefs"] if _is_fault(seen["audits"][part["id"]])]
    settings = folder / "pa11y.json"
    settings.write_text(json.dumps({
        "standard": "WCAG2AA", "runners": ["htmlcs", "axe"],
        "viewport": {"width": 390, "height": 844},
        "chromeLaunchConfig": {"executablePath": BROWSER, "args": FLAGS},
    }))  # fmt: skip
    errors = json.loads(_said("pa11y", url, "--reporter=json", f"--config={settings}"))
    return Verdict(
        round(category["score"] * 100), faults, [f"{e['code']} {e['selector']}" for e in errors]
    )


def _is_fault(audit: dict[str, Any]) -> bool:
    return audit["score"] is not None and audit["score"] < 1


def _said(judge: str, *words: str) -> str:
    """pa11y ends with 2 where it finds errors, which is an answer too."""
    answer = subprocess.run(  # noqa: S603 -- our own words
        [str(HERE / "node_modules" / ".bin" / judge), *words],
        capture_output=True, text=True, check=False,
        env=os.environ | {"CHROME_PATH": str(BROWSER)},
    )  # fmt: skip
    if answer.returncode not in (0, 2):
        raise RuntimeError(answer.stderr)
    return answer.stdout


def main() -> int:
    """0 where no judge found a fault."""
    if BROWSER is None:
        print("No chromium on this machine, so nothing was judged.")
        return 1
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name) / "prepared")
        with served(Path(name) / "prepared") as app:
            for page in PAGES:
                found = judged(app.base + page, Path(name))
                failed += found.score < 100 or bool(found.errors)
                print(f"{page:28} Lighthouse {found.score:3}  pa11y errors {len(found.errors)}",
                      *found.faults, *found.errors, sep="\n    ", flush=True)  # fmt: skip
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
