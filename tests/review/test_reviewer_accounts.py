"""Several people: who may sign in, what each may do, and in whose name it stands."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from made_forms import HOST, TOKEN
from starlette.testclient import TestClient

from formextract.errors import UsageError
from formextract.review import people
from formextract.review.acts import RefusedError
from formextract.review.app import create_app
from formextract.review.server import check_certificate
from formextract.review.site import Settings

PAGE = {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}
GOOD = "correct horse"
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def store(store):
    for name, role in (("王主任", "administer"), ("张三", "review"), ("李四", "look")):
        people.add(store, name, role, GOOD, "王主任")
    return store


@pytest.fixture
def browser(app):
    """Somebody's browser, which holds nothing yet; `sign_in` has them sign in."""
    with TestClient(app, base_url=f"http://{HOST}", follow_redirects=False, headers=PAGE) as c:
        yield c


def sign_in(browser, name, password=GOOD):
    return browser.post("/api/sign-in", json={"name": name, "password": password})


def correction(browser, by=""):
    record = browser.get("/api/submissions").json()[0]["id"]
    body = {"field": "gross_output@2023", "action": "accept", "by": by, "version": 0}
    return browser.post(f"/api/records/{record}/corrections", json=body)


def test_whoever_has_not_signed_in_sees_the_sign_in_page_and_nothing_else(browser):
    answer = browser.get("/queue")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?to=%2Fqueue")
    link = browser.get("/table?rank=gross_output%7C0&beside=1")  # filters and order too
    assert link.headers["location"] == "/sign-in?to=%2Ftable%3Frank%3Dgross_output%257C0%26beside%3D1"
    assert 'data-to="/table?rank=gross_output%7C0&amp;beside=1"' in browser.get(link.headers["location"]).text
    assert browser.get(f"/?token={TOKEN}").headers["location"] == "/sign-in"
    assert browser.get("/api/submissions").status_code == 401
    assert browser.get(f"/?token={TOKEN}").status_code == 303  # the token of a single user lets nobody in any more
    assert browser.get("/api/submissions", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 401
    assert browser.get("/sign-in").status_code == 200
    assert browser.get("/static/review.css").status_code == 200


@pytest.mark.parametrize(("to", "kept"), [("/queue", "/queue"), ("//evil.example", "/"), ("/\\evil.example", "/")])
def test_the_way_on_from_the_sign_in_never_leads_to_another_site(browser, to, kept):
    assert f'data-to="{kept}"' in browser.get("/sign-in", params={"to": to}).text


def test_what_is_done_stands_in_the_name_of_whoever_has_signed_in(browser):
    assert sign_in(browser, "张三").status_code == 200
    answer = correction(browser, by="别人")
    assert answer.status_code == 201, answer.json()
    assert answer.json()["correction"]["by"] == "张三"
    assert "张三" in browser.get("/").text
    assert browser.post("/api/sign-out", json={}).status_code == 200
    assert browser.get("/api/submissions").status_code == 401


def test_a_page_of_one_person_does_nothing_once_another_has_signed_in(browser):
    """Two tabs share a browser's sign-in: what is pressed in the older one does not stand in the newer one's name."""
    sign_in(browser, "王主任")
    browser.headers["x-signed-in-as"] = quote("张三")
    refused = correction(browser)
    assert refused.status_code == 403
    assert "张三登录时打开的，现在登录的是王主任" in refused.json()["message"]
    browser.headers["x-signed-in-as"] = quote("王主任")
    assert correction(browser).status_code == 201


@pytest.mark.parametrize(("name", "corrects", "rules"), [("李四", 403, 403), ("张三", 201, 403), ("王主任", 201, 200)])
def test_each_role_may_do_more_than_the_one_before(browser, name, corrects, rules):
    sign_in(browser, name)
    assert browser.get("/").status_code == 200
    assert correction(browser).status_code == corrects
    assert browser.get("/accounts").status_code == rules
    assert browser.get("/api/sign-ins").status_code == rules


@pytest.mark.parametrize(("name", "refused"), [("李四", True), ("张三", True), ("王主任", False)])
def test_only_those_who_administer_make_and_publish_programmes(browser, name, refused):
    sign_in(browser, name)
    assert browser.get("/programmes").status_code == browser.get("/api/programmes").status_code == 200
    address = "/api/programmes/abcdefghijkl"
    answers = [browser.post(f"{address}/{act}", json={"by": name}) for act in ("publish", "rules", "trials")]
    answers += [browser.post(address, json={}), browser.post("/api/programmes", params={"programme": ""})]
    assert [a.status_code == 403 for a in answers] == [refused] * len(answers)
    assert browser.post(f"{address}/publish", json={"by": name}).status_code == (403 if refused else 404)


def test_sign_ins_are_logged_and_wrong_passwords_run_out_of_patience(store):
    assert people.signed_in(store, people.sign_in(store, "张三", GOOD, "10.0.0.7"))
    for _ in range(people.MOST_WRONG):
        with pytest.raises(RefusedError, match="姓名或密码不对"):
            people.sign_in(store, "张三", "wrong horse", "10.0.0.8")
    with pytest.raises(RefusedError, match="15 分钟后再试"):
        people.sign_in(store, "张三", GOOD, "10.0.0.8")
    later = datetime.now(UTC) + people.PATIENCE + timedelta(minutes=1)
    assert people.sign_in(store, "张三", GOOD, "10.0.0.8", later)
    kinds = [(a.kind, a.body["from"]) for a in store.acts.entries("signed_in", "refused")]
    assert kinds == [
        ("signed_in", "10.0.0.7"),
        *[("refused", "10.0.0.8")] * people.MOST_WRONG,
        ("signed_in", "10.0.0.8"),
    ]


def test_a_sign_in_ends_with_the_day_with_the_account_and_with_a_new_password(store):
    secret = people.sign_in(store, "张三", GOOD, "", NOON)
    assert people.signed_in(store, secret, NOON + timedelta(hours=11)).name == "张三"
    assert people.signed_in(store, secret, NOON + timedelta(hours=13)) is None
    assert people.signed_in(store, "guessed", NOON) is None
    people.change_password(store, store.accounts.find("张三")[0], GOOD, "another horse")
    assert people.signed_in(store, secret, NOON) is None
    again = people.sign_in(store, "张三", "another horse", "", NOON)
    people.close(store, "张三", "王主任")
    assert people.signed_in(store, again, NOON) is None
    with pytest.raises(RefusedError, match="姓名或密码不对"):
        people.sign_in(store, "张三", "another horse", "", NOON)


def test_no_password_is_stored_and_somebody_always_administers(store):
    assert all("horse" not in store.accounts.find(a.name)[1] for a in store.accounts.all())
    for act in (
        lambda: people.change_role(store, "王主任", "review", "王主任"),
        lambda: people.close(store, "王主任", "王主任"),
        lambda: people.add(store, "王主任", "look", GOOD, "王主任"),
    ):
        with pytest.raises(RefusedError, match="管理员"):
            act()
    with pytest.raises(RefusedError, match="密码应为"):
        people.add(store, "赵六", "look", "short", "王主任")


def test_a_token_that_was_set_lets_programs_in_beside_accounts(store):
    settings = Settings(TOKEN, (HOST,), programs_token=TOKEN)
    with TestClient(create_app(store, settings), base_url=f"http://{HOST}") as program:
        assert program.get("/api/submissions", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert program.get(f"/api/submissions?token={TOKEN}").status_code == 401


def test_a_certificate_is_looked_at_before_anything_is_served(tmp_path):
    with pytest.raises(UsageError, match="找不到证书"):
        check_certificate(str(tmp_path / "none.pem"), "")
    (tmp_path / "bad.pem").write_text("-----BEGIN CERTIFICATE-----\nnonsense\n")
    with pytest.raises(UsageError, match="证书用不了"):
        check_certificate(str(tmp_path / "bad.pem"), "")
