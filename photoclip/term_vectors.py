"""The terms of a query as vectors of one model; what was encoded is remembered for a while.

Somebody who types beside a picture asks for the same picture at every keystroke.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable

from photoclip.catalog import Catalog
from photoclip.domain import LikePhoto, Picture, Term, Text, Vector
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.images import decode, read

_MOST = 256  # vectors remembered


class TermVectors:
    """Belongs to the thread of its catalog."""

    def __init__(self, catalog: Catalog, encoder: Encoder) -> None:
        self._catalog = catalog
        self._encoder = encoder
        self._known: OrderedDict[str | bytes, Vector] = OrderedDict()

    def of(self, term: Term) -> Vector:
        """float32 [dim] of norm 1.

        Raises:
            UnreadablePhoto: the term is a picture that cannot be decoded.
            PhotoClipError: it is a photo that is no longer there, or has no vector yet.
        """
        match term:
            case Text(text):
                return self.of_text(text)
            case LikePhoto(photo_id):
                return self.of_photo(photo_id)
            case Picture(source):
                return self.of_picture(source if isinstance(source, bytes) else read(source)[0])

    def of_text(self, text: str) -> Vector:
        return self._once(text, lambda: self._encoder.texts([text])[0])

    def of_picture(self, data: bytes) -> Vector:
        """Of an encoded picture; see ``of``."""
        return self._once(hashlib.sha256(data).digest(), lambda: self._encode(data))

    def of_photo(self, photo_id: int) -> Vector:
        """The stored vector of a photo of the library; see ``of``."""
        found = self._catalog.vectors_of_photos([photo_id], self._encoder.key)
        if found:
            vector: Vector = self._catalog.vectors(list(found.values()))[0]
            return vector
        photos = self._catalog.photos([photo_id])
        if not photos:
            raise PhotoClipError("That photo is no longer in the library.")
        raise PhotoClipError("{path} has not been indexed yet.", path=photos[0].path)

    def _encode(self, data: bytes) -> Vector:
        image = decode(data, short_side=2 * self._encoder.image_size).image
        vector: Vector = self._encoder.images(self._encoder.preprocess(image)[None])[0]
        return vector

    def _once(self, key: str | bytes, encode: Callable[[], Vector]) -> Vector:
        vector = self._known.pop(key, None)
        if vector is None:
            vector = encode()
        self._known[key] = vector
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return vector
