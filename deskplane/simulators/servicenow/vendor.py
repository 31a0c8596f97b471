"""The REST API of the simulated ServiceNow: tables, attachments, aggregates, tokens."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from deskplane.simulators.clock import Clock
from deskplane.simulators.faults import Fault
from deskplane.simulators.servicenow import choices
from deskplane.simulators.servicenow.query import Row
from deskplane.simulators.servicenow.rendering import Rendering
from deskplane.simulators.servicenow.store import RefusalError, Store
from deskplane.simulators.simulator import Settings, Simulator
from deskplane.simulators.web import Request, Response, Router, number

ACCOUNTS: Final = {"admin": "admin", "abel.tuter": "tuter"}
CLIENT: Final = ("client", "secret")
API_KEY: Final = "key"
_MYSELF: Final = "javascript:gs.getUserName()"
_LIFE: Final = 1799
_GONE: Final = ("No Record found", "Record doesn't exist or ACL restricts the record retrieval")


def failure(status: int, message: str, detail: str = "") -> Response:
    """An error as this vendor words it."""
    return Response(status, {"error": {"message": message, "detail": detail}, "status": "failure"})


class ServiceNow(Simulator):
    """An instance with incidents; ``admin`` may do everything."""

    name = "servicenow"
    credentials = "user admin, password admin; OAuth client id client, secret secret; API key key"

    def __init__(self, settings: Settings | None = None, clock: Clock | None = None) -> None:
        super().__init__(settings, clock)
        self.store = Store(self.random, self.clock)
        self.store.fill(self.settings.tickets, self.settings.hidden)
        self._tokens: dict[str, float] = {}
        self._refreshes: set[str] = set()
        self._router = Router(
            [
                ("POST", "/oauth_token.do", self._token),
                *(
                    route
                    for version in ("", "/v1", "/v2")
                    for route in self._table_routes(f"/api/now{version}")
                ),
            ]
        )

    def _table_routes(self, root: str) -> list[tuple[str, str, Any]]:
        return [
            ("GET", f"{root}/table/{{table}}", self._list),
            ("POST", f"{root}/table/{{table}}", self._create),
            ("GET", f"{root}/table/{{table}}/{{sys_id}}", self._get),
            ("PATCH", f"{root}/table/{{table}}/{{sys_id}}", self._update),
            ("PUT", f"{root}/table/{{table}}/{{sys_id}}", self._update),
            ("DELETE", f"{root}/table/{{table}}/{{sys_id}}", self._delete),
            ("GET", f"{root}/stats/{{table}}", self._stats),
            ("POST", f"{root}/attachment/file", self._attach),
            ("POST", f"{root}/attachment/upload", self._attach),
            ("GET", f"{root}/attachment/{{sys_id}}/file", self._download),
        ]

    def answer(self, request: Request) -> Response:
        """What the instance answers."""
        if request.path != "/oauth_token.do" and not self._account(request):
            return self.refused()
        answer = self._router.answer(request)
        return answer or failure(400, "Requested URI does not represent any resource", request.path)

    def counts(self) -> dict[str, int]:
        """Rows per table."""
        return {name: len(rows) for name, rows in self.store.tables.items()}

    def refused(self) -> Response:
        """401."""
        answer = failure(401, "User Not Authenticated", "Required to provide Auth information")
        answer.headers["WWW-Authenticate"] = 'Basic realm="Service-now"'
        return answer

    def too_many(self, fault: Fault) -> Response:
        """429 by an hourly rule."""
        detail = "Rate limit of 100 requests per hour for Table API exceeded"
        answer = failure(429, "Rate limit exceeded", detail)
        reset = int(self.clock.now().timestamp()) + fault.retry_after
        answer.headers |= {
            "Retry-After": str(fault.retry_after),
            "X-RateLimit-Limit": "100",
            "X-RateLimit-Reset": str(reset),
            "X-RateLimit-Rule": self.store.new_id(),
        }
        return answer

    def _account(self, request: Request) -> str:
        user, password = request.basic()
        usual = self.settings.secret if user == "admin" else ""
        if user and (usual or ACCOUNTS.get(user)) == password:
            return user
        until = self._tokens.get(request.bearer(), 0)
        if until > self.clock.now().timestamp() or request.headers.get("x-sn-apikey") == API_KEY:
            return "admin"
        return ""

    def _token(self, request: Request) -> Response:
        form = request.form()
        client = request.basic() if request.basic()[0] else (form.get("client_id"), form.get("client_secret"))
        if client != CLIENT:
            return Response(401, {"error": "invalid_client", "error_description": "access_denied"})
        kind = form.get("grant_type")
        right = {
            "password": ACCOUNTS.get(form.get("username", "")) == form.get("password", "\0"),
            "client_credentials": True,
            "refresh_token": form.get("refresh_token") in self._refreshes,
        }
        if not right.get(kind or "", False):
            return Response(401, {"error": "invalid_grant", "error_description": "access_denied"})
        token, refresh = self.store.new_id(), self.store.new_id()
        self._tokens[token] = self.clock.now().timestamp() + _LIFE
        body = {"access_token": token, "scope": "useraccount", "token_type": "Bearer", "expires_in": _LIFE}
        if kind != "client_credentials":
            self._refreshes.add(refresh)
            body["refresh_token"] = refresh
        return Response(200, body)

    def _rendering(self, request: Request) -> Rendering:
        return Rendering(self.store, request.query, request.site, self.settings.time_zone)

    def _list(self, request: Request, table: str) -> Response:
        if table not in self.store.tables:
            return failure(400, f"Invalid table {table}")
        query = request.query.get("sysparm_query", "").replace(_MYSELF, self._account(request))
        found = self.store.select(table, query)
        offset = max(number(request.query.get("sysparm_offset"), 0), 0)
        limit = number(request.query.get("sysparm_limit"), 10_000)
        # The limit counts rows that the account may not see: pages come short, even empty.
        page = [row for row in found[offset : offset + limit] if row["sys_id"] not in self.store.hidden]
        if not found and "/v1/" in request.path:
            return failure(404, *_GONE)
        rendering = self._rendering(request)
        headers = self._paging(request, len(found), offset, limit)
        return Response(200, {"result": [rendering.row(table, row) for row in page]}, headers)

    def _paging(self, request: Request, total: int, offset: int, limit: int) -> dict[str, str]:
        headers: dict[str, str] = {}
        if request.query.get("sysparm_no_count", "").lower() != "true":
            headers["X-Total-Count"] = str(total)
        if request.query.get("sysparm_suppress_pagination_header", "").lower() == "true":
            return headers
        rest = urlencode({k: v for k, v in request.query.items() if k != "sysparm_offset"})
        base = f"{request.site}{request.path}?{rest}"
        last = max((total - 1) // max(limit, 1) * limit, 0)
        places = {"first": 0, "prev": offset - limit if offset else -1, "next": offset + limit, "last": last}
        if offset + limit >= total:
            places.pop("next")
        headers["Link"] = ",".join(f'<{base}&sysparm_offset={at}>;rel="{rel}"' for rel, at in places.items())
        return headers

    def _row(self, table: str, sys_id: str) -> Row | None:
        row = self.store.tables.get(table, {}).get(sys_id)
        return None if row is None or sys_id in self.store.hidden else row

    def _get(self, request: Request, table: str, sys_id: str) -> Response:
        row = self._row(table, sys_id)
        if row is None:
            return failure(404, *_GONE)
        return Response(200, {"result": self._rendering(request).row(table, row)})

    def _create(self, request: Request, table: str) -> Response:
        if "json" not in request.headers.get("content-type", ""):
            return failure(400, "Content-Type is missing")
        if table not in self.store.tables:
            return failure(400, f"Invalid table {table}")
        by = self._account(request)
        if by != "admin":
            return failure(403, "Operation Failed", f"ACL Exception Insert Failed on {table} for {by}")
        try:
            made = self._insert(request, table, by)
        except RefusalError as refusal:
            return failure(403, "Operation Failed", str(refusal))
        self._tell(made, "insert")
        place = f"{request.site}/api/now/table/{table}/{made['sys_id']}"
        return Response(201, {"result": self._rendering(request).row(table, made)}, {"Location": place})

    def _insert(self, request: Request, table: str, by: str) -> dict[str, str]:
        given = request.json()
        if table != "incident":
            return self.store.insert(table, {name: str(value) for name, value in given.items()}, by)
        return self.store.create_incident(self._resolved(request, given), by)

    def _update(self, request: Request, table: str, sys_id: str) -> Response:
        if self._row(table, sys_id) is None:
            return failure(404, *_GONE)
        given = self._resolved(request, request.json())
        try:
            if table == "incident":
                row = self.store.update_incident(sys_id, given, self._account(request))
            else:
                row = self.store.tables[table][sys_id]
                row.update({name: str(value) for name, value in given.items() if name in row})
        except RefusalError as refusal:
            return failure(403, "Operation Failed", str(refusal))
        self._tell(row, "update")
        return Response(200, {"result": self._rendering(request).row(table, row)})

    def _resolved(self, request: Request, given: Mapping[str, Any]) -> dict[str, Any]:
        """Names of references become ids where display values are asked for; an unknown name becomes nothing."""
        out = dict(given)
        by_name = request.query.get("sysparm_input_display_value", "").lower() == "true"
        for name, table in choices.REFERENCES.items():
            value = str(out.get(name) or "")
            if value and value not in self.store.tables[table]:
                out[name] = self.store.find(table, "name", value) if by_name else ""
        return out

    def _delete(self, _request: Request, table: str, sys_id: str) -> Response:
        if self._row(table, sys_id) is None:
            return failure(404, *_GONE)
        del self.store.tables[table][sys_id]
        return Response(204)

    def _stats(self, request: Request, table: str) -> Response:
        found = self.store.select(table, request.query.get("sysparm_query", ""))
        return Response(200, {"result": {"stats": {"count": str(len(found))}}})

    def _attach(self, request: Request) -> Response:
        fields = dict(request.query)
        content, kind = request.body, request.headers.get("content-type", "")
        if kind.startswith("multipart/"):
            parts = request.parts()
            fields |= {
                name: part[2].decode("utf-8", "replace") for name, part in parts.items() if not part[0]
            }
            file, kind, content = parts.get("uploadFile", ("", "", b""))
            fields["file_name"] = file
        row = {name: fields.get(name, "") for name in ("table_name", "table_sys_id", "file_name")}
        made = self.store.insert(
            "sys_attachment", row | {"content_type": kind, "size_bytes": str(len(content))}
        )
        self.store.files[made["sys_id"]] = content
        place = f"{request.site}/api/now/attachment/{made['sys_id']}"
        return Response(201, {"result": {**made, "download_link": f"{place}/file"}}, {"Location": place})

    def _download(self, _request: Request, sys_id: str) -> Response:
        content = self.store.files.get(sys_id)
        return failure(404, *_GONE) if content is None else Response(200, content)

    def _tell(self, row: Mapping[str, str], operation: str) -> None:
        if row.get("sys_class_name") != "incident":
            return
        show = self.store.display
        body = {
            "incident_id": row["number"],
            "sys_id": row["sys_id"],
            "state": row["state"],
            "assigned_to": show("sys_user", row["assigned_to"]),
            "operation": operation,
            "sys_mod_count": row["sys_mod_count"],
            "sys_updated_on": row["sys_updated_on"],
        }
        self.announce(body, {"User-Agent": "ServiceNow/1.0"})
