"""Tables of the read side (django-tables2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import django_tables2 as tables
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2.data import TableData
from django_tables2.utils import OrderByTuple

from dashboard.baris import Baris, kata_status
from dashboard.peringkat import Peringkat
from realisasi import rupiah
from realisasi.kalender import nama_triwulan
from realisasi.models import Rekap, StatusLaporan
from realisasi.penilaian import Sasaran, Status
from realisasi.posisi import Posisi

NUM = {"th": {"class": "num"}, "td": {"class": "num"}}


def _num(**kelas: str) -> dict[str, dict[str, str]]:
    return {
        "th": {"class": f"num {kelas.get('kelas', '')}".strip()},
        "td": {"class": f"num {kelas.get('kelas', '')}".strip()},
    }


class DataSatker(TableData):
    """Rows of the summary, sorted and cut by the database; only those of the page become rows of the list.

    Those without a figure stand last, whichever way its column is sorted.
    """

    data: QuerySet[Rekap]

    def __init__(self, semua: QuerySet[Rekap], banyak: int, daftar: Peringkat) -> None:
        self.data = semua
        self.banyak = banyak
        self.daftar = daftar

    def __len__(self) -> int:
        return self.banyak

    def __getitem__(self, key: slice) -> list[Baris]:
        return self.daftar.baris_posisi(self.daftar.buku.posisi(self.data[key]))

    def __iter__(self) -> Iterator[Baris]:
        return iter(self.daftar.baris_posisi(self.daftar.buku.posisi(self.data)))

    def order_by(self, aliases: OrderByTuple) -> None:
        """Sort by these columns, then as lists begin: by kewenangan and code."""
        urutan = []
        for alias in aliases:
            kunci = _kunci(alias.bare, self.daftar)
            urutan.append(kunci.desc(nulls_last=True) if alias.is_descending else kunci.asc(nulls_last=True))
        self.data = self.data.order_by(*urutan, "kewenangan", "kode")


def _kunci(kolom: str, daftar: Peringkat) -> Any:
    """What a column is sorted by. Words are sorted as they are read, with the year's own ambang in them."""
    buku, s = daftar.buku, daftar.s
    if kolom == "provinsi":
        nama = {kode: p.nama for kode, p in buku.provinsi.items()}
        return _menurut_kata([(Q(provinsi=kode), kata) for kode, kata in nama.items()])
    if kolom == "status":
        ambang = buku.anggaran[s.tahun].ambang_bp
        return _menurut_kata([(buku.berstatus(s.triwulan, st), kata_status(st, ambang)) for st in Status])
    if kolom == "laporan":
        return _menurut_kata([(Q(status_laporan=st.value), str(st.label)) for st in StatusLaporan], "Belum diisi")
    if kolom == "realisasi":
        return Case(When(triwulan_data=None, then=None), default=F("realisasi"))
    return F({"persen": "rasio"}.get(kolom, kolom))


def _menurut_kata(pilihan: Sequence[tuple[Q, str]], lainnya: str = "") -> Case:
    urut = sorted({kata for _, kata in pilihan} | {lainnya})
    ketika = [When(syarat, then=Value(urut.index(kata))) for syarat, kata in pilihan]
    return Case(*ketika, default=Value(urut.index(lainnya)))


class TabelSatker(tables.Table):
    """Every DIPA at one quarter. Amounts in whole rupiah, cumulative; unit and span in the heads."""

    provinsi = tables.Column("Provinsi", accessor="posisi__amanat__provinsi__nama")
    kode = tables.Column(
        "Kode satker",
        accessor="posisi__amanat__kode",
        attrs={"th": {"class": "hide-phone"}, "td": {"class": "hide-phone"}},
    )
    kewenangan = tables.Column("Kew.", accessor="posisi__amanat__kewenangan")
    pagu_efektif = tables.Column("Pagu efektif (Rp)", accessor="posisi__pagu_efektif", attrs=_num(kelas="hide-phone"))
    realisasi = tables.Column("Realisasi (Rp)", accessor="realisasi", attrs=_num(kelas="hide-phone"))
    persen = tables.Column("Persen", accessor="posisi__persen_bp", attrs=_num())
    status = tables.Column("Status", accessor="kata_status")
    kurang = tables.Column("Kurang (Rp)", accessor="kurang_sasaran", attrs=_num(kelas="hide-phone"))
    proyeksi = tables.Column("Proyeksi", accessor="posisi__proyeksi_bp", attrs=_num(kelas="hide-phone"))
    laporan = tables.Column(
        "Laporan",
        accessor="keadaan_laporan",
        attrs={"th": {"class": "hide-phone"}, "td": {"class": "report-cell hide-phone"}},
    )

    class Meta:
        attrs = {"class": "table table-list"}
        default = "–"
        order_by = ("persen",)
        empty_text = "Tidak ada satker yang cocok. Ubah kata pencarian atau saringan di atas."

    def __init__(
        self,
        *args: Any,
        alamat: str,
        triwulan: int,
        sasaran: Sasaran | None,
        satu_kewenangan: bool,
        **kwargs: Any,
    ) -> None:
        self.alamat = alamat
        if satu_kewenangan:
            kwargs["exclude"] = ("kewenangan",)
        super().__init__(*args, **kwargs)
        tw = nama_triwulan(triwulan)
        self.columns["realisasi"].column.verbose_name = f"Realisasi s.d. {tw} (Rp)"
        self.columns["persen"].column.verbose_name = f"Persen s.d. {tw}"
        self.columns["proyeksi"].column.verbose_name = "Proyeksi akhir tahun"
        self.columns["laporan"].column.verbose_name = f"Laporan {tw}"
        if sasaran:
            batas = f"{rupiah.persen_pendek(sasaran.target_bp)} {nama_triwulan(sasaran.triwulan)}"
            self.columns["kurang"].column.verbose_name = f"Kurang ke {batas} (Rp)"

    # --- what a cell shows -----------------------------------------------------------------

    def render_provinsi(self, record: Baris) -> SafeString:
        amanat = record.posisi.amanat
        return format_html(
            '<span class="cell-name {}"><svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>'
            '<a href="{}?{}">{}</a></span>',
            record.posisi.warna,
            record.posisi.warna,
            reverse("dashboard:satker", args=[amanat.kode]),
            self.alamat,
            record.sebutan,
        )

    def render_kode(self, record: Baris) -> SafeString | str:
        if record.posisi.amanat.kode_ilustrasi:
            return format_html('{} <span class="tag">ilustrasi</span>', record.posisi.amanat.kode)
        return record.posisi.amanat.kode

    def render_pagu_efektif(self, value: int) -> str:
        return rupiah.angka(value)

    def render_realisasi(self, record: Baris, value: int) -> SafeString | str:
        teks = rupiah.angka(value)
        if record.dari_triwulan_lain:
            return format_html('{}<span class="sub">s.d. {}</span>', teks, record.dari_triwulan_lain)
        return teks

    def render_persen(self, record: Baris) -> SafeString | str:
        teks = rupiah.persen(record.posisi.persen_bp)
        if record.dari_triwulan_lain:
            return format_html('{}<span class="sub">s.d. {}</span>', teks, record.dari_triwulan_lain)
        return teks

    def render_kurang(self, value: int) -> str:
        return rupiah.angka(value)

    def render_proyeksi(self, record: Baris) -> SafeString | str:
        return teks_proyeksi(record.posisi)

    def render_status(self, record: Baris) -> SafeString:
        p = record.posisi
        return format_html(
            '<span class="status {}"><svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>{}</span>{}',
            p.warna,
            p.warna,
            record.kata_status,
            mark_safe('<span class="sub">berisiko (proyeksi)</span>') if p.berisiko and p.triwulan < 4 else "",  # noqa: PLR2004
        )


def teks_proyeksi(p: Posisi) -> str:
    """The projection in words of rule 9: not capped, but more than 100 % is said so."""
    if p.proyeksi_di_atas_100:
        return f"di atas 100{rupiah.NBSP}%"
    return rupiah.persen(p.proyeksi_bp)
