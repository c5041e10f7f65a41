from __future__ import annotations

import pytest

from photoclip.domain import Progress
from photoclip.messages import ModelPhase, ModelState
from photoclip.sentences import Sentence
from photoclip.ui.status_line import StatusLine


@pytest.fixture
def status(qtbot):
    status = StatusLine(88, 168, 360)
    qtbot.addWidget(status)
    status.show()
    return status


def test_a_long_job_does_not_widen_the_window(status):
    status.show_counts(0, 120_000, 312, searching=False)
    before = status.minimumSizeHint().width()

    status.show_progress(Progress("indexing", 12_804, 120_000, 45.2, 20_000.0))

    assert status.minimumSizeHint().width() <= before + 200
    assert status.minimumSizeHint().width() <= 720


def test_the_count_of_a_search_is_told_beside_the_whole(status):
    status.show_counts(7, 1_200, 0, searching=True)
    assert status._count.text() == "7 of 1,200 photos"

    status.show_counts(1_200, 1_200, 0, searching=True)
    assert status._count.text() == "1,200 photos"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ModelState(ModelPhase.STARTING), "Getting ready…"),
        (
            ModelState(ModelPhase.STARTING, reason=Sentence("Once.")),
            "Preparing the model for this computer, only once…",
        ),
        (ModelState(ModelPhase.READY, "Starter", "cpu"), "Ready on the processor"),
        (ModelState(ModelPhase.READY, "Starter", "cuda"), "Ready on the graphics card"),
        (
            ModelState(ModelPhase.FAILED, reason=Sentence("It is damaged.")),
            "Search by meaning is off",
        ),
    ],
)
def test_the_model_in_words(status, state, said):
    status.show_model(state)

    assert status._model.text() == said


def test_a_total_that_is_not_known_yet_shows_a_busy_bar(status):
    status.show_progress(Progress("indexing", 0, 0))

    bar = status._work._bar
    assert (bar.minimum(), bar.maximum()) == (0, 0)


def test_the_slider_chooses_the_size(qtbot, status):
    with qtbot.waitSignal(status.side_chosen) as chosen:
        status._slider.setValue(200)

    assert chosen.args == [200]
