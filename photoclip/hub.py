"""The model hub, as far as a download needs it: what a file is, and its bytes, checked.

The requests are our own. Measured, ``huggingface_hub.hf_hub_download`` (2.4) takes an altered file
for good, throws away what has come when a connection breaks, cannot be stopped between two pieces,
and tells the hub which other packages are installed. From that library come the hub's address, its
cache and the person's token, so that HF_ENDPOINT, HF_HOME, HF_HUB_CACHE and HF_TOKEN mean what they
always do; httpx2 honours the proxies and the system's certificates.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from photoclip import __version__
from photoclip.errors import PhotoClipError
from photoclip.partial_file import PartialFile

if TYPE_CHECKING:
    import httpx2

_TIMEOUT = 20.0  # seconds without a byte after which a connection counts as broken
_PIECE = 1 << 18  # bytes between two chances to stop
_MOST_REDIRECTS = 5
_CHECKSUM = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def _asked_offline() -> bool:
    value = os.environ.get("HF_HUB_OFFLINE") or os.environ.get("TRANSFORMERS_OFFLINE") or ""
    return value.upper() in {"1", "ON", "YES", "TRUE"}


# Read when the program starts: later parts of the program set it for the libraries below them.
_OFFLINE = _asked_offline()


class NotOnHub(PhotoClipError):
    """The hub does not have such a file; it may have another."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file at the hub. ``checksum`` is its SHA-256, or for small files git's SHA-1 of a blob."""

    repository: str
    name: str
    commit: str
    size: int
    checksum: str


def keep_libraries_offline() -> Any:
    """huggingface_hub's constants, set so that no library asks the hub by itself.

    HF_HUB_OFFLINE in the environment would have to be there before its first import.
    """
    from huggingface_hub import constants

    constants.HF_HUB_OFFLINE = True
    return constants


def _troubles() -> tuple[type[Exception], ...]:
    """What a request may raise: also over a proxy, certificates or a token that are unusable."""
    import httpx2

    return (httpx2.RequestError, httpx2.InvalidURL, ImportError, OSError, ValueError)


def _default_endpoint() -> str:
    return str(keep_libraries_offline().ENDPOINT)


def _default_cache() -> Path:
    return Path(keep_libraries_offline().HF_HUB_CACHE)


def _token() -> str | None:
    from huggingface_hub import get_token

    return None if keep_libraries_offline().HF_HUB_DISABLE_IMPLICIT_TOKEN else get_token()


@dataclass(frozen=True, slots=True)
class Hub:
    """A model hub. Everything defaults to what the environment says."""

    endpoint: str = field(default_factory=_default_endpoint)
    cache: Path = field(default_factory=_default_cache)
    offline: bool = _OFFLINE

    @property
    def host(self) -> str:
        """The endpoint's server, for people; the endpoint may be any text."""
        return self.endpoint.partition("://")[2].partition("/")[0] or self.endpoint

    def find_cached(self, repository: str, name: str, revision: str) -> Path | None:
        """The file, if another program has already brought it into the hub's cache."""
        from huggingface_hub import try_to_load_from_cache

        for wanted in (revision, "main"):
            found = try_to_load_from_cache(repository, name, self.cache, wanted)
            if isinstance(found, str):
                return Path(found)
        return None

    def describe(self, repository: str, name: str, revision: str = "main") -> RemoteFile:
        """Ask what a file is. NotOnHub if it is not there; PhotoClipError for any other trouble.

        The hub describes small files itself, and large ones in the answer that points to where
        their bytes lie (X-Linked-Etag, X-Linked-Size).
        """
        try:
            commit, response = self._head(repository, name, revision)
        except _troubles() as error:
            raise self._explained(error) from error
        headers = response.headers
        tag = headers.get("X-Linked-Etag") or headers.get("ETag") or ""
        checksum = tag.removeprefix("W/").strip('"')
        size = headers.get("X-Linked-Size") or headers.get("Content-Length") or ""
        if not _CHECKSUM.fullmatch(checksum) or not size.isdecimal():
            raise PhotoClipError(
                "{host} does not answer like a model hub; check HF_ENDPOINT, the proxy, and "
                "whether this network wants a sign-in.",
                host=self.host,
            )
        return RemoteFile(repository, name, commit, int(size), checksum)

    def fetch(self, file: RemoteFile, target: Path) -> Iterator[int]:
        """Bring a file to ``target``, yielding the bytes that are there so far.

        Closing the generator or a broken connection keeps what has come, and the next call goes on
        from there. A connection that broke after it brought something is taken up again at once.
        PhotoClipError is one sentence for whatever goes wrong.
        """
        with PartialFile(target, file.size, file.checksum) as part:
            yield from part.absorb()
            while part.done < file.size:
                before = part.done
                try:
                    yield from self._read(file, part)
                except _troubles() as error:
                    if part.done <= before:
                        raise self._explained(error) from error
                else:
                    if part.done <= before:
                        raise PhotoClipError(
                            "{host} sent only {before} of the {size} bytes of {name}; "
                            "try again later.",
                            host=self.host,
                            before=before,
                            size=file.size,
                            name=file.name,
                        )
            part.move()

    def _read(self, file: RemoteFile, part: PartialFile) -> Iterator[int]:
        import httpx2

        url = self._url(file.repository, file.name, file.commit)
        headers = self._headers(url)
        if part.done:
            headers["Range"] = f"bytes={part.done}-"
        self._refuse_offline()
        # httpx2 drops the token by itself where the hub points to another server.
        with httpx2.stream(
            "GET", url, headers=headers, timeout=_TIMEOUT, follow_redirects=True
        ) as response:
            self._check(response, file.repository, file.name)
            if part.done and response.status_code != httpx2.codes.PARTIAL_CONTENT:
                part.restart()
            for piece in response.iter_raw(_PIECE):
                part.append(piece)
                yield part.done

    def _head(self, repository: str, name: str, revision: str) -> tuple[str, httpx2.Response]:
        """The commit and the answer that describes the file."""
        import httpx2

        self._refuse_offline()
        url, commit = self._url(repository, name, revision), revision
        for _ in range(_MOST_REDIRECTS):
            response = httpx2.head(url, headers=self._headers(url), timeout=_TIMEOUT)
            commit = response.headers.get("X-Repo-Commit", commit)
            if not response.has_redirect_location or "X-Linked-Etag" in response.headers:
                break
            url = urljoin(url, response.headers["Location"])
        if not response.is_redirect:
            self._check(response, repository, name)
        return commit, response

    def _url(self, repository: str, name: str, revision: str) -> str:
        return f"{self.endpoint}/{repository}/resolve/{quote(revision, safe='')}/{quote(name)}"

    def _headers(self, url: str) -> dict[str, str]:
        headers = {"User-Agent": f"PhotoCLIP/{__version__}", "Accept-Encoding": "identity"}
        token = _token() if url.startswith(f"{self.endpoint}/") else None
        return headers | ({"Authorization": f"Bearer {token}"} if token else {})

    def _refuse_offline(self) -> None:
        if self.offline:
            raise PhotoClipError(
                "HF_HUB_OFFLINE forbids downloads; unset it, or import the model from a file."
            )

    def _check(self, response: httpx2.Response, repository: str, name: str) -> None:
        status, code = response.status_code, response.headers.get("X-Error-Code", "")
        if response.is_success:
            return
        if code == "GatedRepo" or status == 403:
            raise PhotoClipError(
                "{host} gives {repository} only to people who have accepted its licence: do "
                "that at {endpoint}/{repository}, set HF_TOKEN, and try again.",
                host=self.host,
                repository=repository,
                endpoint=self.endpoint,
            )
        if status in (401, 404, 410):
            raise NotOnHub(
                "{host} has no file {name} of {repository}, or keeps it private.",
                host=self.host,
                name=name,
                repository=repository,
            )
        if status == 416:  # nothing lies where the rest should
            raise PhotoClipError(
                "{host} has only a part of {name}; try again later.", host=self.host, name=name
            )
        if status == 429:
            raise PhotoClipError(
                "{host} has had too many requests; try again later.", host=self.host
            )
        raise PhotoClipError(
            "{host} has a problem (error {status}); try again later.", host=self.host, status=status
        )

    def _explained(self, error: Exception) -> PhotoClipError:
        import httpx2

        if isinstance(error, httpx2.ProxyError):
            return PhotoClipError("The proxy does not let PhotoCLIP reach {host}.", host=self.host)
        if isinstance(error, httpx2.ReadError | httpx2.ReadTimeout | httpx2.RemoteProtocolError):
            return PhotoClipError(
                "The connection to {host} broke; what has come is kept, so try again.",
                host=self.host,
            )
        if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
            return PhotoClipError(
                "{host} cannot be reached; check the connection to the internet.", host=self.host
            )
        if isinstance(error, ImportError):
            return PhotoClipError(
                "The proxy speaks SOCKS, for which the package “socksio” is missing; install it, "
                "or name an HTTP proxy."
            )
        if isinstance(error, OSError):
            return PhotoClipError(
                "The certificates of SSL_CERT_FILE or SSL_CERT_DIR cannot be used: {reason}.",
                reason=error.strerror or str(error),
            )
        return PhotoClipError(
            "{endpoint} cannot be asked for models: {reason}.",
            endpoint=self.endpoint,
            reason=str(error).rstrip("."),
        )
