"""Files for the readers' tests, written part by part so that each holds exactly what its test is about."""

import zipfile
from pathlib import Path

from formextract import intake, readers
from formextract.model import Line

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _rels(*pairs):
    inside = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"{more}/>'
        for n, (kind, target, more) in enumerate(pairs, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{space}">{inside}</Relationships>'


def word_file(
    path: Path, body: str, *, links=(), head='<?xml version="1.0" encoding="UTF-8"?>', parts=(), types=None
) -> Path:
    """A Word file with this body. `links`: further relationships of the document; `parts`: further members."""
    more = "".join(f'<Override PartName="{n}" ContentType="{t}"/>' for n, t in (types or {}).items())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES.replace("</Types>", f"{more}</Types>"))
        package.writestr("_rels/.rels", _rels(("officeDocument", "word/document.xml", "")))
        package.writestr("word/_rels/document.xml.rels", _rels(*links))
        package.writestr("word/document.xml", f"{head}<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        for name, data in parts:
            package.writestr(name, data)
    return path


def p(*inside: str) -> str:
    """A paragraph of runs; a text without markup is a run of its own."""
    return "<w:p>" + "".join(x if x.startswith("<") else r(x) for x in inside) + "</w:p>"


def r(text: str, props: str = "") -> str:
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(*inside: str, span: int = 1, merge: str = "") -> str:
    """A cell of paragraphs; `merge` is restart or continue for a vertical merge."""
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    body = "".join(x if x.startswith(("<w:p", "<w:tbl", "<w:sdt", "<mc")) else p(x) for x in inside)
    return f"<w:tc><w:tcPr>{grid}{down}</w:tcPr>{body or p()}</w:tc>"


def tr(*cells: str, props: str = "") -> str:
    return f"<w:tr><w:trPr>{props}</w:trPr>" + "".join(c if c.startswith("<") else tc(c) for c in cells) + "</w:tr>"


def tbl(*rows: str) -> str:
    return "<w:tbl><w:tblPr/><w:tblGrid/>" + "".join(rows) + "</w:tbl>"


def read(path: Path):
    """The document of a file, as the pipeline reads it."""
    return readers.read(intake.source_file(path))


def shape(document) -> list:
    """Lines as texts, tables as rows of (row, col, rowspan, colspan, text)."""
    return [
        b.text if isinstance(b, Line) else [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in b.cells]
        for b in document.blocks
    ]
