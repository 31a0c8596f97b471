"""One statement answers a search: the newest matches, ranked, with facets counted over them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

CAP = 1000
TYPING_CAP = 300
TYPING_LETTERS = 3
LETTERS: Mapping[str, str] = {
    "status": "s",
    "priority": "p",
    "type": "y",
    "category": "c",
    "team": "t",
    "assignee": "a",
    "requester": "r",
}

REFRESH = "select search_refresh($1::uuid[])"

SEARCH = """
with hits as materialized (
    select h.id, h.rank from search_tickets($1, $2, $3, $4, $7) h
), found as materialized (
    select t.id, h.rank, t.status, t.priority, t.type, t.category_id, t.team_id, t.assignee_id
    from hits h join tickets t on t.org_id = app_org() and t.id = h.id
), counted as (
    select case grouping(status, priority, type, category_id, team_id, assignee_id)
               when 31 then 'status' when 47 then 'priority' when 55 then 'type' when 59 then 'category'
               when 61 then 'team' else 'assignee' end as facet,
           coalesce(status, priority, type, category_id::text, team_id::text, assignee_id::text, '') as value,
           count(*) as n
    from found
    group by grouping sets ((status), (priority), (type), (category_id), (team_id), (assignee_id))
), facets as (
    select jsonb_object_agg(facet, "values") as body from (
        select facet, jsonb_agg(jsonb_build_object('value', nullif(value, ''), 'count', n, 'label', label)
                                order by n desc, value) as "values"
        from (select c.*, case c.facet
                  when 'category' then (select g.name from categories g
                                        where g.org_id = app_org() and g.id = nullif(c.value, '')::uuid)
                  when 'team' then (select m.name from teams m
                                    where m.org_id = app_org() and m.id = nullif(c.value, '')::uuid)
                  when 'assignee' then (select p.name from people p
                                        where p.org_id = app_org() and p.id = nullif(c.value, '')::uuid)
                  else c.value end as label
              from counted c) named group by facet) f
), page as (
    select f.id, f.rank, row_number() over (order by {order}) as place from found f order by {order} limit $5 offset $6
), rows as (
    select p.place, jsonb_build_object(
        'id', t.id, 'number', ticket_number(t.type, t.number_int), 'type', t.type, 'title', t.title,
        'title_html', ts_headline('simple', escape_html(t.title), search_query($1, $3), {marks}),
        'excerpt_html', ts_headline('simple', escape_html(left(t.description_text, 2000)), search_query($1, $3),
            {marks} || ', MaxWords=30, MinWords=12, MaxFragments=1'),
        'status', t.status, 'priority', t.priority, 'rank', p.rank,
        'created_at', t.created_at, 'updated_at', t.updated_at,
        'requester', person_ref(t.requester_id), 'assignee', person_ref(t.assignee_id)) as body
    from page p join tickets t on t.org_id = app_org() and t.id = p.id
)
select jsonb_build_object(
    'data', coalesce((select jsonb_agg(body order by place) from rows), '[]'),
    'total', (select count(*) from found), 'total_exact', (select count(*) from hits) < $4,
    'facets', coalesce((select body from facets), '{{}}'))::text
"""
ORDERS = {"relevance": "f.rank desc, f.id desc", "newest": "f.id desc"}
STATEMENTS = {
    name: SEARCH.format(order=order, marks="'StartSel=<mark>, StopSel=</mark>'")
    for name, order in ORDERS.items()
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to search for. ``filters`` maps a facet to the values of which one must hold.

    ``internal`` also looks into tags and internal notes; ``hints`` may tell words that stand in tickets of others.
    """

    words: str
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    typing: bool = False
    internal: bool = False
    hints: bool = False

    @property
    def cap(self) -> int:
        """How many of the newest matches are looked at."""
        return TYPING_CAP if self.typing else CAP

    @property
    def facets(self) -> str:
        """The filters as a tsquery of facet lexemes; values are enum words or UUIDs, nothing else gets in."""
        groups = [self._group(LETTERS[name], values) for name, values in self.filters.items() if values]
        return " & ".join(groups)

    @staticmethod
    def _group(letter: str, values: Sequence[str]) -> str:
        return "(" + " | ".join(f"'~{letter}{_lexeme(value)}'" for value in values) + ")"


def _lexeme(value: str) -> str:
    bare = value.replace("-", "")
    if not bare.replace("_", "").isalnum() or not bare.isascii():
        raise ValueError(f"not a facet value: {value!r}")
    return value.replace("-", "")


def uuids(values: Sequence[UUID]) -> list[str]:
    """Return UUIDs as facet values."""
    return [str(value) for value in values]
