"""Gets one picture from the web, after the person has said yes to it. Nothing else is asked for.

HTTP and HTTPS only, also where a server redirects to; no cookies, no more bytes and no more time
than a picture needs, and what comes is a picture or it is refused.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO
from urllib.parse import quote, urlsplit

from photoclip.errors import PhotoClipError, UnreadablePhoto
from photoclip.images import decode

MOST_BYTES = 20_000_000
SILENCE_SECONDS = 10.0
"""For how long a server may say nothing."""
MOST_SECONDS = 60.0
_CHUNK = 1 << 16
_SCHEMES = ("http", "https")
_SAFE = "%/:=&?~#+!$,;'@()*[]"  # has a meaning in an address


def host_of(address: str) -> str:
    """The server that an address names; empty where it is no web address."""
    try:
        parts = urlsplit(address)
        return parts.hostname or "" if parts.scheme in _SCHEMES else ""
    except ValueError:
        return ""


def fetch_picture(address: str, is_unwanted: Callable[[], bool] = lambda: False) -> bytes:
    """The encoded picture at a web address, seen to decode.

    ``is_unwanted`` is asked now and then; once true, nothing more is fetched.

    Raises:
        PhotoClipError: it cannot be reached, is no picture, is too large or comes too slowly.
    """
    host = host_of(address)
    if not host:
        raise PhotoClipError("Only web addresses can be downloaded.")
    request = urllib.request.Request(  # noqa: S310 - the scheme has just been looked at
        quote(address, safe=_SAFE), headers={"User-Agent": "PhotoCLIP", "Accept": "image/*"}
    )
    try:
        with _opener().open(request, timeout=SILENCE_SECONDS) as response:
            data = _read(response, is_unwanted)
    except urllib.error.HTTPError as error:
        error.close()
        raise PhotoClipError(
            "{host} answers that it has no such picture ({code}).", host=host, code=error.code
        ) from error
    except (OSError, HTTPException, ValueError) as error:
        raise PhotoClipError("{host} cannot be reached.", host=host) from error
    try:
        decode(data, short_side=1)
    except UnreadablePhoto as error:
        raise PhotoClipError(
            "What {host} sent is no picture that can be read.", host=host
        ) from error
    return data


def _read(response: HTTPResponse, is_unwanted: Callable[[], bool]) -> bytes:
    deadline = time.monotonic() + MOST_SECONDS
    data = bytearray()
    # What is there, not a full chunk: a server that dribbles must not outlast the deadline.
    while chunk := response.read1(_CHUNK):
        data += chunk
        if max(len(data), response.length or 0) > MOST_BYTES:
            raise PhotoClipError("The picture is larger than {size} MB.", size=MOST_BYTES // 10**6)
        if is_unwanted() or time.monotonic() > deadline:
            raise PhotoClipError("The picture did not come in time.")
    return bytes(data)


def _opener() -> urllib.request.OpenerDirector:
    """Knows neither files nor FTP nor cookies, whatever a server says."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if not host_of(newurl):
            raise PhotoClipError("The server points to something that is no web address.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
