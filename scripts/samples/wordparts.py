"""The unchanging parts of a Word package."""

_SCHEMAS = "http://schemas.openxmlformats.org"
_W = f"{_SCHEMAS}/wordprocessingml/2006/main"
_REL = f"{_SCHEMAS}/officeDocument/2006/relationships"
_PACKAGE = f"{_SCHEMAS}/package/2006"
_MC = f"{_SCHEMAS}/markup-compatibility/2006"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_VND = "application/vnd.openxmlformats"

CONTENT_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="{_VND}-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_VND}-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_VND}-officedocument.wordprocessingml.styles+xml"/>
</Types>"""
RELS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/>
</Relationships>"""
DOCUMENT_RELS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_REL}/styles" Target="styles.xml"/>
</Relationships>"""
STYLES = f"""{_HEAD}<w:styles xmlns:w="{_W}">
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>
<w:sz w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>
</w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>
</w:styles>"""
WRAPPER = (
    f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:w14="{_W14}" xmlns:mc="{_MC}" mc:Ignorable="w14">'
    "<w:body>{body}</w:body></w:document>"
)
_SECTION = (
    '<w:sectPr><w:pgSz {}/><w:pgMar w:top="1440" w:right="1500" w:bottom="1440" w:left="1500" '
    'w:header="850" w:footer="990" w:gutter="0"/></w:sectPr>'
)
PORTRAIT = _SECTION.format('w:w="11906" w:h="16838"')
LANDSCAPE = _SECTION.format('w:w="16838" w:h="11906" w:orient="landscape"')
