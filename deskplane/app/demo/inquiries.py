"""The root-cause analyses and the clusters of the demo: real ones, of its own tickets."""

from datetime import datetime, timedelta
from typing import Final

from deskplane.app.demo.company import email_of
from deskplane.app.demo.furnishing import Ids
from deskplane.app.demo.plans import MAREN
from deskplane.clustering import service as clustering, working
from deskplane.clustering.schemas import ClusterRunCreate
from deskplane.kernel.access import ROLE_GRANTS, Caller, RoleName, Via
from deskplane.kernel.db import Tx
from deskplane.rca import analysing, service
from deskplane.rca.schemas import AnalysisScope, JobCreate

TITLE: Final = "Critical and urgent tickets of five months"
DAYS: Final = 150


async def investigate(tx: Tx, ids: Ids, present: datetime) -> None:
    """Ask what the most pressing tickets have in common; a demo without such tickets has no analysis."""
    since = present - timedelta(days=DAYS)
    wanted = AnalysisScope(created_from=since, filter={"priority": ["critical", "urgent"]})
    if not await tx.fetchval(
        "select 1 from tickets where org_id = app_org() and priority_rank <= 2 and type <> 'change' "
        "and created_at >= $1 limit 1",
        since,
    ):
        return
    job, _ = await service.create(tx, JobCreate(title=TITLE, scope=wanted), _administrator(tx, ids))
    await analysing.analyse_in(tx, job["id"])


async def gather(tx: Tx, ids: Ids) -> None:
    """Group the tickets by what they say; a demo without tickets has no clusters."""
    if await tx.fetchval("select 1 from tickets where org_id = app_org() and type <> 'change' limit 1"):
        run = await clustering.ask(tx, ClusterRunCreate(), _administrator(tx, ids))
        await working.work_in(tx, run["id"])


def _administrator(tx: Tx, ids: Ids) -> Caller:
    id_ = ids.people[email_of(MAREN)]
    return Caller(
        org_id=tx.tenant.org_id,
        person_id=id_,
        principal_id=id_,
        role=RoleName.ADMIN,
        name=MAREN,
        via=Via.SESSION,
        permissions=ROLE_GRANTS[RoleName.ADMIN],
    )
