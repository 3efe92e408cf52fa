"""A table of headings and rows below them: the project's own layouts, and what people make of them."""

from __future__ import annotations

import pandas as pd

from realisasi.impor.bacaan import ASAL, KOLOM, Bacaan, BerkasDitolak, JenisImpor, Klaim, Pilihan, Tolakan, Total
from realisasi.impor.bentuk import susunan
from realisasi.impor.bentuk.isi_tabel import Pembaca
from realisasi.impor.bentuk.rangkaian import Hasil
from realisasi.impor.bentuk.sel_tabel import Pencatat, tampil
from realisasi.impor.berkas import Buku, Lembar
from realisasi.impor.kepala import Kepala, temukan

NAMA = "Tabel dengan judul kolom"
_JUDUL_DISEBUT = 30
_BARIS_DILIHAT = 100


def kenali(buku: Buku, jenis: JenisImpor, pilihan: Pilihan) -> Bacaan:
    """The rows of all sheets that hold a table of this kind.

    Raises:
        BerkasDitolak: where there is none, with what was found and what is missing; or where it is not
            certain what a table means.

    """
    hasil: list[tuple[Lembar, Hasil]] = []
    tolakan: list[Tolakan] = []
    gagal: list[tuple[Lembar, Kepala, tuple[str, ...]]] = []
    kosong: list[BerkasDitolak] = []
    for lembar in buku.lembar:
        if not lembar.tampak or lembar.tabel.empty:
            continue
        kepala = temukan(lembar, susunan.BERGUNA[jenis])
        if kepala is None:
            continue
        pencatat = Pencatat(buku.nama, lembar.nama)
        try:
            pembaca = Pembaca(lembar, kepala, jenis, pilihan, pencatat, csv=buku.format == "CSV")
            hasil.append((lembar, pembaca.baca()))
        except susunan.Kurang as kurang:
            gagal.append((lembar, kepala, kurang.kolom))
        except susunan.TabelKosong as galat:
            kosong.append(galat)
        tolakan += pencatat.tolakan
    if not hasil:
        raise kosong[0] if kosong else _tidak_dikenali(jenis, gagal, buku)
    return _satukan(buku, jenis, hasil, tolakan, _catatan(buku, hasil, gagal))


def _satukan(
    buku: Buku, jenis: JenisImpor, hasil: list[tuple[Lembar, Hasil]], tolakan: list[Tolakan], catatan: list[str]
) -> Bacaan:
    bagian = []
    for lembar, h in hasil:
        baris = h.baris.copy(deep=False)
        baris["berkas"], baris["lembar"] = buku.nama, lembar.nama
        bagian.append(baris[[*KOLOM[jenis], *ASAL]])
    semua = [h for _, h in hasil]
    return Bacaan(
        jenis,
        NAMA,
        pd.concat(bagian, ignore_index=True),
        tolakan,
        catatan,
        Klaim(
            frozenset().union(*(h.klaim.tahun for h in semua)),
            frozenset().union(*(h.klaim.triwulan for h in semua)),
            frozenset().union(*(h.klaim.kewenangan for h in semua)),
            frozenset().union(*(h.klaim.satker for h in semua)),
        ),
        Total(_jumlah([h.pagu for h in semua]), _jumlah([h.realisasi for h in semua])),
        {lembar.nama: h.judul_kolom for lembar, h in hasil},
    )


def _jumlah(bagian: list[int | None]) -> int | None:
    """The sum over all sheets; None where one of them gives none."""
    return None if any(n is None for n in bagian) else sum(n for n in bagian if n is not None)


def _catatan(
    buku: Buku, hasil: list[tuple[Lembar, Hasil]], gagal: list[tuple[Lembar, Kepala, tuple[str, ...]]]
) -> list[str]:
    """How the file was read."""
    catatan = []
    tersembunyi = [s.nama for s in buku.lembar if not s.tampak]
    if tersembunyi:
        catatan.append(f"Lembar tersembunyi tidak dibaca: {', '.join(tersembunyi)}.")
    dibaca = {s.nama for s, _ in hasil}
    sebab = {s.nama: f"{s.nama} (tanpa {_sebut(kurang)})" for s, _, kurang in gagal}
    lewat = [sebab.get(s.nama, s.nama) for s in buku.lembar if s.tampak and s.nama not in dibaca and not s.tabel.empty]
    if lewat:
        catatan.append(f"Lembar yang bukan tabel ini tidak dibaca: {', '.join(lewat)}.")
    for lembar, h in hasil:
        awal = f"Lembar {lembar.nama}: " if len(hasil) > 1 else ""
        catatan += [awal + c for c in h.catatan]
    return catatan


def _sebut(kolom: tuple[str, ...]) -> str:
    return ", ".join(susunan.SEBUTAN.get(k, k) for k in kolom)


def _baris_pertama(buku: Buku) -> list[str]:
    """What stands in the first row of the first sheet, to tell which file this is."""
    tabel = next((s.tabel for s in buku.lembar if s.tampak and not s.tabel.empty), pd.DataFrame())
    for baris in tabel.iloc[:_BARIS_DILIHAT].to_numpy(object):
        if isi := [tampil(n) for n in baris if n != ""]:
            return isi[:_JUDUL_DISEBUT]
    return []


def _tidak_dikenali(
    jenis: JenisImpor, gagal: list[tuple[Lembar, Kepala, tuple[str, ...]]], buku: Buku
) -> BerkasDitolak:
    if not gagal:
        return BerkasDitolak(
            f"Berkas ini tidak memuat tabel {jenis.label} yang dikenali: tidak ada baris judul kolom yang ditemukan. "
            "Pakai templat yang dapat diunduh.",
            ditemukan=_baris_pertama(buku),
            kurang=[susunan.SEBUTAN.get(k, k) for k in KOLOM[jenis]],
        )
    lembar, kepala, kurang = max(gagal, key=lambda g: len([k for k in g[1].kolom if k.arti.berarti]) - len(g[2]))
    letak = f'lembar "{lembar.nama}" ' if len(buku.lembar) > 1 else ""
    dipilih = [k for k in kurang if k in ("tahun", "triwulan", "kewenangan", "kode_satker", "berlaku_sejak")]
    cara = f" Atau pilih {_sebut(tuple(dipilih))} saat mengimpor." if dipilih and len(dipilih) == len(kurang) else ""
    return BerkasDitolak(
        f"Berkas ini belum dapat dibaca sebagai {jenis.label}: di {letak}baris {kepala.awal + 1} tidak ada kolom "
        f"{_sebut(kurang)}. Tambahkan kolomnya sesuai templat.{cara}",
        ditemukan=[k for k in kepala.labels if k][:_JUDUL_DISEBUT],
        kurang=[susunan.SEBUTAN.get(k, k) for k in kurang],
    )
