"""Animations of every kind that is played, frame after frame."""

from __future__ import annotations

from contextlib import suppress

import pytest
from photos import encode
from PIL import Image

from photoclip import frames
from photoclip.errors import UnreadablePhoto
from photoclip.frames import Frames

COLOURS = ((255, 0, 0), (0, 255, 0), (0, 0, 255))


def animate(kind: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    first, *rest = [Image.new("RGB", size, colour) for colour in COLOURS]
    options = {"duration": [40, 250, 40], "loop": 0, **options}
    return encode(first, kind, save_all=True, append_images=rest, **options)


def looks_like(image: Image.Image, colour: tuple[int, int, int]) -> bool:
    middle = image.getpixel((image.width // 2, image.height // 2))
    return all(abs(a - b) < 12 for a, b in zip(middle, colour, strict=True))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_frames_come_in_order_and_round_again(kind):
    animation = Frames(animate(kind))
    shown = [animation.read() for _ in range(5)]

    for (image, _), colour in zip(shown, (*COLOURS, *COLOURS[:2]), strict=True):
        assert image.mode == "RGB"
        assert looks_like(image, colour)
    assert [milliseconds for _, milliseconds in shown] == [40, 250, 40, 40, 250]


def test_frames_are_pictures_of_their_own():
    animation = Frames(animate("GIF"))
    first, _ = animation.read()
    animation.read()

    assert looks_like(first, COLOURS[0])


def test_a_frame_in_no_time_is_shown_for_a_tenth_of_a_second():
    assert Frames(animate("GIF", duration=0)).read()[1] == 100


def test_transparency_is_white_as_in_the_still_picture():
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    dot = clear.copy()
    dot.putpixel((3, 3), (255, 0, 0, 255))
    data = encode(clear, "WEBP", save_all=True, append_images=[dot], lossless=True)
    image, _ = Frames(data).read()

    assert image.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        encode(Image.new("RGB", (8, 8)), "GIF"),
        encode(Image.new("RGB", (8, 8)), "PNG"),
        encode(Image.new("RGB", (8, 8)), "JPEG"),
        animate("WEBP")[:60],
    ],
    ids=["nothing", "only a mark", "still GIF", "still PNG", "JPEG", "cut WebP"],
)
def test_what_is_no_animation_is_refused(data):
    with pytest.raises(UnreadablePhoto):
        Frames(data)


def test_frames_too_large_to_decode_in_time_are_refused():
    with pytest.raises(UnreadablePhoto):
        Frames(animate("GIF", size=(5000, 4000)))


def test_too_many_bytes_are_refused(monkeypatch):
    data = animate("GIF")
    monkeypatch.setattr(frames, "MAX_BYTES", len(data) - 1)

    with pytest.raises(UnreadablePhoto):
        Frames(data)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_cut_animation_ends_in_a_sentence_or_plays_what_is_there(kind):
    whole = animate(kind)
    for cut in range(20, len(whole), 7):
        with suppress(UnreadablePhoto):
            animation = Frames(whole[:cut])
            for _ in range(4):
                assert animation.read()[0].size == (40, 30)


def test_a_frame_that_blows_the_picture_up_ends_the_animation():
    whole = animate("GIF")
    control = b"!\xf9\x04"  # stands 8 bytes before a frame's descriptor: mark, place, size
    second = whole.index(control, whole.index(control) + 1) + 8
    blown = whole[: second + 5] + b"\xff\xff\xff\xff" + whole[second + 9 :]
    animation = Frames(blown)

    animation.read()
    with pytest.raises(UnreadablePhoto):
        animation.read()
