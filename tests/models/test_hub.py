from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hub import COMMIT, LocalHub, blob_sha1, closed_port, local_hub, sha256
from tiny_models import REPOSITORY, WEIGHTS

import photoclip.hub
from photoclip.errors import PhotoClipError
from photoclip.hub import Hub, NotOnHub
from photoclip.partial_file import partial_path


@pytest.fixture
def content(server: LocalHub) -> bytes:
    return server.files[REPOSITORY, WEIGHTS]


def test_a_large_file_is_described_by_the_answer_that_points_elsewhere(
    hub: Hub, content: bytes
) -> None:
    file = hub.describe(REPOSITORY, WEIGHTS)
    assert (file.size, file.checksum, file.commit) == (len(content), sha256(content), COMMIT)


def test_a_small_file_is_described_by_its_blob(hub: Hub, server: LocalHub) -> None:
    server.files[REPOSITORY, "config.json"] = b"{}"
    file = hub.describe(REPOSITORY, "config.json")
    assert (file.size, file.checksum) == (2, blob_sha1(b"{}"))


def test_a_moved_repository_is_followed(hub: Hub, server: LocalHub, tmp_path: Path) -> None:
    server.files[REPOSITORY, "a.txt"] = b"hello"
    server.moved["old/name"] = REPOSITORY
    assert [*hub.fetch(hub.describe("old/name", "a.txt"), tmp_path / "a.txt")] == [5]
    assert (tmp_path / "a.txt").read_bytes() == b"hello"


def test_a_file_arrives_whole(hub: Hub, content: bytes, tmp_path: Path) -> None:
    steps = [*hub.fetch(hub.describe(REPOSITORY, WEIGHTS), tmp_path / "w")]
    assert steps == sorted(steps)
    assert steps[-1] == len(content)
    assert len(steps) > 10
    assert (tmp_path / "w").read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["w"]


def test_a_broken_connection_is_taken_up_again(
    hub: Hub, server: LocalHub, content: bytes, tmp_path: Path
) -> None:
    server.breaks += [1_000_000, 2_000_000]
    [*hub.fetch(hub.describe(REPOSITORY, WEIGHTS), tmp_path / "w")]
    first, second, third = server.ranges_asked()
    assert first is None
    assert 0 < _start(second) <= 1_000_000
    assert _start(second) < _start(third) <= 3_000_000
    assert (tmp_path / "w").read_bytes() == content


def test_a_connection_that_brings_nothing_ends_the_try_and_keeps_what_came(
    hub: Hub, server: LocalHub, content: bytes, tmp_path: Path
) -> None:
    file = hub.describe(REPOSITORY, WEIGHTS)
    server.breaks += [1_000_000, 0]
    with pytest.raises(PhotoClipError, match=r"broke; what has come is kept"):
        [*hub.fetch(file, tmp_path / "w")]
    kept = partial_path(tmp_path / "w", file.checksum).stat().st_size
    assert kept > 0
    [*hub.fetch(file, tmp_path / "w")]
    assert server.ranges_asked()[-1] == f"bytes={kept}-"
    assert (tmp_path / "w").read_bytes() == content


def test_a_dropped_job_goes_on_where_it_stopped(
    hub: Hub, server: LocalHub, content: bytes, tmp_path: Path
) -> None:
    file = hub.describe(REPOSITORY, WEIGHTS)
    job = hub.fetch(file, tmp_path / "w")
    done = [next(job) for _ in range(4)][-1]
    job.close()
    assert not (tmp_path / "w").exists()
    [*hub.fetch(file, tmp_path / "w")]
    assert server.ranges_asked() == [None, f"bytes={done}-"]
    assert (tmp_path / "w").read_bytes() == content


def test_a_server_without_ranges_sends_everything_again(
    hub: Hub, server: LocalHub, content: bytes, tmp_path: Path
) -> None:
    server.ranges = False
    server.breaks.append(1_000_000)
    [*hub.fetch(hub.describe(REPOSITORY, WEIGHTS), tmp_path / "w")]
    assert len(server.ranges_asked()) == 2
    assert (tmp_path / "w").read_bytes() == content


def test_a_beginning_of_another_version_is_not_continued(
    hub: Hub, server: LocalHub, content: bytes, tmp_path: Path
) -> None:
    job = hub.fetch(hub.describe(REPOSITORY, WEIGHTS), tmp_path / "w")
    next(job)
    job.close()
    server.files[REPOSITORY, WEIGHTS] = content[::-1]
    [*hub.fetch(hub.describe(REPOSITORY, WEIGHTS), tmp_path / "w")]
    assert server.ranges_asked() == [None, None]
    assert (tmp_path / "w").read_bytes() == content[::-1]


def test_a_spoilt_beginning_is_noticed(hub: Hub, tmp_path: Path) -> None:
    file = hub.describe(REPOSITORY, WEIGHTS)
    partial_path(tmp_path / "w", file.checksum).write_bytes(b"\0" * 5000)
    with pytest.raises(PhotoClipError, match="w arrived altered: its checksum is wrong"):
        [*hub.fetch(file, tmp_path / "w")]
    assert not [*tmp_path.iterdir()]


def test_an_altered_file_is_thrown_away(hub: Hub, server: LocalHub, tmp_path: Path) -> None:
    server.altered.add(WEIGHTS)
    with pytest.raises(PhotoClipError, match="arrived altered"):
        [*hub.fetch(hub.describe(REPOSITORY, WEIGHTS), tmp_path / "w")]
    assert not [*tmp_path.iterdir()]


def test_an_altered_small_file_is_thrown_away(hub: Hub, server: LocalHub, tmp_path: Path) -> None:
    server.files[REPOSITORY, "a.txt"] = b"hello"
    server.altered.add("a.txt")
    with pytest.raises(PhotoClipError, match="arrived altered"):
        [*hub.fetch(hub.describe(REPOSITORY, "a.txt"), tmp_path / "a.txt")]
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("ranges", [True, False])
def test_a_truncated_file_is_never_taken_for_whole(
    hub: Hub, server: LocalHub, tmp_path: Path, ranges: bool
) -> None:
    server.truncated.add(WEIGHTS)
    server.ranges = ranges
    with pytest.raises(PhotoClipError, match="only"):
        [*hub.fetch(hub.describe(REPOSITORY, WEIGHTS), tmp_path / "w")]
    assert not (tmp_path / "w").exists()


def test_a_silent_server_counts_as_a_broken_connection(
    hub: Hub, server: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = hub.describe(REPOSITORY, WEIGHTS)
    monkeypatch.setattr(photoclip.hub, "_TIMEOUT", 1.0)
    server.breaks.append(0)
    server.stall = threading.Event()
    job = hub.fetch(file, tmp_path / "w")
    next(job)
    server.refused[WEIGHTS] = (503, "")
    with pytest.raises(PhotoClipError, match=r"has a problem \(error 503\)"):
        list(job)


@pytest.mark.parametrize(
    ("status", "code", "kind", "sentence"),
    [
        (404, "EntryNotFound", NotOnHub, "has no file"),
        (401, "RepoNotFound", NotOnHub, "or keeps it private"),
        (401, "GatedRepo", PhotoClipError, "people who have accepted its licence"),
        (403, "", PhotoClipError, "people who have accepted its licence"),
        (429, "", PhotoClipError, "too many requests"),
        (500, "", PhotoClipError, r"has a problem \(error 500\); try again later"),
    ],
)
def test_a_refusal_is_one_sentence(
    hub: Hub, server: LocalHub, status: int, code: str, kind: type[Exception], sentence: str
) -> None:
    server.refused[WEIGHTS] = (status, code)
    with pytest.raises(kind, match=sentence):
        hub.describe(REPOSITORY, WEIGHTS)


def test_no_network_is_one_sentence(tmp_path: Path) -> None:
    hub = Hub(f"http://127.0.0.1:{closed_port()}", tmp_path, offline=False)
    with pytest.raises(PhotoClipError, match="cannot be reached; check the connection"):
        hub.describe(REPOSITORY, WEIGHTS)


@pytest.mark.parametrize("endpoint", ["nonsense", "ftp://127.0.0.1", "http://["])
def test_a_wrong_address_is_one_sentence(endpoint: str, tmp_path: Path) -> None:
    with pytest.raises(PhotoClipError, match=r"cannot be (asked|reached).*[^.]\.$"):
        Hub(endpoint, tmp_path, offline=False).describe(REPOSITORY, WEIGHTS)


def test_a_server_that_is_no_hub_is_one_sentence(hub: Hub, server: LocalHub) -> None:
    """Such as the sign-in page of a hotel, which answers to everything."""
    server.refused[WEIGHTS] = (200, "")
    with pytest.raises(PhotoClipError, match="does not answer like a model hub"):
        hub.describe(REPOSITORY, WEIGHTS)


def test_the_hubs_offline_mode_is_respected(server: LocalHub, tmp_path: Path) -> None:
    hub = Hub(server.endpoint, tmp_path, offline=True)
    with pytest.raises(PhotoClipError, match="HF_HUB_OFFLINE forbids downloads"):
        hub.describe(REPOSITORY, WEIGHTS)
    assert not server.requests


def test_a_token_goes_to_the_hub_and_nowhere_else(
    hub: Hub, server: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    [*hub.fetch(hub.describe(REPOSITORY, WEIGHTS), tmp_path / "w")]
    tokens = {one.server: one.token for one in server.requests}
    assert tokens == {"hub": "Bearer hf_secret", "storage": None}


def test_a_token_does_not_follow_a_repository_to_another_server(
    hub: Hub, server: LocalHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    with local_hub() as other:
        other.files[REPOSITORY, "a.txt"] = b"hello"
        # Behind one more slash the answer names a server, in the scheme it was asked by.
        server.moved["old/name"] = f"/{other.endpoint.partition('://')[2]}/{REPOSITORY}"
        assert hub.describe("old/name", "a.txt").size == 5
    assert [one.token for one in server.requests] == ["Bearer hf_secret"]
    assert [one.token for one in other.requests] == [None]


def test_nothing_is_told_but_the_programs_name(hub: Hub, server: LocalHub, tmp_path: Path) -> None:
    [*hub.fetch(hub.describe(REPOSITORY, WEIGHTS), tmp_path / "w")]
    assert all(one.agent.startswith("PhotoCLIP/") for one in server.requests)
    assert all(one.agent.count("/") == 1 for one in server.requests)


def test_a_proxy_is_used(server: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.endpoint)
    server.files[REPOSITORY, "a.txt"] = b"hello"
    hub = Hub("http://hub.invalid", tmp_path, offline=False)
    file = hub.describe(REPOSITORY, "a.txt")
    assert [*hub.fetch(file, tmp_path / "a.txt")] == [5]
    assert (tmp_path / "a.txt").read_bytes() == b"hello"


def test_a_proxy_that_is_not_there_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(PhotoClipError, match=r"hub.invalid cannot be reached"):
        Hub("http://hub.invalid", tmp_path, offline=False).describe(REPOSITORY, WEIGHTS)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SSL_CERT_FILE", "/nowhere", "certificates .* cannot be used: No such file"),
        ("SSL_CERT_FILE", __file__, "certificates .* cannot be used"),
        ("HF_TOKEN", "hf_gehört", "cannot be asked for models"),
        ("HTTP_PROXY", "gopher://127.0.0.1", "cannot be asked for models|cannot be reached"),
    ],
)
def test_an_unusable_environment_is_one_sentence(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_PROXY")
    with pytest.raises(PhotoClipError, match=sentence) as caught:
        hub.describe(REPOSITORY, WEIGHTS)
    assert "\n" not in str(caught.value)


def test_a_socks_proxy_without_its_package_is_one_sentence(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY")
    with pytest.raises(PhotoClipError, match="SOCKS, for which the package “socksio” is missing"):
        hub.describe(REPOSITORY, WEIGHTS)


def test_the_environment_says_where_the_hub_and_its_cache_are(tmp_path: Path) -> None:
    script = "from photoclip.hub import Hub; h = Hub(); print(h.endpoint, h.cache, h.offline)"
    environment = {
        "HF_ENDPOINT": "http://mirror.invalid/",
        "HF_HOME": str(tmp_path),
        "HF_HUB_OFFLINE": "1",
    }
    result = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["http://mirror.invalid", str(tmp_path / "hub"), "True"]


def test_the_hubs_own_library_stays_offline() -> None:
    from huggingface_hub import constants, get_session
    from huggingface_hub.errors import OfflineModeIsEnabled

    constants.HF_HUB_OFFLINE = False
    Hub()
    with pytest.raises(OfflineModeIsEnabled):
        get_session().get("http://127.0.0.1:1")


def _start(range_asked: str | None) -> int:
    assert range_asked is not None
    return int(range_asked.removeprefix("bytes=").removesuffix("-"))
