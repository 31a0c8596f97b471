import httpx2
import pytest

from deskplane.outbound.redaction import describe_error, is_secret_name, redact, redact_headers, redact_url

TOKEN = "dp_" + "a1B2-" * 8


@pytest.mark.parametrize(
    "name",
    [
        *(
            "password",
            "New-Password",
            "api_key",
            "X-Api-Key",
            "apiKey",
            "Authorization",
            "Cookie",
            "Set-Cookie",
        ),
        *(
            "client_secret",
            "refreshToken",
            "X-CSRF-Token",
            "sessionid",
            "X-Amz-Signature",
            "credentials",
            "otp",
        ),
    ],
)
def test_a_secret_is_known_by_its_name(name: str):
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name", ["title", "token_id", "token_prefix", "password_changed_at", "keyboard", "author"]
)
def test_a_harmless_name_is_no_secret(name: str):
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"used {TOKEN} twice", TOKEN),
        ("Authorization: Bearer abc.def-123456", "abc.def-123456"),
        ("authorization=Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
        ("jwt eyJhbGciOi.eyJzdWIiOi.c2ln", "eyJzdWIiOi"),
        ("postgresql://ann:hunter2@db/desk", "hunter2"),
        ('{"password": "hunter2", "a": 1}', "hunter2"),
        ("client_secret=hunter2&x=1", "hunter2"),
        ("Cookie: deskplane_session=hunter2; b=2", "hunter2"),
        ("-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----", "hunter2"),
        ("-----BEGIN PRIVATE KEY-----\nhunter2 cut off", "hunter2"),
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str, secret: str):
    assert secret not in redact(text)
    assert "***" in redact(text)


def test_ordinary_text_stays_as_it_is():
    text = "The password was reset at 10:30: see https://example.com/a?b=c, ratio 1:2 = 0.5"
    assert redact(text) == text


def test_a_secret_that_is_known_is_masked_wherever_it_stands():
    assert redact("login of ann with hunter2 failed", ["hunter2", ""]) == "login of ann with *** failed"


def test_an_address_loses_its_password_and_secret_parameters():
    shown = redact_url("https://ann:hunter2@example.com/x?access_token=hunter2&page=3")

    assert "hunter2" not in shown
    assert shown.startswith("https://ann:")
    assert "page=3" in shown


def test_headers_lose_what_authenticates():
    shown = redact_headers({"Authorization": "Bearer abcdefgh", "X-Note": f"key {TOKEN}", "Accept": "*/*"})

    assert shown == {"Authorization": "***", "X-Note": "key ***", "Accept": "*/*"}


def test_an_error_is_told_in_one_line_without_secrets():
    request = httpx2.Request("GET", "https://example.com/x?token=hunter2")
    answer = httpx2.Response(401, request=request)
    with pytest.raises(httpx2.HTTPStatusError) as failed:
        answer.raise_for_status()

    assert describe_error(failed.value) == "401 Unauthorized from https://example.com/x?token=***"
    assert describe_error(httpx2.ConnectTimeout("")) == "ConnectTimeout"
    assert describe_error(ValueError("bad hunter2\nmore"), ["hunter2"]) == "bad ***"
