from __future__ import annotations

import difflib
import json
import random
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from xmp_graph import (
    ALT_TEXT,
    HIERARCHICAL,
    OURS,
    SUBJECT,
    TAGS,
    foreign,
    graph,
    listed,
    random_document,
)

from photoclip.errors import PhotoClipError
from photoclip.xmp import MOST_KEYWORDS, NEW, Wanted, change, read

SAMPLES = Path(__file__).parent / "samples" / "xmp"
PROGRAMS = ("digikam", "lightroom", "darktable")
DOG = Wanted("mine", ("animal|dog",))
NOTHING = Wanted("mine")
LISTS = (SUBJECT, HIERARCHICAL, TAGS)


def sample(program: str) -> bytes:
    return (SAMPLES / f"{program}.xmp").read_bytes()


# --- reading ----------------------------------------------------------------------------------


def test_digikam_is_read():
    facts = read(sample("digikam"))
    assert facts.keywords == ("dog", "home/garden", "summer")
    assert facts.hierarchies == ("animal|dog", "places|home/garden", "summer")
    assert facts.words == (*facts.keywords, "animal|dog", "places|home/garden")
    assert facts.rating == 4
    assert facts.alt_text == ""


def test_lightroom_is_read():
    facts = read(sample("lightroom"))
    assert facts.keywords == ("animal", "Dog", "Ünïcode & more")
    assert facts.hierarchies == ("animal|Dog", "Ünïcode & more")
    assert facts.alt_text == "A dog that runs"
    assert not facts.alt_text_is_ours
    assert facts.rating == 5


def test_darktable_is_read():
    facts = read(sample("darktable"))
    assert facts.keywords == ("animal", "dog")
    assert "animal|dog" in facts.hierarchies
    assert facts.rating is None


# --- writing ----------------------------------------------------------------------------------


def test_a_new_document_says_what_is_wanted():
    wanted = Wanted("mine", ("animal|dog", "sea/side"), ("sky",), 'A "dog" & <cat>\nby the sea')
    revised = change(None, wanted)
    assert listed(revised.data, SUBJECT) == ["dog", "sea/side", "sky"]
    assert listed(revised.data, HIERARCHICAL) == ["animal|dog", "sea/side", "sky"]
    assert listed(revised.data, TAGS) == ["animal/dog", "sea\\side", "sky"]
    assert listed(revised.data, ALT_TEXT) == [wanted.alt_text]
    assert revised.added == ("animal|dog", "sea/side", "sky")
    assert revised.removed == ()
    assert revised.alt_text == wanted.alt_text
    assert change(revised.data, wanted).data == revised.data
    assert read(revised.data).hierarchies == ("animal|dog", "sea/side", "sky")


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_line_of_others_stays(program: str):
    before = sample(program)
    wanted = Wanted("mine", ("animal|dog", "home|new"), ("guess",), "A text that was made", True)
    after = change(before, wanted).data
    difference = difflib.ndiff(before.decode().splitlines(), after.decode().splitlines())
    assert [line for line in difference if line.startswith("-")] == []
    assert foreign(after) == foreign(before)
    assert listed(after, SUBJECT) == [*listed(before, SUBJECT), "new", "guess"]
    assert change(after, NOTHING).data == before


def test_a_keyword_that_is_there_in_other_letters_is_not_written_again():
    revised = change(sample("lightroom"), DOG)
    assert listed(revised.data, SUBJECT) == ["animal", "Dog", "Ünïcode & more"]
    assert listed(revised.data, HIERARCHICAL) == ["animal|Dog", "Ünïcode & more"]
    assert listed(revised.data, TAGS) == ["animal/dog"]


def test_only_our_own_keywords_are_taken_out():
    before = sample("digikam")
    ours = change(before, Wanted("mine", ("animal|dog", "garden")))
    assert ours.added == ("garden",)
    renamed = change(ours.data, Wanted("mine", ("animal|dog", "places|yard")))
    assert (renamed.added, renamed.removed) == (("places|yard",), ("garden",))
    gone = change(renamed.data, NOTHING)
    assert gone.removed == ("places|yard",)
    assert gone.data == before


def test_a_label_that_moves_below_another_keeps_its_keyword():
    flat = change(None, Wanted("mine", ("dog",))).data
    revised = change(flat, DOG)
    assert listed(revised.data, SUBJECT) == ["dog"]
    assert listed(revised.data, HIERARCHICAL) == ["animal|dog"]
    assert listed(revised.data, TAGS) == ["animal/dog"]
    assert listed(change(revised.data, NOTHING).data, SUBJECT) == []


def test_another_library_takes_nothing_out():
    theirs = change(None, replace(DOG, library="theirs", alt_text="A dog")).data
    revised = change(theirs, NOTHING)
    assert revised.data == theirs
    added = change(theirs, Wanted("mine", ("cat",), alt_text="A cat", alt_text_is_made=True)).data
    assert listed(added, SUBJECT) == ["dog", "cat"]
    assert listed(added, ALT_TEXT) == ["A dog"]
    assert listed(change(added, NOTHING).data, SUBJECT) == ["dog"]
    assert listed(change(added, Wanted("theirs")).data, SUBJECT) == ["dog", "cat"]


def test_our_own_words_come_back_only_elsewhere_and_guesses_nowhere():
    data = change(sample("darktable"), Wanted("mine", ("cat",), ("sky", "animal|dog"))).data
    theirs = ("animal", "dog", "animal|dog", "darktable|exported", "darktable|format|jpg")
    assert read(data, "mine").words == theirs
    assert set(read(data, "other").words) == {*theirs, "cat"}
    assert set(read(data).words) == {*theirs, "cat"}


def test_a_guess_that_is_accepted_comes_back():
    guessed = change(None, Wanted("mine", guessed=("sky",))).data
    assert read(guessed).words == ()
    accepted = change(guessed, Wanted("mine", ("sky",)))
    assert accepted.added == accepted.removed == ()
    assert read(accepted.data).words == ("sky",)
    assert read(change(accepted.data, Wanted("mine", guessed=("sky",))).data).words == ()
    assert read(change(guessed, Wanted("other", ("sky",))).data).words == ("sky",)


def test_a_keyword_that_another_program_took_out_is_written_again():
    data = change(None, Wanted("mine", ("dog", "cat"))).data
    without = data.replace(b"    <rdf:li>dog</rdf:li>\n", b"", 1)
    assert listed(without, SUBJECT) == ["cat"]
    assert listed(change(without, Wanted("mine", ("dog", "cat"))).data, SUBJECT) == ["cat", "dog"]


def test_a_document_that_another_program_wrote_anew_is_still_understood():
    """Exiv2 and Adobe's toolkit put plain properties into attributes, in one description."""
    data = change(None, Wanted("mine", ("dog",), alt_text="A dog", alt_text_is_made=True)).data
    text = data.decode()
    text = re.sub(r"\s*<photoclip:(Library|MadeAltText)>.*?</photoclip:\1>", "", text)
    text = text.replace("rdf:Description ", 'rdf:Description photoclip:Library="mine" ', 1)
    text = text.replace("rdf:Description ", 'rdf:Description photoclip:MadeAltText="A dog" ', 1)
    assert read(text.encode(), "mine").words == ()
    after = change(text.encode(), NOTHING)
    assert after.removed == ("dog",)
    assert after.data == NEW


# --- alternative text -------------------------------------------------------------------------


def test_a_text_of_the_persons_own_replaces_the_one_for_everybody():
    revised = change(sample("lightroom"), Wanted("mine", alt_text="A black dog"))
    assert revised.alt_text == "A black dog"
    assert listed(revised.data, ALT_TEXT) == ["A black dog", "Ein Hund, der rennt"]
    assert read(revised.data, "mine").alt_text_is_ours
    assert not read(revised.data, "other").alt_text_is_ours
    assert listed(change(revised.data, NOTHING).data, ALT_TEXT) == ["Ein Hund, der rennt"]


def test_a_made_text_gives_way():
    made = Wanted("mine", alt_text="A dog", alt_text_is_made=True)
    assert change(sample("lightroom"), made).alt_text is None
    data = change(None, made).data
    assert read(data, "other").alt_text_is_ours
    assert change(data, Wanted("other")).data == data
    assert change(data, made).data == data
    assert change(data, NOTHING).data == NEW
    better = change(data, replace(made, alt_text="A dog and a cat")).data
    assert listed(better, ALT_TEXT) == ["A dog and a cat"]
    edited = better.replace(b">A dog and a cat</rdf:li>", b">Rex</rdf:li>")
    assert change(edited, made).data == change(edited, replace(made, alt_text="x")).data
    assert listed(change(edited, made).data, ALT_TEXT) == ["Rex"]
    assert not read(edited, "mine").alt_text_is_ours


def test_a_made_text_that_the_person_takes_becomes_their_own():
    data = change(None, Wanted("mine", ("dog",), alt_text="A dog", alt_text_is_made=True)).data
    taken = change(data, Wanted("mine", ("dog",), alt_text="A dog")).data
    assert not read(taken, "other").alt_text_is_ours
    assert listed(taken, ALT_TEXT) == ["A dog"]


# --- whatever the document --------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(300))
def test_what_others_wrote_survives_any_changes(seed: int):
    chance = random.Random(seed)
    data = random_document(chance)
    before, theirs = foreign(data), listed(data, SUBJECT)
    markers = re.findall(rb"<!--.*?-->|<\?.*?\?>", data)
    labels = ("animal|dog", "CAT", "sea", "a & b", "sky|two words", "日本")
    now = data
    for _ in range(4):
        accepted = tuple(chance.sample(labels, chance.randrange(4)))
        guessed = tuple(chance.sample([x for x in labels if x not in accepted], 2))
        wanted = Wanted("mine", accepted, guessed, chance.choice(("", "A < text")), seed % 2 == 0)
        revised = change(now, wanted)
        now = revised.data
        assert change(now, wanted).data == now
        assert foreign(now) == before
        assert re.findall(rb"<!--.*?-->|<\?.*?\?>", now) == markers
        names = {text.casefold() for text in listed(now, SUBJECT)}
        ours = {path.rpartition("|")[2].casefold() for path in (*accepted, *guessed)}
        assert names == ours | {text.strip().casefold() for text in theirs}
        assert set(theirs) <= set(listed(now, SUBJECT))
        assert not set(guessed) & set(read(now).words) - {t.strip() for t in theirs}
    gone = change(now, NOTHING).data
    assert listed(gone, SUBJECT) == theirs
    assert not any(name.startswith(OURS) for name in graph(gone))


def test_a_remark_beside_our_own_words_outlives_them():
    ours = change(NEW, DOG).data
    remark = b"<!-- theirs --><?their thing?>"
    data = ours.replace(b"</rdf:Description>", remark + b"</rdf:Description>")
    gone = change(data, NOTHING).data
    assert listed(gone, SUBJECT) == []
    assert remark in gone


def test_what_is_hostile_is_never_changed():
    for data in (
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF",
        b"",
    ):
        for ask in (read, lambda data: change(data, DOG)):
            with pytest.raises(PhotoClipError, match=r"^it .*\.$"):
                ask(data)


def test_more_keywords_than_anybody_writes_are_neither_read_nor_changed():
    paths = tuple(f"k{n}" for n in range(MOST_KEYWORDS // len(LISTS)))
    most = change(NEW, replace(NOTHING, accepted=paths)).data
    assert read(most).words == paths
    assert change(most, DOG).added == ("animal|dog",)
    too_many = most.replace(b"<rdf:li>k0</rdf:li>", b"<rdf:li>k0</rdf:li><rdf:li>one</rdf:li>")
    for ask in (read, lambda data: change(data, DOG)):
        with pytest.raises(PhotoClipError, match=r"^it has more than \d+ keywords\.$"):
            ask(too_many)


# --- other programs ---------------------------------------------------------------------------


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is not installed")


def exiftool(path: Path) -> dict[str, object]:
    command = ["exiftool", "-json", "-G1", "-struct", "-lang", "en", str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)[0]


def exiv2(path: Path) -> dict[str, str]:
    command = ["exiv2", "-PXkt", str(path)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pairs = (line.split(maxsplit=1) for line in output.splitlines())
    return {pair[0]: pair[1].strip() if len(pair) > 1 else "" for pair in pairs}


WRITTEN = Wanted("mine", ("animal|dog", "Ünïcode & more", "sea/side"), (), 'A "dog" & <cat>')


@needs("exiftool")
@pytest.mark.parametrize("start", [None, *PROGRAMS])
def test_exiftool_reads_what_is_written(start: str | None, tmp_path: Path):
    before = sample(start) if start else None
    (tmp_path / "a.xmp").write_bytes(data := change(before, WRITTEN).data)
    tags = exiftool(tmp_path / "a.xmp")
    assert tags["XMP-dc:Subject"] == listed(data, SUBJECT)
    assert tags["XMP-lr:HierarchicalSubject"] == listed(data, HIERARCHICAL)
    assert tags["XMP-digiKam:TagsList"] == listed(data, TAGS)
    assert tags["XMP-iptcCore:AltTextAccessibility"] == 'A "dog" & <cat>'
    assert {"dog", "sea/side"} <= {str(text).lower() for text in listed(data, SUBJECT)}
    if before:
        (tmp_path / "b.xmp").write_bytes(before)
        changed = ("Subject", "TagsList", "AltText", "photoclip", "System", "SourceFile")
        kept = {
            k: v
            for k, v in exiftool(tmp_path / "b.xmp").items()
            if not any(c in k for c in changed)
        }
        assert {k: tags.get(k) for k in kept} == kept


@needs("exiv2")
@pytest.mark.parametrize("start", [None, *PROGRAMS])
def test_exiv2_reads_what_is_written(start: str | None, tmp_path: Path):
    before = sample(start) if start else None
    (tmp_path / "a.xmp").write_bytes(data := change(before, WRITTEN).data)
    tags = exiv2(tmp_path / "a.xmp")
    assert tags["Xmp.dc.subject"] == ", ".join(listed(data, SUBJECT))
    assert tags["Xmp.lr.hierarchicalSubject"] == ", ".join(listed(data, HIERARCHICAL))
    assert tags["Xmp.digiKam.TagsList"] == ", ".join(listed(data, TAGS))
    assert 'A "dog" & <cat>' in tags["Xmp.iptc.AltTextAccessibility"]


@needs("exiv2")
def test_what_exiv2_wrote_anew_is_still_ours(tmp_path: Path):
    path = tmp_path / "a.xmp"
    before = sample("digikam")
    path.write_bytes(change(before, replace(WRITTEN, guessed=("sky",))).data)
    subprocess.run(["exiv2", "-M", "set Xmp.xmp.Rating 2", str(path)], check=True)
    rewritten = path.read_bytes()
    assert read(rewritten).rating == 2
    assert read(rewritten, "mine").words == read(before).words
    gone = change(rewritten, NOTHING)
    assert set(gone.removed) == {"Ünïcode & more", "sea/side", "sky"}
    assert listed(gone.data, SUBJECT) == listed(before, SUBJECT)
    assert not any(name.startswith(OURS) for name in graph(gone.data))
