"""From positions to what a page shows: headline, lists, map, heat map, sums by island and jenis.

Nothing is read from the database here, and no rule is made up here: figures come from
`realisasi.posisi`, comparisons from `realisasi.penilaian`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dashboard.baris import Baris, baris_dari, kata_status, urutan_peringkat
from dashboard.jawaban import Jawaban, jawaban_kelompok
from dashboard.lajur import Lajur, lajur_dari, tahun_lalu
from dashboard.saringan import Saringan
from realisasi import rupiah
from realisasi.kalender import nama_triwulan
from realisasi.models import JenisBelanja
from realisasi.penilaian import TRIWULAN_AKHIR, Kelompok, Sasaran, Status, Warna, kekurangan
from realisasi.penilaian import kelompok as jumlahkan
from realisasi.penilaian import persen_bp as hitung_persen
from realisasi.posisi import Buku, Posisi
from satker.models import Provinsi, Pulau

PALING_BANYAK_DI_JAWABAN = 6


@dataclass(frozen=True)
class Sebab:
    """One cause of the gap: how many, which share of the lack of all that are below."""

    warna: Warna
    judul: str
    rincian: str


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
    """What the national dashboard shows."""

    kelompok: Kelompok
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
    hitungan: list[tuple[Status, Warna, int, str]]
    legenda: list[tuple[Warna, str]]
    peringkat: list[Baris]
    panas: list[tuple[Baris, list[Posisi | None]]]
    petak: list[Petak]
    pulau: list[Pulauan]
    jenis: list[PerJenis]
    lajur: Lajur
    tahun_lalu: tuple[str, int] | None
    sasaran: Sasaran | None
    belum_diverifikasi: int


def susun(
    s: Saringan, buku: Buku, provinsi: Sequence[Provinsi], tenggat: dt.date | None, hari_ini: dt.date
) -> Ringkasan:
    """Put the dashboard together for what the filter asks."""
    semua = buku.posisi(s.tahun, s.triwulan, s.satu_kewenangan)
    posisi = di_pulau(semua, s.pulau)
    k = jumlahkan(posisi, s.triwulan)
    tahun = buku.tahun[s.tahun]
    baris = baris_dari(posisi, tenggat=tenggat, hari_ini=hari_ini, sebut_kewenangan=s.satu_kewenangan is None)
    peringkat = sorted(baris, key=urutan_peringkat(s.urut))
    proyeksi = s.triwulan != TRIWULAN_AKHIR
    terpilih = di_bawah_ambang(peringkat, s)
    belum = [b for b in peringkat if b.posisi.status is Status.BELUM_LAPOR]
    terjauh = [] if terpilih else sorted((b for b in baris if b.kurang_sasaran and b.posisi.melapor), key=_terjauh(s))
    hitungan = hitung_status(posisi, s.triwulan, tahun.ambang_bp)
    jawaban = jawaban_kelompok(k, tahun.ambang_bp)
    lajur = susun_lajur(s, buku)
    lalu = lajur.lalu.get(s.triwulan)
    return Ringkasan(
        kelompok=k,
        jawaban=jawaban,
        sebab=[] if jawaban.selisih and jawaban.selisih.tercapai else susun_sebab(baris, s, tahun.ambang_bp),
        daftar=terpilih[:PALING_BANYAK_DI_JAWABAN],
        daftar_semua=len(terpilih),
        daftar_jumlah_ambang=sum(b.kurang_ambang for b in terpilih),
        daftar_jumlah_sasaran=sum(b.kurang_sasaran for b in terpilih),
        daftar_proyeksi=proyeksi,
        belum_dinilai=sum((b.posisi.proyeksi_bp is None) if proyeksi else not b.posisi.melapor for b in baris),
        terjauh=terjauh[: PALING_BANYAK_DI_JAWABAN - 1],
        belum_lapor=belum,
        hitungan=hitungan,
        legenda=susun_legenda(posisi, hitungan, tahun.ambang_bp),
        peringkat=peringkat,
        panas=susun_panas(peringkat, buku, s),
        petak=susun_petak(posisi, provinsi, s, tahun.ambang_bp),
        pulau=susun_pulau(semua, s),
        jenis=per_jenis(posisi, k.batas),
        lajur=lajur,
        tahun_lalu=(lajur.nama_lalu, lalu) if lalu is not None else None,
        sasaran=k.sasaran,
        belum_diverifikasi=hitung_belum_diverifikasi(posisi, buku),
    )


def di_bawah_ambang(peringkat: Sequence[Baris], s: Saringan) -> list[Baris]:
    """Those below the ambang at TW IV; before it those projected below it, the lowest projection first."""
    if s.triwulan == TRIWULAN_AKHIR:
        return [b for b in peringkat if b.posisi.status is Status.DI_BAWAH_AMBANG]
    terpilih = [b for b in peringkat if b.posisi.berisiko]
    if s.urut != "rupiah":
        terpilih.sort(key=lambda b: (b.posisi.proyeksi_bp or 0, b.posisi.amanat.kode))
    return terpilih


def _terjauh(s: Saringan) -> Callable[[Baris], tuple[int, str]]:
    """Sort key of those furthest from the target: by points, or by rupiah."""

    def kunci(b: Baris) -> tuple[int, str]:
        return (-b.kurang_sasaran if s.urut == "rupiah" else (b.posisi.persen_bp or 0), b.posisi.amanat.kode)

    return kunci


def di_pulau(posisi: Iterable[Posisi], pulau: str) -> list[Posisi]:
    """Those of one island group; all where none is named."""
    return [p for p in posisi if not pulau or p.amanat.provinsi.pulau == pulau]


def hitung_status(posisi: Sequence[Posisi], triwulan: int, ambang_bp: int) -> list[tuple[Status, Warna, int, str]]:
    """How many DIPA have each status that is possible in this quarter."""
    jumlah: dict[Status, int] = defaultdict(int)
    for p in posisi:
        jumlah[p.status] += 1
    bertarget = any(p.target_bp is not None for p in posisi)
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
    jauh = sum(p.status is Status.DI_BAWAH_TARGET and p.warna is Warna.MERAH for p in posisi)

    def kata(st: Status) -> str:
        teks = kata_status(st, ambang_bp).lower()
        return f"{teks}, {jauh} di antaranya jauh" if st is Status.DI_BAWAH_TARGET and jauh else teks

    return [(st, warna.get(st, Warna.ABU), jumlah[st], kata(st)) for st, ada in mungkin.items() if ada or jumlah[st]]


def susun_legenda(
    posisi: Sequence[Posisi], hitungan: Sequence[tuple[Status, Warna, int, str]], ambang_bp: int
) -> list[tuple[Warna, str]]:
    """What each colour of the map means; a target that is missed by far is merah, not kuning (rule 8)."""
    hasil = []
    for st, warna, _, _ in hitungan:
        hasil.append((warna, kata_status(st, ambang_bp).lower()))
        if st is Status.DI_BAWAH_TARGET and any(p.status is st and p.warna is Warna.MERAH for p in posisi):
            hasil.append((Warna.MERAH, "jauh di bawah target"))
    return hasil


def susun_sebab(baris: Sequence[Baris], s: Saringan, ambang_bp: int) -> list[Sebab]:
    """At most two causes of the gap, each with its share of the lack of all that are below."""
    seluruh = sum(b.kurang_sasaran for b in baris)
    if seluruh == 0:
        return []
    hasil = []
    lemah = [b for b in baris if b.posisi.status is Status.DI_BAWAH_AMBANG]
    if lemah:
        sebutan = f"di bawah {rupiah.persen_pendek(ambang_bp)}"
        warna = Warna.MERAH
    elif any(b.posisi.target_bp is not None for b in baris):
        lemah = [b for b in baris if b.posisi.status is Status.DI_BAWAH_TARGET]
        sebutan = "di bawah target"
        warna = Warna.KUNING
    else:
        lemah = [b for b in baris if b.posisi.berisiko and b.posisi.melapor]
        sebutan = f"diproyeksikan di bawah {rupiah.persen_pendek(ambang_bp)}"
        warna = Warna.ABU
    if lemah:
        terbesar = max(lemah, key=lambda b: b.kurang_sasaran)
        hasil.append(
            Sebab(
                warna,
                f"{len(lemah)} {s.satuan} {sebutan} menahan {_bagian(lemah, seluruh)} kekurangan;",
                f"terbesar {terbesar.sebutan}, {rupiah.rupiah_ringkas(terbesar.kurang_sasaran)}.",
            )
        )
    belum = [b for b in baris if b.posisi.status is Status.BELUM_LAPOR]
    if belum:
        hasil.append(
            Sebab(
                Warna.ABU,
                f"{len(belum)} {s.satuan} belum lapor, {_bagian(belum, seluruh)} kekurangan:",
                f"{_sebut(belum)}, {_dihitung_dengan(belum)}.",
            )
        )
    return hasil


def _bagian(baris: Sequence[Baris], seluruh: int) -> str:
    bagian = sum(b.kurang_sasaran for b in baris)
    return f"{(200 * bagian + seluruh) // (2 * seluruh)}{rupiah.NBSP}%"


def _sebut(baris: Sequence[Baris], paling_banyak: int = 3) -> str:
    nama = [b.sebutan for b in sorted(baris, key=lambda b: -b.kurang_sasaran)]
    if len(nama) == 1:
        return nama[0]
    if len(nama) <= paling_banyak:
        return f"{', '.join(nama[:-1])} dan {nama[-1]}"
    return f"{', '.join(nama[: paling_banyak - 1])}, dan {len(nama) - paling_banyak + 1} lainnya"


def _dihitung_dengan(baris: Sequence[Baris]) -> str:
    dari = sorted({b.posisi.triwulan_data for b in baris if b.posisi.triwulan_data})
    tanpa = sum(b.posisi.triwulan_data is None for b in baris)
    bagian = []
    if dari:
        bagian.append(f"dihitung dengan {' atau '.join(nama_triwulan(q) for q in dari)}")
    if tanpa:
        bagian.append(f"{tanpa} belum pernah lapor tahun ini" if dari else "belum pernah lapor tahun ini")
    return "; ".join(bagian)


def susun_panas(peringkat: Sequence[Baris], buku: Buku, s: Saringan) -> list[tuple[Baris, list[Posisi | None]]]:
    """The heat map: each DIPA at every quarter up to the asked one, in the order of the ranking."""
    per_triwulan = {
        q: {p.amanat.id: p for p in buku.posisi(s.tahun, q, s.satu_kewenangan)} for q in range(1, s.triwulan + 1)
    }
    return [(b, [per_triwulan[q].get(b.posisi.amanat.id) for q in per_triwulan]) for b in peringkat]


def susun_petak(posisi: Sequence[Posisi], provinsi: Sequence[Provinsi], s: Saringan, ambang_bp: int) -> list[Petak]:
    """A tile for each province of the filter, with the group of its DIPA."""
    per_provinsi: dict[str, list[Posisi]] = defaultdict(list)
    for p in posisi:
        per_provinsi[p.amanat.provinsi.kode].append(p)
    hasil = []
    for prov in provinsi:
        if s.pulau and prov.pulau != s.pulau:
            continue
        milik = per_provinsi.get(prov.kode, [])
        if not milik:
            hasil.append(Petak(prov, None, "tanpa DIPA", Warna.ABU, ""))
            continue
        kode = milik[0].amanat.kode if len({p.amanat.kode for p in milik}) == 1 else ""
        k = jumlahkan(milik, s.triwulan)
        if len(milik) == 1:
            warna, kata = milik[0].warna, kata_status(milik[0].status, ambang_bp)
        elif k.melapor == 0:
            warna, kata = Warna.ABU, "Belum lapor"
        else:
            warna, kata = k.warna, jawaban_kelompok(k, ambang_bp).kata
        if lama := sorted({p.triwulan_data for p in milik if p.triwulan_data and not p.melapor}):
            kata += f" (angka {' dan '.join(nama_triwulan(q) for q in lama)})"
        hasil.append(Petak(prov, k, kata, warna, kode))
    return hasil


def susun_pulau(posisi: Sequence[Posisi], s: Saringan) -> list[Pulauan]:
    """A row for each island group that has a DIPA, whichever group the filter names."""
    hasil = []
    for pulau in Pulau.values:
        milik = di_pulau(posisi, pulau)
        if not milik:
            continue
        k = jumlahkan(milik, s.triwulan)
        kurang = kekurangan(k.realisasi, k.pagu_efektif, k.sasaran.target_bp) if k.sasaran else None
        hasil.append(Pulauan(pulau, k, kurang, s.kueri(pulau=pulau), pulau == s.pulau))
    return hasil


def per_jenis(posisi: Sequence[Posisi], batas_bp: Iterable[int]) -> list[PerJenis]:
    """Sums by jenis belanja; a jenis that was spent on without a pagu stays a row with pagu 0.

    Without any accepted report there is no percentage (rule 6).
    """
    ada = any(p.triwulan_data is not None for p in posisi)
    pagu: dict[str, int] = defaultdict(int)
    blokir: dict[str, int] = defaultdict(int)
    realisasi: dict[str, int] = defaultdict(int)
    for p in posisi:
        for jenis, (pg, bl) in p.revisi.rincian.items():
            pagu[jenis] += pg
            blokir[jenis] += bl
        for jenis, nilai in p.realisasi_jenis.items():
            realisasi[jenis] += nilai
    batas = tuple(batas_bp)
    hasil = []
    for jenis in JenisBelanja:
        if pagu[jenis] or realisasi[jenis]:
            efektif = pagu[jenis] - blokir[jenis]
            persen = hitung_persen(realisasi[jenis], efektif, batas) if ada else None
            hasil.append(PerJenis(jenis, pagu[jenis], blokir[jenis], realisasi[jenis], persen))
    return hasil


def susun_lajur(s: Saringan, buku: Buku) -> Lajur:
    """The group's path: this year's up to the asked quarter, last year's, and the targets."""
    return lajur_dari(
        s,
        lambda q: di_pulau(buku.posisi(s.tahun, q, s.satu_kewenangan), s.pulau),
        lambda q: di_pulau(tahun_lalu(buku, s.tahun - 1, q, s.satu_kewenangan), s.pulau),
    )


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
