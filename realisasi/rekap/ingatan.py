"""What was made out of the summary, kept in the memory of the process.

Each piece is kept under a key that holds the `cap` of the rows it was made of. The caps are asked for
anew each time, so nothing is ever told to be out of date, two hosts need no word of each other, and
what a transaction took back is never found again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Ingatan(Generic[K, V]):
    """So many pieces at most; the one that was not asked for the longest goes first."""

    def __init__(self, paling_banyak: int) -> None:
        self.paling_banyak = paling_banyak
        self._isi: OrderedDict[K, V] = OrderedDict()
        self._kunci = Lock()

    def ambil(self, diminta: Collection[K], buat: Callable[[list[K]], Mapping[K, V]]) -> dict[K, V]:
        """These pieces, in the order they are asked for; `buat` makes all that are not kept, at once."""
        with self._kunci:
            ada = {}
            for k in diminta:
                if k in self._isi:
                    ada[k] = self._isi[k]
                    self._isi.move_to_end(k)
        if belum := [k for k in diminta if k not in ada]:
            baru = buat(belum)
            ada |= baru
            with self._kunci:
                self._isi.update(baru)
                while len(self._isi) > self.paling_banyak:
                    self._isi.popitem(last=False)
        return {k: ada[k] for k in diminta}

    def lupakan(self) -> None:
        """Keep nothing, as in a process that has just begun."""
        with self._kunci:
            self._isi.clear()
