"""The treasury's *Laporan Ketersediaan Dana Detail* ("FA Detail"): a tree of sums, made for paper.

One satker a sheet. Columns are found by what they hold. Only akun rows are taken, each once; they
are checked against every level above them and against the grand total (`pohon`), and a file that
does not agree with itself is refused at the rows where it differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from realisasi.impor import satuan
from realisasi.impor.bacaan import Bacaan, BerkasDitolak, JenisImpor, Klaim, Pilihan, Tolakan, Total
from realisasi.impor.bentuk import pohon
from realisasi.impor.bentuk.cetakan import (
    MILIK_KITA,
    Periode,
    Tulisan,
    coba,
    padat,
    periode,
    sebut_bulan_triwulan,
    tahun_anggaran,
    tulisan_awal,
)
from realisasi.impor.bentuk.pohon import Pohon
from realisasi.impor.berkas import Buku, Lembar
from realisasi.impor.nilai import teks
from realisasi.impor.sel import JENIS_DIKENAL, KEMENTERIAN, UNIT, kewenangan, kode_satker
from realisasi.impor.waktu import NAMA_BULAN, triwulan_berakhir
from realisasi.kalender import nama_triwulan
from realisasi.rupiah import angka, rupiah
from satker.akses import daftar_kata

NAMA: Final = "FA Detail (Laporan Ketersediaan Dana Detail)"
_JUDUL: Final = "ketersediaandanadetail"
_CIRI: Final = frozenset({"lockpagu", "sdperiode"})
_BARIS_CATATAN: Final = 10
_BUKAN_JENIS: Final = {
    JenisImpor.SATKER: "Daftar satker berisi kode, nama, dan kode provinsi; pakai templat satker.",
    JenisImpor.DIPA: (
        "Di dalamnya ada pagu, tetapi tidak ada nomor revisi dan tanggal mulai berlakunya, dan lock pagu bukan "
        "blokir. Pakai daftar DIPA dari monitoring daring, atau isi templat DIPA dengan pagu yang ditemukan itu."
    ),
    JenisImpor.LAPORAN: (
        "Isinya angka perbendaharaan, bukan laporan kantor, dan kedua sumber itu disimpan terpisah supaya dapat "
        "dibandingkan. Impor berkas ini sebagai realisasi perbendaharaan; untuk laporan pakai templat laporan."
    ),
}


@dataclass(frozen=True)
class _Kepala:
    """What the sheet says of itself above its table."""

    tahun: int | None
    periode: Periode | None
    satker: str | None
    kewenangan: str | None


def kenali(buku: Buku, jenis: JenisImpor, pilihan: Pilihan) -> Bacaan | None:
    """The cumulative realisasi per jenis belanja; None where no sheet is of this layout.

    Raises:
        BerkasDitolak: asked for another kind, of another unit, for a month that ends no quarter,
            or without what is needed to say whose it is.

    """
    dikenal = [(s, atas) for s in buku.lembar if s.tampak and _adalah(atas := tulisan_awal(s))]
    if not dikenal:
        return None
    bagian = [_lembar(buku, s, atas, jenis, pilihan) for s, atas in dikenal]
    lain = [
        s.nama for s in buku.lembar if s.tampak and not s.tabel.empty and s.nama not in {s.nama for s, _ in dikenal}
    ]
    catatan = [c for b in bagian for c in b.catatan]
    if lain:
        catatan.append(f"Lembar {daftar_kata(lain)} bukan FA Detail dan tidak dibaca.")
    if len(bagian) == 1:
        satu = bagian[0]
        return Bacaan(satu.jenis, NAMA, satu.baris, satu.tolakan, catatan, satu.klaim, satu.total_berkas)
    jumlah = [b.total_berkas.realisasi for b in bagian]
    return Bacaan(
        jenis,
        NAMA,
        pd.concat([b.baris for b in bagian], ignore_index=True),
        [t for b in bagian for t in b.tolakan],
        catatan,
        Klaim(*(frozenset().union(*(getattr(b.klaim, k) for b in bagian)) for k in Klaim.__dataclass_fields__)),
        Total(realisasi=None if None in jumlah else sum(n for n in jumlah if n is not None)),
    )


def _adalah(atas: Sequence[Tulisan]) -> bool:
    semua = {padat(t.teks) for t in atas}
    return any(_JUDUL in t for t in semua) or semua >= _CIRI


def _lembar(buku: Buku, lembar: Lembar, atas: Sequence[Tulisan], jenis: JenisImpor, pilihan: Pilihan) -> Bacaan:
    satuan.periksa(_keterangan(lembar, atas))
    kepala = _kepala(lembar, atas)
    isi = pohon.baca(buku.nama, lembar, atas)
    if jenis != JenisImpor.REALISASI:
        raise BerkasDitolak(
            f"Berkas ini {NAMA} dari SAKTI, bukan {_sebut_jenis(jenis)}. {_BUKAN_JENIS[jenis]}",
            ditemukan=[f"Pagu {kode}: {rupiah(n)}" for kode, n in sorted(_per_jenis(isi, "pagu").items())],
        )
    if not isi.akun:
        raise BerkasDitolak(
            "FA Detail ini tidak memuat baris akun (enam angka), jadi tidak dapat dipilah per jenis belanja. "
            "Cetak ulang dari SAKTI dengan rincian sampai Akun."
        )
    milik = _milik(kepala, pilihan)
    baris, salah = _baris(buku, lembar, isi, milik, pilihan)
    return Bacaan(
        jenis,
        NAMA,
        baris,
        [*isi.tolakan, *salah],
        _catatan(isi, kepala, milik),
        Klaim(
            tahun=frozenset(t for t in [kepala.tahun] if t),
            triwulan=frozenset([milik.triwulan] if kepala.periode else []),
            kewenangan=frozenset(k for k in [kepala.kewenangan] if k),
            satker=frozenset(k for k in [kepala.satker] if k),
        ),
        Total(realisasi=isi.total["sd"] if isi.total else None),
    )


def _keterangan(lembar: Lembar, atas: Sequence[Tulisan]) -> list[str]:
    """Titles, headings, and the notes at the end, each alone in its row: what may say the unit."""
    kepala = next((t.baris for t in atas if padat(t.teks) in _CIRI), 0)
    bawah = lembar.tabel.iloc[-_BARIS_CATATAN:].to_numpy(object).tolist()
    catatan = [ada[0] for isi in bawah if len(ada := [n for n in isi if n != ""]) == 1 and isinstance(ada[0], str)]
    return [*(t.teks for t in atas if t.baris <= kepala + 1), *catatan]


def _sebut_jenis(jenis: JenisImpor) -> str:
    return {JenisImpor.SATKER: "daftar satker", JenisImpor.DIPA: "daftar DIPA dengan revisinya"}.get(
        jenis, "laporan triwulan"
    )


# --- Above the table -----------------------------------------------------------------


def _kepala(lembar: Lembar, atas: Sequence[Tulisan]) -> _Kepala:
    """Year, month, satker and unit; page heads further down may say them again, never otherwise."""
    tahun = {t for n in atas if padat(n.teks).startswith("realisasita") and (t := tahun_anggaran(n.teks))}
    bulan: set[Periode] = set()
    satker: dict[str, str] = {}
    wenang: set[str] = set()
    for sel in lembar.tabel.to_numpy(object).tolist():
        awal, *isi = [n for n in sel if n != "" and n is not None] or [None]
        label = _label(awal) if isinstance(awal, str) and awal[:1] in _HURUF_LABEL else ""
        if not label or len(isi) > _SEL_KEPALA:
            continue
        semua = [n for n in [awal.partition(":")[2], *isi] if teks(n) not in {":", ""}]
        if label == "judul":
            tahun |= {t for t in [tahun_anggaran(teks(awal))] if t}
        elif label == "periode":
            bulan |= {p for p in [periode(" ".join(teks(n) for n in [awal, *isi]))] if p}
        elif label == "satker":
            satker |= _satker(semua)
        elif label == "kewenangan":
            wenang |= {k for n in semua if (k := coba(kewenangan, n))}
        else:
            _periksa_unit(label, semua)
    tahun |= {p.tahun for p in bulan if p.tahun is not None}
    if len(tahun) > 1:
        raise BerkasDitolak(
            f"FA Detail ini menyebut tahun {daftar_kata([str(t) for t in sorted(tahun)])} sekaligus. "
            "Unduh ulang untuk satu tahun anggaran."
        )
    if len(satker) > 1:
        raise BerkasDitolak(
            f"Satu lembar memuat satker {daftar_kata(sorted(satker))} sekaligus. Pakai satu FA Detail per satker."
        )
    if len({p.bulan for p in bulan}) > 1:
        raise BerkasDitolak("Satu lembar memuat beberapa periode sekaligus. Pakai satu FA Detail untuk satu periode.")
    wenang |= {k for nama in satker.values() if (k := _kewenangan_nama(nama))}
    return _Kepala(
        next(iter(tahun), None),
        next(iter(bulan), None),
        next(iter(satker), None),
        next(iter(wenang)) if len(wenang) == 1 else None,
    )


_LABEL: Final = {
    "kementerian": "kementerian",
    "kementerianlembaga": "kementerian",
    "kementeriannegaralembaga": "kementerian",
    "unitorganisasi": "unit",
    "satuankerja": "satker",
    "satker": "satker",
    "kewenangan": "kewenangan",
}
_HURUF_LABEL: Final = frozenset("kKuUsSpPlLfF \t\n'")
_SEL_KEPALA: Final = 5
"""A row with more cells is one of the table, whatever it begins with."""


def _label(awal: str) -> str:
    isi = padat(awal)
    if _JUDUL in isi:
        return "judul"
    if isi.startswith("periode"):
        return "periode"
    return _LABEL.get(padat(awal.partition(":")[0]), "")


def _periksa_unit(label: str, isi: Sequence[Any]) -> None:
    """Refuse another ministry or unit, with its name.

    Its code stands in a cell of its own (`019`, `05`, `019.05`, or as a number), the name in another.
    """
    tulisan = [teks(n) for n in isi]
    kode = next((t.replace(".", "").split()[0] for t in tulisan if t[:1].isdigit()), "")
    nama = next((n for t in tulisan if (n := t.lstrip("0123456789. -:"))), "")
    if not kode and not nama:
        return
    if label == "kementerian":
        kode = kode.zfill(len(KEMENTERIAN)) if kode else ""
        cocok = kode == KEMENTERIAN if kode else "PERINDUSTRIAN" in nama.upper()
    else:
        kode = kode.zfill(len(UNIT) if len(kode) <= len(UNIT) else len(KEMENTERIAN + UNIT)) if kode else ""
        cocok = kode in {UNIT, KEMENTERIAN + UNIT} if kode else "INDUSTRI KECIL" in nama.upper()
    if not cocok:
        kata = "" if nama.lower().startswith(label) else f"{label} "
        raise BerkasDitolak(
            f"FA Detail ini milik {kata}{f'{nama} ({kode})' if kode and nama else nama or kode}, sedangkan yang "
            f"dipantau di sini hanya satker {MILIK_KITA}. Unduh FA Detail satker dinas dari SAKTI."
        )


def _satker(isi: Sequence[Any]) -> dict[str, str]:
    kode = next((k for n in isi if (k := coba(kode_satker, n))), None)
    return {kode: " ".join(teks(n) for n in isi if isinstance(n, str))} if kode else {}


def _kewenangan_nama(nama: str) -> str | None:
    """A satker that bears its kewenangan in its name: `DINAS ... (TP)`, `... TUGAS PEMBANTUAN`."""
    besar = nama.upper()
    ada = {k for k, kata in (("DK", "DEKONSENTRASI"), ("TP", "TUGAS PEMBANTUAN")) if kata in besar or f"({k})" in besar}
    return ada.pop() if len(ada) == 1 else None


# --- Whose, and for when -------------------------------------------------------------


@dataclass(frozen=True)
class _Milik:
    tahun: int
    triwulan: int
    kewenangan: str
    satker: str


def _milik(kepala: _Kepala, pilihan: Pilihan) -> _Milik:
    """What the file says, else what was chosen."""
    tahun, satker = kepala.tahun or pilihan.tahun, kepala.satker or pilihan.satker
    wenang = kepala.kewenangan or pilihan.kewenangan
    triwulan = pilihan.triwulan
    if kepala.periode is not None:
        bulan = kepala.periode.bulan
        triwulan = triwulan_berakhir(bulan)
        if triwulan is None:
            raise BerkasDitolak(
                f"FA Detail ini untuk periode {NAMA_BULAN[bulan]} {kepala.periode.tahun or tahun or ''}".rstrip()
                + f", yang bukan akhir triwulan. Unduh periode {sebut_bulan_triwulan()}."
            )
    kurang = []
    if satker is None:
        kurang.append("satker")
    if tahun is None:
        kurang.append("tahun")
    if triwulan is None:
        kurang.append("triwulan")
    if wenang is None:
        kurang.append("kewenangan (DK atau TP)")
    if satker is None or tahun is None or triwulan is None or wenang is None:
        raise BerkasDitolak(
            f"FA Detail ini tidak menyebut {daftar_kata(kurang)}. Pilih {daftar_kata(kurang)} sebelum mengunggahnya.",
            kurang=kurang,
        )
    return _Milik(tahun, triwulan, wenang, satker)


# --- From akun to jenis belanja ------------------------------------------------------


def _per_jenis(isi: Pohon, peran: str) -> dict[str, int]:
    hasil: dict[str, int] = {}
    for a in isi.akun:
        hasil[a.kode[:2]] = hasil.get(a.kode[:2], 0) + (a.nilai[peran] or 0)
    return hasil


def _baris(
    buku: Buku, lembar: Lembar, isi: Pohon, milik: _Milik, pilihan: Pilihan
) -> tuple[pd.DataFrame, list[Tolakan]]:
    """One row per jenis belanja; of a sheet in which anything was refused all are marked."""
    tolakan: list[Tolakan] = []
    jumlah: dict[str, int | None] = {}
    pertama: dict[str, int] = {}
    for a in isi.akun:
        jenis = a.kode[:2]
        if jenis not in JENIS_DIKENAL and jenis not in jumlah:
            tolakan.append(
                Tolakan(
                    buku.nama, lembar.nama, a.baris, isi.nama_kolom["uraian"], a.kode,
                    f"Akun {a.kode} berjenis belanja {jenis}; dalam program ini hanya ada 51, 52, 53, 57.",
                )
            )  # fmt: skip
        lama, nilai = jumlah.get(jenis, 0), a.nilai["sd"]
        jumlah[jenis] = None if lama is None or nilai is None else lama + nilai
        pertama.setdefault(jenis, a.baris)
    salah = [*isi.tolakan, *tolakan]
    letak = salah[0].baris if salah else None
    banyak = len(jumlah)
    tabel = pd.DataFrame(
        {
            "tahun": pd.array([milik.tahun] * banyak, dtype="Int64"),
            "triwulan": pd.array([milik.triwulan] * banyak, dtype="Int64"),
            "kewenangan": milik.kewenangan,
            "kode_satker": milik.satker,
            "jenis_belanja": pd.Series([j if j in JENIS_DIKENAL else None for j in jumlah], dtype=object),
            "realisasi": pd.array(list(jumlah.values()), dtype="Int64"),
            "kumulatif": True,
            "basis": pd.Series([pilihan.basis] * banyak, dtype=object),
            "tanggal_data": pd.Series([pilihan.tanggal_data] * banyak, dtype=object),
            "berkas": buku.nama,
            "lembar": lembar.nama,
            # Where something was refused, its row: that is where to look, and where the reason stands.
            "nomor": [letak or n for n in pertama.values()],
            "rusak": bool(salah),
        }
    )
    return tabel, tolakan


def _catatan(isi: Pohon, kepala: _Kepala, milik: _Milik) -> list[str]:
    awal = f"Satker {milik.satker}: "
    pagu = sum(a.nilai["pagu"] or 0 for a in isi.akun)
    sampai = f"{nama_triwulan(milik.triwulan)} {milik.tahun}"
    banyak = f"{angka(len(isi.akun))} baris akun dengan pagu {rupiah(pagu)}"
    hasil = [f"{awal}FA Detail s.d. {sampai}, {banyak}, dijumlahkan per jenis belanja."]
    if isi.berulang:
        hasil.append(f"{awal}{angka(isi.berulang)} baris terpotong halaman tercetak dua kali dan dihitung sekali.")
    if not isi.total:
        hasil.append(f"{awal}baris JUMLAH SELURUHNYA tidak ada, jadi jumlah diperiksa sampai tingkat program saja.")
    if isi.lock:
        hasil.append(f"{awal}lock pagu {rupiah(isi.lock)} sedang dalam usulan revisi; bukan blokir, tidak dibaca.")
    if kepala.periode is None:
        hasil.append(f"{awal}periode tidak tertulis; dipakai {nama_triwulan(milik.triwulan)} yang dipilih.")
    if kepala.satker is None:
        hasil.append(f"{awal}satker tidak tertulis; dipakai {milik.satker} yang dipilih.")
    return hasil
