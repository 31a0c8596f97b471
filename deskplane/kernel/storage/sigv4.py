"""AWS Signature Version 4, as S3-compatible stores want it.

Source: "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk", Amazon S3
API reference; the test holds its example.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import quote

import httpx2

ALGORITHM: Final = "AWS4-HMAC-SHA256"
EMPTY_SHA256: Final = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs requests with one key pair."""

    access_key: str
    secret_key: str = field(repr=False)
    region: str

    def signed(
        self, method: str, url: httpx2.URL, headers: Mapping[str, str], *, payload_sha256: str, at: datetime
    ) -> dict[str, str]:
        """The headers to send: those given, the date, the digest of the body, and the signature over all."""
        stamp = f"{at:%Y%m%dT%H%M%SZ}"
        signed = {
            **{name.lower(): " ".join(value.split()) for name, value in headers.items()},
            "host": url.netloc.decode("ascii"),
            "x-amz-content-sha256": payload_sha256,
            "x-amz-date": stamp,
        }
        names = ";".join(sorted(signed))
        scope = f"{stamp[:8]}/{self.region}/s3/aws4_request"
        request = _canonical(method, url, signed, names, payload_sha256)
        to_sign = "\n".join((ALGORITHM, stamp, scope, hashlib.sha256(request.encode()).hexdigest()))
        signature = _hmac(self._key(stamp[:8]), to_sign).hex()
        credential = f"Credential={self.access_key}/{scope}"
        return {
            **signed,
            "authorization": f"{ALGORITHM} {credential},SignedHeaders={names},Signature={signature}",
        }

    def _key(self, day: str) -> bytes:
        key = f"AWS4{self.secret_key}".encode()
        for part in (day, self.region, "s3", "aws4_request"):
            key = _hmac(key, part)
        return key


def _canonical(
    method: str, url: httpx2.URL, headers: Mapping[str, str], names: str, payload_sha256: str
) -> str:
    query = "&".join(
        sorted(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in url.params.multi_items())
    )
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    path = url.raw_path.split(b"?")[0].decode("ascii")
    return f"{method}\n{path}\n{query}\n{lines}\n{names}\n{payload_sha256}"


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
