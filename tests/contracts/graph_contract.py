"""Microsoft's own description of Graph (OpenAPI 3.1, strict), as a check of our requests and of the fake's answers.

The file is no part of this repository: it is looked for in the folder that LINKBOT_CONTRACTS names, else in
`../shared/contracts` beside the checkout. Without it the tests that need it are skipped.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from urllib.parse import parse_qsl

import httpx
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

NAME = "graph-mail-calendar.openapi.json"
PREFIX = "/v1.0"
_FOLDER = os.environ.get("LINKBOT_CONTRACTS")
_SIBLING = Path(__file__).resolve().parents[2].parent / "shared" / "contracts"


def contract_folder() -> Path | None:
    for folder in (Path(_FOLDER) if _FOLDER else None, _SIBLING):
        if folder is not None and (folder / NAME).is_file():
            return folder
    return None


class Contract:
    """Collects what does not fit, so that one run tells everything."""

    def __init__(self, folder: Path) -> None:
        self.spec = json.loads((folder / NAME).read_text(encoding="utf-8"))
        resource = Resource(contents=self.spec, specification=DRAFT202012)
        self.registry: Registry = Registry().with_resource("urn:graph", resource)
        self.paths = [(_pattern(path), path) for path in sorted(self.spec["paths"], key=_plain_first)]
        self.wrong: list[str] = []
        self.seen: set[str] = set()
        self.made: dict[str, Draft202012Validator] = {}

    def check(self, request: httpx.Request, response: httpx.Response) -> None:
        if request.url.host != "graph.microsoft.com":
            return  # an upload's own address is not described
        found = self._operation(request)
        if found is None:
            return
        name, operation = found
        self.seen.add(name)
        known = {self._one(one)["name"] for one in operation.get("parameters", ())}
        for query, _ in parse_qsl(request.url.query.decode(), keep_blank_values=True):
            if query not in known:
                self.wrong.append(f"{name}: no query option {query}")
        for header in ("if-match",):
            if header in request.headers and "If-Match" not in known and request.method != "PATCH":
                self.wrong.append(f"{name}: no header {header}")
        if request.content:
            kind = request.headers["content-type"].partition(";")[0]
            contents = self._one(operation.get("requestBody", {})).get("content", {})
            if kind not in contents:
                self.wrong.append(f"{name}: no body of kind {kind}")
            elif kind == "application/json":
                self._fits(json.loads(request.content), contents[kind]["schema"], f"{name}: request")
        answers = operation["responses"]
        good = 200 <= response.status_code < 300
        described = answers.get("2XX") or answers.get("204") if good else answers.get("default")
        contents = self._one(described or {}).get("content", {})
        if response.content and "application/json" in contents and "json" in response.headers["content-type"]:
            what = f"{name}: answer {response.status_code}"
            self._fits(json.loads(response.content), contents["application/json"]["schema"], what)

    def _operation(self, request: httpx.Request) -> tuple[str, dict] | None:  # type: ignore[type-arg]
        path = request.url.raw_path.decode().partition("?")[0].removeprefix(PREFIX)
        for pattern, name in self.paths:
            if pattern.fullmatch(path):
                operation = self.spec["paths"][name].get(request.method.lower())
                if operation is not None:
                    return f"{request.method} {name}", operation
        self.wrong.append(f"{request.method} {path}: no such operation")
        return None

    def _one(self, node: dict) -> dict:  # type: ignore[type-arg]
        while "$ref" in node:
            place = self.spec
            for step in node["$ref"].removeprefix("#/").split("/"):
                place = place[step]
            node = place
        return node

    def _fits(self, value: object, schema: dict, what: str) -> None:  # type: ignore[type-arg]
        text = json.dumps(schema).replace('"$ref": "#/', '"$ref": "urn:graph#/')
        if text not in self.made:
            self.made[text] = Draft202012Validator(json.loads(text), registry=self.registry)
        for error in self.made[text].iter_errors(value):
            deepest = min(error.context, key=lambda one: len(one.message)) if error.context else error
            self.wrong.append(f"{what}: {'/'.join(map(str, error.absolute_path))}: {deepest.message[:200]}")


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path)))


def _plain_first(path: str) -> tuple[int, str]:
    return path.count("{"), path
