"""The rows of a file in the units that they belong to: what is refused is a whole unit, never a part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from realisasi.impor.bacaan import ASAL, KOLOM, PANJANG_NILAI, Bacaan, JenisImpor, Tolakan
from realisasi.impor.rencana.acuan import TAHUN_TERAKHIR, TAHUN_TERAWAL
from realisasi.impor.rencana.isi import Butir, Keadaan
from realisasi.models import JenisBelanja, Kewenangan

KUNCI: Final[dict[JenisImpor, tuple[str, ...]]] = {
    JenisImpor.SATKER: ("kode_satker",),
    JenisImpor.DIPA: ("tahun", "kewenangan", "kode_satker", "revisi"),
    JenisImpor.LAPORAN: ("tahun", "triwulan", "kewenangan", "kode_satker"),
    JenisImpor.REALISASI: ("tahun", "triwulan", "kewenangan", "kode_satker"),
}
REVISI_TERBESAR = 32_767  # what its column holds
# Asked once for every row: the enumerations make their lists anew each time.
JENIS_DIKENAL: Final = frozenset(JenisBelanja.values)
KEWENANGAN_DIKENAL: Final = frozenset(Kewenangan.values)
SEL_RUSAK = "Baris ini mempunyai isi yang tidak terbaca; perbaiki sel yang disebut dalam daftar yang ditolak."

Baris = Any
"""A row with the columns of its kind and `ASAL` as attributes; what is missing is None."""


@dataclass
class Kelompok:
    """The rows of one unit in the order of the file, and why it is refused, if it is.

    `ikut` are rows that may belong to it, of which a key could not be read.
    """

    kunci: tuple[Any, ...]
    baris: list[Baris]
    ikut: list[Baris] = field(default_factory=list)
    pesan: list[str] = field(default_factory=list)
    tolakan: list[Tolakan] = field(default_factory=list)

    @property
    def pertama(self) -> Baris:
        return self.baris[0]

    @property
    def ditolak(self) -> bool:
        return bool(self.pesan)

    def tolak(self, pesan: str, kolom: str, baris: Baris | None = None) -> None:
        """Refuse the unit for what stands in this column of this row, else of its first one."""
        self.pesan.append(pesan)
        self.tolakan.append(tolak(baris or self.pertama, kolom, pesan))

    def satu(self, kolom: str) -> Any:
        """What the rows say of the whole unit in this column; blank rows say what the others do."""
        return next((isi for b in self.baris if (isi := getattr(b, kolom)) not in {None, ""}), None)

    def beragam(self, kolom: str) -> Baris | None:
        """The first row that says something else in this column than those before it."""
        awal = self.satu(kolom)
        return next((b for b in self.baris if (isi := getattr(b, kolom)) != awal and isi not in {None, ""}), None)

    def butir(self, jenis: JenisImpor, sebutan: str, keadaan: Keadaan, **isi: Any) -> Butir:
        """The unit of the plan that these rows are."""
        return Butir(
            jenis=jenis,
            kunci=self.kunci,
            sebutan=sebutan,
            keadaan=keadaan,
            lama=isi.pop("lama", None),
            baru=isi.pop("baru", {}),
            berkas=self.pertama.berkas,
            lembar=self.pertama.lembar,
            nomor=self.pertama.nomor,
            pesan=tuple(dict.fromkeys(self.pesan)),
            **isi,
        )


def gabung(bacaan: Sequence[Bacaan], jenis: JenisImpor) -> pd.DataFrame:
    """All rows of all files, in their order."""
    kolom = [*KOLOM[jenis], *ASAL]
    isi = [b.baris[kolom] for b in bacaan if len(b.baris)]
    if not isi:
        return pd.DataFrame(columns=kolom)
    return pd.concat(isi, ignore_index=True) if len(isi) > 1 else isi[0].reset_index(drop=True)


def ke_baris(tabel: pd.DataFrame) -> list[Baris]:
    """Rows as tuples with names, in plain types of Python; None for what is missing."""
    polos = {nama: _polos(kolom) for nama, kolom in tabel.items()}
    return list(pd.DataFrame(polos, dtype=object).itertuples(index=False, name="Baris")) if len(tabel) else []


def _polos(kolom: pd.Series) -> list[Any]:
    isi = kolom.astype(object)
    return isi.where(isi.notna(), None).tolist()


def kelompokkan(semua: Iterable[Baris], jenis: JenisImpor, tolakan: Iterable[Tolakan]) -> list[Kelompok]:
    """The units in the order of the file, those with unreadable cells refused.

    A row of which a key cannot be read refuses every unit that agrees with the keys that can be, if
    its satker is known; where there is none, it is a refused unit of its own.
    """
    nama = KUNCI[jenis]
    alasan: dict[tuple[str, str, int | None], list[str]] = defaultdict(list)
    for t in tolakan:
        alasan[t.berkas, t.lembar, t.baris].append(t.pesan)
    satuan: dict[tuple[Any, ...], Kelompok] = {}
    tanpa_kunci: list[Kelompok] = []
    for b in semua:
        kunci = tuple(getattr(b, k) for k in nama)
        if None in kunci:
            kelompok = Kelompok(kunci, [b])
            tanpa_kunci.append(kelompok)
        elif (ada := satuan.get(kunci)) is not None:
            kelompok = ada
            kelompok.baris.append(b)
        else:
            kelompok = satuan[kunci] = Kelompok(kunci, [b])
        if b.rusak:
            kelompok.pesan += alasan.get((b.berkas, b.lembar, b.nomor)) or [SEL_RUSAK]
    for k in tanpa_kunci:
        if not k.ditolak:
            kosong = nama[k.kunci.index(None)]
            k.tolak(f"Kolom {kosong} kosong. Isi, karena tanpa itu baris ini tidak jelas milik siapa.", kosong)
    return [*satuan.values(), *_tanpa_sekutu(tanpa_kunci, satuan.values(), nama.index("kode_satker"))]


def _tanpa_sekutu(tanpa_kunci: Iterable[Kelompok], satuan: Iterable[Kelompok], letak: int) -> Iterator[Kelompok]:
    """Refuse what each row without a whole key may belong to; give the rows that belong to nothing."""
    per_satker: dict[str, list[Kelompok]] = defaultdict(list)
    for k in satuan:
        per_satker[k.kunci[letak]].append(k)
    for k in tanpa_kunci:
        sekutu = [
            lain
            for lain in per_satker.get(k.kunci[letak], ())
            if all(a is None or a == b for a, b in zip(k.kunci, lain.kunci, strict=True))
        ]
        for lain in sekutu:
            lain.ikut.append(k.pertama)
            lain.pesan += [f"Baris {k.pertama.nomor} mungkin bagian dari ini. {pesan}" for pesan in k.pesan]
        if sekutu:
            sekutu[0].tolakan += k.tolakan
        else:
            yield k


def tolak(baris: Baris, kolom: str, pesan: str) -> Tolakan:
    """A refusal at a cell of this row."""
    nilai = getattr(baris, kolom, None)
    if kolom == "realisasi" and getattr(baris, "kumulatif", False):
        kolom = "realisasi_sd"
    return Tolakan(baris.berkas, baris.lembar, baris.nomor, kolom, tampil(nilai), pesan)


def tampil(nilai: Any) -> str:
    """A value as it would stand in a cell."""
    return "" if nilai is None else str(nilai)[:PANJANG_NILAI]


# --- What every kind asks of its cells -------------------------------------------------


def periksa_kunci(k: Kelompok) -> None:
    """Refuse a unit whose year, quarter, kewenangan or revision cannot be."""
    b = k.pertama
    if not TAHUN_TERAWAL <= b.tahun <= TAHUN_TERAKHIR:
        k.tolak(f"Tahun {b.tahun} bukan tahun anggaran; tulis misalnya 2026.", "tahun")
    if b.kewenangan not in KEWENANGAN_DIKENAL:
        k.tolak(f"Kewenangan {b.kewenangan} tidak dipantau di sini; hanya DK atau TP.", "kewenangan")
    if hasattr(b, "triwulan") and b.triwulan not in {1, 2, 3, 4}:
        k.tolak(f"Triwulan {b.triwulan} tidak ada; tulis 1, 2, 3, atau 4.", "triwulan")
    if hasattr(b, "revisi") and not 0 <= b.revisi <= REVISI_TERBESAR:
        k.tolak(f"Nomor revisi {b.revisi} tidak mungkin; revisi pertama bernomor 0.", "revisi")


def wajib(k: Kelompok, b: Baris, kolom: str, pesan: str) -> None:
    """Refuse a unit for a cell that is empty; one that could not be read has been named already."""
    if getattr(b, kolom) is None and not b.rusak:
        k.tolak(pesan, kolom, b)


def wajib_satu(k: Kelompok, kolom: str, pesan: str) -> None:
    """Refuse a unit of which no row says what belongs to the whole of it."""
    if k.satu(kolom) is None and not any(b.rusak for b in k.baris):
        k.tolak(pesan, kolom)


def periksa_jenis(k: Kelompok, satuan: str) -> None:
    """Refuse a unit with an unknown jenis belanja, or with one that stands in it twice."""
    lihat: dict[str, Any] = {}
    for b in k.baris:
        if b.jenis_belanja is None:
            wajib(k, b, "jenis_belanja", "Jenis belanja kosong; isi 51, 52, 53, atau 57.")
        elif b.jenis_belanja not in JENIS_DIKENAL:
            k.tolak(f"Jenis belanja {b.jenis_belanja} tidak dikenal; isi 51, 52, 53, atau 57.", "jenis_belanja", b)
        elif b.jenis_belanja in lihat:
            dulu = lihat[b.jenis_belanja]
            letak = f"baris {dulu.nomor}" if dulu.berkas == b.berkas else f"baris {dulu.nomor} dari {dulu.berkas}"
            k.tolak(
                f"Jenis belanja {b.jenis_belanja} sudah ada untuk {satuan} yang sama di {letak}. "
                "Hapus salah satu, atau jumlahkan menjadi satu baris.",
                "jenis_belanja",
                b,
            )
        else:
            lihat[b.jenis_belanja] = b


def satukan_salinan(kelompok: Sequence[Kelompok], isi: Callable[[Baris], object]) -> list[str]:
    """Where the same unit stands in several files or sheets with the same content, keep the first.

    Returns a sentence for the preview where there was any.
    """
    banyak = 0
    for k in kelompok:
        sumber: dict[tuple[str, str], list[Baris]] = defaultdict(list)
        for b in k.baris:
            sumber[b.berkas, b.lembar].append(b)
        if len(sumber) > 1 and len({frozenset(map(isi, baris)) for baris in sumber.values()}) == 1:
            k.baris = next(iter(sumber.values()))
            banyak += 1
    return (
        [f"{banyak} satuan ada di beberapa berkas atau lembar dengan isi yang sama; dibaca sekali."] if banyak else []
    )
