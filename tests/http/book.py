"""Workbooks with the standard library: written plain, read as their texts."""
import io
import re
import zipfile
from xml.sax.saxutils import escape, unescape

TYPES = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org'
         '/package/2006/content-types"><Default Extension="rels" ContentType='
         '"application/vnd.openxmlformats-package.relationships+xml"/><Default'
         ' Extension="xml" ContentType="application/xml"/><Override PartName='
         '"/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
         'officedocument.spreadsheetml.sheet.main+xml"/><Override PartName='
         '"/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxml'
         'formats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
RELS = ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxml'
        'formats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/%s" Target="%s"/></Relationships>')
SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'


def write(rows):
    """An .xlsx of one sheet; every cell is text."""
    body = ''
    for r, row in enumerate(rows, 1):
        cells = ''.join(
            f'<c r="{chr(64 + k)}{r}" t="inlineStr"><is><t>{escape(str(v))}'
            '</t></is></c>' for k, v in enumerate(row, 1) if v != '')
        body += f'<row r="{r}">{cells}</row>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('[Content_Types].xml', TYPES)
        z.writestr('_rels/.rels', RELS % ('officeDocument',
                                          'xl/workbook.xml'))
        z.writestr('xl/_rels/workbook.xml.rels',
                   RELS % ('worksheet', 'worksheets/sheet1.xml'))
        z.writestr('xl/workbook.xml',
                   f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
                   '<sheet name="表" sheetId="1" r:id="rId1"/></sheets>'
                   '</workbook>')
        z.writestr('xl/worksheets/sheet1.xml',
                   f'<worksheet xmlns="{SHEET}"><sheetData>{body}'
                   '</sheetData></worksheet>')
    return out.getvalue()


def texts(data):
    """All texts of a workbook, wherever they stand."""
    out = []
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        for name in z.namelist():
            if name.endswith('.xml') and 'xl/' in name:
                out += re.findall(r'<t[^>]*>([^<]*)</t>',
                                  z.read(name).decode('utf-8'))
    return [unescape(t) for t in out]
