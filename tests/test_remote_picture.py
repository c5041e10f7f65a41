"""Against servers on this computer, which answer well and badly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import ClassVar

import pytest
from PIL import Image

from photoclip import remote_picture
from photoclip.errors import PhotoClipError
from photoclip.remote_picture import fetch_picture, host_of


def make_png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (12, 8), (255, 0, 0)).save(file, "PNG")
    return file.getvalue()


class Answers(BaseHTTPRequestHandler):
    """``/name`` answers with what the test has put under that name."""

    pages: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]]
    asked: ClassVar[list[tuple[str, dict[str, str]]]]

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        status, headers, body = self.pages[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[type[Answers]]:
    class Own(Answers):
        pages: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {
            "/red.png": (200, {"Set-Cookie": "a=b"}, make_png())
        }
        asked: ClassVar[list[tuple[str, dict[str, str]]]] = []

    http = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    Own.address = f"http://127.0.0.1:{http.server_address[1]}"
    yield Own
    http.shutdown()
    http.server_close()
    thread.join()


def test_a_picture_comes_as_it_is(server):
    assert fetch_picture(f"{server.address}/red.png") == make_png()


def test_a_redirect_is_followed_without_cookies(server):
    server.pages["/moved"] = (302, {"Location": "/red.png", "Set-Cookie": "c=d"}, b"")

    assert fetch_picture(f"{server.address}/moved") == make_png()
    path, headers = server.asked[-1]
    assert path == "/red.png"
    assert "Cookie" not in headers


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/a.png", "data:,a"])
def test_a_redirect_out_of_the_web_is_refused(server, target):
    server.pages["/moved"] = (302, {"Location": target}, b"")

    with pytest.raises(PhotoClipError):
        fetch_picture(f"{server.address}/moved")
    assert len(server.asked) == 1


def test_a_ring_of_redirects_ends(server):
    server.pages["/ring"] = (302, {"Location": "/ring"}, b"")

    with pytest.raises(PhotoClipError):
        fetch_picture(f"{server.address}/ring")
    assert len(server.asked) < 10


def test_a_page_instead_of_a_picture(server):
    server.pages["/page"] = (200, {"Content-Type": "image/png"}, b"<html><body>hello</body></html>")

    with pytest.raises(PhotoClipError, match="no picture that can be read"):
        fetch_picture(f"{server.address}/page")


def test_what_is_not_there(server):
    server.pages["/gone"] = (404, {}, b"")

    with pytest.raises(PhotoClipError, match="404"):
        fetch_picture(f"{server.address}/gone")


def test_too_much_is_refused_when_it_is_announced_and_when_it_comes(server, monkeypatch):
    monkeypatch.setattr(remote_picture, "MOST_BYTES", 1000)
    server.pages["/announced"] = (200, {"Content-Length": "5000"}, b"x" * 10)
    server.pages["/unannounced"] = (200, {}, b"x" * 5000)

    for name in ("announced", "unannounced"):
        with pytest.raises(PhotoClipError, match="larger than"):
            fetch_picture(f"{server.address}/{name}")


def test_what_is_not_wanted_any_more_is_not_fetched_on(server):
    with pytest.raises(PhotoClipError):
        fetch_picture(f"{server.address}/red.png", lambda: True)


def test_a_server_that_takes_too_long(server, monkeypatch):
    monkeypatch.setattr(remote_picture, "MOST_SECONDS", 0.0)

    with pytest.raises(PhotoClipError, match="in time"):
        fetch_picture(f"{server.address}/red.png")


def test_nobody_answers(server):
    with pytest.raises(PhotoClipError, match="cannot be reached"):
        fetch_picture("http://127.0.0.1:1/a.png")


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "ftp://a/b.png", "cat.png", "", "x://["]
)
def test_only_the_web(address):
    assert host_of(address) == ""
    with pytest.raises(PhotoClipError, match="web addresses"):
        fetch_picture(address)


def test_the_host_that_the_person_is_asked_about():
    assert host_of("https://user:secret@example.org:8080/a b.png?x=1") == "example.org"
