"""The page that asks for the token, for whoever opens a bookmark of a program that was started anew since."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape

_STYLE = (
    "body{margin:0;min-height:90vh;display:grid;place-items:center;background:#f3f5f8;color:#1d2733;font:15px/1.6 "
    '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif}'
    "main{width:420px;max-width:90vw;padding:26px 30px;background:#fff;border:1px solid #d9e0e7;border-radius:8px}"
    "h1{font-size:18px;margin:0 0 10px}label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit}"
    "input,button{margin-top:6px;padding:6px 10px;border:1px solid #bfc9d4;border-radius:5px}"
    "button{background:#1f4e79;color:#fff;margin-top:12px}.bad{color:#b3261e}"
)
STYLE_SOURCE = f"'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
"""What lets a browser take this page's style and no other."""
_PAGE = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>申报审核</title><style>{style}</style></head>'
    '<body><main><h1>申报审核</h1><p{kind}>{told}</p><form method="get" action="{path}">{kept}'
    "<label>访问凭证，或启动程序的窗口里“审核页面：”后面的整个地址"
    '<input name="token" type="password" autocomplete="current-password" autofocus required></label>'
    "<button>打开</button></form></main></body></html>"
)


def entrance(path: str, query: Iterable[tuple[str, str]], told: str, *, wrong: bool) -> str:
    """The page as HTML; what was asked for is opened by its form, once the token is right. It loads nothing."""
    rest = [(escape(name), escape(value)) for name, value in query if name != "token"]
    kept = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in rest)
    kind = ' class="bad" role="alert"' if wrong else ""
    own = "/" + path.replace("\\", "/").lstrip("/")
    return _PAGE.format(style=_STYLE, kind=kind, told=escape(told), path=escape(own), kept=kept)


def pasted(text: str) -> str:
    """The token in what somebody has typed: the token itself, or the address that the program has shown."""
    return text.strip().rpartition("token=")[2].partition("&")[0]
