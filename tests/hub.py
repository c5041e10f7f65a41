"""A model hub on 127.0.0.1: it speaks the true one's protocol, and can be made to fail.

Small files come from the hub itself; of large ones it tells checksum and size and points to a
second server with another origin, as the true hub points to its storage.
"""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = 100_000  # bytes from which a file lies in the storage


@dataclass(frozen=True)
class Request:
    """What a client asked for."""

    server: str
    method: str
    path: str
    range: str | None
    token: str | None
    agent: str


@dataclass
class LocalHub:
    """The hub's files by (repository, name), what it was asked, and what goes wrong."""

    files: dict[tuple[str, str], bytes] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    """Bytes after which each of the next answers of the storage breaks off."""
    altered: set[str] = field(default_factory=set)
    truncated: set[str] = field(default_factory=set)
    refused: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Status and X-Error-Code for a name."""
    moved: dict[str, str] = field(default_factory=dict)
    """Repositories that have a new name."""
    ranges: bool = True
    stall: threading.Event | None = None
    """While it is not set, the storage sends half of a file and then nothing."""
    endpoint: str = ""
    storage: str = ""

    def ranges_asked(self) -> list[str | None]:
        """The Range of every request for bytes of the storage."""
        return [one.range for one in self.requests if one.server == "storage"]

    def fetched(self) -> list[str]:
        """The names of the files whose bytes were asked for."""
        return [one.path.rsplit("/", 1)[-1] for one in self.requests if one.method == "GET"]


@contextmanager
def local_hub() -> Iterator[LocalHub]:
    hub = LocalHub()
    servers = [
        ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (kind,), {"hub": hub}))
        for kind in (_HubHandler, _StorageHandler)
    ]
    hub.endpoint, hub.storage = (f"http://127.0.0.1:{one.server_port}" for one in servers)
    threads = [threading.Thread(target=one.serve_forever, args=(0.01,)) for one in servers]
    for thread in threads:
        thread.start()
    try:
        yield hub
    finally:
        if hub.stall is not None:
            hub.stall.set()
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()


def closed_port() -> int:
    """A port of 127.0.0.1 where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def blob_sha1(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    hub: ClassVar[LocalHub]
    server_name: ClassVar[str]

    def log_message(self, *arguments: Any) -> None:
        pass

    def note(self) -> str:
        path = unquote(urlsplit(self.path).path)
        headers = self.headers
        self.hub.requests.append(
            Request(
                self.server_name,
                self.command,
                path,
                headers.get("Range"),
                headers.get("Authorization"),
                headers.get("User-Agent", ""),
            )
        )
        return path.lstrip("/")

    def answer(self, status: int, **headers: Any) -> None:
        self.send_response(status)
        headers.setdefault("Content_Length", 0)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()


class _HubHandler(_Handler):
    server_name = "hub"

    def do_HEAD(self) -> None:
        self.serve(send=False)

    def do_GET(self) -> None:
        self.serve(send=True)

    def serve(self, *, send: bool) -> None:
        repository, _, rest = self.note().partition("/resolve/")
        revision, _, name = rest.partition("/")
        if repository in self.hub.moved:
            new = self.hub.moved[repository]
            self.answer(307, Location=f"/{new}/resolve/{revision}/{name}")
            return
        content = self.hub.files.get((repository, name))
        if name in self.hub.refused:
            status, code = self.hub.refused[name]
            self.answer(status, X_Error_Code=code)
        elif content is None or revision not in ("main", COMMIT):
            self.answer(404, X_Error_Code="EntryNotFound")
        elif len(content) < LARGE:
            tag = f'"{blob_sha1(content)}"'
            self.answer(200, ETag=tag, X_Repo_Commit=COMMIT, Content_Length=len(content))
            if send:
                self.wfile.write(content[::-1] if name in self.hub.altered else content)
        else:
            self.answer(
                302,
                Location=f"{self.hub.storage}/{repository}/{name}",
                X_Repo_Commit=COMMIT,
                X_Linked_Etag=f'"{sha256(content)}"',
                X_Linked_Size=len(content),
            )


class _StorageHandler(_Handler):
    server_name = "storage"

    def do_GET(self) -> None:
        repository, _, name = self.note().rpartition("/")
        content = self.hub.files[repository, name]
        if name in self.hub.altered:
            content = content[:-1] + bytes([content[-1] ^ 1])
        if name in self.hub.truncated:
            content = content[: len(content) // 2]
        asked = self.headers.get("Range") if self.hub.ranges else None
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        if start >= len(content):
            self.answer(416, Content_Range=f"bytes */{len(content)}")
            return
        end = len(content) - 1
        partial = {"Content_Range": f"bytes {start}-{end}/{end + 1}"} if asked else {}
        self.answer(206 if asked else 200, Content_Length=len(content) - start, **partial)
        self.send(content[start:])

    def send(self, content: bytes) -> None:
        limit = self.hub.breaks.pop(0) if self.hub.breaks else len(content)
        if self.hub.stall is not None and not self.hub.stall.is_set():
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            self.hub.stall.wait()
            return
        try:
            self.wfile.write(content[:limit])
        except (BrokenPipeError, ConnectionResetError):
            return  # the client has gone; that is its right
        self.close_connection = True
