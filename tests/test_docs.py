"""What the documents say is there: commands, links, packages, the template and the refusals that a newcomer copies."""

import json
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import typer
import yaml

from formextract.catalogue import load_catalogue, load_template
from formextract.catalogue.kept import forget_templates
from formextract.cli.app import app
from formextract.errors import TemplateError
from formextract.model.template import FieldSpec, Indicator, Recognise, Shape, Template

ROOT = Path(__file__).resolve().parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [*READMES, ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", ROOT / "samples" / "README.md", *DOCS]
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
each_readme = pytest.mark.parametrize("readme", READMES, ids=lambda p: p.name)

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
COMMANDS = set(typer.main.get_command(app).commands)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, *languages: str) -> list[str]:
    """The fenced blocks of a page in these languages."""
    found = re.findall(r"^```(\w+)\n(.*?)^```$", text_of(page), re.MULTILINE | re.DOTALL)
    return [body for language, body in found if language in languages]


def typed(page: Path) -> list[list[str]]:
    """The commands that a page asks its reader to type."""
    lines = [line for body in blocks(page, "sh") for line in body.splitlines()]
    lines += [line[2:] for body in blocks(page, "console") for line in body.splitlines() if line.startswith("$ ")]
    return [shlex.split(line) for line in lines]


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings make, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@each_page
def test_links_resolve(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if re.match(r"https?://", target):
            continue
        name, _, anchor = target.partition("#")
        other = page.parent / name if name else page
        assert other.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(other), f"{page.name}: {target}"


@each_page
def test_no_page_names_a_folder_of_somebodys_machine(page: Path) -> None:
    assert not re.search(r"/(?:home|root|work|Users|tmp|opt)/", text_of(page))


@each_readme
def test_what_a_readme_asks_to_type_is_there(readme: Path) -> None:
    asked = typed(readme)
    assert [words[0] for words in asked[:2]] == ["scripts/demo", "scripts/test"]
    for words in asked:
        if words[0] == "formextract":
            assert words[1] in COMMANDS, words
        elif words[0].startswith("scripts/"):
            assert (ROOT / words[0]).stat().st_mode & 0o111, f"{words[0]} cannot be run"
        for word in words[1:]:
            assert not word.startswith("samples/") or (ROOT / word).exists(), words


@each_readme
def test_a_readmes_table_has_all_commands(readme: Path) -> None:
    assert set(re.findall(r"^\| `formextract (\w+)", text_of(readme), re.MULTILINE)) == COMMANDS


def test_both_readmes_show_the_same() -> None:
    english, chinese = READMES
    languages = ("sh", "console", "python", "json", "text")
    assert blocks(english, *languages) == blocks(chinese, *languages)


@each_readme
def test_the_observation_in_a_readme_is_what_is_read(readme: Path) -> None:
    from formextract import extract, record_to_dict

    [shown] = blocks(readme, "json")
    [record] = extract(ROOT / "samples" / "national-drawn.pdf", check=False)
    assert json.loads(shown) in record_to_dict(record)["values"]


@each_readme
def test_a_readmes_load_counts_the_samples_that_there_are(readme: Path) -> None:
    shown = re.findall(r"共 (\d+) 个文件：([^。]+)。", readme.read_text("utf-8"))
    assert len(shown) == 2
    there = sum(p.is_file() and not p.name.startswith((".", "~")) for p in (ROOT / "samples").rglob("*"))
    for total, parts in shown:
        assert int(total) == there == sum(map(int, re.findall(r"\d+", parts)))


def test_changelog_has_the_version() -> None:
    latest = re.search(r"^## \[([^\]]+)\]", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert latest is not None
    assert latest.group(1) == PROJECT["project"]["version"]


def test_architecture_has_all_packages_and_the_layers_that_are_checked() -> None:
    page = ROOT / "docs" / "architecture.md"
    package = ROOT / "src" / "formextract"
    parts = {p.stem for p in package.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    rows = re.findall(r"^\| (`[^|]+`) \|", text_of(page).partition("## Packages")[2].partition("## ")[0], re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == parts - {"__init__", "__main__"}
    [contract] = [c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    assert "\n".join(contract["layers"]) + "\n" in blocks(page, "text")


def test_templates_page_tells_every_key_and_shape() -> None:
    page = text_of(ROOT / "docs" / "templates.md")
    shapes = set(Shape.__args__)
    models = (FieldSpec, Indicator, Template)
    keys = {field.alias or name for m in models for name, field in m.model_fields.items()} - {"path", "id"}
    keys |= {f"recognise.{name}" for name in Recognise.model_fields}
    keys -= {"recognise"}
    assert {name for name in shapes | keys if f"`{name}`" not in page} == set()


@pytest.fixture
def own_templates(tmp_path: Path) -> Path:
    """The newcomer's folder: the shipped templates, and the page's form beside them."""
    shutil.copytree(ROOT / "templates", tmp_path / "my-templates")
    [written] = [b for b in blocks(ROOT / "docs" / "templates.md", "yaml") if b.startswith("template:")]
    path = tmp_path / "my-templates" / "county-brief" / "half-year@2025.yaml"
    path.parent.mkdir()
    path.write_text(written, encoding="utf-8")
    return path


def test_the_templates_pages_form_reads_as_it_says(own_templates: Path, tmp_path: Path) -> None:
    import docx

    from formextract import extract

    form = docx.Document()
    form.add_paragraph("产业集群半年运行情况表")
    form.add_paragraph("填报时间：2025年7月10日")
    for heading, rows in (
        ("一、基本情况", [["集群名称", "湖北省甲县轴承产业集群"], ["是否省级集群", "☑是 □否"]]),
        (
            "二、运行情况",
            [
                ["指标", "2024年", "2025年"],
                ["集群总产值（亿元）", "45.20", "238,000万元"],
                ["集群企业总数（家）", "118", "120余家"],
                ["集群入库税收（万元）", "830", "455"],
            ],
        ),
    ):
        form.add_paragraph(heading)
        table = form.add_table(rows=len(rows), cols=len(rows[0]))
        for cells, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text
    form.save(str(tmp_path / "filled.docx"))
    said = []
    for record in extract(tmp_path / "filled.docx", templates=own_templates.parents[1]):
        said += [f"{o.key} | {o.raw} | {o.value} {o.unit} {o.status}" for o in record.values]
        said += [f"unmatched: {u.label} {u.text}" for u in record.unmatched]
    assert "\n".join(said) + "\n" in blocks(ROOT / "docs" / "templates.md", "text")


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("half-year", "indicator: gross_output", "indicator: gros_output"),
        ("half-year", "label: 集群名称", "lable: 集群名称"),
        ("half-year", '否: "no"', '否: "nope"'),
        ("half-year", '是: "yes"', "是: yes"),
        ("half-year", '    options: {是: "yes", 否: "no"}\n', ""),
        ("half-year", 'section: "2"}', 'section: "3"}'),
        ("half-year", "title: 产业", "title:产业"),
        ("half-year", "half-year@2025\n", "half-year@2024\n"),
        ("indicators", "[所在省, 所属省份, 省份]", "[所在省, 所属省份, 所在市]"),
    ],
)
def test_mistakes_are_refused_as_the_templates_page_says(
    own_templates: Path, file: str, right: str, wrong: str
) -> None:
    root = own_templates.parents[1]
    path = own_templates if file == "half-year" else root / "indicators.yaml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    forget_templates()
    with pytest.raises(TemplateError) as refused:
        load_catalogue(root)
    forget_templates()
    line = str(refused.value)
    assert f"`…/{line[line.index(path.name) :]}`" in text_of(ROOT / "docs" / "templates.md")


def test_the_templates_pages_shapes_are_sound(own_templates: Path) -> None:
    [shapes] = [b for b in blocks(ROOT / "docs" / "templates.md", "yaml") if "public_services" in b]
    heading = {"template": "county-brief/half-year@2025", "title": "表", "recognise": {"titles": ["表"]}}
    own_templates.write_text(yaml.safe_dump(heading | yaml.safe_load(shapes), allow_unicode=True), encoding="utf-8")
    catalogue = load_catalogue(ROOT / "templates")
    template = load_template(own_templates, catalogue.indicators)
    assert {f.shape for f in template.fields} == {None, *Shape.__args__} - {"cell", "standards", "column"} | {
        "standards"
    }


def test_the_two_commands_are_sound_bash() -> None:
    for name in ("scripts/demo", "scripts/test", "scripts/environment", ".ci/run"):
        subprocess.run(["bash", "-n", str(ROOT / name)], check=True)
