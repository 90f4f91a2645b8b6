"""Records and files for tests of submissions."""

from decimal import Decimal

from formextract.model import FileRef, Observation, Record, Source
from formextract.model.submission import Applicant, Copy, Item


def observed(indicator, value, *, period=None, dims=None, unit="", raw=None, confidence=1.0, status="reported", page=4):
    number = isinstance(value, Decimal)
    return Observation(
        indicator=indicator,
        label=indicator,
        period=period,
        dims=dims or {},
        value=value,
        unit=unit,
        precision=max(0, -value.as_tuple().exponent) if number else None,
        raw=str(value) if raw is None else raw,
        status=status,
        confidence=confidence,
        source=Source(0, page, None, None, "test"),
    )


def record(name, path, values, *, kind="docx", form="application", cluster="湖北省漳原县船舶配套装备产业集群"):
    files = (FileRef(path, name * 8, kind, "application", 24),)
    return Record(name, "sme-cluster", form, f"sme-cluster/{form}@2024", cluster, files, tuple(values))


def form(path, cluster, *, kind="docx", name="application", edition="2023", pinned="", applicant=None):
    copy = Copy(f"id:{path}", "sme-cluster", name, edition, cluster, applicant=applicant or Applicant())
    return Item(path, f"sha:{path}", kind, "read", (copy,), None, pinned)


def beside(path, exhibit=None, *, status="other", pinned=""):
    return Item(path, f"sha:{path}", path.rpartition(".")[2], status, (), exhibit, pinned)
