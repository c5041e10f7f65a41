"""The engine's answers to what the window asks; nothing here changes a photo or a label."""

from __future__ import annotations

from collections.abc import Callable

from photoclip import messages as m
from photoclip.domain import Label, LikePhoto, Photo, Query, SavedSearch
from photoclip.library import Library
from photoclip.sentences import Sentence

Question = (
    m.FetchPhotos
    | m.FindPhoto
    | m.FetchProblems
    | m.CountFacets
    | m.FetchFilterNames
    | m.Explain
    | m.Compare
    | m.FindSimilar
    | m.NoteSearch
    | m.ForgetRecent
    | m.PreviewLabel
    | m.ReviewLabel
    | m.ExportLabels
)


class Answering:
    """Lives on the engine's thread; may raise PhotoClipError, a sentence for the person."""

    def __init__(self, library: Library, tell: Callable[[m.Event], None]) -> None:
        self._library = library
        self._tell = tell
        self._told_labels: list[Label] | None = None
        self._told_searches: tuple[list[SavedSearch], list[str]] | None = None

    def obey(self, question: Question) -> None:
        library = self._library
        match question:
            case m.FetchPhotos(ids):
                self._tell(m.PhotosLoaded(library.photos(ids)))
            case m.FindPhoto(path):
                photo = library.find_photo(path)
                self._tell(m.PhotoFound(path, photo.id if photo else None))
            case m.FetchProblems():
                self._tell(m.ProblemsLoaded(library.problems()))
            case m.CountFacets(serial, query):
                self._tell(m.FacetsCounted(serial, library.facets(query)))
            case m.FetchFilterNames():
                self._tell(m.FilterNamesFetched(library.filter_names()))
            case m.Explain(photo_id, query):
                self._tell(library.explain(photo_id, query))
            case m.Compare(photo_id, texts):
                self._tell(m.Compared(photo_id, texts, library.compare(photo_id, texts)))
            case m.FindSimilar(photo_id, count):
                self._tell(m.SimilarFound(photo_id, self._find_similar(photo_id, count)))
            case m.NoteSearch() | m.ForgetRecent():
                self._note(question)
            case m.PreviewLabel(serial, label):
                self._tell(m.LabelPreviewed(serial, library.labels.preview(label)))
            case m.ReviewLabel(label_id, count):
                self._tell(m.ReviewReady(label_id, library.labels.review(label_id, count)))
            case m.ExportLabels(path):
                library.labels.export(path)
                self._tell(m.Told(Sentence("The labels are in {path}.", path=path)))

    def _find_similar(self, photo_id: int, count: int) -> list[Photo]:
        hits = self._library.search(Query((LikePhoto(photo_id),), limit=count + 1))
        return self._library.photos([n for n in hits.ids.tolist() if n != photo_id][:count])

    def _note(self, question: m.NoteSearch | m.ForgetRecent) -> None:
        searches = self._library.searches
        if isinstance(question, m.NoteSearch):
            searches.note(question.text)
        else:
            searches.forget_recent()
        self.tell_searches()

    def tell_searches(self) -> None:
        """All saved searches with their counts and the recent ones, if anything is new."""
        found = self._library.saved_searches(), self._library.searches.recent()
        if found != self._told_searches:
            self._told_searches = found
            self._tell(m.SearchesChanged(*found))

    def tell_labels(self) -> None:
        """All labels with their counts, if anything is new."""
        found = self._library.labels.all()
        if found != self._told_labels:
            self._told_labels = found
            self._tell(m.LabelsChanged(found))
