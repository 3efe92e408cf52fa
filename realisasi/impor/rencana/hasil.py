"""What the room of one kind gives: its units, and all that is refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from realisasi.impor.bacaan import Tolakan
from realisasi.impor.rencana.baris import Baris, Kelompok
from realisasi.impor.rencana.isi import Butir


@dataclass
class Hasil:
    """The units of the plan, the refusals that the plan itself found, and all rows of what is refused."""

    butir: list[Butir] = field(default_factory=list)
    tolakan: list[Tolakan] = field(default_factory=list)
    baris_ditolak: list[Baris] = field(default_factory=list)
    tahun_baru: set[int] = field(default_factory=set)
    catatan: list[str] = field(default_factory=list)

    def tambah(self, kelompok: Kelompok, butir: Butir) -> None:
        """Take in the unit that these rows became."""
        self.butir.append(butir)
        self.tolakan += kelompok.tolakan
        if kelompok.ditolak:
            self.baris_ditolak += [*kelompok.baris, *kelompok.ikut]
