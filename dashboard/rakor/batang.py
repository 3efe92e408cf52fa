"""Data bars that begin at zero and are filled evenly, with an axis that is the same for all.

The form that openpyxl knows is that of Excel 2007, which fades out; what later versions add
stands in an extension, tied to it by an id.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from openpyxl.formatting.rule import DataBar, FormatObject, Rule

from dashboard.rakor.gaya import warna
from dashboard.rakor.kertas import Kertas

WARNA = "C9DAEE"  # the accent, pale enough to read a figure on it
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
URI_ATURAN = "{B025F937-C7B1-47D3-B67F-A62EFF666E3E}"
URI_LEMBAR = "{78C0D931-6437-407d-A8EE-F0AAD7539E65}"
AKHIR_ATURAN = b"</dataBar></cfRule>"
AKHIR_LEMBAR = b"</worksheet>"


def pasang(kertas: Kertas, rentang: str, terpanjang: float) -> None:
    """Give the cells of a range bars; the one of `terpanjang` (a fraction of one) fills its cell."""
    batas = [FormatObject(type="num", val=0), FormatObject(type="num", val=max(1.0, terpanjang))]
    isi = DataBar(cfvo=batas, color=f"FF{WARNA}", showValue=True, minLength=0, maxLength=100)
    kertas.ws.conditional_formatting.add(rentang, Rule(type="dataBar", dataBar=isi))
    kertas.batang.append(f"{rentang} {max(1.0, terpanjang)}")


def lengkapi(ekor: bytes, batang: Sequence[str]) -> bytes:
    """The end of a sheet's XML with the extension of its bars."""
    if not batang:
        return ekor
    aturan = []
    for isi in batang:
        rentang, puncak = isi.split(" ")
        kunci = f"{{{uuid.uuid5(uuid.NAMESPACE_URL, isi)}}}".upper()
        tanda = f'<extLst><ext xmlns:x14="{X14}" uri="{URI_ATURAN}"><x14:id>{kunci}</x14:id></ext></extLst></cfRule>'
        ekor = ekor.replace(AKHIR_ATURAN, b"</dataBar>" + tanda.encode(), 1)
        aturan.append(
            f'<x14:conditionalFormatting xmlns:xm="{XM}"><x14:cfRule type="dataBar" id="{kunci}">'
            '<x14:dataBar minLength="0" maxLength="100" gradient="0" axisPosition="none">'
            f'<x14:cfvo type="num"><xm:f>0</xm:f></x14:cfvo><x14:cfvo type="num"><xm:f>{puncak}</xm:f></x14:cfvo>'
            f'<x14:negativeFillColor rgb="FF{warna("merah-fill")}"/></x14:dataBar></x14:cfRule>'
            f"<xm:sqref>{rentang}</xm:sqref></x14:conditionalFormatting>"
        )
    daftar = f'<extLst><ext xmlns:x14="{X14}" uri="{URI_LEMBAR}"><x14:conditionalFormattings>{"".join(aturan)}'
    return ekor.replace(
        AKHIR_LEMBAR, f"{daftar}</x14:conditionalFormattings></ext></extLst>".encode() + AKHIR_LEMBAR, 1
    )
