"""The online monitoring's list of DIPA: one row per satker with its latest revision and its total pagu.

The pagu is kept as not yet split. The DIPA number says kewenangan, satker and year once more; what
belongs to others is refused at its row. Many rows carry a posting date that is none (the last day of
a year): for those the day that was chosen counts, and without one they are refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from realisasi.impor import satuan, sel
from realisasi.impor.bacaan import ASAL, KOLOM, Bacaan, BerkasDitolak, JenisImpor, Klaim, Pilihan, Tolakan, Total
from realisasi.impor.bentuk.cetakan import BARIS_AWAL, MILIK_KITA, coba, padat, sebagai_isi
from realisasi.impor.berkas import Buku, Lembar
from realisasi.impor.nilai import Terbaca, per_isi, teks
from realisasi.impor.nilai import rupiah as baca_rupiah
from realisasi.impor.sel import KEMENTERIAN
from realisasi.penanggalan import tanggal
from realisasi.rupiah import angka
from satker.akses import daftar_kata

NAMA: Final = "Daftar DIPA dari monitoring daring"
_SEBUTAN: Final[Mapping[str, tuple[str, ...]]] = {
    "kode_satker": ("kodesatker", "kdsatker", "satkerkode"),
    "tahun": ("tahun", "ta", "tahunanggaran", "thang"),
    "hari": ("tanggalpostingrevisi", "tglpostingrevisi", "tanggalposting", "tglposting"),
    "pagu": ("totalpagu", "pagutotal", "pagu", "pagudipa"),
    "revisi": ("revisike", "revisiterakhir", "norevisiterakhir", "nomorrevisi", "norevisi", "revisi"),
    "nomor": ("nodipa", "nomordipa", "nospdipa"),
    "kementerian": ("kementerian", "kodeba", "ba", "kodekementerian"),
}
_CIRI: Final = ("kode_satker", "hari", "revisi")
_BUKAN_INI: Final = frozenset({"jenisbelanja", "akun", "kodeakun", "blokir", "realisasi"})
_JUMLAH: Final = re.compile(r"(?:grand\s*)?(?:jumlah|total)\b.*", re.IGNORECASE)
_HARI_TERAKHIR: Final = (12, 31)


@dataclass(frozen=True)
class _Kepala:
    baris: int
    kolom: Mapping[str, int]
    label: Mapping[str, str]


def kenali(buku: Buku, jenis: JenisImpor, pilihan: Pilihan) -> Bacaan | None:
    """One revision per row; None where no sheet is of this layout.

    Raises:
        BerkasDitolak: asked for another kind, or without a column that is needed.

    """
    dikenal = [(s, k) for s in buku.lembar if s.tampak and (k := _kepala(s)) is not None]
    if not dikenal:
        return None
    if jenis != JenisImpor.DIPA:
        raise BerkasDitolak(
            "Berkas ini daftar DIPA dari monitoring daring (nomor revisi, tanggal posting, dan total pagu per satker), "
            f"bukan {jenis.label.lower()}. Impor sebagai DIPA, atau pakai templat untuk {jenis.label.lower()}."
        )
    bagian = [_Daftar(buku, s, k, pilihan) for s, k in dikenal]
    for b in bagian:
        b.baca()
    baris = pd.concat([b.baris for b in bagian], ignore_index=True)
    if baris.empty:
        raise BerkasDitolak("Daftar DIPA ini kosong: di bawah judul kolomnya tidak ada satker.")
    total = [b.total for b in bagian]
    return Bacaan(
        jenis,
        NAMA,
        baris,
        [t for b in bagian for t in b.tolakan],
        [c for b in bagian for c in b.catatan],
        _klaim(baris, pilihan),
        Total(pagu=None if None in total else sum(n for n in total if n is not None)),
    )


def _kepala(lembar: Lembar) -> _Kepala | None:
    arti = {kata: nama for nama, semua in _SEBUTAN.items() for kata in semua}
    for nomor, isi in enumerate(lembar.tabel.iloc[:BARIS_AWAL].to_numpy(object).tolist()):
        kata = [padat(n) for n in isi]
        if _BUKAN_INI & set(kata):
            continue
        kolom: dict[str, int] = {}
        for letak, k in enumerate(kata):
            if k in arti:
                kolom.setdefault(arti[k], letak)
        if not all(nama in kolom for nama in _CIRI):
            continue
        kurang = [kata for nama, kata in (("pagu", "Total Pagu"), ("nomor", "No Dipa")) if nama not in kolom]
        if "pagu" not in kolom:
            raise BerkasDitolak(
                f"Daftar DIPA ini tidak memuat kolom {daftar_kata(kurang)}. Ekspor ulang dari monitoring daring dengan "
                "kolom itu, atau pakai templat DIPA.",
                ditemukan=[teks(n) for n in isi if n != ""],
                kurang=kurang,
            )
        return _Kepala(nomor, kolom, {nama: teks(isi[letak]) for nama, letak in kolom.items()})
    return None


def _klaim(baris: pd.DataFrame, pilihan: Pilihan) -> Klaim:
    """What the rows say. A kewenangan that was chosen for rows that do not say it is no contradiction."""
    kita = baris[baris["kewenangan"].notna()]
    wenang = frozenset(kita["kewenangan"])
    return Klaim(
        tahun=frozenset(int(t) for t in baris["tahun"].dropna()),
        kewenangan=frozenset() if pilihan.kewenangan in wenang else wenang,
        satker=frozenset(kita["kode_satker"].dropna()),
    )


class _Daftar:
    """One sheet, read column by column."""

    def __init__(self, buku: Buku, lembar: Lembar, kepala: _Kepala, pilihan: Pilihan) -> None:
        self.buku, self.lembar, self.kepala, self.pilihan = buku, lembar, kepala, pilihan
        self.tolakan: list[Tolakan] = []
        self.catatan: list[str] = []
        self.total: int | None = None
        self.baris = pd.DataFrame()
        self._ditolak: set[int] = set()
        self._asing: set[int] = set()

    def baca(self) -> None:
        """Read the rows below the headings."""
        self._periksa_satuan()
        tabel = self._isi()
        kode = self._kolom(tabel, "kode_satker", sel.kode_satker)
        nomor = self._nomor(tabel)
        kewenangan = self._kewenangan(tabel, nomor)
        tahun = self._tahun(tabel, nomor)
        revisi = self._kolom(tabel, "revisi", sel.revisi)
        pagu = self._catat(baca_rupiah(self._sel(tabel, "pagu")), tabel, "pagu")
        hari = self._hari(tabel, tahun)
        rusak = pd.Series([i in self._ditolak for i in tabel.index], index=tabel.index)
        # A row of somebody else is nobody's here: it has one reason, and no other that would follow from it.
        kewenangan = kewenangan.where(~pd.Series([i in self._asing for i in tabel.index], index=tabel.index), None)
        self.baris = pd.DataFrame(
            {
                "tahun": tahun.astype("Int64"),
                "kewenangan": kewenangan.astype(object),
                "kode_satker": kode,
                "nomor_dipa": nomor.where(nomor.notna(), ""),
                "revisi": revisi.astype("Int64"),
                "berlaku_sejak": hari,
                "jenis_belanja": "00",
                "pagu": pagu.astype("Int64"),
                "blokir": pd.array([pd.NA] * len(tabel), dtype="Int64"),
                "berkas": self.buku.nama,
                "lembar": self.lembar.nama,
                "nomor": [int(i) + 1 for i in tabel.index],
                "rusak": rusak,
            }
        )[[*KOLOM[JenisImpor.DIPA], *ASAL]]
        self.tolakan.sort(key=lambda t: t.baris or 0)
        if self._asing:
            self.catatan.insert(
                0, f"{angka(len(self._asing))} dari {angka(len(tabel))} baris bukan DIPA DK atau TP {MILIK_KITA}."
            )

    def _periksa_satuan(self) -> None:
        """Refuse a list that is not in whole rupiah, by its titles, headings, totals or notes."""
        atas, bawah = self.lembar.tabel.iloc[: self.kepala.baris + 1], self.lembar.tabel.iloc[self.kepala.baris + 1 :]
        tanpa_kode = per_isi(bawah[self.kepala.kolom["kode_satker"]], sel.kode_satker).nilai.isna().to_numpy(bool)
        satuan.periksa([*satuan.tulisan(atas), *satuan.tulisan(bawah[tanpa_kode])])

    def _isi(self) -> pd.DataFrame:
        """The rows of satker; a total at the end is kept apart, repeated headings are left out."""
        tabel = self.lembar.tabel.iloc[self.kepala.baris + 1 :]
        letak = sorted(set(self.kepala.kolom.values()))
        tabel = tabel[(tabel[letak] != "").any(axis=1)]
        kode = self.kepala.kolom["kode_satker"]
        tabel = tabel[[padat(n) not in _SEBUTAN["kode_satker"] for n in tabel[kode]] if len(tabel) else slice(0)]
        kosong = tabel[kode].map(lambda n: coba(sel.kode_satker, n) is None).astype(bool)
        jumlah = tabel[kosong].apply(lambda isi: any(_adalah_jumlah(n) for n in isi), axis=1).astype(bool)
        total = tabel[kosong][jumlah] if len(jumlah) else tabel[:0]
        if len(total):
            pagu = baca_rupiah(total[self.kepala.kolom["pagu"]]).nilai.iloc[-1]
            self.total = None if pagu is pd.NA else int(pagu)
        return tabel.drop(index=total.index)

    # --- Columns ---------------------------------------------------------------------

    def _sel(self, tabel: pd.DataFrame, nama: str) -> pd.Series:
        """The cells of a column; blank ones where there is no such column."""
        if nama in self.kepala.kolom:
            return tabel[self.kepala.kolom[nama]]
        return pd.Series("", index=tabel.index, dtype=object)

    def _kolom(self, tabel: pd.DataFrame, nama: str, pembaca: Callable[[Any], Any]) -> pd.Series:
        return self._catat(per_isi(self._sel(tabel, nama), pembaca), tabel, nama)

    def _catat(self, terbaca: Terbaca, tabel: pd.DataFrame, nama: str) -> pd.Series:
        for i, pesan in terbaca.salah.items():
            self._tolak(tabel, int(str(i)), nama, str(pesan))
        return terbaca.nilai

    def _tolak(self, tabel: pd.DataFrame, i: int, nama: str, pesan: str) -> None:
        """Refuse a row at this column, unless it is somebody else's and said to be."""
        if i in self._asing:
            return
        self._ditolak.add(i)
        isi = sebagai_isi(self._sel(tabel, nama)[i])
        label = self.kepala.label.get(nama, nama)
        self.tolakan.append(Tolakan(self.buku.nama, self.lembar.nama, i + 1, label, isi, pesan))

    def _asingkan(self, tabel: pd.DataFrame, i: int, nama: str, pesan: str) -> None:
        self.tolakan = [t for t in self.tolakan if t.baris != i + 1]
        self._tolak(tabel, i, nama, pesan)
        self._asing.add(i)

    def _nomor(self, tabel: pd.DataFrame) -> pd.Series:
        """DIPA numbers in one form. One of another ministry or unit makes the row somebody else's."""
        terbaca = per_isi(self._sel(tabel, "nomor"), sel.nomor_dipa)
        for i, pesan in terbaca.salah.items():
            self._asingkan(tabel, int(str(i)), "nomor", str(pesan))
        for i, isi in self._sel(tabel, "kementerian").items():
            ba = re.sub(r"\D", "", teks(isi))[: len(KEMENTERIAN)].zfill(len(KEMENTERIAN)) if teks(isi) else ""
            if ba.strip("0") and ba != KEMENTERIAN and i not in self._asing:
                self._asingkan(
                    tabel,
                    int(str(i)),
                    "kementerian",
                    f"Baris ini milik kementerian {ba}, bukan {MILIK_KITA}. Pakai data satker Ditjen IKMA saja.",
                )
        return terbaca.nilai

    def _kewenangan(self, tabel: pd.DataFrame, nomor: pd.Series) -> pd.Series:
        """The kewenangan by the digit in the number, else the one that was chosen."""
        digit = nomor.map(lambda n: b.digit if (b := sel.bagian_nomor(n)) else "")
        terbaca = per_isi(digit, sel.kewenangan)
        for i, pesan in terbaca.salah.items():
            self._asingkan(tabel, int(str(i)), "nomor", str(pesan))
        tanpa = [int(str(i)) for i in tabel.index[digit == ""] if i not in self._asing]
        hasil = terbaca.nilai.astype(object)
        if tanpa and self.pilihan.kewenangan is None:
            for i in tanpa:
                self._tolak(
                    tabel, i, "nomor", "Nomor DIPA tidak ada, jadi kewenangannya tidak diketahui. Pilih DK atau TP."
                )
        elif tanpa:
            hasil[tanpa] = self.pilihan.kewenangan
            self.catatan.append(
                f"{angka(len(tanpa))} baris tanpa nomor DIPA dibaca sebagai {self.pilihan.kewenangan}, yang dipilih."
            )
        if (pilih := self.pilihan.kewenangan) is not None and pilih in set(hasil):
            # A list of the other kewenangan alone is refused as a whole, by what it says of itself.
            for i in hasil.index[hasil.notna() & (hasil != pilih)]:
                self._tolak(
                    tabel,
                    int(i),
                    "nomor",
                    f"Kewenangan DIPA ini {hasil[i]}, sedangkan yang dipilih {pilih}. Lewati baris ini, atau impor "
                    "tanpa memilih kewenangan.",
                )
        return hasil

    def _tahun(self, tabel: pd.DataFrame, nomor: pd.Series) -> pd.Series:
        """The year of the row, else of its number, else the one that was chosen."""
        tahun = self._kolom(tabel, "tahun", sel.tahun)
        dari_nomor = nomor.map(lambda n: b.tahun if (b := sel.bagian_nomor(n)) else None)
        tahun = tahun.where(tahun.notna(), dari_nomor)
        return tahun.where(tahun.notna(), self.pilihan.tahun)

    def _hari(self, tabel: pd.DataFrame, tahun: pd.Series) -> pd.Series:
        """The day of posting; where it makes no sense the chosen one, and without it a refusal."""
        mentah = self._sel(tabel, "hari")
        terbaca = per_isi(mentah, sel.tanggal).nilai
        hasil: dict[Any, dt.date | None] = {}
        janggal: list[int] = []
        for i, hari in terbaca.items():
            sebab = _janggal(hari, tahun[i], mentah[i])
            hasil[i] = hari if not sebab else self.pilihan.berlaku_sejak
            if sebab:
                janggal.append(int(str(i)))
                if self.pilihan.berlaku_sejak is None:  # rows of others have their reason already
                    self._tolak(
                        tabel, int(str(i)), "hari", f"{sebab} Isi tanggal mulai berlakunya di pilihan Berlaku sejak."
                    )
        if janggal:
            pilih = self.pilihan.berlaku_sejak
            self.catatan.append(
                f"{angka(len(janggal))} dari {angka(len(tabel))} baris bertanggal posting yang tidak masuk akal (hari "
                f"terakhir tahun, tahun lain, atau kosong); "
                + (f"dipakai {tanggal(pilih)}, yang dipilih." if pilih else "pilih tanggal mulai berlakunya.")
            )
        return pd.Series(hasil, index=tabel.index, dtype=object)


def _adalah_jumlah(isi: Any) -> bool:
    return isinstance(isi, str) and _JUMLAH.fullmatch(teks(isi)) is not None


def _janggal(hari: dt.date | None, tahun: int | None, isi: Any) -> str:
    """Why a day is no day of posting; empty where it may be one."""
    if hari is None:
        ada = sebagai_isi(isi)
        return f'Tanggal posting "{ada}" tidak terbaca.' if ada else "Tanggal posting kosong."
    if (hari.month, hari.day) == _HARI_TERAKHIR:
        return f"Tanggal posting {tanggal(hari)} hari terakhir tahun, jadi bukan hari revisi ini sebenarnya."
    if tahun is not None and not pd.isna(tahun) and hari.year not in {tahun - 1, tahun}:
        return f"Tanggal posting {tanggal(hari)} bukan dari tahun anggaran {tahun} atau tahun sebelumnya."
    return ""
