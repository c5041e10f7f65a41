"""Nearest neighbours against exact arithmetic, and files that lie."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from photoclip.domain import Ids, Vectors
from photoclip.errors import PhotoClipError
from photoclip.vectors import VectorIndex, best, discard

DIM = 32


def unit_vectors(count: int, seed: int = 0, dim: int = DIM) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def numbers(start: int, stop: int) -> Ids:
    return np.arange(start, stop, dtype=np.int64)


def make_index(vectors: Vectors, *, fresh_limit: int) -> VectorIndex:
    index = VectorIndex(vectors.shape[1], fresh_limit=fresh_limit)
    index.add(numbers(0, len(vectors)), vectors)
    absorb_all(index)
    return index


def absorb_all(index: VectorIndex) -> None:
    while index.absorb(100):
        pass


def exact(vectors: Vectors, query: Vectors, most: int) -> list[int]:
    return np.argsort(-(vectors @ query))[:most].tolist()


def found(index: VectorIndex, query: Vectors, most: int) -> list[int]:
    return index.nearest(query, most)[0].tolist()


# 1500 of 2000 vectors are in the graph, or none, or all but one.
@pytest.fixture(params=[500, 2000, 1], ids=["both tiers", "fresh", "graph"])
def limit(request: pytest.FixtureRequest) -> int:
    return request.param


def test_nearest_agrees_with_exact_search(limit: int) -> None:
    vectors = unit_vectors(2000)
    index = make_index(vectors, fresh_limit=limit)
    assert len(index) == 2000
    for query in unit_vectors(20, seed=1):
        ids, scores = index.nearest(query, 10)
        assert ids.tolist() == exact(vectors, query, 10)
        np.testing.assert_allclose(scores, vectors[ids] @ query, atol=1e-6)
    queries = unit_vectors(5, seed=2)
    for query, (ids, _) in zip(queries, index.nearest_each(queries, 10), strict=True):
        assert ids.tolist() == exact(vectors, query, 10)
        assert (ids.dtype, scores.dtype) == (np.int64, np.float32)


def test_recall_on_clusters() -> None:
    generator = np.random.default_rng(2)
    centres = generator.normal(size=(50, DIM))
    near = centres[generator.integers(0, 50, 5100)] + 0.4 * generator.normal(size=(5100, DIM))
    vectors = (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)
    vectors, queries = vectors[:5000], vectors[5000:]
    index = make_index(vectors, fresh_limit=0)
    hits = sum(len({*found(index, q, 50)} & {*exact(vectors, q, 50)}) for q in queries)
    assert hits / (50 * len(queries)) > 0.95


def hold_all(index: VectorIndex, vectors: Vectors) -> None:
    ids = np.array(index.unheld(), np.int64)
    index.hold(ids, vectors[ids])
    assert index.unheld() == []


def test_nearest_among_some_is_exact(limit: int) -> None:
    vectors = unit_vectors(2000)
    index = make_index(vectors, fresh_limit=limit)
    assert (index.unheld() == []) == (limit == 2000)
    hold_all(index, vectors)
    allowed = numbers(0, 2000)[::7]
    for query in unit_vectors(5, seed=1):
        ids, scores = index.nearest_among(query, allowed, 10)
        assert ids.tolist() == allowed[exact(vectors[allowed], query, 10)].tolist()
        np.testing.assert_allclose(scores, vectors[ids] @ query, atol=1e-6)
        assert (ids.dtype, scores.dtype) == (np.int64, np.float32)
    assert len(index.nearest_among(vectors[0], numbers(0, 0), 10)[0]) == 0
    assert len(index.nearest_among(vectors[0], numbers(5, 8), 10)[0]) == 3


def test_what_is_held_follows_the_index() -> None:
    vectors = unit_vectors(3000)
    index = make_index(vectors[:2000], fresh_limit=500)
    hold_all(index, vectors)
    index.add(numbers(2000, 3000), vectors[2000:])
    absorb_all(index)
    assert index.unheld() == []
    index.remove([1998, 1999, 2999])
    everything = numbers(0, 3000)
    assert len(index.nearest_among(vectors[0], everything, 5000)[0]) == 2997
    index.add(numbers(1998, 2000), vectors[1998:2000])
    assert index.unheld() == [1998, 1999]
    hold_all(index, vectors)
    assert index.nearest_among(vectors[1999], everything, 1)[0].tolist() == [1999]
    index.remove(range(100, 2000))
    absorb_all(index)  # makes the graph anew
    hold_all(index, vectors)
    assert len(index.nearest_among(vectors[0], everything, 5000)[0]) == 1099


def test_removed_vectors_are_not_found(limit: int) -> None:
    vectors = unit_vectors(2000)
    index = make_index(vectors, fresh_limit=limit)
    gone = exact(vectors, vectors[3], 5)
    index.remove(gone)
    assert len(index) == 1995
    assert not {*gone} & index.ids
    assert found(index, vectors[3], 5) == exact(vectors, vectors[3], 10)[5:]


def test_removing_twice_or_the_unknown_changes_nothing(limit: int) -> None:
    index = make_index(unit_vectors(2000), fresh_limit=limit)
    index.remove([5, 5, 1999, 1999])
    index.remove([5, 1999, 123456])
    assert len(index) == 1998


def test_asking_for_more_than_there_is_gives_all(limit: int) -> None:
    vectors = unit_vectors(2000)
    index = make_index(vectors, fresh_limit=limit)
    index.remove(range(10, 2000))
    assert found(index, vectors[0], 50) == exact(vectors[:10], vectors[0], 10)
    index.remove(range(10))
    assert found(index, vectors[0], 50) == []


def test_asking_for_nothing_gives_nothing(limit: int) -> None:
    index = make_index(unit_vectors(2000), fresh_limit=limit)
    assert found(index, unit_vectors(1)[0], 0) == []


def test_an_empty_index_finds_nothing() -> None:
    assert found(VectorIndex(DIM), unit_vectors(1)[0], 5) == []


def test_the_graph_grows_beyond_its_first_capacity() -> None:
    vectors = unit_vectors(3000)
    index = make_index(vectors[:1000], fresh_limit=0)
    index.add(numbers(1000, 3000), vectors[1000:])
    absorb_all(index)
    assert all(found(index, vectors[number], 1) == [number] for number in (0, 999, 1000, 2999))


def test_fresh_rows_survive_many_additions_and_removals() -> None:
    vectors = unit_vectors(600)
    index = VectorIndex(DIM)
    for start in range(0, 600, 7):
        index.add(numbers(start, min(start + 7, 600)), vectors[start : start + 7])
        index.remove([start, start + 3])
    alive = sorted(index.ids)
    np.testing.assert_array_equal(index.rows(alive), vectors[alive])
    for number in alive[::20]:
        assert found(index, vectors[number], 1) == [number]


def test_rows_come_back_from_both_tiers_in_the_order_asked() -> None:
    vectors = unit_vectors(2000)
    index = make_index(vectors, fresh_limit=500)
    some = [1999, 0, 700, 1500, 3]
    np.testing.assert_array_equal(index.rows(some), vectors[some])
    assert index.rows([]).shape == (0, DIM)


def test_duplicates_are_found() -> None:
    """Nearly all: a graph knows equal vectors by few links, which differ from build to build."""
    vectors = unit_vectors(1500)
    vectors[200:260] = vectors[200]
    index = make_index(vectors, fresh_limit=0)
    ids, scores = index.nearest(vectors[200], 60)
    found_ones = np.isin(ids, np.arange(200, 260))
    assert found_ones.sum() >= 48
    np.testing.assert_allclose(scores[found_ones], 1, atol=1e-6)


def test_many_deletions_make_the_graph_anew(tmp_path: Path) -> None:
    vectors = unit_vectors(2000)
    index = make_index(vectors, fresh_limit=100)
    index.save(tmp_path / "full.hnsw", "m")
    index.remove(range(1000))
    absorb_all(index)
    index.save(tmp_path / "half.hnsw", "m")
    assert index.ids == set(range(1000, 2000))
    assert found(index, vectors[1500], 5) == [
        1000 + n for n in exact(vectors[1000:], vectors[1500], 5)
    ]
    sizes = [(tmp_path / name).stat().st_size for name in ("half.hnsw", "full.hnsw")]
    assert sizes[0] < 0.7 * sizes[1]


def test_best_is_stable_and_short() -> None:
    ids, scores = best(numbers(0, 5), np.array([1, 3, 3, 2, 0], np.float32), 3)
    assert sorted(ids[:2].tolist()) == [1, 2]
    assert (ids[2], scores.tolist()) == (3, [3, 3, 2])


# --- files --------------------------------------------------------------------------------------


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """An index of 1000 vectors in a file; 5 and 7 of them were removed before, 9 are fresh."""
    path = tmp_path / "index" / "model.v1.hnsw"
    index = make_index(unit_vectors(1000)[:991], fresh_limit=0)
    index.add(numbers(991, 1000), unit_vectors(1000)[991:])
    index.remove([5, 7])
    assert index.changed
    index.save(path, "model.v1")
    assert not index.changed
    return path


def test_a_saved_graph_comes_back_without_fresh_and_removed_rows(saved: Path) -> None:
    index = VectorIndex.load(saved, "model.v1", DIM)
    vectors = unit_vectors(1000)
    assert len(index) == 989
    assert not index.changed
    assert not {5, 7} & index.ids
    alive = sorted(index.ids)
    expected = [alive[n] for n in exact(vectors[alive], vectors[50], 5)]
    assert found(index, vectors[50], 5) == expected


def test_a_loaded_graph_can_be_changed(saved: Path) -> None:
    index = VectorIndex.load(saved, "model.v1", DIM, fresh_limit=0)
    more = unit_vectors(3000, seed=3)
    index.remove([5, 20])
    index.add(numbers(1000, 4000), more)
    absorb_all(index)
    assert found(index, more[2999], 1) == [3999]
    index.save(saved, "model.v1")
    again = VectorIndex.load(saved, "model.v1", DIM)
    assert again.ids == index.ids


def flip_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def note_of(path: Path) -> Path:
    return path.with_suffix(".json")


@pytest.mark.parametrize(
    "spoil",
    [
        flip_a_byte,
        cut_short,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("something else"),
        lambda path: path.unlink(),
        lambda path: note_of(path).unlink(),
        lambda path: note_of(path).write_text("{"),
        lambda path: note_of(path).write_bytes(b"\xff\xfe\x00"),
        lambda path: note_of(path).write_text("[]"),
        lambda path: note_of(path).write_text("{}"),
        lambda path: edit_note(path, deleted=5),
        lambda path: edit_note(path, deleted=["x"]),
        lambda path: edit_note(path, dim=DIM + 1),
        discard,
    ],
)
def test_a_damaged_file_loads_as_an_empty_index(saved: Path, spoil) -> None:
    spoil(saved)
    index = VectorIndex.load(saved, "model.v1", DIM)
    assert len(index) == 0
    index.add(numbers(0, 1), unit_vectors(1))
    assert found(index, unit_vectors(1)[0], 5) == [0]


def edit_note(path: Path, **changes: object) -> None:
    note_of(path).write_text(json.dumps({**json.loads(note_of(path).read_text()), **changes}))


def test_another_model_or_dimension_is_not_loaded(saved: Path) -> None:
    assert len(VectorIndex.load(saved, "model.v2", DIM)) == 0
    assert len(VectorIndex.load(saved, "model.v1", DIM * 2)) == 0


def test_saving_below_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    index = make_index(unit_vectors(100), fresh_limit=0)
    with pytest.raises(PhotoClipError, match=r"^The search index could not be saved: .*\.$"):
        index.save(tmp_path / "file" / "index" / "m.hnsw", "m")
    assert index.changed


def test_saving_where_a_folder_is_in_the_way_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "m.partial").mkdir()
    with pytest.raises(PhotoClipError, match="could not be saved"):
        make_index(unit_vectors(100), fresh_limit=0).save(tmp_path / "m.hnsw", "m")


def test_a_full_disk_leaves_the_old_file_usable(saved: Path) -> None:
    resource = pytest.importorskip("resource")  # of POSIX
    index = make_index(unit_vectors(5000), fresh_limit=0)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(PhotoClipError, match="could not be saved"):
            index.save(saved, "model.v1")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert sorted(path.name for path in saved.parent.iterdir()) == [
        "model.v1.hnsw",
        "model.v1.json",
    ]
    assert len(VectorIndex.load(saved, "model.v1", DIM)) == 989
