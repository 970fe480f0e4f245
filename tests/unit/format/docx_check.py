"""Checks a Word file without Word: a sound zip whose parts are well formed,
whose relationships lead somewhere and whose parts have a type. Prints the
text, one paragraph a line with its style, rows of tables between bars."""
import sys
import xml.etree.ElementTree as tree
import zipfile

W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'


def text_of(element):
    return ''.join(t.text or '' for t in element.iter(W + 't'))


def main(path):
    book = zipfile.ZipFile(path)
    assert book.testzip() is None
    parts = {n: tree.fromstring(book.read(n)) for n in book.namelist()}
    types = parts['[Content_Types].xml']
    typed = {t.get('PartName') for t in types if t.get('PartName')}
    for name in typed:
        assert name[1:] in parts, name
    for name, root in parts.items():
        if name.endswith('.rels'):
            base = name.split('_rels/')[0]
            for r in root:
                assert base + r.get('Target') in parts, r.get('Target')
    styles = {s.get(W + 'styleId')
              for s in parts['word/styles.xml'].iter(W + 'style')}
    body = parts['word/document.xml'].find(W + 'body')
    rows = 0
    for e in body:
        if e.tag == W + 'p':
            style = e.find(f'{W}pPr/{W}pStyle').get(W + 'val')
            assert style in styles, style
            if text_of(e):
                print(style, text_of(e))
        elif e.tag == W + 'tbl':
            columns = len(e.find(W + 'tblGrid'))
            for row in e.iter(W + 'tr'):
                cells = row.findall(W + 'tc')
                assert len(cells) == columns
                rows += 1
                if rows <= 3:
                    print('|'.join(text_of(c) for c in cells))
    print('rows', rows)
    core = parts['docProps/core.xml']
    print('title', core[0].text, core[2].text)


main(sys.argv[1])
