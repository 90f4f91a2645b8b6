"""`status` and `verify`: what a store holds, what is left to do, and whether its originals are sound."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from formextract.cli.say import clean, say, shown
from formextract.cli.stdout import write_line
from formextract.errors import EXIT_UNREADABLE, MAY_BE_FORM
from formextract.loading.freshness import Terms
from formextract.loading.versions import versions
from formextract.store import Store, open_store, verify
from formextract.store.copies import DAMAGED, put_aside
from formextract.text.rates import rates_in_use
from formextract.wording import FATES

"""What became of a file, as staff read it."""

_HEADINGS = ("光盘", "路径", "sha256", "字节", "状态", "尝试", "读取程序", "程序版本", "秒", "原因")
_SLOWEST = 5
_NAMED = 50
_PAGE = 500
_RESTORE = "再用备份恢复；没有备份的，请换一个新的 --store 重新装载光盘，原件在这个库的 originals 里"
_PROBLEMS = {
    "missing": "原件不见了",
    "damaged": "原件已损坏，与装载时不同",
    "unreadable": "原件读不出来，磁盘可能有坏道",
}


def run_status(where: str, *, files: bool, as_json: bool, version: str) -> int:
    """Says what a store holds and owes, or lists its files; the exit status."""
    with open_store(where, create=False) as store:
        if files:
            _list_files(store, as_json=as_json)
        elif as_json:
            write_line(json.dumps(_figures(store, version), ensure_ascii=False))
        else:
            for line in _told(store, version):
                write_line(line)
    return 0


def _list_files(store: Store, *, as_json: bool) -> None:
    if not as_json:
        write_line("\t".join(_HEADINGS))
    for e in store.manifest.entries():
        if as_json:
            write_line(json.dumps(asdict(e), ensure_ascii=False))
            continue
        size = "" if e.size is None else str(e.size)
        row = (e.disc, e.path, e.sha256, size, FATES[e.fate], str(e.tries), e.reader, e.version, f"{e.seconds:g}")
        write_line("\t".join(clean(text) for text in (*row, e.reason)))


def _figures(store: Store, version: str) -> dict[str, Any]:
    counts = store.manifest.counts()
    by_fate: Counter[str] = Counter()
    for (_, fate), n in counts.items():
        by_fate[fate] += n
    discs = {disc for disc, _ in counts}
    return {
        "store": store.where,
        "files": sum(counts.values()),
        "fates": dict(by_fate),
        "discs": {d: {fate: n for (disc, fate), n in counts.items() if disc == d} for d in sorted(discs)},
        "records": store.count()["records"],
        "submissions": store.groups.count(),
        "to_read_again": _to_read_again(store, version),
        "change": store.changes.last(),
        "slowest": [{"path": path, "seconds": seconds} for path, seconds in store.manifest.slowest(_SLOWEST)],
    }


def _to_read_again(store: Store, version: str) -> int:
    """How many files a newer reader, template or program has made worth reading again."""
    with rates_in_use(store.rates.current()):
        terms = Terms(version, versions())
    last, n = "", 0
    while files := store.files_after(last, _PAGE):
        last = files[-1].sha256
        n += sum(f.status != "pending" and not terms.is_settled(f, store) for f in files)
    return n


def _told(store: Store, version: str) -> Iterator[str]:
    found = _figures(store, version)
    yield f"数据库 {store.where}：{_counted(found['fates']) or '还没有文件'}"
    if any(found["discs"]):
        for disc, fates in found["discs"].items():
            yield f"  光盘 {clean(disc) or '（未命名）'}：{_counted(fates)}"
    yield from _trouble(store, found["fates"])
    yield f"记录 {found['records']} 条，归并为 {found['submissions']} 家申报"
    pending, again = found["fates"].get("pending", 0), found["to_read_again"]
    if pending:
        yield f"未读完 {pending} 个：运行 formextract load --store {store.where} 接着读，不用放回光盘"
    if again:
        yield f"读取程序或模板更新后该重读 {again} 个：运行 formextract load --store {store.where}，不用放回光盘"
    if found["slowest"]:
        slow = "、".join(f"{clean(shown(s['path']))}（{s['seconds']:.1f} 秒）" for s in found["slowest"])
        yield f"读得最慢的：{slow}"


def _trouble(store: Store, fates: dict[str, int]) -> Iterator[str]:
    """What somebody has to look at, before all else: what may be a form and was not known, what could not be read.

    Not what was put to a form after all, a page of a photographed one, and what somebody has called settled.
    """
    if not fates.get("failed") and not fates.get("other"):
        return
    doubtful: list[str] = []
    failed: list[str] = []
    joined = {m.sha256 for m in store.groups.members() if m.is_of_a_form}
    done = joined | store.acts.settled().keys()
    for e in store.manifest.entries():
        if (e.sha256 or e.path) in done:
            continue
        if e.fate == "failed":
            failed.append(f"  {clean(shown(e.path))}：{clean(e.reason)}")
        elif e.reason.startswith(MAY_BE_FORM):
            doubtful.append(f"  {clean(shown(e.path))}{clean(e.reason.removeprefix(MAY_BE_FORM).partition('。')[0])}")
    if doubtful:
        yield f"可能是申报表、没有认出的有 {len(doubtful)} 个（已作为其他材料存入），请先逐个核对："
        yield from _first(doubtful)
    if failed:
        yield "读不了的：处理后再装载一次；要原样重试，装载时加 --retry-failed"
        yield from _first(failed)


def _first(lines: list[str]) -> Iterator[str]:
    yield from lines[:_NAMED]
    if len(lines) > _NAMED:
        yield f"  ……还有 {len(lines) - _NAMED} 个，全部列出请加 --files"


def _counted(fates: dict[str, int]) -> str:
    if not fates:
        return ""
    parts = [f"{name} {fates[fate]}" for fate, name in FATES.items() if fates.get(fate)]
    return f"共 {sum(fates.values())} 个文件：{'，'.join(parts)}"


def run_verify(where: str, *, repair: bool = False, quiet: bool) -> int:
    """Looks through the database, hashes every original again and names what is missing or damaged; the exit status.

    With `repair` damaged originals are put aside: the next load of their disc keeps them anew.
    """
    n = bad = torn_at = 0
    with open_store(where, create=False) as store:
        for problem in store.soundness.problems():
            torn_at += 1
            say(problem)
        if torn_at:
            say(f"数据库 {store.where} 有损坏，共 {torn_at} 处。请停止写入，把整个文件夹先复制一份，{_RESTORE}")
        for checked in verify(store):
            n += 1
            if not checked.problem:
                continue
            bad += 1
            paths = store.paths(checked.sha256)
            name = clean(shown(paths[0])) if paths else checked.sha256
            more = f"等 {len(paths)} 处" if len(paths) > 1 else ""
            say(f"{name}{more}：{_PROBLEMS[checked.problem]}（{checked.sha256}）")
            if repair and checked.problem == "damaged":
                put_aside(where, checked.sha256)
        if bad:
            place = "originals 下以这串字符命名的文件" if store.folder else "originals 表中这一行"
            mend = f"已损坏的请先删去 {place}（或用 --repair 移开），再把原来的光盘装载一次即可补回，或从备份恢复"
            if repair:
                mend = f"已损坏的已移到库的 {DAMAGED} 文件夹。请把原来的光盘再装载一次即可补回，或从备份恢复"
            say(f"核验 {n} 个原件，{bad} 个有问题。{mend}")
        elif not quiet:
            say(f"核验 {n} 个原件，全部完好")
    return EXIT_UNREADABLE if bad or torn_at else 0
