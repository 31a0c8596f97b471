"""Takes secrets out of what is shown or logged."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

import httpx2

MASK: Final = "***"

_SECRET_WORDS: Final = (
    *("password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "accesskey", "privatekey"),
    *("authorization", "cookie", "credential", "csrf", "sessionid", "signature", "otp"),
)
_HARMLESS_ENDS: Final = (
    "_id",
    "_ids",
    "_at",
    "_count",
    "_name",
    "_prefix",
    "_type",
    "_hint",
    "_status",
    "_limit",
)
_NAMES: Final = (
    r"password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|signature"
)

_PATTERNS: Final = (
    (
        re.compile(
            r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL
        ),
        MASK,
    ),
    (re.compile(r"\b(set-cookie|cookie)(\"?'?\s*[:=]\s*)[^\r\n]+", re.IGNORECASE), rf"\1\2{MASK}"),
    (re.compile(r"\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}", re.IGNORECASE), rf"\1 {MASK}"),
    (re.compile(r"\bdp[a-z]{0,3}_[A-Za-z0-9_-]{20,}"), MASK),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"), MASK),
    (re.compile(r"(://[^\s/:@]{0,200}):[^\s/@]{1,500}@"), rf"\1:{MASK}@"),
    (re.compile(rf"(\w*(?:{_NAMES})\"?'?\s*[:=]\s*\"?'?)[^\s\"',;&]+", re.IGNORECASE), rf"\1{MASK}"),
)
_HINT: Final = re.compile(r"[:=]|bearer|basic|dp[a-z]{0,3}_|eyJ|PRIVATE", re.IGNORECASE)


def is_secret_name(name: str) -> bool:
    """Tell whether a field, header or parameter of this name holds a secret."""
    low = name.lower()
    plain = "".join(char for char in low if char.isalnum())
    if plain == "sessionid":
        return True
    return any(word in plain for word in _SECRET_WORDS) and not low.endswith(_HARMLESS_ENDS)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Mask the given secrets and whatever looks like one."""
    for secret in secrets:
        if len(secret) >= 4:
            text = text.replace(secret, MASK)
    if not _HINT.search(text):
        return text
    for pattern, mask in _PATTERNS:
        text = pattern.sub(mask, text)
    return text


def redact_url(url: httpx2.URL | str) -> str:
    """Mask the password and the secret parameters of an address."""
    parsed = httpx2.URL(url)
    if parsed.password:
        parsed = parsed.copy_with(username=parsed.username, password=MASK)
    if parsed.query:
        pairs = [
            (name, MASK if is_secret_name(name) else value) for name, value in parsed.params.multi_items()
        ]
        parsed = parsed.copy_with(params=pairs)
    return redact(str(parsed))


def redact_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Mask secret headers; the others stay readable."""
    return {name: MASK if is_secret_name(name) else redact(value) for name, value in headers.items()}


def describe_error(error: BaseException, secrets: Iterable[str] = ()) -> str:
    """Say in one line what went wrong with a call, without a secret."""
    what = str(error) or type(error).__name__
    if isinstance(error, httpx2.HTTPStatusError):
        answer = error.response
        what = f"{answer.status_code} {answer.reason_phrase} from {redact_url(error.request.url)}"
    return redact(what.splitlines()[0], secrets)
