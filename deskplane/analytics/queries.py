"""Each answer is one statement that PostgreSQL renders; deleted tickets never count."""

# `open` = new + open and `resolved` = resolved + closed, as the gateway's clients expect it.
STATS = """
with live as (
    select t.status, t.priority, t.category_id, coalesce(t.department, d.name) as department, t.created_at,
           t.resolved_at, t.sla_met
    from tickets t
    left join people r on r.org_id = t.org_id and r.id = t.requester_id
    left join teams d on d.org_id = r.org_id and d.id = r.department_id
    where t.org_id = app_org() and t.deleted_at is null
), named as (
    select coalesce(c.path, '') as path, count(*) as n
    from live l left join categories c on c.org_id = app_org() and c.id = l.category_id group by 1
)
select jsonb_build_object(
    'total_tickets', count(*),
    'open_tickets', count(*) filter (where status in ('new', 'open')),
    'in_progress_tickets', count(*) filter (where status = 'in_progress'),
    'resolved_tickets', count(*) filter (where status in ('resolved', 'closed')),
    'critical_tickets', count(*) filter (where priority in ('critical', 'urgent')
        and status not in ('resolved', 'closed', 'cancelled')),
    'avg_resolution_time_hours', round((extract(epoch from avg(resolved_at - created_at)
        filter (where resolved_at is not null)) / 3600)::numeric, 2),
    'sla_compliance_percentage', round(100.0 * count(*) filter (where sla_met)
        / nullif(count(*) filter (where sla_met is not null), 0), 2),
    'tickets_by_priority', coalesce((select jsonb_object_agg(priority, n)
        from (select priority, count(*) as n from live group by 1) p), '{}'),
    'tickets_by_status', coalesce((select jsonb_object_agg(status, n)
        from (select status, count(*) as n from live group by 1) s), '{}'),
    'tickets_by_category', coalesce((select jsonb_object_agg(path, n) from named), '{}'),
    'tickets_by_department', coalesce((select jsonb_object_agg(coalesce(department, ''), n)
        from (select department, count(*) as n from live group by 1) d), '{}')
)::text from live
"""

OVERVIEW = """
with bounds as (
    select date_trunc('day', now() at time zone $2) at time zone $2 as today, $1::int as days
), live as materialized (
    select t.status, t.status_rank, t.priority, t.team_id, t.assignee_id, t.created_at, t.resolved_at, t.sla_met,
           coalesce(t.next_due_at, t.due_at) as due
    from tickets t where t.org_id = app_org() and t.deleted_at is null
), days as (
    select generate_series(b.today - make_interval(days => b.days - 1), b.today, interval '1 day') as day from bounds b
), opened as (
    select date_trunc('day', created_at at time zone $2) at time zone $2 as day, count(*) as n from live, bounds b
    where created_at >= b.today - make_interval(days => b.days - 1) group by 1
), resolved as (
    select date_trunc('day', resolved_at at time zone $2) at time zone $2 as day, count(*) as n,
           avg(resolved_at - created_at) as spent
    from live, bounds b where resolved_at >= b.today - make_interval(days => b.days - 1) group by 1
), series as (
    select d.day, coalesce(o.n, 0) as opened, coalesce(r.n, 0) as resolved,
           round((extract(epoch from r.spent) / 3600)::numeric, 2) as resolution_hours,
           (select count(*) from live l where l.created_at < d.day + interval '1 day'
                and (l.resolved_at is null and l.status_rank <= 5
                     or l.resolved_at >= d.day + interval '1 day')) as backlog,
           (select count(*) from live l where l.priority in ('critical', 'urgent')
                and l.created_at < d.day + interval '1 day'
                and (l.resolved_at is null and l.status_rank <= 5
                     or l.resolved_at >= d.day + interval '1 day')) as critical
    from days d left join opened o using (day) left join resolved r using (day)
), weeks as (
    select date_trunc('week', resolved_at at time zone $2)::date as week,
           round(100.0 * count(*) filter (where sla_met)
                 / nullif(count(*) filter (where sla_met is not null), 0), 1) as met
    from live, bounds b where resolved_at >= b.today - interval '12 weeks' group by 1
), averages as (
    select round((extract(epoch from avg(resolved_at - created_at) filter (where resolved_at >= b.today
               - make_interval(days => b.days - 1))) / 3600)::numeric, 2) as now_hours,
           round((extract(epoch from avg(resolved_at - created_at) filter (where resolved_at < b.today
               - make_interval(days => b.days - 1) and resolved_at >= b.today - make_interval(days => 2 * b.days - 1)))
               / 3600)::numeric, 2) as before_hours,
           count(*) filter (where resolved_at >= b.today - make_interval(days => b.days - 1)) as resolved,
           count(*) filter (where sla_met is not null and resolved_at >= b.today
               - make_interval(days => b.days - 1)) as sla_counted,
           round(100.0 * count(*) filter (where sla_met and resolved_at >= b.today - make_interval(days => b.days - 1))
                 / nullif(count(*) filter (where sla_met is not null and resolved_at >= b.today
                     - make_interval(days => b.days - 1)), 0), 1) as met
    from live, bounds b where resolved_at >= b.today - make_interval(days => 2 * b.days - 1)
)
select jsonb_build_object(
    'as_of', now(),
    'open', (select count(*) from live where status in ('new', 'open')),
    'in_progress', (select count(*) from live where status = 'in_progress'),
    'unfinished', (select count(*) from live where status_rank <= 5),
    'opened_today', (select count(*) from live, bounds b where created_at >= b.today),
    'critical', (select count(*) from live where priority = 'critical' and status_rank <= 5),
    'urgent', (select count(*) from live where priority = 'urgent' and status_rank <= 5),
    'resolution_hours', (select now_hours from averages),
    'resolution_hours_before', (select before_hours from averages),
    'sla_compliance', (select met from averages),
    'since', (select today - make_interval(days => days - 1) from bounds),
    'resolved', (select resolved from averages),
    'sla_counted', (select sla_counted from averages),
    'unassigned', (select count(*) from live where status_rank <= 5 and assignee_id is null),
    'at_risk', (select count(*) from live where status_rank <= 5 and due >= now() and due < now() + interval '4 hours'),
    'breached', (select count(*) from live where status_rank <= 5 and due < now()),
    'oldest', (select min(created_at) from live where status_rank <= 5),
    'series', (select jsonb_agg(jsonb_build_object('day', (day at time zone $2)::date, 'opened', opened,
        'resolved', resolved, 'resolution_hours', resolution_hours, 'backlog', backlog, 'critical', critical)
        order by day) from series),
    'sla_weeks', coalesce((select jsonb_agg(jsonb_build_object('week', week, 'met', met) order by week)
        from weeks where met is not null), '[]'),
    'by_status', coalesce((select jsonb_agg(jsonb_build_object('status', status, 'count', n) order by status_rank)
        from (select status, status_rank, count(*) as n from live where status_rank <= 5 group by 1, 2) s), '[]'),
    'by_team', coalesce((select jsonb_agg(jsonb_build_object('team', case when g.id is not null
            then jsonb_build_object('id', g.id, 'name', g.name) end, 'critical', x.critical, 'urgent', x.urgent,
            'rest', x.rest) order by x.critical + x.urgent + x.rest desc, g.name)
        from (select team_id, count(*) filter (where priority = 'critical') as critical,
                     count(*) filter (where priority = 'urgent') as urgent,
                     count(*) filter (where priority not in ('critical', 'urgent')) as rest
              from live where status_rank <= 5 group by 1) x
        left join teams g on g.org_id = app_org() and g.id = x.team_id), '[]'),
    'by_assignee', coalesce((select jsonb_agg(jsonb_build_object('person', jsonb_build_object('id', p.id,
            'name', p.name), 'critical', x.critical, 'urgent', x.urgent, 'rest', x.rest)
            order by x.critical + x.urgent + x.rest desc, lower(p.name))
        from (select assignee_id, count(*) filter (where priority = 'critical') as critical,
                     count(*) filter (where priority = 'urgent') as urgent,
                     count(*) filter (where priority not in ('critical', 'urgent')) as rest
              from live where status_rank <= 5 and assignee_id is not null group by 1
              order by count(*) desc, 1 limit 12) x
        join people p on p.org_id = app_org() and p.id = x.assignee_id), '[]')
)::text
"""
