import shutil

import pytest

from formextract.catalogue.catalogue import default_folder

ONE = "sme-cluster/application@2024"


def test_list_has_a_line_a_template(call):
    status, out, err = call("templates", "list")
    lines = out.splitlines()
    assert (status, err) == (0, "")
    assert lines[0].split() == ["编号", "名称", "字段数"]
    (line,) = [x for x in lines if x.startswith(ONE + " ")]
    assert int(line.split()[-1]) > 50


def test_show_prints_the_file(call):
    status, out, err = call("templates", "show", ONE)
    assert (status, err) == (0, "")
    assert out.rstrip("\n") == (default_folder() / f"{ONE}.yaml").read_text("utf-8").rstrip("\n")


def test_show_of_what_is_not_there_names_the_nearest(call):
    assert call("templates", "show", "sme-cluster/aplication@2024") == (
        2,
        "",
        f"错误：没有编号为“sme-cluster/aplication@2024”的模板。是不是想看 {ONE}？\n",
    )


def test_check_passes_what_is_shipped(call):
    status, out, err = call("templates", "check")
    assert (status, err) == (0, "")
    assert out.count("：没有问题\n") == len(out.splitlines()) >= 3


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(default_folder(), tmp_path / "模板")
    return tmp_path / "模板" / f"{ONE}.yaml"


def test_check_names_file_line_and_mend_and_goes_on(call, copy, tmp_path):
    lines = copy.read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if line.startswith("title:"))
    lines.insert(number, "titel: 拼错了")
    copy.write_text("\n".join(lines) + "\n", "utf-8")
    status, out, err = call("templates", "check", "模板")
    assert status == 1
    assert err == f"模板/{ONE}.yaml 第 {number + 1} 行：不认识“titel”，请检查拼写或删去\n"
    assert "模板/indicators.yaml：没有问题\n" in out
    assert ONE not in out


def test_check_of_a_file_that_is_not_there_is_told(call):
    status, out, err = call("templates", "check", "没有.yaml")
    assert (status, out) == (1, "")
    assert err.startswith("没有.yaml：打不开")
