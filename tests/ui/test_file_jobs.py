from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ui.desk import Desk

from photoclip.errors import PhotoClipError
from photoclip.ui.file_jobs import FileJobs, copy_into

needs_fifos = pytest.mark.skipif(
    sys.platform == "win32", reason="needs a file that is slow to be read"
)


@pytest.fixture
def jobs(qtbot: Any) -> Any:
    jobs = FileJobs()
    yield jobs
    jobs.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photos" / "a.jpg"
    path.parent.mkdir()
    path.write_bytes(b"picture")
    os.utime(path, ns=(10**18, 10**18))
    return path


def test_a_copy_never_writes_over_what_is_there(photo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(b"another")
    names = [copy_into(photo, folder).now for _ in range(2)]
    assert names == [folder / "a (1).jpg", folder / "a (2).jpg"]
    assert (folder / "a.jpg").read_bytes() == b"another"
    assert (folder / "a (1).jpg").read_bytes() == b"picture"
    assert (folder / "a (1).jpg").stat().st_mtime_ns == photo.stat().st_mtime_ns


def test_copying_tells_what_was_done_and_what_failed(
    jobs: FileJobs, qtbot: Any, photo: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    with qtbot.waitSignal(jobs.copied) as told:
        jobs.copy([photo, photo.with_name("gone.jpg")], folder)
    (outcome,) = told.args
    assert [one.now for one in outcome.done] == [folder / "a.jpg"]
    assert list(map(str, outcome.failed)) == ["gone.jpg: No such file or directory."]
    assert [path.name for path in folder.iterdir()] == ["a.jpg"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_no_half_copy_stays_where_the_disk_takes_no_more(photo: Path, tmp_path: Path) -> None:
    import resource

    photo.write_bytes(bytes(3_000_000))
    folder = tmp_path / "copies"
    folder.mkdir()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            copy_into(photo, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(folder.iterdir()) == []


def test_a_job_that_is_done_is_not_done_again(
    jobs: FileJobs, qtbot: Any, photo: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    answers: list[object] = []
    jobs.copied.connect(answers.append)
    jobs.copy([photo], folder)
    jobs._workers._pool.waitForDone()  # and nobody has heard of it yet
    jobs.copy([photo], folder)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert sorted(path.name for path in folder.iterdir()) == ["a (1).jpg", "a.jpg"]


def test_several_jobs_are_all_done(jobs: FileJobs, qtbot: Any, photo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    answers: list[object] = []
    jobs.copied.connect(answers.append)
    for _ in range(3):
        jobs.copy([photo], folder)
    qtbot.waitUntil(lambda: len(answers) == 3)
    assert len(list(folder.iterdir())) == 3


@pytest.fixture
def slow_photo(tmp_path: Path) -> Iterator[Any]:
    """A file that takes its time, and a function that lets it be read to its end."""
    path = tmp_path / "photos" / "slow.jpg"
    path.parent.mkdir(exist_ok=True)
    os.mkfifo(path)
    ends = [os.open(path, os.O_RDWR)]  # read and write: so that opening it waits for nobody

    def go_on() -> None:
        while ends:
            os.write(ends[-1], b"picture")
            os.close(ends.pop())

    yield path, go_on
    go_on()


def copy_slowly(desk: Desk, slow: Path, path: Path) -> Path:
    """Ask for copies of both and again of the other, and close the window; returns their folder."""
    folder = desk.root / "copies"
    folder.mkdir()
    for paths in ([slow, path], [path]):
        desk.window._files._jobs.copy(paths, folder)
    desk.qtbot.waitUntil((folder / slow.name).exists)  # it is being read
    desk.window.close()
    assert desk.window.isVisible()
    assert "still being copied" in desk.window._question._text.text()
    return folder


@needs_fifos
def test_the_window_closes_once_all_is_copied(desk: Desk, photo: Path, slow_photo: Any) -> None:
    slow, go_on = slow_photo
    folder = copy_slowly(desk, slow, photo)
    go_on()
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "slow.jpg": b"picture",
        "a.jpg": b"picture",
        "a (1).jpg": b"picture",
    }


@needs_fifos
def test_a_window_that_shall_stay_open_stays(desk: Desk, photo: Path, slow_photo: Any) -> None:
    slow, go_on = slow_photo
    copy_slowly(desk, slow, photo)
    desk.window._question._no.click()
    go_on()
    desk.qtbot.waitUntil(lambda: not is_busy(desk))
    assert desk.window.isVisible()


@needs_fifos
def test_the_window_stays_to_tell_what_failed(desk: Desk, photo: Path, slow_photo: Any) -> None:
    slow, go_on = slow_photo
    copy_slowly(desk, slow, photo.with_name("gone.jpg"))
    go_on()
    desk.qtbot.waitUntil(lambda: not is_busy(desk))
    assert desk.window.isVisible()
    assert not desk.window._question.isVisible()
    assert desk.window._notice._text.text() == "gone.jpg: No such file or directory."
    desk.window._notice._go_on()
    assert desk.window._notice._text.text() == "1 photo was copied."


@needs_fifos
def test_stopping_leaves_whole_copies_only(desk: Desk, photo: Path, slow_photo: Any) -> None:
    slow, go_on = slow_photo
    folder = copy_slowly(desk, slow, photo)
    stopped = desk.window._files._jobs._stopped

    def go_on_when_stopped() -> None:
        if stopped.wait(20):
            go_on()

    waiting = threading.Thread(target=go_on_when_stopped)
    waiting.start()
    desk.window._question._yes.click()
    waiting.join()
    assert not desk.window.isVisible()
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [
        ("slow.jpg", b"picture")
    ]


def is_busy(desk: Desk) -> bool:
    return desk.window._files._jobs.is_busy()


def test_the_trash_takes_a_file_and_gives_it_back(
    jobs: FileJobs, qtbot: Any, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with qtbot.waitSignal(jobs.trashed) as told:
        jobs.trash([photo])
    (outcome,) = told.args
    assert outcome.failed == ()
    assert not photo.exists()
    [moved] = outcome.done
    assert moved.now is not None
    with qtbot.waitSignal(jobs.put_back) as told:
        jobs.restore(outcome.done)
    assert told.args[0].failed == ()
    assert photo.read_bytes() == b"picture"


def test_a_file_that_took_the_old_place_is_not_written_over(
    jobs: FileJobs, qtbot: Any, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with qtbot.waitSignal(jobs.trashed) as told:
        jobs.trash([photo])
    photo.write_bytes(b"new")
    with qtbot.waitSignal(jobs.put_back) as answer:
        jobs.restore(told.args[0].done)
    [failed] = answer.args[0].failed
    assert str(failed) == "There is another a.jpg now; the old one is in the trash."
    assert photo.read_bytes() == b"new"


def test_what_is_not_there_cannot_be_trashed(jobs: FileJobs, qtbot: Any, tmp_path: Path) -> None:
    with qtbot.waitSignal(jobs.trashed) as told:
        jobs.trash([tmp_path / "gone.jpg"])
    assert told.args[0].done == ()
    assert str(told.args[0].failed[0]).startswith("gone.jpg could not be moved to the trash")


def test_too_many_files_of_one_name_are_refused(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photoclip.ui.file_jobs._MOST_NAMES", 2)
    folder = tmp_path / "copies"
    folder.mkdir()
    for _ in range(2):
        copy_into(photo, folder)
    with pytest.raises(PhotoClipError, match=r"too many files named a\.jpg"):
        copy_into(photo, folder)
