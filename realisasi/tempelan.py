"""Reading what a spreadsheet puts on the clipboard: a column of amounts, or a block with codes.

All of it is read, or nothing: one bad cell refuses the whole, and says which. No module of Django
is imported here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from realisasi.baca_rupiah import TidakTerbaca, baca, tampil
from realisasi.rupiah import angka

TERPANJANG = 20_000
BARIS_TERBANYAK = 200

# The columns of our own grid, counted from zero: code, name, pagu, blokir, before, quarter, cumulative.
_K_SEBELUM, _K_SEKARANG, _K_KUMULATIF = 4, 5, 6

_NAMA = {
    "pegawai": "51",
    "barang": "52",
    "barang dan jasa": "52",
    "modal": "53",
    "bantuan sosial": "57",
    "bansos": "57",
    "belum dirinci": "00",
}
_BERKODE = re.compile(r"([0-9]{2})(?:$|[^0-9](.*))", re.ASCII | re.DOTALL)
_JUMLAH = re.compile(r"(?:grand |sub ?)?(?:jumlah|total)\b", re.IGNORECASE)
_ANGKA = re.compile(r"[0-9]", re.ASCII)
_TANPA_JUMLAH = frozenset({"", "-", "–", "—", "−"})
_TANPA_ANGKA = "Tidak ada angka dalam tempelan ini. Salin kolom angkanya di Excel, lalu tempel."

Baris = list[str]


class GalatTempelan(NamedTuple):
    """One cell that cannot be taken over: of which jenis (or line), in which column, and why."""

    bagian: str
    kolom: str
    nilai: str
    pesan: str


class TempelanDitolak(ValueError):
    """Nothing of a paste is taken over; `galat` names every cell that is wrong."""

    def __init__(self, galat: Sequence[GalatTempelan]) -> None:
        super().__init__(" ".join(g.pesan for g in galat))
        self.galat = list(galat)


class _Isi(NamedTuple):
    """A line that holds an amount: its number on the clipboard, its label, the text of the amount."""

    nomor: int
    label: str
    teks: str


def baca_tempelan(teks: str, jenis: Sequence[str], *, semua: Sequence[str] = ()) -> dict[str, int]:
    """Rupiah by jenis. A plain column fills `jenis` from its first on; codes go where they belong in `semua`.

    An empty cell leaves its jenis as it is. A line of totals is left out if it is their sum. The
    `bagian` of what is wrong is a jenis, or `baris 3` of the paste, or empty for the whole of it.

    Raises:
        TempelanDitolak: with every cell that is wrong.

    """
    baris = _baris(teks)
    lebar = max(len(b) for _, b in baris)
    kolom_kode = _kolom_kode([b for _, b in baris])
    if kolom_kode is None:
        return _tanpa_kode(baris, lebar, jenis)
    return _dengan_kode(baris, lebar, kolom_kode, semua or jenis)


def baca_kisi(teks: str, sebelum: Mapping[str, int]) -> dict[str, int] | None:
    """Rupiah of the quarter alone by jenis from a copy of our own grid; None where the paste is none.

    It is ours where every coded line shows in its fifth column what was spent until the quarter
    before (`sebelum`). The sixth column is then the quarter, and must agree with the seventh.

    Raises:
        TempelanDitolak: with every cell that is wrong.

    """
    baris = [(nomor, b, kode) for nomor, b in _baris(teks) if len(b) > _K_KUMULATIF and (kode := _kode(b[0]))]
    if not baris or not all(kode in sebelum and _sama(b[_K_SEBELUM], sebelum[kode]) for _, b, kode in baris):
        return None
    kumpulan = _Kumpulan(_K_SEKARANG, len(baris[0][1]))
    for nomor, b, kode in baris:
        satu = _Isi(nomor, b[0], b[_K_SEKARANG])
        nilai = kumpulan.baca(satu, kode)
        if nilai is None:
            continue
        kumpulan.hasil[kode] = nilai
        if b[_K_KUMULATIF] and not _sama(b[_K_KUMULATIF], sebelum[kode] + nilai):
            kumpulan.salah(
                satu,
                kode,
                f"{angka(nilai)} tidak cocok dengan kolom kumulatif ({tampil(b[_K_KUMULATIF])}). Samakan keduanya.",
            )
    return kumpulan.semua()


def _sama(teks: str, nilai: int) -> bool:
    try:
        return (baca(teks) or 0) == nilai
    except TidakTerbaca:
        return False


# --- Cells ---------------------------------------------------------------------------


def _baris(teks: str) -> list[tuple[int, Baris]]:
    """The lines of the clipboard with their numbers, without the empty ones at both ends."""
    if len(teks) > TERPANJANG:
        raise _ditolak(f"Tempelan ini terlalu panjang ({angka(len(teks))} tanda); tempel kolom angka saja.")
    bersih = teks.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    # Excel puts a cell that has a tab, a new line or a quote in it between quotes.
    semua = list(csv.reader(io.StringIO(bersih, newline=""), delimiter="\t"))
    baris = [(i, [sel.strip() for sel in b]) for i, b in enumerate(semua, start=1)]
    terisi = [i for i, (_, b) in enumerate(baris) if any(b)]
    if not terisi:
        raise _ditolak(_TANPA_ANGKA)
    baris = baris[terisi[0] : terisi[-1] + 1]
    if len(baris) > BARIS_TERBANYAK:
        raise _ditolak(f"Tempelan ini {angka(len(baris))} baris; tempel baris jenis belanja saja.")
    return baris


def _kode(label: str) -> str | None:
    """The jenis that a label names: `52`, `52 Barang`, `Belanja barang`; None where it names none."""
    rapi = " ".join(label.casefold().split())
    m = _BERKODE.match(rapi)
    nama = _NAMA.get(_inti(m[2] or "" if m else rapi))
    if m is None:
        return nama
    return m[1] if m[1] in _NAMA.values() and nama in (None, m[1]) else None


def _inti(nama: str) -> str:
    return nama.strip(" .:-–()").removeprefix("belanja ").strip()


def _kolom_kode(baris: Sequence[Baris]) -> int | None:
    """The first column that names jenis belanja; a column alone holds amounts, even of 52 rupiah."""
    lebar = max(len(b) for b in baris)
    terpakai = [j for j in range(lebar) if any(_sel(b, j) for b in baris)]
    for j in terpakai:
        label = [sel for b in baris if (sel := _sel(b, j))]
        berhuruf = any(_kode(sel) and not sel.isdecimal() for sel in label)
        berkode = [sel for sel in label if _kode(sel)]
        if berhuruf or (len(terpakai) > 1 and berkode and all(len(sel) == 2 for sel in berkode)):  # noqa: PLR2004
            return j
    return None


def _berangka(teks: str) -> bool:
    try:
        return baca(teks) is not None
    except TidakTerbaca:
        return False


def _sel(baris: Baris, j: int) -> str:
    return baris[j] if j < len(baris) else ""


# --- Shapes --------------------------------------------------------------------------


class _Kumpulan:
    """What a paste says so far, and what is wrong with it."""

    def __init__(self, kolom: int, lebar: int) -> None:
        self.kolom = kolom
        self.nama_kolom = f"kolom {kolom + 1}" if lebar > 1 else ""
        self.hasil: dict[str, int] = {}
        self.galat: list[GalatTempelan] = []

    def salah(self, satu: _Isi, jenis: str, pesan: str) -> None:
        self.galat.append(GalatTempelan(jenis or f"baris {satu.nomor}", self.nama_kolom, tampil(satu.teks), pesan))

    def baca(self, satu: _Isi, jenis: str) -> int | None:
        try:
            return baca(satu.teks)
        except TidakTerbaca as galat:
            self.salah(satu, jenis, galat.pesan)
            return None

    def periksa_jumlah(self, satu: _Isi, pesan: str) -> None:
        """A line of totals is left out if it is the sum of the others, or nothing; else `pesan` is said."""
        if not self.galat and self.baca(satu, "") not in (None, sum(self.hasil.values())):
            self.salah(satu, "", pesan)

    def semua(self) -> dict[str, int]:
        """All of it, or a refusal."""
        if self.galat:
            raise TempelanDitolak(self.galat)
        if not self.hasil:
            raise _ditolak(_TANPA_ANGKA)
        return self.hasil


def _tanpa_kode(baris: Sequence[tuple[int, Baris]], lebar: int, jenis: Sequence[str]) -> dict[str, int]:
    """One column, from the first jenis on; an empty line passes over its jenis."""
    kolom = _kolom_angka([b for _, b in baris], lebar, None)
    kumpulan = _Kumpulan(kolom, lebar)
    isi = [_Isi(nomor, " ".join(b[:kolom]).strip(), _sel(b, kolom)) for nomor, b in baris]
    if len(isi) > 1 and isi[0].teks not in _TANPA_JUMLAH and not _ANGKA.search(isi[0].teks):
        isi = isi[1:]  # the head of the column
    terlalu_banyak = f"Ada {len(isi)} angka, padahal hanya {len(jenis)} baris yang dapat diisi mulai dari sini."
    jumlah: tuple[_Isi, str] | None = None
    for i, satu in enumerate(isi):
        terakhir = i == len(isi) - 1
        if terakhir and _JUMLAH.match(satu.label):
            jumlah = satu, ""
        elif terakhir and i == len(jenis) and i > 0:
            jumlah = satu, terlalu_banyak  # one more than there are rows: the line of totals, if it is their sum
        elif i >= len(jenis):
            kumpulan.salah(satu, "", terlalu_banyak)
            break
        elif (nilai := kumpulan.baca(satu, jenis[i])) is not None:
            kumpulan.hasil[jenis[i]] = nilai
    if jumlah is not None:
        kumpulan.periksa_jumlah(jumlah[0], jumlah[1] or _bukan_jumlah(kumpulan))
    return kumpulan.semua()


def _dengan_kode(
    baris: Sequence[tuple[int, Baris]], lebar: int, kolom_kode: int, jenis: Sequence[str]
) -> dict[str, int]:
    """A block whose rows say themselves which jenis they are, in any order."""
    berisi = [(nomor, b) for nomor, b in baris if any(b)]
    awal = next(i for i, (_, b) in enumerate(berisi) if _kode(_sel(b, kolom_kode)))
    kolom = _kolom_angka([b for _, b in berisi[awal:]], lebar, kolom_kode)
    # What stands above the first row are heads, unless an amount stands beside it.
    berisi = [x for x in berisi[:awal] if _berangka(_sel(x[1], kolom))] + berisi[awal:]
    kumpulan = _Kumpulan(kolom, lebar)
    sudah: set[str] = set()
    jumlah: _Isi | None = None
    for nomor, b in berisi:
        label = next((sel for sel in (_sel(b, kolom_kode), *b[:kolom]) if sel), "")
        satu = _Isi(nomor, label, _sel(b, kolom))
        kode = _kode(_sel(b, kolom_kode))
        if kode is None and _JUMLAH.match(label):
            jumlah = satu
            continue
        nilai = kumpulan.baca(satu, kode or "")
        if kode is None or (kode not in jenis and nilai):
            dikenal = ", ".join(jenis)
            kumpulan.salah(satu, "", f'Baris "{tampil(label)}" tidak dapat ditempel di sini. Yang dapat: {dikenal}.')
        elif kode in sudah:
            kumpulan.salah(satu, kode, f"Kode {kode} ada dua kali; jumlahkan dahulu di Excel.")
        elif nilai is not None and kode in jenis:
            kumpulan.hasil[kode] = nilai
        sudah.add(kode or "")
    if jumlah is not None:
        kumpulan.periksa_jumlah(jumlah, _bukan_jumlah(kumpulan))
    return kumpulan.semua()


def _bukan_jumlah(kumpulan: _Kumpulan) -> str:
    seharusnya = angka(sum(kumpulan.hasil.values()))
    return f"Baris jumlah tidak cocok: angka di atasnya berjumlah {seharusnya}. Periksa, lalu tempel lagi."


def _kolom_angka(baris: Sequence[Baris], lebar: int, kolom_kode: int | None) -> int:
    """The one column of amounts; of two nobody can say which is meant."""
    calon = []
    for j in range(lebar):
        sel = [_sel(b, j) for b in baris if _sel(b, j)]
        if j != kolom_kode and any(_ANGKA.search(s) or s in _TANPA_JUMLAH for s in sel):
            calon.append(j)
    if len(calon) == 1:
        return calon[0]
    if calon:
        nama = ", ".join(str(j + 1) for j in calon)
        raise _ditolak(f"Ada angka di kolom {nama}. Tempel satu kolom angka saja, boleh dengan kodenya.")
    if kolom_kode is None and lebar == 1:
        return 0  # words alone: said at their cells
    raise _ditolak(_TANPA_ANGKA)


def _ditolak(pesan: str) -> TempelanDitolak:
    return TempelanDitolak([GalatTempelan("", "", "", pesan)])
