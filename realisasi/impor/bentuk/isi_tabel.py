"""One sheet with a table of headings and rows, read: fields, amounts, and what the whole table says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd
from django.utils import timezone

from realisasi.impor import judul, nilai, satuan, sel, waktu
from realisasi.impor.bacaan import JenisImpor, Pilihan
from realisasi.impor.bentuk import (
    baris_induk,
    isi_satker,
    makna,
    penyaring,
    periksa_sel,
    periode,
    susunan,
    tumpukan,
)
from realisasi.impor.bentuk.rangkaian import UNIT, Hasil, rangkai
from realisasi.impor.bentuk.sel_tabel import Pencatat, tampil
from realisasi.impor.berkas import Lembar
from realisasi.impor.kepala import Kepala, Kolom
from realisasi.impor.label import MUTU_TANGGAL_DIPA, polos
from realisasi.kalender import triwulan_berjalan

_BACA: Final[Mapping[str, nilai.Pembaca]] = {
    "kode_satker": sel.kode_satker,
    "nama_satker": sel.nama_satker,
    "kode_provinsi": sel.kode_provinsi,
    "tahun": sel.tahun,
    "triwulan": sel.triwulan,
    "kewenangan": sel.kewenangan,
    "nomor_dipa": sel.nomor_dipa,
    "revisi": sel.revisi,
    "berlaku_sejak": sel.tanggal,
    "jenis_belanja": sel.jenis_belanja,
    "akun": sel.jenis_belanja,
    "status": sel.status,
    "basis": sel.basis,
    "tanggal_data": sel.tanggal,
}
_DIGIT: Final = {"3": "DK", "4": "TP"}
_KODE_SAJA: Final = frozenset({"kode", "kd", "kode kantor"})
_SEPARUH: Final = 0.5
_CATATAN_DILIHAT: Final = 100
"""Notes at either end of a sheet that may say what its figures are of."""
STATUS_BAKU: Final = "DIAJUKAN"


class Pembaca:
    """Reads one sheet of which the headings are known."""

    def __init__(
        self,
        lembar: Lembar,
        kepala: Kepala,
        jenis: JenisImpor,
        pilihan: Pilihan,
        pencatat: Pencatat,
        *,
        csv: bool = False,
    ) -> None:
        self.lembar, self.kepala, self.jenis, self.pilihan, self.pencatat = lembar, kepala, jenis, pilihan, pencatat
        self.csv = csv
        self.catatan: list[str] = []
        self.induk: baris_induk.Induk | None = None
        teks = [lembar.nama, *judul.kalimat(lembar.tabel.iloc[: kepala.awal].to_numpy(object))]
        if jenis != JenisImpor.SATKER:
            satuan.periksa([*teks, *satuan.tulisan(lembar.tabel.iloc[: kepala.awal]), *kepala.labels])
        self.teks, self.judul = teks, judul.klaim(teks)
        self.kalimat = [*teks, *kepala.labels]
        tahun_kolom = {k.arti.tahun for k in kepala.kolom if k.arti.tahun}
        if not self.judul.tahun and len(tahun_kolom) == 1:
            self.judul = replace(self.judul, tahun=frozenset(tahun_kolom))
        isi = penyaring.isi_gabungan(lembar, kepala, [k.letak for k in kepala.kolom])
        self.isi = penyaring.tanpa_contoh(isi, kepala)
        if len(self.isi) < len(isi):
            self.catatan.append("Baris contoh dari templat tidak diimpor.")
        if self.isi.empty:
            raise susunan.TabelKosong(
                f"Tabelnya kosong: judul kolom ada di baris {kepala.akhir}, tetapi tidak ada data di bawahnya."
            )
        self.ada = susunan.bidang(kepala, self.isi, jenis)
        if (kode := self._kode_di_samping()) is not None:
            self.ada["kode_satker"] = kode
        jenis_belanja = self.ada.get("jenis_belanja")
        if "akun" not in self.ada and jenis_belanja is not None and _semua_akun(self.isi[jenis_belanja.letak]):
            self.ada["akun"] = self.ada.pop("jenis_belanja")

    def _kode_di_samping(self) -> Kolom | None:
        """A column called `Kode` alone that holds the codes of the satker named beside it; None where there is none."""
        nama = self.ada.get("nama_satker")
        if nama is None or "kode_satker" in self.ada or "nomor_dipa" in self.ada:
            return None
        for k in self.kepala.kolom:
            if abs(k.letak - nama.letak) == 1 and polos(k.label) in _KODE_SAJA:
                terbaca = nilai.per_isi(self.isi[k.letak], sel.kode_satker).nilai.notna().sum()
                if terbaca > len(self.isi) * _SEPARUH:
                    return k
        return None

    # --- Rows and columns ---------------------------------------------------------

    def baca(self) -> Hasil:
        """All that the sheet says.

        Raises:
            Kurang: with the columns that were not found.
            BerkasDitolak: where it is not certain what the table means.

        """
        if self.jenis == JenisImpor.SATKER:
            return isi_satker.baca(self)
        tahun = self.pilihan.tahun or _satu(self.judul.tahun)
        angka = susunan.angka(self.kepala, self.isi, self.jenis, self.ada, tahun)
        self._wajib(angka)
        kosong = pd.Series(True, index=self.isi.index)
        berisi = sum((self.isi[k] != "" for k in self.isi), start=pd.Series(0, index=self.isi.index))
        for a in angka:
            isi = self.isi[a.kolom.letak]
            # A title may stand over the amounts; nothing else does in its row.
            kosong &= penyaring.hampa(isi) | (
                (berisi == 1) & isi.index.isin(nilai.rupiah(isi[(berisi == 1)]).salah.index)
            )
        saringan = self._saring(kosong)
        self._periksa_antara(saringan, angka)
        bukan_data = self.isi[~self.isi.index.isin(saringan.data.index)]
        satuan.periksa([*satuan.tulisan(bukan_data), *satuan.tulisan(saringan.data)])
        angka = self._maknai(angka, saringan)
        bidang = self._bidang(saringan.data, angka)
        periksa_sel.periksa(self, saringan.data, angka)
        bidang["rusak"] = bidang["nomor"].isin([t.baris for t in self.pencatat.tolakan])
        beruang = saringan.data.index.union(saringan.jumlah.index)
        beruang = beruang.union(self.induk.baris.index) if self.induk else beruang
        lain = ~self.isi.index.isin(beruang)  # numbers of columns are no amounts

        def baca_angka(a: susunan.Angka) -> periode.Sel:
            isi = self.isi[a.kolom.letak]
            terbaca = nilai.rupiah(isi)
            salah = terbaca.salah[terbaca.salah.index.isin(saringan.data.index)]
            angka_baris = terbaca.nilai.mask(lain) if lain.any() else terbaca.nilai
            return periode.Sel(self.pencatat.catat(nilai.Terbaca(angka_baris, salah), isi, a.kolom), salah.index)

        diminta = None
        if self.jenis == JenisImpor.DIPA:
            potongan = periode.pagu(baca_angka, angka)
        else:
            diminta = self.pilihan.triwulan if all(a.triwulan or a.bulan for a in angka) else None
            berjalan = triwulan_berjalan(tahun, timezone.localdate()) if tahun else ()
            potongan, catatan = periode.realisasi(baca_angka, angka, diminta, self.jenis, berjalan)
            self.catatan += catatan
        hasil = rangkai(self, bidang, potongan, saringan, diminta)
        hasil.judul_kolom = self._judul_kolom(angka)
        return hasil

    def _maknai(self, angka: list[susunan.Angka], saringan: penyaring.Saringan) -> list[susunan.Angka]:
        """The amounts as what they are: of a quarter alone, or cumulative."""
        data = saringan.data
        per_baris = None
        if (kolom := self.ada.get("triwulan")) is not None:
            per_baris = frozenset(nilai.per_isi(data[kolom.letak], sel.triwulan_kumulatif).nilai.dropna())
        dibaca = [*data.index, *saringan.jumlah.index]
        bukan_data = self.isi[~self.isi.index.isin(dibaca)].to_numpy(object)
        catatan_kaki = judul.kalimat(
            [*bukan_data[:_CATATAN_DILIHAT], *bukan_data[_CATATAN_DILIHAT:][-_CATATAN_DILIHAT:]]
        )
        if per_baris is None and not all(a.triwulan or a.bulan for a in angka):
            catatan_kaki.append(self.pencatat.berkas)  # the name of a file, too, may say "s.d. TW II"
        konteks = makna.Konteks(
            self.kepala,
            data,
            waktu.baca([*self.teks, *waktu.keterangan(catatan_kaki)]),
            self.jenis,
            _satu(self.judul.triwulan) or self.pilihan.triwulan,
            per_baris,
        )
        makna.periksa_ukuran(angka, self.teks, konteks)
        if self.jenis == JenisImpor.DIPA:
            return angka
        angka, catatan = makna.tetapkan(angka, konteks)
        self.catatan += catatan
        return angka

    def _judul_kolom(self, angka: list[susunan.Angka]) -> dict[str, str]:
        """How the sheet calls each field; an amount with a column for each jenis or month has no one name."""
        nama = {peran: k.label for peran, k in self.ada.items()}
        if "akun" in nama:
            nama["jenis_belanja"] = nama["akun"]
        for ukuran in {a.ukuran for a in angka}:
            label = [a.kolom.label for a in angka if a.ukuran == ukuran]
            if len(label) == 1:
                nama[ukuran] = label[0]
        if "realisasi" in nama:
            nama["realisasi_sd"] = nama["realisasi"]
        return nama

    def _saring(self, kosong: pd.Series) -> penyaring.Saringan:
        """Part data from sums and notes: a row of data has the codes of satker and jenis, or some of its fields."""
        calon = pd.Series(False, index=self.isi.index)
        salah_ketik = calon.copy()
        kunci = [k for p, k in self.ada.items() if p not in ("nama_satker", "tanggal_data", "basis")]
        penentu = [p for p in ("kode_satker", "nomor_dipa", "jenis_belanja", "akun") if p in self.ada][:3]
        for peran in penentu:
            if peran == "nomor_dipa" and "kode_satker" in self.ada:
                continue
            terbaca = nilai.per_isi(self.isi[self.ada[peran].letak], _BACA[peran])
            calon |= terbaca.nilai.isna()
            salah_ketik |= penyaring.salah_ketik(self.isi[self.ada[peran].letak], terbaca)
        if not penentu:
            calon[:] = True
        terisi = pd.Series(0, index=self.isi.index)
        for k in kunci:
            terisi += ~penyaring.hampa(self.isi[k.letak])
        tanda = pd.DataFrame({"calon": calon, "salah_ketik": salah_ketik, "kosong": kosong, "ringkas": terisi <= 1})
        saringan = penyaring.saring(self.isi, self.kepala, self.lembar, kunci, tanda)
        if "akun" in self.ada or "jenis_belanja" in self.ada:
            saringan = self._tanpa_jumlah(saringan)
        if saringan.data.empty:
            raise susunan.TabelKosong(
                f"Tabelnya kosong: judul kolom di baris {self.kepala.akhir}, tetapi tidak ada baris data di bawahnya."
            )
        return saringan

    def _tanpa_jumlah(self, saringan: penyaring.Saringan) -> penyaring.Saringan:
        """Without the rows that have codes and yet sum up others: by what they are called, or by their akun."""
        berakun = "akun" in self.ada
        kolom = self.ada["akun" if berakun else "jenis_belanja"]
        data = saringan.data
        akun = nilai.per_isi(data[kolom.letak], sel.akun_teks if berakun else sel.jenis_belanja).nilai
        label = baris_induk.berlabel_jumlah(data, self.kepala, kolom)
        berlabel = (label != "").to_numpy(bool)
        if not berlabel.any() and not (berakun and baris_induk.mungkin_induk(akun)):
            return saringan
        kode = baris_induk.kode(data, akun, [(self.ada[p], _BACA[p]) for p in UNIT if p in self.ada])
        ada_jenis, ada_unit = baris_induk.bersama(kode, ~berlabel)
        ragu = data.index[berlabel & ada_unit & ~ada_jenis]
        pesan = [
            f'Baris ini bernama "{tampil(n)}", tetapi tidak ada rincian untuk jenis belanjanya, sehingga tidak pasti '
            "apakah ia jumlah. Hapus kata jumlahnya, atau kodenya."
            for n in label[ragu]
        ]
        self.pencatat.catat(nilai.Terbaca(akun, pd.Series(pesan, ragu, dtype=object)), data[kolom.letak], kolom)
        jumlah = berlabel & ada_jenis
        if jumlah.any():
            # With its code such a label is never taken for that of the whole table.
            bernama = label[jumlah] + (" (" + kode.akun[jumlah] + ")")
            saringan = replace(
                saringan,
                data=data[~jumlah],
                jumlah=pd.concat([saringan.jumlah, data[jumlah]]).sort_index(),
                label_jumlah=pd.concat([saringan.label_jumlah, bernama]).sort_index(),
            )
            kode = kode.ambil(~jumlah)
        if berakun and (induk := kode.induk()).any():
            self.catatan.append(f"{int(induk.sum())} baris jumlah per kelompok akun tidak dihitung dua kali.")
            self.induk = baris_induk.Induk(saringan.data[induk], kode)
            saringan = replace(saringan, data=saringan.data[~induk])
        return saringan

    def _periksa_antara(self, saringan: penyaring.Saringan, angka: list[susunan.Angka]) -> None:
        """What lines between the rows say of them all; the title must say the same."""
        dari_dipa = "nomor_dipa" in self.ada
        dari_kolom = {
            "tahun": dari_dipa or "tahun" in self.ada,
            "triwulan": "triwulan" in self.ada or all(a.triwulan or a.bulan for a in angka),
            "kewenangan": dari_dipa or "kewenangan" in self.ada,
            "satker": dari_dipa or "kode_satker" in self.ada,
        }
        self.judul = tumpukan.klaim_antara(
            self.judul,
            self.kalimat,
            saringan.tulisan[saringan.tulisan.index < saringan.data.index[-1]],
            {nama for nama, ada in dari_kolom.items() if ada},
            berulang=saringan.berulang,
        )

    # --- Fields ---------------------------------------------------------------------

    def _wajib(self, angka: list[susunan.Angka]) -> None:
        """That everything is said by the file, its title, or the user."""
        ada, pilihan = self.ada, self.pilihan
        dari_dipa = "nomor_dipa" in ada
        diketahui = {
            "kode_satker": dari_dipa or pilihan.satker or _satu(self.judul.satker),
            "tahun": dari_dipa or pilihan.tahun or _satu(self.judul.tahun),
            "kewenangan": dari_dipa or pilihan.kewenangan or _satu(self.judul.kewenangan),
        }
        if self.jenis == JenisImpor.DIPA:
            diketahui |= {"revisi": None, "berlaku_sejak": pilihan.berlaku_sejak}
        else:
            dari_kolom = all(a.triwulan or a.bulan for a in angka)
            diketahui["triwulan"] = dari_kolom or pilihan.triwulan or _satu(self.judul.triwulan)
        kurang = [peran for peran, n in diketahui.items() if peran not in ada and not n]
        if kurang:
            raise susunan.Kurang(kurang)

    def _bidang(self, data: pd.DataFrame, angka: list[susunan.Angka]) -> pd.DataFrame:
        """The fields of each row: from its cells, else from its DIPA number, the user, or the title."""
        hasil = pd.DataFrame(index=data.index)
        hasil["nomor"] = data.index + 1
        for peran in ("tahun", "kewenangan", "kode_satker", "nomor_dipa", *self._bidang_jenis(angka)):
            kolom = self.ada.get(peran)
            if kolom is not None:
                hasil[peran] = self._kolom(data, peran, kolom, angka)
        dipa = hasil.get("nomor_dipa")
        baku: dict[str, tuple[Callable[[sel.BagianNomor], Any], Any, Any]] = {
            "tahun": (lambda b: b.tahun, self.pilihan.tahun, _satu(self.judul.tahun)),
            "kewenangan": (lambda b: _DIGIT.get(b.digit), self.pilihan.kewenangan, _satu(self.judul.kewenangan)),
            "kode_satker": (lambda b: b.satker, self.pilihan.satker, _satu(self.judul.satker)),
        }
        for peran, (dari_nomor, pilih, dari_judul) in baku.items():
            if peran in hasil:
                continue
            hasil[peran] = pilih or dari_judul
            if dipa is not None:
                isi = nilai.per_isi(dipa, _dari_nomor(dari_nomor)).nilai
                hasil[peran] = isi.where(isi.notna(), pilih or dari_judul)
        if "nomor_dipa" not in hasil:
            hasil["nomor_dipa"] = None
        for peran in ("tahun", "triwulan", "revisi"):
            if peran in hasil:
                hasil[peran] = hasil[peran].astype("Int64")
        return self._pelengkap(hasil)

    def _bidang_jenis(self, angka: list[susunan.Angka]) -> tuple[str, ...]:
        rinci = () if any(a.jenis for a in angka) else ("akun",) if "akun" in self.ada else ("jenis_belanja",)
        if self.jenis == JenisImpor.DIPA:
            return ("revisi", "berlaku_sejak", *rinci)
        waktu = () if all(a.triwulan or a.bulan for a in angka) else ("triwulan",)
        return (*waktu, *rinci, *(("status",) if self.jenis == JenisImpor.LAPORAN else ("basis", "tanggal_data")))

    def _kolom(self, data: pd.DataFrame, peran: str, kolom: Kolom, angka: list[susunan.Angka]) -> pd.Series:
        pembaca = _BACA[peran]
        if peran == "triwulan" and all(a.sd for a in angka):
            pembaca = sel.triwulan_kumulatif
        if pembaca is sel.jenis_belanja and self.jenis != JenisImpor.DIPA:
            pembaca = sel.jenis_terinci
        isi = data[kolom.letak]
        return self.pencatat.catat(nilai.per_isi(isi, pembaca), isi, kolom)

    def _pelengkap(self, hasil: pd.DataFrame) -> pd.DataFrame:
        """What a file may leave out."""
        if "akun" in hasil:
            hasil = hasil.rename(columns={"akun": "jenis_belanja"})
        p = self.pilihan
        if self.jenis == JenisImpor.DIPA:
            self._tanpa_hari_dipa(hasil)
            return _isi(hasil, "berlaku_sejak", p.berlaku_sejak)
        if "triwulan" not in hasil and "triwulan" not in self.ada:
            hasil["triwulan"] = pd.Series(p.triwulan or _satu(self.judul.triwulan), index=hasil.index, dtype="Int64")
        if self.jenis == JenisImpor.REALISASI:
            return _isi(_isi(hasil, "basis", p.basis), "tanggal_data", p.tanggal_data)
        if "status" not in hasil:
            hasil["status"] = STATUS_BAKU
            self.catatan.append(
                f"Kolom status tidak ada: laporan diimpor sebagai {STATUS_BAKU} dan menunggu verifikasi."
            )
        return hasil

    def _tanpa_hari_dipa(self, hasil: pd.DataFrame) -> None:
        """The day of the first DIPA is not the one of its revisions (rule 3): for those the chosen day counts."""
        kolom = self.ada.get("berlaku_sejak")
        if kolom is None or kolom.arti.mutu != MUTU_TANGGAL_DIPA:
            return
        lanjutan = (hasil["revisi"].fillna(0) > 0).to_numpy(bool)
        if self.pilihan.berlaku_sejak is None:
            for nomor in hasil.index[lanjutan]:
                self.pencatat.tolak(
                    int(nomor),
                    kolom.label,
                    hasil["berlaku_sejak"][nomor],
                    "Ini tanggal DIPA awal, bukan tanggal revisinya. Tambahkan kolom berlaku_sejak, atau isi pilihan "
                    "Berlaku sejak.",
                )
        hasil.loc[lanjutan, "berlaku_sejak"] = None


def _dari_nomor(bagian: Callable[[sel.BagianNomor], Any]) -> nilai.Pembaca:
    """Reads a part of a DIPA number."""
    return lambda nomor: bagian(b) if (b := sel.bagian_nomor(nomor)) else None


def _satu(himpunan: frozenset[Any]) -> Any:
    """The only one that is named, else None."""
    return next(iter(himpunan)) if len(himpunan) == 1 else None


def _semua_akun(kolom: pd.Series) -> bool:
    """Whether a column of jenis belanja holds akun of six digits alone."""
    panjang = nilai.per_isi(kolom, lambda n: len(sel.akun_teks(n))).nilai.fillna(0)
    panjang = panjang[panjang > 0]
    return bool(len(panjang)) and bool((panjang == sel.PANJANG_AKUN).all())


def _isi(hasil: pd.DataFrame, peran: str, baku: str | dt.date | None) -> pd.DataFrame:
    """Fill what is missing of a field with what the user chose."""
    if peran not in hasil:
        hasil[peran] = pd.Series([baku] * len(hasil), index=hasil.index, dtype=object)
    elif baku is not None:
        hasil[peran] = hasil[peran].where(hasil[peran].notna(), baku)
    return hasil
