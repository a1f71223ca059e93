import { SANDBOX_API_SCOPE, SANDBOX_CLIENT_ID } from '../people';

export const GRAPH = 'https://graph.microsoft.com';
/** Graph's application id: the other spelling of its audience. */
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

const OIDC = new Set(['openid', 'profile', 'email', 'offline_access']);
const GRAPH_DEFAULT = ['Mail.Read', 'User.Read'];

export interface RequestedScopes {
  oidc: string[];
  /** What is asked of one resource; `names` are bare (`Mail.Read`), `spelt` as in the request. */
  resources: { aud: string; names: string[]; spelt: string[] }[];
}

function resourceOf(scope: string): { aud: string; name: string } {
  const slash = scope.lastIndexOf('/');
  if (slash < 0) return { aud: GRAPH, name: scope };
  const resource = scope
    .slice(0, slash)
    .replace(/\/$/, '')
    .replace(/^api:\/\/(?:[^/]+\/)?/, '');
  const aud = resource === GRAPH_APP_ID ? GRAPH : resource;
  return { aud, name: scope.slice(slash + 1) };
}

/** Sorts the scopes of a request by the resource they belong to; bare ones are Graph's. */
export function readScopes(text: string): RequestedScopes {
  const asked = [...new Set(text.split(/\s+/).filter((scope) => scope !== ''))];
  const resources: RequestedScopes['resources'] = [];
  for (const spelt of asked.filter((scope) => !OIDC.has(scope))) {
    const { aud, name } = resourceOf(spelt);
    let resource = resources.find((candidate) => candidate.aud === aud);
    if (resource === undefined) resources.push((resource = { aud, names: [], spelt: [] }));
    const all = name === '.default' ? (aud === GRAPH ? GRAPH_DEFAULT : [SANDBOX_API_SCOPE]) : [name];
    resource.names.push(...all);
    resource.spelt.push(
      ...(name === '.default'
        ? all.map((each) => `${aud === GRAPH ? GRAPH : `api://${aud}`}/${each}`)
        : [spelt]),
    );
  }
  return { oidc: asked.filter((scope) => OIDC.has(scope)), resources };
}

/** Whether the sandbox's tenants know the resource. */
export function knownResource(aud: string): boolean {
  return aud === GRAPH || aud === SANDBOX_CLIENT_ID;
}
