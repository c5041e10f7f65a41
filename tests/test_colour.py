from __future__ import annotations

import numpy as np
import numpy.typing as npt
import photos
import pytest
from PIL import Image, ImageCms

from photoclip import images
from photoclip.colour import read_screen_profile
from photoclip.errors import PhotoClipError

TO_LINEAR_SRGB = np.linalg.inv(
    np.array(
        ((0.43607, 0.38515, 0.14307), (0.22249, 0.71687, 0.06061), (0.01392, 0.09708, 0.71410))
    )
)
"""XYZ for D50 to linear sRGB: the inverse of sRGB's primaries, adapted to D50."""


def colour(picture: Image.Image, kind: str = "PNG", **options: object) -> tuple[int, ...]:
    decoded = images.decode(photos.encode(picture, kind, **options)).image
    assert decoded.mode == "RGB"
    return decoded.getpixel((4, 4))  # type: ignore[return-value]


def plain(mode: str, value: object) -> Image.Image:
    return Image.new(mode, (16, 16), value)  # type: ignore[arg-type]


def from_adobe(rgb: tuple[int, int, int]) -> npt.NDArray[np.float64]:
    linear = TO_LINEAR_SRGB @ (np.array(photos.ADOBE_RGB).T @ (np.array(rgb) / 255) ** (563 / 256))
    linear = linear.clip(0, 1)
    return 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize("kind", photos.KINDS)
def test_an_embedded_profile_becomes_srgb(kind: str) -> None:
    rgb = (120, 180, 90)
    data = photos.KINDS[kind](plain("RGB", rgb), icc_profile=photos.icc_rgb())
    expected = from_adobe(rgb)
    assert np.abs(expected - rgb).max() > 15
    np.testing.assert_allclose(images.decode(data).image.getpixel((4, 4)), expected, atol=4)


def test_srgb_itself_is_left_alone() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = photos.scene((64, 48))
    decoded = images.decode(photos.encode(picture, "PNG", icc_profile=profile)).image
    assert decoded.tobytes() == picture.tobytes()


@pytest.mark.parametrize(
    "profile", [b"no profile", photos.icc_rgb()[:200], photos.icc_cmyk(50), photos.icc_grey(1)]
)
def test_useless_profiles_are_ignored(profile: bytes) -> None:
    assert colour(plain("RGB", (120, 180, 90)), "PNG", icc_profile=profile) == (120, 180, 90)


def test_grey_with_a_profile() -> None:
    linear = colour(plain("L", 128), "PNG", icc_profile=photos.icc_grey(1.0))
    np.testing.assert_allclose(linear, (188, 188, 188), atol=2)  # 0.5 in sRGB's curve


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk(kind: str) -> None:
    cyan = plain("CMYK", (255, 0, 0, 0))
    np.testing.assert_allclose(colour(cyan, kind), (0, 255, 255), atol=4)
    printed = colour(cyan, kind, icc_profile=photos.icc_cmyk(50))
    np.testing.assert_allclose(printed, (119, 119, 119), atol=4)  # CIE L* 50
    paper = colour(plain("CMYK", (0, 0, 0, 0)), kind, icc_profile=photos.icc_cmyk(50))
    np.testing.assert_allclose(paper, (255, 255, 255), atol=2)


def test_lab() -> None:
    np.testing.assert_allclose(
        colour(plain("LAB", (128, 128, 128)), "TIFF"), (119, 119, 119), atol=3
    )


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (plain("RGBA", (255, 0, 0, 0)), (255, 255, 255)),
        (plain("RGBA", (255, 0, 0, 102)), (255, 153, 153)),
        (plain("LA", (0, 51)), (204, 204, 204)),
        (plain("1", 1), (255, 255, 255)),
        (plain("1", 0), (0, 0, 0)),
        (plain("L", 77), (77, 77, 77)),
        (plain("P", 0), (0, 0, 0)),
        (plain("I;16", 0x4D4D), (77, 77, 77)),
    ],
    ids=lambda value: value.mode if isinstance(value, Image.Image) else "",
)
def test_modes_of_png(picture: Image.Image, expected: tuple[int, ...]) -> None:
    assert colour(picture) == expected


def test_transparent_keys_are_white() -> None:
    palette = plain("P", 3)
    palette.putpalette([10, 20, 30] * 4)
    assert colour(palette) == (10, 20, 30)
    assert colour(palette, "PNG", transparency=3) == (255, 255, 255)
    assert colour(palette, "GIF", transparency=3) == (255, 255, 255)
    assert colour(plain("RGB", (1, 2, 3)), "PNG", transparency=(1, 2, 3)) == (255, 255, 255)
    assert colour(plain("L", 9), "PNG", transparency=9) == (255, 255, 255)


def test_transparency_does_not_bleed_when_reduced() -> None:
    picture = plain("RGBA", (255, 0, 0, 255)).resize((64, 64))
    for x in range(0, 64, 2):
        picture.paste((0, 255, 0, 0), (x, 0, x + 1, 64))
    reduced = images.decode(photos.encode(picture, "PNG"), short_side=16).image
    np.testing.assert_allclose(reduced.getpixel((8, 8)), (255, 127, 127), atol=2)


def test_sixteen_bits_of_rgb() -> None:
    pixel = b"".join(v.to_bytes(2, "big") for v in (77 * 257, 154 * 257, 231 * 257))
    data = photos.png((8, 8), 2, 16, (b"\0" + pixel * 8) * 8)
    assert images.decode(data).image.getpixel((4, 4)) == (77, 154, 231)


def test_sixteen_bits_and_more_in_tiff() -> None:
    assert colour(plain("I;16", 0x4D4D), "TIFF") == (77, 77, 77)
    assert colour(plain("F", 0.5), "TIFF") == (127, 127, 127)
    bright = plain("F", 20.0)
    bright.paste(100.0, (8, 8, 16, 16))
    assert colour(bright, "TIFF") == (51, 51, 51)
    assert colour(plain("I", 40), "TIFF") == (40, 40, 40)
    assert colour(plain("F", float("nan")), "TIFF")


# --- in the colours of a screen

WIDE = photos.icc_rgb()
"""A screen that shows more than sRGB has."""

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def on_screen(
    picture: Image.Image, profile: bytes | None, screen: bytes | None, kind: str = "PNG"
) -> tuple[int, ...]:
    options = {"icc_profile": profile} if profile else {}
    data = photos.encode(picture, kind, **options)
    return images.decode(data, screen=screen).image.getpixel((4, 4))  # type: ignore[return-value]


@pytest.mark.parametrize("profile", [None, SRGB])
def test_srgb_on_a_wide_screen_looks_as_it_did(profile: bytes | None) -> None:
    rgb = (200, 60, 40)
    sent = on_screen(plain("RGB", rgb), profile, WIDE)
    assert np.abs(np.array(sent) - rgb).max() > 15
    np.testing.assert_allclose(from_adobe(sent), rgb, atol=4)  # what the screen makes of it


def test_colours_beyond_srgb_reach_a_wide_screen() -> None:
    green = (0, 255, 0)
    assert on_screen(plain("RGB", green), WIDE, WIDE) == green
    assert on_screen(plain("RGB", green), WIDE, None)[0] == 0  # cut off at sRGB's edge
    narrow = on_screen(plain("RGB", (0, 255, 0)), None, WIDE)
    assert max(np.abs(np.array(narrow) - green)) > 50


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "CMYK", "LAB"])
def test_all_kinds_of_pixels_reach_a_screen(mode: str) -> None:
    value = {"L": 128, "LA": (128, 255), "RGBA": (128, 128, 128, 255), "CMYK": (0, 0, 0, 127)}
    picture = plain(mode, value.get(mode, (128, 0, 0)))
    as_srgb = on_screen(picture, None, None, "TIFF")
    np.testing.assert_allclose(
        from_adobe(on_screen(picture, None, WIDE, "TIFF")),  # type: ignore[arg-type]
        as_srgb,
        atol=3,
    )


def test_a_useless_embedded_profile_counts_as_srgb_on_a_screen_too() -> None:
    picture = plain("RGB", (200, 60, 40))
    assert on_screen(picture, b"no profile", WIDE) == on_screen(picture, None, WIDE)


def test_a_screen_of_srgb_costs_nothing() -> None:
    assert read_screen_profile(SRGB) is None
    assert read_screen_profile(WIDE) == WIDE


@pytest.mark.parametrize(
    "data", [b"", b"no profile", WIDE[:200], photos.icc_cmyk(50), photos.icc_grey(1.0)]
)
def test_what_is_no_profile_of_a_screen_says_so(data: bytes) -> None:
    with pytest.raises(PhotoClipError, match="not a colour profile of a screen"):
        read_screen_profile(data)
