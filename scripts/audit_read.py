"""Reads what pip-audit found. Exit 0: nothing is known against what was looked up; 1: something is; 2: no report.

With --reached only whether the service knew anything at all: pip-audit itself says "no known vulnerabilities" when
every package was skipped, which would be a comfort nobody should take.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(report: Path, *, reached_only: bool) -> int:
    try:
        found = json.loads(report.read_text(encoding="utf-8"))["dependencies"]
    except (OSError, ValueError, KeyError):
        return 2
    looked_up = [one for one in found if "skip_reason" not in one]
    if reached_only:
        return 0 if looked_up else 1
    bad = [(one, vulnerability) for one in looked_up for vulnerability in one.get("vulns", [])]
    for one, vulnerability in bad:
        fixed = ", ".join(vulnerability.get("fix_versions", [])) or "no version yet"
        print(f"{one['name']} {one['version']}: {vulnerability['id']}, mended in {fixed}")
    for one in found:
        if "skip_reason" in one:
            print(f"not checked: {one['skip_reason']}")
    print(f"audit: {len(looked_up)} of {len(found)} versions looked up, {len(bad)} known vulnerabilities")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), reached_only="--reached" in sys.argv))
