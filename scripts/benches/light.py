"""What Lighthouse says of a built site, as Markdown. Needs Node 18.16 or newer with npm, and a Chromium.

Usage: scripts/bench light [SITE] [--runs N] [--page PATH]...     SITE is site/ unless named

Serves the site with gzip, and runs Lighthouse's mobile preset on the home page, the largest question and the largest
notebook in both languages (or on what --page names). Each figure is the median of N runs (3). The performance score
simulates a slow phone from what this machine measured, so it is true only where nothing else runs; the columns on the
right do not depend on that: what has to be fetched before the first paint, what is fetched in all, how many elements
there are, and which audits cost points.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gzip
import http.server
import json
import os
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
VERSION = "12.8.2"  # the last for Node 20
TOOL = ROOT / ".cache" / f"lighthouse-{VERSION}"
CATEGORIES = {"performance": 0.98, "accessibility": 1, "best-practices": 1, "seo": 1}
TIMES = {"first-contentful-paint": "first paint", "largest-contentful-paint": "largest paint"}
TIMES |= {"total-blocking-time": "blocked", "bootup-time": "scripts"}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


def main() -> None:
    """Measure what the command line names; exit with 1 if a page is not as light as the book wants its pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path, nargs="?", default=ROOT / "site")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--page", action="append", help="path under the site, such as en/bleu/")
    asked = parser.parse_args()
    if not (asked.site / "index.html").exists():
        sys.exit(f"{asked.site} holds no site; run scripts/build first")
    install()
    times = " | ".join(f"{name} (ms)" for name in TIMES.values())
    print(f"| page | {' | '.join(CATEGORIES)} | {times} | CLS | blocking KB | KB | elements | to mend |")
    print("| --- |" + " ---: |" * (len(CATEGORIES) + len(TIMES) + 4) + " --- |", flush=True)
    light = True
    with served(asked.site) as address:
        for page in asked.page or pages(asked.site):
            reports = [run(f"{address}/{page}") for _ in range(asked.runs)]
            print(row(page, reports), flush=True)
            light &= all(score(reports, each) >= least for each, least in CATEGORIES.items())
    sys.exit(not light)


def install() -> None:
    """Put Lighthouse into the cache, unless it is there."""
    if not (TOOL / "node_modules" / ".bin" / "lighthouse").exists():
        TOOL.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--prefix", TOOL, "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*npm, f"lighthouse@{VERSION}"], check=True, stdout=sys.stderr)


def pages(site: Path) -> list[str]:
    """Return the home page, the largest question and the largest notebook, in both languages."""

    def largest(folder: str) -> str:
        found = [path for path in (site / folder).glob("*/index.html") if 'class="fq-answer"' in path.read_text()]
        found = found or list((site / folder).glob("*/index.html"))
        return max(found, key=lambda path: path.stat().st_size).parent.relative_to(site).as_posix() + "/"

    return ["", largest(""), largest("notebooks"), "en/", largest("en"), largest("en/notebooks")]


def run(url: str) -> dict[str, Any]:
    """Return Lighthouse's report on one load of ``url``, its browser's cache empty."""
    browser = subprocess.run([ROOT / "scripts" / "browser"], capture_output=True, text=True, check=True).stdout.strip()
    command = [TOOL / "node_modules" / ".bin" / "lighthouse", url, "--quiet", "--output=json", "--output-path=stdout"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}", "--throttling-method=simulate"]
    where = {"CHROME_PATH": browser} if browser else {}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **where})
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return json.loads(done.stdout)


def score(reports: list[dict[str, Any]], category: str) -> float:
    """Return the median score in a category, from 0 to 1."""
    return statistics.median(report["categories"][category]["score"] or 0 for report in reports)


def row(page: str, reports: list[dict[str, Any]]) -> str:
    """Return the table's row about one page."""

    def median(audit: str) -> float:
        return statistics.median(report["audits"][audit]["numericValue"] for report in reports)

    scores = [f"{100 * score(reports, each):.0f}" for each in CATEGORIES]
    times = [f"{median(each):.0f}" for each in TIMES]
    requests = reports[-1]["audits"]["network-requests"]["details"]["items"]
    first = [each for each in requests if each["priority"] == "VeryHigh" or each["resourceType"] == "Document"]
    sizes = [f"{sum(each['transferSize'] for each in kind) / 1000:.0f}" for kind in (first, requests)]
    cells = [*scores, *times, f"{median('cumulative-layout-shift'):.3f}", *sizes, f"{median('dom-size'):.0f}"]
    return f"| /{page} | {' | '.join(cells)} | {', '.join(costly(reports[-1]))} |"


def costly(report: dict[str, Any]) -> list[str]:
    """Return the audits that a page does not pass and that count."""
    refs = [ref for each in CATEGORIES for ref in report["categories"][each]["auditRefs"] if ref["weight"]]
    scores = {ref["id"]: report["audits"][ref["id"]]["score"] for ref in refs}
    return [f"{name} {value:.2f}" for name, value in scores.items() if value is not None and value < 0.98]


class Compressing(http.server.SimpleHTTPRequestHandler):
    """Serves files as a web host does: compressed, over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the file, or with 404."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        payload = path.read_bytes() if found else b""
        kind = self.guess_type(str(path))
        packed = found and not kind.startswith("image/png")
        payload = gzip.compress(payload, 6) if packed else payload
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(payload)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve ``site`` on a free port of this machine; give its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressing, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


if __name__ == "__main__":
    main()
