/** The page of clusters as the address holds it. */
export type ClustersSearch = {
  /** The search whose clusters are shown; the newest without it. */
  run?: string | undefined;
  /** Only searches through this connection. */
  connection?: string | undefined;
  /** The cluster open in the side panel. */
  cluster?: string | undefined;
  q?: string | undefined;
  add?: boolean | undefined;
};

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const id = (value: unknown) => (typeof value === 'string' && ID.test(value) ? value : undefined);

export function readClustersSearch(search: Record<string, unknown>): ClustersSearch {
  return {
    run: id(search.run),
    connection: id(search.connection),
    cluster: id(search.cluster),
    q: typeof search.q === 'string' && search.q ? search.q : undefined,
    add: search.add === true || undefined,
  };
}
