"""From positions to what a page shows: headline, lists, map, heat map, sums by island and jenis.

No rule is made up here: figures come from `realisasi.rekap` and `realisasi.posisi`, comparisons from
`realisasi.penilaian`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.baris import Baris, kata_status, urutan_proyeksi
from dashboard.jawaban import Jawaban, jawaban_kelompok
from dashboard.lajur import B, Bagian, Lajur, banyak, lajur_dari, sebanding, tahun_lalu
from dashboard.peringkat import Peringkat
from dashboard.saringan import Saringan
from dashboard.sebab import Sebab, cari_penahan, susun_sebab
from realisasi import rupiah
from realisasi.kalender import nama_triwulan
from realisasi.models import JenisBelanja
from realisasi.penilaian import TRIWULAN_AKHIR, Kelompok, Sasaran, Status, Warna, kekurangan
from realisasi.penilaian import kelompok as jumlahkan
from realisasi.penilaian import persen_bp as hitung_persen
from realisasi.posisi import Buku, Posisi
from realisasi.rekap import BukuRekap, Irisan, Keadaan, Ruang, Sejumlah
from satker.models import Provinsi, Pulau

PALING_BANYAK_DI_JAWABAN = 6


@dataclass(frozen=True)
class Petak:
    """One tile of the map: a province with the group of its DIPA, or none that year."""

    provinsi: Provinsi
    kelompok: Kelompok | None
    kata: str
    warna: Warna
    kode_satker: str


@dataclass(frozen=True)
class Pulauan:
    """One row of the table by island group."""

    pulau: str
    kelompok: Kelompok
    kurang: int | None
    alamat: str
    terpilih: bool


@dataclass(frozen=True)
class PerJenis:
    """Realisasi of one jenis belanja against its pagu efektif, in rupiah."""

    jenis: JenisBelanja
    pagu: int
    blokir: int
    realisasi: int
    persen_bp: int | None

    @property
    def pagu_efektif(self) -> int:
        return self.pagu - self.blokir

    @property
    def sisa(self) -> int:
        return self.pagu_efektif - self.realisasi


@dataclass(frozen=True)
class Ringkasan:
    """What the national dashboard shows.

    `peringkat_dilewati` DIPA are not in the ranking; `peringkat_jeda` is the row before which they lie, None where they
    come after its end or there are none.
    """

    kelompok: Kelompok
    keadaan: list[Keadaan]
    jawaban: Jawaban
    sebab: list[Sebab]
    daftar: list[Baris]
    daftar_semua: int
    daftar_jumlah_ambang: int
    daftar_jumlah_sasaran: int
    daftar_proyeksi: bool
    belum_dinilai: int
    terjauh: list[Baris]
    belum_lapor: list[Baris]
    belum_lapor_semua: int
    hitungan: list[tuple[Status, Warna, int, str]]
    legenda: list[tuple[Warna, str]]
    peringkat: list[Baris]
    peringkat_dilewati: int
    peringkat_jeda: int | None
    panas: list[tuple[Baris, list[Posisi | None]]]
    petak: list[Petak]
    pulau: list[Pulauan]
    jenis: list[PerJenis]
    lajur: Lajur
    tahun_lalu: tuple[str, int] | None
    sasaran: Sasaran | None
    belum_diverifikasi: int

    @property
    def peringkat_tertinggi(self) -> int:
        """How many of the ranking come after those that are left out."""
        return 0 if self.peringkat_jeda is None else len(self.peringkat) - self.peringkat_jeda


def susun(s: Saringan, buku: BukuRekap, semua: list[Irisan], daftar: Peringkat) -> Ringkasan:
    """Put the dashboard together for what the filter asks.

    `semua` are the parts of the quarter for all islands, `daftar` the lists of those of the filter.
    """
    bagian, lemah, belum = daftar.bagian, daftar.lemah, daftar.belum
    k = jumlahkan(bagian, s.triwulan)
    ambang = buku.anggaran[s.tahun].ambang_bp
    proyeksi = s.triwulan != TRIWULAN_AKHIR
    hitungan = hitung_status(bagian, s.triwulan, ambang)
    jawaban = jawaban_kelompok(k, ambang)
    lajur = lajur_rekap(s, buku)
    lalu = lajur.lalu.get(s.triwulan)
    ruang = Ruang(s.satu_kewenangan, s.pulau)
    awal, akhir = daftar.ujung()
    peringkat = awal + akhir
    di_bawah_ambang = daftar.di_bawah_ambang(PALING_BANYAK_DI_JAWABAN)
    terjauh = [] if lemah else daftar.terjauh(PALING_BANYAK_DI_JAWABAN - 1)
    belum_lapor = daftar.belum_lapor(PALING_BANYAK_DI_JAWABAN)
    penahan = [] if jawaban.selisih and jawaban.selisih.tercapai else cari_penahan(bagian, s, ambang)
    daftar.muat(peringkat, di_bawah_ambang, terjauh, belum_lapor, *(p.terbesar for p in penahan))
    return Ringkasan(
        kelompok=k,
        keadaan=buku.keadaan(s.triwulan, ruang),
        jawaban=jawaban,
        sebab=[susun_sebab(p, bagian, s, daftar.baris(p.terbesar)) for p in penahan],
        daftar=daftar.baris(di_bawah_ambang),
        daftar_semua=banyak(lemah),
        daftar_jumlah_ambang=sum(i.kurang_ambang for i in lemah),
        daftar_jumlah_sasaran=sum(i.kurang_sasaran for i in lemah),
        daftar_proyeksi=proyeksi,
        belum_dinilai=banyak(i for i in bagian if (not i.ada_proyeksi if proyeksi else not i.melapor)),
        terjauh=daftar.baris(terjauh),
        belum_lapor=daftar.baris(belum_lapor),
        belum_lapor_semua=banyak(belum),
        hitungan=hitungan,
        legenda=susun_legenda(bagian, hitungan, ambang),
        peringkat=daftar.baris(peringkat),
        peringkat_dilewati=k.jumlah - len(peringkat),
        peringkat_jeda=len(awal) if akhir else None,
        panas=daftar.per_triwulan(peringkat),
        petak=susun_petak(bagian, daftar.buku.provinsi.values(), s, ambang),
        pulau=susun_pulau(semua, s),
        jenis=per_jenis(buku.jenis(s.triwulan, ruang), k.batas, ada=any(i.triwulan_data for i in bagian)),
        lajur=lajur,
        tahun_lalu=(lajur.nama_lalu, lalu) if lalu is not None else None,
        sasaran=k.sasaran,
        belum_diverifikasi=sum(i.belum_diverifikasi for i in bagian),
    )


def di_bawah_ambang(peringkat: Sequence[Baris], s: Saringan) -> list[Baris]:
    """Those below the ambang at TW IV; before it those projected below it, the lowest projection first."""
    if s.triwulan == TRIWULAN_AKHIR:
        return [b for b in peringkat if b.posisi.status is Status.DI_BAWAH_AMBANG]
    terpilih = [b for b in peringkat if b.posisi.berisiko]
    if s.urut != "rupiah":
        terpilih.sort(key=lambda b: (urutan_proyeksi(b.posisi.rasio, b.posisi.pangsa), b.posisi.amanat.kode))
    return terpilih


def di_pulau(bagian: Iterable[B], pulau: str) -> list[B]:
    """Those of one island group; all where none is named."""
    return [p for p in bagian if not pulau or p.provinsi.pulau == pulau]


def hitung_status(bagian: Sequence[Bagian], triwulan: int, ambang_bp: int) -> list[tuple[Status, Warna, int, str]]:
    """How many DIPA have each status that is possible in this quarter."""
    jumlah: dict[Status, int] = defaultdict(int)
    for p in bagian:
        jumlah[p.status] += p.banyak
    bertarget = any(p.target_bp is not None for p in bagian)
    mungkin = {
        Status.TERCAPAI: bertarget,
        Status.DI_BAWAH_TARGET: bertarget,
        Status.DI_BAWAH_AMBANG: triwulan == TRIWULAN_AKHIR,
        Status.TANPA_TARGET: not bertarget,
        Status.BELUM_LAPOR: True,
    }
    warna = {
        Status.TERCAPAI: Warna.HIJAU,
        Status.DI_BAWAH_TARGET: Warna.KUNING,
        Status.DI_BAWAH_AMBANG: Warna.MERAH,
    }
    jauh = banyak(p for p in bagian if p.status is Status.DI_BAWAH_TARGET and p.warna is Warna.MERAH)

    def kata(st: Status) -> str:
        teks = kata_status(st, ambang_bp).lower()
        return f"{teks}, {rupiah.angka(jauh)} di antaranya jauh" if st is Status.DI_BAWAH_TARGET and jauh else teks

    return [(st, warna.get(st, Warna.ABU), jumlah[st], kata(st)) for st, ada in mungkin.items() if ada or jumlah[st]]


def susun_legenda(
    bagian: Sequence[Bagian], hitungan: Sequence[tuple[Status, Warna, int, str]], ambang_bp: int
) -> list[tuple[Warna, str]]:
    """What each colour of the map means; a target that is missed by far is merah, not kuning (rule 8)."""
    hasil = []
    for st, warna, _, _ in hitungan:
        hasil.append((warna, kata_status(st, ambang_bp).lower()))
        if st is Status.DI_BAWAH_TARGET and any(p.status is st and p.warna is Warna.MERAH for p in bagian):
            hasil.append((Warna.MERAH, "jauh di bawah target"))
    return hasil


def susun_panas(peringkat: Sequence[Baris], buku: Buku, s: Saringan) -> list[tuple[Baris, list[Posisi | None]]]:
    """The heat map: each DIPA at every quarter up to the asked one, in the order of the ranking."""
    per_triwulan = {
        q: {p.amanat.id: p for p in buku.posisi(s.tahun, q, s.satu_kewenangan)} for q in range(1, s.triwulan + 1)
    }
    return [(b, [per_triwulan[q].get(b.posisi.amanat.id) for q in per_triwulan]) for b in peringkat]


def susun_petak(bagian: Sequence[Irisan], provinsi: Iterable[Provinsi], s: Saringan, ambang_bp: int) -> list[Petak]:
    """A tile for each province of the filter, with the group of its DIPA."""
    per_provinsi: dict[str, list[Irisan]] = defaultdict(list)
    for i in bagian:
        per_provinsi[i.provinsi.kode].append(i)
    hasil = []
    for prov in provinsi:
        if s.pulau and prov.pulau != s.pulau:
            continue
        milik = per_provinsi.get(prov.kode, [])
        if not milik:
            hasil.append(Petak(prov, None, "tanpa DIPA", Warna.ABU, ""))
            continue
        kode = {x for i in milik for x in i.kode}
        k = jumlahkan(milik, s.triwulan)
        if k.jumlah == 1:
            warna, kata = milik[0].warna, kata_status(milik[0].status, ambang_bp)
        elif k.melapor == 0:
            warna, kata = Warna.ABU, "Belum lapor"
        else:
            warna, kata = k.warna, jawaban_kelompok(k, ambang_bp).kata
        if lama := sorted({i.triwulan_data for i in milik if i.triwulan_data and not i.melapor}):
            kata += f" (angka {' dan '.join(nama_triwulan(q) for q in lama)})"
        hasil.append(Petak(prov, k, kata, warna, kode.pop() if len(kode) == 1 else ""))
    return hasil


def susun_pulau(bagian: Sequence[Irisan], s: Saringan) -> list[Pulauan]:
    """A row for each island group that has a DIPA, whichever group the filter names."""
    hasil = []
    for pulau in Pulau.values:
        milik = di_pulau(bagian, pulau)
        if not milik:
            continue
        k = jumlahkan(milik, s.triwulan)
        kurang = kekurangan(k.realisasi, k.pagu_efektif, k.sasaran.target_bp) if k.sasaran else None
        hasil.append(Pulauan(pulau, k, kurang, s.kueri(pulau=pulau), pulau == s.pulau))
    return hasil


def per_jenis(
    bagian: Iterable[Mapping[str, tuple[int, int, int]]], batas_bp: Iterable[int], *, ada: bool
) -> list[PerJenis]:
    """Sums by jenis belanja; a jenis that was spent on without a pagu stays a row with pagu 0.

    Without any accepted report (`ada`) there is no percentage (rule 6).
    """
    jumlah: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for rincian in bagian:
        for kode, tiga in rincian.items():
            jumlah[kode] = [lama + n for lama, n in zip(jumlah[kode], tiga, strict=True)]
    batas = tuple(batas_bp)
    hasil = []
    for jenis in JenisBelanja:
        pagu, blokir, realisasi = jumlah[jenis]
        if pagu or realisasi:
            persen = hitung_persen(realisasi, pagu - blokir, batas) if ada else None
            hasil.append(PerJenis(jenis, pagu, blokir, realisasi, persen))
    return hasil


def jenis_posisi(posisi: Sequence[Posisi], batas_bp: Iterable[int]) -> list[PerJenis]:
    """The same of positions."""
    return per_jenis((p.per_jenis for p in posisi), batas_bp, ada=any(p.triwulan_data for p in posisi))


def susun_lajur(s: Saringan, buku: Buku) -> Lajur:
    """The group's path: this year's up to the asked quarter, last year's, and the targets."""
    return lajur_dari(
        s,
        lambda q: di_pulau(buku.posisi(s.tahun, q, s.satu_kewenangan), s.pulau),
        lambda q: di_pulau(tahun_lalu(buku, s.tahun - 1, q, s.satu_kewenangan), s.pulau),
    )


def bagian_saringan(s: Saringan, buku: BukuRekap, triwulan: int) -> list[Sejumlah]:
    """What the filter shows of a quarter of its year, in sums alone; empty where it has no DIPA."""
    return [i for i in di_pulau(buku.bagian(s.tahun, triwulan), s.pulau) if s.memuat(i.kewenangan)]


def lajur_rekap(s: Saringan, buku: BukuRekap) -> Lajur:
    """The same path, from the summary."""

    def lalu(triwulan: int) -> list[Sejumlah]:
        return di_pulau(sebanding(buku.bagian(s.tahun - 1, triwulan), s.satu_kewenangan), s.pulau)

    return lajur_dari(s, lambda q: bagian_saringan(s, buku, q), lalu)


def hitung_belum_diverifikasi(posisi: Iterable[Posisi], buku: Buku) -> int:
    """How many reports that the figures rest on are submitted but not verified (rule 7)."""
    jumlah = 0
    for p in posisi:
        for q in range(1, (p.triwulan_data or 0) + 1):
            laporan = buku.laporan.get((p.amanat.id, q))
            jumlah += laporan is not None and laporan.diterima is not None and not laporan.terverifikasi
    return jumlah


def target_bersama(buku: Buku, s: Saringan, triwulan: int) -> int | None:
    """The target of a quarter where all DIPA of the filter have the same one."""
    return jumlahkan(buku.posisi(s.tahun, triwulan, s.satu_kewenangan), triwulan).target_bp
