"""Is every step done once, after what it needs, and by several workers at the same time?"""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.model.steps import carry_out, in_order

DIAMOND = {"roof": ("left", "right"), "left": ("ground",), "right": ("ground",), "ground": ()}


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_a_step_begins_when_those_it_needs_are_done(workers: int) -> None:
    done: list[str] = []
    carry_out(DIAMOND, [done.append] * workers)
    assert (done[0], sorted(done[1:3]), done[3]) == ("ground", ["left", "right"], "roof")


def test_two_workers_work_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=10)
    carry_out({"one": (), "other": ()}, [lambda _: both.wait() and None] * 2)
    assert not both.broken


def test_a_worker_does_one_step_at_a_time() -> None:
    busy = [threading.Lock(), threading.Lock()]

    def work(lock: threading.Lock) -> None:
        assert lock.acquire(blocking=False)
        lock.release()

    carry_out({str(step): () for step in range(50)}, [lambda _: work(busy[0]), lambda _: work(busy[1])])


@pytest.mark.parametrize("workers", [1, 2])
def test_after_an_error_nothing_is_begun(workers: int) -> None:
    done: list[str] = []

    def work(step: str) -> None:
        if step == "ground":
            raise ValueError(step)
        done.append(step)

    with pytest.raises(ValueError, match="ground"):
        carry_out(DIAMOND, [work] * workers)
    assert done == []


@given(st.lists(st.sets(st.integers(0, 19)), max_size=20), st.integers(1, 3))
def test_any_order_is_kept(chosen: list[set[int]], workers: int) -> None:
    needs = {str(step): [str(before) for before in chosen[step] if before < step] for step in range(len(chosen))}
    done: list[str] = []
    carry_out(dict(reversed(needs.items())), [done.append] * workers)
    assert sorted(done) == sorted(needs)
    if workers == 1:
        assert all(done.index(before) < done.index(step) for step in needs for before in needs[step])


def test_the_order_of_the_mapping_decides_where_needs_do_not() -> None:
    assert in_order({"b": (), "a": (), "c": ("a",)}) == ["b", "a", "c"]
