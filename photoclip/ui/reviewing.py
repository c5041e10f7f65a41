"""Asks the person about the photos whose answers teach a label most."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from photoclip.changes import Judge
from photoclip.domain import Label, Photo, Verdict
from photoclip.messages import Do, FetchPhotos, PhotosLoaded, ReviewLabel, ReviewReady, Undo
from photoclip.ui import texts
from photoclip.ui.bridge import Bridge
from photoclip.ui.pictures import Pictures
from photoclip.ui.review_page import ReviewPage

ASK_AGAIN = 1
"""Answers after which the rest of the queue is no longer what would teach most."""

SHORT_SIDE = 1000
"""Of a photo while it is judged, in pixels."""


class Reviewing(QObject):
    opened = Signal()
    closed = Signal()

    def __init__(
        self, bridge: Bridge, page: ReviewPage, pictures: Pictures, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bridge, self._page, self._pictures = bridge, page, pictures
        self._label: Label | None = None
        self._queue: list[tuple[int, float]] = []
        self._asked: list[tuple[int, float, Verdict]] = []
        """What was answered, in order: these photos are not asked about again."""
        self._since_fetch = 0
        self._photos: dict[int, Photo] = {}
        page.judged.connect(self._judge)
        page.undo_asked.connect(self._take_back)
        page.closed.connect(self.close)
        bridge.review_ready.connect(self._take_queue)
        bridge.photos_loaded.connect(self._take_photos)
        pictures.loaded.connect(self._show_picture)

    def is_open(self) -> bool:
        return self._label is not None

    @Slot(object)
    def review(self, label: Label) -> None:
        self._label, self._queue, self._asked = label, [], []
        self._page.tell(self.tr("One moment…"))
        self._fetch()
        self.opened.emit()

    @Slot()
    def close(self) -> None:
        if self.is_open():
            self._label = None
            self.closed.emit()

    def _fetch(self) -> None:
        if self._label is not None:
            self._since_fetch = 0
            self._bridge.post(ReviewLabel(self._label.id))

    @Slot(object)
    def _take_queue(self, event: ReviewReady) -> None:
        if self._label is None or event.label_id != self._label.id:
            return
        current = self._queue[:1]
        known = {one[0] for one in (*self._asked, *current)}
        self._queue = current + [one for one in event.photos if one[0] not in known]
        self._bridge.post(FetchPhotos(tuple(photo for photo, _ in self._queue)))
        if not current:
            self._ask()

    @Slot(object)
    def _take_photos(self, event: PhotosLoaded) -> None:
        if self._label is not None:
            self._photos.update((photo.id, photo) for photo in event.photos)
            self._want_pictures()
            self._show_picture()

    def _ask(self) -> None:
        assert self._label is not None
        self._page.set_retractable(bool(self._asked))
        if not self._queue:
            self._page.tell(
                self.tr("There is nothing left to ask about this label.")
                if self._asked
                else self.tr("There are no photos to ask about yet.")
            )
            return
        share = self._page.locale().toString(round(100 * self._queue[0][1]))
        sentence = self.tr("{share} % sure")
        self._page.ask(self._label.name, sentence.format(share=share))
        self._want_pictures()
        self._show_picture()

    def _want_pictures(self) -> None:
        next_ones = [self._photos.get(photo) for photo, _ in self._queue[:3]]
        self._pictures.want([photo.path for photo in next_ones if photo is not None], SHORT_SIDE)

    @Slot()
    def _show_picture(self) -> None:
        photo = self._photos.get(self._queue[0][0]) if self._label and self._queue else None
        loaded = self._pictures.picture(photo.path, SHORT_SIDE) if photo else None
        if photo is not None and loaded is not None:
            self._page.show_picture(loaded.image, loaded.size, texts.describe(photo))

    @Slot(object)
    def _judge(self, verdict: Verdict) -> None:
        if self._label is None or not self._queue:
            return
        photo, confidence = self._queue.pop(0)
        self._asked.append((photo, confidence, verdict))
        if verdict is not Verdict.NONE:
            self._bridge.post(Do(Judge.all([photo], self._label.id, verdict)))
            self._since_fetch += 1
        if self._since_fetch >= ASK_AGAIN or not self._queue:
            self._fetch()
        self._ask()

    @Slot()
    def _take_back(self) -> None:
        """The last answer was a slip: ask again."""
        if self._label is not None and self._asked:
            photo, confidence, verdict = self._asked.pop()
            if verdict is not Verdict.NONE:
                self._bridge.post(Undo())
            self._queue.insert(0, (photo, confidence))
            self._ask()
