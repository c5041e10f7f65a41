"""``photoclip models``, against the local hub and with real (tiny, untrained) models."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hub import LocalHub
from support import make_photo
from tiny_models import RESEARCH, TINY

from photoclip.__main__ import parse
from photoclip.cli import run_command
from photoclip.config import LibraryPaths
from photoclip.domain import Step
from photoclip.encoder import Encoder
from photoclip.hub import Hub
from photoclip.library import Library
from photoclip.model_catalogue import human_size, load_catalogue
from photoclip.models import Models
from photoclip.terminal import Session

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, hub: Hub, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; its exit code, and what it wrote."""
    starter = next(model for model in load_catalogue() if model.built_in)

    class TinySession(Session):
        @property
        def models(self) -> Models:
            folder = LibraryPaths(self.root).models
            return Models(folder, "cpu", catalogue=(starter, TINY, RESEARCH), hub=hub)

    def run(*words: str) -> tuple[int, str, str]:
        code = run_command(parse(words), TinySession(tmp_path / "library", "cpu"))
        out, err = capsys.readouterr()
        return code, out, err

    return run


def _states(run: Run) -> dict[str, Any]:
    _, out, _ = run("models", "--json")
    return {one["key"]: one for one in json.loads(out)}


def test_get_use_and_remove(run: Run, tmp_path: Path) -> None:
    assert _states(run)["tiny"]["installed"] is False
    code, out, _ = run("models", "get", "Tiny")
    assert (code, out) == (0, "Tiny is installed; “photoclip models use tiny” changes to it.\n")
    assert run("models", "use", "tiny")[:2] == (0, "Tiny is in use.\n")
    photo = make_photo(tmp_path / "photos" / "red.png", "red")
    assert run("add", str(photo.parent))[0] == 0
    state = _states(run)["tiny"]
    assert (state["in_use"], state["vectors"], state["vectors_size"]) == (True, 1, 2 * TINY.dim)
    assert state["disk_size"] > 1_000_000
    _, out, _ = run("search", "red", "--json")
    assert [one["path"] for one in json.loads(out)] == [str(photo)]
    assert json.loads(run("status", "--json")[1])["model"] == "Tiny"
    code, _, err = run("models", "remove", "tiny")
    assert (code, err) == (1, "“Tiny” is in use; choose another model first.\n")
    assert run("models", "get", "research", "--accept-licence")[0] == 0
    assert run("models", "use", "research")[0] == 0
    assert (_states(run)["research"]["in_use"], _states(run)["research"]["vectors"]) == (True, 1)
    said = "Tiny and what it had embedded are removed.\n"
    assert run("models", "remove", "tiny")[:2] == (0, said)
    state = _states(run)["tiny"]
    assert (state["installed"], state["disk_size"], state["vectors_size"]) == (False, 0, 0)


def test_a_change_that_was_broken_off_is_told_and_goes_on(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("models", "get", "tiny")

    def press_ctrl_c(self: Library, encoder: Encoder) -> Iterator[Step]:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Library, "embed_for", press_ctrl_c)
        with pytest.raises(KeyboardInterrupt):
            run("models", "use", "tiny")
    assert [key for key, state in _states(run).items() if state["next"]] == ["tiny"]
    assert [key for key, state in _states(run).items() if state["in_use"]] == ["starter"]
    assert "being embedded for it; “photoclip models use tiny” goes on." in run("models")[1]
    run("models", "use", "tiny")
    assert not any(state["next"] for state in _states(run).values())


def test_a_download_that_broke_off_is_told_and_goes_on(run: Run, server: LocalHub) -> None:
    server.breaks += [5_000_000, 0]
    code, out, err = run("models", "get", "tiny")
    assert (code, out) == (1, "")
    assert err.splitlines()[-1].endswith("broke; what has come is kept, so try again.")
    arrived = _states(run)["tiny"]["arrived"]
    assert arrived > 1_000_000
    assert f"tiny                   Tiny ({human_size(arrived)} of 13 MB here" in run("models")[1]
    assert run("models", "get", "tiny")[0] == 0
    assert server.ranges_asked()[-1] == f"bytes={arrived}-"
    assert _states(run)["tiny"]["installed"]


def test_what_came_of_a_download_can_be_removed(run: Run, server: LocalHub, tmp_path: Path) -> None:
    server.breaks += [5_000_000, 0]
    run("models", "get", "tiny")
    assert run("models", "remove", "tiny")[:2] == (0, "What had come of Tiny is removed.\n")
    assert _states(run)["tiny"]["arrived"] == 0
    assert not [*(tmp_path / "library" / "models").iterdir()]


def test_a_damaged_model_is_not_changed_to(run: Run, tmp_path: Path) -> None:
    run("models", "get", "tiny")
    (weights,) = (tmp_path / "library").glob("models/tiny/*.safetensors")
    weights.write_bytes(b"damage")
    code, _, err = run("models", "use", "tiny")
    assert code == 1
    assert "was altered or is damaged" in err
    assert not any(state["next"] for state in _states(run).values())


def test_import_a_file(run: Run, vit: Path) -> None:
    weights = vit / "open_clip_model.safetensors"
    code, out, _ = run("models", "import", str(weights), "--architecture", "tiny-vit")
    assert code == 0
    [key] = [key for key in _states(run) if key.startswith("tiny-vit-")]
    assert out == f"tiny-vit is installed; “photoclip models use {key}” changes to it.\n"
    code, out, _ = run("models")
    assert code == 0
    size = human_size(_states(run)[key]["disk_size"])
    assert f"tiny-vit (installed, {size} on the disk; as its publisher says)" in out
    assert run("models", "use", key)[:2] == (0, "tiny-vit is in use.\n")


def test_that_it_is_being_checked_is_said_once_all_is_here(run: Run, vit: Path) -> None:
    sentence = "Checking what has come…"
    assert run("models", "get", "tiny")[2].splitlines()[-1] == sentence
    assert sentence not in run("models", "get", "tiny")[2]
    weights = vit / "open_clip_model.safetensors"
    _, _, err = run("models", "import", str(weights), "--architecture", "tiny-vit")
    assert err.splitlines()[-1] == sentence


def test_research_only_wants_consent(run: Run) -> None:
    code, _, err = run("models", "get", "research")
    assert code == 1
    assert "Research only" in err
    assert err.endswith("add --accept-licence.\n")
    assert run("models", "get", "research", "--accept-licence")[0] == 0
    assert run("models", "get", "research")[0] == 0  # it is here: nothing to consent to


def test_a_damaged_research_only_model_wants_consent_again(run: Run, tmp_path: Path) -> None:
    run("models", "get", "research", "--accept-licence")
    [weights] = tmp_path.rglob("research/*.safetensors")
    weights.write_bytes(b"damaged")
    code, _, err = run("models", "get", "research")
    assert code == 1
    assert err.endswith("add --accept-licence.\n")
    assert run("models", "get", "research", "--accept-licence")[0] == 0
    assert weights.stat().st_size > 1_000_000


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["get", "nonsense"], "There is no model “nonsense”; there are starter, tiny, research."),
        (["use", "tiny"], "“Tiny” is not here yet; “photoclip models get tiny” downloads it."),
        (["remove", "tiny"], "The model “Tiny” is not installed."),
        (["get", "starter"], "The model “Starter” is built in; there is nothing to download."),
        (["import", "/nowhere/at/all"], "/nowhere/at/all does not exist."),
        (["remove", "starter"], "“Starter” is in use; choose another model first."),
    ],
)
def test_one_sentence(run: Run, words: list[str], sentence: str) -> None:
    code, out, err = run("models", *words)
    assert (code, out) == (1, "")
    assert err.splitlines()[-1] == sentence


def test_the_list(run: Run) -> None:
    code, out, _ = run("models")
    assert code == 0
    assert out.splitlines()[0].startswith("* starter")
    assert "13 MB to download; MIT" in out
    assert "research only" in out
