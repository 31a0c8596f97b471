"""A small S3: keeps objects in memory and believes a request only when its signature is right."""

import hashlib
import hmac
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, quote

import uvicorn

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

ACCESS_KEY, SECRET_KEY, REGION, BUCKET = "AKIDEXAMPLE", "s3cr3t", "eu-central-2", "desk"


class S3Server:
    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.failing = False

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        status, answer = self._answer(scope, headers, body)
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer})

    def _answer(
        self, scope: MutableMapping[str, Any], headers: dict[str, str], body: bytes
    ) -> tuple[int, bytes]:
        path = scope["raw_path"].decode()
        if self.failing:
            return 503, b"<Error><Code>SlowDown</Code></Error>"
        if "transfer-encoding" in headers:
            return 411, b"<Error><Code>MissingContentLength</Code></Error>"
        if not is_signed(scope["method"], path, scope["query_string"].decode(), headers, body):
            return 403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>"
        return getattr(self, f"_{scope['method'].lower()}")(path, headers, body)

    def _put(self, path: str, _headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        self.objects[path] = body
        return 200, b""

    def _get(self, path: str, headers: dict[str, str], _body: bytes) -> tuple[int, bytes]:
        content = self.objects.get(path)
        if content is None:
            return 404, b"<Error><Code>NoSuchKey</Code></Error>"
        part = re.fullmatch(r"bytes=(\d+)-(\d*)", headers.get("range", ""))
        if part is None:
            return 200, content
        start, end = int(part[1]), int(part[2] or len(content))
        return (206, content[start : end + 1]) if start < len(content) else (416, b"")

    _head = _get

    def _delete(self, path: str, _headers: dict[str, str], _body: bytes) -> tuple[int, bytes]:
        self.objects.pop(path, None)
        return 204, b""


def is_signed(method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> bool:
    """Recompute the signature from what arrived, step by step as the S3 reference tells it."""
    pattern = (
        r"AWS4-HMAC-SHA256 Credential=(.+?)/(\d{8})/(.+?)/s3/aws4_request,SignedHeaders=(.+?),Signature=(.+)"
    )
    found = re.fullmatch(pattern, headers.get("authorization", ""))
    if not found or headers["x-amz-content-sha256"] != hashlib.sha256(body).hexdigest():
        return False
    access_key, day, region, names, signature = found.groups()
    pairs = sorted(
        (quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in parse_qsl(query, True)
    )
    canonical = "\n".join(
        [
            method,
            quote(path, safe="/%-_.~"),
            "&".join(f"{name}={value}" for name, value in pairs),
            *(f"{name}:{headers[name].strip()}" for name in names.split(";")),
            "",
            names,
            headers["x-amz-content-sha256"],
        ]
    )
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    scope = f"{day}/{region}/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{headers['x-amz-date']}\n{scope}\n{digest}"
    key = ("AWS4" + SECRET_KEY).encode()
    for step in (day, region, "s3", "aws4_request"):
        key = hmac.digest(key, step.encode(), "sha256")
    expected = hmac.digest(key, text.encode(), "sha256").hex()
    return (access_key, region, signature) == (ACCESS_KEY, REGION, expected) and "host" in names.split(";")


@asynccontextmanager
async def running(app: S3Server) -> AsyncGenerator[str]:
    """Serve on a free port; give the address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_config=None, access_log=False))
    config = server.config
    config.load()
    socket = config.bind_socket()
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[socket])
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        await server.shutdown(sockets=[socket])
