"""The OpenAPI document: FastAPI's, with the one problem schema, the security schemes and the shared headers."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from deskplane.app.routes import Declared, route_table
from deskplane.kernel.http import Problem

SCHEMES = {
    "session": {"type": "apiKey", "in": "cookie", "name": "deskplane_session"},
    "bearer": {"type": "http", "scheme": "bearer", "description": "API token (dp_…) or access token"},
}
KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "The same key and body again within 24 hours: the first answer, no second effect",
}


def document(app: FastAPI) -> dict[str, Any]:
    """Return the document, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _make(app)
    return app.openapi_schema


def _make(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        license_info=app.license_info,
    )
    parts = made.setdefault("components", {})
    parts["securitySchemes"] = SCHEMES
    parts.setdefault("schemas", {})["Problem"] = Problem.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    declared = {route.operation_id: route for route in route_table(app)}
    for path in made["paths"].values():
        for verb, operation in path.items():
            _finish(operation, verb, declared[operation["operationId"]])
    return made


def _finish(operation: dict[str, Any], verb: str, route: Declared) -> None:
    # FastAPI documents its own 422 body, which this house never sends.
    refused = operation["responses"].get("422", {})
    refused["content"] = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    if route.is_public:
        return
    operation["x-permission"] = route.permissions[0]
    operation["security"] = [{"session": []}, {"bearer": []}]
    if verb == "post":
        operation.setdefault("parameters", []).append(KEY_HEADER)
