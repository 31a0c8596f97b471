"""HTTP face of all that hangs on tickets: the routers of each part."""

from deskplane.tickets import comments_api, files_api, relations_api, work_api

ROUTERS = (*comments_api.ROUTERS, *files_api.ROUTERS, *work_api.ROUTERS, *relations_api.ROUTERS)
