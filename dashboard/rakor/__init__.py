"""The workbook of the coordination meeting (rakor), and the report of one satker for it.

`bahan.baca_bahan` reads everything once; every sheet is a room of its own that writes what
the `BahanRakor` holds, so that a frozen state of the figures gives the same workbook.
"""
