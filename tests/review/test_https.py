"""The page by HTTPS, with a certificate that is made here."""

import datetime as dt
import http.client
import ipaddress
import os
import re
import ssl
import subprocess
import sys
from contextlib import contextmanager
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, HTTPSHandler, build_opener, urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from patience import HANG_SECONDS


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """A certificate for this machine that signs itself, and its key in a file of its own."""
    folder = tmp_path_factory.mktemp("papers")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "审核服务器")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "证书.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "私钥.pem").write_bytes(written)
    return folder


@contextmanager
def served(where, papers):
    command = [sys.executable, "-m", "formextract", "review", "--store", str(where), "--no-open"]
    command += ["--certificate", str(papers / "证书.pem"), "--key", str(papers / "私钥.pem")]
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=env, text=True)
    try:
        yield next(found[0] for line in process.stderr if (found := re.search(r"https?://\S+", line)))
    finally:
        process.terminate()
        process.stderr.close()
        process.wait(HANG_SECONDS)


def test_the_page_is_served_by_https_and_by_nothing_else(papers, tmp_path):
    with served(tmp_path / "库", papers) as url:
        place = urlsplit(url)
        assert place.scheme == "https"
        trusting = ssl.create_default_context(cafile=str(papers / "证书.pem"))
        cookies = HTTPCookieProcessor()
        with build_opener(HTTPSHandler(context=trusting), cookies).open(url, timeout=HANG_SECONDS) as answer:
            assert answer.status == 200
            assert "库里还没有申报" in answer.read().decode()
        (cookie,) = cookies.cookiejar
        assert cookie.secure  # a browser never sends it by plain HTTP
        with pytest.raises(URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urlopen(url, timeout=HANG_SECONDS)
        bare = http.client.HTTPConnection(place.hostname, place.port, timeout=HANG_SECONDS)
        bare.request("GET", "/")
        with pytest.raises((http.client.HTTPException, ConnectionError)):
            bare.getresponse()
        bare.close()
