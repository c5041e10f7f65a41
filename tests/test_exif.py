from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import photos
import pytest
from PIL.ExifTags import GPS, Base
from PIL.TiffImagePlugin import IFDRational

from photoclip import images
from photoclip.domain import Exposure, PhotoFacts
from photoclip.errors import UnreadablePhoto


def facts(kind: str = "JPEG", **written: Any) -> PhotoFacts:
    return images.decode(photos.KINDS[kind](photos.corners(), exif=photos.exif(**written))).facts


@pytest.mark.parametrize("kind", photos.KINDS)
def test_every_format_tells(kind: str) -> None:
    found = facts(
        kind,
        orientation=8,
        taken="2021:03:04 05:06:07",
        offset="-03:30",
        fraction="25",
        make="NIKON CORPORATION",
        model="NIKON D90\0\0",
        gps=photos.gps(-33.8568, 151.2153),
    )
    zone = timezone(-timedelta(hours=3, minutes=30))
    assert found.taken_at == datetime(2021, 3, 4, 5, 6, 7, 250_000, tzinfo=zone)
    assert found.taken_at.utcoffset() == timedelta(hours=-3.5)
    assert found.camera == "NIKON D90"
    assert found.gps == pytest.approx((-33.8568, 151.2153), abs=1e-6)


@pytest.mark.parametrize("kind", photos.KINDS)
def test_no_exif_no_facts(kind: str) -> None:
    decoded = images.decode(photos.KINDS[kind](photos.corners()))
    assert decoded.facts == PhotoFacts(48, 32)


def test_without_an_offset_the_local_zone_counts() -> None:
    found = facts(taken="2021:07:04 05:06:07").taken_at
    assert found == datetime(2021, 7, 4, 5, 6, 7).astimezone()
    assert found.tzinfo


def test_the_first_sensible_time_counts() -> None:
    assert facts(
        taken="0000:00:00 00:00:00", changed="2020:01:02 03:04:05", offset="Z"
    ).taken_at == (datetime(2020, 1, 2, 3, 4, 5).astimezone())
    assert facts(taken="2019-01-02T03:04", offset="+00:00").taken_at == datetime(
        2019, 1, 2, 3, 4, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "taken",
    [
        "0000:00:00 00:00:00",
        "    :  :     :  :  ",
        "2021:13:01 00:00:00",
        "2021:02:30 00:00:00",
        "2021:01:01 25:00:00",
        "0001:01:01 00:00:00",
        "1601:01:01 00:00:00",
        "yesterday",
        "",
    ],
)
def test_no_such_time(taken: str) -> None:
    assert facts(taken=taken).taken_at is None


@pytest.mark.parametrize("offset", ["+99:00", "02:00", "nonsense"])
def test_an_offset_that_makes_no_sense_is_no_offset(offset: str) -> None:
    found = facts(taken="2021:07:04 05:06:07", offset=offset, fraction="x")
    assert found.taken_at == datetime(2021, 7, 4, 5, 6, 7).astimezone()


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("Canon", "Canon EOS R5", "Canon EOS R5"),
        ("SONY", "ILCE-7M4", "SONY ILCE-7M4"),
        ("Apple", None, "Apple"),
        (None, "Pixel 8", "Pixel 8"),
        ("  samsung \0junk", "SM-G998B\n ", "samsung SM-G998B"),
        ("\0\0", "", None),
        ("M" * 5000, "x", "M" * 100),
    ],
)
def test_camera(make: str | None, model: str | None, camera: str | None) -> None:
    assert facts(make=make, model=model).camera == camera


@pytest.mark.parametrize(
    "changes",
    [
        {GPS.GPSLatitude: (91.0, 0.0, 0.0)},
        {GPS.GPSLongitude: (181.0, 0.0, 0.0)},
        {GPS.GPSLatitude: (IFDRational(0, 0),) * 3},
        {GPS.GPSLatitude: (1.0, 2.0, 3.0, 4.0)},
        {GPS.GPSLatitudeRef: "X"},
        {GPS.GPSLatitudeRef: "\0"},
        {GPS.GPSLatitude: (0.0, 0.0, 0.0), GPS.GPSLongitude: (0.0, 0.0, 0.0)},
    ],
)
def test_no_such_place(changes: dict[int, Any]) -> None:
    assert facts(gps=photos.gps(40, 50)).gps == pytest.approx((40, 50))
    assert facts(gps=photos.gps(40, 50) | changes).gps is None


def test_damaged_exif_costs_the_facts_and_not_the_photo() -> None:
    data = photos.KINDS["JPEG"](photos.corners(), exif=photos.exif(model="D90", taken="x" * 30))
    start = data.index(b"Exif\0\0") + 6
    for junk in (b"\xff" * 40, b"MM\0*\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\0\0"):
        damaged = data[:start] + junk + data[start + len(junk) :]
        decoded = images.decode(damaged)
        assert photos.corners_of(decoded.image)[0] == pytest.approx(photos.CORNERS[0], abs=4)
        assert decoded.facts.camera is None


def exposure(more: dict[int, Any], kind: str = "JPEG") -> Exposure:
    return images.decode_exposure(photos.KINDS[kind](photos.corners(), exif=photos.exif(more=more)))


@pytest.mark.parametrize("kind", photos.KINDS)
def test_every_format_tells_how_it_was_taken(kind: str) -> None:
    written = {
        Base.ExposureTime: IFDRational(1, 250),
        Base.FNumber: IFDRational(28, 10),
        Base.ISOSpeedRatings: 400,
        Base.FocalLength: IFDRational(35, 1),
        Base.LensModel: "XF35mmF1.4 R\0",
    }
    assert exposure(written, kind) == Exposure(1 / 250, 2.8, 400, 35.0, "XF35mmF1.4 R")
    assert exposure({}, kind) == Exposure()


@pytest.mark.parametrize("nothing", [IFDRational(0, 1), IFDRational(0, 0), IFDRational(5, 0)])
def test_an_exposure_that_makes_no_sense_is_left_out(nothing: IFDRational) -> None:
    written = {Base.ExposureTime: nothing, Base.FNumber: nothing, Base.ISOSpeedRatings: (200, 0)}
    assert exposure(written) == Exposure(iso=200)


def test_how_a_damaged_picture_was_taken_cannot_be_told() -> None:
    with pytest.raises(UnreadablePhoto):
        images.decode_exposure(b"\xff\xd8\xff\xe0 no more")
