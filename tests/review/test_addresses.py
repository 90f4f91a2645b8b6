"""Where the server is to be found by others, and a token of one's own."""

import pytest

from formextract.errors import UsageError
from formextract.loading import Limits
from formextract.review import server


def test_everywhere_means_every_address_of_the_machine(monkeypatch):
    monkeypatch.setattr(server, "own_addresses", lambda: ["10.0.0.7", "192.168.1.5"])
    hosts = server.allowed_hosts("0.0.0.0", 8123)
    assert hosts[:2] == ("10.0.0.7:8123", "192.168.1.5:8123")
    assert "127.0.0.1:8123" in hosts
    assert server.allowed_hosts("127.0.0.1", 8123)[0] == "127.0.0.1:8123"


def test_own_addresses_are_no_loopback():
    assert not any(a.startswith("127.") for a in server.own_addresses())


def test_a_token_is_ones_own_or_a_new_one(monkeypatch):
    monkeypatch.setenv(server.TOKEN_SETTING, "a" * 24)
    assert server.chosen_token() == ("a" * 24, True)
    monkeypatch.setenv(server.TOKEN_SETTING, "short")
    with pytest.raises(UsageError, match="至少"):
        server.chosen_token()
    monkeypatch.delenv(server.TOKEN_SETTING)
    assert server.chosen_token() != server.chosen_token()
    assert server.chosen_token()[1] is False


@pytest.mark.parametrize("own", ["", "a-token-of-our-own-0123456789"])
def test_a_token_that_was_set_is_not_printed_with_the_address(monkeypatch, tmp_path, own):
    monkeypatch.setenv("FORMEXTRACT_TOKEN", own)
    monkeypatch.setattr("uvicorn.Server.run", lambda self, sockets: None)
    said, opened = [], []
    server.serve(
        str(tmp_path / "库"), host="127.0.0.1", port=0, opens=False, version="0", limits=Limits(), say=said.append,
        opened=opened.append,
    )  # fmt: skip
    told = "\n".join(said)
    assert "?token=" in opened[0]  # what is opened here, in this user's own browser, lets them in
    if own:
        assert own in opened[0]
        assert own not in told
        assert "FORMEXTRACT_TOKEN" in told
    else:
        assert opened[0] in told
