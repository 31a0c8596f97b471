"""HTTP face of the catalogue: all its routers."""

from deskplane.catalog import categories_api, fields_api, lists_api, ordering_api, replies_api

ROUTERS = (
    *ordering_api.ROUTERS,
    *categories_api.ROUTERS,
    *fields_api.ROUTERS,
    *lists_api.ROUTERS,
    *replies_api.ROUTERS,
)
