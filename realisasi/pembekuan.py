"""Freezing the figures for a meeting, and reading them again as they were.

A pack holds everything that its page and its workbook show, so that nothing that changes later
(reports, pagu, targets, names) can move a figure of it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from realisasi import penilaian, simpanan_beku
from realisasi.kalender import TRIWULAN, nama_triwulan
from realisasi.models import Kendala, Pembekuan, PembekuanDipa, PeriodePelaporan
from realisasi.penanggalan import tanggal
from realisasi.penilaian import Kelompok
from realisasi.penolakan import BukanHak, Ditolak
from realisasi.posisi import Amanat, Angka, Buku, Posisi, muat
from satker.akses import hak
from satker.jurnal import create_tetap
from satker.models import Pengguna, Provinsi
from satker.peran import Peran

SEMUA = "SEMUA"
NAMA_TERPANJANG = 120
PEMBEKU_PERINTAH = "Petugas server (perintah bekukan)"
"""Who froze a pack from the command line, where no account is named."""


@dataclass(frozen=True)
class Cakupan:
    """What is frozen: everything of one quarter, for one kewenangan (`DK`, `TP`) or both (`SEMUA`)."""

    tahun: int
    triwulan: int
    kewenangan: str
    angka: Angka

    @property
    def satu_kewenangan(self) -> str | None:
        return None if self.kewenangan == SEMUA else self.kewenangan

    def __str__(self) -> str:
        kewenangan = "DK dan TP" if self.kewenangan == SEMUA else self.kewenangan
        return f"{nama_triwulan(self.triwulan)} {self.tahun}, {kewenangan}, angka {self.angka.value}"


class PaketRusak(Ditolak):
    """What is stored of a pack is not what was frozen: its figures are not shown."""


@dataclass(frozen=True)
class Paket:
    """A pack as it was frozen: positions, and what pages show beside them."""

    catatan: Pembekuan
    dipa: Sequence[PembekuanDipa]
    buku: Buku

    @property
    def cakupan(self) -> Cakupan:
        c = self.catatan
        return Cakupan(c.tahun, c.triwulan, c.kewenangan, Angka(c.angka))

    @property
    def posisi(self) -> list[Posisi]:
        """Where every DIPA of the pack stood."""
        return self.buku.posisi(self.catatan.tahun, self.catatan.triwulan, self.cakupan.satu_kewenangan)

    @cached_property
    def provinsi(self) -> list[Provinsi]:
        return simpanan_beku.provinsi(self.catatan)

    @cached_property
    def kendala(self) -> list[Kendala]:
        """The register of obstacles up to the quarter; rows that are not saved."""
        return simpanan_beku.kendala(self.dipa)

    @property
    def tenggat(self) -> dict[int, dt.date]:
        return simpanan_beku.tenggat(self.catatan)

    @property
    def hari(self) -> dt.date:
        """The day of the freezing, in WIB."""
        return timezone.localtime(self.catatan.dibekukan_pada).date()


# --- Freezing --------------------------------------------------------------------------------


def boleh_membekukan(pengguna: Pengguna) -> bool:
    """Whether this user may freeze: tim pusat alone (rule 11)."""
    return Peran.TIM_PUSAT in hak(pengguna).peran


def bekukan(cakupan: Cakupan, nama: str, pengguna: Pengguna | None) -> Pembekuan:
    """Keep the figures of this hour under the name of a meeting; all of it in one transaction.

    `pengguna` is None for who runs a command on the server itself. Raises `BukanHak`, or `Ditolak`
    where there is nothing to freeze, or the name is missing, too long, or taken.
    """
    if pengguna is not None and not boleh_membekukan(pengguna):
        raise BukanHak("Membekukan angka rakor hanya untuk tim pusat.")
    nama = " ".join(nama.split())
    if not nama:
        raise Ditolak("Tulis nama rapatnya, misalnya Rakor TW II 2026.")
    if len(nama) > NAMA_TERPANJANG:
        raise Ditolak(f"Nama rapat paling panjang {NAMA_TERPANJANG} huruf; yang ditulis {len(nama)}.")
    if not nama.isprintable():
        raise Ditolak("Nama rapat memuat tanda yang tidak dapat dicetak. Tulis ulang namanya.")
    di_dalam = connection.in_atomic_block
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql" and not di_dalam:
                # All queries see the same hour, and nobody has to wait.
                with connection.cursor() as kursor:
                    kursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            _tolak_nama_terpakai(cakupan, nama)
            return _simpan(cakupan, nama, pengguna)
    except IntegrityError:  # somebody else, in the same moment
        _tolak_nama_terpakai(cakupan, nama)
        raise


def _tolak_nama_terpakai(c: Cakupan, nama: str) -> None:
    ada = Pembekuan.objects.filter(
        nama=nama, tahun=c.tahun, triwulan=c.triwulan, kewenangan=c.kewenangan, angka=c.angka.value
    ).first()
    if ada is not None:
        pada = timezone.localtime(ada.dibekukan_pada)
        raise Ditolak(
            f"{nama} untuk {c} sudah dibekukan {tanggal(pada)} pukul {pada:%H.%M} WIB oleh {ada.nama_pembeku}. "
            "Paket yang sudah dibekukan tidak dapat diganti; beri nama lain."
        )


def _simpan(c: Cakupan, nama: str, pengguna: Pengguna | None) -> Pembekuan:
    buku = muat([c.tahun - 1, c.tahun], c.angka)
    posisi = buku.posisi(c.tahun, c.triwulan, c.satu_kewenangan)
    if not posisi:
        raise Ditolak(f"Tidak ada DIPA yang berlaku pada {c}, jadi tidak ada yang dapat dibekukan.")
    # The year before is kept with both kewenangan: the path compares with whichever a province had.
    amanat = [a for a in buku.amanat if a.tahun != c.tahun or c.satu_kewenangan in {None, a.kewenangan}]
    tenggat = PeriodePelaporan.objects.filter(tahun=c.tahun).values_list("triwulan", "tenggat")
    k = penilaian.kelompok(posisi, c.triwulan)
    terverifikasi = [p for p in posisi if p.melapor and _semua_terverifikasi(p, buku)]
    paket = Pembekuan(
        nama=nama,
        tahun=c.tahun,
        triwulan=c.triwulan,
        kewenangan=c.kewenangan,
        angka=c.angka.value,
        dibekukan_pada=timezone.now(),
        dibekukan_oleh=pengguna,
        nama_pembeku=pengguna.get_full_name() if pengguna else PEMBEKU_PERINTAH,
        jumlah=k.jumlah,
        melapor=k.melapor,
        terverifikasi=len(terverifikasi),
        pagu=k.pagu,
        blokir=k.blokir,
        realisasi=k.realisasi,
        realisasi_terverifikasi=sum(_realisasi_terverifikasi(p, buku) for p in posisi),
        tampil=_tampil(k),
        ilustrasi=buku.tahun[c.tahun].ilustrasi,
        dasar=simpanan_beku.dasar(buku, [c.tahun - 1, c.tahun], Provinsi.objects.all(), dict(tenggat)),
    )
    dipa = _baris(paket, buku, amanat, _kendala(c, amanat))
    paket.sidik = simpanan_beku.sidik(paket, dipa)
    paket.save()
    create_tetap(PembekuanDipa, dipa)
    return paket


def _tampil(k: Kelompok) -> dict[str, int | None]:
    return {
        "persen_bp": k.persen_bp,
        "persen_pagu_bp": k.persen_pagu_bp,
        "rata_rata_bp": k.rata_rata_bp,
        "target_bp": k.target_bp,
    }


def _baris(
    paket: Pembekuan, buku: Buku, amanat: Sequence[Amanat], kendala: dict[int, list[Kendala]]
) -> list[PembekuanDipa]:
    per_tahun = {t: {p.amanat.id: p for p in buku.posisi(t, paket.triwulan)} for t in (paket.tahun - 1, paket.tahun)}
    hasil = []
    for urutan, a in enumerate(amanat):
        p = per_tahun[a.tahun].get(a.id)
        sampai = paket.triwulan if a.tahun == paket.tahun else max(TRIWULAN)
        angka = {} if p is None else _angka(p)
        hasil.append(
            PembekuanDipa(
                pembekuan=paket,
                urutan=urutan,
                tahun=a.tahun,
                kewenangan=a.kewenangan,
                kode_satker=a.kode,
                nama_satker=a.nama,
                kode_provinsi=a.provinsi.kode,
                nomor=a.nomor,
                kode_ilustrasi=a.kode_ilustrasi,
                id_satker=a.satker_id,
                id_dipa=a.id,
                isi=simpanan_beku.isi_dipa(a, buku, sampai, kendala[a.id]),
                **angka,
            )
        )
    return hasil


def _angka(p: Posisi) -> dict[str, object]:
    return {
        "revisi": p.revisi.nomor,
        "pagu": p.pagu,
        "blokir": p.blokir,
        "realisasi": p.realisasi,
        "triwulan_data": p.triwulan_data,
        "status": p.status.value,
        "tampil": simpanan_beku.tampil_posisi(p),
    }


def _kendala(c: Cakupan, amanat: Sequence[Amanat]) -> dict[int, list[Kendala]]:
    """The register of the year's DIPA up to the quarter, by DIPA."""
    hasil: dict[int, list[Kendala]] = defaultdict(list)
    milik = {a.id for a in amanat if a.tahun == c.tahun}
    for k in Kendala.objects.filter(dipa__tahun=c.tahun, triwulan_dibuka__lte=c.triwulan).order_by(
        "dipa_id", "triwulan_dibuka", "pk"
    ):
        if k.dipa_id in milik:
            hasil[k.dipa_id].append(k)
    return hasil


def _laporan_dihitung(p: Posisi, buku: Buku) -> list[tuple[bool, int]]:
    """Of each report that the figure rests on: whether its version is verified, and its rupiah."""
    dihitung = (buku.laporan.get((p.amanat.id, q)) for q in range(1, (p.triwulan_data or 0) + 1))
    return [(x.terverifikasi, sum(x.diterima.values())) for x in dihitung if x is not None and x.diterima is not None]


def _semua_terverifikasi(p: Posisi, buku: Buku) -> bool:
    return all(sah for sah, _ in _laporan_dihitung(p, buku))


def _realisasi_terverifikasi(p: Posisi, buku: Buku) -> int:
    return sum(nilai for sah, nilai in _laporan_dihitung(p, buku) if sah)


# --- Reading ---------------------------------------------------------------------------------


def baca(catatan: Pembekuan) -> Paket:
    """A pack with its positions (one query).

    Raises `PaketRusak` where what is stored is not what was frozen, or no longer gives the figures
    that were shown then.
    """
    dipa = list(PembekuanDipa.objects.filter(pembekuan=catatan).order_by("urutan"))
    if simpanan_beku.sidik(catatan, dipa) != catatan.sidik:
        raise PaketRusak(
            f"Isi paket {catatan.nama} di basis data tidak sama lagi dengan yang dibekukan, jadi angkanya tidak "
            "ditampilkan. Pulihkan dari cadangan; buku kerja yang diunduh dahulu tetap berlaku."
        )
    paket = Paket(catatan, dipa, simpanan_beku.buku(catatan, dipa))
    k = penilaian.kelompok(paket.posisi, catatan.triwulan)
    beku = {d.id_dipa: (d.pagu, d.blokir, d.realisasi, d.status, d.tampil) for d in dipa if d.tahun == catatan.tahun}
    sekarang = [
        (p.amanat.id, (p.pagu, p.blokir, p.realisasi, p.status.value, simpanan_beku.tampil_posisi(p)))
        for p in paket.posisi
    ]
    if _tampil(k) != catatan.tampil or any(beku[pk] != isi for pk, isi in sekarang):
        raise PaketRusak(
            f"Aturan hitung berubah sejak paket {catatan.nama} dibekukan: angkanya tidak lagi sama dengan yang "
            "ditunjukkan waktu itu, jadi tidak ditampilkan. Buku kerja yang diunduh dahulu tetap berlaku."
        )
    return paket
