"""Tables of the read side (django-tables2)."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2.data import TableListData
from django_tables2.utils import OrderByTuple

from dashboard.baris import Baris
from realisasi import rupiah
from realisasi.kalender import nama_triwulan
from realisasi.penilaian import Sasaran
from realisasi.posisi import Posisi

NUM = {"th": {"class": "num"}, "td": {"class": "num"}}


def _num(**kelas: str) -> dict[str, dict[str, str]]:
    return {
        "th": {"class": f"num {kelas.get('kelas', '')}".strip()},
        "td": {"class": f"num {kelas.get('kelas', '')}".strip()},
    }


class DataSatker(TableListData):
    """Rows of which those without a figure stand last, whichever way its column is sorted."""

    def order_by(self, aliases: OrderByTuple) -> None:
        super().order_by(aliases)
        if aliases:
            angka = self.table.columns[aliases[0].bare].accessor
            self.data.sort(key=lambda baris: angka.resolve(baris) is None)


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
