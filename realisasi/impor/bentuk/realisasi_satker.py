"""The online monitoring's realisation per satker: Pagu, Realisasi and Sisa for each jenis belanja and in total.

Title in A1, the day of printing in A2, headings in row 4, one satker a row; often `.xls`. The figures
are cumulative until that day. The file says neither year nor quarter: both are chosen.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from realisasi.impor import satuan, sel, waktu
from realisasi.impor.bacaan import ASAL, KOLOM, Bacaan, BerkasDitolak, JenisImpor, Klaim, Pilihan, Tolakan, Total
from realisasi.impor.bentuk.cetakan import (
    BARIS_AWAL,
    MILIK_KITA,
    Tulisan,
    coba,
    padat,
    sebagai_isi,
    tulisan_awal,
)
from realisasi.impor.berkas import Buku, Lembar
from realisasi.impor.judul import kalimat, klaim
from realisasi.impor.nilai import per_isi, teks
from realisasi.impor.nilai import rupiah as baca_rupiah
from realisasi.impor.sel import JENIS_DIKENAL, KEMENTERIAN
from realisasi.kalender import akhir_triwulan, nama_triwulan
from realisasi.penanggalan import tanggal
from realisasi.rupiah import angka, rupiah
from satker.akses import daftar_kata

NAMA: Final = "Realisasi per satker dari monitoring daring"
TOTAL: Final = "total"
_JENIS: Final[Mapping[str, str]] = {
    **sel.KATA_JENIS,
    "barangdanjasa": "52",
    "bebanbunga": "54",
    "bunga": "54",
    "pembayaranbungautang": "54",
    "subsidi": "55",
    "hibah": "56",
    "bantuansosial": "57",
    "lainlain": "58",
    "transfer": "61",
    TOTAL: TOTAL,
    "jumlah": TOTAL,
    "": TOTAL,
}
_UKURAN: Final = ("pagu", "realisasi", "sisa")
_KODE_SATKER: Final = ("kodesatker", "kdsatker", "satkerkode", "kodesatuankerja")
_KODE_BA: Final = ("kodeba", "kdba", "ba", "bagiananggaran", "kodekementerian", "kementerian", "kddept")
_BUKAN_INI: Final = frozenset({"jenisbelanja", "akun", "kodeakun", "blokir", "triwulan"})
"""Headings of tables in which a row is not all of a satker."""
_JENIS_TERSEDIKIT: Final = 2
_BELANJA: Final = re.compile(r"^(?:total)?(?:belanja|bel)|^5[1-8]|^61")
_KOSONG: Final = "tidakadadata"
_CETAK: Final = re.compile(
    r"\b(?:di)?cetak\b(?:\s+(?:pada|tanggal|tgl\.?|hari))*\s*:?\s*"
    r"([0-9]{1,4}\s?[-/.]\s?[0-9]{1,2}\s?[-/.]\s?[0-9]{2,4}|[0-9]{1,2}[\s-]+[a-z]{3,9}[\s-]+[0-9]{4})\b",
    re.IGNORECASE,
)
_BA: Final = re.compile(r"(\d{1,3})(?:\D*(\d{2}))?")
_BA_TANPA_NOL: Final = re.compile(r"(?:0?19)(05)?")


@dataclass(frozen=True)
class _Kepala:
    """Where the columns are: of the keys by name (`kodeba` may be missing), of amounts by (what, jenis)."""

    baris: int
    kolom: Mapping[str, int]
    angka: Mapping[tuple[str, str], int]
    label: Mapping[int, str]


@dataclass
class _Isi:
    baris: list[dict[str, Any]] = field(default_factory=list)
    tolakan: list[Tolakan] = field(default_factory=list)
    asing: int = 0
    nihil: int = 0
    banyak: int = 0
    total: int | None = None


def kenali(buku: Buku, jenis: JenisImpor, pilihan: Pilihan) -> Bacaan | None:
    """The cumulative realisasi per satker and jenis belanja; None where no sheet is of this layout.

    Raises:
        BerkasDitolak: it is empty, another kind was asked for, or year and quarter were not chosen.

    """
    dikenal = [(s, k) for s in buku.lembar if s.tampak and (k := _kepala(s)) is not None]
    if not dikenal or (jenis != JenisImpor.REALISASI and not any("kodeba" in k.kolom for _, k in dikenal)):
        # Without the code of the ministry it may as well be a table of somebody's own.
        return None
    if jenis != JenisImpor.REALISASI:
        raise BerkasDitolak(
            f"Berkas ini realisasi per satker dari monitoring daring, bukan {jenis.label.lower()}. "
            + (
                "Pagunya tidak bernomor revisi dan tidak bertanggal; pakai daftar DIPA, atau isi templat DIPA."
                if jenis == JenisImpor.DIPA
                else f"Impor sebagai realisasi perbendaharaan, atau pakai templat untuk {jenis.label.lower()}."
            )
        )
    lembar, kepala = dikenal[0]
    if len(dikenal) > 1:
        raise BerkasDitolak(
            f"Lembar {daftar_kata([s.nama for s, _ in dikenal])} sama-sama berisi realisasi per satker. "
            "Simpan lembar yang diperlukan saja, lalu unggah lagi."
        )
    atas = [t for t in tulisan_awal(lembar) if t.baris <= kepala.baris]
    satuan.periksa([*(t.teks for t in atas), *kepala.label.values(), *satuan.tulisan(_bukan_satker(lembar, kepala))])
    judul = kalimat([[t.teks] for t in atas])
    tersebut = klaim(judul)
    _periksa_akhir(waktu.baca(judul))
    masa = tahun, triwulan, _ = _waktu(tersebut, pilihan)
    cetak = _tanggal_cetak(atas)
    isi = _baca(buku, lembar, kepala)
    if not isi.banyak:
        raise BerkasDitolak(
            "Realisasi per satker ini kosong (Tidak Ada Data). Ulangi di monitoring daring dengan saringan lain: "
            f"kementerian {KEMENTERIAN} dan satker dinas."
        )
    return Bacaan(
        jenis,
        NAMA,
        _tabel(buku, lembar, isi, masa, (pilihan.basis, pilihan.tanggal_data or cetak)),
        sorted(isi.tolakan, key=lambda t: t.baris or 0),
        _catatan(isi, kepala, cetak, tahun, triwulan),
        Klaim(
            tersebut.tahun,
            tersebut.triwulan,
            tersebut.kewenangan,
            frozenset(b["kode_satker"] for b in isi.baris if b["kode_satker"] and not b["asing"]),
        ),
        Total(realisasi=isi.total),
    )


# --- Headings ------------------------------------------------------------------------


def _kepala(lembar: Lembar) -> _Kepala | None:
    """The row with `Kode Satker` over Pagu, Realisasi and Sisa per jenis; where amounts are headed in two rows, both.

    `Kode BA` makes it sure; without it (columns that were deleted or renamed) several jenis must have all three.
    """
    atas = lembar.tabel.iloc[:BARIS_AWAL].to_numpy(object).tolist()
    for nomor, isi in enumerate(atas):
        kata = [padat(n) for n in isi]
        kolom = {
            nama: kata.index(ada)
            for nama, semua in (("kodeba", _KODE_BA), ("kodesatker", _KODE_SATKER))
            if (ada := next((n for n in semua if n in kata), None))
        }
        if "kodesatker" not in kolom or _BUKAN_INI & set(kata):
            continue
        bawah = [padat(n) for n in atas[nomor + 1]] if nomor + 1 < len(atas) else []
        dua = sum(k in _UKURAN or k in _JENIS for k in bawah if k) > 2  # noqa: PLR2004
        angka_kolom: dict[tuple[str, str], int] = {}
        label: dict[int, str] = {letak: teks(isi[letak]) for letak in kolom.values()}
        grup = ""
        for letak, k in enumerate(kata):
            grup = k or grup
            tulisan = (grup if dua else k) + (bawah[letak] if dua else "")
            if (arti := _arti(tulisan)) and (k or (dua and bawah[letak])):
                angka_kolom.setdefault(arti, letak)
                label[letak] = teks(isi[letak]) or f"{arti[0]} {arti[1]}"
        if _adalah(kolom, angka_kolom):
            return _Kepala(nomor + dua, kolom, angka_kolom, label)
    return None


def _adalah(kolom: Mapping[str, int], angka_kolom: Mapping[tuple[str, str], int]) -> bool:
    if "kodeba" in kolom:
        return any(ukuran == "realisasi" for ukuran, _ in angka_kolom)
    lengkap = [j for u, j in angka_kolom if u == "realisasi" and j != TOTAL]
    return sum(all((u, j) in angka_kolom for u in _UKURAN) for j in lengkap) >= _JENIS_TERSEDIKIT


def _bukan_satker(lembar: Lembar, kepala: _Kepala) -> pd.DataFrame:
    """The rows below the headings that are of no satker: totals and notes."""
    tabel = lembar.tabel.iloc[kepala.baris + 1 :]
    return tabel[per_isi(tabel[kepala.kolom["kodesatker"]], sel.kode_satker).nilai.isna().to_numpy(bool)]


def _periksa_akhir(w: waktu.Waktu) -> None:
    """Refuse figures until a day that ends no quarter.

    Raises:
        BerkasDitolak: the title names such a day or month.

    """
    tengah = [b for b in sorted(w.bulan) if waktu.triwulan_berakhir(b) is None]
    if w.lain or tengah:
        apa = w.lain or f"bulan {waktu.NAMA_BULAN[tengah[0]]}"
        raise BerkasDitolak(
            f'Judul berkas ini menyebut "{apa}", yang bukan akhir triwulan. Angkanya kumulatif, jadi yang diperlukan '
            "keadaan akhir Maret, Juni, September, atau Desember."
        )


def _arti(tulisan: str) -> tuple[str, str] | None:
    """`Realisasi Belanja Barang` is the realisasi of 52; None for what is no amount."""
    for ukuran in _UKURAN:
        if ukuran in tulisan:
            jenis = _BELANJA.sub("", _BELANJA.sub("", tulisan.replace(ukuran, "", 1)))
            return (ukuran, _JENIS[jenis]) if jenis in _JENIS else None
    return None


def _waktu(tersebut: Klaim, pilihan: Pilihan) -> tuple[int, int, str]:
    """Year, quarter and kewenangan by the title where it says them, else as chosen."""
    tahun = next(iter(tersebut.tahun)) if len(tersebut.tahun) == 1 else pilihan.tahun
    triwulan = next(iter(tersebut.triwulan)) if len(tersebut.triwulan) == 1 else pilihan.triwulan
    wenang = next(iter(tersebut.kewenangan)) if len(tersebut.kewenangan) == 1 else pilihan.kewenangan
    kurang = [k for k, n in (("tahun", tahun), ("triwulan", triwulan), ("kewenangan", wenang)) if n is None]
    if tahun is None or triwulan is None or wenang is None:
        raise BerkasDitolak(
            f"Realisasi per satker dari monitoring daring tidak menyebut {daftar_kata(kurang)}. "
            f"Pilih {daftar_kata(kurang)} saat mengimpor.",
            kurang=kurang,
        )
    return tahun, triwulan, wenang


def _tanggal_cetak(atas: list[Tulisan]) -> dt.date | None:
    for t in atas:
        if m := _CETAK.search(t.teks):
            hari: dt.date | None = coba(sel.tanggal, m[1].strip())
            return hari
    return None


# --- Rows ----------------------------------------------------------------------------


def _baca(buku: Buku, lembar: Lembar, kepala: _Kepala) -> _Isi:
    tabel = lembar.tabel.iloc[kepala.baris + 1 :]
    isi = _Isi()
    ba, kode = kepala.kolom.get("kodeba"), kepala.kolom["kodesatker"]
    satker = per_isi(tabel[kode], sel.kode_satker)
    nilai = {arti: baca_rupiah(tabel[letak]) for arti, letak in kepala.angka.items()}
    angka_baris = pd.DataFrame({letak: nilai[arti].nilai for arti, letak in kepala.angka.items()}).astype(object)
    angka_baris = angka_baris.where(angka_baris.notna(), None)
    for i, semua in zip(angka_baris.index, angka_baris.to_numpy(object).tolist(), strict=True):
        baris = lembar.tabel.loc[i]
        kode_ba = "" if ba is None else teks(baris[ba])
        jumlah: dict[tuple[str, str], int | None] = dict(zip(kepala.angka, semua, strict=True))
        if _KOSONG in {padat(n) for n in baris} or not (kode_ba or teks(baris[kode])):
            if any(padat(n) in {"jumlah", TOTAL, "grandtotal"} for n in baris):
                isi.total = jumlah.get(("realisasi", TOTAL))
            continue
        if padat(baris[kode]) in _KODE_SATKER:
            continue
        if padat(baris[kode]) in {"jumlah", TOTAL} or padat(kode_ba) in {"jumlah", TOTAL, "grandtotal"}:
            isi.total = jumlah.get(("realisasi", TOTAL))
            continue
        isi.banyak += 1
        salah = [(kepala.label[kode], baris[kode], satker.salah[i])] if i in satker.salah.index else []
        for arti, letak in kepala.angka.items():
            if i in nilai[arti].salah.index:
                salah.append((kepala.label[letak], baris[letak], nilai[arti].salah[i]))
        asing = "" if ba is None else _bukan_kita(kode_ba)
        if ba is not None and asing:
            salah = [(kepala.label[ba], baris[ba], asing)]
            isi.asing += 1
        elif not salah:
            salah = [(kepala.label[letak], baris[letak], pesan) for letak, pesan in _periksa(kepala, jumlah)]
        isi.tolakan += [
            Tolakan(buku.nama, lembar.nama, int(i) + 1, label, sebagai_isi(n), str(pesan)) for label, n, pesan in salah
        ]
        dasar = {"kode_satker": satker.nilai[i], "nomor": int(i) + 1, "rusak": bool(salah), "asing": bool(asing)}
        isi.baris += [{**dasar, **b} for b in _per_jenis(jumlah, satu=bool(asing), rusak=bool(salah))]
        isi.nihil += not any(n for n in jumlah.values())
    return isi


def _bukan_kita(kode_ba: str) -> str:
    """Why a row is somebody else's; empty where it is of this ministry."""
    if _BA_TANPA_NOL.fullmatch(re.sub(r"\D", "", kode_ba)):
        return ""
    m = _BA.match(kode_ba)
    ba = f"{m[1].zfill(len(KEMENTERIAN))}{f'.{m[2]}' if m[2] else ''}" if m else kode_ba or "kosong"
    return f"Kode BA {ba} bukan {MILIK_KITA}. Saring di monitoring daring, atau lewati baris ini."


def _periksa(kepala: _Kepala, jumlah: Mapping[tuple[str, str], int | None]) -> list[tuple[int, str]]:
    """Jenis that the programme has not, rests that are none, and totals that are not the sum of the jenis."""
    hasil = []
    for (ukuran, jenis), letak in kepala.angka.items():
        nilai = jumlah[ukuran, jenis] or 0
        if jenis == TOTAL:
            bagian = [n or 0 for (u, j), n in jumlah.items() if u == ukuran and j != TOTAL]
            if bagian and sum(bagian) != nilai:
                hasil.append(
                    (letak, f"Tertulis {rupiah(nilai)}, sedangkan jumlah per jenis belanjanya {rupiah(sum(bagian))}.")
                )
        elif jenis not in JENIS_DIKENAL and nilai and ukuran != "sisa":
            hasil.append((letak, f"Jenis belanja {jenis} tidak ada dalam program ini; yang ada 51, 52, 53, 57."))
        if ukuran == "sisa" and {("pagu", jenis), ("realisasi", jenis)} <= jumlah.keys():
            sisa = (jumlah["pagu", jenis] or 0) - (jumlah["realisasi", jenis] or 0)
            if sisa != nilai:
                hasil.append((letak, f"Tertulis {rupiah(nilai)}, sedangkan pagu kurang realisasi {rupiah(sisa)}."))
    return hasil


def _per_jenis(jumlah: Mapping[tuple[str, str], int | None], *, satu: bool, rusak: bool) -> list[dict[str, Any]]:
    """A row for each jenis that has pagu or realisasi; one for all of them where it is somebody else's."""
    rinci = sorted({j for u, j in jumlah if u == "realisasi" and j != TOTAL})
    if satu or not rinci:
        semua = jumlah.get(("realisasi", TOTAL), sum(jumlah["realisasi", j] or 0 for j in rinci))
        return [{"jenis_belanja": "00", "realisasi": semua if rusak else semua or 0}]
    berisi = [j for j in rinci if jumlah.get(("pagu", j)) or jumlah["realisasi", j]]
    return [
        {
            "jenis_belanja": j if j in JENIS_DIKENAL else None,
            "realisasi": jumlah["realisasi", j] if rusak else jumlah["realisasi", j] or 0,
        }
        for j in berisi
    ]


def _tabel(
    buku: Buku, lembar: Lembar, isi: _Isi, masa: tuple[int, int, str], asal: tuple[str | None, dt.date | None]
) -> pd.DataFrame:
    tahun, triwulan, kewenangan = masa
    basis, hari = asal
    banyak = len(isi.baris)
    return pd.DataFrame(
        {
            "tahun": pd.array([tahun] * banyak, dtype="Int64"),
            "triwulan": pd.array([triwulan] * banyak, dtype="Int64"),
            # A row of somebody else is nobody's here: it has one reason, and no other that would follow from it.
            "kewenangan": pd.Series([None if b["asing"] else kewenangan for b in isi.baris], dtype=object),
            "kode_satker": pd.Series([b["kode_satker"] for b in isi.baris], dtype=object),
            "jenis_belanja": pd.Series([b["jenis_belanja"] for b in isi.baris], dtype=object),
            "realisasi": pd.array([b["realisasi"] for b in isi.baris], dtype="Int64"),
            "kumulatif": True,
            "basis": pd.Series([basis] * banyak, dtype=object),
            "tanggal_data": pd.Series([hari] * banyak, dtype=object),
            "berkas": buku.nama,
            "lembar": lembar.nama,
            "nomor": [b["nomor"] for b in isi.baris],
            "rusak": [b["rusak"] for b in isi.baris],
        }
    )[[*KOLOM[JenisImpor.REALISASI], *ASAL]]


def _catatan(isi: _Isi, kepala: _Kepala, cetak: dt.date | None, tahun: int, triwulan: int) -> list[str]:
    sampai = f"{nama_triwulan(triwulan)} {tahun}"
    hasil = [f"Angka kumulatif {angka(isi.banyak)} satker dibaca sebagai s.d. {sampai}."]
    if cetak is None:
        hasil.append("Tanggal cetak tidak tertulis, jadi tidak dapat diperiksa sampai kapan angkanya.")
    elif cetak <= akhir_triwulan(tahun, triwulan):
        hasil.append(f"Dicetak {tanggal(cetak)}, sebelum {sampai} berakhir: angkanya belum lengkap.")
    else:
        hasil.append(
            f"Dicetak {tanggal(cetak)}, dan angkanya sampai hari itu. Pastikan belanja setelah {sampai} tidak ikut."
        )
    if "kodeba" not in kepala.kolom:
        hasil.append("Kolom Kode BA tidak ada, jadi satkernya dikenali dari kodenya saja.")
    if isi.asing:
        hasil.append(f"{angka(isi.asing)} dari {angka(isi.banyak)} baris milik kementerian lain dan ditolak.")
    if isi.nihil:
        hasil.append(f"{angka(isi.nihil)} satker tanpa pagu dan realisasi tidak dibaca.")
    return hasil
