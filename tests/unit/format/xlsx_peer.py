"""Workbooks by openpyxl, a reader and writer that is not ours.

    xlsx_peer.py dump FILE    what it reads, as test_xlsx_write.c expects it
    xlsx_peer.py make FILE    a book with what openpyxl is able to write
"""
import datetime
import sys

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils.escape import unescape


def dump(path):
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        print(f'# {sheet.title} {sheet.sheet_state} freeze '
              f'{sheet.freeze_panes} filter {sheet.auto_filter.ref}')
        if sheet.sheet_state != 'visible':
            continue
        for row in sheet.iter_rows():
            cells = [f'{c.data_type}:{unescape(str(c.value))}'
                     for c in row
                     if c.value is not None]
            red = any(c.fill.fill_type == 'solid' and
                      c.fill.fgColor.rgb == 'FFFFC7CE' for c in row)
            if cells:
                print(f"{row[0].row}{' red' if red else ''} "
                      + '|'.join(cells))
        for rule in sheet.data_validations.dataValidation:
            print(f'choice {rule.sqref} {rule.formula1}')


def make(path):
    book = openpyxl.Workbook()
    book.active.title = '旧表'
    book.active.sheet_state = 'hidden'
    sheet = book.create_sheet('名单')
    book.active = 1
    sheet['A1'] = '2026年名单'
    sheet['A1'].font = Font(bold=True)
    sheet.merge_cells('A1:C1')
    sheet.append(['姓名', '电话', '日期', '时长', '通过'])
    sheet.append(['张三', 13800001234, datetime.date(2026, 11, 20),
                  datetime.timedelta(hours=26), True])
    sheet.append(['李四', '013800001234',
                  datetime.datetime(2026, 11, 20, 8, 30), 0.1, False])
    sheet.append(['王五', 110101200001010011, None, datetime.time(14, 30),
                  '=1+1'])
    sheet.append([])
    sheet['B8'] = ' \n'
    sheet['A9'] = '换行\n符号<&>"'
    for row in range(20, 40):
        sheet.cell(row, 1).font = Font(bold=True)
    book.save(path)


if __name__ == '__main__':
    {'dump': dump, 'make': make}[sys.argv[1]](sys.argv[2])
